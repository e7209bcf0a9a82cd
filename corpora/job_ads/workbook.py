"""Excel workbooks: every visible sheet that has the header."""

from __future__ import annotations

import re
from pathlib import Path

from corpora.frameworks.files import counted, read_bytes
from corpora.frameworks.workbook import read_workbook
from corpora.job_ads.tables import IsHeader, Row, Table

_PLACE = re.compile(r"sheet '(.*)', row (\d+)")


def read(path: Path, is_header: IsHeader) -> Table:
    """Rows of all sheets with a header; hidden and other sheets are counted. Raises InputError for a damaged file."""
    tables = read_workbook(path, read_bytes(path), is_header)
    columns = tuple(dict.fromkeys(column for table in tables.tables for column in table.columns if column.strip()))
    rows = tuple(Row(_PLACE.sub(r"\1!\2", row.place.en), row.cells) for table in tables.tables for row in table.rows)
    skipped = counted(
        [
            (len(tables.hidden_sheets), path.name, "{n} hojas ocultas", "{n} hidden sheets"),
            (
                len(tables.other_sheets),
                path.name,
                "{n} hojas sin columna de descripción",
                "{n} sheets without a description column",
            ),
        ]
    )
    return Table(columns, rows, skipped)
