"""Words without their endings: "soldar" and "soldamos", "trained" and "training" are matched as one word.

Whether a single word is Spanish or English cannot be known; each is stemmed as both, by Snowball's rules.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@lru_cache(maxsize=200_000)  # the words of all standards and skills, each stemmed once
def stem(word: str) -> str:
    """The stem of a folded word (lower case, no accents)."""
    spanish, english = _stemmers()
    return str(english.stemWord(spanish.stemWord(word)))


@cache
def _stemmers() -> tuple[Any, Any]:
    import snowballstemmer

    return snowballstemmer.stemmer("spanish"), snowballstemmer.stemmer("english")
