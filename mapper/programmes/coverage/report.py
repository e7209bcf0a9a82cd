"""The coverage of standards by one or more programmes, as a report has it, and what it would take to cover more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from corpora import Document, Framework, Passage, Text, _
from corpora.job_ads.records import JobAds
from mapper.industry.sectors import Sector
from mapper.industry.transversal.findings import green, needs
from mapper.matching.calibrated import material, warn_of_other_encoder
from mapper.matching.matcher import Matcher
from mapper.matching.read_scorer import StandardScores
from mapper.matching.records import EVERY, NO_PASSAGES, Corresponding, Only, count_shared_headings
from mapper.matching.scorer import SKILLS, Scorer
from mapper.matching.teaching import compared_passages, split_programme
from mapper.people.checklist import ReviewSummary, decisions
from mapper.people.checklist.decisions import ReviewFile
from mapper.programmes.coverage import (
    TREATED,
    CoverageReport,
    CriterionCoverage,
    Made,
    Programme,
    SectorText,
    StandardCoverage,
    State,
    Supplement,
)
from mapper.programmes.coverage.standards import (
    EntryScores,
    assess_criterion,
    assess_standards,
    report_order,
    sum_up_criteria,
)
from mapper.programmes.credentials.units import headed
from mapper.programmes.facilities import Setting, all_marked, find_needs, find_staff_standards

_FOREMOST = 5
_TOLD: tuple[State, ...] = ("not_found", "uncertain", "partly", "covered")  # what says more behind what says less
_NOTHING_FULL = _("No standard has its criteria loaded, and from a title alone nobody can say that it is covered.")


def coverage_report(
    programmes: Sequence[Searched],
    model: Scorer,
    made: Made,
    *,
    only: Only = EVERY,
    sector: SectorText | None = None,
    jobs: JobAds | None = None,
    changes: Mapping[str, Setting] | None = None,
    reviews: Sequence[ReviewFile] = (),
    together: Sequence[Searched] = (),
) -> CoverageReport:
    """Return what programmes, searched for the same frameworks, show of their standards, or `only` of some.

    `sector` is the one that these are the standards of, if of one; `jobs` are ads that the programmes are set against;
    `changes` says by a criterion's code where a person decided that it is learnt. What `reviews` say of one of the
    programmes counts as it is; the others have informed the probabilities. `together` are the same programmes as
    `search_together` has them.
    """
    cited, rows, read, counts = [], [], [], []
    joint = _together(together, only, reviews)
    for programme in programmes:
        heard = programme.combine_reviews(reviews)
        found = decisions.apply_to_coverage(rank_standards(programme, only), heard, programme.every)
        foremost = [row for row in found if row.text == "full" and row.above_chance >= TREATED][:_FOREMOST]
        frameworks, shown = [one.framework for one in programme.shown], corresponding_passages(programme.shown)
        codes = [(row.framework, row.code) for row in foremost]
        decided = {(row.framework, one.code): one.decided for row in found for one in row.criteria if one.decided}
        counts.append(decisions.count_decisions(heard, decided))
        rows.append(found)
        read.append(
            read_supplement(
                programme.every, frameworks, jobs=jobs, corresponding=shown, standards=codes, changes=changes
            )
        )
        cited.append(
            programme.cited(id_ for row in (*found, *joint) for one in row.criteria for id_ in _named_passages(one))
        )
    reviewed = _summarise(reviews, counts, programmes)
    notes = [*(reviewed.notes if reviewed else ()), *warn_of_other_encoder(made.encoder, model)]
    if not any(row.text == "full" for found in rows for row in found) and any(one.passages for one in programmes):
        notes.append(_NOTHING_FULL)
    told = (tuple(cited), tuple(rows), sector, material(), made, tuple(notes), tuple(read))
    return CoverageReport(*told, reviewed=reviewed, together=joint)


def _together(
    programmes: Sequence[Searched], only: Only, reviews: Sequence[ReviewFile]
) -> tuple[StandardCoverage, ...]:
    """Return what files show together, with what people decided that any of them teaches."""
    if not programmes:
        return ()
    rows = rank_standards(programmes[0], only)
    for one in programmes:
        rows = decisions.apply_to_coverage(rows, decisions.only_teaching(one.combine_reviews(reviews)), one.every)
    return rows


def _named_passages(criterion: CriterionCoverage) -> tuple[str, ...]:
    """Return the passages that show a criterion, lie near it, or were marked by a person."""
    marked = criterion.decided.marks if criterion.decided else ()
    return (*criterion.passages, *(near.passage for near in criterion.nearest), *marked)


def rank_standards(programme: Searched, only: Only = EVERY) -> tuple[StandardCoverage, ...]:
    """Return the standards of all frameworks, or `only` some: by coverage above chance, then those known by title."""
    of_each = (assess_standards(shown, only=only.get(shown.framework.name)) for shown in programme.shown)
    return tuple(sorted(chain.from_iterable(of_each), key=report_order))


def read_supplement(
    passages: Sequence[Passage],
    frameworks: Sequence[Framework],
    *,
    jobs: JobAds | None = None,
    corresponding: Corresponding = NO_PASSAGES,
    standards: Iterable[tuple[str, str]] = (),
    changes: Mapping[str, Setting] | None = None,
) -> Supplement:
    """Return what one programme was read for besides the criteria of standards; all its passages are looked at.

    `standards` are (framework, code) of those whose rooms, equipment and dual training are asked for. `corresponding`
    are the passages that each entry was found in; `changes` says by a criterion's code where a person decided that it
    is learnt. Raises InputError: a framework has no such code.
    """
    by_name = {framework.name: framework for framework in frameworks}
    found = tuple(find_needs(by_name[name], code, passages, corresponding, changes) for name, code in standards)
    known = {suggestion.code for standard in found for suggestion in standard.dual}
    return Supplement(
        needs(passages, jobs, frameworks, corresponding),
        green(frameworks, corresponding),
        find_staff_standards(frameworks, passages),
        found,
        tuple(sorted(set(changes or ()) - known)),
        all_marked(passages),
    )


def corresponding_passages(shown: Iterable[EntryScores]) -> Corresponding:
    """Return the passages that show an entry, the surest first, of what one of them by itself is sure enough to show.

    Of a broad skill that the whole programme tells those that lie nearest may say something else.
    """
    return {
        (one.framework.name, one.framework.competencies[place].code): tuple(one.passages(place))
        for one in shown
        for place, near in sorted(one.nearest.items())
        if near and near[0][1] >= one.limits_at(place)[0]
    }


def count_sector_texts(chosen: Sector, frameworks: Sequence[Framework]) -> SectorText:
    """Count a sector's standards and those whose criteria are loaded; ESCO's skills stand in where there are none."""
    codes = chosen.all_standards
    with_criteria = {entry.code.split("/")[0] for one in frameworks for entry in one.competencies if entry.parent}
    loaded = tuple(code for code in codes if code in with_criteria)
    has_skills = any(entry.kind in SKILLS for one in frameworks for entry in one.competencies)
    return SectorText(chosen.name, chosen.title, codes, loaded, not loaded and has_skills)


@dataclass(frozen=True, slots=True)
class Searched:
    """A programme and what it says of each framework's entries."""

    document: Document
    every: tuple[Passage, ...]  # all its passages, in its order
    passages: tuple[Passage, ...]  # those of them that were compared
    shown: tuple[EntryScores, ...]  # one for each framework, in the order asked

    def combine_reviews(self, reviews: Iterable[ReviewFile]) -> decisions.DocumentDecisions:
        """Return what reviews say of it and of these frameworks."""
        return decisions.combine_reviews(
            reviews, self.document.sha256, self.every, [one.framework for one in self.shown]
        )

    def cited(self, ids: Iterable[str]) -> Programme:
        """Return the programme as a report cites it, with the passages of these ids."""
        wanted, document = set(ids), self.document
        numbered = [(number, passage) for number, passage in enumerate(self.every, 1) if passage.id in wanted]
        passages = {passage.id: passage for _, passage in numbered}
        numbers = {passage.id: number for number, passage in numbered}
        read = (document.name, document.sha256, len(self.passages), document.pages, document.unreadable_pages)
        return Programme(
            *read, passages, document.skipped, document.title, numbers, shared=count_shared_headings(self.every)
        )


