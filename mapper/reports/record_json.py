"""Reports that are records, as JSON: the records' own names, a text in both languages, a figure with its interval.

Their JSON Schemas ship in `mapper/data`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from corpora import Passage, Text
from mapper.records import Interval

DECIMALS = 6
_OF_A_PASSAGE = ("id", "text", "page", "section", "role", "language")


def to_json(value: Any) -> Any:  # noqa: ANN401 - records of any kind to JSON values
    """Records to JSON values."""
    if isinstance(value, Text | Interval):
        return {name: to_json(part) for name, part in value._asdict().items()}
    if isinstance(value, Passage):
        return {name: to_json(getattr(value, name)) for name in _OF_A_PASSAGE}
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    # Adding 0.0 turns -0.0 into 0.0.
    return round(value, DECIMALS) + 0.0 if isinstance(value, float) else value
