"""Measures of rankings: `(qrels, run) → {query: value}`.

All of them come from one ordering (`eval.runs`). ir_measures with pytrec_eval computes them, but never sees a score:
its providers treat ties differently, so it is fed descending rank numbers.

A query that the system leaves unanswered scores zero. A query without a relevant target has no value here: it is left
out of every ranking measure (`unanswerable` lists these) and enters "no match" only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from eval.records import Qrels, Run, Values

Measure = Callable[[Qrels, Run], dict[str, float]]

_JUDGED_ONLY = ", judged only"


def answerable(qrels: Qrels) -> dict[str, Mapping[str, int]]:
    """Return the judgements of the queries that have a relevant target."""
    return {query: row for query, row in qrels.items() if any(grade > 0 for grade in row.values())}


def unanswerable(qrels: Qrels, queries: Iterable[str]) -> tuple[str, ...]:
    """Return those of `queries` without a relevant target, which the ranking measures leave out."""
    kept = answerable(qrels)
    return tuple(query for query in queries if query not in kept)


def _ir_measure(name: str) -> Any:  # noqa: ANN401 - ir_measures says nothing of its types
    """Return a measure of ir_measures, whose own `parse_measure` needs what Python 3.14 has no more (`ast.Num`)."""
    import ir_measures

    base, _, cut = name.removesuffix(_JUDGED_ONLY).partition("@")
    found = getattr(ir_measures, base)
    if name.endswith(_JUDGED_ONLY):
        found = found(judged_only=True)
    return found @ int(cut) if cut else found


def _ir_measures(names: Mapping[str, str], qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Return values by ir_measures; one gain table a call, the grades themselves, for pytrec_eval mixes several up."""
    import ir_measures

    kept = {query: dict(row) for query, row in answerable(qrels).items()}
    fed = {}
    for query, judged in kept.items():
        found = run.rankings.get(query)
        if found and found.targets:
            # Nothing below the last judged target and rank 100 changes a measure.
            last = max((place for place, target in enumerate(found.targets) if target in judged), default=0)
            fed[query] = {target: -float(place) for place, target in enumerate(found.targets[: max(last + 1, 100)])}
    wanted = {_ir_measure(name): ours for ours, name in names.items()}
    values: dict[str, dict[str, float]] = {ours: dict.fromkeys(kept, 0.0) for ours in names}
    if fed:
        # Judged@k is counted by another provider than the rest: each takes the measures that it knows.
        for provider in (ir_measures.pytrec_eval, ir_measures.providers.registry["judged"]):
            mine = [measure for measure in wanted if provider.supports(measure)]
            for metric in provider.evaluator(mine, kept).iter_calc(fed) if mine else ():
                values[wanted[metric.measure]][metric.query_id] = float(metric.value)
    return values


def _one(name: str, qrels: Qrels, run: Run) -> dict[str, float]:
    return _ir_measures({name: ALL[name]}, qrels, run)[name]


def r_precision_at(k: int, qrels: Qrels, run: Run) -> dict[str, float]:
    """Return RP@k: hits in the first k ÷ min(k, relevant), as skill extraction has it (Decorte et al. 2023)."""
    values = {}
    for query, judged in answerable(qrels).items():
        found = run.rankings.get(query)
        hits = sum(judged.get(target, 0) > 0 for target in found.targets[:k]) if found else 0
        values[query] = hits / min(k, sum(grade > 0 for grade in judged.values()))
    return values


# Our name → the name in ir_measures, with `_JUDGED_ONLY` at its end where judged targets alone count; RP@k,
# which it lacks, is counted here.
RANKING: dict[str, str] = {
    "MAP": "AP",
    "MRR": "RR",
    "nDCG@10": "nDCG@10",
    "P@5": "P@5",
    "R@10": "R@10",
    "R@100": "R@100",
    "A@1": "Success@1",
    "A@5": "Success@5",
}
JUDGED: dict[str, str] = {
    "Judged@10": "Judged@10",
    "Bpref": "Bpref",
    "MAP, judged only": "AP, judged only",
    "nDCG@10, judged only": "nDCG@10, judged only",
    "P@5, judged only": "P@5, judged only",
}
"""These mean something only where the qrels hold targets judged not relevant (`has_judged_zeros`)."""
ALL = {**RANKING, **JUDGED}

MEASURES: dict[str, Measure] = {
    **{name: partial(_one, name) for name in ("MAP", "MRR", "nDCG@10", "P@5", "R@10", "R@100")},
    **{f"RP@{k}": partial(r_precision_at, k) for k in (5, 10)},
    **{name: partial(_one, name) for name in ("A@1", "A@5")},
}
"""What every run is measured by, in the order in which it is shown."""


def measure_all(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Compute every measure of `MEASURES` at once: name → query → value, as one by one but faster."""
    joint = _ir_measures(RANKING, qrels, run)
    return {name: joint[name] if name in joint else MEASURES[name](qrels, run) for name in MEASURES}


def has_judged_zeros(qrels: Qrels) -> bool:
    """Tell whether people judged targets as not relevant; without such, an unjudged target counts as wrong."""
    return any(grade == 0 for row in qrels.values() for grade in row.values())


def measure_judged(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Return the measures of `JUDGED`; empty where the qrels hold positives only."""
    return _ir_measures(JUDGED, qrels, run) if has_judged_zeros(qrels) else {}


def mean(values: Values) -> float:
    """Return mean over queries, 0 where there are none."""
    return sum(values.values()) / len(values) if values else 0.0
