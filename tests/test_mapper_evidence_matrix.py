"""The evidence matrix: activities and instruments of a programme, a standard's criteria, and `curmap evidence`."""

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from command import curmap, done, written
from files import add_table, workbook
from reviewing import covered

from corpora import Text
from corpora.readers import read
from corpora.split import passages
from corpora.tables import headed
from mapper.actions import SAMPLES, Against, add_framework
from mapper.actions.programmes import evidence
from mapper.programmes.coverage.records import Made, Programme
from mapper.programmes.evidence_matrix import matrix
from mapper.programmes.evidence_matrix.matrix import LEAST, NAMED, SHOWS
from mapper.programmes.evidence_matrix.sections import report
from mapper.reports.blocks import Table
from mapper.workspace.store import Workspace

DATA = Path(__file__).parent / "data" / "activities"
ACTIVITIES = sorted(path for path in DATA.iterdir() if path.suffix != ".tsv")


def of(path: Path) -> tuple[matrix.Draft, ...]:
    document = read(path)
    return matrix.drafts(document, passages(document).passages)


def test_a_row_of_a_table_is_one_activity_with_its_instrument_weight_and_outcome() -> None:
    found = of(SAMPLES / "programa.pdf")
    rows = [one.activity for one in found]
    assert [row.text for row in rows][1] == "1.2.1 Asegura una máquina para su intervención · Guía de observación"
    assert [row.weight for row in rows] == ["15 %", "15 %", "20 %", "25 %", "25 %"]
    assert [row.instruments for row in rows] == [("checklist",), ("observation",), ("observation",), (), ()]
    assert {"3.1", "3.2"} <= found[4].numbers
    assert all("Guía de observación" not in p.text for row in found for p in row.compared)


@pytest.mark.parametrize("path", ACTIVITIES, ids=lambda path: path.name)
def test_what_of_a_document_is_an_activity_and_what_of_it_is_compared(path: Path) -> None:
    """Beside each document of data/activities: of each its text, instruments, weight, numbers, passages compared."""
    for draft, line in zip(of(path), path.with_suffix(".tsv").read_text("utf-8").splitlines(), strict=True):
        one, numbers, compared = draft.activity, ", ".join(sorted(draft.numbers)), [p.text for p in draft.compared]
        assert [one.text, ", ".join(one.instruments), one.weight, numbers, *compared] == line.split("\t")


def test_a_product_that_stands_once_for_several_rows_is_of_each_of_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["LISTA DE COTEJO"],
        ["Producto", "No.", "Reactivo", "SÍ", "NO"],
        ["Informe final", 1, "Incluye la fecha del curso"],
        ["Informe final", 2, "Incluye los resultados"],
        ["Carta del curso", 3, "Indica el lugar"],
        [None, 4, "Indica las horas"],
    ]
    found = of(workbook(tmp_path / "iec.xlsx", rows, "A5:A6"))
    assert [one.activity.text for one in found] == [
        "Informe final · Incluye la fecha del curso",
        "Informe final · Incluye los resultados",
        "Carta del curso · Indica el lugar",
        "Carta del curso · Indica las horas",
    ]
    assert all(len(one.compared) == 2 for one in found), "the product's own words are compared too"


def test_a_row_that_names_a_product_heads_the_rows_below_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Lista de cotejo", 1)
    rows = [["No.", "Reactivo", "Sí"], ["Producto: Hogaza", "", ""], ["1", "Pesa un kilo", ""]]
    table = add_table(document, [*rows, ["Producto: Bitácora", "", ""], ["2", "Tiene la fecha", ""]])
    for number in (1, 3):
        table.cell(number, 0).merge(table.cell(number, 2))
    document.save(tmp_path / "iec.docx")
    texts = [one.activity.text for one in of(tmp_path / "iec.docx")]
    assert texts == ["Producto: Hogaza · Pesa un kilo", "Producto: Bitácora · Tiene la fecha"]


