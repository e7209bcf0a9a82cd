"""The Parquet tables of a shard: their columns, and how they are written so that the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Sized
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_TEXT, _NUMBER = pa.string(), pa.int32()
DOCUMENTS = pa.schema(
    {
        **dict.fromkeys(("id", "name", "sha256", "title"), _TEXT),
        **dict.fromkeys(("pages", "unreadable_pages", "passages", "mapped"), _NUMBER),
        **dict.fromkeys(("why_es", "why_en"), _TEXT),
    }
)
"""`why_es` and `why_en` say why a document could not be read; null where it was."""
PASSAGES = pa.schema(
    {
        **dict.fromkeys(("document", "id", "text_id", "text"), _TEXT),
        **dict.fromkeys(("page", "start", "end"), _NUMBER),
        "section": pa.list_(_TEXT),
        **dict.fromkeys(("role", "language"), _TEXT),
        "vector": _NUMBER,
    }
)
"""`vector` is the row of its text in the shard's vectors; null for what is listed but neither mapped nor searched."""
MATCHES = pa.schema(
    {
        "passage": _NUMBER,
        **dict.fromkeys(("document", "code"), _TEXT),
        "above": pa.list_(_TEXT),
        "statement": _TEXT,
        **dict.fromkeys(("probability", "score"), pa.float64()),
        "evidence": pa.list_(pa.list_(_NUMBER, 2)),
    }
)
"""`passage` is a row of the shard's passages; `above` are the codes that the entry stands under, the nearest first."""

_ROW_GROUP = 65_536


def table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return the rows as one table; what a row lacks is null."""
    columns = [column([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def column(values: Collection[Any], kind: pa.DataType) -> pa.Array:
    """Return the values of one of the kinds that the tables have, as Arrow lays them out; None is null.

    `pyarrow.array` gives the same, and imports pandas first, a third of a second in each process.
    Layout: https://arrow.apache.org/docs/format/Columnar.html
    """
    there = np.fromiter((value is not None for value in values), np.bool_, len(values))
    valid = None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
    if pa.types.is_fixed_size_list(kind):
        nothing = (None,) * kind.list_size
        below = list(chain.from_iterable(nothing if value is None else value for value in values))
        return pa.Array.from_buffers(kind, len(values), [valid], children=[column(below, kind.value_type)])
    if pa.types.is_list(kind):
        below = list(chain.from_iterable(value or () for value in values))
        children, ends = [column(below, kind.value_type)], _ends(value or () for value in values)
        return pa.Array.from_buffers(kind, len(values), [valid, ends], children=children)
    if pa.types.is_string(kind):
        texts = [(value or "").encode() for value in values]
        return pa.Array.from_buffers(kind, len(values), [valid, _ends(texts), pa.py_buffer(b"".join(texts))])
    array = np.fromiter((value or 0 for value in values), kind.to_pandas_dtype(), len(values))
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(array)])


def select_members(found: pa.ChunkedArray, values: Collection[Any]) -> pa.ChunkedArray:
    """Return for each value of a column whether it is one of these."""
    return pc.is_in(found, value_set=column(values, found.type))


def exclude(rows: pa.Table, name: str, values: Collection[Any]) -> pa.Table:
    """Return the rows whose column of that name has none of these values."""
    return rows.filter(pc.invert(select_members(rows[name], values)))


def counts(documents: pa.Table) -> dict[str, int]:
    """Return how many documents, pages and passages there are, read and not, in rows of `DOCUMENTS`."""
    sums = {name: pc.sum(documents[name]).as_py() or 0 for name in ("unreadable_pages", "passages", "mapped")}
    return {"documents": documents.num_rows, "unreadable": documents.num_rows - documents["why_es"].null_count, **sums}


def numbers(values: pa.Array) -> np.typing.NDArray[Any]:
    """Return the numbers, none of them null, as an array; their own `to_numpy` imports pandas."""
    kind = values.type.to_pandas_dtype()
    if not len(values):
        return np.zeros(0, kind)
    return np.frombuffer(values.buffers()[1], kind, len(values), values.offset * kind().itemsize)


def _ends(parts: Iterable[Sized]) -> pa.Buffer:
    """Return where each part ends, if one follows the other, with where the first begins before it."""
    return pa.py_buffer(np.cumsum([0, *map(len, parts)], dtype=np.int32))


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
    # `read_table` is for folders of files, too, and imports pandas for them.
    with pq.ParquetFile(path) as file:
        return file.read(None if columns is None else list(columns))


def write_array(rows: np.typing.NDArray[Any], path: Path) -> None:
    """Write an array; numpy would put its own suffix behind the name of a path."""
    with path.open("wb") as file:
        np.save(file, rows)
