"""A file for a test in one line."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl


def written(path: Path, content: str | bytes) -> Path:
    """A file that holds this, a text in UTF-8."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(path: Path, rows: Iterable[Iterable[object]], *merged: str, sheet: str = "Hoja1") -> Path:
    """A workbook with these rows, in which these areas are merged."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def as_workbook(path: Path, rows: Sequence[Mapping[str, str]], sheet: str = "Hoja1") -> Path:
    """A workbook with these rows below their keys."""
    return workbook(path, (rows[0].keys(), *(row.values() for row in rows)), sheet=sheet)
