"""Lists that stay as they are while rows come and go: what came lies beside them in lists around the same centroids.

A change then costs what it changes, and the large file of the lists is shared by all that was changed since.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from embeddings.encoders import Vectors
from embeddings.indexes.approximate import ABSENT, Rows
from embeddings.indexes.ivf import IvfIndex


@dataclass(frozen=True, slots=True)
class Layers:
    """Lists, and what has changed since they were made.

    Attributes:
        lists: as they were made.
        come: rows that came since; None for none.
        gone: numbers of rows of `lists` that went since; None for none.
    """

    lists: IvfIndex
    come: IvfIndex | None = None
    gone: Rows | None = None

    def __len__(self) -> int:
        come, gone = (0 if part is None else len(part) for part in (self.come, self.gone))
        return len(self.lists) + come - gone

    def candidates(self, queries: Vectors, k: int, *, least: int) -> Rows:
        """Row numbers for each query, `ABSENT` where there are fewer.

        Args:
            queries: rows of unit length, shape (queries, dimension).
            k: how many of either layer.
            least: so many each query gets, as far as there are: where the lists nearest to it hold fewer, all are
                looked at.
        """
        found = self._candidates(queries, k, widely=False)
        if ((found != ABSENT).sum(axis=1) < min(least, len(self))).any():
            found = self._candidates(queries, k, widely=True)
        return found

    def _candidates(self, queries: Vectors, k: int, *, widely: bool) -> Rows:
        found = [self.lists.candidates(queries, k, without=self.gone, widely=widely)]
        if self.come is not None:
            found.append(self.come.candidates(queries, k, widely=widely))
        return np.concatenate(found, axis=1)
