"""Shares of ads with their intervals: what is not known of an entry, and which of the likely ads really ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpora import Framework
from mapper.industry.demand.model import ATTITUDE, FEATURES, DemandModel, Numbers, expit, kinds_in
from mapper.industry.demand.pairs import Pairs
from mapper.matching.candidates import HEADING, NOT_FOR_PROGRAMMES
from mapper.matching.records import Interval

DRAWS = 1000
_LEAST = 0.5  # expected ads under which an entry is not even ranked
_PROBABLE = 0.5  # probability of a pair from which its ad may be an example
_STAND = [FEATURES.index("stands"), FEATURES.index("named")]
_GRID = np.linspace(-4, 4, 41)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of these ads that ask for something, the same in each draw, and each ad group's probability."""

    figure: Interval
    probability: Numbers
    draws: Numbers


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """The pairs of ads and one entry, or the surest entry of a group.

    Attributes:
        group: ad groups in which it may be asked for, each once.
        entry: of each of these pairs: one and the same, or the surest one of a group.
        corrections: of their entries, shape (pairs, 2 + slopes).
        rest: expected number of the other ad groups that ask for it.
        groups: number of all ad groups.
        seed: of the draws.
    """

    group: NDArray[np.int64]
    entry: NDArray[np.int64]
    features: NDArray[np.float32]
    corrections: Numbers
    rest: float
    groups: int
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Estimated:
    """The share of ads that ask for an entry, by its place in the framework.

    `ads` is the expected number of ad groups; `texts` are (ad group, number of its nearest text, -1 for none) of ads
    that more probably than not ask for it, the most probable first.
    """

    framework: Framework
    place: int
    share: Share
    ads: float
    texts: tuple[tuple[int, int], ...]


class Expected(NamedTuple):
    """The expected number of ad groups that ask for an entry, told or not, and the highest probability."""

    ads: float = 0.0
    most: float = 0.0


def pairs_of(said: PairEvidence, model: DemandModel) -> tuple[Numbers, Numbers, Numbers]:
    """Return for each pair the log odds, how far its entry's shift is unknown, and the probability."""
    predictor = model.predictors(said.features, said.corrections)
    unknown = np.isnan(said.corrections[:, 0])
    apart = np.asarray(model.apart)[(said.features[:, _STAND] > 0).sum(axis=1)]
    error = np.where(unknown, apart, said.corrections[:, 1])
    return predictor, error, expit(predictor)


def estimate(said: PairEvidence, model: DemandModel) -> Share:
    """Estimate the share of all ad groups that ask for one entry.

    A draw moves the entry's shift as far as it is unknown, and lets each ad ask or not by its probability. How far
    ads at hand stand for others is another question, which the draws leave out.
    """
    groups = max(said.groups, 1)
    predictor, error, single = pairs_of(said, model)
    value = (float(single.sum()) + said.rest) / groups
    moved = expit(predictor + error * _GRID[:, None])
    rng = np.random.default_rng([said.seed, said.groups])
    expected, spread = np.full(DRAWS, said.rest), np.full(DRAWS, said.rest)
    for entry in np.unique(said.entry):
        own = moved[:, said.entry == entry]
        shift = rng.standard_normal(DRAWS)
        expected += np.interp(shift, _GRID, own.sum(axis=1))
        spread += np.interp(shift, _GRID, (own * (1 - own)).sum(axis=1))
    draws = (expected + np.sqrt(spread) * rng.standard_normal(DRAWS)) / groups
    draws = np.clip(value + model.wider * (draws - np.median(draws)), 0, 1)
    probability = np.full(said.groups, said.rest / groups)
    probability[said.group] = single
    return Share(Interval.around(value, draws), probability, draws)


