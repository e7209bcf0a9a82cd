"""Benchmarks as Hugging Face `datasets`: the parts `corpus`, `queries` and `qrels` with BEIR's columns.

Read are folders of `DatasetDict.save_to_disk`, and folders with one Parquet file for each part.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.benchmarks.beir import Row, about, from_parts
from eval.errors import InputError, Place, unreadable
from eval.records import Benchmark

# MTEB's datasets call the judgements "default", others name them for the part they judge.
QRELS = ("qrels", "default", "test")
PARTS = ("corpus", "queries", "qrels")


def recognises(path: Path) -> bool:
    """Tell whether this is a folder written by `DatasetDict.save_to_disk`, or one of Parquet files."""
    return (path / "dataset_dict.json").is_file() or in_parquet(path)


def in_parquet(path: Path) -> bool:
    """Tell whether this is a folder with a Parquet file for each part."""
    return all((path / f"{part}.parquet").is_file() for part in PARTS)


def load(path: Path) -> Benchmark:
    """Read such a folder.

    "corpus" and "queries" have the columns `_id` (or `id`), `text` and, where there are any, `title`, `lang`, `group`;
    "qrels" (or "default", "test") has `query-id`, `corpus-id`, `score`. Raises InputError, which names part and row: a
    part is missing; a row is broken or repeated; an id is known on one side only.
    """
    parts = {part: path / f"{part}.parquet" for part in PARTS}
    if not in_parquet(path):
        parts = {folder.parent.name: folder.parent for folder in sorted(path.glob("*/state.json"))}
    judged = next((key for key in QRELS if key in parts), None)
    if judged is None or not {"corpus", "queries"} <= set(parts):
        found = ", ".join(sorted(parts))
        raise InputError(
            "{place}: needs the parts corpus, queries and qrels, and has: {found}", place=path, found=found
        )
    rows = (_rows(parts[name]) for name in ("corpus", "queries", judged))
    return from_parts(path.resolve().name, *rows, about=about(path))


def _rows(path: Path) -> Iterator[Row]:
    """Return place and record of each row of a Parquet file or of a saved dataset; raises InputError."""
    from datasets.exceptions import DatasetsError

    try:
        for number, row in enumerate(_dataset(path), start=1):
            yield Place(path, number), row if "_id" in row or "id" not in row else {**row, "_id": row["id"]}
    except (DatasetsError, ValueError, KeyError) as error:
        raise InputError("{path}: the data are damaged or have impossible dates; get them again", path=path) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _dataset(path: Path) -> Iterable[Mapping[str, Any]]:
    from datasets import load_dataset, load_from_disk

    if path.is_dir():
        saved: Iterable[Mapping[str, Any]] = load_from_disk(str(path))
        return saved
    # Streamed, it leaves no copy in the user's cache.
    rows: Iterable[Mapping[str, Any]] = load_dataset(
        "parquet", data_files=glob.escape(str(path)), split="train", streaming=True
    )
    return rows
