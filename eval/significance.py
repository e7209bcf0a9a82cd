"""Intervals and tests over groups; comparing two systems on the same queries; the gate between them.

The unit is always the group: what queries of one programme, decree or employer have in common is not drawn anew for
each. Under `FEW` groups a percentile bootstrap is too narrow, and a t interval with groups − 1 degrees of freedom on
the cluster-robust error of the mean takes its place; under `TEST_FROM` groups nothing is tested. Values that are all
the same give neither a width, which would look like certainty: see `_constant`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.errors import InputError
from eval.records import Floats, Interval, Numbers, Values

CELLS = 2_000_000
"""Numbers drawn at a time, which bounds the memory to some tens of megabytes."""


def group_numbers(groups: Sequence[str]) -> Numbers:
    """Group names as numbers from 0, in the order of the sorted names, so that the order of rows changes nothing."""
    return np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1].astype(np.int64)


def group_sums(table: Floats, numbers: Numbers) -> Floats:
    """Return sums of the rows of each group: (rows, columns) → (groups, columns)."""
    sums = np.zeros((int(numbers.max()) + 1, table.shape[1]))
    np.add.at(sums, numbers, table)
    return sums


def resampled_sums(table: Floats, numbers: Numbers, *, samples: int, rng: np.random.Generator) -> Floats:
    """Sum columns over as many groups as there are, drawn with replacement: (rows, columns) → (samples, columns)."""
    sums = group_sums(table, numbers)
    count = len(sums)
    found = np.empty((samples, table.shape[1]))
    step = max(CELLS // count, 1)
    for start in range(0, samples, step):
        rows = min(step, samples - start)
        drawn = rng.integers(0, count, size=(rows, count), dtype=np.int32)
        drawn += (np.arange(rows, dtype=np.int32) * count)[:, None]
        times = np.bincount(drawn.ravel(), minlength=rows * count).reshape(rows, count)
        found[start : start + rows] = times.astype(np.float64) @ sums
    return found


SAMPLES = 10_000
FEW = 20
TEST_FROM = 6
LEVEL = 0.95
NOTHING = 1e-9
"""What differs by less differs by the order in which numbers were added."""


@dataclass(frozen=True, slots=True)
class Difference:
    """B − A on one measure of one benchmark: the mean over the queries, and all (query, difference), the worst first.

    `p` is two-sided, of the paired permutation over groups; None under `TEST_FROM` groups.
    """

    interval: Interval
    p: float | None
    worst: tuple[tuple[str, float], ...]


def _aligned(values: Mapping[str, Values], groups: Mapping[str, str]) -> tuple[Floats, Numbers, int]:
    """Return values (queries in a fixed order, measures), the queries' group numbers, and how many groups there are."""
    queries = sorted(next(iter(values.values()), {}))
    for name, row in values.items():
        if row.keys() != set(queries):
            raise InputError("measure '{name}' does not have the same queries as the others", name=name)
    table = np.array([[row[query] for row in values.values()] for query in queries], dtype=np.float64)
    numbers = group_numbers([groups[query] for query in queries])
    return table.reshape(len(queries), len(values)), numbers, len(np.unique(numbers))


def cluster_error(table: Floats, numbers: Numbers) -> Floats:
    """Return the cluster-robust standard error of each column's mean over rows, from at least two groups.

    Where groups happen to have the same mean, it is the error of rows that each stand alone.
    """
    residuals = group_sums(table - table.mean(axis=0), numbers)
    count = len(residuals)
    found: Floats = np.sqrt(count / (count - 1) * (residuals**2).sum(axis=0)) / len(table)
    still = found < NOTHING
    found[still] = table[:, still].std(axis=0, ddof=1) / len(table) ** 0.5
    return found


def middle(drawn: Floats | float) -> tuple[Any, Any]:
    """Return both ends of what holds `LEVEL` of some draws: two numbers, or two lists with one for each column."""
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0).tolist()
    return low, high


def intervals(
    values: Mapping[str, Values],
    groups: Mapping[str, str],
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    samples: int = SAMPLES,
) -> dict[str, Interval]:
    """Return mean and 95 % interval of several measures of one run.

    `values` are measure → query → value, `groups` query → group; a t interval is cut at the measures' `bounds`. All
    measures share the samples of the bootstrap. Raises InputError: the measures do not have the same queries.
    """
    table, numbers, count = _aligned(values, groups)
    means = table.mean(axis=0) if count else np.zeros(len(values))
    ends: list[_Ends] = [_NO_ENDS] * len(values)
    if count > 1:
        error = cluster_error(table, numbers)
        half = t_quantile(count) * error
        low, high = np.clip([means - half, means + half], *bounds)
        method = np.where(error > NOTHING, "t", "none")
        if count >= FEW:
            drawn = np.array(middle(mean_draws(table, numbers, samples=samples)))
            wide = drawn[1] - drawn[0] > NOTHING
            (low, high), method = np.where(wide, drawn, [low, high]), np.where(wide, "bootstrap", method)
        ends = list(zip(low.tolist(), high.tolist(), method.tolist(), strict=True))
        ends = [
            _constant(mean, count, bounds) if end[2] == "none" else end for mean, end in zip(means, ends, strict=True)
        ]
    named = zip(values, means.tolist(), ends, strict=True)
    return {name: Interval(mean, low, high, len(table), count, method) for name, mean, (low, high, method) in named}


