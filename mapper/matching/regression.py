"""Logistic regressions as they are stored and used; `mapper.evaluation.training` fits them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from mapper.matching.terms import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """A logistic regression on standardised columns, with refits on resampled programmes."""

    mean: Numbers  # of each column, shape (columns,)
    spread: Numbers  # standard deviation of each
    coefficients: Numbers  # the intercept first, shape (columns + 1,)
    refits: Numbers  # the same of each refit, shape (refits, columns + 1)

    @classmethod
    def from_arrays(cls, scale: Numbers, coefficients: Numbers) -> Logistic:
        """Read what `arrays` gave."""
        (mean, spread), (own, *refits) = scale, coefficients
        return cls(mean, spread, own, np.array(refits))

    @classmethod
    def from_classes(cls, mean: Numbers, spread: Numbers, each: Numbers) -> Logistic:
        """Make a multinomial regression: coefficients of each class, shape (classes, columns + 1), stand as refits."""
        return cls(mean, spread, each[0], each)

    def arrays(self) -> tuple[Numbers, Numbers]:
        """Give mean and spread, shape (2, columns), and all coefficients, shape (1 + refits, columns + 1)."""
        return np.stack([self.mean, self.spread]), np.vstack([self.coefficients, self.refits])

    def probabilities(self, rows: Numbers) -> Numbers:
        """Give the probability of each row of columns, shape (n,)."""
        return sigmoid(self.odds(rows))

    def odds(self, rows: Numbers) -> Numbers:
        """Give the same as log odds."""
        return np.asarray(self._standardised(rows) @ self.coefficients)

    def refitted(self, rows: Numbers) -> Numbers:
        """Give the same by each refit, shape (refits, n)."""
        return sigmoid(self.refits @ self._standardised(rows).T)

    def each(self, rows: Numbers) -> Numbers:
        """Give the log odds by each refit, or of each class, shape (n, refits)."""
        return np.asarray(self._standardised(rows) @ self.refits.T)

    def classes(self, rows: Numbers) -> Numbers:
        """Give the probability of each class, shape (n, classes)."""
        return np.asarray(softmax(self.each(rows), axis=1))

    def _standardised(self, rows: Numbers) -> Numbers:
        return np.hstack([np.ones((len(rows), 1)), (rows - self.mean) / self.spread])


def sigmoid(odds: Numbers) -> Numbers:
    """Give the probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))


def log_odds(probability: Numbers) -> Numbers:
    """Give the log odds of probabilities, kept away from 0 and 1."""
    within = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(within / (1 - within)))
