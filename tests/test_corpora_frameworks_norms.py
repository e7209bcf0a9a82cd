"""INCUAL's decrees and NTCL of both generations: a real decree, and invented norms as badly set as real ones are."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from files import written
from pdf_writer import Page, write_pdf

from corpora import Framework
from corpora.frameworks import load, recognise

DATA = Path(__file__).parent / "data" / "frameworks"
SAMPLES = {"incual": DATA / "incual.md", "ntcl": DATA / "ntcl.txt"}
UNIT, REALISATION, CRITERION = "unidad de competencia", "realización profesional", "criterio de realización"


def outline(framework: Framework) -> list[tuple[str, str | None, str | None, str]]:
    return [(entry.code, entry.parent, entry.level, entry.statement) for entry in framework.competencies]


def changed(loader: str, changes: Mapping[str, str], folder: Path) -> Path:
    """The loader's sample with each of these texts replaced."""
    text = sample = SAMPLES[loader].read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    assert text != sample
    return written(folder / SAMPLES[loader].name, text)


def pages_of(lines: Sequence[str], most: int, leading: float) -> list[Page]:
    pages = [Page() for _ in range(0, len(lines), most)]
    for number, line in enumerate(lines):
        pages[number // most].text(60, 80 + leading * (number % most), line.replace("–", "-"))
    return pages


def test_a_real_decree_is_read_completely(shared: Path) -> None:
    path = shared / "data/incual/BOE-A-2013-9576.md"
    assert recognise(path) == "incual"
    framework = load([path])
    kinds = {"certificado de profesionalidad": 1, UNIT: 3, REALISATION: 15, CRITERION: 62}
    assert Counter(entry.kind for entry in framework.competencies) == kinds
    entries = {entry.code: entry for entry in framework.competencies}
    assert [code for code in entries if "/" not in code] == ["MAPU0111", "UC0741_3", "UC0742_3", "UC0743_3"]
    assert {entries[code].level for code in entries if "/" not in code} == {"3"}
    units = [entry.extra.keys() for code, entry in entries.items() if code.endswith("_3")]
    assert all(said >= {"means", "products", "information"} for said in units)
    assert entries["UC0743_3/RP3/CR3.5"].parent == "UC0743_3/RP3"
    assert not any(re.search(r"\b(?:C|CE|CR|RP)\d|\*\*", entry.statement) for entry in entries.values())


PLAIN = dict(zip("áéíóúÁÉÍÓÚ", "aeiouAEIOU", strict=True))
GAZETTE = {
    "CR1.2. Las": "BOLETÍN OFICIAL DEL ESTADO\n\nNúm. 222 Lunes 3 de enero de 2000 Sec. I. Pág. 731\n\nCR1.2. Las"
}
VARIANTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("incual", PLAIN),
    ("incual", {"RP1:": "RP 1 :", "CR1.1 ": "CR 1. 1.  "}),
    ("incual", {"RP1:": "RP1.-", "CR1.1 ": "CR1.1 – "}),
    ("incual", {"UC9001_2": "UC 9001_2"}),
    ("incual", {"CR1.1 ": "• CR1.1 "}),
    ("incual", {"Realizaciones profesionales": "REALIZACIONES PROFESIONALES"}),
    ("incual", {"Realizaciones profesionales y criterios de realización:": "Realizaciones"}),
    ("incual", {"lugar.\n\nCR1.2.": "lugar. CR1.2."}),
    ("incual", GAZETTE),
    ("incual", {"\n\n": "\n \n"}),
    ("incual", {"\n": "\r\n"}),
    ("incual", {"*": "", "\n\nNivel": "\nNivel", "\n\nCódigo": "\nCódigo", "\n\nDenominación": "\nDenominación"}),
    ("ntcl", {"E90111Código": "CódigoE90111"}),
    ("ntcl", {"E90111Código": "Código: E90111"}),
    ("ntcl", {"Evidencias de conocimiento": "De conocimiento:"}),
    ("ntcl", {"Criterios de desempeño": "CRITERIOS DE DESEMPEÑO"}),
    ("ntcl", {"I. Datos Generales de la Calificación": "I.- DATOS GENERALES DE LA CALIFICACIÓN"}),
    ("ntcl", {"Título: Retirar las piezas": "Título\n\nRetirar las piezas"}),
    ("ntcl", {"Nivel de competencia: 2": "Nivel: 2"}),
    ("ntcl", {"Título: Retirar las piezas": "Título: Retirar\nlas piezas"}),
    ("ntcl", {"\n\n": "\n"}),
)


