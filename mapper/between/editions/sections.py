"""What the comparison of two editions says: its words in both languages, its JSON values and its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpora import Text, _
from mapper.between.editions import STATES, Change, Comparison, Edition, Unit
from mapper.between.editions.mappings import VERDICTS, Compared, Standings
from mapper.reports.blocks import (
    BOOK,
    EVERYWHERE,
    READ,
    TERMINAL,
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Paragraph,
    Part,
    Report,
    Span,
    Style,
    Table,
    Tiles,
)
from mapper.reports.parts import how
from mapper.reports.words import Words, shorten

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
    "how.mapping": _(
        "A match holds where the text is the same; with it, and with nothing else, goes the decision that a person"
        " took."
    ),
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
    "holds": _("holds"),
    "again": _("look at again"),
    "void": _("void"),
    "verdict": _("state"),
    "why": _("why"),
    "why.other": _("the mapping quotes another text"),
    "new.codes": _("code in the new edition"),
    "decision": _("decision that goes along"),
    "decision.before": _("decision before"),
    "sheet.changes": _("Changes"),
    "sheet.mapping": _("Mapping"),
    "swapped": _("{new} is the new edition and {old} the old one; they are compared in this order."),
}


def values(compared: Compared) -> dict[str, Any]:
    """What `diff.json` holds."""
    comparison, mapping = compared
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
        "others": mapping.others,
        "matches": [
            {
                "passage": found.match.passage,
                "framework": found.match.framework,
                "code": found.match.code,
                "probability": found.match.probability,
                "verdict": found.verdict,
                "states": list(found.states),
                "new_codes": list(found.codes),
                "decision_before": found.match.decision or None,
                "decision": found.decision or None,
            }
            for found in mapping.found
        ],
    }


_AROUND = 40
"""Characters of what both editions say that a terminal shows beside what changed."""
_LONGEST = 200


def report(compared: Compared, *, lang: str) -> Report:
    """The report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    comparison, mapping = compared
    parts = [
        _glance(comparison, mapping, t),
        *(_changed(comparison, state, t) for state in STATES),
        *([] if mapping is None else [_mapping(mapping, t)]),
    ]
    heading = t("editions", old=comparison.old.name, new=comparison.new.name)
    return Report(t, heading, parts, comparison.new.title)


def _glance(comparison: Comparison, mapping: Standings | None, t: Words) -> Part:
    same = len(comparison.of("same"))
    counts = [(state, n) for state in STATES if (n := len(comparison.of(state)))]
    lead = t("lead", old=len(comparison.old.units), new=len(comparison.new.units), same=same)
    blocks: list[Block] = [
        Paragraph(t("nothing") if same == len(comparison.changes) else lead, "lead"),
        Tiles([(t(state), n, "good" if state == "same" else "open") for state, n in counts]),
        Paragraph("   ".join(f"{t(state)}: {n}" for state, n in counts), "quiet", on=TERMINAL),
        how(t, map(t, ("how.align", "how.marks", *(() if mapping is None else ("how.mapping",))))),
    ]
    editions = [edition for edition in (comparison.old, comparison.new) if edition.facts]
    facts = [
        Facts([(edition.name, edition.title), *((t(f"facts.{name}"), _fact(v)) for name, v in edition.facts.items())])
        for edition in editions
    ]
    return Part(t("glance"), [*blocks, *([Part(t("facts"), facts)] if facts else ())])


