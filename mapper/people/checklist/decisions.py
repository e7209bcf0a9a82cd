"""People's decisions on a document put into what was computed of it: they count as they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

import numpy as np

from corpora import Competency, Framework, Passage, Skipped, Text, _
from mapper.matching.records import MappedPassage, Match
from mapper.people.checklist import CriterionDecision, Judgement, Key, Mark, QuotedPassage, ReviewSummary, Taught
from mapper.people.examples import Example, count_used
from mapper.people.judging import Verdict
from mapper.people.review.records import DOCUMENT
from mapper.people.review.records import Verdict as ReviewVerdict
from mapper.people.review.state import PassageState, States, disputes
from mapper.programmes import Alignment
from mapper.programmes.coverage import TAUGHT, CriterionCoverage, StandardCoverage, State
from mapper.programmes.coverage.standards import EntryScores, after_review, assess_criterion, count_coverage, recount
from mapper.reports.blocks import clean, shorten

_ALIKE = 200
"""Characters of a wording that are compared: a cell of a workbook may hold the rest otherwise, or not at all."""
_CITED = 40  # letters of a passage that two reviews see differently
_FORMULA = ("'=", "'+", "'-", "'@")
_WHY: dict[str, Text] = {
    "unknown": _("decisions on codes that are not here, which do not count: {n}"),
    "apart": _(
        "decisions on what is no criterion of the standards here, which do not count (a mapping counts those on"
        " passages): {n}"
    ),
    "reworded": _("decisions on criteria that say something else today, which do not count: {n}"),
    "gone": _("marks on passages that the document as it is read today does not have so, which do not count: {n}"),
    "suggested": _(
        "marks that nothing corresponds to a passage for which something is suggested today, which do not count: {n}"
    ),
    "none": _("marks that nothing corresponds to a passage, which say nothing of a criterion and do not count: {n}"),
    "disputed": _("decisions in which people differ, which do not count: {n} ({where})"),
}


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What one file says of one document, by framework and code."""

    source: str
    sha256: str
    document: str  # its SHA-256; "" where the file does not tell, which then is another one
    by: tuple[str, ...]  # who decided: the names that the file gives, else its own
    judgements: Mapping[Key, Judgement]
    texts: Mapping[str, QuotedPassage]  # by text id, the passages that were decided on, as the file shows them
    examples: tuple[Example, ...]  # what informs the mappings of other documents
    name: str = ""  # the document's file name, "" where the file does not tell
    none: Mapping[str, str] = field(default_factory=dict)  # text id of a passage without correspondence → who says so
    disputed: Sequence[str] = ()  # where people differ inside of it, as `where_differing` says it

    @property
    def decides(self) -> bool:
        """Return whether anybody decided anything in it."""
        return bool(self.judgements or self.none or self.disputed)


def examples_for(reviews: Iterable[ReviewFile], documents: Collection[str]) -> tuple[Example, ...]:
    """Return the decisions that inform the mapping of at least one document (SHA-256): those on any other."""
    return tuple(one for review in reviews if set(documents) - {review.document} for one in review.examples)


@dataclass(frozen=True, slots=True)
class DocumentDecisions:
    """What reviews of one document say together of entries that are here, worded as they were.

    `lost` is how many decisions do not stand, by reason; `none` are the passages to which nothing corresponds, and who
    says so; `disputed` are the decisions in which people differ: code, passage if it is one on a passage, and names.
    """

    judgements: dict[Key, Judgement] = field(default_factory=dict)
    by: dict[Key, str] = field(default_factory=dict)
    none: dict[str, str] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    disputed: list[str] = field(default_factory=list)

    @classmethod
    def from_judgements(cls, said: dict[Key, Judgement]) -> DocumentDecisions:
        """Return what one history says, all of which stands."""
        by = {key: dict.fromkeys(name for names in one.by.values() for name in names) for key, one in said.items()}
        return cls(said, {key: ", ".join(names) for key, names in by.items()})


