"""What ads ask for against what programmes teach, from the same draws.

The gap in a competency is D (1 − t), in share of ads; the headline Σ D t ÷ Σ D is the share of what is asked for that
a programme teaches. "Demanded, not found" is said only where coverage says of it that it is not found and the lower end
of D is at least 2 %; "demanded, found" where coverage says that it is covered or partly; the rest is uncertain. What a
programme teaches and these ads do not ask for is "found, not in these ads": others may.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpora import Framework, Text
from corpora.vocabulary import sense_of
from mapper.candidates import NOT_FOR_PROGRAMMES
from mapper.coverage.programmes import Searched
from mapper.coverage.standards import interval
from mapper.coverage.states import Shown
from mapper.demand.estimates import Estimated, Expected, groups_of
from mapper.demand.profile import FEW, Demand, demanded, wordings
from mapper.demand.records import DemandedCompetency
from mapper.gap.records import GapRow, GapState, Offer, OfferRow, Taught
from mapper.matching.space import Numbers
from mapper.records import Interval

LEAST_DEMAND = 0.02
_SEVERAL = 2
MOST_UNASKED = 50
"""Competencies found and not in the ads that are told, the surest first."""
_UNASKED = 0.5
"""Expected ads under which a competency counts as not asked for."""
_ANY = 0.2
"""Probability of any single ad from which that is not said: what cannot be told is not told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency or group with what is known of it: its framework, and the places that stand for it."""

    framework: Framework
    place: int
    members: tuple[int, ...]


def rows(demand: Demand, programmes: Sequence[Searched]) -> tuple[tuple[GapRow, ...], tuple[GapRow, ...]]:
    """The rows of groups and those of competencies, the widest gap first, then what no ad asks for."""
    members: dict[tuple[str, int], list[int]] = defaultdict(list)
    for framework in {row.framework.name: row.framework for row in demand.by_group}.values():
        for place, group in groups_of(framework).items():
            members[framework.name, group].append(place)
    groups = [
        _row(
            asked,
            row,
            Entry(row.framework, row.place, tuple(members[row.framework.name, row.place])),
            programmes,
        )
        for asked, row in zip(demand.profile.by_group, demand.by_group, strict=True)
    ]
    single = [
        _row(asked, row, Entry(row.framework, row.place, (row.place,)), programmes)
        for asked, row in zip(demand.profile.competencies, demand.competencies, strict=True)
    ]
    return tuple(sorted(groups, key=_widest)), (*sorted(single, key=_widest), *_unasked(demand, programmes))


def headline(demand: Demand, *programmes: Searched) -> Interval | None:
    """Σ D t ÷ Σ D over the competencies that are told, over the groups where too few are; None without shares.

    Of several programmes t is that of the one which most probably teaches a competency.
    """
    singly = demand.profile.told_singly
    found = demand.competencies if singly else demand.by_group
    # Judgements can leave nothing of what was expected.
    if not any(row.share.figure.value for row in found):
        return None
    frameworks = {row.framework.name: groups_of(row.framework) for row in demand.by_group}
    asked, taught, drawn_asked, drawn_taught = [], [], [], []
    for row in found:
        members = [row.place] if singly else _members(frameworks[row.framework.name], row.place)
        value, refitted = _surest(programmes, row.framework, members)
        asked.append(row.share.figure.value)
        taught.append(value)
        drawn_asked.append(row.share.draws)
        drawn_taught.append(_spread(refitted, len(row.share.draws)))
    shares, draws = np.array(drawn_asked), np.array(drawn_taught)
    total = np.maximum(shares.sum(axis=0), 1e-12)
    return interval(float(np.average(taught, weights=asked)), (shares * draws).sum(axis=0) / total)


def _members(above: dict[int, int], group: int) -> list[int]:
    return [place for place, one in above.items() if one == group]


def shown_in(programme: Searched, framework: Framework) -> Shown:
    """What a programme says of a framework that it was searched for."""
    return next(shown for shown in programme.shown if shown.framework.name == framework.name)


def _widest(row: GapRow) -> tuple[float, str]:
    gaps = [taught.gap.value for taught in row.taught if taught.gap]
    return -float(np.mean(gaps)) if gaps else 0.0, row.competency.code


def _row(asked: DemandedCompetency, row: Estimated, entry: Entry, programmes: Sequence[Searched]) -> GapRow:
    return GapRow(asked, tuple(_told(row, entry, programme) for programme in programmes))


def _taught(shown: Shown, places: Sequence[int]) -> tuple[float, Numbers]:
    """The probability that the surest of these entries is taught, and the same by each refit."""
    best = max(places, key=lambda place: float(shown.probability[place]))
    return float(shown.probability[best]), shown.refits[:, best]


def _surest(programmes: Sequence[Searched], framework: Framework, places: Sequence[int]) -> tuple[float, Numbers]:
    """The probability that the surest of these programmes teaches any of these entries, and the same by each refit.

    Never 1 − ∏(1 − t): the mistakes of one scorer on several programmes are not independent.
    """
    found = [_taught(shown_in(programme, framework), places) for programme in programmes]
    return max(value for value, _ in found), np.max([refitted for _, refitted in found], axis=0)


def _spread(refitted: Numbers, draws: int) -> Numbers:
    """Draw d uses refit d modulo their count, as the demand does."""
    return refitted[np.arange(draws) % len(refitted)]


def _told(row: Estimated, entry: Entry, programme: Searched) -> Taught:
    shown = shown_in(programme, entry.framework)
    value, refitted = _taught(shown, entry.members)
    draws = row.share.draws * (1 - _spread(refitted, len(row.share.draws)))
    unit, passage = _nearest(shown, entry.members)
    return Taught(
        probability=interval(value, refitted),
        gap=interval(row.share.figure.value * (1 - value), draws),
        state=_state(row.share.figure, value, shown, title_only=entry.framework.competencies[entry.place].title_only),
        unit=unit,
        passage=passage,
        instead=_instead(shown, entry),
    )


def _state(demand: Interval, taught: float, shown: Shown, *, title_only: bool) -> GapState:
    """By coverage's limits; of a standard known by title only nobody can say that it is found."""
    high, low = shown.limits
    if demand.low < LEAST_DEMAND or low < taught < high:
        return "uncertain"
    if taught <= low:
        return "demanded_not_found"
    return "uncertain" if title_only else "demanded_found"


