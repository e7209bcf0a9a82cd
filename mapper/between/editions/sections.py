"""The report of two editions compared, its JSON values and its texts."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from corpora import Passage, Text, _
from mapper.between.editions import STATES, Change, Comparison, Edition, Piece, State, Unit
from mapper.between.editions.compare import code_tail
from mapper.between.editions.decisions import CERTAIN, VERDICTS, CarriedMatch, CarriedMatches, MappedCriterion
from mapper.between.editions.year import FATES, ComparedEditions, Criterion, YearComparison
from mapper.people.checklist.sheet import SHEET, checklist
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, capitalise, parse_columns, shorten
from mapper.reports.parts import format_place, reading_guide
from mapper.reports.parts import state_cell as result
from mapper.reports.record_json import Form
from mapper.reports.texts import COVERAGE

_LISTED = 12  # codes in a sentence
_LONGEST, _PASSAGE = 70, 44  # letters of what did not change, of a passage
_AROUND = 30  # letters of what both editions say that are shown beside what changed
_SIDES = "code.old:26 code.new:26 text.old:50 text.new:50"
_OF_PASSAGE = "passage:60 page:8 section:30"


_SHOWN: Mapping[type, str] = {
    Edition: "name title framework| sha256 facts",
    Unit: "code place kind level text",
    Change: "states old new words",
    Piece: "",
    MappedCriterion: "programme document passage text_id page section by",
    CarriedMatch: "programme=match.programme| document=match.document| passage=match.passage| text_id=match.text_id|"
    " page=match.page| section=match.section| framework=match.framework code=match.code statement=match.statement"
    " probability=match.probability verdict states why| new_codes=codes new_statements=statements"
    " decision_before=match.decision| by=match.by| decision|",
    Criterion: "programme document fate states=change.states old new before now passages",
    Passage: "id text page section",
}
"""The keys of the records in `diff.json`, as `Form` takes them."""


def values(compared: ComparedEditions) -> dict[str, Any]:
    """Return what `diff.json` holds."""
    comparison, mapping, year = compared
    found: dict[str, Any] = {
        "old": comparison.old,
        "new": comparison.new,
        "counts": {state: comparison.count(state) for state in STATES},
        "changes": comparison.changes,
        "rest": comparison.rest,
        "mapping": None,
        "criteria": None,
    }
    if mapping is not None:
        found["mapping"] = {
            "counts": {verdict: len(mapping.with_verdict(verdict)) for verdict in VERDICTS},
            "decisions": {verdict: len(mapping.decided(verdict)) for verdict in VERDICTS},
            "others": mapping.others,
            "none": mapping.none,
            "matches": mapping.found,
        }
    if year is not None and year.known:
        counts = {fate: len(year.with_fate(fate)) for fate in FATES}
        found["criteria"] = {"programmes": year.known, "counts": counts, "rows": year.criteria}
    made: dict[str, Any] = Form(_SHOWN).values(found)
    return made


def report(compared: ComparedEditions, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, {**COVERAGE, **TEXTS})
    comparison, mapping, year = compared
    # A standard's year tells what changed where it matters; all changes stand in the workbook.
    briefly = mapping is not None and bool(comparison.old.framework)
    parts = [
        *([] if mapping is None else _of_mapping(comparison, mapping, year, t)),
        *([] if briefly else [_in_short(comparison, t)]),
        *(_changed(comparison, state, t, briefly=briefly) for state in STATES),
        *([_rest(comparison, t)] if comparison.old.rest or comparison.new.rest else []),
    ]
    if briefly:  # where all changes stand, what the editions say of themselves, how to read all this
        how_to = f"{t('how.mapping')} {t('changes.where', sheet=t('sheet.changes'))}"
        parts.append(b.Section("", [b.Paragraph(how_to, "quiet"), *_facts(comparison, t)]))
    names = [comparison.old.name, comparison.new.name]
    if names[0] == names[1]:  # the same code in two frameworks
        names = ["/".join(filter(None, (of.framework, of.name))) for of in (comparison.old, comparison.new)]
    heading = t("editions", old=names[0], new=names[1])
    return b.Report(t, heading, parts, comparison.new.title, formats=("html", "xlsx", "docx", "json"))


def _in_short(comparison: Comparison, t: Words) -> b.Section:
    counts = [(state, n) for state in STATES if (n := comparison.count(state))]
    changed = len(comparison.in_state("same")) < len(comparison.changes) or _changed_rest(comparison)
    sizes = {"old": len(comparison.old.units), "new": len(comparison.new.units)}
    blocks: list[b.Block] = [
        b.Paragraph(t("lead", **sizes, same=comparison.count("same")) if changed else t("nothing"), "lead"),
        b.Tiles([(t(state), n, "good" if state == "same" else "open") for state, n in counts]),
        b.Paragraph(_counted(comparison, t), "quiet", on=b.TERMINAL),
        reading_guide(t, map(t, ("how.align", "how.marks"))),
    ]
    return b.Section(t("glance"), [*blocks, *_facts(comparison, t)])


def _counted(comparison: Comparison, t: Words) -> str:
    return "; ".join(f"{t(state)}: {n}" for state in STATES if (n := comparison.count(state)))


def _changed(comparison: Comparison, state: State, t: Words, *, briefly: bool) -> b.Section:
    """Return the changes that this state names; `briefly` those only that no decision and no passage need tell."""
    changes = comparison.in_state(state)
    told = state == "removed" if briefly else state != "same"
    on = b.EVERYWHERE if changes and told else b.BOOK
    table = _changes(changes, t, "sheet.changes")
    return b.Section(f"{capitalise(t(state))} ({comparison.count(state)})", [table], id=state, on=on)


def _changed_rest(comparison: Comparison) -> list[Change]:
    """Return what changed of what does not teach; what only moved did not."""
    return [change for change in comparison.rest if set(change.states) - {"same", "moved"}]


def _rest(comparison: Comparison, t: Words) -> b.Section:
    changes = _changed_rest(comparison)
    said = _changes(changes, t, "sheet.rest", mixed=True) if changes else b.Paragraph(t("rest.same"))
    return b.Section(f"{t('rest')} ({len(changes)})", [b.Paragraph(t("rest.how"), "quiet"), said], id="rest")


def _changes(changes: Sequence[Change], t: Words, sheet: str, *, mixed: bool = False) -> b.Table:
    """Return these changes, each with what names it where they are `mixed`, and not below a heading that does."""
    heads = (
        *parse_columns(f"change:16@{'everywhere' if mixed else 'book'} also:20@book", t),
        *(one for side in ("old", "new") for one in parse_columns("code:26 text:60", t, f" ({t(side)})", on=b.BOOK)),
        *parse_columns("gone:30@book come:30@book old:60@read new:60@read also:20@read text:60@terminal", t),
    )
    rows: list[Sequence[b.Cell]] = []
    for change in changes:
        also = ", ".join(t(state) for state in change.states[1:])
        lines = (
            ("\n".join(u.place for u in side), "\n".join(u.text for u in side)) for side in (change.old, change.new)
        )
        only = [" … ".join(p.text.strip() for p in change.words if p.state == state) for state in ("gone", "new")]
        sides = [text for side in lines for text in side]
        together = [*_together(change, t), *([b.Span(f"({also})")] if also else [])]
        rows.append(
            (t(change.state), also, *sides, *only, _side(change, "gone", t), _side(change, "new", t), also, together)
        )
    return b.Table(heads, rows, t(sheet), plain=True)


def _kind(unit: Unit, t: Words) -> str:
    """Return what kind of criterion it is, of a programme's part its role."""
    return t.kind(unit.kind) if unit.edition else t.role(unit.kind)


