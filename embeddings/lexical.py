"""Lexical scorers: what two texts share in words (BM25) and in pieces of words (character TF-IDF).

`Bm25` looks through all rows; `CharTfidf` is finer and dearer, and scores the pairs it is given. Both are built from
the texts of the rows and saved into a folder as plain arrays. Neither imports scikit-learn. The rankings of several
scorers are joined by `reciprocal_rank_fusion`; `near_duplicates` finds all pairs of texts that are nearly the same in
their letters.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.array_files import load_array, save_arrays
from embeddings.cleaning import clean
from embeddings.errors import InputError


@lru_cache(maxsize=200_000)  # the words of all standards and skills, each stemmed once
def stem(word: str) -> str:
    """Return the stem of a folded word (lower case, no accents)."""
    spanish, english = _stemmers()
    return str(english.stemWord(spanish.stemWord(word)))


@cache
def _stemmers() -> tuple[Any, Any]:
    from Stemmer import Stemmer

    # Without the library's own cache, since `stem` has one.
    return Stemmer("spanish", 0), Stemmer("english", 0)


SHORTEST, LONGEST = 2, 5
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, without pattern (2^64 over the golden ratio)

Scores = NDArray[np.float32]
Integers = NDArray[np.int64]


class _Folded(dict[int, str]):
    """Characters without their accents, each looked up once."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        return self.setdefault(code, "".join(part for part in parts if not unicodedata.combining(part)))


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower the case and drop accents; ñ becomes n."""
    text = text.lower()
    return text if text.isascii() else text.translate(_FOLDED)


def gram_counts(texts: Sequence[str]) -> tuple[Integers, NDArray[np.uint64], Integers]:
    """Return distinct grams of each text: its row, the 64-bit hash of the gram and how often the text has it.

    Parallel arrays, ordered by row and hash. Two grams share a hash with a probability of about 1e-8 in a million.
    """
    words = [fold(text).split() for text in texts]
    lengths = np.fromiter((len(word) + 2 for line in words for word in line), dtype=np.int64)
    per_text = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    joined = "".join(f" {word} " for line in words for word in line)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    word_of = np.repeat(np.arange(len(lengths)), lengths)
    text_of = np.repeat(np.repeat(np.arange(len(words)), per_text), lengths)
    every_row, every_gram = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    hashed = codes + np.uint64(1)
    for last in range(SHORTEST - 1, min(LONGEST, len(codes))):
        with np.errstate(over="ignore"):  # arithmetic modulo 2^64
            hashed = (hashed[:-1] ^ (hashed[:-1] >> np.uint64(29))) * _FACTOR + codes[last:]
        inside = word_of[last:] == word_of[:-last]
        every_row.append(text_of[last:][inside])
        every_gram.append(hashed[inside])
    rows, grams = np.concatenate(every_row), np.concatenate(every_gram)
    order = np.lexsort((grams, rows))
    rows, grams = rows[order], grams[order]
    first = np.ones(len(rows), dtype=bool)
    first[1:] = (rows[1:] != rows[:-1]) | (grams[1:] != grams[:-1])
    starts = np.flatnonzero(first)
    return rows[starts], grams[starts], np.diff(np.append(starts, len(rows)))


_WORD = re.compile(r"\w+")
_TEXTS_AT_ONCE = 10_000
_VOCABULARY = "vocabulary.json"
# Words that say nothing about a competency, accents stripped.
_STOPWORDS = frozenset(  # as a text, it can be read
    """
    a al ante como con contra cual de del desde e el ella en entre es esta este lo la las los mas ni o para pero por
    que se sin sobre su sus u un una y ya segun han ha
    an and are as at be by for from has have in into is it its of on or that the their this to with
    """.split()  # noqa: SIM905 - easier to read than a list of strings
)


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: folded stems, without those that say nothing."""
    found = [word for word in _WORD.findall(fold(clean(text))) if word not in _STOPWORDS]
    return [stem(word) for word in found]


