"""Programmes whose truth is known: how often bundles, which build on coverage, are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora import readers
from embeddings.encoders import Encoder
from mapper.evaluation.programmes import Criterion, Figure, Truth, first_right, share_figure
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.scorer import shipped
from mapper.programmes.coverage import Made
from mapper.programmes.coverage.report import Searched, search_document
from mapper.programmes.coverage.standards import is_attitude
from mapper.programmes.credentials.bundles import Bundle, CredentialsReport, credentials_report, is_enough


@dataclass(frozen=True, slots=True)
class InBundle:
    """A criterion that a bundle holds."""

    programme: str  # its name
    truth: str  # covered, partly or absent
    in_unit: bool  # whether a unit that is named for it holds a passage that truly teaches it


@dataclass(frozen=True, slots=True)
class OfElement:
    """An element: whether so much of it is truly taught that it should have a bundle, and whether it has one."""

    programme: str
    enough: bool
    bundled: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What was built for some programmes."""

    bundles: Mapping[str, int]  # how many, by programme
    criteria: tuple[InBundle, ...]  # those that bundles hold
    elements: tuple[OfElement, ...]  # all with criteria other than attitudes


def build(truths: Sequence[Truth], encoder: Encoder) -> Built:
    """Return what `curmap credentials` says of each programme and its own standard."""
    bundles: dict[str, int] = {}
    criteria: list[InBundle] = []
    elements: list[OfElement] = []
    made = Made({}, (), {"name": encoder.name, "revision": encoder.revision}, {})
    for truth in truths:
        matcher = Matcher([FrameworkIndex.build(truth.framework, encoder)], encoder)
        searched = search_document(readers.read(truth.path), [truth.framework], matcher)
        report = credentials_report([searched], shipped(), made)
        bundles[truth.name] = len(report.bundles)
        criteria += _in_bundles(truth, report, searched)
        elements += _elements(truth, report.bundles)
    return Built(bundles, tuple(criteria), tuple(elements))


def _in_bundles(truth: Truth, report: CredentialsReport, searched: Searched) -> Iterator[InBundle]:
    known = {one.code: one for one in truth.criteria}
    (units,) = report.units
    paths = {unit.name: unit.path for unit in units}
    for bundle in report.bundles:
        for one in bundle.taught:
            said = known[one.code]
            below = [p for p in searched.every for name in one.units if p.section[: len(paths[name])] == paths[name]]
            yield InBundle(truth.name, said.state, _teaches([p.text for p in below], said))


def _elements(truth: Truth, bundles: Iterable[Bundle]) -> Iterator[OfElement]:
    kinds = {entry.code: entry.kind for entry in truth.framework.competencies}
    above = {entry.code: entry.parent or entry.code for entry in truth.framework.competencies}
    bundled = {part.code for bundle in bundles for part in bundle.parts}
    states: dict[str, list[str]] = {}
    for one in truth.criteria:
        if not is_attitude(kinds[one.code]):
            states.setdefault(above[one.code], []).append(one.state)
    for element, own in states.items():
        yield OfElement(truth.name, is_enough(own.count("covered"), own.count("partly"), len(own)), element in bundled)


def _teaches(texts: Iterable[str], criterion: Criterion) -> bool:
    return first_right(texts, criterion.passages) is not None


def figures(built: Built) -> dict[str, Figure]:
    """Return every figure: `{value, low, high, n}`, intervals over programmes."""
    taught = [one for one in built.criteria if one.truth != "absent"]
    return {
        "bundled_covered": share_figure((one.programme, one.truth == "covered") for one in built.criteria),
        "bundled_taught": share_figure((one.programme, one.truth != "absent") for one in built.criteria),
        "bundled_in_unit": share_figure((one.programme, one.in_unit) for one in taught),
        "enough_bundled": share_figure((one.programme, one.bundled) for one in built.elements if one.enough),
        "bundled_enough": share_figure((one.programme, one.enough) for one in built.elements if one.bundled),
    }
