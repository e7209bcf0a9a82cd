"""Benchmarks in BEIR layout: `corpus.jsonl`, `queries.jsonl`, `qrels/*.tsv` (Thakur et al. 2021).

Beside BEIR's own fields (`_id`, `title`, `text`) a record may say its language (`lang`), and a query the group it is
drawn with (`group`, else `document`). A `benchmark.json` beside them may give `name`, `measure` and anything to cite.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.benchmarks.assemble import Row, from_parts
from eval.errors import InputError, Place, unreadable
from eval.records import Benchmark

COLUMNS = ("query-id", "corpus-id", "score")


def recognises(path: Path) -> bool:
    """Whether this is such a folder, or one of its qrels files."""
    folder = _folder(path)
    return (folder / "corpus.jsonl").is_file() and (folder / "queries.jsonl").is_file()


def _folder(path: Path) -> Path:
    return path.parent.parent if path.suffix == ".tsv" else path


def lines(path: Path) -> Iterator[tuple[Place, str]]:
    """Place and text of each line that is not blank; raises InputError where the file is no UTF-8 text."""
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                place = Place(path, number)
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                except UnicodeDecodeError as error:
                    raise place.error("is not UTF-8 text; save the file as UTF-8") from error
                if line.strip():
                    yield place, line
    except OSError as error:
        raise unreadable(path, error) from error


def records(path: Path) -> Iterator[Row]:
    """The objects of a JSON lines file with their places; raises InputError."""
    for place, line in lines(path):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise place.error("is not valid JSON ({msg})", msg=error.msg) from error
        if not isinstance(record, dict):
            raise place.error("is not a JSON object")
        yield place, record


def _rows(path: Path) -> Iterator[Row]:
    for place, line in lines(path):
        cells = line.split("\t")
        if place.line == 1:
            if tuple(cells) != COLUMNS:
                wanted = " ".join(COLUMNS)
                raise place.error("the header must be '{wanted}', separated by tabs", wanted=wanted)
        elif len(cells) != len(COLUMNS):
            raise place.error(
                "has {n} columns where {columns_count} are needed, separated by tabs",
                n=len(cells),
                columns_count=len(COLUMNS),
            )
        else:
            yield place, dict(zip(COLUMNS, cells, strict=True))


def _qrels(path: Path) -> Path:
    if path.suffix == ".tsv":
        return path
    found = sorted((path / "qrels").glob("*.tsv"))
    named = [file for file in found if file.name == "test.tsv"] or found
    if len(named) == 1:
        return named[0]
    if not found:
        raise InputError("{path}: qrels/test.tsv, which holds the judgements, is missing", path=path)
    names = ", ".join(file.name for file in found)
    raise InputError(
        "{path}: there are several files of judgements and none is test.tsv ({names}); give the path of one",
        path=path,
        names=names,
    )


def about(folder: Path) -> Mapping[str, Any]:
    """What the folder's `benchmark.json` says, nothing if there is none; raises InputError where it is broken."""
    path = folder / "benchmark.json"
    if not path.is_file():
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError("{path}: is not valid JSON", path=path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if not isinstance(said, dict):
        raise InputError("{path}: is not a JSON object", path=path)
    return said


def load(path: Path) -> Benchmark:
    """Read a folder in BEIR layout.

    The path is the folder, whose `qrels/test.tsv` is read (or the only file there), or one of its qrels files. Raises
    InputError: a part is missing, a line is broken or repeated, an id is known on one side only.
    """
    folder, judged = _folder(path), _qrels(path)
    name = folder.resolve().name
    name = name if judged.stem == "test" or path.is_dir() else f"{name}-{judged.stem}"
    corpus, queries = (records(folder / f"{part}.jsonl") for part in ("corpus", "queries"))
    return from_parts(name, corpus, queries, _rows(judged), about=about(folder))
