"""A school's own form is filled: what is recognised, what is written, and that nothing else of the file changes."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
from command import curmap, done
from files import written
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple
from PIL import Image
from reading import refusal

from corpora import InputError
from corpora.readers import read
from corpora.split import passages as split
from mapper.actions import SAMPLES, Against
from mapper.actions.gap import coverage
from mapper.programmes.coverage.records import CoverageReport
from mapper.reports.forms.cells import cells_of
from mapper.reports.forms.fill import Filled, fill, open_form
from mapper.reports.forms.names import Courses, Entries
from mapper.reports.forms.records import Cells, Course, Entry
from mapper.workspace.store import Workspace

FORMS = SAMPLES / "forms"
PROGRAMME = SAMPLES / "programa.pdf"
SHEET, DOCUMENT = "xl/worksheets/sheet1.xml", "word/document.xml"
CHANGED = {"codes-down.xlsx": SHEET, "list.xlsx": SHEET, "courses-down.docx": DOCUMENT}


@pytest.fixture(scope="module")
def report(norms: Path) -> CoverageReport:
    return coverage(Against(Workspace(norms), ["conocer"]), [PROGRAMME]).report


@pytest.fixture(scope="module")
def filled(report: CoverageReport) -> Mapping[str, Filled]:
    cells = cells_of(report, "es")
    return {name: fill(open_form(FORMS / name), cells) for name in CHANGED}


def texts(made: Filled) -> dict[str, str]:
    return {place.es: text for _, place, text in made.filled}


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


# The samples


def test_codes_down_are_filled_in_the_column_of_their_course(
    filled: Mapping[str, Filled], report: CoverageReport
) -> None:
    made = filled["codes-down.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Matriz"]
    before = openpyxl.load_workbook(FORMS / "codes-down.xlsx")["Matriz"]
    (standard,) = report.standards[0]
    words = {"covered": "cubierto", "partly": "en parte", "uncertain": "por confirmar", "not_found": "no encontrado"}
    rows = [row for row in range(6, 36) if sheet.cell(row, 2).value]
    assert len(rows) == len(standard.criteria) == 27
    # Its rows are in the standard's order, whichever of three ways their codes are written in.
    for row, criterion in zip(rows, standard.criteria, strict=True):
        said = sheet.cell(row, 4).value
        if row == 10:
            assert said == "Visto en taller (Ing. Robles)"
            continue
        assert said.startswith(words[criterion.state])
        if criterion.passages:
            passage = report.programmes[0].passages[criterion.passages[0]]
            assert said.endswith(f", p. {passage.page} (§{report.programmes[0].numbers[passage.id]})")
    assert (sheet["D36"].value, sheet["A1"].value) == ("=COUNTA(D7:D35)", before["A1"].value)
    assert sheet.merged_cells.ranges == before.merged_cells.ranges
    assert all(sheet.cell(row, 5).value is None for row in rows)
    assert sheet["D7"].font.name == before["D7"].font.name == "Arial"
    assert [text for _, _, text in made.left] == ["Visto en taller (Ing. Robles)"]


def test_courses_down_are_filled_below_codes_that_stand_side_by_side(filled: Mapping[str, Filled]) -> None:
    first, second, signed = docx.Document(io.BytesIO(filled["courses-down.docx"].content)).tables
    assert [cell.text for cell in first.rows[2].cells][2] == "Se revisa en la visita"
    assert [bool(cell.text) for cell in first.rows[2].cells] == [True] * 8
    assert re.match(r"(cubierto|en parte|por confirmar), p\. 2 \(§", first.cell(2, 4).text)
    # Its name is abbreviated in the second table.
    assert all("p. " in cell.text for cell in second.rows[2].cells[1:])
    assert not any(cell.text for table in (first, second) for cell in table.rows[3].cells[1:])
    assert [cell.text for cell in signed.rows[1].cells] == ["", ""]
    run = first.cell(2, 1).paragraphs[0].runs[0]
    assert (run.italic, run.font.size.pt) == (True, 8)


def test_a_list_is_filled_where_its_rows_name_wording_and_course(filled: Mapping[str, Filled]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled["list.xlsx"].content))["Evidencias"]
    others = [row for row in range(5, 17) if sheet.cell(row, 4).value == "Seguridad e higiene"]
    assert others == [8, 15]
    assert [row for row in range(5, 17) if sheet.cell(row, 5).value is None] == others
    assert sheet["E16"].value == "Bitácora de 2025, folio 14"
    assert re.match(r"(cubierto|en parte|por confirmar), p\. 3 \(§", sheet["E13"].value)
    assert sheet["F2"].value == "=COUNTA(E5:E16)"


@pytest.mark.parametrize("name", CHANGED)
def test_nothing_else_of_the_file_changes(filled: Mapping[str, Filled], report: CoverageReport, name: str) -> None:
    made = filled[name]
    assert fill(open_form(FORMS / name), cells_of(report, "es")).content == made.content
    with zipfile.ZipFile(FORMS / name) as one, zipfile.ZipFile(io.BytesIO(made.content)) as two:
        told = [
            [(m.filename, m.date_time, m.compress_type, m.external_attr, m.comment) for m in package.infolist()]
            for package in (one, two)
        ]
        assert told[0] == told[1]
    before, after = members((FORMS / name).read_bytes()), members(made.content)
    assert [part for part in before if before[part] != after[part]] == [CHANGED[name]]
    changed = [etree.fromstring(parts[CHANGED[name]]) for parts in (before, after)]
    assert etree.tostring(changed[0], method="c14n") != etree.tostring(changed[1], method="c14n")
    for root in changed:
        empty(root, made)
    assert etree.tostring(changed[0], method="c14n") == etree.tostring(changed[1], method="c14n")


def empty(root: etree._Element, made: Filled) -> None:
    """Take out of a part what its filled cells hold."""
    if made.name.endswith("xlsx"):
        for cell in root.iter("{*}c"):
            if cell.get("r") in texts(made):
                cell.attrib.pop("t", None)
                cell[:] = []
        return
    for _, _, text in made.filled:
        if (run := next((run for run in root.iter("{*}r") if run.findtext("{*}t") == text), None)) is not None:
            run.getparent().remove(run)


def test_the_number_is_that_of_the_passage_among_all_of_the_document(report: CoverageReport) -> None:
    every = split(read(PROGRAMME)).passages
    (programme,) = report.programmes
    assert programme.numbers.keys() == programme.passages.keys()
    assert all(every[number - 1].id == code for code, number in programme.numbers.items())
    assert programme.title == "Mantenimiento de máquinas de coser industriales"


# The command


@pytest.mark.slow
def test_the_command_says_first_what_it_recognises_and_writes_beside_the_report(norms: Path, tmp_path: Path) -> None:
    before = (FORMS / "list.xlsx").read_bytes()
    asked = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--form", FORMS / "list.xlsx")
    ran = done(*asked, "--out", tmp_path / "out", "--lang", "en")
    lines = ran.err.splitlines()
    assert lines[0].startswith("list.xlsx: sheet 'Evidencias': criteria recognised below each other: 12; courses: 1;")
    assert "  C6 “LA HERRAMIENTA Y LOS INSUMOS DISPUESTOS:” is EC9001/E9101/producto/2" in lines
    assert "  D7 “Mant. de máquinas de coser ind.” is programa.pdf" in lines
    assert "  E4 “Evidencia” is for the evidence" in lines
    assert any(line.startswith("  D8 “Seguridad e higiene”: none of these") for line in lines)
    assert "list.xlsx: hidden sheets, not read: Catálogos" in lines
    assert "list.xlsx: 9 cells filled" in lines
    assert "  sheet 'Evidencias', E16: holds “Bitácora de 2025, folio 14” and stays as it is" in lines
    assert lines.index("list.xlsx: 9 cells filled") < next(n for n, line in enumerate(lines) if "Report:" in line)
    assert openpyxl.load_workbook(tmp_path / "out" / "list.xlsx")["Evidencias"]["E6"].value.startswith("covered, p. 2")
    assert (tmp_path / "out" / "coverage.xlsx").exists()
    assert (FORMS / "list.xlsx").read_bytes() == before
    shown = curmap(*asked)
    assert "no se escribió nada; indique con --out" in shown.err


def test_a_form_that_would_be_written_over_or_write_over_the_report_is_refused(norms: Path, tmp_path: Path) -> None:
    content = (FORMS / "list.xlsx").read_bytes()
    own = written(tmp_path / "formato.xlsx", content)
    asked = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--out", tmp_path, "--form")
    assert "nunca se escribe encima" in curmap(*asked, own).refusal
    assert own.read_bytes() == content
    assert curmap(*asked, written(tmp_path / "Coverage.xlsx", content)).code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Coverage.xlsx", "formato.xlsx"]


# What is refused


def zipped(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    return zipped({**members(data), name: content})


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is empty"),
    "text": (lambda _: b"EC9001/E9101/desempeno/1;Evidencia\n", "no form that can be filled"),
    "pdf": (lambda _: PROGRAMME.read_bytes(), "no form that can be filled"),
    "old Office, or a password": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "without a password"),
    "another archive": (lambda _: zipped({"leeme": b"hola"}), "no form that can be filled"),
    "cut off": (lambda data: data[: len(data) // 2], "damaged or incomplete"),
    "a byte changed": (lambda data: data[:400] + bytes([data[400] ^ 255]) + data[401:], "damaged or incomplete"),
    "macros": (lambda data: with_part(data, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "holds macros"),
    "no XML": (lambda data: with_part(data, SHEET, b"<worksheet"), ""),
    "no relations": (lambda data: with_part(data, "_rels/.rels", b"<a"), "damaged or incomplete"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_form_is_refused_with_file_and_remedy(name: str, report: CoverageReport, tmp_path: Path) -> None:
    damage, said = BAD[name]
    path = written(tmp_path / "formato.xlsx", damage((FORMS / "list.xlsx").read_bytes()))
    assert said in refusal(path, lambda path: fill(open_form(path), cells_of(report, "es"))).en


def test_a_document_cut_off_or_not_there_is_refused(tmp_path: Path) -> None:
    cut_off = with_part((FORMS / "courses-down.docx").read_bytes(), DOCUMENT, b"<w:document")
    assert "damaged" in refusal(written(tmp_path / "f.docx", cut_off), open_form).en
    assert "does not exist" in refusal(tmp_path / "g.docx", open_form).en


def test_a_form_without_codes_says_what_is_looked_for(tmp_path: Path, report: CoverageReport) -> None:
    cells = cells_of(report, "es")
    form = workbook(tmp_path, {"A1": "Nombre", "B1": "Evidencia", "A2": "Ana"})
    with pytest.raises(InputError, match=r"Looked for are their codes .EC9001/E9101/desempeno/1, "):
        fill(open_form(form), cells)
    form = workbook(tmp_path, {"A1": "Código", "B1": "Firma", "A2": "EC9001/E9101/desempeno/1"})
    with pytest.raises(InputError, match=r"the first at A2.*name of a course .programa.pdf. or a head such as"):
        fill(open_form(form), cells)


# Forms of other shapes

ENTRIES = (
    Entry("AE1", ("Diagnostica fallas eléctricas en tableros de control industriales.",)),
    Entry("AE2", ("Interpreta planos y diagramas unifilares de instalaciones.",)),
    Entry("RA 1.2", ("Mide corriente y tensión con instrumentos calibrados.",)),
)
COURSES = (Course(("Taller I", "taller1")), Course(("Taller II", "taller2")), Course(("Matemáticas aplicadas",)))
I_1, R_2, M_2 = "I · Taller I, p. 1 (§3)", "R · Taller II, p. 4 (§12)", "M · Taller II, p. 5 (§20)"
I_3 = "I · Matemáticas aplicadas, p. 2 (§8)"
CELLS = Cells(ENTRIES, COURSES, {(0, 0): I_1, (0, 1): R_2, (1, 1): M_2, (2, 2): I_3})


def workbook(folder: Path, cells: Mapping[str, object], merged: tuple[str, ...] = ()) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    for place, value in cells.items():
        sheet[place] = value
    for area in merged:
        sheet.merge_cells(area)
    made.save(folder / "f.xlsx")
    return folder / "f.xlsx"


A_LIST = {"A1": "Código", "B1": "Curso", "C1": "Evidencia"}
SHAPES: dict[str, tuple[dict[str, str], tuple[str, ...], dict[str, str]]] = {
    "courses across": (
        {"A1": "Aprendizaje", "B1": "TALLER 1", "C1": "2. Taller II", "D1": "Mat. aplicadas"}
        | {"A2": "AE-01", "A3": "ae 2", "A4": "1.2"},
        (),
        {"B2": I_1, "C2": R_2, "C3": M_2, "D4": I_3},
    ),
    "codes across": (
        {"B1": "AE1", "C1": "AE2", "D1": "RA 1.2", "A2": "Taller I", "A3": "Taller II", "C3": "ya está"},
        (),
        {"B2": I_1, "B3": R_2},
    ),
    "one column for evidence has all courses": (
        {"A1": "Matriz de evidencias", "A3": "RA", "B3": "Descripción", "C3": "Evidencias", "A4": "AE1", "A5": "AE2"},
        ("A1:C1",),
        {"C4": f"{I_1}; {R_2}", "C5": M_2},
    ),
    "one row for evidence": (
        {"A1": "Resultado", "B1": "AE1", "C1": "AE2", "A2": "Evidencia"},
        (),
        {"B2": f"{I_1}; {R_2}", "C2": M_2},
    ),
    "a list goes by the course of each row": (
        {"A1": "criterion", "B1": "course", "C1": "evidence", "A2": "AE1", "B2": "Taller II", "A3": "AE1"}
        | {"B3": "Historia", "A4": "AE2", "A5": "AE1", "B5": "Taller I"},
        (),
        {"C2": R_2, "C4": M_2, "C5": I_1},
    ),
    "a list of other courses is left empty": (
        {"A1": "Criterio", "B1": "Asignatura", "C1": "Evidencia", "A2": "AE1", "B2": "Historia", "A3": "AE2"},
        (),
        {"C3": M_2},
    ),
    "a course over several columns is filled in that for evidence": (
        {"B1": "Taller I", "D1": "Taller II", "B2": "Nivel IRM", "C2": "Dónde consta", "D2": "Horas", "E2": "Evidencia"}
        | {"A3": "AE1", "A4": "AE2"},
        ("B1:C1", "D1:E1"),
        {"B3": I_1, "E3": R_2, "E4": M_2},
    ),
    "a code merged over rows": (
        {**A_LIST, "A2": "AE1", "B2": "Taller I", "B3": "Taller II"},
        ("A2:A3",),
        {"C2": I_1, "C3": R_2},
    ),
    "one cell for several codes": (
        {"A1": "Código", "C1": "Evidencia", "A2": "AE1", "A3": "AE2"},
        ("C2:C3",),
        {"C2": f"AE1: {I_1}; AE1: {R_2}; AE2: {M_2}"},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_workbook_of_another_shape(shape: str, tmp_path: Path) -> None:
    form, merged, filled = SHAPES[shape]
    made = fill(open_form(workbook(tmp_path, form, merged)), CELLS)
    again = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert {place: again.cell(*coordinate_to_tuple(place)).value for place in texts(made)} == texts(made) == filled


def test_wordings_are_known_and_topics_that_only_look_like_codes_are_not(tmp_path: Path) -> None:
    form = {
        "A1": "Resultado de aprendizaje",
        "B1": "Evidencia",
        "A2": "DIAGNOSTICA FALLAS ELECTRICAS EN TABLEROS DE CONTROL INDUSTRIALES",
        "A3": "AE2. Interpreta planos y diagramas unifilares de instalaciones",
        "A4": "1.2 Historia de la industria textil mexicana",
        "A5": "Total",
    }
    made = fill(open_form(workbook(tmp_path, form)), CELLS)
    assert set(texts(made)) == {"B2", "B3"}
    assert any("A4 “1.2 Historia" in said.en for said in made.recognised)
    assert any("criteria that are not in the form: 1 (RA 1.2)" in said.en for said in made.recognised)


def test_what_may_be_several_criteria_is_told_wherever_it_stands_and_the_rest_is_filled(tmp_path: Path) -> None:
    form = {"A1": "Código", "B1": "Evidencia", "A2": "AE1 y AE2", "A3": "AE2"}
    made = fill(open_form(workbook(tmp_path, form)), CELLS)
    assert set(texts(made)) == {"B3"}
    assert any(line.en.startswith("  A2 “AE1 y AE2”: none of these") for line in made.recognised)
    assert any(line.en == "  A3: as the framework writes them: 1" for line in made.recognised)
    with pytest.raises(InputError, match=r"may be several criteria \(“AE1 y AE2”\)"):
        fill(open_form(workbook(tmp_path, {"A1": "Código", "B1": "Evidencia", "A2": "AE1 y AE2"})), CELLS)


def test_formulas_stay_and_what_they_show_is_told_to_be_old(tmp_path: Path) -> None:
    form = workbook(tmp_path, {"A1": "Código", "B1": "Evidencia", "A2": "AE1", "A3": "AE2", "B3": '=IF(A3="","","x")'})
    book = members(form.read_bytes())["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    form.write_bytes(with_part(form.read_bytes(), "xl/workbook.xml", book))
    made = fill(open_form(form), CELLS)
    assert (set(texts(made)), len(made.left)) == ({"B2"}, 1)
    assert any("Ctrl+Alt+F9" in said.es for said in made.told)
    assert any("B3: holds a formula" in said.en for said in made.told)


def test_a_cell_that_is_not_there_is_made_where_it_belongs(tmp_path: Path) -> None:
    form = workbook(tmp_path, {"A1": "Código", "C1": "Evidencia", "E1": "Firma", "A3": "AE1", "E3": "x", "A5": "AE2"})
    made = fill(open_form(form), CELLS)
    rows = etree.fromstring(members(made.content)[SHEET]).iterfind("{*}sheetData/{*}row")
    assert {row.get("r"): [cell.get("r") for cell in row] for row in rows} == {
        "1": ["A1", "C1", "E1"], "3": ["A3", "C3", "E3"], "5": ["A5", "C5"],
    }  # fmt: skip


def test_a_document_keeps_pictures_fields_and_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for column, head in enumerate(("Código", "Taller I", "Taller II")):
        table.cell(0, column).text = head
    table.cell(1, 0).merge(table.cell(2, 0)).text = "AE1"
    table.cell(3, 0).text = "AE2"
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    table.cell(3, 1).paragraphs[0].add_run().add_picture(picture)
    table.cell(3, 2).add_table(1, 1)
    document.save(str(tmp_path / "f.docx"))
    made = fill(open_form(tmp_path / "f.docx"), CELLS)
    again = docx.Document(io.BytesIO(made.content)).tables[0]
    assert [again.cell(1, 1).text, again.cell(1, 2).text] == [I_1, R_2]
    assert [again.cell(2, 1).text, again.cell(3, 2).text.strip()] == ["", ""]
    assert any("holds a formula, field or picture" in said.en for said in made.told)


# Names


CODES = {
    "EC9001/E9101/desempeno/1": ("ec9001-e9101-Desempeño 1", "E9101 D1"),
    "EC9001/E9102/desempeno/1": ("Limpia los mecanismos de la máquina",),
    "EC9001/E9102/producto/1": ("E9102/P.1",),
    "EC9001/E9102/conocimiento/1": ("E9102 C1 Sistemas de lubricación",),
    "EC9001/E9102/situacion_emergente/1": ("Código: E9102/situación emergente/1",),
    None: ("E9102/P1 y E9102/C1", "EC9001/E9102/producto/1, EC9001/E9102/conocimiento/1", "D1", "E9109 D1", "1", ""),
}


@pytest.mark.parametrize("code", CODES)
def test_codes_however_they_are_written(code: str | None) -> None:
    wordings = (
        "Asegura la máquina antes de intervenirla:\n• Apagando el motor",
        "Limpia los mecanismos de la máquina:\n• Retirando la pelusa",
        "La máquina de coser con mantenimiento realizado",
        "Sistemas de lubricación",
        "Se derrama aceite en el piso",
    )
    entries = [
        Entry(one, (text,), one.rsplit("/", 2)[0]) for one, text in zip(filter(None, CODES), wordings, strict=True)
    ]
    for said in (code or "EC9001", *CODES[code]):
        places = Entries(entries).named(said).places
        assert [entries[place].code for place in places if len(places) == 1] == ([code] if code else []), said


@pytest.mark.parametrize(
    "points", [":\n• Apagando el motor\n• Bajando la aguja", ": • Apagando el motor • Bajando la aguja"]
)
def test_a_criterion_is_known_by_its_first_line(points: str) -> None:
    """Also where it came from a table, whose cells are single lines."""
    wordings = ("Asegura la máquina antes de intervenirla", "Limpia los mecanismos de la máquina")
    entries = Entries([Entry(f"S/E/desempeno/{n}", (wording + points,), "S/E") for n, wording in enumerate(wordings)])
    assert [entries.named(wording).places for wording in wordings] == [(0,), (1,)]


CALLED = {
    "Taller II": ("taller ii", "Taller 2", "3. TALLER II", "Asignatura: Taller II", "Taller II (6 créditos)"),
    "Mantenimiento de máquinas": (
        *("MEC-204 Mantenimiento de máquinas", "Mantto. de máq.", "Mant. de Máq.", "Mantenimento de máquinas"),
        "prog_mantto_2024",
    ),
    "Module HT101: Front Office Operations": ("HT-101", "HT101 Reception", "Front office"),
    "Módulo II. Confección de prendas": ("Confección de prendas", "Módulo 2"),
    None: ("Mtk. de máq.", "HT102", "Taller", "Taller III", "Programa", "Física"),
}


@pytest.mark.parametrize("name", CALLED)
def test_courses_however_they_are_called(name: str | None) -> None:
    courses = [
        Course(("Taller I", "programa")),
        Course(("Taller II", "Programa de asignatura")),
        Course(("Mantenimiento de máquinas", "prog_mantto_2024")),
        Course(("Module HT101: Front Office Operations", "front")),
        Course(("Módulo II. Confección de prendas",)),
    ]
    for said in CALLED[name]:
        places = Courses(courses).named(said).places
        assert [courses[place].name for place in places if len(places) == 1] == ([name] if name else []), said
