"""How an entry and a passage are put before the reader of pairs, whether it learns or is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Read = Callable[[Sequence[tuple[str, str]]], NDArray[np.float64]]
"""Gives of pairs of entry and passage, as below, the log odds that the passage teaches the entry; shape (pairs,)."""

_BESIDE = " | "
_LONGEST_ABOVE = 90  # characters of what stands above: it says the field, not the matter


def entry_text(statement: str, element: str, standard: str) -> str:
    """Return an entry with the element and the standard that it is of; either may be ""."""
    above = [text[:_LONGEST_ABOVE] for text in dict.fromkeys((element, standard)) if text and text != statement]
    return _BESIDE.join([_in_line(statement), *map(_in_line, above)])


def passage_text(text: str, section: Sequence[str]) -> str:
    """Return a passage with the nearest heading above it, and the outermost one."""
    above = [heading[:_LONGEST_ABOVE] for heading in dict.fromkeys((*section[-1:], *section[:1])) if heading]
    return _BESIDE.join([_in_line(text), *map(_in_line, above)])


def _in_line(text: str) -> str:
    return " ".join(text.split())
