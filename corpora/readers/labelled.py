"""Lines that name their place in a programme or a fact about it: "Unidad 2. …", "Week 3: …", "Clave: CI-204"."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 120
# How structure is called in the programmes: name, then the level that it has in them.
_STRUCTURE = (
    (1, r"carrera|programa de estudios|plan de estudios|syllabus|course title"),
    (2, r"m[óo]dulo(?: profesional)?|asignatura|materia|module|course"),
    (3, r"subm[óo]dulo|unidad(?: de aprendizaje| did[áa]ctica| formativa| tem[áa]tica)?|unit|bloque"),
    (4, r"resultado de aprendizaje|learning outcome|situaci[óo]n de aprendizaje|tema|topic|lesson|week|semana"),
    (5, r"actividad de evaluaci[óo]n|assessment activity"),
)
_NUMBER = r"(?:n[.º°o]*\s*)?(?:\d+(?:\.\d+)*|[ivxlc]+)\b"
# A number or a colon behind the name, and then an end or a title: "Módulo 3 se imparte…" is a sentence.
_BEHIND = rf"(?:\s*:|\s+{_NUMBER}(?:\s*$|\s*[.:)–—-]|\s+(?-i:[A-ZÁÉÍÓÚÑ¿«\"“])))"
_NAMED = [
    (level, re.compile(rf"(?:{_NUMBER}[.)]?\s+)?(?:{names}){_BEHIND}", re.IGNORECASE)) for level, names in _STRUCTURE
]
# "Clave: CI-204", "Office hours: Mon 2–3"; a sentence with a colon has more words before it.
_FACT = re.compile(r"[A-ZÁÉÍÓÚÑ][\w().’'-]*(?: [\w().’'/&-]+){0,4}\s*:(?:\s|$)")
_ENDED = (".", ":", ";", "?", "!")


@lru_cache(maxsize=1024)  # all lines of a text are looked at before each is in its turn
def level_of_name(line: str) -> int:
    """The level of a line that names its place in the structure ("Unidad de aprendizaje 2. …"), 0 for any other."""
    line = line.strip()
    if len(line) > _LONGEST:
        return 0
    return next((level for level, pattern in _NAMED if pattern.match(line)), 0)


def begins_labelled(line: str, previous: str) -> bool:
    """Whether a line within a paragraph begins with a label of its own, as the line before it does or having ended."""
    line, previous = line.strip(), previous.strip()
    if not _is_labelled(line):
        return False
    return _is_labelled(previous) or previous.endswith(_ENDED)


def _is_labelled(line: str) -> bool:
    return level_of_name(line) > 0 or _FACT.match(line) is not None
