"""The vectors of a version: the rows of its shards by the ids of texts, and the texts nearest to a question.

A text's id is its shard's number · 2³² + its row in the shard's vectors, so an index keeps its ids while shards come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.array_files import load_array
from embeddings.encoders import Vectors
from embeddings.errors import InputError as EmbeddingsError
from embeddings.indexes.exact import ExactIndex
from embeddings.indexes.ivf import IvfIndex, rescore
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection, damaged_file
from mapper.catalogues.collections.records import File, Shard

Ids = NDArray[np.int64]
EXACT, LISTS = "exact", "ivf"  # kinds of index: every text is looked at; texts are proposed, and scored again
SHARD_BITS = 32
ROW = (1 << SHARD_BITS) - 1


def live_texts(collection: Collection, shard: Shard) -> Ids:
    """Return the ids of a shard's texts that stand in a document that is still there, ascending."""
    columns = ["document", "vector"] if shard.dead else ["vector"]
    passages = tables.read(collection.path(shard.file("passages")), columns)
    if shard.dead:
        passages = tables.exclude(passages, "document", shard.dead)
    rows = tables.numbers(passages["vector"].drop_null().combine_chunks())
    # The rows of a shard begin at 0: to count them takes less than to sort them.
    return np.flatnonzero(np.bincount(rows)) + (shard.number << SHARD_BITS)


class Rows:
    """The vectors of some shards, memory-mapped, by the ids of texts."""

    def __init__(self, collection: Collection, shards: Sequence[Shard]) -> None:
        self._collection = collection
        self._files = {shard.number: shard.file("vectors") for shard in shards}
        self._open: dict[int, Vectors] = {}

    def __getitem__(self, ids: Ids) -> Vectors:
        """Return the rows of these ids, shape (len(ids), dimension), one id at least."""
        numbers, rows = ids >> SHARD_BITS, ids & ROW
        if (numbers == numbers[0]).all():
            return cast(Vectors, self._of_shard(int(numbers[0]))[rows])
        # Of so few rows numpy makes an array in two thirds of the time that `stack` takes.
        return np.array(
            [self._of_shard(number)[row] for number, row in zip(numbers.tolist(), rows.tolist(), strict=True)]
        )

    def _of_shard(self, number: int) -> Vectors:
        if number not in self._open:
            path = self._collection.path(self._files[number])
            try:
                # As a plain array: numpy asks a mapped one about itself whenever a row is taken.
                self._open[number] = np.asarray(load_array(path, mapped=True))
            except (OSError, ValueError, EOFError) as error:
                raise damaged_file(path) from error
        return self._open[number]

    def parts(self, ids: Ids) -> Iterator[tuple[Ids, Vectors]]:
        """Yield the ascending ids with their rows, a shard at a time."""
        for part in np.split(ids, np.flatnonzero(np.diff(ids >> SHARD_BITS)) + 1):
            if len(part):
                yield part, self[part]


class Neighbours:
    """A version's index, opened: the texts nearest to a question.

    `about` is what the manifest says of it, `files` are its own by role, and with `rows` the candidates of an
    approximate index are scored. Raises InputError: a file is damaged, or does not hold what the manifest says.
    """

    def __init__(self, collection: Collection, about: Mapping[str, Any], files: Mapping[str, File], rows: Rows) -> None:
        self._about, self._rows = about, rows
        path = collection.path(files["index"])
        try:
            self._index = _opened(collection, about, files)
            self._ids = _numbers(collection, files, "ids")
        except (EmbeddingsError, OSError, ValueError, EOFError, KeyError) as error:
            raise damaged_file(path) from error
        if not len(self._index) == about["rows"] == (about["rows"] if self._ids is None else len(self._ids)):
            raise damaged_file(path)

    def search(self, queries: Vectors, k: int) -> tuple[Vectors, Ids]:
        """Return the scores and ids of texts, each of shape (len(queries), min(k, texts)), the best first."""
        if isinstance(self._index, IvfIndex):
            found = self._index.candidates(queries, max(k, int(self._about["candidates"])), least=k)
            return rescore(queries, found, self._rows.__getitem__, k)
        scores, found = self._index.search(queries, k)
        return scores, found if self._ids is None else self._ids[found]


def _opened(collection: Collection, about: Mapping[str, Any], files: Mapping[str, File]) -> ExactIndex | IvfIndex:
    path = collection.path(files["index"])
    if about["kind"] == EXACT:
        return ExactIndex.load(path)
    if about["kind"] != LISTS:
        raise damaged_file(path)
    index = IvfIndex.load(path)
    index.probes = int(about["probes"])
    return index


def _numbers(collection: Collection, files: Mapping[str, File], role: str) -> Ids | None:
    return load_array(collection.path(files[role]), mapped=True) if role in files else None
