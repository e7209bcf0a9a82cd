"""How vectors and words are weighed where a passage is compared with an entry, and word beside word.

One vector for a whole text forgets which action goes with which object; the words one by one do not (late interaction,
Khattab and Zaharia 2020, "ColBERT"; for job skills Decorte et al. 2025, "ConTeXT-match"). Each word is encoded by
itself, so vectors of words are few and are kept with the framework.

How programmes and ads say an entry is one vector more (`Usages`): the mean of two sentences that a language model wrote
for it without the label's own words (nearly all of ESCO's skills and the Mexican registry's titles); never shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from math import fsum
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpora import Competency
from corpora.text import fold
from embeddings.array_files import load_array, save_arrays
from embeddings.encoders import Vectors
from embeddings.lexical import element_places, words

_WORD = re.compile(r"[^\W\d_][\w-]+")
_MOST = 80  # words of a text that count, from its beginning
_ARRAYS = ("vectors", "places", "starts")
_AT_ONCE = 8192  # pairs whose vectors stand side by side, 16 MB on each side


_POINT = re.compile(r"\n\s*(?:[•●▪◦*–-]\s*)?")


def points_of(statement: str) -> tuple[str, tuple[str, ...]]:
    """Return a criterion's first line, and its points, the lines below it, without their marks."""
    first, *others = _POINT.split(statement.strip())
    return first.strip(), tuple(point for other in others if (point := other.strip()))


