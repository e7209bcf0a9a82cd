"""The same demand in several sets of ads, side by side: what rises, what falls, by how much (docs/gap.md).

A change is told of what the ads are a sample of. The shift of a competency is one and the same in every period, so most
of what is not known of it cancels out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from corpora import Framework, InputError, _
from corpora.job_ads.records import JobAds
from mapper.industry.demand.model import DemandModel, Numbers, expit
from mapper.industry.demand.pairs import AdGroups, Pairs
from mapper.industry.demand.profile import FEW, TOO_FEW, Demand
from mapper.industry.demand.records import By, Change, Direction, Period, Trend, TrendRow
from mapper.industry.demand.shares import DRAWS, Estimated, PairEvidence, estimate, pair_evidence, pairs_of
from mapper.industry.transversal.findings import in_both
from mapper.matching.records import Interval

FALSE = 0.1  # of what is told to rise or fall, the share that is expected to do neither
_MONTHS = 3
_SAME_SOURCE = _(
    "A change is one of demand only if all sets of ads were gathered alike: from the same sources, places and trades."
)
_NOT_CORRECTED = _("The single sets of ads are not corrected by what was judged: too few ads of each were.")


def checked(by: str) -> By:
    """Return what parts the ads, as a user names it; raises InputError where it is none of the four."""
    known: Mapping[str, By] = {name: name for name in get_args(By)}
    if by not in known:
        raise InputError("--by {by}: write month, quarter, year or file", by=by)
    return known[by]


def periods(ads: JobAds, by: By, sets: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the ids of the ads of each period, in their order; for "file" the `sets` with their names.

    Raises InputError where no ad has a date, or none is left.
    """
    if not ads.ads:
        raise InputError("--by {by}: no ad of this sector was found; leave --sector out to see all ads", by=by)
    if by == "file":
        return dict(sets)
    found: dict[str, set[str]] = {}
    for ad in ads.ads:
        if ad.date:
            year, month, _day = ad.date.split("-")
            names = {"quarter": f"{year}-Q{(int(month) - 1) // _MONTHS + 1}", "year": year, "month": f"{year}-{month}"}
            found.setdefault(names[by], set()).add(ad.id)
    if not found:
        raise InputError(
            "--by {by}: no ad has a date; of a table name its column with --column date=COLUMN, in a text write it in a"
            " line of its own ('Posted: 2025-05-12'), or give one file for each period with --by file",
            by=by,
        )
    return {name: frozenset(found[name]) for name in sorted(found)}


class _Sets(NamedTuple):
    """Which ad groups stand in which period, shape (periods, groups).

    `ends` are the first and last period that are compared, None where there are no two; `drawn` says for each of these
    how often each group is drawn, shape (2, draws, groups).
    """

    within: NDArray[np.bool_]
    ends: tuple[int, int] | None
    drawn: Numbers


def trend(
    asked: AdGroups,
    frameworks: Sequence[Framework],
    found: Sequence[Pairs],
    model: DemandModel,
    demand: Demand,
    by: By,
    parted: Mapping[str, frozenset[str]],
) -> Trend:
    """Compare the shares of all periods into which the ads are `parted`, `by` what; `demand` says of which entries."""
    within = np.array([[not ids.isdisjoint(group) for group in asked.ads.groups] for ids in parted.values()])
    asking = np.array([bool(row) for row in asked.requirements])
    counted = tuple(
        Period(name, int(row.sum()), int((row & asking).sum())) for name, row in zip(parted, within, strict=True)
    )
    enough = [number for number, period in enumerate(counted) if period.groups >= FEW]
    ends = (enough[0], enough[-1]) if len(enough) > 1 else None
    sets = _Sets(within, ends, _drawn(asked, within[list(ends or ())]))
    rows = [
        row
        for framework, pairs in zip(frameworks, found, strict=True)
        for told, of in ((demand.competencies, pairs.heads), (demand.by_group, demand.groups[framework.name]))
        for row in _rows(framework, pairs, model, told, of, sets, group=of is not pairs.heads)
    ]
    one = _("Fewer than two sets have at least {few} distinct ads: what rises or falls is not told.", few=FEW)
    notes = [_SAME_SOURCE if ends else one]
    if any(period.groups < TOO_FEW for period in counted):
        notes.append(_("Sets of fewer than {few} distinct ads have no shares.", few=TOO_FEW))
    if demand.profile.audited:
        notes.append(_NOT_CORRECTED)
    return Trend(
        by=by,
        periods=counted,
        compared=(counted[ends[0]].name, counted[ends[1]].name) if ends else None,
        undated=int((~within.any(axis=0)).sum()),
        rows=tuple(sorted(directed(rows), key=_foremost)),
        notes=tuple(notes),
    )


