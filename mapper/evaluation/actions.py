"""What a user can ask the evaluation for: runs, which are experiments, their page, pools to judge. Nothing here prints.

A run has settings that name all it depends on, a ranking, its figures, and the folder they leave.
"""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpora import InputError
from eval.records import Benchmark
from eval.runs import depth
from mapper.catalogues.collections.records import digest
from mapper.evaluation import DEFAULT, System, open_system
from mapper.evaluation.figures import group_by_query, round_values, run_figures
from mapper.evaluation.judging import Pooled, make_benchmark, write_judgements, write_pool
from mapper.evaluation.known import choose_paths, load_benchmark, training_notes
from mapper.evaluation.page import write_page
from mapper.evaluation.pairs import measure as measure_pairs
from mapper.evaluation.stored import (
    MEASURING_LIBRARIES,
    RESULT,
    SETTINGS,
    Measured,
    StoredRun,
    as_json,
    compare,
    is_reusable,
    newest_of_each,
    read_run_folder,
    read_runs,
    require_free,
    write_measured,
)
from mapper.matching.records import Progress, no_progress
from mapper.workspace import store
from mapper.workspace.files import require_folder, write_atomically
from mapper.workspace.source_hash import source_hash
from mapper.workspace.store import Workspace

__all__ = ["StoredRun", "compare", "measure_pairs", "round_values", "training_notes", "write_judgements"]

RANKING = ("mapper.evaluation.baselines", "mapper.evaluation.matcher")
MEASURING = "mapper.evaluation.figures"
"""What makes the rankings, and what measures them: a stored run holds only as long as their source does."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run and whether it was taken from an earlier one."""

    run: StoredRun
    reused: bool


def _run_settings(benchmark: Benchmark, system: System, *, context: bool) -> dict[str, Any]:
    """Return everything that the figures depend on; two runs with the same settings are the same run."""
    settings = {
        "benchmark": {"name": benchmark.name, "sha256": benchmark.sha256, **benchmark.hashes},
        "measure": benchmark.measure,
        "system": system.name,
        "system_settings": dict(system.settings()),
        "context": "group" if context else "none",
        "depth": depth(len(benchmark.corpus)),
        "code": {"encoding": source_hash(*RANKING), "measuring": source_hash(MEASURING)},
        "measuring": {name: version(name) for name in MEASURING_LIBRARIES},
    }
    return {"key": digest(settings)[:16], **settings}


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
    queries of one group inform each other. Raises InputError where the system cannot use context or gives scores that
    are no finite numbers, or another run is in the folder, OSError where the folder cannot be written.
    """
    if context and not system.uses_context:
        raise InputError("the system '{name}' does not use context; leave out --context group", name=system.name)
    settings = _run_settings(benchmark, system, context=context)
    place = folder / settings["key"] if own_folder else folder
    if is_reusable(place, settings["key"]):
        return Outcome(read_run_folder(place), reused=True)
    require_folder(place)
    require_free(place, settings)
    begin = time.perf_counter()
    system.prepare(benchmark)
    start = time.perf_counter()
    run = system.answer(benchmark, context=context, progress=progress)
    ranked = time.perf_counter()
    measures, about, per_query = run_figures(benchmark, run)
    measured = time.perf_counter()
    # The tag of a foreign run file is not what the user asked for.
    result = {**measures, "system": system.name, "seconds": round_values(ranked - start)}
    cost = {"preparing_seconds": start - begin, "seconds": ranked - start, "measuring_seconds": measured - ranked}
    rate = len(benchmark.queries) / max(ranked - start, 1e-9)
    cost = round_values({**cost, "queries_per_second": rate, "peak_megabytes": peak_megabytes()})
    texts = {query.id: query.text for query in benchmark.queries}
    whole = Measured(settings, result, per_query, group_by_query(benchmark), texts)
    write_measured(place, whole, (benchmark, run), **about, cost=cost)
    return Outcome(read_run_folder(place), reused=False)


def peak_megabytes() -> float | None:
    """Return the most memory that the process has held so far, None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    # Linux counts kilobytes, macOS bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