_Ends = tuple[float | None, float | None, str]
"""Both ends of an interval and its method."""
_NO_ENDS: _Ends = (None, None, "none")


def t_quantile(groups: int) -> float:
    """Return how many standard errors the ends of a t interval lie from its middle."""
    from scipy.stats import t

    return float(t.ppf((1 + LEVEL) / 2, groups - 1))


def _constant(value: float, groups: int, bounds: tuple[float, float]) -> _Ends:
    """Return the interval of a mean of values that are all the same.

    Where that is the best (or worst) that the measure can be, the other end is that of Clopper and Pearson (1934) for
    as many successes as trials, α/2 to the power of 1/groups; it holds for any measure between bounds, since a group
    reaches the upper one with a probability of its mean at most. Else nothing tells how groups vary: no interval.
    """
    reach = (bounds[1] - bounds[0]) * ((1 - LEVEL) / 2) ** (1 / groups)
    if abs(value - bounds[1]) < NOTHING:
        return bounds[0] + reach, bounds[1], "exact"
    return (bounds[0], bounds[1] - reach, "exact") if abs(value - bounds[0]) < NOTHING else _NO_ENDS


def mean_draws(table: Floats, numbers: Numbers, *, samples: int, seed: int = 0) -> Floats:
    """Return bootstrap means of each column, groups resampled: (rows, columns) → (samples, columns)."""
    with_count = np.concatenate([table, np.ones((len(table), 1))], axis=1)
    sums = resampled_sums(with_count, numbers, samples=samples, rng=np.random.default_rng(seed))
    found: Floats = sums[:, :-1] / sums[:, -1:]
    return found


def difference_draws(
    differences: Values, groups: Mapping[str, str], *, samples: int = SAMPLES, seed: int = 0
) -> Floats | None:
    """Draw mean differences: by bootstrap, or from t under `FEW` groups; None under two groups."""
    table, numbers, count = _aligned({"": differences}, groups)
    if count < 2:
        return None
    if count >= FEW:
        return mean_draws(table, numbers, samples=samples, seed=seed)[:, 0]
    drawn = np.random.default_rng(seed).standard_t(count - 1, size=samples)
    found: Floats = float(table.mean()) + float(cluster_error(table, numbers)[0]) * drawn
    return found


def p_at_least(
    differences: Values, groups: Mapping[str, str], bound: float, *, drawn: Floats | None = None
) -> float | None:
    """Return the one-sided p of "the mean difference is `bound` or above"; None under `TEST_FROM` groups.

    `drawn` is what `difference_draws` gives for the same, if it is there already.
    """
    table, numbers, count = _aligned({"": differences}, groups)
    if count < TEST_FROM:
        return None
    if count >= FEW:
        drawn = difference_draws(differences, groups) if drawn is None else drawn
        return None if drawn is None else float((1 + int((drawn >= bound).sum())) / (1 + len(drawn)))
    from scipy.stats import t

    short, error = bound - float(table.mean()), float(cluster_error(table, numbers)[0])
    if error < NOTHING:  # as a test of signs has it: every group lies on one side
        return 0.5**count if short > 0 else 1.0
    return float(t.sf(short / error, count - 1))


