"""O*NET: the text files of its database, any of them alone or a folder of them.

Codes: an occupation has its O*NET-SOC code, a task that code and its own (`11-1011.00/8823`), a skill, knowledge,
ability or activity its element's (`2.A.1.a`, `4.A.1.a.1.I01.D01`); a text of a file that has no codes the beginning of
its SHA-256. Ratings stand in `extra`: of a task under `ratings`, of an occupation under `skills`, `knowledge`, … as
element to scale (IM importance, LV level) to value.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import charset
from corpora.errors import InputError
from corpora.files import decode, glance, read_bytes, told
from corpora.frameworks.hierarchy import framework_of, parents_first
from corpora.records import Competency, Framework
from corpora.text import clean
from corpora.translation import _

_SOC = "O*NET-SOC Code"
# In the order in which a header is tried: the first kind all of whose columns are there.
_KINDS: dict[str, frozenset[str]] = {
    "tasks": frozenset((_SOC, "Task ID", "Task", "Task Type")),
    "task ratings": frozenset((_SOC, "Task ID", "Scale ID", "Data Value")),
    "tasks to activities": frozenset((_SOC, "Task ID", "DWA ID")),
    "tasks without type": frozenset((_SOC, "Task ID", "Task")),
    "ratings": frozenset((_SOC, "Element ID", "Element Name", "Scale ID", "Data Value")),
    "activities": frozenset(("DWA ID", "DWA Title")),
    "occupations": frozenset((_SOC, "Title", "Description")),
}
_ALONE = {"Task": "task", "DWA Title": "activity"}
"""Header of a file that has one column, and the kind of its entries."""
_TITLE = "O*NET, Occupational Information Network"
_LICENCE = "CC BY 4.0, U.S. Department of Labor, Employment and Training Administration"
_RATED = {"skills": "skill", "knowledge": "knowledge", "abilities": "ability", "work activities": "work activity"}
_DEFECTS = {
    "files": ("TXT", _("files that are not O*NET's, not read: {n}")),
    "ragged": ("TXT", _("rows without as many cells as the header: {n}")),
    "empty": ("TXT", _("rows without a code or text, not used: {n}")),
    "repeated": ("TXT", _("repeated rows, joined to the first: {n}")),
    "untitled": ("O*NET-SOC Code", _("occupations without a title in the files, named by their code: {n}")),
    "unrated": (
        "Data Value",
        _("values that are no numbers, by category or which O*NET advises to leave out, not used: {n}"),
    ),
    "unknown": ("Task ID", _("rows of tasks that are not in the files, not used: {n}")),
}

_Entries = dict[str, dict[str, Any]]  # code to the fields of a competency
_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _File:
    """One file.

    `stem` is its name in lower case without suffix ("skills"), which says what is rated; `kind` is one of `_TAKERS`;
    `rows` are column to cleaned cell; `ragged` counts the rows without as many cells as the header.
    """

    name: str
    stem: str
    kind: str
    rows: tuple[_Row, ...]
    ragged: int
    data: bytes


def _kind_of(header: Sequence[str]) -> str | None:
    """Which of O*NET's files has this header, None if none."""
    names = [clean(cell) for cell in header]
    if len(names) == 1:
        return "alone" if names[0] in _ALONE else None
    return next((kind for kind, columns in _KINDS.items() if columns <= set(names)), None)


def _kind_of_line(line: str, mark: str) -> str | None:
    try:
        return _kind_of(next(csv.reader(line.splitlines()[:1], delimiter=mark), []))
    except csv.Error:
        return None


def _read_file(path: Path) -> _File | None:
    """A file of O*NET, None for any other; raises InputError where it is unreadable or a quote is left open."""
    data = read_bytes(path)
    text = decode(path, data)
    first = text.split("\n", 1)[0]
    mark = "\t" if "\t" in first else ","
    if _kind_of_line(first, mark) is None:
        return None
    # Tab-separated files quote nothing: a quote is part of a task.
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=mark,
        quoting=csv.QUOTE_NONE if mark == "\t" else csv.QUOTE_MINIMAL,
        strict=mark == ",",
    )
    rows, ragged = [], 0
    try:
        header = [clean(cell) for cell in next(reader)]
        kind = _kind_of(header)
        if kind is None:
            return None  # the line ends within a quoted cell
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            ragged += len(cells) != len(header)
            filled = [*map(clean, cells), *[""] * (len(header) - len(cells))]
            rows.append(dict(zip(header, filled, strict=False)))
    except csv.Error as error:
        raise InputError(
            "{path}: line {line_num}: the file is damaged ({error}); download it again",
            path=path,
            line_num=reader.line_num,
            error=error,
        ) from error
    return _File(path.name, path.stem.lower(), kind.removesuffix(" without type"), tuple(rows), ragged, data)


