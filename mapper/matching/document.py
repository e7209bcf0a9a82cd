"""What all passages of a programme say together of a standard and its criteria.

Numbers for two logistic regressions of `scorer`: `of_field` has one row for the standard, `of_criteria` one for each
criterion. Both see the passages only through the pairs (`features.of_standard`) and their log odds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from corpora import Competency, Passage
from mapper.matching.features import KINDS, ROLES
from mapper.matching.terms import Numbers

_FIRST = 3
_SUMMED = 8
_AT_BEST = (
    "cosine", "points_best", "points_two", "grams", "asked", "asked_first", "first", "mixed", "element", "shared",
    "rarest", "heading", "mapped", "mapped_first", "mapped_best", "mapped_mean", "mapped_criterion_z",
    "mapped_passage_z", "length", "asked_length", "points",
)  # fmt: skip
"""Of the passage that most probably teaches the criterion."""
_HIGHEST = (
    "cosine", "points_best", "points_two", "grams", "asked", "first", "shared", "mapped", "mapped_first",
    "mapped_best", "mapped_mean",
)  # fmt: skip
"""Of all passages, each for itself."""
_BY_WORDS = ("meant", "meant_clearly", "action", "told")
"""Of the best passage, the highest of all, and the mean of the three highest: they know which words are missing."""
FIELD = (
    "odds_mean", "odds_median", "odds_high", "cosine_mean", "mapped_mean", "mixed_mean", "title_best", "title_first",
    "points_mean", "shared_mean",
)  # fmt: skip


def of_field(table: Mapping[str, Numbers], odds: Numbers) -> Numbers:
    """How near a programme lies to a standard as a whole, in the order of `FIELD`.

    Args:
        table: of all pairs, each (n, m), n > 0, m > 0.
        odds: log odds of the pairs, (n, m).
    """
    best = odds.max(axis=0)
    title = np.sort(table["title"][:, 0])[::-1]
    means = {name: table[name].max(axis=0).mean() for name in ("cosine", "mapped", "mixed", "points_best", "shared")}
    return np.array(
        [
            best.mean(),
            np.median(best),
            np.quantile(best, 0.8),
            means["cosine"],
            means["mapped"],
            means["mixed"],
            title[0],
            title[:5].mean(),
            means["points_best"],
            means["shared"],
        ]
    )


def of_criteria(
    table: Mapping[str, Numbers], odds: Numbers, passages: Sequence[Passage], entries: Sequence[Competency]
) -> Numbers:
    """One row of numbers for each criterion; arguments as of `of_field`."""
    count = len(entries)
    order = np.argsort(-odds, axis=0, kind="stable")
    best, column = order[0], np.arange(count)
    first = np.full((_FIRST, count), odds.min(initial=0.0))
    first[: len(order)] = np.take_along_axis(odds, order[:_FIRST], axis=0)
    likely = np.sort(1 / (1 + np.exp(-odds)), axis=0)[-_SUMMED:]
    top = first[0]
    columns = [*first, np.log(likely.sum(axis=0) + 1e-6), first[0] - first[1]]
    columns += [table[name][best, column] for name in _AT_BEST]
    columns += [table[name].max(axis=0) for name in _HIGHEST]
    for name in _BY_WORDS:
        columns += [table[name][best, column], table[name].max(axis=0)]
        columns.append(np.sort(table[name], axis=0)[-_FIRST:].mean(axis=0))
    columns += [_of_element(top, entries), np.full(count, top.mean()), top - top.mean()]
    columns += [(top - top.mean()) / (top.std() + 0.1)]
    for name in ("cosine", "mapped"):
        highest = table[name].max(axis=0)
        columns += [highest - highest.mean(), np.full(count, highest.mean())]
    # How much the best passage speaks of another criterion instead.
    columns.append(odds[best].max(axis=1) - top)
    columns += [np.array([float(entry.kind == kind) for entry in entries]) for kind in KINDS]
    columns += [np.array([float(passages[row].role == role) for row in best]) for role in ROLES]
    columns.append(np.full(count, np.log(count)))
    return np.stack(columns, axis=1)


def _of_element(top: Numbers, entries: Sequence[Competency]) -> Numbers:
    """For each criterion the mean of the others of its element, of all where it is the only one."""
    found = np.full(len(entries), top.mean())
    members: dict[str | None, list[int]] = {}
    for place, entry in enumerate(entries):
        members.setdefault(entry.parent, []).append(place)
    for places in members.values():
        if len(places) > 1:
            found[places] = (top[places].sum() - top[places]) / (len(places) - 1)
    return found