@pytest.mark.parametrize(
    ("cell", "instruments", "others"),
    [
        ("Lista de cotejo", ("checklist",), ()),
        ("Prueba práctica", ("practical",), ()),
        ("Supuestos escritos", ("questionnaire",), ()),
        ("Cuaderno de taller", (), ("Cuaderno de taller",)),
    ],
)
def test_what_a_column_of_instruments_holds_is_an_instrument_by_its_own_name(
    tmp_path: Path, cell: str, instruments: tuple[str, ...], others: tuple[str, ...]
) -> None:
    document = docx.Document()
    document.add_heading("Resultados de aprendizaje y criterios de evaluación", 1)
    # Nothing stands above what numbers the rows.
    add_table(
        document,
        [
            ["", "Criterios de evaluación", "Instrumento"],
            ["a)", "Se ha abierto la ficha del cliente con sus alergias.", cell],
            ["b)", "Se ha secado el cabello con cepillo redondo.", "Rúbrica"],
        ],
    )
    document.save(tmp_path / "modulo.docx")
    read_document = read(tmp_path / "modulo.docx")
    every = passages(read_document).passages
    first, second = matrix.drafts(headed(read_document), every)
    assert (first.activity.instruments, first.activity.other_instruments) == (instruments, others)
    assert second.activity.instruments == ("rubric",)
    assert [p.role for p in every if p.text.startswith("Se ha")] == ["criterion", "criterion"]


def test_an_instrument_that_is_not_known_is_named_and_is_another_than_the_one_asked_for(tmp_path: Path) -> None:
    said = "Kneads the dough by hand until it is elastic"
    table = f"| Assessment criteria | Instrument |\n|---|---|\n| {said} | Workshop diary |\n"
    add_framework(
        Workspace(tmp_path / "w"),
        [written(tmp_path / "own.csv", f"code,parent,kind,statement\nB,,standard,Bake\nB.1,B,performance,{said}\n")],
        name="own",
    )
    unit = written(tmp_path / "unit.md", f"# Bread\n\n## Assessment\n\n{table}")
    ran = curmap(
        "--workspace", tmp_path / "w", "evidence", unit, "-f", "own", "--lang", "en", "--out", tmp_path, "--json"
    )
    (row,), (activity,) = ran.json["rows"], ran.json["activities"]
    assert (row["state"], row["fits"]) == ("found", False)
    assert activity["other_instruments"] == ["Workshop diary"]
    assert openpyxl.load_workbook(tmp_path / "evidence.xlsx")["Activities"]["D2"].value == "Workshop diary"


def assessed_by_number(folder: Path, criteria: str, unit: str) -> dict[str, list[tuple[str, str]]]:
    """By a criterion of a standard of these rows the activities of a unit that assess it by number, with the number."""
    workspace, own = Workspace(folder / "w"), written(folder / "own.csv", f"code,parent,statement\n{criteria}")
    add_framework(workspace, [own], name="own")
    found = evidence(Against(workspace, ["own"]), written(folder / "unit.md", unit)).report
    return {row.code: [*row.through] for row in found.rows}


@pytest.mark.parametrize("cell", ["LO2", "2", "2.1"])
def test_an_activity_assesses_the_criteria_below_the_outcome_that_it_names(tmp_path: Path, cell: str) -> None:
    grid = (
        "| Learning outcomes | Assessment criteria |\n|---|---|\n"
        "| 1. Prepare the oven | 1.1 Lights the wood oven and brings it to 250 degrees |\n"
        "| 2. Make bread | 2.1 Kneads the dough by hand until it is elastic |\n"
    )
    head = "Assessment criteria" if "." in cell else "Outcomes"
    tasks = f"| Task | Evidence | {head} |\n|---|---|---|\n| Second round | Photographs of the product | {cell} |\n"
    unit = f"# Bread\n\n## Learning outcomes and assessment criteria\n\n{grid}\n## Assessment\n\n{tasks}"
    rows = "B,,Bake\nB.1,B,Kneads the dough by hand until it is elastic\nB.2,B,Lights the wood oven\n"
    through = assessed_by_number(tmp_path, rows, unit)
    assert through == {"B.1": [("A1", cell.removeprefix("LO"))], "B.2": []}


