"""A school's year: which criteria of a new edition gained or lost their passage, and the checklist to go on with.

Each programme is compared with both editions as `curmap coverage` does, with what people decided: with the old edition
all of it, with the new one what holds. The checklist has these decisions with the new codes, so that `--reviewed`
takes them from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from corpora import Document, InputError, Passage
from embeddings.encoders import Encoder, open_encoder
from mapper.between.editions import Change, Comparison, Edition, Unit
from mapper.between.editions.decisions import CERTAIN, CarriedMatches, MappingFiles, to_reviews
from mapper.mapper import open_index
from mapper.matching.calibrated import NamedEncoder, scorer_for
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.records import EVERY, NOTHING, Only, Settings
from mapper.people.checklist.decisions import (
    DocumentDecisions,
    ReviewFile,
    apply_to_coverage,
    apply_to_criterion,
    combine_reviews,
    ids_of,
)
from mapper.programmes.coverage import (
    TAUGHT,
    CoverageReport,
    CriterionCoverage,
    Made,
    Programme,
    StandardCoverage,
    State,
)
from mapper.programmes.coverage.report import rank_standards, search_document
from mapper.workspace import store
from mapper.workspace.store import Workspace

Fate = Literal["gained", "lacking", "lost", "changed", "kept"]
FATES: tuple[Fate, ...] = get_args(Fate)
_BEST_FIRST = (*TAUGHT, "uncertain", "not_found")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion in one programme, a file with its SHA-256, before and after."""

    programme: str
    document: str
    change: Change
    old: Unit | None  # the criterion before; the first one where several were merged, None where it is new
    new: Unit | None  # the criterion now, None where it is gone
    before: State | None  # state in the old edition, the best one where several were merged; None where it is new
    now: State | None  # state in the new edition, None where it is gone
    passages: tuple[Passage, ...]  # that show it now, or did before where none does any more

    @property
    def fate(self) -> Fate:
        """Return what became of it: gained or lost a passage, new without one, reworded, or as before."""
        was, is_ = self.before in TAUGHT, self.now in TAUGHT
        if set(self.change.states) <= CERTAIN:  # where a limit was crossed all the same, its neighbours changed
            return "kept"
        if is_ and not was:
            return "gained"
        if not self.change.old:
            return "lacking"
        if was and self.now != "uncertain":
            return "changed" if is_ else "lost"
        return "changed" if was else "kept"


@dataclass(frozen=True, slots=True)
class YearComparison:
    """All of it."""

    criteria: tuple[Criterion, ...]  # in the new edition's order, of every programme whose passages are known
    known: tuple[str, ...]  # names of these
    unknown: tuple[str, ...]  # names of those of which only decisions are known
    checklist: CoverageReport  # the new edition's criteria with the decisions that hold, as a coverage report
    stored: bool  # whether the new edition is in the workspace

    def with_fate(self, fate: Fate) -> tuple[Criterion, ...]:
        """Return the criteria of one fate."""
        return tuple(row for row in self.criteria if row.fate == fate)


class ComparedEditions(NamedTuple):
    """A comparison, and what it means for a mapping if one was given; of a standard, for programmes too."""

    comparison: Comparison
    mapping: CarriedMatches | None = None
    year: YearComparison | None = None


def compare_year(
    workspace: Workspace, comparison: Comparison, given: MappingFiles, standing: CarriedMatches
) -> YearComparison:
    """Compare each programme with both editions, with what people decided; raises InputError: no such encoder."""
    old, new = comparison.old, comparison.new
    before = {one.document: one for one in to_reviews(standing.found, old, "old")}
    holding = {one.document: one for one in to_reviews(standing.with_verdict("holds"), new, "new") if one.document}
    programmes: list[Programme] = []
    standards: list[tuple[StandardCoverage, ...]] = []
    criteria: list[Criterion] = []
    if given.programmes:
        encoder = open_encoder(given.encoder or Settings().encoder)
        matchers = [_matcher(workspace, edition, encoder) for edition in (old, new)]
        for document, passages in given.programmes:
            (*_, was), (programme, rows, now) = (
                _covered(document, passages, edition, matcher, reviews.get(document.sha256))
                for edition, matcher, reviews in zip((old, new), matchers, (before, holding), strict=True)
            )
            criteria += _criteria(comparison, document, passages, was, now)
            programmes.append(programme)
            standards.append(rows)
    for sha256, review in holding.items():
        if sha256 not in {document.sha256 for document, _ in given.programmes}:
            programme, rows = _decided(review, new)
            programmes.append(programme)
            standards.append(rows)
    made = Made({}, (), NamedEncoder(name="", revision=""), {})
    checklist = CoverageReport(tuple(programmes), tuple(standards), None, NOTHING, made)
    told = tuple(document.name for document, _ in given.programmes)
    try:
        stored = not store.find_entry(workspace, f"{new.framework}/{new.name}").competency.title_only
    except InputError:
        stored = False
    return YearComparison(tuple(criteria), told, given.decisions_only, checklist, stored)


