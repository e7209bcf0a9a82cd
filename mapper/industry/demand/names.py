"""Names that stand for one another: an abbreviation and what it is short for, a product and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from corpora.job_ads.words import TOKEN, tables
from corpora.text import fold
from embeddings.lexical import words

# What a folded word has at its end for its number, and then an adjective, or a name for who does something, for gender.
_NUMBER = re.compile(r"(?<=\w{3})(?:e?(?<!s)s|e)$")
_GENDER = re.compile(r"(?<=ad|id|ic|iv|os)[oa]$|(?<=[dst]or)a$")

# "buenas prácticas de manufactura (BPM)" and "BPM (buenas prácticas de manufactura)"; shorter ones are too often words.
_SHORT_IN_BRACKETS = re.compile(r"\(([A-Z]{3,6})\)")
_LONG_IN_BRACKETS = re.compile(r"\b([A-Z]{3,6}) ?\(([^()\n]{6,80})\)")
_PARTING = re.compile(r"[.;:,()\n]")
_BEFORE = 80  # characters before an abbreviation in brackets in which stands what it is short for

Forms = tuple[str, ...]
Alike = frozenset[str]
"""Names of one thing, each by its forms with a blank around each."""


def forms(text: str) -> Forms:
    """Return the words of a text as they are counted: folded, without number and gender; little words are none."""
    return tuple(form(match[0]) for match in TOKEN.finditer(text) if words(match[0]))


def form(word: str) -> str:
    """Return one word as it is counted."""
    return _GENDER.sub("", _NUMBER.sub("", fold(word)))


def spaced(said: Iterable[str]) -> str:
    """Join forms to one text in which those of a name can be looked for."""
    return f" {' '.join(said)} "


@cache
def known() -> tuple[Alike, ...]:
    """Read the names of one thing that the words of ads know."""
    lines = tables()["same"]["names"].strip().splitlines()
    return tuple(frozenset(spaced(forms(name)) for name in line.split(";")) for line in lines)


def defined(texts: Iterable[str]) -> frozenset[Alike]:
    """Find abbreviations that stand in brackets beside what has their letters as initials, or vice versa."""
    found: set[Alike] = set()
    for text in texts:
        both = [(match[1], match[2]) for match in _LONG_IN_BRACKETS.finditer(text)]
        for match in _SHORT_IN_BRACKETS.finditer(text):
            before = _PARTING.split(text[max(match.start() - _BEFORE, 0) : match.start()])[-1]
            both.append((match[1], " ".join(TOKEN.findall(before))))
        for short, said in both:
            named = forms(said)[-len(short) :]
            # In Spanish a PLC is a "controlador lógico programable".
            if sorted(word[0] for word in named) == sorted(short.lower()):
                found.add(frozenset({spaced(named), spaced(forms(short))}))
    return frozenset(found)