def groups_of(framework: Framework) -> dict[int, int]:
    """Return for each competency that of its group, by their places: the first heading above it, else its parent.

    What has others below it, and is no heading, is of its own group; but what has criteria is told by these alone,
    attitudes left out, and what stands above that is no group: an ad that asks for a criterion asks for its element,
    not for all of the standard. Of an only standard the criteria directly below it have no group.
    """
    entries, places, told_by_others = framework.competencies, framework.places, heads(framework)
    left_out = told_by_others | {place for place, kind in kinds_in(framework).items() if kind == ATTITUDE}
    roots = [place for place, entry in enumerate(entries) if entry.parent is None]
    whole = roots[0] if len(roots) == 1 and roots[0] in told_by_others else None
    found = {}
    for place, entry in enumerate(entries):
        if entry.kind in NOT_FOR_PROGRAMMES or entry.parent is None or place in left_out:
            continue
        above: str | None = entry.parent
        while above is not None and entries[places[above]].kind != HEADING:
            above = entries[places[above]].parent
        group = places[above if above is not None else entry.parent]
        if group != whole:
            found[place] = group
    # What is asked for by its own name is asked for of its group.
    own = (head for head in set(found.values()) if entries[head].kind != HEADING and head not in told_by_others)
    return found | {head: head for head in own}


def heads(framework: Framework) -> set[int]:
    """Return the places of what has criteria directly below it, and of all above: elements and standards."""
    found: set[int] = set()
    for code in framework.criteria:
        above: str | None = code
        while above is not None:
            found.add(framework.places[above])
            above = framework.parents[above]
    return found


def estimates(
    framework: Framework, pairs: Pairs, model: DemandModel, *, of: Mapping[int, int] | None = None
) -> list[Estimated]:
    """Estimate the shares of entries that ads ask for, the most asked for first.

    Where groups are estimated, `of` names that of each entry: an ad asks for a group as surely as for the surest of its
    entries. Entries that are not named are left out.
    """
    found = []
    for place, said, ads, rows in pair_evidence(framework, pairs, model, of=of):
        if ads >= _LEAST:
            # What is shown of a row asks for its first entry by itself, where any ad does.
            own = pairs.entry[rows] == place
            shown = rows[(pairs.probability[rows] >= _PROBABLE) & (own | ~own.any())]
            surest = shown[np.lexsort((pairs.group[shown], -pairs.probability[shown]))]
            texts = tuple((int(pairs.group[row]), int(pairs.best[row])) for row in surest)
            found.append(Estimated(framework, place, estimate(said, model), ads, texts))
    return sorted(found, key=lambda row: (-row.share.figure.value, row.place))


def pair_evidence(
    framework: Framework, pairs: Pairs, model: DemandModel, *, of: Mapping[int, int] | None = None
) -> Iterator[tuple[int, PairEvidence, float, NDArray[np.int64]]]:
    """Yield for every entry, or group `of` them, that came near: its place, evidence, the ads expected, its rows."""
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
        entry, left = pairs.entry[rows], float(rest[place])
        said = PairEvidence(
            pairs.group[rows], entry, pairs.features[rows], corrections[entry], left, pairs.groups, place
        )
        yield place, said, float(pairs.probability[rows].sum() + rest[place]), rows


def expected(pairs: Pairs) -> dict[int, Expected]:
    """Return what the ads say of every entry."""
    found = {place: Expected(float(ads)) for place, ads in enumerate(pairs.rest)}
    for place, rows in _by_entry(pairs.entry, np.arange(len(pairs.entry))):
        sure = pairs.probability[rows]
        found[place] = Expected(float(sure.sum() + pairs.rest[place]), float(sure.max()))
    return found


def _surest_of_groups(pairs: Pairs, above: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the surest pair of each (ad group, group of entries): what it stands for, its row; by the first."""
    stands_for = above[pairs.entry]
    order = np.lexsort((-pairs.probability, pairs.group, stands_for))
    order = order[stands_for[order] >= 0]
    both = np.stack([stands_for[order], pairs.group[order]])
    first = np.append(True, (np.diff(both, axis=1) != 0).any(axis=0)) if len(order) else np.zeros(0, bool)
    return stands_for[order[first]], order[first]


def _by_entry(stands_for: NDArray[np.int64], order: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
    starts = np.flatnonzero(np.diff(stands_for, prepend=-1))
    return [(int(stands_for[s]), rows) for s, rows in zip(starts, np.split(order, starts[1:]), strict=False)]


def first_ten(shares: Sequence[Share]) -> list[float]:
    """Return for each the probability that it is among the ten with the largest shares."""
    if not shares:
        return []
    draws: Numbers = np.array([one.draws for one in shares])
    ranks = np.argsort(np.argsort(-draws, axis=0, kind="stable"), axis=0, kind="stable")
    return [float(value) for value in (ranks < 10).mean(axis=1)]
