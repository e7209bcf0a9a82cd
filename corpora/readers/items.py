"""Where one item of a list ends and the next begins, in lines that no blank one parts.

Also lines that name their place in a programme or a fact about it: "Unidad 2. …", "Week 3: …", "Clave: CI-204".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from corpora.items import ALPHABET, label_of, marker
from corpora.numbers import whole
from corpora.text import clean

_NEXT = {*pairwise([*ALPHABET, *(2 * letter for letter in ALPHABET)])}
_NEXT |= {("n", "o"), ("l", "ll"), ("ll", "m"), ("c", "ch"), ("ch", "d")}
# These also stand within a sentence, and then also where a line happens to begin.
_DASHES = "-–—−*»"
# "2.1 Álgebra": a number with parts before a capital, though it has no sign of its own.
_PARTED = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
REFERS = re.compile(
    r"(?:\b(?:apartados?|art[íi]culos?|puntos?|incisos?|p[áa]rrafos?|n[úu]meros?|letras?|secci[óo]n|sections?|items?|"
    r"unidad(?:es)?|temas?|anexo|y|e|o|u|and|or|de|del|the|la|el|las|los|en|in|of|a|al|to)|[,(])$",
    re.IGNORECASE,
)
"""How a line ends that names what follows by its number."""
_ENDED = (".", ";", ":", "?", "!")
_LONGEST_NAME = 120
# The level that parts of a programme have in a text without markup, by the kind of their label.
_LEVELS = {"carrera": 1, "módulo": 2, "capítulo": 3, "submódulo": 3, "parcial": 3, "unidad": 3, "etapa": 3}
_LEVELS |= {"tema": 4, "resultado": 4, "actividad": 5}
_OTHERS = re.compile(
    r"(?P<plan>programa de estudios|plan de estudios|syllabus)\s*:|situaci[óo]n de aprendizaje(?:\s*:|\s+\d)", re.I
)
# "Clave: CI-204", "Office hours: Mon 2–3"; a sentence with a colon has more words before it.
_FACT = re.compile(r"[A-ZÁÉÍÓÚÑ][\w().’'-]*(?: [\w().’'/&-]+){0,4}\s*:(?:\s|$)")


def has_marker(line: str) -> bool:
    """Whether the line begins with a bullet, or with a number, letter or code that has a sign of its own."""
    match = marker(line.lstrip())
    return match is not None and match["open"] is None


def has_parted_number(line: str) -> bool:
    """Whether the line begins with a number with parts and a capital ("2.1 Álgebra"), as the topics of a unit do."""
    match = marker(line.lstrip())
    return match is not None and match["open"] is not None and _PARTED.fullmatch(match["open"]) is not None


def parted(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines by items: a line that begins one begins a new group.

    A form feed at a line's beginning says that the break before it is meant.
    """
    group: list[str] = []
    last = ""
    for line in lines:
        begins = line.startswith("\f") or (bool(group) and begins_item(line, group[-1], last))
        if group and (begins or begins_labelled(line, group[-1])):
            yield group
            group = []
        if not group:
            last = ordinal(line) or last
        group.append(line)
    if group:
        yield group


def breaks(text: str) -> Iterator[str]:
    """The lines of a paragraph with line breaks, for `parted`: all are meant but where a sentence goes on small."""
    previous = ""
    for line in text.split("\n"):
        if cleaned := clean(line):
            goes_on = cleaned[0].islower() and not has_marker(cleaned) and not previous.endswith((".", ":", ";"))
            yield line if not previous or goes_on else f"\f{line}"
            previous = cleaned


def begins_item(line: str, previous: str, last: str) -> bool:
    """Whether a line within a paragraph begins an item of its own; `last` is the `ordinal` of the item before it or "".

    "…en los apartados a) y / b) del artículo" does not: the line before it does not end, and no item a) came before.
    """
    match = marker(line.lstrip())
    if match is None:
        return False
    if match["open"]:
        return has_parted_number(line) and not REFERS.search(previous.rstrip())
    ended = previous.rstrip().endswith(_ENDED)
    if match["bullet"]:
        before = marker(previous.lstrip())
        return ended or match["bullet"] not in _DASHES or (before is not None and before["bullet"] is not None)
    return ended or follows(ordinal(line), last)


def ordinal(line: str) -> str:
    """The letter, number or code of the marker with which the line begins, without its signs; "" if it has none."""
    match = marker(line.lstrip())
    return "".join(filter(str.isalnum, match["closed"] or "")) if match else ""


def follows(mark: str, before: str) -> bool:
    """Whether `mark` comes next after `before`: b after a, aa after z, ñ or o after n, 2 after 1, CE2 after CE1."""
    stem = mark.rstrip("0123456789")
    if stem != mark:
        number = before.removeprefix(stem)
        return before.startswith(stem) and whole(mark.removeprefix(stem), -1) == whole(number, -2) + 1
    return (before.lower(), mark.lower()) in _NEXT


@lru_cache(maxsize=1024)  # all lines of a text are looked at before each is in its turn
def level_of_name(line: str) -> int:
    """The level of a line that names its place in the structure ("Unidad de aprendizaje 2. …"), 0 for any other.

    "Proyecto 1: 20 %" says what counts how much.
    """
    line = line.strip()
    if len(line) > _LONGEST_NAME or line.endswith("%"):
        return 0
    if label := label_of(line):
        return _LEVELS.get(label.kind, 0)
    other = _OTHERS.match(line)
    return 0 if other is None else 1 if other["plan"] else 4


def begins_labelled(line: str, previous: str) -> bool:
    """Whether a line within a paragraph begins with a label of its own, as the line before it does or having ended."""
    line, previous = line.strip(), previous.strip()
    return _is_labelled(line) and (_is_labelled(previous) or previous.endswith(_ENDED))


def _is_labelled(line: str) -> bool:
    return level_of_name(line) > 0 or _FACT.match(line) is not None
