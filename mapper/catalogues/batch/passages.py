"""What was read of a shard's documents as tables, each passage with the row that its vector will have."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyarrow as pa

from embeddings.cleaning import clean
from mapper.catalogues.batch.reading import Reading
from mapper.catalogues.collections import tables


def build_tables(readings: Sequence[Reading]) -> tuple[pa.Table, pa.Table]:
    """Return documents and passages; a mapped passage has vector 0 until all are known, the others null."""
    passages = [values for reading in readings for values in reading.passages]
    columns = zip(*passages, strict=True) if passages else [()] * len(tables.PASSAGES)
    arrays = [tables.column(values, field.type) for values, field in zip(columns, tables.PASSAGES, strict=True)]
    documents = [reading.document for reading in readings]
    return tables.table(documents, tables.DOCUMENTS), pa.Table.from_arrays(arrays, schema=tables.PASSAGES)


def with_vector_rows(passages: pa.Table) -> pa.Table:
    """Give each mapped passage the row of its text among the shard's distinct ones, in the order of their hashes."""
    mapped = passages["vector"].is_valid().to_pylist()
    texts = [clean(text) if is_one else "" for text, is_one in zip(passages["text"].to_pylist(), mapped, strict=True)]
    distinct = sorted(
        {text for text in texts if text},
        key=lambda text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(),
    )
    place = {text: row for row, text in enumerate(distinct)}
    rows = tables.column([place.get(text) for text in texts], pa.int32())
    column = tables.PASSAGES.get_field_index("vector")
    return passages.set_column(column, tables.PASSAGES.field(column), rows)
