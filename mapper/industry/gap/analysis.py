"""What ads ask for against what programmes teach, from the same draws (docs/gap.md).

The gap in a competency is D (1 − t), in share of ads; the headline Σ D t ÷ Σ D is the share of what is asked for that
a programme teaches, over all competencies with an estimate, since the few that are told are no sample of them. What
names a need of every trade (English, teamwork) that the programme is found to teach by its words is told as uncertain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np

from corpora import Text, _
from corpora.job_ads.records import JobAds
from corpora.vocabulary import heading_sense
from mapper.industry.demand.model import expit
from mapper.industry.demand.profile import FEW, MAY_ASK, Demand, demanded
from mapper.industry.demand.records import DemandedCompetency, Trend
from mapper.industry.demand.shares import Estimated, Expected
from mapper.industry.gap import LEAST_DEMAND, GapReport, GapRow, GapState, Offer, OfferRow, Taught
from mapper.industry.transversal import Need
from mapper.industry.transversal.findings import in_both, teaching
from mapper.matching.calibrated import describe_skill_rates
from mapper.matching.candidates import NOT_FOR_PROGRAMMES
from mapper.matching.records import EVERY, Interval, Only
from mapper.matching.regression import log_odds
from mapper.matching.scorer import SKILLS, Scorer
from mapper.matching.terms import Numbers
from mapper.programmes.coverage import Made, SectorText
from mapper.programmes.coverage.report import Searched, coverage_report
from mapper.programmes.coverage.standards import EntryScores
from mapper.programmes.facilities import Setting

MOST_UNASKED = 50  # competencies found and not in the ads that are told, the surest first
_ALIKE = 1.0
"""Standard deviation in log odds of how far all chances of one programme are off alike: with it the headline's interval
holds the truth for 19 of 20 programmes with ads of known truth, without it for 15."""
_ANY = 0.2  # probability of any single ad from which that is not said: what cannot be told is not told
_NOTHING_TOLD = _(
    "With so few ads that ask for the same, nothing can be told of any single competency; only groups are shown."
)
_NOT_TAUGHT = _("'Not found' is said of the document: it may be taught although the document does not say so.")


def gap_report(
    demand: Demand,
    programmes: Sequence[Searched],
    model: Scorer,
    made: Made,
    together: Sequence[Searched] = (),
    *,
    only: Only = EVERY,
    sector: SectorText | None = None,
    jobs: JobAds | None = None,
    changes: Mapping[str, Setting] | None = None,
    trend: Trend | None = None,
) -> GapReport:
    """Compare what the ads ask for with what the programmes, searched for the same frameworks, teach.

    Of standards the coverage of all is told, or `only` of some; `changes` are a person's decisions on where
    a criterion is learnt, by its code. `together` are the same programmes as
    `search_together` has them, () for one and for more than it reads: of these the surest says what all teach.
    """
    covered = coverage_report(programmes, model, made, only=only, sector=sector, jobs=jobs, changes=changes)
    needs = [read.needs for read in covered.supplements]
    programmes = [_to_confirm(one, of_one, demand) for one, of_one in zip(programmes, needs, strict=True)]
    joint = [_to_confirm(one, [*chain.from_iterable(needs)], demand) for one in together] or programmes
    entries = _entries(demand)
    both = [GapRow(one.asked, tuple(_taught(one, programme) for programme in programmes)) for one in entries]
    grouped = len(demand.by_group)
    groups, single = tuple(sorted(both[:grouped], key=_widest)), tuple(sorted(both[grouped:], key=_widest))
    single += tuple(_unasked(demand, programmes))
    notes = [*demand.profile.notes]
    if any(entry.kind in SKILLS for one in programmes[0].shown for entry in one.framework.competencies):
        notes.append(describe_skill_rates(model))
    if demand.profile.by_group and not demand.profile.competencies:
        notes.append(_NOTHING_TOLD)
    cited = []
    for number, programme in enumerate(programmes):
        near = {passage for row in (*groups, *single) if (passage := row.taught[number].passage)}
        of_criteria = {id_ for row in covered.standards[number] for one in row.criteria for id_ in one.passages}
        cited.append(programme.cited(near | of_criteria))
    offered = [_offered(one, row, joint) for one, row in zip(entries, both, strict=True)]
    return GapReport(
        programmes=tuple(cited),
        profile=demand.profile,
        groups=groups,
        rows=single,
        headline=tuple(_headline(demand, [programme]) for programme in programmes),
        coverage=covered,
        made=made,
        notes=(*notes, _NOT_TAUGHT),
        offer=Offer(_headline(demand, joint), tuple(offered)) if len(programmes) > 1 else None,
        trend=trend,
        own_words=demand.profile.unmatched,
        untold=len(demand.untold),
    )


def _to_confirm(programme: Searched, needs: Sequence[Need], demand: Demand) -> Searched:
    """Return the programme with names of a need that it is found to teach as to be confirmed at least.

    The model looks for what an entry says; "communicates in English" is not found in who reads manuals in English.
    """

    def confirmed(shown: EntryScores) -> EntryScores:
        probability, refits, nearest = shown.probability.copy(), shown.refits.copy(), dict(shown.nearest)
        for name, place in demand.expected:
            if name != shown.framework.name or place in shown.told:
                continue  # what a person said stands
            if probability[place] >= (perhaps := sum(shown.limits_at(place)) / 2):
                continue
            if passages := teaching(shown.framework.competencies[place], needs):
                probability[place], refits[:, place] = perhaps, np.maximum(refits[:, place], perhaps)
                nearest[place] = (*((passage, perhaps) for passage in passages), *nearest.get(place, ()))
        return replace(shown, probability=probability, refits=refits, nearest=nearest)

    return replace(programme, shown=tuple(map(confirmed, programme.shown)))


class _Entry(NamedTuple):
    """A competency or group with its share, and the places in its framework that stand for it."""

    asked: DemandedCompetency
    estimate: Estimated
    members: Sequence[int]
    weights: Numbers  # of the members, as much as ads ask for each; their sum is 1
    group: bool


def _entries(demand: Demand) -> list[_Entry]:
    """Return the groups, then the competencies."""
    groups = []
    for asked, row in zip(demand.profile.by_group, demand.by_group, strict=True):
        name = row.framework.name
        below = [place for place, above in demand.groups[name].items() if above == row.place]
        # A group is told only where an ad asks for it, but by many entries none of which may be asked for.
        weights = demand.weights(name, below) or dict.fromkeys(below, 1.0)
        ads = np.array([*weights.values()])
        groups.append(_Entry(asked, row, [*weights], ads / ads.sum(), True))
    return [*groups, *map(partial(_single, demand), demand.profile.competencies, demand.competencies)]


def _single(demand: Demand, asked: DemandedCompetency, estimate: Estimated) -> _Entry:
    """Return a row with the entries that are told in it, each as much as ads ask for it."""
    name = estimate.framework.name
    places = demand.members.get((name, estimate.place), (estimate.place,))
    ads = np.array([demand.expected.get((name, place), Expected()).ads for place in places])
    return _Entry(asked, estimate, places, ads / ads.sum() if ads.sum() else np.full(len(ads), 1 / len(ads)), False)


def _widest(row: GapRow) -> tuple[float, str]:
    gaps = [taught.gap.value for taught in row.taught if taught.gap]
    return -float(np.mean(gaps)) if gaps else 0.0, row.competency.code


def _headline(demand: Demand, programmes: Sequence[Searched]) -> Interval | None:
    """Return Σ D t ÷ Σ D over all competencies that ads are expected to ask for; None without shares.

    Of several programmes t is that of the one which most probably teaches a competency, unless they are read together.
    """
    known = (*demand.profile.competencies, *demand.untold), (*demand.competencies, *demand.fewest)
    found = [*map(partial(_single, demand), *known)]
    # Judgements can leave nothing of what was expected.
    if not any(one.asked.share.value for one in found):
        return None
    taught = [_taught_by(one, programmes) for one in found]
    shares = np.array([one.estimate.share.draws for one in found])
    chances = np.array([_spread(refitted, shares.shape[1]) for _, refitted in taught])
    # Each is taught or not, as probably as each refit has it; one programme's wording misleads for many alike.
    rng = np.random.default_rng(0)
    chances = expit(log_odds(chances) + _ALIKE * rng.standard_normal(shares.shape[1]))
    draws = rng.random(chances.shape) < chances
    total = np.maximum(shares.sum(axis=0), 1e-12)
    value = float(np.average([value for value, _ in taught], weights=[one.asked.share.value for one in found]))
    return Interval.around(value, (shares * draws).sum(axis=0) / total)


def _shown(programme: Searched, entry: _Entry) -> EntryScores:
    """Return what a programme says of the framework that an entry is of."""
    return next(shown for shown in programme.shown if shown.framework.name == entry.asked.framework)


def _taught_by(entry: _Entry, programmes: Sequence[Searched]) -> tuple[float, Numbers]:
    """Return the share of an entry that programmes teach, and the same by each refit.

    Of a competency it is the probability that the programme which most probably teaches it does. Never 1 − ∏(1 − t):
    the mistakes of one scorer on several programmes are not independent. Of a group it is the mean over its members,
    each weighing as much as ads ask for it.
    """
    members = list(entry.members)
    shown = [_shown(programme, entry) for programme in programmes]
    value = np.max([one.probability[members] for one in shown], axis=0)
    refitted = np.max([one.refits[:, members] for one in shown], axis=0)
    return float(value @ entry.weights), refitted @ entry.weights


def _spread(refitted: Numbers, draws: int) -> Numbers:
    """Draw d uses refit d modulo their count, as the demand does."""
    return refitted[np.arange(draws) % len(refitted)]


def _assess(entry: _Entry, programmes: Sequence[Searched]) -> tuple[Interval, Interval, GapState]:
    """Return how far programmes teach an entry, the gap, and which of the states that is: by coverage's limits."""
    value, refitted = _taught_by(entry, programmes)
    draws, (high, low) = entry.estimate.share.draws, _shown(programmes[0], entry).limits_at(entry.estimate.place)
    gap = Interval.around(entry.asked.share.value * (1 - value), draws * (1 - _spread(refitted, len(draws))))
    state: GapState = "uncertain"
    if entry.asked.share.low >= LEAST_DEMAND and value <= low:
        state = "demanded_not_found"
    elif entry.asked.share.low >= LEAST_DEMAND and value >= high:
        # Of a standard known by title only nobody can say that it is found.
        known = not entry.estimate.framework.competencies[entry.estimate.place].title_only
        state = "demanded_found" if known else "uncertain"
    return Interval.around(value, refitted), gap, state


