"""Stated probabilities against what holds: order, bands, calibration, each with an interval over groups.

Every figure but the calibration errors is a mean of values of single answers, so that intervals and the gate between
two systems are those of all other measures (`eval.significance`). The AUROC is such a mean too: an answer's value is
the AUROC plus its influence on it (DeLong et al. 1988; over groups Obuchowski 1997).

The debiased root-mean-square calibration error follows Kumar, Liang and Ma (2019), "Verified uncertainty calibration":
the plug-in estimate of each bin's squared error less the variance of its mean outcome. The ECE has no such correction,
so that of a perfect system at this n stands beside it (docs/evaluation.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.errors import InputError
from eval.records import Floats, Numbers
from eval.significance import NOTHING, SAMPLES, TEST_FROM, group_numbers, intervals, resampled_sums, t_quantile

Booleans = NDArray[np.bool_]
BINS = 15
PERFECT_SAMPLES = 1_000
ENOUGH = 2_000
"""From so many queries on the figures are worth citing: 15 bins of a perfect system show an ECE of .05 at 477."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the curve: `n` answers, their mean probability, and the share of them that is right."""

    n: int
    stated: float
    held: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far stated probabilities are from what holds.

    `rmsce`, the debiased root-mean-square calibration error, is 0 where the bias exceeds the plug-in estimate; its 95 %
    interval, from 0 to 1, is the root of the squared value ± t bootstrap SD, t of groups − 1 degrees of freedom. It has
    none where the resampled groups do not vary or tell nothing (`is_informative`). `ece_perfect` is the mean ECE of a
    system whose probabilities hold exactly, at this n; `brier` the mean squared difference of probability and outcome.
    """

    rmsce: float
    low: float | None
    high: float | None
    ece: float
    ece_perfect: float
    brier: float
    n: int
    groups: int
    curve: tuple[Bin, ...]


def _bins(stated: Floats, bins: int) -> Numbers:
    """Return each answer's bin, of equal mass as far as equal probabilities, which stay together, allow it."""
    ordered = np.sort(stated)
    cuts = [int(part[0]) for part in np.array_split(np.arange(len(ordered)), bins)[1:] if len(part)]
    edges = np.unique(ordered[cuts]) if cuts else np.zeros(0)
    return np.unique(np.searchsorted(edges, stated, side="right"), return_inverse=True)[1].astype(np.int64)


