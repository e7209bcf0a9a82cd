"""`--gate BENCHMARK`: a version that maps significantly worse than the one in force is not put in force.

A benchmark, a file of graded pairs or a folder of programmes with known truth. On which documents we map makes no
difference to these: so the gate is asked before the work. The runs of a version are kept beside it
(`gates/<version>/`), because the weights of an older encoder may be gone when the next one comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora import InputError, Text, _, _n
from embeddings.encoders import is_known, open_encoder
from mapper.catalogues.batch import GateRefusedError, with_interval
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Version, digest, version_id
from mapper.evaluation import open_system, pairs, programmes
from mapper.evaluation.actions import experiment
from mapper.evaluation.known import choose_paths, load_benchmark
from mapper.evaluation.programmes import has_truth
from mapper.evaluation.stored import compare, write_measured
from mapper.matching.calibrated import scorer_for
from mapper.workspace.store import Workspace


def locate_benchmarks(names: Sequence[str]) -> list[Path]:
    """Return the paths of these benchmarks, graded pairs and programmes among them; raises InputError: unknown."""
    return [path for name in names for path in ([Path(name)] if _truth_kind(Path(name)) else choose_paths([name], ()))]


def check(
    workspace: Workspace,
    collection: Collection,
    paths: Sequence[Path],
    asked: Mapping[str, Any],
    current: Version | None,
) -> tuple[Text, ...]:
    """Measure what is asked for on the benchmarks, keep the runs, compare them with those of the version in force.

    Gives what is to be said of each benchmark. Raises GateRefusedError: the new version maps significantly worse;
    InputError: a defective benchmark, or the version in force was never measured and no longer can be.
    """
    part = digest(sorted(path.name for path in paths))[:16]
    new = collection.gates / version_id(asked) / part
    _measure(workspace, paths, asked, new)
    if current is None:
        return tuple(
            _("--gate {name}: measured; there is no version before to compare with", name=_name(path)) for path in paths
        )
    before, after = current.asked["settings"], asked["settings"]
    same_matcher, encoder = before["matching"] == after["matching"], before["encoder"]
    if same_matcher and encoder == after["encoder"]:
        return list_unchanged(paths)
    old = collection.gates / current.id / part
    if not old.is_dir():
        if not same_matcher or not _is_here(encoder):
            raise InputError(
                "--gate: the version in force was never measured on this benchmark, and its encoder or matcher is gone;"
                " publish once without --gate"
            )
        _measure(workspace, paths, current.asked, old)
    comparison = compare(old, new)
    if not comparison["passed"]:
        raise GateRefusedError(comparison)
    return tuple(_passed(name, one) for name, one in comparison["benchmarks"].items())


def _is_here(encoder: Mapping[str, Any]) -> bool:
    """Return whether the encoder of a version can still be opened, and is of the same revision."""
    name = encoder["encoder"]
    return is_known(name) and open_encoder(name).revision == encoder["revision"]


def list_unchanged(paths: Sequence[Path]) -> tuple[Text, ...]:
    """Return what is to be said of each benchmark where the version in force maps by the same means."""
    return tuple(
        _(
            "--gate {name}: not compared; encoder, matcher and probabilities are those of the version in force",
            name=_name(path),
        )
        for path in paths
    )


def _name(path: Path) -> str:
    if not (kind := _truth_kind(path)):
        return load_benchmark(path).name
    return path.stem if kind == "pairs" else path.name


def _passed(name: str, one: Mapping[str, Any]) -> Text:
    if one["p_fall"] is None:
        return _n(
            "--gate {name}: 1 group is too few to tell whether it maps worse",
            "--gate {name}: {n} groups are too few to tell whether it maps worse",
            one["groups"],
            name=name,
        )
    return _("--gate {name}: passed, difference {difference}", name=name, difference=with_interval(one))


def _truth_kind(path: Path) -> str:
    """Return whether it holds graded "pairs" or "programmes" with known truth; "" for any other benchmark."""
    if path.is_file() and path.suffix == ".jsonl":
        return "pairs"
    return "programmes" if path.is_dir() and has_truth(path) else ""


def _measure(workspace: Workspace, paths: Sequence[Path], asked: Mapping[str, Any], folder: Path) -> None:
    name = asked["settings"]["encoder"]["encoder"]
    system = open_system(f"matcher:{name}", workspace.cache)
    for path in paths:
        kind = _truth_kind(path)
        if kind == "pairs":
            found = pairs.measure(workspace, [path], list(asked["inputs"]["frameworks"]), encoder=name)
            write_measured(folder / path.stem, found)
        elif kind == "programmes":
            truths, _skipped = programmes.read_truths(path)
            encoder = open_encoder(name)
            scorer = scorer_for(workspace.calibrated, encoder.revision)
            rows = programmes.truth_rows(truths, encoder, scorer=scorer)
            write_measured(folder / path.name, programmes.measure(path, truths, rows, encoder, scorer=scorer))
        else:
            benchmark = load_benchmark(path)
            experiment(benchmark, system, folder / benchmark.name, own_folder=False)