def _of_mapping(
    comparison: Comparison, mapping: CarriedMatches, year: YearComparison | None, t: Words
) -> list[b.Section]:
    """Return what becomes of a mapping; of a standard, what to do in a school's year."""
    several = year is not None and len({*year.known, *year.unknown}) > 1
    found = [_summary(comparison, mapping, year, t)]
    if year is not None:
        steps = [f"{number}. {step}" for number, step in enumerate(_steps(comparison, mapping, year, t), 1)]
        found.append(b.Section(t("next"), [b.Paragraph(step) for step in steps], id="next"))
        found.append(b.Section("", [checklist(year.checklist, Words(t.lang, COVERAGE))], on=b.BOOK))
    found.append(_carried_matches(mapping, t, several=several, of_programme=not comparison.old.framework))
    if mapping.none:
        lines = [
            [
                *_quoted(one.passage, one.page, one.section, t),
                b.Span(f"({', '.join(filter(None, (one.programme, one.by)))})"),
            ]
            for one in mapping.none
        ]
        title = f"{t('none')} ({len(lines)})"
        found.append(b.Section(title, [b.Paragraph(t("none.how")), b.Bullets(lines)], id="none"))
    if year is not None and year.known:
        found.append(_criteria(year, t, several=several))
    return found


def _summary(comparison: Comparison, mapping: CarriedMatches, year: YearComparison | None, t: Words) -> b.Section:
    decided = mapping.decided()
    counts = {one: len(mapping.decided(one) if decided else mapping.with_verdict(one)) for one in VERDICTS}
    if decided:
        lead = t("decisions.lead", n=len(decided), **counts)
    else:
        lead = t("mapping.lead", others=mapping.others, **counts)
    blocks: list[b.Block] = [b.Paragraph(lead, "lead")]
    if year is not None and year.known:
        fates: dict[str, int] = {fate: len(year.with_fate(fate)) for fate in FATES}
        n = sum(row.new is not None for row in year.criteria)
        blocks.append(b.Paragraph(t("criteria.lead", n=n, **fates)))
        blocks.append(b.Paragraph(t("criteria.computed"), "quiet"))
    if year is not None and year.unknown:
        blocks.append(b.Paragraph(t("criteria.untold", names=", ".join(year.unknown)), "quiet"))
    if comparison.old.framework:
        blocks.append(b.Paragraph(_counted(comparison, t), "quiet"))
    return b.Section(t("glance"), blocks)


