"""Sheets of an Excel workbook as tables: what a sheet shows, with the rows that merged cells stand for."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from corpora.errors import InputError
from corpora.frameworks.rows import HEADER_WITHIN, IsHeader, Row, Table, Tables
from corpora.readers.archive import DAMAGED, opened
from corpora.records import Text

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes of an unpacked workbook; more is taken for a zip bomb."""
_UNEXPECTED = (TypeError, AttributeError, IndexError, SyntaxError, ArithmeticError, AssertionError)
"""What openpyxl raises where the parts of a workbook do not fit together."""
_MOST_SHEETS = 500
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_AREAS = ("{*}mergeCell", "{*}hyperlink")
CELL_LIMIT = 5_000_000
"""Cells of a sheet, empty ones included; one stray cell far below makes them millions."""


def read_workbook(path: Path, data: bytes, is_header: IsHeader) -> Tables:
    """Every visible sheet that has the header, the others counted.

    Raises:
        InputError: damaged, or too large to be a table of norms.
    """
    workbook = open_workbook(path, data)
    tables, hidden, other = [], [], []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        check_size(path, sheet)
        table = _sheet(sheet, is_header)
        if table is None or not is_header(table.columns):
            other.append(sheet.title)
        if table is not None:
            tables.append(table)
    # Where no sheet has the header, the first one with content is handed out, so that the message can name its columns.
    headed = [table for table in tables if is_header(table.columns)]
    return Tables(tuple(headed or tables[:1]), tuple(hidden), tuple(other) if headed else ())


def open_workbook(path: Path, data: bytes, *, limit: int = UNPACKED_LIMIT) -> Any:  # noqa: ANN401 - openpyxl has no types
    """The workbook with the values that its formulas last had; raises InputError for a damaged or huge one."""
    damaged = InputError(
        es=f"{path}: no es un libro de Excel válido (.xlsx); ábralo y guárdelo de nuevo como .xlsx o CSV",
        en=f"{path}: is not a valid Excel workbook (.xlsx); open it and save it again as .xlsx or CSV",
    )
    with opened(data, damaged) as package:
        if "xl/workbook.xml" not in package.namelist():
            raise damaged
        sheets = etree.fromstring(package.read("xl/workbook.xml"), _PARSER).findall("{*}sheets/{*}sheet")
        if len(sheets) > min(_MOST_SHEETS, len(package.namelist())):
            raise damaged  # parts that are shown again and again
        unpacked = sum(member.file_size for member in package.infolist())
        merged = 0 if unpacked > limit else max(map(_cells_of_areas, _sheets(package)), default=0)
    if merged > CELL_LIMIT:
        raise InputError(
            es=f"{path}: combina {merged:,} celdas, demasiadas; separe las celdas combinadas y guárdelo de nuevo",
            en=f"{path}: merges {merged:,} cells, too many; unmerge them and save it again",
        )
    if unpacked > limit:
        raise InputError(
            es=f"{path}: descomprimido pesa {unpacked:,} bytes, más que el límite de {limit:,}; guárdelo como CSV",
            en=f"{path}: unpacks to {unpacked:,} bytes, more than the limit of {limit:,}; save it as CSV",
        )
    try:
        with warnings.catch_warnings():
            # What openpyxl warns of (validation lists, print settings) it leaves out; none of it holds norms.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, *DAMAGED, *_UNEXPECTED) as error:
        raise damaged from error


def _sheets(package: zipfile.ZipFile) -> Iterator[bytes]:
    for name in package.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield package.read(name)


def _cells_of_areas(sheet: bytes) -> int:
    """How many cells its areas have; openpyxl makes an object of each of them before anyone could ask."""
    total = 0
    for _, element in etree.iterparse(io.BytesIO(sheet), tag=_AREAS, resolve_entities=False, recover=True):
        # Of a whole column or row one end is not said.
        left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
        total += ((right or 1 << 14) - (left or 1) + 1) * ((bottom or 1 << 20) - (top or 1) + 1)
    return total


def _sheet(sheet: Any, is_header: IsHeader) -> Table | None:  # noqa: ANN401 - openpyxl has no types
    merged = {}
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col)
        merged.update(dict.fromkeys(area.cells, first))
    rows = [
        (at, [shown(merged.get((at, column), cell)) for column, cell in enumerate(cells, 1)])
        for at, cells in enumerate(sheet.iter_rows(), 1)
    ]
    rows = [(at, cells) for at, cells in rows if any(cell.strip() for cell in cells)]
    if not rows:
        return None
    header = next((index for index, (_, cells) in enumerate(rows[:HEADER_WITHIN]) if is_header(cells)), 0)
    columns = rows[header][1]
    while columns and not columns[-1].strip():
        columns = columns[:-1]
    below = tuple(Row(_place(sheet, at), dict(zip(columns, cells, strict=False))) for at, cells in rows[header + 1 :])
    return Table(_place(sheet, rows[header][0]), tuple(columns), below, above=header)


def _place(sheet: Any, row: int) -> Text:  # noqa: ANN401 - openpyxl has no types
    return Text(f"hoja «{sheet.title}», fila {row}", f"sheet '{sheet.title}', row {row}")


def shown(cell: Any) -> str:  # noqa: ANN401 - openpyxl has no types
    """The value as the sheet shows it: a code 1.10 stored as a number must not become 1.1."""
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        places = re.fullmatch(r"0\.(0+)", cell.number_format or "")
        return f"{value:.{len(places[1])}f}" if places else f"{value:.15g}"
    return "" if value is None else str(value)


def check_size(path: Path, sheet: Any) -> None:  # noqa: ANN401 - openpyxl has no types
    """Refuse a sheet whose used area is too large to go through; raises InputError."""
    rows, columns = sheet.max_row, sheet.max_column
    if rows * columns > CELL_LIMIT:
        raise InputError(
            es=f"{path}: hoja «{sheet.title}»: {rows:,} filas por {columns:,} columnas son demasiadas; "
            "borre las vacías con formato o guárdela como CSV",
            en=f"{path}: sheet '{sheet.title}': {rows:,} rows by {columns:,} columns are too many; "
            "delete the empty formatted ones or save it as CSV",
        )
