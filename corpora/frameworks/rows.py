"""Rows of a table file (CSV, XLSX, JSON lines) with the place where each stands, for the `table` loader."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import json_text
from corpora.errors import InputError
from corpora.frameworks.files import decode, read_bytes
from corpora.readers.archive import names
from corpora.records import Text

DELIMITERS = ",;\t|"
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
        # Here and not above: openpyxl takes a while to import, and most tables are text.
        from corpora.frameworks.workbook import read_workbook

        return read_workbook(path, data, is_header)
    text = decode(path, data)
    if text.lstrip()[:1] == "{":
        return Tables((_json_lines(path, text),))
    if text.lstrip()[:2] in {"[{", "[\n", "[\r"}:
        raise InputError(
            es=f"{path}: es una lista JSON; escriba un objeto por línea, sin corchetes ni comas entre ellos",
            en=f"{path}: is a JSON list; write one object per line, without brackets or commas between them",
        )
    return Tables((_csv(path, text, is_header),))


def has_header(path: Path, is_header: IsHeader) -> bool:
    """Whether such a header row stands among the first rows of a CSV or XLSX file, or such keys in JSON lines."""
    head = _head(path)
    if head is None:
        try:
            return any(is_header(table.columns) for table in read_tables(path, is_header).tables)
        except InputError:
            return False
    if head.startswith("{"):
        try:
            first = json_text.parse(head.split("\n", 1)[0])
        except ValueError:
            return False
        return is_header(list(first))
    return any(is_header(cells) for d in DELIMITERS for _, cells in _records(head, d, HEADER_WITHIN))


def looks_tabular(path: Path) -> bool:
    """Whether it is a workbook, JSON lines, or text whose first lines have equally many columns, at least two."""
    head = _head(path)
    if head is None or head.startswith("{"):
        return True
    widths = ([len(cells) for _, cells in _records(head, d, 3)] for d in DELIMITERS)
    return any(min(width, default=0) > 1 and len(set(width)) == 1 for width in widths)


def _head(path: Path) -> str | None:
    """The beginning of a text file, "" where it is no text, None for a workbook."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            head = file.read(65536)
        if head.startswith(b"PK\x03\x04"):
            return None if "xl/workbook.xml" in names(path) else ""
        # No character may be halved: cut behind a line, UTF-16 at an even place.
        cut = len(head) // 2 * 2 if b"\0" in head else head.rfind(b"\n") + 1
        return decode(path, head[:cut] or head).lstrip()
    except (OSError, InputError):
        return ""


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
            value = json_text.parse(line)
        except ValueError as error:
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
