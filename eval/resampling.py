"""Resampling of groups: what queries of one programme, decree or employer have in common is not drawn anew for each.

Vectorised: the bootstrap is a matrix of how often each group was drawn times the groups' sums, so that all measures
share one resampling.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.records import Floats, Numbers

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

    Returns:
        Shape (samples, count), or (2**count, count) where that is no more than `samples`.
    """
    if 2**count <= samples:
        return ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(np.float64), True
    drawn = np.frombuffer(rng.bytes(samples * -(-count // 8)), dtype=np.uint8).reshape(samples, -1)
    return np.unpackbits(drawn, axis=1, count=count).astype(np.float64), False