def apply_decisions(
    programmes: Sequence[Searched], reviews: Sequence[ReviewFile]
) -> tuple[list[Searched], tuple[Text, ...]]:
    """Return the programmes with what people decided of them, and what to say of it, as coverage does."""
    decided, counts = [], []
    for one in programmes:
        said = one.combine_reviews(reviews)
        decided.append(
            replace(one, shown=tuple(decisions.apply_to_shown(shown, said, one.every) for shown in one.shown))
        )
        of_criteria = decisions.criterion_decisions(one.shown, said, one.every, wholes=True)
        counts.append(decisions.count_decisions(said, of_criteria, others=True))
    reviewed = _summarise(reviews, counts, programmes)
    return decided, reviewed.notes if reviewed else ()


def _summarise(
    reviews: Sequence[ReviewFile], counts: Sequence[decisions.DecisionCounts], programmes: Sequence[Searched]
) -> ReviewSummary | None:
    frameworks = [shown.framework for shown in programmes[0].shown] if programmes else []
    return decisions.summarise_reviews(reviews, counts, {one.document.sha256 for one in programmes}, frameworks)


def search_document(
    document: Document,
    frameworks: Sequence[Framework],
    matcher: Matcher,
    part: Sequence[Passage] | None = None,
    skills: Mapping[str, Collection[int]] | None = None,
) -> Searched:
    """Compare the passages of a document that teach with the frameworks that the matcher was made for.

    `part` is those of its passages that are read as a programme of its own; all by default.
    `skills` are, by a framework's name, the places of entries of which it is asked whether all of it teaches them.
    """
    every = split_programme(document).passages if part is None else tuple(part)
    chosen, others = compared_passages(every)
    found = matcher.score(chosen, beside=others, skills=skills)
    shown = [
        EntryScores.from_scores(f, [*chosen, *others], of_one, matcher.scorer)
        for f, of_one in zip(frameworks, found, strict=True)
    ]
    return Searched(headed(document), every, tuple(chosen), tuple(shown))


