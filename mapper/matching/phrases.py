"""Words and phrases found whole in a text, whatever their case and accents, with the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpora.text import fold_letters

_SHORT = 2  # letters up to which a word ("de", "PC") has no plural


def whole(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern, for folded text, of phrases that count only as whole words; the longest that fits is found.

    A blank in a phrase stands for any white space. "ducto" is not found in "producto".
    """
    wordings = sorted({fold_letters(" ".join(phrase.split())) for phrase in phrases}, key=lambda p: (-len(p), p))
    if not wordings:
        return re.compile(r"(?!)")
    return whole_pattern("|".join(re.escape(wording).replace(r"\ ", r"\s+") for wording in wordings))


def whole_pattern(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for folded text, bounded by what is no letter or digit."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def number(phrase: str) -> str:
    """Return a regular expression for a phrase in folded text, each word in singular and plural."""
    return r"\s+".join(
        re.escape(word) + ("(?:s|es)?" if len(word) > _SHORT else "") for word in fold_letters(phrase).split()
    )
