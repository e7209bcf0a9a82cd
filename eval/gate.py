"""The gate: may system B take the place of A, seen over all benchmarks?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eval.errors import InputError
from eval.records import Floats, Interval, Values
from eval.significance import LEVEL, SAMPLES, Difference, difference, difference_draws, holm, p_at_least, subtract

MARGIN = 0.01
# 97.5 % and 80 % quantiles of the normal distribution.
Z_INTERVAL, Z_POWER = 1.959964, 0.841621


@dataclass(frozen=True, slots=True)
class Pair:
    """Both systems' values of the main measure on one benchmark: query → value, and query → group."""

    measure: str
    a: Values
    b: Values
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the gate says of one benchmark, and whether that alone refuses B.

    `p_fall` is one-sided, "B falls by more than the margin", None under `TEST_FROM` groups; `p_holm` the same after
    Holm over the benchmarks; `smallest_fall` the fall that would be refused with 80 % power, None under two groups.
    """

    measure: str
    difference: Difference
    p_fall: float | None
    p_holm: float | None
    smallest_fall: float | None
    refused: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says.

    `mean` is that of the differences over benchmarks, each weighing the same; it has no interval where none has one,
    and takes the benchmarks of a single group, `without_interval`, as exact. With `strict` B had to be shown no worse
    than the margin.
    """

    benchmarks: Mapping[str, Judged]
    mean: Interval
    without_interval: tuple[str, ...]
    smallest_fall: float | None
    margin: float
    strict: bool
    passed: bool


def _fall_caught(low: float | None, high: float | None, margin: float) -> float | None:
    """Margin + (z.975 + z.80) standard errors, the error read off the interval's width."""
    if low is None or high is None:
        return None
    return margin + (high - low) / 2 * (1 + Z_POWER / Z_INTERVAL)


def gate(pairs: Mapping[str, Pair], *, margin: float = MARGIN, strict: bool = False, samples: int = SAMPLES) -> Verdict:
    """Compare B with A on several benchmarks, which are resampled independently of each other.

    B is refused where the upper end of B − A lies below −margin for the mean over the benchmarks, or for one benchmark
    after Holm over them. With `strict` it passes only if, besides, the lower end of the mean is above −margin. Raises
    InputError without a benchmark, or where the queries of A and B are not the same.
    """
    if not pairs:
        raise InputError("there are no benchmarks to compare")
    found: dict[str, Difference] = {}
    drawn: dict[str, Floats | None] = {}
    falls: dict[str, float] = {}
    for place, (name, pair) in enumerate(pairs.items()):
        by_query = subtract(pair.a, pair.b)
        # A seed of its own: with a shared one, benchmarks would rise and fall together in the draws of the mean.
        own = difference_draws(by_query, pair.groups, samples=samples, seed=place)
        drawn[name] = own
        found[name] = difference(pair.a, pair.b, pair.groups, drawn=own, samples=samples)
        p = p_at_least(by_query, pair.groups, -margin, drawn=own)
        if p is not None:
            falls[name] = p
    adjusted = holm(falls)
    judged = {}
    for name, pair in pairs.items():
        ends, p = found[name].interval, adjusted.get(name)
        refused = p is not None and p <= (1 - LEVEL) / 2
        caught = _fall_caught(ends.low, ends.high, margin)
        judged[name] = Judged(pair.measure, found[name], falls.get(name), p, caught, refused)
    mean = _mean(found, drawn)
    passed = not any(one.refused for one in judged.values()) and not (mean.high is not None and mean.high < -margin)
    if strict:
        passed = passed and mean.low is not None and mean.low > -margin
    alone = tuple(name for name, draws in drawn.items() if draws is None)
    return Verdict(judged, mean, alone, _fall_caught(mean.low, mean.high, margin), margin, strict, passed)


def _mean(found: Mapping[str, Difference], drawn: Mapping[str, Floats | None]) -> Interval:
    value = sum(one.interval.value for one in found.values()) / len(found)
    n = sum(one.interval.n for one in found.values())
    groups = sum(one.interval.groups for one in found.values())
    known = [draws for draws in drawn.values() if draws is not None]
    if not known:
        return Interval(value, None, None, n, groups, "none")
    fixed = sum(one.interval.value for name, one in found.items() if drawn[name] is None)
    total = (sum(known) + fixed) / len(found)
    low, high = np.quantile(total, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, float(low), float(high), n, groups, "bootstrap")
