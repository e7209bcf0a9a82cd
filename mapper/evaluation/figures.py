"""All figures of one run on one benchmark: what `result.json` holds, and what stands beside it in `details.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from eval.answers import answers, best_answers, mapping_scores, no_match, risk_coverage
from eval.calibration import calibration
from eval.measures import answerable, mean, measure_all, measure_judged, unanswerable
from eval.records import Benchmark, Run, Values
from eval.runs import directions, restrict, tied_at_best
from eval.significance import intervals

DIGITS = 6
CURVE_POINTS = 200
SHOWN = 5  # so many of the worst and of the best queries are kept with their texts
ANSWERS_SHOWN = 3


def round_values(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return the numbers to `DIGITS` decimals, so that the last bits of a sum do not change a file."""
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, Mapping):
        return {key: round_values(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [round_values(one) for one in value]
    return value


def group_by_query(benchmark: Benchmark) -> dict[str, str]:
    """Return the group of each query."""
    return {query.id: query.group for query in benchmark.queries}


def run_figures(benchmark: Benchmark, run: Run) -> tuple[dict[str, Any], dict[str, Any], Mapping[str, Values]]:
    """Return what a run comes to; nothing here depends on time or machine.

    Gives the fixed part (`result.json`), still without times, the rest (`details.json`), and measure → query → value
    of the queries with a relevant target.
    """
    groups = group_by_query(benchmark)
    values = measure_all(benchmark.qrels, run)
    found = intervals(values, groups)
    judged = measure_judged(benchmark.qrels, run)
    mapping = mapping_scores(benchmark.qrels, run, benchmark.queries)
    asked = answers(benchmark.qrels, run, groups)
    known = no_match(asked)
    best = sorted(best_answers(benchmark.qrels, run).items())
    calibrated = None
    if best:
        stated, right = zip(*(answer for _query, answer in best), strict=True)
        calibrated = asdict(calibration(stated, right, [groups[query] for query, _answer in best]))
    kept, curve = answerable(benchmark.qrels), risk_coverage(asked)
    # The last point is the one that all curves are compared at.
    steps = range(0, len(curve.coverage), max(1, len(curve.coverage) // CURVE_POINTS))
    rows = sorted({*steps, len(curve.coverage) - 1} - {-1})
    result = {
        "benchmark": benchmark.name,
        "sha256": benchmark.sha256,
        "system": run.system,
        "queries": len(benchmark.queries),
        "groups": len(set(groups.values())),
        "tied_at_best": tied_at_best(benchmark.qrels, run),
        "seconds": None,
        "measures": {name: one.ends for name, one in found.items()},
        "mapping": None
        if mapping is None
        else {"precision": mapping.micro.precision, "recall": mapping.micro.recall, "F1": mapping.micro.f1},
        "no_match": None if known.auroc is None else {"auroc": known.auroc, "ceiling": known.ceiling},
        "calibration": None
        if calibrated is None
        else {key: calibrated[key] for key in ("rmsce", "ece", "ece_perfect", "brier")},
        "judged": {name: mean(judged[name]) for name in ("Judged@10", "Bpref")} if judged else None,
        "directions": _directions(benchmark, run, values),
    }
    details = {
        "title": benchmark.about.get("title"),
        "measure": benchmark.measure,
        "judgements": "judged zeros" if judged else "positives only",
        "targets": len(benchmark.corpus),
        "answerable": len(kept),
        "unanswerable": len(unanswerable(benchmark.qrels, groups)),
        "undecided": int(benchmark.about.get("undecided", 0)),
        "unanswered": sum(query not in run.rankings for query in kept),
        "intervals": {name: asdict(one) for name, one in found.items()},
        "judged": {name: mean(row) for name, row in judged.items()} or None,
        "mapping": None if mapping is None else {**asdict(mapping), "threshold": run.threshold, "shown": run.shown},
        "no_match": asdict(known),
        "risk_coverage": {"coverage": curve.coverage[rows].tolist(), "risk": curve.risk[rows].tolist()}
        | {"area": curve.area},
        "calibration": calibrated,
        "examples": _examples(benchmark, run, values[benchmark.measure]),
    }
    return round_values(result), round_values(details), values


def _directions(benchmark: Benchmark, run: Run, whole: Mapping[str, Values]) -> dict[str, Any]:
    """Return the queries, groups and measures per direction; what has one direction is not measured again."""
    found = {}
    for direction in directions(benchmark):
        part, ranked = restrict(benchmark, run, direction)
        values = whole if part is benchmark else measure_all(part.qrels, ranked)
        groups = group_by_query(part)
        asked = answerable(part.qrels)
        found[direction] = {
            "queries": len(asked),
            "groups": len({groups[query] for query in asked}),
            "tied_at_best": tied_at_best(part.qrels, ranked),
            "measures": {name: one.ends for name, one in intervals(values, groups).items()},
        }
    return found


def _examples(benchmark: Benchmark, run: Run, values: Values) -> dict[str, list[dict[str, Any]]]:
    """Return the worst and the best queries by the main measure, with the texts of their first answers."""
    ordered = sorted(values, key=lambda query: (values[query], query))
    shown = {"worst": ordered[:SHOWN], "best": [q for q in ordered[: -SHOWN - 1 : -1] if values[q] > 0]}
    asked = {query.id: query.text for query in benchmark.queries}
    told = {target.id: target.text or target.title for target in benchmark.corpus}

    def example(query: str) -> dict[str, Any]:
        judged = benchmark.qrels[query]
        first = run.rankings[query].targets[:ANSWERS_SHOWN] if query in run.rankings else ()
        relevant = [target for target, grade in sorted(judged.items()) if grade > 0][:ANSWERS_SHOWN]
        return {
            "query": query,
            "text": asked[query],
            "value": values[query],
            "answers": [{"target": t, "text": told[t], "right": judged.get(t, 0) > 0} for t in first],
            "relevant": [{"target": t, "text": told[t]} for t in relevant],
        }

    return {kind: [example(query) for query in queries] for kind, queries in shown.items()}
