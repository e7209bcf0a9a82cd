"""Boosted decision trees as plain arrays (Friedman 2001, "Greedy function approximation"), fitted by scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Nodes of all trees, one after the other; a leaf leads to itself.

    Attributes:
        start: log odds before the first tree.
        roots: the first node of each tree.
        feature: column that a node asks for.
        threshold: values up to it go left.
        left: the next node; so `right`.
        value: what a leaf adds to the log odds.
        depth: of the deepest tree.
    """

    start: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: Numbers
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Numbers
    depth: int

    @classmethod
    def of(cls, fitted: Any) -> Self:  # noqa: ANN401 - scikit-learn ships no types
        """From a fitted binary `HistGradientBoostingClassifier` without missing or categorical values."""
        roots, nodes, size = [], [], 0
        for (tree,) in fitted._predictors:  # scikit-learn gives its trees no public name
            own = tree.nodes.copy()
            place = np.arange(len(own))
            leaf = own["is_leaf"].astype(bool)
            own["left"] = np.where(leaf, place, own["left"]) + size
            own["right"] = np.where(leaf, place, own["right"]) + size
            roots.append(size)
            nodes.append(own)
            size += len(own)
        every = np.concatenate(nodes)
        return cls(
            float(np.ravel(fitted._baseline_prediction)[0]),
            np.array(roots, dtype=np.int32),
            every["feature_idx"].astype(np.int16),
            every["num_threshold"].astype(np.float64),
            every["left"].astype(np.int32),
            every["right"].astype(np.int32),
            np.where(every["is_leaf"], every["value"], 0.0),
            int(every["depth"].max()),
        )

    def arrays(self, prefix: str) -> dict[str, Any]:
        """Its fields under names that begin so, as they are stored."""
        return {f"{prefix}{field.name}": np.asarray(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_arrays(cls, stored: Mapping[str, Any], prefix: str) -> Self:
        """What `arrays` gave."""
        found = {field.name: stored[f"{prefix}{field.name}"] for field in fields(cls)}
        return cls(**{**found, "start": float(found["start"]), "depth": int(found["depth"])})

    def log_odds(self, rows: Numbers) -> Numbers:
        """Of rows of features, shape (n, columns); an array of shape (n,)."""
        found = np.full(len(rows), self.start)
        for begin in range(0, len(rows), _AT_ONCE):
            part = rows[begin : begin + _AT_ONCE]
            node = np.broadcast_to(self.roots, (len(part), len(self.roots)))
            line = np.arange(len(part))[:, None]
            for _ in range(self.depth):
                goes_left = part[line, self.feature[node]] <= self.threshold[node]
                node = np.where(goes_left, self.left[node], self.right[node])
            found[begin : begin + _AT_ONCE] += self.value[node].sum(axis=1)
        return found
