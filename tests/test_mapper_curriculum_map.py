"""The curriculum map: its columns, levels that are printed and that are estimated, its findings, its forms."""

import json
import re
import runpy
from pathlib import Path

import docx
import openpyxl
import pytest
from command import check, curmap, written
from files import tab_separated
from reviewing import covered
from small_frameworks import passage

from corpora import InputError, readers
from mapper.actions import Against, add_framework
from mapper.actions.gap import coverage
from mapper.actions.programmes import matrix
from mapper.matching.teaching import split_programme
from mapper.matching.titles import titled
from mapper.programmes.curriculum_map.courses import find_courses
from mapper.programmes.curriculum_map.curriculum import Cell, Course, MatrixReport, Row, list_findings
from mapper.programmes.curriculum_map.levels import LEVELS, Reading, Scheme, estimate_level, parse_value, read_levels
from mapper.programmes.curriculum_map.sections import sign
from mapper.reports.forms import matrix_findings
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent
COURSES, MAPS = ROOT / "data" / "courses", ROOT / "data" / "curriculum_maps"
BENCHMARK = runpy.run_path(str(ROOT.parent / "benchmarks" / "curriculum_map.py"), run_name="curriculum_map")
LOOKED_AT = [path.name for path in sorted(MAPS.iterdir()) if path.name not in BENCHMARK["APART"]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("maps"))
    for name in ("enfermeria", "alimentos"):
        add_framework(made, [MAPS / name / "standard.csv"], name=name)
    return made


@pytest.fixture(scope="module")
def nursing(workspace: Workspace) -> MatrixReport:
    return matrix(Against(workspace, ["enfermeria"]), [MAPS / "enfermeria" / "programme"]).report


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "most", "share"), [(LOOKED_AT, 40, 0.6), (list(BENCHMARK["APART"]), 25, 0.5)], ids=["seen", "apart"]
)
def test_all_printed_levels_are_read_and_most_estimated_when_masked(
    tmp_path: Path, names: list[str], most: int, share: float
) -> None:
    first, *figures = (BENCHMARK["measure"](MAPS / name, Workspace(tmp_path))[0] for name in names)
    found = sum(figures, start=first)
    assert found.read == found.printed > most
    assert found.right >= share * found.printed


def read(tmp_path: Path, text: str, codes: list[str], courses: tuple[str, ...] = ()) -> list[Reading]:
    document = readers.read(written(tmp_path / "course.md", text))
    return read_levels(document, split_programme(document).passages, codes, courses)


@pytest.mark.parametrize(("text", "told"), tab_separated(ROOT / "data" / "levels.tsv"))
def test_levels_behind_codes_of_a_course_and_of_a_passage(tmp_path: Path, text: str, told: str) -> None:
    """A line of an outcome's course, then the codes that it names, or its reach, each with the level."""
    found = read(tmp_path, f"# Redes\n\n## Resultados de aprendizaje\n\n{text}\n", ["RA1", "RA2", "RA3"])
    levels = [f"{code} {one.value.level}" for one in found for code in (one.codes or (one.scope,))]
    assert "; ".join(levels) == told


@pytest.mark.parametrize(("fact", "level"), [("Level", None), ("Nivel", None), ("Nivel de dominio", "mastered")])
def test_a_figure_beside_level_alone_is_that_of_a_qualification(tmp_path: Path, fact: str, level: str | None) -> None:
    facts = f"| Unit reference | T/618/4471 |\n|---|---|\n| {fact} | 3 |\n| Credits | 15 |\n"
    assert [one.value.level for one in read(tmp_path, f"# Redes\n\n{facts}", [])] == [level] * (level is not None)


def test_tables_of_levels_in_three_layouts(tmp_path: Path) -> None:
    by_course = "| Resultado | Redes | Bases |\n|---|---|---|\n| RA1. Configura redes | R, A | |\n| RA2 | | M |\n"
    found = read(tmp_path, f"# Plan\n\n{by_course}", ["RA1", "RA2"], ("Redes", "Bases"))
    told = [(one.course, one.codes, one.value.level, one.value.assessed) for one in found]
    assert told == [("Redes", ("RA1",), "reinforced", True), ("Bases", ("RA2",), "mastered", False)]
    marked = "| Resultado | Introduce | Refuerza | Domina |\n|---|---|---|---|\n| RA1 | X | | |\n| RA2 | | | ✓ |\n"
    found = read(tmp_path, f"# Redes\n\n{marked}", ["RA1", "RA2"])
    assert [(one.codes, one.value.level) for one in found] == [(("RA1",), "introduced"), (("RA2",), "mastered")]
    levels = "| Resultado | Nivel de aporte |\n|---|---|\n| RA1 | alto |\n| RA2 | 1 |\n"
    found = read(tmp_path, f"# Redes\n\n{levels}", ["RA1", "RA2"])
    assert [(one.codes, one.value.level) for one in found] == [(("RA1",), "mastered"), (("RA2",), "introduced")]


