"""What a school's year says: how many decisions hold, what to do next, then decisions and criteria one by one."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.between.editions import Change, Comparison, Unit
from mapper.between.editions.compare import tail
from mapper.between.editions.given import VERDICTS, Standing, Standings
from mapper.between.editions.year import FATES, Criterion, Year
from mapper.people.checklist.sheet import SHEET, checklist
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, capital, shorten
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.parts import place_of, state

_LISTED, _IN_TERMINAL = 12, 5  # codes in a sentence, lines of a list in a terminal
_HELD, _LONGEST, _PASSAGE = 40, 70, 44
"""Letters of a criterion of which nothing is to be decided, of others where they did not change, of a passage."""

_AROUND = 30  # letters of what both editions say that are shown beside what changed
_SIDES = {"code.old": 26, "code.new": 26, "text.old": 50, "text.new": 50}  # widths of the columns of both editions


def parts(comparison: Comparison, mapping: Standings, year: Year | None, t: Words) -> list[b.Part]:
    """All of it."""
    several = year is not None and len({*year.told, *year.untold}) > 1
    found = [_glance(mapping, year, t)]
    if year is not None:
        steps = _steps(comparison, mapping, year, t)
        numbered = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
        found.append(b.Part(t("next"), [b.Bullets(steps, on=b.READ), b.Bullets(numbered, on=b.TERMINAL)], id="next"))
        own = Words(t.lang, COVERAGE)
        found.append(b.Part("", [checklist(year.checklist, own)], on=b.BOOK))
    found.append(_standings(mapping, t, several=several))
    if year is not None and year.told:
        found.append(_criteria(year, t, several=several))
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
        fates: dict[str, int] = {fate: len(year.of(fate)) for fate in FATES}
        n = sum(row.new is not None for row in year.criteria)
        blocks.append(b.Paragraph(t("criteria.lead", n=n, **fates)))
        blocks.append(b.Paragraph(t("criteria.computed"), "quiet"))
    if year is not None and year.untold:
        blocks.append(b.Paragraph(t("criteria.untold", names=", ".join(year.untold)), "quiet"))
    return b.Part(t("glance"), blocks)


def _steps(comparison: Comparison, mapping: Standings, year: Year, t: Words) -> list[str]:
    """What to do next, in order; what there is none of is left out."""
    new = comparison.new
    again = [unit.code for one in mapping.decided("again") for unit in one.change.new]
    codes: dict[str, list[str]] = {"again": again}
    codes |= {fate: [_unit(row).code for row in year.of(fate)] for fate in FATES}
    if not any(codes[name] for name in codes if name != "kept"):
        return [t("next.nothing")]
    sheet = Words(t.lang, COVERAGE)(f"{SHEET}.sheet")
    steps = [] if year.stored else [t("next.add", name=new.name)]
    # What was decided anew need not be checked again.
    codes["changed"] = [code for code in codes["changed"] if code not in again]
    named = [name for name in ("again", "gained", "changed", "lacking", "lost") if codes[name]]
    for name in named:
        # Without that of their standard, the first of many.
        own = [tail(code) for code in dict.fromkeys(codes[name])]
        more = [t.counted("n.more", len(own) - _LISTED)] if len(own) > _LISTED else []
        steps.append(t(f"next.{name}", codes=", ".join([*own[:_LISTED], *more]), sheet=sheet))
    programme = year.told[0] if len(year.told) == 1 else t("programme").upper()
    holds = len(mapping.decided("holds"))
    steps.append(t("next.map", holds=holds, framework=new.framework, code=new.name, programme=programme))
    return steps


def _unit(row: Criterion) -> Unit:
    """The criterion as people look for it: as it is now, else as it was."""
    unit = row.new or row.old
    assert unit is not None
    return unit


def _standings(mapping: Standings, t: Words, *, several: bool) -> b.Part:
    """Decisions, or matches where nobody decided: a criterion's stand together, but in the workbook."""
    decided = mapping.decided()
    shown = sorted(decided or mapping.found, key=_order)
    rest = [one for one in mapping.found if decided and not one.match.decision]
    widths = {"verdict": 16, "why": 26, "programme": 20, "framework": 12, **_SIDES, "decision": 14, "decision.by": 20}
    of_criteria: dict[tuple[str, str, str], list[Standing]] = {}
    for one in shown:
        of_criteria.setdefault((one.verdict, one.match.programme, one.match.code), []).append(one)
    told = [_together(found, t, several=several) for found in of_criteria.values()]
    name = "decisions" if decided else "matches"
    heads = (b.Column(t("criterion"), 60), b.Column(capital(t("decision" if decided else "passage")), 60))
    blocks: list[b.Block] = [
        b.Table(_columns(widths, t), [_standing_row(one, t) for one in (*shown, *rest)], t("sheet.mapping"), on=b.BOOK),
        b.Table(heads, told, on=b.READ),
    ]
    for verdict in ("again", "void"):  # what holds is only counted in a terminal
        lines = []
        for one in (one for one in shown if one.verdict == verdict):
            codes = " → ".join(map(tail, (one.match.code, *one.codes)))
            people = [b.Span(f"({one.match.by})")] if one.match.by else []
            lines.append([b.Span(codes, "code"), *_decision(one, t), *people])
        if lines:
            blocks.append(_in_terminal(capital(t(verdict)), lines))
    return b.Part(f"{t(name)} ({len(shown)})", blocks, id=name, on=b.EVERYWHERE if shown else b.BOOK)