def _matcher(workspace: Workspace, edition: Edition, encoder: Encoder) -> Matcher:
    """Return a matcher for this edition alone; a stored index is used, and none is stored of a document."""
    framework = edition.entries
    assert framework is not None  # a programme has no year
    stored = {(header.name, header.sha256) for header in workspace.headers()}
    if (framework.name, framework.sha256) in stored:
        index = open_index(workspace, framework, encoder)
    else:
        index = FrameworkIndex.build(framework, encoder)
    scorer = scorer_for(workspace.calibrated, encoder.revision)
    return Matcher([index], encoder, only=_select_standard(edition), scorer=scorer)


def _select_standard(edition: Edition) -> Only:
    """Return the standard that an edition is, or is a part of; of a programme there is none."""
    entries = edition.entries
    return {entries.name: frozenset({entries.find_root(edition.name)})} if entries else EVERY


def _covered(
    document: Document, passages: Sequence[Passage], edition: Edition, matcher: Matcher, review: ReviewFile | None
) -> tuple[Programme, tuple[StandardCoverage, ...], dict[str, CriterionCoverage]]:
    """Return a programme, its coverage of an edition with what people decided, and the edition's criteria by code."""
    searched = search_document(document, [edition.entries] if edition.entries else [], matcher, passages)
    found = searched.combine_reviews([] if review is None else [review])
    rows = apply_to_coverage(rank_standards(searched, _select_standard(edition)), found, passages)
    units = {unit.code for unit in edition.units}
    criteria = {one.code: one for row in rows for one in row.criteria if one.code in units}
    programme = searched.cited(passage.id for passage in passages)
    return programme, _with_others(rows, edition, found, passages), criteria


def _with_others(
    rows: Sequence[StandardCoverage], edition: Edition, found: DocumentDecisions, passages: Sequence[Passage]
) -> tuple[StandardCoverage, ...]:
    """Return the standard, and below it what was decided of its other entries: elements, and itself."""
    known = {one.code for row in rows for one in row.criteria}
    ids = ids_of(passages)
    framework, others = edition.framework, []
    for one in edition.units:
        if one.code not in known and (framework, one.code) in found.judgements:
            # Nothing was computed of it.
            bare = CriterionCoverage(one.code, one.kind, one.text, one.level, one.above or one.code, "uncertain", 0.0)
            others.append(apply_to_criterion(framework, bare, found, ids))
    whole = StandardCoverage(framework, edition.name, edition.title, None, None, None, "full", criteria=tuple(others))
    return (*rows, whole) if others else tuple(rows)


def _decided(review: ReviewFile, edition: Edition) -> tuple[Programme, tuple[StandardCoverage, ...]]:
    """Return a programme of which only what was decided is known."""
    passages = [
        Passage(one, one, shown.text, 0, len(shown.text), shown.page, None, (shown.section,), "other", shown.language)
        for one, shown in review.texts.items()
    ]
    found = combine_reviews([review], review.document, passages, [edition.entries] if edition.entries else [])
    programme = Programme(review.name, review.document, 0, None, (), {one.id: one for one in passages})
    return programme, _with_others((), edition, found, passages)


def _criteria(
    comparison: Comparison,
    document: Document,
    passages: Sequence[Passage],
    was: Mapping[str, CriterionCoverage],
    now: Mapping[str, CriterionCoverage],
) -> Iterator[Criterion]:
    """Yield every criterion of the new edition, and those of the old one that are gone."""
    by_id = {passage.id: passage for passage in passages}
    for change in comparison.changes:
        olds = [unit for unit in change.old if unit.code in was]
        news = [unit for unit in change.new if unit.code in now]
        best = min((was[unit.code] for unit in olds), key=lambda row: _BEST_FIRST.index(row.state), default=None)
        ends: list[tuple[Unit | None, Unit | None]] = [(olds[0] if olds else None, unit) for unit in news]
        for old, new in ends or [(unit, None) for unit in olds]:
            before = best if new else was[old.code] if old else None
            after = now[new.code] if new else None
            shown = next((one.passages for one in (after, before) if one and one.state in TAUGHT), ())
            of_old, of_new = (one.state if one else None for one in (before, after))
            told = tuple(by_id[one] for one in shown)
            yield Criterion(document.name, document.sha256, change, old, new, of_old, of_new, told)
