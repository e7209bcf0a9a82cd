"""Models that were fitted and ship as one file, among them boosted decision trees as plain arrays.

Friedman 2001, "Greedy function approximation"; scikit-learn fits them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from itertools import chain
from typing import Any, ClassVar, Self, cast

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A fitted model; a subclass adds its coefficients, and may keep them in another form than JSON."""

    FILE: ClassVar[str]  # where the one that ships lies in `mapper/data`

    encoder: str  # revision of the encoder that it was fitted with
    about: Mapping[str, Any]  # what it was fitted on and the figures that it reached; for reports

    def to_bytes(self) -> bytes:
        """As a file, the same bytes for the same model."""
        from pydantic import TypeAdapter  # here, since pydantic takes a while

        values = TypeAdapter(type(self)).dump_python(self, mode="json")
        return (json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` gave."""
        from pydantic import TypeAdapter

        return TypeAdapter(cls).validate_json(content)

    @property
    def revision(self) -> str:
        """Hash of what an answer depends on, 16 hexadecimal digits; the figures in `about` change none."""
        return hashlib.sha256(replace(self, about={}).to_bytes()).hexdigest()[:16]

    @classmethod
    def shipped(cls) -> Self:
        """The one that comes with the installation, read once."""
        if cls not in _SHIPPED:
            _SHIPPED[cls] = cls.from_bytes((files("mapper") / "data" / cls.FILE).read_bytes())
        return cast(Self, _SHIPPED[cls])


_SHIPPED: dict[type[Fitted], Fitted] = {}


Numbers = NDArray[np.float64]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Nodes of all trees, one after the other; a leaf leads to itself."""

    start: float  # log odds before the first tree
    roots: NDArray[np.int32]  # the first node of each tree
    feature: NDArray[np.int16]  # column that a node asks for
    threshold: Numbers  # values up to it go left
    left: NDArray[np.int32]  # the next node
    right: NDArray[np.int32]
    value: Numbers  # what a leaf adds to the log odds
    depth: int  # of the deepest tree

    @classmethod
    def of(cls, *fitted: Any) -> Self:  # noqa: ANN401 - scikit-learn ships no types
        """The mean log odds of binary `HistGradientBoostingClassifier`s without missing or categorical values."""
        roots, nodes, size = [], [], 0
        # scikit-learn gives its trees no public name.
        for (tree,) in chain.from_iterable(one._predictors for one in fitted):
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
            float(np.mean([np.ravel(one._baseline_prediction)[0] for one in fitted])),
            np.array(roots, dtype=np.int32),
            every["feature_idx"].astype(np.int16),
            every["num_threshold"].astype(np.float64),
            every["left"].astype(np.int32),
            every["right"].astype(np.int32),
            np.where(every["is_leaf"], every["value"], 0.0) / len(fitted),
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
        # Taken from flat arrays, a few rows at once: a sixth of the time of indexing by two arrays.
        feature, roots = self.feature.astype(np.int64), self.roots.astype(np.int64)
        next_nodes = np.stack([self.right, self.left], axis=1).astype(np.int64).ravel()
        for begin in range(0, len(rows), _AT_ONCE):
            part = np.ascontiguousarray(rows[begin : begin + _AT_ONCE])
            node = np.broadcast_to(roots, (len(part), len(roots)))
            values, line = part.ravel(), (np.arange(len(part)) * part.shape[1])[:, None]
            for _ in range(self.depth):
                goes_left = values.take(line + feature.take(node)) <= self.threshold.take(node)
                node = next_nodes.take(2 * node + goes_left)
            found[begin : begin + _AT_ONCE] += self.value.take(node).sum(axis=1)
        return found
