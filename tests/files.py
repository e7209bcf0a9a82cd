"""A file for a test in one line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl


def written(path: Path, text: str) -> Path:
    """A file that holds this text."""
    path.write_text(text, encoding="utf-8")
    return path


def as_workbook(path: Path, rows: Sequence[Mapping[str, str]], sheet: str = "Hoja1") -> Path:
    """A workbook with these rows below their keys."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in (rows[0].keys(), *(row.values() for row in rows)):
        book.active.append(list(row))
    book.save(path)
    return path
