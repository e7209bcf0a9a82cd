"""Occupations as a pivot: two titles without a common word are the same where both lead to one occupation.

What a title is called elsewhere no text of it says; a list of occupations with their other names does. Each occupation
is the mean of its names' vectors; a text's vector is drawn towards the occupations that it lies near (as in a modern
Hopfield network: Ramsauer et al. 2020, "Hopfield networks is all you need"; as an idea older: Gabrilovich and
Markovitch 2007, "explicit semantic analysis"), and two texts are compared as they lie then.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Encoder, Vectors

_EMBEDDED = "data/occupations.npz"
_WIDTH = 256
_NEAREST = 8
_TEMPERATURE = 0.05
"""Of the shares of the occupations that a text lies near, in units of the cosine."""
_ALONE = 0.75
"""As if an occupation that draws nowhere lay at this cosine: of what is no title, hardly anything is changed."""
_BLOCK = 4096
"""Rows that are compared with all occupations at once."""
_LARGEST = 127


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Where texts are drawn to; parallel arrays.

    Attributes:
        places: of the nearest occupations, shape (n, 8).
        shares: of each, shape (n, 8); a row's sum is below 1, by so much as the text is drawn nowhere.
        lengths: of each text's vector with what it is drawn by, shape (n,).
    """

    places: NDArray[np.uint16]
    shares: Vectors
    lengths: NDArray[np.float32]

    def only(self, rows: NDArray[np.int64]) -> Drawn:
        """Some of them."""
        return Drawn(self.places[rows], self.shares[rows], self.lengths[rows])

    def save(self, folder: Path) -> None:
        """Write a folder, a file for each array."""
        folder.mkdir()
        for field in fields(self):
            np.save(folder / f"{field.name}.npy", getattr(self, field.name))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """What `save` wrote.

        Raises:
            OSError: a file is missing.
            ValueError: a file is damaged.
        """
        return cls(*(np.load(folder / f"{field.name}.npy") for field in fields(cls)))


