"""Lines that are no headings and name what stands below or behind them: "Contenidos:", "Objetivo: Que el alumno …"."""

from __future__ import annotations

import re

from corpora.items import Item
from corpora.labels import run_in
from corpora.lookahead import LONGEST_LEAD
from corpora.outline import Outline
from corpora.vocabulary import Sense, name_of, sense_of, step_of, weak_sense_of

_LISTS: frozenset[Sense | None] = frozenset({"content", "plan"})
_DEEPEST_NUMBER = 2
# Topics have names as well ("Referencias", "Materiales:"). Of lines that are no headings these end a list of contents.
_ENDS_CONTENTS = re.compile(
    r"orientaciones .*|criterios? de .*|resultados? de aprendizaje.*|capacidades .*|objetivos? \w.*|perfil .*"
    r"|(?:sistemas?|instrumentos?|procedimientos?|estrategias?) de (?:evaluacion|calificacion).*|evaluacion y \w.*"
    r"|bibliografia \w.*|fuentes .*|referencias bibliograficas|competencias? \w.*|actividades de \w.*|metodologia \w.*"
    r"|contenidos? \w.*|requisitos \w.*|parametros de contexto.*|conocimientos previos|estrategias? .*|productos? .*"
    r"|salidas profesionales"
    r"|(?:teaching|indicative|required|recommended|academic|late|student|important) \w.*"
    r"|(?:learning|course) \w.*|(?:grading|assessment|attendance) \w.*|(?:reading list|office hours)"
)
_ENDS_CONTENTS_WITH_COLON = re.compile(
    r"evaluacion|bibliografia|metodologia|actividades|objetivos?|competencias?|requisitos|profesorado|horario|referencias"
    r"|contenidos?|temario|assessment|grading|references|objectives|activities|attendance|evaluation|prerequisites"
)


def lead_of(item: Item, outline: Outline) -> Sense | None:
    """What a line by itself names; None where it is a line like any other.

    Args:
        item: the line.
        outline: what stands above it. Under a heading that closes (grading, staff), a line names nothing.
    """
    capitals = item.text.isupper()
    if len(item.text) > LONGEST_LEAD or item.mark == "bullet" or (item.depth > _DEEPEST_NUMBER and not capitals):
        return None
    sense = sense_of(item.text) or step_of(item.text, outline.sense)
    if sense is None and capitals and outline.sense not in _LISTS:
        sense = weak_sense_of(item.text)
    if sense is None or (outline.closed and outline.naming and outline.naming.kind == "heading"):
        return None
    within = outline.sense in _LISTS and not capitals and not _is_period(sense, outline)
    if within and not _ends_contents(item):
        return None
    return sense


def _is_period(sense: Sense, outline: Outline) -> bool:
    """Whether it divides a plan of studies ("Primer semestre")."""
    return sense == outline.sense == "plan"


def _ends_contents(item: Item) -> bool:
    name = name_of(item.text)
    if item.opens and _ENDS_CONTENTS_WITH_COLON.fullmatch(name):
        return True
    return not item.listed and _ENDS_CONTENTS.fullmatch(name) is not None


def text_behind_label(item: Item, outline: Outline) -> tuple[Sense, int] | None:
    """What a label within the line names, and where in the line the text behind it begins."""
    if outline.closed or (item.listed and item.mark != "number"):
        return None
    found = run_in(item.body)
    if found is None:
        return None
    sense, start = found
    within = outline.sense in (*_LISTS, "both", "criterion")
    if within and sense not in ("outcome", "competency"):
        return None
    return sense, item.skip + start