POOL_SYSTEMS = ("bm25", "char", "e5")


def run(
    workspace: Path,
    names: Sequence[str],
    systems: Sequence[str],
    *,
    data: Sequence[Path] = (),
    context: bool = False,
    out: Path | None = None,
    progress: Progress = no_progress,
) -> list[Outcome]:
    """Run each system on each benchmark; raises InputError and OSError.

    Without `names` on all of `data`, else on the one that ships; without `systems` with what `curmap map` uses, or the
    run that a TREC pair brings. `out` is the run folder, or that of several; by default the workspace keeps them.
    """
    benchmarks = [load_benchmark(path) for path in choose_paths(names, data)]
    several = len(benchmarks) * max(len(systems), 1) > 1
    if several and out is not None:
        require_free(out, {})
    outcomes = []
    for benchmark in benchmarks:
        wanted = list(systems) or ["run" if benchmark.run else DEFAULT]
        for name in wanted:
            place = workspace / "runs"
            if out is not None:
                part = f"{benchmark.name}.{name}" if len(wanted) > 1 else benchmark.name
                place = out / re.sub(r"[^\w.+-]+", "-", part) if several else out
            opened = open_system(name, workspace / "cache")
            outcomes.append(
                experiment(benchmark, opened, place, context=context, own_folder=out is None, progress=progress)
            )
    if several and out is None:
        keys = sorted(str(outcome.run.settings["key"]) for outcome in outcomes)
        out = workspace / "runs" / hashlib.sha256(" ".join(keys).encode()).hexdigest()[:16]
        write_atomically(out / "runs.json", as_json([f"../{outcome.run.folder.name}" for outcome in outcomes]))
    if several and out is not None:
        write_atomically(out / RESULT, as_json([dict(outcome.run.result) for outcome in outcomes]))
    return outcomes


def write_measured_run(workspace: Workspace, found: Measured, out: Path | None) -> Path:
    """Write the run folder of what was measured without a ranking, by default in the workspace; gives its path."""
    folder = out or workspace.folder / "runs" / str(found.settings["key"])
    write_measured(folder, found)
    return folder


def report(
    workspace: Path, folders: Sequence[Path], out: Path, *, lang: str
) -> tuple[tuple[Path, Path], list[StoredRun]]:
    """Write the page of results of these run folders, by default of all in the workspace; gives what is not on it too.

    Raises InputError where a folder is no run folder or there are no runs, OSError where the page cannot be written.
    """
    if not folders:
        kept = workspace / "runs"
        if not any(kept.glob(f"*/{SETTINGS}")):
            raise InputError("there are no runs in the workspace; make some with 'curmap eval run'")
        folders = [kept]
    # The page is about rankings; graded pairs and programmes of known truth have pages of their own kind.
    runs = [run for folder in folders for run in read_runs(folder)]
    ranked, others = ([run for run in runs if ("kind" in run.settings) == other] for other in (False, True))
    if not ranked:
        raise InputError("none of these runs is of 'curmap eval run'")
    return write_page(newest_of_each(ranked), out, lang=lang), others


def pool(
    workspace: Workspace,
    files: Sequence[Path],
    frameworks: Sequence[str],
    systems: Sequence[str],
    *,
    benchmark: str | None = None,
    data: Sequence[Path] = (),
    out: Path,
    passages: int,
    seed: int,
    lang: str,
    progress: Progress = no_progress,
) -> Pooled:
    """Write a pool to judge, of programmes' passages against frameworks or of a benchmark's queries.

    Raises InputError where neither or both are given, of fewer than three systems, or where a file cannot be read.
    """
    if (benchmark is None) == (not files) or (files and not frameworks):
        raise InputError("give files and --framework, or else --benchmark")
    if benchmark is None:
        found = make_benchmark(files, store.load_frameworks(workspace, frameworks), count=passages, seed=seed)
    else:
        found = load_benchmark(choose_paths([benchmark], data)[0])
    opened = [open_system(name, workspace.cache) for name in systems or POOL_SYSTEMS]
    return write_pool(found, opened, out, seed=seed, lang=lang, progress=progress)