def _in_terminal(title: str, lines: Sequence[list[b.Span]]) -> b.Part:
    return b.Part(f"{title} ({len(lines)})", [b.Bullets(lines, _IN_TERMINAL, on=b.TERMINAL)], on=b.TERMINAL)


def _order(one: Standing) -> tuple[int, str, int, str, int]:
    """First what is to be done; then as the old edition has it."""
    match = one.match
    return VERDICTS.index(one.verdict), match.programme, one.change.old[0].order, match.code, match.page or 0


def _columns(widths: dict[str, int], t: Words) -> list[b.Column]:
    """Columns of these widths by the names of their headers, then those of the passage."""
    passage = {"passage": 60, "page": 8, "section": 30}
    return [b.Column(capital(t(name)), width) for name, width in (widths | passage).items()]


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
    said = together(first.change, t, _HELD if first.verdict == "holds" else _LONGEST)
    if first.why == "quoted":
        said = [said[0], b.Span(cut(first.match.statement, _LONGEST), "line")]
    if several:
        said.append(b.Span(first.match.programme, "small"))
    people = ", ".join(dict.fromkeys(one.match.by for one in found if one.match.by))
    why = "" if first.verdict == "holds" else _why(first, t)
    head = b.Span(" · ".join(filter(None, (capital(t(first.verdict)), why, people))), "strong")
    decided = "; ".join(" ".join(span.text for span in _decision(one, t)) for one in found)
    return said, [head, b.Span(decided)]


def _decision(one: Standing, t: Words) -> list[b.Span]:
    match = one.match
    word = [b.Span(f"{t(f'decision.{match.decision}')}:", "strong")] if match.decision else []
    if not match.text_id and match.decision:
        return [*word, b.Span(t("decision.criterion"))]
    return [*word, *_quoted(match.passage, match.page, match.section, t)]


def _quoted(text: str, page: int | None, section: str, t: Words) -> list[b.Span]:
    """The beginning of a passage with its page, or where there are none, with the heading above it."""
    place = section.rpartition(" › ")[2] if page is None else place_of(page, (), t)
    return [b.Span(cut(text, _PASSAGE), lang=""), *([b.Span(f"({place})")] if place else [])]


def _criteria(year: Year, t: Words, *, several: bool) -> b.Part:
    """Criteria with the passages that show them: in a terminal those of each fate apart."""
    widths = {"fate": 20, "why": 26, "programme": 20, **_SIDES, "result.old": 14, "result.new": 14}
    changed = [row for fate in FATES if fate != "kept" for row in year.of(fate)]
    rows = [_criterion_row(row, t) for row in (*changed, *year.of("kept"))]
    heads = (b.Column(t("criterion"), 60), b.Column(t("state"), 60))
    blocks: list[b.Block] = [
        b.Table(_columns(widths, t), rows, t("sheet.criteria"), on=b.BOOK),
        b.Table(heads, [_shown(row, t, several=several) for row in changed], on=b.READ),
    ]
    for fate in dict.fromkeys(row.fate for row in changed):
        lines = []
        for row in year.of(fate):
            unit, passage = _unit(row), _passage(row, t)
            words = b.Span(cut(unit.text, _LONGEST))
            lines.append([b.Span(tail(unit.code), "code"), words, *([b.Span("←")] if passage else []), *passage])
        blocks.append(_in_terminal(t(fate), lines))
    on = b.EVERYWHERE if changed else b.BOOK
    return b.Part(f"{t('criteria')} ({len(changed)})", blocks, id="criteria", on=on)


