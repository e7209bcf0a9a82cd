"""A school's own form is filled where it has placeholders, and nothing else of the file changes."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter
from command import curmap, done
from files import written
from reading import refusal

from corpora import InputError
from mapper.actions import SAMPLES, Against
from mapper.actions.gap import coverage
from mapper.programmes.coverage import CoverageReport
from mapper.reports.forms import coverage_findings, fill, open_form
from mapper.workspace.store import Workspace

FORMS = SAMPLES / "forms"
PROGRAMME = SAMPLES / "programa.pdf"
SHEET = "xl/worksheets/sheet1.xml"
CHANGED = {"matriz.xlsx": SHEET, "matriz.docx": "word/document.xml"}
COURSES = [["Taller I", "taller1.pdf"], ["Taller II", "taller2.pdf"]]
FOUND = {"AE1": {0: "I, p. 1", 1: "R, p. 4"}, "AE2": {1: "M, p. 5"}, "RA 1.2": {}}


@pytest.fixture(scope="module")
def report(norms: Path) -> CoverageReport:
    return coverage(Against(Workspace(norms), ["conocer"]), [PROGRAMME]).report


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_each_placeholder_of_a_workbook_becomes_state_page_and_number(report: CoverageReport) -> None:
    made = fill(open_form(FORMS / "matriz.xlsx"), *coverage_findings(report, "es"))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Matriz"]
    (standard,) = report.standards[0]
    words = {"covered": "cubierto", "partly": "en parte", "uncertain": "por confirmar", "not_found": "no encontrado"}
    rows = [row for row in range(6, 36) if sheet.cell(row, 2).value]
    for row, criterion in zip(rows, standard.criteria, strict=True):
        said = sheet.cell(row, 4).value
        if row == 10:
            assert said == "Visto en taller (Ing. Robles)"
            continue
        assert said.startswith(words[criterion.state])
        if criterion.passages:
            passage = report.programmes[0].passages[criterion.passages[0]]
            assert said.endswith(f", p. {passage.page} (§{report.programmes[0].numbers[passage.id]})")
    assert sheet["D36"].value == "=COUNTA(D7:D35)"
    assert made.notes[0].en == "matriz.xlsx: 26 places filled"


def test_each_placeholder_of_a_document_is_filled_as_its_cell_looks(report: CoverageReport) -> None:
    made = fill(open_form(FORMS / "matriz.docx"), *coverage_findings(report, "es"))
    first, second, _signed = docx.Document(io.BytesIO(made.content)).tables
    assert [cell.text for cell in first.rows[2].cells][2] == "Se revisa en la visita"
    assert re.match(r"(cubierto|en parte|por confirmar), p\. 2 \(§", first.cell(2, 4).text)
    assert all("p. " in cell.text for cell in second.rows[2].cells[1:])
    assert not any(cell.text for table in (first, second) for cell in table.rows[3].cells[1:])
    (missing,) = (note.en for note in made.notes if "not in the form" in note.en)
    assert "EC9001/E9103/desempeno/1" in missing


@pytest.mark.parametrize("name", CHANGED)
def test_nothing_else_of_the_file_changes(report: CoverageReport, name: str) -> None:
    filled = [fill(open_form(FORMS / name), *coverage_findings(report, "es")).content for _ in range(2)]
    assert filled[0] == filled[1]
    with zipfile.ZipFile(FORMS / name) as one, zipfile.ZipFile(io.BytesIO(filled[0])) as two:
        told = [[(m.filename, m.date_time, m.compress_type) for m in package.infolist()] for package in (one, two)]
        assert told[0] == told[1]
    before, after = members((FORMS / name).read_bytes()), members(filled[0])
    assert [part for part in before if before[part] != after[part]] == [CHANGED[name]]


def workbook(folder: Path, *cells: str) -> Path:
    """A workbook whose texts stand in a part of their own, as Excel writes them."""
    book = xlsxwriter.Workbook(folder / "form.xlsx")
    book.add_worksheet().write_column("A1", cells)
    book.close()
    return folder / "form.xlsx"


def test_a_placeholder_names_a_course_by_number_title_or_file_or_takes_all(tmp_path: Path) -> None:
    cells = ("{{AE1}}", "a {{ ae1 | 1 }} b {{AE1|taller ii}}", "{{AE1|TALLER2.pdf}}", "{{AE2|1}}.", "{{RA 1.2}}")
    made = fill(open_form(workbook(tmp_path, *cells, "{{AE9}}", "{{AE1|Dibujo}}")), COURSES, FOUND)
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0]
    assert [cell.value or "" for (cell,) in sheet.iter_rows(max_col=1)] == [
        "I, p. 1; R, p. 4", "a I, p. 1 b R, p. 4", "R, p. 4", ".", "", "{{AE9}}", "{{AE1|Dibujo}}",
    ]  # fmt: skip
    assert any("called so, so it stays: {{AE9}}, {{AE1|Dibujo}}" in note.en for note in made.notes)


def test_a_placeholder_that_word_has_parted_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Nota: ")
    paragraph.add_run("{").bold = True
    for piece in ("{A", "E1 |", " 1}", "} y más"):
        paragraph.add_run(piece)
    document.save(str(tmp_path / "form.docx"))
    made = fill(open_form(tmp_path / "form.docx"), COURSES, FOUND)
    (paragraph,) = docx.Document(io.BytesIO(made.content)).paragraphs
    assert (paragraph.text, paragraph.runs[1].text, paragraph.runs[1].bold) == ("Nota: I, p. 1 y más", "I, p. 1", True)


@pytest.mark.slow
def test_the_command_writes_the_form_beside_the_report(norms: Path, tmp_path: Path) -> None:
    before = (FORMS / "matriz.xlsx").read_bytes()
    asked = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--form", FORMS / "matriz.xlsx")
    ran = done(*asked, "--out", tmp_path / "out", "--lang", "en")
    assert "matriz.xlsx: 26 places filled" in ran.err.splitlines()
    assert openpyxl.load_workbook(tmp_path / "out" / "matriz.xlsx")["Matriz"]["D11"].value.endswith(")")
    assert (tmp_path / "out" / "coverage.xlsx").exists()
    assert (FORMS / "matriz.xlsx").read_bytes() == before
    assert "no se escribió nada; indique con --out" in curmap(*asked).err


def test_a_form_that_would_be_written_over_or_write_over_the_report_is_refused(norms: Path, tmp_path: Path) -> None:
    content = (FORMS / "matriz.xlsx").read_bytes()
    own = written(tmp_path / "formato.xlsx", content)
    asked = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--out", tmp_path, "--form")
    assert "nunca se escribe encima" in curmap(*asked, own).refusal
    assert own.read_bytes() == content
    assert curmap(*asked, written(tmp_path / "Coverage.xlsx", content)).code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Coverage.xlsx", "formato.xlsx"]


def zipped(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is empty"),
    "text": (lambda _: b"{{EC9001/E9101/desempeno/1}}\n", "no form that can be filled"),
    "pdf": (lambda _: PROGRAMME.read_bytes(), "no form that can be filled"),
    "old Office, or a password": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "without a password"),
    "another archive": (lambda _: zipped({"leeme": b"hola"}), "no form that can be filled"),
    "cut off": (lambda data: data[: len(data) // 2], "damaged or incomplete"),
    "a byte changed": (lambda data: data[:400] + bytes([data[400] ^ 255]) + data[401:], "damaged or incomplete"),
    "macros": (lambda data: zipped({**members(data), "xl/vbaProject.bin": b"\xd0\xcf"}), "holds macros"),
    "no XML": (lambda data: zipped({**members(data), SHEET: b"<worksheet {{"}), "damaged or incomplete"),
    "no placeholder": (lambda data: zipped({**members(data), SHEET: b"<worksheet/>"}), "no placeholder"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_form_is_refused_with_file_and_remedy(name: str, tmp_path: Path) -> None:
    damage, said = BAD[name]
    path = written(tmp_path / "formato.xlsx", damage((FORMS / "matriz.xlsx").read_bytes()))
    assert said in refusal(path, open_form).en


def test_a_form_whose_placeholders_name_nothing_says_what_is_known(tmp_path: Path) -> None:
    form = open_form(workbook(tmp_path, "{{AE7}}"))
    with pytest.raises(InputError, match=r"\{\{AE7\}\}.* criterion of the framework \(AE1, AE2, .*course \(Taller I"):
        fill(form, COURSES, FOUND)
    assert "does not exist" in refusal(tmp_path / "g.docx", open_form).en
