"""What else a programme was read for: needs of every trade, green skills, what standards bring with them, staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora import Passage
from mapper.industry.transversal.records import Area, NamedStandard, Need
from mapper.programmes.coverage.records import Supplement
from mapper.programmes.facilities.records import Brought
from mapper.reports.blocks import (
    BOOK,
    PAGE,
    TERMINAL,
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Paragraph,
    Part,
    Span,
    Table,
    Words,
    shorten,
)
from mapper.reports.parts import SHOWN_ROWS, place_of

_LONGEST = 160
_NONE = Brought("", "", (), True, (), ())


def needs(supplements: Sequence[Supplement], names: Sequence[str], t: Words) -> Part:
    """The needs of every trade and the green skills, programme by programme."""
    found = list(zip(names, supplements, strict=False))
    parts = [
        Part(name if len(names) > 1 else "", [*(_need(need, t) for need in of.needs), _green(of, t)], on=PAGE)
        for name, of in found
    ]
    columns = (
        Column(t("programme"), 24), Column(t("need"), 24), Column(t("need.taught"), 12), Column(t("others.ads"), 10),
        Column(t("need.lacking"), 20), Column(t("need.standards.head"), 60), Column(t("passages.named"), 80),
    )  # fmt: skip
    rows = [
        (
            name, t.of(need.title), _answer(need.taught, t), need.asking, _answer(need.lacking, t),
            "; ".join(_named(one, t) for one in need.standards),
            "\n".join(f"{t(f'use.{one.use}')}: {one.passage.text}" for one in need.findings),
        )
        for name, of in found
        for need in of.needs
    ]  # fmt: skip
    green = [
        (name, one.statement, _answer(one.taught, t), "\n".join(p.text for p in one.passages))
        for name, of in found
        for one in of.green
        if one.passages
    ]
    of_green = (columns[0], Column(t("green"), 60), columns[2], columns[-1])
    blocks: list[Block] = [
        Paragraph(t("needs.how"), on=PAGE),
        *parts,
        Table(columns, rows, t("sheet.needs"), on=BOOK),
        Table(of_green, green, t("sheet.green"), on=BOOK),
    ]
    return Part(t("needs"), blocks, id="needs", on=~TERMINAL)


def _need(need: Need, t: Words) -> Part:
    taught = [Span(_answer(need.taught, t), "strong")]
    facts: list[tuple[str, Cell]] = [
        (t("need.taught"), [*taught, Span(t("need.lacking"), "strong")] if need.lacking else taught)
    ]
    if need.ads:
        asked = t("need.ads", asking=need.asking, ads=need.ads)
        told = ", ".join(f"{level} ({n})" for level, n in sorted(need.levels.items()))
        facts.append((t("need.asked"), f"{asked}. {t('need.levels')}{told}" if told else asked))
    if need.standards:
        facts.append((t("need.standards.head"), "; ".join(_named(one, t) for one in need.standards)))
    if need.areas:
        facts.append((t("need.areas"), "; ".join(_area(area, need.ads, t) for area in need.areas)))
    findings = [
        [Span(t(f"use.{one.use}"), "strong"), Span(f"«{one.words}»"), Span(one.cue.level or one.cue.band or ""),
         *_where(one.passage, t)]
        for one in need.findings
    ]  # fmt: skip
    blocks: list[Block] = [Facts(facts, on=PAGE)]
    if findings:
        blocks.append(Part(t("passages.named"), [Bullets(findings, SHOWN_ROWS)], count=len(findings), folded="folded"))
    examples = [[Span(f"«{one.text}»", lang="")] for one in need.examples]
    return Part(t.of(need.title), [*blocks, *([Bullets(examples)] if examples else ())], kind="card", on=PAGE)


def _area(area: Area, ads: int, t: Words) -> str:
    said = f"{t.of(area.title)}: {t('use.outcome') if area.taught else t('no')}"
    return f"{said}, {t('need.ads', asking=area.ads, ads=ads)}" if ads else said


def _green(of: Supplement, t: Words) -> Part:
    skills = [
        [Span(one.statement), Span(f"({t('use.outcome' if one.taught else 'use.mention')})", "strong"),
         *_where(one.passages[0], t)]
        for one in of.green
        if one.passages
    ]  # fmt: skip
    if not skills:
        return Part(t("green"), [Paragraph(t("green.none"))], on=PAGE)
    return Part(t("green"), [Paragraph(t("green.how")), Bullets(skills, SHOWN_ROWS)], on=PAGE)


def brings(supplements: Sequence[Supplement], names: Sequence[str], t: Words) -> Part:
    """Rooms, equipment, places of learning and staff, standard by standard."""
    found = list(zip(names, supplements, strict=False))
    parts = []
    for name, of in found:
        blocks: list[Block] = []
        if of.marked:
            marked = [[Span(t(f"setting.{one.dual}"), "strong"), *_where(one, t)] for one in of.marked]
            told = Part(t("passages.named"), [Bullets(marked)], count=len(marked), folded="folded")
            blocks.append(Part(t("dual.marks"), [Paragraph(t("dual.marks.how", n=len(marked))), told]))
        for standard in of.standards:
            blocks += [_equipment(name, standard, t), *_dual(name, standard, len(names) == 1, t)]
        rows = [("", p.text, "", t(f"setting.{p.dual}"), t("by.programme"), t("dual.marks")) for p in of.marked]
        blocks.append(replace(_criteria(name, _NONE, t), rows=rows, on=BOOK))
        if of.unused_changes:
            blocks.append(Paragraph(t("unused_changes", codes=", ".join(of.unused_changes)), "warning"))
        parts.append(Part(name if len(names) > 1 else "", [*blocks, _staff(name, of, t)]))
    # Where no standard is shown, its sheets stand all the same.
    sheets = Part("", [_things("", _NONE, t), _criteria("", _NONE, t)], on=BOOK)
    return Part(t("brings"), [*parts, sheets], id="brings", on=~TERMINAL)


def _equipment(name: str, standard: Brought, t: Words) -> Part:
    how = t("equipment.how") if standard.said else f"{t('equipment.how')} {t('equipment.unsaid')}"
    quoted = [Paragraph([Span(sentence, lang="")], "quiet") for sentence in standard.practice]
    none = [] if standard.resources else [Paragraph(t("equipment.none"))]
    return Part(f"{t('equipment')}: {standard.code}", [Paragraph(how), *quoted, *none, _things(name, standard, t)])


def _things(name: str, standard: Brought, t: Words) -> Table:
    columns = (Column(t("thing"), 40), Column(t("kind"), 12), Column(t("origin"), 30), Column(t("named"), 80))
    rows = [
        (one.name, t(f"thing.{one.kind}"), t(f"origin.{one.origin}", code=one.code), _said(one.named, t))
        for one in standard.resources
    ]
    before = (Column(t("programme"), 24), name), (Column(t("standard"), 14), standard.code)
    return Table(columns, rows, t("sheet.equipment"), before, on=PAGE | BOOK)


def _dual(name: str, standard: Brought, alone: bool, t: Words) -> list[Block]:
    if not standard.dual:
        return []
    settings = [one.setting for one in standard.dual]
    counts = ", ".join(f"{t(f'setting.{s}')} {settings.count(s)}" for s in ("school", "company", "both"))
    how = f"{t('dual.how')} {t('dual.sheet')}" if alone else t("dual.how")
    table = Part(f"{t('criteria.of')} ({counts})", [_criteria(name, standard, t)], folded="folded")
    return [Part(f"{t('dual')}: {standard.code}", [Paragraph(how), table])]


def _criteria(name: str, standard: Brought, t: Words) -> Table:
    columns = (
        Column(t("code"), 26, "code"), Column(t("criterion"), 60), Column(t("kind"), 20), Column(t("dual.setting"), 12),
        Column(t("dual.by"), 14), Column(t("why"), 60),
    )  # fmt: skip
    rows = [
        (one.code, one.statement, t.kind(one.kind), t(f"setting.{one.setting}"), t(f"by.{one.by}"),
         t.of(one.why))
        for one in standard.dual
    ]  # fmt: skip
    return Table(columns, rows, t("sheet.dual"), ((Column(t("programme"), 24), name),), on=PAGE | BOOK)


def _staff(name: str, of: Supplement, t: Words) -> Part:
    columns = (
        Column(t("standard"), 14, "code"), Column(t("title.of"), 60, joined=t("standard")), Column(t("purpose"), 40),
        Column(t("named"), 80),
    )  # fmt: skip
    rows = [
        (one.code, t("need.absent") if one.absent else one.title or t("title.unloaded"),
         t.of(one.purpose), _said(one.named, t))
        for one in of.staff
    ]  # fmt: skip
    table = Table(columns, rows, t("sheet.staff"), ((Column(t("programme"), 24), name),), on=PAGE | BOOK)
    return Part(t("staff"), [table])


def _said(passages: Sequence[Passage], t: Words) -> list[Span]:
    """Where a programme names something."""
    if not passages:
        return [Span(t("named.no"), "state", "no")]
    return [span for one in passages for span in _where(one, t)]


def _where(passage: Passage, t: Words) -> list[Span]:
    text = Span(shorten(passage.text, _LONGEST), "line", lang="")
    return [text, Span(place_of(passage.page, passage.section, t), "small", lang="")]


def _named(standard: NamedStandard, t: Words) -> str:
    if standard.absent:
        return f"{standard.code} ({t('need.absent')})"
    return f"{standard.code} {standard.title or ''}".strip()


def _answer(value: object, t: Words) -> str:
    return t("yes") if value else t("no")
