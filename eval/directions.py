"""Figures per direction (es→en, …): the part of a benchmark whose queries and targets are in two given languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from eval.records import Benchmark, Ranking, Run


def directions(benchmark: Benchmark) -> tuple[str, ...]:
    """The directions in which something can be right ("es-en"), sorted; records without a language have none."""
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
    """Queries in the first language, judgements and rankings of targets in the second, as if only those existed.

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
    rankings = {query: _only(found, told) for query, found in run.rankings.items() if query in asked}
    return replace(benchmark, queries=queries, corpus=corpus, qrels=qrels), replace(run, rankings=rankings)


def _only(ranking: Ranking, told: set[str]) -> Ranking:
    kept = np.array([target in told for target in ranking.targets], dtype=bool)
    return Ranking(tuple(t for t in ranking.targets if t in told), ranking.scores[kept])
