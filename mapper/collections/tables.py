"""The Parquet tables of a shard: their columns, and how they are written so that the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("sha256", pa.string()),
        ("title", pa.string()),
        ("pages", pa.int32()),
        ("unreadable_pages", pa.int32()),
        ("passages", pa.int32()),
        ("mapped", pa.int32()),
        ("why_es", pa.string()),
        ("why_en", pa.string()),
    ]
)
"""`why_es` and `why_en` say why a document could not be read; null where it was."""
PASSAGES = pa.schema(
    [
        ("document", pa.string()),
        ("id", pa.string()),
        ("text_id", pa.string()),
        ("text", pa.string()),
        ("page", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("section", pa.list_(pa.string())),
        ("role", pa.string()),
        ("language", pa.string()),
        ("vector", pa.int32()),
    ]
)
"""`vector` is the row of its text in the shard's vectors; null for what is listed but neither mapped nor searched."""
MATCHES = pa.schema(
    [
        ("passage", pa.int32()),
        ("document", pa.string()),
        ("code", pa.string()),
        ("above", pa.list_(pa.string())),
        ("statement", pa.string()),
        ("probability", pa.float64()),
        ("score", pa.float64()),
        ("evidence", pa.list_(pa.list_(pa.int32(), 2))),
    ]
)
"""`passage` is a row of the shard's passages; `above` are the codes that the entry stands under, the nearest first."""

_ROW_GROUP = 65_536


def table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as one table."""
    return pa.Table.from_pylist(list(rows), schema=schema)


def write(rows: pa.Table, path: Path) -> None:
    """Write one file; neither the chunks of the table nor defaults of a library's version decide on its bytes."""
    pq.write_table(
        rows.combine_chunks(),
        path,
        row_group_size=_ROW_GROUP,
        compression="zstd",
        compression_level=3,
        version="2.6",
        data_page_version="1.0",
        data_page_size=1 << 20,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    )


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a file, or some columns of it; raises OSError or pyarrow's ArrowInvalid where it is damaged."""
    return pq.read_table(path, columns=None if columns is None else list(columns), partitioning=None)