def _criterion_row(row: Criterion, t: Words) -> Sequence[b.Cell]:
    old, new = row.old, row.new
    passages = [(one.text, one.page, " › ".join(one.section)) for one in row.passages[:1]] or [("", None, "")]
    return (
        t(row.fate), ", ".join(t(one) for one in row.change.states), row.programme, old.code if old else "",
        new.code if new else "", old.text if old else "", new.text if new else "",
        *(t(one) if one else "" for one in (row.before, row.now)), *passages[0],
    )  # fmt: skip


def _shown(row: Criterion, t: Words, *, several: bool) -> Sequence[b.Cell]:
    """A criterion with what its result was and is, and the passage."""
    unit = _unit(row)
    whole = len(row.change.old) <= 1 and len(row.change.new) <= 1
    said = (
        together(row.change, t, _LONGEST)
        if whole
        else [b.Span(unit.place, "small"), b.Span(cut(unit.text, _LONGEST), "line")]
    )
    if several:
        said.append(b.Span(row.programme, "small"))
    before = state(row.before, t) if row.before and row.before != row.now else []
    arrow = [b.Span("→")] if before and row.now else []
    passage = " ".join(span.text for span in _passage(row, t))
    results = [*before, *arrow, *(state(row.now, t) if row.now else [])]
    return said, [b.Span(t(row.fate), "strong"), b.Span("·"), *results, b.Span(passage, lang="")]


def _passage(row: Criterion, t: Words) -> list[b.Span]:
    return [span for one in row.passages[:1] for span in _quoted(one.text, one.page, " › ".join(one.section), t)]


def last(comparison: Comparison, t: Words) -> b.Part:
    """Where all changes stand, what the editions say of themselves, how to read all this."""
    sentences = (t("how.mapping"), t("changes.where", sheet=t("sheet.changes")))
    return b.Part("", [b.Paragraph(" ".join(sentences), "quiet"), *facts(comparison, t)])


def facts(comparison: Comparison, t: Words) -> list[b.Block]:
    """What the editions say of themselves."""
    rows = []
    for edition in (comparison.old, comparison.new):
        if edition.facts:
            several = {name: v if isinstance(v, list | tuple) else [v] for name, v in edition.facts.items()}
            told = [(t(f"facts.{name}"), ", ".join(map(str, values))) for name, values in several.items()]
            rows.append(b.Facts([(edition.name, edition.title), *told]))
    return [b.Part(t("facts"), rows)] if rows else []


# A change as a report quotes it: what each edition says, run by run, with its places.


def side(change: Change, which: b.Style, t: Words) -> list[b.Span]:
    """What one edition ("gone" or "new") says, run by run, below its places."""
    units = change.old if which == "gone" else change.new
    said = [b.Span(_place(change, unit, t), "small") for unit in units]
    if not change.words:
        return [*said, *(b.Span(unit.text, "line") for unit in units)]
    runs = (piece for piece in change.words if piece.state in ("same", which))
    return [*said, *(b.Span(piece.text, which if piece.state == which else "run") for piece in runs)]


def together(change: Change, t: Words, longest: int) -> list[b.Span]:
    """Both editions as one text, with what the old or the new one alone says; the rest is cut.

    Above it stand the codes within their standards, which the heading names.
    """
    places = (
        ", ".join(_place(change, unit, t, tail(unit.place)) for unit in units) for units in (change.old, change.new)
    )
    said = [b.Span(" → ".join(filter(None, places)), "small")]
    if change.words:
        words = ((piece.state, around(piece.text)) for piece in change.words)
        return [*said, *(b.Span(text, "run" if state == "same" else state) for state, text in words)]
    if change.old and change.new and set(change.states) & {"split", "merged"}:
        sides: tuple[tuple[b.Style, tuple[Unit, ...]], ...] = (("gone", change.old), ("new", change.new))
        return [*said, *(b.Span(f"{cut(unit.text, longest)} ", style) for style, units in sides for unit in units)]
    return [*said, *(b.Span(cut(unit.text, longest), "line") for unit in change.new or change.old)]


def cut(text: str, longest: int) -> str:
    """The beginning of a text, on one line."""
    return shorten(" ".join(text.split()), longest)


def around(text: str) -> str:
    """The beginning and the end of what both editions say."""
    return f"{text[:_AROUND]} … {text[-_AROUND:]}" if len(text) > 2 * _AROUND else " ".join(text.split("\n"))


def _place(change: Change, unit: Unit, t: Words, place: str = "") -> str:
    told = [place or unit.place]
    if "level" in change.states:
        told.append(t("level.of", level=unit.level or t("level.none")))
    if "kind" in change.states:
        told.append(t("kind.of", kind=t.kind(unit.kind)))
    return " ".join(told)