def _taught(entry: _Entry, programme: Searched) -> Taught:
    shown = _shown(programme, entry)
    return Taught(*_assess(entry, [programme]), *_nearest(shown, entry.members), instead=_instead(shown, entry))


def _offered(entry: _Entry, row: GapRow, programmes: Sequence[Searched]) -> OfferRow:
    """Return what several programmes teach together."""
    asked, (probability, gap, state) = entry.asked, _assess(entry, programmes)
    alone = tuple(number for number, one in enumerate(row.taught) if one.state == "demanded_found")
    together: tuple[int, ...] = ()
    if state == "demanded_found" and not alone:
        told = (_shown(one, entry).passages(place) for one in programmes for place in entry.members)
        ids = {passage.id for passages in told for passage in passages}
        holding = [number for number, one in enumerate(programmes) if any(p.id in ids for p in one.every)]
        together = tuple(holding or range(len(programmes)))
    return OfferRow(
        framework=asked.framework,
        code=asked.code,
        statement=asked.statement,
        group=entry.group,
        share=asked.share,
        probability=probability,
        gap=gap,
        state=state,
        taught_by=alone,
        shown_by=together,
    )


def _nearest(shown: EntryScores, places: Sequence[int]) -> tuple[str, str | None]:
    """Return the unit and passage that come nearest to any of these entries."""
    known = [shown.nearest[place][0] for place in places if shown.nearest.get(place)]
    if not known:
        return "", None
    passage = max(known, key=lambda near: near[1])[0]
    # "Contenidos" or "Evaluación" say what part it is, not which unit.
    units = [heading for heading in passage.section if not heading_sense(heading)] or passage.section
    return (units[-1] if units else ""), passage.id


