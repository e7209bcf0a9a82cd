"""Occupations as a pivot: two titles without a common word are the same where both lead to one occupation.

What a title is called elsewhere no text of it says; a list of occupations with their other names does. Each occupation
is the mean of its names' vectors. A text that is one of the names is drawn to the occupations that bear it, any other
to those that it lies near (as in a modern Hopfield network: Ramsauer et al. 2020, "Hopfield networks is all you need";
as an idea older: Gabrilovich and Markovitch 2007, "explicit semantic analysis"), and two texts are compared as they lie
then.

Spanish names people in two genders ("director técnico", "directora técnica"), which says one thing in two ways.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpora.text import fold
from embeddings.array_files import load_array, load_arrays, save_arrays
from embeddings.cache import Hashes, text_hashes
from embeddings.cleaning import clean
from embeddings.encoders import Encoder, Vectors

_EMBEDDED = "data/occupations.npz"
_WIDTH = 256
_NEAREST = 8
_TEMPERATURE = 0.02  # of the shares of the occupations that a text lies near, in units of the cosine
_ALONE = 0.75
"""As if an occupation that draws nowhere lay at this cosine: of what is no title, hardly anything is changed."""
_FELT = 0.1  # from this share on an occupation brings the other texts that it draws into the comparison
_NOTHING = 0.01  # who is drawn by less altogether stays where it is
_BLOCK = 4096  # rows that are compared with all occupations at once
_LARGEST = 127
_NUMBER = re.compile(r"(?<=\w\w)(?:(?:ie|y|e)s?|(?<!s)s)\b")

Places = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Where texts are drawn to; parallel arrays."""

    places: Places  # of occupations, shape (n, 8)
    shares: Vectors  # of each, shape (n, 8); a row's sum is below 1 by so much as the text is drawn nowhere
    lengths: NDArray[np.float32]  # of each text's vector with what it is drawn by, shape (n,)

    def save(self, folder: Path) -> None:
        """Write a folder, a file for each array."""
        save_arrays(folder, {field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return what `save` wrote; raises OSError or ValueError where a file is missing or damaged."""
        return cls(*(load_array(folder / f"{field.name}.npy") for field in fields(cls)))


@dataclass(frozen=True, slots=True, eq=False)
class DrawnText:
    """A text that is compared with others."""

    vector: Vectors  # as it lies when it is drawn, of unit length
    cosines: Vectors  # of it with the occupations
    near: Places  # occupations that it is drawn to by a tenth at least


@dataclass(frozen=True, eq=False)
class Pivot:
    """Occupations in the space of one encoder."""

    encoder: str  # revision of the encoder
    basis: Vectors  # directions in which occupations differ most, orthonormal, shape (width, dimension)
    coordinates: NDArray[np.int8]  # of each occupation in these directions, in steps of `scale`, (occupations, width)
    scale: float
    names: Hashes  # of the names, ascending; one that several occupations bear stands there several times
    bearers: Places  # the occupation that bears each name

    @cached_property
    def occupations(self) -> Vectors:
        """Coordinates times scale."""
        return self.coordinates.astype(np.float32) * np.float32(self.scale)

    @cached_property
    def revision(self) -> str:
        """Hash of encoder, coordinates, names and settings, 16 hexadecimal digits."""
        settings = f"{self.encoder} {_NEAREST} {_TEMPERATURE} {_ALONE} {_FELT} {_NOTHING}"
        stored = self.coordinates.tobytes() + self.names.astype("<u8").tobytes() + self.bearers.astype("<u2").tobytes()
        return hashlib.sha256(settings.encode() + stored).hexdigest()[:16]

    @classmethod
    def build(cls, occupations: Iterable[Sequence[str]], encoder: Encoder) -> Self:
        """Build it from the names of each occupation; one without a name is left out.

        Raises ValueError: there is no occupation with a name, or more than 65,536.
        """
        named = [list(names) for names in occupations if names]
        if not 0 < len(named) <= 1 << 16:
            raise ValueError(f"{len(named)} occupations")
        # Read as what is drawn to them: a name in both genders is one name.
        texts = [list(dict.fromkeys(map(as_compared, names))) for names in named]
        vectors = encoder.encode([text for own in texts for text in own], role="passage")
        starts = np.cumsum([0, *map(len, texts)])[:-1]
        means = np.add.reduceat(vectors, starts, axis=0)
        means /= np.linalg.norm(means, axis=1, keepdims=True) + np.float32(1e-9)
        basis = np.linalg.svd(means, full_matrices=False)[2][:_WIDTH].astype(np.float16).astype(np.float32)
        coordinates = means @ basis.T
        scale = float(np.abs(coordinates).max() / _LARGEST)
        stored = np.rint(coordinates / scale).astype(np.int8)
        return cls(encoder.revision, basis, stored, scale, *_names(named))

    def to_npz(self) -> bytes:
        """Write it as it ships: the same bytes for the same pivot."""
        file = io.BytesIO()
        stored = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        np.savez(file, **{**stored, "basis": self.basis.astype(np.float16)})  # type: ignore[arg-type]
        return file.getvalue()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return what `to_npz` gave."""
        stored: dict[str, Any] = load_arrays(path)
        own = {"encoder": str(stored["encoder"]), "basis": stored["basis"].astype(np.float32)}
        return cls(**{**stored, **own, "scale": float(stored["scale"])})

    def draw(self, texts: Sequence[str], vectors: Vectors) -> Drawn:
        """Tell where these texts are drawn to; their vectors have the shape (len(texts), dimension)."""
        width = min(_NEAREST, len(self.occupations))
        places = np.zeros((len(texts), width), dtype=np.uint16)
        shares = np.zeros((len(texts), width), dtype=np.float32)
        lengths = np.ones(len(texts), dtype=np.float32)
        for first in range(0, len(texts), _BLOCK):
            block = slice(first, first + _BLOCK)
            inner = vectors[block] @ self.basis.T
            cosines = np.asarray(inner @ self.occupations.T, dtype=np.float32)
            places[block], shares[block] = self._shares(texts[block], cosines)
            reading = np.einsum("nk,nkw->nw", shares[block], self.occupations[places[block]])
            # |v + r|² without v + r: r lies in the basis.
            square = 1 + 2 * np.einsum("nw,nw->n", inner, reading) + np.einsum("nw,nw->n", reading, reading)
            lengths[block] = np.sqrt(square)
        return Drawn(places, shares, lengths)

    def ask(self, text: str, vector: Vectors) -> DrawnText:
        """Return one text, as it lies when it is drawn; its vector has the shape (dimension,)."""
        cosines = self.occupations @ (self.basis @ vector)
        (places,), (shares,) = self._shares([text], cosines[None])
        return (
            DrawnText(vector, cosines, places[:0]) if shares.sum() < _NOTHING else self.pulled(vector, places, shares)
        )

    def pulled(self, vector: Vectors, places: Places, shares: Vectors) -> DrawnText:
        """Return a text that these occupations draw by these shares, as it lies then."""
        pulled: Vectors = np.asarray(vector + (shares @ self.occupations[places]) @ self.basis, dtype=np.float32)
        # A text without a letter has no direction, and gets none from what it is hardly drawn by.
        pulled /= np.float32(max(float(np.linalg.norm(pulled)), 0.5))
        return DrawnText(pulled, self.occupations @ (self.basis @ pulled), places[shares >= _FELT])

    def _shares(self, texts: Sequence[str], cosines: Vectors) -> tuple[Places, Vectors]:
        """Return the occupations that draw each text, and how much: of a name those that bear it, else the nearest."""
        places, shares = _nearest(cosines)
        hashes = text_hashes([_one_number(as_compared(text)) for text in texts])
        first, end = (np.searchsorted(self.names, hashes, side) for side in ("left", "right"))
        for row in np.flatnonzero(first < end):
            bearers = self.bearers[first[row] : end[row]][:_NEAREST]
            places[row, : len(bearers)] = bearers
            shares[row] = np.arange(shares.shape[1]) < len(bearers)
            shares[row] /= len(bearers)
        return places, shares


@dataclass(frozen=True, slots=True, eq=False)
class OccupationIndex:
    """Texts of an index as they lie among occupations."""

    pivot: Pivot
    drawn: Drawn  # where the texts are drawn to
    whose: Places  # of every occupation that draws a text by a tenth at least, ascending
    rows: NDArray[np.int64]  # the text that it draws so

    @classmethod
    def build(cls, pivot: Pivot, drawn: Drawn) -> Self:
        """Index texts by the occupations that draw them."""
        rows, which = np.nonzero(drawn.shares >= _FELT)
        whose = drawn.places[rows, which]
        order = np.argsort(whose, kind="stable")
        return cls(pivot, drawn, whose[order], rows[order])

    def near(self, asked: DrawnText) -> NDArray[np.int64]:
        """Return rows that one occupation draws as it draws the text that is asked; in no order, some of them twice."""
        first, end = (np.searchsorted(self.whose, asked.near, side) for side in ("left", "right"))
        return np.concatenate([self.rows[:0], *(self.rows[i:j] for i, j in zip(first, end, strict=True))])

    def cosines(self, asked: DrawnText, vectors: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Return cosines of a text with these rows, whose unit vectors have the shape (dimension, len(rows))."""
        through = np.einsum("nk,nk->n", self.drawn.shares[rows], asked.cosines[self.drawn.places[rows]])
        return np.asarray((asked.vector @ vectors + through) / self.drawn.lengths[rows], dtype=np.float32)

    def likeness(self, vectors: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Return cosines of the first of these rows with all of them; vectors have the shape (len(rows), dimension)."""
        places, shares = self.drawn.places[rows[0]], self.drawn.shares[rows[0]]
        if shares.sum() < _NOTHING:
            return np.asarray(vectors @ vectors[0], dtype=np.float32)
        return self.cosines(self.pivot.pulled(vectors[0], places, shares), vectors.T, rows)


def plain(name: str) -> frozenset[str]:
    """Return a name as it is looked up: small letters, no accents or plurals, each gender given in full by itself."""
    return frozenset(_one_number(one_gender(form)) for form in genders(clean(name)))


def _one_number(name: str) -> str:
    """Return what a name has in common with its plural: "bakers" for a "baker", "operadores".

    Advertisements look for several at once, and O*NET lists titles so. It takes off the ends that English (Harman 1991,
    "How effective is suffixing?") and Spanish add or change.
    """
    return _NUMBER.sub("", fold(name))


def _names(occupations: Sequence[Sequence[str]]) -> tuple[Hashes, Places]:
    """Return hashes of all names, in both genders, and who bears each; ascending."""
    forms = [sorted({form for name in names for form in plain(name)}) for names in occupations]
    hashes = text_hashes([form for own in forms for form in own])
    bearers = np.repeat(np.arange(len(forms), dtype=np.uint16), [len(own) for own in forms])
    order = np.lexsort((bearers, hashes))
    return hashes[order], bearers[order]


def _nearest(cosines: Vectors) -> tuple[Places, Vectors]:
    """Return along the last axis: places of the nearest occupations, ascending, and the share of each.

    The shares are a softmax over these and the one that draws nowhere.
    """
    count = min(_NEAREST, cosines.shape[-1])
    places = np.sort(np.argpartition(-cosines, count - 1, axis=-1)[..., :count], axis=-1)
    # No cosine is above 1: nothing overflows.
    weights = np.exp((np.take_along_axis(cosines, places, axis=-1) - 1) / np.float32(_TEMPERATURE))
    nowhere = np.exp(np.float32((_ALONE - 1) / _TEMPERATURE))
    shares = weights / (weights.sum(axis=-1, keepdims=True) + nowhere)
    return places.astype(np.uint16), np.asarray(shares, dtype=np.float32)


@lru_cache(maxsize=4)
def embedded(encoder: str) -> Pivot | None:
    """Return the pivot that ships, None for an encoder of another revision than the one that it was made with."""
    with as_file(files("mapper") / _EMBEDDED) as path:
        pivot = Pivot.load(path)
    return pivot if pivot.encoder == encoder else None


_PAIR = re.compile(r"\b(\w{3})(\w*)/\1\w*(?:as?|triz)\b", re.IGNORECASE)
_ENDING = re.compile(r"(?<=\w\w)/(?:[ao]s?|(?:or|tr|es)?as?)\b|(?<=\w[or])\s?\((?:o?r)?as?\)", re.IGNORECASE)
_ALIKE = 3
_WORDS = "data/genders.tsv"
_PREPOSITIONS = frozenset(("a", "al", "con", "de", "del", "en", "para", "por", "sin", "sobre"))
"""What follows one of them is no longer of the person: "técnica en mecánica"."""


@lru_cache(maxsize=50_000)  # every label of an entry, for each passage that it lies near
def as_compared(text: str) -> str:
    """Tell how a text is read wherever it is compared, whether it is asked, indexed or a name of an occupation."""
    return one_gender(clean(text))


def one_gender(text: str) -> str:
    """Return the text with one gender, and a title in the masculine: "Técnica en minería" as "Técnico en minería".

    Both are the same occupation. A title begins with who it is of, "técnica" or "auxiliar", and what agrees with it
    stands before the first preposition.
    """
    text = genders(text)[0]
    words = text.split()
    masculine, heads = _titles()
    if not words or fold(words[0]) not in heads:
        return text
    end = next((place for place, word in enumerate(words) if fold(word) in _PREPOSITIONS), len(words))
    others = [masculine.get(fold(word), word) for word in words[:end]]
    cased = (o[:1].upper() + o[1:] if word[:1].isupper() else o for word, o in zip(words, others, strict=False))
    return " ".join([*cased, *words[end:]])


@lru_cache(maxsize=1)
def _titles() -> tuple[dict[str, str], frozenset[str]]:
    """Return the masculine of each feminine word of titles, and what begins one; see `lab.training.genders`."""
    rows = [line.split("\t") for line in (files("mapper") / _WORDS).read_text(encoding="utf-8").splitlines()]
    heads = frozenset(fold(word) for word, _, head in rows if head == "1")
    return {fold(word): other for word, other, _ in rows}, heads


def genders(text: str) -> tuple[str, ...]:
    """Return both forms where the text gives both in full, "enfermero" and "enfermera"; else what says it once.

    So "enfermero/a" and "enfermero (a)" are "enfermero"; any other text stays as it is.
    """
    if "/" not in text and "(" not in text:
        return (text,)
    first, _, second = text.partition("/")
    if _same_but_endings(first.split(), second.split()):
        return first.strip(), second.strip()
    return (_ENDING.sub("", _PAIR.sub(r"\1\2", text)),)


def _same_but_endings(first: list[str], second: list[str]) -> bool:
    """Tell whether word by word one begins as the other does."""
    return len(first) == len(second) > 0 and all(
        one[:_ALIKE].casefold() == other[:_ALIKE].casefold() and min(len(one), len(other)) >= min(_ALIKE, len(one))
        for one, other in zip(first, second, strict=True)
    )
