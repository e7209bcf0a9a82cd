"""What people judge: the best answers of several systems and a few drawn from below, blind and shuffled.

Judging only what one system ranks high favours systems that resemble it; targets drawn from ranks 6–50 show how much
the pool misses.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.errors import InputError
from eval.records import Ranking, Run

SYSTEMS = 3
TOP = 5
TAIL = (6, 50)
DRAWN = 3


@dataclass(frozen=True, slots=True)
class PoolItem:
    """One pair to be judged.

    Attributes:
        query: id of the passage.
        target: id of the competency.
        drawn: whether it was drawn from the ranks below the pool, not taken from the top.
        ranks: system → rank from 1, of the systems that hold it within the ranks looked at; not shown to judges.
    """

    query: str
    target: str
    drawn: bool
    ranks: Mapping[str, int]


def pool(
    runs: Sequence[Run],
    queries: Sequence[str],
    *,
    seed: int = 0,
    top: int = TOP,
    tail: tuple[int, int] = TAIL,
    drawn: int = DRAWN,
) -> tuple[PoolItem, ...]:
    """Pairs to be judged, passages and the targets within each in an order drawn with the seed.

    What a system has tied at the bottom of its ranking (BM25, where no word is shared) is no answer of its.

    Args:
        runs: of at least three different systems; their order changes nothing.
        queries: ids of the passages to judge; their order changes nothing.
        seed: of the order and of the targets drawn.
        top: so many of each system's first ranks are taken whole.
        tail: first and last rank from which targets are drawn.
        drawn: how many of these for each passage.

    Raises:
        InputError: fewer than three systems, or two that answer exactly alike.
    """
    _check_different(runs)
    order = sorted(queries)
    random.Random(f"{seed}").shuffle(order)
    found: list[PoolItem] = []
    for query in order:
        # A generator of its own, so that adding a passage does not draw the others anew.
        rng = random.Random(f"{seed} {query}")
        ranks: dict[str, dict[str, int]] = {}
        for run in sorted(runs, key=lambda run: run.system):
            ranking = run.rankings.get(query)
            for rank, target in enumerate(_said(ranking)[: tail[1]] if ranking else (), start=1):
                ranks.setdefault(target, {})[run.system] = rank
        first = {target for target, row in ranks.items() if min(row.values()) <= top}
        below = sorted(t for t, row in ranks.items() if t not in first and max(row.values()) >= tail[0])
        extra = set(rng.sample(below, min(drawn, len(below))))
        targets = sorted(first | extra)
        rng.shuffle(targets)
        found.extend(PoolItem(query, target, target in extra, ranks[target]) for target in targets)
    return tuple(found)


def _said(ranking: Ranking) -> tuple[str, ...]:
    """The targets that a system puts above others: those tied at the bottom stand there by their ids alone."""
    scores = ranking.scores
    if len(scores) > 1 and scores[-1] == scores[-2]:
        return ranking.targets[: int((scores > scores[-1]).sum())]
    return ranking.targets


def _check_different(runs: Sequence[Run]) -> None:
    names = {run.system for run in runs}
    answers = {tuple(sorted((query, found.targets[:TOP]) for query, found in run.rankings.items())) for run in runs}
    if len(names) < SYSTEMS or len(answers) < SYSTEMS:
        listed = ", ".join(sorted(names))
        raise InputError(
            es=f"hacen falta al menos {SYSTEMS} sistemas distintos, y hay: {listed}",
            en=f"at least {SYSTEMS} different systems are needed, and there are: {listed}",
        )
