"""Every competency and group of a framework that ads ask for, with its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpora import Framework
from mapper.demand.asked import Nearest, Pairs, pairs
from mapper.demand.model import DemandModel
from mapper.demand.prior import share
from mapper.demand.shares import Sample, Share, estimate
from mapper.candidates import NOT_FOR_PROGRAMMES

LEAST = 0.5
"""Expected ads under which an entry is not even ranked."""
_EXAMPLES = 3
_HEADING = "group"


@dataclass(frozen=True, slots=True)
class Estimated:
    """The share of ads that ask for an entry.

    Attributes:
        framework: of the entry.
        place: its position in the framework's competencies.
        share: with its draws.
        ads: expected number of ad groups.
        texts: (ad group, number of the text), those that say it most, each group once.
    """

    framework: Framework
    place: int
    share: Share
    ads: float
    texts: tuple[tuple[int, int], ...]


def groups_of(framework: Framework) -> dict[int, int]:
    """For the place of each competency that of its group: the first heading above it, else what it stands below."""
    places = {entry.code: place for place, entry in enumerate(framework.competencies)}
    found = {}
    for place, entry in enumerate(framework.competencies):
        if entry.kind in NOT_FOR_PROGRAMMES or entry.parent is None:
            continue
        above: str | None = entry.parent
        while above is not None and framework.competencies[places[above]].kind != _HEADING:
            above = framework.competencies[places[above]].parent
        found[place] = places[above if above is not None else entry.parent]
    return found


def estimates(
    framework: Framework,
    texts: Sequence[Sequence[int]],
    found: Sequence[Nearest],
    model: DemandModel,
    sample: Sample,
    *,
    of: Mapping[int, int] | None = None,
    least: float = LEAST,
) -> tuple[list[Estimated], dict[int, float]]:
    """Entries that ads ask for.

    Args:
        framework: that was searched.
        texts: for each ad group the numbers of its texts.
        found: for each text its nearest entries.
        model: makes the probabilities.
        sample: the ad groups and their draws.
        of: entry to its group, where groups are estimated.
        least: expected ads under which an entry is passed over.

    Returns:
        Those of which so many ads are expected, the most asked for first; and for every entry that was retrieved the
        expected number of ads.
    """
    made = pairs(texts, found, of)
    ratios, missed = model.calibrator.ratios(made.columns), model.calibrator.ratio_missed
    result, every = [], {}
    for place, rows in made.by_entry().items():
        weights = np.append(np.ones(len(rows)), sample.groups - len(rows))
        expected = float(share(np.append(ratios[rows], missed), weights[None, :])[0]) * sample.groups
        every[place] = expected
        if expected >= least:
            one = estimate(made.group[rows], made.columns[rows], model.calibrator, sample)
            result.append(Estimated(framework, place, one, expected, _surest(made, rows, one)))
    return sorted(result, key=lambda row: (-row.share.figure.value, row.place)), every


def _surest(made: Pairs, rows: np.typing.NDArray[np.int64], one: Share) -> tuple[tuple[int, int], ...]:
    order = np.lexsort((made.group[rows], -one.probability))[:_EXAMPLES]
    return tuple((int(made.group[rows[i]]), int(made.best[rows[i]])) for i in order)


def first_ten(shares: Sequence[Share], ten: int = 10) -> list[float]:
    """For each the probability that it is among the ten with the largest shares."""
    if not shares:
        return []
    draws = np.array([one.draws for one in shares])
    ranks = np.argsort(np.argsort(-draws, axis=0, kind="stable"), axis=0, kind="stable")
    return [float(value) for value in (ranks < ten).mean(axis=1)]
