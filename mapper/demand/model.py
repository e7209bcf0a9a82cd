"""The probability that an ad asks for a competency, from what its requirements say together.

π = σ(a + b·best + c·second + d·behind + e·log n): the best score that any requirement of the ad has for the
competency, the second best, how far the competency lies behind the entry nearest to a requirement, and how many
requirements there are. Never 1 − ∏(1 − p) over the requirements: their mistakes are not independent. Only the
entries nearest to a requirement are looked at; what is not among them has the rate of "not retrieved".

Fitted with ads as units (`python -m mapper.training demand`). The file also keeps refits on resampled ads, for
intervals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

NEAREST = 20
"""Entries of a framework that are looked at for a requirement."""
_EMBEDDED = "data/demand.json"
_LEAST, _MOST = 1e-6, 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Calibrator:
    """One fit.

    Attributes:
        coefficients: a to e.
        prior: q₀, the share of retrieved pairs that held where it was fitted.
        missed: probability that a pair that was not retrieved holds.
    """

    coefficients: tuple[float, float, float, float, float]
    prior: float
    missed: float

    def probabilities(self, columns: Numbers) -> Numbers:
        """π of pairs, `columns` of shape (pairs, 4): best, second, behind, log n."""
        predictor = self.coefficients[0] + columns @ np.asarray(self.coefficients[1:])
        return np.asarray(np.clip(1 / (1 + np.exp(-np.clip(predictor, -500, 500))), _LEAST, _MOST))

    def ratios(self, columns: Numbers) -> Numbers:
        """Likelihood ratios: the odds of π over those of the prior."""
        return np.asarray(odds(self.probabilities(columns)) / odds(self.prior))

    @property
    def ratio_missed(self) -> float:
        """Of a pair that was not retrieved."""
        return float(odds(self.missed) / odds(self.prior))


def odds(probability: Any) -> Any:  # noqa: ANN401 - a number or an array, as given
    """Of a probability."""
    return probability / (1 - probability)


@dataclass(frozen=True, slots=True)
class DemandModel:
    """The calibrator, its refits, and what it takes to know whether they fit.

    Attributes:
        calibrator: fitted on all ads.
        refits: fitted on ads drawn with replacement.
        encoder: revision of the encoder it was fitted with.
        matcher: revision of the matcher likewise.
        about: what it was fitted on, with which figures; for reports.
    """

    calibrator: Calibrator
    refits: tuple[Calibrator, ...]
    encoder: str
    matcher: str
    about: Mapping[str, Any]

    @classmethod
    def shipped(cls) -> Self:
        """The one that comes with the installation."""
        return cls.from_json((files("mapper") / _EMBEDDED).read_text(encoding="utf-8"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """From `to_json`'s text."""
        values = json.loads(text)
        calibrator, refits = _calibrator(values["calibrator"]), tuple(map(_calibrator, values["refits"]))
        return cls(calibrator, refits, values["encoder"], values["matcher"], values["about"])

    def to_json(self) -> str:
        """As text, keys in a fixed order."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def revision(self) -> str:
        """Hash of what a share depends on, 16 hexadecimal digits."""
        material = [asdict(one) for one in (self.calibrator, *self.refits)]
        text = json.dumps([material, self.encoder, self.matcher], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _calibrator(values: Mapping[str, Any]) -> Calibrator:
    a, b, c, d, e = values["coefficients"]
    return Calibrator((a, b, c, d, e), values["prior"], values["missed"])


@lru_cache(maxsize=1)
def shipped() -> DemandModel:
    """`DemandModel.shipped`, read once."""
    return DemandModel.shipped()


def columns(best: Sequence[float], second: Sequence[float], behind: Sequence[float], count: Sequence[int]) -> Numbers:
    """Features of pairs as `Calibrator.probabilities` takes them."""
    return np.column_stack([best, second, behind, np.log(np.maximum(count, 1))]).astype(np.float64)
