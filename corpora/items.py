"""One block of a programme looked at by itself: its marker or code, and the label that it begins with.

Markers are bullets, numbers, letters and codes such as "CE1 .a )" or "[RA1 ]". Labels name one part of a programme:
"Módulo profesional: …", "Unidad 2. …", "Resultado de aprendizaje 1.1".
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from corpora import vocabulary
from corpora.numbers import whole

Mark = Literal["none", "bullet", "number", "letter", "outcome", "criterion", "competency", "capacity", "subject"]

_CODES: tuple[tuple[Mark, re.Pattern[str]], ...] = tuple(
    (family, re.compile(pattern)) for family, pattern in vocabulary.tables()["labels"]["codes"]
)
_BRACKETS = "[]() "
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_CODE_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_NUMBER = r"(?:n(?:[.º°o]|úm)*+\s*)?(?P<number>\d{1,4}(?:\.\d{1,2})*|[IVXL]{1,6}(?![^\W_])|[A-H](?=\s*[.:)–—-]))"
_BEFORE_LABEL = r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?"
_BEHIND_LABEL = rf"(?:\s+{_NUMBER})?(?P<sign>\s*[:.)–—-]*)\s*(?P<title>.*)"
_KINDS = vocabulary.tables()["labels"]["kinds"]
_PATTERNS = tuple(
    (kind, rank, re.compile(rf"{_BEFORE_LABEL}(?P<name>{names}){_BEHIND_LABEL}", re.IGNORECASE | re.DOTALL))
    for kind, rank, names in _KINDS
)
# Most texts begin with no label, which one look tells.
_ANY_LABEL = re.compile(rf"{_BEFORE_LABEL}(?:{'|'.join(names for _, _, names in _KINDS)})", re.IGNORECASE)
_ORDINALS = {"1": "1", "2": "2", "3": "3", "4": "4"} | dict(zip("pstc", "1234", strict=True))
# "Resultado de aprendizaje: 1.1. Elabora …"
_FIRST_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVXL]{1,6})[.)–—-]*\s+(?=\S)")
STEPS = ("parcial", "etapa")
"""Kinds of labels that name units, but among activities or grades what is done or graded ("Proyecto 1. …")."""
# "Actividad de evaluación 1.1.1 (10 %). Elabora …"
_WEIGHT = re.compile(r"\(\s?\d{1,3}(?:[.,]\d+)?\s?%\s?\)[\s.:–—-]*+(?=\S)")


class Item(NamedTuple):
    """A block's text and what can be said of it without its context."""

    text: str
    skip: int = 0  # length of the marker or code before the text proper
    mark: Mark = "none"  # the family of that marker
    number: str = ""  # of a "number" mark or a code ("1.1", "3"), "" without one
    listed: bool = False  # it has a marker, or the layout says that it is an item

    @property
    def body(self) -> str:
        """Return the text without its marker."""
        return self.text[self.skip :]


@lru_cache(maxsize=512)  # a block is looked at ahead and in its turn
def parse_item(text: str, *, listed: bool = False) -> Item:
    """Look at one block; `listed` says that the layout makes it an item."""
    skip, mark, number = _marked(text)
    while mark == "bullet":  # behind bullets, as copies have them twice, a number or letter may stand
        more, inner, number = _marked(text[skip:])
        if not more or not text[skip + more - 1].isspace():
            number = ""
            break
        skip, mark = skip + more, inner
    return Item(text, skip, mark, number, listed or mark != "none")


def _marked(text: str) -> tuple[int, Mark, str]:
    """Return length, family and number of the marker with which the text begins."""
    match = marker(text)
    if match is None:
        return 0, "none", ""
    if match["bullet"]:
        return match.end(), "bullet", ""
    printed = (match["closed"] or match["open"]).strip(_BRACKETS).rstrip(".")
    if printed[-1] in "º°":  # items below an item, as bullets are
        return match.end(), "bullet", ""
    if number := _DECIMAL.match(printed):
        return match.end(), "number", number[0]
    for family, pattern in _CODES:
        if pattern.fullmatch(printed):
            digits = _CODE_NUMBER.search(printed)
            return match.end(), family, digits[0] if digits else ""
    return (0, "none", "") if any(map(str.isdigit, printed)) else (match.end(), "letter", "")