@pytest.mark.parametrize(
    ("legend", "signs", "letters"),
    [("", "irm", "IRM"), ("", "ima", "IMA"), ("b = basico, m = medio, a = avanzado", "bma", "BMA")],
)
def test_letters_mean_what_the_document_or_its_other_letters_say(legend: str, signs: str, letters: str) -> None:
    scheme = Scheme.detect(legend, frozenset(signs))
    assert [parse_value(letter, scheme).level for letter in letters] == list(LEVELS)  # type: ignore[union-attr]


@pytest.mark.parametrize("row", tab_separated(COURSES / "columns.tsv"))
def test_columns_are_files_courses_in_a_file_or_units_of_the_only_file(row: list[str]) -> None:
    """A line names files of data/courses, then the courses in them, each behind its semester where one is told."""
    names, *told = row
    documents = [titled(readers.read(COURSES / name)) for name in names.split()]
    found = find_courses(documents, [split_programme(document).passages for document in documents])
    assert [f"{course.term or ''} {course.name}".strip() for course in found] == told


def test_the_first_course_introduces_and_the_last_one_masters() -> None:
    words = [(passage("Aplica las medidas de seguridad en el taller"), 0.9)]
    levels = [estimate_level(words, n, 3, 0.0, assessed=False)[0] for n in (1, 2, 3)]
    assert levels == ["introduced", "reinforced", "mastered"]
    level, basis = estimate_level([(passage("Medidas de seguridad", role="content"), 0.9)], 1, 1, 0.0, assessed=False)
    assert (level, basis.verb, basis.practised) == ("introduced", "", False)


def cell(code: str, course: int, level: str, state: str = "taught", *, assessed: str = "yes") -> Cell:
    return Cell("f", code, course, state, level, False, assessed, 0.9)  # type: ignore[arg-type]


def test_what_the_map_finds() -> None:
    rows = [Row("f", code, "outcome", code, ()) for code in ("a", "b", "c", "d")]
    courses = [Course(f"course {n}", 0, (), None, 1, None) for n in range(4)]
    cells = [
        cell("a", 0, "introduced"),
        cell("b", 0, "introduced", assessed="no"),
        cell("b", 1, "introduced", assessed="no"),
        cell("c", 2, "reinforced", "uncertain"),
    ]
    found = [(one.kind, one.code, one.courses, one.sure) for one in list_findings(rows, courses, cells)]
    assert found == [
        ("never_taught", "c", (2,), False),
        ("never_taught", "d", (), True),
        ("never_reinforced", "a", (0,), True),
        ("never_reinforced", "b", (0, 1), True),
        ("same_level", "b", (0, 1), True),
        ("never_assessed", "b", (0, 1), True),
        ("serves_none", "", (3,), True),
        ("serves_none", "", (2,), False),
    ]


def test_every_cell_is_what_coverage_says_of_its_course(nursing: MatrixReport) -> None:
    ends = ["Fundamentos de enfermería", "Práctica clínica integradora"]
    assert [course.name for course in nursing.courses][::4] == ends
    assert [course.term for course in nursing.courses] == [1, 2, 3, 4, 5]
    taught = [one for one in nursing.cells if one.state != "declared"]
    assert taught
    for one in taught:
        programme = nursing.programmes[nursing.courses[one.course].programme]
        assert one.passages
        assert all(showing.passage in programme.passages for showing in one.passages)


def test_a_map_has_the_states_of_all_files_together(workspace: Workspace, nursing: MatrixReport) -> None:
    asked = Against(workspace, ["enfermeria"])
    (standard,) = coverage(asked, [MAPS / "enfermeria" / "programme"]).report.together
    told = {"covered": "taught", "partly": "taught", "uncertain": "uncertain"}
    for one in standard.criteria:
        mine = {cell.state for cell in nursing.cells if cell.code == one.code} - {"declared"}
        assert told.get(one.state) in mine or (one.state == "not_found" and not mine)


