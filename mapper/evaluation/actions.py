"""What a user can ask the evaluation for. Nothing here prints."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from corpora import InputError
from mapper import catalogue
from mapper.evaluation import DEFAULT, Progress, no_progress, open_system
from mapper.evaluation.experiment import Outcome, experiment
from mapper.evaluation.judging import Pooled, material, write_pool
from mapper.evaluation.known import chosen, load
from mapper.evaluation.page import write_page
from mapper.evaluation.stored import RESULT, SETTINGS, Measured, as_json, newest_of_each, read_runs, write_measured
from mapper.files import write_atomically
from mapper.store import Workspace

POOL_SYSTEMS = ("bm25", "char", "use")


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
    """Run each system on each benchmark.

    Without `names` on all of `data`, else on the one that ships; without `systems` with what `curmap map` uses, or the
    run that a TREC pair brings. `out` is the run folder, or the folder of several; by default they are kept in the
    workspace.

    Raises:
        InputError: an unknown benchmark or system, a faulty benchmark, a system without context.
        OSError: a folder cannot be written.
    """
    benchmarks = [load(path) for path in chosen(names, data)]
    several = len(benchmarks) * max(len(systems), 1) > 1
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
    if several:
        _write_set(outcomes, out, workspace)
    return outcomes


def _write_set(outcomes: Sequence[Outcome], out: Path | None, workspace: Path) -> None:
    """The results of several runs as one list; in the workspace, in a folder named by them."""
    results = [dict(outcome.run.result) for outcome in outcomes]
    if out is None:
        keys = sorted(str(outcome.run.settings["key"]) for outcome in outcomes)
        out = workspace / "runs" / hashlib.sha256(" ".join(keys).encode()).hexdigest()[:16]
        write_atomically(out / "runs.json", as_json([f"../{outcome.run.folder.name}" for outcome in outcomes]))
    write_atomically(out / RESULT, as_json(results))


def measured(workspace: Workspace, found: Measured, out: Path | None) -> Path:
    """Write the run folder of what was measured without a ranking, by default in the workspace; gives its path."""
    folder = out or workspace.folder / "runs" / str(found.settings["key"])
    write_measured(folder, found)
    return folder


def report(workspace: Path, folders: Sequence[Path], out: Path, *, lang: str) -> tuple[Path, Path]:
    """Write the page of results of these run folders, by default of all in the workspace.

    Raises:
        InputError: a folder is no run folder, or there are no runs.
        OSError: the page cannot be written.
    """
    if not folders:
        kept = workspace / "runs"
        if not any(kept.glob(f"*/{SETTINGS}")):
            raise InputError(
                es="no hay corridas en el espacio de trabajo; hágalas con «curmap eval run»",
                en="there are no runs in the workspace; make some with 'curmap eval run'",
            )
        folders = [kept]
    # The page is about rankings; graded pairs and programmes of known truth have pages of their own kind.
    ranked = [run for folder in folders for run in read_runs(folder) if "kind" not in run.settings]
    if not ranked:
        raise InputError(
            es="ninguna de estas corridas es de «curmap eval run»", en="none of these runs is of 'curmap eval run'"
        )
    found = newest_of_each(ranked)
    return write_page(found, out, lang=lang)


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

    Raises:
        InputError: neither or both are given; fewer than three systems; a file cannot be read.
        OSError: the folder cannot be written.
    """
    if (benchmark is None) == (not files) or (files and not frameworks):
        raise InputError(
            es="indique archivos y --framework, o bien --benchmark",
            en="give files and --framework, or else --benchmark",
        )
    if benchmark is None:
        found = material(files, catalogue.frameworks(workspace, frameworks), count=passages, seed=seed)
    else:
        found = load(chosen([benchmark], data)[0])
    opened = [open_system(name, workspace.cache) for name in systems or POOL_SYSTEMS]
    return write_pool(found, opened, out, seed=seed, lang=lang, progress=progress)
