"""INCUAL's decrees: the real one where it is at hand, and invented ones as badly set as real ones are."""

import re
import textwrap
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_writer import Page, write_pdf

from corpora import Framework
from corpora.frameworks import load, recognise

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "incual.md"
UNIT, REALISATION, CRITERION = "unidad de competencia", "realización profesional", "criterio de realización"


def kinds(framework: Framework) -> Counter[str]:
    return Counter(entry.kind for entry in framework.competencies)


def told(framework: Framework) -> str:
    return "\n".join(entry.why.en for entry in framework.skipped)


def outline(framework: Framework) -> list[tuple[str, str | None, str]]:
    return [(entry.code, entry.parent, entry.statement) for entry in framework.competencies]


def test_a_real_decree_is_read_completely(shared: Path) -> None:
    path = shared / "data/incual/BOE-A-2013-9576.md"
    assert recognise(path) == "incual"
    framework = load([path])
    assert kinds(framework) == {"certificado de profesionalidad": 1, UNIT: 3, REALISATION: 15, CRITERION: 62}
    entries = {entry.code: entry for entry in framework.competencies}
    assert [code for code in entries if "/" not in code] == ["MAPU0111", "UC0741_3", "UC0742_3", "UC0743_3"]
    assert {entries[code].level for code in entries if "/" not in code} == {"3"}
    assert all(
        entries[code].extra.keys() >= {"means", "products", "information"} for code in entries if code[-2:] == "_3"
    )
    assert entries["UC0743_3/RP3/CR3.5"].parent == "UC0743_3/RP3"
    assert not any(re.search(r"\b(?:C|CE|CR|RP)\d|\*\*", entry.statement) for entry in entries.values())


