"""Tables in files: CSV, XLSX, JSON lines or Parquet, told apart by their content, with the place of every row.

One rule for all: the header is sought below titles and instructions; text may be in any encoding that documents may
be in; a row that does not fit its header is refused with its place, or, of tables in bulk, left out and counted.

Seam: a format has a function `(path, data, is_header, *, bulk) -> Tables`, which raises `InputError`. What is text is
read here: CSV as spreadsheets and portals write it, and JSON, one object a line or one list of them.
"""

from __future__ import annotations

import csv
import io
import json
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from corpora import json_text
from corpora.archive import names
from corpora.charset import decode
from corpora.errors import InputError
from corpora.files import not_text, peek, read_bytes, skipped_entry
from corpora.records import Skipped, Text
from corpora.text import clean, fold, limit_marks
from corpora.translation import _

FORMATS: dict[str, str] = {
    "parquet": "corpora.tabular.parquet:read",
    "xlsx": "corpora.tabular.workbook:read",
    "json": "corpora.tabular:read_json",
    "csv": "corpora.tabular:read_csv",
}
DELIMITERS = ",;\t|"
HEADER_WITHIN = 30
"""A header row is sought in so many first rows: titles and instructions often stand above it."""
_HEAD = 1 << 16
_JSON = re.compile(r"\s*+(?:\{|\[\s*+[{\[\]\"])")

IsHeader = Callable[[Sequence[str]], bool]
"""Whether these cells are the header row that is sought."""


class Place(NamedTuple):
    """Where a row stands: its number, and its sheet in a workbook; `str` gives "12" or "Hoja1!12"."""

    number: int
    sheet: str = ""

    @property
    def es(self) -> str:
        """Return the place for messages in Spanish."""
        return f"hoja «{self.sheet}», fila {self.number}" if self.sheet else f"línea {self.number}"

    @property
    def en(self) -> str:
        """Return the place for messages in English."""
        return f"sheet '{self.sheet}', row {self.number}" if self.sheet else f"line {self.number}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: its place, and its cells by column name: text, in bulk as JSON and Parquet type it.

    A cell that a workbook indents, or whose row it groups, begins with blanks. `struck` is what stands in cells that
    are struck out, whose text is "".
    """

    place: Place
    cells: dict[str, Any]
    struck: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or file: the header's place and names as printed, the rows below it, empty ones left out.

    `above` is what each row above the header says that is not empty. `hidden_rows` are the numbers of those of `rows`
    that a workbook does not show, `hidden_columns` how many columns it does not.
    """

    place: Place
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    above: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """All of one file.

    The tables with the header, where none has it the first, so that a message can name its columns; the sheets that are
    hidden, or visible without such a header; rows that do not fit (`unread`) and damaged characters, counted.
    """

    tables: tuple[Table, ...]
    hidden_sheets: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unread: int = 0

    def left_out(self, name: str, wanted: Text) -> tuple[Skipped, ...]:
        """Return what was not read of the file of this name; `wanted` says which columns the other sheets lack."""
        hidden, other = ", ".join(self.hidden_sheets), ", ".join(self.other_sheets)
        return (
            *skipped_entry(name, len(self.hidden_sheets), _("hidden sheets, not read: {{n}} ({names})", names=hidden)),
            *skipped_entry(
                name,
                len(self.other_sheets),
                _("sheets without {wanted}, not read: {{n}} ({names})", wanted=wanted, names=other),
            ),
            *self.skipped,
        )


def row_text(cells: Sequence[str]) -> str:
    """Return what a row says, as one text; what merged cells repeat once."""
    return " | ".join(dict.fromkeys(text for cell in cells if (text := clean(cell))))


def column_name(header: str) -> str:
    """Return a column's header as compared: letters and digits folded, `_` for whatever stands between them."""
    return re.sub(r"[^a-z0-9]+", "_", fold(clean(header))).strip("_")


def read_tables(path: Path, is_header: IsHeader, *, bulk: bool = False) -> Tables:
    """Read one CSV, XLSX, JSON or Parquet file.

    In `bulk`, of large tables that nobody goes through by hand, rows that do not fit are left out and counted. Raises
    InputError: unreadable, damaged, or a row that does not fit. No row with that header is no error here: the first row
    is then taken for it.
    """
    data = read_bytes(path)
    read: Callable[..., Tables] = pkgutil.resolve_name(FORMATS[detect_format(data) or "csv"])
    return read(path, data, is_header, bulk=bulk)


def detect_format(data: bytes) -> str | None:
    """Return the format in `FORMATS` of these bytes, or of a file's beginning; None for text."""
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    head = decode(data[:_HEAD], partial=True)
    return "json" if head and _JSON.match(head.text) else None  # "[URGENTE] Soldador" is a text


def has_header(path: Path, is_header: IsHeader) -> bool:
    """Return whether such a header row stands among a table's first rows, or such keys in its first JSON object."""
    head = _head(path)
    if head is None:
        try:
            return any(is_header(table.columns) for table in read_tables(path, is_header).tables)
        except InputError:
            return False
    if head.startswith("{"):
        return is_header(list(json_text.attempt(head.split("\n", 1)[0]) or ()))
    return next(headers(head, is_header), None) is not None


def is_table(path: Path, is_header: IsHeader) -> bool:
    """Return whether a text has such a header of several cells, and as many in most of the rows below it.

    Of prose, too, a line may consist of the name of a column: "Requisitos:".
    """
    head = _head(path) or ""
    for above, delimiter in headers(head, is_header):
        columns, *rows = (len(cells) for _, cells in list(first_records(head, delimiter))[above:])
        if columns > 1 and rows and rows.count(columns) * 2 > len(rows):
            return True
    return False


