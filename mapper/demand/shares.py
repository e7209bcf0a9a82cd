"""Shares of ads with their intervals: draws of ads × refitted calibrators, the prior adjusted in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.demand.model import Calibrator, Numbers
from mapper.demand.prior import adjusted, share
from mapper.records import Interval

DRAWS = 1000
_BINS = 60
_REACH = 12.0
"""Logarithms of likelihood ratios beyond are as good as certain."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Ad groups and how they are drawn.

    Attributes:
        groups: how many there are.
        weights: how often each group stands in each draw, shape (draws, groups).
        calibrators: refitted ones; draw d is made with number d modulo their count.
    """

    groups: int
    weights: NDArray[np.float32]
    calibrators: tuple[Calibrator, ...]

    @classmethod
    def draw(
        cls, clusters: Sequence[int], calibrators: Sequence[Calibrator], *, draws: int = DRAWS, seed: int = 0
    ) -> Sample:
        """Draw whole clusters with replacement.

        Args:
            clusters: for each group the number of its cluster (its employer), 0 to n − 1.
            calibrators: refitted ones.
            draws: how many.
            seed: of the draws.
        """
        of_group = np.asarray(clusters, dtype=np.int64)
        count = int(of_group.max()) + 1 if len(of_group) else 0
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(count, np.full(count, 1 / count), size=draws) if count else np.zeros((draws, 0))
        return cls(len(of_group), np.asarray(drawn[:, of_group], dtype=np.float32), tuple(calibrators))


@dataclass(frozen=True, slots=True)
class Share:
    """The share of ads that ask for something.

    Attributes:
        figure: with its interval.
        groups: the ad groups for which the competency was retrieved.
        probability: π′ of each of them.
        missed: π′ of any other.
        draws: the share in each draw.
    """

    figure: Interval
    groups: NDArray[np.int64]
    probability: Numbers
    missed: float
    draws: Numbers


def estimate(groups: NDArray[np.int64], columns: Numbers, calibrator: Calibrator, sample: Sample) -> Share:
    """The share of all ad groups that ask for one competency.

    Args:
        groups: the groups for which it was retrieved, each once.
        columns: features of these pairs, shape (len(groups), 4).
        calibrator: fitted on all ads.
        sample: the groups and their draws.
    """
    ratios = calibrator.ratios(columns)
    missing = sample.groups - len(groups)
    everything = np.concatenate([ratios, [calibrator.ratio_missed]])
    value = float(share(everything, np.concatenate([np.ones(len(groups)), [missing]])[None, :])[0])
    draws = _draws(groups, columns, sample)
    if value <= 0:
        none = Interval(0.0, 0.0, min(1.0, 3 / max(sample.groups, 1)))
        return Share(none, groups, np.zeros(len(groups)), 0.0, draws)
    low, high = np.quantile(draws, (0.025, 0.975))
    figure = Interval(value, min(value, float(low)), max(value, float(high)))
    each = adjusted(everything, value)
    return Share(figure, groups, each[:-1], float(each[-1]), draws)


def _draws(groups: NDArray[np.int64], columns: Numbers, sample: Sample) -> Numbers:
    """The share in each draw; ratios that are nearly the same are counted together."""
    weights = sample.weights[:, groups]
    missing = sample.weights.sum(axis=1) - weights.sum(axis=1)
    count = len(sample.calibrators)
    edges = np.linspace(-_REACH, _REACH, _BINS + 1)
    middles = np.exp((edges[1:] + edges[:-1]) / 2)
    counted = np.zeros((len(weights), _BINS + 1))
    ratios = np.empty((len(weights), _BINS + 1))
    ratios[:, :_BINS] = middles
    for number, calibrator in enumerate(sample.calibrators):
        logs = np.log(calibrator.ratios(columns))
        places = np.clip(np.digitize(logs, edges) - 1, 0, _BINS - 1)
        member = np.zeros((len(groups), _BINS), dtype=np.float32)
        member[np.arange(len(groups)), places] = 1
        counted[number::count, :_BINS] = weights[number::count] @ member
        ratios[number::count, _BINS] = calibrator.ratio_missed
    counted[:, _BINS] = missing
    return share(ratios, counted)
