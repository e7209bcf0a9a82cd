"""The records of demand, coverage and gap: what the tables, pages and workbooks are made from.

Shares, probabilities and chance levels are between 0 and 1. "Found" is said of a document, never "taught": what a
document does not show may be taught all the same.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from corpora import Passage, Skipped, Text

NOTHING = Text("", "")

State = Literal["covered", "partly", "not_found", "uncertain"]
STATES: tuple[State, ...] = ("covered", "partly", "not_found", "uncertain")
GapState = Literal["demanded_found", "demanded_not_found", "uncertain", "found_not_in_ads"]
GAP_STATES: tuple[GapState, ...] = ("demanded_not_found", "uncertain", "demanded_found", "found_not_in_ads")


class Interval(NamedTuple):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of an advertisement that asks for a competency."""

    ad: str
    """Title of the ad, its reference where it has none."""
    sentence: str


@dataclass(frozen=True, slots=True)
class DemandedCompetency:
    """What a share of the ads asks for: a competency, or a group of them.

    Attributes:
        framework: name of its framework.
        code: its code there.
        statement: its wording, in both languages where the framework has them.
        kind: in the framework's terms; "group" where only a group's share can be told.
        group: code of the group above it, "" for none.
        group_statement: that group's wording, empty texts for none.
        share: of the ad groups, adjusted to these ads.
        first_ten: probability that it is among the ten most asked for; None where there is no ranking.
        ads: expected number of ad groups that ask for it.
        examples: at most three, the most probable first.
    """

    framework: str
    code: str
    statement: Text
    kind: str
    group: str
    group_statement: Text
    share: Interval
    first_ten: float | None
    ads: float
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherAsked:
    """Something ads ask for that is no competency: a degree, licence, experience, language or condition.

    Attributes:
        kind: which of these.
        text: for a language its name and level, else the most frequent wording.
        ads: ad groups that require or value it.
        required: those of them that require it.
    """

    kind: str
    text: Text
    ads: int
    required: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What people's judgements of drawn ads said of the estimates.

    Attributes:
        ads: ad groups judged.
        judges: who judged, in the sheets' order.
        sha256: of each sheet.
    """

    ads: int
    judges: tuple[str, ...]
    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdsOfSector:
    """How it was told which ads are of the sector they were limited to.

    Attributes:
        by_column: ad groups whose own field says so.
        by_words: ad groups whose text says so.
        others: groups of another sector, not used.
        without: groups of which nothing says a sector, not used.
        words: that decided, with their number of groups, the most frequent first.
    """

    by_column: int
    by_words: int
    others: int
    without: int
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DemandProfile:
    """What a set of ads asks for.

    Attributes:
        source: names of the files the ads came from.
        read: ads read, duplicates included.
        unread: rows or texts that could not be used.
        groups: ads with their duplicates counted once: the unit of every share.
        asking: groups that ask for at least one task, skill or knowledge.
        employers: distinct employers, 0 where none is named.
        dates: first and last date of publication, None where no ad has one.
        countries: each country named with its number of groups, the most frequent first; empty where none is.
        sector: name of the sector the ads were limited to, "" for all ads.
        columns: field to column, as they were recognised or named.
        audited: the judgements that corrected the shares, None where nobody judged.
        material: what the probabilities were calibrated on, and that this was carried over.
        prior: share of pairs that held in that material.
        competencies: ranked by share; empty where there are fewer than 30 ad groups.
        by_group: the same for the groups of the framework; empty where there are fewer than 10 ad groups.
        others: what else they ask for.
        notes: what a reader has to know of these figures.
        skipped: what of the ads was not used.
        of_sector: how the ads of the sector were told, None for all ads.
    """

    source: tuple[str, ...]
    read: int
    unread: int
    groups: int
    asking: int
    employers: int
    dates: tuple[str, str] | None
    countries: tuple[tuple[str, int], ...]
    sector: str
    columns: abc.Mapping[str, str]
    audited: Audit | None
    material: Text
    prior: float
    competencies: tuple[DemandedCompetency, ...]
    by_group: tuple[DemandedCompetency, ...]
    others: tuple[OtherAsked, ...]
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    of_sector: AdsOfSector | None = None


@dataclass(frozen=True, slots=True)
class CriterionCoverage:
    """What a programme shows of one criterion.

    Attributes:
        code: of the criterion.
        kind: desempeno, producto, conocimiento, actitud, …; the framework's own.
        statement: its text.
        level: as the standard says it, None if it says none.
        element: code of the element above it.
        state: covered, partly, not_found or uncertain.
        probability: that the programme teaches it.
        passages: ids of the passages that show it, the surest first, at most three.
        why: why only partly, or what is missing; empty texts where there is nothing to say.
    """

    code: str
    kind: str
    statement: str
    level: str | None
    element: str
    state: State
    probability: float
    passages: tuple[str, ...] = ()
    why: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria of one element and kind are in each state.

    Attributes:
        element: code of the element, or of the standard itself.
        title: its title.
        kind: of the criteria; the framework's own.
        attitude: whether they are attitudes, habits or values, which are never pooled with the rest.
        covered: criteria in this state; so the next three.
        partly: likewise.
        not_found: likewise.
        uncertain: likewise.
        of: all of them.
        share: mean of their probabilities.
    """

    element: str
    title: str
    kind: str
    attitude: bool
    covered: int
    partly: int
    not_found: int
    uncertain: int
    of: int
    share: float


