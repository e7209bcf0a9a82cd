"""The coverage of standards as a page for those who design a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import Passage
from mapper.checklist.sheet import LISTED, near
from mapper.coverage.records import CoverageReport, CriterionCoverage, Programme, StandardCoverage, State
from mapper.files import write_atomically
from mapper.reports.clean import shorten
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.gap_figures import Grid, quoted, sectors_by_programmes, units_by_elements
from mapper.reports.page import own, render
from mapper.reports.pictures import cells
from mapper.reports.words import Words

OPEN, PICTURED = 3, 2
"""Standards that a page shows outright, and those that it draws."""
_LONGEST = 240
SHOWN_STATES: tuple[State, ...] = ("covered", "partly", "uncertain", "not_found")
"""In the order of the bars."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How many criteria of one element or kind are in each state, as the page's bars take them."""

    parts: tuple[tuple[State, int], ...]
    of: int


class Covered:
    """What templates ask of a report's standards.

    Args:
        report: of one or more programmes.
        words: of the page.
    """

    open, pictured, listed = OPEN, PICTURED, LISTED

    def __init__(self, report: CoverageReport, words: Words) -> None:
        self.report = report
        self._words = words

    def full(self, number: int) -> list[StandardCoverage]:
        """A programme's standards whose criteria were read, ranked."""
        return [row for row in self.report.standards[number] if row.text == "full"]

    def best(self, number: int) -> StandardCoverage | None:
        """The first of them, if there is one with criteria besides attitudes."""
        return next((row for row in self.full(number) if row.share), None)

    def titles(self, number: int) -> list[StandardCoverage]:
        """Those known by title only, the most related first."""
        return [row for row in self.report.standards[number] if row.text == "title"]

    def heat(self, number: int, standard: StandardCoverage) -> tuple[Grid, str]:
        """Which units show which elements, as numbers and as a picture ("" where there is nothing to draw)."""
        grid = units_by_elements(standard, self.report.programmes[number], self._words("unit.others", n="{n}"))
        rows = [row or self._words("unit.none") for row in grid.rows]
        if not grid:
            return grid, ""
        told = f"{self._words('picture.heat')}: {standard.code}. {self._words('as_table')}."
        return grid, cells(rows, [code.split("/")[-1] for code in grid.columns], grid.counts, told)

    def matrix(self) -> tuple[Grid, str]:
        """Sectors by programmes, likewise."""
        grid = sectors_by_programmes(self.report, self._words.lang)
        if not grid:
            return grid, ""
        told = f"{self._words('picture.matrix')}. {self._words('as_table')}."
        return grid, cells(grid.rows, grid.columns, grid.counts, told)

    def passages(self, programme: Programme, criterion: CriterionCoverage) -> Sequence[Passage]:
        """The passages that show a criterion."""
        return list(quoted(programme, criterion.passages))

    def near(self, number: int, criterion: CriterionCoverage) -> list[tuple[Passage, float | None]]:
        """The passages near a criterion in order, each with its probability."""
        return near(criterion, self.report.programmes[number])

    def short(self, text: str) -> str:
        """The beginning of a passage, as a list of many shows it."""
        return shorten(" ".join(text.split()), _LONGEST)

    def elements(self, standard: StandardCoverage) -> list[tuple[str, str, list[tuple[str, Parts]]]]:
        """Code and title of each element, with its kinds of criteria and how many are in each state."""
        found: dict[str, tuple[str, str, list[tuple[str, Parts]]]] = {}
        for tally in standard.tallies:
            parts = Parts(tuple((state, getattr(tally, state)) for state in SHOWN_STATES), tally.of)
            found.setdefault(tally.element, (tally.element, tally.title, []))[2].append((tally.kind, parts))
        return list(found.values())


def write(report: CoverageReport, path: Path, *, lang: str) -> None:
    """Write the page in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    words = Words(lang, COVERAGE)
    names = [programme.name for programme in report.programmes]
    page = render(
        "coverage.html.j2",
        words,
        style=own("gap.css"),
        heading=", ".join(names) or words("no_documents"),
        subtitle="",
        r=report,
        c=Covered(report, words),
    )
    write_atomically(path, page)