@dataclass(frozen=True, slots=True)
class DecisionCounts:
    """How many criteria and marks on passages of one document count in a report; `lost` is what does not, by reason.

    `disputed` are the decisions in which people differ.
    """

    criteria: int
    passages: int
    lost: Mapping[str, int]
    disputed: Sequence[str] = ()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Return what does not count, each reason with its number."""
        return tuple(
            Skipped(
                "reviewed", Text(*(text.format(n=self.lost[reason], where="; ".join(self.disputed)) for text in why))
            )
            for reason, why in _WHY.items()
            if self.lost.get(reason)
        )


def combine_reviews(
    reviews: Iterable[ReviewFile], document: str, passages: Sequence[Passage], frameworks: Iterable[Framework]
) -> DocumentDecisions:
    """Return what the reviews of a document say of the passages that it has and of the frameworks' entries."""
    found, texts = DocumentDecisions(), {passage.text_id: passage.text for passage in passages}
    by_name = {framework.name: framework for framework in frameworks}
    own: dict[Key, list[tuple[ReviewFile, Judgement]]] = defaultdict(list)
    nothing: dict[str, set[str]] = defaultdict(set)
    disputed: set[str] = set()
    for review in reviews:
        if review.document == document:
            found.disputed.extend(review.disputed)
            for key, said in review.judgements.items():
                entry = by_name[key[0]].find(key[1]) if key[0] in by_name else None
                if entry is not None and (not said.statement or is_wording(entry.wordings, said.statement)):
                    own[key].append((review, said))
                else:
                    found.lost["unknown" if entry is None else "reworded"] += len(said.marks) + (said.state is not None)
            for text_id in _marks_in_document(review, review.none, texts, found.lost):
                nothing[text_id].add(review.none[text_id])
    for key, several in own.items():
        disputed.update(_combine(found, key, several, texts, nothing))
    found.none.update({one: ", ".join(sorted(names)) for one, names in nothing.items() if one not in disputed})
    return found


def _combine(
    found: DocumentDecisions,
    key: Key,
    several: Sequence[tuple[ReviewFile, Judgement]],
    texts: Mapping[str, str],
    nothing: Mapping[str, set[str]],
) -> list[str]:
    """Add what reviews say of one entry to what was heard; gives the passages on which they differ, by text id."""
    words = {said.state for _, said in several if said.state is not None}
    marks: dict[str, set[Mark]] = defaultdict(set)
    for review, said in several:
        for text_id in _marks_in_document(review, said.marks, texts, found.lost):
            marks[text_id] |= {said.marks[text_id], *(["no"] if text_id in nothing else ())}
    differing = [text_id for text_id, said in marks.items() if "no" in said and len(said) > 1]
    within = any(said.disputed for _, said in several)
    apart = within or bool(differing) or _is_disputed([said for _, said in several])
    # Of a yes and a partly both say that it teaches; what both say stands, as on the page.
    agreed: dict[str, Mark] = {one: "partly" if "partly" in said else said.pop() for one, said in marks.items()}
    counted = (
        (DOCUMENT, *(agreed if apart else ())) if apart or not agreed else (*agreed, *([DOCUMENT] if words else []))
    )
    names = dict.fromkeys(name for one in several for name in _deciders(*one, counted))
    if apart and not within:
        found.disputed.append(describe_dispute(key[1], names, *(texts[one] for one in differing[:1])))
    if apart or words or agreed:
        state, told = (None, {}) if apart else (next(iter(words), None), agreed)
        found.judgements[key] = Judgement(several[0][1].statement, state, told)
        found.by[key] = ", ".join(names)
    return differing


def _is_disputed(several: Sequence[Judgement]) -> bool:
    """Return whether one says of the document what another denies of it, or by all its marks on passages."""
    words = {said.state for said in several if said.state is not None}
    taught = {state != "not_found" for state in words}
    marked = {any(mark != "no" for mark in said.marks.values()) for said in several if said.marks and not said.state}
    return len(words) > 1 or (bool(taught) and len(taught | marked) > 1)


def describe_dispute(code: str, names: Iterable[str], passage: str = "") -> str:
    """Return a decision in which people differ: the criterion, the passage if it is of one, and their names."""
    return ", ".join([" · ".join(filter(None, (code, shorten(passage, _CITED)))), *names])


def _deciders(review: ReviewFile, said: Judgement, places: Iterable[str]) -> Iterable[str]:
    """Return who said what stands at these places, as far as a review tells."""
    return (name for place in places for name in said.by.get(place, ())) if said.by else review.by


def _marks_in_document(
    review: ReviewFile, marked: Iterable[str], texts: Mapping[str, str], lost: Counter[str]
) -> list[str]:
    """Return the marked passages, by text id, that the document has so; others are counted as lost."""
    marked = list(marked)
    kept = [one for one in marked if one in texts and is_same_text(review.texts[one].text, texts[one])]
    lost["gone"] += len(marked) - len(kept)
    return kept


