"""Words and phrases found whole in a text, whatever their case and accents, with the place where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SHORT = 2
"""Letters up to which a word ("de", "PC") has no plural."""


class _Folding(dict[int, str]):
    """Folded characters by code point, each worked out once; for `str.translate`."""

    def __missing__(self, point: int) -> str:
        base = unicodedata.normalize("NFD", chr(point))[0].lower()
        self[point] = base if len(base) == 1 else chr(point)
        return self[point]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Lower case without accents, as long as the text, so that offsets in one are offsets in the other."""
    return text.translate(_FOLDING)


def whole(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern, for folded text, of phrases that count only as whole words; the longest that fits is found.

    A blank in a phrase stands for any white space. "ducto" is not found in "producto".

    Args:
        phrases: as written anywhere; they are folded here. None at all match nothing.
    """
    wordings = sorted({folded(" ".join(phrase.split())) for phrase in phrases}, key=lambda p: (-len(p), p))
    if not wordings:
        return re.compile(r"(?!)")
    return whole_pattern("|".join(re.escape(wording).replace(r"\ ", r"\s+") for wording in wordings))


def whole_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression for folded text, bounded by what is no letter or digit."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def number(phrase: str) -> str:
    """A regular expression for a phrase in folded text, each word in singular and plural."""
    return r"\s+".join(re.escape(word) + ("(?:s|es)?" if len(word) > _SHORT else "") for word in folded(phrase).split())