@pytest.mark.slow
def test_a_real_decree_reads_alike_as_the_pages_of_a_gazette(shared: Path, tmp_path: Path) -> None:
    path = shared / "data/incual/BOE-A-2013-9576.md"
    lines = [line.translate(str.maketrans("\u2002", " ", "*#")).strip() for line in path.read_text("utf-8").split("\n")]
    annex = lines[lines.index("ANEXO I") : lines.index("MÓDULO FORMATIVO 2")]
    rows = [row for line in annex for row in textwrap.wrap(line, 95)]
    pages = [Page() for _ in range(0, len(rows), 55)]
    for number, row in enumerate(rows):
        pages[number // 55].text(60, 70 + 13 * (number % 55), row.encode("cp1252", "replace").decode("cp1252"))
    for number, page in enumerate(pages, 73_000):
        page.text(60, 30, f"BOLETÍN OFICIAL DEL ESTADO Núm. 222 Sec. I. Pág. {number}", size=8)
        page.text(60, 825, "cve: BOE-A-2013-9576", size=7)
    assert outline(load([write_pdf(tmp_path / "boe.pdf", pages)])) == outline(load([path]))


VARIANTS: dict[str, Callable[[str], str]] = {
    "without accents": lambda text: text.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")),
    "spaced codes": lambda text: text.replace("RP1:", "RP 1 :").replace("CR1.1 ", "CR 1. 1.  "),
    "dashes for the sign": lambda text: text.replace("RP1:", "RP1.-").replace("CR1.1 ", "CR1.1 – "),
    "spaced unit codes": lambda text: text.replace("UC9001_2", "UC 9001_2"),
    "bullets before codes": lambda text: text.replace("CR1.1 ", "• CR1.1 "),
    "capital labels": lambda text: text.replace("Realizaciones profesionales", "REALIZACIONES PROFESIONALES"),
    "no colon": lambda text: text.replace("Realizaciones profesionales y criterios de realización:", "Realizaciones"),
    "joined lines": lambda text: text.replace("lugar.\n\nCR1.2.", "lugar. CR1.2."),
    "gazette's furniture": lambda text: text.replace(
        "CR1.2. Las", "BOLETÍN OFICIAL DEL ESTADO\n\nNúm. 222 Lunes 3 de enero de 2000 Sec. I. Pág. 731\n\nCR1.2. Las"
    ),
    "one paragraph a line": lambda text: text.replace("\n\n", "\n \n"),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_codes_and_labels_are_known_however_they_are_set(variant: str, tmp_path: Path) -> None:
    path = tmp_path / SAMPLE.name
    text = VARIANTS[variant](SAMPLE.read_text(encoding="utf-8"))
    path.write_bytes(text.encode())
    assert recognise(path) == "incual"
    plain = VARIANTS["without accents"]
    found, wanted = ([(*at, plain(text)) for *at, text in outline(load([one]))] for one in (path, SAMPLE))
    assert found == wanted


def test_lines_that_stand_close_are_parted_at_their_labels(tmp_path: Path) -> None:
    path = tmp_path / "decreto.md"
    text = SAMPLE.read_text(encoding="utf-8").replace("*", "")
    close = text.replace("RELOJES DE TORRE\n\nNivel: 2\n\nCódigo", "RELOJES DE TORRE\nNivel: 2\nCódigo")
    close = close.replace("PROFESIONALIDAD\n\nDenominación", "PROFESIONALIDAD\nDenominación").replace(
        "torre\n\nCódigo", "torre\nCódigo"
    )
    assert close.count("\n\n") < text.count("\n\n") - 4
    path.write_text(close, encoding="utf-8")
    assert outline(load([path])) == outline(load([SAMPLE]))


def test_the_furniture_between_criteria_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "decreto.md"
    path.write_text(VARIANTS["gazette's furniture"](SAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    assert "running headers and footers, not read: 2" in told(load([path]))


@pytest.mark.parametrize("form", ["html", "txt", "pdf"])
def test_every_format_gives_the_same_units(form: str, tmp_path: Path) -> None:
    lines = [line.replace("*", "").replace("#", "").strip() for line in SAMPLE.read_text(encoding="utf-8").split("\n")]
    path = tmp_path / f"decreto.{form}"
    paragraphs = [line for line in lines if line]
    if form == "html":
        path.write_text("<body>" + "".join(f"<p>{line}</p>" for line in paragraphs) + "</body>", encoding="utf-8")
    elif form == "txt":
        path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    else:
        pages = [Page() for _ in range(0, len(paragraphs), 30)]
        for number, line in enumerate(paragraphs):
            page, row = divmod(number, 30)
            pages[page].text(60, 80 + 24 * row, line.replace("–", "-"))
        for number, page in enumerate(pages, 1):
            page.text(60, 30, "BOLETÍN OFICIAL DEL ESTADO", size=8)
            page.text(400, 30, f"Pág. {700 + number}", size=8)
        write_pdf(path, pages)
    assert recognise(path) == "incual"
    framework = load([path])
    wanted = load([SAMPLE])
    assert [entry.code for entry in framework.competencies] == [entry.code for entry in wanted.competencies]


def unit(body: str, code: str = "Código: UC9009_1") -> str:
    return (
        "CUALIFICACIÓN PROFESIONAL: MUESTRA\n\nCódigo: MUE909_1\n\nUNIDAD DE COMPETENCIA 1: HACER MUESTRAS\n\n"
        f"{code}\n\nRealizaciones profesionales y criterios de realización:\n\n{body}\n"
    )


FIRST = "RP1: Medir.\n\nCR1.1 La pieza se mide.\n\n"


@pytest.mark.parametrize(
    ("body", "codes", "said"),
    [
        ("CR1.1 La pieza se pesa.", ["RP1/CR1.1#2"], "stand twice in their unit; the second is marked #2: 1"),
        ("CR2.1 La pieza se pesa.", ["CR2.1"], "without their realisation, put directly below the unit: 1"),
        ("Esto no es parte de nada.\n\nCR1.2 Se anota.", ["RP1/CR1.2"], "criterion or context, not read: 1"),
        ("CR1.2\n\nCR1.3 Se anota según CR1.1.", ["RP1/CR1.3"], "without a text, not loaded: 1"),
        ("C1: Conocer reglas.\n\nCE1.1 Nombrar reglas.", [], "not read: 2"),
    ],
)
def test_what_is_not_as_it_should_be_is_counted(body: str, codes: list[str], said: str, tmp_path: Path) -> None:
    path = tmp_path / "decreto.txt"
    path.write_text(unit(FIRST + body), encoding="utf-8")
    framework = load([path])
    found = [entry.code.removeprefix("UC9009_1/") for entry in framework.competencies[2:]]
    assert found == ["RP1", "RP1/CR1.1", *codes]
    assert said in told(framework)


def test_a_unit_without_a_code_takes_the_one_of_the_list_or_a_number(tmp_path: Path) -> None:
    body = "RP1: Medir.\n\nCR1.1 La pieza se mide."
    path = tmp_path / "decreto.txt"
    listed = unit(body, code="").replace(
        "MUE909_1\n", "MUE909_1\n\nUnidades de competencia:\n\nUC0077_1: Hacer muestras.\n"
    )
    path.write_text(listed, encoding="utf-8")
    assert load([path]).competencies[1].code == "UC0077_1"
    path.write_text(unit(body, code="").replace("RP1:", "RP1: UC1234_1 y"), encoding="utf-8")
    framework = load([path])
    assert framework.competencies[1].code == "MUE909_1/UC1"
    assert "without a legible code, numbered here: 1" in told(framework)


def test_two_decrees_with_the_same_unit_in_other_words_keep_the_first(tmp_path: Path) -> None:
    for name, verb in (("a.txt", "mide"), ("b.txt", "pesa")):
        text = unit(f"RP1: Medir.\n\nCR1.1 La pieza se {verb}.").replace("MUE909", "MUE90" + str(ord(name[0]) - 96))
        (tmp_path / name).write_text(text, encoding="utf-8")
    framework = load([tmp_path])
    assert [entry.statement for entry in framework.competencies if entry.kind == CRITERION] == ["La pieza se mide."]
    assert "come again with another text; the first is kept: 1" in told(framework)