def offer(
    demand: Demand, programmes: Sequence[Searched], groups: Sequence[GapRow], single: Sequence[GapRow]
) -> Offer | None:
    """What several programmes teach together.

    Args:
        demand: of the ads.
        programmes: searched for the same frameworks.
        groups: the rows of groups.
        single: those of competencies.
    """
    if len(programmes) < _SEVERAL:
        return None
    frameworks = {row.framework.name: groups_of(row.framework) for row in demand.by_group}
    found = {
        (row.competency.framework, row.competency.code, group): row.taught
        for rows, group in ((groups, True), (single, False))
        for row in rows
    }
    made = []
    for asked, estimated, group in (
        *((*both, True) for both in zip(demand.profile.by_group, demand.by_group, strict=True)),
        *((*both, False) for both in zip(demand.profile.competencies, demand.competencies, strict=True)),
    ):
        framework, place = estimated.framework, estimated.place
        members = _members(frameworks[framework.name], place) if group else [place]
        value, refitted = _surest(programmes, framework, members)
        drawn = estimated.share.draws * (1 - _spread(refitted, len(estimated.share.draws)))
        row = OfferRow(
            framework=asked.framework,
            code=asked.code,
            statement=asked.statement,
            group=group,
            share=asked.share,
            probability=interval(value, refitted),
            gap=interval(asked.share.value * (1 - value), drawn),
            state=_state(
                asked.share,
                value,
                shown_in(programmes[0], framework),
                title_only=framework.competencies[place].title_only,
            ),
            taught_by=tuple(
                n for n, one in enumerate(found[asked.framework, asked.code, group]) if one.state == "demanded_found"
            ),
        )
        made.append(row)
    return Offer(headline(demand, *programmes), tuple(made))


def _nearest(shown: Shown, places: Sequence[int]) -> tuple[str, str | None]:
    """The unit and passage that come nearest to any of these entries."""
    known = [shown.nearest[place][0] for place in places if shown.nearest.get(place)]
    if not known:
        return "", None
    passage = max(known, key=lambda near: near[1])[0]
    # "Contenidos" or "Evaluación" say what part it is, not which unit.
    units = [heading for heading in passage.section if not sense_of(heading)] or passage.section
    return (units[-1] if units else ""), passage.id


def _instead(shown: Shown, entry: Entry) -> tuple[str, Text] | None:
    """The surest competency directly above or below an untaught one that is taught."""
    probability, entries = shown.probability, shown.framework.competencies
    if len(entry.members) > 1 or shown.shows(entry.place):
        return None
    own = entries[entry.place]
    above = {own.parent, *own.broader} - {None}
    near = [
        place
        for place, other in enumerate(entries)
        if (other.code in above or own.code in (other.parent, *other.broader))
        and other.kind not in NOT_FOR_PROGRAMMES
        and shown.shows(place)
    ]
    if not near:
        return None
    best = max(near, key=lambda place: (float(probability[place]), -place))
    return entries[best].code, wordings(shown.framework, best)


def _unasked(demand: Demand, programmes: Sequence[Searched]) -> list[GapRow]:
    """What some programme teaches and no ad is expected to ask for, the surest first."""
    if demand.profile.groups < FEW:
        return []  # of a few ads nobody can say what is not in them
    rare = Interval(0.0, 0.0, min(1.0, 3 / max(demand.profile.groups, 1)))
    found: list[tuple[float, GapRow]] = []
    for number, shown in enumerate(programmes[0].shown if programmes else ()):
        above = groups_of(shown.framework)
        told = [programme.shown[number] for programme in programmes]
        surest = np.max([one.probability for one in told], axis=0)
        for place in np.flatnonzero(surest >= told[0].limits[0]).tolist():
            expected = demand.expected.get((shown.framework.name, place), Expected(0.0, 0.0))
            entry = shown.framework.competencies[place]
            if (
                expected.ads >= _UNASKED
                or expected.most >= _ANY
                or entry.kind in NOT_FOR_PROGRAMMES
                or entry.title_only
            ):
                continue
            taught = [_not_asked(one, place) for one in told]
            blank = replace(demanded(shown.framework, place, above), share=rare, ads=expected.ads)
            found.append((float(surest[place]), GapRow(blank, tuple(taught))))
    found.sort(key=lambda row: (-row[0], row[1].competency.framework, row[1].competency.code))
    return [row for _, row in found[:MOST_UNASKED]]


def _not_asked(shown: Shown, place: int) -> Taught:
    value, refitted = _taught(shown, [place])
    unit, passage = _nearest(shown, [place])
    return Taught(interval(value, refitted), None, "found_not_in_ads", unit, passage)
