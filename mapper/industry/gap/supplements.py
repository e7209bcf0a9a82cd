"""What else a programme was read for: needs of every trade, green skills, what standards bring with them, staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora import Passage
from mapper.industry.transversal.records import Area, NamedStandard, Need
from mapper.programmes.coverage.records import Supplement
from mapper.programmes.facilities.records import Brought
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, shorten
from mapper.reports.parts import SHOWN_ROWS, place_of

_LONGEST = 160
_NONE = Brought("", "", (), True, (), ())


def needs(supplements: Sequence[Supplement], names: Sequence[str], t: Words) -> b.Part:
    """The needs of every trade and the green skills, programme by programme."""
    found = list(zip(names, supplements, strict=False))
    parts = [
        b.Part(name if len(names) > 1 else "", [*(_need(need, t) for need in of.needs), _green(of, t)], on=b.PAGE)
        for name, of in found
    ]
    columns = (
        b.Column(t("programme"), 24), b.Column(t("need"), 24), b.Column(t("need.taught"), 12), b.Column(t("others.ads"), 10),
        b.Column(t("need.lacking"), 20), b.Column(t("need.standards.head"), 60), b.Column(t("passages.named"), 80),
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
    of_green = (columns[0], b.Column(t("green"), 60), columns[2], columns[-1])
    blocks: list[b.Block] = [
        b.Paragraph(t("needs.how"), on=b.PAGE),
        *parts,
        b.Table(columns, rows, t("sheet.needs"), on=b.BOOK),
        b.Table(of_green, green, t("sheet.green"), on=b.BOOK),
    ]
    return b.Part(t("needs"), blocks, id="needs", on=~b.TERMINAL)


def _need(need: Need, t: Words) -> b.Part:
    taught = [b.Span(_answer(need.taught, t), "strong")]
    facts: list[tuple[str, b.Cell]] = [
        (t("need.taught"), [*taught, b.Span(t("need.lacking"), "strong")] if need.lacking else taught)
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
        [b.Span(t(f"use.{one.use}"), "strong"), b.Span(f"«{one.words}»"), b.Span(one.cue.level or one.cue.band or ""),
         *_where(one.passage, t)]
        for one in need.findings
    ]  # fmt: skip
    blocks: list[b.Block] = [b.Facts(facts, on=b.PAGE)]
    if findings:
        blocks.append(
            b.Part(t("passages.named"), [b.Bullets(findings, SHOWN_ROWS)], count=len(findings), folded="folded")
        )
    examples = [[b.Span(f"«{one.text}»", lang="")] for one in need.examples]
    return b.Part(t.of(need.title), [*blocks, *([b.Bullets(examples)] if examples else ())], kind="card", on=b.PAGE)


def _area(area: Area, ads: int, t: Words) -> str:
    said = f"{t.of(area.title)}: {t('use.outcome') if area.taught else t('no')}"
    return f"{said}, {t('need.ads', asking=area.ads, ads=ads)}" if ads else said


def _green(of: Supplement, t: Words) -> b.Part:
    skills = [
        [b.Span(one.statement), b.Span(f"({t('use.outcome' if one.taught else 'use.mention')})", "strong"),
         *_where(one.passages[0], t)]
        for one in of.green
        if one.passages
    ]  # fmt: skip
    if not skills:
        return b.Part(t("green"), [b.Paragraph(t("green.none"))], on=b.PAGE)
    return b.Part(t("green"), [b.Paragraph(t("green.how")), b.Bullets(skills, SHOWN_ROWS)], on=b.PAGE)


def brings(supplements: Sequence[Supplement], names: Sequence[str], t: Words) -> b.Part:
    """Rooms, equipment, places of learning and staff, standard by standard."""
    found = list(zip(names, supplements, strict=False))
    parts = []
    for name, of in found:
        blocks: list[b.Block] = []
        if of.marked:
            marked = [[b.Span(t(f"setting.{one.dual}"), "strong"), *_where(one, t)] for one in of.marked]
            told = b.Part(t("passages.named"), [b.Bullets(marked)], count=len(marked), folded="folded")
            blocks.append(b.Part(t("dual.marks"), [b.Paragraph(t("dual.marks.how", n=len(marked))), told]))
        for standard in of.standards:
            blocks += [_equipment(name, standard, t), *_dual(name, standard, len(names) == 1, t)]
        rows = [("", p.text, "", t(f"setting.{p.dual}"), t("by.programme"), t("dual.marks")) for p in of.marked]
        blocks.append(replace(_criteria(name, _NONE, t), rows=rows, on=b.BOOK))
        if of.unused_changes:
            blocks.append(b.Paragraph(t("unused_changes", codes=", ".join(of.unused_changes)), "warning"))
        parts.append(b.Part(name if len(names) > 1 else "", [*blocks, _staff(name, of, t)]))
    # Where no standard is shown, its sheets stand all the same.
    sheets = b.Part("", [_things("", _NONE, t), _criteria("", _NONE, t)], on=b.BOOK)
    return b.Part(t("brings"), [*parts, sheets], id="brings", on=~b.TERMINAL)


def _equipment(name: str, standard: Brought, t: Words) -> b.Part:
    how = t("equipment.how") if standard.said else f"{t('equipment.how')} {t('equipment.unsaid')}"
    quoted = [b.Paragraph([b.Span(sentence, lang="")], "quiet") for sentence in standard.practice]
    none = [] if standard.resources else [b.Paragraph(t("equipment.none"))]
    return b.Part(f"{t('equipment')}: {standard.code}", [b.Paragraph(how), *quoted, *none, _things(name, standard, t)])


def _things(name: str, standard: Brought, t: Words) -> b.Table:
    columns = (b.Column(t("thing"), 40), b.Column(t("kind"), 12), b.Column(t("origin"), 30), b.Column(t("named"), 80))
    rows = [
        (one.name, t(f"thing.{one.kind}"), t(f"origin.{one.origin}", code=one.code), _said(one.named, t))
        for one in standard.resources
    ]
    before = (b.Column(t("programme"), 24), name), (b.Column(t("standard"), 14), standard.code)
    return b.Table(columns, rows, t("sheet.equipment"), before, on=b.PAGE | b.BOOK)


def _dual(name: str, standard: Brought, alone: bool, t: Words) -> list[b.Block]:
    if not standard.dual:
        return []
    settings = [one.setting for one in standard.dual]
    counts = ", ".join(f"{t(f'setting.{s}')} {settings.count(s)}" for s in ("school", "company", "both"))
    how = f"{t('dual.how')} {t('dual.sheet')}" if alone else t("dual.how")
    table = b.Part(f"{t('criteria.of')} ({counts})", [_criteria(name, standard, t)], folded="folded")
    return [b.Part(f"{t('dual')}: {standard.code}", [b.Paragraph(how), table])]


def _criteria(name: str, standard: Brought, t: Words) -> b.Table:
    columns = (
        b.Column(t("code"), 26, "code"), b.Column(t("criterion"), 60), b.Column(t("kind"), 20), b.Column(t("dual.setting"), 12),
        b.Column(t("dual.by"), 14), b.Column(t("why"), 60),
    )  # fmt: skip
    rows = [
        (one.code, one.statement, t.kind(one.kind), t(f"setting.{one.setting}"), t(f"by.{one.by}"),
         t.of(one.why))
        for one in standard.dual
    ]  # fmt: skip
    return b.Table(columns, rows, t("sheet.dual"), ((b.Column(t("programme"), 24), name),), on=b.PAGE | b.BOOK)


def _staff(name: str, of: Supplement, t: Words) -> b.Part:
    columns = (
        b.Column(t("standard"), 14, "code"), b.Column(t("title.of"), 60, joined=t("standard")), b.Column(t("purpose"), 40),
        b.Column(t("named"), 80),
    )  # fmt: skip
    rows = [
        (one.code, t("need.absent") if one.absent else one.title or t("title.unloaded"),
         t.of(one.purpose), _said(one.named, t))
        for one in of.staff
    ]  # fmt: skip
    table = b.Table(columns, rows, t("sheet.staff"), ((b.Column(t("programme"), 24), name),), on=b.PAGE | b.BOOK)
    return b.Part(t("staff"), [table])


def _said(passages: Sequence[Passage], t: Words) -> list[b.Span]:
    """Where a programme names something."""
    if not passages:
        return [b.Span(t("named.no"), "state", "no")]
    return [span for one in passages for span in _where(one, t)]


def _where(passage: Passage, t: Words) -> list[b.Span]:
    text = b.Span(shorten(passage.text, _LONGEST), "line", lang="")
    return [text, b.Span(place_of(passage.page, passage.section, t), "small", lang="")]


def _named(standard: NamedStandard, t: Words) -> str:
    if standard.absent:
        return f"{standard.code} ({t('need.absent')})"
    return f"{standard.code} {standard.title or ''}".strip()


def _answer(value: object, t: Words) -> str:
    return t("yes") if value else t("no")
