"""What a school's year says: how many decisions hold, what to do next, then decisions and criteria one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.between.editions import Comparison, Unit
from mapper.between.editions.mappings import VERDICTS, Standing, Standings
from mapper.between.editions.wordings import capital, cut, together
from mapper.between.editions.year import FATES, Criterion, Fate, Year
from mapper.people.checklist.sheet import SHEET, checklist
from mapper.reports import blocks as b
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.parts import how, place_of, state
from mapper.reports.words import Words

_LISTED, _IN_TERMINAL = 12, 5
"""Codes in a sentence, lines of a list in a terminal."""


def parts(comparison: Comparison, mapping: Standings, year: Year | None, t: Words) -> list[b.Part]:
    """All of it."""
    several = year is not None and len({*year.told, *year.untold}) > 1
    decided = bool(mapping.decided())
    found = [_glance(mapping, year, t)]
    if year is not None:
        steps = _steps(comparison, mapping, year, t)
        numbered = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
        found.append(b.Part(t("next"), [b.Bullets(steps, on=b.READ), b.Bullets(numbered, on=b.TERMINAL)], id="next"))
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
        blocks.append(b.Paragraph(t("criteria.lead", n=n, **fates), "lead"))
        blocks.append(b.Paragraph(t("criteria.computed"), "quiet"))
    if year is not None and year.untold:
        blocks.append(b.Paragraph(t("criteria.untold", names=", ".join(year.untold)), "quiet"))
    return b.Part(t("glance"), blocks)


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
    return steps


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
    """Decisions, or matches, of one verdict: a criterion's stand together, but in the workbook."""
    columns = (
        b.Column(capital(t("verdict")), 16),
        b.Column(capital(t("why")), 26),
        b.Column(t("programme"), 20),
        b.Column(t("framework"), 12),
        *_sides(t),
        b.Column(capital(t("decision")), 14),
        b.Column(capital(t("decision.by")), 20),
        b.Column(t("passage"), 60),
        b.Column(t("page"), 8),
        b.Column(t("section"), 30),
    )
    of_criteria: dict[tuple[str, str], list[Standing]] = {}
    for one in rows:
        of_criteria.setdefault((one.match.programme, one.match.code), []).append(one)
    told = [_together(found, t, several=several) for found in of_criteria.values()]
    heads = (b.Column(t("criterion"), 60), b.Column(capital(t("decision" if "decisions" in name else "passage")), 60))
    blocks: list[b.Block] = [
        b.Table(columns, [_standing_row(one, t) for one in rows], t("sheet.mapping"), on=b.BOOK),
        b.Table(heads, told, on=b.READ),
    ]
    if not name.endswith("holds"):  # what needs nothing done is only counted in a terminal
        blocks.append(b.Bullets([_standing_line(one, t) for one in rows], _IN_TERMINAL, on=b.TERMINAL))
    return b.Part(f"{t(name)} ({len(rows)})", blocks, id=name.replace(".", "-"), on=on if rows else b.BOOK)


def _sides(t: Words) -> Iterator[b.Column]:
    """Both editions, codes and wordings."""
    for name, width in (("code.old", 26), ("code.new", 26), ("text.old", 50), ("text.new", 50)):
        yield b.Column(capital(t(name)), width)


def _standing_row(one: Standing, t: Words) -> Sequence[b.Cell]:
    match, change = one.match, one.change
    old = match.statement or "\n".join(unit.text for unit in change.old)
    return (
        t(one.verdict), _why(one, t), match.programme, match.framework, match.code, "\n".join(one.codes), old,
        "\n".join(unit.text for unit in change.new), t(f"decision.{match.decision}") if match.decision else "",
        match.by, match.passage or t("decision.criterion"), match.page, match.section,
    )  # fmt: skip


def _why(one: Standing, t: Words) -> str:
    return t(f"why.{one.why}") if one.why else ", ".join(t(name) for name in one.states)


def _together(found: Sequence[Standing], t: Words, *, several: bool) -> Sequence[b.Cell]:
    """A criterion with all that was decided of it."""
    first = found[0]
    said = together(first.change, t)
    if first.why == "quoted":
        said = [said[0], b.Span(cut(first.match.statement), "line")]
    if several:
        said.append(b.Span(first.match.programme, "small"))
    decided = [b.Span(" ".join(span.text for span in _decision(one, t)), "line") for one in found]
    people = ", ".join(dict.fromkeys(one.match.by for one in found if one.match.by))
    why = "" if first.verdict == "holds" else _why(first, t)
    return said, [*decided, b.Span(" · ".join(filter(None, (people, why))), "small")]


