"""Tables that are text: CSV as spreadsheets and portals write it, and JSON, one object a line or one list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora import charset, json_text
from corpora.errors import InputError
from corpora.files import counted, not_text
from corpora.records import Skipped
from corpora.tabular import DELIMITERS, IsHeader, Place, Row, Table, Tables, first_records, headers, records
from corpora.translation import _


def read_csv(path: Path, data: bytes, is_header: IsHeader, *, bulk: bool) -> Tables:
    """All rows below the header; where none is recognised, the first row is handed out as the header.

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
        if len(cells) > len(columns) or (not bulk and len(cells) < len(columns)):
            if not bulk:
                raise InputError(
                    "{path}: {place}: has {cells} columns and the header {columns}; quote any text that contains the"
                    " separator and fill up empty cells",
                    path=path,
                    place=Place(at),
                    cells=len(cells),
                    columns=len(columns),
                )
            continue
        rows.append(Row(Place(at), dict(zip(columns, cells, strict=False))))
    unfit = max(len(read) - above - 1 - len(rows), 0)
    why = _("{n} rows with more cells than the header; quote any text that contains the separator")
    table = Table(Place(line), tuple(columns), tuple(rows), above)
    return Tables((table,), skipped=(*counted(path.name, unfit, why), *damaged), unread=unfit)


def read_json(path: Path, data: bytes, is_header: IsHeader, *, bulk: bool) -> Tables:  # noqa: ARG001 - keys name themselves
    """Every object as a row; raises InputError: no object at all, or a line that is none where not `bulk`."""
    text, damaged = _decoded(path, data)
    rows: list[Row] = []
    broken = 0
    for at, value in _values(text):
        if isinstance(value, dict):
            cells = {str(key): item if bulk else as_text(item) for key, item in value.items()}
            if cells or not bulk:
                rows.append(Row(Place(at), cells))
                continue
        elif not bulk:
            raise InputError(
                '{path}: line {at}: is not a JSON object; write one per line, like {{"code": "A1", …}}',
                path=path,
                at=at,
            )
        broken += 1
    if not rows:
        raise InputError(
            '{path}: holds no JSON objects; write one per line, like {{"title": "…", "description": "…"}}', path=path
        )
    columns = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    skipped = (*counted(path.name, broken, _("{n} lines that are no JSON object")), *damaged)
    return Tables((Table(rows[0].place, columns, tuple(rows)),), skipped=skipped, unread=broken)


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[Skipped, ...]]:
    """The text, and how many characters of it are damaged, how many lines in another encoding."""
    decoded = charset.decode(data)
    if decoded is None:
        raise not_text(path)
    lost = _("{n} damaged characters, not read")
    mixed = _("{n} lines in another encoding than the rest, read in their own; save the whole file in UTF-8")
    return decoded.text, counted(path.name, decoded.lost, lost) + counted(path.name, decoded.mixed, mixed)


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """(line, or place in the list, value) of each; what is no JSON is None."""
    if text.lstrip()[:1] == "[":
        whole = json_text.attempt(text)
        yield from enumerate(whole if isinstance(whole, list) else [], 1)
        return
    # Not splitlines: it also parts at U+2028 and the like, which may stand within a JSON text.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, json_text.attempt(line)


def as_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """A value as the text of a cell: a list of texts with bars between them."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return charset.unstacked("|".join(value))
    return charset.unstacked(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
