"""Reports that are records, as JSON: the records' own names, a text in both languages, a figure with its interval.

Their JSON Schemas ship in `mapper/data`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from corpora import Passage, Text
from mapper.coverage.records import CoverageReport
from mapper.files import write_atomically
from mapper.gap.records import GapReport
from mapper.records import Interval

DECIMALS = 6
_OF_A_PASSAGE = ("id", "text", "page", "section", "role", "language")


def write(report: CoverageReport | GapReport, path: Path, *, lang: str) -> None:  # noqa: ARG001 - both stand in it
    """Write a report; it is the same in every language.

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    write_atomically(path, dumps(report))


def dumps(report: CoverageReport | GapReport) -> str:
    """A report as JSON text; the same report gives the same bytes."""
    text = json.dumps(to_json(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    # A lone surrogate cannot be UTF-8; in JSON it can stand as the escape that this handler makes of it.
    return text.encode("utf-8", "backslashreplace").decode()


def to_json(value: Any) -> Any:  # noqa: ANN401 - records of any kind to JSON values
    """Records to JSON values."""
    if isinstance(value, Text | Interval):
        return {name: to_json(part) for name, part in value._asdict().items()}
    if isinstance(value, Passage):
        marks = () if value.dual is None else ("dual",)
        return {name: to_json(getattr(value, name)) for name in (*_OF_A_PASSAGE, *marks)}
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    # Adding 0.0 turns -0.0 into 0.0.
    return round(value, DECIMALS) + 0.0 if isinstance(value, float) else value
