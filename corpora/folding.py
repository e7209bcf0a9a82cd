"""Text without case and accents, for comparison."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


class _Letters(dict[int, str]):
    """Folded characters by code point, each worked out once; for `str.translate`."""

    def __missing__(self, point: int) -> str:
        base = unicodedata.normalize("NFD", chr(point))[0].lower()
        self[point] = base if len(base) == 1 else chr(point)
        return self[point]


class _Bare(dict[int, int | None]):
    """None for combining characters, each other code point itself; for `str.translate`."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.combining(chr(point)) else point
        return self[point]


_LETTERS, _BARE = _Letters(), _Bare()


def fold_letters(text: str) -> str:
    """Lower case without accents, as long as the text, so that offsets in one are offsets in the other."""
    return text.translate(_LETTERS)


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def fold(text: str) -> str:
    """Lower case without accents (ñ becomes n), white space as single blanks."""
    text = text.lower()
    return " ".join((text if text.isascii() else without_accents(text)).split())


def without_accents(text: str) -> str:
    """The text decomposed (NFD), without its combining characters; ñ becomes n."""
    return unicodedata.normalize("NFD", text).translate(_BARE)
