"""One block of a programme looked at by itself: its marker or code, and the text behind it; its label, if it has one.

Markers are bullets, numbers, letters and codes such as "CE1 .a )" or "[RA1 ]". Labels name one part of a programme:
"Módulo profesional: …", "Unidad 2. …", "Resultado de aprendizaje 1.1".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from corpora.vocabulary import Sense, announces, is_fact, sense_of, tables

Mark = Literal["none", "bullet", "number", "letter", "outcome", "criterion", "competency", "capacity", "subject"]

_CODES: tuple[tuple[Mark, re.Pattern[str]], ...] = tuple(
    (family, re.compile(pattern)) for family, pattern in tables()["labels"]["codes"]
)
_BRACKETS = "[]() "
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_CODE_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_CRITERION = re.compile(r"se\s+(?:ha|han|haya|hayan)\s+\w+", re.IGNORECASE)
_NUMBER = r"(?:n(?:[.º°o]|úm)*+\s*)?(?P<number>\d{1,4}(?:\.\d{1,2})*|[IVXL]{1,6}(?![^\W_])|[A-H](?=\s*[.:)–—-]))"
_LABELLED = (
    r"(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?\s+)?(?P<name>{names})(?:\s+{number})?(?P<sign>\s*[:.)–—-]*)\s*(?P<title>.*)"
)
_PATTERNS = tuple(
    (kind, rank, re.compile(_LABELLED.format(names=names, number=_NUMBER), re.IGNORECASE | re.DOTALL))
    for kind, rank, names in tables()["labels"]["kinds"]
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
# "Actividad de evaluación 1.1.1 (10 %). Elabora …"
_WEIGHT = re.compile(r"\(\s?\d{1,3}(?:[.,]\d+)?\s?%\s?\)[\s.:–—-]*+(?=\S)")
_RUN_IN = re.compile(r"(?P<label>[^\W\d_][^:]{2,70}?)\s*:\s*(?P<rest>\S.*)", re.DOTALL)
# "Objetivo. El alumno …", "Contenidos. Asamblea y acuerdos; …"
_STOPPED = re.compile(
    r"(?P<label>(?:Objetivos?|Prop[óo]sito|Contenidos?|Temas)[^.:;,]{0,25})\.\s+(?P<rest>[^\W\d_].*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Item:
    """A block's text and what can be said of it without its context.

    Attributes:
        skip: length of the marker or code before the text proper.
        mark: the family of that marker.
        number: of a "number" mark or a code ("1.1", "3"), "" without one.
        listed: it has a marker, or the layout says that it is an item.
    """

    text: str
    skip: int = 0
    mark: Mark = "none"
    number: str = ""
    listed: bool = False

    @property
    def body(self) -> str:
        """The text without its marker."""
        return self.text[self.skip :]

    @property
    def depth(self) -> int:
        """Depth of a decimal number: 2 for "1.1"; 0 without one."""
        return self.number.count(".") + 1 if self.mark == "number" else 0

    @property
    def opens(self) -> bool:
        """It ends in a colon: something follows that belongs to it."""
        return self.text.endswith(":")

    @property
    def is_criterion(self) -> bool:
        """Its code or its "Se ha", "Se han" says that it is a criterion."""
        return self.mark == "criterion" or _CRITERION.match(self.body) is not None

    @property
    def announces(self) -> bool:
        """It speaks of what follows and says nothing itself."""
        return announces(self.text, listed=self.listed)


@lru_cache(maxsize=512)  # a block is looked at ahead and in its turn
def item_of(text: str, *, listed: bool = False) -> Item:
    """Look at one block; `listed` says that the layout makes it an item."""
    skip, mark, number = _marked(text)
    if mark == "bullet":
        more, inner, inner_number = _marked(text[skip:])
        if more and inner != "bullet" and text[skip + more - 1].isspace():
            skip, mark, number = skip + more, inner, inner_number
    return Item(text, skip, mark, number, listed or mark != "none")


def _marked(text: str) -> tuple[int, Mark, str]:
    """Length, family and number of the marker with which the text begins."""
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
            weight = _WEIGHT.match(text, skip)
            skip = weight.end() if weight else skip
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


BULLETS = "•●▪■◦○‣⁃∙·⚫⬤◆❖➢➤►▶▸✓✔✦□–—−*»-"

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
        (?P<bullet>[{re.escape(BULLETS)}])(?=\s|[^\W\d_])\s*
      | (?P<closed>                                        # ends in a sign of its own: nothing else looks so
            \[\s?(?:{_CODE}|{_COUNT})\s?\][.:)]?
          | \(\s?(?:{_COUNT}|{_ROMAN}|[a-zñA-ZÑ])\s?\)
          | {_CODE}\s?(?:[.:)](?!\d)|[.]?-(?=\s))+
          | (?:{_COUNT}|{_ROMAN}|[a-zñA-ZÑ])\s?(?:[.]?[)]|[.]-)
          | (?:{_DOUBLED})[)]
          | {_ORDINAL}
          | {_COUNT}[.](?![\dºª°])
          | (?:{_ROMAN}|[a-zñA-ZÑ])[.](?=\s)
        )\s*
      | (?P<open>{_COUNT}|{_CODE})\s+(?=[^\W\d_a-z])      # "1 El instrumento", "CE03 Conocer", "1.1 Recibe"
    )(?=\S)""",
    re.VERBOSE,
)


def marker(text: str) -> re.Match[str] | None:
    """The list marker with which `text` begins, and the blanks behind it; None where it has none.

    The match has three named groups, of which one is set: `bullet`, `closed` (a number, letter or code with a
    sign of its own: "a)", "1.", "CE1 .a )", "[RA1 ]") and `open` (without one: "1 El", "CE03 Conocer"), which may also
    be the beginning of a line that only goes on.
    """
    return _MARKER.match(text)
