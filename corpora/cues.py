"""What the wording of a line gives away: that it announces a list, states an outcome, holds a place, only refers."""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.folding import fold
from corpora.vocabulary import Sense

_ANNOUNCES = re.compile(
    r"\b(?:siguientes?|a continuacion|following|listed below|as follows"
    r"|se (?:relacionan|describen|detallan|enumeran|indican|recogen|exponen|muestran|listan))\b"
)
_DEFINES = re.compile(
    r"^(?:el|la|los|las|dicho|dicha|este|esta) .{0,120}\b(?:queda|quedan|viene|vienen) (?:\w+ )?"
    r"(?:determinad|definid|identificad|establecid|descrit)"
)
_PERSON = (
    r"(?:alumn\w+|estudiant\w+|discente|participante|aprendiz|egresad\w+|profesionista"
    r"|students?|learners?|participants?|graduates?|you|ustedes?)"
)
_CAPABLE = r"(?:ser(?:a|an|as) (?:\w+ )?capa(?:z|ces) de|estar(?:a|an|as) en condiciones de|be able to)"
_AT_THE_END = (
    r"(?:al (?:finalizar|termin\w+|concluir|completar|acabar|final)|(?:at|by) the end"
    r"|(?:up)?on (?:(?:successful )?completion|completing)|after (?:completing|this|taking))"
)
_MAY = r"(?:podra|podran|podras|habra|habran|habras|lograra|lograran|aprendera|aprenderan|will|should|can)"
_LEADS_TO_OUTCOMES = re.compile(rf"(?:{_CAPABLE}|\b{_PERSON}\b.{{0,60}}\b{_MAY}\b.{{0,40}})\W*$")
_TAIL = 400
"""Characters in which all of it stands."""
_ENDS_CAPABLE = re.compile(rf"{_CAPABLE}$")
_LEADS_TO_COMPETENCIES = re.compile(r"\b(?:competencias|competencies|objetivos generales)\b")
_GRADUATE = re.compile(r"\b(?:egresad|graduates?\b)")
# Each behind the one before it.
_OUTCOME_SENTENCE = (
    re.compile(rf"\b{_AT_THE_END}\b"),
    re.compile(rf"\b{_PERSON}\b"),
    re.compile(rf"{_CAPABLE}|\bhabran? \w+(?:ado|ido|to|cho)\b"),
)
_LEARNER_WILL = re.compile(
    rf"(?:{_AT_THE_END}\b.{{0,60}}?,? )?(?:el|la|los|las|the)"
    r" (?:alumn\w+|estudiantes?|participantes?|students?|learners?)"
    r"(?: \w+)? (?:\w+ran?|sera capaz|seran capaces|will)\b"
)
_AIM = re.compile(
    r"\b(?:objetivo|finalidad|proposito|mision)(?: (?:general|principal))? (?:es|sera|consiste en) "
    r"(?:formar|que (?:el|la|los|las) )"
    r"|\btiene como (?:objetivo|finalidad|proposito) (?:formar|preparar|capacitar|dotar|proporcionar)"
    rf"|\b(?:el|la|los|las) (?:\w+ )?{_PERSON}(?: \w+){{0,2}}"
    r" (?:adquier\w+|adquirir\w+|conocera\w*|obtiene\w*|obtendran?|sabran?)\b"
    rf"|\bdesarrollan? en (?:el|los|la|las) {_PERSON} (?:habilidades|capacidades|competencias)"
    rf"|\b(?:el|la) (?:profesional|egresad[oa]|graduad[oa])\b.{{0,40}}"
    r" (?:aplicara|conocera|dominara|podra|sabra|sera|tendra)\b"
)
_PAGE_LINE = re.compile(r"\W*(?:(?:pag(?:ina)?|page|p)\.? )?\d{1,4}(?: ?(?:/|de|of) ?\d{1,4})?\W*")
_LONGEST_NAME = 200
_PLACEHOLDER = re.compile(
    r"(?:(?:asignatura|materia|obligatoria|subject|course|(?:free )?elective)s? )?"
    r"(?:optativa|electiva|de libre eleccion|optional|elective)s?(?: (?:[ivx]+|\d+))?\W*\d*"
    r"(?:\W+\d+(?:[.,]\d+)? ?(?:creditos?|credits?|ects|horas?|hours?|hrs?|h|cr))*"
    r"|obligatorias? por area.*|(?:total|subtotal)\b.{0,60}|tbd|tba|n/?a|pendiente|por definir|-+"
)
# What is left of a cell or line without these says something; units of measure refer only beside a figure.
_REFERENCES = re.compile(
    r"#\w+|\b(?:"
    r"[a-z]{1,4}[ .-]?\d++(?:[.,_-]\d++|[.,_-]?[a-z]\b)*+|\d++[a-z]?"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|ene|feb|mar|abr|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|mon|tue|wed|thu|fri|sat|sun"
    r"|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]|noven[oa]|decim[oa]"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|si|no|yes|de|del|al|a|and|y|to|x"
    r")\b"
)
_MEASURES = re.compile(
    r"\b(?:horas?|hrs?|hours?|h|min|minutos|creditos?|credits?|ects|puntos?|points?|pts?|semanas?|weeks?|dias?|sesion(?:es)?)\b"
)
_TELLS = re.compile(
    r"(?<!que )\b(?:es|son|sera|seran|esta|estan|estara|estaran|fue|ha|han|hay|debe|deben|deberan?|puede|pueden|podran?"
    r"|va|van|tiene|tienen|se \w+(?:a|e|an|en|o)|los contenidos|esta unidad|este (?:modulo|curso|tema)|permite|permiten"
    r"|is|are|was|will|should|has|have|can|may|must|students|learners|you|we)\b|\b\w{3,}(?:aran|eran|iran)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def announces(text: str, *, listed: bool) -> bool:
    """Whether a line only speaks of what follows ("son los siguientes:") or says what a term means.

    Of an item of a list (`listed`) a colon at its end is not enough.
    """
    folded = fold(text)
    if _DEFINES.match(folded):
        return True
    return text.endswith(":") and (not listed or _ANNOUNCES.search(folded) is not None)


def leads_to(text: str) -> Sense | None:
    """What the list below a sentence like "At the end the student will be able to:" holds; None for any other."""
    folded = fold(text)
    end = folded[-_TAIL:]
    if not folded.endswith(":"):
        return "outcome" if _ENDS_CAPABLE.search(end) else None
    if _GRADUATE.search(folded):
        return "competency" if _LEADS_TO_OUTCOMES.search(end) or _ANNOUNCES.search(folded) else None
    if _LEADS_TO_OUTCOMES.search(end):
        return "outcome"
    return "competency" if _LEADS_TO_COMPETENCIES.search(folded) and _ANNOUNCES.search(folded) else None


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
    return _LEARNER_WILL.match(fold(text)) is not None


def states_aim(text: str) -> bool:
    """Whether a sentence says what a plan of studies trains for ("Su objetivo es formar …")."""
    return _AIM.search(fold(text)) is not None


@lru_cache(maxsize=512)  # a line is looked at ahead and in its turn
def is_page_line(text: str) -> bool:
    """Whether a line is what a page prints below its text: "12", "Página 3 de 40", "- 7 -"."""
    return _PAGE_LINE.fullmatch(fold(text)) is not None


def tells(text: str) -> bool:
    """Whether a paragraph has a verb that tells of something; a list of topics has none, however long."""
    return _TELLS.search(fold(text)) is not None


def is_placeholder(text: str) -> bool:
    """Whether the text stands in the place of a subject ("Optativa", "Total de créditos: 438")."""
    return len(text) <= _LONGEST_NAME and _PLACEHOLDER.fullmatch(fold(text).strip(" .")) is not None


def only_refers(text: str) -> bool:
    """Whether there are only codes, figures, dates or signs: a reference to something said elsewhere."""
    folded = fold(text)
    if any(map(str.isdigit, folded)):
        folded = _MEASURES.sub(" ", folded)
    return _WORD.search(_REFERENCES.sub(" ", folded)) is None
