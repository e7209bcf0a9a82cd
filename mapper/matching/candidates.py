"""For each text the entries of a framework that it may correspond to, each with its score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from corpora import Competency
from embeddings.encoders import Vectors
from embeddings.lexical import best_rows
from embeddings.threads import single_threaded
from mapper.matching.index import FrameworkIndex, evenly_spaced
from mapper.matching.occupations import DrawnText

ROWS_PER_SCORER = 200  # rows that each search brings in for what is shown; who judges a ranking looks deeper
NOT_FOR_PROGRAMMES = frozenset({"occupation", "group"})
"""Kinds that a programme is not mapped to: it teaches skills and standards, not occupations or headings."""
HEADING = "group"  # kind of entries that only bring others together
_SAMPLE = 500
_DECIMALS = 5

Entries = NDArray[np.int64]
Numbers = NDArray[np.float64]

_OF_ONE_TRADE, _FEWEST_OF_LIST = 0.225, 10
"""Mean cosine of a standard's criteria from which on they are of one trade, and how many there are at least, to tell.
262 standards have .25 and more, elements of 22 trades .11 to .20; of seven lists of a sector's skills four have .13 to
.18, and three, of a shop, of support and of a car workshop, .40 and more."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each scorer counts for in the score of a text."""

    dense: float  # of the vectors' cosine
    grams: float  # of the character n-grams' cosine
    words: float  # of BM25, as a share of the most that the text could have
    pivot: float = 0.0  # of the cosine after both are drawn to occupations, as a share of the vectors'
    crowding: float = 0.0  # how much of an entry's crowding is taken off the vectors' cosine


