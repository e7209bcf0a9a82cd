"""Excel workbooks: their visible sheets as tables, in which each row has what the cells merged over it say."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from corpora.archive import DAMAGED, opened, to_transitional
from corpora.errors import InputError
from corpora.omissions import Omissions
from corpora.tabular import HEADER_WITHIN, IsHeader, Place, Row, Table, Tables, row_text
from corpora.text import limit_marks

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes of an unpacked workbook; more is taken for a zip bomb."""
_UNEXPECTED = (TypeError, AttributeError, IndexError, SyntaxError, ArithmeticError, AssertionError)
"""What openpyxl raises where the parts of a workbook do not fit together."""
_MOST_SHEETS = 500
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_AREAS = ("{*}mergeCell", "{*}hyperlink")
_LAST_COLUMN = 1 << 14
CELL_LIMIT = 5_000_000
"""Cells of a sheet, empty ones included; one stray cell far below makes them millions."""


def read(path: Path, data: bytes, is_header: IsHeader, *, bulk: bool) -> Tables:  # noqa: ARG001 - its cells are texts
    """Read every visible sheet that has the header, the others counted; raises InputError."""
    from corpora.readers import damaged_zip
    from corpora.readers.sheet_parts import drop_omitted, unstored_formulas

    workbook = open_workbook(path, data, rich_text=True)
    with opened(data, damaged_zip(path)) as archive:
        formulas = unstored_formulas(workbook, archive)
    tables, hidden, other = [], [], []
    omissions = Omissions()
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        check_size(path, sheet)
        struck = drop_omitted(sheet, omissions)
        table = _sheet(sheet, is_header, struck)
        if table is None or not is_header(table.columns):
            other.append(sheet.title)
        if table is not None:
            tables.append(table)
    # Where no sheet has the header, the one that looks most like a table, so that the message can name its columns.
    headed = [table for table in tables if is_header(table.columns)]
    likely = sorted(tables, key=lambda table: -len({*table.columns}))[:1]
    shown_ones, others = tuple(headed or likely), tuple(other) if headed else ()
    return Tables(shown_ones, tuple(hidden), others, skipped=(*omissions.skipped(), *formulas))


def open_workbook(path: Path, data: bytes, *, limit: int = UNPACKED_LIMIT, rich_text: bool = False) -> Any:  # noqa: ANN401
    """Return the workbook with the values that its formulas last had; raises InputError for a damaged or huge one."""
    damaged = InputError(
        "{path}: is not a valid Excel workbook; copy its tables into one and save that as .xlsx", path=path
    )
    with opened(data, damaged) as package:
        if "xl/workbook.xml" not in package.namelist():
            raise damaged
        listed = etree.fromstring(package.read("xl/workbook.xml"), _PARSER).findall("{*}sheets/{*}sheet")
        if len(listed) > min(_MOST_SHEETS, len(package.namelist())):
            raise damaged  # parts that are shown again and again
        unpacked = sum(member.file_size for member in package.infolist())
        sheets = (name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml"))
        merged = 0 if unpacked > limit else max((_cells_of_areas(package.read(name)) for name in sheets), default=0)
    if merged > CELL_LIMIT:
        raise InputError(
            "{path}: merges {merged:,} cells, too many; unmerge them and save it again", path=path, merged=merged
        )
    if unpacked > limit:
        raise InputError(
            "{path}: unpacks to {unpacked:,} bytes, more than the limit of {limit:,}; save it as CSV",
            path=path,
            unpacked=unpacked,
            limit=limit,
        )
    try:
        with warnings.catch_warnings():
            # What openpyxl warns of (validation lists, print settings) it leaves out; none of it holds norms.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(io.BytesIO(to_transitional(data)), data_only=True, rich_text=rich_text)
    except (InvalidFileException, *DAMAGED, *_UNEXPECTED) as error:
        raise damaged from error


def _cells_of_areas(sheet: bytes) -> int:
    """Return how many cells its areas have; openpyxl makes an object of each of them before anyone could ask."""
    total = 0
    for _event, element in etree.iterparse(io.BytesIO(sheet), tag=_AREAS, resolve_entities=False, recover=True):
        # Of a whole column or row one end is not said.
        left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
        total += ((right or _LAST_COLUMN) - (left or 1) + 1) * ((bottom or 1 << 20) - (top or 1) + 1)
    return total


def _sheet(sheet: Any, is_header: IsHeader, struck: Mapping[tuple[int, int], str]) -> Table | None:  # noqa: ANN401
    merged = {}
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col)
        merged.update(dict.fromkeys(area.cells, first))
    rows = [
        (at, [displayed_value(merged.get((at, column), cell)) for column, cell in enumerate(cells, 1)])
        for at, cells in enumerate(sheet.iter_rows(), 1)
    ]
    rows = [(at, cells) for at, cells in rows if any(cell.strip() for cell in cells)]
    if not rows:
        return None
    first = rows[:HEADER_WITHIN]
    # Where none is the header, the first of the rows with the most texts is shown as what stands in its place.
    fullest = max(range(len(first)), key=lambda index: len({cell.strip() for cell in first[index][1]} - {""}))
    header = next((index for index, (_at, cells) in enumerate(first) if is_header(cells)), fullest)
    columns = rows[header][1]
    while columns and not columns[-1].strip():
        columns = columns[:-1]
    depths = _depths(sheet, [at for at, _cells in rows[header + 1 :]], len(columns))
    below = tuple(
        Row(
            Place(at, sheet.title),
            {
                name: depths.get((at, n), "") + text
                for n, (name, text) in enumerate(zip(columns, cells, strict=False), 1)
            },
            {name: struck[at, n] for n, name in enumerate(columns, 1) if (at, n) in struck},
        )
        for at, cells in rows[header + 1 :]
    )
    away = frozenset(at for at, _cells in rows[header + 1 :] if sheet.row_dimensions[at].hidden)
    unseen = sum(number <= len(columns) for number in hidden_columns(sheet))
    above = tuple(row_text(cells) for _at, cells in rows[:header])
    return Table(Place(rows[header][0], sheet.title), tuple(columns), below, above, away, unseen)


