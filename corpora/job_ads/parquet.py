"""Parquet, as `datasets` and data portals publish it."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pyarrow.parquet

from corpora.errors import InputError
from corpora.job_ads.tables import IsHeader, Row, Table

DAMAGED = (pyarrow.ArrowException, OSError, ValueError, TypeError, ArithmeticError)
"""What pyarrow raises where a file is damaged, or holds what Python has not: a date beyond the year 9999."""


def read(path: Path, is_header: IsHeader) -> Table:  # noqa: ARG001 - its columns are named in the file
    """All rows of a Parquet file; raises InputError for a damaged one."""
    try:
        table = pyarrow.parquet.read_table(path)
        rows = tuple(Row(str(number), cells) for number, cells in enumerate(table.to_pylist(), 1))
    except DAMAGED as error:
        raise InputError(
            es=f"{path}: el archivo Parquet está dañado o tiene fechas imposibles; vuelva a obtenerlo",
            en=f"{path}: the Parquet file is damaged or has impossible dates; get it again",
        ) from error
    return Table(tuple(table.column_names), rows)
