"""What the comparison of two editions says: its texts, its JSON values and its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpora import Text, _
from mapper.between.editions import STATES, Change, Comparison, Edition, Unit, year_sections
from mapper.between.editions.given import VERDICTS, Standing
from mapper.between.editions.year import FATES, Compared
from mapper.between.editions.year_sections import around, side
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, capital, shorten
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.parts import how

_LONGEST = 200


def values(compared: Compared) -> dict[str, Any]:
    """What `diff.json` holds."""
    comparison, mapping, year = compared
    found: dict[str, Any] = {
        "old": _edition(comparison.old),
        "new": _edition(comparison.new),
        "counts": {state: len(comparison.of(state)) for state in STATES},
        "changes": [_change(change) for change in comparison.changes],
        "rest": [_change(change) for change in comparison.rest],
        "mapping": None,
        "criteria": None,
    }
    if mapping is not None:
        found["mapping"] = {
            "counts": {verdict: len(mapping.of(verdict)) for verdict in VERDICTS},
            "decisions": {verdict: len(mapping.decided(verdict)) for verdict in VERDICTS},
            "others": mapping.others,
            "matches": [_standing(one) for one in mapping.found],
        }
    if year is not None and year.told:
        found["criteria"] = {
            "programmes": year.told,
            "counts": {fate: len(year.of(fate)) for fate in FATES},
            "rows": [
                {
                    **_named(row, "programme document fate"),
                    "states": row.change.states,
                    "old": row.old and _unit(row.old),
                    "new": row.new and _unit(row.new),
                    **_named(row, "before now"),
                    "passages": [_named(one, "id text page section") for one in row.passages],
                }
                for row in year.criteria
            ],
        }
    return found


def _change(change: Change) -> dict[str, Any]:
    sides = {"old": [_unit(unit) for unit in change.old], "new": [_unit(unit) for unit in change.new]}
    return {"states": change.states, **sides, "words": [[piece.state, piece.text] for piece in change.words]}


def _named(record: object, names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}


def _edition(edition: Edition) -> dict[str, Any]:
    framework = edition.framework or None
    return {**_named(edition, "name title"), "framework": framework, **_named(edition, "sha256 facts")}


def _unit(unit: Unit) -> dict[str, Any]:
    return _named(unit, "code place kind level text")


def _standing(found: Standing) -> dict[str, Any]:
    place = _named(found.match, "programme document passage text_id page section")
    return {
        **{name: value or None for name, value in place.items()},
        **_named(found.match, "framework code statement probability"),
        "verdict": found.verdict,
        "states": found.states,
        "why": found.why or None,
        "new_codes": found.codes,
        "new_statements": [unit.text for unit in found.change.new],
        "decision_before": found.match.decision or None,
        "by": found.match.by or None,
        "decision": found.decision or None,
    }


def report(compared: Compared, *, lang: str) -> b.Report:
    """The report in the language "es" or "en"."""
    t = Words(lang, {**COVERAGE, **TEXTS})
    comparison, mapping, year = compared
    # A standard's year tells what changed where it matters; all changes stand in the workbook.
    briefly = mapping is not None and bool(comparison.old.framework)
    parts = [
        *([] if mapping is None else year_sections.parts(comparison, mapping, year, t)),
        *([] if briefly else [_glance(comparison, t)]),
        *(_changed(comparison, state, t, briefly=briefly) for state in STATES),
        *([_rest(comparison, t)] if comparison.old.rest or comparison.new.rest else []),
        *([year_sections.last(comparison, t)] if briefly else []),
    ]
    heading = t("editions", old=comparison.old.name, new=comparison.new.name)
    return b.Report(t, heading, parts, comparison.new.title, formats=("html", "xlsx", "docx", "json"))


def _glance(comparison: Comparison, t: Words) -> b.Part:
    same = len(comparison.of("same"))
    counts = [(state, n) for state in STATES if (n := len(comparison.of(state)))]
    lead = t("lead", old=len(comparison.old.units), new=len(comparison.new.units), same=same)
    blocks: list[b.Block] = [
        b.Paragraph(
            t("nothing") if same == len(comparison.changes) and not _changed_rest(comparison) else lead, "lead"
        ),
        b.Tiles([(t(state), n, "good" if state == "same" else "open") for state, n in counts]),
        b.Paragraph("   ".join(f"{t(state)}: {n}" for state, n in counts), "quiet", on=b.TERMINAL),
        how(t, map(t, ("how.align", "how.marks"))),
    ]
    return b.Part(t("glance"), [*blocks, *year_sections.facts(comparison, t)])


def _changed(comparison: Comparison, state: str, t: Words, *, briefly: bool) -> b.Part:
    """The changes that this state names."""
    changes = [change for change in comparison.changes if change.state == state]
    on = b.EVERYWHERE if changes and state != "same" and not briefly else b.BOOK
    return b.Part(f"{capital(t(state))} ({len(changes)})", _told(changes, t, "sheet.changes"), id=state, on=on)


def _changed_rest(comparison: Comparison) -> list[Change]:
    """What changed of what does not teach; what only moved did not."""
    return [change for change in comparison.rest if set(change.states) - {"same", "moved"}]


def _rest(comparison: Comparison, t: Words) -> b.Part:
    changes = _changed_rest(comparison)
    said = _told(changes, t, "sheet.rest", mixed=True) if changes else [b.Paragraph(t("rest.same"))]
    return b.Part(f"{t('rest')} ({len(changes)})", [b.Paragraph(t("rest.how"), "quiet"), *said], id="rest")


def _told(changes: Sequence[Change], t: Words, sheet: str, *, mixed: bool = False) -> list[b.Block]:
    """These changes, each with what names it where they are `mixed`, and not below a heading that does."""
    columns = (
        b.Column(capital(t("change")), 16, on=b.EVERYWHERE if mixed else b.BOOK),
        b.Column(capital(t("also")), 20, on=b.BOOK),
        *(
            b.Column(f"{capital(t(name))} ({t(side)})", width, on=b.BOOK)
            for side in ("old", "new")
            for name, width in (("code", 26), ("text", 60))
        ),
        *(b.Column(capital(t(name)), 30, on=b.BOOK) for name in ("gone", "come")),
        *(b.Column(capital(t(side)), 60, on=b.READ) for side in ("old", "new")),
        b.Column(capital(t("also")), 20, on=b.READ),
    )
    table = b.Table(columns, [_row(change, t) for change in changes], t(sheet), on=~b.TERMINAL)
    return [table, b.Bullets([_line(change, t, mixed=mixed) for change in changes], on=b.TERMINAL)]


def _row(change: Change, t: Words) -> Sequence[b.Cell]:
    also = ", ".join(t(state) for state in change.states[1:])
    sides = [
        text
        for units in (change.old, change.new)
        for text in ("\n".join(unit.place for unit in units), "\n".join(unit.text for unit in units))
    ]
    only = [" … ".join(p.text.strip() for p in change.words if p.state == state) for state in ("gone", "new")]
    return t(change.state), also, *sides, *only, side(change, "gone", t), side(change, "new", t), also


def _line(change: Change, t: Words, *, mixed: bool) -> list[b.Span]:
    """A change in a terminal: where, then its words, or the beginning of what is said."""
    old, new = (", ".join(dict.fromkeys(unit.place for unit in units)) for units in (change.old, change.new))
    also = ", ".join(t(state) for state in change.states[0 if mixed else 1 :])
    where = (old if old == new else " → ".join(filter(None, (old, new)))) + (f" ({also})" if also else "")
    if change.words:
        words = [
            b.Span(around(p.text).strip()) if p.state == "same" else b.Span(p.text.strip(), p.state)
            for p in change.words
        ]
        return [b.Span(where, "code"), *words]
    text = shorten(" ".join(unit.text for unit in change.new or change.old), _LONGEST)
    levels = [unit.level or "–" for side in (change.old, change.new) for unit in side[:1]]
    return [b.Span(where, "code"), b.Span(f"{text} [{' → '.join(levels)}]" if "level" in change.states else text)]


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
    "level.of": _("level: {level}"),
    "level.none": _("no level"),
    "same": _("says the same"),
    "reworded": _("reworded"),
    "added": _("added"),
    "removed": _("removed"),
    "moved": _("moved"),
    "split": _("split"),
    "merged": _("merged"),
    "kind": _("changed kind"),
    "kind.of": _("kind: {kind}"),
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
    "mapping": _("What becomes of the mapping"),
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
    "decision.disputed": _("disputed"),
    "decision.covered": _("covered"),
    "decision.partly": _("partly"),
    "decision.not_found": _("not taught"),
    "code.old": _("old code"),
    "code.new": _("new code"),
    "text.old": _("wording before"),
    "text.new": _("wording now"),
    "result.old": _("result before"),
    "result.new": _("result now"),
    "fate": _("what became of it"),
    "next": _("What to do next"),
    "next.add": _("Add the document of {name} to the workspace: curmap framework add."),
    "next.again": _(
        "Decide anew on the criteria that changed ({codes}): their passages stand in the sheet '{sheet}'"
        " of diff.xlsx (write it with --out)."
    ),
    "next.gained": _("Look at the passages of the criteria that gained one, and mark them there: {codes}."),
    "next.lacking": _("Add to the programme what the new criteria without a passage ask for: {codes}."),
    "next.changed": _("Check that the passages still show what is asked for now: {codes}."),
    "next.lost": _("Decide whether to keep what only the old edition asked for, or write it anew: {codes}."),
    "next.map": _(
        "Then go on with the new edition, with the decisions that hold ({holds}): curmap coverage {programme}"
        " --framework {framework}/{code} --reviewed diff.xlsx."
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
