"""Fits the matcher: which fusion ranks best, the probability of a match and the threshold under which none is shown.

Everything is chosen in folds by group. How well the probabilities hold elsewhere is measured by leaving out each
family of collections in turn: fitted on the others, tested on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import open_encoder
from embeddings.fusion import reciprocal_rank_fusion, standardised, weighted_sum
from mapper.candidates import Candidates
from mapper.files import write_atomically
from mapper.matcher_model import FEATURES, OF_PASSAGE, SIGNS, WITHIN, MatcherModel, features, order, scores
from mapper.training.matcher_material import FOLDS, WITHOUT_TARGET, Case, cases

Numbers = NDArray[np.float64]

SEED = 0
_PAIRS_PER_TEXT = 10
_SHOWN = 3
_BINS = 15

FUSIONS: Mapping[str, Callable[[Candidates], Numbers]] = {
    "dense": lambda c: c.dense.astype(np.float64),
    "grams": lambda c: c.grams.astype(np.float64),
    "words": lambda c: c.words.astype(np.float64),
    "rrf dense+grams": lambda c: reciprocal_rank_fusion([c.dense, c.grams]),
    "rrf dense+grams+words": lambda c: reciprocal_rank_fusion([c.dense, c.grams, c.words]),
    "rrf (k=10) dense+grams+words": lambda c: reciprocal_rank_fusion([c.dense, c.grams, c.words], k=10),
    "sum dense+grams": scores,
    "sum 1.5 dense+grams": lambda c: weighted_sum([c.dense, c.grams], [1.5, 1]),
    "sum 0.5 dense+grams": lambda c: weighted_sum([c.dense, c.grams], [0.5, 1]),
    "z dense+grams": lambda c: standardised(c.dense) + standardised(c.grams),
    "z grams+words": lambda c: standardised(c.grams) + standardised(c.words),
    "z dense+grams+words": lambda c: standardised(c.dense) + standardised(c.grams) + standardised(c.words),
    "sum dense+grams+words": lambda c: weighted_sum([c.dense, c.grams, c.words], [1, 1, 1]),
    "sum 2 dense+grams+0.5 words": lambda c: weighted_sum([c.dense, c.grams, c.words], [2, 1, 0.5]),
    "sum dense+grams+0.5 words": lambda c: weighted_sum([c.dense, c.grams, c.words], [1, 1, 0.5]),
}
FORMS: Mapping[str, tuple[str, ...]] = {
    "score": ("score",),
    "score, lead": ("score", "lead"),
    "score, lead, first": ("score", "lead", "first"),
    "within": WITHIN,
    "within, agreement": (*WITHIN, "agreement"),
    "within, pool": (*WITHIN, "log_pool"),
    "within, length": (*WITHIN, "log_length"),
    "within, agreement, pool": (*WITHIN, "agreement", "log_pool"),
    "all": WITHIN + OF_PASSAGE,
}


@dataclass(frozen=True, slots=True)
class Pairs:
    """The best candidates of all cases; parallel arrays, `columns` one for each of `FEATURES`."""

    columns: Numbers
    right: NDArray[np.bool_]
    weight: Numbers
    fold: NDArray[np.int64]
    family: NDArray[np.str_]
    case: NDArray[np.int64]

    def only(self, kept: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return Pairs(*(getattr(self, field.name)[kept] for field in fields(self)))


def pairs_of(material: Sequence[Case]) -> Pairs:
    """The first ten candidates of each case, by score."""
    columns, right, weight, fold, family, number = [], [], [], [], [], []
    for i, case in enumerate(material):
        score = scores(case.found)
        named = features(case.found, score)
        best = order(score, case.found)[:_PAIRS_PER_TEXT]
        columns.append(np.column_stack([named[name][best] for name in FEATURES]))
        right.append(case.relevant[best])
        weight += [case.weight] * len(best)
        fold += [case.fold] * len(best)
        family += [case.family] * len(best)
        number += [i] * len(best)
    return Pairs(
        np.concatenate(columns),
        np.concatenate(right),
        np.array(weight),
        np.array(fold),
        np.array(family),
        np.array(number),
    )


def average_precision(case: Case, fused: Numbers) -> float:
    """Average precision over all right entries of the pool; those not found count as missed."""
    ranked = case.relevant[order(fused, case.found)]
    hits = np.flatnonzero(ranked)
    return float(np.sum(np.arange(1, len(hits) + 1) / (hits + 1)) / case.wanted)


def compare_fusions(material: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Mean average precision of each fusion per collection and pool."""
    with_target = [case for case in material if case.wanted]
    table: dict[str, dict[str, float]] = {}
    for name, fuse in FUSIONS.items():
        found: dict[str, list[float]] = {}
        for case in with_target:
            found.setdefault(f"{case.collection}/{case.pool}", []).append(average_precision(case, fuse(case.found)))
        table[name] = {key: float(np.mean(values)) for key, values in found.items()}
    return table


def fit(pairs: Pairs, names: Sequence[str], chosen: NDArray[np.bool_]) -> tuple[float, dict[str, float]]:
    """Intercept and coefficients on the chosen pairs; a feature that comes out with the wrong sign is left out."""
    from sklearn.linear_model import LogisticRegression

    names = list(names)
    while True:
        model = LogisticRegression(C=10.0, max_iter=2000, random_state=SEED)
        places = [FEATURES.index(name) for name in names]
        weight = pairs.weight[chosen]
        model.fit(pairs.columns[chosen][:, places], pairs.right[chosen], sample_weight=weight / weight.mean())
        coefficients = dict(zip(names, (float(value) for value in model.coef_[0]), strict=True))
        wrong = [name for name in names if coefficients[name] * SIGNS.get(name, 0) < 0]
        if not wrong:
            return float(model.intercept_[0]), coefficients
        names.remove(wrong[0])


