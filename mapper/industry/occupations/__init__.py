"""To which occupations a programme leads, ranked with evidence.

Here are the records; shares, probabilities and likenesses are between 0 and 1. `needs` ranks by the skills that
occupations are related to, `titles`, where nothing relates them, by what the programme says of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Skipped, Text
from mapper.programmes.coverage import Made, Programme

Basis = Literal["relations", "titles"]
Relation = Literal["essential", "optional"]
Kind = Literal["title", "occupation", "profile", "outcome", "content", "description"]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that an occupation is related to; its name is the same in both languages where there is one only.

    Attributes:
        weight: its part of the occupation's score were it taught with certainty; those of one occupation add up to 1.
        probability: that the programme teaches it, coverage's own.
        passages: ids of the passages that teach it, the surest first, at most three.
    """

    code: str
    statement: Text
    relation: Relation
    weight: float
    probability: float
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """A text of the programme that lies near an occupation.

    Attributes:
        kind: its title, an occupation that it names itself, its profile, an outcome, a content; or "description", of
            what lies near the occupation's description.
        page: from 1; None where the format has none.
        section: headings above it.
        likeness: the score of the text and the occupation; no probability.
    """

    kind: Kind
    text: str
    page: int | None
    section: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation that a programme leads to.

    Attributes:
        number: by which the classification itself numbers it, "" where it does not.
        score: by relations the weighted share of its skills that the programme teaches, by titles a likeness.
        chance: the same of an arbitrary programme.
        above_chance: (score − chance) ÷ (1 − chance); what occupations are ranked by.
        essential: how many essential skills it has.
        optional: how many optional ones.
        taught: those that the programme teaches, what counts most first; empty by titles.
        lacking: the essential ones that were not found in it, what weighs most first; empty by titles.
        near: what the programme says that lies nearest; empty by relations.
    """

    code: str
    number: str
    title: Text
    score: float
    chance: float
    above_chance: float
    essential: int = 0
    optional: int = 0
    taught: tuple[Skill, ...] = ()
    lacking: tuple[Skill, ...] = ()
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class OccupationsReport:
    """To which occupations programmes lead.

    Attributes:
        framework: name of the framework whose occupations these are.
        basis: "relations" where they are told by their skills; "titles" where nothing relates them to skills, and they
            are told by titles and descriptions only.
        occupations: for each programme those that stand out of chance, foremost first.
        compared: how many occupations were compared.
        arbitrary: how many programmes the chance level was taken from.
        least: `above_chance` from which an occupation stands out.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: occupations that could not be compared, counted.
    """

    framework: str
    basis: Basis
    programmes: tuple[Programme, ...]
    occupations: tuple[tuple[Occupation, ...], ...]
    compared: int
    arbitrary: int
    least: float
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()
