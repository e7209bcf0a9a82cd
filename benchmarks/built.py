"""Programmes whose truth is known: how often bundles and evidence matrices, which build on coverage, are right."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import readers
from embeddings.encoders import Encoder
from mapper.evaluation.programmes import Criterion, Figure, Truth, first_right, share
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.scorer import shipped
from mapper.programmes.coverage.records import Made
from mapper.programmes.coverage.report import Searched, search
from mapper.programmes.coverage.standards import is_attitude
from mapper.programmes.credentials.bundles import Bundle, CredentialsReport, credentials_report, is_enough
from mapper.programmes.evidence_matrix.matrix import SHOWS, Activity, EvidenceReport, drafts, evidence_matrix

JUDGED = Path(__file__).parent / "data" / "evidence.tsv"
"""Whether an activity shows a criterion, judged: 2 it does, 1 in part, 0 not; see benchmarks/data/README.md."""


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
class OfRow:
    """A row of an evidence matrix."""

    programme: str  # its name
    has_right: bool  # whether some activity of the programme truly evaluates the criterion
    named: tuple[bool, ...]  # for each activity that the row names, the most probable first, whether it does
    # for each of these that was judged, its probability and whether it shows the criterion, at least in part
    judged: tuple[tuple[float, bool], ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What was built for some programmes."""

    bundles: Mapping[str, int]  # how many, by programme
    criteria: tuple[InBundle, ...]  # those that bundles hold
    elements: tuple[OfElement, ...]  # all with criteria other than attitudes
    rows: tuple[OfRow, ...]  # of all matrices


def build(truths: Sequence[Truth], encoder: Encoder) -> Built:
    """What `curmap credentials` and `curmap evidence` say of each programme and its own standard."""
    bundles: dict[str, int] = {}
    criteria: list[InBundle] = []
    elements: list[OfElement] = []
    rows: list[OfRow] = []
    made = Made({}, (), {"name": encoder.name, "revision": encoder.revision}, {})
    for truth in truths:
        matcher = Matcher([FrameworkIndex.build(truth.framework, encoder)], encoder)
        searched = search(readers.read(truth.path), [truth.framework], matcher)
        report = credentials_report([searched], shipped(), made)
        bundles[truth.name] = len(report.bundles)
        criteria += _in_bundles(truth, report, searched)
        elements += _elements(truth, report.bundles)
        matrix = evidence_matrix(searched, truth.framework, truth.framework.competencies[0].code, shipped(), made)
        rows += _rows(truth, matrix, searched)
    return Built(bundles, tuple(criteria), tuple(elements), tuple(rows))


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


def _rows(truth: Truth, matrix: EvidenceReport, searched: Searched) -> Iterator[OfRow]:
    known = {one.code: one for one in truth.criteria}
    said = {passage.id: passage.text for passage in searched.every}

    def of(activity: Activity) -> list[str]:
        return [activity.text, *map(said.__getitem__, activity.passages)]

    every = [of(one.activity) for one in drafts(searched.document, searched.every)]
    texts = {one.name: of(one) for one in matrix.activities}
    hashes = {one.name: hashlib.sha256(one.text.encode()).hexdigest()[:16] for one in matrix.activities}
    grades = _judged(truth.name)
    for row in matrix.rows:
        if (truly := known.get(row.code)) is not None:
            names = dict.fromkeys([*(one.activity for one in row.evidence), *(name for name, _ in row.through)])
            named = tuple(_teaches(texts[name], truly) for name in names)
            pairs = ((one.probability, grades.get((row.code, hashes[one.activity]))) for one in row.evidence)
            judged = tuple((probability, grade > 0) for probability, grade in pairs if grade is not None)
            yield OfRow(truth.name, any(_teaches(own, truly) for own in every), named, judged)


def _judged(programme: str) -> dict[tuple[str, str], int]:
    """The grades of a programme, by criterion and the first 16 digits of the SHA-256 of the activity's text."""
    with JUDGED.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {(row["code"], row["activity"]): int(row["grade"]) for row in rows if row["programme"] == programme}


def _teaches(texts: Iterable[str], criterion: Criterion) -> bool:
    return first_right(texts, criterion.passages) is not None


def figures(built: Built) -> dict[str, Figure]:
    """Every figure: `{value, low, high, n}`, intervals over programmes."""
    taught = [one for one in built.criteria if one.truth != "absent"]
    evaluated = [row for row in built.rows if row.has_right]
    judged = [(row.programme, *pair) for row in built.rows for pair in row.judged]
    return {
        "bundled_covered": share((one.programme, one.truth == "covered") for one in built.criteria),
        "bundled_taught": share((one.programme, one.truth != "absent") for one in built.criteria),
        "bundled_in_unit": share((one.programme, one.in_unit) for one in taught),
        "enough_bundled": share((one.programme, one.bundled) for one in built.elements if one.enough),
        "bundled_enough": share((one.programme, one.enough) for one in built.elements if one.bundled),
        "activity_named": share((row.programme, any(row.named)) for row in evaluated),
        "activity_first": share((row.programme, any(row.named[:1])) for row in evaluated),
        "named_right": share((row.programme, right) for row in built.rows for right in row.named),
        "shows_judged": share((name, right) for name, probability, right in judged if probability >= SHOWS),
        "named_judged": share((name, right) for name, probability, right in judged if probability < SHOWS),
    }
