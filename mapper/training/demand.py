"""Fits the probability that an ad asks for a competency, on ads whose occupation is known.

No Spanish ads are judged against skills. What is known is the occupation that the public employment services gave an
ad (`train/eures-occupation`): the ad's title and its requirements are compared with ESCO's occupations, every other
occupation counting as wrong, and the fit is carried over to skills.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora import InputError
from corpora.frameworks import load
from corpora.job_ads import JobAd, requirements
from embeddings.encoders import open_encoder
from mapper.demand.asked import nearest, pairs
from mapper.demand.model import Calibrator, DemandModel, Numbers
from mapper.demand.prior import share
from mapper.demand.profile import EXPECTED
from mapper.files import write_atomically
from mapper.matching.scorer import shipped
from mapper.training.material import Example, examples
from mapper.training.taught import pool_of

COLLECTION = "eures-occupation"
REFITS = 50
_DECIMALS = 5
_WITHIN = 3
"""Coefficients that follow the intercept and say how near an entry is; the first two are not below zero, the third
not above."""


@dataclass(frozen=True, slots=True)
class Material:
    """Retrieved (ad, occupation) pairs, and how many right ones were missed.

    Attributes:
        columns: features.
        right: whether the occupation is the ad's.
        ad: number of the ad.
        entry: number of the occupation.
        missed: for each ad how many of its occupations were not retrieved.
        absent: for each ad how many pairs were not retrieved at all.
    """

    columns: Numbers
    right: NDArray[np.bool_]
    ad: NDArray[np.int64]
    entry: NDArray[np.int64]
    missed: NDArray[np.int64]
    absent: NDArray[np.int64]


def material(data: Path, report: Callable[[str], None]) -> Material:
    """The training ads compared with ESCO's occupations; raises InputError where they are missing."""
    ads = [example for example in examples(data / "train") if example.collection == COLLECTION]
    if not ads:
        raise InputError(es=f"{data}/train: falta {COLLECTION}", en=f"{data}/train: no {COLLECTION}")
    esco = load([data / "esco"], loader="esco")
    spanish = [c.statement for c in esco.competencies if c.kind == "occupation" and c.language == "es"]
    occupations = list(dict.fromkeys([*spanish, *(target for ad in ads for target in ad.targets)]))
    places = {occupation: place for place, occupation in enumerate(occupations)}
    said = [_texts(number, ad) for number, ad in enumerate(ads)]
    report(f"{len(ads)} ads, {np.mean([len(texts) - 1 for texts in said]):.1f} requirements each")
    texts = sorted({text for of_ad in said for text in of_ad})
    numbers = {text: number for number, text in enumerate(texts)}
    encoder = open_encoder()
    near = nearest([(text, "es") for text in texts], pool_of(occupations, encoder).index, encoder, lambda *_: None)
    made = pairs([[numbers[text] for text in of_ad] for of_ad in said], near)
    wanted = [frozenset(places[target] for target in ad.targets) for ad in ads]
    right = np.array([entry in wanted[ad] for entry, ad in zip(made.entry.tolist(), made.group.tolist(), strict=True)])
    hits = np.bincount(made.group[right], minlength=len(ads))
    retrieved = np.bincount(made.group, minlength=len(ads))
    missed = np.array([len(row) for row in wanted]) - hits
    return Material(made.columns, right, made.group, made.entry, missed, len(occupations) - retrieved)


def _texts(number: int, ad: Example) -> list[str]:
    """Title and requirements, each wording once."""
    body = ad.query.removeprefix(ad.title).lstrip(". ")
    asked = requirements(JobAd(str(number), ad.title, body, ad.language))
    return list(dict.fromkeys([ad.title, *(r.text for r in asked if r.mapped)]))


def fit(made: Material, ads: NDArray[np.int64]) -> Calibrator:
    """A calibrator on these ads, of which some may stand several times."""
    from sklearn.linear_model import LogisticRegression

    times = np.bincount(ads, minlength=len(made.missed))
    weight = times[made.ad]
    kept = weight > 0
    names = list(range(made.columns.shape[1]))
    while True:
        model = LogisticRegression(C=100.0, max_iter=2000)
        model.fit(made.columns[kept][:, names], made.right[kept], sample_weight=weight[kept])
        found = dict(zip(names, model.coef_[0].tolist(), strict=True))
        wrong = [n for n in names if n < _WITHIN and found[n] * (1 if n < _WITHIN - 1 else -1) < 0]
        if not wrong:
            break
        names.remove(wrong[0])
    coefficients = [float(model.intercept_[0]), *(found.get(n, 0.0) for n in range(made.columns.shape[1]))]
    a, b, c, d, e = (round(value, _DECIMALS) for value in coefficients)
    prior = float(weight[made.right].sum() / weight.sum())
    missed = float((times @ made.missed + 0.5) / (times @ made.absent + 1))
    return Calibrator((a, b, c, d, e), round(prior, 6), round(missed, 9))


def held_out(made: Material, folds: int = 5) -> dict[str, float]:
    """Brier score and calibration error in ten bins, each ad by a fit on the ads of other folds."""
    probability = np.zeros(len(made.right))
    everyone = np.arange(len(made.missed))
    for fold in range(folds):
        test = made.ad % folds == fold
        probability[test] = fit(made, everyone[everyone % folds != fold]).probabilities(made.columns[test])
    places = np.minimum((probability * 10).astype(int), 9)
    gaps = np.bincount(places, weights=probability - made.right)
    return {
        "brier": round(float(np.mean((probability - made.right) ** 2)), 4),
        "brier_of_prevalence": round(float(made.right.mean() * (1 - made.right.mean())), 4),
        "ece": round(float(np.abs(gaps).sum() / len(probability)), 4),
    }


def recovered(made: Material, told: float = EXPECTED) -> dict[str, float]:
    """Expected and true numbers of ads, summed over the occupations that would be told; fitted on every other ad."""
    everyone = np.arange(len(made.missed))
    calibrator, others = fit(made, everyone[::2]), everyone[1::2]
    ratios = calibrator.ratios(made.columns)
    figures = {"occupations_told": 0.0, "ads_expected": 0.0, "ads_true": 0.0}
    here = np.isin(made.ad, others)
    for entry in np.unique(made.entry[here]):
        rows = here & (made.entry == entry)
        weights = np.append(np.ones(rows.sum()), len(others) - rows.sum())
        expected = float(share(np.append(ratios[rows], calibrator.ratio_missed), weights[None, :])[0]) * len(others)
        if expected >= told:
            found = (1.0, expected, float(made.right[rows].sum()))
            figures = {name: value + more for (name, value), more in zip(figures.items(), found, strict=True)}
    return {name: round(value, 1) for name, value in figures.items()}


def refits(made: Material, count: int = REFITS) -> Sequence[Calibrator]:
    """Fits on ads drawn with replacement."""
    rng = np.random.default_rng(0)
    number = len(made.missed)
    return [fit(made, rng.integers(number, size=number)) for _ in range(count)]


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Fit on `data/train` and write the model; every figure is reported."""
    made = material(data, report)
    calibrator = fit(made, np.arange(len(made.missed)))
    about = {
        "collections": [COLLECTION],
        "ads": len(made.missed),
        "pairs": len(made.right),
        "right": int(made.right.sum()),
        "missed": int(made.missed.sum()),
        "figures": {**held_out(made), **recovered(made)},
    }
    model = DemandModel(calibrator, tuple(refits(made)), open_encoder().revision, shipped().revision, about)
    write_atomically(out, model.to_json())
    report(f"{calibrator}, {about}")
