"""The share of ads that ask for a competency, from each ad's likelihood ratio: the prior adjusted to these ads.

With q the share in these ads and q₀ that in the material of the calibration,

    π′ = π (q/q₀) ÷ [π (q/q₀) + (1 − π)(1 − q)/(1 − q₀)],   q = mean π′,

iterated (M. Saerens, P. Latinne, C. Decaestecker: Adjusting the outputs of a classifier to new a priori
probabilities, Neural Computation 14, 2002). With the ratio L = [π/(1 − π)] ÷ [q₀/(1 − q₀)] that is the EM algorithm of
a mixture of two known parts; its fixed point is where Σ (L − 1) ÷ (1 + q (L − 1)) is nothing, a sum that falls with q:
found here by halving, for many draws at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_HALVINGS = 40


def share(ratios: Numbers, weights: Numbers) -> Numbers:
    """The fixed point q of the EM algorithm.

    Args:
        ratios: likelihood ratios, shape (draws, kinds) or (kinds,) for all draws.
        weights: how many ads have each ratio, shape (draws, kinds).

    Returns:
        Shape (draws,); exactly 0 where no ratio speaks for any ad.
    """
    surplus = np.broadcast_to(ratios, weights.shape) - 1
    low, high = np.zeros(len(weights)), np.ones(len(weights))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rising = (weights * surplus / (1 + middle[:, None] * surplus)).sum(axis=1) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return np.asarray(np.where((weights * surplus).sum(axis=1) > 0, (low + high) / 2, 0.0))


def adjusted(ratios: Numbers, share_: float) -> Numbers:
    """π′ of each ad, given the share of all."""
    return np.asarray(share_ * ratios / (share_ * ratios + (1 - share_)))
