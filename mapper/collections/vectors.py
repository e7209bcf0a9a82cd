"""The vectors of a version: the rows of its shards by the ids of texts, and the texts nearest to a question.

A text's id is its shard's number · 2³² + its row in the shard's vectors, so an index keeps its ids while shards come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError as EmbeddingsError
from embeddings.indexes import index_type
from embeddings.indexes.approximate import ABSENT, rescore
from embeddings.indexes.ivf import IvfIndex
from mapper.collections import tables
from mapper.collections.folder import Collection, damaged_file
from mapper.collections.records import File, Shard

Ids = NDArray[np.int64]
SHARD_BITS = 32
_ROW = (1 << SHARD_BITS) - 1


def row_of(id_: int) -> int:
    """A text's row in its shard's vectors."""
    return id_ & _ROW


def live_texts(collection: Collection, shard: Shard) -> Ids:
    """Ids of a shard's texts that stand in a document that is still there, ascending."""
    passages = tables.read(collection.path(shard.file("passages")), ["document", "vector"])
    if shard.dead:
        dead = pc.is_in(passages["document"], value_set=pa.array(shard.dead, pa.string()))
        passages = passages.filter(pc.invert(dead))
    rows = passages["vector"].drop_null().to_numpy()
    return np.unique(rows).astype(np.int64) + (shard.number << SHARD_BITS)


class Rows:
    """The vectors of some shards, memory-mapped, by the ids of texts."""

    def __init__(self, collection: Collection, shards: Sequence[Shard]) -> None:
        self._collection = collection
        self._files = {shard.number: shard.file("vectors") for shard in shards}
        self._open: dict[int, Vectors] = {}

    def __getitem__(self, ids: Ids) -> Vectors:
        """Rows of these ids, shape (len(ids), dimension), one id at least."""
        numbers = ids >> SHARD_BITS
        found: Vectors | None = None
        for number in np.unique(numbers).tolist():
            here = numbers == number
            part = self._of_shard(number)[ids[here] & _ROW]
            if found is None:
                found = np.empty((len(ids), part.shape[1]), dtype=np.float32)
            found[here] = part
        if found is None:
            raise ValueError("no ids")
        return found

    def _of_shard(self, number: int) -> Vectors:
        if number not in self._open:
            path = self._collection.path(self._files[number])
            try:
                self._open[number] = np.load(path, mmap_mode="r")
            except (OSError, ValueError, EOFError) as error:
                raise damaged_file(path) from error
        return self._open[number]

    def parts(self, ids: Ids) -> Iterator[tuple[Ids, Vectors]]:
        """Ascending ids with their rows, a shard at a time."""
        for part in np.split(ids, np.flatnonzero(np.diff(ids >> SHARD_BITS)) + 1):
            if len(part):
                yield part, self[part]


class Neighbours:
    """A version's index, opened: the texts nearest to a question.

    Args:
        collection: holds the files.
        about: what the manifest says of the index.
        files: of the index, by role.
        rows: vectors that the candidates of an approximate index are scored with.

    Raises:
        InputError: a file is damaged, or does not hold what the manifest says.
    """

    def __init__(self, collection: Collection, about: Mapping[str, Any], files: Mapping[str, File], rows: Rows) -> None:
        self._about, self._rows = about, rows
        path = collection.path(files["index"])
        try:
            self._index = index_type(str(about["kind"])).load(path)
            ids = files.get("ids")
            self._ids: Ids | None = np.load(collection.path(ids), mmap_mode="r") if ids else None
        except (EmbeddingsError, OSError, ValueError, EOFError) as error:
            raise damaged_file(path) from error
        if not len(self._index) == about["rows"] == (about["rows"] if self._ids is None else len(self._ids)):
            raise damaged_file(path)

    def search(self, queries: Vectors, k: int) -> tuple[Vectors, Ids]:
        """Scores and ids of texts, each of shape (len(queries), min(k, texts)), the best first."""
        if not isinstance(self._index, IvfIndex):
            exact = self._about["kind"] == "exact"
            scores, found = self._index.search(queries, k if exact else max(k, self._candidates))
            found = found if self._ids is None else self._ids[found]
            return (scores, found) if exact else rescore(queries, found, self._rows.__getitem__, k)
        found = self._index.candidates(queries, max(k, self._candidates))
        if (found[:, : min(k, len(self._index))] == ABSENT).any():
            _, found = self._index.search(queries, max(k, self._candidates))
        return rescore(queries, found, self._rows.__getitem__, k)

    @property
    def _candidates(self) -> int:
        return int(self._about["candidates"])
