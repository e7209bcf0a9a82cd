"""What employers ask for against what programmes teach: the records of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Text
from mapper.industry.demand.records import DemandedCompetency, DemandProfile, Trend, Unmatched
from mapper.matching.records import Interval
from mapper.programmes.coverage import CoverageReport, Made, Programme

GapState = Literal["demanded_found", "demanded_not_found", "uncertain", "found_not_in_ads"]

WIDE = 0.5
"""An interval of the headline that is wider says very little."""
LEAST_DEMAND = 0.02
"""Share of the ads that the lower end of a demand's interval has to reach, or nothing is said of what is found."""


@dataclass(frozen=True, slots=True)
class Taught:
    """The extent to which one programme teaches a competency.

    Attributes:
        probability: that it teaches it, with an interval over refitted scorers.
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
class OfferRow:
    """One competency that is asked for, and which of several programmes teach it.

    Attributes:
        share: of the ads.
        probability: that they teach it, read as coverage reads several files together, else that the one which most
            probably does, with its interval.
        gap: demand × (1 − probability).
        state: found if they are sure to teach it, not found if they do not, else uncertain.
        taught_by: numbers of the programmes in which by itself it is found, from 0.
        shown_by: where it is found, but in none by itself, numbers of those that hold the passages which show it.
    """

    framework: str
    code: str
    statement: Text
    group: bool
    share: Interval
    probability: Interval
    gap: Interval
    state: GapState
    taught_by: tuple[int, ...]
    shown_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """The share of what is asked for that a school's programmes teach together.

    Attributes:
        headline: share of what is asked for that they teach; None where the ads are too few.
        rows: groups, then competencies, the most asked for first.
    """

    headline: Interval | None
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """The demand of a set of ads beside what one or more programmes teach.

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
        offer: what the programmes teach together; None for a single one.
        trend: what the ads ask for period by period; None where that was not asked.
        own_words: what several ads ask for in their own words and no entry says, as `profile.unmatched`; for scripts
            that ask for it by this name.
        untold: competencies with an estimate that too few ads are expected to ask for; they count in `headline`.
    """

    programmes: tuple[Programme, ...]
    profile: DemandProfile
    groups: tuple[GapRow, ...]
    rows: tuple[GapRow, ...]
    headline: tuple[Interval | None, ...]
    coverage: CoverageReport
    made: Made
    notes: tuple[Text, ...] = ()
    offer: Offer | None = None
    trend: Trend | None = None
    own_words: tuple[Unmatched, ...] = ()
    untold: int = 0
