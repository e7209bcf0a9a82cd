"""What coverage and gap reports show in tables and pictures alike, made from their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpora import Passage
from mapper.coverage.records import CoverageReport, Programme, StandardCoverage
from mapper.gap.records import GapReport, GapRow, GapState
from mapper.sectors.table import sectors

MOST_UNITS = 20
"""Units of a programme that a heat map shows; the others are one row."""
SHOWN_ROWS = 25
"""Rows of a table on a page; the workbook has all."""
BRIEFLY = 10
"""Rows of what is taught and not asked for."""
DRAWN = 15
"""Rows of a picture."""
RELATED = 0.5
"""Probability from which a standard known by its title counts as related."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers in rows and columns, each with its labels."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __bool__(self) -> bool:
        return any(n for row in self.counts for n in row)


def units_by_elements(standard: StandardCoverage, programme: Programme, others: str) -> Grid:
    """For each unit of a programme and element of a standard, how many of its criteria the unit shows.

    Args:
        standard: with its criteria.
        programme: whose passages they name.
        others: name of the row of further units, with a place for their number `n`.
    """
    depth = _depth(list(programme.passages.values()))
    elements = tuple(dict.fromkeys(tally.element for tally in standard.tallies))
    shown: dict[str, Counter[str]] = {}
    for criterion in standard.criteria:
        if criterion.state not in ("covered", "partly"):
            continue
        cited = (programme.passages[code] for code in criterion.passages if code in programme.passages)
        for unit in dict.fromkeys(unit_of(passage, depth) for passage in cited):
            shown.setdefault(unit, Counter())[criterion.element] += 1
    order = dict.fromkeys(unit_of(passage, depth) for passage in programme.passages.values())
    rows = sorted(shown, key=list(order).index)
    if len(rows) > MOST_UNITS:
        kept = sorted(rows, key=lambda unit: -shown[unit].total())[: MOST_UNITS - 1]
        further = [unit for unit in rows if unit not in kept]
        rows = [unit for unit in rows if unit in kept]
        name = others.format(n=len(further))
        shown[name] = sum((shown[unit] for unit in further), Counter())
        rows.append(name)
    return Grid(tuple(rows), elements, tuple(tuple(shown[unit][code] for code in elements) for unit in rows))


def unit_of(passage: Passage, depth: int) -> str:
    """The heading that names a passage's unit, "" where it has none."""
    return passage.section[min(depth, len(passage.section)) - 1] if passage.section else ""


def _depth(passages: Sequence[Passage]) -> int:
    """The first depth at which headings differ: above it stands the document's own title."""
    deepest = max((len(passage.section) for passage in passages), default=1)
    for depth in range(1, deepest + 1):
        if len({passage.section[:depth] for passage in passages}) > 1:
            return depth
    return max(deepest, 1)


def sectors_by_programmes(report: CoverageReport, lang: str) -> Grid:
    """How many of each sector's own standards are related to each programme, sectors with none left out.

    Standards of trades that serve many sectors would make all sectors alike.
    """
    counts = {
        sector.title: tuple(_of_sector(found, {s.code for s in sector.standards}) for found in report.standards)
        for sector in sectors()
    }
    named = {title: row for title, row in counts.items() if any(row)}
    return Grid(
        tuple(title.en if lang == "en" else title.es for title in named),
        tuple(programme.name for programme in report.programmes),
        tuple(named.values()),
    )


def _of_sector(found: Sequence[StandardCoverage], codes: set[str]) -> int:
    return sum(row.code in codes and (row.above_chance > 0 or (row.related or 0.0) >= RELATED) for row in found)


def asked_for(report: GapReport) -> tuple[GapRow, ...]:
    """What is asked for: competencies where any can be told, else groups."""
    return tuple(row for row in report.rows if row.competency.share.value > 0) or report.groups


def in_state(report: GapReport, state: GapState) -> tuple[tuple[GapRow, ...], tuple[GapRow, ...]]:
    """Groups, and competencies, that one programme has in a state; the most asked for first."""
    found = []
    for rows in (report.groups, report.rows):
        of_state = [row for row in rows if row.taught and row.taught[0].state == state]
        # What is not in the ads is in order of how surely it is taught.
        found.append(tuple(sorted(of_state, key=lambda row: -row.competency.share.value)))
    return found[0], found[1]


def quoted(programme: Programme, codes: Sequence[str]) -> Iterator[Passage]:
    """The passages of these ids that the report holds."""
    return (programme.passages[code] for code in codes if code in programme.passages)
