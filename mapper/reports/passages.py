"""Passages as they stand in their document: the words that carry their matches, and what is said around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpora import Document, Passage
from corpora.text import own_code
from mapper.matching.calibrated import is_calibrated
from mapper.matching.records import MappedPassage, Match, count_shared_headings, strip_title
from mapper.programmes.alignment import Alignment
from mapper.reports.blocks import Words, shorten
from mapper.reports.parts import Catalogue, count_passages

SHORT = 150
"""Up to so many passages a page opens with all sections unfolded and the wider surroundings."""
_AROUND = {True: 200, False: 60}
_ABOVE = {True: 80, False: 40}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a passage's text, and the numbers, from 0, of the matches whose evidence it belongs to."""

    text: str
    matches: tuple[int, ...]


def segments(text: str, matches: Sequence[Match]) -> tuple[Segment, ...]:
    """Return a text cut where some evidence begins or ends; what of an evidence lies outside the text is left out."""
    spans = [
        (max(start, 0), min(end, len(text)), number)
        for number, match in enumerate(matches)
        for start, end in match.evidence
        if max(start, 0) < min(end, len(text))
    ]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return tuple(
        Segment(text[a:b], tuple(sorted({number for start, end, number in spans if start <= a and b <= end})))
        for a, b in pairwise(cuts)
    )


def evidence(text: str, match: Match) -> str:
    """Return the words of one match's evidence, in the text's order."""
    return " … ".join(segment.text.strip() for segment in segments(text, [match]) if segment.matches)


def around(document: Document, passage: Passage, longest: int) -> tuple[str, str]:
    """Return what its document says before and after a passage, `longest` characters each at most, in whole words.

    That is the rest of its line and the next one.
    """
    before = document.text[max(0, passage.start - longest) : passage.start]
    if passage.start > longest and before.count("\n") < 2:
        # The first word may be the end of a longer one.
        before = "… " + re.sub(r"^\S*\s*", "", before)
    after = document.text[passage.end : passage.end + longest]
    if passage.end + longest < len(document.text) and after.count("\n") < 2:
        after = re.sub(r"\s*\S*$", "", after) + " …"
    return "\n".join(before.split("\n")[-2:]), "\n".join(after.split("\n")[:2])


class View:
    """The passages of one document of a report; its number, from 1, is part of every id in a page.

    Their headings are those below the title that all of them share.
    """

    def __init__(self, number: int, alignment: Alignment, t: Words, *, several: bool = False) -> None:
        self.number, self.t, self.several = number, t, several
        shared = count_shared_headings(mapped.passage for mapped in alignment.passages)
        cited = (replace(mapped, passage=strip_title(mapped.passage, shared)) for mapped in alignment.passages)
        self.alignment = replace(alignment, passages=tuple(cited))
        self.document = alignment.document
        self.catalogue = Catalogue(alignment.frameworks)
        self.figures = count_passages(alignment.passages)
        self.order = {framework.name: n for n, framework in enumerate(alignment.frameworks)}
        self.calibrated = is_calibrated(alignment.encoder)
        self.is_short = self.figures.compared <= SHORT

    @property
    def compared(self) -> list[MappedPassage]:
        """Return the passages that were compared."""
        return [mapped for mapped in self.alignment.passages if mapped.mapped]

    @property
    def groups(self) -> list[tuple[tuple[str, ...], list[tuple[int, MappedPassage]]]]:
        """Return the same by section, in the document's order, each with its number, from 1, among all passages."""
        numbered = ((n, mapped) for n, mapped in enumerate(self.alignment.passages, 1) if mapped.mapped)
        return [(section, list(group)) for section, group in groupby(numbered, lambda one: one[1].passage.section)]

    def around(self, passage: Passage) -> tuple[str, str]:
        """Return what is shown before and after a passage."""
        return around(self.document, passage, _AROUND[self.is_short])

    def segments(self, mapped: MappedPassage) -> tuple[Segment, ...]:
        """Return a passage's text with its evidence."""
        return segments(mapped.passage.text, mapped.matches)

    def other(self, language: str | None) -> str | None:
        """Return a language where it is not the report's."""
        return None if language == self.t.lang else language

    def shown_probability(self, match: Match, place: int) -> str:
        """Return the probability of a match as it is shown; only its place, from 1, where it is not calibrated."""
        return self.t.percent(match.probability) if self.calibrated else f"{place}."

    def width(self, match: Match) -> int:
        """Return how long the bar of a match is, 0 to 100."""
        return round(100 * min(max(match.probability, 0), 1)) if self.calibrated else 0

    def above(self, match: Match) -> str:
        """Return the framework of a match's entry, and the titles of the entries that it belongs to."""
        entries = self.catalogue.above(match.framework, match.code)
        titles = " › ".join(shorten(entry.statement, _ABOVE[self.is_short]) for entry in entries)
        return " · ".join(filter(None, (own_code(match.framework, titles or match.statement), titles)))

    def own_code(self, match: Match) -> str:
        """Return the code of a match's entry where it is shown."""
        return own_code(match.code, match.statement)
