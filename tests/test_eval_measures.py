"""Measures against hand arithmetic and trec_eval on our own file; runs: order, rounding, depth, files, faults."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval
from files import written
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import InputError
from eval.measures import JUDGED, MEASURES, has_judged_zeros, mean, measure_all, measure_judged, unanswerable
from eval.records import Run
from eval.runs import depth, from_scores, ranking, read_qrels, read_run, rounded, tied_at_best, write_run

TREC_EVAL = {
    "MAP": "map", "MRR": "recip_rank", "nDCG@10": "ndcg_cut_10", "P@5": "P_5", "R@10": "recall_10",
    "R@100": "recall_100", "A@1": "success_1", "A@5": "success_5",
}  # fmt: skip


def run_of(scores: dict[str, dict[str, float]]) -> Run:
    return Run("test", {query: ranking(list(row), np.array(list(row.values()))) for query, row in scores.items()})


def test_hand_arithmetic() -> None:
    # Order a b c d e f; relevant are b (grade 2), e (1) and z (1), which the system did not find.
    run = run_of({"q": {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6, "e": 0.5, "f": 0.4}})
    qrels = {"q": {"b": 2, "e": 1, "z": 1}}
    dcg = 2 / math.log2(3) + 1 / math.log2(6)
    ideal = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    expected = {
        "MAP": (1 / 2 + 2 / 5 + 0) / 3, "MRR": 1 / 2, "nDCG@10": dcg / ideal, "P@5": 2 / 5, "R@10": 2 / 3,
        "R@100": 2 / 3, "RP@5": 2 / min(5, 3), "RP@10": 2 / min(10, 3), "A@1": 0.0, "A@5": 1.0,
    }  # fmt: skip
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


@pytest.mark.parametrize("seed", range(5))
def test_trec_eval_on_our_file_gives_our_figures(tmp_path: Path, seed: int) -> None:
    rng, queries = random.Random(seed), range(20)
    names = [f"t{i}" for i in range(150)]
    # Few distinct scores, so that most are tied.
    rows = [np.array([rng.choice([0.1, 0.1000004, 0.25, 17.000001, 17.000002]) for _ in names]) for _ in queries]
    run = Run("random", {f"q{i}": ranking(names, rows[i], keep=120) for i in queries})
    drawn = [rng.sample(names, rng.randint(1, 12)) for _ in queries]
    qrels = {f"q{i}": {name: rng.choice([0, 1, 1, 3]) for name in drawn[i]} for i in queries}
    write_run(run, tmp_path / "run.trec")
    with (tmp_path / "run.trec").open() as file:
        theirs = pytrec_eval.RelevanceEvaluator(qrels, set(TREC_EVAL.values())).evaluate(pytrec_eval.parse_run(file))
    ours = measure_all(qrels, run)
    assert ours == measure_all(qrels, read_run(tmp_path / "run.trec"))
    for name, trec_name in TREC_EVAL.items():
        assert ours[name] == {query: pytest.approx(theirs[query][trec_name], abs=1e-6) for query in ours[name]}


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
    scores = {"alone": {"a": 2.0, "b": 1.0}, "tied": {"a": 2.0, "b": 2.0}, "right": {"a": 2.0, "b": 2.0}}
    scores |= {"near": {"a": 2.0000001, "b": 2.0}, "below": {"c": 3.0, "a": 2.0, "b": 2.0}}
    run = run_of({**scores, "above": {"b": 3.0, "c": 3.0, "a": 2.0}})
    qrels = {query: {"a": 1} for query in ("alone", "tied", "near", "below", "above", "unanswered")}
    qrels |= {"right": {"a": 1, "b": 1}, "nothing": {"a": 0}}
    # "tied", "near", whose scores are one to 6 decimals, and "below": there the ids decide where the right answer is.
    # In "above" two wrong ones are tied before it, which changes no figure.
    assert tied_at_best(qrels, run) == 3 / 7
    assert mean({}) == 0.0


SCORES = st.lists(st.floats(-1e7, 1e7, allow_nan=False), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("scores", "order"),
    [
        ({"9": 1.0, "10": 1.0, "b": 1.0, "a": 2.0, "á": 1.0}, "a á b 9 10"),
        ({"a": 0.50000011, "b": 0.5000001}, "b a"),  # rounded to six decimals
        # Near 300 floats of 32 bits are 3e-5 apart, and trec_eval reads scores into them.
        ({"a": 300.000002, "b": 300.000001}, "b a"),
        ({"a": 3.000002, "b": 3.000001}, "a b"),
    ],
)
def test_ties_are_ordered_by_id_descending_as_strings(scores: dict[str, float], order: str) -> None:
    found = ranking(list(scores), np.array(list(scores.values())))
    assert list(found.targets) == order.split()
    assert (rounded(found.scores) == found.scores).all()


@given(SCORES)
def test_rounding_is_its_own_rounding_and_survives_printing(scores: list[float]) -> None:
    once = rounded(np.array(scores))
    assert (rounded(once) == once).all()
    assert (rounded(np.array([float(f"{score:.6f}") for score in once])) == once).all()
    assert (np.sign(np.diff(np.float32(once))) == np.sign(np.diff(once))).all()


@given(SCORES, st.integers(1, 50))
def test_a_cut_keeps_the_beginning_of_the_whole(scores: list[float], keep: int) -> None:
    names = [f"t{i}" for i in range(len(scores))]
    whole = from_scores("s", ["q"], names, [np.array(scores)]).rankings["q"]
    cut = ranking(names, np.array(scores), keep=keep)
    assert cut.targets == whole.targets[:keep]
    pairs = list(zip(whole.scores, whole.targets, strict=True))
    assert pairs == sorted(pairs, reverse=True)


def test_depth_and_scores_that_are_no_numbers_and_repeated_ids() -> None:
    assert (depth(271), depth(5_000), depth(5_001), depth(33_809)) == (271, 5_000, 1_000, 1_000)
    for score in ("nan", "inf", "-inf", "-1e308"):
        with pytest.raises(InputError, match="not a number from -1e38 to 1e38"):
            from_scores("s", ["q"], ["a", "b"], [np.array([1.0, float(score)])])
    with pytest.raises(InputError, match="twice"):
        ranking(["a", "a"], np.array([1.0, 2.0]))
    with pytest.raises(InputError, match="twice"):
        from_scores("s", ["q", "q"], ["a"], [np.array([1.0])] * 2)


def test_run_file_is_as_trec_wants_it_and_comes_back(tmp_path: Path) -> None:
    run = from_scores("my system", ["q1", "q2"], ["a", "b"], [np.array([0.25, 1.0]), np.array([0.0, -0.0])])
    write_run(run, tmp_path / "run.trec")
    assert (tmp_path / "run.trec").read_text() == (
        "q1 Q0 b 1 1.000000 my-system\nq1 Q0 a 2 0.250000 my-system\n"
        "q2 Q0 b 1 0.000000 my-system\nq2 Q0 a 2 0.000000 my-system\n"
    )
    write_run(from_scores("s", ["q"], ["a", "b"], [np.array([1e38, -1e38])]), tmp_path / "huge.trec")
    assert read_run(tmp_path / "huge.trec").rankings["q"].targets == ("a", "b")
    (tmp_path / "huge.trec").unlink()
    back = read_run(tmp_path / "run.trec", queries=["q1", "q2"], targets=["a", "b"])
    assert {q: r.targets for q, r in back.rankings.items()} == {q: r.targets for q, r in run.rankings.items()}
    assert list(tmp_path.iterdir()) == [tmp_path / "run.trec"]
    # The order of lines and the ranks in a file change nothing.
    (tmp_path / "run").write_text("q Q0 a 1 0.5 s\n\nr Q0 a 7 1 s\nq Q0 b 9 0.5 s\nq Q0 c 3 0.75 s\n")
    assert read_run(tmp_path / "run").rankings["q"].targets == ("c", "b", "a")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("q1 Q0 a 1 0.5", "line 2: must be 'query Q0"),
        ("q1 Q0 a 1 high s", "line 2: must be 'query Q0"),
        ("q1 Q0 a 1 nan s", "line 2: score 'nan' is not a number"),
        ("q1 Q0 a 1 inf s", "line 2: score 'inf' is not a number"),
        ("q1 Q0 a 1 1e308 s", "line 2: score '1e308' is not a number from -1e38 to 1e38"),
        ("q1 Q0 b 2 0.1 s", "line 2: 'b' was already scored for 'q1' in line 1"),
        ("q9 Q0 a 1 0.5 s", "line 2: query 'q9' is not in the benchmark"),
        ("q1 Q0 z 1 0.5 s", "line 2: target 'z' is not in the benchmark"),
        ("\xff", "line 2: is not UTF-8 text"),
        (None, "does not exist"),
        ("", "the run is empty"),
    ],
)
def test_faults_of_a_run_file(tmp_path: Path, line: str | None, says: str) -> None:
    path = tmp_path / "run.trec"
    if line is not None:
        path.write_bytes(f"q1 Q0 b 1 0.5 s\n{line}\n".encode("latin-1") if line else b"\n")
    with pytest.raises(InputError, match=rf"run\.trec.*{says}") as error:
        read_run(path, queries=["q1", "q2"], targets=["a", "b"])
    assert ("línea 2" in error.value.es) == ("line 2" in says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("q 0 a 1\nq 0 a 2\n", "line 2: 'a' was already judged"),
        ("q 0 a 1.5\n", "line 1: must be"),
        ("q 0 a 1\nq 0 b 4294967297\n", "line 2: grade '4294967297' is above 1,000"),
    ],
)
def test_qrels_file(tmp_path: Path, text: str, says: str) -> None:
    assert read_qrels(written(tmp_path / "qrels", "q 0 a 1\nq 0 b -2\n")) == {"q": {"a": 1, "b": 0}}
    with pytest.raises(InputError, match=says):
        read_qrels(written(tmp_path / "qrels", text))
