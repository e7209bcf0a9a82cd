"""Roles and paths in small programmes, one of each kind, written for these tests.

Beside each document of data/structures stands a table of all its passages: role, path, text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.readers import read
from corpora.split import passages

FOLDER = Path(__file__).parent / "data" / "structures"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".tsv")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_roles_and_paths(path: Path) -> None:
    found = passages(read(path)).passages
    rows = ["\t".join((p.role, " > ".join(p.section), " ".join(p.text.split()))) for p in found]
    assert rows == path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