def _squared_error(n: Floats, stated: Floats, held: Floats) -> Floats:
    """Return the debiased squared calibration error from the bins' counts and sums, shape (…, bins) each."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p, y = stated / n, held / n
        errors = (p - y) ** 2 - np.where(n > 1, y * (1 - y) / (n - 1), 0.0)
    share = n / n.sum(axis=-1, keepdims=True)
    found: Floats = np.where(n > 0, share * errors, 0.0).sum(axis=-1)
    return found


def _ece(number: Numbers, stated: Floats, held: Floats) -> float:
    gaps = np.bincount(number, weights=stated) - np.bincount(number, weights=held)
    return float(np.abs(gaps).sum() / len(stated))


def is_informative(held: Booleans | Floats, groups: Sequence[str]) -> bool:
    """Tell whether these groups tell how far probability and outcome would lie apart in others.

    Under `TEST_FROM` groups, or where all outcomes are the same, the probabilities alone vary, or hardly anything
    does, and an interval would look like certainty.
    """
    return len(set(groups)) >= TEST_FROM and bool(np.ptp(held))


def calibration(
    stated: Sequence[float] | Floats,
    held: Sequence[bool] | Booleans,
    groups: Sequence[str],
    *,
    bins: int = BINS,
    samples: int = SAMPLES,
) -> Calibration:
    """Compare stated probabilities with what held.

    Probability (0 to 1), outcome and group of each answer, the unit of resampling, all of shape (n,). There are fewer
    bins where many probabilities are equal. Raises InputError: no answers, lengths that differ, or a probability
    outside 0 to 1.
    """
    p, y = np.asarray(stated, dtype=np.float64), np.asarray(held, dtype=np.float64)
    if not len(p) or not len(p) == len(y) == len(groups):
        raise InputError("calibration needs answers, with one probability, one outcome and one group each")
    if not ((p >= 0) & (p <= 1)).all():
        raise InputError("there is a probability outside 0 to 1")
    number = _bins(p, bins)
    rng = np.random.default_rng(0)
    member = np.eye(int(number.max()) + 1)[number]
    table = np.concatenate([member, member * p[:, None], member * y[:, None]], axis=1)
    n, sum_p, sum_y = sums = np.split(table.sum(axis=0), 3)
    squared = float(_squared_error(*sums))
    drawn = resampled_sums(table, group_numbers(groups), samples=samples, rng=rng)
    deviation, count = float(_squared_error(*np.split(drawn, 3, axis=1)).std(ddof=1)), len(set(groups))
    low = high = None
    if deviation > NOTHING and is_informative(y, groups):
        spread = t_quantile(count) * deviation
        low, high = (float(np.clip(end, 0, 1) ** 0.5) for end in (squared - spread, squared + spread))
    chance = [_ece(number, p, (rng.random(len(p)) < p).astype(np.float64)) for _ in range(PERFECT_SAMPLES)]
    return Calibration(
        rmsce=float(np.sqrt(max(squared, 0.0))),
        low=low,
        high=high,
        ece=_ece(number, p, y),
        ece_perfect=float(np.mean(chance)),
        brier=float(np.mean((p - y) ** 2)),
        n=len(p),
        groups=count,
        curve=tuple(Bin(int(n[i]), float(sum_p[i] / n[i]), float(sum_y[i] / n[i])) for i in range(len(n))),
    )


EDGES = (0.8, 0.5, 0.2, 0.0)
"""Lower ends of the bands in which probabilities are looked at."""
SHOWN = 0.5
"""From this probability on a candidate counts as shown."""


def auroc_values(stated: Floats, right: Booleans) -> Floats | None:
    """Return one value for each answer (n,), whose mean is the AUROC; None where all are right or all are wrong."""
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
    """Return share of the sorted others that lie below each one found; equal ones count half."""
    ends = (np.searchsorted(others, found, side="left") + np.searchsorted(others, found, side="right")) / 2
    return np.asarray(ends / len(others))


def ndcg(stated: Sequence[float], grades: Sequence[int]) -> float | None:
    """Return the nDCG of one passage's candidates, equally probable ones in the mean of their orders.

    None where all grades are the same, as that of one candidate alone is: there is no order to judge.
    """
    from sklearn.metrics import ndcg_score

    return float(ndcg_score([grades], [stated])) if len(set(grades)) > 1 else None


def ends(values: Sequence[float] | Floats, groups: Sequence[str]) -> dict[str, float | None]:
    """Return the mean of these values with its interval, all None without any."""
    if not len(values):
        return {"value": None, "low": None, "high": None}
    names = [f"{number:08d}" for number in range(len(values))]
    of_query = {"": dict(zip(names, map(float, values), strict=True))}
    return intervals(of_query, dict(zip(names, groups, strict=True)))[""].ends


def bands(stated: Floats, right: Booleans, groups: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each band its ends, its answers, their mean probability and the share of them that is right."""
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
    """Return AUROC, calibration error and Brier score, each as `ends` gives it.

    An AUROC of 1 has no interval, since its influences do not vary; the errors have none without `is_informative`.
    """
    values = auroc_values(stated, right)
    area, rmsce = ends([] if values is None else values, groups), ends([], [])
    brier = ends((stated - right) ** 2, groups)
    if values is not None and not np.ptp(values):
        area |= {"low": None, "high": None}
    if len(stated):
        error = calibration(stated, right, groups)
        rmsce = {"value": error.rmsce, "low": error.low, "high": error.high}
        if not is_informative(right.astype(float), groups):
            brier |= {"low": None, "high": None}
    return {"AUROC": area, "RMSCE": rmsce, "Brier": brier}
