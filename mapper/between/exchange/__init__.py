"""Mappings in the formats of other systems: ends with identifiers, the correspondences between them, and their writers.

Seam: a format has a function `(mappings: Sequence[MappingSet]) -> Export`: the file's content and what it cannot hold,
counted. Whoever makes mappings of another kind than a programme's (a crosswalk, two editions) makes `MappingSet`s.
"""

from __future__ import annotations

import pkgutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from corpora import InputError, Skipped
from corpora.frameworks.writers import NAMESPACE, Export, as_csv

Predicate = Literal["exact", "close", "broad", "narrow", "related", "replaced"]
"""What the target is to the source, as SKOS says it: "broad", the broader one; "replaced", its new edition.

A mapping of a programme says no more than that a passage and a competency correspond with some probability: its
predicate is "related". A crosswalk or a person says a stronger one.
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One end of a correspondence, an entry of a framework or a passage."""

    vocabulary: str  # name of its framework, or "passage"
    code: str
    title: str
    identifier: str  # UUID, or the identifier with which it came in CASE
    uri: str  # its address: the one with which it came, else `urn:uuid:` and the identifier
    is_case: bool = False  # whether other systems know it as a CASE item of that identifier
    about: Mapping[str, Any] = field(default_factory=dict)  # role, section, page and language of a passage


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One source and its target, None where nothing was found.

    `probability` and `score` are computed, None where none was: what a person added has neither. `author` and `date`
    are of the person who decided, "" where nobody did; by that person's word it does not hold where `rejected`, and
    only in part where `partly`.
    """

    source: Node
    target: Node | None
    predicate: Predicate = "related"
    probability: float | None = None
    score: float | None = None
    author: str = ""
    date: str = ""
    note: str = ""
    rejected: bool = False
    partly: bool = False


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A mapping whole."""

    title: str  # the document's name, or both frameworks'
    identifier: str  # UUID of what it was made from, so that the same mapping has the same
    language: str
    sources: tuple[Node, ...]  # all of them, those without a correspondence too, in their order
    correspondences: tuple[Correspondence, ...]
    own: bool = True  # whether the sources are passages, which no other system knows
    settings: Mapping[str, Any] = field(default_factory=dict)  # what the mapping depends on, JSON values
    skipped: tuple[Skipped, ...] = ()  # what could not be told of the ends, counted

    def pairs(self, *, rejected: bool) -> list[tuple[Correspondence, Node]]:
        """Return what corresponds to what; with what people rejected, or without."""
        found = ((c, c.target) for c in self.correspondences if rejected or not c.rejected)
        return [(c, target) for c, target in found if target is not None]


def combine_identifiers(mappings: Sequence[MappingSet]) -> str:
    """Return the identifier of several mappings as one, whatever their order; of one its own."""
    identifiers = sorted({mapping.identifier for mapping in mappings})
    return identifiers[0] if len(identifiers) == 1 else str(uuid.uuid5(NAMESPACE, "\n".join(identifiers)))


EXPORTS: dict[str, str] = {
    "case": "mapper.between.exchange.case:write",
    "sssom": "mapper.between.exchange.sssom:write",
    "csv": "mapper.between.exchange:write_table",
}
"""Format to its writer."""
SAY_REJECTED = ("sssom", "csv")
"""The formats that can say that a pair does not hold by a person's word; the others leave such pairs out."""


def write(mappings: Sequence[MappingSet], form: str) -> Export:
    """Return the mappings in the format of that name; raises InputError for a format that is not in `EXPORTS`."""
    if form not in EXPORTS:
        known = ", ".join(EXPORTS)
        raise InputError("there is no format '{form}' for mappings; known: {known}", form=form, known=known)
    writer: Callable[[Sequence[MappingSet]], Export] = pkgutil.resolve_name(EXPORTS[form])
    return writer(mappings)


_SOURCE = ("document", "source", "role", "section", "page", "source_text")
_TARGET = (
    "predicate framework code statement probability score author date rejected note partly".split()  # noqa: SIM905
)


def write_table(mappings: Sequence[MappingSet]) -> Export:
    """Return a plain CSV in UTF-8, a row for each correspondence; where it has no target the cells of one are empty."""
    rows: list[Sequence[str]] = [(*_SOURCE, *_TARGET)]
    for mapping in mappings:
        for correspondence in mapping.correspondences:
            source, about = correspondence.source, correspondence.source.about
            place = [about.get("role", ""), " › ".join(about.get("section") or []), about.get("page")]
            rows.append([mapping.title, source.code, *place, source.title, *_target_cells(correspondence)])
    return Export(as_csv(rows))


def _target_cells(correspondence: Correspondence) -> list[str]:
    target, numbers = correspondence.target, (correspondence.probability, correspondence.score)
    shown = ["" if number is None else f"{number:.6g}" for number in numbers]
    rejected, partly = ("1" if said else "" for said in (correspondence.rejected, correspondence.partly))
    person = [correspondence.author, correspondence.date, rejected, correspondence.note, partly]
    end = [correspondence.predicate, target.vocabulary, target.code, target.title] if target else [""] * 4
    return [*end, *shown, *person]
