"""Inverted lists of one bit a component: a small file that is searched where it lies, for candidates alone.

All is turned by one random rotation, so that no component tells more than another. Of a row are kept the signs of its
difference from the centroid of its list, and two numbers with which they estimate its dot product with a query (RaBitQ:
Gao and Long 2024, https://doi.org/10.1145/3654970; FAISS IndexIVFRaBitQ): 72 bytes of 512 dimensions. That says which
rows may be near; `rescore` puts them in order by the rows themselves. Rows have numbers of the caller's choice, and
some can be added and removed while the centroids stay.
"""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.indexes.exact import ExactIndex, damaged
from embeddings.threads import blocks, limited, processors, run_parallel

Rows = NDArray[np.int64]
ABSENT = -1
_SAME = 1e-5


def in_order(scores: Vectors, rows: Rows) -> tuple[Vectors, Rows]:
    """Order candidates of each query, the best first, ties by row, what is absent last."""
    place = np.lexsort((rows, np.where(rows == ABSENT, np.inf, -scores)))
    return np.take_along_axis(scores, place, axis=1), np.take_along_axis(rows, place, axis=1)


def rescore(queries: Vectors, candidates: Rows, rows_of: Callable[[Rows], Vectors], k: int) -> tuple[Vectors, Rows]:
    """Return the best of each query's candidates by the rows themselves.

    Queries and rows have unit length; candidates are row numbers, shape (queries, candidates), `ABSENT` where there are
    fewer. `rows_of` gives the rows of some numbers, shape (len(numbers), dimension). Gives scores and row numbers,
    shape (queries, min(k, candidates)), the best first, ties by row.
    """
    scores = np.full(candidates.shape, -np.inf, dtype=np.float32)
    for number, found in enumerate(candidates):
        there = found != ABSENT
        if there.any():
            scores[number, there] = rows_of(found[there]) @ queries[number]
    scores, rows = in_order(scores, candidates)
    return scores[:, :k], rows[:, :k]


def nearest(queries: Vectors, parts: Iterable[tuple[Rows, Vectors]], k: int) -> tuple[Vectors, Rows]:
    """Return the exact nearest rows of some queries among rows that come in parts, so that they need not fit in memory.

    Queries have unit length; the parts are row numbers, ascending, and their rows, those with the number `ABSENT`
    passed over. Gives scores and row numbers, each of shape (queries, at most k), the best first, ties by row.
    """
    scores, rows = np.zeros((len(queries), 0), np.float32), np.zeros((len(queries), 0), np.int64)
    for numbers, vectors in parts:
        more, places = ExactIndex(vectors).search(queries, k, rows=np.flatnonzero(numbers != ABSENT))
        scores, rows = in_order(np.hstack([scores, more]), np.hstack([rows, numbers[places]]))
        scores, rows = scores[:, :k], rows[:, :k]
    return scores, rows


def recall(scores: Vectors, truth: Vectors) -> float:
    """Return share of the true neighbours that were found, by their scores: texts that are equal stand for each other.

    Both are true scores of shape (queries, k), those of the true neighbours the best first; 1 where there are none.
    """
    if not truth.size:
        return 1.0
    return float((scores >= truth[:, -1:] - _SAME).mean())


_PER_LIST = 64
"""Rows that a centroid is trained on."""
_LEAST_PER_LIST = 39
_RUN = 32  # rows that lie side by side are read at once from a disk
_ROUNDS = 4
"""Of k-means; ten of them find a tenth of a per cent more with as many lists looked at."""
_QUERY_BITS = 2
"""Of each component of a query: of a million passages as many of the nearest are found as with four, FAISS's default,
in five sixths of the time; with one a third of a per cent fewer."""
_ROWS_AT_ONCE, _QUERIES_AT_ONCE = 65_536, 32
_ROWS_TURNED = 1024
_SEED = 1


def library() -> Any:  # noqa: ANN401 - the types that it ships are not those of its classes
    """Import FAISS, where it is needed."""
    import faiss

    return faiss


