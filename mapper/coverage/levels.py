"""How far a passage goes: knowing, understanding or doing, by the verb it begins with.

Tiers as CONOCER's standards name them for knowledge: 1 Conocimiento, 2 Comprensión, 3 Aplicación. A passage whose
verb is in neither list does something. Only the first verb speaks: what follows an "and" may be no verb.
"""

from __future__ import annotations

import re

from corpora.folding import fold

KNOW, UNDERSTAND, DO = 1, 2, 3

# Stems of Spanish infinitives, third persons and participles, and English verbs.
_KNOW = (
    "conoc identific enlist enumer nombr defin reconoc memoriz recuerd record mencion list name recogni recall know "
    "state select"
)
_UNDERSTAND = (
    "comprend entiend entend describ descrit explic distingu diferenci clasific relacion interpret justific resum "
    "ejemplific understand explain summari discuss classif compar distinguish contrast"
)
_BEFORE = re.compile(
    r"(?:se ha|se han|sera capaz de|to|students? (?:will|should)(?: be able to)?|el alumn\w+|you will)\s+"
)
_LEVELS = {"conocimiento": KNOW, "knowledge": KNOW, "comprension": UNDERSTAND, "comprehension": UNDERSTAND}
_PERFORMED = ("desempeno", "producto", "situacion_emergente", "performance", "product")


def tier(text: str) -> int:
    """1 to 3 by the verb that a text begins with."""
    words = _BEFORE.sub("", fold(text), count=1).split()
    first = words[0] if words else ""
    if any(first.startswith(stem) for stem in _KNOW.split()):
        return KNOW
    return UNDERSTAND if any(first.startswith(stem) for stem in _UNDERSTAND.split()) else DO


def wanted(kind: str, level: str | None, statement: str) -> int:
    """The tier that a criterion asks for: of knowledge its level, of a performance or product that of its verb."""
    if fold(kind) in _PERFORMED:
        return tier(statement)
    return _LEVELS.get(fold(level).split("/")[-1].strip(), DO) if level and fold(kind) == "conocimiento" else KNOW
