"""Indexes: vectors to nearest neighbours. One file each, opened by name when needed.

Seam: an index is built from rows of unit length, searched for the k nearest by dot product, saved and loaded. The lists
of `ivf` are no such index: they only say which rows may be near, and whoever holds the rows says which are.
"""

from __future__ import annotations

import pkgutil
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError


class Index(Protocol):
    """Finds the rows nearest to a query."""

    def __len__(self) -> int:
        """Number of rows."""

    def search(
        self, queries: Vectors, k: int, *, rows: NDArray[np.int64] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Scores and row numbers, each (len(queries), min(k, rows)), best first, ties by row; `rows` limits it."""

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """The rows themselves, shape (len(rows), dimension)."""

    def save(self, path: Path) -> None:
        """Write one file, whole or not at all."""


class IndexType(Protocol):
    """What makes an index."""

    def build(self, vectors: Vectors) -> Index:
        """From rows of unit length."""

    def load(self, path: Path) -> Index:
        """From a saved file; raises InputError where it is damaged."""


INDEXES: dict[str, str] = {
    "exact": "embeddings.indexes.exact:ExactIndex",
}


def index_type(name: str = "exact") -> IndexType:
    """The kind of index of that name; raises InputError for an unknown one."""
    if name not in INDEXES:
        known = ", ".join(INDEXES)
        raise InputError("there is no index '{name}'; known: {known}", name=name, known=known)
    return cast(IndexType, pkgutil.resolve_name(INDEXES[name]))
