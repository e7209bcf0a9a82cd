"""Bundles: parts of standards of which units of a programme teach enough to be worth certifying (docs/reports.md).

"Taught" is said of criteria that coverage calls covered, and that are so surely enough for a bundle to hold them.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpora import Passage, Skipped, Text, _
from corpora.frameworks.writers import NAMESPACE
from corpora.text import titled
from embeddings.lexical import near_duplicates
from mapper.matching.calibrated import MATERIAL, warn_of_other_encoder
from mapper.matching.records import EVERY, NOTHING, Only
from mapper.matching.scorer import Scorer
from mapper.programmes.assessment import is_evaluation
from mapper.programmes.coverage import TAUGHT, CriterionCoverage, Made, Programme, StandardCoverage, State
from mapper.programmes.coverage.report import Searched, rank_standards
from mapper.programmes.coverage.standards import BESIDE, PERHAPS, SHOWN, EntryScores, is_attitude
from mapper.programmes.credentials.units import Unit, Units, find_units, is_taught

SURE = 0.75
"""Probability of being covered in full from which on a bundle holds a criterion: so .87 of what bundles hold is truly
covered in the programmes that the scorer was fitted on, each held out; of all that is shown as covered it is .68."""
LEAST = 0.5  # share of a part's criteria that have to be taught, fully or in part
FULLY = 2  # criteria that have to be taught fully; one is enough where the part has but one
NAMED = 2  # parts whose titles make a bundle's; one of more parts is called by its standards
_IN_NO_UNIT = _("stands in the profile, the evaluation or another part, in no unit that is taught")
_NOT_SURE = _("not sure enough to be certified: somebody has to confirm it")
ALIKE = 0.7  # least cosine (of letters) of two criteria that say nearly the same


@dataclass(frozen=True, slots=True)
class BundleTarget:
    """An element of a standard, or a standard without elements: the smallest thing that a bundle aims at.

    Attributes:
        standard: code of the standard.
    """

    framework: str
    standard: str
    standard_title: str
    code: str
    title: str

    @property
    def called(self) -> str:
        """Return its code and title."""
        return titled(self.code, self.title)

    @property
    def below(self) -> str:
        """Return the code and title of the standard that it is an element of, "" where it is one itself."""
        return "" if self.code == self.standard else titled(self.standard, self.standard_title)


@dataclass(frozen=True, slots=True)
class BundledCriterion:
    """A criterion of a bundle, and which units teach it.

    Attributes:
        kind: in the framework's terms.
        element: code of the element above it.
        attitude: whether it is an attitude, habit or value, which are counted by themselves.
        probability: that the programme teaches it.
        units: names of the units that teach it fully; () where it is not covered.
        passages: ids of the passages that show it, those of its units first.
        why: what is missing of it, or that it is not sure enough.
        sure: whether it is so probably taught fully that a bundle may hold it.
    """

    code: str
    kind: str
    statement: str
    element: str
    attitude: bool
    state: State
    probability: float
    units: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    why: Text = NOTHING
    sure: bool = False

    @property
    def taught(self) -> bool:
        """Return whether a bundle may hold it: some unit surely teaches it fully."""
        return self.sure and bool(self.units)


@dataclass(frozen=True, slots=True)
class SharedCriteria:
    """What a bundle has in common with another one.

    Attributes:
        bundle: identifier of the other.
        units: names of the units that both count, of one programme.
        hours: of these units together, as far as they are stated.
        criteria: pairs of codes that say the same, or nearly so: of this bundle, of the other.
    """

    bundle: str
    units: tuple[str, ...]
    hours: float
    criteria: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Criteria that the same units of a programme teach: a draft of a microcredential.

    Attributes:
        identifier: UUID of programme, parts and units; the same wherever it is made.
        programme: number of the programme in the report, from 0.
        title: the titles of its parts.
        parts: what it aims at.
        units: names of the units that it takes, in the programme's order: the fewest that teach all that is taught.
        hours: of these units, added up as far as they are stated, a unit in another one not again; None where none is.
        unstated: names of those without hours, in none that has some.
        taught: criteria that the units teach fully, attitudes left out.
        missing: the others, what it takes to reach the bundle.
        attitudes: by themselves; they hinder no bundle.
        overlaps: with other bundles of the report.
    """

    identifier: str
    programme: int
    title: str
    parts: tuple[BundleTarget, ...]
    units: tuple[str, ...]
    hours: float | None
    unstated: tuple[str, ...]
    taught: tuple[BundledCriterion, ...]
    missing: tuple[BundledCriterion, ...]
    attitudes: tuple[BundledCriterion, ...]
    overlaps: tuple[SharedCriteria, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A part of which a programme teaches too little for a bundle, but something.

    Attributes:
        programme: number of the programme, from 0.
        part: of which standard.
        taught: criteria that are covered, attitudes left out.
        partly: criteria that are covered partly.
        of: all of them.
    """

    programme: int
    part: BundleTarget
    taught: int
    partly: int
    of: int


@dataclass(frozen=True, slots=True)
class ComparedCriterion:
    """One criterion, and its state in each programme, in the report's order."""

    code: str
    kind: str
    statement: str
    attitude: bool
    states: tuple[State, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How several programmes' bundles for one part compare.

    Attributes:
        part: which part.
        bundles: for each programme the identifier of its bundle, None where it has none.
        hours: for each programme those of its bundle.
        criteria: all of the part.
        common: codes of criteria that all of the programmes cover, attitudes left out: their common core.
        differing: codes of those that only some cover, or only in part: what there is to agree on.
        nowhere: codes of those that none covers, not even in part.
    """

    part: BundleTarget
    bundles: tuple[str | None, ...]
    hours: tuple[float | None, ...]
    criteria: tuple[ComparedCriterion, ...]
    common: tuple[str, ...]
    differing: tuple[str, ...]
    nowhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CredentialsReport:
    """The bundles of one or more programmes.

    Attributes:
        programmes: in the order given.
        units: for each programme those that teach.
        bundles: of all programmes, in their order, the most complete first.
        short: parts with too little taught for a bundle.
        comparisons: of parts that some programme has a bundle for; empty for a single programme.
        achievements: Open Badges 3.0 Achievements, unsigned, one for each bundle that could be exported.
        material: what the probabilities were calibrated on, and that this was carried over.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: what is not in it, counted.
    """

    programmes: tuple[Programme, ...]
    units: tuple[tuple[Unit, ...], ...]
    bundles: tuple[Bundle, ...]
    short: tuple[Shortfall, ...]
    comparisons: tuple[Comparison, ...]
    achievements: tuple[Mapping[str, Any], ...]
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetCoverage:
    """A part, its criteria, and the fewest units that teach what is taught of it."""

    part: BundleTarget
    criteria: tuple[BundledCriterion, ...]
    units: tuple[str, ...]

    @property
    def counted(self) -> tuple[BundledCriterion, ...]:
        """Return the criteria without attitudes."""
        return tuple(c for c in self.criteria if not c.attitude)

    def how_many(self, state: State) -> int:
        """Return how many of these are in a state."""
        return sum(c.state == state for c in self.counted)

    @property
    def is_worth(self) -> bool:
        """Return whether it makes a bundle."""
        in_units, held = sum(bool(c.units) for c in self.counted), any(c.taught for c in self.counted)
        return held and is_enough(in_units, self.how_many("partly"), len(self.counted))


def is_enough(covered: int, partly: int, of: int) -> bool:
    """Return whether so many criteria that are covered, and so many others that are at least partly, make a bundle."""
    return covered > 0 and covered >= min(FULLY, of) and covered + partly >= LEAST * of


def cover_targets(
    programme: Searched, standards: Sequence[StandardCoverage], units: Units
) -> tuple[TargetCoverage, ...]:
    """Return every part of the standards whose criteria were read, with what the programme's units teach of it."""
    by_name = {shown.framework.name: shown for shown in programme.shown}
    found = []
    for standard in standards:
        shown = by_name[standard.framework]
        by_element: dict[str, list[BundledCriterion]] = defaultdict(list)
        for c in standard.criteria:
            by_element[c.element].append(_criterion(c, shown, units))
        for code, criteria in by_element.items():
            title = shown.framework.entry(code).statement
            part = BundleTarget(standard.framework, standard.code, standard.title, code, title)
            found.append(TargetCoverage(part, tuple(criteria), _fewest(criteria, units)))
    return tuple(found)


def _criterion(c: CriterionCoverage, shown: EntryScores, units: Units) -> BundledCriterion:
    """Return a criterion with its units; one that only the profile aimed at or the grading shows is taught by none."""
    place = shown.framework.places[c.code]
    showing = shown.passages(place) if c.state == "covered" else []
    taught = _teaching(shown, place, units) if showing else []
    sure = shown.probability[place] * shown.fully[place] >= SURE
    why = _IN_NO_UNIT if showing and not taught else _NOT_SURE if taught and not sure else c.why
    return BundledCriterion(
        code=c.code,
        kind=c.kind,
        statement=c.statement,
        element=c.element,
        attitude=is_attitude(c.kind),
        state=c.state,
        probability=c.probability,
        units=tuple(dict.fromkeys(units.of_passage[p.id].name for p in taught)),
        passages=tuple(dict.fromkeys((*(p.id for p in taught), *c.passages))),
        why=why,
        sure=bool(taught and sure),
    )


def _teaching(shown: EntryScores, place: int, units: Units) -> list[Passage]:
    """Return the passages of units that show a criterion; passages of evaluation only where no others do."""
    in_units = [pair for pair in shown.showing(place, share=PERHAPS) if _is_in(units, pair[0])]
    kept = [pair for pair in in_units if not is_evaluation(pair[0])] or in_units
    return [p for p, chance in kept[:SHOWN] if chance >= kept[0][1] * BESIDE]


def _is_in(units: Units, passage: Passage) -> bool:
    return passage.id in units.of_passage and is_taught(passage)


def _fewest(criteria: Sequence[BundledCriterion], units: Units) -> tuple[str, ...]:
    """Return units that together teach all that is taught: each time the one that adds most, else the earlier."""
    left = [set(c.units) for c in criteria if c.taught and not c.attitude]
    order = [unit.name for unit in units.units]
    chosen: set[str] = set()
    while left:
        best = max(order, key=lambda name: (sum(name in teaching for teaching in left), -order.index(name)))
        chosen.add(best)
        left = [teaching for teaching in left if best not in teaching]
    return tuple(name for name in order if name in chosen)


def make_bundles(number: int, sha256: str, parts: Sequence[TargetCoverage], units: Units) -> tuple[Bundle, ...]:
    """Return the bundles of one programme, the most complete first."""
    together: dict[tuple[str, ...], list[TargetCoverage]] = defaultdict(list)
    for part in parts:
        if part.is_worth:
            together[part.units].append(part)
    made = []
    for names, same in together.items():
        aims, criteria = tuple(one.part for one in same), [c for one in same for c in one.criteria]
        hours, unstated = units.total_hours(names)
        what = "\n".join([sha256, *(f"{p.framework}/{p.code}" for p in aims), *names])
        titles = dict.fromkeys(p.title if len(aims) <= NAMED else p.standard_title for p in aims)
        bundle = Bundle(
            identifier=str(uuid.uuid5(NAMESPACE, f"bundle\n{what}")),
            programme=number,
            title="; ".join(titles),
            parts=aims,
            units=names,
            hours=hours,
            unstated=unstated,
            taught=tuple(c for c in criteria if c.taught and not c.attitude),
            missing=tuple(c for c in criteria if not c.taught and not c.attitude),
            attitudes=tuple(c for c in criteria if c.attitude),
        )
        made.append(bundle)
    shares = {b.identifier: len(b.taught) / (len(b.taught) + len(b.missing)) for b in made}
    return tuple(sorted(made, key=lambda b: (-shares[b.identifier], -len(b.taught), b.identifier)))


def find_shortfalls(number: int, parts: Sequence[TargetCoverage]) -> Iterator[Shortfall]:
    """Yield the targets of which too little is taught for a bundle; those of which nothing is are left out."""
    for one in parts:
        covered, partly = one.how_many("covered"), one.how_many("partly")
        if (covered or partly) and not one.is_worth:
            yield Shortfall(number, one.part, covered, partly, len(one.counted))


def mark_overlaps(found: Sequence[Bundle], of: Sequence[Units]) -> tuple[Bundle, ...]:
    """Return the same bundles, each with what it has in common with the others; `of` are the units of each programme.

    What is covered is compared, also what is not sure enough to be certified yet.
    """
    covered = [(n, c) for n, of_it in enumerate(found) for c in (*of_it.taught, *of_it.missing) if c.state == "covered"]
    texts, owners = [c.statement for _, c in covered], [(n, c.code) for n, c in covered]
    near = near_duplicates(texts, threshold=ALIKE) if texts else None
    pairs: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for left, right in zip(near.left.tolist(), near.right.tolist(), strict=True) if near else ():
        (one, mine), (other, its) = owners[left], owners[right]
        if one != other:
            pairs[one, other].append((mine, its))
            pairs[other, one].append((its, mine))
    made = []
    for n, bundle in enumerate(found):
        shared = []
        for m, other in enumerate(found):
            same = n != m and bundle.programme == other.programme
            units = tuple(name for name in bundle.units if same and name in other.units)
            twice = of[bundle.programme].total_hours(units)[0] or 0.0
            if units or pairs[n, m]:
                shared.append(SharedCriteria(other.identifier, units, twice, tuple(dict.fromkeys(pairs[n, m]))))
        made.append(replace(bundle, overlaps=tuple(shared)))
    return tuple(made)


_NOTHING_FULL = _(
    "There is no standard with its criteria: no microcredential can be made of titles alone. Add the standards'"
    " documents⟦ (curmap framework add)⟧."
)


def credentials_report(
    programmes: Sequence[Searched], model: Scorer, made: Made, *, only: Only = EVERY
) -> CredentialsReport:
    """Return the bundles of each programme, compared where there are several, and without badges."""
    standards = [rank_standards(programme, only) for programme in programmes]
    units = [find_units(p.document, p.every, p.passages) for p in programmes]
    parts = [
        cover_targets(programme, [row for row in found if row.text == "full"], its)
        for programme, found, its in zip(programmes, standards, units, strict=True)
    ]
    numbered = enumerate(zip(programmes, parts, units, strict=True))
    apart = [b for n, (p, mine, its) in numbered for b in make_bundles(n, p.document.sha256, mine, its)]
    found = mark_overlaps(apart, units)
    notes = [*warn_of_other_encoder(made.encoder, model)]
    if not any(parts):
        notes.append(_NOTHING_FULL)
    if titles := len({row.code for rows in standards for row in rows if row.text == "title"}):
        notes.append(_("Related standards known by their title only, which are part of no bundle: {n}.", n=titles))
    taken = [
        u for n, its in enumerate(units) for u in its.units if any(u.name in b.units for b in found if b.programme == n)
    ]
    if unstated := sum(unit.hours is None for unit in taken):
        notes.append(_("Units without hours of their own: {n} of {of}.", n=unstated, of=len(taken)))
    return CredentialsReport(
        programmes=tuple(
            p.cited(code for mine in own for c in mine.criteria for code in c.passages)
            for p, own in zip(programmes, parts, strict=True)
        ),
        units=tuple(its.units for its in units),
        bundles=found,
        short=tuple(one for n, mine in enumerate(parts) for one in find_shortfalls(n, mine)),
        comparisons=compare_programmes(parts, found),
        achievements=(),
        material=MATERIAL,
        made=made,
        notes=tuple(notes),
    )


def compare_programmes(parts: Sequence[Sequence[TargetCoverage]], bundles: Sequence[Bundle]) -> tuple[Comparison, ...]:
    """Return what each programme teaches of every target that some programme has a bundle for."""
    found = []
    for part in dict.fromkeys(part for bundle in bundles for part in bundle.parts) if len(parts) > 1 else ():
        same = list(zip(*(next(one.criteria for one in mine if one.part == part) for mine in parts), strict=True))
        mine = [next((b for b in bundles if b.programme == n and part in b.parts), None) for n in range(len(parts))]
        told = [(of[0].code, {c.state for c in of}) for of in same if not of[0].attitude]
        common = tuple(code for code, states in told if states == {"covered"})
        nowhere = tuple(code for code, states in told if states.isdisjoint(TAUGHT))
        criteria = []
        for of in same:
            states, chances = tuple(c.state for c in of), tuple(c.probability for c in of)
            one = of[0]
            criteria.append(ComparedCriterion(one.code, one.kind, one.statement, one.attitude, states, chances))
        comparison = Comparison(
            part=part,
            bundles=tuple(b.identifier if b else None for b in mine),
            hours=tuple(b.hours if b else None for b in mine),
            criteria=tuple(criteria),
            common=common,
            differing=tuple(code for code, _ in told if code not in {*common, *nowhere}),
            nowhere=nowhere,
        )
        found.append(comparison)
    return tuple(found)
