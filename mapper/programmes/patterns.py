"""Headings and facts of a programme that number something, as patterns of tokens for spaCy's Matcher."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from corpora.text import ROMANS
from corpora.tokens import tokenize

_Token = dict[str, Any]


def _one_of(words: str, **more: str) -> _Token:
    return {"TEXT": {"IN": words.split()}, **more}


def _like(expression: str, **more: str) -> _Token:
    return {"TEXT": {"REGEX": rf"^(?:{expression})"}, **more}


PERIODS = ("semestre", "cuatrimestre", "trimestre", "bimestre", "semester", "term", "quarter", "periodo", "ciclo")
YEARS = ("year", "ano", "curso", "grado")
_ORDINALS = {  # without their last vowels
    stem: number
    for stems in (
        "primer segund tercer cuart quint sext septim octav noven decim",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, stem in enumerate(stems.split(), 1)
}
_UNITS = (
    "unidad|unidades|(?:sub)?modulo|bloque|asignatura|materia|tema|semana|progresion|unit|(?:sub)?module|block|week"
    "|topic|part|lesson"
)
_COURSES = "(?:asignatura|materia|curso|taller|seminario|uac|(?:sub)?modulo|subject|course|(?:sub)?module)s?$"
_PARTS = (
    "unidad|unit|bloque|block|tema|topic|semana|week|leccion|lesson|part|sesion|session|practica|resultado|etapa|fase"
    "|proyecto|capitulo|stage|phase|project|chapter|outcome|competenc|objetivo|objective|ra|lo"
)
_KIND = _one_of("de aprendizaje formativa formativo didactica tematica academica profesional", OP="*")
_PERIOD, _SIGN = _one_of(" ".join(PERIODS + YEARS)), _like(r"n?[.º°o]*$|:$", OP="?")
_COUNT = _like(r"\d{1,2}$|[ivx]{1,4}\.?$")
_ORDINAL = _like(rf"(?:{'|'.join(_ORDINALS)})[aeo]?$|\d{{1,2}}(?:er|[rdtmvn]o|st|nd|rd|th|\.?[º°])$")
_NUMBER = _like(r"\d|[a-z]-?\d|[ivx]+\.?$|n[.º°o]*\d")

PATTERNS: Mapping[str, list[list[_Token]]] = {
    # "semestre 3", "term: II", "semestre: tercero", "3er. semestre"
    "period": [
        [_PERIOD, _SIGN, _SIGN, _COUNT],
        [_PERIOD, _one_of(":"), _ORDINAL],
        [_ORDINAL, _one_of(".", OP="?"), _PERIOD],
        [_like(r"\d{1,2}$"), _one_of(". ° º"), _PERIOD],
    ],
    # "semanales", "a la semana", "per week"
    "weekly": [[_like("semanal|weekly$")], [_one_of("por a per each"), _one_of("la", OP="?"), _one_of("semana week")]],
    # "unidad de aprendizaje n.º 2", "module ii", "tema:", "semana2", "UF0123. …"
    "unit": [
        *([head, _KIND, *end] for head in (_like(f"(?:{_UNITS})$"), _like(r"(?:[um]f|mp)\d|u[dt]$"))
          for end in ([_SIGN, _NUMBER], [_like("[:.–—-]")])),
        [_one_of("learning teaching"), _one_of("unit"), _NUMBER],
        [_like(rf"(?:{_UNITS}|u[dt])\d")],
    ],
    # "Asignatura: …", "Módulo II. …", "Course CS 210"
    "course": [
        *([_like(_COURSES), _KIND, *end] for end in (
            [_like("[:.–—-]"), {}], [_SIGN, _NUMBER], [_like(r"[a-z]{2,6}-?\d{2,5}")],
            [_like("[a-z]{2,6}$"), _like(r"\d{2,5}")],
        )),
        [_one_of("unidad"), _one_of("de"), _one_of("aprendizaje"), _one_of("curricular"), {}],
    ],
    # "Práctica 2", "Resultado de aprendizaje 1.1", "Objetivos:"
    "part": [
        [_one_of("learning", OP="?"), _like(rf"(?:{_PARTS})\w*$"), _KIND, *end]
        for end in ([_SIGN, _NUMBER], [_like("[:.]")])
    ] + [[_like(rf"(?:{_PARTS})\d")]],
}  # fmt: skip


@lru_cache(maxsize=4096)  # headings are asked of for each passage below them
def begins(name: str, folded: str) -> bool:
    """Return whether a folded text begins with the pattern of that name."""
    return any(start == 0 for _key, start, _end in _matcher(name)(tokenize(folded)))


def has(name: str, folded: str) -> bool:
    """Return whether a folded text has the pattern of that name anywhere."""
    return bool(_matcher(name)(tokenize(folded)))


def read_periods(folded: str) -> dict[str, int]:
    """Return the periods that a folded text numbers, "per semester" among none of them: {"year": 2, "semester": 1}."""
    tokens, found = tokenize(folded), dict[str, int]()
    for _key, start, end in _matcher("period")(tokens):
        name, number = tokens[start].text, tokens[end - 1].text.rstrip(".")
        if name not in PERIODS + YEARS:
            name, number = number, name
        elif start and tokens[start - 1].text in ("por", "per"):
            continue
        digits = re.match(r"\d+", number)
        roman = ROMANS.index(number) + 1 if number in ROMANS else 0
        if value := int(digits[0]) if digits else roman or _ORDINALS.get(number.rstrip("aeo")):
            found[name] = value
    return found


@cache
def _matcher(name: str) -> Any:  # noqa: ANN401
    words = tokenize("").vocab  # which imports spaCy without torch
    from spacy.matcher import Matcher

    matcher = Matcher(words)
    matcher.add(name, PATTERNS[name], greedy="LONGEST")
    return matcher
