"""Labels that name one part of a programme: "Módulo profesional: …", "Unidad 2. …", "Resultado de aprendizaje 1.1"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpora.vocabulary import Sense, is_fact, sense_of

_NUMBER = r"(?:n(?:[.º°o]|úm\.?)*\s*)?(?P<number>\d{1,4}(?:\.\d{1,2})*|[IVXL]{1,6}(?![^\W_])|[A-H](?=\s*[.:)–—-]))"
_KINDS: tuple[tuple[str, int, str], ...] = (
    ("capítulo", 1, r"cap[íi]tulo|parte|part"),
    ("carrera", 1, r"carrera|licenciatura|titulaci[óo]n|grado en"),
    ("módulo", 2, r"m[óo]dulos?(?: profesional| formativo| optativo)?|asignatura|materia|course(?: title)?|module|uea"),
    ("unidad de competencia", 2, r"unidad de competencia"),
    ("submódulo", 3, r"subm[óo]dulo"),
    ("área", 3, r"(?:sub)?[áa]rea|eje(?: tem[áa]tico)?|n[úu]cleo(?: tem[áa]tico)?"),
    (
        "unidad",
        4,
        r"unidad(?: de aprendizaje| did[áa]ctica| formativa| tem[áa]tica| de trabajo)?|bloque(?: tem[áa]tico)?"
        r"|unit",
    ),
    ("tema", 5, r"tema|lecci[óo]n|semana|sesi[óo]n|topic|lesson|chapter|week|lecture|session"),
    (
        "competencia",
        6,
        r"competencia(?: (?:profesional|espec[íi]fica|gen[ée]rica|laboral|disciplinar))?(?: b[áa]sica| extendida)?",
    ),
    ("elemento", 7, r"elemento de competencia"),
    (
        "resultado",
        8,
        r"resultado de aprendizaje|(?:course |module |unit )?learning (?:outcome|objective)|outcome"
        r"|aprendizaje esperado",
    ),
    ("actividad", 9, r"actividad de (?:evaluaci[óo]n|aprendizaje)|(?:assessment|learning) activity"),
)
_PATTERNS = tuple(
    (
        kind,
        rank,
        re.compile(
            rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?\s+)?(?P<name>{names})(?:\s+{_NUMBER})?(?P<sign>\s*[:.)–—-]*)\s*(?P<title>.*)",
            re.IGNORECASE | re.DOTALL,
        ),
    )
    for kind, rank, names in _KINDS
)
_ARTICLE = re.compile(
    r"(?:art[íi]culo\s+\d+|disposici[óo]n\s+(?:adicional|transitoria|derogatoria|final)\s+\w+)\s*[.ºª]+[\s–—-]*\S.*"
    r"|anexo(?:\s+(?:[IVXL]+|\d+))?(?:\s+[A-D]\))?\s*[.:]?",
    re.IGNORECASE,
)
_LONGEST_ARTICLE = 180
# "Resultado de aprendizaje: 1.1. Elabora …"
_FIRST_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVXL]{1,6})[.)–—-]*\s+(?=\S)")
_SENSES: dict[str, Sense] = {
    "unidad de competencia": "competency",
    "competencia": "competency",
    "elemento": "competency",
    "submódulo": "competency",
    "resultado": "outcome",
    "actividad": "activity",
}
_RUN_IN = re.compile(r"(?P<label>[^\W\d_][^:]{2,70}?)\s*:\s*(?P<rest>\S.*)", re.DOTALL)
# "Objetivo. El alumno …", "Contenidos. Asamblea y acuerdos; …"
_STOPPED = re.compile(
    r"(?P<label>(?:Objetivos?|Prop[óo]sito|Contenidos?|Temas)[^.:;,]{0,25})\.\s+(?P<rest>[^\W\d_].*)", re.DOTALL
)


class Label(NamedTuple):
    """A part of a programme with its own name.

    Attributes:
        kind: "módulo", "unidad", "resultado", …
        rank: its place among the kinds, 1 the outermost.
        number: as printed, "" without one.
        skip: where its title begins in the text.
        sense: what the title says by itself; None where it only names a part.
    """

    kind: str
    rank: int
    number: str
    skip: int
    sense: Sense | None


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def label_of(text: str) -> Label | None:
    """The label with which the text begins; None where it begins with none."""
    for kind, rank, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match and _is_label(match):
            numbered = None if match["number"] else _FIRST_NUMBER.match(match["title"])
            number = numbered["number"] if numbered else match["number"] or ""
            skip = match.start("title") + (numbered.end() if numbered else 0)
            return Label(kind, rank, number, skip, _SENSES.get(kind))
    return None


def is_article(text: str) -> bool:
    """Whether a line by itself is the heading of an article or annex of a decree ("Artículo 5. Competencias …")."""
    return len(text) <= _LONGEST_ARTICLE and _ARTICLE.fullmatch(text) is not None


def _is_label(match: re.Match[str]) -> bool:
    title, sign = match["title"], match["sign"].strip()
    if match["number"]:
        return not title or bool(sign) or not title[0].islower()
    return ":" in sign and bool(title)


def run_in(text: str) -> tuple[Sense, int] | None:
    """What a label within a line names ("Objetivo: Que el alumno …") and where the text behind it begins."""
    for pattern in (_RUN_IN, _STOPPED):
        if (match := pattern.fullmatch(text)) and (sense := sense_of(match["label"])):
            return sense, match.start("rest")
    return None


def states_fact(text: str) -> bool:
    """Whether the line says one fact about the course ("Duración: 50 horas.", "Código: 0611.")."""
    label, colon, value = text.partition(":")
    return bool(colon) and len(value) < 120 and is_fact(label)
