"""How fast the evaluation is: measuring a run, reading it, intervals and comparisons; with others side by side.

    python benchmarks/evaluation.py

Targets on two cores: 1,000 queries × 34,000 targets (top 1,000 kept) measured in 0.5 s from memory and 3 s from
run.trec; intervals and comparisons of nine benchmarks with 10,000 samples in 1 s; peak memory 600 MB.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from eval.measures import MEASURES, measure_all
from eval.records import Run
from eval.runs import from_scores, read_run, write_run
from eval.significance import Pair, gate, intervals

QUERIES, TARGETS = 1_000, 34_000
# Groups of the nine benchmarks of the accuracy page.
GROUPS = {"a": 7, "b": 7, "c": 24, "d": 547, "e": 185, "f": 105, "g": 633, "h": 70, "i": 61}


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return seconds of the fastest of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def made_up() -> tuple[dict[str, dict[str, int]], Run]:
    """Return a run over random scores, some ten relevant targets a query."""
    rng = np.random.default_rng(0)
    targets = [f"C{i:06d}_es_{i % 7:03d}" for i in range(TARGETS)]
    queries = [f"Q{i:06d}" for i in range(QUERIES)]
    run = from_scores("random", queries, targets, (rng.random(TARGETS) for _ in queries))
    qrels = {}
    for query in queries:
        found = run.rankings[query].targets
        relevant = [found[i] for i in rng.integers(0, len(found), 8)] + [
            targets[i] for i in rng.integers(0, TARGETS, 3)
        ]
        qrels[query] = dict.fromkeys(relevant, 1)
    return qrels, run


def by_plain_loop(qrels: dict[str, dict[str, int]], run: Run) -> dict[str, float]:
    """Return only the mean of average precision, in plain Python, as many scripts do it."""
    found = {}
    for query, judged in qrels.items():
        hits, total = 0, 0.0
        for rank, target in enumerate(run.rankings[query].targets, start=1):
            if judged.get(target, 0) > 0:
                hits += 1
                total += hits / rank
        found[query] = total / len(judged)
    return found


def by_pytrec_eval(qrels: dict[str, dict[str, int]], run: Run) -> object:
    """Return the measures of trec_eval from a dictionary of scores, as its documentation has it (no ties here)."""
    import pytrec_eval

    scores = {q: dict(zip(r.targets, r.scores.tolist(), strict=True)) for q, r in run.rankings.items()}
    names = {"map", "recip_rank", "ndcg_cut_10", "P_5", "recall_10,100", "success_1,5"}
    return pytrec_eval.RelevanceEvaluator(qrels, names).evaluate(scores)


def systems() -> tuple[dict[str, dict[str, dict[str, float]]], dict[str, dict[str, str]], dict[str, Pair]]:
    """Return values of all measures on nine benchmarks, their groups, and pairs of systems on the main measure."""
    rng = np.random.default_rng(0)
    values, groups, pairs = {}, {}, {}
    for name, count in GROUPS.items():
        queries = [f"{name}{i}" for i in range(max(count, 200))]
        groups[name] = {query: str(i % count) for i, query in enumerate(queries)}
        values[name] = {
            measure: dict(zip(queries, rng.random(len(queries)).tolist(), strict=True)) for measure in MEASURES
        }
        other = dict(zip(queries, rng.random(len(queries)).tolist(), strict=True))
        pairs[name] = Pair("MAP", values[name]["MAP"], other, groups[name])
    return values, groups, pairs


def all_intervals(values: dict[str, dict[str, dict[str, float]]], groups: dict[str, dict[str, str]]) -> None:
    """Compute the interval of every measure of every benchmark."""
    for name, measured in values.items():
        intervals(measured, groups[name])


def by_scipy(values: dict[str, dict[str, dict[str, float]]]) -> None:
    """Compute the same by `scipy.stats.bootstrap`, measure by measure, without groups, which it does not know."""
    from scipy.stats import bootstrap

    for measured in values.values():
        for row in measured.values():
            bootstrap((np.array(list(row.values())),), np.mean, n_resamples=10_000, method="percentile", batch=1_000)


def main() -> None:
    """Measure and print."""
    qrels, run = made_up()
    memory = best_of(5, lambda: measure_all(qrels, run))
    print(f"measure a run, from memory: {memory:.2f} s (target 0.5)")
    loop, plain = best_of(3, lambda: by_plain_loop(qrels, run)), best_of(3, lambda: by_pytrec_eval(qrels, run))
    print(f"  pytrec_eval from a dictionary, 8 measures ÷ ours, 10: {plain / memory:.1f}")
    print(f"  plain Python loop, 1 measure ÷ ours, 10: {loop / memory:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.trec"
        write_run(run, path)
        targets, asked = {f"C{i:06d}_es_{i % 7:03d}" for i in range(TARGETS)}, set(qrels)
        read = best_of(3, lambda: measure_all(qrels, read_run(path, queries=asked, targets=targets)))
    print(f"read run.trec, check and measure: {read:.2f} s (target 3)")
    values, groups, pairs = systems()
    ours = best_of(3, lambda: all_intervals(values, groups))
    both = ours + best_of(3, lambda: gate(pairs))
    print(f"intervals and comparisons of nine benchmarks: {both:.2f} s (target 1)")
    print(f"  scipy.stats.bootstrap, intervals alone ÷ ours: {best_of(1, lambda: by_scipy(values)) / ours:.1f}")
    # Linux counts kilobytes, macOS bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"peak memory: {peak:.0f} MB (target 600)")


if __name__ == "__main__":
    main()