@dataclass(frozen=True, slots=True)
class StandardCoverage:
    """What a programme shows of one standard.

    Attributes:
        framework: the standard's framework.
        code: its code there.
        title: its title.
        level: as the registry or document says it.
        sector: as the registry says it, None if it says none.
        committee: likewise.
        text: "full" where its criteria were read, "title" where only the title is known: then it is only related.
        tallies: per element and kind, in the standard's order; empty for a title.
        share: of the criteria without attitudes, elements weighing the same; None for a title.
        attitudes: the same of the attitudes alone; None where it names none.
        chance: the share that a programme of another field, as long as this one, reaches half of the time.
        above_chance: (share − chance) ÷ (1 − chance); what standards are ranked by.
        criteria: of all elements; empty for a title.
        related: probability that the programme treats the matter of a title; None for a full text.
        where: of a title, where to get its document; empty texts for a full text.
    """

    framework: str
    code: str
    title: str
    level: str | None
    sector: str | None
    committee: str | None
    text: Literal["full", "title"]
    tallies: tuple[Tally, ...] = ()
    share: Interval | None = None
    attitudes: Interval | None = None
    chance: float = 0.0
    above_chance: float = 0.0
    criteria: tuple[CriterionCoverage, ...] = ()
    related: float | None = None
    where: Text = NOTHING

    @property
    def missing(self) -> tuple[CriterionCoverage, ...]:
        """Criteria that were not found in the document."""
        return tuple(criterion for criterion in self.criteria if criterion.state == "not_found")


@dataclass(frozen=True, slots=True)
class Programme:
    """A document as a report cites it.

    Attributes:
        name: the file's name.
        sha256: of its bytes.
        searched: distinct passages that were compared.
        pages: None where the format has none.
        unreadable_pages: from 1.
        passages: those that some figure of the report names, by id.
        skipped: what was not read.
    """

    name: str
    sha256: str
    searched: int
    pages: int | None
    unreadable_pages: tuple[int, ...]
    passages: abc.Mapping[str, Passage]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorText:
    """How many of a sector's standards can be covered at all.

    Attributes:
        sector: name of the sector.
        title: what it is called.
        standards: codes of the registry that are its own or serve it.
        loaded: those of them whose criteria were read.
        through_esco: whether, none being loaded, the sector is covered through ESCO's skills.
    """

    sector: str
    title: Text
    standards: tuple[str, ...]
    loaded: tuple[str, ...]
    through_esco: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What it takes to make a report again: settings, frameworks (name, version, sha256), encoder, models."""

    settings: abc.Mapping[str, Any]
    frameworks: tuple[tuple[str, str, str], ...]
    encoder: abc.Mapping[str, str]
    models: abc.Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """What one or more programmes show of standards.

    Attributes:
        programmes: in the order given.
        standards: for each programme its standards, full texts ranked by `above_chance`, then titles by `related`.
        sector: of a report limited to one, else None.
        material: what the probabilities were calibrated on, and that this was carried over.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        extras: for each programme what else it was read for: needs, green skills, staff, what the foremost standards
            bring with them, dual training; JSON values as `mapper.extras` gives them.
    """

    programmes: tuple[Programme, ...]
    standards: tuple[tuple[StandardCoverage, ...], ...]
    sector: SectorText | None
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    extras: tuple[abc.Mapping[str, Any], ...] = ()


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
