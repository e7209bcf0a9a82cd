"""The statistics of demand, on ads whose true shares are known because they were simulated."""

from dataclasses import replace

import numpy as np
import pytest

from corpora import Competency, Framework
from mapper.industry.demand.audit import corrected
from mapper.industry.demand.model import FEATURES, SLOPES, DemandModel, Fit
from mapper.industry.demand.shares import Estimated, Sayings, estimate

ADS = 300
UNKNOWN = np.full(2 + len(SLOPES), np.nan)


def model(*, apart: tuple[float, float, float] = (1.0, 1.0, 1.0), flatter: float = 1.2) -> DemandModel:
    """One that believes the first feature alone, with an intercept of -3."""
    plain = (0.0,) * len(FEATURES)
    coefficients = (-3.0, 1.0, *plain[1:])
    return DemandModel(
        fit=Fit(coefficients, {}), mean=plain, spread=(1.0,) * len(FEATURES), apart=apart, flatter=flatter,
        missed=1e-4, wider=1.0, encoder="", matcher="", about={},
    )  # fmt: skip


def said(first: np.ndarray, corrections: np.ndarray = UNKNOWN) -> Sayings:
    features = np.zeros((len(first), len(FEATURES)), dtype=np.float32)
    features[:, 0] = first
    return Sayings(
        np.arange(len(first)),
        np.zeros(len(first), np.int64),
        features,
        np.tile(corrections, (len(first), 1)),
        0.0,
        len(first),
    )


def held(shift_known: bool, runs: int = 200) -> float:
    """In which share of the runs the interval holds the true share, entries differing by a normal shift."""
    hits = 0
    for run in range(runs):
        rng = np.random.default_rng(run)
        shift = rng.normal(0, 1.0)
        first = rng.normal(0, 3, ADS)
        asks = rng.random(ADS) < 1 / (1 + np.exp(-(first - 3 + shift)))
        known = np.array([shift, 0.05, *[0.0] * len(SLOPES)])
        figure = estimate(replace(said(first, known if shift_known else UNKNOWN), seed=run), model()).figure
        hits += figure.low <= asks.mean() <= figure.high
    return hits / runs


@pytest.mark.parametrize("known", [True, False])
def test_nine_of_ten_intervals_hold_the_true_share(known: bool) -> None:
    assert 0.84 <= held(known) <= 0.97


def test_what_is_known_of_an_entry_makes_its_interval_narrower() -> None:
    first = np.random.default_rng(0).normal(0, 3, ADS)
    known = np.array([0.0, 0.1, *[0.0] * len(SLOPES)])
    told, guessed = (estimate(said(first, row), model()).figure for row in (known, UNKNOWN))
    assert told.high - told.low < 0.7 * (guessed.high - guessed.low)


def test_a_share_is_the_mean_probability() -> None:
    first = np.array([9.0, -9.0, 3.0, 3.0])
    share = estimate(said(first, np.zeros(2 + len(SLOPES))), model())
    assert share.figure.value == pytest.approx(share.probability.mean())
    assert share.probability[2] == pytest.approx(0.5, abs=1e-6)


def test_ads_that_say_nothing_stay_in_the_denominator() -> None:
    few = replace(said(np.full(10, 20.0), np.zeros(2 + len(SLOPES))), groups=40)
    assert estimate(few, model()).figure.value == pytest.approx(0.25, abs=1e-3)


def test_judged_ads_correct_probabilities_that_are_wrong() -> None:
    rng = np.random.default_rng(3)
    asks = rng.random(ADS) < 0.3
    first = np.where(asks, 4.0, -2.0) + rng.normal(0, 1, ADS) + 4  # all look more alike than where it was fitted
    share = estimate(said(first, np.zeros(2 + len(SLOPES))), model())
    row = Estimated(Framework("n", "n", "1", "0", "n", (Competency("c", "C", "skill"),)), 0, share, 0.0, ())
    judged = {int(number): bool(asks[number]) for number in rng.choice(ADS, 100, replace=False)}
    after = corrected(row, {"n/c": judged}, ADS).share.figure
    assert abs(after.value - asks.mean()) < abs(share.figure.value - asks.mean())
    assert after.low <= asks.mean() <= after.high
    assert corrected(row, {"n/c": {0: True}, "n/d": judged}, ADS) is row
