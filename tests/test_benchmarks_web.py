"""The load run, with few users for a moment: it does what it says, and says when something is missed."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "web.py"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_web", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_users_review_while_files_are_mapped(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "PASSAGES", 30)
    monkeypatch.setattr(script, "PAUSE", 0.2)
    monkeypatch.setattr("sys.argv", ["web.py", "--users", "2", "--seconds", "6", "--pages", "3"])
    script.main()
    said = capsys.readouterr().out
    statuses, decisions = said.splitlines()[:2]
    assert "4" not in "".join(key.strip()[0] for key in statuses.split("{")[1].split(","))
    assert "5" not in "".join(key.strip()[0] for key in statuses.split("{")[1].split(","))
    answered, kept = (int(words.rsplit(" ", 1)[1]) for words in decisions.split(","))
    assert answered == kept > 5
    assert "long files mapped meanwhile" in said
    assert "beyond the encoder's" in said


def test_its_documents_are_of_as_many_pages_and_passages_as_it_says(script: ModuleType, tmp_path: Path) -> None:
    from corpora import readers
    from corpora.split import passages

    read = readers.read(script.document(tmp_path, "diez", 100))
    assert read.pages == 10
    outcomes = [p for p in passages(read).passages if p.role == "outcome"]
    assert len(outcomes) == 100