def permutation(differences: Values, groups: Mapping[str, str], *, samples: int = SAMPLES) -> float | None:
    """Return the two-sided p of the paired permutation test: each group's difference may have either sign.

    All sign patterns are counted where there are no more of them than `samples`, else that many are drawn. None under
    `TEST_FROM` groups, where even the smallest possible p says little.
    """
    table, numbers, count = _aligned({"": differences}, groups)
    if count < TEST_FROM:
        return None
    sums, whole = group_sums(table, numbers)[:, 0], 2**count <= samples
    turned: Numbers | NDArray[np.uint8]
    if whole:
        turned = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    else:
        drawn = np.frombuffer(np.random.default_rng(0).bytes(samples * -(-count // 8)), dtype=np.uint8)
        turned = np.unpackbits(drawn.reshape(samples, -1), axis=1, count=count)
    observed = float(sums.sum())
    # Sums of the same numbers in another order differ in the last bits.
    as_far = int((np.abs(observed - 2 * (turned.astype(np.float64) @ sums)) >= abs(observed) - 1e-9).sum())
    return as_far / len(turned) if whole else (as_far + 1) / (len(turned) + 1)


def least_p(groups: int) -> float:
    """Return the smallest p that `permutation` can give with so many groups."""
    return 2 / 2**groups if 2**groups <= SAMPLES else 1 / (SAMPLES + 1)


def difference(
    a: Values, b: Values, groups: Mapping[str, str], *, drawn: Floats | None = None, samples: int = SAMPLES
) -> Difference:
    """Compare B − A over the same queries.

    `drawn` is what `difference_draws` gives for the same, if it is there already. Raises InputError: the queries of A
    and B are not the same.
    """
    by_query = subtract(a, b)
    count = len({groups[query] for query in by_query})
    if drawn is None or count < FEW or np.ptp(drawn) < NOTHING:
        found = intervals({"x": by_query}, groups, bounds=(-1.0, 1.0), samples=samples)["x"]
    else:
        mean = sum(by_query.values()) / len(by_query)
        found = Interval(mean, *middle(drawn), len(by_query), count, "bootstrap")
    worst = tuple(sorted(by_query.items(), key=lambda item: (item[1], item[0])))
    return Difference(found, permutation(by_query, groups, samples=samples), worst)


def subtract(a: Values, b: Values) -> dict[str, float]:
    """Return B − A per query; raises InputError where the queries are not the same."""
    if a.keys() != b.keys():
        raise InputError("the two runs were not measured on the same queries")
    return {query: b[query] - a[query] for query in a}


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return the p values adjusted for their number (Holm 1979), in the order given."""
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    steps = (min(1.0, (len(ordered) - place) * p_values[name]) for place, name in enumerate(ordered))
    adjusted = dict(zip(ordered, accumulate(steps, max), strict=True))
    return {name: adjusted[name] for name in p_values}


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
    Holm over the benchmarks; `smallest_fall` the fall that would be refused with 80 % power, None under two groups and
    where no difference varies.
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

    `mean` is that of the differences over benchmarks, each weighing the same, and of one its own; it has no interval
    where all are of a single group, and takes such benchmarks, `without_interval`, as exact. Where no difference varies
    both ends are its value, 0 for the same run twice. With `strict` B had to be shown no worse than the margin.
    """

    benchmarks: Mapping[str, Judged]
    mean: Interval
    without_interval: tuple[str, ...]
    smallest_fall: float | None
    margin: float
    strict: bool
    passed: bool


def _fall_caught(ends: Interval, margin: float) -> float | None:
    """Return margin + (z.975 + z.80) standard errors, the error read off the interval's width."""
    if ends.low is None or ends.high is None or ends.high - ends.low < NOTHING:
        return None
    return margin + (ends.high - ends.low) / 2 * (1 + Z_POWER / Z_INTERVAL)


def gate(pairs: Mapping[str, Pair], *, margin: float = MARGIN, strict: bool = False, samples: int = SAMPLES) -> Verdict:
    """Judge whether system B may take the place of A, over several benchmarks resampled independently.

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
        drawn[name] = own = difference_draws(by_query, pair.groups, samples=samples, seed=place)
        found[name] = one = difference(pair.a, pair.b, pair.groups, drawn=own, samples=samples)
        if not any(by_query.values()):  # no chance in it
            found[name] = replace(one, interval=replace(one.interval, low=0.0, high=0.0, method="exact"))
        if (p := p_at_least(by_query, pair.groups, -margin, drawn=own)) is not None:
            falls[name] = p
    adjusted = holm(falls)
    judged = {}
    for name, one in found.items():
        p, caught = adjusted.get(name), _fall_caught(one.interval, margin)
        refused = p is not None and p <= (1 - LEVEL) / 2
        judged[name] = Judged(pairs[name].measure, one, falls.get(name), p, caught, refused)
    mean = _mean(found, drawn)
    passed = not any(one.refused for one in judged.values()) and not (mean.high is not None and mean.high < -margin)
    if strict:
        passed = passed and mean.low is not None and mean.low > -margin
    alone = tuple(name for name, draws in drawn.items() if draws is None)
    return Verdict(judged, mean, alone, _fall_caught(mean, margin), margin, strict, passed)


def _mean(found: Mapping[str, Difference], drawn: Mapping[str, Floats | None]) -> Interval:
    every = [one.interval for one in found.values()]
    if len(every) == 1 and every[0].low is not None:
        return every[0]
    value, n, groups = (sum(row) for row in zip(*((one.value, one.n, one.groups) for one in every), strict=True))
    if all(one.low == one.high == 0 for one in every):
        return Interval(0.0, 0.0, 0.0, n, groups, "exact")
    known = [draws for draws in drawn.values() if draws is not None]
    if not known:
        return Interval(value / len(found), None, None, n, groups, "none")
    fixed = sum(one.interval.value for name, one in found.items() if drawn[name] is None)
    return Interval(value / len(found), *middle((sum(known) + fixed) / len(found)), n, groups, "bootstrap")
