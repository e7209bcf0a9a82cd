"""How a candidate's score becomes a probability: the model that `mapper.training` fits, applied.

The probability is logistic in features that grow with the score within a passage (the score, its lead over the best
other one, its lead over the mean of its five best rivals or over chance, that lead times the logarithm of how many
entries were searched, whether it is the first) or are the same for all candidates of a passage (how many entries were
searched, how long the passage is, whether its language is the framework's, whether its context had a say), so that
within a passage and framework the order by probability is the order by score. Rivals say something else than the first:
that another entry which says the same lies as near makes the first no less sure. Which features the shipped model uses,
its file says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.fusion import ranks
from mapper.candidates import Scale
from mapper.scoring import Scored

Numbers = NDArray[np.float64]

WITHIN = ("score", "lead", "ahead", "ahead_of_many", "first")
"""Features that differ between the candidates of a passage, and rise with the score: no coefficient is below zero."""
OF_PASSAGE = ("log_pool", "log_length", "same_language", "context")
FEATURES = WITHIN + OF_PASSAGE

_EMBEDDED = "data/matcher.json"
_DECIMALS = 6
_OTHERS = 5
_LOOKED_AT = 100
_THE_SAME = 0.85
"""Cosine with the first, through occupations where they draw it, from which on an entry says the same."""
_NEAR = 0.1
_CHANCE = 0.1


def features(found: Scored) -> dict[str, Numbers]:
    """Each of `FEATURES` for every candidate."""
    score = found.score
    count = len(score)
    if not count:
        return {name: np.zeros(0) for name in FEATURES}
    best = np.argsort(-score, kind="stable")
    ordered = score[best]
    # The only entry leads over nothing, whose score is 0.
    best_other = np.where(score < ordered[0], ordered[0], ordered[1] if count > 1 else 0.0)
    # About logarithmic: twice the lead makes a sure match hardly surer, since its rivals may be as right.
    # Of a few entries from another field one is always ahead of the others, but hardly of chance.
    ahead = np.arcsinh(
        (score - np.maximum(_mean_of_best_others(score, _rivals(found, best[:_LOOKED_AT])), _CHANCE)) / _NEAR
    )
    of_passage = {
        "log_pool": float(np.log(found.size)),
        "log_length": float(np.log(max(found.length, 1))),
        "same_language": float(found.same_language),
        "context": float(found.context),
    }
    within = {
        "score": score,
        "lead": score - best_other,
        "ahead": ahead,
        # To be ahead of many says more than to be ahead of a few.
        "ahead_of_many": ahead * of_passage["log_pool"],
        "first": ranks(score) == 1,
    }
    return {**within, **{name: np.full(count, value) for name, value in of_passage.items()}}


def _rivals(found: Scored, best: NDArray[np.int64]) -> Numbers:
    """The scores of the first of these candidates and of those that say something else, in their order."""
    kept = found.searched.likeness(found.rows[best]) < _THE_SAME
    kept[0] = True
    return np.asarray(found.score[best][kept])


def _mean_of_best_others(score: Numbers, ordered: Numbers) -> Numbers:
    """For each candidate the mean of the five highest scores but its own, of fewer where there are fewer, else 0."""
    if len(ordered) == 1:
        return np.zeros(len(score))
    best = ordered[: _OTHERS + 1]
    outside = ordered[: min(_OTHERS, len(ordered) - 1)].mean()
    return np.asarray(np.where(score >= best[-1], (best.sum() - score) / (len(best) - 1), outside))


@dataclass(frozen=True, slots=True)
class MatcherModel:
    """Coefficients of the probability, and the threshold under which nothing is shown.

    Attributes:
        intercept: of the linear predictor.
        coefficients: by feature; a feature that is not named counts nothing.
        threshold: least probability of a match that is shown.
        encoder: revision of the encoder that it was fitted with.
        scale: of this encoder's cosines; those of another are brought to it.
        about: what it was fitted on, with which figures; for reports.
    """

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float
    encoder: str
    scale: Scale
    about: Mapping[str, Any]

    @classmethod
    def shipped(cls) -> Self:
        """The one that comes with the installation."""
        return cls.from_json((files("mapper") / _EMBEDDED).read_text(encoding="utf-8"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """From `to_json`'s text."""
        values = json.loads(text)
        scale = Scale(*values["scale"])
        return cls(
            values["intercept"], values["coefficients"], values["threshold"], values["encoder"], scale, values["about"]
        )

    def to_json(self) -> str:
        """As text, keys in a fixed order."""
        values = {
            "about": dict(self.about),
            "coefficients": dict(self.coefficients),
            "encoder": self.encoder,
            "intercept": self.intercept,
            "scale": [self.scale.mean, self.scale.spread],
            "threshold": self.threshold,
        }
        return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @property
    def revision(self) -> str:
        """Hash of what a match depends on, 16 hexadecimal digits."""
        scale = [self.scale.mean, self.scale.spread]
        material = [self.intercept, sorted(self.coefficients.items()), self.threshold, self.encoder, scale]
        return hashlib.sha256(json.dumps(material).encode()).hexdigest()[:16]

    def scale_for(self, revision: str) -> Scale | None:
        """The scale that the cosines of this encoder are brought to, None where they lie on it."""
        return None if revision == self.encoder else self.scale

    def probabilities(self, found: Scored) -> Numbers:
        """Probability that each candidate is right, 0 to 1, to 6 decimals."""
        named = features(found)
        predictor = np.full(len(found.score), self.intercept)
        for name, coefficient in self.coefficients.items():
            predictor += coefficient * named[name]
        probabilities: Numbers = 1 / (1 + np.exp(-np.clip(predictor, -500, 500)))
        return np.round(probabilities, _DECIMALS)


@lru_cache(maxsize=1)
def shipped() -> MatcherModel:
    """`MatcherModel.shipped`, read once."""
    return MatcherModel.shipped()


def order(found: Scored) -> Sequence[int]:
    """Candidates by score, the highest first, ties in the framework's order."""
    return [int(place) for place in np.lexsort((found.entries, -found.score))]