def is_same_text(shown: str, text: str) -> bool:
    """Return whether a cell, or a wording of before, is this text: whatever became of its spaces and its end."""
    first, second = (" ".join(clean(one).split()) for one in (shown, text))
    first = first[1:] if first.startswith(_FORMULA) else first
    return first[:_ALIKE] == second[:_ALIKE]


def is_wording(wordings: Iterable[str], shown: str) -> bool:
    """Return whether this is one of an entry's wordings today, in whatever language it was shown to who decided."""
    return any(is_same_text(shown, one) for one in wordings)


def count_decisions(
    found: DocumentDecisions,
    decided: Mapping[Key, CriterionDecision],
    *,
    others: bool = False,
    none: Collection[str] | None = None,
) -> DecisionCounts:
    """Return what of it counts in a report that shows these as decided.

    With `others` it shows the marks on passages of all other entries too. `none` are text ids of the passages that it
    shows as without correspondence; None where it shows no such thing.
    """
    lost = Counter({**found.lost, "disputed": len(found.disputed)})
    passages = len(none or ())
    for key, said in found.judgements.items():
        shown = others or key in decided
        passages += len(said.marks) if shown else 0
        lost["apart"] += (key not in decided and said.state is not None) + (0 if shown else len(said.marks))
    lost["none" if none is None else "suggested"] += len(found.none.keys() - set(none or ()))
    return DecisionCounts(sum(one.state is not None for one in decided.values()), passages, lost, found.disputed)


def apply_to_coverage(
    standards: Sequence[StandardCoverage], found: DocumentDecisions, passages: Sequence[Passage]
) -> tuple[StandardCoverage, ...]:
    """Return the standards of a programme with what was decided of their criteria, each with its share after review."""
    if not found.judgements:
        return tuple(standards)
    ids, rows = ids_of(passages), []
    for row in standards:
        criteria = tuple(apply_to_criterion(row.framework, one, found, ids) for one in row.criteria)
        rows.append(row if criteria == row.criteria else after_review(recount(row, criteria)))
    return tuple(rows)


def ids_of(passages: Iterable[Passage]) -> dict[str, list[str]]:
    """Return by text id the ids of its passages."""
    ids: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        ids[passage.text_id].append(passage.id)
    return ids


def apply_to_criterion(
    framework: str, row: CriterionCoverage, found: DocumentDecisions, ids: Mapping[str, Sequence[str]]
) -> CriterionCoverage:
    """Return a criterion with what was decided of it."""
    key = framework, row.code
    said = found.judgements.get(key)
    if said is None:
        return row
    text_of = {one: text_id for text_id, several in ids.items() for one in several}
    near = [one.passage for one in row.nearest if one.passage in text_of]  # others are of files beside it
    marks = {one: said.marks[text] for one in near if (text := text_of[one]) in said.marks}
    for text_id, mark in said.marks.items():
        if not any(one in marks for one in ids[text_id]):
            marks[ids[text_id][0]] = mark
    yes = tuple(one for one, mark in marks.items() if mark != "no")
    no = tuple(one for one, mark in marks.items() if mark == "no")
    partly = tuple(one for one, mark in marks.items() if mark == "partly")
    state = said.state or _state_from_marks(said.marks, {text_of[one] for one in near})
    by = found.by[key]
    decided = CriterionDecision(state, by, yes, no, row.state, row.probability, said.state, partly)
    if decided.disputed:
        why = _("people differ in it ({by}): it counts neither as taught nor as missing", by=by)
        return replace(row, state="uncertain", passages=(), why=why, decided=decided)
    why = _("according to {by}", by=by)
    rejected = {one for text_id, mark in said.marks.items() if mark == "no" for one in ids[text_id]}
    left = tuple(one for one in row.passages if one not in rejected)
    if state is None and row.passages and not left:
        # All that showed it was rejected: it is to be confirmed.
        chance = max((one.probability for one in row.nearest if one.passage not in rejected), default=0.0)
        unsure: State = "uncertain" if row.state in TAUGHT else row.state
        row = replace(row, state=unsure, probability=min(row.probability, chance), why=why)
    if state is None:
        return replace(row, decided=decided, passages=left)
    shown = () if state == "not_found" else yes or left
    chance = 0.0 if state == "not_found" else 1.0
    return replace(row, state=state, probability=chance, passages=shown, why=why, verdict=None, decided=decided)