def looks_tabular(path: Path) -> bool:
    """Return whether it is a workbook, JSON lines, or text with at least two columns, as many in each first line."""
    head = _head(path)
    if head is None or head.startswith("{"):
        return True
    widths = ([len(cells) for _, cells in first_records(head, delimiter, 3)] for delimiter in DELIMITERS)
    return any(min(width, default=0) > 1 and len(set(width)) == 1 for width in widths)


def _head(path: Path) -> str | None:
    """Return the beginning of a text file, "" where it is no text, None for a workbook or Parquet."""
    head = peek(path, _HEAD)
    if detect_format(head) == "parquet":
        return None
    if head.startswith(b"PK\x03\x04"):
        return None if "xl/workbook.xml" in names(path) else ""
    decoded = decode(head, partial=True)
    return decoded.text.lstrip() if decoded else ""


def records(
    path: Path, text: str, delimiter: str, *, strict: bool = True, quoted: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it begins, cells) of every record not empty; raises InputError for an open quote.

    Where nothing is `quoted`, a quote is part of a text.
    """
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=strict and quoted,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    begin = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            "{path}: line {begin}: the CSV is damaged ({error}); check that every opened quote is closed",
            path=path,
            begin=begin,
            error=error,
        ) from error


def first_records(text: str, delimiter: str, most: int = HEADER_WITHIN) -> Iterator[tuple[int, list[str]]]:
    """Return the first of them, up to a fault."""
    with suppress(InputError):
        yield from islice(records(Path(), text, delimiter, strict=False), most)


def headers(text: str, is_header: IsHeader) -> Iterator[tuple[int, str]]:
    """Return number of the first record that is a header, by each delimiter by which there is one."""
    for delimiter in DELIMITERS:
        for index, (_line, cells) in enumerate(first_records(text, delimiter)):
            if any(cell.count('"') % 2 for cell in cells):  # it cuts cells of several lines, whose lines are no rows
                break
            if is_header(cells):
                yield index, delimiter
                break


def read_csv(path: Path, data: bytes, is_header: IsHeader, *, bulk: bool) -> Tables:
    """Return all rows below the header; where none is recognised, the first row is handed out as the header.

    A row with fewer cells than the header has in bulk empty ones for the rest; of one with more nobody can say which
    cell its delimiter parted. Raises InputError: no text, a quote that is never closed, a row with another number of
    cells where not `bulk`.
    """
    text, damaged = _decoded(path, data)
    found = min(headers(text, is_header), key=lambda pair: pair[0], default=None)
    above, delimiter = found or (0, max(DELIMITERS, key=lambda d: len(next(first_records(text, d, 1), (0, ""))[1])))
    read = list(records(path, text, delimiter, strict=not bulk))
    line, columns = read[above] if read else (1, [])
    rows = []
    for at, cells in read[above + 1 :]:
        if not bulk and len(cells) != len(columns):
            raise InputError(
                "{path}: {place}: has {cells} columns and the header {columns}; quote any text that contains the"
                " separator and fill up empty cells",
                path=path,
                place=Place(at),
                cells=len(cells),
                columns=len(columns),
            )
        if len(cells) <= len(columns):
            rows.append(Row(Place(at), dict(zip(columns, cells, strict=False))))
    unfit = max(len(read) - above - 1 - len(rows), 0)
    why = _("rows with more cells than the header: {n}; quote any text that contains the separator")
    table = Table(Place(line), tuple(columns), tuple(rows), tuple(row_text(cells) for _line, cells in read[:above]))
    return Tables((table,), skipped=(*skipped_entry(path.name, unfit, why), *damaged), unread=unfit)


def read_json(path: Path, data: bytes, is_header: IsHeader, *, bulk: bool) -> Tables:  # noqa: ARG001 - keys name themselves
    """Read every object as a row; raises InputError: no object, or a line that is none where not `bulk`."""
    text, damaged = _decoded(path, data)
    rows: list[Row] = []
    broken = 0
    for at, value in _values(text):
        if isinstance(value, dict) and (value or not bulk):
            rows.append(Row(Place(at), {str(key): item if bulk else as_text(item) for key, item in value.items()}))
        elif bulk:
            broken += 1
        else:
            raise InputError(
                '{path}: line {at}: is not a JSON object; write one per line, like {{"code": "A1", …}}',
                path=path,
                at=at,
            )
    if not rows:
        raise InputError(
            '{path}: holds no JSON objects; write one per line, like {{"title": "…", "description": "…"}}', path=path
        )
    columns = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    skipped = (*skipped_entry(path.name, broken, _("lines that are no JSON object: {n}")), *damaged)
    return Tables((Table(rows[0].place, columns, tuple(rows)),), skipped=skipped, unread=broken)


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[Skipped, ...]]:
    """Return the text, and how many characters of it are damaged, how many lines in another encoding."""
    decoded = decode(data)
    if decoded is None:
        raise not_text(path)
    lost = _("damaged characters, not read: {n}")
    mixed = _("lines in another encoding than the rest, read in their own: {n}; save the whole file in UTF-8")
    garbled = _("lines with garbled letters, mended: {n}")
    told = ((decoded.lost, lost), (decoded.mixed, mixed), (decoded.garbled, garbled))
    return decoded.text, tuple(entry for count, why in told for entry in skipped_entry(path.name, count, why))


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """Yield (line, or place in the list, value) of each; what is no JSON is None."""
    if text.lstrip()[:1] == "[":
        whole = json_text.attempt(text)
        yield from enumerate(whole if isinstance(whole, list) else [], 1)
        return
    # Not splitlines: it also parts at U+2028 and the like, which may stand within a JSON text.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, json_text.attempt(line)


def as_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value as the text of a cell: a list of texts with bars between them."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return limit_marks("|".join(value))
    return limit_marks(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
