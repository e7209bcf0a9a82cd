"""The probability that an ad asks for a competency, from what its requirements say together (docs/gap.md).

π = σ(a + b·x + u + v·x′): x are the features of the pair (`FEATURES`). Never 1 − ∏(1 − p) over the requirements: their
mistakes are not independent.

An entry that stands in the graded ads has a shift u and slopes v of its own, drawn to zero, some of them on the
directions in which graded ads differ most; what an ad says of the others moves it a second time (`Cooccurrence`).
Any other entry has a and b fitted on ads of which the nearest entries were graded, whatever they were, and an interval
as wide as entries differ there. Criteria of standards have a shift for each kind and slopes, one of them on how near
the ad lies to the standard. What is near to no text of an ad has the rate of "not retrieved". What a proper name that
an ad lacks counts for is chosen, and of a skill of the list what one counts for that stands there.

Fitted on graded ads (`python -m lab.training demand`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from corpora import Framework
from mapper.matching.fitted import Fitted
from mapper.matching.records import criterion_kind

Numbers = NDArray[np.float64]

WAYS = tuple(f"way{number}" for number in range(30))
"""How far an ad lies in each of the directions in which the graded ads differ most."""
FEATURES = (
    "best", "sure", "together", "rank", "lead", "cosine", "near", "very_near", "high", "very_high", "covered", "shared",
    "stands", "stands_alone", "title", "whole", "named", "absent", *WAYS, "context", "trade",
)  # fmt: skip
_OF_ANY = ("best", "cosine", "title", "sure", "covered", "whole")
SLOPES = (*_OF_ANY, *WAYS)
"""Features whose weight may differ between entries."""
OF_KINDS = (*_OF_ANY, "trade")
"""Those whose weight differs for criteria of standards; the last is how near the whole ad is to the standard."""
ATTITUDE, PLAIN_KIND = "actitud", "desempeno"
"""Kinds of criteria; one of a kind that was not fitted is taken as of the second."""
_LEAST, _MOST = 1e-6, 1 - 1e-6
COLUMNS = (*SLOPES, "trade")  # of a table of corrections, behind shift and error
_OF_COLUMNS = [FEATURES.index(name) for name in COLUMNS]
_CONTEXT = FEATURES.index("context")


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients on standardised features: the intercept, then one for each.

    `others` are those of entries without corrections, criteria apart. `corrections` are by an entry's code its shift,
    the standard error of it, then one slope for each of `SLOPES`. `kinds` are the same by the kind of criterion, with
    slopes for `OF_KINDS`; the error is how far those of a kind lie apart.
    """

    coefficients: tuple[float, ...]
    others: tuple[float, ...]
    corrections: Mapping[str, tuple[float, ...]]
    kinds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Which entries are asked for together.

    Attributes:
        codes: of the entries.
        rates: share of the graded ads that ask for each.
        weights: row, column and by how much more of the ads that ask for the one the other is asked for; where slight,
            nothing.
        counts: intercept, and what the log odds by an ad's texts and the cooccurrence of an entry count for.
    """

    codes: tuple[str, ...] = ()
    rates: tuple[float, ...] = ()
    weights: tuple[tuple[int, int, float], ...] = ()
    counts: tuple[float, float, float] = (0.0, 1.0, 0.0)

    def context(self, probability: Numbers) -> Numbers:
        """Return what is asked for together with each entry, from π by the texts; both of shape (ads, entries)."""
        rows, columns, values = zip(*self.weights, strict=True) if self.weights else ((), (), ())
        weights = np.zeros((len(self.codes),) * 2)
        weights[rows, columns] = values
        return np.asarray((probability - np.array(self.rates)) @ weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandModel(Fitted):
    """The fit, and what it takes to know whether it fits.

    Attributes:
        mean: of each feature; so the spread.
        apart: standard deviation of the shifts of entries; the second of those that stand word for word, the third of
            proper names among them.
        missed: probability of a pair whose entry is near to no text of the ad.
        shown: intercept, and weights of the reader's log odds and of the cosine, by which examples are chosen.
        wider: by which intervals are widened to hold the truth nine times in ten.
        matcher: hash of the file of the scorer of catalogues that it was fitted with.
        ways: the directions in which graded ads differ most, each of the encoder's dimensions; empty for none.
        cooccurrence: which entries are asked for together.
    """

    FILE = "demand.json"

    fit: Fit
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    apart: tuple[float, float, float]
    missed: float
    shown: tuple[float, float, float]
    wider: float
    matcher: str
    ways: tuple[tuple[float, ...], ...] = ()
    cooccurrence: Cooccurrence = field(default_factory=Cooccurrence)

    def corrections_of(self, framework: Framework) -> Numbers:
        """Return for each entry shift, its error, slopes; nan where unknown; shape (entries, 2 + slopes)."""
        kinds = kinds_in(framework)
        return np.array(
            [self.correction(entry.code, kinds.get(place, "")) for place, entry in enumerate(framework.competencies)]
        ).reshape(-1, 2 + len(COLUMNS))

    def correction(self, code: str, kind: str = "") -> list[float]:
        """Return the row of one entry; `kind` is what `kinds_in` says of it, "" for nothing."""
        if own := self.fit.corrections.get(code):
            return [*own, 0.0]
        if kind and (own := self.fit.kinds.get(kind, self.fit.kinds.get(PLAIN_KIND))):
            slopes = dict(zip(OF_KINDS, own[2:], strict=True))
            return [*own[:2], *(slopes.get(name, 0.0) for name in COLUMNS)]
        return [np.nan] * (2 + len(COLUMNS))

    def by_texts(self, features: NDArray[np.float32], corrections: Numbers) -> Numbers:
        """Return the log odds of pairs by the texts of their ads alone, as `predictors` takes them; nan counts as 0."""
        rows, own = self._standardised(features), np.nan_to_num(corrections)
        plain = self.fit.coefficients[0] + rows @ np.asarray(self.fit.coefficients[1:])
        return np.asarray(plain + own[:, 0] + (rows[:, _OF_COLUMNS] * own[:, 2:]).sum(axis=1))

    def predictors(self, features: NDArray[np.float32], corrections: Numbers) -> Numbers:
        """Return the log odds of pairs.

        Both arguments have a row for each pair, `corrections` that of its entry, nan where it has none.
        """
        rows = self._standardised(features)
        intercept, texts, beside = self.cooccurrence.counts
        known = intercept + texts * self.by_texts(features, corrections) + beside * rows[:, _CONTEXT]
        others = self.fit.others[0] + rows @ np.asarray(self.fit.others[1:])
        return np.asarray(np.where(np.isnan(corrections[:, 0]), others, known))

    def _standardised(self, features: NDArray[np.float32]) -> Numbers:
        return np.asarray((features - np.asarray(self.mean)) / np.asarray(self.spread))

    def numbers_of(self, framework: Framework) -> NDArray[np.int64]:
        """Return for each entry of a framework its number in `cooccurrence`, -1 for none."""
        numbers = {code: number for number, code in enumerate(self.cooccurrence.codes)}
        return np.array([numbers.get(entry.code, -1) for entry in framework.competencies], dtype=np.int64)

    def add_context(
        self, features: NDArray[np.float32], numbers: NDArray[np.int64], corrections: Numbers
    ) -> NDArray[np.float32]:
        """Return one ad's pairs with the feature "context", which follows from all; `numbers` as in `numbers_of`."""
        known = numbers >= 0
        if not known.any():
            return features
        alone = replace(self, cooccurrence=replace(self.cooccurrence, counts=(0.0, 1.0, 0.0)))
        said = np.array(self.cooccurrence.rates)
        said[numbers[known]] = expit(alone.predictors(features[known], corrections[known]))
        found = features.copy()
        found[known, _CONTEXT] = self.cooccurrence.context(said[None])[0][numbers[known]]
        return found

    def probabilities(self, features: NDArray[np.float32], places: NDArray[np.int64], corrections: Numbers) -> Numbers:
        """Return π of pairs whose entries are at these places of a framework; `corrections` are `corrections_of` it."""
        return expit(self.predictors(features, corrections[places]))


def kinds_in(framework: Framework) -> dict[int, str]:
    """Return the kinds of criteria by their places; nothing of what stands above them and of catalogues."""
    every = framework.criteria.values()
    return {place: criterion_kind(kind) for kinds in every for kind, places in kinds.items() for place in places}


def expit(predictor: Numbers) -> Numbers:
    """Return the probabilities of log odds, never 0 or 1."""
    return np.asarray(np.clip(special.expit(predictor), _LEAST, _MOST))


shipped = DemandModel.shipped
