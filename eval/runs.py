"""Runs: rankings made from scores, in trec_eval's own order.

Scores are rounded to 6 decimals; targets are ordered by score and, tied, by id descending as a string, which is how
trec_eval orders them, so that trec_eval on our file gives our figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.errors import InputError
from eval.records import Floats, Qrels, Ranking, Run

FULL_DEPTH = 5_000
"""Up to so many targets a ranking is judged whole."""
CUT_DEPTH = 1_000
"""Beyond, it is judged down to this rank."""


def depth(targets: int) -> int:
    """To which rank a system is judged on a corpus of so many targets."""
    return targets if targets <= FULL_DEPTH else CUT_DEPTH


def rounded(scores: Floats) -> Floats:
    """Scores to 6 decimals, as far as a 32-bit float tells them apart (above 16 it does not).

    trec_eval holds a score in a 32-bit float: scores that differ by less are ties to it, so they are ties here. The
    values are their own rounding, and print with 6 decimals to themselves.
    """
    exact = np.rint(np.asarray(scores, dtype=np.float64) * 1e6) / 1e6
    if exact.size and np.abs(exact).max() >= 16:
        exact = np.rint(exact.astype(np.float32).astype(np.float64) * 1e6) / 1e6
    return exact + 0.0  # no negative zero


def ranking(targets: Sequence[str], scores: Floats, *, keep: int | None = None) -> Ranking:
    """Order one query's targets; `keep` cuts the list to its first so many.

    Raises:
        InputError: a score is not a finite number, or a target stands twice.
    """
    if len(set(targets)) != len(targets):
        raise InputError(es="un sistema puntuó dos veces el mismo destino", en="a system scored the same target twice")
    order = np.array(sorted(range(len(targets)), key=targets.__getitem__, reverse=True), dtype=np.int64)
    return _ordered(np.array(targets, dtype=object)[order], np.asarray(scores, dtype=np.float64)[order], keep)


def _ordered(names: NDArray[np.object_], scores: Floats, keep: int | None) -> Ranking:
    """Order targets that already stand by id descending: a stable sort by score then leaves ties as they should be."""
    if not np.isfinite(scores).all():
        raise InputError(
            es="un sistema dio una puntuación que no es un número finito",
            en="a system gave a score that is not a finite number",
        )
    exact = rounded(scores)
    rows = np.arange(len(exact))
    if keep is not None and keep < len(exact):
        # Everything at least as good as the last one kept, so that a tie at the cut is decided by id as well.
        last = np.partition(exact, len(exact) - keep)[len(exact) - keep]
        rows = np.flatnonzero(exact >= last)
    best = rows[np.argsort(-exact[rows], kind="stable")][:keep]
    return Ranking(tuple(names[best].tolist()), exact[best])


def from_scores(
    system: str, queries: Sequence[str], targets: Sequence[str], scores: Iterable[Floats], *, keep: int | None = None
) -> Run:
    """A run from score rows.

    Args:
        system: its name.
        queries: ids, one per row.
        targets: ids, one per column.
        scores: rows of shape (len(targets),), higher is better; a generator holds one row at a time in memory.
        keep: ranks kept; by default what `depth` says.

    Raises:
        InputError: a score is not a finite number, an id stands twice.
    """
    order = np.array(sorted(range(len(targets)), key=targets.__getitem__, reverse=True), dtype=np.int64)
    names = np.array(targets, dtype=object)[order]
    if len(set(targets)) != len(targets) or len(set(queries)) != len(queries):
        raise InputError(es="un identificador se repite", en="an identifier stands twice")
    keep = depth(len(targets)) if keep is None else keep
    rows = zip(queries, scores, strict=True)
    return Run(system, {query: _ordered(names, np.asarray(row, dtype=np.float64)[order], keep) for query, row in rows})


def tied_at_best(qrels: Qrels, run: Run) -> float:
    """Share of the queries whose best right answer has the same score as a wrong one.

    Of the queries with a relevant target. For those the ids decide where the first right answer stands, not the system.
    A right answer below the depth to which the ranking was kept is not seen.
    """
    asked = {query: row for query, row in qrels.items() if any(grade > 0 for grade in row.values())}
    tied = sum(_is_tied(row, run.rankings[query]) for query, row in asked.items() if query in run.rankings)
    return tied / len(asked) if asked else 0.0


def _is_tied(judged: Mapping[str, int], found: Ranking) -> bool:
    best = next((place for place, target in enumerate(found.targets) if judged.get(target, 0) > 0), None)
    if best is None:
        return False
    alike = np.flatnonzero(found.scores == found.scores[best])
    return any(judged.get(found.targets[place], 0) <= 0 for place in alike)
