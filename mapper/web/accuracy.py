"""How right the mapping is: the figures that ship with the program, nothing that the page computes itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_MATCHER, _MEASURED = "matcher.json", "accuracy.json"


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
        precision: of what is shown, how much is right, on material that was not trained on; None where not told.
        recall: of what is right, how much is shown; likewise.
        calibration: mean distance between probability and share that holds; likewise.
        questions: asked for these.
        material: names of the collections.
        measured: on benchmarks, in the file's order; empty where none ship.
        commit: of the program that was measured, "" likewise.
    """

    precision: float | None
    recall: float | None
    calibration: float | None
    questions: int
    material: tuple[str, ...]
    measured: tuple[Figure, ...]
    commit: str


@lru_cache(maxsize=1)
def shipped() -> Accuracy:
    """The figures of what ships."""
    data = files("mapper").joinpath("data")
    measured = data.joinpath(_MEASURED)
    content = json.loads(measured.read_text(encoding="utf-8")) if measured.is_file() else {}
    return accuracy(json.loads(data.joinpath(_MATCHER).read_text(encoding="utf-8"))["about"], content)


def accuracy(about: dict[str, Any], measured: dict[str, Any]) -> Accuracy:
    """The figures, from what the matcher says of its fitting and, where there are any, from benchmarks."""
    held_out = about.get("figures", {}).get("held_out_groups", {})
    return Accuracy(
        precision=held_out.get("precision"),
        recall=held_out.get("recall"),
        calibration=held_out.get("ece_of_best"),
        questions=about.get("questions", 0),
        material=tuple(about.get("collections", ())),
        measured=tuple(
            Figure(f["name"], f["measure"], f["value"], f.get("low"), f.get("high"), f["queries"])
            for f in measured.get("benchmarks", ())
        ),
        commit=measured.get("commit", ""),
    )
