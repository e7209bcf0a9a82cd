"""Parquet, as `datasets` and data portals publish it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from corpora.errors import InputError
from corpora.tabular import IsHeader, Place, Row, Table, Tables, as_text

DAMAGED = (pyarrow.ArrowException, OSError, ValueError, TypeError, ArithmeticError)
"""What pyarrow raises where a file is damaged, or holds what Python has not: a date beyond the year 9999."""
_ROWS_AT_ONCE = 1024


def read(path: Path, data: bytes, is_header: IsHeader, *, bulk: bool) -> Tables:  # noqa: ARG001 - its columns have names
    """Return all rows of a Parquet file; raises InputError for a damaged one."""
    try:
        table = pyarrow.parquet.read_table(pyarrow.BufferReader(data))
        values = table.to_pylist()
    except DAMAGED as error:
        raise damaged(path) from error
    typed = values if bulk else [{name: as_text(cell) for name, cell in row.items()} for row in values]
    rows = tuple(Row(Place(number), cells) for number, cells in enumerate(typed, 1))
    return Tables((Table(Place(1), tuple(table.column_names), rows),))


def batches(path: Path, wanted: Sequence[str]) -> tuple[list[str], Iterator[dict[str, Any]]]:
    """Return the names of the columns, and the rows with those wanted, a batch at a time; raises `DAMAGED`."""
    file = pyarrow.parquet.ParquetFile(path)
    names = file.schema_arrow.names
    found = file.iter_batches(_ROWS_AT_ONCE, columns=[name for name in wanted if name in names])
    return names, (row for batch in found for row in batch.to_pylist())


def damaged(path: Path) -> InputError:
    """Return the error of a file that is none, or damaged."""
    return InputError("{path}: the Parquet file is damaged or has impossible dates; get it again", path=path)
