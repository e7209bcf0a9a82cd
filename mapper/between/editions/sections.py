"""What the comparison of two editions says: its JSON values and its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapper.between.editions import STATES, Change, Comparison, Edition, Unit, year_sections
from mapper.between.editions.mappings import VERDICTS, Standings
from mapper.between.editions.texts import TEXTS
from mapper.between.editions.wordings import around, side
from mapper.between.editions.year import FATES, Compared, Criterion, Year
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, capital, shorten
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.parts import how

_PLACE = ("programme", "document", "passage", "text_id", "page", "section")


def values(compared: Compared) -> dict[str, Any]:
    """What `diff.json` holds."""
    comparison, mapping, year = compared
    return {
        "old": _edition(comparison.old),
        "new": _edition(comparison.new),
        "counts": {state: len(comparison.of(state)) for state in STATES},
        "changes": [
            {
                "states": list(change.states),
                "old": [_unit(unit) for unit in change.old],
                "new": [_unit(unit) for unit in change.new],
                "words": [[piece.state, piece.text] for piece in change.words],
            }
            for change in comparison.changes
        ],
        "mapping": None if mapping is None else _mapping_values(mapping),
        "criteria": None if year is None or not year.told else _criteria_values(year),
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "title": edition.title,
        "framework": edition.framework or None,
        "sha256": edition.sha256,
        "facts": dict(edition.facts),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "place": unit.place, "kind": unit.kind, "level": unit.level, "text": unit.text}


def _mapping_values(mapping: Standings) -> dict[str, Any]:
    return {
        "counts": {verdict: len(mapping.of(verdict)) for verdict in VERDICTS},
        "decisions": {verdict: len(mapping.decided(verdict)) for verdict in VERDICTS},
        "others": mapping.others,
        "matches": [
            {
                **{name: getattr(found.match, name) or None for name in _PLACE},
                **{name: getattr(found.match, name) for name in ("framework", "code", "statement", "probability")},
                "verdict": found.verdict,
                "states": list(found.states),
                "why": found.why or None,
                "new_codes": list(found.codes),
                "new_statements": [unit.text for unit in found.change.new],
                "decision_before": found.match.decision or None,
                "by": found.match.by or None,
                "decision": found.decision or None,
            }
            for found in mapping.found
        ],
    }


def _criteria_values(year: Year) -> dict[str, Any]:
    return {
        "programmes": list(year.told),
        "counts": {fate: len(year.of(fate)) for fate in FATES},
        "rows": [_criterion_values(row) for row in year.criteria],
    }


def _criterion_values(row: Criterion) -> dict[str, Any]:
    return {
        "programme": row.programme,
        "document": row.document,
        "fate": row.fate,
        "states": list(row.change.states),
        "old": None if row.old is None else _unit(row.old),
        "new": None if row.new is None else _unit(row.new),
        "before": row.before,
        "now": row.now,
        "passages": [
            {"id": one.id, "text": one.text, "page": one.page, "section": list(one.section)} for one in row.passages
        ],
    }


_LONGEST = 200


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
        *(year_sections.last(comparison, t) if briefly else ()),
    ]
    heading = t("editions", old=comparison.old.name, new=comparison.new.name)
    return b.Report(t, heading, parts, comparison.new.title, formats=("html", "xlsx", "docx", "json"))


def _glance(comparison: Comparison, t: Words) -> b.Part:
    same = len(comparison.of("same"))
    counts = [(state, n) for state in STATES if (n := len(comparison.of(state)))]
    lead = t("lead", old=len(comparison.old.units), new=len(comparison.new.units), same=same)
    blocks: list[b.Block] = [
        b.Paragraph(t("nothing") if same == len(comparison.changes) else lead, "lead"),
        b.Tiles([(t(state), n, "good" if state == "same" else "open") for state, n in counts]),
        b.Paragraph("   ".join(f"{t(state)}: {n}" for state, n in counts), "quiet", on=b.TERMINAL),
        how(t, map(t, ("how.align", "how.marks"))),
    ]
    return b.Part(t("glance"), [*blocks, *year_sections.facts(comparison, t)])


def _changed(comparison: Comparison, state: str, t: Words, *, briefly: bool) -> b.Part:
    """The changes that this state names."""
    changes = [change for change in comparison.changes if change.state == state]
    columns = (
        b.Column(capital(t("change")), 16, on=b.BOOK),
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
    table = b.Table(columns, [_row(change, t) for change in changes], t("sheet.changes"), on=~b.TERMINAL)
    lines = b.Bullets([_line(change, t) for change in changes], on=b.TERMINAL)
    on = b.EVERYWHERE if changes and state != "same" and not briefly else b.BOOK
    return b.Part(f"{capital(t(state))} ({len(changes)})", [table, lines], id=state, on=on)


def _row(change: Change, t: Words) -> Sequence[b.Cell]:
    also = ", ".join(t(state) for state in change.states[1:])
    sides = [
        text
        for units in (change.old, change.new)
        for text in ("\n".join(unit.place for unit in units), "\n".join(unit.text for unit in units))
    ]
    only = [" … ".join(p.text.strip() for p in change.words if p.state == state) for state in ("gone", "new")]
    return t(change.state), also, *sides, *only, side(change, "gone", t), side(change, "new", t), also


def _line(change: Change, t: Words) -> list[b.Span]:
    """A change in a terminal: where, then its words, or the beginning of what is said."""
    old, new = (", ".join(dict.fromkeys(unit.place for unit in units)) for units in (change.old, change.new))
    also = ", ".join(t(state) for state in change.states[1:])
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