def _foremost(row: TrendRow) -> tuple[bool, float, str, str]:
    moves = row.direction != "unclear"
    last = next((share.value for share in reversed(row.shares) if share), 0.0)
    return not moves, -abs(row.change.value) if moves and row.change else -last, row.framework, row.code


def _drawn(asked: AdGroups, within: NDArray[np.bool_]) -> Numbers:
    """Draw how often each ad group counts in each period, all those of one employer together."""
    employer = {ad.id: ad.firm for ad in asked.ads.ads}
    named = [next(filter(None, (employer[ad] for ad in group)), f"\0{group[0]}") for group in asked.ads.groups]
    units, unit = np.unique(named, return_inverse=True)
    drawn = np.zeros((len(within), DRAWS, within.shape[1]))
    rng = np.random.default_rng(within.shape[1])
    for times, row in zip(drawn, within, strict=True):
        here = np.unique(unit[row])
        chosen = np.zeros((DRAWS, len(units)))
        chosen[:, here] = rng.multinomial(len(here), np.full(len(here), 1 / len(here)), size=DRAWS)
        times[:, row] = chosen[:, unit[row]]
    return drawn


def _rows(
    framework: Framework,
    pairs: Pairs,
    model: DemandModel,
    told: Sequence[Estimated],
    of: Mapping[int, int],
    sets: _Sets,
    *,
    group: bool,
) -> list[tuple[TrendRow, float]]:
    """Return rows, each with the probability that a change so wide comes about by chance."""
    wanted = {row.place for row in told if row.framework is framework}
    rows = []
    for place, said, _unused, _other in pair_evidence(framework, pairs, model, of=of):
        if place not in wanted:
            continue
        change, chance = _change(said, model, sets)
        shares = tuple(_share(said, model, row) for row in sets.within)
        entry = framework.competencies[place]
        row = TrendRow(framework.name, entry.code, in_both(entry), group, shares, change, "unclear")
        rows.append((row, chance))
    return rows


def _share(said: PairEvidence, model: DemandModel, within: NDArray[np.bool_]) -> Interval | None:
    """Estimate the share of one period's ads, as `estimate` does for all."""
    count = int(within.sum())
    if count < TOO_FEW:
        return None
    kept, number = within[said.group], np.cumsum(within) - 1
    part = replace(
        said,
        group=number[said.group[kept]],
        entry=said.entry[kept],
        features=said.features[kept],
        corrections=said.corrections[kept],
        rest=said.rest * count / max(said.groups, 1),
        groups=count,
    )
    return estimate(part, model).figure


def _change(said: PairEvidence, model: DemandModel, sets: _Sets) -> tuple[Change | None, float]:
    """Return last share minus first, and the probability that a change so wide comes about by chance."""
    if sets.ends is None:
        return None, 1.0
    predictor, error, single = pairs_of(said, model)
    rng = np.random.default_rng([said.seed, said.groups])
    entries, entry = np.unique(said.entry, return_inverse=True)
    shift = rng.standard_normal((DRAWS, len(entries)))[:, entry]
    moved = expit(predictor + model.wider * error * shift)
    drawn = [(times[:, said.group] * moved).sum(axis=1) / times.sum(axis=1) for times in sets.drawn]
    there = (sets.within[sets.ends[0]], sets.within[sets.ends[1]])
    values = [float(single[row[said.group]].sum()) / max(int(row.sum()), 1) for row in there]
    value = values[1] - values[0]
    draws = drawn[1] - drawn[0]
    draws = value + draws - np.median(draws)
    spread = float(draws.std())
    chance = math.erfc(abs(value) / spread / math.sqrt(2)) if spread > 0 else 1.0
    return Change.around(value, draws), chance


def directed(rows: Sequence[tuple[TrendRow, float]]) -> list[TrendRow]:
    """Return rows with what can be told of their direction, of all of them together."""
    ordered = sorted(chance for _, chance in rows)
    limit = max((c for n, c in enumerate(ordered, 1) if c <= FALSE * n / len(ordered)), default=-1.0)
    told: list[TrendRow] = []
    for row, chance in rows:
        direction: Direction = "unclear"
        if row.change is not None and chance <= limit:
            direction = "rises" if row.change.value > 0 else "falls"
        told.append(replace(row, direction=direction))
    return told
