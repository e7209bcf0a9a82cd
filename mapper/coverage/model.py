"""The probability that a programme teaches a criterion, and how much of a standard is found by chance.

t = σ(a + b · max(s, hinge) + c · log(max(n, searched) ÷ searched))

s is how strongly a passage says the criterion (`evidence.strength`), n the number of distinct passages in its unit (its
section); the passage that says most decides. What chance brings grows with the number of passages searched, hence n.
That it counts within a unit and from `searched` upwards, and that below the hinge all s are one, makes t a function
that no further unit lowers and no irrelevant passage raises: taking a unit away never adds coverage, and hundreds of
passages of another matter hardly change it.

Fitted on pairs of a programme and a standard's unit, those that no source relates counting as wrong
(`python -m mapper.training coverage`). The file also keeps refits on resampled programmes, for intervals.
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

_EMBEDDED = "data/coverage.json"
FOUND = 0.8
NOT_FOUND = 0.2


@dataclass(frozen=True, slots=True)
class TaughtModel:
    """Coefficients, and what it takes to know whether they fit.

    Attributes:
        coefficients: a, b, c.
        refits: the same of each refit.
        hinge: strengths below count as this one.
        searched: passages of a unit that cost nothing.
        chance: (passages, share of a standard that a programme of another field reaches half of the time), rising.
        encoder: revision of the encoder it was fitted with.
        matcher: revision of the matcher likewise.
        about: what it was fitted on, with which figures; for reports.
    """

    coefficients: tuple[float, float, float]
    refits: tuple[tuple[float, float, float], ...]
    hinge: float
    searched: int
    chance: tuple[tuple[int, float], ...]
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
        values["coefficients"] = tuple(values["coefficients"])
        values["refits"] = tuple(map(tuple, values["refits"]))
        values["chance"] = tuple((int(passages), share) for passages, share in values["chance"])
        return cls(**values)

    def to_json(self) -> str:
        """As text, keys in a fixed order."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def revision(self) -> str:
        """Hash of what a probability depends on, 16 hexadecimal digits."""
        material = [self.coefficients, self.refits, self.hinge, self.searched, self.chance, self.encoder, self.matcher]
        return hashlib.sha256(json.dumps(material).encode()).hexdigest()[:16]

    def surplus(self, passages: int) -> float:
        """What a unit of so many distinct passages puts in the place of the logarithm."""
        return float(np.log(max(passages, self.searched) / self.searched))

    def predictor(self, strengths: Numbers, surplus: float) -> Numbers:
        """What grows with the probability; passages are compared by it."""
        _, slope, cost = self.coefficients
        return np.asarray(slope * np.maximum(strengths, self.hinge) + cost * surplus)

    def probabilities(self, strengths: Numbers, surplus: Numbers) -> Numbers:
        """Of the strength that decides and its unit's surplus, arrays of one shape."""
        return self._of(self.coefficients, strengths, surplus)

    def refitted(self, strengths: Numbers, surplus: Numbers) -> Numbers:
        """The same by each refit, shape (refits, len(strengths))."""
        return np.array([self._of(refit, strengths, surplus) for refit in self.refits])

    def _of(self, coefficients: Sequence[float], strengths: Numbers, surplus: Numbers) -> Numbers:
        start, slope, cost = coefficients
        predictor = start + slope * np.maximum(strengths, self.hinge) + cost * surplus
        return np.asarray(1 / (1 + np.exp(-np.clip(predictor, -500, 500))))

    def chance_level(self, passages: int) -> float:
        """C₀: median share of a standard that a programme of another field and this length reaches."""
        lengths, shares = zip(*self.chance, strict=True)
        return float(np.interp(np.log(max(passages, 1)), np.log(lengths), shares))


@lru_cache(maxsize=1)
def shipped() -> TaughtModel:
    """`TaughtModel.shipped`, read once."""
    return TaughtModel.shipped()