def _steps(comparison: Comparison, mapping: CarriedMatches, year: YearComparison, t: Words) -> list[str]:
    """Return what to do next, in order; what there is none of is left out."""
    new = comparison.new
    # Without that of their standard.
    again = [code_tail(unit.code, unit.edition) for one in mapping.decided("again") for unit in one.change.new]
    codes: dict[str, list[str]] = {"again": again}
    sought = {fate: map(_current_unit, year.with_fate(fate)) for fate in FATES}
    codes |= {fate: [code_tail(unit.code, unit.edition) for unit in units] for fate, units in sought.items()}
    # Of what is still asked for, the passages that showed it are looked at again.
    kept = {code_tail(row.new.code, row.new.edition) for row in year.criteria if row.new}
    codes["changed"] += [code for code in codes["lost"] if code in kept]
    codes["lost"] = [code for code in codes["lost"] if code not in kept]
    # What was found to teach criteria that are gone: where only decisions are known these tell, and nothing else does.
    void = mapping.decided("void") if mapping.decided() else mapping.with_verdict("void")
    taught = [one for one in void if one.match.decision not in ("no", "not_found")]
    gone = (code_tail(unit.code, unit.edition) for one in taught for unit in one.change.old)
    codes["lost"] += [code for code in gone if code not in codes["lost"]]
    changed = any(not set(change.states) <= CERTAIN for change in comparison.changes)
    if not (void or (changed and year.unknown) or any(codes[name] for name in codes if name != "kept")):
        return [t("next.nothing")]
    sheet = Words(t.lang, COVERAGE)(f"{SHEET}.sheet")
    steps = [] if year.stored else [t("next.add", name=new.name, framework=shlex.quote(new.framework))]
    # What was decided anew need not be checked again.
    codes["changed"] = [code for code in codes["changed"] if code not in again]
    named = [name for name in ("again", "gained", "changed", "lacking", "lost") if codes[name]]
    for name in named:
        own = list(dict.fromkeys(codes[name]))
        more = [t.counted("n.more", len(own) - _LISTED)] if len(own) > _LISTED else []
        steps.append(t(f"next.{name}", codes=", ".join([*own[:_LISTED], *more]), sheet=sheet))
    names = {*year.known, *year.unknown}
    programme = names.pop() if len(names) == 1 else t("programme").upper()
    holds = len(mapping.decided("holds"))
    programme, standard = (shlex.quote(one) for one in (programme, f"{new.framework}/{new.name}"))
    steps.append(t("next.map", holds=holds, standard=standard, programme=programme))
    return steps