class Bm25:
    """BM25 over stems (Lucene's variant, k1 1.5, b 0.75), weighed by bm25s.

    What each row gets for each word stands word by word: `starts` per word, then `rows` and their `weights`. The words
    of each row stand, by their numbers and in their order, in `order`, which `begins` says row by row.
    """

    _ARRAYS = ("starts", "rows", "weights", "begins", "order")

    def __init__(self, vocabulary: dict[str, int], arrays: dict[str, NDArray[Any]], size: int) -> None:
        self._vocabulary, self._arrays, self._size = vocabulary, arrays, size
        self._starts, rows, self._weights, self._begins, self._order = (arrays[name] for name in self._ARRAYS)
        self._rows = rows.astype(np.intp)  # what numpy would make of them at every search
        # What one row gets at most for each word.
        self._most = np.maximum.reduceat(np.append(self._weights, np.float32(0)), self._starts[:-1])

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Build from the text of each row."""
        import bm25s  # takes 0.1 s, which a search does without

        scorer = bm25s.BM25()
        # In the order of their first row: bm25s itself would number them in that of a set, another in each process.
        vocabulary: dict[str, int] = {}
        # A word of its own, so that rows without any, or no rows at all, are no special case.
        rows = [[*words(text), "\x00"] for text in texts] or [["\x00"]]
        numbered = [[vocabulary.setdefault(word, len(vocabulary)) for word in row] for row in rows]
        scorer.index((numbered, vocabulary), show_progress=False)
        weighed = (scorer.scores[name] for name in ("indptr", "indices", "data"))
        begins = np.cumsum([0, *(len(row) - 1 for row in rows)], dtype=np.int64)
        order = np.array([number for row in numbered for number in row[:-1]], dtype=np.int32)
        return cls(vocabulary, dict(zip(cls._ARRAYS, (*weighed, begins, order), strict=True)), len(texts))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load from a folder that `save` wrote; raises InputError where it is damaged."""
        try:
            about = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
            stored = {name: load_array(folder / f"{name}.npy") for name in cls._ARRAYS}
            return cls(about["words"], stored, about["rows"])
        except (OSError, ValueError, EOFError, KeyError) as error:
            raise _damaged(folder) from error

    def save(self, folder: Path) -> None:
        """Write its arrays and its vocabulary into a folder."""
        save_arrays(folder, self._arrays)
        about = {"rows": self._size, "words": self._vocabulary}
        (folder / _VOCABULARY).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    def scores(self, query: str) -> Scores:
        """Return scores of all rows as shares of the most that this query could have: 0 no word shared, 1 all of them.

        BM25's own scale differs from query to query. A word that no row has counts as much as the rarest.
        """
        asked = words(query)
        ids = [self._vocabulary[word] for word in asked if word in self._vocabulary]
        scores = np.zeros(self._size, dtype=np.float32)
        if ids:
            parts = [slice(self._starts[word], self._starts[word + 1]) for word in ids]
            rows = np.concatenate([self._rows[part] for part in parts])
            np.add.at(scores, rows, np.concatenate([self._weights[part] for part in parts]))
            most = float(self._most[ids].sum()) + (len(asked) - len(ids)) * float(self._most.max())
            scores /= np.float32(most)
        return scores

    def row_words(self, rows: Integers) -> tuple[list[str], Integers, Integers]:
        """Return the distinct words of some rows' texts; which of them stand in each, in turn; how many each has."""
        places, counts = element_places(self._begins, rows)
        numbers, which = np.unique(self._order[places], return_inverse=True)
        named = list(self._vocabulary)
        return [named[number] for number in numbers.tolist()], which, counts


def element_places(starts: Integers, rows: Integers) -> tuple[Integers, Integers]:
    """Return where the elements of some rows stand, row after row, and how many each has; `starts` as in CSR."""
    counts = starts[rows + 1] - starts[rows]
    return np.repeat(starts[rows] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum()), counts


def best_rows(scores: Scores, k: int, *, rows: Integers) -> Integers:
    """Return, of some sorted rows, the k of highest score above zero, the highest first, ties by row."""
    if not len(rows):
        return rows
    first, end = int(rows[0]), int(rows[-1]) + 1
    values = scores[first:end] if len(rows) == end - first else scores[rows]
    wanted = np.flatnonzero(values > 0)
    if len(wanted) > k:
        wanted = wanted[values[wanted] >= np.partition(values[wanted], -k)[-k]]
    best = wanted[np.argsort(-values[wanted], kind="stable")[:k]]
    return np.asarray(rows[best], dtype=np.int64)


