"""Shares of ads with their intervals: what is not known of an entry, and which of the likely ads really ask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.demand.model import FEATURES, DemandModel, Numbers, expit
from mapper.records import Interval

DRAWS = 1000
LOW, HIGH = 0.05, 0.95
"""An interval of demand is meant to hold the truth nine times in ten."""
_STAND = [FEATURES.index("stands"), FEATURES.index("named")]
_GRID = np.linspace(-4, 4, 41)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of these ads that ask for something.

    Attributes:
        figure: with its interval.
        probability: that each ad group asks for it, shape (groups,).
        draws: the share in each draw.
    """

    figure: Interval
    probability: Numbers
    draws: Numbers


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the ads say of one entry, or of the surest entry of a group.

    Attributes:
        group: ad groups in which it may be asked for, each once.
        entry: of each of these pairs: one and the same, or the surest one of a group.
        features: of these pairs.
        corrections: of their entries, shape (pairs, 2 + slopes).
        rest: expected number of the other ad groups that ask for it.
        groups: number of all ad groups.
        seed: of the draws.
    """

    group: NDArray[np.int64]
    entry: NDArray[np.int64]
    features: NDArray[np.float32]
    corrections: Numbers
    rest: float
    groups: int
    seed: int = 0


def pairs_of(said: Sayings, model: DemandModel) -> tuple[Numbers, Numbers, Numbers]:
    """Of each pair the log odds, how far its entry's shift is unknown, and the probability."""
    predictor = model.predictors(said.features, said.corrections)
    unknown = np.isnan(said.corrections[:, 0])
    apart = np.asarray(model.apart)[(said.features[:, _STAND] > 0).sum(axis=1)]
    error = np.where(unknown, apart, said.corrections[:, 1])
    return predictor, error, expit(predictor / np.where(unknown, model.flatter, 1.0))


def estimate(said: Sayings, model: DemandModel) -> Share:
    """The share of all ad groups that ask for one entry.

    A draw moves the entry's shift as far as it is unknown, and lets each ad ask or not by its probability. How far
    ads at hand stand for others is another question, which the draws leave out.
    """
    groups = max(said.groups, 1)
    predictor, error, single = pairs_of(said, model)
    value = (float(single.sum()) + said.rest) / groups
    moved = expit(predictor + error * _GRID[:, None])
    rng = np.random.default_rng([said.seed, said.groups])
    expected, spread = np.full(DRAWS, said.rest), np.full(DRAWS, said.rest)
    for entry in np.unique(said.entry):
        own = moved[:, said.entry == entry]
        shift = rng.standard_normal(DRAWS)
        expected += np.interp(shift, _GRID, own.sum(axis=1))
        spread += np.interp(shift, _GRID, (own * (1 - own)).sum(axis=1))
    draws = (expected + np.sqrt(spread) * rng.standard_normal(DRAWS)) / groups
    draws = np.clip(value + model.wider * (draws - np.median(draws)), 0, 1)
    probability = np.full(said.groups, said.rest / groups)
    probability[said.group] = single
    low, high = np.quantile(draws, (LOW, HIGH))
    figure = Interval(value, min(value, float(low)), max(value, float(high)))
    return Share(figure, probability, draws)
