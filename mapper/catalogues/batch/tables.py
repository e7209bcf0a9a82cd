"""Documents in tables: one row one document, with columns for its id, its title and its text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from corpora import charset, json_text
from corpora.errors import InputError, OtherKindError
from corpora.files import size, unreadable
from corpora.readers.pieces import Piece, assemble
from corpora.readers.plain import pieces_of_lines
from corpora.records import Document
from corpora.text import limit_marks, without_markup

SUFFIXES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"})
COLUMNS: Mapping[str, str] = {"id": "id", "title": "title", "description": "description"}
_LONGEST_FIELD = 1 << 24
_AT_ONCE = 1 << 20  # bytes


class Row(NamedTuple):
    """One document as its table has it."""

    id: str
    title: str
    description: str


def rows(path: Path, columns: Mapping[str, str] = COLUMNS) -> Iterator[Row]:
    """Yield the rows of a CSV, TSV, JSON-lines or Parquet file, as its suffix says; never all of them are in memory.

    `columns` says for `id`, `title` and `description` which column has it; a table may have no titles. A CSV that is
    not in UTF-8 is held whole while it is decoded. Raises InputError: no such table, one in no character set or in
    several, or cut off inside a cell; no column of ids or descriptions; a row without an id or with another row's, with
    too many cells or too few, or with what is no text. OtherKindError: none of the columns, before any row is given.
    """
    size(path)
    seen: set[str] = set()
    reading = {".parquet": _parquet, ".jsonl": _json_lines, ".ndjson": _json_lines}.get(path.suffix.lower(), _csv)
    try:
        for number, values in reading(path, columns):
            row = Row(*(_text(path, number, columns[name], values.get(columns[name])) for name in Row._fields))
            if not row.id:
                raise InputError(
                    "{path}, row {number}: the column '{column}' is empty; give each document its id",
                    path=path,
                    number=number,
                    column=columns["id"],
                )
            if row.id in seen:
                raise InputError(
                    "{path}, row {number}: the id '{id}' is there twice; it has to be unique in the table",
                    path=path,
                    number=number,
                    id=row.id,
                )
            seen.add(row.id)
            yield row
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{path}, line {number}: its letters are in another character set than those of other lines, or in none;"
            " correct that line and save the table as CSV UTF-8",
            path=path,
            number=_first_outside_utf_8(path),
        ) from error


def _first_outside_utf_8(path: Path) -> int:
    """Return the first line of a file, from 1, that is not in UTF-8."""
    with path.open("rb") as file:
        return next((n for n, line in enumerate(file, start=1) if line.decode(errors="ignore").encode() != line), 1)


def _text(path: Path, number: int, column: str, cell: object) -> str:
    if isinstance(cell, list | dict | bytes):  # its Python is no text
        raise InputError(
            "{path}, row {number}: the column '{column}' holds a list, an object or bytes; write it as text",
            path=path,
            number=number,
            column=column,
        )
    return "" if cell is None else limit_marks(str(cell)).strip()


def document(row: Row) -> Document:
    """Return a row as a document, its title a heading, its description by lines; raises InputError without text."""
    if not f"{row.title}{row.description}".strip():
        raise InputError(
            "{path}: the row has neither a title nor a description; fill one in, or take the row out", path=row.id
        )
    head = [Piece(row.title, "heading", 1)] if row.title else []
    text = f"{row.title}\n{row.description}".encode("utf-8", "surrogatepass")
    return assemble(
        Path(row.id), text, [*head, *pieces_of_lines(without_markup(row.description))], reader="table", title=row.title
    )


def _csv(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    csv.field_size_limit(_LONGEST_FIELD)
    with _opened(path) as file:
        tabs = path.suffix.lower() == ".tsv"
        first = file.readline()
        file.seek(0)
        delimiter = "\t" if tabs else max(",;\t", key=first.count)
        reader = csv.DictReader(file, delimiter=delimiter, strict=True)
        number = 0
        try:
            names = reader.fieldnames or ()
            _require(path, names, columns)
            wanted = [name for name in columns.values() if name in names]
            for values in reader:
                number = reader.line_num
                if any(values.get(None, ())) or None in map(values.get, wanted):  # which is which nobody can tell
                    raise InputError(
                        "{path}, line {number}: the row has not as many cells as the table has columns; put a text that"
                        " has a separator in it in quotation marks",
                        path=path,
                        number=number,
                    )
                yield number, values
        except csv.Error as error:  # where the row begins: a mark that nothing closes takes all to the end of the file
            raise InputError(
                "{path}, line {number}: the quotation marks do not come out even ({error}), as where a file was cut"
                " off; get it again, or save it as CSV UTF-8",
                path=path,
                number=number + 1,
                error=error,
            ) from error


def _opened(path: Path) -> TextIO:
    """Return a table's text, which Excel saves in Windows-1252; raises UnicodeDecodeError where no set fits."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while part := file.read(_AT_ONCE):
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        decoded = charset.decode(path.read_bytes())
        if decoded is None or decoded.lost or decoded.mixed:
            raise
        return io.StringIO(decoded.text, newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _json_lines(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    names: dict[str, None] = {}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            values = json_text.attempt(line)
            if not isinstance(values, dict):
                raise InputError(
                    "{path}, line {number}: is no JSON object; every line has to be one", path=path, number=number
                )
            if columns["id"] not in names or columns["description"] not in names:  # what one row leaves out is empty
                names.update(dict.fromkeys(values))
            _require(path, names, columns, ("id",))
            yield number, values
    if names:
        _require(path, names, columns)


def _parquet(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from corpora.tabular import parquet

    try:
        names, found = parquet.batches(path, list(columns.values()))
        _require(path, names, columns)
        yield from enumerate(found, 1)
    except InputError:
        raise
    except parquet.DAMAGED as error:
        raise parquet.damaged(path) from error


def _require(
    path: Path, found: Iterable[str], columns: Mapping[str, str], needed: Sequence[str] = ("id", "description")
) -> None:
    names = list(found)
    for name in needed:
        if columns[name] not in names:
            known = ", ".join(names) or "—"
            error = InputError if set(columns.values()) & set(names) else OtherKindError
            raise error(
                "{path}: there is no column '{name}' (there are: {known}); say which it is with --column"
                " {name2}=COLUMN, which holds for all tables: where another names it otherwise, rename it there, or"
                " index that table into a collection of its own",
                path=path,
                name=columns[name],
                known=known,
                name2=name,
            )