def apply_to_shown(shown: EntryScores, found: DocumentDecisions, passages: Sequence[Passage]) -> EntryScores:
    """Return what a programme says of a framework's entries, with the decisions on them."""
    rows = _decided_entries(shown, found, passages)
    if not rows:
        return shown
    of, ids = {passage.id: passage for passage in passages}, ids_of(passages)
    probability, refits, fully = shown.probability.copy(), shown.refits.copy(), shown.fully.copy()
    nearest, decided, told = dict(shown.nearest), dict(shown.decided), dict(shown.told)
    for code, row in rows.items():
        if row.decided is None:
            continue
        place = shown.framework.places[code]
        told[place] = row
        probability[place] = row.probability
        refits[:, place] = row.probability if row.decided.state else np.minimum(refits[:, place], row.probability)
        if row.decided.state:
            fully[place] = float(row.state == "covered")
        marked = {of[one].text_id for one in (*row.decided.yes, *row.decided.no)}
        left = (pair for pair in nearest.get(place, ()) if pair[0].text_id not in marked)
        nearest[place] = (*((of[one], 1.0) for one in row.decided.yes), *left)
        marks = found.judgements[shown.framework.name, code].marks
        decided[place] = {id_: float(mark != "no") for text, mark in marks.items() for id_ in ids[text]}
    changed = replace(shown, probability=probability, refits=refits, fully=fully, nearest=nearest)
    return replace(changed, decided=decided, told=told)


def _decided_entries(
    shown: EntryScores, found: DocumentDecisions, passages: Sequence[Passage]
) -> dict[str, CriterionCoverage]:
    """Return by code the entries of a framework with decisions on them."""
    name, places, ids = shown.framework.name, shown.framework.places, ids_of(passages)
    own = (code for framework, code in found.judgements if framework == name)
    return {code: apply_to_criterion(name, assess_criterion(shown, places[code]), found, ids) for code in own}


def criterion_decisions(
    shown: Iterable[EntryScores], found: DocumentDecisions, passages: Sequence[Passage], *, wholes: bool = False
) -> dict[Key, CriterionDecision]:
    """Return the decisions on the frameworks' criteria; with `wholes` also on elements, standards and skills."""
    return {
        (one.framework.name, code): row.decided
        for one in shown
        for code, row in _decided_entries(one, found, passages).items()
        if row.decided and (one.framework.is_criterion(code) or (wholes and row.decided.said))
    }


def only_teaching(found: DocumentDecisions) -> DocumentDecisions:
    """Return only the decisions that a document teaches something, at least in part."""
    said = {
        key: one
        for key, one in found.judgements.items()
        if (one.state or _state_from_marks(one.marks, set())) in TAUGHT
    }
    return replace(found, judgements=said)


def _state_from_marks(said: Mapping[str, Mark], near: set[str]) -> Taught | None:
    """Return what marks on passages say of a criterion: one that teaches it is enough, and all have to fail."""
    if "yes" in said.values():
        return "covered"
    if "partly" in said.values():
        return "partly"
    return "not_found" if near and near <= said.keys() else None


def summarise_reviews(
    reviews: Sequence[ReviewFile],
    found: Sequence[DecisionCounts],
    documents: Collection[str],
    frameworks: Iterable[Framework],
) -> ReviewSummary | None:
    """Return what a report on documents, given by their SHA-256, keeps of its reviews; None where there is none.

    `found` is what counts of each document; reviews of others inform what is compared with the frameworks.
    """
    if not reviews:
        return None
    others = examples_for(reviews, documents)
    informs = count_used(others, frameworks)
    why = _(
        "decisions that inform nothing: no framework asked for holds their competency as worded then: {left:,}",
        left=len(others) - informs,
    )
    unused = (Skipped("reviewed", why),) if len(others) > informs else ()
    files = tuple(dict.fromkeys((review.source, review.sha256) for review in reviews))
    criteria, passages = sum(one.criteria for one in found), sum(one.passages for one in found)
    skipped = (*(left for one in found for left in one.skipped), *unused)
    # Who decided, or the file where it does not say.
    names = ", ".join(dict.fromkeys(name for review in reviews for name in review.by))
    first = _(
        "Reviewed by people ({names}). Decisions on what is shown here, which count as they are: criteria"
        " {criteria:,}, passages {passages:,}; decisions on other documents, which inform what is computed: {used:,}.",
        names=names,
        criteria=criteria,
        passages=passages,
        used=informs,
    )
    notes = (first, *(_("Review: {why}.", why=left.why) for left in skipped))
    return ReviewSummary(files, criteria, passages, informs, skipped, notes)