def test_what_somebody_says_is_taught_is_taught_in_a_course(workspace: Workspace, tmp_path: Path) -> None:
    """What shows a criterion best stands in no course; who says that it is taught says not where."""
    outcome = "Mide y registra los signos vitales de la persona: temperatura, pulso, respiración y presión arterial."
    units = "## Unidad 1. Archivo\n\n- Archiva expedientes.\n\n## Unidad 2. Baño\n\n- Baña al paciente.\n\n"
    courses = "".join(f"# Asignatura {n}. Cuidado del paciente\n\n{units}" for n in ("I", "II"))
    profile = f"# Perfil de egreso\n\n## Resultados de aprendizaje\n\n- {outcome}\n\n"
    source = written(tmp_path / "plan.md", profile + courses)
    asked = Against(workspace, ["enfermeria"])
    before = matrix(asked, [source]).report
    open_ = {one.code for one in before.findings if one.kind == "never_taught" and not one.sure}
    assert open_
    book = covered(workspace.folder, source, "enfermeria", tmp_path)
    for code in open_:
        book.decide(code, "cubierto")
    found = matrix(asked, [source], reviewed=[book.save(tmp_path / "reviewed.xlsx")]).report
    assert {one.code for one in found.cells if one.state == "taught"} >= open_
    assert not open_ & {one.code for one in found.findings if one.kind == "never_taught"}


@pytest.mark.slow
def test_page_workbook_word_and_json_say_the_same(tmp_path: Path, workspace: Workspace) -> None:
    found = MAPS / "alimentos" / "programme"
    options = ("-f", "alimentos", "--out", tmp_path, "--lang", "en")
    shown = " ".join(curmap("--workspace", workspace.folder, "matrix", found, *options).out.split())
    assert re.search(r"\d · AE\d \(C\d( C\d)*\), AE\d \(C\d", shown), "each number beside its codes"
    values = json.loads((tmp_path / "matrix.json").read_text(encoding="utf-8"))
    check("matrix", values)
    sheet = openpyxl.load_workbook(tmp_path / "matrix.xlsx")["Matrix"]
    in_book = {row[0]: [value or "" for value in row[2:9]] for row in sheet.iter_rows(min_row=2, values_only=True)}
    tables = docx.Document(str(tmp_path / "matrix.docx")).tables
    lines = ([cell.text for cell in row.cells] for table in tables for row in table.rows)
    in_word = {line[0]: line[2:] for line in lines if len(line) == 9}
    for row in values["rows"]:
        told = {one["course"]: one for one in values["cells"] if one["code"] == row["code"]}
        assert [bool(text) for text in in_book[row["code"]]] == [n in told for n in range(7)]
        assert in_word[row["code"]] == in_book[row["code"]]


def test_a_form_has_of_each_cell_its_sign_course_and_place(nursing: MatrixReport) -> None:
    courses, found = matrix_findings(nursing, "en")
    assert [names[0] for names in courses] == [course.name for course in nursing.courses]
    assert {(code, n) for code, of in found.items() for n in of} == {(c.code, c.course) for c in nursing.cells}
    for cell in nursing.cells:
        text, course = found[cell.code][cell.course], nursing.courses[cell.course]
        assert text.startswith(f"{sign(cell)} · {course.name}")
        if cell.passages:
            number = nursing.programmes[course.programme].numbers[cell.passages[0].passage]
            assert text.endswith(f"§{number}") or text.endswith(f"(§{number})")


def map_of_first_course(tmp_path: Path, *rows: str) -> MatrixReport:
    """The map of the first nursing course and a table of these rows."""
    path = written(tmp_path / "list.csv", "\n".join(["code,kind,statement", *rows]) + "\n")
    add_framework(Workspace(tmp_path), [path], name="list")
    course = min((MAPS / "enfermeria" / "programme").iterdir())
    return matrix(Against(Workspace(tmp_path), ["list"]), [course]).report


def test_a_catalogue_has_no_rows_and_a_plain_list_of_outcomes_has_some(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs outcomes or criteria"):
        map_of_first_course(tmp_path, "K1,skill,Repair pumps")
    measures = "A1,outcome,Measure and record the vital signs of patients"
    found = map_of_first_course(tmp_path, measures, "A2,outcome,Repair pumps")
    assert [row.code for row in found.rows] == ["A1", "A2"]
    assert not any(one.code == "A2" and one.state == "taught" for one in found.cells)
