"""Texts of a collection as questions whose true neighbours are known: what tells how much its index finds.

They are kept with the lists that were checked by them: the next update asks them again, and looks among all texts only
for the neighbours of questions that are new, or have lost too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.indexes.ivf import ABSENT, in_order, nearest, recall, rescore
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Shard
from mapper.catalogues.collections.vectors import SHARD_BITS, Ids, Rows, live_texts

NEIGHBOURS = 10
_WITH_ITSELF = NEIGHBOURS + 1  # each question finds itself
_KEPT = 2 * _WITH_ITSELF
_QUESTIONS = 400  # what so many find is what others find, to a quarter of a per cent


class Texts:
    """The live texts of some shards: their ids, ascending, and their vectors."""

    def __init__(self, collection: Collection, shards: Sequence[Shard], dimension: int) -> None:
        self.ids = np.concatenate([np.zeros(0, np.int64), *(live_texts(collection, shard) for shard in shards)])
        self.rows = Rows(collection, shards)
        self.dimension = dimension

    def vectors(self, ids: Ids) -> Vectors:
        """Rows of these ids, ascending."""
        parts = [part for _, part in self.rows.parts(ids)]
        return np.concatenate([np.zeros((0, self.dimension), np.float32), *parts])

    def hold(self, ids: Ids) -> NDArray[np.bool_]:
        """Which of some ids are those of live texts."""
        if not len(self.ids):
            return np.zeros(ids.shape, np.bool_)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return cast(NDArray[np.bool_], self.ids[places] == ids)


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions and their nearest texts, whose ids follow the question's, `ABSENT` where fewer are known."""

    ids: Ids  # by question, shape (questions, 1 + twice as many as are asked for)
    queries: Vectors  # of the questions, shape (questions, dimension)
    truth: Vectors  # true scores of the nearest, the best first, shape (questions, `NEIGHBOURS` + 1 or all texts)

    @classmethod
    def of(cls, texts: Texts) -> Self:
        """Questions evenly spaced among all texts."""
        return cls._asked(_evenly(texts.ids, _QUESTIONS), texts)

    @classmethod
    def since(cls, before: Ids, shards: Sequence[Shard], texts: Texts) -> Self:
        """The questions of the version with these shards, as its `ids` had them, and some of the texts that came since.

        These stand in shards of their own; of the others some may be gone.
        """
        come = texts.ids[np.isin(texts.ids >> SHARD_BITS, [shard.number for shard in shards], invert=True)]
        before = before[texts.hold(before[:, 0])]
        known = np.where(texts.hold(before[:, 1:]), before[:, 1:], ABSENT)
        enough = (known != ABSENT).sum(axis=1) >= _WITH_ITSELF
        kept = cls._updated(before[enough, 0], known[enough], texts, come)
        new = _evenly(come, round(_QUESTIONS * len(come) / max(len(texts.ids), 1)))
        asked = cls._asked(np.union1d(before[~enough, 0], new), texts)
        return cls._joined(kept, asked) if len(kept) and len(asked) else (kept if len(kept) else asked)

    @classmethod
    def _asked(cls, questions: Ids, texts: Texts) -> Self:
        queries = texts.vectors(questions)
        scores, found = nearest(queries, texts.rows.whole_parts(texts.ids) if len(questions) else (), _KEPT)
        return cls._of(questions, queries, scores, found)

    @classmethod
    def _updated(cls, questions: Ids, known: Ids, texts: Texts, come: Ids) -> Self:
        """Known are the nearest of the texts from before, `_WITH_ITSELF` of each question at least."""
        queries = texts.vectors(questions)
        scores, found = rescore(queries, known, texts.rows.__getitem__, _KEPT)
        least = np.where(found == ABSENT, np.inf, scores).min(axis=1, initial=np.inf)
        more_scores, more = nearest(queries, texts.rows.parts(come), _KEPT)
        scores, found = in_order(np.hstack([scores, more_scores]), np.hstack([found, more]))
        # What is less near than all that are known may lie behind others from before.
        return cls._of(questions, queries, scores, np.where(scores >= least[:, None], found, ABSENT))

    @classmethod
    def _of(cls, questions: Ids, queries: Vectors, scores: Vectors, found: Ids) -> Self:
        ids = np.full((len(questions), 1 + _KEPT), ABSENT, np.int64)
        ids[:, 0] = questions
        ids[:, 1 : 1 + found.shape[1]] = found[:, :_KEPT]
        return cls(ids, queries, scores[:, :_WITH_ITSELF])

    @classmethod
    def _joined(cls, one: Self, other: Self) -> Self:
        ids, queries, truth = (
            np.concatenate([getattr(part, name) for part in (one, other)]) for name in ("ids", "queries", "truth")
        )
        order = np.argsort(ids[:, 0])
        return cls(ids[order], queries[order], truth[order])

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def neighbours(self) -> Ids:
        """Ids of the nearest texts of each question, the best first, `ABSENT` where there are fewer."""
        return self.ids[:, 1 : 1 + self.truth.shape[1]]

    def recall(self, scores: Vectors) -> float:
        """Share of the true neighbours that was found with these scores, to four decimals."""
        return round(recall(scores, self.truth), 4)


def _evenly(ids: Ids, count: int) -> Ids:
    places = np.linspace(0, max(len(ids) - 1, 0), min(len(ids), count))
    return ids[np.unique(places.astype(np.int64))]
