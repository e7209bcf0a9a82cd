"""Pairs of real sentences about work and the skills that the matcher finds in them."""

from pathlib import Path

import pytest

from corpora import frameworks
from lab.training import activities

ESCO = Path(__file__).parent / "data" / "frameworks" / "esco"
THREADS, HISTORY = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two tasks that name a skill, and one that names none."""
    (tmp_path / "onet").mkdir()
    tasks = '"Put in threads by hand"\n"Read about the history of the loom"\n"Answer calls"\n'
    (tmp_path / "onet" / "task.csv").write_text(f"Task\n{tasks}", encoding="utf-8")
    return tmp_path


def test_the_surest_texts_stand_beside_the_skill_that_they_name(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activities, "KEPT", 0.6)
    esco = frameworks.load([ESCO], loader="esco")
    found = {text: (label, code) for text, label, code in activities.named(data, esco, frozenset(), seed=1)}
    assert {text: code for text, (_, code) in found.items()} == {
        "Put in threads by hand": THREADS,
        "Read about the history of the loom": HISTORY,
    }
    assert found["Put in threads by hand"][0] in {"put in threads", "enhebrar por computadora"}
    # A text whose skill is held out is left out; it is not given to the next best.
    rest = activities.named(data, esco, {THREADS}, seed=1)
    assert [text for text, _, _ in rest] == ["Read about the history of the loom"]


def test_a_folder_without_such_texts_gives_no_pairs(tmp_path: Path) -> None:
    esco = frameworks.load([ESCO], loader="esco")
    assert list(activities.named(tmp_path, esco, frozenset(), seed=1)) == []
