"""Indexes: vectors to nearest neighbours. One file each, opened by name when needed.

Seam: an index is built from rows of unit length, searched for the k nearest by dot product, saved and loaded.
"""

from __future__ import annotations

import errno
import os
import pkgutil
import tempfile
from pathlib import Path
from typing import Any, Protocol, cast

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
    "ivf": "embeddings.indexes.ivf:IvfIndex",
}


def index_type(name: str = "exact") -> IndexType:
    """The kind of index of that name; raises InputError for an unknown one."""
    if name not in INDEXES:
        known = ", ".join(INDEXES)
        raise InputError("there is no index '{name}'; known: {known}", name=name, known=known)
    return cast(IndexType, pkgutil.resolve_name(INDEXES[name]))


def library() -> Any:  # noqa: ANN401 - the types that it ships are not those of its classes
    """FAISS, imported where it is needed."""
    import faiss

    return faiss


def write(index: Any, path: Path) -> None:  # noqa: ANN401 - faiss has no types
    """Write one file, whole or not at all; raises OSError where it cannot be written."""
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        library().write_index(index, name)
        os.replace(name, path)  # noqa: PTH105 - the same as Path.replace, beside mkstemp's name
    except RuntimeError as error:
        # FAISS gives the system's reason in words only.
        reasons = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        number = next((n for n in reasons if os.strerror(n) in str(error)), errno.EIO)
        raise OSError(number, os.strerror(number), str(path)) from error
    finally:
        Path(name).unlink(missing_ok=True)


def read(path: Path, flags: int) -> Any:  # noqa: ANN401
    """Read an index; raises InputError where its file is missing or its structure damaged."""
    try:
        return library().read_index(str(path), flags)
    except RuntimeError as error:
        raise InputError(
            "{path}: the index is damaged or missing; delete it and it will be built again", path=path
        ) from error
