"""A crosswalk with what people decided in its workbook: which pairs hold and how, which do not, which were missed."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpora import InputError, Text, _
from corpora.files import read_bytes
from corpora.text import fold
from eval.benchmarks import reviewed as workbook
from eval.benchmarks.workbook import Row
from mapper.between.crosswalk import PREDICATES, Candidate, Crosswalk, PairDecision, Predicate
from mapper.between.crosswalk.sections import TEXTS, identifier
from mapper.people.checklist import GRADED, Mark
from mapper.people.checklist.decisions import is_same_text, is_wording

_RELATIONS: dict[str, Predicate] = {fold(word): predicate for predicate in PREDICATES for word in TEXTS[predicate]}
_WHY: dict[str, Text] = {
    "gone": _("decisions on entries that are not here or are worded otherwise, which do not count: {n}"),
    "disputed": _("pairs on which two reviews differ, which do not count: {n} ({pairs})"),
    "relation": _("pairs of which two reviews say another relation; the computed one stands: {n}"),
    "suggested": _("entries marked as without correspondence that have a candidate, which do not count: {n}"),
}


@dataclass(slots=True)
class _Decisions:
    """Decisions of the reviews on one pair; a pair that was added by its code alone has no relation."""

    marks: set[Mark] = field(default_factory=set)
    relations: set[Predicate] = field(default_factory=set)
    by: dict[str, None] = field(default_factory=dict)


def apply_reviews(found: Crosswalk, paths: Sequence[Path]) -> Crosswalk:
    """Return the crosswalk as these workbooks decided it; raises InputError: no workbooks of it, or contradictory."""
    sources = {identifier(entry): number for number, entry in enumerate(found.sources)}
    targets = {workbook.target_id(e.framework.name, e.competency.code): n for n, e in enumerate(found.targets)}
    said: dict[tuple[int, int], _Decisions] = defaultdict(_Decisions)
    none: dict[int, dict[str, None]] = defaultdict(dict)
    lost: Counter[str] = Counter()
    for path in paths:
        if not workbook.recognises(path):
            raise InputError(
                "{path}: no workbook of a crosswalk; use crosswalk.xlsx of 'curmap crosswalk', as XLSX", path=path
            )
        entries, passages = workbook.judgements(path)
        for text_id, passage in passages.items():
            source, shown = sources.get(text_id), passage.first.cells["passage"]
            if source is None or not is_same_text(shown, found.sources[source].competency.statement):
                lost["gone"] += len(passage.judged) + (passage.none is not None)
                continue
            if passage.none is not None:
                none[source][path.name] = None
            for name, grade in passage.judged.items():
                target, shown = targets.get(name), entries[name].cells["competency"]
                if target is None or not is_wording(found.targets[target].competency.wordings, shown):
                    lost["gone"] += 1
                    continue
                pair = said[source, target]
                pair.marks.add(GRADED[grade])
                pair.by[path.name] = None
                if grade and (row := passage.rows.get(name)) and row.cells.get("predicate"):
                    pair.relations.add(_relation(row))
    for (source, _target), pair in said.items():
        pair.marks |= {"no"} if source in none else set()
    disputed = [
        f"{found.sources[source].competency.code} – {found.targets[target].competency.code}: {', '.join(pair.by)}"
        for (source, target), pair in said.items()
        if len(pair.marks) > 1
    ]
    lost["disputed"] = len(disputed)
    decided = _decided(found, said, lost)
    held = {one.source for one in decided if one.holds}
    lost["suggested"] = len(none.keys() & held)
    alone = {source: ", ".join(names) for source, names in none.items() if source not in held}
    count = sum(one.decided is not None for one in decided)
    files = {path.name: hashlib.sha256(read_bytes(path)).hexdigest() for path in paths}
    first = _(
        "Reviewed by people ({names}). Decisions, which count as they are: pairs {pairs:,}, entries without"
        " correspondence {alone:,}.",
        names=", ".join(files),
        pairs=count,
        alone=len(alone),
    )
    left = (
        Text(*(text.format(n=lost[why], pairs="; ".join(disputed)) for text in texts))
        for why, texts in _WHY.items()
        if lost[why]
    )
    notes = (first, *(_("Review: {why}.", why=why) for why in left))
    settings = {**found.settings, "reviewed": files}
    return replace(found, candidates=decided, none=alone, notes=notes, settings=settings)


def _relation(row: Row) -> Predicate:
    said = row.cells["predicate"]
    if (found := _RELATIONS.get(fold(said))) is None:
        es, en = (", ".join(TEXTS[one][side] for one in PREDICATES) for side in (0, 1))
        raise row.error("'{said}' is no relation; write one of these: {words}", said=said, words=Text(es, en))
    return found


def _decided(found: Crosswalk, said: dict[tuple[int, int], _Decisions], lost: Counter[str]) -> tuple[Candidate, ...]:
    """Return the candidates with what was decided of each, then what was added; by source, what does not hold last."""
    candidates = {(one.source, one.target): one for one in found.candidates}
    for (source, target), pair in said.items():
        if len(pair.marks) > 1:
            continue
        mark, by = next(iter(pair.marks)), ", ".join(pair.by)
        old = candidates.get((source, target))
        if old is not None and mark == "no":
            candidates[source, target] = replace(old, decided=PairDecision(mark, by, old.probability))
        elif mark != "no":
            lost["relation"] += len(pair.relations) > 1
            computed = None if old is None else old.probability
            new = old or Candidate(source, target, 1.0, 0.0, "related", {}, 0, 0)
            relation = next(iter(pair.relations)) if len(pair.relations) == 1 else new.predicate
            decided = PairDecision(mark, by, computed)
            candidates[source, target] = replace(new, probability=1.0, predicate=relation, decided=decided)
    return tuple(sorted(candidates.values(), key=lambda c: (c.source, not c.holds, c.forward)))
