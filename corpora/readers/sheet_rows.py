"""The visible rows of one sheet: merged cells once, hidden rows and columns counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpora.frameworks.workbook import shown
from corpora.text import clean_lines

_LAST_COLUMN = 1 << 14


@dataclass(slots=True)
class Sheet:
    """What a sheet shows.

    Attributes:
        title: its name.
        rows: the cells of each visible row that has any; a merged cell has its text once, in the
            first of its rows and columns that is visible.
        hidden_rows: number of hidden rows with text.
        hidden_columns: number of hidden columns with text.
    """

    title: str
    rows: list[list[str]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0


def read_sheet(sheet: Any) -> Sheet:  # noqa: ANN401 - openpyxl has no types
    """The sheet as a person sees it."""
    away = {column for dimension in sheet.column_dimensions.values() for column in _hidden(dimension)}
    rows_away = {number for number, dimension in sheet.row_dimensions.items() if dimension.hidden}
    moved: dict[int, dict[int, str]] = {}
    for row, column, text in _moved(sheet, rows_away, away):
        moved.setdefault(row, {})[column] = text
    found = Sheet(sheet.title)
    columns_with_text: set[int] = set()
    for cells in sheet.iter_rows():
        texts = {cell.column: _text(cell) for cell in cells if cell.value is not None}
        texts = {column: text for column, text in texts.items() if text}
        number = cells[0].row if cells else 0
        columns_with_text |= texts.keys()
        if number in rows_away:
            found.hidden_rows += bool(texts)
        texts |= moved.get(number, {})
        visible = [texts.get(cell.column, "") for cell in cells if cell.column not in away]
        if number not in rows_away and any(visible):
            found.rows.append(visible)
    found.hidden_columns = len(columns_with_text & away)
    return found


def _hidden(dimension: Any) -> Iterator[int]:  # noqa: ANN401 - openpyxl has no types
    if dimension.hidden:
        yield from range(dimension.min, min(dimension.max, _LAST_COLUMN) + 1)


def _moved(
    sheet: Any,  # noqa: ANN401 - openpyxl has no types
    rows_away: set[int],
    away: set[int],
) -> Iterator[tuple[int, int, str]]:
    """Of each merged area row and column of its first visible place, and its text, which shows there."""
    for area in sheet.merged_cells.ranges:
        rows = [row for row in range(area.min_row, area.max_row + 1) if row not in rows_away]
        columns = [column for column in range(area.min_col, area.max_col + 1) if column not in away]
        text = _text(sheet.cell(area.min_row, area.min_col))
        if rows and columns and text:
            yield rows[0], columns[0], text


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl has no types
    if isinstance(cell.value, datetime.datetime | datetime.date):
        return cell.value.isoformat()[:10]
    return clean_lines(shown(cell)).strip()