def _decision(one: Standing, t: Words) -> list[b.Span]:
    match = one.match
    word = [b.Span(f"{t(f'decision.{match.decision}')}:", "strong")] if match.decision else []
    if not match.text_id and match.decision:
        return [*word, b.Span(t("decision.criterion"))]
    return [*word, *_quoted(match.passage, match.page, match.section, t)]


def _standing_line(one: Standing, t: Words) -> list[b.Span]:
    """A decision in a terminal."""
    codes = " → ".join(dict.fromkeys([one.match.code, *one.codes]))
    people = [b.Span(f"({one.match.by})")] if one.match.by else []
    return [b.Span(codes, "code"), *_decision(one, t), *people]


def _quoted(text: str, page: int | None, section: str, t: Words) -> list[b.Span]:
    """The beginning of a passage with its page, or where there are none, with the heading above it."""
    place = section.rpartition(" › ")[2] if page is None else place_of(page, (), t)
    return [b.Span(cut(text), lang=""), *([b.Span(f"({place})")] if place else [])]


def _criteria(fate: Fate, rows: Sequence[Criterion], t: Words, *, several: bool) -> b.Part:
    """Criteria of one fate, with the passages that show them."""
    columns = (
        b.Column(capital(t("fate")), 20),
        b.Column(capital(t("why")), 26),
        b.Column(t("programme"), 20),
        *_sides(t),
        b.Column(capital(t("result.old")), 14),
        b.Column(capital(t("result.new")), 14),
        b.Column(t("passage"), 60),
        b.Column(t("page"), 8),
        b.Column(t("section"), 30),
    )
    heads = (b.Column(t("criterion"), 60), b.Column(t("state"), 60))
    blocks = [
        b.Table(columns, [_criterion_row(row, t) for row in rows], t("sheet.criteria"), on=b.BOOK),
        b.Table(heads, [_shown(row, t, several=several) for row in rows], on=b.READ),
        b.Bullets([_criterion_line(row, t) for row in rows], _IN_TERMINAL, on=b.TERMINAL),
    ]
    on = b.EVERYWHERE if rows and fate != "kept" else b.BOOK
    return b.Part(f"{t(fate)} ({len(rows)})", blocks, id=fate, on=on)


def _criterion_row(row: Criterion, t: Words) -> Sequence[b.Cell]:
    old, new, first = row.old, row.new, row.passages[0] if row.passages else None
    return (
        t(row.fate), ", ".join(t(one) for one in row.change.states), row.programme, old.code if old else "",
        new.code if new else "", old.text if old else "", new.text if new else "",
        *(t(one) if one else "" for one in (row.before, row.now)), first.text if first else "", first.page if first else None,
        " › ".join(first.section) if first else "",
    )  # fmt: skip


def _shown(row: Criterion, t: Words, *, several: bool) -> Sequence[b.Cell]:
    """A criterion with what its result was and is, and the passage."""
    unit = _unit(row)
    whole = len(row.change.old) <= 1 and len(row.change.new) <= 1
    said = together(row.change, t) if whole else [b.Span(unit.place, "small"), b.Span(cut(unit.text), "line")]
    if several:
        said.append(b.Span(row.programme, "small"))
    before = state(row.before, t) if row.before and row.before != row.now else []
    arrow = [b.Span("→")] if before and row.now else []
    passage = " ".join(span.text for span in _passage(row, t))
    return said, [*before, *arrow, *(state(row.now, t) if row.now else []), b.Span(passage, "line", lang="")]


def _passage(row: Criterion, t: Words) -> list[b.Span]:
    return [span for one in row.passages[:1] for span in _quoted(one.text, one.page, " › ".join(one.section), t)]


def _criterion_line(row: Criterion, t: Words) -> list[b.Span]:
    """A criterion in a terminal."""
    passage = _passage(row, t)
    return [
        b.Span(_unit(row).code, "code"),
        b.Span(cut(_unit(row).text)),
        *([b.Span("←")] if passage else []),
        *passage,
    ]


def last(comparison: Comparison, t: Words) -> Iterator[b.Part]:
    """Where all changes stand, what the editions say of themselves, how to read all this."""
    where = b.Paragraph(t("changes.where", sheet=t("sheet.changes")), "quiet")
    sentences = map(t, ("how.marks", "how.mapping"))
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
