"""What the wording of a line gives away: that it announces a list, states an outcome, holds a place, only refers.

Of a sentence also that learners do something in it, or that it rules grading.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.folding import fold
from corpora.vocabulary import Sense, expressions

_SAID = expressions("cues")
"""The expressions of `names.toml` for folded text."""
_OUTCOME_SENTENCE = tuple(_SAID[f"outcome_sentence_{place}"] for place in (1, 2, 3))  # each behind the one before it
_PLANNED = re.compile(r"rán?\b", re.IGNORECASE)  # "Se impartirán": plans speak so, with accents and without
_TAIL = 400
"""Characters in which all of a lead sentence stands."""
_LONGEST_NAME = 200
_FEWEST_WORDS = 4
_LONG_ENOUGH = 25  # characters


def announces(text: str, *, listed: bool) -> bool:
    """Whether a line only speaks of what follows ("son los siguientes:") or says what a term means.

    Of an item of a list (`listed`) a colon at its end is not enough.
    """
    folded = fold(text)
    if _SAID["defines"].match(folded):
        return True
    return text.endswith(":") and (not listed or _SAID["announces"].search(folded) is not None)


def leads_to(text: str) -> Sense | None:
    """What the list below a sentence like "At the end the student will be able to:" holds; None for any other."""
    folded = fold(text)
    end = folded[-_TAIL:]
    if not folded.endswith(":"):
        return "outcome" if _SAID["ends_capable"].search(end) else None
    if _SAID["graduate"].search(folded):
        return "competency" if _SAID["leads_to_outcomes"].search(end) or _SAID["announces"].search(folded) else None
    if _SAID["leads_to_outcomes"].search(end):
        return "outcome"
    return "competency" if _SAID["leads_to_competencies"].search(folded) and _SAID["announces"].search(folded) else None


def states_outcome(text: str) -> bool:
    """Whether a sentence says by itself what a student can do at the end ("Al finalizar … será capaz de diseñar")."""
    folded, end = fold(text), 0
    for pattern in _OUTCOME_SENTENCE:
        found = pattern.search(folded, end)
        if found is None:
            return False
        end = found.end()
    return True


def speaks_of_learner(text: str) -> bool:
    """Whether a sentence says what learners will do in a course ("El alumno analizará …")."""
    return _SAID["learner_will"].match(fold(text)) is not None


def states_aim(text: str) -> bool:
    """Whether a sentence says what a plan of studies trains for ("Su objetivo es formar …")."""
    return _SAID["aim"].search(fold(text)) is not None


@lru_cache(maxsize=512)  # a line is looked at ahead and in its turn
def is_page_line(text: str) -> bool:
    """Whether a line is what a page prints below its text: "12", "Página 3 de 40", "- 7 -"."""
    return _SAID["page_line"].fullmatch(fold(text)) is not None


def tells(text: str) -> bool:
    """Whether a paragraph has a verb that tells of something; a list of topics has none, however long."""
    return _SAID["tells"].search(fold(text)) is not None


def is_placeholder(text: str) -> bool:
    """Whether the text stands in the place of a subject ("Optativa", "Total de créditos: 438")."""
    return len(text) <= _LONGEST_NAME and _SAID["placeholder"].fullmatch(fold(text).strip(" .")) is not None


def only_refers(text: str) -> bool:
    """Whether there are only codes, figures, dates or signs: a reference to something said elsewhere."""
    folded = fold(text)
    if any(map(str.isdigit, folded)):
        folded = _SAID["measures"].sub(" ", folded)
    return _SAID["word"].search(_SAID["references"].sub(" ", folded)) is None


def performs(text: str) -> bool:
    """Whether a sentence says what learners do ("Cada pareja rellena la ficha", "Entrega el expediente de su lote")."""
    folded = fold(text)
    if _rules(text, folded):
        return False
    if names_practice(text) or _SAID["learner_does"].search(folded) or _SAID["english_does"].search(folded):
        return True
    if _SAID["no_doing"].match(folded):
        return False
    return _SAID["doing"].match(folded) is not None or _SAID["english_doing"].match(folded) is not None


def performs_at_work(text: str) -> bool:
    """As `performs`, also where nobody is named, as in the rules of a workshop: "Al terminar se lavan las manos"."""
    if performs(text):
        return True
    folded = fold(text)
    planned = _PLANNED.search(text) or _SAID["planned_bare"].search(folded)
    if _rules(text, folded) or planned or _SAID["not_learners"].match(folded):
        return False
    return _SAID["one_does"].match(folded) is not None


def holds_practice(text: str, *, at_work: bool = False) -> bool:
    """Whether any sentence of a paragraph says what learners do; `at_work`, also where nobody is named."""
    said = performs_at_work if at_work else performs
    return any(map(said, _SAID["sentence"].split(text)))


def names_practice(text: str) -> bool:
    """Whether a text is a practice or product with its number or name before it ("Práctica 3. Redactar …")."""
    folded = fold(text)
    return len(folded.split()) > _FEWEST_WORDS and _SAID["named"].fullmatch(folded) is not None


def grades(text: str) -> bool:
    """Whether a sentence rules how grades are made."""
    folded = fold(text)
    return _SAID["grades"].search(folded) is not None and _SAID["observed"].search(folded) is None


def is_task(text: str) -> bool:
    """Whether a text below "Evidencias" or "Productos" says what is handed in or done, not how it is observed."""
    folded = fold(text)
    enough = len(folded.split()) >= _FEWEST_WORDS or len(folded) > _LONG_ENOUGH
    return enough and not grades(text) and _SAID["instruments"].fullmatch(folded) is None


def _rules(text: str, folded: str) -> bool:
    """Whether a sentence rules grading or administration, or says what is not done."""
    return grades(text) or any(said.search(folded) for said in (_SAID["office"], _SAID["prohibits"]))
