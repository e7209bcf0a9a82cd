"""The probability that an ad asks for a competency, from what its requirements say together.

π = σ((a + b·x + u + v·x′) ÷ s): x are the features of the pair (`FEATURES`: how near the ad's nearest texts are by the
scorer of pairs, by the vectors and word for word, how many texts there are, and how near the whole ad is). Never
1 − ∏(1 − p) over the requirements: their mistakes are not independent.

How readily ads are said to ask for an entry differs between entries that lie equally near, "servicio al cliente" from
"segmentación de la clientela". So every entry has a shift u and slopes v of its own, drawn to zero; they are known for
entries that stand in the graded ads, and of no other: there they are nothing, s takes back what they would have
explained, and the interval is as wide as they differ. What is near to no text of an ad has the rate of "not
retrieved". A proper name that does not stand in an ad is hardly asked for, however near another name is ("Python",
"PHP"), and one that stands there is: what that counts for is chosen, since few graded skills are names.

Of the entries that stand in the graded ads two more things are known: in which field of ads each is asked for, as
slopes on the directions in which graded ads differ most; and which are asked for together ("servicio al cliente" with
"mantener el servicio de atención a clientes"): what an ad says of the others moves each a second time (`Company`).

Fitted on graded ads (`python -m mapper.training demand`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpora import Framework

Numbers = NDArray[np.float64]

WAYS = tuple(f"way{number}" for number in range(30))
"""How far an ad lies in each of the directions in which the graded ads differ most."""
FEATURES = (
    "best", "second", "three", "sure", "together", "rank", "lead", "cosine", "cosines", "near", "very_near", "high",
    "very_high", "covered", "shared", "stands", "stands_alone", "title", "texts", "whole", "named", "absent",
    *WAYS, "beside",
)  # fmt: skip
BY_CHOICE = ("named", "absent")
"""Features of proper names, whose weight is chosen and not fitted."""
OF_KNOWN = (*WAYS, "beside")
"""Features that count only for entries that stand in the graded ads, for each in its own way."""
SLOPES = ("best", "cosine", "title", "sure", "covered", "whole", *WAYS)
"""Features whose weight may differ between entries."""
FRAMEWORK = "esco"
"""Loader of the framework whose codes the graded ads use."""
_EMBEDDED = "data/demand.json"
_LEAST, _MOST = 1e-6, 1 - 1e-6
_OF_SLOPES = [FEATURES.index(name) for name in SLOPES]
_BESIDE = FEATURES.index("beside")


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted, on standardised features.

    Attributes:
        coefficients: intercept, then one for each feature.
        corrections: code of an entry → its shift, the standard error of it, then one slope for each of `SLOPES`.
    """

    coefficients: tuple[float, ...]
    corrections: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Company:
    """Which entries are asked for together.

    Attributes:
        codes: of the entries.
        rates: share of the graded ads that ask for each.
        weights: shape (entries, entries): by how much more of the ads that ask for the one the other is asked for.
        counts: intercept, and what the log odds by an ad's texts and the company of an entry count for.
    """

    codes: tuple[str, ...] = ()
    rates: Numbers = field(default_factory=lambda: np.zeros(0))
    weights: Numbers = field(default_factory=lambda: np.zeros((0, 0)))
    counts: tuple[float, float, float] = (0.0, 1.0, 0.0)

    def beside(self, probability: Numbers) -> Numbers:
        """What is asked for beside each entry, from π by the texts alone; both of shape (ads, entries)."""
        return np.asarray((probability - self.rates) @ self.weights)

    def values(self) -> dict[str, Any]:
        """As JSON holds it: of the weights those that are not 0."""
        rows, columns = np.nonzero(self.weights)
        weights = [[int(r), int(c), float(self.weights[r, c])] for r, c in zip(rows, columns, strict=True)]
        return {
            "codes": self.codes, "rates": self.rates.tolist(), "weights": weights, "counts": self.counts,
        }  # fmt: skip

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """From `values`."""
        weights = np.zeros((len(values["codes"]),) * 2)
        for row, column, weight in values["weights"]:
            weights[row, column] = weight
        return cls(tuple(values["codes"]), np.array(values["rates"]), weights, tuple(values["counts"]))


