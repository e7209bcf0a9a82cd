"""What a set of job advertisements asks for. Shares and probabilities are between 0 and 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpora import Skipped, Text
from mapper.matching.records import Interval

_ENOUGH = 10  # competencies told from which they stand for what is asked for


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of an ad that asks for a competency; the ad by its title, by its reference where it has none."""

    ad: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DemandedCompetency:
    """A competency, or a group of them, that a share of the ads asks for.

    Attributes:
        kind: in the framework's terms; "group" where only a group's share can be told.
        group: code of the group above it, "" for none.
        group_statement: that group's wording, empty texts for none.
        share: of the ad groups.
        first_ten: probability that it is among the ten most asked for; None where there is no ranking.
        ads: expected number of ad groups that ask for it.
        examples: at most three, what says it in its own words first, then the most probable; none where no ad by itself
            probably asks for it.
        names: of other entries of nearly the same name that the same ads ask for; they are told in this row.
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
    names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherAsked:
    """Something ads ask for that is no competency: a degree, licence, experience, language or condition.

    Attributes:
        text: for a language its name and level, for experience its length, else the most frequent wording.
        ads: ad groups that require or value it.
        required: those of them that require it.
    """

    kind: str
    text: Text
    ads: int
    required: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A wording of several ads, a task, skill, knowledge or experience, that no entry of the frameworks says.

    Attributes:
        text: as most of the ads print it.
        ads: ad groups that require or value it.
        required: those of them that require it.
        example: one of the ads, with the wording as it has it.
    """

    text: str
    ads: int
    required: int
    example: Example


@dataclass(frozen=True, slots=True)
class Audit:
    """Judgements of drawn ads against the estimates: ad groups judged, by whom, in which sheets."""

    ads: int
    judges: tuple[str, ...]
    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdsOfSector:
    """Ads of one sector, and how it was told which are.

    Attributes:
        by_column: ad groups whose own field says so.
        by_words: ad groups whose text says so.
        others: groups of another sector, not used.
        without: groups of which nothing says a sector, not used.
        words: that decided, with their number of groups, the most frequent first.
        by_set: groups of which nothing says a sector, used since those that say one are nearly all of it.
    """

    by_column: int
    by_words: int
    others: int
    without: int
    words: tuple[tuple[str, int], ...]
    by_set: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A post that some of the ads are of.

    Attributes:
        name: the title that most of them have, as far as it names the post.
        ads: their number, duplicates counted once.
        competencies: the first five that they ask for; empty where they are fewer than 20.
    """

    name: str
    ads: int
    competencies: tuple[DemandedCompetency, ...] = ()


@dataclass(frozen=True, slots=True)
class DemandProfile:
    """The demand of a set of ads.

    Attributes:
        source: names of the files the ads came from.
        read: ads read, duplicates included.
        unread: rows or texts that could not be used.
        unread_in: names of the files with rows or texts that could not be used.
        groups: ads with their duplicates counted once: the unit of every share.
        asking: groups that ask for at least one task, skill or knowledge.
        employers: distinct employers, 0 where none is named.
        dates: first and last date of publication, None where no ad has one.
        countries: each country named with its number of groups, the most frequent first; empty where none is.
        sector: name of the sector the ads were limited to, "" for all ads.
        columns: field to column, as they were recognised or named.
        audited: the judgements that corrected the shares, None where nobody judged.
        material: what the probabilities were calibrated on, and that this was carried over.
        competencies: ranked by share; empty where there are fewer than 30 ad groups.
        by_group: the same for the groups of the framework; empty where there are fewer than 10 ad groups.
        others: what else they ask for.
        unmatched: what several ads ask for and no entry of the frameworks says, the most frequent first.
        notes: what a reader has to know of these figures.
        skipped: what of the ads was not used.
        of_sector: how the ads of the sector were told, None for all ads.
        posts: what the ads are of, the programme's own first, then the most frequent.
        places: each place named with its number of groups, the most frequent first.
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
    columns: Mapping[str, str]
    audited: Audit | None
    material: Text
    competencies: tuple[DemandedCompetency, ...]
    by_group: tuple[DemandedCompetency, ...]
    others: tuple[OtherAsked, ...]
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    of_sector: AdsOfSector | None = None
    unmatched: tuple[Unmatched, ...] = ()
    unread_in: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    places: tuple[tuple[str, int], ...] = ()

    @property
    def has_enough(self) -> bool:
        """Return whether the competencies told stand for what is asked for; a few say little of it."""
        return len(self.competencies) >= min(_ENOUGH, max(1, len(self.by_group)))


Direction = Literal["rises", "falls", "unclear"]
By = Literal["month", "quarter", "year", "file"]


@dataclass(frozen=True, slots=True)
class Period:
    """One of several sets of ads that stand side by side.

    Attributes:
        name: "2026-Q1", "2026-03", "2026", or the file's name.
        groups: its ads with their duplicates counted once; what is published again in another period counts in both.
        asking: groups that ask for something.
    """

    name: str
    groups: int
    asking: int


class Change(Interval):
    """A difference of two shares, from −1 to 1, with its interval."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The change of the demand of one competency, or group of them.

    Attributes:
        shares: one for each period, with its interval; None where the period has too few ads for shares.
        change: share in the last period compared minus that in the first, with an interval for what the ads are a
            sample of; None where nothing is compared.
        direction: rises or falls where that is told although so many are compared, else unclear.
    """

    framework: str
    code: str
    statement: Text
    group: bool
    shares: tuple[Interval | None, ...]
    change: Change | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class Trend:
    """The demand of ads, period by period.

    Attributes:
        by: what parts them: month, quarter or year of publication, or the file they stand in.
        periods: in their order.
        compared: names of the first and the last period with enough ads; None where there are no two.
        undated: ad groups without a date, which stand in no period.
        rows: what rises or falls first, the widest change first, then the rest by the last share.
        notes: what a reader has to know.
    """

    by: By
    periods: tuple[Period, ...]
    compared: tuple[str, str] | None
    undated: int
    rows: tuple[TrendRow, ...]
    notes: tuple[Text, ...] = ()
