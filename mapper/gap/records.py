"""What employers ask for against what programmes teach: the records of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Text
from mapper.coverage.records import CoverageReport, Made, Programme
from mapper.demand.records import DemandedCompetency, DemandProfile
from mapper.records import Interval

GapState = Literal["demanded_found", "demanded_not_found", "uncertain", "found_not_in_ads"]


@dataclass(frozen=True, slots=True)
class Taught:
    """How far one programme teaches a competency.

    Attributes:
        probability: that it teaches it, with its interval over refitted calibrators.
        gap: demand × (1 − probability), in share of ads; None where there is no demand.
        state: which of the four.
        unit: heading of the programme's nearest unit, "" where nothing is near or it has no headings.
        passage: id of the nearest passage, None where nothing is near.
        instead: a broader or narrower competency that is taught, (code, statement); None if none is.
    """

    probability: Interval
    gap: Interval | None
    state: GapState
    unit: str = ""
    passage: str | None = None
    instead: tuple[str, Text] | None = None


@dataclass(frozen=True, slots=True)
class GapRow:
    """One competency, what the ads ask of it and how far each programme teaches it.

    Attributes:
        competency: with its share of ads, (0, 0, 0) where it is not among what they ask for.
        taught: one for each programme, in the report's order.
    """

    competency: DemandedCompetency
    taught: tuple[Taught, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """What a set of ads asks for and one or more programmes teach.

    Attributes:
        programmes: in the order given.
        profile: of the ads.
        groups: rows of the framework's groups, the widest gap first.
        rows: rows of competencies, the widest gap first; then what is found and not in these ads.
        headline: for each programme the share of what is asked for that it teaches, Σ D·t ÷ Σ D; None where the ads
            are too few for shares.
        coverage: of the standards, as `curmap coverage` gives it, and what else the programmes were read for.
        made: what it takes to make the report again.
        notes: what a reader has to know of these figures.
    """

    programmes: tuple[Programme, ...]
    profile: DemandProfile
    groups: tuple[GapRow, ...]
    rows: tuple[GapRow, ...]
    headline: tuple[Interval | None, ...]
    coverage: CoverageReport
    made: Made
    notes: tuple[Text, ...] = ()