@pytest.mark.parametrize(("loader", "changes"), VARIANTS)
def test_codes_and_labels_are_known_however_they_are_set(loader: str, changes: dict[str, str], tmp_path: Path) -> None:
    path = changed(loader, changes, tmp_path)
    assert recognise(path) == loader
    plain, wanted = str.maketrans(PLAIN), outline(load([SAMPLES[loader]]))
    found = [(*at, text.translate(plain)) for *at, text in outline(load([path]))]
    assert found == [(*at, text.translate(plain)) for *at, text in wanted]


@pytest.mark.parametrize(
    ("loader", "changes", "said"),
    [
        ("incual", GAZETTE, "lines of the gazette's running headers and footers, not read: 2"),
        ("ntcl", {"Nivel de competencia: 2\n": ""}, "CREL0901.01: the level was not found"),
        ("ntcl", {"E90112\n\nTítulo: Retirar las piezas\n": "E90112\n"}, "CREL0901.01: elements without a title: 1"),
        ("ntcl", {"Campo de aplicación\n": ""}, "CREL0901.01: elements without 'campo de aplicación': 2"),
    ],
)
def test_what_is_left_out_or_missing_is_told(loader: str, changes: dict[str, str], said: str, tmp_path: Path) -> None:
    assert said in {entry.why.en for entry in load([changed(loader, changes, tmp_path)]).skipped}


@pytest.mark.parametrize(
    ("loader", "form"), [("incual", "html"), ("incual", "txt"), ("incual", "pdf"), ("ntcl", "pdf")]
)
def test_every_format_gives_the_same_codes(loader: str, form: str, tmp_path: Path) -> None:
    text = SAMPLES[loader].read_text(encoding="utf-8").translate(str.maketrans("", "", "*#"))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    path = tmp_path / f"decreto.{form}"
    if form == "html":
        path.write_text("<body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body>", encoding="utf-8")
    elif form == "txt":
        path.write_text("\n\n".join(lines), encoding="utf-8")
    else:
        pages = pages_of(lines, 30, 24)
        for number, page in enumerate(pages if loader == "incual" else (), 1):
            page.text(60, 30, "BOLETÍN OFICIAL DEL ESTADO", size=8)
            page.text(400, 30, f"Pág. {700 + number}", size=8)
        write_pdf(path, pages)
    assert recognise(path) == loader
    assert list(load([path]).places) == list(load([SAMPLES[loader]]).places)


# Counted by hand: what an element of the norm asks for, by the short names of its kinds.
OLDER = {
    "E07001": {"criterio": 3, "desempeno": 1, "producto": 2, "conocimiento": 1, "actitud": 1},
    "E07002": {"criterio": 2, "producto": 1, "conocimiento": 2},
}
ONE_LINE = {"E07101": {"criterio": 2, "desempeno": 1, "producto": 1, "conocimiento": 1, "actitud": 1}}
NEWER = {"E0401": {"desempeno": 2, "producto": 1, "conocimiento": 1}, "E0402": {"desempeno": 2}}


@pytest.mark.parametrize(
    ("name", "roots", "counts"),
    [
        ("unit", ["UTAL0031.02"], OLDER),
        ("qualification", ["CTAL0540.01"], OLDER),
        ("one_line", ["CTAL0375.02"], ONE_LINE),
        ("gazette", ["NUTAL004.01", "NUTAL005.01"], NEWER),
    ],
)
def test_norms_in_the_form_of_published_ones_are_read_completely(
    name: str, roots: list[str], counts: dict[str, dict[str, int]]
) -> None:
    """Their beginnings are set as real ones are: codes behind titles, footers of two lines within lists."""
    path = DATA.parent / "ntcl" / f"{name}.txt"
    assert recognise(path) == "ntcl"
    entries = load([path]).competencies
    assert [entry.code for entry in entries if entry.parent is None] == roots
    found: dict[str, Counter[str]] = {code: Counter() for code in counts}
    for entry in entries:
        parts = entry.code.split("/")
        if parts[-1].isdigit():
            found[parts[-3]][parts[-2]] += 1
    assert found == counts
    assert not any("Derechos" in entry.statement or "Referencia" in entry.statement for entry in entries)
