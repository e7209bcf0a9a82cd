"""Candidates as what the matcher is fitted on: cases, with and without their right entries, and pairs of features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from mapper.matcher_model import FEATURES, features, order
from mapper.scoring import USED, Mixture, Scored, score_all
from mapper.training.matcher_tasks import Task

Numbers = NDArray[np.float64]

FOLDS = 5
MOST_OF_FEW = 20
FEW = "few"
"""Pool of a few entries: what whoever adds a standard or two searches."""
_WEIGHT_OF_FEW = 0.3
# One norm is asked about all that a programme says, and is about a quarter of it at best; a whole catalogue has an
# answer for most. How often it has none, no material tells: of whole pools only questions with an answer are fitted.
_WEIGHT_OF_ABSENT = 3.0
_PAIRS_PER_TEXT = 10
NOT_FITTED = "titles"
"""Family that only ranks: the text itself stands in the pool and is no answer, which no use of the matcher has."""


@dataclass(frozen=True, slots=True)
class Case:
    """One text with its candidates.

    Attributes:
        kind: what is asked, and how.
        pool: what it was searched in.
        group: what the text belongs to.
        fold: of its group.
        found: the candidates.
        relevant: for each candidate whether it is right.
        wanted: how many right entries the pool holds, found or not.
        weight: of the case; every kind, and within it every pool, weighs the same in all.
    """

    kind: str
    pool: str
    group: str
    fold: int
    found: Scored
    relevant: NDArray[np.bool_]
    wanted: int
    weight: float

    @property
    def family(self) -> str:
        """What is left out together: collections from the same documents."""
        return self.kind.split("-")[0]


def cases(material: Sequence[Task], mixture: Mixture = USED) -> list[Case]:
    """Every counted question in its pool and in a few entries of it, with and without its right entries."""
    found = [case for task in material if task.family != NOT_FITTED for case in _cases(task, mixture)]
    total: dict[str, float] = {}
    for case in found:
        total[case.kind] = total.get(case.kind, 0) + case.weight
    return [replace(case, weight=case.weight / total[case.kind]) for case in found]


def _cases(task: Task, mixture: Mixture) -> Iterator[Case]:
    scored = score_all(task.questions, task.texts, task.vectors, task.pool, mixture)
    rng = np.random.default_rng(len(task.counted))
    for row in task.counted:
        found, right = scored[row], task.relevant[row]
        relevant = np.isin(found.entries, sorted(right))
        fold = int.from_bytes(sha256(f"matcher {task.groups[row]}".encode()).digest()[:4], "big") % FOLDS
        case = Case(task.kind, task.name, task.groups[row], fold, found, relevant, len(right), 1 / len(task.counted))
        yield from _with_and_without(case, 0.0)
        if task.name != "renec":
            yield from _with_and_without(_few(case, rng), _WEIGHT_OF_ABSENT)


def _with_and_without(case: Case, weight: float) -> Iterator[Case]:
    """The case, and the same, counting so much of it, with its right entries taken out of the pool."""
    yield case
    others = case.found.only(~case.relevant, case.found.size - case.wanted)
    nothing = np.zeros(len(others.entries), dtype=bool)
    yield replace(case, found=others, relevant=nothing, wanted=0, weight=weight * case.weight)


def _few(case: Case, rng: np.random.Generator) -> Case:
    """The case in a framework of its right entries and up to twenty others, drawn by chance."""
    others = np.flatnonzero(~case.relevant)
    drawn = rng.choice(others, size=min(len(others), int(rng.integers(1, MOST_OF_FEW + 1))), replace=False)
    kept = case.relevant.copy()
    kept[drawn] = True
    found = case.found.only(kept, len(drawn) + case.wanted)
    return replace(case, pool=FEW, found=found, relevant=case.relevant[kept], weight=case.weight * _WEIGHT_OF_FEW)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The best candidates of all cases; parallel arrays, `columns` one for each of `FEATURES`, `rank` from 1."""

    columns: Numbers
    rank: NDArray[np.int64]
    right: NDArray[np.bool_]
    weight: Numbers
    fold: NDArray[np.int64]
    family: NDArray[np.str_]
    case: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return Pairs(*(getattr(self, field.name)[kept] for field in fields(self)))


def pairs_of(material: Sequence[Case]) -> Pairs:
    """The first ten candidates of each case, by score."""
    columns, rank, right, weight, fold, family, number = [], [], [], [], [], [], []
    for i, case in enumerate(material):
        named = features(case.found)
        best = order(case.found)[:_PAIRS_PER_TEXT]
        columns.append(np.column_stack([named[name][best] for name in FEATURES]))
        rank.append(np.arange(1, len(best) + 1))
        right.append(case.relevant[best])
        weight += [case.weight] * len(best)
        fold += [case.fold] * len(best)
        family += [case.family] * len(best)
        number += [i] * len(best)
    return Pairs(
        np.concatenate(columns),
        np.concatenate(rank),
        np.concatenate(right),
        np.array(weight),
        np.array(fold),
        np.array(family),
        np.array(number),
    )


def average_precision(case: Case) -> float:
    """Average precision over all right entries of the pool; those not found count as missed."""
    ranked = case.relevant[order(case.found)]
    hits = np.flatnonzero(ranked)
    return float(np.sum(np.arange(1, len(hits) + 1) / (hits + 1)) / case.wanted)


def mean_average_precision(material: Sequence[Case]) -> dict[str, float]:
    """Of each collection and pool, over the texts that have a right entry there."""
    found: dict[str, list[float]] = {}
    for case in material:
        if case.wanted:
            found.setdefault(f"{case.kind} {case.pool}", []).append(average_precision(case))
    return {name: float(np.mean(values)) for name, values in found.items()}
