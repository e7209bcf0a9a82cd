"""The verdict: two pages that can be filed, of what a programme covers, what is missing and what to do next."""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from command import BRIEF, curmap, done
from command import written as file_of
from lxml import html

from corpora import Passage, Role, Text
from mapper.actions import SAMPLES
from mapper.matching.records import Interval
from mapper.programmes.coverage import CriterionCoverage, Programme, StandardCoverage, State, Tally
from mapper.programmes.verdict import Subject, remedy, verdict
from mapper.reports.blocks import Paragraph, Report, Section, Words
from mapper.reports.word import paper

PROGRAMME = SAMPLES / "programa.pdf"
FORMS = {"map": "report", "coverage": "coverage"}
OTHER_FIELD = (
    "# Guía de museos\n\n## Resultados de aprendizaje\n\n- Explica al visitante las salas del museo.\n"
    "- Conduce recorridos por la colección de pintura colonial.\n"
)


@pytest.fixture(scope="module")
def written(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The folder into which a command wrote its report in a language."""
    made: dict[tuple[str, str], Path] = {}

    def of(command: str, lang: str) -> Path:
        if (command, lang) not in made:
            folder = made[command, lang] = tmp_path_factory.mktemp(f"{command}-{lang}")
            ran = done(
                *("--workspace", norms, command, PROGRAMME, "-f", "conocer", "-f", "table"),
                *("--lang", lang, "--out", folder, "--school", "Plantel 12"),
            )
            (folder / "shown.txt").write_text(ran.out, encoding="utf-8")
        return made[command, lang]

    return of


def on_page(path: Path) -> list[list[list[str]]]:
    """The words of each table of a page's verdict, row by row."""
    tables = html.fromstring(path.read_text(encoding="utf-8")).iterfind(".//section[@class='verdict']//table")
    return [[[cell.text_content() for cell in row.iter("td", "th")] for row in table.iter("tr")] for table in tables]


def in_word(path: Path) -> Iterator[list[list[str]]]:
    for table in docx.Document(str(path)).tables:
        yield [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.slow
def test_every_criterion_that_is_not_covered_stands_in_it_by_its_code(written: Callable[[str, str], Path]) -> None:
    folder = written("coverage", "en")
    (standards,) = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))["standards"]
    named, *_tables, last = on_page(folder / "coverage.html")
    fitting = {row[0].split()[0] for row in named[1:]}
    rows = [row for one in standards if one["code"] in fitting for row in one["criteria"]]
    missing = sorted(row["code"] for row in rows if row["state"] != "covered")
    assert missing
    listed = [code for row in last[1:] for code in row[-1].split(", ")]
    assert sorted(listed) == missing
    (table,) = [table for table in in_word(folder / "coverage.docx") if table[0][0] == "What it takes"]
    assert sorted(code for row in table[1:] for code in row[-1].split(", ")) == missing


@pytest.mark.slow
@pytest.mark.parametrize("command", FORMS)
def test_page_word_and_workbook_hold_the_same_table(written: Callable[[str, str], Path], command: str) -> None:
    folder, name = written(command, "en"), FORMS[command]
    sheet = openpyxl.load_workbook(folder / f"{name}.xlsx")["Verdict"]
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    place = {column: head.index(column) for column in ("Code", "Result", "Page")}
    assert {row[head.index("Programme")] for row in rows} == {PROGRAMME.name}
    in_book = [(row[place["Code"]], row[place["Result"]], str(row[place["Page"]])) for row in rows]
    page = [row for table in on_page(folder / f"{name}.html") if table[0][0] == "Criterion" for row in table[1:]]
    assert (folder / f"{name}.html").read_text(encoding="utf-8").count("that nothing was fitted on") == 1
    signs = re.compile(r"^[^\w]+")
    assert [(row[0].split()[0], signs.sub("", row[1]), row[-1]) for row in page if len(row) > 1] == in_book
    tables = in_word(folder / f"{name}.docx")
    (word,) = [table for table in tables if table[0][:2] == ["Code", "Criterion"] and "Page" in table[0]]
    assert [(row[0], row[2], row[-1]) for row in word[1:] if row[2]] == in_book


