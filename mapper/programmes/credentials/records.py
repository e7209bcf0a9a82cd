"""The records of microcredentials: units, bundles of criteria, their overlaps and comparisons.

"Taught" is said of criteria that coverage calls covered, and that are so surely enough for a bundle to hold them.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from typing import Any

from corpora import Skipped, Text
from mapper.matching.records import NOTHING
from mapper.programmes.coverage.records import Made, Programme, State


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a programme that its headings name: a unit, a module, a section.

    Attributes:
        path: its headings, the outermost first; () for a programme without headings.
        name: by which a report calls it, unlike those of the other units; of a programme without headings its title.
        hours: as the document states them, None where it states none.
        said: the words that state them, "" for none.
        page: on which they stand, None where nothing states them or the format has no pages.
    """

    path: tuple[str, ...]
    name: str
    hours: float | None = None
    said: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """An element of a standard, or a standard without elements: the smallest thing that a bundle aims at.

    Attributes:
        standard: code of the standard.
    """

    framework: str
    standard: str
    standard_title: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class BundledCriterion:
    """A criterion of a bundle, and which units teach it.

    Attributes:
        kind: in the framework's terms.
        element: code of the element above it.
        attitude: whether it is an attitude, habit or value, which are counted by themselves.
        probability: that the programme teaches it.
        units: names of the units that teach it fully; () where it is not covered.
        passages: ids of the passages that show it.
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
        """Whether a bundle may hold it: some unit surely teaches it fully."""
        return self.sure and bool(self.units)


@dataclass(frozen=True, slots=True)
class Shared:
    """What a bundle has in common with another one.

    Attributes:
        bundle: identifier of the other.
        units: names of the units that both count, of one programme.
        hours: of these units, as far as they are stated.
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
        hours: of these units, added up as far as they are stated; None where none is.
        unstated: names of those without hours.
        taught: criteria that the units teach fully, attitudes left out.
        missing: the others, what it takes to reach the bundle.
        attitudes: by themselves; they hinder no bundle.
        overlaps: with other bundles of the report.
    """

    identifier: str
    programme: int
    title: str
    parts: tuple[Part, ...]
    units: tuple[str, ...]
    hours: float | None
    unstated: tuple[str, ...]
    taught: tuple[BundledCriterion, ...]
    missing: tuple[BundledCriterion, ...]
    attitudes: tuple[BundledCriterion, ...]
    overlaps: tuple[Shared, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """A part of which a programme teaches too little for a bundle, but something.

    Attributes:
        programme: number of the programme, from 0.
        part: of which standard.
        taught: criteria that are covered, attitudes left out.
        partly: criteria that are covered partly.
        of: all of them.
    """

    programme: int
    part: Part
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
        common: codes that all of the programmes teach, attitudes left out: the core that can be recognised now.
        differing: codes that some teach and others do not: what there is to agree on.
        nowhere: codes that none teaches.
    """

    part: Part
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
    short: tuple[Short, ...]
    comparisons: tuple[Comparison, ...]
    achievements: tuple[abc.Mapping[str, Any], ...]
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()
