"""Files of job ads: every format holds the same ads; dirt is counted, never dropped in silence."""

import csv
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from files import add_table, as_workbook, json_lines, written
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora import InputError
from corpora.job_ads.load import cell_text, joined
from corpora.job_ads.records import ASKING, JobAds
from corpora.tabular import FORMATS
from mapper.industry.ad_lines import load

SAMPLE = Path(__file__).resolve().parent.parent / "mapper" / "samples" / "ofertas.jsonl"
DATA = Path(__file__).resolve().parent / "data" / "job_ads"
FIELDS = ("title", "text", "language", "employer", "place", "country", "date", "code", "sector", "source")
Rows = list[dict[str, str]]
COLUMN_NAMES = ("id", "título", "Descripción", "Empresa", "ciudad", "Fecha de publicación")
ROWS: Rows = [
    dict(zip(COLUMN_NAMES, values, strict=True))
    for values in (
        ("17", "Soldador TIG", "FUNCIONES: soldar tubería; leer planos. REQUISITOS: inglés B1.\nSE OFRECE: comedor.",
         "Tubos, S.A.", "León", "23/02/2026"),
        ("18", "Welder",
         "Responsibilities: weld pipes, read drawings. Requirements: two years of experience in welding.",
         "Pipes “R” us", "Querétaro", "2026-02-28T10:00:00Z"),
    )
]  # fmt: skip


def as_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def as_text(path: Path, rows: Rows) -> None:
    path.mkdir()
    for row in rows:
        (path / f"{row['id']}.txt").write_text(f"{row['título']}\n\n{row['Descripción']}", encoding="utf-8")


WRITERS: dict[str, Callable[[Path, Rows], object]] = {
    "csv": as_csv,
    "xlsx": as_workbook,
    "json": json_lines,
    "parquet": lambda path, rows: pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path),
    "text": as_text,
}


def loaded(folder: Path, content: str, columns: dict[str, str] | None = None) -> JobAds:
    return load(written(folder / "ads.csv", content), columns=columns)


def said(ads: JobAds) -> list[tuple[str, str | None, str | None]]:
    return [(r.text, r.kind, r.force) for r in ads.requirements]


@pytest.mark.parametrize("name", [*FORMATS, "text"])
def test_contract_of_formats(name: str, tmp_path: Path) -> None:
    """Whoever adds a format adds its writer here."""
    path = tmp_path / "ads"
    WRITERS[name](path, ROWS)
    ads = load(path)
    assert [ad.title for ad in ads.ads] == ["Soldador TIG", "Welder"]
    assert (ads.read, ads.unread, len(ads.groups)) == (2, 0, 2)
    assert [ad.language for ad in ads.ads] == ["es", "en"]
    assert ("soldar tubería", "task", "required") in said(ads)
    assert ("two years of experience in welding", "experience", "required") in said(ads)
    texts = {ad.id: ad.text for ad in ads.ads}
    assert all(texts[r.ad][r.start : r.end] == r.text for r in ads.requirements)
    assert all(ad.source.startswith(("ads:", "17.txt", "18.txt")) for ad in ads.ads)
    assert load(path) == ads
    if name != "text":
        assert ads.columns["description"] == "Descripción"
        assert [(ad.employer, ad.place, ad.date, ad.code) for ad in ads.ads] == [
            ("Tubos, S.A.", "León", "2026-02-23", "17"),
            ("Pipes “R” us", "Querétaro", "2026-02-28", "18"),
        ]


@pytest.mark.slow
def test_a_programme_among_the_ads_is_refused(tmp_path: Path) -> None:
    WRITERS["text"](tmp_path / "ads", ROWS)
    ads = load([tmp_path / "ads", SAMPLE.with_name("programa.pdf")])
    assert (ads.read, ads.unread) == (2, 1)
    assert "programa.pdf: reads like a programme" in ads.skipped[0].why.en
    with pytest.raises(InputError, match=r"syllabus\.pdf: reads like a programme"):
        load(SAMPLE.with_name("syllabus.pdf"))


