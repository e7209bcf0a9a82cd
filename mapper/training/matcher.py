"""Fits the matcher: the probability of a match and the threshold under which none is shown.

The form is chosen by how well it travels: each family of collections is left out in turn, the model fitted on the
others and tested on it; of forms that travel as well, the simplest is used. What counts how much for the score is not
fitted but stated in `mapper.scoring`, compared in `benchmarks/ablation.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import open_encoder
from mapper.candidates import Scale
from mapper.files import write_atomically
from mapper.matcher_model import FEATURES, OF_PASSAGE, WITHIN, MatcherModel
from mapper.training.matcher_cases import FOLDS, Case, Pairs, cases, mean_average_precision, pairs_of
from mapper.training.matcher_figures import auroc, pooled, quality, shown_without_answer
from mapper.training.matcher_material import tasks
from mapper.training.matcher_tasks import Task

Numbers = NDArray[np.float64]

SEED = 0
_AS_GOOD = 0.01
_SHOWN = 3

FORMS: Mapping[str, tuple[str, ...]] = {
    "score": ("score",),
    "score, lead": ("score", "lead"),
    "score, ahead": ("score", "ahead"),
    "score, ahead, pool": ("score", "ahead", "ahead_of_many", "log_pool"),
    "score, lead, ahead, pool": ("score", "lead", "ahead", "ahead_of_many", "log_pool"),
    "score, ahead, pool, context": ("score", "ahead", "ahead_of_many", "log_pool", "context"),
    "all": WITHIN + OF_PASSAGE,
}
"""What the probability may depend on, the simplest first. The score is always among it: of a few entries from another
field one is always ahead of the others. With the length of the text the log loss falls a little more, and the
calibration of the best match in whole catalogues is worse (RMSCE .07 to .09 against .05). Without `ahead_of_many` the
log loss is the same, but of a few entries none of which is right one is shown as a match of .5 more often (for .10
against .09 of the texts, with families left out .12 against .11)."""


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


def _line(pairs: Pairs, probability: Numbers) -> str:
    return " ".join(f"{name} {value:.4f}" for name, value in quality(pairs, probability).items())


def _of_best(
    pairs: Pairs, probability: Numbers, material: Sequence[Case], threshold: float, report: Callable[[str], None]
) -> dict[str, float]:
    """Pooled calibration and the mean AUROC of the best match; reported in full."""
    errors = {}
    for answerable, asked in ((True, "with an answer"), (False, "with and without")):
        found = pooled(pairs, probability, material, answerable=answerable)
        errors[answerable] = found.rmsce
        report(
            f"best match, {asked}: RMSCE {found.rmsce:.3f} ({found.low:.3f} to {found.high:.3f}), ECE {found.ece:.3f}, "
            f"of a perfect system {found.ece_perfect:.3f}, {found.n} texts, {found.groups} groups"
        )
    by_kind = auroc(pairs, probability, material)
    mean = float(np.mean(list(by_kind.values())))
    report(f"AUROC of 'the best is right': mean {mean:.3f}, " + ", ".join(f"{k} {v:.3f}" for k, v in by_kind.items()))
    sure, any_match = (shown_without_answer(pairs, probability, material, least) for least in (0.5, threshold))
    report(f"of a few entries none of which is right: a match of .5 is shown for {sure:.3f}, any for {any_match:.3f}")
    return {"rmsce_of_best": errors[True], "rmsce_of_best_half_absent": errors[False], "auroc_of_best": mean}


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
    chosen = next(name for name, loss in travelled.items() if loss <= min(travelled.values()) + _AS_GOOD)
    folds, families = held_out(pairs, FORMS[chosen], pairs.fold), held_out(pairs, FORMS[chosen], pairs.family)
    threshold, at_threshold = best_threshold(pairs, folds, sum(case.weight * case.wanted for case in material))
    intercept, coefficients = fit(pairs, FORMS[chosen], np.ones(len(pairs.right), dtype=bool))
    figures = {
        "held_out_groups": {
            **quality(pairs, folds),
            **at_threshold,
            **_of_best(pairs, folds, material, threshold, report),
        },
        "held_out_collections": {**quality(pairs, families), **_of_best(pairs, families, material, threshold, report)},
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
