"""Whole programmes of many kinds: what stands in them is found, in its role and place, and nothing else teaches.

Each document of data/programmes has a table: role, beginning of the text, and a title that its path must show. The
role "?" is for texts of which a reader may say either. Whatever is not in the table must not teach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora.readers import read
from corpora.records import TEACHING_ROLES, Passage
from corpora.split import passages

FOLDER = Path(__file__).parent / "data" / "programmes"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".tsv")


def squeezed(text: str) -> str:
    """Letters, figures and most signs: how a text is broken into lines does not matter."""
    return re.sub(r"[\s.:’']", "", text)


def expected(document: Path) -> Iterator[tuple[str, str, str]]:
    for line in document.with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        role, text, place = line.split("\t")
        yield role, squeezed(text), squeezed(place)[:40]


def differences(found: list[Passage], wanted: list[tuple[str, str, str]]) -> list[str]:
    """What is missing, misplaced or too much, each as a line to read."""
    left = list(found)
    wrong = []
    for role, text, place in wanted:
        alike = [passage for passage in left if squeezed(passage.text).startswith(text)]
        fitting = [
            passage
            for passage in alike
            if role in ("?", passage.role)
            and any(squeezed(title).startswith(place) for title in ("", *passage.section))
        ]
        if role != "?" and not fitting:
            wrong.append(f"{role} {text!r} at {place!r}: {[(p.role, p.section) for p in alike]}")
        for passage in (fitting or alike)[:1]:
            left.remove(passage)
    wrong += [f"not expected: {p.role} {p.text!r} {p.section}" for p in left if p.role in TEACHING_ROLES]
    return wrong


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_programme_is_read_as_its_table_says(path: Path) -> None:
    assert differences(list(passages(read(path)).passages), list(expected(path))) == []
