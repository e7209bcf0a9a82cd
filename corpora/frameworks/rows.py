"""Rows of a table file (CSV, XLSX, JSON lines) with the place where each stands, for the `table` loader."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.frameworks.files import decode, read_bytes
from corpora.records import Text

DELIMITERS = ",;\t|"
UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes of an unpacked workbook; more is taken for a zip bomb."""
HEADER_WITHIN = 30
"""A header row is sought in so many first rows: titles and instructions often stand above it."""

IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: its place for messages and its cells by column name."""

    place: Text
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or file.

    Attributes:
        place: of the header, for messages.
        columns: names in the header row, as printed.
        rows: below it, empty ones left out.
        above: number of non-empty rows above the header.
    """

    place: Text
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    above: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """All of one file: its tables, sheets that are hidden, visible sheets without such a header."""

    tables: tuple[Table, ...]
    hidden_sheets: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()


def read_tables(path: Path, is_header: IsHeader) -> Tables:
    """Read one CSV, XLSX or JSONL file, told apart by content.

    Args:
        path: the file.
        is_header: whether these cells are the header row that is sought.

    Raises:
        InputError: unreadable, damaged, a row with a wrong number of columns. No row with that header is no error
            here: the first row is then taken for it.
    """
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        return _xlsx(path, data, is_header)
    text = decode(path, data)
    if text.lstrip()[:1] == "{":
        return Tables((_json_lines(path, text),))
    return Tables((_csv(path, text, is_header),))


def looks_tabular(path: Path) -> bool:
    """Whether it is a workbook, JSON lines, or text whose first lines have equally many columns, at least two."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(65536)
        if head.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(path) as package:
                return "xl/workbook.xml" in package.namelist()
        # No character may be halved: cut behind a line, UTF-16 at an even place.
        cut = len(head) // 2 * 2 if b"\0" in head else head.rfind(b"\n") + 1
        lines = decode(path, head[:cut] or head).splitlines()[:3]
    except (OSError, zipfile.BadZipFile, InputError):
        return False
    if lines and lines[0].startswith("{"):
        return lines[0].rstrip().endswith("}")
    return any(len({line.count(d) for line in lines}) == 1 and lines[0].count(d) for d in DELIMITERS if lines)


def _csv(path: Path, text: str, is_header: IsHeader) -> Table:
    parsed = {delimiter: list(_records(text, delimiter, HEADER_WITHIN)) for delimiter in DELIMITERS}
    found = [
        (index, delimiter)
        for delimiter, records in parsed.items()
        for index, (_, cells) in enumerate(records)
        if is_header(cells)
    ]
    if found:
        index, delimiter = min(found, key=lambda pair: pair[0])
    else:
        index, delimiter = 0, max(DELIMITERS, key=lambda d: len(parsed[d][0][1]) if parsed[d] else 0)
    try:
        records = list(_records(text, delimiter, None))
    except csv.Error as error:
        raise InputError(
            es=f"{path}: el CSV está dañado ({error}); revise que cada comilla abierta se cierre",
            en=f"{path}: the CSV is damaged ({error}); check that every opened quote is closed",
        ) from error
    line, columns = records[index]
    rows = []
    for at, cells in records[index + 1 :]:
        place = Text(f"línea {at}", f"line {at}")
        if len(cells) != len(columns):
            raise InputError(
                es=f"{path}: {place.es}: tiene {len(cells)} columnas y el encabezado {len(columns)}; "
                "escriba entre comillas el texto que contenga el separador y complete las celdas vacías",
                en=f"{path}: {place.en}: has {len(cells)} columns and the header {len(columns)}; "
                "quote any text that contains the separator and fill up empty cells",
            )
        rows.append(Row(place, dict(zip(columns, cells, strict=True))))
    return Table(Text(f"línea {line}", f"line {line}"), tuple(columns), tuple(rows), above=index)


def _records(text: str, delimiter: str, limit: int | None) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of the records that are not empty; a probe (`limit`) ends at a fault."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=limit is None)
    begin, count = 1, 0
    while limit is None or count < limit:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if limit is None:
                raise
            return
        if any(cell.strip() for cell in cells):
            yield begin, cells
            count += 1
        begin = reader.line_num + 1


def _json_lines(path: Path, text: str) -> Table:
    rows: list[Row] = []
    columns: dict[str, None] = {}
    # Not splitlines: it also parts at U+2028 and the like, which may stand within a JSON text.
    for at, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = Text(f"línea {at}", f"line {at}")
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            value = error
        if not isinstance(value, dict):
            raise InputError(
                es=f'{path}: {place.es}: no es un objeto JSON; escriba uno por línea, como {{"code": "A1", …}}',
                en=f'{path}: {place.en}: is not a JSON object; write one per line, like {{"code": "A1", …}}',
            )
        cells = {str(key): _json_cell(item) for key, item in value.items()}
        columns.update(dict.fromkeys(cells))
        rows.append(Row(place, cells))
    first = rows[0].place
    return Table(first, tuple(columns), tuple(rows))


def _json_cell(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "|".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _xlsx(path: Path, data: bytes, is_header: IsHeader) -> Tables:
    workbook = _open_workbook(path, data)
    tables, hidden, other = [], [], []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        table = _sheet(sheet, is_header)
        if table is None or not is_header(table.columns):
            other.append(sheet.title)
        if table is not None:
            tables.append(table)
    # Where no sheet has the header, the first one with content is handed out, so that the message can name its columns.
    headed = [table for table in tables if is_header(table.columns)]
    return Tables(tuple(headed or tables[:1]), tuple(hidden), tuple(other) if headed else ())


def _open_workbook(path: Path, data: bytes) -> Any:  # noqa: ANN401 - openpyxl has no types
    damaged = InputError(
        es=f"{path}: no es un libro de Excel válido (.xlsx); ábralo y guárdelo de nuevo como .xlsx o CSV",
        en=f"{path}: is not a valid Excel workbook (.xlsx); open it and save it again as .xlsx or CSV",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if "xl/workbook.xml" not in package.namelist():
                raise damaged
            unpacked = sum(member.file_size for member in package.infolist())
    except zipfile.BadZipFile:
        raise damaged from None
    if unpacked > UNPACKED_LIMIT:
        raise InputError(
            es=f"{path}: descomprimido pesa {unpacked:,} bytes, más que el límite de {UNPACKED_LIMIT:,}; "
            "guárdelo como CSV",
            en=f"{path}: unpacks to {unpacked:,} bytes, more than the limit of {UNPACKED_LIMIT:,}; save it as CSV",
        )
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile, OSError) as error:
        raise damaged from error


def _sheet(sheet: Any, is_header: IsHeader) -> Table | None:  # noqa: ANN401 - openpyxl has no types
    merged = {}
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col)
        merged.update(dict.fromkeys(area.cells, first))
    rows = [
        (at, [_cell(merged.get((at, column), cell)) for column, cell in enumerate(cells, 1)])
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


def _cell(cell: Any) -> str:  # noqa: ANN401 - openpyxl has no types
    """The value as the sheet shows it: a code 1.10 stored as a number must not become 1.1."""
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        places = re.fullmatch(r"0\.(0+)", cell.number_format or "")
        return f"{value:.{len(places[1])}f}" if places else f"{value:.15g}"
    return "" if value is None else str(value)