class IvfIndex:
    """Rows of unit length in lists around centroids: which of them may be nearest to a query by dot product.

    A search looks at the lists whose centroid's dot product with the query lies at most `reach` behind that of the
    nearest list; at all, unless that is set. It is not kept in the file. A query amid rows like it is so answered from
    a few lists, one that lies between many from many.
    """

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types
        faiss = library()
        self.reach = math.inf
        self._index, self._lists = index, faiss.extract_index_ivf(index)
        matrix = faiss.vector_to_array(faiss.downcast_VectorTransform(index.chain.at(0)).A)
        self._rotation: Vectors = matrix.reshape(index.d, index.d).T

    def __len__(self) -> int:
        return int(self._lists.ntotal)

    @property
    def lists(self) -> int:
        """Number of lists."""
        return int(self._lists.nlist)

    @classmethod
    def trained(cls, sample: Vectors, rows: int) -> Self:
        """Return an empty index with its centroids.

        The centroids are found by the rows of `sample`; the index is to hold `rows` of them.
        """
        faiss = library()
        dimension = sample.shape[1]
        count = lists(rows)
        rotation, centroids = faiss.RandomRotationMatrix(dimension, dimension), faiss.IndexFlatIP(dimension)
        with limited(1):  # beside other busy processes its threads wait for each other
            rotation.init(_SEED)
        kept = faiss.IndexIVFRaBitQ(centroids, dimension, count, faiss.METRIC_INNER_PRODUCT)
        found = cls(faiss.IndexPreTransform(rotation, kept))
        if rows:
            settings = faiss.ClusteringParameters()
            settings.niter, settings.spherical = _ROUNDS, True
            settings.min_points_per_centroid, settings.max_points_per_centroid = 1, _PER_LIST
            clustering, turned = faiss.Clustering(dimension, count, settings), found._turned(sample)
            with limited(processors()):
                clustering.train(turned, centroids)
            kept.train(turned[:1])  # its centroids are there
        return found

    def _turned(self, vectors: Vectors) -> Vectors:
        """Return rows or queries as FAISS is given them: a block at a time, so that threads change no bit of them."""
        given = np.ascontiguousarray(vectors, dtype=np.float32)
        turned = np.empty_like(given)
        parts = blocks(len(given), _ROWS_TURNED)
        run_parallel(lambda part: np.matmul(given[part], self._rotation, out=turned[part]), parts)
        return turned

    def add(self, parts: Iterable[tuple[Rows, Vectors]]) -> None:
        """Add rows, which come in parts with their numbers; the centroids stay."""
        with limited(processors()):  # for all at once: it looks for libraries, which takes longer than a small part
            for rows, vectors in parts:
                for part in blocks(len(vectors), _ROWS_AT_ONCE):
                    turned = self._turned(vectors[part])
                    arrays = turned, np.ascontiguousarray(rows[part], np.int64), self._own_lists(turned)
                    self._lists.add_core(len(turned), *map(library().swig_ptr, arrays))

    def _own_lists(self, turned: Vectors) -> Rows:
        """Return the number of the list whose centroid is nearest to each row, in a quarter of FAISS's time."""
        centroids = library().downcast_index(self._lists.quantizer)
        flat = library().rev_swig_ptr(centroids.get_xb(), centroids.ntotal * centroids.d)
        columns = np.ascontiguousarray(flat.reshape(centroids.ntotal, centroids.d).T)
        parts = blocks(len(turned), _ROWS_TURNED)
        found = run_parallel(lambda part: (turned[part] @ columns).argmax(axis=1), parts)
        return np.concatenate([np.zeros(0, np.int64), *found])

    def remove(self, rows: Rows) -> int:
        """Remove the rows of these numbers; gives how many there were."""
        return int(self._lists.remove_ids(library().IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64))))

    @classmethod
    def load(cls, path: Path, *, to_change: bool = False) -> Self:
        """Load a file that `save` wrote; raises InputError if damaged.

        It stays on disk and is read as needed; `to_change`, by adding and removing rows, it is read into memory.
        """
        # FAISS's older way to map a file (IO_FLAG_MMAP) starts threads for each question, which take longer than it.
        try:
            index = library().read_index(str(path), 0 if to_change else library().IO_FLAG_MMAP_IFC)
        except RuntimeError as error:  # its file is missing or its structure damaged
            raise damaged(path) from error
        if not isinstance(index, library().IndexPreTransform):
            raise damaged(path)  # lists of other numbers, which would answer anything at all
        return cls(index)

    def ids(self) -> Rows:
        """Return the numbers of all rows, ascending."""
        faiss = library()
        lists = self._lists.invlists
        sizes = [lists.list_size(number) for number in range(self.lists)]
        found = [faiss.rev_swig_ptr(lists.get_ids(number), size).copy() for number, size in enumerate(sizes) if size]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *found]))

    def behind(self, queries: Vectors, rows: Vectors, query: Rows) -> Vectors:
        """Return how far each row's list lies behind the one nearest to its query: the least `reach` that meets it.

        `query` says for each row which of the queries is meant, shape (len(rows),).
        """
        with limited(processors()):
            own = self._own_lists(self._turned(rows))
            products, order = self._nearest_lists(self._turned(queries))
        behind = products[:, :1] - products
        of_list = np.empty_like(behind)
        np.put_along_axis(of_list, order, behind, axis=1)
        return cast(Vectors, of_list[query, own])

    def looked_at(self, queries: Vectors) -> float:
        """Return the mean number of lists that a search of these queries looks at."""
        products, _ = self._nearest_lists(self._turned(queries))
        return float(self._within(products).sum(axis=1).mean()) if len(queries) else 0.0

    def _nearest_lists(self, turned: Vectors) -> tuple[Vectors, Rows]:
        """Return dot products of each query with all centroids and the numbers of these, the nearest first."""
        return cast(tuple[Vectors, Rows], self._lists.quantizer.search(turned, self.lists))

    def _within(self, products: Vectors) -> NDArray[np.bool_]:
        """Return which of all lists are looked at, the nearest first."""
        return products[:, :1] - products <= self.reach

    def save(self, path: Path) -> None:
        """Write one file; raises OSError where it cannot be written."""
        self._index.ntotal = self._lists.ntotal  # FAISS keeps a count of its own around the lists
        try:
            library().write_index(self._index, str(path))
        except RuntimeError as error:
            # FAISS gives the system's reason in words only.
            reasons = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            number = next((n for n in reasons if os.strerror(n) in str(error)), errno.EIO)
            raise OSError(number, os.strerror(number), str(path)) from error

    def candidates(self, queries: Vectors, k: int, *, least: int = 0) -> Rows:
        """Return at most k row numbers for each query, `ABSENT` where there are fewer; shape (queries, k).

        Where the lists nearest to some query hold fewer than `least`, all lists are looked at.
        """
        turned = self._turned(queries)
        products, order = self._nearest_lists(turned)
        found = self._among(turned, products, order, self._within(products), k)
        if ((found != ABSENT).sum(axis=1) < min(least, len(self))).any():
            found = self._among(turned, products, order, np.ones(order.shape, np.bool_), k)
        return found

    def _among(self, turned: Vectors, products: Vectors, order: Rows, looked: NDArray[np.bool_], k: int) -> Rows:
        faiss = library()
        most = int(looked.sum(axis=1).max(initial=1))
        which = np.where(looked, order, ABSENT)[:, :most]  # FAISS passes over a list with this number
        parameters = faiss.IVFRaBitQSearchParameters(nprobe=most, qb=_QUERY_BITS, centered=True)
        scores, found = np.empty((len(turned), k), np.float32), np.empty((len(turned), k), np.int64)
        arrays = [turned, *(np.ascontiguousarray(part) for part in (which, products[:, :most])), scores, found]

        def look(part: slice) -> None:
            asked, *others = [array[part] for array in arrays]
            # FAISS's own wrapper for arrays takes no parameters, and of these lists it uses one thread.
            pointers = map(faiss.swig_ptr, others)
            self._lists.search_preassigned_c(len(asked), faiss.swig_ptr(asked), k, *pointers, False, parameters)

        run_parallel(look, blocks(len(turned), _QUERIES_AT_ONCE))
        return found


def lists(rows: int) -> int:
    """Return how many lists so many rows get: the power of two nearest to √rows, each with enough to be trained."""
    wanted = 2 ** round(math.log2(math.sqrt(max(rows, 1))))
    most = max(1, rows // _LEAST_PER_LIST)
    return int(min(wanted, 2 ** int(math.log2(most))))


def sample_rows(count: int) -> Rows:
    """Return which of so many rows the centroids are trained on, in runs that are evenly spaced."""
    runs = -(-min(count, _PER_LIST * lists(count)) // _RUN)
    first = np.linspace(0, max(count - _RUN, 0), runs).astype(np.int64)
    return np.unique(np.minimum(np.add.outer(first, np.arange(_RUN)), count - 1)) if count else first
