"""Passages as they stand in their document: the words that carry their matches, and what is said around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpora import Document, Passage
from mapper.matching.calibrated import is_calibrated
from mapper.matching.records import MappedPassage, Match, below_title, shared_headings
from mapper.programmes.alignment import Alignment
from mapper.reports.blocks import Words, shorten
from mapper.reports.figures import Catalogue, Figures, figures

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
    """A text cut where some evidence begins or ends; what of an evidence lies outside the text is left out."""
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
    """The words of one match's evidence, in the text's order."""
    return " … ".join(segment.text.strip() for segment in segments(text, [match]) if segment.matches)


def around(document: Document, passage: Passage, longest: int) -> tuple[str, str]:
    """What its document says before and after a passage, `longest` characters each at most, in whole words.

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


@dataclass(frozen=True, slots=True)
class Row:
    """A match as it is shown: `above` are the titles of the entries it belongs to, `lang` where it is another one."""

    match: Match
    framework: int
    percent: str
    width: int
    above: str
    lang: str | None
    title_only: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A passage as it is shown: with its number, from 1, among all of the document."""

    number: int
    mapped: MappedPassage
    lang: str | None
    before: str
    segments: tuple[Segment, ...]
    after: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that stand together in one section."""

    section: tuple[str, ...]
    cards: tuple[Card, ...]

    @property
    def unmatched(self) -> int:
        """How many of them have no match."""
        return sum(not card.rows for card in self.cards)


class View:
    """The passages of one document of a report; its number, from 1, is part of every id in a page."""

    def __init__(self, number: int, alignment: Alignment, words: Words, *, several: bool = False) -> None:
        self.number, self.words, self.several = number, words, several
        self.alignment = _as_cited(alignment)
        self.document = alignment.document
        self.catalogue = Catalogue(alignment.frameworks)
        self.figures: Figures = figures(alignment.passages)
        self._order = {framework.name: n for n, framework in enumerate(alignment.frameworks)}
        self.calibrated = is_calibrated(alignment.encoder)
        self.is_short = self.figures.compared <= SHORT

    @property
    def compared(self) -> list[MappedPassage]:
        """The passages that were compared."""
        return [mapped for mapped in self.alignment.passages if mapped.mapped]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The same, in the document's order, by section."""
        cards = (self._card(n, p) for n, p in enumerate(self.alignment.passages, 1) if p.mapped)
        by_section = groupby(cards, key=lambda card: card.mapped.passage.section)
        return tuple(Group(section, tuple(group)) for section, group in by_section)

    def other(self, language: str | None) -> str | None:
        """A language where it is not the report's."""
        return None if language == self.words.lang else language

    def told(self, match: Match, place: int) -> str:
        """The probability of a match as it is shown; only its place, from 1, where it is not calibrated."""
        return self.words.percent(match.probability) if self.calibrated else f"{place}."

    def _row(self, match: Match, place: int) -> Row:
        above = self.catalogue.above(match.framework, match.code)
        return Row(
            match=match,
            framework=self._order.get(match.framework, -1),
            percent=self.told(match, place),
            width=round(100 * min(max(match.probability, 0), 1)) if self.calibrated else 0,
            above=" › ".join(shorten(entry.statement, _ABOVE[self.is_short]) for entry in above),
            lang=self.other(self.catalogue.language(match)),
            title_only=self.catalogue.title_only(match),
        )

    def _card(self, number: int, mapped: MappedPassage) -> Card:
        passage = mapped.passage
        before, after = around(self.document, passage, _AROUND[self.is_short])
        return Card(
            number=number,
            mapped=mapped,
            lang=self.other(passage.language),
            before=before,
            segments=segments(passage.text, mapped.matches),
            after=after,
            rows=tuple(self._row(match, place) for place, match in enumerate(mapped.matches, 1)),
        )


def _as_cited(alignment: Alignment) -> Alignment:
    """With the headings of its passages below the title that all of them share."""
    shared = shared_headings(mapped.passage for mapped in alignment.passages)
    passages = (replace(mapped, passage=below_title(mapped.passage, shared)) for mapped in alignment.passages)
    return replace(alignment, passages=tuple(passages))
