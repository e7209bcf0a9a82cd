"""What people decided on one programme informs the next."""

import dataclasses
import json
from pathlib import Path

import pytest
from files import written

from corpora import InputError
from mapper import actions
from mapper.matching.records import Outcome
from mapper.people.checklist import reviews
from mapper.people.review.records import Decision, Seen
from mapper.programmes import Alignment
from mapper.reports.record_json import alignment_text
from mapper.workspace.store import Workspace

NORMS = """code,title
A1,Soldar piezas metálicas por arco eléctrico
A2,Atender a clientes en el mostrador
A3,Mantener en marcha los equipos de la planta
"""
FIRST = "# Taller\n\n## Resultados de aprendizaje\n\n- Cuida la maquinaria del taller según su bitácora.\n"
SECOND = "# Planta\n\n## Resultados de aprendizaje\n\n- Cuida la maquinaria del taller según la bitácora.\n"
FAR = "# Ventas\n\n## Resultados de aprendizaje\n\n- Recibe a las personas que llegan a comprar.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in (("primero", FIRST), ("segundo", SECOND), ("lejano", FAR)):
        written(tmp_path / f"{name}.md", text)
    made = Workspace(tmp_path / "workspace")
    actions.add_framework(made, [written(tmp_path / "normas.csv", NORMS)])
    return made


def mapped(workspace: Workspace, name: str, *reviewed: Path) -> Outcome[tuple[Alignment, ...]]:
    path = workspace.folder.parent / f"{name}.md"
    return actions.map_documents(actions.Against(workspace, ["table"]), [path], reviewed=reviewed)


def review(workspace: Workspace, *verdicts: tuple[str, str, bool], statement: str = "") -> Path:
    """The first programme, its passage reviewed: verdict, code, whether in bulk."""
    alignment = json.loads(alignment_text(mapped(workspace, "primero").report, lang="es"))
    (passage,) = (p for p in alignment["passages"] if p["role"] == "outcome")
    statements = dict(line.split(",", 1) for line in NORMS.splitlines()[1:])
    history = []
    for number, (verdict, code, bulk) in enumerate(verdicts, start=1):
        about, seen = (passage["text_id"], verdict, "table", code), Seen(statement=statement or statements[code])
        history.append(Decision(number, number, "Ana", *about, bulk=bulk, seen=seen))  # type: ignore[arg-type]
    kept = {"format": "curmap-review-1", "name": "x", "alignment": alignment, "text": FIRST}
    kept["history"] = [dataclasses.asdict(row) for row in history]
    return written(workspace.folder.parent / "revision.json", json.dumps(kept))


def probability(found: Outcome[tuple[Alignment, ...]], code: str) -> float:
    """The highest that the programme's passages show for a code, 0 where none does."""
    matches = [m for a in found.report for p in a.passages for m in p.matches if m.code == code]
    return max((match.probability for match in matches), default=0.0)


def test_a_passage_on_something_else_stays_as_it_was(workspace: Workspace) -> None:
    path = review(workspace, ("added", "A3", False))
    plain, informed = mapped(workspace, "lejano"), mapped(workspace, "lejano", path)
    assert [p.matches for p in informed.report[0].passages] == [p.matches for p in plain.report[0].passages]


ADDED, REJECTED = ("added", "A3", False), ("rejected", "A3", False)


@pytest.mark.parametrize("verdicts", [(("added", "A3", True),), (REJECTED,), (ADDED, REJECTED)])
def test_only_what_a_person_accepted_by_hand_is_an_example(
    workspace: Workspace, verdicts: tuple[tuple[str, str, bool], ...]
) -> None:
    (found,) = reviews.read_reviews([review(workspace, *verdicts)])
    assert found.examples == ()


def test_a_decision_on_another_wording_is_counted_and_not_used(workspace: Workspace) -> None:
    path = review(workspace, ("added", "A3", False), statement="Mantener los equipos")
    plain, informed = mapped(workspace, "segundo"), mapped(workspace, "segundo", path)
    assert probability(informed, "A3") == probability(plain, "A3")
    settings = informed.report[0].settings
    assert (settings.get("decisions", 0), settings["decisions_unused"]) == (0, 1)
    (left,) = [note for note in informed.notes if "decisiones que no orientan nada" in note.es]
    assert ": 1" in left.es


@pytest.mark.parametrize("content", [b"", b"[1]", b"{}", b'{"format": "curmap-review-1"}', b"\xff"])
def test_a_file_that_is_no_review_is_named(tmp_path: Path, content: bytes) -> None:
    for path in (written(tmp_path / "otra.json", content), tmp_path / "nada.json"):
        with pytest.raises(InputError, match=path.name):
            reviews.read_reviews([path])
