"""The records of an evidence matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Skipped, Text
from mapper.programmes.coverage.records import Made, Programme

Instrument = Literal["observation", "checklist", "questionnaire", "rubric", "scale", "portfolio", "interview"]
Evidenced = Literal["found", "uncertain", "none"]
EVIDENCED: tuple[Evidenced, ...] = ("found", "uncertain", "none")


@dataclass(frozen=True, slots=True)
class Standard:
    """What a standard's document says of its evaluation.

    Attributes:
        level: as its document or the registry says it, None if neither does.
        requirements: what the evaluation needs ("apoyos/requerimientos"); () where the document states nothing.
        practice: how it is evaluated ("detalles de la práctica"); likewise.
        duration: of the evaluation; likewise None.
        elements: code and title of each, in the standard's order.
    """

    framework: str
    code: str
    title: str
    level: str | None
    committee: str | None
    purpose: str | None
    requirements: tuple[str, ...]
    practice: tuple[str, ...]
    duration: str | None
    elements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """Something by which a programme evaluates: a row of a table, an item, a paragraph.

    Attributes:
        name: by which the matrix calls it: A1, A2, ….
        text: its words, the cells of a row parted by " · ".
        passages: ids of its passages.
        role: evaluation or activity, as the programme has it.
        section: headings above it, the outermost first.
        page: None where the format has none.
        weight: its share of the mark as printed ("20 %"), "" for none.
        instruments: that it names, or the heading above it.
    """

    name: str
    text: str
    passages: tuple[str, ...]
    role: str
    section: tuple[str, ...]
    page: int | None
    weight: str
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An activity that may show a criterion, with the probability that it does."""

    activity: str
    probability: float


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A criterion, the instrument that its kind asks for, and what of the programme may show it.

    Attributes:
        kind: in the framework's terms.
        level: of a knowledge criterion, None if it has none.
        element: code of the element above it.
        asked: instruments that its kind asks for, any of them; () where no rule speaks of the kind.
        state: whether some activity shows it: "found" where one does as probably as coverage asks for before it calls
            a criterion taught; "uncertain" where others are named; else, and where coverage does not find
            the criterion, "none".
        evidence: the activities that most probably show it whatever the state, three or all that surely do, the most
            probable first.
        through: activities that say by number that they assess an outcome that teaches the criterion, (activity,
            number of the outcome).
        fits: whether one of them that is found uses an instrument that is asked for; None where none is found, no
            instrument is asked for or none is named.
    """

    code: str
    kind: str
    statement: str
    level: str | None
    element: str
    asked: tuple[Instrument, ...]
    state: Evidenced
    evidence: tuple[Evidence, ...]
    through: tuple[tuple[str, str], ...]
    fits: bool | None


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """The evidence matrix of one standard and one programme.

    Attributes:
        programme: with the passages of its activities.
        standard: what its document says of the evaluation.
        activities: that name an instrument or may show a criterion, in the programme's order.
        rows: the standard's criteria, in its order.
        material: what the probabilities were calibrated on, and that they are carried over.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: what of the programme's evaluation is not in it, counted.
    """

    programme: Programme
    standard: Standard
    activities: tuple[Activity, ...]
    rows: tuple[EvidenceRow, ...]
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()
