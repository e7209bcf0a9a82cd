"""Runs: rankings made from scores, in trec_eval's own order, their TREC files, and the part of one direction.

Scores are rounded to 6 decimals; targets are ordered by score and, tied, by id descending as a string, which is how
trec_eval orders them, so that trec_eval on our file gives our figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.errors import InputError, lines, unreadable
from eval.measures import answerable
from eval.records import HIGHEST_GRADE, Benchmark, Floats, Qrels, Ranking, Run

FULL_DEPTH = 5_000
"""Up to so many targets a ranking is judged whole."""
CUT_DEPTH = 1_000
"""Beyond, it is judged down to this rank."""
HIGHEST_SCORE = 1e38
"""trec_eval holds a score in a 32-bit float, for which more is infinite."""


def depth(targets: int) -> int:
    """Return to which rank a system is judged on a corpus of so many targets."""
    return targets if targets <= FULL_DEPTH else CUT_DEPTH


def rounded(scores: Floats) -> Floats:
    """Return scores to 6 decimals, as far as a 32-bit float tells them apart (above 16 it does not).

    trec_eval holds a score in a 32-bit float: scores that differ by less are ties to it, so they are ties here. The
    values are their own rounding, and print with 6 decimals to themselves.
    """
    exact = np.rint(np.asarray(scores, dtype=np.float64) * 1e6) / 1e6
    if exact.size and np.abs(exact).max() >= 16:
        exact = np.rint(exact.astype(np.float32).astype(np.float64) * 1e6) / 1e6
    return exact + 0.0  # no negative zero


def ranking(targets: Sequence[str], scores: Floats, *, keep: int | None = None) -> Ranking:
    """Order one query's targets; `keep` cuts the list to its first so many.

    Raises InputError: a score is no number up to `HIGHEST_SCORE`, or a target stands twice.
    """
    if len(set(targets)) != len(targets):
        raise InputError("a system scored the same target twice")
    order = np.array(sorted(range(len(targets)), key=targets.__getitem__, reverse=True), dtype=np.int64)
    return _ordered(np.array(targets, dtype=object)[order], np.asarray(scores, dtype=np.float64)[order], keep)


def _ordered(names: NDArray[np.object_], scores: Floats, keep: int | None) -> Ranking:
    """Order targets that already stand by id descending: a stable sort by score then leaves ties as they should be."""
    if not (np.abs(scores) <= HIGHEST_SCORE).all():
        raise InputError("a system gave a score that is not a number from -1e38 to 1e38")
    exact = rounded(scores)
    rows = np.arange(len(exact))
    if keep is not None and keep < len(exact):
        # Everything at least as good as the last one kept, so that a tie at the cut is decided by id as well.
        last = np.partition(exact, len(exact) - keep)[len(exact) - keep]
        rows = np.flatnonzero(exact >= last)
    best = rows[np.argsort(-exact[rows], kind="stable")][:keep]
    return Ranking(tuple(names[best].tolist()), exact[best])


def from_scores(system: str, queries: Sequence[str], targets: Sequence[str], scores: Iterable[Floats]) -> Run:
    """Return a run from score rows, to the `depth` of so many targets.

    The score rows have shape (len(targets),), higher is better; a generator holds one at a time in memory. Raises
    InputError: a score is no number up to `HIGHEST_SCORE`, an id stands twice.
    """
    order = np.array(sorted(range(len(targets)), key=targets.__getitem__, reverse=True), dtype=np.int64)
    names = np.array(targets, dtype=object)[order]
    if len(set(targets)) != len(targets) or len(set(queries)) != len(queries):
        raise InputError("an identifier stands twice")
    keep = depth(len(targets))
    rows = zip(queries, scores, strict=True)
    return Run(system, {query: _ordered(names, np.asarray(row, dtype=np.float64)[order], keep) for query, row in rows})


def tied_at_best(qrels: Qrels, run: Run) -> float:
    """Return share of the queries whose best right answer has the same score as a wrong one.

    Of the queries with a relevant target. For those the ids decide where the first right answer stands, not the system.
    A right answer below the depth to which the ranking was kept is not seen.
    """
    asked, tied = answerable(qrels), 0
    for query, judged in asked.items():
        found = run.rankings.get(query)
        targets = found.targets if found else ()
        right = [judged.get(target, 0) > 0 for target in targets]
        if found and any(right):
            alike = np.flatnonzero(found.scores == found.scores[right.index(True)])
            tied += not all(right[place] for place in alike)
    return tied / len(asked) if asked else 0.0


def directions(benchmark: Benchmark) -> tuple[str, ...]:
    """Return the directions in which something can be right ("es-en"), sorted; records without a language have none."""
    asked = {query.id: query.language for query in benchmark.queries}
    told = {target.id: target.language for target in benchmark.corpus}
    pairs = {
        (asked[query], told[target])
        for query, row in benchmark.qrels.items()
        for target, grade in row.items()
        if grade > 0
    }
    return tuple(sorted(f"{of}-{to}" for of, to in pairs if of and to))


def restrict(benchmark: Benchmark, run: Run, direction: str) -> tuple[Benchmark, Run]:
    """Restrict to queries in the first language and targets in the second, as if only those existed.

    Above `eval.runs.FULL_DEPTH` targets the ranking was cut before, so that fewer than its depth may be left.
    """
    of, _, to = direction.partition("-")
    queries = tuple(query for query in benchmark.queries if query.language == of)
    corpus = tuple(target for target in benchmark.corpus if target.language == to)
    if len(queries) == len(benchmark.queries) and len(corpus) == len(benchmark.corpus):
        return benchmark, run
    asked, told = {query.id for query in queries}, {target.id for target in corpus}
    qrels = {
        query: {target: grade for target, grade in row.items() if target in told}
        for query, row in benchmark.qrels.items()
        if query in asked
    }
    rankings = {}
    for query, found in run.rankings.items():
        if query in asked:
            kept = [place for place, target in enumerate(found.targets) if target in told]
            rankings[query] = Ranking(tuple(found.targets[place] for place in kept), found.scores[kept])
    return replace(benchmark, queries=queries, corpus=corpus, qrels=qrels), replace(run, rankings=rankings)


def write_run(run: Run, path: Path) -> None:
    """Write a TREC run (`query Q0 target rank score system`), whole or not at all; raises InputError."""
    tag = "-".join(run.system.split()) or "run"
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            for query, found in run.rankings.items():
                rows = zip(found.targets, found.scores.tolist(), strict=True)
                file.writelines(
                    f"{query} Q0 {target} {rank} {score:.6f} {tag}\n"
                    for rank, (target, score) in enumerate(rows, start=1)
                )
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise unreadable(path, error) from error


def read_run(path: Path, *, queries: Iterable[str] | None = None, targets: Iterable[str] | None = None) -> Run:
    """Read a TREC run; its ranks are not used, the order comes from scores and ids (as in trec_eval).

    A line of a query or target that is not among those given is an error. Raises InputError: names file and line of a
    broken line, a score that is no number up to `HIGHEST_SCORE`, an unknown or repeated id.
    """
    asked, known = (None if ids is None else frozenset(ids) for ids in (queries, targets))
    rows: dict[str, dict[str, float]] = {}
    tag = "run"
    for place, line in lines(path):
        cells = line.split()
        try:
            query, _, target, _, said, tag = cells
            score = float(said)
        except ValueError:
            raise place.error("must be 'query Q0 target rank score system', the score a number") from None
        row = rows.setdefault(query, {})
        if not abs(score) <= HIGHEST_SCORE:
            es = f"la puntuación «{said}» no es un número de -1e38 a 1e38"
            en = f"score '{said}' is not a number from -1e38 to 1e38"
        elif target in row:
            es, en = f"«{target}» ya se puntuó para «{query}»", f"'{target}' was already scored for '{query}'"
            first = next(at.line for at, there in lines(path) if there.split()[0:3:2] == [query, target])
            es, en = f"{es} en la línea {first}", f"{en} in line {first}"
        elif asked is not None and query not in asked:
            es, en = f"la consulta «{query}» no está en el conjunto", f"query '{query}' is not in the benchmark"
        elif known is not None and target not in known:
            es, en = f"el destino «{target}» no está en el conjunto", f"target '{target}' is not in the benchmark"
        else:
            row[sys.intern(target)] = score  # the same few thousand ids stand in every query
            continue
        raise place.error(es=es, en=en)
    if not rows:
        raise InputError("{path}: the run is empty; name another file", path=path)
    return Run(tag, {query: ranking(tuple(row), np.array([*row.values()])) for query, row in rows.items()})


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read TREC judgements (`query 0 target grade`); a grade below 0 counts as 0, judged not relevant.

    Raises InputError: names file and line of a broken or repeated line, or of a grade above `HIGHEST_GRADE`.
    """
    found: dict[str, dict[str, int]] = {}
    for place, line in lines(path):
        cells = line.split()
        try:
            query, _, target, grade = cells
            value = int(grade)
        except ValueError:
            raise place.error("must be 'query 0 target grade', the grade a whole number") from None
        if value > HIGHEST_GRADE:
            raise place.error(
                "grade '{grade}' is above {most:,}, the highest there may be", grade=grade, most=HIGHEST_GRADE
            )
        if target in found.setdefault(query, {}):
            raise place.error(
                "'{target}' was already judged for '{query}'; keep one judgement", target=target, query=query
            )
        found[query][target] = max(value, 0)
    return found
