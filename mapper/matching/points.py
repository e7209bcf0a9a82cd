"""The parts of a criterion: what it says first, and its points."""

from __future__ import annotations

import re

_POINT = re.compile(r"\n\s*(?:[•●▪◦*–-]\s*)?")


def points_of(statement: str) -> tuple[str, tuple[str, ...]]:
    """A criterion's first line, and the lines below it without their marks; no points where it is a single line."""
    first, *others = _POINT.split(statement.strip())
    return first.strip(), tuple(point for other in others if (point := other.strip()))
