"""The role of one item under what stands above it: rules only, no reading of the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpora.folding import fold
from corpora.items import Item
from corpora.records import Role
from corpora.vocabulary import (
    Sense,
    grades,
    holds_practice,
    is_fact,
    is_placeholder,
    is_task,
    names_practice,
    speaks_of_learner,
    states_aim,
    states_outcome,
)

_SUBJECT = re.compile(
    r"(?:\d{3,5}[A-Z]?[. )–-]+|\(sin (?:créditos|valor crediticio)\)\s*|\d{1,2}[-–]\d{1,2}\s+(?=[^\W\d]))"
)
_LONGEST_SUBJECT = 20  # words
_OF_GRADUATES = re.compile(r"perfil|profile|egres|competenc")


ROLES: dict[Sense, Role] = {
    **{"competency": "competency", "outcome": "outcome", "both": "outcome", "criterion": "criterion"},
    **{"content": "content", "plan": "content", "activity": "activity", "task": "activity"},
    **{"practice": "other", "evaluation": "evaluation", "other": "other"},
}
"""The role of a single text that is named so."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides beside the item itself.

    Attributes:
        sense: what the nearest heading or lead names.
        naming: its text, for lists that hold more than they name.
        under_outcome: number of the outcome above, "" for one without number, None without outcome.
        criteria_open: directly below a heading or lead of criteria.
        before_criteria: what follows are criteria, of another mark than this item.
        before_lead: what follows is the line "Criterios de evaluación".
        in_unit: below a unit or topic ("Unidad 2. …").
        in_practice: below a unit, outcome or activity, with nothing between that names something else.
        behind_list: what the same lead names so far had markers: prose without one is not of it.
    """

    sense: Sense | None
    naming: str = ""
    under_outcome: str | None = None
    criteria_open: bool = False
    before_criteria: bool = False
    before_lead: bool = False
    in_unit: bool = False
    in_practice: bool = False
    behind_list: bool = False


def role_of(item: Item, around: Surroundings) -> Role:
    """What the item is."""
    if around.sense == "other":
        return "other"
    if around.sense == "evaluation":
        return "activity" if holds_practice(item.body) else "evaluation"
    if around.behind_list and not item.listed and not item.is_criterion and item.body.endswith("."):
        return "activity" if around.in_practice and holds_practice(item.body, at_work=True) else "other"
    sentence = around.sense is not None or len(item.body.split()) >= 4
    if around.before_lead and sentence and item.mark in ("number", "outcome", "none") and not item.announces:
        return "outcome"
    if not any(map(str.isalpha, item.body)):
        return "other"
    return _RULES[around.sense](item, around)


def subject_skip(text: str) -> int:
    """Where the name of a subject begins in a line of a plan ("0611. Calzado", "(sin créditos) Inglés I")."""
    match = _SUBJECT.match(text)
    return match.end() if match else 0


def _by_code(item: Item) -> Role | None:
    if item.mark == "outcome":
        return "outcome"
    return "criterion" if item.mark == "criterion" else None


def _anywhere(item: Item, around: Surroundings) -> Role:
    """Below no heading that names anything: only a code or a whole sentence says what it is."""
    if item.mark in ("outcome", "criterion", "competency") and len(item.body.split()) >= 4:
        return _by_code(item) or "competency"
    if item.is_criterion and item.mark != "none":
        return "criterion"
    if item.announces:
        return "other"
    if around.in_unit and item.depth > 1:
        # "2.1 Tipos de puntada" below "Unidad 2. Puntadas".
        return "content"
    if states_outcome(item.text) or (around.in_practice and speaks_of_learner(item.body)):
        return "outcome"
    if around.in_practice and item.listed:
        return "other" if grades(item.body) or is_fact(item.body) else "activity"
    if around.in_practice and holds_practice(item.body, at_work=True):
        return "activity"
    return "competency" if states_aim(item.text) else "other"


def _competency(item: Item, around: Surroundings) -> Role:
    if role := _by_code(item):
        return role
    if "unidades de competencia" in fold(around.naming):
        return "competency" if item.mark == "competency" else "other"
    if item.announces:
        return "other"
    # The general objective of a course or unit: "El alumno analizará …".
    of_graduates = _OF_GRADUATES.search(fold(around.naming)) is not None
    return "outcome" if speaks_of_learner(item.body) and not of_graduates else "competency"


def _outcome(item: Item, _: Surroundings) -> Role:
    if item.is_criterion and item.listed:
        return "criterion"
    if item.mark == "competency":
        return "competency"
    return "other" if item.announces else "outcome"


def _both(item: Item, around: Surroundings) -> Role:
    if item.is_criterion:
        return "criterion"
    if item.mark in ("outcome", "capacity"):
        return "outcome"
    if item.mark == "competency":
        return "competency"
    if item.mark == "number":
        return _numbered(item, around)
    if item.mark == "letter":
        return "criterion" if around.criteria_open or around.under_outcome is not None else "outcome"
    return _unnumbered(item, around)


def _numbered(item: Item, around: Surroundings) -> Role:
    below = item.depth > 1 and item.number.split(".")[0] == around.under_outcome
    if below or (around.criteria_open and not around.before_criteria):
        return "criterion"
    return "other" if item.announces else "outcome"


def _unnumbered(item: Item, around: Surroundings) -> Role:
    if item.announces:
        return "other"
    if around.before_criteria and len(item.body.split()) >= 4:
        return "outcome"
    if around.criteria_open:
        return "criterion"
    if item.listed:
        return "criterion" if around.under_outcome is not None else "outcome"
    return "other"


def _criterion(item: Item, around: Surroundings) -> Role:
    if item.mark == "outcome" or (around.before_criteria and item.mark == "number" and not item.is_criterion):
        return "outcome"
    return "other" if item.announces else "criterion"


def _content(item: Item, _: Surroundings) -> Role:
    if (role := _by_code(item)) and len(item.body.split()) >= 4:
        return role
    if names_practice(item.body) and not item.listed:
        return "activity"
    return "other" if is_placeholder(item.body) else "content"


def _plan(item: Item, around: Surroundings) -> Role:
    name = item.body[subject_skip(item.body) :]
    if is_placeholder(name) or item.opens or len(name.split()) > _LONGEST_SUBJECT:
        return _anywhere(item, around) if not item.opens else "other"
    sentence = name.endswith(".") and len(name.split()) > 6
    return "content" if name != item.body or not sentence else _anywhere(item, around)


_RULES: dict[Sense | None, Callable[[Item, Surroundings], Role]] = {
    None: _anywhere,
    "competency": _competency,
    "outcome": _outcome,
    "both": _both,
    "criterion": _criterion,
    "content": _content,
    "plan": _plan,
    "activity": lambda item, _: "other" if item.announces else "activity",
    "task": lambda item, _: "activity" if is_task(item.body) and not item.announces else "evaluation",
    "practice": lambda item, _: (
        "activity" if holds_practice(item.body, at_work=True) and not item.announces else "other"
    ),
}
