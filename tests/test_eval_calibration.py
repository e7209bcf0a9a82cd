"""Calibration by hand and on simulated systems; "no match"; the set measures of a mapping; tables and pictures."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from eval.answers import answers, best_answers, mapping_scores, no_match, risk_coverage
from eval.calibration import calibration, measure
from eval.errors import InputError
from eval.records import Interval, Query, Ranking, Run
from eval.tables import Table, figure, markdown, number, p_value


def alone(n: int) -> list[str]:
    return [str(place) for place in range(n)]


def test_calibration_by_hand() -> None:
    # Two bins of three: stated .2 with one of three right, stated .8 with three of three.
    stated, held = [0.2] * 3 + [0.8] * 3, [True, False, False, True, True, True]
    found = calibration(stated, held, alone(6), bins=2, samples=50)
    low, high = (0.2 - 1 / 3) ** 2 - (1 / 3) * (2 / 3) / 2, (0.8 - 1.0) ** 2 - 0.0
    assert [b.n for b in found.curve] == [3, 3]
    assert [(b.stated, b.held) for b in found.curve] == [pytest.approx((0.2, 1 / 3)), pytest.approx((0.8, 1.0))]
    assert found.rmsce == pytest.approx(np.sqrt(max(0.0, (low + high) / 2)))
    assert found.ece == pytest.approx((abs(0.2 - 1 / 3) + 0.2) / 2)
    assert found.brier == pytest.approx(brier_score_loss(held, stated))
    # Of three at .2, none to all hold with .512, .384, .096, .008: mean distance .512·.2 + .384·.1333 + … = .2048.
    assert found.ece_perfect == pytest.approx(0.2048, abs=0.01)


def simulated(n: int, bias: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    stated = rng.random(n)
    return stated, rng.random(n) < np.clip(stated + bias, 0, 1)


def test_a_perfect_system_has_an_ece_of_five_hundredths_at_477() -> None:
    found = calibration(*simulated(477, 0.0), alone(477), samples=500)
    assert 0.045 <= found.ece_perfect <= 0.065
    assert found.rmsce < 0.03
    assert found.low == 0.0
    one = calibration(*simulated(477, 0.2), ["one"] * 477, samples=50)
    assert (one.low, one.high) == (None, None)
    assert one.rmsce > 0.1


@pytest.mark.parametrize("groups", [1, 2, 5, 6])
def test_few_groups_or_one_outcome_give_no_interval_of_the_errors(groups: int) -> None:
    stated, held = simulated(300, 0.2)
    of = [str(place % groups) for place in range(300)]
    for outcomes, some in ((held, groups >= 6), (np.ones(300, dtype=bool), False), (np.zeros(300, dtype=bool), False)):
        found = calibration(stated, outcomes, of, samples=200)
        pairs = measure(stated, outcomes, of)
        for low, high in ((found.low, found.high), *((pairs[n]["low"], pairs[n]["high"]) for n in ("RMSCE", "Brier"))):
            assert (low is not None, high is not None) == (some, some)
        assert pairs["RMSCE"]["value"] > 0
        assert pairs["Brier"]["value"] == pytest.approx(brier_score_loss(outcomes, stated, labels=[False, True]))


def test_debiased_error_is_the_true_one_where_the_plug_in_is_not() -> None:
    found = [calibration(*simulated(2_000, 0.1, seed), alone(2_000), samples=200) for seed in range(12)]
    # Stated + .1, cut at 1: mean squared error ∫ = .01 · .9 + .1³/3.
    truth = np.sqrt(0.01 * 0.9 + 0.001 / 3)
    assert np.mean([one.rmsce**2 for one in found]) == pytest.approx(truth**2, rel=0.08)
    assert sum(one.low <= truth <= one.high for one in found) >= 10


def test_calibration_of_what_is_no_probability_is_refused() -> None:
    for stated, held in (([1.2], [True]), ([float("nan")], [True]), ([], []), ([0.5], [True, False])):
        with pytest.raises(InputError):
            calibration(stated, held, alone(len(stated)))


def run_of(rows: dict[str, dict[str, float]], **more: object) -> Run:
    return Run("s", {q: Ranking(tuple(row), np.array(list(row.values()))) for q, row in rows.items()}, **more)


def test_no_match_by_hand() -> None:
    run = run_of({"a": {"x": 0.9, "y": 0.5}, "b": {"y": 0.8, "x": 0.3}, "n": {"x": 0.2}})
    qrels = {"a": {"x": 1}, "b": {"x": 1}, "n": {"x": 0}}
    found = answers(qrels, run, ["a", "b", "n"])
    # With targets: a .9 right, b .8 wrong; without: a .5 (y), b .8 (y); n once: .2.
    assert found.confidence.tolist() == [0.9, 0.5, 0.8, 0.8, 0.2]
    assert (np.flatnonzero(found.right).tolist(), np.flatnonzero(found.possible).tolist()) == ([0], [0, 2])
    figures = no_match(found)
    assert figures.auroc == 1.0
    # Pairs of possible (.9, .8) and impossible (.5, .8, .2): five of six won, one of them a tie.
    assert figures.with_without == pytest.approx((3 + 2.5) / 6)
    assert figures.ceiling == (1 + 0.5) / 2
    curve = risk_coverage(found)
    assert curve.coverage.tolist() == pytest.approx([0.2, 0.6, 0.8, 1.0])
    assert curve.risk.tolist() == pytest.approx([0.0, 2 / 3, 3 / 4, 4 / 5])
    assert curve.area == pytest.approx(0.4 * 2 / 3 + 0.2 * 3 / 4 + 0.2 * 4 / 5)


def test_no_match_takes_probabilities_where_there_are_any_and_unanswered_last() -> None:
    run = run_of({"a": {"x": 0.1, "y": 0.05}}, probabilities={"a": {"x": 0.7, "y": 0.2}}, threshold=0.5)
    found = answers({"a": {"x": 1}, "b": {"x": 1}}, run, ["a", "b"])
    assert found.confidence.tolist() == pytest.approx([0.7, 0.2, -0.8, -0.8])
    # The best is what ranks first, with the right answers as without them.
    run = run_of({"a": {"x": 0.9, "y": 0.5, "z": 0.4}}, probabilities={"a": {"x": 0.6, "y": 0.1, "z": 0.3}})
    assert best_answers({"a": {"x": 1}}, run) == {"a": (0.6, True)}
    assert best_answers({"a": {"x": 1}}, run, without=True) == {"a": (0.1, False)}
    assert answers({"a": {"x": 1}}, run, ["a"]).confidence.tolist() == [0.6, 0.1]
    nothing = no_match(answers({}, Run("s", {}), []))
    assert (nothing.auroc, nothing.ceiling) == (None, None)
    assert risk_coverage(answers({}, Run("s", {}), [])).area == 0.0


def test_mapping_by_hand() -> None:
    probabilities = {"a": {"x": 0.9, "y": 0.6}, "b": {"y": 0.7, "x": 0.1}, "n": {"x": 0.5}, "m": {"x": 0.4}}
    run = run_of(probabilities, probabilities=probabilities, threshold=0.5)
    qrels = {"a": {"x": 1}, "b": {"x": 1, "z": 1}, "n": {"x": 0}}
    asked = [Query("a", "", "one"), Query("b", "", "one"), Query("n", "", "two"), Query("m", "", "three")]
    found = mapping_scores(qrels, run, asked)
    # Stated: a→x, a→y, b→y, n→x; one of four is right; three were to be found.
    assert (found.stated, found.relevant, found.documents) == (4, 3, 2)
    assert (found.micro.precision, found.micro.recall) == (1 / 4, 1 / 3)
    assert found.micro.f1 == pytest.approx(2 * (1 / 4) * (1 / 3) / (1 / 4 + 1 / 3))
    assert (found.macro.precision, found.macro.recall) == (pytest.approx((1 / 3 + 0) / 2), pytest.approx(1 / 6))
    assert best_answers(qrels, run) == {"a": (0.9, True), "b": (0.7, False), "n": (0.5, False), "m": (0.4, False)}
    assert mapping_scores(qrels, run_of(probabilities), asked) is None
    assert best_answers(qrels, run_of(probabilities)) == {}


def test_numbers() -> None:
    written = {0.4123: ".412", 1.0: "1.000", 0.0: ".000", -0.02: "−.020", -0.0001: ".000", None: "–"}
    assert {value: number(value) for value in written} == written
    assert [p_value(p) for p in (0.0004, 0.0123, None)] == ["< .001", ".012", "–"]
    assert figure(Interval(0.412, 0.36, 0.465, 58, 7, "t")) == ".412 (.360–.465)"
    assert figure(Interval(0.01, -0.02, 0.04, 58, 7, "t")) == ".010 (−.020, .040)"
    assert figure(Interval(0.412, None, None, 2, 1, "none")) == ".412"


def test_tables_escape_what_texts_bring_along() -> None:
    table = Table(("a", "b"), (("x|y\nz", "<b>&"),), numbers=frozenset({1}))
    assert markdown(table) == "| a | b |\n|---|---:|\n| x\\|y z | <b>& |\n"