@lru_cache(maxsize=10_000)  # a document's texts are asked for when they are encoded and when they are compared
def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that say something, in small letters and in their order, repeated ones too."""
    return tuple(word for word in _WORD.findall(text.lower()) if _stems(word))[:_MOST]


@lru_cache(maxsize=200_000)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(words(word))


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The content words of some texts, each word with a vector."""

    words: tuple[str, ...]  # each once, t of them, sorted
    vectors: NDArray[np.floating]  # of each, shape (t, dimension)
    places: Rows  # where the words of each text stand among these, text after text
    starts: Rows  # where each text begins in `places`, and the end of the last; shape (texts + 1,)

    @classmethod
    def encode(cls, texts: Sequence[str], encode: Callable[[Sequence[str]], NDArray[np.floating]]) -> Self:
        """Encode the words of these texts; `encode` gives a row for each word."""
        found = [content_words(text) for text in texts]
        distinct = sorted(set(chain.from_iterable(found)))
        place = {word: number for number, word in enumerate(distinct)}
        return cls(
            tuple(distinct),
            encode(distinct),
            np.array([place[word] for own in found for word in own], dtype=np.int64),
            np.cumsum([0, *map(len, found)], dtype=np.int64),
        )

    def save(self, folder: Path) -> None:
        """Write a folder, a file for each."""
        save_arrays(folder, {name: getattr(self, name) for name in _ARRAYS})
        (folder / "words.txt").write_text("\n".join(self.words), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return what `save` wrote, the vectors read as needed; raises OSError or ValueError where it is damaged."""
        arrays = {name: load_array(folder / f"{name}.npy", mapped=True) for name in _ARRAYS}
        words = tuple((folder / "words.txt").read_text(encoding="utf-8").split("\n")) if len(arrays["vectors"]) else ()
        if len(words) != len(arrays["vectors"]):
            raise ValueError("not a vector for each word")
        return cls(words, **{name: np.asarray(array) for name, array in arrays.items()})

    def words_at(self, number: int) -> Rows:
        """Tell where the words of one text stand in `words`."""
        return self.places[self.starts[number] : self.starts[number + 1]]

    def only(self, numbers: Sequence[int] | Rows) -> Self:
        """Return some of the texts, or one of them several times."""
        found, counts = element_places(self.starts, np.asarray(numbers, dtype=np.int64))
        places = self.places[found]
        kept, renumbered = np.unique(places, return_inverse=True)
        return replace(
            self,
            words=tuple(self.words[place] for place in kept.tolist()),
            vectors=self.vectors[kept],
            places=renumbered.astype(np.int64),
            starts=np.cumsum([0, *counts], dtype=np.int64),
        )

    def weights(self, rarity: Rarity) -> Numbers:
        """Tell how rare each word is, shape (t,)."""
        return np.array([rarity.rarest(_stems(word)) for word in self.words], dtype=np.float64)


def compare_words(said: Terms, wanted: Terms, counts: Sequence[int], space: Space) -> dict[str, Numbers]:
    """Return each passage with its own candidates, by the vectors of their words; by name, each of shape (candidates,).

    Share of the candidate's words that the passage means, by weight (`meant`); how nearly it means the first, mostly
    the action (`action`); share of the passage's words that the candidate means (`told`).

    `wanted` are the candidates, passage after passage; `counts` says how many each passage has.
    """
    found = {name: np.zeros(len(wanted.starts) - 1) for name in ("meant", "action", "told")}
    if not len(said.places) or not len(wanted.places):
        return found
    passages, entries = _floats(said.vectors), _floats(wanted.vectors)
    weights, own_weights = wanted.weights(space.rarity), said.weights(space.rarity)
    for row, (first, last) in enumerate(pairwise(np.cumsum([0, *counts]).tolist())):
        own = said.words_at(row)
        # A candidate without words would stand for the words of the next one.
        full = first + np.flatnonzero(np.diff(wanted.starts[first : last + 1]))
        if not len(own) or not len(full):
            continue
        begin = wanted.starts[full] - wanted.starts[first]
        of_words = wanted.places[wanted.starts[first] : wanted.starts[last]]
        near = passages[own] @ entries[of_words].T
        best, weight = near.max(axis=0), weights[of_words]
        found["meant"][full] = np.add.reduceat(best * weight, begin) / (np.add.reduceat(weight, begin) + 1e-6)
        found["action"][full] = best[begin]
        nearest = np.maximum.reduceat(near, begin, axis=1)
        found["told"][full] = own_weights[own] @ nearest / (own_weights[own].sum() + 1e-6)
    return found


def _floats(vectors: NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors, dtype=np.float32)


Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Space:
    """What passages and entries are compared by: cosines on one scale, words by their rarity."""

    scaled: Callable[[Vectors], Vectors]  # brings cosines to the scale that the scorer was fitted on
    rarity: Rarity
    said: Usages | None = None  # how programmes and ads say entries; None where the encoder's vectors do not tell

    def cosines(self, vectors: Vectors, others: Vectors) -> Vectors:
        """Return cosines of every row with every other, on the scale."""
        return self.scaled(vectors @ others.T)

    def pairwise(self, vectors: Vectors, others: Vectors, *, places: Rows, others_places: Rows) -> Vectors:
        """Return cosines of rows at the places of equal number, on the scale."""

        def products(part: slice) -> Vectors:
            return np.asarray(np.einsum("ij,ij->i", vectors[places[part]], others[others_places[part]]))

        return self.scaled(in_batches(products, len(places)))


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare a stem is in sentences of programmes and ads: its inverse document frequency; `unknown` of any other."""

    stems: Mapping[str, float]
    unknown: float

    def weights_of(self, stems: Sequence[str]) -> Numbers:
        """Return the weight of each stem."""
        return np.array([self.stems.get(stem, self.unknown) for stem in stems])

    def total(self, stems: Iterable[str]) -> float:
        """Return the weight of all these stems together, in whatever order."""
        return fsum(self.stems.get(stem, self.unknown) for stem in stems)

    def rarest(self, stems: Iterable[str]) -> float:
        """Return the highest of these stems, 0 without any."""
        return max((self.stems.get(stem, self.unknown) for stem in stems), default=0.0)


_SYNONYM = 0.7
"""Cosine that words which can say the same are taken to have; of "anotar" and "registrar" the encoder gives .1."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words that can stand for one another in a sentence about work, in Spanish, in English and across both.

    A language model wrote them (`lab/training/synonyms.txt`). Known are stems; the relation holds both ways, and does
    not go on from one synonym to the next.
    """

    stems: Mapping[str, Sequence[str]]

    def compare(self, words: Sequence[str], others: Sequence[str]) -> Vectors:
        """`_SYNONYM` where a word and one of the others share a stem or have synonyms for stems, else 0; (n, m)."""
        found = np.zeros((len(words), len(others)), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for place, word in enumerate(others):
            for stem in _stems(word):
                places.setdefault(stem, []).append(place)
        for row, word in enumerate(words):
            for stem in _stems(word):
                for known in (stem, *self.stems.get(stem, ())):
                    found[row, places.get(known, [])] = _SYNONYM
        return found


def in_batches(told: Callable[[slice], NDArray[Any]], count: int) -> NDArray[Any]:
    """Compute an array for all pairs in batches: vectors of all pairs of a long document are gigabytes.

    `told` gives a value for each pair of a slice of them; count > 0.
    """
    return np.concatenate([told(slice(begin, begin + _AT_ONCE)) for begin in range(0, count, _AT_ONCE)])


def normalise(vectors: Vectors) -> Vectors:
    """Return rows of length one; a zero row stays."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))


_DIMENSIONS = 128


@dataclass(frozen=True, slots=True, eq=False)
class Usages:
    """Vectors of sentences, reduced to their principal directions.

    An entry is known by its code (of a URI the last part) or, in a framework with codes of its own, by its name.
    """

    keys: NDArray[np.uint64]  # hashes of codes and names, sorted
    rows: NDArray[np.int32]  # the row of each key
    vectors: NDArray[np.int8]  # in 8 bit, shape (entries, dimensions)
    scales: NDArray[np.float32]  # what each row is multiplied by, shape (entries,)
    basis: Vectors  # shape (dimensions, dimension of the encoder)

    @classmethod
    def build(cls, names: Sequence[Sequence[str]], told: Vectors) -> Self:
        """Build it from unit vectors, the mean of each entry's sentences; shape (entries, dimension).

        `names` are code and names of each entry; what two entries are called tells neither.
        """
        basis = np.linalg.svd(told, full_matrices=False)[2][:_DIMENSIONS]
        reduced = told @ basis.T
        scales = np.abs(reduced).max(axis=1, initial=0.0) / 127 + 1e-9
        vectors = np.round(reduced / scales[:, None]).astype(np.int8)
        owners: dict[int, set[int]] = {}
        for row, own in enumerate(names):
            for name in own:
                owners.setdefault(_key(name), set()).add(row)
        keys = sorted(key for key, rows in owners.items() if len(rows) == 1)
        rows = np.array([min(owners[key]) for key in keys], dtype=np.int32)
        return cls(np.array(keys, dtype=np.uint64), rows, vectors, scales.astype(np.float32), basis)

    def places(self, entries: Sequence[Competency]) -> Rows:
        """Return the row of each entry, -1 where nothing is known of it."""
        found = np.full(len(entries), -1, dtype=np.int64)
        if not len(self.keys):
            return found
        for names in ([entry.statement for entry in entries], [code_of(entry) for entry in entries]):  # codes decide
            asked = np.array([_key(name) for name in names], dtype=np.uint64)
            near = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
            found = np.where(self.keys[near] == asked, self.rows[near], found)
        return found

    def cosines(self, places: Rows, told: Vectors, otherwise: Numbers) -> Numbers:
        """Return cosines of each passage with the entry of the same number.

        `places` are rows of p entries, as `places` gives them, `told` vectors of passages, shape (p, dimension),
        `otherwise` stands for entries without sentences, shape (p,).
        """
        known = np.flatnonzero(places >= 0)
        found = np.array(otherwise, dtype=np.float64)
        found[known] = np.einsum("ij,ij->i", self._reduced(places[known]), told[known] @ self.basis.T)
        return found

    def all_cosines(self, places: Rows, told: Vectors, otherwise: Numbers) -> Numbers:
        """Return the same of each of n passages with each of p entries, shape (n, p)."""
        known = np.flatnonzero(places >= 0)
        found = np.array(otherwise, dtype=np.float64)
        found[:, known] = (told @ self.basis.T) @ self._reduced(places[known]).T
        return found

    def _reduced(self, rows: Rows) -> Vectors:
        return np.asarray(self.vectors[rows] * self.scales[rows, None])


def code_of(entry: Competency) -> str:
    """Return its code, of a URI the last part."""
    return entry.code.rsplit("/", 1)[-1]


@lru_cache(maxsize=100_000)
def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(fold(name).encode(), digest_size=8).digest(), "big")
