"""Codes where a source gives none or the same twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence


def unique(codes: Sequence[str]) -> Iterator[str]:
    """Each code, the second of its kind as `code#2` and so on, none of them another's."""
    given, used = set(codes), set()
    last: Counter[str] = Counter()
    for code in codes:
        made = code
        while made in used or (made != code and made in given):
            last[code] += 1
            made = f"{code}#{last[code] + 1}"
        used.add(made)
        yield made
