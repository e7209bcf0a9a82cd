"""Rows of ads as files hold them: one module for each format, opened by name when needed.

Seam: a format's module has `read(path: Path, is_header: IsHeader) -> Table` and raises `InputError`. Which format a
file has is decided by its content (`recognise`); a file that is no table is a text, and one ad.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from corpora.frameworks.files import read_bytes
from corpora.readers.archive import names
from corpora.readers.charset import decode
from corpora.records import Skipped

FORMATS: dict[str, str] = {
    "parquet": "corpora.job_ads.parquet:read",
    "xlsx": "corpora.job_ads.workbook:read",
    "json": "corpora.job_ads.json_lines:read",
    "csv": "corpora.job_ads.delimited:read",
    "text": "corpora.job_ads.texts:read",
}

IsHeader = Callable[[Sequence[str]], bool]
"""Whether these cells are a header row that names a description."""

_TABULAR = frozenset({".csv", ".tsv", ".tab"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands ("12", "Hoja1!12"), "" for a file that is one ad; its cells by column, as read."""

    place: str
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: its columns as printed, its rows, and the rows that could not be read, counted."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...] = ()
    unread: int = 0


def read(path: Path, is_header: IsHeader) -> Table:
    """Read one file with the format its content has; raises InputError."""
    reader = cast(Callable[[Path, IsHeader], Table], pkgutil.resolve_name(FORMATS[recognise(path, is_header)]))
    return reader(path, is_header)


def recognise(path: Path, is_header: IsHeader) -> str:
    """Name of the format in `FORMATS`; raises InputError for a file that is missing, empty or not permitted."""
    data = read_bytes(path)
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"PK\x03\x04"):
        return "xlsx" if "xl/workbook.xml" in names(data) else "text"
    decoded = decode(data[: 1 << 16], partial=True)
    if decoded is None:
        return "text"
    if decoded.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return "json"
    # Here and not above: this module takes `Table` from here.
    from corpora.job_ads.delimited import header

    if path.suffix.lower() in _TABULAR or header(decoded.text, is_header) is not None:
        return "csv"
    return "text"
