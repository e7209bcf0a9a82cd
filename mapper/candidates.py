"""For each text the entries of a framework that it may correspond to, with what every scorer says about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.lexical import best_rows
from mapper.framework_index import FrameworkIndex

ROWS_PER_SCORER = 200
"""Rows that each of the two searches brings in; an entry beyond both is not looked at."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Entries for one text, each with the best score that any of its wordings has; parallel arrays.

    Attributes:
        entries: positions in the framework's competencies, ascending.
        dense: cosine of the vectors.
        grams: cosine of the character n-grams.
        words: BM25, as a share of the most the text could have.
        rows: the wording with the largest sum of the two cosines, as a row of the index.
        pool: number of entries that were searched.
        length: number of words of the text.
    """

    entries: NDArray[np.int64]
    dense: NDArray[np.float32]
    grams: NDArray[np.float32]
    words: NDArray[np.float32]
    rows: NDArray[np.int64]
    pool: int
    length: int


def find_candidates(
    texts: Sequence[str], vectors: Vectors, index: FrameworkIndex, rows: NDArray[np.int64]
) -> list[Candidates]:
    """Candidates of each text.

    Args:
        texts: what to look for.
        vectors: of the texts, shape (len(texts), dimension).
        index: the framework searched.
        rows: rows of the index that are looked at, ascending.
    """
    _, near = index.index.search(vectors, ROWS_PER_SCORER, rows=rows)
    pool = len(np.unique(index.entries[rows]))
    wanted, words = [], []
    for text, close in zip(texts, near, strict=True):
        scores = index.words.scores(text)
        found = np.union1d(close, best_rows(scores, ROWS_PER_SCORER, rows=rows))
        wanted.append(found)
        words.append(scores[found])
    grams = index.grams.pair_scores(texts, wanted)
    return [
        _by_entry(
            index, found, vectors[i] @ index.index.vectors(found).T, grams[i], words[i], pool, len(texts[i].split())
        )
        for i, found in enumerate(wanted)
    ]


def _by_entry(
    index: FrameworkIndex,
    rows: NDArray[np.int64],
    dense: NDArray[np.float32],
    grams: NDArray[np.float32],
    words: NDArray[np.float32],
    pool: int,
    length: int,
) -> Candidates:
    """The best of each entry's wordings; rows of one entry follow each other."""
    entries, starts = np.unique(index.entries[rows], return_index=True)
    if not len(entries):
        return Candidates(entries, dense, grams, words, rows, pool, length)
    best = np.lexsort((rows, -(dense + grams), index.entries[rows]))[starts]
    dense, grams, words = (np.maximum.reduceat(scores, starts) for scores in (dense, grams, words))
    return Candidates(entries, dense, grams, words, rows[best], pool, length)