class Label(NamedTuple):
    """A part of a programme with its own name."""

    kind: str  # "módulo", "unidad", "resultado", …
    rank: int  # its place among the kinds, 1 the outermost
    number: str  # as printed, "" without one
    skip: int  # where its title begins in the text


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def parse_label(text: str) -> Label | None:
    """Return the label with which the text begins; None where it begins with none."""
    if _ANY_LABEL.match(text) is None:
        return None
    for kind, rank, pattern in _PATTERNS:
        if (match := pattern.fullmatch(text)) is None:
            continue
        ordinal = _ORDINALS.get(match["name"][:1].lower(), "") if kind == "parcial" else ""  # "Primer parcial"
        number, title, sign = match["number"] or ordinal, match["title"], match["sign"].strip()
        if (not title or sign or not title[0].islower()) if number else (":" in sign and title):
            numbered = None if number else _FIRST_NUMBER.match(title)
            skip = match.start("title") + (numbered.end() if numbered else 0)
            weight = _WEIGHT.match(text, skip)
            skip = weight.end() if weight else skip
            return Label(kind, rank, numbered["number"] if numbered else number, skip)
    return None


def is_fact_line(text: str) -> bool:
    """Tell whether the line says one fact about the course ("Duración: 50 horas.", "Código: 0611.")."""
    label, colon, value = text.partition(":")
    return bool(colon) and len(value) < 120 and vocabulary.is_fact(label)


BULLETS = "•●▪■◦○‣⁃∙·⚫⬤◆❖➢➤►▶▸✓✔✅☐▢☑☒✦□–—−*»›-"

# A code: capitals and a number, with parts behind it ("CE1.a)", "CR 1.1", "[RA1 ]", "UC0481_3", "CE-3.b").
_CODE = r"[A-ZÑ]{1,4}[ -]?\d{1,4}(?:_\d)?(?:[ ]?[.-][ ]?(?:\d{1,2}|[a-zñ])(?![^\W_]))*"
_COUNT = r"\d{1,3}(?:[.]\d{1,3})*"
ALPHABET = "abcdefghijklmnñopqrstuvwxyz"
# After z come aa, bb, …; ch and ll are letters of the older alphabet.
_DOUBLED = "|".join(["ch", "CH", *(2 * letter for letter in ALPHABET + ALPHABET.upper())])
_ORDINAL = r"\d{1,2}[.]?[º°][.)]?(?=\s+[^\W\d_a-záéíóúüñ])"  # "1.º Aceite"
_ROMAN = r"(?=[ivxIVX])(?:x{0,2}(?:ix|iv|v?i{0,3})|X{0,2}(?:IX|IV|V?I{0,3}))(?![^\W_])"

_MARKER = re.compile(
    rf"""(?:
        (?P<bullet>[{re.escape(BULLETS)}]|\[\s?[xX]?\s?\]|\(\s\))(?=\s|[^\W\d_])\s*  # "[x]", "( )": a box
      | (?P<closed>                                        # ends in a sign of its own: nothing else looks so
            \[\s?(?:{_CODE}|{_COUNT})\s?\][.:)]?
          | \(\s?(?:{_COUNT}|{_ROMAN}|[a-zñA-ZÑ])\s?\)
          | {_CODE}\s?(?:[.:)](?!\d)|[.]?-(?=\s))+
          | (?:{_COUNT}|{_ROMAN}|[a-zñA-ZÑ])\s?(?:[.]?[)]|[.]-)
          | (?:{_DOUBLED})[)]
          | {_ORDINAL}
          | {_COUNT}[.](?![\dºª°])
          | (?:{_ROMAN}|[a-zñA-ZÑ])[.](?=\s)(?!\s[A-ZÑ][.]\s)  # "D. R. Colegio …" begins with initials
        )\s*
      | (?P<open>{_COUNT}|{_CODE})\s+(?=[^\W\d_a-z])      # "1 El instrumento", "CE03 Conocer", "1.1 Recibe"
    )(?=\S)""",
    re.VERBOSE,
)


@lru_cache(maxsize=512)  # a line is asked of by many rules in turn
def marker(text: str) -> re.Match[str] | None:
    """Return the list marker with which `text` begins, and the blanks behind it; None where it has none.

    The match has three named groups, of which one is set: `bullet`, `closed` (a number, letter or code with a
    sign of its own: "a)", "1.", "CE1 .a )", "[RA1 ]") and `open` (without one: "1 El", "CE03 Conocer"), which may also
    be the beginning of a line that only goes on.
    """
    return _MARKER.match(text)


_NEXT = {*pairwise([*ALPHABET, *(2 * letter for letter in ALPHABET)])}
_NEXT |= {("n", "o"), ("l", "ll"), ("ll", "m"), ("c", "ch"), ("ch", "d")}


def follows(mark: str, before: str) -> bool:
    """Tell whether `mark` comes next after `before`: b after a, aa after z, ñ or o after n, CE2 after CE1."""
    stem = mark.rstrip("0123456789")
    if stem != mark:
        number = before.removeprefix(stem)
        return before.startswith(stem) and whole(mark.removeprefix(stem), -1) == whole(number, -2) + 1
    return (before.lower(), mark.lower()) in _NEXT