def _current_unit(row: Criterion) -> Unit:
    """Return the criterion as people look for it: as it is now, else as it was."""
    unit = row.new or row.old
    assert unit is not None
    return unit


def _carried_matches(mapping: CarriedMatches, t: Words, *, several: bool, of_programme: bool) -> b.Section:
    """Return decisions, or matches where nobody decided, open ones first; a terminal only counts what holds."""
    decided = mapping.decided()
    shown = sorted(decided or mapping.found, key=_order)
    rest = [one for one in mapping.found if decided and not one.match.decision]
    sides = "competency.code:26 competency:50 passage.old:50 passage.new:50" if of_programme else _SIDES
    place = "page:8 section:30" if of_programme else _OF_PASSAGE
    heads = [
        *parse_columns(
            f"verdict:16 why:26 programme:20 framework:12 {sides} decision:14 decision.by:20 {place}", t, on=b.BOOK
        ),
        *parse_columns(f"{'passage' if of_programme else 'criterion'}:60@shown", t),
        *parse_columns(
            f"{'competency' if of_programme else 'passage'}:50@shown {'decision' if decided else 'verdict'}:40@shown", t
        ),
    ]
    blocks = []
    for some, on in (
        ([one for one in shown if one.verdict != "holds"], b.EVERYWHERE),
        ([one for one in shown if one.verdict == "holds"], ~b.TERMINAL),
        (rest, b.BOOK),
    ):
        rows = [_carried_row(one, t, several=several, of_programme=of_programme) for one in some]
        if rows or on == b.BOOK:
            blocks.append(b.Table(heads, rows, t("sheet.mapping"), on=on))
    name = "decisions" if decided else "matches"
    return b.Section(f"{t(name)} ({len(shown)})", blocks, id=name, on=b.EVERYWHERE if shown else b.BOOK)


def _order(one: CarriedMatch) -> tuple[int, str, int, str, int]:
    """Return the sort key: first what is to be done, then the order of the old edition."""
    match = one.match
    return VERDICTS.index(one.verdict), match.programme, one.change.old[0].order, match.code, match.page or 0


