"""What the HTML report lays out: an alignment turned into things with names, texts and places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from mapper.records import Alignment, MappedPassage, Match
from mapper.reports.clean import shorten
from mapper.reports.context import Segment, around, segments
from mapper.reports.figures import (
    Catalogue,
    Figures,
    Found,
    Norm,
    figures,
    found,
    norms,
    program_version,
    settings_digest,
)
from mapper.reports.summary import glance, pages
from mapper.reports.words import Words

# Up to so many passages a report opens with all sections unfolded and the wider surroundings.
SHORT = 150
_AROUND = {True: 200, False: 60}
FOUND = 15
_ABOVE = {True: 80, False: 40}


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
    """One document of a report.

    Attributes:
        number: its number in the report, from 1; part of every id in the page.
        alignment: what is shown.
        words: the texts in the report's language.
    """

    def __init__(self, number: int, alignment: Alignment, words: Words) -> None:
        self.number = number
        self.alignment = alignment
        self.words = words
        self.document = alignment.document
        self.catalogue = Catalogue(alignment.frameworks)
        self._order = {framework.name: n for n, framework in enumerate(alignment.frameworks)}
        self.is_short = self.figures.compared <= SHORT

    @cached_property
    def figures(self) -> Figures:
        """How many passages there are."""
        return figures(self.alignment.passages)

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """Coverage by standard."""
        return norms(self.alignment.coverage, self.catalogue)

    @cached_property
    def glance(self) -> str:
        """What was found, in a few sentences."""
        return glance(self.figures, self.norms, self.words)

    @cached_property
    def unreadable(self) -> str:
        """The pages that could not be read."""
        return pages(self.document.unreadable_pages)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The passages that were compared, in the document's order, by section."""
        cards = (self._card(n, p) for n, p in enumerate(self.alignment.passages, 1) if p.mapped)
        by_section = groupby(cards, key=lambda card: card.mapped.passage.section)
        return tuple(Group(section, tuple(group)) for section, group in by_section)

    @cached_property
    def listed(self) -> tuple[MappedPassage, ...]:
        """The passages that were not compared."""
        return tuple(mapped for mapped in self.alignment.passages if not mapped.mapped)

    @cached_property
    def found(self) -> tuple[tuple[str, str, tuple[Found, ...], int], ...]:
        """Of each framework its name, title, the competencies shown and how many there are."""
        every = [(f.name, f.title or f.name, found(self.alignment.passages, f.name)) for f in self.alignment.frameworks]
        return tuple((name, title, entries[:FOUND], len(entries)) for name, title, entries in every)

    @cached_property
    def title_only(self) -> tuple[Match, ...]:
        """The best match of each standard of which only the title is known."""
        every = [entry.match for f in self.alignment.frameworks for entry in found(self.alignment.passages, f.name)]
        return tuple(match for match in every if self.catalogue.title_only(match))

    @cached_property
    def settings(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the settings, as JSON writes them."""
        items = sorted(self.alignment.settings.items())
        return tuple((key, json.dumps(value, ensure_ascii=False, default=str)) for key, value in items)

    @cached_property
    def citation(self) -> str:
        """The sentence by which this alignment is cited."""
        t, alignment = self.words, self.alignment
        frameworks = [t("cite.framework", title=f.title or f.name, version=f.version) for f in alignment.frameworks]
        return t(
            "cite.sentence",
            document=self.document.name,
            sha256=self.document.sha256[:12],
            frameworks="; ".join(frameworks),
            version=program_version(),
            encoder=alignment.encoder["name"],
            revision=alignment.encoder["revision"],
            settings=settings_digest(alignment),
        )

    def row(self, match: Match) -> Row:
        """A match as it is shown."""
        above = self.catalogue.above(match.framework, match.code)
        return Row(
            match=match,
            framework=self._order.get(match.framework, -1),
            percent=self.words.percent(match.probability),
            width=round(100 * min(max(match.probability, 0), 1)),
            above=" › ".join(shorten(entry.statement, _ABOVE[self.is_short]) for entry in above),
            lang=self._other(self.catalogue.language(match)),
            title_only=self.catalogue.title_only(match),
        )

    def _card(self, number: int, mapped: MappedPassage) -> Card:
        passage = mapped.passage
        before, after = around(self.document, passage, _AROUND[self.is_short])
        return Card(
            number=number,
            mapped=mapped,
            lang=self._other(passage.language),
            before=before,
            segments=segments(passage.text, mapped.matches),
            after=after,
            rows=tuple(self.row(match) for match in mapped.matches),
        )

    def _other(self, language: str | None) -> str | None:
        return None if language == self.words.lang else language


def views(alignments: Sequence[Alignment], words: Words) -> list[View]:
    """The documents of a report, in order."""
    return [View(number, alignment, words) for number, alignment in enumerate(alignments, 1)]