def _fact(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _changed(comparison: Comparison, state: str, t: Words) -> Part:
    """The changes that this state names."""
    changes = [change for change in comparison.changes if change.state == state]
    columns = (
        Column(_capital(t("change")), 16, on=BOOK),
        Column(_capital(t("also")), 20, on=BOOK),
        *(
            Column(f"{_capital(t(name))} ({t(side)})", width, on=BOOK)
            for side in ("old", "new")
            for name, width in (("code", 26), ("text", 60))
        ),
        *(Column(_capital(t(name)), 30, on=BOOK) for name in ("gone", "come")),
        *(Column(_capital(t(side)), 60, on=READ) for side in ("old", "new")),
        Column(_capital(t("also")), 20, on=READ),
    )
    table = Table(columns, [_row(change, t) for change in changes], t("sheet.changes"), on=~TERMINAL)
    lines = Bullets([_line(change, t) for change in changes], on=TERMINAL)
    on = EVERYWHERE if changes and state != "same" else BOOK
    return Part(f"{_capital(t(state))} ({len(changes)})", [table, lines], id=state, on=on)


def _row(change: Change, t: Words) -> Sequence[Cell]:
    also = ", ".join(t(state) for state in change.states[1:])
    sides = [
        text
        for units in (change.old, change.new)
        for text in ("\n".join(unit.place for unit in units), "\n".join(unit.text for unit in units))
    ]
    only = [" … ".join(p.text.strip() for p in change.words if p.state == state) for state in ("gone", "new")]
    return t(change.state), also, *sides, *only, _side(change, "gone", t), _side(change, "new", t), also


def _side(change: Change, side: Style, t: Words) -> list[Span]:
    """What one edition says, run by run, below its places."""
    units = change.old if side == "gone" else change.new
    said = [Span(_place(change, unit, t), "small") for unit in units]
    if not change.words:
        return [*said, *(Span(unit.text, "line") for unit in units)]
    return [
        *said,
        *(Span(p.text, side if p.state == side else "run") for p in change.words if p.state in ("same", side)),
    ]


def _place(change: Change, unit: Unit, t: Words) -> str:
    told = [unit.place]
    if "level" in change.states:
        told.append(t("level.of", level=unit.level or t("level.none")))
    if "kind" in change.states:
        told.append(t("kind.of", kind=t.kind(unit.kind)))
    return " ".join(told)


def _line(change: Change, t: Words) -> list[Span]:
    """A change in a terminal: where, then its words, or the beginning of what is said."""
    old, new = (", ".join(dict.fromkeys(unit.place for unit in units)) for units in (change.old, change.new))
    also = ", ".join(t(state) for state in change.states[1:])
    where = (old if old == new else " → ".join(filter(None, (old, new)))) + (f" ({also})" if also else "")
    if change.words:
        words = [Span(*_around(p.text)) if p.state == "same" else Span(p.text.strip(), p.state) for p in change.words]
        return [Span(where, "code"), *words]
    text = shorten(" ".join(unit.text for unit in change.new or change.old), _LONGEST)
    levels = [unit.level or "–" for side in (change.old, change.new) for unit in side[:1]]
    return [Span(where, "code"), Span(f"{text} [{' → '.join(levels)}]" if "level" in change.states else text)]


def _around(text: str) -> tuple[str]:
    return (f"{text[:_AROUND]} … {text[-_AROUND:]}" if len(text) > 2 * _AROUND else text.strip(),)


def _mapping(mapping: Standings, t: Words) -> Part:
    """What becomes of a mapping that was made with the old edition."""
    columns = (
        Column(_capital(t("verdict")), 16),
        Column(_capital(t("why")), 26),
        Column(_capital(t("passage")), 60),
        Column(_capital(t("framework")), 12, on=BOOK),
        Column(_capital(t("code")), 26, "code"),
        Column(_capital(t("competency")), 60),
        Column(_capital(t("new.codes")), 26),
        Column(_capital(t("decision.before")), 16, on=BOOK),
        Column(_capital(t("decision")), 16),
    )
    rows = [
        (
            t(verdict), ", ".join(t(state) for state in found.states) or t("why.other"), found.match.passage,
            found.match.framework, found.match.code, found.match.statement, "\n".join(found.codes),
            found.match.decision, found.decision,
        )
        for verdict in VERDICTS
        for found in mapping.of(verdict)
    ]  # fmt: skip
    counts = {verdict: len(mapping.of(verdict)) for verdict in VERDICTS}
    lead = Paragraph(t("mapping.lead", others=mapping.others, **counts), "lead")
    return Part(t("mapping"), [lead, Table(columns, rows, t("sheet.mapping"), on=~TERMINAL)], id="mapping")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
