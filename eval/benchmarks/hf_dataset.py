"""Benchmarks as Hugging Face `datasets`: the parts `corpus`, `queries` and `qrels` with BEIR's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.benchmarks.assemble import Part, Row, from_parts
from eval.benchmarks.beir import about
from eval.errors import InputError, unreadable
from eval.records import Benchmark

# MTEB's datasets call the judgements "default", others name them for the part they judge.
QRELS = ("qrels", "default", "test")


def recognises(path: Path) -> bool:
    """Whether this is a folder written by `DatasetDict.save_to_disk`."""
    return (path / "dataset_dict.json").is_file()


def load(path: Path) -> Benchmark:
    """Read a folder written by `DatasetDict.save_to_disk`; raises InputError, which names part and row."""
    from datasets import load_from_disk

    try:
        parts = load_from_disk(str(path))
    except OSError as error:
        raise unreadable(path, error) from error
    return from_datasets(parts, name=path.resolve().name, place=path, about=about(path))


def from_datasets(
    parts: Mapping[str, Any], *, name: str, place: Path | None = None, about: Mapping[str, Any] | None = None
) -> Benchmark:
    """Read datasets in memory; `place` says where they came from, for messages, by default their name.

    "corpus" and "queries" have the columns `_id` (or `id`), `text` and, where there are any, `title`, `lang`, `group`;
    "qrels" (or "default", "test") has `query-id`, `corpus-id`, `score`. Raises InputError: a part is missing; a row is
    broken or repeated; an id is known on one side only.
    """
    place = place or Path(name)
    judged = next((key for key in QRELS if key in parts), None)
    if judged is None or not {"corpus", "queries"} <= set(parts):
        found = ", ".join(sorted(parts))
        raise InputError(
            "{place}: needs the parts corpus, queries and qrels, and has: {found}", place=place, found=found
        )
    return from_parts(
        name,
        Part(place / "corpus", _rows(parts["corpus"])),
        Part(place / "queries", _rows(parts["queries"])),
        Part(place / judged, _rows(parts[judged])),
        about=about,
    )


def _rows(dataset: Any) -> Iterator[Row]:  # noqa: ANN401 - importing the type costs seconds
    for number, row in enumerate(dataset, start=1):
        yield number, row if "_id" in row or "id" not in row else {**row, "_id": row["id"]}
