"""Figures of a probability: how far it is from what holds, and how well it tells right from wrong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.calibration import Calibration, calibration
from eval.no_match import Answers, no_match
from mapper.training.matcher_cases import FEW, Case, Pairs

Numbers = NDArray[np.float64]
_BINS = 15


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


def pooled(pairs: Pairs, probability: Numbers, material: Sequence[Case], *, answerable: bool) -> Calibration:
    """Calibration of the best match over all texts in whole pools, each text weighing the same.

    Args:
        pairs: of the material.
        probability: of the pairs, held out.
        material: the cases.
        answerable: only those whose right entry is in the pool, as benchmarks ask; else each with and without it.
    """
    best = np.flatnonzero(pairs.rank == 1)
    of_best = [material[case] for case in pairs.case[best]]
    kept = np.array([case.pool != FEW and (case.wanted > 0 or not answerable) for case in of_best], dtype=bool)
    groups = [f"{case.family} {case.group}" for case, wanted in zip(of_best, kept, strict=True) if wanted]
    return calibration(probability[best][kept], pairs.right[best][kept], groups)


def auroc(pairs: Pairs, probability: Numbers, material: Sequence[Case]) -> dict[str, float]:
    """By kind the AUROC of "the best match is right", each text once with and once without its right entries."""
    rows: dict[str, list[tuple[float, bool, bool]]] = {}
    for place in np.flatnonzero(pairs.rank == 1):
        case = material[pairs.case[place]]
        if case.pool != FEW:
            row = (float(probability[place]), bool(pairs.right[place]), case.wanted > 0)
            rows.setdefault(case.kind, []).append(row)
    found = {}
    for kind, answers in rows.items():
        sure, right, possible = (np.array(column) for column in zip(*answers, strict=True))
        value = no_match(Answers(sure, right, possible, ())).auroc
        if value is not None:
            found[kind] = value
    return found


def shown_without_answer(pairs: Pairs, probability: Numbers, material: Sequence[Case], least: float) -> float:
    """Of the texts asked in a few entries none of which is right, the share that is shown a match of at least that."""
    best = np.flatnonzero(pairs.rank == 1)
    cases = [material[case] for case in pairs.case[best]]
    asked = np.array([case.pool == FEW and not case.wanted for case in cases], dtype=bool)
    return float(np.mean(probability[best][asked] >= least))
