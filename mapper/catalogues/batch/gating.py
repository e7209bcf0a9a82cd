"""`--gate BENCHMARK`: a version that maps significantly worse than the one in force is not put in force.

A benchmark, a file of graded pairs or a folder of programmes with known truth. On which documents we map makes no
difference to these: so the gate is asked before the work. The runs of a version are kept beside it
(`gates/<version>/`), because the weights of an older encoder may be gone when the next one comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora import InputError
from embeddings.encoders import open_encoder
from mapper.catalogues.batch import GateRefusedError
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Version, digest, version_id
from mapper.evaluation import open_system, pairs, programmes
from mapper.evaluation.actions import experiment
from mapper.evaluation.known import chosen, load
from mapper.evaluation.programmes import holds
from mapper.evaluation.stored import compare, write_measured
from mapper.matching.calibrated import scorer_for
from mapper.workspace.store import Workspace


def benchmarks_of(names: Sequence[str]) -> list[Path]:
    """Where these benchmarks are, graded pairs and programmes among them; raises InputError for an unknown one."""
    return [path for name in names for path in ([Path(name)] if _of_truth(Path(name)) else chosen([name], ()))]


def check(
    workspace: Workspace,
    collection: Collection,
    paths: Sequence[Path],
    asked: Mapping[str, Any],
    current: Version | None,
) -> None:
    """Measure what is asked for on the benchmarks, keep the runs, and compare them with those of the version in force.

    Raises GateRefusedError: the new version maps significantly worse; InputError: a defective benchmark, or the version
    in force was never measured and no longer can be.
    """
    part = digest(sorted(path.name for path in paths))[:16]
    new = collection.gates / version_id(asked) / part
    _measure(workspace, paths, asked, new)
    if current is None:
        return
    before, after = current.asked["settings"], asked["settings"]
    same_matcher, encoder = before["matching"] == after["matching"], before["encoder"]
    if same_matcher and encoder == after["encoder"]:
        return
    old = collection.gates / current.id / part
    if not old.is_dir():
        if not same_matcher or open_encoder(encoder["encoder"]).revision != encoder["revision"]:
            raise InputError(
                "--gate: the version in force was never measured on this benchmark, and its encoder or matcher is gone;"
                " publish once without --gate"
            )
        _measure(workspace, paths, current.asked, old)
    comparison = compare(old, new)
    if not comparison["passed"]:
        raise GateRefusedError(comparison)


def _of_truth(path: Path) -> str:
    """Whether it holds graded "pairs" or "programmes" with known truth; "" for any other benchmark."""
    if path.is_file() and path.suffix == ".jsonl":
        return "pairs"
    return "programmes" if path.is_dir() and holds(path) else ""


def _measure(workspace: Workspace, paths: Sequence[Path], asked: Mapping[str, Any], folder: Path) -> None:
    name = asked["settings"]["encoder"]["encoder"]
    system = open_system(f"matcher:{name}", workspace.cache)
    for path in paths:
        kind = _of_truth(path)
        if kind == "pairs":
            found = pairs.measure(workspace, [path], list(asked["inputs"]["frameworks"]), encoder=name)
            write_measured(folder / path.stem, found)
        elif kind == "programmes":
            truths, _ = programmes.read(path)
            encoder = open_encoder(name)
            scorer = scorer_for(workspace.calibrated, encoder.revision)
            rows = programmes.rows_of(truths, encoder, scorer=scorer)
            write_measured(folder / path.name, programmes.measure(path, truths, rows, encoder, scorer=scorer))
        else:
            benchmark = load(path)
            experiment(benchmark, system, folder / benchmark.name, own_folder=False)
