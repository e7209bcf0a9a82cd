"""Two systems compared over the benchmarks that both were run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora import InputError
from eval.gate import MARGIN, Pair, Verdict, gate
from mapper.evaluation.figures import exact
from mapper.evaluation.stored import StoredRun, read_runs

WORST = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the gate says, with the runs that it compared: benchmark → (A, B)."""

    verdict: Verdict
    runs: Mapping[str, tuple[StoredRun, StoredRun]]


def compare(a: Path, b: Path, *, margin: float = MARGIN, strict: bool = False) -> Comparison:
    """Compare two run folders, or two folders of runs.

    Raises:
        InputError: not the same benchmarks, one of them changed in between, or several systems in one folder.
    """
    first, second = _by_benchmark(a), _by_benchmark(b)
    if first.keys() != second.keys():
        one, other = ", ".join(first), ", ".join(second)
        raise InputError(
            es=f"las corridas son de conjuntos distintos ({a}: {one}; {b}: {other}); compare las del mismo conjunto",
            en=f"the runs are of different benchmarks ({a}: {one}; {b}: {other}); compare those of the same one",
        )
    for name in first:
        if first[name].result["sha256"] != second[name].result["sha256"]:
            raise InputError(
                es=f"{name} cambió entre las dos corridas; repita la más antigua con «curmap eval run»",
                en=f"{name} changed between the two runs; repeat the older one with 'curmap eval run'",
            )
    runs: dict[str, tuple[StoredRun, StoredRun]] = {}
    pairs: dict[str, Pair] = {}
    for name in sorted(first):
        run = first[name]
        main = str(run.settings["measure"])
        for measure in (main, *run.settings.get("also", ())):
            key = name if measure == main else f"{name} {measure}"
            runs[key] = run, second[name]
            pairs[key] = Pair(measure, run.values[measure], second[name].values[measure], run.groups)
    return Comparison(gate(pairs, margin=margin, strict=strict), runs)


def _by_benchmark(folder: Path) -> dict[str, StoredRun]:
    found: dict[str, StoredRun] = {}
    for run in read_runs(folder):
        name = str(run.result["benchmark"])
        if name in found:
            raise InputError(
                es=f"{folder}: hay varias corridas de {name}; indique la carpeta de una, o use --out por sistema",
                en=f"{folder}: there are several runs of {name}; name the folder of one, or use --out per system",
            )
        found[name] = run
    return found


def as_dict(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON values, the per-query differences worst first."""
    verdict = found.verdict
    benchmarks = {
        name: {
            "measure": one.measure,
            "a": found.runs[name][0].result["system"],
            "b": found.runs[name][1].result["system"],
            "difference": one.difference.interval.value,
            "low": one.difference.interval.low,
            "high": one.difference.interval.high,
            "n": one.difference.interval.n,
            "groups": one.difference.interval.groups,
            "p": one.difference.p,
            "p_fall": one.p_fall,
            "p_fall_holm": one.p_holm,
            "smallest_fall": one.smallest_fall,
            "refused": one.refused,
            "queries": [
                {"query": query, "difference": value, "text": found.runs[name][1].texts.get(query, "")}
                for query, value in one.difference.worst
            ],
        }
        for name, one in verdict.benchmarks.items()
    }
    mean = {"difference": verdict.mean.value, "low": verdict.mean.low, "high": verdict.mean.high}
    whole: dict[str, Any] = exact(
        {
            "passed": verdict.passed,
            "strict": verdict.strict,
            "margin": verdict.margin,
            "mean": {**mean, "smallest_fall": verdict.smallest_fall},
            "without_interval": list(verdict.without_interval),
            "benchmarks": benchmarks,
        }
    )
    return whole


def newest_of_each(runs: Sequence[StoredRun]) -> tuple[StoredRun, ...]:
    """One run per benchmark and system, the last written where settings changed in between."""
    found: dict[tuple[str, str], StoredRun] = {}
    for run in sorted(runs, key=lambda run: (run.folder / "result.json").stat().st_mtime_ns):
        context = str(run.settings.get("context", "none"))
        name = run.result["system"] + (" +context" if context != "none" else "")
        found[run.result["benchmark"], name] = replace(run, result={**run.result, "system": name})
    return tuple(found[key] for key in sorted(found))