@pytest.mark.slow
def test_mapping_and_coverage_tell_the_same(written: Callable[[str, str], Path]) -> None:
    assert on_page(written("map", "es") / "report.html") == on_page(written("coverage", "es") / "coverage.html")


@pytest.mark.slow
@pytest.mark.parametrize("command", FORMS)
def test_a_terminal_shows_it_on_one_screen(written: Callable[[str, str], Path], command: str) -> None:
    shown = (written(command, "en") / "shown.txt").read_text(encoding="utf-8")
    assert len(shown.splitlines()) <= 46
    assert "What to do next" in shown
    assert "of a hundred criteria shown as covered or partly covered" in " ".join(shown.split())


@pytest.mark.slow
def test_a_terminal_shows_all_when_asked(norms: Path, other_field: Path) -> None:
    asked = ("--workspace", norms, "coverage", other_field, BRIEF, "-f", "conocer", "--lang", "en")
    shown, whole = (done(*asked, *more).out for more in ((), ("--all",)))
    assert len(whole.splitlines()) > 2 * len(shown.splitlines())
    # Each of several verdicts names its programme.
    heads = [line for line in shown.splitlines() if line.startswith("Verdict:")]
    assert heads == ["Verdict: guia.md", f"Verdict: {BRIEF.name}"]


@pytest.fixture
def other_field(tmp_path: Path) -> Path:
    return file_of(tmp_path / "guia.md", OTHER_FIELD)


def said_of(norms: Path, command: str, path: Path) -> str:
    return " ".join(curmap("--workspace", norms, command, path, "-f", "conocer", "--lang", "en").out.split())


def test_a_programme_of_another_field_fits_nothing_which_does_not_say_that_the_standards_have_no_criteria(
    norms: Path, other_field: Path
) -> None:
    shown = said_of(norms, "coverage", other_field)
    assert "None of the standards that were compared fits this programme" in shown
    assert "Compared, but hardly anything is covered: EC9001" in shown
    unmatched = "No passage corresponds to any of the standards that were compared"
    assert unmatched in said_of(norms, "map", other_field)
    aside = file_of(other_field.with_name("nota.txt"), "Hola.\n")
    assert "Nothing in this document seems to teach" in said_of(norms, "map", aside)


@pytest.mark.parametrize(
    ("kind", "statement", "state", "role", "takes"),
    [
        ("desempeno", "Suelda tubería", "covered", "outcome", "nothing"),
        ("desempeno", "Suelda tubería", "uncertain", "outcome", "confirm"),
        ("desempeno", "Suelda tubería", "partly", "content", "practice"),
        ("desempeno", "Suelda tubería", "partly", "outcome", "complete"),
        ("producto", "El plano elaborado", "not_found", None, "evaluation"),
        ("conocimiento", "Tipos de soldadura", "not_found", None, "content"),
        ("competency", "Suelda tubería", "not_found", None, "outcome"),
        ("competency", "Identifica tipos de soldadura", "not_found", None, "content"),
    ],
)
def test_what_a_criterion_takes(kind: str, statement: str, state: State, role: Role | None, takes: str) -> None:
    passages = {"p": Passage("p", "t", "Suelda tubería de cobre", 0, 23, 1, None, (), role, "es")} if role else {}
    criterion = CriterionCoverage("C1", kind, statement, None, "E1", state, 0.5, tuple(passages))
    assert remedy(criterion, passages) == takes


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium")
@pytest.mark.parametrize("lang", ["es", "en"])
def test_it_prints_on_two_pages(written: Callable[[str, str], Path], tmp_path: Path, lang: str) -> None:
    import pypdfium2

    folder, paper = written("map", lang), tmp_path / "verdict.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    subprocess.run(["chromium", *options, (folder / "report.html").as_uri()], check=True, capture_output=True)
    printed = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(str(paper))]
    # Above each page's text stands its number.
    shown = [text.partition("\n")[2] for text in printed]
    assert printed[0].startswith(f"1 / {len(printed)}")
    assert [n for n, text in enumerate(shown) if text.startswith({"es": "Anexo", "en": "Annex"}[lang])] == [2]


