"""Every competency and group of a framework that ads ask for, with its share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora import Framework
from mapper.candidates import NOT_FOR_PROGRAMMES
from mapper.demand.asked import Pairs
from mapper.demand.model import DemandModel, Numbers
from mapper.demand.shares import Sayings, Share, estimate

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


@dataclass(frozen=True, slots=True)
class Expected:
    """What the ads say of an entry that may not be told.

    Attributes:
        ads: expected number of ad groups that ask for it.
        most: the highest probability that any of them has.
    """

    ads: float
    most: float


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
    pairs: Pairs,
    model: DemandModel,
    *,
    of: Mapping[int, int] | None = None,
    least: float = LEAST,
) -> list[Estimated]:
    """Entries that ads ask for, the most asked for first.

    Args:
        framework: that was searched.
        pairs: what the ads say of its entries.
        model: makes the probabilities.
        of: entry to its group, where groups are estimated: an ad asks for a group as surely as for the surest of its
            entries. Entries that are not named are left out.
        least: expected ads under which an entry is passed over.
    """
    found = [
        Estimated(framework, place, estimate(said, model), ads, _surest(pairs, rows))
        for place, said, ads, rows in sayings(framework, pairs, model, of=of)
        if ads >= least
    ]
    return sorted(found, key=lambda row: (-row.share.figure.value, row.place))


def sayings(
    framework: Framework, pairs: Pairs, model: DemandModel, *, of: Mapping[int, int] | None = None
) -> Iterator[tuple[int, Sayings, float, NDArray[np.int64]]]:
    """For every entry that came near: its place, what the ads say of it, the ads expected, and its rows of `pairs`.

    Args:
        framework: that was searched.
        pairs: what the ads say of its entries.
        model: makes the probabilities.
        of: entry to its group, as `estimates` takes it.
    """
    corrections = model.corrections_of(framework)
    rest = pairs.rest
    if of is None:
        stands_for, order = pairs.entry, np.arange(len(pairs.entry))
    else:
        above = np.array([of.get(place, -1) for place in range(len(framework.competencies))])
        stands_for, order = _surest_of_groups(pairs, above)
        rest = np.zeros(len(above))
        np.maximum.at(rest, above[above >= 0], pairs.rest[above >= 0])
    for place, rows in _by_entry(stands_for, order):
        said = Sayings(
            pairs.group[rows],
            pairs.entry[rows],
            pairs.features[rows],
            corrections[pairs.entry[rows]],
            float(rest[place]),
            pairs.groups,
            place,
        )
        yield place, said, float(pairs.probability[rows].sum() + rest[place]), rows


def expected(pairs: Pairs) -> dict[int, Expected]:
    """What the ads say of every entry that came near."""
    found = {place: Expected(float(ads), 0.0) for place, ads in enumerate(pairs.rest)}
    for place, rows in _by_entry(pairs.entry, np.arange(len(pairs.entry))):
        sure = pairs.probability[rows]
        found[place] = Expected(float(sure.sum() + pairs.rest[place]), float(sure.max()))
    return found


def _surest_of_groups(pairs: Pairs, above: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each (ad group, group of entries) the surest pair: what it stands for, and its row; ordered by the first."""
    stands_for = above[pairs.entry]
    order = np.lexsort((-pairs.probability, pairs.group, stands_for))
    order = order[stands_for[order] >= 0]
    both = np.stack([stands_for[order], pairs.group[order]])
    first = np.append(True, (np.diff(both, axis=1) != 0).any(axis=0)) if len(order) else np.zeros(0, bool)
    return stands_for[order[first]], order[first]


def _by_entry(stands_for: NDArray[np.int64], order: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
    """For each entry its rows."""
    starts = np.flatnonzero(np.diff(stands_for, prepend=-1))
    return [(int(stands_for[s]), rows) for s, rows in zip(starts, np.split(order, starts[1:]), strict=False)]


def _surest(pairs: Pairs, rows: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    order = rows[np.lexsort((pairs.group[rows], -pairs.probability[rows]))[:_EXAMPLES]]
    return tuple((int(pairs.group[row]), int(pairs.best[row])) for row in order)


def first_ten(shares: Sequence[Share], ten: int = 10) -> list[float]:
    """For each the probability that it is among the ten with the largest shares."""
    if not shares:
        return []
    draws: Numbers = np.array([one.draws for one in shares])
    ranks = np.argsort(np.argsort(-draws, axis=0, kind="stable"), axis=0, kind="stable")
    return [float(value) for value in (ranks < ten).mean(axis=1)]