def predict(pairs: Pairs, intercept: float, coefficients: Mapping[str, float]) -> Numbers:
    """Probabilities of all pairs."""
    predictor = np.full(len(pairs.right), intercept)
    for name, coefficient in coefficients.items():
        predictor += coefficient * pairs.columns[:, FEATURES.index(name)]
    return np.asarray(1 / (1 + np.exp(-predictor)))


def held_out(pairs: Pairs, names: Sequence[str], parts: NDArray[np.int64] | NDArray[np.str_]) -> Numbers:
    """Each pair's probability from a model fitted on all other parts."""
    probabilities = np.zeros(len(pairs.right))
    for part in np.unique(parts):
        test = parts == part
        probabilities[test] = predict(pairs, *fit(pairs, names, ~test))[test]
    return probabilities


def brier(pairs: Pairs, probability: Numbers) -> float:
    """Weighted mean squared error."""
    return float(np.average((probability - pairs.right) ** 2, weights=pairs.weight))


def log_loss(pairs: Pairs, probability: Numbers) -> float:
    """Weighted mean of -ln of the probability given to what was the case."""
    given = np.clip(np.where(pairs.right, probability, 1 - probability), 1e-9, 1)
    return float(np.average(-np.log(given), weights=pairs.weight))


def calibration_error(pairs: Pairs, probability: Numbers) -> float:
    """Expected calibration error in 15 bins of equal width, weighted."""
    places = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(places, weights=pairs.weight * (probability - pairs.right))
    return float(np.abs(gaps).sum() / pairs.weight.sum())


def quality(pairs: Pairs, probability: Numbers) -> dict[str, float]:
    """Brier score and calibration error of all pairs, and of each text's best candidate alone."""
    best = pairs.only(pairs.columns[:, FEATURES.index("log_rank")] == 0)
    of_best = probability[pairs.columns[:, FEATURES.index("log_rank")] == 0]
    return {
        "brier": brier(pairs, probability),
        "ece": calibration_error(pairs, probability),
        "brier_of_best": brier(best, of_best),
        "ece_of_best": calibration_error(best, of_best),
        "log_loss_of_best": log_loss(best, of_best),
    }


def _line(pairs: Pairs, probability: Numbers) -> str:
    return " ".join(f"{name} {value:.4f}" for name, value in quality(pairs, probability).items())


def best_threshold(pairs: Pairs, probability: Numbers, wanted: float) -> tuple[float, dict[str, float]]:
    """Threshold, in steps of 0.01, of the highest F1 among the pairs that may be shown.

    Args:
        pairs: all of them.
        probability: held out.
        wanted: weighted number of right entries, found or not.
    """
    shown = pairs.columns[:, FEATURES.index("log_rank")] < np.log(_SHOWN + 0.5)
    best: tuple[float, dict[str, float]] = (0.5, {"F1": -1.0})
    for threshold in np.arange(1, 100) / 100:
        kept = shown & (probability >= threshold)
        hits = float(pairs.weight[kept & pairs.right].sum())
        precision = hits / max(float(pairs.weight[kept].sum()), 1e-12)
        recall = hits / wanted
        f1 = 2 * hits / max(float(pairs.weight[kept].sum()) + wanted, 1e-12)
        if f1 > best[1]["F1"]:
            best = (float(threshold), {"F1": f1, "precision": precision, "recall": recall})
    return best


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Fit on `data/train` and write the model; every figure that decided is reported.

    Args:
        data: folder with `train/`, `renec/` and `esco/`.
        out: the JSON file to write.
        report: called with each line of the tables.
    """
    encoder = open_encoder()
    material = list(cases(data, encoder))
    fusions = compare_fusions(material)
    for name, row in fusions.items():
        values = " ".join(f"{key} {value:.3f}" for key, value in row.items())
        report(f"{name:32} {np.mean(list(row.values())):.4f}  {values}")
    pairs = pairs_of(material)
    travelled: dict[str, float] = {}
    for name, form in FORMS.items():
        folds, families = held_out(pairs, form, pairs.fold), held_out(pairs, form, pairs.family)
        travelled[name] = quality(pairs, families)["log_loss_of_best"]
        report(f"{name:32} groups: {_line(pairs, folds)}; collections: {_line(pairs, families)}")
    chosen = min(travelled, key=lambda name: travelled[name])
    folds, families = held_out(pairs, FORMS[chosen], pairs.fold), held_out(pairs, FORMS[chosen], pairs.family)
    threshold, at_threshold = best_threshold(pairs, folds, sum(case.weight * case.wanted for case in material))
    intercept, coefficients = fit(pairs, FORMS[chosen], np.ones(len(pairs.right), dtype=bool))
    figures = {
        "held_out_groups": {**quality(pairs, folds), **at_threshold},
        "held_out_collections": quality(pairs, families),
    }
    about = {
        "collections": sorted({case.collection for case in material}),
        "encoder": encoder.revision,
        "figures": {name: {k: round(v, 4) for k, v in row.items()} for name, row in figures.items()},
        "folds": FOLDS,
        "form": chosen,
        "pairs": len(pairs.right),
        "seed": SEED,
        "without_target": {pool: round(share, 4) for pool, share in WITHOUT_TARGET.items()},
    }
    rounded = {name: round(value, 6) for name, value in coefficients.items()}
    write_atomically(out, MatcherModel(round(intercept, 6), rounded, threshold, about).to_json())
    report(f"{chosen}: threshold {threshold}, {figures}, {rounded}")