@dataclass(frozen=True, slots=True, eq=False)
class Pivot:
    """Occupations in the space of one encoder.

    Attributes:
        encoder: revision of the encoder.
        basis: directions in which occupations differ most, orthonormal, shape (width, dimension).
        coordinates: of each occupation in these directions, in steps of `scale`, shape (occupations, width).
        scale: see `coordinates`.
        revision: hash of encoder, coordinates and settings.
        occupations: coordinates times scale.
    """

    encoder: str
    basis: Vectors
    coordinates: NDArray[np.int8]
    scale: float
    revision: str
    occupations: Vectors

    @classmethod
    def of(cls, occupations: Iterable[Sequence[str]], encoder: Encoder) -> Self:
        """From the names of each occupation; one without a name is left out.

        Raises:
            ValueError: there is no occupation with a name, or more than 65,536.
        """
        named = [list(names) for names in occupations if names]
        if not 0 < len(named) <= 1 << 16:
            raise ValueError(f"{len(named)} occupations")
        vectors = encoder.encode([name for names in named for name in names], role="passage")
        starts = np.cumsum([0, *(len(names) for names in named)])[:-1]
        means = np.add.reduceat(vectors, starts, axis=0)
        means /= np.linalg.norm(means, axis=1, keepdims=True) + np.float32(1e-9)
        basis = np.linalg.svd(means, full_matrices=False)[2][:_WIDTH].astype(np.float16).astype(np.float32)
        coordinates = means @ basis.T
        scale = float(np.abs(coordinates).max() / _LARGEST)
        return cls._made(encoder.revision, basis, np.rint(coordinates / scale).astype(np.int8), scale)

    @classmethod
    def _made(cls, encoder: str, basis: Vectors, coordinates: NDArray[np.int8], scale: float) -> Self:
        settings = f"{encoder} {_NEAREST} {_TEMPERATURE} {_ALONE}"
        revision = hashlib.sha256(settings.encode() + coordinates.tobytes()).hexdigest()[:16]
        return cls(encoder, basis, coordinates, scale, revision, coordinates.astype(np.float32) * np.float32(scale))

    def to_npz(self) -> bytes:
        """As it ships; the same bytes for the same pivot."""
        file = io.BytesIO()
        np.savez(
            file,
            encoder=np.array(self.encoder),
            basis=self.basis.astype(np.float16),
            coordinates=self.coordinates,
            scale=np.array(self.scale),
        )
        return file.getvalue()

    @classmethod
    def load(cls, path: Path) -> Self:
        """What `to_npz` gave."""
        with np.load(path, allow_pickle=False) as stored:
            basis = stored["basis"].astype(np.float32)
            return cls._made(str(stored["encoder"]), basis, stored["coordinates"], float(stored["scale"]))

    def draw(self, vectors: Vectors) -> Drawn:
        """Where these vectors, shape (n, dimension), are drawn to."""
        nearest = min(_NEAREST, len(self.occupations))
        places = np.zeros((len(vectors), nearest), dtype=np.uint16)
        shares = np.zeros((len(vectors), nearest), dtype=np.float32)
        lengths = np.ones(len(vectors), dtype=np.float32)
        for first in range(0, len(vectors), _BLOCK):
            block = slice(first, first + _BLOCK)
            inner = vectors[block] @ self.basis.T
            found, share = _nearest(np.asarray(inner @ self.occupations.T, dtype=np.float32))
            reading = np.einsum("nk,nkw->nw", share, self.occupations[found])
            places[block], shares[block] = found, share
            # |v + r|² without v + r: r lies in the basis.
            square = 1 + 2 * np.einsum("nw,nw->n", inner, reading) + np.einsum("nw,nw->n", reading, reading)
            lengths[block] = np.sqrt(square)
        return Drawn(places, shares, lengths)

    def cosines(self, vector: Vectors, others: Vectors, drawn: Drawn) -> Vectors:
        """Of one text with others, all of them drawn.

        Args:
            vector: of the text, of unit length, shape (dimension,).
            others: of unit length, shape (dimension, n).
            drawn: where the others are drawn to.

        Returns:
            Shape (n,).
        """
        found, share = _nearest(self.occupations @ (self.basis @ vector))
        pulled = vector + (share @ self.occupations[found]) @ self.basis
        # A text without a letter has no direction, and gets none from what it is hardly drawn by.
        pulled /= max(float(np.linalg.norm(pulled)), 0.5)
        of_occupation = self.occupations @ (self.basis @ pulled)
        through = np.einsum("nk,nk->n", drawn.shares, of_occupation[drawn.places])
        return np.asarray((pulled @ others + through) / drawn.lengths, dtype=np.float32)


def _nearest(cosines: Vectors) -> tuple[NDArray[np.int64], Vectors]:
    """Along the last axis: places of the nearest occupations, ascending, and the share of each.

    The shares are a softmax over these and the one that draws nowhere.
    """
    count = min(_NEAREST, cosines.shape[-1])
    places = np.sort(np.argpartition(-cosines, count - 1, axis=-1)[..., :count], axis=-1)
    # No cosine is above 1: nothing overflows.
    weights = np.exp((np.take_along_axis(cosines, places, axis=-1) - 1) / np.float32(_TEMPERATURE))
    nowhere = np.exp(np.float32((_ALONE - 1) / _TEMPERATURE))
    return places, np.asarray(weights / (weights.sum(axis=-1, keepdims=True) + nowhere), dtype=np.float32)


@lru_cache(maxsize=1)
def _embedded() -> Pivot:
    with as_file(files("mapper") / _EMBEDDED) as path:
        return Pivot.load(path)


def embedded(encoder: str) -> Pivot | None:
    """The pivot that ships, None for an encoder of another revision than the one that it was made with."""
    pivot = _embedded()
    return pivot if pivot.encoder == encoder else None
