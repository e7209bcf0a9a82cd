"""The languages that a line of an ad names, and how well each is to be spoken.

A language has a level, a CEFR code or the text's own word, never without its name.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from corpora.job_ads.words import tables
from corpora.text import fold_letters

_CODES = {name: code for code, names in tables()["languages"].items() for name in names.split()}
_NAME = re.compile(rf"(?<!\w)(?:{'|'.join(_CODES)})(?!\w)")
# Names that are no language to be spoken: shops, shoe sizes, tools, teachers of it, cooking.
_NOT_SPOKEN = re.compile(
    r"(?:corte|escalado|talla\w*|numeracion|llave|sistema|cesped|jardin|estilo|patron\w*|cocina|comida|mercado|turno"
    r"|cliente\w*|nacionalidad|dni|empresa|gobierno|fabricante|firma|grupo|corporativo|capital|origen|armadora"
    r"|(?:profesor|docent|maestr|monitor|formador)\w*(?:/\w+)?(?: de| en)?)\s+$"
)
_NO_LANGUAGE_BEHIND = re.compile(r"\s+(?:teacher|tutor|breakfast|bank|market|company|cuisine)|\s+(?:channel|gaap)")
# Names of something else as well (a program, a people): languages only where somebody is to speak them.
_ALSO_OTHERWISE = frozenset({"maya", "vasco"})
_SAID = re.compile(r"\b(?:habl\w+|idiomas?|lenguas?|nivel|speak\w*|languages?|bilingue|traduc\w+|castellano)\b")
_ANY = re.compile(r"(?<!\w)(?:(?:otros? )?idiomas?|(?:other |foreign )?languages?|lenguas? extranjeras?)(?!\w)")

_CEFR = re.compile(r"(?<![\w+])([ABC][12])(?:\s?\+)?(?:\s?(?:[-–/]|o|a|or|to|y)\s?([ABC][12]))?(?![\w+])")
_BAND = re.compile(
    r"(?<!\w)(basico|elemental|medio(?:[-/ ]alto)?|intermedio"
    r"|avanzado|alto|superior|fluido|fluida|nativo|bilingue|conversacional"
    r"|tecnico"
    r"|basic|elementary|(?:upper[- ])?intermediate|advanced|fluent|native|bilingual|conversational"
    r"|proficient|proficiency|good|excellent|\d{2,3} ?%)(?!\w)"
)
# A language to be spoken: its name, with a level at most, or behind a verb, and for no purpose of its own.
_LANGUAGE = rf"(?:(?:en|el|del?|in|the|idioma|lengua|language) )*({'|'.join(_CODES)})(?!\w)"
_SPEAKING = re.compile(
    rf"(?:comunica\w*|habla\w*|expresarse|domin\w+|communicat\w*|speak\w*)(?: \w+(?:mente|ly))? {_LANGUAGE}"
    r"(?! (?:para|for)(?!\w))"
)
_SPOKEN = re.compile(rf"{_LANGUAGE}(?: \(?(?:{_BAND.pattern}|[abc][12])\)?)?")
_CLAUSE = re.compile(r"[;,.\n]|\s(?:y|and)\s(?=(?:carn|permiso|licencia|vehiculo|experiencia|driv))")
_LEVEL_FIRST = re.compile(r"\s*\(?(?:con )?(?:un )?(?:nivel|level|min|cefr|mcer|al menos|at least|[abc][12]\b)")


class Languages(NamedTuple):
    """Languages in the order named, their level if one stands in the same clause, and whether any language is meant."""

    codes: tuple[str, ...]
    level: str | None
    named: bool


def parse_languages(text: str, folded: str) -> Languages:
    """Return what a segment says of languages; `folded` is `fold_letters` of it."""
    codes: dict[str, None] = {}
    level = None
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(folded)), len(folded)]
    spans: list[tuple[int, int]] = []
    for start, end in itertools.pairwise(cuts):
        if spans and _LEVEL_FIRST.match(folded, start, end):  # "inglés, nivel B2"
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    for start, end in spans:
        here = [m for m in _NAME.finditer(folded, start, end) if _is_spoken(folded, m)]
        codes.update(dict.fromkeys(_CODES[m[0]] for m in here))
        if here and level is None:
            level = _level(text, folded, start, end)
    return Languages(tuple(codes), level, bool(codes) or _ANY.search(folded) is not None)


def parse_language(label: str) -> str:
    """Return the code of the language that a label names or says to be spoken ("hablar inglés"), "" for none."""
    folded = fold_letters(label.strip())
    found = _SPOKEN.fullmatch(folded) or _SPEAKING.match(folded)
    return str(_CODES[found[1]]) if found and len(parse_languages(label, folded).codes) < 2 else ""


def _is_spoken(folded: str, match: re.Match[str]) -> bool:
    if match[0] in _ALSO_OTHERWISE and not _SAID.search(folded[max(0, match.start() - 40) : match.end() + 20]):
        return False
    return not (
        _NOT_SPOKEN.search(folded[max(0, match.start() - 40) : match.start()])
        or _NO_LANGUAGE_BEHIND.match(folded, match.end())
    )


def _level(text: str, folded: str, start: int, end: int) -> str | None:
    found = _CEFR.search(text.upper(), start, end) if len(text.upper()) == len(text) else None
    if found and not re.search(
        r"(?:carnet?|permiso|licencia|conducir|clase|sap|license)\W{0,4}(?:\w+\W){0,2}$",
        folded[max(start, found.start() - 100) : found.start()],
    ):
        return "-".join(code for code in found.groups() if code)
    band = _BAND.search(folded, start, end)
    return text[band.start() : band.end()].lower() if band else None