def recognises(path: Path) -> bool:
    """Whether it is one of O*NET's files, or a folder with some."""
    if path.is_dir():
        return any(map(recognises, _inside(path)))
    decoded = charset.decode(glance(path, 65536).split(b"\n", 1)[0])
    return decoded is not None and any(_kind_of_line(decoded.text, mark) for mark in "\t,")


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read O*NET from folders of its text files or from single files; raises InputError."""
    counts: Counter[str] = Counter()
    files = _files(paths, counts)
    entries: _Entries = {}
    for kind, take in _TAKERS.items():
        for file in files:
            for row in file.rows if file.kind == kind else ():
                take(row, file, entries, counts)
    if not entries:
        raise InputError("{path}: O*NET's files have no rows; download them again", path=paths[0])
    counts["untitled"] = sum(code == fields["statement"] for code, fields in entries.items())
    counts["ragged"] = sum(file.ragged for file in files)
    return framework_of(
        name,
        _TITLE,
        [(file.name, file.data) for file in files],
        parents_first([Competency(code, language="en", **fields) for code, fields in entries.items()]),
        licence=_LICENCE,
        skipped=told(counts, _DEFECTS),
    )


def _inside(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.iterdir()) if file.suffix.lower() in {".txt", ".csv", ".tsv"}]


def _files(paths: Sequence[Path], counts: Counter[str]) -> list[_File]:
    found = []
    for path in paths:
        for place in _inside(path) if path.is_dir() else [path]:
            file = _read_file(place)
            counts["files"] += file is None
            found += [] if file is None else [file]
    if not found:
        where = paths[0] if paths else "O*NET"
        raise InputError(
            "{where}: there are no text files of O*NET (like 'Task Statements.txt'); download them from"
            " https://www.onetcenter.org/database.html",
            where=where,
        )
    return found


def _add(entries: _Entries, counts: Counter[str], code: str, statement: str, kind: str, **more: Any) -> None:  # noqa: ANN401
    if not code or not statement:
        counts["empty"] += 1
    elif code in entries:
        counts["repeated"] += 1
    else:
        entries[code] = {"statement": statement, "kind": kind, "extra": {}, **more}


def _alone(row: _Row, _file: _File, entries: _Entries, counts: Counter[str]) -> None:
    ((column, text),) = row.items()
    _add(entries, counts, hashlib.sha256(text.encode()).hexdigest()[:12], text, _ALONE[column])


def _occupations(row: _Row, _file: _File, entries: _Entries, counts: Counter[str]) -> None:
    _add(entries, counts, row[_SOC], row["Title"], "occupation", description=row["Description"])


def _activities(row: _Row, _file: _File, entries: _Entries, counts: Counter[str]) -> None:
    levels = (("Element ID", "Element Name", "work activity"), ("IWA ID", "IWA Title", "intermediate activity"))
    parent = None
    for code, title, kind in levels:
        if row.get(code) and row.get(title):
            if row[code] not in entries:
                _add(entries, counts, row[code], row[title], kind, parent=parent)
            parent = row[code]
    _add(entries, counts, row["DWA ID"], row["DWA Title"], "detailed activity", parent=parent)


def _tasks(row: _Row, _file: _File, entries: _Entries, counts: Counter[str]) -> None:
    if not row[_SOC] or not row["Task ID"]:
        counts["empty"] += 1
        return
    code = f"{row[_SOC]}/{row['Task ID']}"
    _occupation(row, entries)
    _add(entries, counts, code, row["Task"], "task", parent=row[_SOC])
    if row.get("Task Type") and code in entries:
        entries[code]["extra"]["task_type"] = row["Task Type"]


def _occupation(row: _Row, entries: _Entries) -> dict[str, Any]:
    """The row's occupation, made where no file of occupations named it."""
    code = row[_SOC]
    return entries.setdefault(code, {"statement": row.get("Title") or code, "kind": "occupation", "extra": {}})


def _ratings(row: _Row, file: _File, entries: _Entries, counts: Counter[str]) -> None:
    element = row["Element ID"]
    if not row[_SOC] or not element or not row["Element Name"]:
        counts["empty"] += 1
        return
    if element not in entries:
        _add(entries, counts, element, row["Element Name"], _RATED.get(file.stem, "element"))
    if (value := _value(row, counts)) is not None:
        of = _occupation(row, entries)["extra"].setdefault(file.stem, {})
        of.setdefault(element, {})[row["Scale ID"]] = value


def _of_tasks(row: _Row, file: _File, entries: _Entries, counts: Counter[str]) -> None:
    """Ratings of tasks, or the activities that they are part of."""
    task = entries.get(f"{row[_SOC]}/{row['Task ID']}")
    if task is None:
        counts["unknown"] += 1
    elif file.kind == "tasks to activities":
        task["extra"].setdefault("activities", []).append(row["DWA ID"])
    elif (value := _value(row, counts)) is not None:
        task["extra"].setdefault("ratings", {})[row["Scale ID"]] = value


def _value(row: _Row, counts: Counter[str]) -> float | None:
    """The rating; None for the share of one category (frequency), and where O*NET itself does not trust it."""
    by_category = row.get("Category", "").lower() not in {"", "n/a"}
    try:
        value = float(row["Data Value"])
    except ValueError:
        value = float("nan")
    if by_category or row.get("Recommend Suppress", "").upper() == "Y" or not abs(value) < float("inf"):
        counts["unrated"] += 1
        return None
    return value


_TAKERS = {
    "alone": _alone,
    "occupations": _occupations,
    "activities": _activities,
    "tasks": _tasks,
    "ratings": _ratings,
    "task ratings": _of_tasks,
    "tasks to activities": _of_tasks,
}
"""What a row of each kind of file gives, in this order: what is referred to before what refers to it."""
