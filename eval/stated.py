"""Stated probabilities against what holds: order, bands, calibration, each with an interval over groups.

Every figure is a mean of values of single answers, so that intervals and the gate between two systems are those of all
other measures (`eval.significance`). The AUROC is such a mean too: an answer's value is the AUROC plus its influence on
it (DeLong et al. 1988; over groups Obuchowski 1997).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.calibration import calibration
from eval.records import Floats
from eval.significance import intervals

Booleans = NDArray[np.bool_]
EDGES = (0.8, 0.5, 0.2, 0.0)
"""Lower ends of the bands in which probabilities are looked at."""
SHOWN = 0.5
"""From this probability on a candidate counts as shown."""


def auroc_values(stated: Floats, right: Booleans) -> Floats | None:
    """One value for each answer (n,), whose mean is the AUROC; None where all are right or all are wrong."""
    if right.all() or not right.any():
        return None
    above = _below(stated[right], np.sort(stated[~right]))
    below = 1 - _below(stated[~right], np.sort(stated[right]))
    area = float(above.mean())
    values = np.empty(len(stated))
    values[right] = area + len(stated) / right.sum() * (above - area)
    values[~right] = area + len(stated) / (~right).sum() * (below - area)
    return values


def _below(found: Floats, others: Floats) -> Floats:
    """Share of the sorted others that lie below each one found; equal ones count half."""
    ends = (np.searchsorted(others, found, side="left") + np.searchsorted(others, found, side="right")) / 2
    return np.asarray(ends / len(others))


def ndcg(stated: Sequence[float], grades: Sequence[int]) -> float | None:
    """The nDCG of one passage's candidates, equally probable ones in the mean of their orders; None without a gain."""
    from sklearn.metrics import ndcg_score

    if not any(grades):
        return None
    return float(ndcg_score([grades], [stated])) if len(grades) > 1 else 1.0


def ends(values: Sequence[float] | Floats, groups: Sequence[str]) -> dict[str, float | None]:
    """The mean of these values with its interval, all None without any."""
    if not len(values):
        return {"value": None, "low": None, "high": None}
    names = [f"{number:08d}" for number in range(len(values))]
    of_query = {"": dict(zip(names, map(float, values), strict=True))}
    found = intervals(of_query, dict(zip(names, groups, strict=True)))[""]
    return {"value": found.value, "low": found.low, "high": found.high}


def bands(stated: Floats, right: Booleans, groups: Sequence[str]) -> list[dict[str, Any]]:
    """For each band its ends, how many answers it has, their mean probability and the share of them that is right."""
    rows, upper = [], 1.0
    named = np.asarray(groups)
    for lower in EDGES:
        there = (stated >= lower) & ((stated < upper) | (upper == 1.0))
        held = ends(right[there].astype(float), named[there].tolist())
        mean = float(stated[there].mean()) if there.any() else None
        row = {"from": lower, "to": upper, "n": int(there.sum()), "mean": mean}
        rows.append({**row, "right": held["value"], "low": held["low"], "high": held["high"]})
        upper = lower
    return rows


def measure(stated: Floats, right: Booleans, groups: Sequence[str]) -> dict[str, Mapping[str, float | None]]:
    """AUROC, calibration error and Brier score."""
    values = auroc_values(stated, right)
    error = calibration(stated, right, groups) if len(stated) else None
    return {
        "AUROC": ends([], []) if values is None else ends(values, groups),
        "RMSCE": {"value": error.rmsce, "low": error.low, "high": error.high} if error else ends([], []),
        "Brier": ends((stated - right) ** 2, groups),
    }
