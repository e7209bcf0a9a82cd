"""What a cell says: missing values in all their spellings, numbers written as text, dates."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

_MISSING = frozenset({"", "nan", "none", "null", "n/a", "na", "#n/a", "nat", "<na>", "-", "--", "s/d", "sin dato"})
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")


def words(value: Any) -> str:  # noqa: ANN401 - whatever a table holds
    """A cell as text, "" where it says that there is nothing."""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list | tuple):
        return "\n".join(f"• {words(item)}" for item in value if words(item))
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    text = str(value).strip()
    return "" if text.lower() in _MISSING else text


def whole_number(text: str) -> str:
    """A code as it was before a spreadsheet made a number of it: "1204.0" is "1204"."""
    return re.sub(r"^(\d+)\.0$", r"\1", text)


def date(text: str) -> str | None:
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
