"""List items and their depth."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpora.readers.pdf_drafts import Draft
from corpora.readers.pdf_lines import Line

_NEAR = 3.0  # points by which items of one level may differ
_PARTED = re.compile(r"\d+(?:\.\d+)+")


def mark_items(drafts: Iterable[Draft]) -> None:
    """Tell items by their marker or drawn bullet, and their depth by where they begin."""
    stack: list[Line] = []
    for draft in drafts:
        first = draft.first
        if draft.kind != "paragraph" or draft.cell is not None:
            stack.clear()
        elif first.marker or first.bullet:
            while stack and not _is_below(stack[-1], first) and not _is_beside(stack[-1], first):
                stack.pop()
            if stack and _is_beside(stack[-1], first):
                stack.pop()
            stack.append(first)
            draft.kind, draft.level = "item", len(stack)
        elif stack and first.x0 < stack[0].x0 - _NEAR and len(draft.lines) > 1:
            stack.clear()


def _is_beside(one: Line, other: Line) -> bool:
    """Whether two items are of one level: markers or, where these are set flush right, texts begin at one place."""
    if _depth(one) and _depth(other):
        return _depth(one) == _depth(other)
    if same_kind(one, other) and abs(one.hang - other.hang) <= _NEAR:
        return True
    return abs(one.x0 - other.x0) <= _NEAR


def _is_below(one: Line, other: Line) -> bool:
    """Whether `other` belongs under `one`."""
    if _depth(one) and _depth(other):
        return _depth(other) > _depth(one)
    return other.x0 > one.x0 + _NEAR


def _depth(line: Line) -> int:
    """Depth of a number with parts ("1.2." has 2); 0 for a plain number or another marker."""
    number = _PARTED.match(line.marker)
    return number[0].strip(".").count(".") + 1 if number else 0


def same_kind(one: Line, other: Line) -> bool:
    """Whether two markers look the same: two numbers, two letters, two codes."""
    shapes = [re.sub(r"[^\W\d_]", "a", re.sub(r"\d+", "1", line.marker)) for line in (one, other)]
    return shapes[0] == shapes[1]
