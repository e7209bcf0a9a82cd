"""Benchmarks: queries, targets and judgements, one file per format.

Seam: a format's module has `recognises(path: Path) -> bool` and `load(path: Path) -> Benchmark`, which raises
`InputError` with file and line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import cast

from eval.benchmarks import beir, hf_dataset, reviewed, trec_pair
from eval.errors import InputError, unreadable
from eval.records import Benchmark

FORMATS = (beir, hf_dataset, trec_pair, reviewed)
"""In the order in which a path is tried."""


def _format(path: Path) -> ModuleType | None:
    """Return the format that recognises this path."""
    return next((module for module in FORMATS if module.recognises(path)), None)


def is_benchmark(path: Path) -> bool:
    """Tell whether some format recognises this path."""
    return _format(path) is not None


def load(path: Path) -> Benchmark:
    """Read the benchmark at this path, in whichever format it is; raises InputError."""
    if module := _format(path):
        return cast(Benchmark, module.load(path))
    raise InputError(
        "{path}: is not a benchmark: neither a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv, nor the"
        " workbook of a reviewed report",
        path=path,
    )


def known(folders: Sequence[Path]) -> dict[str, Path]:
    """Return name → path of the benchmarks that are, or lie directly in, these folders; raises InputError.

    A reviewed workbook is named by its file, and may be given in place of a folder.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        try:
            inside = [] if reviewed.recognises(folder) else sorted(folder.iterdir())
        except OSError as error:
            raise unreadable(folder, error) from error
        for path in [folder, *inside]:
            if path.is_dir() and is_benchmark(path):
                found.setdefault(str(beir.about(path).get("name", path.resolve().name)), path)
            elif path.is_file() and reviewed.recognises(path):
                found.setdefault(path.stem, path)
    return found


def find(name: str, folders: Sequence[Path]) -> Path:
    """Return the benchmark of that name in these folders, or the path itself if it is one.

    Raises InputError: there is none of that name; the message lists those there are.
    """
    there = known(folders)
    if name in there:
        return there[name]
    path = Path(name)
    if path.exists():
        return path
    names = ", ".join(sorted(there)) or "–"
    raise InputError(
        "there is no benchmark '{name}'; known: {names} (name another folder with --data)", name=name, names=names
    )
