"""Benchmarks as Hugging Face `datasets`: the parts `corpus`, `queries` and `qrels` with BEIR's columns.

Read are folders of `DatasetDict.save_to_disk`, and folders with one Parquet file for each part, as `tables` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval import hub
from eval.benchmarks.beir import COLUMNS, Row, about, from_parts
from eval.errors import InputError, Place, unreadable
from eval.records import Benchmark, Query, Target

# MTEB's datasets call the judgements "default", others name them for the part they judge.
QRELS = ("qrels", "default", "test")
PARTS = {"corpus": "corpus", "queries": "queries", "qrels": "test"}
"""Part of a benchmark, and the split that it is, as the datasets of BEIR and MTEB have it."""


def recognises(path: Path) -> bool:
    """Whether this is a folder written by `DatasetDict.save_to_disk`, or one of Parquet files."""
    return (path / "dataset_dict.json").is_file() or in_parquet(path)


def in_parquet(path: Path) -> bool:
    """Whether this is a folder with a Parquet file for each part."""
    return all(_parquet(path, part).is_file() for part in PARTS)


def load(path: Path) -> Benchmark:
    """Read such a folder.

    "corpus" and "queries" have the columns `_id` (or `id`), `text` and, where there are any, `title`, `lang`, `group`;
    "qrels" (or "default", "test") has `query-id`, `corpus-id`, `score`. Raises InputError, which names part and row: a
    part is missing; a row is broken or repeated; an id is known on one side only.
    """
    if in_parquet(path):
        files = (hub.rows(_parquet(path, part)) for part in PARTS)
        return from_parts(path.resolve().name, *files, about=about(path))
    from datasets import load_from_disk

    try:
        parts = load_from_disk(str(path))
    except OSError as error:
        raise unreadable(path, error) from error
    judged = next((key for key in QRELS if key in parts), None)
    if judged is None or not {"corpus", "queries"} <= set(parts):
        found = ", ".join(sorted(parts))
        raise InputError(
            "{place}: needs the parts corpus, queries and qrels, and has: {found}", place=path, found=found
        )
    rows = (_rows(path / part, parts[part]) for part in ("corpus", "queries", judged))
    return from_parts(path.resolve().name, *rows, about=about(path))


def _parquet(folder: Path, part: str) -> Path:
    return folder / f"{part}.parquet"


def tables(benchmark: Benchmark) -> list[hub.Table]:
    """The parts of a benchmark, which `load` reads in the folder of its name; its run is not among them."""
    rows = {
        **texts_of(benchmark.queries, benchmark.corpus),
        "qrels": [
            dict(zip(COLUMNS, (query, target, grade), strict=True))
            for query, row in benchmark.qrels.items()
            for target, grade in row.items()
        ],
    }
    return [
        hub.Table(f"{benchmark.name}-{part}", split, str(_parquet(Path(benchmark.name), part)), rows[part])
        for part, split in PARTS.items()
    ]


def texts_of(queries: Sequence[Query], corpus: Sequence[Target]) -> dict[str, list[dict[str, Any]]]:
    """The records of the parts `corpus` and `queries`."""
    return {
        "corpus": [{"_id": t.id, "title": t.title, "text": t.text, "lang": t.language} for t in corpus],
        "queries": [{"_id": q.id, "text": q.text, "lang": q.language, "group": q.group, **q.extra} for q in queries],
    }


def _rows(path: Path, dataset: Any) -> Iterator[Row]:  # noqa: ANN401 - importing the type costs seconds
    for number, row in enumerate(dataset, start=1):
        yield Place(path, number), row if "_id" in row or "id" not in row else {**row, "_id": row["id"]}
