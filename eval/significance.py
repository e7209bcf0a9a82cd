"""Intervals and tests over groups; comparing two systems on the same queries.

The unit is always the group: what queries of one programme, decree or employer have in common is not drawn anew for
each. Under `FEW` groups a percentile bootstrap is too narrow, and a t interval with groups − 1 degrees of freedom on
the cluster-robust error of the mean takes its place; under `TEST_FROM` groups nothing is tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.errors import InputError
from eval.records import Floats, Interval, Numbers, Values

CELLS = 2_000_000
"""Numbers drawn at a time, which bounds the memory to some tens of megabytes."""


def group_numbers(groups: Sequence[str]) -> Numbers:
    """Group names as numbers from 0, in the order of the sorted names, so that the order of rows changes nothing."""
    return np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1].astype(np.int64)


def group_sums(table: Floats, numbers: Numbers) -> Floats:
    """Sums of the rows of each group: (rows, columns) → (groups, columns)."""
    sums = np.zeros((int(numbers.max()) + 1, table.shape[1]))
    np.add.at(sums, numbers, table)
    return sums


def resampled_sums(table: Floats, numbers: Numbers, *, samples: int, rng: np.random.Generator) -> Floats:
    """Column sums over as many groups as there are, drawn with replacement: (rows, columns) → (samples, columns)."""
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


def sign_flips(count: int, *, samples: int, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Which groups change their sign (1) and which keep it (0), and whether the rows are all there are.

    The shape is (samples, count), or (2**count, count) where that is no more than `samples`.
    """
    if 2**count <= samples:
        return ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(np.float64), True
    drawn = np.frombuffer(rng.bytes(samples * -(-count // 8)), dtype=np.uint8).reshape(samples, -1)
    return np.unpackbits(drawn, axis=1, count=count).astype(np.float64), False


SAMPLES = 10_000
FEW = 20
TEST_FROM = 6
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Difference:
    """B − A on one measure of one benchmark: the mean over the queries, and all (query, difference), the worst first.

    `p` is two-sided, of the paired permutation over groups; None under `TEST_FROM` groups.
    """

    interval: Interval
    p: float | None
    worst: tuple[tuple[str, float], ...]


def _aligned(values: Mapping[str, Values], groups: Mapping[str, str]) -> tuple[list[str], Floats, list[str]]:
    """Queries in a fixed order, their values (rows, measures) and their groups."""
    queries = sorted(next(iter(values.values()), {}))
    for name, row in values.items():
        if row.keys() != set(queries):
            raise InputError("measure '{name}' does not have the same queries as the others", name=name)
    table = np.array([[row[query] for row in values.values()] for query in queries], dtype=np.float64)
    return queries, table.reshape(len(queries), len(values)), [groups[query] for query in queries]


def cluster_error(table: Floats, numbers: Numbers) -> Floats:
    """Cluster-robust standard error of each column's mean over rows, from at least two groups."""
    residuals = group_sums(table - table.mean(axis=0), numbers)
    count = len(residuals)
    found: Floats = np.sqrt(count / (count - 1) * (residuals**2).sum(axis=0)) / len(table)
    return found


def intervals(
    values: Mapping[str, Values],
    groups: Mapping[str, str],
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    samples: int = SAMPLES,
) -> dict[str, Interval]:
    """Mean and 95 % interval of several measures of one run.

    `values` are measure → query → value, `groups` query → group; a t interval is cut at the measures' `bounds`. All
    measures share the samples of the bootstrap. Raises InputError: the measures do not have the same queries.
    """
    queries, table, named = _aligned(values, groups)
    n, count = len(queries), len(set(named))
    if n == 0:
        return {name: Interval(0.0, None, None, 0, 0, "none") for name in values}
    means = table.mean(axis=0)
    if count < 2:
        return {name: Interval(float(m), None, None, n, count, "none") for name, m in zip(values, means, strict=True)}
    numbers = group_numbers(named)
    if count < FEW:
        from scipy.stats import t

        half = float(t.ppf((1 + LEVEL) / 2, count - 1)) * cluster_error(table, numbers)
        low, high, method = np.clip(means - half, *bounds), np.clip(means + half, *bounds), "t"
    else:
        drawn = mean_draws(table, numbers, samples=samples)
        low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        method = "bootstrap"
    ends = zip(values, means, low, high, strict=True)
    return {name: Interval(float(m), float(lo), float(hi), n, count, method) for name, m, lo, hi in ends}


def mean_draws(table: Floats, numbers: Numbers, *, samples: int, seed: int = 0) -> Floats:
    """Bootstrap means of each column over queries, groups resampled: (rows, columns) → (samples, columns)."""
    with_count = np.concatenate([table, np.ones((len(table), 1))], axis=1)
    sums = resampled_sums(with_count, numbers, samples=samples, rng=np.random.default_rng(seed))
    found: Floats = sums[:, :-1] / sums[:, -1:]
    return found


def difference_draws(
    differences: Values, groups: Mapping[str, str], *, samples: int = SAMPLES, seed: int = 0
) -> Floats | None:
    """Draws of the mean difference: bootstrap, or from the t distribution under `FEW` groups; None under two groups."""
    _, table, named = _aligned({"difference": differences}, groups)
    count = len(set(named))
    if count < 2:
        return None
    numbers = group_numbers(named)
    if count >= FEW:
        return mean_draws(table, numbers, samples=samples, seed=seed)[:, 0]
    error = float(cluster_error(table, numbers)[0])
    drawn = np.random.default_rng(seed).standard_t(count - 1, size=samples)
    found: Floats = float(table.mean()) + error * drawn
    return found


def p_at_least(
    differences: Values, groups: Mapping[str, str], bound: float, *, drawn: Floats | None = None
) -> float | None:
    """One-sided p of "the mean difference is `bound` or above"; None under `TEST_FROM` groups.

    `drawn` is what `difference_draws` gives for the same, if it is there already.
    """
    _, table, named = _aligned({"difference": differences}, groups)
    count = len(set(named))
    if count < TEST_FROM:
        return None
    if count >= FEW:
        drawn = difference_draws(differences, groups) if drawn is None else drawn
        return None if drawn is None else float((1 + int((drawn >= bound).sum())) / (1 + len(drawn)))
    from scipy.stats import t

    short = bound - float(table.mean())
    error = float(cluster_error(table, group_numbers(named))[0])
    if error == 0.0:
        return 0.0 if short > 0 else 1.0
    return float(t.sf(short / error, count - 1))


def permutation(differences: Values, groups: Mapping[str, str], *, samples: int = SAMPLES) -> float | None:
    """Two-sided p of the paired permutation test: each group's difference may have had either sign.

    All sign patterns are counted where there are no more of them than `samples`, else that many are drawn. None under
    `TEST_FROM` groups, where even the smallest possible p says little.
    """
    _, table, named = _aligned({"difference": differences}, groups)
    if len(set(named)) < TEST_FROM:
        return None
    sums = group_sums(table, group_numbers(named))[:, 0]
    turned, whole = sign_flips(len(sums), samples=samples, rng=np.random.default_rng(0))
    observed = float(sums.sum())
    # Sums of the same numbers in another order differ in the last bits.
    as_far = int((np.abs(observed - 2 * (turned @ sums)) >= abs(observed) - 1e-9).sum())
    return as_far / len(turned) if whole else (as_far + 1) / (len(turned) + 1)


def difference(
    a: Values,
    b: Values,
    groups: Mapping[str, str],
    *,
    drawn: Floats | None = None,
    samples: int = SAMPLES,
) -> Difference:
    """B − A over the same queries.

    `drawn` is what `difference_draws` gives for the same, if it is there already. Raises InputError: the queries of A
    and B are not the same.
    """
    by_query = subtract(a, b)
    count = len({groups[query] for query in by_query})
    if drawn is None or count < FEW:
        found = intervals({"x": by_query}, groups, bounds=(-1.0, 1.0), samples=samples)["x"]
    else:
        low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        mean = sum(by_query.values()) / len(by_query)
        found = Interval(mean, float(low), float(high), len(by_query), count, "bootstrap")
    worst = tuple(sorted(by_query.items(), key=lambda item: (item[1], item[0])))
    return Difference(found, permutation(by_query, groups, samples=samples), worst)


def subtract(a: Values, b: Values) -> dict[str, float]:
    """B − A per query; raises InputError where the queries are not the same."""
    if a.keys() != b.keys():
        raise InputError("the two runs were not measured on the same queries")
    return {query: b[query] - a[query] for query in a}


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p values adjusted for their number (Holm 1979), in the order given."""
    ordered = sorted(p_values.items(), key=lambda item: (item[1], item[0]))
    adjusted: dict[str, float] = {}
    highest = 0.0
    for place, (name, p) in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - place) * p))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}
