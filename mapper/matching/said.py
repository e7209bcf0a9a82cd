"""How programmes and ads say an entry: the mean of two sentences written for it, as a vector of few dimensions.

The sentences (nearly all of ESCO's skills and of the titles of the Mexican registry) were written by a language model
to avoid the label's own words; they are never shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpora import Competency
from corpora.folding import fold
from embeddings.encoders import Vectors
from mapper.matching.terms import Numbers, Rows

_DIMENSIONS = 128


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Vectors of sentences, on the map of passages (`Space.told`), reduced to their principal directions.

    An entry is known by its code (of a URI the last part) or, in a framework with codes of its own, by its name.

    Attributes:
        keys: hashes of codes and names, sorted.
        rows: the row of each key.
        vectors: in 8 bit, shape (entries, dimensions).
        scales: what each row is multiplied by, shape (entries,).
        basis: shape (dimensions, dimension of the encoder).
    """

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    vectors: NDArray[np.int8]
    scales: NDArray[np.float32]
    basis: Vectors

    @classmethod
    def of(cls, names: Sequence[Sequence[str]], told: Vectors) -> Self:
        """Of mapped vectors of unit length, shape (entries, dimension).

        Args:
            names: code and names of each entry; what two entries are called tells neither.
            told: the mean of each entry's sentences.
        """
        basis = np.linalg.svd(told, full_matrices=False)[2][:_DIMENSIONS]
        reduced = told @ basis.T
        scales = np.abs(reduced).max(axis=1) / 127 + 1e-9
        vectors = np.round(reduced / scales[:, None]).astype(np.int8)
        owners: dict[int, set[int]] = {}
        for row, own in enumerate(names):
            for name in own:
                owners.setdefault(_key(name), set()).add(row)
        keys = sorted(key for key, rows in owners.items() if len(rows) == 1)
        rows = np.array([min(owners[key]) for key in keys], dtype=np.int32)
        return cls(np.array(keys, dtype=np.uint64), rows, vectors, scales.astype(np.float32), basis)

    @classmethod
    def nothing(cls, dimension: int) -> Self:
        """Of no entry, for an encoder of this dimension."""
        return cls(
            np.zeros(0, dtype=np.uint64),
            np.zeros(0, dtype=np.int32),
            np.zeros((0, 0), dtype=np.int8),
            np.zeros(0, dtype=np.float32),
            np.zeros((0, dimension), dtype=np.float32),
        )

    def arrays(self) -> dict[str, Any]:
        """What `from_arrays` takes."""
        return {
            "said_keys": self.keys,
            "said_rows": self.rows,
            "said_vectors": self.vectors,
            "said_scales": self.scales,
            "said_basis": self.basis.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, Any]) -> Self:
        """What `arrays` gave."""
        keys, rows, vectors, scales, basis = (
            stored[f"said_{name}"] for name in ("keys", "rows", "vectors", "scales", "basis")
        )
        return cls(keys, rows, vectors, scales, basis.astype(np.float32))

    def places(self, entries: Sequence[Competency]) -> Rows:
        """The row of each entry, -1 where nothing is known of it."""
        found = np.full(len(entries), -1, dtype=np.int64)
        if not len(self.keys):
            return found
        for names in ([entry.statement for entry in entries], [code_of(entry) for entry in entries]):  # codes decide
            asked = np.array([_key(name) for name in names], dtype=np.uint64)
            near = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
            found = np.where(self.keys[near] == asked, self.rows[near], found)
        return found

    def cosines(self, places: Rows, told: Vectors, otherwise: Numbers) -> Numbers:
        """Of each passage with the entry of the same number.

        Args:
            places: rows of the entries, p of them, as `places` gives them.
            told: mapped vectors of passages, shape (p, dimension).
            otherwise: for entries without sentences, shape (p,).
        """
        known = np.flatnonzero(places >= 0)
        found = np.array(otherwise, dtype=np.float64)
        rows = places[known]
        reduced = self.vectors[rows] * self.scales[rows, None]
        found[known] = np.einsum("ij,ij->i", reduced, told[known] @ self.basis.T)
        return found


def code_of(entry: Competency) -> str:
    """Its code, of a URI the last part."""
    return entry.code.rsplit("/", 1)[-1]


@lru_cache(maxsize=100_000)
def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(fold(name).encode(), digest_size=8).digest(), "big")
