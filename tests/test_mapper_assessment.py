"""What of a programme assesses: its evaluation activities, and which criteria these say by number that they assess."""

from pathlib import Path

import pytest
from command import written

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
