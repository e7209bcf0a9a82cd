"""Criteria of Mexican standards and the standard that each is of, among all titles of the registry.

No Mexican programme has been judged yet. What CONOCER publishes judges itself in one way: each criterion belongs to
one standard. It is asked without the names of its standard and its element. Attitudes are left out, since they read
the same in many standards. Nothing here is trained on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpora import Competency
from corpora.frameworks import load
from lab.training.material import registry

_LEFT_OUT = frozenset({"standard", "element", "actitud"})


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a standard asks for."""

    code: str  # of the criterion
    text: str  # what it says, on one line
    element: str  # code of the element that it stands under
    standard: str  # code of its standard
    right: frozenset[str]  # codes of the standard and its other editions


def criteria(data: Path) -> tuple[list[Criterion], dict[str, str]]:
    """Return the criteria, and of every standard, those of the registry among them, the title by code.

    The folder has `conocer/` and `renec/`; without `conocer/` there are no criteria. Raises InputError: a file is
    missing or defective.
    """
    folder = data / "conocer"
    documents = [
        load([path], loader="conocer").competencies
        for path in sorted([*folder.glob("textos/*.txt"), *folder.glob("*.pdf")])
    ]
    standards = [
        entry for entries in (*documents, registry(data).competencies) for entry in entries if entry.kind == "standard"
    ]
    titles = {standard.code: standard.statement for standard in standards}
    return [criterion for entries in documents for criterion in _of(entries, titles)], titles


def _of(entries: tuple[Competency, ...], titles: dict[str, str]) -> Iterator[Criterion]:
    standard = entries[0].code
    right = frozenset(code for code in titles if _edition_of(code) == _edition_of(standard))
    for entry in entries:
        if entry.kind not in _LEFT_OUT:
            yield Criterion(entry.code, " ".join(entry.statement.split()), entry.parent or "", standard, right)


def _edition_of(code: str) -> str:
    """Return what the editions of a standard share of their codes: EC0217.01 is a later EC0217."""
    return code.split(".")[0]
