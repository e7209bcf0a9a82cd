"""Bundles: parts of standards of which units of a programme teach enough to be worth certifying.

A part is an element with its criteria. It becomes a bundle where units teach at least two of its criteria fully, and
at least `LEAST` of them fully or in part; attitudes count for neither. The bundle holds those that are taught fully
with a probability of `SURE` and more, or in its own words, one at least, and takes the fewest units that teach all
that it holds; parts that take the same units, of one standard or several, are one bundle.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpora import Passage, _
from corpora.frameworks.written import NAMESPACE
from embeddings.lexical import near_duplicates, words
from mapper.programmes.coverage.records import STATES, CriterionCoverage, StandardCoverage
from mapper.programmes.coverage.report import Searched
from mapper.programmes.coverage.standards import Shown, is_attitude
from mapper.programmes.credentials.records import Bundle, BundledCriterion, Part, Shared, Short
from mapper.programmes.credentials.units import Units, is_taught

SURE = 0.75
"""Probability of being covered in full from which on a bundle holds a criterion: so .87 of what bundles hold is truly
covered in the programmes that the scorer was fitted on, each held out; of all that is shown as covered it is .68."""
ITS_WORDS = 0.9
"""Share of a criterion's words from which on passages say all of it, however sure the probability is."""
LEAST = 0.5
"""Share of a part's criteria that have to be taught, fully or in part."""
FULLY = 2
"""Criteria that have to be taught fully; one is enough where the part has but one."""
NAMED = 2
"""Parts whose titles make a bundle's; one of more parts is called by its standards."""
_IN_NO_UNIT = _("stands in the profile, the evaluation or another part, in no unit that is taught")
_NOT_SURE = _("not sure enough to be certified: somebody has to confirm it")
ALIKE = 0.7
"""Least cosine (of letters) of two criteria that say nearly the same; as `curmap overlaps` has it."""


@dataclass(frozen=True, slots=True)
class Aimed:
    """A part, its criteria, and the fewest units that teach what is taught of it."""

    part: Part
    criteria: tuple[BundledCriterion, ...]
    units: tuple[str, ...]

    def counted(self, *states: str) -> int:
        """How many criteria are in these states, attitudes left out."""
        return sum(c.state in states and not c.attitude for c in self.criteria)

    @property
    def is_worth(self) -> bool:
        """Whether it makes a bundle."""
        in_units = sum(bool(c.units) and not c.attitude for c in self.criteria)
        held = any(c.taught and not c.attitude for c in self.criteria)
        return held and is_enough(in_units, self.counted("partly"), self.counted(*STATES))


def is_enough(covered: int, partly: int, of: int) -> bool:
    """Whether so many criteria that are covered, and so many others that are at least partly, make a bundle."""
    return covered > 0 and covered >= min(FULLY, of) and covered + partly >= LEAST * of


def aimed(programme: Searched, standards: Sequence[StandardCoverage], units: Units) -> tuple[Aimed, ...]:
    """Every part of the standards whose criteria were read, with what the programme's units teach of it."""
    places = {
        shown.framework.name: ({c.code: n for n, c in enumerate(shown.framework.competencies)}, shown)
        for shown in programme.shown
    }
    found = []
    for standard in standards:
        of_code, shown = places[standard.framework]
        by_element: dict[str, list[BundledCriterion]] = defaultdict(list)
        for c in standard.criteria:
            by_element[c.element].append(_criterion(c, shown, of_code[c.code], units))
        for code, criteria in by_element.items():
            title = next(t.title for t in standard.tallies if t.element == code)
            part = Part(standard.framework, standard.code, standard.title, code, title)
            found.append(Aimed(part, tuple(criteria), _fewest(criteria, units)))
    return tuple(found)


def _criterion(c: CriterionCoverage, shown: Shown, place: int, units: Units) -> BundledCriterion:
    """A criterion with its units; one that only the profile aimed at or the grading shows is taught by none."""
    showing = shown.passages(place) if c.state == "covered" else []
    taught = [p for p in showing if p.section in units.of_section and is_taught(p)]
    sure = shown.probability[place] * shown.fully[place] >= SURE or _in_its_words(c.statement, taught)
    why = _IN_NO_UNIT if showing and not taught else _NOT_SURE if taught and not sure else c.why
    return BundledCriterion(
        code=c.code,
        kind=c.kind,
        statement=c.statement,
        element=c.element,
        attitude=is_attitude(c.kind),
        state=c.state,
        probability=c.probability,
        units=tuple(dict.fromkeys(units.of_section[p.section].name for p in taught)),
        passages=tuple(p.id for p in taught) or c.passages,
        why=why,
        sure=bool(taught and sure),
    )


