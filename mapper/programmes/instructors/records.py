"""The records of an instructor profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Skipped, Text
from mapper.programmes.coverage.records import Made, Programme

Scope = Literal["each", "school", "company"]
"""Whether everybody who teaches should hold it, somebody in the school, or somebody in the company."""
Standing = Literal["held", "expired", "older", "missing"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate that somebody holds.

    Attributes:
        code: of its standard, in its usual form.
        date: of issue, ISO 8601, "" where the table gives none.
        expires: last day, ISO 8601, "" where the table gives none.
        expired: whether that is past on the day asked about; None where no day was asked about or nothing expires.
        absent: True where a registry is loaded and does not have the code.
    """

    code: str
    date: str = ""
    expires: str = ""
    expired: bool | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who teaches, with the certificates listed."""

    name: str
    holdings: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One standard that fulfils a requirement.

    Attributes:
        title: as the loaded frameworks print it, None where they lack it.
        absent: True where a registry is loaded and does not have the code.
        named: whether the programme names the code.
    """

    code: str
    title: str | None
    absent: bool
    named: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is to be held: any one of some standards.

    Attributes:
        kind: "teaching" for standards on teaching, "technical" for what is taught.
        scope: by whom.
        standards: any one of which fulfils it.
        why: why it is asked for: of a technical standard, how much of it the programme shows.
    """

    kind: Literal["teaching", "technical"]
    purpose: Text
    scope: Scope
    standards: tuple[Wanted, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Training:
    """Who lacks what a requirement asks for.

    Attributes:
        requirement: its number, from 0.
        lacking: names of those who do not hold it, expired ones and older editions among them.
        fulfilled: whether it is held by all of them, or by somebody where that is enough.
    """

    requirement: int
    lacking: tuple[str, ...]
    fulfilled: bool


@dataclass(frozen=True, slots=True)
class InstructorsReport:
    """The instructor profile of a programme against a list of teachers.

    Attributes:
        requirements: on teaching, then technical ones.
        people: in the table's order.
        standings: for each person, in that order, how they stand to each requirement.
        training: for each requirement who lacks it.
        on: the day on which validity was judged, ISO 8601; "" where it was not.
        material: what the probabilities were calibrated on, and that this was carried over.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: what of the table was not used.
    """

    programme: Programme
    requirements: tuple[Requirement, ...]
    people: tuple[Person, ...]
    standings: tuple[tuple[Standing, ...], ...]
    training: tuple[Training, ...]
    on: str
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()