def apply_to_mapping(
    alignment: Alignment, shown: Sequence[EntryScores], found: DocumentDecisions
) -> tuple[Alignment, DecisionCounts]:
    """Return a mapping with what people decided of its document, and what of it counts there."""
    if not found.judgements and not found.none:
        return alignment, count_decisions(found, {}, none=())
    by_name = {framework.name: framework for framework in alignment.frameworks}
    entries = {(name, code): by_name[name].entry(code) for name, code in found.judgements}
    every = [mapped.passage for mapped in alignment.passages]
    criteria = criterion_decisions(shown, found, every)
    # What is not taught corresponds to no passage.
    nowhere: dict[Key, Mark] = {key: "no" for key, one in criteria.items() if one.state == "not_found"}
    marks: dict[str, dict[Key, Mark]] = defaultdict(lambda: dict(nowhere))
    for key, said in found.judgements.items():
        for text_id, mark in said.marks.items():
            marks[text_id].setdefault(key, mark)
    passages = tuple(_passage(mapped, marks[mapped.passage.text_id], entries, found) for mapped in alignment.passages)
    alone = {mapped.passage.text_id for mapped in passages if mapped.none_by}
    ids = ids_of(every)
    states = count_coverage(shown, passages, decide=lambda name, row: apply_to_criterion(name, row, found, ids))
    standards = apply_to_coverage(alignment.standards or (), found, every)
    decided = replace(alignment, passages=passages, coverage=states, standards=standards)
    return decided, count_decisions(found, criteria, others=True, none=alone)


def _passage(
    mapped: MappedPassage, marks: dict[Key, Mark], entries: dict[Key, Competency], found: DocumentDecisions
) -> MappedPassage:
    if not marks and mapped.passage.text_id not in found.none:
        return mapped
    suggested = {(match.framework, match.code): match for match in mapped.matches}

    def decided(key: Key, mark: Mark) -> Match:
        before, verdict = suggested.get(key), Verdict(mark, found.by[key], (), "")
        match = before or Match(*key, entries[key].statement, 1.0, 0.0)
        return replace(match, verdict=verdict, reviewed=True, computed=before.probability if before else None)

    right = tuple(replace(decided(key, mark), probability=1.0) for key, mark in marks.items() if mark != "no")
    rejected = tuple(decided(key, "no") for key in suggested if marks.get(key) == "no")
    rest = tuple(match for key, match in suggested.items() if key not in marks)
    matches = (*right, *rest)
    none_by = "" if matches else found.none.get(mapped.passage.text_id, "")
    return replace(mapped, matches=matches, mapped=mapped.mapped or bool(right), rejected=rejected, none_by=none_by)


VERDICTS: dict[Taught | Mark, ReviewVerdict] = {
    "covered": "accepted", "not_found": "rejected", "yes": "accepted", "no": "rejected", "partly": "partly",
}  # fmt: skip
"""A person's word on a criterion or a passage, as a review of the page has it."""
_MARKS: dict[str, Mark] = {**{VERDICTS[mark]: mark for mark in get_args(Mark)}, "none": "no"}
_TAUGHT: dict[str, Taught] = {VERDICTS[taught]: taught for taught in get_args(Taught)}


def standing(passages: Mapping[str, PassageState], states: States) -> dict[Key, Judgement]:
    """Return the judgements that stand on each competency, by passage and by the whole document.

    Of what is disputed nothing stands but that it is. That nothing corresponds to a passage rejects what is suggested
    for it.
    """
    differ = disputes(passages, states)
    found = {key: Judgement("", None, {}, {DOCUMENT: names}) for key, names in differ.items()}
    marks: dict[Key, dict[str, Mark]] = defaultdict(dict)
    people: dict[Key, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for text_id, state in passages.items():
        for key in state.competencies:
            if key not in differ and (stands := state.standing(key)) in _MARKS:
                marks[key][text_id] = _MARKS[stands]
                people[key][text_id] = tuple(sorted({row.person for row in state.deciding(key)}))
    taught: dict[Key, Taught] = {}
    for key in states.document_competencies:
        words = states.standing_on_document(key)
        if words and key not in differ:
            taught[key] = _TAUGHT[words[0].verdict]
            people[key][DOCUMENT] = tuple(row.person for row in words)
    said = {
        key: Judgement("", taught.get(key), marks.get(key, {}), people[key]) for key in dict.fromkeys((*marks, *taught))
    }
    return {**said, **found}