def _depths(sheet: Any, rows: Sequence[int], columns: int) -> dict[tuple[int, int], str]:  # noqa: ANN401
    """Return by place the blanks that say how far a cell is indented, or else how deep its row is grouped.

    A group whose head stands below it, as Excel has it unless told otherwise, begins with a row that is grouped.
    """
    cells = [sheet.cell(at, column) for at in rows for column in range(1, columns + 1)]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    found = {(cell.row, cell.column): "  " * int(cell.alignment.indent) for cell in texts if cell.has_style}
    levels = {at: sheet.row_dimensions[at].outlineLevel for at in rows}
    if any(found.values()) or any(cell.value[:1].isspace() for cell in texts) or (rows and levels[rows[0]]):
        return found
    return {(cell.row, cell.column): "  " * levels[cell.row] for cell in texts}


def displayed_value(cell: Any) -> str:  # noqa: ANN401
    """Return the value as the sheet shows it: a code 1.10 or 007 stored as a number must not become 1.1 or 7.

    Nor is 1E5, which the sheet shows as 1.00E+05, a hundred thousand, nor 40 % shown as 0.4.
    """
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    zeros = re.fullmatch(r"0+(?:\.(0+))?", cell.number_format or "")
    scientific = re.fullmatch(r"[#0]*0(?:\.(0+))?E\+0+", cell.number_format or "")
    percent = re.fullmatch(r"[#0]*0(?:\.(0+))?\s?%", cell.number_format or "")
    if percent and isinstance(value, int | float):
        return f"{100 * value:.{len(percent[1] or '')}f} %"
    if scientific and isinstance(value, int | float):
        return f"{value:.{len(scientific[1] or '')}E}"
    if isinstance(value, float):
        return f"{value:0{len(zeros[0])}.{len(zeros[1])}f}" if zeros and zeros[1] else f"{value:.15g}"
    if isinstance(value, int) and zeros and not zeros[1]:
        return f"{value:0{len(zeros[0])}d}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return "" if value is None else limit_marks(str(value))


def check_size(path: Path, sheet: Any) -> None:  # noqa: ANN401
    """Refuse a sheet whose used area is too large to go through; raises InputError."""
    rows, columns = sheet.max_row, sheet.max_column
    if rows * columns > CELL_LIMIT:
        raise InputError(
            "{path}: sheet '{title}': {rows:,} rows by {columns:,} columns are too many; delete the empty formatted"
            " ones or save it as CSV",
            path=path,
            title=sheet.title,
            rows=rows,
            columns=columns,
        )


def hidden_columns(sheet: Any) -> set[int]:  # noqa: ANN401
    """Return the numbers of the columns that a sheet does not show."""
    return {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min, min(dimension.max, _LAST_COLUMN) + 1)
    }