@dataclass(frozen=True, slots=True)
class Scale:
    """How the cosines of chance pairs lie.

    Encoders differ in it more than in how well they rank: what is learnt of one serves another on its scale only.
    """

    mean: float
    spread: float  # standard deviation
    own: Scale | None = None  # of the encoder whose cosines are brought to this one; None: measured in each framework

    @classmethod
    def measure(cls, index: FrameworkIndex) -> Scale:
        """Return measured between wordings of the framework, at most `_SAMPLE`, evenly spaced."""
        rows = evenly_spaced(len(index.entries), _SAMPLE)
        vectors = index.index.vectors(rows)
        apart = index.entries[rows][:, None] != index.entries[rows]
        cosines = (vectors @ vectors.T)[apart]
        return cls(float(cosines.mean()), float(cosines.std())) if len(cosines) > 1 else cls(0.0, 1.0)

    @classmethod
    def among(cls, vectors: Vectors) -> Scale:
        """Return measured between distinct rows of unit length, two or more, shape (n, dimension)."""
        cosines = (vectors @ vectors.T)[~np.eye(len(vectors), dtype=bool)]
        return cls(float(cosines.mean()), float(cosines.std()))

    def to(self, other: Scale, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return cosines of this scale as they would lie on the other."""
        factor = other.spread / max(self.spread, 1e-3)
        return np.asarray((cosines - self.mean) * factor + other.mean, dtype=np.float32)


def rounded(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return cosines as they are compared.

    The last digits of a product follow the processor's kernels and what stands beside a text in a batch; what ranks
    or puts limits on cosines must not, or two that are equal are told apart.
    """
    return np.round(cosines, _DECIMALS)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Entries for one text, each with the best score that any of its wordings has; parallel arrays."""

    entries: Entries  # positions in the framework's competencies, ascending
    score: Numbers  # weighted mean of the scorers
    rows: NDArray[np.int64]  # the wording that has this score, as a row of the index
    floor: float  # about the most that an entry which is not among them can have

    def by_matter(self, matters: Entries) -> Candidates:
        """Return the best of each matter (of `Pool`) in the place of its entries."""
        of_entry = matters[self.entries]
        if np.array_equal(of_entry, self.entries):
            return self
        best = _best_rows(of_entry, self.score)
        return Candidates(of_entry[best], self.score[best], self.rows[best], self.floor)

    def scores_at(self, entries: Entries) -> Numbers:
        """Return scores of these entries (ascending), the floor for those that are no candidates."""
        if not len(self.entries):
            return np.full(len(entries), self.floor)
        places = np.minimum(np.searchsorted(self.entries, entries), len(self.entries) - 1)
        return np.where(self.entries[places] == entries, self.score[places], self.floor)


@dataclass(frozen=True, slots=True)
class Pool:
    """What is searched."""

    index: FrameworkIndex
    rows: NDArray[np.int64]  # of the index that are looked at, ascending
    size: int  # number of entries that these are wordings of
    matters: Entries
    """For every entry the standard that it is a part of, itself where it stands alone.

    What stands around a passage says which standard it is of, not which of its criteria.
    """
    languages: frozenset[str]  # of the framework's wordings
    standards: tuple[tuple[int, ...], ...] = ()  # for each standard whose criteria are known their places
    scales: tuple[Scale, Scale] | None = None  # the index's and the one that scores are made on, unless it is that
    depth: int = ROWS_PER_SCORER  # rows that each of the two searches brings in; no entry beyond both is looked at

    @classmethod
    def build(
        cls,
        index: FrameworkIndex,
        *,
        excluded: frozenset[str] = frozenset(),
        scale: Scale | None = None,
        only: frozenset[str] = frozenset(),
    ) -> Pool:
        """Build the pool of a framework without the kinds `excluded`, or of the codes `only` and what is below them.

        `scale` is the one that scores are made on, where the index's encoder has another.
        """
        entries = index.framework.competencies
        inside = set[str]() if only else {entry.code for entry in entries}
        for entry in entries if only else ():  # parents stand before children
            if entry.code in only or entry.parent in inside:
                inside.add(entry.code)
        wanted = np.array([entry.kind not in excluded and entry.code in inside for entry in entries], dtype=bool)
        rows = np.flatnonzero(wanted[index.entries]).astype(np.int64)
        labels = chain.from_iterable(map(attrgetter("labels"), entries))
        languages = frozenset(map(attrgetter("language"), chain(entries, labels)))
        scales = (scale.own or Scale.measure(index), scale) if scale else None
        size = len(_beginnings(index.entries[rows]))
        matters, standards = _matters(entries), defaultdict[int, list[int]](list)
        for code, kinds in index.framework.criteria.items():
            for places in kinds.values() if code in inside else ():
                for place in places:
                    standards[int(matters[place])].append(place)
        of_standards = tuple(tuple(sorted(places)) for places in standards.values())
        return cls(index, rows, size, matters, languages, of_standards, scales)

    def criteria(self, standard: int) -> Entries:
        """Return places of the criteria of one of the standards, ascending."""
        return np.array(self.standards[standard], dtype=np.int64)

    def is_mixed(self, places: Entries) -> bool:
        """Tell whether these entries are of several trades, as in a sector's list: they lie far from each other."""
        count = len(places)
        if count < _FEWEST_OF_LIST:
            return False
        total = self.index.index.vectors(np.searchsorted(self.index.entries, places)).sum(axis=0)
        mean = (total @ total - count) / (count * (count - 1))
        return float(self.scaled(np.array([mean], dtype=np.float32))[0]) < _OF_ONE_TRADE

    def likeness(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return cosines of the first row's wording with those of all these rows."""
        vectors = self.index.index.vectors(rows)
        with single_threaded():
            bearings = self.index.bearings
            return self.scaled(bearings.likeness(vectors, rows) if bearings else vectors @ vectors[0])

    def scaled(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return cosines of the index's encoder on the scale that scores are made on, rounded."""
        return rounded(self.scales[0].to(self.scales[1], cosines) if self.scales else cosines)


def _matters(entries: Sequence[Competency]) -> Entries:
    """Return for each entry the topmost one above it that is no heading; parents stand before children."""
    places: dict[str, int] = {}
    matters = np.arange(len(entries))
    for place, entry in enumerate(entries):
        above = places.get(entry.parent) if entry.parent is not None else None
        if above is not None and entries[above].kind != HEADING:
            matters[place] = matters[above]
        places[entry.code] = place
    return matters


def find_candidates(
    texts: Sequence[str],
    vectors: Vectors,
    pool: Pool,
    weights: Sequence[Weights],
) -> list[Candidates]:
    """Return candidates of each text, with its weights.

    Vectors have the shape (len(texts), dimension).
    """
    index, rows, bearings = pool.index, pool.rows, pool.index.bearings
    _, near = index.index.search(vectors, pool.depth, rows=rows)
    with single_threaded():
        told = zip(texts, vectors, weights, strict=True)
        asked = [bearings.pivot.ask(text, own) if bearings and of.pivot else None for text, own, of in told]
    wanted, words = [], []
    for row, (text, close) in enumerate(zip(texts, near, strict=True)):
        scores = index.words.scores(text)
        alike = _same_occupation(asked[row], vectors[row], pool)
        found = _union(close, best_rows(scores, pool.depth, rows=rows), alike)
        wanted.append(found)
        words.append(scores[found])
    grams = index.grams.pair_scores(texts, wanted)
    with single_threaded():
        seen = zip(vectors, asked, grams, words, strict=True)
        return [_scored(pool, *of_one) for of_one in zip(wanted, seen, weights, strict=True)]


def _same_occupation(asked: DrawnText | None, vector: Vectors, pool: Pool) -> NDArray[np.int64]:
    """Return rows of the pool that an occupation draws with the text, where they are many the nearest."""
    if asked is None or pool.index.bearings is None or not len(asked.near) or not len(pool.rows):
        return pool.rows[:0]
    found = _union(pool.index.bearings.near(asked))
    places = np.minimum(np.searchsorted(pool.rows, found), len(pool.rows) - 1)
    found = found[pool.rows[places] == found]
    if len(found) > pool.depth:
        cosines = np.einsum("nd,d->n", pool.index.index.vectors(found), vector)
        found = found[np.argsort(-cosines, kind="stable")[: pool.depth]]
    return np.asarray(found, dtype=np.int64)


def _scored(
    pool: Pool,
    found: NDArray[np.int64],
    seen: tuple[Vectors, DrawnText | None, Vectors, Vectors],
    weights: Weights,
) -> Candidates:
    """Score the rows for one text, by its vector, its occupations, n-grams and words."""
    vector, asked, grams, words = seen
    index = pool.index
    rows = index.index.vectors(found).T
    dense = vector @ rows
    if asked and index.bearings:
        through = index.bearings.cosines(asked, rows, found)
        dense = (1 - weights.pivot) * dense + weights.pivot * through
    dense = pool.scaled(dense - weights.crowding * index.crowding[found])
    score = np.asarray(weights.dense * dense + weights.grams * grams + weights.words * words, dtype=np.float64)
    entries = index.entries[found]
    best = _best_rows(entries, score)
    return Candidates(entries[best], score[best], found[best], float(score.min()) if len(score) else 0.0)


def _best_rows(entries: Entries, score: Numbers) -> NDArray[np.int64]:
    """Return for each entry the first of its rows that has its best score."""
    order = np.lexsort((-score, entries))
    return order[_beginnings(entries[order])]


def _union(*found: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return rows of any, ascending; for a few hundred of them twice as fast as `np.union1d`."""
    rows = np.sort(np.concatenate(found))
    return rows[_beginnings(rows)]


def _beginnings(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tell where a run of equal values begins; a fifth of the time of `np.diff`."""
    begins = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return np.flatnonzero(begins)
