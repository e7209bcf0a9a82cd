"""Files of job ads: every format holds the same ads; dirt is counted, never dropped in silence."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora import InputError
from corpora.job_ads.load import COLUMNS, FORMATS, cell_text, iso_date, load
from corpora.job_ads.records import ASKING, JobAds

SAMPLE = Path(__file__).resolve().parent.parent / "mapper" / "samples" / "ofertas.jsonl"
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


def as_xlsx(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (list(rows[0]), *(list(row.values()) for row in rows)):
        sheet.append(line)
    book.save(path)


def as_json(path: Path, rows: Rows) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def as_parquet(path: Path, rows: Rows) -> None:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def as_text(path: Path, rows: Rows) -> None:
    path.mkdir()
    for row in rows:
        (path / f"{row['id']}.txt").write_text(f"{row['título']}\n\n{row['Descripción']}", encoding="utf-8")


WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    "csv": as_csv, "xlsx": as_xlsx, "json": as_json, "parquet": as_parquet, "text": as_text
}  # fmt: skip


def loaded(folder: Path, *lines: str, name: str = "ads.csv", columns: dict[str, str] | None = None) -> JobAds:
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return load(folder / name, columns=columns)


def said(ads: JobAds) -> list[tuple[str, str | None, str | None]]:
    return [(r.text, r.kind, r.force) for r in ads.requirements]


@pytest.mark.parametrize("name", FORMATS)
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


def test_a_programme_among_the_ads_is_refused(tmp_path: Path) -> None:
    WRITERS["text"](tmp_path / "ads", ROWS)
    ads = load([tmp_path / "ads", SAMPLE.with_name("programa.pdf")])
    assert (ads.read, ads.unread) == (2, 1)
    assert "programa.pdf: reads like a programme" in ads.skipped[0].why.en
    with pytest.raises(InputError, match=r"syllabus\.pdf: reads like a programme"):
        load(SAMPLE.with_name("syllabus.pdf"))


def test_dirt_is_counted(tmp_path: Path) -> None:
    ads = loaded(
        tmp_path,
        "Ofertas de empleo 2026;;\n;;\nid;puesto;descripción;fecha",
        '1;Cocinera;"&lt;p&gt;Elaborar men&uacute;s&lt;/p&gt;<ul><li>Limpiar la cocina</li></ul>";ayer',
        "2;Mesero;NaN;2026-01-01\n3;;Atender mesas y cobrar.\n4;Mesero;Servir; y cobrar;2026;x",
    )
    assert [ad.text for ad in ads.ads] == ["Elaborar menús\n• Limpiar la cocina", "Atender mesas y cobrar."]
    assert [ad.title for ad in ads.ads] == ["Cocinera", ""]
    assert (ads.read, ads.unread) == (2, 2)
    assert sorted(s.why.en for s in ads.skipped) == [
        "dates not understood: 1",
        "rows with more cells than the header: 1; quote any text that contains the separator",
        "rows without a description: 1",
    ]
    assert said(ads)[0] == ("Elaborar menús", "task", "required")


def test_a_column_can_be_named(tmp_path: Path) -> None:
    ads = loaded(tmp_path, OF_OTHER_NAMES, columns={"description": "Que hacer"})
    assert ads.ads[0].text == "Soldar tubería."
    assert ads.columns == {"description": "qué hacer", "code": "ref"}


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
    of_sheets = {
        "León": (("Puesto", "Descripción", "Quién"), ("Soldador", "Soldar tubería TIG.", "Tubos")),
        "Silao": (("Vacante", "Funciones"), ("Mesera", "Atender mesas y cobrar.")),
    }
    for name, rows in of_sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "ads.xlsx")
    ads = load(tmp_path / "ads.xlsx", columns={"employer": "quién"})
    assert [(ad.title, ad.employer) for ad in ads.ads] == [("Soldador", "Tubos"), ("Mesera", None)]


def test_one_bad_file_of_several_is_counted(tmp_path: Path) -> None:
    as_csv(tmp_path / "a.csv", ROWS)
    (tmp_path / "b.csv").write_text("uno,dos\n1,2\n", encoding="utf-8")
    ads = load(tmp_path)
    assert (ads.read, ads.unread) == (2, 1)
    assert [s.what for s in ads.skipped] == ["b.csv"]


def test_columns_of_requirements_are_read_under_their_heading(tmp_path: Path) -> None:
    row = '{"job_title": "Welder", "responsibilities": ["Weld pipes", "Grind seams"], "requirements": "Patience"}'
    kinds = {"Weld pipes": "task", "Grind seams": "task", "Patience": "skill"}
    assert said(loaded(tmp_path, row, name="ads.jsonl")) == [(text, kind, "required") for text, kind in kinds.items()]


def test_headings_of_columns_are_in_the_language_of_the_ad(tmp_path: Path) -> None:
    rows = [
        {"description": "Weld pipes and read drawings with the others.", "benefits": "Free lunch."},
        {"description": "Soldar tubos y leer los planos de la obra.", "benefits": "Comedor."},
    ]
    as_csv(tmp_path / "ads.csv", rows)
    assert [ad.text.split("\n")[1] for ad in load(tmp_path / "ads.csv").ads] == [
        "WE OFFER: Free lunch.",
        "SE OFRECE: Comedor.",
    ]


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


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(8)), mark=st.sampled_from(["", "\ufeff"]), end=st.sampled_from(["\n", "\r\n"]))
def test_order_line_ends_and_mark_change_nothing(order: list[int], mark: str, end: str) -> None:
    import tempfile

    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:8]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ads.jsonl"
        path.write_bytes((mark + end.join(lines[n] for n in order)).encode())
        ads = load(path)
        path.write_text("\n".join(lines), encoding="utf-8")
        plain = load(path)
    assert ads.groups == plain.groups
    assert set(ads.requirements) == set(plain.requirements)
    assert [ad.code for ad in ads.ads] == [plain.ads[n].code for n in order]


def test_cells_and_dates() -> None:
    empty = ((float("nan"), ""), (None, ""), ("N/A", ""))
    cells = (*empty, (12.0, "12"), (1.5, "1.5"), (" x ", "x"), (["a", None], "• a"))
    assert [cell_text(cell) for cell, _ in cells] == [expected for _, expected in cells]
    dates = {
        "2026-3-1": "2026-03-01", "2026/03/01 12:00": "2026-03-01", "31.12.2025": "2025-12-31",
        "12/31/2025": "2025-12-31", "2026-02-30": None, "hace 3 días": None, "15/03/25": "2025-03-15",
        "15-mar-25": "2025-03-15", "1.º de enero del 2026": "2026-01-01", "Mar 3, 2025": "2025-03-03",
        "marzo 2025": None,
    }  # fmt: skip
    assert {cell: iso_date(cell) for cell in dates} == dates


@pytest.mark.parametrize(
    ("written", "dates", "told"),
    [
        (["01/09/2025", "03/17/2025", "3-5-25"], ["2025-01-09", "2025-03-17", "2025-03-05"], ""),
        (["01/09/2025", "17/03/2025", "2025-03-01"], ["2025-09-01", "2025-03-17", "2025-03-01"], ""),
        (["01/09/2025", "02/02/2025", ""], ["2025-09-01", "2025-02-02", None], "1"),
        (["01/09/2025", "17/03/2025", "03/17/2025"], ["2025-09-01", "2025-03-17", "2025-03-17"], "1"),
    ],
    ids=["month first", "day first", "nothing tells", "both orders"],
)
def test_a_column_of_dates_has_one_order(
    written: list[str], dates: list[str | None], told: str, tmp_path: Path
) -> None:
    as_csv(
        tmp_path / "ads.csv", [{"fecha": date, "descripción": f"Soldar {n} tubos."} for n, date in enumerate(written)]
    )
    ads = load(tmp_path / "ads.csv")
    assert [ad.date for ad in ads.ads] == dates
    assert [entry.why.en.rpartition(" ")[2] for entry in ads.skipped] == [told] * bool(told)


@pytest.mark.parametrize(
    "header",
    [
        "jobId;tituloVacante;nombreEmpresa;descripcionHtml;fechaPublicacion",
        "Folio;Puesto que se solicita;Marca / razón social;Detalle de la vacante;Alta",
        "job_id;positionName;companyName;descriptionHTML;datePosted",
    ],
)
def test_columns_are_known_whatever_else_their_names_say(header: str, tmp_path: Path) -> None:
    others = ";Tipo de puesto;Descripción de la empresa;externalApplyLink"
    ads = loaded(tmp_path, header + others, "7;Soldador;Aceros;Soldar tubería de acero;2026-03-12;fijo;Somos líderes;x")
    ad = ads.ads[0]
    assert (ad.code, ad.title, ad.employer, ad.text) == ("7", "Soldador", "Aceros", "Soldar tubería de acero")
    assert ad.date == "2026-03-12"
    assert len(ads.columns) == 5


def test_a_place_in_parts_is_one_text(tmp_path: Path) -> None:
    row = '{"titulo": "Soldador", "descripcion": "Soldar tubería", "ubicacion": {"ciudad": "Cancún", "estado": null}}'
    assert loaded(tmp_path, row, name="ads.jsonl").ads[0].place == "Cancún"


def test_no_name_stands_for_two_columns() -> None:
    names = [name for names in COLUMNS.values() for name in names.split()]
    assert len(names) == len(set(names))


def test_garbled_letters_are_mended_and_ads_in_another_language_left_out(tmp_path: Path) -> None:
    foreign = "Procuramos desenvolvedor com experiência em Java e conhecimento de bancos de dados, inglês avançado."
    rows = ["title,description", "MecÃ¡nico,Mantenimiento de mÃ¡quinas y reparaciÃ³n de motores", f'Dev,"{foreign}"']
    found = loaded(tmp_path, *rows)
    assert [ad.title for ad in found.ads] == ["Mecánico"]
    assert "reparación" in found.ads[0].text
    assert found.unread == 1
    assert {skipped.why.en for skipped in found.skipped} == {
        "ads in another language, not used: 1", "rows with garbled letters, mended: 1",
    }  # fmt: skip


def test_a_column_that_says_which_language_is_asked_for_is_not_that_of_the_ad(tmp_path: Path) -> None:
    text = "Soldar tubería con electrodo y leer planos de taller."
    rows = [f"Soldador,{text},{said}" for said in ("Ninguno", "Inglés intermedio", "es-MX", "fr")]
    assert [ad.language for ad in loaded(tmp_path, "title,description,Idioma", *rows).ads] == ["es"] * 3


PROSE = (
    "Auxiliar contable\nEmpresa X, S.A.\n\nRequisitos:\n- Excel, Word\n- CONTPAQi\n\n"
    "Funciones:\n- Registro de pólizas\n- Conciliaciones, archivo\n"
)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("[URGENTE] Soldador\nRequisitos: leer planos de taller y soldar tubería.", ["[URGENTE] Soldador"]),
        # A line that says no more than the name of a column is a heading there, and none of a table.
        (PROSE, ["Auxiliar contable"]),
        ("título;descripción\nSoldador;Soldar tubería de acero\nMesera;Servir mesas y cobrar", ["Soldador", "Mesera"]),
    ],
    ids=["a bracket", "prose", "a table"],
)
def test_a_text_is_one_ad_unless_it_is_a_table(text: str, titles: list[str], tmp_path: Path) -> None:
    ads = loaded(tmp_path, text, name="ad.txt")
    assert [ad.title for ad in ads.ads] == titles
    assert (ads.unread, ads.skipped) == (0, ())