SUBJECTS = (
    "# Plan de estudios\n\n## Contenidos\n\n- Control estadístico de la calidad\n- Contabilidad I\n"
    "- Contabilidad II\n- Historia del arte\n"
)
SKILLS = (
    "codigo,enunciado,tipo\nH1,Control estadístico de la calidad.,skill\nH2,Contabilidad,skill\n"
    "H3,Soldar tubería,skill\n"
)


def test_of_a_list_of_skills_it_names_those_that_are_taught_or_tells_its_length(tmp_path: Path) -> None:
    curmap("--workspace", tmp_path / "w", "framework", "add", file_of(tmp_path / "skills.csv", SKILLS))
    plan, out = file_of(tmp_path / "plan.md", SUBJECTS), tmp_path / "out"
    asked = ("--workspace", tmp_path / "w", "map", plan, "-f", "table", "--lang", "en")
    shown = " ".join(curmap(*asked, "--out", out).out.split())
    assert "Its passages correspond most probably to: Control estadístico de la calidad, Contabilidad. " in shown
    assert "What it teaches of skills" in shown
    assert "Soldar" not in shown
    assert "known by title only" not in shown  # a skill has no document that could be had
    named = ["Competency", "Control estadístico de la calidad.", "Contabilidad"]
    assert [[row[0] for row in table] for table in on_page(out / "report.html")] == [named]
    assert named in [[row[0] for row in table] for table in in_word(out / "report.docx")]
    file_of(plan, "# Plan\n\n## Contenidos\n\n- Historia del arte\n")
    unmatched = "No passage corresponds to any of the entries that were compared (3)"
    assert unmatched in " ".join(curmap(*asked).out.split())


def standard(code: str, *, covered: int, of: int, uncertain: int = 1, above: float = 0.5) -> StandardCoverage:
    tally = Tally(code, code, "desempeno", False, covered, 0, of - covered - uncertain, uncertain, of, 0.5)
    share = Interval(0.5, 0.4, 0.6)
    return StandardCoverage("f", code, code, None, None, None, "full", (tally,), share, above_chance=above)


def verdict_of(rows: list[StandardCoverage], *, asked: bool) -> tuple[Section, str]:
    """The verdict on a programme without pages, and the sentence that it begins with."""
    source = Programme("p.md", "", 10, None, (), {})
    part = verdict(Subject("", rows, {}, Text("", ""), 10, None, source, asked=asked), "en")
    (lead,) = [block for block in part.blocks if isinstance(block, Paragraph) and block.kind == "lead"]
    return part, str(lead.text)


@pytest.mark.parametrize(
    ("standards", "asked", "told"),
    [
        # One of which nothing is covered does not sum a programme up.
        ([standard("A", covered=0, of=4), standard("B", covered=2, of=4)], False, "B: criteria covered 2 of 4"),
        (
            [standard(code, covered=0, of=4) for code in "AB"],
            False,
            "no criterion is covered so far, not even partly; to be confirmed: 2.",
        ),
        ([standard("A", covered=0, of=4)], True, "A: criteria covered 0 of 4"),
        # Of those that do not fit the nearest is named where much could be confirmed.
        (
            [standard("A", covered=2, uncertain=10, of=20, above=0.39)],
            False,
            "A comes nearest: criteria covered 2 of 20",
        ),
        ([standard("A", covered=2, uncertain=10, of=20, above=0.2)], False, "fits this"),
    ],
)
def test_how_the_verdict_begins(standards: list[StandardCoverage], asked: bool, told: str) -> None:
    assert told in verdict_of(standards, asked=asked)[1]


def test_a_title_longer_than_word_holds_is_cut() -> None:
    report = Report(Words("es", {"title": Text("Veredicto", "Verdict")}), "Programa " * 60, [])
    title = docx.Document(io.BytesIO(paper(report))).core_properties.title
    assert title.startswith("Veredicto: Programa")
    assert len(title) == 255
