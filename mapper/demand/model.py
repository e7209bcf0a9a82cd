"""The probability that an ad asks for a competency, from what its requirements say together.

π = σ((a + b·x + u + v·x′) ÷ s): x are the features of the pair (`FEATURES`: how near the ad's nearest texts are by the
scorer of pairs, by the vectors and word for word, and how many texts there are). Never 1 − ∏(1 − p) over the
requirements: their mistakes are not independent.

How readily ads are said to ask for an entry differs between entries that lie equally near, "servicio al cliente" from
"segmentación de la clientela". So every entry has a shift u and slopes v of its own, drawn to zero; they are known for
entries that stand in the graded ads, and of no other: there they are nothing, s takes back what they would have
explained, and the interval is as wide as they differ. What is near to no text of an ad has the rate of "not
retrieved". A proper name that does not stand in an ad is hardly asked for, however near another name is ("Python",
"PHP"), and one that stands there is: what that counts for is chosen, since few graded skills are names.

Fitted on graded ads (`python -m mapper.training demand`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from corpora import Framework
from mapper.fitted import Fitted

Numbers = NDArray[np.float64]

FEATURES = (
    "best", "second", "three", "sure", "together", "rank", "lead", "cosine", "cosines", "near", "very_near", "high",
    "very_high", "covered", "shared", "stands", "stands_alone", "title", "texts", "named", "absent",
)  # fmt: skip
BY_CHOICE = ("named", "absent")
"""Features of proper names, whose weight is chosen and not fitted."""
SLOPES = ("best", "cosine", "title", "sure", "covered")
"""Features whose weight may differ between entries."""
FRAMEWORK = "esco"
"""Loader of the framework whose codes the graded ads use."""
_LEAST, _MOST = 1e-6, 1 - 1e-6
_OF_SLOPES = [FEATURES.index(name) for name in SLOPES]


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted, on standardised features.

    Attributes:
        coefficients: intercept, then one for each feature.
        corrections: code of an entry → its shift, the standard error of it, then one slope for each of `SLOPES`.
    """

    coefficients: tuple[float, ...]
    corrections: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandModel(Fitted):
    """The fit, and what it takes to know whether it fits.

    Attributes:
        fit: on all ads.
        mean: of each feature.
        spread: of each feature.
        apart: standard deviation of the shifts of entries; the second of those that stand word for word, the third of
            proper names among them.
        flatter: s, by which the predictor of an entry without corrections is divided.
        missed: probability of a pair whose entry is near to no text of the ad.
        wider: by which intervals are widened to hold the truth nine times in ten.
        matcher: revision of the scorer that it was fitted with.
    """

    FILE = "demand.json"

    fit: Fit
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    apart: tuple[float, float, float]
    flatter: float
    missed: float
    wider: float
    matcher: str

    def corrections_of(self, framework: Framework) -> Numbers:
        """For each entry of a framework its shift, the error of that, and slopes; nan where unknown.

        Shape (entries, 2 + slopes).
        """
        unknown = (np.nan,) * (2 + len(SLOPES))
        return np.array([self.fit.corrections.get(entry.code, unknown) for entry in framework.competencies]).reshape(
            -1, 2 + len(SLOPES)
        )

    def standardised(self, features: NDArray[np.float32]) -> Numbers:
        """Features as the coefficients take them."""
        return np.asarray((features - np.asarray(self.mean)) / np.asarray(self.spread))

    def predictors(self, features: NDArray[np.float32], corrections: Numbers) -> Numbers:
        """Log odds of pairs, before they are made flatter where the entry is unknown.

        Args:
            features: shape (pairs, features).
            corrections: of each pair's entry, shape (pairs, 2 + slopes).
        """
        rows = self.standardised(features)
        own = np.where(np.isnan(corrections), 0.0, corrections)
        plain = self.fit.coefficients[0] + rows @ np.asarray(self.fit.coefficients[1:])
        return np.asarray(plain + own[:, 0] + (rows[:, _OF_SLOPES] * own[:, 2:]).sum(axis=1))

    def probabilities(self, features: NDArray[np.float32], places: NDArray[np.int64], corrections: Numbers) -> Numbers:
        """π of pairs.

        Args:
            features: shape (pairs, features).
            places: of their entries in the framework.
            corrections: `corrections_of` the framework.
        """
        own = corrections[places]
        return expit(self.predictors(features, own) / np.where(np.isnan(own[:, 0]), self.flatter, 1.0))


def expit(predictor: Numbers) -> Numbers:
    """Of log odds, never 0 or 1."""
    return np.asarray(np.clip(special.expit(predictor), _LEAST, _MOST))


shipped = DemandModel.shipped
