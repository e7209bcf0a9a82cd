"""Intervals, tests and the gate: by hand, against scipy, and by what they do on simulated data."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from eval.errors import InputError
from eval.significance import (
    Pair,
    difference,
    gate,
    holm,
    intervals,
    p_at_least,
    permutation,
)


def queries(values: list[float]) -> dict[str, float]:
    return {f"q{place:04d}": value for place, value in enumerate(values)}


def each_alone(values: dict[str, float]) -> dict[str, str]:
    return {query: query for query in values}


def test_t_interval_by_hand() -> None:
    # Groups a (0, 1), b (1), c (0.5, 0.5, 0): sums of residuals from the mean 0.5 are 0, 0.5, -0.5.
    values = queries([0.0, 1.0, 1.0, 0.5, 0.5, 0.0])
    groups = dict(zip(values, "aabccc", strict=True))
    found = intervals({"MAP": values}, groups, bounds=(-1.0, 2.0))["MAP"]
    error = np.sqrt(3 / 2 * (0.0 + 0.25 + 0.25)) / 6
    half = 4.302653 * error  # t quantile of 97.5 % with 2 degrees of freedom
    assert (found.value, found.n, found.groups, found.method) == (0.5, 6, 3, "t")
    assert (found.low, found.high) == (pytest.approx(0.5 - half, abs=1e-6), pytest.approx(0.5 + half, abs=1e-6))


def test_one_group_has_no_interval_and_none_no_mean() -> None:
    values = queries([0.5, 1.0])
    found = intervals({"x": values}, dict.fromkeys(values, "only"))["x"]
    assert (found.value, found.low, found.high, found.method) == (0.75, None, None, "none")
    assert intervals({"x": {}}, {})["x"].n == 0
    with pytest.raises(InputError, match="same queries"):
        intervals({"a": {"q": 1.0}, "b": {"r": 1.0}}, {"q": "q", "r": "r"})


@pytest.mark.parametrize("groups", [5, 40])
def test_values_without_variation_are_no_certainty(groups: int) -> None:
    # All right of so many: the other end is that of Clopper and Pearson; between the bounds nothing can be said.
    names = [f"q{n}" for n in range(groups)]
    found = intervals({"all": dict.fromkeys(names, 1.0), "half": dict.fromkeys(names, 0.5)}, {n: n for n in names})
    exact = stats.binomtest(groups, groups).proportion_ci(0.95, method="exact")
    assert (found["all"].low, found["all"].high, found["all"].method) == (pytest.approx(exact.low), 1.0, "exact")
    assert (found["half"].low, found["half"].method) == (None, "none")
    none = intervals({"none": dict.fromkeys(names, 0.0)}, {n: n for n in names})["none"]
    assert (none.low, none.high) == (0.0, pytest.approx(1 - exact.low))
    # Every group has one of two right: groups are the same, their queries are not.
    values = queries([1.0, 0.0] * groups)
    within = intervals({"x": values}, {q: str(place // 2) for place, q in enumerate(values)})["x"]
    half = stats.t.ppf(0.975, groups - 1) * stats.sem(list(values.values()))
    assert (within.low, within.high, within.method) == (pytest.approx(0.5 - half), pytest.approx(0.5 + half), "t")


def test_permutation_counts_all_sign_patterns_of_few_groups() -> None:
    # Six groups that all fall by the same: of 64 patterns only all-minus and all-plus are as far.
    values = queries([-0.1] * 12)
    groups = {query: str(place % 6) for place, query in enumerate(values)}
    assert permutation(values, groups) == 2 / 64
    assert permutation(values, {query: str(place % 5) for place, query in enumerate(values)}) is None
    assert permutation(dict.fromkeys(values, 0.0), groups) == 1.0


def test_holm_by_hand() -> None:
    found = holm({"a": 0.01, "b": 0.04, "c": 0.03})
    assert found == {"a": pytest.approx(0.03), "b": pytest.approx(0.06), "c": pytest.approx(0.06)}


def test_difference_lists_the_worst_first() -> None:
    a = {"x": 1.0, "y": 0.5, "z": 0.0}
    found = difference(a, {"x": 0.0, "y": 0.5, "z": 0.25}, each_alone(a))
    assert found.worst == (("x", -1.0), ("y", 0.0), ("z", 0.25))
    assert found.interval.value == pytest.approx(-0.25)
    with pytest.raises(InputError, match="same queries"):
        difference(a, {"x": 1.0}, {})


@pytest.mark.parametrize("groups", [10, 400])
def test_one_sided_p(groups: int) -> None:
    rng = np.random.default_rng(7)
    values = queries(rng.normal(-0.05, 0.05, groups).tolist())
    sample = np.array(list(values.values()))
    theirs = stats.ttest_1samp(sample, -0.045, alternative="less").pvalue
    assert p_at_least(values, each_alone(values), -0.045) == pytest.approx(theirs, abs=0.02)


def pair(fall: float, n: int, seed: int, noise: float = 0.1) -> Pair:
    rng = np.random.default_rng(seed)
    a = queries(rng.uniform(0.3, 0.7, n).tolist())
    b = {query: value - fall + rng.normal(0, noise) for query, value in a.items()}
    return Pair("MAP", a, b, each_alone(a))


def test_gate_passes_equal_systems_and_refuses_a_clear_fall() -> None:
    assert gate({"x": pair(0.0, 300, 0), "y": pair(0.0, 200, 1)}).passed
    assert not gate({"x": pair(0.05, 300, 0), "y": pair(0.05, 200, 1)}).passed
    assert gate({"x": pair(0.0, 50, 2, noise=0.0)}, strict=True).passed
    unproven = {"x": pair(0.0, 40, 3, noise=0.3)}
    assert gate(unproven).passed
    assert not gate(unproven, strict=True).passed
    # One benchmark that the mean hides.
    verdict = gate({"up": pair(-0.2, 300, 0), "down": pair(0.08, 300, 1)})
    assert verdict.mean.value > 0
    assert [one.refused for one in verdict.benchmarks.values()] == [False, True]
    assert not verdict.passed


def test_gate_with_few_groups() -> None:
    few = pair(0.3, 5, 5)
    of_few = gate({"few": few, "many": pair(0.0, 100, 6)}).benchmarks["few"]
    assert (of_few.p_fall, of_few.difference.p, of_few.refused) == (None, None, False)
    alone = Pair("MAP", few.a, few.b, dict.fromkeys(few.a, "one"))
    verdict = gate({"one": alone})
    assert (verdict.without_interval, verdict.mean.low, verdict.smallest_fall) == (("one",), None, None)
    assert verdict.passed
    assert not gate({"one": alone}, strict=True).passed
    same = gate({"same": Pair("MAP", few.a, few.a, few.groups)}, strict=True)
    assert (same.passed, same.smallest_fall) == (True, None)
    assert (same.mean.value, same.mean.low, same.mean.high) == (0.0, 0.0, 0.0)
    assert gate({"one": replace(alone, b=alone.a)}, strict=True).passed
    by_as_much = Pair("MAP", queries([0.5] * 7), queries([0.2] * 7), each_alone(queries([0.5] * 7)))
    fallen = gate({"x": by_as_much})
    assert (fallen.passed, fallen.benchmarks["x"].p_fall) == (False, 0.5**7)
    assert fallen.mean.low == fallen.mean.high == pytest.approx(-0.3)
    for verdict in (gate({"few": few}), gate({"many": pair(0.0, 100, 6)})):  # the mean of one is that one
        (one,) = verdict.benchmarks.values()
        assert (verdict.mean, verdict.smallest_fall) == (one.difference.interval, one.smallest_fall)
    with pytest.raises(InputError, match="no benchmarks"):
        gate({})
