"""What a programme shows of standards, from every candidate of its passages, and what every report says of itself.

Here are the records. `standards` makes them of each criterion, counts them for an alignment and ranks standards by
them; the probabilities are those of `mapper.matching`. Shares, probabilities and chance levels are between 0 and 1.
"Found" is said of a document, never "taught": what a document does not show may be taught all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpora import Passage, Skipped, Text
from mapper.industry.transversal import GreenSkill, Need
from mapper.matching.calibrated import NamedEncoder
from mapper.matching.records import NOTHING, Interval
from mapper.people.checklist import CriterionDecision, ReviewSummary
from mapper.people.judging import Judging, Verdict
from mapper.programmes.facilities import StaffStandard, StandardNeeds

State = Literal["covered", "partly", "not_found", "uncertain"]
TREATED = 0.1  # share above chance from which a programme treats a standard's matter
MOST_TOGETHER = 12  # files that may be the courses of one curriculum
STATES: tuple[State, ...] = ("covered", "partly", "not_found", "uncertain")
TAUGHT: tuple[State, ...] = ("covered", "partly")  # wholly or in part


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that lies near a criterion, by its id, and the probability that it teaches it."""

    passage: str
    probability: float


@dataclass(frozen=True, slots=True)
class CriterionCoverage:
    """What a programme shows of one criterion.

    Attributes:
        kind: desempeno, producto, conocimiento, actitud, …; the framework's own.
        level: as the standard says it, None if it says none.
        element: code of the element above it.
        state: covered, partly, not_found or uncertain.
        probability: that the programme teaches it.
        passages: ids of the passages that show it, the surest first, at most three.
        why: why only partly, or what is missing; empty texts where there is nothing to say.
        nearest: up to eight passages in order, whatever the state.
        verdict: of a judge, whose state this is then; None where none was asked or none answered.
        decided: by a person, whose state this is then; None where nobody marked anything.
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
    nearest: tuple[Near, ...] = ()
    verdict: Verdict | None = None
    decided: CriterionDecision | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria of one element and kind are in each state.

    Attributes:
        element: code of the element, or of the standard itself.
        attitude: whether they are attitudes, habits or values, which are never pooled with the rest.
        covered: criteria in this state; so the next three.
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
        level: as the registry or document says it.
        sector: as the registry says it, None if it says none.
        text: "full" where its criteria were read, "title" where only the title is known: then it is only related.
        tallies: per element and kind, in the standard's order; empty for a title.
        share: of the criteria without attitudes, elements weighing the same; None for a title.
        attitudes: the same of the attitudes alone; None where it names none.
        chance: the share that a programme of another field, as long as this one, reaches half of the time.
        above_chance: (share − chance) ÷ (1 − chance); what standards are ranked by.
        own_share: of the criteria without attitudes, each counted by its probability, and by that of its nearest
            passage to show it rather than any other standard that was compared.
        criteria: of all elements; empty for a title.
        related: probability that the programme treats the matter of a title; None for a full text.
        where: of a title, where to get its document; empty texts for a full text.
        reviewed_share: `share` with what people decided; None where they decided nothing.
        reviewed_attitudes: the same of the attitudes.
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
    own_share: float = 0.0
    criteria: tuple[CriterionCoverage, ...] = ()
    related: float | None = None
    where: Text = NOTHING
    reviewed_share: Interval | None = None
    reviewed_attitudes: Interval | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A document as a report cites it.

    Attributes:
        searched: how many passages were compared.
        pages: None where the format has none.
        unreadable_pages: from 1.
        passages: those that some figure of the report names, by id.
        skipped: what was not read.
        title: as the document says it, "" where it says none.
        numbers: of each of the passages, by its id, its number among all of the document, from 1.
        shared: how many headings all of the document's passages stand below: its own title, mostly.
    """

    name: str
    sha256: str
    searched: int
    pages: int | None
    unreadable_pages: tuple[int, ...]
    passages: Mapping[str, Passage]
    skipped: tuple[Skipped, ...] = ()
    title: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    shared: int = 0


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

    settings: Mapping[str, Any]
    frameworks: tuple[tuple[str, str, str], ...]
    encoder: NamedEncoder
    models: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Supplement:
    """What a programme was read for besides the criteria of standards.

    Attributes:
        needs: transversal needs: English, digital work, communication, teamwork.
        green: skills for a greener economy that it has.
        staff: standards for people who teach, design and assess.
        standards: what the foremost standards bring with them: rooms, equipment, dual training.
        unused_changes: codes for which a person decided where they are learnt, and that none of these criteria has.
        marked: what it teaches and itself marks as learnt at the company.
    """

    needs: tuple[Need, ...] = ()
    green: tuple[GreenSkill, ...] = ()
    staff: tuple[StaffStandard, ...] = ()
    standards: tuple[StandardNeeds, ...] = ()
    unused_changes: tuple[str, ...] = ()
    marked: tuple[Passage, ...] = ()


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
        supplements: for each programme what else it was read for.
        judged: what was asked of a judge; None where none was.
        reviewed: what was taken from reviews; None where none was given.
        together: what several files show together, read as the courses of one curriculum, ranked as `standards`; ()
            for one file, and for more than `MOST_TOGETHER`.
    """

    programmes: tuple[Programme, ...]
    standards: tuple[tuple[StandardCoverage, ...], ...]
    sector: SectorText | None
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    judged: Judging | None = None
    reviewed: ReviewSummary | None = None
    together: tuple[StandardCoverage, ...] = ()
