"""Benchmarks in BEIR layout: `corpus.jsonl`, `queries.jsonl`, `qrels/*.tsv` (Thakur et al. 2021).

Beside BEIR's own fields (`_id`, `title`, `text`) a record may say its language (`lang`), and a query the group it is
drawn with (`group`, else `document`). A `benchmark.json` beside them may give `name`, `measure` and anything to cite.
Benchmarks of every format are checked and joined as records of this layout.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.errors import InputError, Place, json_object, lines, records, unreadable
from eval.measures import MEASURES
from eval.records import HIGHEST_GRADE, Benchmark, Qrels, Query, Run, Target

COLUMNS = ("query-id", "corpus-id", "score")
Row = tuple[Place, Mapping[str, Any]]
"""A record and where it stands."""


def _checked_id(value: object, place: Place) -> str:
    """Return an id as a string; raises InputError where it is none that a TREC run can hold."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value:
        raise place.error("the identifier (_id) is missing")
    if len(value.split()) != 1 or value != value.strip():
        raise place.error(
            "identifier '{value2}' contains white space, which a TREC run cannot hold; remove it", value2=value
        )
    return value


def _text(row: Mapping[str, Any], key: str, place: Place) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise place.error("'{key}' is missing or is not a string", key=key)
    return value


def _once(seen: dict[str, int], key: str, place: Place) -> None:
    first = seen.setdefault(key, place.line)
    if first != place.line:
        raise place.error("'{key}' already stands in line {seen}; keep one of them", key=key, seen=first)


def _records(rows: Iterable[Row]) -> Iterator[tuple[str, str, str | None, Mapping[str, Any]]]:
    """Return id, text and language of each record, and the record; raises InputError for a broken or repeated one."""
    seen: dict[str, int] = {}
    for place, row in rows:
        key = _checked_id(row.get("_id"), place)
        _once(seen, key, place)
        text, lang = _text(row, "text", place), "" if row.get("lang") is None else _text(row, "lang", place)
        yield key, text, lang.strip().lower().replace("_", "-").partition("-")[0] or None, row


def targets(rows: Iterable[Row]) -> tuple[Target, ...]:
    """Return the corpus; raises InputError for a broken or repeated record."""
    return tuple(Target(key, text, str(row.get("title") or ""), lang) for key, text, lang, row in _records(rows))


def queries(rows: Iterable[Row]) -> tuple[Query, ...]:
    """Return the queries; raises InputError for a broken or repeated record."""
    found = []
    for key, text, language, row in _records(rows):
        group = row.get("document") if row.get("group") is None else row["group"]
        known = {"_id", "text", "lang", "group"}
        extra = {name: value for name, value in row.items() if name not in known and value is not None}
        found.append(Query(key, text, key if group is None else str(group), language, extra))
    return tuple(found)


def _judgements(rows: Iterable[Row], query_ids: set[str], target_ids: set[str]) -> dict[str, dict[str, int]]:
    """Return the qrels; raises InputError for a broken or repeated line and for an id that the other parts lack."""
    seen: dict[str, int] = {}
    found: dict[str, dict[str, int]] = {}
    for place, row in rows:
        query, target = (_checked_id(row.get(name), place) for name in COLUMNS[:2])
        both = (query, query_ids, "la consulta", "query"), (target, target_ids, "el destino", "target")
        for key, ids, es, en in both:
            if key not in ids:
                raise place.error(
                    es=f"{es} «{key}» no está en el conjunto; corrija el identificador o añada el registro",
                    en=f"{en} '{key}' is not in the benchmark; mend the identifier or add the record",
                )
        _once(seen, f"{query} {target}", place)
        score = row.get("score")
        try:
            grade = float(str(score))
        except ValueError:
            grade = -1.0
        if not (0 <= grade <= HIGHEST_GRADE and grade.is_integer()):
            raise place.error(
                "grade '{value2}' is not a whole number from 0 to {most:,}", value2=score, most=HIGHEST_GRADE
            )
        found.setdefault(query, {})[target] = int(grade)
    return found


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def benchmark(
    name: str,
    corpus: tuple[Target, ...],
    asked: tuple[Query, ...],
    qrels: Qrels,
    *,
    run: Run | None = None,
    about: Mapping[str, Any] | None = None,
) -> Benchmark:
    """Join checked parts; raises InputError where nothing can be measured with them."""
    if not any(grade > 0 for row in qrels.values() for grade in row.values()):
        raise InputError("{name}: no judgement says that a target corresponds; there is nothing to measure", name=name)

    def line(*fields: object) -> str:
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)

    hashes = {
        "corpus": _digest(line(t.id, t.title, t.text, t.language) for t in corpus),
        "queries": _digest(line(q.id, q.text, q.language, q.group, q.extra) for q in asked),
        "qrels": _digest(line(q, t, grade) for q, row in qrels.items() for t, grade in row.items()),
    }
    whole = _digest(f"{part} {value}" for part, value in hashes.items())
    said = dict(about or {})
    measure = str(said.get("measure", "MAP"))
    if measure not in MEASURES:
        known = ", ".join(MEASURES)
        raise InputError(
            "{name}: there is no measure '{measure}'; known: {known}", name=name, measure=measure, known=known
        )
    return Benchmark(str(said.get("name", name)), whole, hashes, corpus, asked, qrels, measure, run, said)


def from_parts(
    name: str, corpus: Iterable[Row], asked: Iterable[Row], qrels: Iterable[Row], *, about: Mapping[str, Any]
) -> Benchmark:
    """Check and join the three parts of a benchmark; raises InputError, which names file and line."""
    found = targets(corpus)
    questions = queries(asked)
    judged = _judgements(qrels, {q.id for q in questions}, {t.id for t in found})
    return benchmark(name, found, questions, judged, about=about)


def recognises(path: Path) -> bool:
    """Tell whether this is such a folder, or one of its qrels files."""
    folder = _folder(path)
    return (folder / "corpus.jsonl").is_file() and (folder / "queries.jsonl").is_file()


def _folder(path: Path) -> Path:
    return path.parent.parent if path.suffix == ".tsv" else path


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
    """Read the folder's `benchmark.json`, nothing if there is none; raises InputError where it is broken."""
    path = folder / "benchmark.json"
    if not path.is_file():
        return {}
    try:
        return json_object(path.read_bytes(), Place(path, 1))
    except OSError as error:
        raise unreadable(path, error) from error


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