@pytest.mark.parametrize("path", sorted((DATA / "files").iterdir()), ids=lambda path: path.name)
def test_a_file_of_any_form_or_with_dirt_gives_these_ads(path: Path) -> None:
    """As data/job_ads/expected has them: a line for what was read and what was not, then one for each ad."""
    ads = load(path)
    skipped = [f"{each.what}: {each.why.en}" for each in ads.skipped]
    rows: list[dict[str, Any]] = [{"columns": ads.columns, "unread": ads.unread, "skipped": skipped}]
    rows += [{name: said for name in FIELDS if (said := getattr(ad, name))} for ad in ads.ads]
    expected = (DATA / "expected" / f"{path.name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.dumps(row, ensure_ascii=False) for row in rows] == expected


def test_a_column_can_be_named(tmp_path: Path) -> None:
    ads = loaded(tmp_path, OF_OTHER_NAMES, columns={"description": "Que hacer"})
    assert ads.ads[0].text == "Soldar tubería."
    assert ads.columns == {"description": "qué hacer", "code": "ref"}


@pytest.mark.parametrize(
    "name", ["Fecha de publicación", "Fch Publicación", "Publicado", "posted", "Posted on", "Posting date"]
)
def test_a_date_has_many_names(name: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, f"descripción,{name}\nSoldar tubería.,2026-03-01").ads[0].date == "2026-03-01"


OF_OTHER_NAMES = "ref,qué hacer\nA1,Soldar tubería."


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("", {}, "the file is empty"),
        ("{broken\n", {}, "holds no JSON objects"),
        ('title,description\na,"never closed\n' + "x" * 140_000, {}, "every opened quote"),
        ("title,description\na,\n", {}, "no ad with a description"),
        (OF_OTHER_NAMES, {}, r"no column looks like the description \(there are: ref, qué hacer\)"),
        (OF_OTHER_NAMES, {"description": "texto"}, "there is no column 'texto'; those there are: ref, qué hacer"),
        (OF_OTHER_NAMES, {"sueldo": "ref"}, "there is no field 'sueldo'; known: description"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(
    content: str, columns: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message) as raised:
        loaded(tmp_path, content, columns=columns)
    assert "ads.csv" in raised.value.es or "sueldo" in columns


def test_each_sheet_of_a_workbook_has_columns_of_its_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for rows in (
        (("Puesto", "Descripción", "Quién"), ("Soldador", "Soldar tubería TIG.", "Tubos")),
        (("Vacante", "Funciones"), ("Mesera", "Atender mesas y cobrar.")),
        (("Puesto", "Descripción", "Empresa"), ("Sastre", "Coser a mano.", "MiSastre.mx")),
    ):
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "ads.xlsx")
    ads = load(tmp_path / "ads.xlsx", columns={"employer": "quién"})
    found = [(ad.title, ad.employer) for ad in ads.ads]
    assert found == [("Soldador", "Tubos"), ("Mesera", None), ("Sastre", "MiSastre.mx")]
    columns = {"description": "Descripción", "title": "Puesto · Vacante", "tasks": "Funciones"}
    assert ads.columns == columns | {"employer": "Quién · Empresa"}


def test_one_bad_file_of_several_is_counted(tmp_path: Path) -> None:
    as_csv(tmp_path / "a.csv", ROWS)
    written(tmp_path / "b.csv", "uno,dos\n1,2\n")
    ads = load(tmp_path)
    assert (ads.read, ads.unread, ads.unread_in) == (2, 1, ("b.csv",))
    assert [s.what for s in ads.skipped] == ["b.csv"]


def test_the_shipped_ads_are_read() -> None:
    seen: list[tuple[int, int]] = []
    ads = load(SAMPLE, progress=lambda done, of: seen.append((done, of)))
    assert (ads.read, ads.unread, len(ads.groups), ads.skipped) == (40, 0, 40, ())
    assert seen[-1] == (40, 40)
    assert all(ad.language in ("es", "en") for ad in ads.ads)
    of_ad = {ad.id: {r.kind for r in ads.requirements if r.ad == ad.id and r.force in ASKING} for ad in ads.ads}
    # Every one says what is to be done.
    assert [ad.title for ad in ads.ads if "task" not in of_ad[ad.id] and "FUNCIONES" in ad.text] == []
    assert sum("task" in kinds for kinds in of_ad.values()) >= 38


def test_equal_ads_have_ids_of_their_own_in_any_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    as_csv(one, [ROWS[0], ROWS[1], ROWS[0]])
    as_csv(other, [ROWS[1], ROWS[0], ROWS[0]])
    first, second = load(one), load(other)
    assert len({ad.id for ad in first.ads}) == 3
    assert {ad.id for ad in first.ads} == {ad.id for ad in second.ads}
    assert first.groups == second.groups
    assert sorted(map(len, first.groups)) == [1, 2]


@cache
def of_sample(order: tuple[int, ...], mark: str = "", end: str = "\n") -> JobAds:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        return load(written(Path(folder) / "ads.jsonl", mark + end.join(lines[n] for n in order)))


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(range(6)), mark=st.sampled_from(["", "\ufeff"]), end=st.sampled_from(["\n", "\r\n"]))
def test_order_line_ends_and_mark_change_nothing(order: list[int], mark: str, end: str) -> None:
    ads, plain = of_sample(tuple(order), mark, end), of_sample(tuple(range(6)))
    assert ads.groups == plain.groups
    assert set(ads.requirements) == set(plain.requirements)
    assert [ad.code for ad in ads.ads] == [plain.ads[n].code for n in order]