@pytest.mark.parametrize(("cell", "assessed"), [("2.1, 2.2", ["2"]), ("2.1", [])])
def test_an_activity_that_assesses_all_criteria_of_an_outcome_assesses_it(
    tmp_path: Path, cell: str, assessed: list[str]
) -> None:
    grid = (
        "| Learning outcomes | Assessment criteria |\n|---|---|\n"
        "| 1. Light the wood oven | 1.1 Stacks dry wood<br>1.2 Checks the chimney |\n"
        "| 2. Knead the dough by hand | 2.1 Weighs flour and water<br>2.2 Covers the bowl with a cloth |\n"
    )
    tasks = f"| Criterion | Evidence |\n|---|---|\n| {cell} | Observation with checklist |\n"
    unit = f"# Bread\n\n## Learning outcomes and assessment criteria\n\n{grid}\n## Assessment\n\n{tasks}"
    through = assessed_by_number(tmp_path, "B,,Bake\nB.1,B,Kneads the dough by hand\n", unit)
    assert [number for _, number in through["B.1"]] == assessed


def test_an_outcome_that_ends_in_a_full_stop_is_assessed_with_what_stands_below_it(tmp_path: Path) -> None:
    """As the decrees of vocational training print them."""
    outcomes = "".join(
        f"{n}. {outcome}.\n\nCriterios de evaluación:\n\na) Se ha {done}.\n\n"
        for n, (outcome, done) in enumerate(
            (("Enciende el horno de leña", "llevado el horno a 250 grados"), ("Amasa el pan", "amasado a mano")), 1
        )
    )
    table = "| Resultado de aprendizaje | Instrumento | Actividad |\n|---|---|---|\n"
    unit = f"# Pan\n\n## Resultados de aprendizaje y criterios de evaluación\n\n{outcomes}"
    unit += f"## Instrumentos de evaluación\n\n{table}| RA2 | Rúbrica | Tres hogazas doradas |\n"
    through = assessed_by_number(tmp_path, "P,,Pan\nP.1,P,Ha amasado a mano\nP.2,P,Poda un árbol\n", unit)
    assert through == {"P.1": [("A1", "2")], "P.2": []}


