"""The report of a crosswalk, from both sides, its JSON, and the workbook of it in which people decided.

The workbook's sheets and columns are those of a mapping's report, so that `eval` reads a reviewed one;
`crosswalk.json` has the form of an alignment whose passages are a framework's entries: besides, each passage names its
framework and code, each match its predicate and the probability of each, and `targets` tells the candidates of the
other side's entries.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from corpora import InputError, Text, _
from corpora.files import read_bytes
from corpora.text import fold, telling_code
from eval.benchmarks import reviewed as workbook
from eval.benchmarks.workbook import Row
from mapper.between.crosswalk import PREDICATES, Candidate, Crosswalk, PairDecision, Predicate
from mapper.matching.matcher import shared_words
from mapper.people.checklist import GRADED, Mark
from mapper.people.checklist.decisions import is_same_text, is_wording
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns
from mapper.reports.parts import reading_guide
from mapper.workspace.store import Entry

TEXTS: dict[str, Text] = {
    "title": _("Crosswalk"),
    "lead": _("Entries with some candidate: of {source}, {found} of {sources}; of {target}, {back} of {targets}."),
    "lead.itself": _(
        "Pairs of entries of {source} that may say the same: {pairs}, the most probable first. Entries in some pair:"
        " {found} of {sources}."
    ),
    "none": _("No entry has a candidate."),
    "how": _("How to read this crosswalk"),
    "how.probability": _(
        "The probability says how certain it is that the two entries correspond: the same, nearly the same, or one"
        " broader than the other. It was fitted on ESCO's own hierarchy and labels; in other frameworks it can be off."
    ),
    "how.predicate": _(
        "The relation says what the target is to the source: 'broader' means that the target takes in the source and"
        " more; 'exact', that both titles name the same action and object, word by word; 'related', that the two more"
        " probably do not correspond."
    ),
    "how.decide": _(
        "These are candidates: a person decides, in the workbook's column 'Review', and may mend the relation."
    ),
    "forward": _("From {source}"),
    "back": _("From {target}"),
    "source": _("source"),
    "target": _("target"),
    "without": _("Without a candidate"),
    "source.code": _("source code"),
    "predicate": _("relation"),
    "exact": _("exact"),
    "close": _("close"),
    "broad": _("broader"),
    "narrow": _("narrower"),
    "related": _("related"),
    "rank": _("rank"),
    "rank.back": _("rank the other way"),
    "sheet.back": _("The other way"),
}


_TURNED: dict[Predicate, Predicate] = {"broad": "narrow", "narrow": "broad"}  # of the others both ways are one
_MOST_ON_PAGE = 2000  # rows that the page shows of each side; a browser is slow with more
_MOST_IN_TERMINAL = 100


def report(found: Crosswalk, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    forward, back = ({getattr(c, side) for c in found.candidates if c.holds} for side in ("source", "target"))
    counts = {"sources": len(found.sources), "targets": len(found.targets), "found": len(forward), "back": len(back)}
    numbers = {name: f"{n:,}" for name, n in counts.items()}
    lead = t("lead", source=found.source, target=found.target, **numbers)
    if found.is_within_one:
        forward |= back
        numbers = {"found": f"{len(forward):,}", "sources": numbers["sources"]}
        lead = t("lead.itself", source=found.source, pairs=f"{sum(c.holds for c in found.candidates):,}", **numbers)
    without = [number for number in range(len(found.sources)) if number not in forward]
    named = [_labelled(c.code, c.statement) for number in without for c in [found.sources[number].competency]]
    listed = b.Bullets(named, _MOST_ON_PAGE, on=b.PAGE)
    glance: list[b.Block] = [b.Paragraph(lead if forward else t("none"), "lead", on=b.READ)]
    glance += [b.Paragraph(t.translate(note), "quiet", on=b.READ) for note in found.notes]
    glance.append(reading_guide(t, map(t, ("how.probability", "how.predicate", "how.decide"))))
    # A part that is empty leaves its sheet to the workbook.
    told = (
        (forward, b.EVERYWHERE),
        (without, b.PAGE | b.BOOK),
        (back, b.BOOK if found.is_within_one else b.PAGE | b.BOOK),
    )
    on = [where if some else b.BOOK for some, where in told]
    heads = parse_columns("framework:16 code:28 competency:100 kind:26 lang:8", t)
    pairs = [(entry.framework.name, entry.competency) for entry in found.targets]
    entries = [(name, c.code, c.statement, t.kind(c.kind), c.language) for name, c in pairs]
    parts = [
        b.Section(t("glance"), glance),
        b.Section(t("forward", source=found.source), [_matches(found, t)], id="forward", on=on[0]),
        b.Section(f"{t('without')} ({len(without)})", [_no_match(found, without, t), listed], id="without", on=on[1]),
        b.Section(t("back", target=found.target), [_back(found, t)], id="back", on=on[2]),
        b.Section("", [b.Table(heads, entries, t("sheet.entries"))], on=b.BOOK),
        b.Section("", [b.Paragraph(lead if forward else t("none"))], on=b.TERMINAL),
    ]
    return b.Report(t, t.gettext("{source} → {target}", source=found.source, target=found.target), parts)


def _matches(found: Crosswalk, t: Words) -> b.Table:
    words = [t(f"review.{word}") for word in ("yes", "partly", "no")]
    heads = (
        *parse_columns("document:18 source.code:26 passage:60", t, on=b.BOOK),
        *parse_columns("source:60@shown probability:13:percent@page|terminal", t),
        replace(*parse_columns("predicate:16", t), choices=[t(predicate) for predicate in PREDICATES]),
        *parse_columns("target:60@shown", t),
        *parse_columns("framework:12 code:26 competency:60 probability:13:percent rank:8 rank.back:12", t, on=b.BOOK),
        *parse_columns("text_id:18 lang:8 missed:24", t, on=b.BOOK),
        replace(*parse_columns(f"review:14{'' if found.notes else '@book'}", t), choices=words, note=t("review.note")),
    )
    candidates: Sequence[Candidate] = found.candidates
    if found.is_within_one:  # a work list, not an entry's choices
        candidates = sorted(candidates, key=lambda one: (not one.holds, -one.probability))
    rows = [_row(found, candidate, t) for candidate in candidates]
    return b.Table(heads, rows, t("sheet.matches"), most=_MOST_ON_PAGE, shown=_MOST_IN_TERMINAL)


def _row(found: Crosswalk, candidate: Candidate, t: Words) -> Sequence[b.Cell]:
    source, target = found.sources[candidate.source], found.targets[candidate.target]
    mine, other = source.competency, target.competency
    said = other.statement_in(mine.language)
    return (
        found.source, mine.code, mine.statement, _labelled(mine.code, mine.statement), candidate.probability,
        t(candidate.predicate), _labelled(other.code, said), target.framework.name, other.code, said,
        candidate.probability, candidate.forward or None, candidate.backward or None, identifier(source), mine.language,
        None, t(f"review.{candidate.decided.mark}") if candidate.decided else None,
    )  # fmt: skip


def _no_match(found: Crosswalk, without: Sequence[int], t: Words) -> b.Table:
    heads = (
        *parse_columns("document:18 source.code:26 passage:70 text_id:18 lang:8 missed:24", t),
        replace(*parse_columns("review:22", t), choices=[t("review.none")], note=t("review.note")),
    )
    said, rows = dict.fromkeys(found.none, t("review.none")), []
    for number in without:
        one = found.sources[number]
        c = one.competency
        rows.append((found.source, c.code, c.statement, identifier(one), c.language, None, said.get(number)))
    return b.Table(heads, rows, t("sheet.no_match"), on=b.BOOK)


def _back(found: Crosswalk, t: Words) -> b.Table:
    columns = (
        "framework:12@book code:26:code target:60 predicate:16 source.code:26:code source:60 probability:13:percent"
    )
    heads = parse_columns(columns, t)
    rows = []
    for candidate in _by_target(found):
        target, source = found.targets[candidate.target], found.sources[candidate.source].competency
        said = (target.framework.name, target.competency.code, target.competency.statement)
        rows.append((*said, t(_turned(candidate)), source.code, source.statement, candidate.probability))
    return b.Table(heads, rows, t("sheet.back"), most=_MOST_ON_PAGE)


def _labelled(code: str, text: str) -> list[b.Span]:
    own = telling_code(code, text)
    return [*([b.Span(own, "code")] if own else ()), b.Span(text)]


def values(found: Crosswalk) -> dict[str, Any]:
    """Return what `crosswalk.json` holds."""
    forward = {number: [*of_one] for number, of_one in groupby(found.candidates, key=lambda c: c.source)}
    lines = (f"{e.framework.name} {e.framework.sha256} {e.competency.code}" for e in found.sources)
    return {
        "document": {"name": found.source, "sha256": _sha256("\n".join(lines)), "language": None, "pages": None},
        "target": {"name": found.target, "entries": len(found.targets)},
        "settings": dict(sorted(found.settings.items())),
        "frameworks": [
            {"name": f.name, "version": f.version, "sha256": f.sha256}
            for f in {entry.framework.name: entry.framework for entry in found.targets}.values()
        ],
        "encoder": dict(found.encoder),
        "reading": {"pages": None, "unreadable_pages": [], "skipped": []},
        "passages": [_passage(found, number, forward.get(number, ())) for number in range(len(found.sources))],
        "coverage": [],
        "targets": [
            {
                **_entry_values(found.targets[number]),
                "matches": [
                    {**_entry_values(found.sources[c.source]), "predicate": _turned(c), "probability": c.probability}
                    for c in candidates
                ],
            }
            for number, candidates in groupby(_by_target(found), key=lambda c: c.target)
        ],
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def identifier(entry: Entry) -> str:
    """Return the text by which an entry is decided on, unlike that of any other entry."""
    return _sha256(f"{entry.framework.name}/{entry.competency.code}")[:16]


def _by_target(found: Crosswalk) -> list[Candidate]:
    """Return the candidates of each target that nobody rejected, the best first."""
    return sorted((c for c in found.candidates if c.holds), key=lambda c: (c.target, c.backward))


def _passage(found: Crosswalk, number: int, several: Sequence[Candidate]) -> dict[str, Any]:
    entry = found.sources[number]
    competency = entry.competency
    rejected = [_match(found, one) for one in several if not one.holds]
    return {
        "id": identifier(entry),
        "text_id": identifier(entry),
        "framework": entry.framework.name,
        "code": competency.code,
        "kind": competency.kind,
        "text": competency.statement,
        "page": None,
        "start": 0,
        "end": len(competency.statement),
        "box": None,
        "section": [competency.parent] if competency.parent else [],
        "role": "competency",
        "language": competency.language,
        "matches": [_match(found, one) for one in several if one.holds],
        **({"rejected": rejected} if rejected else {}),
        **({"none_by": found.none[number]} if number in found.none else {}),
    }


def _match(found: Crosswalk, candidate: Candidate) -> dict[str, Any]:
    decision: dict[str, Any] = {}
    if decided := candidate.decided:
        decision = {"verdict": {"state": decided.mark, "reader": decided.by, "quotations": [], "why": ""}}
        decision |= {"reviewed": True} | ({} if decided.computed is None else {"computed": decided.computed})
    source, target = found.sources[candidate.source].competency, found.targets[candidate.target]
    names = ("predicate", "predicates", "probability", "score", "forward", "backward")
    return {
        **_entry_values(target),
        "statement": target.competency.statement_in(source.language),
        **{name: getattr(candidate, name) for name in names},
        "evidence": [list(span) for span in shared_words(source.statement, target.competency.wordings)],
        **decision,
    }


def _entry_values(entry: Entry) -> dict[str, Any]:
    competency = entry.competency
    return {"framework": entry.framework.name, "code": competency.code, "statement": competency.statement}


def _turned(candidate: Candidate) -> Predicate:
    """Return what the source is to the target."""
    return _TURNED.get(candidate.predicate, candidate.predicate)


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
