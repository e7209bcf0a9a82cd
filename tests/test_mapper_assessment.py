"""What of a programme assesses: its evaluation activities, and which criteria these say by number that they assess."""

from pathlib import Path

import docx
import pytest
from command import written
from files import add_table, workbook

from corpora.readers import read
from mapper.actions import SAMPLES, Mapper, add_framework
from mapper.matching.records import Settings
from mapper.matching.teaching import split_programme
from mapper.programmes.assessment import Activity, find_activities, match_activities
from mapper.workspace.store import Workspace

DATA = Path(__file__).parent / "data" / "activities"
ACTIVITIES = sorted(path for path in DATA.iterdir() if path.suffix != ".tsv")


def of(path: Path) -> tuple[Activity, ...]:
    document = read(path)
    return find_activities(document, split_programme(document).passages)


def test_a_row_of_a_table_is_one_activity_with_its_outcome() -> None:
    found = of(SAMPLES / "programa.pdf")
    assert found[1].text == "1.2.1 Asegura una máquina para su intervención · Guía de observación"
    assert len(found) == 5
    assert {"3.1", "3.2"} <= found[4].numbers
    assert all("Guía de observación" not in p.text for row in found for p in row.compared)


@pytest.mark.parametrize("path", ACTIVITIES, ids=lambda path: path.name)
def test_what_of_a_document_is_an_activity_and_what_of_it_is_compared(path: Path) -> None:
    """Beside each document of data/activities: of each its text, numbers, passages compared."""
    for one, line in zip(of(path), path.with_suffix(".tsv").read_text("utf-8").splitlines(), strict=True):
        numbers, compared = ", ".join(sorted(one.numbers)), [p.text for p in one.compared]
        assert [one.text, numbers, *compared] == line.split("\t")


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
    assert [one.text for one in found] == [
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
    texts = [one.text for one in of(tmp_path / "iec.docx")]
    assert texts == ["Producto: Hogaza · Pesa un kilo", "Producto: Bitácora · Tiene la fecha"]


def assessed_by_number(folder: Path, criteria: str, unit: str) -> dict[str, list[str]]:
    """By a criterion of a standard of these rows the numbers by which activities of a unit say that they assess it."""
    workspace, own = Workspace(folder / "w"), written(folder / "own.csv", f"code,parent,statement\n{criteria}")
    add_framework(workspace, [own], name="own")
    (programme,) = Mapper.open(workspace, ["own"], Settings()).cover([read(written(folder / "unit.md", unit))])
    (shown,) = programme.shown
    places = shown.framework.places
    found = match_activities(find_activities(programme.document, programme.every), shown, places.values(), programme)
    said = {code: [one.outcome for one in of_one if one.outcome] for code, of_one in zip(places, found, strict=True)}
    return {code: numbers for code, numbers in said.items() if "." in code}


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
    assert through == {"B.1": [cell.removeprefix("LO")], "B.2": []}


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
    assert through == {"P.1": ["2"], "P.2": []}
