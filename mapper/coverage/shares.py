"""Counts and shares of a standard made anew from its criteria, where a judge or a person changed some of them.

A criterion that a person found taught, in full or in part, counts as taught, one found not to be taught as not taught.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mapper.coverage.records import CriterionCoverage, StandardCoverage, Tally
from mapper.records import Interval

_DRAWS = 2000


def recounted(row: StandardCoverage, criteria: tuple[CriterionCoverage, ...]) -> StandardCoverage:
    """The standard with these criteria and what they count up to; its shares stay."""
    return replace(row, criteria=criteria, tallies=tuple(_counted(tally, criteria) for tally in row.tallies))


def _counted(tally: Tally, criteria: Sequence[CriterionCoverage]) -> Tally:
    rows = [one for one in criteria if (one.element, one.kind) == (tally.element, tally.kind)]
    states = [one.state for one in rows]
    return replace(
        tally,
        covered=states.count("covered"),
        partly=states.count("partly"),
        not_found=states.count("not_found"),
        uncertain=states.count("uncertain"),
        share=float(np.mean([one.probability for one in rows])),
    )


def reshared(row: StandardCoverage) -> StandardCoverage:
    """The standard with its shares as the criteria have them without people's decisions."""
    share = _share(row, attitudes=False, reviewed=False)
    above = (share.value - row.chance) / (1 - row.chance) if share else 0.0
    attitudes = _share(row, attitudes=True, reviewed=False)
    return after_review(replace(row, share=share, attitudes=attitudes, above_chance=above))


def after_review(row: StandardCoverage) -> StandardCoverage:
    """The standard with its shares after review; unchanged where nobody decided anything."""
    if all(one.decided is None for one in row.criteria):
        return row
    return replace(
        row,
        reviewed_share=_share(row, attitudes=False, reviewed=True),
        reviewed_attitudes=_share(row, attitudes=True, reviewed=True),
    )


def _share(row: StandardCoverage, *, attitudes: bool, reviewed: bool) -> Interval | None:
    """Mean of the elements' means, each criterion taught or not in each draw; attitudes are one element."""
    elements = list(_elements(row, attitudes=attitudes, reviewed=reviewed))
    if not elements:
        return None
    chances = np.array([chance for element in elements for chance in element])
    weights = np.concatenate([np.full(len(e), 1 / len(e) / len(elements)) for e in elements])
    draws = (np.random.default_rng(0).random((_DRAWS, len(chances))) < chances) @ weights
    low, high = (float(end) for end in np.quantile(draws, (0.025, 0.975)))
    value = float(weights @ chances)
    return Interval(value, min(value, low), max(value, high))


def _elements(row: StandardCoverage, *, attitudes: bool, reviewed: bool) -> Iterator[list[float]]:
    kinds = {(t.element, t.kind) for t in row.tallies if t.attitude == attitudes}
    of_kind = [one for one in row.criteria if (one.element, one.kind) in kinds]
    parts = [""] if attitudes else dict.fromkeys(one.element for one in of_kind)
    for part in parts:
        if found := [_chance(one, reviewed=reviewed) for one in of_kind if attitudes or one.element == part]:
            yield found


def _chance(row: CriterionCoverage, *, reviewed: bool) -> float:
    return row.probability if reviewed or row.decided is None else row.decided.computed
