"""The load run, with few users for a moment: it does what it says, and says when something is missed."""

from pathlib import Path

import pytest
import web

pytestmark = pytest.mark.slow


def test_two_users_review_while_files_are_mapped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(web, "PASSAGES", 30)
    monkeypatch.setattr(web, "PAUSE", 0.2)
    monkeypatch.setattr("sys.argv", ["web.py", "--users", "2", "--seconds", "6", "--pages", "3"])
    web.main()
    said = capsys.readouterr().out
    statuses, decisions = said.splitlines()[:2]
    assert "4" not in "".join(key.strip()[0] for key in statuses.split("{")[1].split(","))
    assert "5" not in "".join(key.strip()[0] for key in statuses.split("{")[1].split(","))
    answered, kept = (int(words.rsplit(" ", 1)[1]) for words in decisions.split(","))
    assert answered == kept > 5
    assert "long files mapped meanwhile" in said
    assert "beyond the encoder's" in said


def test_its_documents_are_of_as_many_pages_and_passages_as_it_says(tmp_path: Path) -> None:
    from corpora import readers
    from mapper.matching.teaching import split_programme

    read = readers.read(web.document(tmp_path, "diez", 100))
    assert read.pages == 10
    outcomes = [p for p in split_programme(read).passages if p.role == "outcome"]
    assert len(outcomes) == 100
