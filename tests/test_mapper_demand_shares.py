"""The statistics of demand, on ads whose true shares are known because they were simulated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import Framework
from mapper.demand.audit import corrected
from mapper.demand.estimates import Estimated
from mapper.demand.model import Calibrator
from mapper.demand.prior import adjusted, share
from mapper.demand.shares import Sample, estimate

PRIOR = 0.1
SPREAD, APART = 0.1, 0.2
ADS = 400


def simulated(asks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Features of pairs: a best score that is higher, on the average, where the ad asks."""
    best = 0.35 + APART * asks + SPREAD * rng.standard_normal(len(asks))
    return np.column_stack([best, np.zeros(len(asks)), np.zeros(len(asks)), np.zeros(len(asks))])


def fitted(columns: np.ndarray, asks: np.ndarray) -> Calibrator:
    """Logistic in the best score, by Newton's method."""
    rows = np.column_stack([np.ones(len(asks)), columns[:, 0]])
    found = np.zeros(2)
    for _ in range(12):
        p = 1 / (1 + np.exp(-rows @ found))
        found += np.linalg.solve((rows * (p * (1 - p))[:, None]).T @ rows, rows.T @ (asks - p))
    return Calibrator((float(found[0]), float(found[1]), 0, 0, 0), float(asks.mean()), 1e-6)


def calibrators(rng: np.random.Generator, ads: int = 1000) -> tuple[Calibrator, list[Calibrator]]:
    asks = rng.random(ads) < PRIOR
    columns = simulated(asks, rng)
    drawn = [rng.integers(ads, size=ads) for _ in range(50)]
    return fitted(columns, asks), [fitted(columns[rows], asks[rows]) for rows in drawn]


def held(true: float, runs: int) -> float:
    """In which share of the runs the interval holds the true share."""
    hits = 0
    for run in range(runs):
        rng = np.random.default_rng([run, int(1000 * true)])
        calibrator, refits = calibrators(rng)
        asks = rng.random(ADS) < true
        sample = Sample.draw(range(ADS), refits, draws=500, seed=run)
        found = estimate(np.arange(ADS), simulated(asks, rng), calibrator, sample).figure
        hits += found.low <= true <= found.high
    return hits / runs


@pytest.mark.slow
@pytest.mark.parametrize("true", [0.02, 0.05, 0.1, 0.3, 0.6])
def test_the_intervals_hold_the_true_share(true: float) -> None:
    assert held(true, 200) >= 0.85


def test_the_intervals_hold_the_true_share_in_a_few_runs() -> None:
    assert held(0.3, 12) >= 0.7


@given(st.floats(0.01, 0.99), st.lists(st.floats(-6, 6), min_size=1, max_size=30))
def test_the_share_is_where_the_iteration_leads(start: float, logs: list[float]) -> None:
    ratios = np.exp(np.array(logs))
    found = float(share(ratios, np.ones((1, len(ratios))))[0])
    if 0 < found < 1:
        assert adjusted(ratios, found).mean() == pytest.approx(found, abs=1e-6)
    before = start
    for _ in range(20):
        after = float(adjusted(ratios, before).mean())
        # Every step leads towards the fixed point, and not beyond it.
        assert min(before, found) - 1e-9 <= after <= max(before, found) + 1e-9
        before = after


def test_no_expected_ad_still_leaves_room_for_three_in_all() -> None:
    sample = Sample.draw(range(60), [Calibrator((-9, 1, 0, 0, 0), 0.1, 1e-6)])
    found = estimate(np.arange(5), np.zeros((5, 4)), sample.calibrators[0], sample).figure
    assert found == (0.0, 0.0, 3 / 60)


def test_whole_employers_are_drawn() -> None:
    drawn = Sample.draw([0, 0, 1, 2, 2, 2], [], draws=50).weights
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, 3] == drawn[:, 5]).all()
    assert (drawn[:, 2] != drawn[:, 3]).any()


def test_counting_likely_ads_would_miss_what_the_adjusted_prior_finds() -> None:
    rng = np.random.default_rng(1)
    calibrator, refits = calibrators(rng)
    columns = simulated(rng.random(ADS) < 0.6, rng)
    sample = Sample.draw(range(ADS), refits)
    assert float((calibrator.probabilities(columns) > 0.5).mean()) < 0.5
    assert estimate(np.arange(ADS), columns, calibrator, sample).figure.value == pytest.approx(0.6, abs=0.06)


def test_judged_ads_correct_probabilities_that_are_wrong() -> None:
    rng = np.random.default_rng(3)
    calibrator, refits = calibrators(rng)
    asks = rng.random(ADS) < 0.3
    columns = simulated(asks, rng)
    columns[:, 0] += 0.1  # all ads look more alike than those of the calibration
    sample = Sample.draw(range(ADS), refits)
    share = estimate(np.arange(ADS), columns, calibrator, sample)
    row = Estimated(Framework("n", "n", "1", "0", "n", ()), 0, share, 0.0, ())
    judged = {int(number): bool(asks[number]) for number in rng.choice(ADS, 100, replace=False)}
    after = corrected(row, judged, ADS).share.figure
    assert abs(after.value - 0.3) < abs(share.figure.value - 0.3)
    assert after.low <= asks.mean() <= after.high
    assert corrected(row, {0: True}, ADS) is row