def _in_its_words(statement: str, passages: Sequence[Passage]) -> bool:
    said = {stem for passage in passages for stem in words(passage.text)}
    asked = set(words(statement))
    return len(asked & said) >= ITS_WORDS * len(asked)


def _fewest(criteria: Sequence[BundledCriterion], units: Units) -> tuple[str, ...]:
    """Units that together teach all that is taught: each time the one that adds most, of two alike the earlier."""
    left = [set(c.units) for c in criteria if c.taught and not c.attitude]
    order = [unit.name for unit in units.units]
    chosen: set[str] = set()
    while left:
        best = max(order, key=lambda name: (sum(name in teaching for teaching in left), -order.index(name)))
        chosen.add(best)
        left = [teaching for teaching in left if best not in teaching]
    return tuple(name for name in order if name in chosen)


def bundles(number: int, sha256: str, parts: Sequence[Aimed], units: Units) -> tuple[Bundle, ...]:
    """The bundles of one programme, the most complete first."""
    together: dict[tuple[str, ...], list[Aimed]] = defaultdict(list)
    for part in parts:
        if part.is_worth:
            together[part.units].append(part)
    made = [_bundle(number, sha256, same, units) for same in together.values()]
    shares = {b.identifier: len(b.taught) / (len(b.taught) + len(b.missing)) for b in made}
    return tuple(sorted(made, key=lambda b: (-shares[b.identifier], -len(b.taught), b.identifier)))


def _bundle(number: int, sha256: str, same: Sequence[Aimed], units: Units) -> Bundle:
    criteria = [c for one in same for c in one.criteria]
    hours = {unit.name: unit.hours for unit in units.units if unit.name in same[0].units}
    stated = [n for n in hours.values() if n is not None]
    parts = tuple(one.part for one in same)
    what = "\n".join([sha256, *(f"{p.framework}/{p.code}" for p in parts), *same[0].units])
    return Bundle(
        identifier=str(uuid.uuid5(NAMESPACE, f"bundle\n{what}")),
        programme=number,
        title="; ".join(dict.fromkeys(p.title if len(parts) <= NAMED else p.standard_title for p in parts)),
        parts=parts,
        units=same[0].units,
        hours=sum(stated) if stated else None,
        unstated=tuple(name for name, n in hours.items() if n is None),
        taught=tuple(c for c in criteria if c.taught and not c.attitude),
        missing=tuple(c for c in criteria if not c.taught and not c.attitude),
        attitudes=tuple(c for c in criteria if c.attitude),
    )


def short(number: int, parts: Sequence[Aimed]) -> Iterator[Short]:
    """Parts with too little taught for a bundle; of those without anything taught or partly taught nothing is said."""
    for one in parts:
        covered, partly = one.counted("covered"), one.counted("partly")
        if (covered or partly) and not one.is_worth:
            yield Short(number, one.part, covered, partly, one.counted(*STATES))


def overlapping(found: Sequence[Bundle], hours: Sequence[Mapping[str, float | None]]) -> tuple[Bundle, ...]:
    """The same bundles, each with what it has in common with the others."""
    texts = [c.statement for bundle in found for c in bundle.taught]
    owners = [(n, c.code) for n, bundle in enumerate(found) for c in bundle.taught]
    near = near_duplicates(texts, threshold=ALIKE) if texts else None
    pairs: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for left, right in zip(near.left.tolist(), near.right.tolist(), strict=True) if near else ():
        (one, mine), (other, its) = owners[left], owners[right]
        if one != other:
            pairs[one, other].append((mine, its))
            pairs[other, one].append((its, mine))
    made = []
    for n, bundle in enumerate(found):
        of = hours[bundle.programme]
        shared = [_shared(bundle, other, pairs[n, m], of) for m, other in enumerate(found) if m != n]
        made.append(replace(bundle, overlaps=tuple(one for one in shared if one.units or one.criteria)))
    return tuple(made)


def _shared(
    bundle: Bundle, other: Bundle, alike: Sequence[tuple[str, str]], hours: Mapping[str, float | None]
) -> Shared:
    same = bundle.programme == other.programme
    units = tuple(name for name in bundle.units if same and name in other.units)
    return Shared(other.identifier, units, sum(hours[name] or 0.0 for name in units), tuple(dict.fromkeys(alike)))
