"""Names of parts of a programme, in Spanish and English: what a heading, head of a column or label says of itself.

Nothing is kept, left out or compared by them (`split`). Readers of formats without styles need a few to tell headings,
workbooks to tell what a column holds, and curriculum maps and credentials to tell units from parts of a document. So
there are only such as most programmes use. They count as a whole ("Evaluación y calificación", not "Evaluación de
la viabilidad de artículos"), and are compared folded: without accents, case, numbering and closing punctuation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any, Literal

from corpora.text import BRACKETED, fold

Sense = Literal["competency", "outcome", "criterion", "content", "plan", "activity", "evaluation", "other"]
"""What a heading says of the text below it: a role, or `plan`, a list of subjects."""

CLOSED: frozenset[Sense | None] = frozenset({"evaluation", "other"})
"""Within these no unit begins."""

_LONGEST = 220
_LIST = re.compile(r"<(\w+)>")
_NUMBERING = re.compile(
    r"\s*(?:"
    r"(?:articulo|apartado|anexo|capitulo|titulo|seccion|section|article|chapter|annex)\s+(?:\d+|[ivxlc]+|[a-z])\b[.ºª:)–—-]*"
    r"|(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])\s?[.)]-?(?!\w)"
    r"|(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2})(?=\s)"
    r"|[•●▪–—*-])\s*"
)
_SLASH = re.compile(r"[/|]")


@cache
def tables() -> dict[str, Any]:
    """Return all expressions, as the file has them."""
    return tomllib.loads((files("corpora") / "names.toml").read_text(encoding="utf-8"))


def expression(text: str) -> str:
    """Return one expression, whose lines are joined as they stand, with the lists that it names."""
    return _LIST.sub(lambda match: expression(tables()["lists"][match[1]]), text.replace("\n", ""))


class Expressions(dict[str, re.Pattern[str]]):
    """The expressions of a section by name, each compiled when it is first asked for: all of them take a tenth second.

    Raises KeyError: there is none of that name.
    """

    def __init__(self, section: str, form: Callable[[str], str] = expression) -> None:
        self._section, self._form = section, form

    def __missing__(self, name: str) -> re.Pattern[str]:
        return self.setdefault(name, re.compile(self._form(tables()[self._section][name])))


def heading_name(text: str) -> str:
    """Return the name in a heading: folded, without its numbering, remarks in brackets and closing punctuation."""
    folded = fold(text)
    if "(" in folded:  # looked for first: these expressions try every blank
        folded = BRACKETED.sub("", folded)
    folded = " y ".join(side.strip() for side in _SLASH.split(folded))
    match = _NUMBERING.match(folded)
    return folded[match.end() if match else 0 :].strip(" .:;…-–—*#¿?¡!")


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def _short_name(text: str) -> str:
    """Return the name in a heading, "" for one that is too long to name a part."""
    name = heading_name(text[: 2 * _LONGEST])
    return name if len(name) <= _LONGEST else ""


def _joined(lines: str) -> str:
    """Return one expression of several lines; a line that is indented belongs to the one before it."""
    return expression(re.sub(r"\n +", "", lines).strip().replace("\n", "|"))


_KINDS, _NAMES = Expressions("kinds", _joined), Expressions("names", _joined)


@lru_cache(maxsize=512)
def heading_sense(text: str) -> Sense | None:
    """Return what the heading, head of a column or label `text` names; None where it names no part of a programme."""
    name = _short_name(text)
    if not name or ": " in name:
        return None
    return next((sense for sense in tables()["names"] if _NAMES[sense].fullmatch(name)), None)


def sense_of_header(header: str) -> Sense | None:
    """Return what the head of a column names: all of it, or the lowest of several rows of heads that names anything."""
    return next(filter(None, map(heading_sense, (header, *reversed(header.split(" / "))))), None)


def _is_one_of(text: str, kind: str) -> bool:
    return _KINDS[kind].fullmatch(_short_name(text)) is not None


is_fact = partial(_is_one_of, kind="facts")
"""Whether a label is one of a fact about the course ("Código", "Duración", "Credits")."""
is_logistics = partial(_is_one_of, kind="logistics")
"""Whether a column says when, where, with whom or for which part of a grade, beside what is taught."""
is_vague = partial(_is_one_of, kind="vague")
"""Whether a column called so may hold anything ("Descripción", "Valor")."""
may_be_topic = partial(_is_one_of, kind="ambiguous")
"""Whether a topic of the contents may bear this name of a part ("Materiales", "Proyectos")."""
