"""CSV as spreadsheets and portals write it: any of four delimiters, any encoding, rows too short or too long."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from corpora.errors import InputError
from corpora.frameworks.files import counted, read_bytes
from corpora.job_ads.tables import IsHeader, Row, Table
from corpora.readers.charset import decode

_DELIMITERS = ",;\t|"
_HEADER_WITHIN = 30


def read(path: Path, is_header: IsHeader) -> Table:
    """All rows below the header; where none is recognised, the first row is handed out as the header.

    A row with fewer cells than the header has empty ones for the rest; one with more is counted, since nobody can
    say which cell its delimiter parted.

    Raises:
        InputError: no text, or a quote that is never closed.
    """
    decoded = decode(read_bytes(path))
    if decoded is None:
        raise InputError(
            es=f"{path}: no es texto legible; guárdelo como CSV en UTF-8",
            en=f"{path}: is not readable text; save it as CSV in UTF-8",
        )
    above, delimiter = header(decoded.text, is_header) or (0, _likeliest(decoded.text))
    try:
        records = list(_records(decoded.text, delimiter))
    except csv.Error as error:
        raise InputError(
            es=f"{path}: el CSV está dañado ({error}); revise que cada comilla abierta se cierre",
            en=f"{path}: the CSV is damaged ({error}); check that every opened quote is closed",
        ) from error
    columns = tuple(records[above][1]) if records else ()
    fitting = [(line, cells) for line, cells in records[above + 1 :] if len(cells) <= len(columns)]
    rows = tuple(Row(str(line), dict(zip(columns, cells, strict=False))) for line, cells in fitting)
    ragged = len(records) - above - 1 - len(fitting)
    skipped = counted(
        [
            (
                ragged,
                path.name,
                "{n} filas con más celdas que el encabezado; escriba entre comillas el texto que contenga el separador",
                "{n} rows with more cells than the header; quote any text that contains the separator",
            )
        ]
    )
    return Table(columns, rows, skipped, max(ragged, 0))


def header(text: str, is_header: IsHeader) -> tuple[int, str] | None:
    """Number of the first record that is a header, and the delimiter by which it is one; None if there is none."""
    found = []
    for delimiter in _DELIMITERS:
        try:
            for index, (_, cells) in zip(range(_HEADER_WITHIN), _records(text, delimiter), strict=False):
                if is_header(cells):
                    found.append((index, delimiter))
                    break
        except csv.Error:
            continue
    return min(found, key=lambda pair: pair[0], default=None)


def _likeliest(text: str) -> str:
    first = next(iter(text.lstrip().splitlines()), "")
    return max(_DELIMITERS, key=first.count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of every record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begin = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begin, cells
        begin = reader.line_num + 1