def search_documents(
    documents: Sequence[Document],
    alone: Sequence[Searched],
    frameworks: Sequence[Framework],
    matcher: Matcher,
    skills: Mapping[str, Collection[int]] | None = None,
) -> list[Searched]:
    """Compare the passages of several documents as those of one programme: each with what all of them show.

    That is no less than what each of them shows `alone`.
    """
    every = [one.every for one in alone]
    whole = search_document(documents[0], frameworks, matcher, [*chain.from_iterable(every)], skills)
    own_shown = zip(*(one.shown for one in alone), strict=True)
    whole = replace(whole, shown=tuple(map(_at_least, whole.shown, own_shown)))
    found = []
    for document, own in zip(documents, every, strict=True):
        ids = {passage.id for passage in own}
        compared = tuple(passage for passage in whole.passages if passage.id in ids)
        found.append(replace(whole, document=headed(document), every=own, passages=compared))
    return found


def _at_least(whole: EntryScores, alone: Sequence[EntryScores]) -> EntryScores:
    """Return what several files show together, of each entry no less than one of them shows by itself.

    Passages beside it make a file's own less probable: those of other courses may be of another field.
    """
    every, framework = (whole, *alone), whole.framework
    probability, refits, fully = whole.probability.copy(), whole.refits.copy(), whole.fully.copy()
    nearest = dict(whole.nearest)
    for place in sorted({place for one in alone for place in one.nearest}):
        most = max(every, key=lambda one: one.probability[place])
        says = max(every, key=lambda one: (_TOLD.index(assess_criterion(one, place).state), one.probability[place]))
        probability[place], refits[:, place] = most.probability[place], most.refits[:, place]
        fully[place], nearest[place] = says.fully[place], says.nearest.get(place, ())
    compared = _joined(whole, alone)
    sum_up_criteria(framework, compared, probability, refits)
    return replace(whole, probability=probability, refits=refits, fully=fully, nearest=nearest, standards=compared)


def _joined(whole: EntryScores, alone: Sequence[EntryScores]) -> tuple[StandardScores, ...]:
    """Return the standards that were compared with any of the files, with each passage's highest probability."""
    rows = {passage.id: row for row, passage in enumerate(whole.compared)}  # two files may hold one passage
    found: dict[bytes, StandardScores] = {}
    for one in (whole, *alone):
        # What says something in one file may, behind another's first lines, say nothing.
        own = [row for row, passage in enumerate(one.compared) if passage.id in rows]
        at = [rows[one.compared[row].id] for row in own]
        for standard in one.standards:
            key, shape = standard.places.tobytes(), (len(whole.compared), len(standard.places))
            before = found.get(key) or replace(standard, pairs=np.zeros(shape), order=np.zeros(shape))
            pairs, order = before.pairs.copy(), before.order.copy()
            np.maximum.at(pairs, at, standard.pairs[own])
            np.maximum.at(order, at, standard.order[own])
            found[key] = replace(before, pairs=pairs, order=order)
    return tuple(found.values())