class CharTfidf:
    """Cosine of character n-grams within words (2 to 5, sublinear counts, smoothed idf), as scikit-learn weighs them.

    Attributes are parallel arrays in rows (CSR): `starts` per row, then `terms` and unit-length `weights`;
    `grams` are the vocabulary's hashes, sorted, and `idf` their weights.
    """

    _ARRAYS = ("grams", "idf", "starts", "terms", "weights")

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self._grams, self._idf, self._starts, self._terms, self._weights = (arrays[name] for name in self._ARRAYS)

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Build from the text of each row."""
        every = []
        for begin in range(0, max(len(texts), 1), _TEXTS_AT_ONCE):
            part = [clean(text) for text in texts[begin : begin + _TEXTS_AT_ONCE]]
            rows, found, times = gram_counts(part)
            few = np.minimum(times, np.iinfo(np.uint16).max).astype(np.uint16)
            every.append((np.bincount(rows, minlength=len(part)), found, few))
        lengths, grams, counts = map(np.concatenate, zip(*every, strict=True))
        vocabulary = np.unique(grams)
        terms = np.searchsorted(vocabulary, grams).astype(np.int32)
        idf = np.log((1 + len(texts)) / (1 + np.bincount(terms, minlength=len(vocabulary)))) + 1
        starts = np.concatenate([[0], np.cumsum(lengths)])
        weights = (1 + np.log(counts, dtype=np.float32)) * idf[terms].astype(np.float32)
        norms = np.sqrt(np.add.reduceat(np.append(weights**2, 0), starts[:-1])) if len(starts) > 1 else starts[:0]
        norms[lengths == 0] = 1  # `reduceat` gives the next row's first element for an empty row
        weights /= np.repeat(norms, lengths)
        found_arrays = (vocabulary, idf.astype(np.float32), starts, terms, weights.astype(np.float16))
        return cls(dict(zip(cls._ARRAYS, found_arrays, strict=True)))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load from a folder that `save` wrote, read as needed; raises InputError where it is damaged."""
        try:
            mapped = {name: load_array(folder / f"{name}.npy", mapped=True) for name in cls._ARRAYS}
            return cls({name: np.asarray(array) for name, array in mapped.items()})  # a memmap is slow to slice
        except (OSError, ValueError, EOFError) as error:
            raise _damaged(folder) from error

    def save(self, folder: Path) -> None:
        """Write its arrays into a folder."""
        save_arrays(folder, self._arrays)

    def pair_scores(self, queries: Sequence[str], rows: Sequence[Integers]) -> list[Scores]:
        """Return cosine of each query with its own rows, in their order; between 0 and 1."""
        places, grams, counts = gram_counts([clean(query) for query in queries])
        terms = np.minimum(np.searchsorted(self._grams, grams), max(len(self._grams) - 1, 0))
        known = self._grams[terms] == grams if len(self._grams) else np.zeros(len(grams), bool)
        places, terms, counts = places[known], terms[known], counts[known]
        # (1 + ln count) × idf, each query at unit length.
        weights = (1 + np.log(counts)) * self._idf[terms]
        norms = np.sqrt(np.bincount(places, weights=weights**2, minlength=len(queries)))
        weights = weights / np.maximum(norms, np.finfo(np.float32).tiny)[places]
        starts = np.searchsorted(places, np.arange(len(queries) + 1))
        dense = np.zeros(len(self._grams), dtype=np.float32)
        asked = np.zeros(len(self._grams), dtype=bool)
        scores = []
        for query, wanted in enumerate(rows):
            mine = slice(starts[query], starts[query + 1])
            dense[terms[mine]], asked[terms[mine]] = weights[mine], True
            scores.append(self._products(dense, asked, wanted))
            asked[terms[mine]] = False
        return scores

    def _products(self, dense: Scores, asked: NDArray[np.bool_], rows: Integers) -> Scores:
        """Weigh only those of the rows' terms that are asked for, a few of a hundred."""
        begins, ends = self._starts[rows], self._starts[rows + 1]
        view = self._terms.data  # its parts are joined twice as fast as an array's
        parts = [view[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        terms = np.frombuffer(b"".join(parts), dtype=self._terms.dtype)
        shared = np.flatnonzero(asked.take(terms))
        after = np.cumsum(ends - begins)
        counts = np.diff(np.searchsorted(shared, after), prepend=0)
        places = shared + np.repeat(ends - after, counts)
        products = dense[terms[shared]] * self._weights[places].astype(np.float32)
        sums = np.bincount(np.repeat(np.arange(len(rows)), counts), weights=products, minlength=len(rows))
        return sums.astype(np.float32)


def _damaged(folder: Path) -> InputError:
    return InputError(
        "{folder}: the data for searching by words are damaged or missing; delete the folder and they will be built"
        " again",
        folder=folder,
    )


def ranks(scores: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return rank of each candidate, 1 the best; equal scores share the better rank."""
    ordered = np.sort(scores)
    return len(scores) - np.searchsorted(ordered, scores, side="right") + 1


def reciprocal_rank_fusion(scorings: Sequence[NDArray[np.floating]], *, k: int = 60) -> NDArray[np.float64]:
    """Sum 1 / (k + rank) over the scorers (Cormack, Clarke and Büttcher 2009).

    One array per scorer, of the same candidates in the same order, the higher the better; the larger k, the less the
    first ranks stand out.
    """
    return np.asarray(np.sum([1 / (k + ranks(scores)) for scores in scorings], axis=0), dtype=np.float64)


_PAIRED_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows, `right` greater than `left`: parallel arrays, ordered by `left`, then `right`."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    cosine: NDArray[np.float64]


def near_duplicates(texts: Sequence[str], *, threshold: float) -> Pairs:
    """Return every pair of texts whose cosine of character n-grams, weighed as in `CharTfidf`, reaches the threshold.

    Empty texts are near nothing; the threshold is above 0, at most 1.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # takes a second, which a mapping does without

    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
    cleaned = [fold(clean(text)) for text in texts]
    found, cosines = [np.zeros((2, 0), np.int64)], [np.zeros(0)]
    if any(cleaned):
        grams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(SHORTEST, LONGEST), sublinear_tf=True, lowercase=False
        ).fit_transform(cleaned)
        for begin in range(0, len(texts), _PAIRED_AT_ONCE):
            products = (grams[begin : begin + _PAIRED_AT_ONCE] @ grams.T).tocoo()
            left, right, cosine = products.row + begin, products.col, np.round(products.data, 6)
            kept = (left < right) & (cosine >= threshold)
            found.append(np.stack([left, right])[:, kept].astype(np.int64))
            cosines.append(np.minimum(cosine[kept], 1.0))
    left, right = np.concatenate(found, axis=1)
    order = np.lexsort((right, left))
    return Pairs(left[order], right[order], np.concatenate(cosines)[order])
