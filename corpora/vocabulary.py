"""What the name of a part of a programme says of the text below it: headings, table columns, labels.

A name counts only as a whole ("Evaluación y calificación", not "Evaluación de la viabilidad de artículos"), and is
compared folded: without accents, case, numbering and closing punctuation. The names themselves stand in `names.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

from corpora.folding import fold

_Taught = Literal["competency", "outcome", "both", "criterion", "content", "plan", "activity"]
Sense = Literal[_Taught, "task", "practice", "evaluation", "other"]
"""What a heading says of the text below it: a role, or one of these.

`both` is outcomes with their criteria, `plan` a list of subjects, `task` what learners do or hand in to be assessed,
`practice` how the course is run, where only the wording of a sentence says that learners do something.
"""

CLOSED: frozenset[Sense | None] = frozenset({"evaluation", "other"})
"""Within these no deeper heading, label or code begins a teaching role."""

_LONGEST = 220
_LONGEST_HEADER = 1000
_LIST = re.compile(r"<(\w+)>")
_NUMBERING = re.compile(
    r"\s*(?:"
    r"(?:articulo|apartado|anexo|capitulo|titulo|seccion|section|article|chapter|annex)\s+(?:\d+|[ivxlc]+|[a-z])\b[.ºª:)–—-]*"
    r"|(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])\s?[.)]-?(?!\w)"
    r"|(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2})(?=\s)"
    r"|[•●▪–—*-])\s*"
)
_SLASH = re.compile(r"\s*[/|]\s*")
# "Assessment criteria The learner can:" in a column's header.
_ADDRESSED = re.compile(
    r"\s(?:the |el |la |los |las )?(?:learners?|students?|you|alumn\w+|estudiantes?|participantes?)"
    r"(?: (?:will|can|should|must|ser[áa]n?|podr[áa]n?)\b.{0,40})?:?$",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*\([^()]*\)")


@cache
def tables() -> dict[str, Any]:
    """All expressions, as the file has them."""
    return tomllib.loads((files("corpora") / "names.toml").read_text(encoding="utf-8"))


def expression(text: str) -> str:
    """One expression, whose lines are joined as they stand, with the lists that it names."""
    return _LIST.sub(lambda match: expression(tables()["lists"][match[1]]), text.replace("\n", ""))


def expressions(section: str) -> dict[str, re.Pattern[str]]:
    """The expressions of a section by name, compiled."""
    return {name: re.compile(expression(text)) for name, text in tables()[section].items()}


def name_of(text: str) -> str:
    """The name in a heading: folded, without its numbering, remarks in brackets and closing punctuation."""
    folded = _SLASH.sub(" y ", _NOTE.sub("", fold(text)))
    match = _NUMBERING.match(folded)
    return folded[match.end() if match else 0 :].strip(" .:;-–—*#")


def sense_of(text: str) -> Sense | None:
    """What the heading, column header or label `text` names; None where it names no part of a programme."""
    return _named(text, "names")


def weak_sense_of(text: str) -> Sense | None:
    """What "Conocimientos", "Habilidades" and their like name where nothing above them names anything."""
    return _named(text, "weak_names")


def sense_of_header(header: str) -> Sense | None:
    """What a column's header names: all of it, or the lowest of several header rows that names anything."""
    header = _ADDRESSED.sub("", header[:_LONGEST_HEADER])
    names = (header, *reversed(header.split(" / ")))
    return next((sense for name in names if (sense := sense_of(name))), None)


def step_of(text: str, within: Sense | None) -> Sense | None:
    """What "Apertura", "Desarrollo" and "Cierre" name within activities; None elsewhere."""
    sense = _named(text, "steps")
    return sense if sense == within else None


def is_fact(label: str) -> bool:
    """Whether the label is one of a fact about the course ("Código", "Duración", "Credits")."""
    return _is_one_of(label, "facts")


def is_period(text: str) -> bool:
    """Whether it divides the subjects of a plan of studies ("Primer semestre", "Year 1")."""
    return _is_one_of(text, "periods")


def is_front(text: str) -> bool:
    """Whether the front page of a plan of studies has a heading like this ("Requisitos de ingreso")."""
    return _is_one_of(text, "front")


def is_vague(text: str) -> bool:
    """Whether a column called so may hold anything ("Descripción", "Valor")."""
    return _is_one_of(text, "vague")


def may_be_topic(text: str) -> bool:
    """Whether a topic of the contents may bear this name of a part ("Materiales", "Proyectos")."""
    return _is_one_of(text, "ambiguous")


def may_be_title(text: str) -> bool:
    """Whether a whole programme may be called so ("Course Syllabus", "Programa de la asignatura")."""
    return _is_one_of(text, "titles")


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def _short_name(text: str) -> str:
    """The name in a heading, "" for one that is too long to name a part."""
    name = name_of(text[: 2 * _LONGEST])
    return name if len(name) <= _LONGEST else ""


def _is_one_of(text: str, kind: str) -> bool:
    return _compiled(tables()["kinds"][kind]).fullmatch(_short_name(text)) is not None


@lru_cache(maxsize=512)
def _named(text: str, section: str) -> Sense | None:
    name = _short_name(text)
    if not name or ": " in name:
        return None
    senses = (entry["sense"] for entry in tables()[section] if _compiled(entry["lines"]).fullmatch(name))
    return cast("Sense | None", next(senses, None))


@cache
def _compiled(lines: str) -> re.Pattern[str]:
    """One pattern of several lines; a line that is indented belongs to the one before it."""
    return re.compile(expression("|".join(re.sub(r"\n +", "", lines).strip().split("\n"))))
