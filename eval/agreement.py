"""Do people who judge the same pairs agree? Krippendorff's α, Cohen's κ, and where they do not.

α (Krippendorff 2011) takes any number of judges and missing judgements: ordinal over the grades, and nominal over
"corresponds or not" (by default grade 1 and above). Its interval resamples passages. κ (Cohen) is given for each two
judges, unweighted, with linear and with quadratic weights. Where all judgements are the same neither is defined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval.errors import InputError
from eval.records import Floats
from eval.sheets import GRADES, JudgedSheet
from eval.significance import FEW, group_numbers, resampled_sums

SAMPLES = 10_000
Level = Literal["nominal", "ordinal"]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's α with its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's κ of two judges over the `n` pairs that both judged; None where all their judgements are the same."""

    judges: tuple[str, str]
    n: int
    unweighted: float | None
    linear: float | None
    quadratic: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair on which judges differ: judge → grade."""

    query: str
    target: str
    grades: Mapping[str, int]

    @property
    def spread(self) -> int:
        """Distance of the highest and the lowest grade."""
        return max(self.grades.values()) - min(self.grades.values())


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far judges agree on the `pairs` that two or more judged, of `passages`, which the intervals resample.

    `disagreements` are the pairs on which they differ, the widest first.
    """

    judges: tuple[str, ...]
    pairs: int
    passages: int
    ordinal: Alpha
    corresponds: Alpha
    kappas: tuple[Kappa, ...]
    disagreements: tuple[Disagreement, ...]


def agreement(sheets: Sequence[JudgedSheet], *, right: int = 1, samples: int = SAMPLES) -> Agreement:
    """Compare two or more filled sheets.

    From the grade `right` on a pair corresponds. Raises InputError: fewer than two sheets, or no pair was judged by
    two.
    """
    named: dict[str, Mapping[tuple[str, str], int]] = {}
    judged: dict[tuple[str, str], dict[str, int]] = {}
    for sheet in sheets:
        if sheet.judge in named:
            raise InputError(
                "{path}: another sheet is also by '{judge}'; write in each who judges",
                path=sheet.path,
                judge=sheet.judge,
            )
        named[sheet.judge] = sheet.grades
        for pair, grade in sheet.grades.items():
            judged.setdefault(pair, {})[sheet.judge] = grade
    both = {pair: row for pair, row in sorted(judged.items()) if len(row) > 1}
    if not both:
        raise InputError("no pair was judged by two people; two sheets with pairs in common are needed")
    passages = [query for query, _ in both]
    yes_no = {pair: {judge: int(grade >= right) for judge, grade in row.items()} for pair, row in both.items()}
    apart = [Disagreement(*pair, row) for pair, row in both.items() if len(set(row.values())) > 1]
    return Agreement(
        judges=tuple(named),
        pairs=len(both),
        passages=len(set(passages)),
        ordinal=_alpha(both, "ordinal", passages, samples),
        corresponds=_alpha(yes_no, "nominal", passages, samples),
        kappas=tuple(_kappa(a, b, named[a], named[b]) for a, b in combinations(named, 2)),
        disagreements=tuple(sorted(apart, key=lambda one: (-one.spread, one.query, one.target))),
    )


def _alpha(
    judged: Mapping[tuple[str, str], Mapping[str, int]], level: Level, passages: list[str], samples: int
) -> Alpha:
    counts = np.array([[list(row.values()).count(grade) for grade in GRADES] for row in judged.values()])
    if (counts.sum(axis=0) > 0).sum() < 2:
        return Alpha(None, None, None)  # unanimity: nothing to tell chance from agreement by
    import krippendorff

    value = float(krippendorff.alpha(value_counts=counts, value_domain=list(GRADES), level_of_measurement=level))
    numbers = group_numbers(passages)
    count = int(numbers.max()) + 1
    if count < 2:
        return Alpha(value, None, None)
    drawn = resampled_sums(coincidences(counts), numbers, samples=samples, rng=np.random.default_rng(0))
    alphas = alpha_of(drawn, level)
    alphas = alphas[np.isfinite(alphas)]  # a sample without any variation has no α
    if count < FEW:
        from scipy.stats import t

        half = float(t.ppf(0.975, count - 1) * alphas.std(ddof=1))
        return Alpha(value, max(value - half, -1.0), min(value + half, 1.0))
    low, high = np.quantile(alphas, [0.025, 0.975])
    return Alpha(value, float(low), float(high))


def coincidences(counts: NDArray[np.int64]) -> Floats:
    """Each unit's coincidence matrix, flattened: (units, values) counts → (units, values²). They add up over units."""
    pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(counts.shape[1], dtype=int))
    found: Floats = (pairs / (counts.sum(axis=1) - 1)[:, None, None]).reshape(len(counts), -1)
    return found


def alpha_of(summed: Floats, level: Level) -> Floats:
    """α of summed coincidence matrices, (samples, values²) → (samples,); NaN where there is one value only."""
    size = int(summed.shape[1] ** 0.5)
    observed = summed.reshape(-1, size, size)
    totals = observed.sum(axis=2)
    if level == "nominal":
        distance = np.broadcast_to(1.0 - np.eye(size), observed.shape)
    else:
        upto = np.cumsum(totals, axis=1)
        between = np.abs(upto[:, :, None] - upto[:, None, :])
        # Σ of the totals from the lower to the higher value, less half of both ends.
        lower = np.where(np.arange(size)[:, None] <= np.arange(size), totals[:, :, None], totals[:, None, :])
        distance = (between + lower - (totals[:, :, None] + totals[:, None, :]) / 2) ** 2 * (1 - np.eye(size))
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    n = totals.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = 1 - (n - 1) * (observed * distance).sum(axis=(1, 2)) / np.where(expected > 0, expected, np.nan)
    return found


def _kappa(a: str, b: str, by_a: Mapping[tuple[str, str], int], by_b: Mapping[tuple[str, str], int]) -> Kappa:
    both = sorted(by_a.keys() & by_b.keys())
    one, other = [by_a[pair] for pair in both], [by_b[pair] for pair in both]
    if len({*one, *other}) < 2:
        return Kappa((a, b), len(both), None, None, None)
    from sklearn.metrics import cohen_kappa_score

    # All grades as labels: with those alone that occur, linear weights would count steps between them wrongly.
    plain, linear, quadratic = (
        float(cohen_kappa_score(one, other, labels=list(GRADES), weights=weights))
        for weights in (None, "linear", "quadratic")
    )
    return Kappa((a, b), len(both), plain, linear, quadratic)
