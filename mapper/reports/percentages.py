"""Shares as percentages, as each language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.matching.records import Interval


def percent(share: float, lang: str) -> str:
    """A share (0 to 1) as a whole percentage; what is nearly none or all is not rounded to it."""
    number = f"{round(100 * share)}"
    if 0 < share < 0.005:
        number = "< 1"
    elif 0.995 <= share < 1:
        number = "> 99"
    return number + _sign(lang)


def between(figure: Interval, lang: str) -> str:
    """The ends of an interval as whole percentages."""
    return f"{100 * figure.low:.0f}–{100 * figure.high:.0f}{_sign(lang)}"


def _sign(lang: str) -> str:
    return "%" if lang == "en" else "\N{NO-BREAK SPACE}%"