def _carried_row(one: CarriedMatch, t: Words, *, several: bool, of_programme: bool) -> Sequence[b.Cell]:
    match, change = one.match, one.change
    old, new = ("\n".join(unit.text for unit in units) for units in (change.old, change.new))
    why = t(f"why.{one.why}") if one.why else ", ".join(t(name) for name in one.states)
    decision = t(f"decision.{match.decision}") if match.decision else ""
    on_criterion = t("decision.criterion") if match.decision and not match.text_id else ""
    if of_programme:
        sides, quoted = [match.statement, match.passage], []
        other = [b.Span(match.code, "code"), b.Span(_cut(match.statement, _LONGEST))] if match.code else []
    else:
        sides = ["\n".join(one.codes), match.statement or old]
        quoted = [match.passage or t("decision.criterion")]
        other = [b.Span(on_criterion)] if on_criterion else _quoted(match.passage, match.page, match.section, t)
    said = _together(change, t)
    if one.why == "quoted":
        said = [said[0], b.Span(_cut(match.passage if of_programme else match.statement, _LONGEST), "line")]
    if several:
        said.append(b.Span(match.programme, "small"))
    told = " · ".join(filter(None, (capitalise(t(one.verdict)), "" if one.verdict == "holds" else why, match.by)))
    return (
        t(one.verdict), why, match.programme, match.framework, match.code, *sides, new, decision, match.by, *quoted,
        match.page, match.section, said, other, [b.Span(told, "strong"), *([b.Span(decision)] if decision else [])],
    )  # fmt: skip


def _quoted(text: str, page: int | None, section: str, t: Words) -> list[b.Span]:
    """Return the beginning of a passage with its page, or where there are none, with the heading above it."""
    place = section.rpartition(" › ")[2] if page is None else format_place(page, (), t)
    return [b.Span(_cut(text, _PASSAGE), lang=""), *([b.Span(f"({place})")] if place else [])]


def _criteria(year: YearComparison, t: Words, *, several: bool) -> b.Section:
    """Return the criteria with the passages that show them; what is as before stands in the workbook alone."""
    heads = [
        *parse_columns(f"fate:20 why:26 programme:20 {_SIDES} result.old:14 result.new:14 {_OF_PASSAGE}", t, on=b.BOOK),
        *parse_columns("criterion:60 state:30 passage:40", t, on=b.SHOWN),
    ]
    changed = [row for fate in FATES if fate != "kept" for row in year.with_fate(fate)]
    tables = [
        b.Table(heads, [_criterion_row(row, t, several=several) for row in rows], t("sheet.criteria"), on=on)
        for rows, on in ((changed, b.EVERYWHERE), (year.with_fate("kept"), b.BOOK))
    ]
    on = b.EVERYWHERE if changed else b.BOOK
    return b.Section(f"{t('criteria')} ({len(changed)})", tables, id="criteria", on=on)


def _criterion_row(row: Criterion, t: Words, *, several: bool) -> Sequence[b.Cell]:
    old, new, unit = row.old, row.new, _current_unit(row)
    passage = [(one.text, one.page, " › ".join(one.section)) for one in row.passages[:1]]
    whole = len(row.change.old) <= 1 and len(row.change.new) <= 1
    said = _together(row.change, t) if whole else [
        b.Span(code_tail(unit.place, unit.edition), "code"), b.Span(_cut(unit.text, _LONGEST), "line"),
    ]  # fmt: skip
    if several:
        said.append(b.Span(row.programme, "small"))
    before = result(row.before, t) if row.before and row.before != row.now else []
    results = [*before, *([b.Span("→")] if before and row.now else []), *(result(row.now, t) if row.now else [])]
    return (
        t(row.fate), ", ".join(t(one) for one in row.change.states), row.programme, old.code if old else "",
        new.code if new else "", old.text if old else "", new.text if new else "",
        *(t(one) if one else "" for one in (row.before, row.now)), *(passage or [("", None, "")])[0],
        said, [b.Span(t(row.fate), "strong"), b.Span("·"), *results],
        [span for one in passage for span in _quoted(*one, t)],
    )  # fmt: skip


def _facts(comparison: Comparison, t: Words) -> list[b.Block]:
    """Return what the editions say of themselves."""
    rows = []
    for edition in (comparison.old, comparison.new):
        if edition.facts:
            several = {name: v if isinstance(v, list | tuple) else [v] for name, v in edition.facts.items()}
            told = [(t(f"facts.{name}"), ", ".join(map(str, values))) for name, values in several.items()]
            rows.append(b.Facts([(edition.name, edition.title), *told]))
    return [b.Section(t("facts"), rows)] if rows else []


