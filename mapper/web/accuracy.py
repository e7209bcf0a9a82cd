"""How right the mapping is: the figures that ship with the program, nothing that the page computes itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from mapper.matching import scorer

_MEASURED = "accuracy.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure on one benchmark, with its 95 % interval where there is one.

    Attributes:
        name: of the benchmark.
        measure: what was measured.
        value: between 0 and 1.
        low: lower end of the interval, None for none.
        high: upper end.
        queries: questions asked.
    """

    name: str
    measure: str
    value: float
    low: float | None
    high: float | None
    queries: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What ships of how right the mapping is.

    Attributes:
        criteria: of programmes held out, that coverage was asked about.
        taught_right: of what was told as covered or partly, how much was taught.
        covered_found: of what was taught in full, how much was told so.
        absent_right: of what was told as not found, how much was not taught.
        sure: matches held out that were shown with .8 or more, and how many of them were right.
        likely: the same of those with .5 to .8.
        measured: on benchmarks, in the file's order; empty where none ship.
        commit: of the program that was measured, "" likewise.
    """

    criteria: int
    taught_right: float
    covered_found: float
    absent_right: float
    sure: tuple[int, float]
    likely: tuple[int, float]
    measured: tuple[Figure, ...]
    commit: str


@lru_cache(maxsize=1)
def shipped() -> Accuracy:
    """The figures of what ships."""
    data = files("mapper").joinpath("data")
    measured = data.joinpath(_MEASURED)
    content = json.loads(measured.read_text(encoding="utf-8")) if measured.is_file() else {}
    return accuracy(scorer.shipped().about, content)


def accuracy(about: Mapping[str, Any], measured: Mapping[str, Any]) -> Accuracy:
    """The figures, from what the scorer says of its fitting and, where there are any, from benchmarks."""
    programmes, pairs = about["programmes"], about["pairs"]
    return Accuracy(
        criteria=programmes["criteria"],
        taught_right=programmes["said_taught_right"],
        covered_found=programmes["covered_said_taught"],
        absent_right=programmes["said_not_found_right"],
        sure=tuple(pairs["right_from_0.8"]),
        likely=tuple(pairs["right_from_0.5"]),
        measured=tuple(
            Figure(f["name"], f["measure"], f["value"], f.get("low"), f.get("high"), f["queries"])
            for f in measured.get("benchmarks", ())
        ),
        commit=measured.get("commit", ""),
    )
