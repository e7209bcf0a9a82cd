"""What a school's year says: how many decisions hold, what to do next, then decisions and criteria one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.between.editions import Change, Comparison, Unit
from mapper.between.editions.mappings import CERTAIN, VERDICTS, Standing, Standings, Verdict
from mapper.between.editions.wordings import capital, side
from mapper.between.editions.year import FATES, Criterion, Fate, Year
from mapper.people.checklist.sheet import SHEET, checklist
from mapper.reports import blocks as b
from mapper.reports.clean import shorten
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.parts import how, place_of, state
from mapper.reports.words import Words

_LONGEST, _LISTED, _IN_TERMINAL = 220, 12, 6
"""Letters of a passage, codes in a sentence, rows of a table in a terminal."""


def parts(comparison: Comparison, mapping: Standings, year: Year | None, t: Words) -> list[b.Part]:
    """All of it."""
    several = year is not None and len({*year.told, *year.untold}) > 1
    decided = bool(mapping.decided())
    found = [_glance(mapping, year, t)]
    if year is not None:
        found.append(b.Part(t("next"), [b.Bullets(_steps(comparison, mapping, year, t))], id="next"))
        own = Words(t.lang, COVERAGE)
        found.append(b.Part("", [checklist(year.checklist, own)], on=b.BOOK))
    for verdict in VERDICTS:
        rows = mapping.decided(verdict) if decided else mapping.of(verdict)
        name = f"{'decisions' if decided else 'matches'}.{verdict}"
        found.append(_standing(name, rows, t, several=several))
        rest = [one for one in mapping.of(verdict) if decided and not one.match.decision]
        found.append(_standing(f"matches.{verdict}", rest, t, several=several, on=b.BOOK))
    if year is not None:
        found += [_criteria(fate, year.of(fate), t, several=several) for fate in FATES]
    return found


def _glance(mapping: Standings, year: Year | None, t: Words) -> b.Part:
    decided = mapping.decided()
    counts = {one: len(mapping.decided(one) if decided else mapping.of(one)) for one in VERDICTS}
    if decided:
        lead = t("decisions.lead", n=len(decided), **counts)
    else:
        lead = t("mapping.lead", others=mapping.others, **counts)
    blocks: list[b.Block] = [b.Paragraph(lead, "lead")]
    if year is not None and year.told:
        fates = {fate: len(year.of(fate)) for fate in FATES}
        n = sum(row.new is not None for row in year.criteria)
        blocks.append(b.Paragraph(t("criteria.lead", n=n, **{**fates, "again": fates["changed"]}), "lead"))
        tiles = [(t(fate), fates[fate], _mark(fate)) for fate in FATES]
        blocks.append(b.Tiles([*((t(one), counts[one], _mark(one)) for one in reversed(VERDICTS)), *tiles]))
        blocks.append(b.Paragraph(t("criteria.computed"), "quiet"))
    if year is not None and year.untold:
        blocks.append(b.Paragraph(t("criteria.untold", names=", ".join(year.untold)), "quiet"))
    return b.Part(t("glance"), blocks)


def _mark(name: Verdict | Fate) -> str:
    return "good" if name in ("holds", "gained") else "" if name == "kept" else "open"


def _steps(comparison: Comparison, mapping: Standings, year: Year, t: Words) -> list[str]:
    """What to do next, in order; what there is none of is left out."""
    new = comparison.new
    again = [unit.code for one in mapping.decided("again") for unit in one.change.new]
    codes = {"again": again, **{fate: [_unit(row).code for row in year.of(fate)] for fate in FATES}}
    if not any(codes[name] for name in codes if name != "kept"):
        return [t("next.nothing")]
    sheet = Words(t.lang, COVERAGE)(f"{SHEET}.sheet")
    steps = [] if year.stored else [t("next.add", name=new.name)]
    # What was decided anew need not be checked again.
    codes["changed"] = [code for code in codes["changed"] if code not in again]
    named = [name for name in ("again", "gained", "changed", "lacking", "lost") if codes[name]]
    steps += [t(f"next.{name}", codes=_some(codes[name], comparison, t), sheet=sheet) for name in named]
    programme = year.told[0] if len(year.told) == 1 else t("programme").upper()
    holds = len(mapping.decided("holds"))
    steps.append(t("next.map", holds=holds, framework=new.framework, code=new.name, programme=programme))
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _unit(row: Criterion) -> Unit:
    """The criterion as people look for it: as it is now, else as it was."""
    unit = row.new or row.old
    assert unit is not None
    return unit


def _some(codes: Sequence[str], comparison: Comparison, t: Words) -> str:
    """Codes without that of their standard, the first of many."""
    own = [
        code.removeprefix(f"{comparison.new.name}/").removeprefix(f"{comparison.old.name}/")
        for code in dict.fromkeys(codes)
    ]
    more = [t.counted("n.more", len(own) - _LISTED)] if len(own) > _LISTED else []
    return ", ".join([*own[:_LISTED], *more])


def _standing(name: str, rows: Sequence[Standing], t: Words, *, several: bool, on: b.Medium = b.EVERYWHERE) -> b.Part:
    """Decisions, or matches, of one verdict."""
    by = name.startswith("decisions")
    columns = (
        b.Column(capital(t("verdict")), 16, on=b.BOOK),
        b.Column(capital(t("why")), 26, on=b.BOOK),
        b.Column(t("programme"), 20, on=b.EVERYWHERE if several else b.BOOK),
        b.Column(t("framework"), 12, on=b.BOOK),
        *_sides(t),
        b.Column(capital(t("decision")), 14, on=b.EVERYWHERE if by else b.BOOK),
        b.Column(capital(t("decision.by")), 20, on=b.BOOK),
        b.Column(t("passage"), 60),
        b.Column(t("page"), 8, on=b.BOOK),
        b.Column(t("section"), 30, on=b.BOOK),
    )
    table = b.Table(columns, [_standing_row(one, t) for one in rows], t("sheet.mapping"), shown=_IN_TERMINAL)
    return b.Part(f"{t(name)} ({len(rows)})", [table], id=name.replace(".", "-"), on=on if rows else b.BOOK)


def _standing_row(one: Standing, t: Words) -> Sequence[b.Cell]:
    match, change = one.match, one.change
    told = t(f"why.{one.why}") if one.why else ", ".join(t(name) for name in one.states)
    old = match.statement or "\n".join(unit.text for unit in change.old)
    where = (match.code, "\n".join(one.codes), old, "\n".join(unit.text for unit in change.new))
    before = [b.Span(match.code, "small"), b.Span(old, "line")] if one.why == "quoted" else side(change, "gone", t)
    reason = "" if one.verdict == "holds" else told
    decision = [b.Span(t(f"decision.{match.decision}"), "strong")] if match.decision else []
    smaller = [b.Span(text, "small") for text in (match.by, reason) if text]
    return (
        t(one.verdict), told, match.programme, match.framework, *where, before, _now(change, t), [*decision, *smaller],
        match.by, _quoted(match.passage, match.page, match.section, t) if match.passage else t("decision.criterion"),
        match.page, match.section,
    )  # fmt: skip


def _sides(t: Words) -> Iterator[b.Column]:
    """Both editions: in a workbook codes and wordings apart, elsewhere with the words that changed."""
    for name, width in (("code.old", 26), ("code.new", 26), ("text.old", 50), ("text.new", 50)):
        yield b.Column(capital(t(name)), width, on=b.BOOK)
    for name in ("old", "new"):
        yield b.Column(capital(t(name)), 40, on=b.SHOWN)


def _now(change: Change, t: Words) -> list[b.Span]:
    """What the new edition says; only where it stands if that is what the old one said."""
    if change.new and set(change.states) <= CERTAIN:
        return [b.Span(change.new[0].place, "small"), b.Span(t("same"), "small")]
    return side(change, "new", t)


def _quoted(text: str, page: int | None, section: str, t: Words) -> list[b.Span]:
    place = place_of(page, [section] if section else [], t)
    return [b.Span(shorten(" ".join(text.split()), _LONGEST), "line", lang=""), b.Span(place, "small", lang="")]


def _criteria(fate: Fate, rows: Sequence[Criterion], t: Words, *, several: bool) -> b.Part:
    """Criteria of one fate, with the passages that show them."""
    columns = (
        b.Column(capital(t("fate")), 20, on=b.BOOK),
        b.Column(capital(t("why")), 26, on=b.BOOK),
        b.Column(t("programme"), 20, on=b.EVERYWHERE if several else b.BOOK),
        *_sides(t),
        b.Column(capital(t("result.old")), 14, on=b.BOOK),
        b.Column(capital(t("result.new")), 14, on=b.BOOK),
        b.Column(t("state"), 16, on=b.SHOWN),
        b.Column(t("passage"), 60, on=b.EVERYWHERE if fate != "lacking" else b.BOOK),
        b.Column(t("page"), 8, on=b.BOOK),
        b.Column(t("section"), 30, on=b.BOOK),
    )
    table = b.Table(columns, [_criterion_row(row, t) for row in rows], t("sheet.criteria"), shown=_IN_TERMINAL)
    on = b.EVERYWHERE if rows and fate != "kept" else b.BOOK
    return b.Part(f"{t(fate)} ({len(rows)})", [table], id=fate, on=on)


def _criterion_row(row: Criterion, t: Words) -> Sequence[b.Cell]:
    change, old, new = row.change, row.old, row.new
    codes = (old.code if old else "", new.code if new else "", old.text if old else "", new.text if new else "")
    results = tuple(t(one) if one else "" for one in (row.before, row.now))
    shown = [*state(row.before, t)] if row.before else []
    first = row.passages[0] if row.passages else None
    passage = _quoted(first.text, first.page, " › ".join(first.section), t) if first else ""
    arrow = [b.Span("→")] if row.before and row.now else []
    return (
        t(row.fate), ", ".join(t(one) for one in change.states), row.programme, *codes,
        _part(change, old, "gone", t), _part(change, new, "new", t), *results,
        [*shown, *arrow, *(state(row.now, t) if row.now else [])], passage,
        first.page if first else None, " › ".join(first.section) if first else "",
    )  # fmt: skip


def _part(change: Change, unit: Unit | None, which: b.Style, t: Words) -> list[b.Span]:
    """What one edition says of a criterion, with the words that changed where it is one before and one now."""
    if unit is None:
        return []
    if len(change.old) <= 1 and len(change.new) <= 1:
        return _now(change, t) if which == "new" else side(change, which, t)
    return [b.Span(unit.place, "small"), b.Span(unit.text, "line")]


def last(comparison: Comparison, t: Words) -> Iterator[b.Part]:
    """Where all changes stand, what the editions say of themselves, how to read all this."""
    where = b.Paragraph(t("changes.where", sheet=t("sheet.changes")), "quiet")
    sentences = map(t, ("how.align", "how.marks", "how.mapping"))
    yield b.Part(t("how.more"), [where, how(t, sentences), *facts(comparison, t)])


def facts(comparison: Comparison, t: Words) -> list[b.Block]:
    """What the editions say of themselves."""
    rows = [
        b.Facts([(edition.name, edition.title), *((t(f"facts.{name}"), _fact(v)) for name, v in edition.facts.items())])
        for edition in (comparison.old, comparison.new)
        if edition.facts
    ]
    return [b.Part(t("facts"), rows)] if rows else []


def _fact(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
