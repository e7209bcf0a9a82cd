"""The index of a version: which texts are alive, and the FAISS file that finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.indexes import index_type
from mapper.collections import tables
from mapper.collections.folder import Collection
from mapper.collections.records import File, Shard

SHARD_BITS = 32
"""A text's id is its shard's number · 2³² + its row in the shard's vectors."""

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Built:
    """An index that was stored.

    Attributes:
        about: kind, rows, dimension and what it was measured to find; JSON values.
        files: by role.
    """

    about: dict[str, Any]
    files: dict[str, File]


def live_texts(collection: Collection, shard: Shard) -> Ids:
    """Ids of a shard's texts that stand in a document that is still there, ascending."""
    passages = tables.read(collection.path(shard.file("passages")), ["document", "vector"])
    rows = passages["vector"].to_numpy()
    alive = ~np.isnan(rows) if rows.dtype.kind == "f" else np.ones(len(rows), dtype=bool)
    if shard.dead:
        dead = set(shard.dead)
        alive &= np.array([document not in dead for document in passages["document"].to_pylist()], dtype=bool)
    return (np.unique(rows[alive]).astype(np.int64)) + (shard.number << SHARD_BITS)


class Rows:
    """The vectors of a version's shards, memory-mapped, by the ids of texts."""

    def __init__(self, collection: Collection, shards: Sequence[Shard]) -> None:
        self._collection = collection
        self._files = {shard.number: shard.file("vectors") for shard in shards}
        self._open: dict[int, Vectors] = {}

    def of_shard(self, number: int) -> Vectors:
        """All vectors of a shard."""
        if number not in self._open:
            self._open[number] = np.load(self._collection.path(self._files[number]), mmap_mode="r")
        return self._open[number]

    def __getitem__(self, ids: Ids) -> Vectors:
        """Rows of these ids, shape (len(ids), dimension)."""
        numbers = ids >> SHARD_BITS
        rows = ids & ((1 << SHARD_BITS) - 1)
        found: Vectors | None = None
        for number in np.unique(numbers).tolist():
            here = numbers == number
            part = self.of_shard(number)[rows[here]]
            if found is None:
                found = np.empty((len(ids), part.shape[1]), dtype=np.float32)
            found[here] = part
        return np.zeros((0, 0), dtype=np.float32) if found is None else found

    def parts(self, ids: Ids) -> Iterator[tuple[Ids, Vectors]]:
        """Ascending ids with their rows, a shard at a time."""
        for part in np.split(ids, np.flatnonzero(np.diff(ids >> SHARD_BITS)) + 1):
            if len(part):
                yield part, self[part]


def build(collection: Collection, shards: Sequence[Shard], dimension: int) -> Built:
    """Index all live texts."""
    rows = Rows(collection, shards)
    ids = np.concatenate([np.zeros(0, np.int64), *(live_texts(collection, shard) for shard in shards)])
    vectors = np.concatenate([np.zeros((0, dimension), np.float32), *(part for _, part in rows.parts(ids))])
    index = index_type("exact").build(vectors)
    files = {
        "index": collection.add(index.save, ".faiss"),
        "ids": collection.add(lambda path: _save(ids, path), ".npy"),
    }
    return Built({"kind": "exact", "rows": len(ids), "dimension": dimension}, files)


def _save(ids: Ids, path: Any) -> None:  # noqa: ANN401
    with path.open("wb") as file:
        np.save(file, ids)