def _side(change: Change, which: b.Style, t: Words) -> list[b.Span]:
    """Return what one edition ("gone" or "new") says, run by run, below its places."""
    units = change.old if which == "gone" else change.new
    said = [b.Span(_place(change, unit, t), "code") for unit in units]
    if not change.words:
        return [*said, *(b.Span(unit.text, "line") for unit in units)]
    runs = (piece for piece in change.words if piece.state in ("same", which))
    return [*said, *(b.Span(piece.text, which if piece.state == which else "run") for piece in runs)]


def _together(change: Change, t: Words) -> list[b.Span]:
    """Return both editions as one text, with what the old or the new one alone says; the rest is cut.

    Above it stand the codes within their standards, which the heading names.
    """
    places = (
        ", ".join(_place(change, unit, t, code_tail(unit.place, unit.edition)) for unit in units)
        for units in (change.old, change.new)
    )
    said = [b.Span(" → ".join(filter(None, places)), "code")]
    if change.words:
        words = ((piece.state, _around(piece.text)) for piece in change.words)
        return [*said, *(b.Span(text, "run" if state == "same" else state) for state, text in words)]
    if change.old and change.new and set(change.states) & {"split", "merged"}:
        sides: tuple[tuple[b.Style, tuple[Unit, ...]], ...] = (("gone", change.old), ("new", change.new))
        return [*said, *(b.Span(f"{_cut(unit.text, _LONGEST)} ", style) for style, units in sides for unit in units)]
    return [*said, *(b.Span(_cut(unit.text, _LONGEST), "line") for unit in change.new or change.old)]


def _cut(text: str, longest: int) -> str:
    """Return the beginning of a text, on one line."""
    return shorten(" ".join(text.split()), longest)


def _around(text: str) -> str:
    """Return the beginning and the end of what both editions say."""
    return f"{text[:_AROUND]} … {text[-_AROUND:]}" if len(text) > 2 * _AROUND else " ".join(text.split("\n"))


def _place(change: Change, unit: Unit, t: Words, place: str = "") -> str:
    told = [place or unit.place]
    if "level" in change.states:
        told.append(t.gettext("level: {level}", level=unit.level or t.gettext("no level")))
    if "kind" in change.states:
        told.append(t.gettext("kind: {kind}", kind=_kind(unit, t)))
    return " ".join(told)


