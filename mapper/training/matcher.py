"""Fits the matcher: the probability of a match and the threshold under which none is shown.

The form is chosen by how well it travels: each family of collections is left out in turn, the model fitted on the
others and tested on it. What counts how much for the score is not fitted but stated in `mapper.scoring`, compared in
`benchmarks/ablation.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import open_encoder
from mapper.candidates import Scale
from mapper.files import write_atomically
from mapper.matcher_model import FEATURES, OF_PASSAGE, WITHIN, MatcherModel, features, order
from mapper.scoring import USED, Mixture, Scored, score_all
from mapper.training.matcher_material import Task, tasks

Numbers = NDArray[np.float64]

SEED = 0
FOLDS = 5
MOST_OF_FEW = 20
WITHOUT_TARGET = {"few": 2 / 3}
"""Share of the weight, by pool, that lies on texts without correspondence: a few entries cover little."""
_WITHOUT_TARGET = 1 / 3
_PAIRS_PER_TEXT = 10
_AS_GOOD = 0.01
_SHOWN = 3
_BINS = 15

FORMS: Mapping[str, tuple[str, ...]] = {
    "score": ("score",),
    "score, lead": ("score", "lead"),
    "within": WITHIN,
    "score, lead, pool": ("score", "lead", "log_pool"),
    "score, lead, length": ("score", "lead", "log_length"),
    "score, lead, language": ("score", "lead", "same_language"),
    "score, lead, context": ("score", "lead", "context"),
    "all": WITHIN + OF_PASSAGE,
}
NOT_FITTED = "titles"
"""Family that only ranks: the text itself stands in the pool and is no answer, which no use of the matcher has."""


@dataclass(frozen=True, slots=True)
class Case:
    """One text with its candidates.

    Attributes:
        collection: where the text is from, in which mode.
        pool: what it was searched in.
        fold: of its group.
        found: the candidates.
        relevant: for each candidate whether it is right.
        wanted: how many right entries the pool holds, found or not.
        weight: of the case; every family, and within it every collection and pool, weighs the same in all.
    """

    collection: str
    pool: str
    fold: int
    found: Scored
    relevant: NDArray[np.bool_]
    wanted: int
    weight: float

    @property
    def family(self) -> str:
        """What is left out together: collections from the same documents."""
        return self.collection.split("-")[0]


def cases(material: Sequence[Task], mixture: Mixture = USED) -> list[Case]:
    """Every counted question in its pool and in a few entries of it, with and without its right entries."""
    found = [case for task in material if task.family != NOT_FITTED for case in _cases(task, mixture)]
    total: dict[str, float] = {}
    for case in found:
        total[case.family] = total.get(case.family, 0) + case.weight
    return [replace(case, weight=case.weight / total[case.family]) for case in found]


def _cases(task: Task, mixture: Mixture) -> Iterator[Case]:
    scored = score_all(task.questions, task.texts, task.vectors, task.pool, mixture)
    rng = np.random.default_rng(len(task.counted))
    for row in task.counted:
        found, right = scored[row], task.relevant[row]
        relevant = np.isin(found.entries, sorted(right))
        fold = int.from_bytes(sha256(f"matcher {task.groups[row]}".encode()).digest()[:4], "big") % FOLDS
        name = f"{task.collection} {task.mode}"
        case = Case(name, task.name, fold, found, relevant, len(right), 1 / len(task.counted))
        yield from _with_and_without(case)
        if task.name != "renec":
            yield from _with_and_without(_few(case, rng))


def _with_and_without(case: Case) -> Iterator[Case]:
    """The case, and the same with its right entries taken out of the pool."""
    share = WITHOUT_TARGET.get(case.pool, _WITHOUT_TARGET)
    yield replace(case, weight=case.weight * (1 - share))
    others = case.found.only(~case.relevant, case.found.pool - case.wanted)
    nothing = np.zeros(len(others.entries), dtype=bool)
    yield replace(case, found=others, relevant=nothing, wanted=0, weight=case.weight * share)


def _few(case: Case, rng: np.random.Generator) -> Case:
    """The case in a framework of its right entries and up to twenty others, drawn by chance."""
    others = np.flatnonzero(~case.relevant)
    drawn = rng.choice(others, size=min(len(others), int(rng.integers(1, MOST_OF_FEW + 1))), replace=False)
    kept = case.relevant.copy()
    kept[drawn] = True
    found = case.found.only(kept, len(drawn) + case.wanted)
    return replace(case, pool="few", found=found, relevant=case.relevant[kept])


@dataclass(frozen=True, slots=True)
class Pairs:
    """The best candidates of all cases; parallel arrays, `columns` one for each of `FEATURES`, `rank` from 1."""

    columns: Numbers
    rank: NDArray[np.int64]
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
    columns, rank, right, weight, fold, family, number = [], [], [], [], [], [], []
    for i, case in enumerate(material):
        named = features(case.found)
        best = order(case.found)[:_PAIRS_PER_TEXT]
        columns.append(np.column_stack([named[name][best] for name in FEATURES]))
        rank.append(np.arange(1, len(best) + 1))
        right.append(case.relevant[best])
        weight += [case.weight] * len(best)
        fold += [case.fold] * len(best)
        family += [case.family] * len(best)
        number += [i] * len(best)
    return Pairs(
        np.concatenate(columns),
        np.concatenate(rank),
        np.concatenate(right),
        np.array(weight),
        np.array(fold),
        np.array(family),
        np.array(number),
    )


def average_precision(case: Case) -> float:
    """Average precision over all right entries of the pool; those not found count as missed."""
    ranked = case.relevant[order(case.found)]
    hits = np.flatnonzero(ranked)
    return float(np.sum(np.arange(1, len(hits) + 1) / (hits + 1)) / case.wanted)


def mean_average_precision(material: Sequence[Case]) -> dict[str, float]:
    """Of each collection and pool, over the texts that have a right entry there."""
    found: dict[str, list[float]] = {}
    for case in material:
        if case.wanted:
            found.setdefault(f"{case.collection} {case.pool}", []).append(average_precision(case))
    return {name: float(np.mean(values)) for name, values in found.items()}


def fit(pairs: Pairs, names: Sequence[str], chosen: NDArray[np.bool_]) -> tuple[float, dict[str, float]]:
    """Intercept and coefficients on the chosen pairs, the best of each text weighing most.

    A feature of `WITHIN` that comes out below zero is left out.
    """
    from sklearn.linear_model import LogisticRegression

    names = list(names)
    while True:
        model = LogisticRegression(C=10.0, max_iter=2000, random_state=SEED)
        places = [FEATURES.index(name) for name in names]
        weight = pairs.weight[chosen] / pairs.rank[chosen]
        model.fit(pairs.columns[chosen][:, places], pairs.right[chosen], sample_weight=weight / weight.mean())
        coefficients = dict(zip(names, (float(value) for value in model.coef_[0]), strict=True))
        wrong = [name for name in names if name in WITHIN and coefficients[name] < 0]
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
    best, of_best = pairs.only(pairs.rank == 1), probability[pairs.rank == 1]
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
    """The highest threshold, in steps of .01, whose F1 among the pairs that may be shown is within .01 of the best.

    Near its best F1 hardly changes with the threshold; of two that are as good, a reader is served by fewer claims.

    Args:
        pairs: all of them.
        probability: held out.
        wanted: weighted number of right entries, found or not.
    """
    shown = pairs.rank <= _SHOWN
    figures: dict[float, dict[str, float]] = {}
    for percent in range(1, 100):
        kept = shown & (probability >= percent / 100)
        hits, claims = float(pairs.weight[kept & pairs.right].sum()), float(pairs.weight[kept].sum())
        figures[percent / 100] = {
            "F1": 2 * hits / max(claims + wanted, 1e-12),
            "precision": hits / max(claims, 1e-12),
            "recall": hits / wanted,
        }
    best = max(row["F1"] for row in figures.values())
    threshold = max(threshold for threshold, row in figures.items() if row["F1"] >= best - _AS_GOOD)
    return threshold, figures[threshold]


def scale_of(material: Sequence[Task]) -> Scale:
    """How the encoder's cosines of chance pairs lie, the mean of all pools."""
    found = [Scale.of(task.pool.index) for task in material]
    return Scale(
        round(float(np.mean([scale.mean for scale in found])), 4),
        round(float(np.mean([scale.spread for scale in found])), 4),
    )


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Fit on `data/train` and held-out concepts and write the model; every figure that decided is reported.

    Args:
        data: folder with `train/`, `renec/` and `esco/`.
        out: the JSON file to write.
        report: called with each line of the tables.
    """
    encoder = open_encoder()
    asked = tasks(data, encoder)
    material = cases(asked)
    for name, value in mean_average_precision(material).items():
        report(f"{name:48} MAP {value:.3f}")
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
        "collections": sorted({task.collection for task in asked}),
        "encoder": encoder.revision,
        "figures": {name: {k: round(v, 4) for k, v in row.items()} for name, row in figures.items()},
        "folds": FOLDS,
        "form": chosen,
        "pairs": len(pairs.right),
        "questions": sum(len(task.counted) for task in asked),
        "seed": SEED,
    }
    rounded = {name: round(value, 6) for name, value in coefficients.items()}
    model = MatcherModel(round(intercept, 6), rounded, threshold, encoder.revision, scale_of(asked), about)
    write_atomically(out, model.to_json())
    report(f"{chosen}: threshold {threshold}, {figures}, {rounded}, {model.scale}")
