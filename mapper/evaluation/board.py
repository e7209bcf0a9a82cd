"""Stored runs laid out by system and benchmark, as the page of results needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpora import Text
from eval.measures import mean
from eval.records import Interval
from eval.significance import LEVEL, difference_draws
from mapper.evaluation import DEFAULT
from mapper.evaluation.page import say
from mapper.evaluation.stored import StoredRun


@dataclass(frozen=True, slots=True)
class Board:
    """Runs by system and benchmark.

    Attributes:
        runs: (system, benchmark) → run.
        systems: the best mean first.
        benchmarks: by name.
        lang: of the page.
    """

    runs: Mapping[tuple[str, str], StoredRun]
    systems: tuple[str, ...]
    benchmarks: tuple[str, ...]
    lang: str

    def any(self, benchmark: str) -> StoredRun:
        """Some run on that benchmark."""
        return next(run for (_, name), run in self.runs.items() if name == benchmark)

    def measure(self, benchmark: str) -> str:
        """The benchmark's main measure."""
        return str(self.any(benchmark).settings["measure"])

    def say(self, text: Text, **values: object) -> str:
        """The text in the page's language."""
        return say(text, self.lang, **values)

    def whole(self) -> list[str]:
        """Systems that were run on every benchmark."""
        return [system for system in self.systems if all((system, name) in self.runs for name in self.benchmarks)]

    def reference(self) -> str:
        """The system that others are compared with: the one that `curmap map` uses, else the best."""
        return DEFAULT if DEFAULT in self.systems else self.systems[0]


def board(runs: Sequence[StoredRun], lang: str) -> Board:
    """Order runs; of several of one system on one benchmark the last counts."""
    by_key = {(str(run.result["system"]), str(run.result["benchmark"])): run for run in runs}
    means: dict[str, list[float]] = {}
    for (system, _), run in by_key.items():
        means.setdefault(system, []).append(mean(run.values[str(run.settings["measure"])]))
    count = max(len(row) for row in means.values())
    ordered = sorted(means, key=lambda system: (len(means[system]) < count, -float(np.mean(means[system])), system))
    return Board(by_key, tuple(ordered), tuple(sorted({name for _, name in by_key})), lang)


def mean_interval(runs: Sequence[StoredRun]) -> Interval:
    """Mean of the main measures over benchmarks, each weighing the same, with its interval."""
    rows = [run.values[str(run.settings["measure"])] for run in runs]
    drawn = [
        difference_draws(row, run.groups, seed=seed) for seed, (row, run) in enumerate(zip(rows, runs, strict=True))
    ]
    value = float(np.mean([mean(row) for row in rows]))
    n, groups = sum(len(row) for row in rows), sum(int(run.result["groups"]) for run in runs)
    known = [draws for draws in drawn if draws is not None]
    if len(known) < len(drawn):
        return Interval(value, None, None, n, groups, "none")
    low, high = np.quantile(sum(known) / len(known), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high), n, groups, "bootstrap")
