"""Parquet, as `datasets` and data portals publish it."""

from __future__ import annotations

from pathlib import Path

from corpora.errors import InputError
from corpora.job_ads.tables import IsHeader, Row, Table


def read(path: Path, is_header: IsHeader) -> Table:  # noqa: ARG001 - its columns are named in the file
    """All rows of a Parquet file; raises InputError for a damaged one."""
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(
            es=f"{path}: el archivo Parquet está dañado; vuelva a obtenerlo",
            en=f"{path}: the Parquet file is damaged; get it again",
        ) from error
    rows = tuple(Row(str(number), cells) for number, cells in enumerate(table.to_pylist(), 1))
    return Table(tuple(table.column_names), rows)