def _instead(shown: EntryScores, entry: _Entry) -> tuple[str, Text] | None:
    """Return the surest competency directly above or below an untaught one that is taught."""
    entries, place = shown.framework.competencies, entry.estimate.place
    if len(entry.members) > 1 or shown.shows(place):
        return None
    own = entries[place]
    above = {own.parent, *own.broader}
    near = [
        (float(shown.probability[place]), -place)
        for place, other in enumerate(entries)
        if (other.code in above or own.code in (other.parent, *other.broader))
        and other.kind not in NOT_FOR_PROGRAMMES
        and shown.shows(place)
    ]
    if not near:
        return None
    best = entries[-max(near)[1]]
    return best.code, in_both(best)


def _unasked(demand: Demand, programmes: Sequence[Searched]) -> list[GapRow]:
    """Return what some programme teaches and no ad is expected to ask for, the surest first."""
    if demand.profile.groups < FEW:
        return []  # of a few ads nobody can say what is not in them
    rare = Interval(0.0, 0.0, min(1.0, 3 / demand.profile.groups))
    found: list[tuple[float, GapRow]] = []
    for told in zip(*(programme.shown for programme in programmes), strict=True):
        framework = told[0].framework
        surest = np.max([one.probability for one in told], axis=0)
        least = np.array([told[0].limits_at(place)[0] for place in range(len(surest))])
        for place in np.flatnonzero(surest >= least).tolist():
            expected = demand.expected.get((framework.name, place), Expected())
            entry = framework.competencies[place]
            read_requirements = expected.ads >= MAY_ASK or expected.most >= _ANY
            if read_requirements or entry.kind in NOT_FOR_PROGRAMMES or entry.title_only:
                continue
            blank = replace(demanded(framework, place, demand.groups[framework.name]), share=rare, ads=expected.ads)
            sure = [Interval.around(float(one.probability[place]), one.refits[:, place]) for one in told]
            pairs = zip(sure, told, strict=True)
            taught = (Taught(chance, None, "found_not_in_ads", *_nearest(one, [place])) for chance, one in pairs)
            found.append((float(surest[place]), GapRow(blank, tuple(taught))))
    found.sort(key=lambda row: (-row[0], row[1].competency.framework, row[1].competency.code))
    return [row for _, row in found[:MOST_UNASKED]]
