"""Programmes searched for the entries of frameworks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora import TEACHING_ROLES, Document, Framework, Passage
from corpora.split import passages as split
from mapper.matching.matcher import Matcher
from mapper.programmes.coverage.records import Programme
from mapper.programmes.coverage.states import Shown

_SHORTEST = 12
"""Characters below which a passage of no teaching role says nothing."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A programme and what it says of each framework's entries.

    Attributes:
        document: as it was read.
        every: all its passages, in its order.
        passages: those of them that were compared.
        shown: one for each framework, in the order asked.
    """

    document: Document
    every: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    shown: tuple[Shown, ...]

    @property
    def length(self) -> int:
        """Distinct passages that were compared."""
        return len({passage.text_id for passage in self.passages})

    def cited(self, ids: Iterable[str]) -> Programme:
        """As a report cites it, with the passages of these ids."""
        wanted = set(ids)
        document = self.document
        return Programme(
            document.name,
            document.sha256,
            self.length,
            document.pages,
            document.unreadable_pages,
            {passage.id: passage for passage in self.every if passage.id in wanted},
            document.skipped,
        )


def search(document: Document, frameworks: Sequence[Framework], matcher: Matcher) -> Searched:
    """Compare the passages of a document that teach with the frameworks that the matcher was made for."""
    return compared(document, split(document).passages, frameworks, matcher)


def compared(
    document: Document, passages: Sequence[Passage], frameworks: Sequence[Framework], matcher: Matcher
) -> Searched:
    """The same of a document that was split before."""
    chosen = [p for p in passages if p.language is not None and p.role in TEACHING_ROLES]
    others = beside(passages, chosen)
    found = matcher.score(chosen, beside=others)
    shown = [Shown.of(f, [*chosen, *others], of_one) for f, of_one in zip(frameworks, found, strict=True)]
    return Searched(document, tuple(passages), tuple(chosen), tuple(shown))


def beside(passages: Sequence[Passage], chosen: Sequence[Passage]) -> list[Passage]:
    """The other passages that may show where a criterion is taught, whatever their role: all that say something."""
    ids = {passage.id for passage in chosen}
    return [p for p in passages if p.id not in ids and p.language is not None and len(p.text) >= _SHORTEST]