def test_columns_named_below_a_row_with_the_unit_are_of_evaluation_too(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("2.4 Unidades de aprendizaje", 1)
    rows = [
        ["Unidad de aprendizaje: 1. Mantenimiento preventivo", "", "", "30 horas"],
        ["Actividades de evaluación", "Evidencias a recopilar", "Ponderación", "Contenidos"],
        ["Resultado de aprendizaje: 1.1 Limpia los serpentines", "", "", ""],
        ["1.1.1 Lava el serpentín con el limpiador", "Equipo limpio; lista de cotejo", "15 %", "Limpiadores"],
        ["Resultado de aprendizaje: 1.2 Mide presiones", "", "", ""],
        ["1.2.1 Registra las presiones en una tabla", "Tabla de lecturas", "20 %", "Manómetros"],
    ]
    table = add_table(paper, rows)
    for number, row in enumerate(rows):
        if not row[1]:
            table.cell(number, 0).merge(table.cell(number, 2 if row[3] else 3))
    paper.save(str(tmp_path / "programa.docx"))
    document = read(tmp_path / "programa.docx")
    found = matrix.drafts(headed(document), passages(document).passages)
    assert [one.activity.weight for one in found] == ["15 %", "20 %"]
    assert [{"1.1", "1.2", "2.4"} & one.numbers for one in found] == [{"1.1"}, {"1.2"}]


@pytest.fixture
def course() -> Path:
    return DATA / "like-the-standard.md"


def ask(norms: Path, *arguments: object) -> Any:  # noqa: ANN401 - a JSON value
    return done("--workspace", norms, "evidence", *arguments, "--json").json


@pytest.mark.slow
def test_each_criterion_has_its_state_evidence_and_instrument(norms: Path, course: Path) -> None:
    report = ask(norms, course, "-f", "conocer/EC9001")
    rows = {row["code"]: row for row in report["rows"]}
    assert len(rows) == 27
    lubricates = rows["EC9001/E9102/desempeno/2"]
    assert (lubricates["state"], lubricates["fits"]) == ("found", False), "a rubric is no observation guide"
    assert lubricates["evidence"][0]["activity"] == "A2"
    knows = rows["EC9001/E9102/conocimiento/1"]
    assert (knows["state"], knows["fits"]) == ("found", True)
    secures = rows["EC9001/E9101/desempeno/1"]
    assert (secures["state"], secures["through"]) == ("uncertain", [["A1", "1.1"]])
    assert rows["EC9001/E9103/actitud/1"]["state"] == "none"
    for row in rows.values():
        chances = [e["probability"] for e in row["evidence"]]
        assert chances == sorted(chances, reverse=True)
        assert all(LEAST <= chance <= 1 for chance in chances)
        assert len(chances) <= NAMED or chances[NAMED] >= SHOWS
        assert row["state"] == "none" or row["evidence"] or row["through"]
    assert "carried over" in report["material"]["en"]
    standard = report["standard"]
    needed = ["Máquina recta de una aguja con su manual.", "Herramienta, aceite, estopa e hilo de prueba."]
    assert standard["requirements"] == needed
    assert standard["duration"].startswith("1 hora en gabinete")
    cited = {code for activity in report["activities"] for code in activity["passages"]}
    assert cited == set(report["programme"]["passages"])


@pytest.mark.slow
def test_what_a_person_said_of_activities_and_criteria_counts(norms: Path, course: Path, tmp_path: Path) -> None:
    """Of passages that a person marked, and of a criterion that is not taught."""
    book = covered(norms, course, "conocer/EC9001", tmp_path)
    for code, mark in (("conocimiento/1", "no"), ("desempeno/3", "en parte"), ("desempeno/4", "sí")):
        (row,) = (row for row in book.of(f"E9102/{code}") if row["Pasaje"].value.startswith("Formación de la puntada"))
        row[book.teaches].value = mark
    book.decide("E9102/desempeno/2", "no se enseña")
    options = ("-f", "conocer/EC9001", "--reviewed", book.save(tmp_path / "reviewed.xlsx"))
    ran = done("--workspace", norms, "evidence", course, *options, "--lang", "en", "--out", tmp_path, "--json")
    assert "passages 3" in ran.json["notes"][0]["en"]
    rows = {row["code"].removeprefix("EC9001/E9102/"): row for row in ran.json["rows"]}
    no, yes = rows["conocimiento/1"], rows["desempeno/4"]
    assert (no["state"], "A3" in {one["activity"] for one in no["evidence"]}) == ("none", False)
    assert (yes["state"], yes["evidence"][0]) == ("found", {"activity": "A3", "probability": 1.0, "said": "yes"})
    not_taught, partly = rows["desempeno/2"], rows["desempeno/3"]
    assert not_taught["evidence"][0]["probability"] >= SHOWS, "sure, had nobody said so"
    assert (not_taught["state"], not_taught["not_taught"], not_taught["fits"]) == ("none", True, None)
    assert (partly["evidence"][0]["said"], partly["by"]) == ("partly", "reviewed.xlsx")
    page = (tmp_path / "evidence.html").read_text(encoding="utf-8")
    assert "Not taught, according to reviewed.xlsx." in page
    assert "A3 (according to reviewed.xlsx: partly)" in page


def test_an_element_or_the_only_standard_of_a_framework_means_the_standard(norms: Path, course: Path) -> None:
    whole = ask(norms, course, "-f", "conocer/EC9001")
    for name in ("conocer", "conocer/EC9001/E9101"):
        assert ask(norms, course, "-f", name)["rows"] == whole["rows"]


def test_a_standard_in_a_table_of_ones_own_lacks_what_only_documents_say(norms: Path, course: Path) -> None:
    report = ask(norms, course, "-f", "table/MC1", "--lang", "en")
    assert report["standard"]["duration"] is None
    assert report["notes"] == [], "what it lacks stands where the rest of the standard does, and not again"
    assert {row["element"] for row in report["rows"]} == {code for code, _ in report["standard"]["elements"]}


def test_page_workbook_and_word_document(norms: Path, course: Path, tmp_path: Path) -> None:
    assert curmap("--workspace", norms, "evidence", course, "-f", "conocer/EC9001", "--out", tmp_path).code == 0
    paper = docx.Document(str(tmp_path / "evidence.docx"))
    assert [p.text for p in paper.paragraphs if p.style.name == "Heading 1"] == [
        "Matriz de evidencias: EC9001 Mantenimiento preventivo a máquinas de coser industriales"
    ]
    facts = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert "estopa" in facts["Apoyos y requerimientos"]
    assert "totalizando 4 horas" in facts["Duración estimada de la evaluación"]
    header = [cell.text for cell in paper.tables[1].rows[0].cells]
    assert header[-1] == "Dictamen", "the centre's verdict is filled in by hand"
    sheet = openpyxl.load_workbook(tmp_path / "evidence.xlsx")["Matriz"]
    assert sheet.max_row == 28
    assert sheet.data_validations.dataValidation, "verdicts are chosen from a list"
    page = (tmp_path / "evidence.html").read_text(encoding="utf-8")
    assert 'role="img"' in page
    assert "La misma figura como tabla" in page


def test_why_an_activity_beside_a_criterion_is_no_evidence_stands_where_it_is_named() -> None:
    activity = matrix.Activity("A1", "Cuenta la herramienta de su caja", ("p",), "evaluation", (), None, "", ())
    states: dict[matrix.Evidenced, float] = {"uncertain": 0.04, "none": 0.09}
    rows = [
        matrix.EvidenceRow(
            state, "actitud", "Cuida la piel", None, "E1", (), state, (matrix.Evidence("A1", p),), (), None
        )
        for state, p in states.items()
    ]
    standard = matrix.Standard("f", "S", "Corte", None, None, None, (), (), None, (("E1", "Corta"),))
    made = Made({}, (), {"name": "e", "revision": "1"}, {})
    programme = Programme("curso.md", "0" * 64, 1, None, (), {})
    found = matrix.EvidenceReport(programme, standard, (activity,), tuple(rows), Text("", ""), made)
    element = report(found, lang="en").parts[1]
    (table,) = [block for block in element.blocks if isinstance(block, Table)]
    assert ["Coverage does not find this criterion" in str(row) for row in table.rows] == [False, True]


def test_a_programme_that_says_nothing_of_evaluation_is_told_so(norms: Path, tmp_path: Path) -> None:
    course = written(tmp_path / "curso.md", "# Curso\n\n## Contenidos\n\n- Tipos de puntada\n")
    asked = ("--workspace", norms, "evidence", course, "-f", "conocer", "--lang", "en")
    shown = curmap(*asked, "--json")
    assert (shown.code, shown.json["activities"]) == (3, [])
    assert {row["state"] for row in shown.json["rows"]} == {"none"}
    told = " ".join(curmap(*asked).out.split())
    assert told.count("No evaluation activities or instruments were found") == 1


def test_what_of_evaluation_is_left_out_is_told_of_the_programme(norms: Path, tmp_path: Path) -> None:
    lines = "- Se entrega un resumen de la visita al museo.\n- Se expone la historia de la pintura.\n"
    course = written(tmp_path / "curso.md", f"# Curso\n\n## Estrategia de evaluación\n\n{lines}")
    told = curmap("--workspace", norms, "evidence", course, "-f", "conocer/EC9001", "--lang", "en").err
    assert "curso.md: texts on evaluation that name no instrument" in told