@dataclass(frozen=True, slots=True)
class DemandModel:
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
        encoder: revision of the encoder it was fitted with.
        matcher: revision of the scorer likewise.
        about: what it was fitted on, with which figures; for reports.
        ways: the directions in which graded ads differ most, shape (ways, dimensions of the encoder); empty for none.
        company: which entries are asked for together.
    """

    fit: Fit
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    apart: tuple[float, float, float]
    flatter: float
    missed: float
    wider: float
    encoder: str
    matcher: str
    about: Mapping[str, Any]
    ways: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    company: Company = field(default_factory=Company)

    @classmethod
    def shipped(cls) -> Self:
        """The one that comes with the installation."""
        return cls.from_json((files("mapper") / _EMBEDDED).read_text(encoding="utf-8"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """From `to_json`'s text."""
        values = json.loads(text)
        fit = values.pop("fit")
        corrections = {code: tuple(row) for code, row in fit["corrections"].items()}
        mean, spread, apart = (tuple(values.pop(name)) for name in ("mean", "spread", "apart"))
        found = Fit(tuple(fit["coefficients"]), corrections)
        values["ways"] = np.array(values["ways"], np.float32)
        values["company"] = Company.of_values(values["company"])
        return cls(fit=found, mean=mean, spread=spread, apart=apart, **values)

    def to_json(self) -> str:
        """As text, keys in a fixed order."""
        return json.dumps(self._values() | {"about": dict(self.about)}, ensure_ascii=False, sort_keys=True) + "\n"

    def _values(self) -> dict[str, Any]:
        names = ("mean", "spread", "apart", "flatter", "missed", "wider", "encoder", "matcher")
        fit = {"coefficients": self.fit.coefficients, "corrections": dict(self.fit.corrections)}
        # As few digits as directions need: a float32 prints with seventeen.
        ways = [[round(float(value), 4) for value in way] for way in self.ways]
        known = {"ways": ways, "company": self.company.values()}
        return {"fit": fit, **known, **{name: getattr(self, name) for name in names}}

    @property
    def revision(self) -> str:
        """Hash of what a share depends on, 16 hexadecimal digits."""
        return hashlib.sha256(json.dumps(self._values(), sort_keys=True).encode()).hexdigest()[:16]

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
        by_texts = plain + own[:, 0] + (rows[:, _OF_SLOPES] * own[:, 2:]).sum(axis=1)
        intercept, texts, beside = self.company.counts
        again = intercept + texts * by_texts + beside * rows[:, _BESIDE]
        return np.asarray(np.where(np.isnan(corrections[:, 0]), by_texts, again))

    def numbers_of(self, framework: Framework) -> NDArray[np.int64]:
        """For each entry of a framework its number in `company`, -1 for none."""
        numbers = {code: number for number, code in enumerate(self.company.codes)}
        return np.array([numbers.get(entry.code, -1) for entry in framework.competencies], dtype=np.int64)

    def in_company(
        self, features: NDArray[np.float32], numbers: NDArray[np.int64], corrections: Numbers
    ) -> NDArray[np.float32]:
        """One ad's pairs with the feature "beside", which follows from all of them.

        Args:
            features: shape (pairs, features).
            numbers: of the pairs' entries in `company`, -1 for none.
            corrections: of each pair's entry, shape (pairs, 2 + slopes).
        """
        known = numbers >= 0
        if not known.any():
            return features
        alone = replace(self, company=replace(self.company, counts=(0.0, 1.0, 0.0)))
        said = self.company.rates.copy()
        said[numbers[known]] = expit(alone.predictors(features[known], corrections[known]))
        found = features.copy()
        found[known, _BESIDE] = self.company.beside(said[None])[0][numbers[known]]
        return found

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
    """Probabilities of log odds."""
    return np.asarray(np.clip(1 / (1 + np.exp(-np.clip(predictor, -500, 500))), _LEAST, _MOST))


@lru_cache(maxsize=1)
def shipped() -> DemandModel:
    """`DemandModel.shipped`, read once."""
    return DemandModel.shipped()