def test_a_notice_among_the_ads_is_none(tmp_path: Path) -> None:
    notice = "Estimados integrantes:\nLa junta será el 14 de octubre a las 10:00. Favor de confirmar asistencia."
    for head in ("", "De: Secretaría\nAsunto: Junta de octubre\n\n"):
        path = written(tmp_path / "junta.txt", head + notice)
        with pytest.raises(InputError, match="asks for nothing and offers no post"):
            load(path)
    shutil.copy(DATA / "files" / "mail.txt", tmp_path)
    ads = load(tmp_path)
    assert (ads.read, ads.unread, ads.unread_in) == (1, 1, ("junta.txt",))
    assert joined([ads, ads])[0].unread_in == ("junta.txt",)
    assert [f"{r.kind}: {r.text}" for r in ads.requirements] == [
        "experience: hornos de piso y en masas fermentadas",
        "task: Elaborar pan dulce y bolillo en turno matutino",
    ]
    assert "no advertisements, not used: 1" in ads.skipped[0].why.en


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Publicada: 12 de mayo de 2025", "2025-05-12"),
        ("Posted on: May 12, 2025", "2025-05-12"),
        ("Fecha de entrevista: 12 de mayo de 2025", None),
    ],
)
def test_the_date_of_a_text_stands_in_a_line_of_its_own(line: str, date: str | None, tmp_path: Path) -> None:
    ad = f"Panadero\n\n{line}\n\nSe solicita panadero.\nRequisitos: experiencia en hornos de piso."
    assert [one.date for one in load(written(tmp_path / "ad.txt", ad)).ads] == [date]


def test_a_table_of_ads_in_a_document_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Lista del mes de agosto.")
    rows = [
        ("Panadero", "Molinos", "Se solicita panadero.\nElaborar pan dulce."),
        ("Chofer", "Molinos", "Repartir pan."),
    ]
    add_table(document, [("Puesto", "Empresa", "Funciones y requisitos"), *rows])
    document.save(str(tmp_path / "ads.docx"))
    ads = load(tmp_path / "ads.docx")
    found = [(ad.title, ad.employer, ad.source) for ad in ads.ads]
    assert found == [("Panadero", "Molinos", "ads.docx:2"), ("Chofer", "Molinos", "ads.docx:3")]
    assert [skipped.why.en for skipped in ads.skipped] == ["paragraphs beside the table of advertisements, not read: 1"]


def test_a_single_ad_in_a_table_or_below_headings_of_its_own_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Panadero", 0)
    document.add_heading("Funciones", 1)
    rows = [("Funciones", "Requisitos"), ("Elaborar pan dulce.", "Secundaria"), ("Hornear.", "Puntualidad")]
    add_table(document, rows)
    document.save(str(tmp_path / "ad.docx"))
    assert [ad.title for ad in load(tmp_path / "ad.docx").ads] == ["Panadero"]


def test_a_cell_of_any_kind_is_read_as_text() -> None:
    cells = (float("nan"), 3.0, 2.5, {"a": "x", "b": 2}, ["x", ""], "año".encode(), None)
    assert [cell_text(cell) for cell in cells] == ["", "3", "2.5", "x, 2", "• x", "año", ""]
