"""Measures against hand arithmetic, trec_eval on our own file, and their contract."""

import math
import random
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval

from eval.measures import JUDGED, MEASURES, has_judged_zeros, mean, measure_all, measure_judged, unanswerable
from eval.records import Run
from eval.runs import from_scores, ranking, read_run, tied_at_best, write_run

TREC_EVAL = {
    "MAP": "map",
    "MRR": "recip_rank",
    "nDCG@10": "ndcg_cut_10",
    "P@5": "P_5",
    "R@10": "recall_10",
    "R@100": "recall_100",
    "A@1": "success_1",
    "A@5": "success_5",
}


def run_of(scores: dict[str, dict[str, float]]) -> Run:
    return Run("test", {query: ranking(list(row), np.array(list(row.values()))) for query, row in scores.items()})


def test_hand_arithmetic() -> None:
    # Order a b c d e f; relevant are b (grade 2), e (1) and z (1), which the system did not find.
    run = run_of({"q": {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6, "e": 0.5, "f": 0.4}})
    qrels = {"q": {"b": 2, "e": 1, "z": 1}}
    dcg = 2 / math.log2(3) + 1 / math.log2(6)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    expected = {
        "MAP": (1 / 2 + 2 / 5 + 0) / 3,
        "MRR": 1 / 2,
        "nDCG@10": dcg / ideal,
        "P@5": 2 / 5,
        "R@10": 2 / 3,
        "R@100": 2 / 3,
        "RP@5": 2 / min(5, 3),
        "RP@10": 2 / min(10, 3),
        "A@1": 0.0,
        "A@5": 1.0,
    }
    found = measure_all(qrels, run)
    assert list(found) == list(MEASURES) == list(expected)
    for name, value in expected.items():
        assert found[name]["q"] == pytest.approx(value, abs=1e-9), name


@pytest.mark.parametrize("name", MEASURES)
def test_contract(name: str) -> None:
    run = run_of({"found": {"a": 2.0, "b": 1.0}, "wrong": {"b": 1.0}, "nothing": {"a": 1.0}, "unasked": {"a": 1.0}})
    qrels = {"found": {"a": 1}, "wrong": {"a": 1}, "unanswered": {"a": 1, "b": 1}, "nothing": {"a": 0}}
    values = MEASURES[name](qrels, run)
    # Unanswered scores zero; a query without a relevant target, or that nobody judged, has no value.
    assert values.keys() == {"found", "wrong", "unanswered"}
    assert values["unanswered"] == values["wrong"] == 0.0
    assert values["found"] == (0.2 if name == "P@5" else 1.0)
    assert values == measure_all(qrels, run)[name]
    assert values == MEASURES[name](dict(reversed(qrels.items())), Run("x", dict(reversed(run.rankings.items()))))
    assert MEASURES[name](qrels, Run("none", {})) == dict.fromkeys(values, 0.0)
    assert unanswerable(qrels, qrels) == ("nothing",)


def random_case(seed: int, queries: int = 20, targets: int = 150) -> tuple[dict[str, dict[str, int]], Run]:
    rng = random.Random(seed)
    names = [f"t{i}" for i in range(targets)]
    # Few distinct scores, so that most are tied.
    rows = [np.array([rng.choice([0.1, 0.1000004, 0.25, 17.000001, 17.000002]) for _ in names]) for _ in range(queries)]
    run = from_scores("random", [f"q{i}" for i in range(queries)], names, rows, keep=120)
    qrels = {
        f"q{i}": {name: rng.choice([0, 1, 1, 3]) for name in rng.sample(names, rng.randint(1, 12))}
        for i in range(queries)
    }
    return qrels, run


@pytest.mark.parametrize("seed", range(5))
def test_trec_eval_on_our_file_gives_our_figures(tmp_path: Path, seed: int) -> None:
    qrels, run = random_case(seed)
    write_run(run, tmp_path / "run.trec")
    with (tmp_path / "run.trec").open() as file:
        theirs = pytrec_eval.RelevanceEvaluator(qrels, set(TREC_EVAL.values())).evaluate(pytrec_eval.parse_run(file))
    ours = measure_all(qrels, run)
    assert ours == measure_all(qrels, read_run(tmp_path / "run.trec"))
    for name, trec_name in TREC_EVAL.items():
        assert ours[name] == {query: pytest.approx(theirs[query][trec_name], abs=1e-6) for query in ours[name]}


def test_constant_scorer_is_ordered_by_id_descending_everywhere() -> None:
    names = [f"t{i}" for i in range(10)]
    run = from_scores("constant", ["q"], names, [np.full(10, 0.5)])
    assert run.rankings["q"].targets == tuple(sorted(names, reverse=True))
    found = measure_all({"q": {"t7": 1}}, run)
    assert found["MRR"]["q"] == found["MAP"]["q"] == pytest.approx(1 / 3)
    assert found["A@1"]["q"] == 0.0
    assert found["RP@5"]["q"] == 1.0


def test_judged_measures_only_with_judged_zeros() -> None:
    run = run_of({"q": {"a": 3.0, "b": 2.0, "c": 1.0}})
    positives = {"q": {"b": 1}}
    assert not has_judged_zeros(positives)
    assert measure_judged(positives, run) == {}
    found = measure_judged({"q": {"b": 1, "c": 0}}, run)
    assert list(found) == list(JUDGED)
    assert found["Judged@10"]["q"] == pytest.approx(2 / 3)
    assert found["Bpref"]["q"] == 1.0  # the one judged relevant stands above the one judged not
    assert found["MAP, judged only"]["q"] == 1.0  # "a", which nobody judged, is taken out
    assert MEASURES["MAP"]({"q": {"b": 1, "c": 0}}, run)["q"] == 0.5


def test_tied_at_best() -> None:
    run = run_of(
        {
            "alone": {"a": 2.0, "b": 1.0},
            "tied": {"a": 2.0, "b": 2.0},
            "right": {"a": 2.0, "b": 2.0},
            "near": {"a": 2.0000001, "b": 2.0},
            "below": {"c": 3.0, "a": 2.0, "b": 2.0},
            "above": {"b": 3.0, "c": 3.0, "a": 2.0},
        }
    )
    one = {"a": 1}
    qrels = dict.fromkeys(("alone", "tied", "near", "below", "above", "unanswered"), one)
    qrels |= {"right": {"a": 1, "b": 1}, "nothing": {"a": 0}}
    # "tied", "near", whose scores are one to 6 decimals, and "below": there the ids decide where the right answer is.
    # In "above" two wrong ones are tied before it, which changes no figure.
    assert tied_at_best(qrels, run) == 3 / 7
    assert mean({}) == 0.0
