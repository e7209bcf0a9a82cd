"""What a system says: the correspondences that it states, and whether it knows when there is no right answer.

For the second each query is asked twice: with its targets in the corpus and without them. The second is answered from
the same ranking with the relevant targets taken out, which is exact for a system that scores each pair by itself.
Queries without a relevant target are asked once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.calibration import auroc_values
from eval.measures import answerable
from eval.records import Floats, Qrels, Query, Run


@dataclass(frozen=True, slots=True)
class SetScore:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    @staticmethod
    def from_counts(hits: int, said: int, there: int) -> SetScore:
        """Compute from hits, how many were said and how many are there; 0 where there is nothing to divide by."""
        precision, recall = hits / max(said, 1), hits / max(there, 1)
        return SetScore(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0)


@dataclass(frozen=True, slots=True)
class MappingScores:
    """How right the stated correspondences are.

    `macro` is the mean over `documents` (groups), so that a long one weighs no more than a short one; those that state
    nothing and have nothing to find are not among them.
    """

    micro: SetScore
    macro: SetScore
    documents: int
    stated: int
    relevant: int


def mapping_scores(qrels: Qrels, run: Run, queries: Sequence[Query]) -> MappingScores | None:
    """Judge what the run states, its best targets from the threshold up; None where it has no probabilities.

    Queries without a relevant target count: whatever is stated for them is wrong. A document that states nothing has
    precision 0 where there was something to find, recall 0 where what it states is all wrong.
    """
    if run.probabilities is None or run.threshold is None:
        return None
    counts: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for query in queries:
        right = {target for target, grade in qrels.get(query.id, {}).items() if grade > 0}
        ranking, known = run.rankings.get(query.id), run.probabilities.get(query.id, {})
        best = ranking.targets[: run.shown] if ranking else ()
        said = {target for target in best if known.get(target, -1.0) >= run.threshold}
        counts[query.group].append((len(said & right), len(said), len(right)))
    groups = [[*map(sum, zip(*rows, strict=True))] for rows in counts.values()]
    hits, all_said, there = map(sum, zip(*groups, strict=True)) if groups else (0, 0, 0)
    rows = [SetScore.from_counts(*group) for group in groups if group[1] or group[2]]
    macro = (sum(getattr(row, name) for row in rows) / max(len(rows), 1) for name in ("precision", "recall", "f1"))
    return MappingScores(SetScore.from_counts(hits, all_said, there), SetScore(*macro), len(rows), all_said, there)


def best_answers(qrels: Qrels, run: Run, *, without: bool = False) -> Mapping[str, tuple[float, bool]]:
    """Return query → probability of its best answer and whether that is right; for a run with probabilities.

    The best is the one that ranks first, whatever the probabilities of others, `without` the right ones the first wrong
    one.
    """
    if run.probabilities is None:
        return {}
    answers = {}
    for query, row in run.probabilities.items():
        right = {target for target, grade in qrels.get(query, {}).items() if grade > 0}
        found = run.rankings.get(query)
        ranked = () if found is None else found.targets
        best = next((target for target in ranked if not (without and target in right)), None)
        if best is not None and best in row:
            answers[query] = (row[best], best in right)
    return answers


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Best answers of one system: how sure it is of each, whether that is right, and whether it was possible.

    Confidences are probabilities where the run has them, else scores.
    """

    confidence: Floats
    right: NDArray[np.bool_]
    possible: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """How well the confidence of the best answer tells right from wrong.

    `auroc` is that of "the best answer is right" (.5 is chance), None where all answers are right or all are wrong;
    `with_without` that of "a right answer was in the corpus". That can reach `ceiling` at most, (1 + A@1)/2: where the
    best answer is wrong, it is the same with and without the targets.
    """

    auroc: float | None
    with_without: float | None
    ceiling: float | None


@dataclass(frozen=True, slots=True, eq=False)
class RiskCoverage:
    """Share of wrong answers among those given, as the least confident are withheld.

    Both curves have a point for each share of questions answered; `area` is the mean risk over coverage (AURC; Geifman
    and El-Yaniv 2017), lower is better.
    """

    coverage: Floats
    risk: Floats
    area: float


def answers(qrels: Qrels, run: Run, queries: Iterable[str]) -> Answers:
    """Return the best answers with and without the targets; an unanswered question has the lowest confidence of all."""
    kept = answerable(qrels)
    rows: list[tuple[float, bool, bool]] = []
    for query in queries:
        right = {target for target, grade in kept.get(query, {}).items() if grade > 0}
        if right:
            rows.append((*_best(run, query, right, without=False), True))
        rows.append((*_best(run, query, right, without=True), False))
    sure = np.array([row[0] for row in rows])
    finite = sure[np.isfinite(sure)]
    sure[~np.isfinite(sure)] = (finite.min() if finite.size else 0.0) - 1.0
    right_ones, possible = (np.array([row[place] for row in rows], dtype=bool) for place in (1, 2))
    return Answers(sure, right_ones, possible)


def _best(run: Run, query: str, right: set[str], *, without: bool) -> tuple[float, bool]:
    found = run.rankings.get(query)
    if found is None:
        return -np.inf, False
    known = (run.probabilities or {}).get(query, {})
    for target, score in zip(found.targets, found.scores, strict=True):
        if without and target in right:
            continue
        # Below the targets that have a probability, none is left to be sure of.
        sure = known.get(target, 0.0) if run.probabilities is not None else float(score)
        return sure, target in right
    return -np.inf, False


def _auroc(confidence: Floats, truth: NDArray[np.bool_]) -> float | None:
    values = auroc_values(confidence, truth)
    return None if values is None else float(values.mean())


def no_match(found: Answers) -> NoMatch:
    """Return the figures of these answers."""
    first = found.right[found.possible]
    ceiling = (1 + float(first.mean())) / 2 if first.size else None
    return NoMatch(_auroc(found.confidence, found.right), _auroc(found.confidence, found.possible), ceiling)


def risk_coverage(found: Answers) -> RiskCoverage:
    """Return the curve over all answers; equally confident ones are given or withheld together."""
    if not len(found.confidence):
        return RiskCoverage(np.zeros(0), np.zeros(0), 0.0)
    order = np.argsort(-found.confidence, kind="stable")
    sure, wrong = found.confidence[order], ~found.right[order]
    last = np.append(np.flatnonzero(np.diff(sure)), len(sure) - 1)
    given = last + 1.0
    risk = np.cumsum(wrong)[last] / given
    coverage = given / len(sure)
    return RiskCoverage(coverage, risk, float(np.sum(risk * np.diff(coverage, prepend=0.0))))
