"""Set measures of a mapping: what a system states from its threshold up, against the judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.records import Qrels, Query, Run


@dataclass(frozen=True, slots=True)
class SetScore:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class MappingScores:
    """How right the stated correspondences are.

    Attributes:
        micro: every correspondence counts the same.
        macro: mean over documents (groups), so that a long document weighs no more than a short one.
        documents: number of documents in the macro mean; those that state nothing and have nothing to find are not.
        stated: number of correspondences stated.
        relevant: number of correspondences judged to hold.
    """

    micro: SetScore
    macro: SetScore
    documents: int
    stated: int
    relevant: int


def stated(run: Run) -> dict[str, frozenset[str]]:
    """Query → targets that the run states: its best ones, from the threshold up; empty without probabilities."""
    if run.probabilities is None or run.threshold is None:
        return {}
    least = run.threshold
    return {
        query: frozenset(
            target
            for target in run.rankings[query].targets[: run.shown]
            if target in run.probabilities.get(query, {}) and run.probabilities[query][target] >= least
        )
        for query in run.rankings
    }


def _score(hits: int, said: int, there: int) -> SetScore:
    precision = hits / said if said else 0.0
    recall = hits / there if there else 0.0
    both = precision + recall
    return SetScore(precision, recall, 2 * precision * recall / both if both else 0.0)


def mapping_scores(qrels: Qrels, run: Run, queries: Sequence[Query]) -> MappingScores | None:
    """Judge what the run states; None where it has no probabilities.

    Queries without a relevant target count: whatever is stated for them is wrong. A document that states nothing has
    precision 0 where there was something to find, recall 0 where what it states is all wrong.
    """
    if run.probabilities is None or run.threshold is None:
        return None
    said = stated(run)
    counts: dict[str, list[int]] = {}
    for query in queries:
        right = {target for target, grade in qrels.get(query.id, {}).items() if grade > 0}
        mine: frozenset[str] = said.get(query.id, frozenset())
        row = counts.setdefault(query.group, [0, 0, 0])
        for place, number in enumerate((len(mine & right), len(mine), len(right))):
            row[place] += number
    hits, all_said, there = (sum(row[place] for row in counts.values()) for place in range(3))
    per_document = [_score(*row) for row in counts.values() if row[1] or row[2]]
    return MappingScores(_score(hits, all_said, there), _mean(per_document), len(per_document), all_said, there)


def _mean(scores: Sequence[SetScore]) -> SetScore:
    n = max(len(scores), 1)
    return SetScore(
        sum(s.precision for s in scores) / n, sum(s.recall for s in scores) / n, sum(s.f1 for s in scores) / n
    )


def best_answers(qrels: Qrels, run: Run) -> Mapping[str, tuple[float, bool]]:
    """Query → probability of its best answer and whether that is right; only of a run with probabilities.

    Where several targets share the best probability, the one that ranks first is the answer.
    """
    if run.probabilities is None:
        return {}
    answers = {}
    for query, row in run.probabilities.items():
        found = run.rankings.get(query)
        if found is None or not found.targets or found.targets[0] not in row:
            continue
        best = found.targets[0]
        answers[query] = (row[best], qrels.get(query, {}).get(best, 0) > 0)
    return answers
