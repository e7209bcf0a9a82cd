"""How vectors and words are weighed wherever a passage is compared with an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Space:
    """How vectors are compared: plainly, and after two linear maps, one of what is said and one of what is asked for.

    Attributes:
        passage: the map of passages, shape (dimension, dimension); None where the encoder has none.
        entry: of entries, likewise.
        scaled: brings cosines to the scale that the scorer was fitted on.
    """

    passage: Vectors | None
    entry: Vectors | None
    scaled: Callable[[Vectors], Vectors]

    def told(self, vectors: Vectors) -> Vectors:
        """Vectors of passages as they are mapped, of unit length."""
        return vectors if self.passage is None else unit(vectors @ self.passage)

    def wanted(self, vectors: Vectors) -> Vectors:
        """Vectors of entries as they are mapped, of unit length."""
        return vectors if self.entry is None else unit(vectors @ self.entry)

    def cosines(self, vectors: Vectors, others: Vectors) -> Vectors:
        """Of every row with every other, on the scale."""
        return self.scaled(vectors @ others.T)

    def pairwise(self, vectors: Vectors, others: Vectors) -> Vectors:
        """Of each row with the other of the same number, on the scale."""
        return self.scaled(np.einsum("ij,ij->i", vectors, others))


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare a stem is in sentences of programmes and ads: its inverse document frequency.

    Attributes:
        stems: known stems and their value.
        unknown: of any other.
    """

    stems: Mapping[str, float]
    unknown: float

    def of(self, stems: Sequence[str]) -> Numbers:
        """Of each stem."""
        return np.array([self.stems.get(stem, self.unknown) for stem in stems])

    def total(self, stems: Iterable[str]) -> float:
        """Of all these stems together, however they are ordered."""
        return fsum(self.stems.get(stem, self.unknown) for stem in stems)

    def rarest(self, stems: Iterable[str]) -> float:
        """The highest of these stems, 0 without any."""
        return max((self.stems.get(stem, self.unknown) for stem in stems), default=0.0)


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one; a zero row stays."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))
