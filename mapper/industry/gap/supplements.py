"""What else a programme was read for: needs of every trade, green skills, what standards bring with them, staff."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Passage
from mapper.industry.transversal import NamedStandard, Need, level_in_both
from mapper.programmes.coverage import Supplement
from mapper.programmes.facilities import Resource
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns, shorten
from mapper.reports.parts import SHOWN_ROWS, format_place

_LONGEST = 160


def needs(supplements: Sequence[Supplement], names: Sequence[str], t: Words) -> b.Section:
    """Return the needs of every trade and the green skills, programme by programme."""
    found = list(zip(names, supplements, strict=False))
    parts = [
        b.Section(name if len(names) > 1 else "", [*(_need(need, t) for need in of.needs), _green(of, t)], on=b.PAGE)
        for name, of in found
    ]
    of_needs = "programme:24 need:24 need.taught:12 demand:10 need.lacking:20 need.standards.head:60"
    rows = [
        (
            name, t.translate(need.title), _answer(need.taught, t), need.asking, _answer(need.lacking, t),
            "; ".join(_standard_name(one, t) for one in need.standards),
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
    of_green = "programme:24 green:60 need.taught:12 passages.named:80"
    blocks: list[b.Block] = [
        b.Paragraph(t("needs.how"), on=b.PAGE),
        *parts,
        b.Table(parse_columns(f"{of_needs} passages.named:80", t), rows, t("sheet.needs"), on=b.BOOK),
        b.Table(parse_columns(of_green, t), green, t("green"), on=b.BOOK),
    ]
    return b.Section(t("needs"), blocks, id="needs", on=~b.TERMINAL)


def _need(need: Need, t: Words) -> b.Section:
    taught = _answer(need.taught, t) + (f" · {t('need.lacking')}" if need.lacking else "")
    facts: list[tuple[str, b.Cell]] = [(t("need.taught"), [b.Span(taught, "strong")])]
    if need.ads:
        asked = t("need.ads", asking=need.asking, ads=need.ads)
        told = ", ".join(
            f"{t.translate(level_in_both(level)) or t.gettext('no level')} ({n})" for level, n in need.levels.items()
        )
        facts.append((t.gettext("Asked for by"), f"{asked}. {t('need.levels')}{told}" if told else asked))
    if need.standards:
        facts.append((t("need.standards.head"), "; ".join(_standard_name(one, t) for one in need.standards)))
    if need.areas:
        said = [
            f"{t.translate(area.title)}: {t('use.outcome') if area.taught else t('no')}"
            + (f", {t('need.ads', asking=area.ads, ads=need.ads)}" if need.ads else "")
            for area in need.areas
        ]
        facts.append((t.gettext("Areas of DigComp"), "; ".join(said)))
    findings = [
        [b.Span(t(f"use.{one.use}"), "strong"), b.Span(t.in_quotes(one.words)),
         b.Span(one.cue.level or one.cue.band or ""), *_where(one.passage, t)]
        for one in need.findings
    ]  # fmt: skip
    blocks: list[b.Block] = [b.Facts(facts, on=b.PAGE)]
    if findings:
        blocks.append(_folded(t("passages.named"), findings, SHOWN_ROWS))
    if need.examples:
        blocks.append(b.Bullets([[b.Span(t.in_quotes(one.text), lang="")] for one in need.examples]))
    return b.Section(t.translate(need.title), blocks, kind="card", on=b.PAGE)


def _folded(title: str, items: Sequence[list[b.Span]], most: int | None = None) -> b.Section:
    return b.Section(title, [b.Bullets(items, most)], count=len(items), folded="folded")


def _green(of: Supplement, t: Words) -> b.Section:
    skills = [
        [b.Span(one.statement), b.Span(f"({t('use.outcome' if one.taught else 'use.mention')})", "strong"),
         *_where(one.passages[0], t)]
        for one in of.green
        if one.passages
    ]  # fmt: skip
    if not skills:
        return b.Section(t("green"), [b.Paragraph(t("green.none"))], on=b.PAGE)
    return b.Section(t("green"), [b.Paragraph(t("green.how")), b.Bullets(skills, SHOWN_ROWS)], on=b.PAGE)


def brings(supplements: Sequence[Supplement], names: Sequence[str], t: Words) -> b.Section:
    """Return rooms, equipment, places of learning and staff, standard by standard."""
    alone = len(names) == 1
    parts = []
    for name, of in zip(names, supplements, strict=False):
        blocks: list[b.Block] = []
        if of.marked:
            marked = [[b.Span(t(f"setting.{one.dual}"), "strong"), *_where(one, t)] for one in of.marked]
            told = _folded(t("passages.named"), marked)
            blocks.append(b.Section(t("dual.marks"), [b.Paragraph(t("dual.marks.how", n=len(marked))), told]))
        for standard in of.standards:
            how = t("equipment.how") if standard.said else f"{t('equipment.how')} {t('equipment.unsaid')}"
            lines = [b.Paragraph(how), *(b.Paragraph([b.Span(said, lang="")], "quiet") for said in standard.practice)]
            lines += [] if standard.resources else [b.Paragraph(t.gettext("Nothing was found in the standard."))]
            blocks.append(
                b.Section(
                    f"{t('equipment')}: {standard.code}", [*lines, _things(name, standard.code, standard.resources, t)]
                )
            )
            if standard.dual:
                settings = [one.setting for one in standard.dual]
                rows = [
                    (
                        s.code,
                        s.statement,
                        t.kind(s.kind),
                        t(f"setting.{s.setting}"),
                        t(f"by.{s.by}"),
                        t.translate(s.why),
                    )
                    for s in standard.dual
                ]
                counts = ", ".join(f"{t(f'setting.{s}')} {settings.count(s)}" for s in ("school", "company", "both"))
                table = b.Section(f"{t('criteria.of')} ({counts})", [_criteria(name, rows, t)], folded="folded")
                how = f"{t('dual.how')} {t('dual.sheet')}" if alone else t("dual.how")
                blocks.append(b.Section(f"{t('dual')}: {standard.code}", [b.Paragraph(how), table]))
        rows = [("", p.text, "", t(f"setting.{p.dual}"), t("by.programme"), t("dual.marks")) for p in of.marked]
        blocks.append(_criteria(name, rows, t, b.BOOK))
        if of.unused_changes:
            blocks.append(b.Paragraph(t("unused_changes", codes=", ".join(of.unused_changes)), "warning"))
        parts.append(b.Section("" if alone else name, [*blocks, _staff(name, of, t)]))
    # Where no standard is shown, its sheets stand all the same.
    sheets = b.Section("", [_things("", "", (), t), _criteria("", (), t)], on=b.BOOK)
    return b.Section(t("brings"), [*parts, sheets], id="brings", on=~b.TERMINAL)


def _things(name: str, code: str, resources: Sequence[Resource], t: Words) -> b.Table:
    nowhere = t.gettext("not named where it tells of rooms, equipment or staff")
    rows = [
        (one.name, t(f"thing.{one.kind}"), t(f"origin.{one.origin}", code=one.code), _places(one.named, t, nowhere))
        for one in resources
    ]
    before = (b.Column(t("programme"), 24), name), (b.Column(t("standard"), 14), code)
    columns = parse_columns("reading.what:40 kind:12 origin:30 named:80", t)
    return b.Table(columns, rows, t("equipment"), before, on=b.PAGE | b.BOOK)


def _criteria(name: str, rows: Sequence[Sequence[b.Cell]], t: Words, on: b.Medium = b.PAGE | b.BOOK) -> b.Table:
    columns = parse_columns("code:26:code criterion:60 kind:20 dual.setting:12 dual.by:14 why:60", t)
    return b.Table(columns, rows, t("sheet.dual"), ((b.Column(t("programme"), 24), name),), on=on)


def _staff(name: str, of: Supplement, t: Words) -> b.Section:
    columns = parse_columns("standard:14:code title.of:60:name purpose:40 named:80", t)
    rows = [
        (one.code, t("need.absent") if one.absent else one.title or t("title.unloaded"),
         t.translate(one.purpose), _places(one.named, t, t.gettext("not named")))
        for one in of.staff
    ]  # fmt: skip
    before = ((b.Column(t("programme"), 24), name),)
    return b.Section(t("staff"), [b.Table(columns, rows, t("sheet.staff"), before, on=b.PAGE | b.BOOK)])


def _places(passages: Sequence[Passage], t: Words, nowhere: str) -> list[b.Span]:
    """Return where a programme names something, else what to say of where it was looked for."""
    return [span for one in passages for span in _where(one, t)] or [b.Span(nowhere, "state", "no")]


def _where(passage: Passage, t: Words) -> list[b.Span]:
    text = b.Span(shorten(passage.text, _LONGEST), "line", lang="")
    return [text, b.Span(format_place(passage.page, passage.section, t), "small", lang="")]


def _standard_name(standard: NamedStandard, t: Words) -> str:
    if standard.absent:
        return f"{standard.code} ({t('need.absent')})"
    return f"{standard.code} {standard.title or ''}".strip()


def _answer(value: object, t: Words) -> str:
    return t("yes") if value else t("no")
