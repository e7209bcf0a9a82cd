"""One block of a programme looked at by itself: its marker or code, and the text behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpora.cues import announces
from corpora.markers import marker

Mark = Literal["none", "bullet", "number", "letter", "outcome", "criterion", "competency", "capacity", "subject"]

# Families of codes. A code that is none of these is a word of the text ("ISO 9001", "HTML 5").
_CODES: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    ("criterion", re.compile(r"(?:CE|CR|CEV|CD)\s?-?\d{1,2}\s?[.-]\s?(?:\d{1,2}|[a-zñ])\b.*")),
    ("competency", re.compile(r"UC\s?\d{3,4}_\d.*")),
    ("subject", re.compile(r"(?:(?:MF|UF|MP)\s?\d{3,4}(?:_\d)?|(?:UD|UT|SA|SDA)\s?-?\d{1,2})\W*")),
    (
        "competency",
        re.compile(r"(?:CE|CG|CB|CT|CC|CM|CP|CU|CD|CEM|CFB|CPS|COM|RP)[ -]?\d{1,3}(?:\.\d+)*\W*"),
    ),
    (
        "outcome",
        re.compile(r"(?:RA|RAE|RAP|RAM|RAT|RDA|LO|CLO|ILO|SLO|MLO|ULO|OA|OE|OG|CON|HAB)[ -]?\d{1,2}(?:\.\d+)*\W*"),
    ),
    ("capacity", re.compile(r"[A-ZÑ]\d{1,3}(?:\.\d+)*\W*")),
)
_BRACKETS = "[]() "
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_CODE_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_CRITERION = re.compile(r"se\s+(?:ha|han|haya|hayan)\s+\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A block's text and what can be said of it without its context.

    Attributes:
        text: the whole text.
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
    if number := _NUMBER.match(printed):
        return match.end(), "number", number[0]
    for family, pattern in _CODES:
        if pattern.fullmatch(printed):
            digits = _CODE_NUMBER.search(printed)
            return match.end(), family, digits[0] if digits else ""
    return (0, "none", "") if any(map(str.isdigit, printed)) else (match.end(), "letter", "")