TEXTS: dict[str, Text] = {
    "title": _("What changed between two editions"),
    "editions": _("{old} → {new}"),
    "lead": _("Parts that say the same: {same} of the {old} of the old edition; the new one has {new}."),
    "nothing": _("Both editions say the same."),
    "old": _("old edition"),
    "new": _("new edition"),
    "change": _("change"),
    "also": _("also"),
    "code": _("code or place"),
    "text": _("text"),
    "level": _("changed level"),
    "same": _("says the same"),
    "reworded": _("reworded"),
    "added": _("added"),
    "removed": _("removed"),
    "moved": _("moved"),
    "split": _("split"),
    "merged": _("merged"),
    "kind": _("changed kind"),
    "gone": _("words no longer there"),
    "come": _("new words"),
    "how": _("How to read this comparison"),
    "how.align": _(
        "Parts are paired by what they say; code and place only confirm, since a new edition numbers anew. Spacing that"
        " was repaired is no change."
    ),
    "how.marks": _(
        "What is struck through stood in the old edition only; what is underlined stands in the new one only."
    ),
    "how.mapping": _("A decision holds where the text is the same, whatever its code is now; nothing else goes along."),
    "facts": _("What the documents say"),
    "facts.published": _("published in the DOF"),
    "facts.approved": _("approved"),
    "facts.replaces": _("updates"),
    "facts.replaces_published": _("that one published on"),
    "facts.overlap_months": _("months in which both hold"),
    "mapping.lead": _(
        "Matches made with the old edition: holding, {holds}; to be looked at again, {again}; void, {void}. Not"
        " depending on it: {others}."
    ),
    "decisions.lead": _(
        "Decisions of people on the old edition: {n}. Holding: {holds}; to be taken anew: {again}; lost: {void}."
    ),
    "criteria.lead": _(
        "Criteria of the new edition: {n}. Gained a passage: {gained}; new, without a passage: {lacking}; with a"
        " passage, changed: {changed}. Criteria that lost their passage: {lost}."
    ),
    "criteria.untold": _(
        "Which criteria gained or lost their passage is not told of {names}: name the alignment.json of its mapping"
        " with another --mapping."
    ),
    "criteria.computed": _(
        "Whether a criterion has a passage is computed as by 'curmap coverage', with the decisions that hold."
    ),
    "holds": _("holds"),
    "again": _("to decide anew"),
    "void": _("lost"),
    "decisions": _("Decisions"),
    "matches": _("Matches"),
    "gained": _("Gained a passage"),
    "lacking": _("New, without a passage"),
    "lost": _("Lost their passage"),
    "changed": _("With a passage, changed"),
    "kept": _("as before"),
    "verdict": _("state"),
    "why": _("why"),
    "why.quoted": _("the mapping quotes another text"),
    "why.disputed": _("people differ"),
    "decision": _("decision"),
    "decision.by": _("decided by"),
    "decision.criterion": _("on the criterion as a whole"),
    "decision.yes": _("yes"),
    "decision.no": _("no"),
    "decision.none": _("no correspondence"),
    "decision.disputed": _("disputed"),
    "decision.covered": _("covered"),
    "decision.partly": _("partly"),
    "decision.not_found": _("not taught"),
    "none": _("Passages to which, people say, nothing corresponds"),
    "none.how": _(
        "That was said of the criteria of the old edition, and is not carried over: look whether one of the new or"
        " changed criteria corresponds to them."
    ),
    "competency.code": _("code"),
    "passage.old": _("passage before"),
    "passage.new": _("passage now"),
    "code.old": _("old code"),
    "code.new": _("new code"),
    "text.old": _("wording before"),
    "text.new": _("wording now"),
    "result.old": _("result before"),
    "result.new": _("result now"),
    "fate": _("what became of it"),
    "next": _("What to do next"),
    "next.add": _("Add the document of {name} to the workspace: curmap framework add DOCUMENT --name {framework}"),
    "next.again": _(
        "Decide anew on the criteria that changed ({codes}): their passages stand in the sheet '{sheet}'"
        " of diff.xlsx (write it with --out)."
    ),
    "next.gained": _("Look at the passages of the criteria that gained one, and mark them there: {codes}."),
    "next.lacking": _("Add to the programme what the new criteria without a passage ask for: {codes}."),
    "next.changed": _("Check that the passages still show what is asked for now: {codes}."),
    "next.lost": _("Decide whether to keep what only the old edition asked for, or write it anew: {codes}."),
    "next.map": _(
        "Then go on with the new edition, with the decisions that hold ({holds}), DIR being the folder of --out:"
        " curmap coverage {programme} --framework {standard} --reviewed DIR/diff.xlsx"
    ),
    "next.nothing": _("Nothing is to be decided: every decision holds, and no criterion gained or lost its passage."),
    "criteria": _("Criteria and their passages"),
    "changes.where": _("All changes, word by word: sheet '{sheet}' of diff.xlsx."),
    "rest": _("What does not teach"),
    "rest.how": _(
        "Hours, requirements, evaluation, books and whatever else the documents say besides what they teach. It is not"
        " counted above."
    ),
    "rest.same": _("Nothing of it has changed."),
    "sheet.rest": _("Does not teach"),
    "sheet.changes": _("Changes"),
    "sheet.mapping": _("Mapping"),
    "sheet.criteria": _("Criteria"),
}
