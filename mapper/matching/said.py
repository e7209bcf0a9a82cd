"""How programmes and ads say an entry: the mean of two sentences written for it, as a vector of few dimensions.

The sentences (nearly all of ESCO's skills and of the titles of the Mexican registry) were written by a language model
to avoid the label's own words; they are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from mapper.matching.space import Numbers

_DIMENSIONS = 128


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Vectors of sentences, on the map of passages (`Space.told`), reduced to their principal directions.

    Attributes:
        rows: of each entry's code (of a URI its last part).
        vectors: in 8 bit, shape (entries, dimensions).
        scales: what each row is multiplied by, shape (entries,).
        basis: shape (dimensions, dimension of the encoder).
    """

    rows: Mapping[str, int]
    vectors: NDArray[np.int8]
    scales: NDArray[np.float32]
    basis: Vectors

    @classmethod
    def of(cls, codes: Sequence[str], told: Vectors) -> Self:
        """Of mapped vectors of unit length, one for each code; shape (entries, dimension)."""
        basis = np.linalg.svd(told, full_matrices=False)[2][:_DIMENSIONS]
        reduced = told @ basis.T
        scales = np.abs(reduced).max(axis=1) / 127 + 1e-9
        vectors = np.round(reduced / scales[:, None]).astype(np.int8)
        return cls({code: row for row, code in enumerate(codes)}, vectors, scales.astype(np.float32), basis)

    def arrays(self) -> dict[str, Any]:
        """What `from_arrays` takes."""
        codes = np.array("\n".join(self.rows))
        return {
            "said_codes": codes,
            "said_vectors": self.vectors,
            "said_scales": self.scales,
            "said_basis": self.basis.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, Any]) -> Self:
        """What `arrays` gave."""
        codes = str(stored["said_codes"]).split("\n")
        rows = {code: row for row, code in enumerate(codes)}
        return cls(rows, stored["said_vectors"], stored["said_scales"], stored["said_basis"].astype(np.float32))

    def cosines(self, codes: Sequence[str], told: Vectors, otherwise: Numbers) -> Numbers:
        """Of each passage with the entry of the same number.

        Args:
            codes: of entries, p of them.
            told: mapped vectors of passages, shape (p, dimension).
            otherwise: for entries without sentences, shape (p,).
        """
        places = np.array([self.rows.get(code.rsplit("/", 1)[-1], -1) for code in codes], dtype=np.int64)
        known = np.flatnonzero(places >= 0)
        found = np.array(otherwise, dtype=np.float64)
        rows = places[known]
        reduced = self.vectors[rows] * self.scales[rows, None]
        found[known] = np.einsum("ij,ij->i", reduced, told[known] @ self.basis.T)
        return found
