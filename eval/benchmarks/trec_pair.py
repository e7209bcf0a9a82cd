"""A TREC pair: judgements and one run, without texts. It can be measured, but no system can be run on it."""

from __future__ import annotations

from pathlib import Path

from eval.benchmarks.beir import benchmark
from eval.errors import InputError
from eval.records import Benchmark, Query, Target
from eval.runs import read_qrels, read_run

QRELS = ("qrels", "qrels.txt", "*.qrels", "qrels.trec")
RUNS = ("run", "run.trec", "run.txt", "*.run")


def _files(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})


def recognises(path: Path) -> bool:
    """Tell whether this is a folder with TREC judgements and a run."""
    return path.is_dir() and bool(_files(path, QRELS)) and bool(_files(path, RUNS))


def _only(folder: Path, patterns: tuple[str, ...]) -> Path:
    found = _files(folder, patterns)
    if len(found) != 1:
        names = ", ".join(file.name for file in found)
        raise InputError(
            "{folder}: there are several files of one kind ({names}); keep one", folder=folder, names=names
        )
    return found[0]


def load(path: Path) -> Benchmark:
    """Read a folder with one file of judgements and one run; the corpus is what either of them names.

    Raises InputError: a file is broken, or the run answers a query that nobody judged (the line is named).
    """
    qrels, run = _only(path, QRELS), _only(path, RUNS)
    judged = read_qrels(qrels)
    answered = read_run(run, queries=judged)
    ids = {target for row in judged.values() for target in row}
    ids.update(target for found in answered.rankings.values() for target in found.targets)
    corpus = tuple(Target(target, "") for target in sorted(ids))
    queries = tuple(Query(query, "", group=query) for query in judged)
    return benchmark(path.resolve().name, corpus, queries, judged, run=answered)
