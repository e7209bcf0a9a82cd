"""O*NET: the text files of its database, any of them alone or a folder of them.

Codes: an occupation has its O*NET-SOC code, a task that code and its own (`11-1011.00/8823`), a skill, knowledge,
ability or activity its element's (`2.A.1.a`, `4.A.1.a.1.I01.D01`); a text of a file that has no codes the beginning of
its SHA-256. Ratings stand in `extra`: of a task under `ratings`, of an occupation under `skills`, `knowledge`, … as
element to scale (IM importance, LV level) to value.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import skipped_entries
from corpora.frameworks.hierarchy import make_framework, parents_first
from corpora.frameworks.published import File, is_published, read_published
from corpora.records import Competency, Framework
from corpora.text import clean
from corpora.translation import _

_SOC = "O*NET-SOC Code"
# In the order in which a header is tried: the first kind all of whose columns are there.
_KINDS: tuple[tuple[set[str], str], ...] = (
    ({_SOC, "Task ID", "Task", "Task Type"}, "tasks"),
    ({_SOC, "Task ID", "Scale ID", "Data Value"}, "task ratings"),
    ({_SOC, "Task ID", "DWA ID"}, "tasks to activities"),
    ({_SOC, "Task ID", "Task"}, "tasks"),
    ({_SOC, "Element ID", "Element Name", "Scale ID", "Data Value"}, "ratings"),
    ({"DWA ID", "DWA Title"}, "activities"),
    ({_SOC, "Title", "Description"}, "occupations"),
)
_SUFFIXES = frozenset((".txt", ".csv", ".tsv"))
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


def _kind_of(header: Sequence[str]) -> str | None:
    """Return which of O*NET's files has this header, None if none."""
    names = [clean(cell) for cell in header]
    if len(names) == 1:
        return "alone" if names[0] in _ALONE else None
    return next((kind for columns, kind in _KINDS if columns <= set(names)), None)


def recognises(path: Path) -> bool:
    """Return whether it is one of O*NET's files, or a folder with some."""
    return is_published(path, _kind_of, _SUFFIXES)


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read O*NET from folders of its text files or from single files; raises InputError."""
    counts: Counter[str] = Counter()
    files, counts["files"] = read_published(paths, _kind_of, _SUFFIXES, clean)
    if not files:
        where = paths[0] if paths else "O*NET"
        raise InputError(
            "{where}: there are no text files of O*NET (like 'Task Statements.txt'); download them from"
            " https://www.onetcenter.org/database.html",
            where=where,
        )
    entries: _Entries = {}
    for kind, take in _HANDLERS.items():
        for file in files:
            for row in file.rows if file.kind == kind else ():
                take(row, file, entries, counts)
    if not entries:
        raise InputError("{path}: O*NET's files have no rows; download them again", path=paths[0])
    counts["untitled"] = sum(code == fields["statement"] for code, fields in entries.items())
    counts["ragged"] = sum(file.ragged for file in files)
    return make_framework(
        name,
        _TITLE,
        [(file.path.name, file.data) for file in files],
        parents_first([Competency(code, language="en", **fields) for code, fields in entries.items()]),
        licence=_LICENCE,
        skipped=skipped_entries(counts, _DEFECTS),
    )


def _add(entries: _Entries, counts: Counter[str], code: str, statement: str, kind: str, **more: Any) -> None:  # noqa: ANN401
    if not code or not statement:
        counts["empty"] += 1
    elif code in entries:
        counts["repeated"] += 1
    else:
        entries[code] = {"statement": statement, "kind": kind, "extra": {}, **more}


def _alone(row: _Row, _file: File, entries: _Entries, counts: Counter[str]) -> None:
    ((column, text),) = row.items()
    _add(entries, counts, hashlib.sha256(text.encode()).hexdigest()[:12], text, _ALONE[column])


def _occupations(row: _Row, _file: File, entries: _Entries, counts: Counter[str]) -> None:
    _add(entries, counts, row[_SOC], row["Title"], "occupation", description=row["Description"])


def _activities(row: _Row, _file: File, entries: _Entries, counts: Counter[str]) -> None:
    levels = (("Element ID", "Element Name", "work activity"), ("IWA ID", "IWA Title", "intermediate activity"))
    parent = None
    for code, title, kind in levels:
        if row.get(code) and row.get(title):
            if row[code] not in entries:
                _add(entries, counts, row[code], row[title], kind, parent=parent)
            parent = row[code]
    _add(entries, counts, row["DWA ID"], row["DWA Title"], "detailed activity", parent=parent)


def _tasks(row: _Row, _file: File, entries: _Entries, counts: Counter[str]) -> None:
    if not row[_SOC] or not row["Task ID"]:
        counts["empty"] += 1
        return
    code = f"{row[_SOC]}/{row['Task ID']}"
    _occupation(row, entries)
    _add(entries, counts, code, row["Task"], "task", parent=row[_SOC])
    if row.get("Task Type") and code in entries:
        entries[code]["extra"]["task_type"] = row["Task Type"]


def _occupation(row: _Row, entries: _Entries) -> dict[str, Any]:
    """Return the row's occupation, made where no file of occupations named it."""
    code = row[_SOC]
    return entries.setdefault(code, {"statement": row.get("Title") or code, "kind": "occupation", "extra": {}})


def _ratings(row: _Row, file: File, entries: _Entries, counts: Counter[str]) -> None:
    element, rated = row["Element ID"], file.path.stem.lower()
    if not row[_SOC] or not element or not row["Element Name"]:
        counts["empty"] += 1
        return
    if element not in entries:
        _add(entries, counts, element, row["Element Name"], _RATED.get(rated, "element"))
    if (value := _value(row, counts)) is not None:
        of = _occupation(row, entries)["extra"].setdefault(rated, {})
        of.setdefault(element, {})[row["Scale ID"]] = value


def _of_tasks(row: _Row, file: File, entries: _Entries, counts: Counter[str]) -> None:
    """Take ratings of tasks, or the activities that they are part of."""
    task = entries.get(f"{row[_SOC]}/{row['Task ID']}")
    if task is None:
        counts["unknown"] += 1
    elif file.kind == "tasks to activities":
        task["extra"].setdefault("activities", []).append(row["DWA ID"])
    elif (value := _value(row, counts)) is not None:
        task["extra"].setdefault("ratings", {})[row["Scale ID"]] = value


def _value(row: _Row, counts: Counter[str]) -> float | None:
    """Return the rating; None for the share of one category (frequency), and where O*NET itself does not trust it."""
    by_category = row.get("Category", "").lower() not in {"", "n/a"}
    try:
        value = float(row["Data Value"])
    except ValueError:
        value = float("nan")
    if by_category or row.get("Recommend Suppress", "").upper() == "Y" or not abs(value) < float("inf"):
        counts["unrated"] += 1
        return None
    return value


_HANDLERS = {
    "alone": _alone,
    "occupations": _occupations,
    "activities": _activities,
    "tasks": _tasks,
    "ratings": _ratings,
    "task ratings": _of_tasks,
    "tasks to activities": _of_tasks,
}
"""What a row of each kind of file gives, in this order: what is referred to before what refers to it."""
