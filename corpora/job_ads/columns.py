"""Which column holds what, by its name in Spanish or English or as the user says; and what its cells say."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.charset import unstacked
from corpora.errors import InputError
from corpora.job_ads.words import tables
from corpora.tabular import column_name
from corpora.text import clean

COLUMNS: dict[str, str] = tables()["columns"]
"""Field → names of its column, folded, "_" for whatever is no letter or digit; the likelier first."""
_RANK = {name: (field, at) for field, names in COLUMNS.items() for at, name in enumerate(names.split())}
_TEXTS = ("description", "tasks", "requirements")
_MISSING = frozenset({"", "nan", "none", "null", "n/a", "na", "#n/a", "nat", "<na>", "-", "--", "s/d", "sin dato"})
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")


def fields(path: Path, columns: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Field to its column, as the user says (`named`) or else recognised; raises InputError where one is missing."""
    by_name = {column_name(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, column in named.items():
        if field not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise InputError(
                "--column {field}=…: there is no field '{field}'; known: {known}", field=field, known=known
            )
        if column_name(column) not in by_name:
            raise InputError(
                "{path}: there is no column '{column}'; those there are: {columns}",
                path=path,
                column=column,
                columns=_listed(columns),
            )
        found[field] = by_name[column_name(column)]
    ranked = sorted((_RANK[name][1], name) for name in by_name if name in _RANK)
    for _, name in ranked:
        if by_name[name] not in found.values():
            found.setdefault(_RANK[name][0], by_name[name])
    if not any(field in found for field in _TEXTS):
        raise InputError(
            "{path}: no column looks like the description (there are: {columns}); name it with --column"
            " description=COLUMN",
            path=path,
            columns=_listed(columns),
        )
    return {field: found[field] for field in COLUMNS if field in found}


def is_header(cells: Sequence[str], named: Mapping[str, str]) -> bool:
    """Whether these cells are a header row: one of them names a column of text."""
    names = {column_name(cell) for cell in cells}
    wanted = {column_name(column) for field, column in named.items() if field in _TEXTS}
    if wanted:
        return bool(wanted & names)
    return any(_RANK[name][0] in _TEXTS for name in names if name in _RANK)


def _listed(columns: Sequence[str]) -> str:
    shown = [clean(column) or "?" for column in columns]
    return ", ".join(shown[:20]) + (", …" if len(shown) > 20 else "")


def cell_text(value: Any) -> str:  # noqa: ANN401 - whatever a table holds
    """A cell as text, "" where it says that there is nothing."""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list | tuple):
        return "\n".join(f"• {cell_text(item)}" for item in value if cell_text(item))
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    text = unstacked(str(value)).strip()
    return "" if text.lower() in _MISSING else text


def iso_date(text: str) -> str | None:
    """A date in ISO 8601; day before month unless that cannot be; None where it is no date."""
    if found := _ISO.match(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.match(text):
        day, month, year = map(int, found.groups())
        if month > 12:
            day, month = month, day
    else:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
