"""What is known of public benchmarks beside their files, and where benchmarks are sought."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpora import Text, _
from eval import benchmarks
from eval.records import Benchmark

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "benchmark"


@cache
def known_benchmarks() -> dict[str, Any]:
    """Return, of public benchmarks, whose labels they are ("targets") and which the encoder saw ("trained_on").

    "measures" are those that they are usually reported by; the queries of "curricula" are parts of programmes, of Spain
    or Colombia all of them.
    """
    found: dict[str, Any] = json.loads((files("mapper.evaluation") / "known.json").read_text(encoding="utf-8"))
    return found


def training_notes(names: Iterable[str]) -> Iterator[Text]:
    """Yield what the encoder that ships has seen of these benchmarks."""
    ordered = sorted(names)
    by_labels: dict[str, list[str]] = {}
    for name in ordered:
        if labels := known_benchmarks()["targets"].get(name):
            by_labels.setdefault(labels, []).append(name)
    for labels, of_one in by_labels.items():
        yield _(
            "The targets of {names} are labels of {labels}, on which the encoder that ships (e5) was trained:"
            " it has seen these texts, not the queries or judgements.",
            names=", ".join(of_one),
            labels=labels,
        )
    if trained := [name for name in ordered if name in known_benchmarks()["trained_on"]]:
        yield _(
            "The encoder that ships was trained on the training part of {names}: it knows texts of this kind, not these"
            " queries.",
            names=", ".join(trained),
        )


def load_benchmark(path: Path) -> Benchmark:
    """Read a benchmark; one that says no main measure has the one it is usually reported by, else MAP."""
    found = benchmarks.load(path)
    if "measure" in found.about:
        return found
    return replace(found, measure=known_benchmarks()["measures"].get(found.name, found.measure))


def choose_paths(names: Sequence[str], data: Sequence[Path]) -> list[Path]:
    """Return the paths of the benchmarks to run.

    Names are sought in `data` and beside the benchmark that ships; none means all of `data`, else the one that ships.
    Raises InputError: an unknown name (the message lists the known ones), or nothing in `data`.
    """
    if names:
        return [benchmarks.find(name, [*data, SAMPLE]) for name in names]
    found = [path for _, path in sorted(benchmarks.known(data).items())]
    if data and not found:
        return [benchmarks.find("", data)]  # which says that there is none
    return found or [SAMPLE]
