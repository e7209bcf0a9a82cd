"""The words, letters and figures by which syllabuses say how far something is taught, in Spanish and English."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpora.text import fold
from mapper.programmes.curriculum_map.records import LEVELS, Level

_WORDS: Mapping[Level, str] = {
    "introduced": r"introduc(?:tori[oa]s?|tory|e[ns]?|ed|ido|ida|ir|cion|tion)|inici(?:al|a|ado|ada)|basic[oa]?"
    r"|elemental|elementary|beginn(?:er|ing)|novato|novice|baj[oa]|low|foundation(?:al)?|awareness|incipiente|emerging",
    "reinforced": r"intermedi[oa]|intermediate|medi[oa]|medium|moderad[oa]|moderate|refuerz[ao]n?"
    r"|reforza(?:d[oa]|r|miento)|reinforce(?:[sd]|ment)?"
    r"|emphasi[sz]e[sd]?|develop(?:ing|ed|s)?|desarroll(?:a|o|ado|ada)|practi[cs]ed|en proceso",
    "mastered": r"avanzad[oa]|advanced|domina(?:do|da|n|r)?|dominio|master(?:s|ed|y)?|proficien(?:t|cy)|alt[oa]|high"
    r"|expert[oa]?|consolid(?:a|ado|ada|ar)|logrado|autonomo|demonstrate[sd]",
}
_BLOOM: Mapping[Level, str] = {
    "introduced": r"record(?:ar|acion)|conoc(?:er|imiento)|remember(?:ing)?|knowledge|compren(?:der|sion)"
    r"|understand(?:ing)?|comprehension",
    "reinforced": r"aplica(?:r|cion)|appl(?:y|ying|ication)|anali(?:zar|sis)|analy[sz](?:e|ing)|analysis",
    "mastered": r"evalua(?:r|cion)|evaluat(?:e|ing|ion)|crea(?:r|cion)|creat(?:e|ing|ion)|sintesis|synthesis",
}
ASSESSED = r"assess(?:ed|ment|es)?|evalua(?:d[oa]|cion|n)?"
WORD = "|".join(_WORDS.values())
BLOOM = "|".join(_BLOOM.values())
_LEVEL_OF = {level: re.compile(rf"\b(?:{pattern})\b") for level, pattern in _WORDS.items()}
_BLOOM_OF = {level: re.compile(rf"\b(?:{pattern})\b") for level, pattern in _BLOOM.items()}
_SIGN = r"[a-z]|[0-5]"
_END = rf"(?=\s*(?:[,;.()\[\]|/\n]|$|\by\b|\band\b)|\s+(?:{_SIGN})\s*[=:–—-])"
_LEGEND = re.compile(
    rf"(?:(?<![\w.])(?:[(\[](?P<bracketed>{_SIGN})[)\]]\s*[=:–—-]?|(?P<sign>[a-z])\s*[=:–—-]|(?P<figure>[0-5])\s*="
    rf"|(?P<open>{_SIGN})\s*\()\s*(?:(?:se|nivel(?: de)?)\s+)?(?P<said>{WORD}|{ASSESSED}){_END}"
    rf"|\b(?P<before>{WORD}|{ASSESSED})\s*[(\[=]\s*(?P<after>{_SIGN})\s*(?:[)\]]|\b))",
    re.MULTILINE,
)
_PARTS = re.compile(r"\s*[,;/+&]\s*|\s+(?:y|and)\s+|\s+")
_LONGEST = 40
_LEAST_SCALE = 3


@dataclass(frozen=True, slots=True)
class Scheme:
    """What letters and figures mean in one document.

    Attributes:
        letters: lower case → level, None for "assessed".
        scale: the highest figure.
        figures: those that the document itself explains.
    """

    letters: Mapping[str, Level | None] = field(
        default_factory=lambda: {"i": "introduced", "r": "reinforced", "d": "reinforced", "m": "mastered", "a": None}
    )
    scale: int = _LEAST_SCALE
    figures: Mapping[str, Level | None] = field(default_factory=dict)

    def figure(self, figure: int) -> Level | None:
        """The level of a figure: what is explained, else its third of the scale; None for 0 and beyond it."""
        if str(figure) in self.figures:
            return self.figures[str(figure)]
        if not 0 < figure <= self.scale:
            return None
        return LEVELS[math.ceil(len(LEVELS) * figure / self.scale) - 1]

    @classmethod
    def of(cls, folded: str, signs: frozenset[str]) -> Scheme:
        """Of a document, its text folded: by its own legend, else by the signs alone in its cells or behind codes."""
        legend: dict[str, Level | None] = {}
        for found in _LEGEND.finditer(folded):
            sign = next(filter(None, map(found.group, ("bracketed", "sign", "figure", "open", "after"))))
            legend[sign] = level_of(found["said"] or found["before"])
        letters = {sign: level for sign, level in legend.items() if sign.isalpha()}
        figures = {sign: level for sign, level in legend.items() if sign.isdigit()}
        scale = max([_LEAST_SCALE, *(int(sign) for sign in (*signs, *figures) if sign.isdigit())])
        # One word is a chance, unless it is of assessment; a letter that no legend explains means what is usual.
        told = letters if len(set(letters.values())) > 1 or None in letters.values() else {}
        # I, M, A without R is introductory, medium, advanced; beside R the A says that it is assessed.
        medium = not told and "a" in signs and "m" in signs and not signs & {"r", "d"}
        usual: dict[str, Level | None] = {"m": "reinforced", "a": "mastered"} if medium else {}
        letters = {**cls().letters, **usual, **told}
        return cls(letters, scale, figures if len(set(figures.values())) > 1 else {})


def level_of(said: str) -> Level | None:
    """The level that a word names; None for none, and for words of assessment."""
    return next((level for level, pattern in _LEVEL_OF.items() if pattern.search(said)), None)


def bloom_of(said: str) -> Level | None:
    """The level of a tier of Bloom's taxonomy."""
    return next((level for level, pattern in _BLOOM_OF.items() if pattern.search(said)), None)


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell or the words behind a label say."""

    level: Level | None
    assessed: bool = False


def value_of(text: str, scheme: Scheme) -> Value | None:
    """The level in a short text and nothing else ("I", "2 (medio)", "R, A"); None where it says none."""
    folded = fold(text).strip(" .:*")
    if not folded or len(folded) > _LONGEST:
        return None
    assessed = re.search(rf"\b(?:{ASSESSED})\b", folded) is not None
    if level := level_of(folded):
        return Value(level, assessed)
    levels: list[Level] = []
    for part in filter(None, _PARTS.split(re.sub(r"[()\[\]]", " ", folded))):
        if part.isdigit():
            level = scheme.figure(int(part))
        elif part in scheme.letters:
            level = scheme.letters[part]
            assessed = assessed or level is None
        else:
            return None
        levels += [level] if level else []
    highest = max(levels, key=LEVELS.index, default=None)
    return Value(highest, assessed) if highest or assessed else None
