"""The report of coverage; a gap report has parts of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from corpora import Passage
from mapper.industry.sectors import sectors as every_sector
from mapper.matching.calibrated import MATERIAL, is_calibrated, rates_of
from mapper.people.checklist.sheet import LISTED, checklist, passages_near
from mapper.programmes.coverage import (
    TAUGHT,
    CoverageReport,
    CriterionCoverage,
    Programme,
    StandardCoverage,
    Supplement,
    Tally,
)
from mapper.programmes.coverage.standards import is_attitude
from mapper.programmes.credentials.units import first_difference
from mapper.programmes.facilities import sheet_text
from mapper.programmes.verdict import Subject, annex, first_codes, verdict
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, format_range, parse_columns
from mapper.reports.parts import (
    STATES,
    cite_passages,
    cite_programmes,
    closing_notes,
    count_states,
    format_place,
    nearest_passages,
    provenance,
    quoted_passages,
    reading_guide,
    reading_section,
    state_cell,
    state_key,
)
from mapper.reports.pictures import draw_cells
from mapper.reports.texts import COVERAGE

_DUAL = "dual.csv"
_OPEN, _PICTURED = 3, 2  # standards that a page shows outright, and those that it draws
_IN_TERMINAL, _TITLES_IN_TERMINAL, _CRITERIA_IN_TERMINAL = 12, 8, 3
_TITLES_ON_PAGE = 20
_FEWEST_UNITS = 2
_LONGEST, _NEAREST = 240, 3
_MOST_UNITS = 20
"""Units of a programme that a heat map shows; the others are one row."""
_RELATED = 0.5
"""Probability from which a standard known by its title counts as related."""


def report(found: CoverageReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, COVERAGE)
    found = replace(found, programmes=cite_programmes(found.programmes))
    names = [programme.name for programme in found.programmes]
    notes: list[tuple[b.Cell, ...]] = [(t("note"), t.translate(note)) for note in found.notes]
    if any(len(_full(rows)) > LISTED for rows in found.standards):
        notes.append((t("note"), t("checklist.listed", n=LISTED)))
    # A person decides on the standards that fit before any that only was compared.
    by_fit = (tuple(chain(*_fit(found, number))) for number in range(len(names)))
    parts = [
        *together(found, t),
        *(verdict(_subject(found, number), lang) for number in range(len(names))),
        annex(lang),
        _glance(found, t),
        b.Section("", [checklist(replace(found, standards=tuple(by_fit)), t)], on=b.BOOK),
        *(
            b.Section(t("standards") + (f": {name}" if len(names) > 1 else ""), standards(found, number, t))
            for number, name in enumerate(names)
        ),
        provenance(found.made, found.programmes, t, notes),
        closing_notes(t, [*found.notes, MATERIAL]),
    ]
    heading = ", ".join(names) or t("no_documents")
    return b.Report(t, heading, parts, formats=("html", "xlsx", "docx", "json"), files=further(found.supplements, t))


def _subject(found: CoverageReport, number: int) -> Subject:
    programme = found.programmes[number]
    return Subject(
        name=programme.name if len(found.programmes) > 1 else "",
        standards=found.standards[number],
        passages=programme.passages,
        sure=rates_of(found.made.encoder),
        compared=programme.searched,
        listed=None,
        source=programme,
        reviewed=found.reviewed is not None,
        notes=found.notes if number == len(found.programmes) - 1 else (),
        asked=bool(found.made.settings.get("standards")),
    )


def _fit(found: CoverageReport, number: int) -> tuple[list[StandardCoverage], list[StandardCoverage]]:
    """Return a programme's standards that fit, as the verdict has them, and the others; all where none does."""
    full = _full(found.standards[number])
    fit = _subject(found, number).fitting or full
    return fit, [row for row in full if row not in fit]


def _glance(found: CoverageReport, t: Words) -> b.Section:
    blocks: list[b.Block] = []
    for programme in found.programmes:
        searched = f"{programme.name} — {programme.searched} {t('compared')}"
        blocks += [b.Paragraph(searched, "strong", on=b.TERMINAL), *reading_section([programme], t)]
    blocks += [*sector(found, t), ranking(found, t)]
    if not any(map(_full, found.standards)):
        blocks.append(b.Paragraph(t("standards.none"), on=b.WORD))
    blocks.append(reading_guide(t, [t("standards.how"), t("standards.near")], [MATERIAL, *found.notes]))
    return b.Section(t("glance"), [*blocks, *sectors(found, t)])


def sector(found: CoverageReport, t: Words) -> list[b.Block]:
    """Return how many standards of a sector can be covered at all, where the report is of one that has some."""
    if found.sector is None or not found.sector.standards:
        return []
    counts = {"n": len(found.sector.standards), "loaded": len(found.sector.loaded)}
    said = t("sector.text", title=t.translate(found.sector.title), **counts)
    return [b.Paragraph(f"{said} {t('sector.esco')}" if found.sector.through_esco else said)]


def sectors(found: CoverageReport, t: Words) -> list[b.Block]:
    """Return the sectors by programmes as a picture, where there is something to draw."""
    grid = count_by_sector(found, t.lang)
    return _drawn(grid, grid.columns, t("sector"), t("picture.matrix"), t("picture.matrix.how"), "", t)


def ranking(found: CoverageReport, t: Words) -> b.Table:
    """Return the standards of all programmes whose criteria were read."""
    heads = parse_columns(
        f"programme:24@{'everywhere' if len(found.programmes) > 1 else 'book'} standard:14:code title.of:50:name"
        " share:10:percent interval:16@shown interval.low,interval.high:10:percent@book"
        " chance:10:percent above_chance:10:percent@book attitudes:12:percent@book"
        f" reviewed_share:12:percent@{'everywhere' if found.reviewed else 'nowhere'} covered,partly:12:number@shown"
        " total:8:number@shown level:8@book committee:40@book",
        t,
    )
    rows: list[Sequence[b.Cell]] = []
    for programme, of in zip(found.programmes, found.standards, strict=True):
        for row in _full(of):
            counted = count_states([one for one in row.tallies if not one.attitude])
            share = row.share
            rows.append((
                programme.name, row.code, row.title,
                share and share.value, format_range(share, t.lang) if share else "–",
                share and share.low, share and share.high, row.chance, row.above_chance,
                row.attitudes and row.attitudes.value, row.reviewed_share and row.reviewed_share.value,
                *(n for _, n in counted.parts[:2]), counted.of,
                row.level, row.committee,
            ))  # fmt: skip
    return b.Table(heads, rows, t("sheet.standards"), most=_TITLES_ON_PAGE, shown=_IN_TERMINAL)


def standards(found: CoverageReport, number: int, t: Words) -> list[b.Block]:
    """Return a programme's standards one by one, those that fit first, as the verdict has them, then the titles alone.

    The others are neither printed nor in Word: two standards of other trades took two thirds of a report's pages.
    """
    fit, rest = _fit(found, number)
    parts = [_standard(found, number, row, place, t) for place, row in enumerate(fit, 1)]
    others = [_standard(found, number, row, place, t) for place, row in enumerate(rest, len(fit) + 1)]
    more = t.gettext("{n} more standards", n=len(parts) - _OPEN)
    return [
        b.Legend([(name, t(name), t(f"{name}.what")) for name in STATES]) if fit else b.Paragraph(t("standards.none")),
        *parts[:_OPEN],
        *([b.Section(more, parts[_OPEN:], folded="folded")] if parts[_OPEN:] else ()),
        *([b.Section(t("standards.unfit"), others, count=len(others), folded="screen", on=~b.WORD)] if others else ()),
        _titles(found, number, t),
        # Where there is nothing, its sheets stand all the same.
        b.Section("", [_elements([], found, number, "", t), _criteria([], found, number, "", LISTED, t)], on=b.BOOK),
    ]


def further(supplements: Sequence[Supplement], t: Words) -> dict[str, Callable[[], bytes | str]]:
    """Return the sheet in which a person changes where a single programme's criteria are learnt."""
    if len(supplements) != 1:
        return {}
    suggested = [suggestion for standard in supplements[0].standards for suggestion in standard.dual]
    return {_DUAL: partial(sheet_text, suggested, lang=t.lang)} if suggested else {}


def together(found: CoverageReport, t: Words) -> list[b.Section]:
    """Return what several files show together of the standards, those of which they show anything."""
    rows: list[Sequence[b.Cell]] = []
    others: list[str] = []
    for row in _full(found.together):
        counted = count_states([one for one in row.tallies if not one.attitude])
        counts = dict(counted.parts)
        missing = [one.code for one in row.criteria if one.state == "not_found" and not is_attitude(one.kind)]
        if not counts["covered"] + counts["partly"]:
            others.append(row.code)
        else:
            rows.append((row.code, row.title, *counts.values(), counted.of, ", ".join(missing)))
    if not rows:
        return []
    heads = parse_columns(
        "standard:14:code title.of:50:name covered,partly,uncertain,not_found:12:number total:8:number in_none:60", t
    )
    blocks: list[b.Block] = [
        b.Paragraph(t("together.what")),
        b.Table(heads, rows, t("sheet.together"), label=t("together"), most=_TITLES_ON_PAGE, shown=_IN_TERMINAL),
        *([b.Paragraph(t("hardly", codes=first_codes(others)), "quiet")] if others else ()),
    ]
    return [b.Section(t("together"), blocks, id="together", kind="verdict")]


def _full(rows: Sequence[StandardCoverage]) -> list[StandardCoverage]:
    return [row for row in rows if row.text == "full"]


def _standard(found: CoverageReport, number: int, row: StandardCoverage, place: int, t: Words) -> b.Section:
    criteria = _criteria(row.criteria, found, number, row.code, place, t)
    elsewhere = b.WORD if place <= LISTED else b.NOWHERE
    elsewhere |= b.TERMINAL if place <= _CRITERIA_IN_TERMINAL else b.NOWHERE
    attitudes = t.percent(row.attitudes.value) if row.attitudes else ""
    about = (("attitudes", attitudes), ("level", row.level), ("committee", row.committee))
    blocks: list[b.Block] = [
        b.Paragraph(" · ".join(f"{t(name)}: {value}" for name, value in about if value), "quiet", on=b.PAGE),
        _elements(row.tallies, found, number, row.code, t),
        *(_heat(found, number, row, t) if place <= _PICTURED else ()),
        b.Section(t("criteria.of"), [criteria], count=len(row.criteria), folded="folded", on=b.PAGE | b.BOOK),
        replace(criteria, sheet="", on=elsewhere),
    ]
    return b.Section(row.title, blocks, row.code, kind="card")


def _elements(tallies: Sequence[Tally], found: CoverageReport, number: int, code: str, t: Words) -> b.Table:
    """Return how many criteria of each element and kind are in each state."""
    columns = (
        f"element:18:code title.of:50:name kind:20 coverage.picture:14@page {','.join(STATES)}:12:number total:8:number"
    )
    rows: list[Sequence[b.Cell]] = []
    for one in tallies:
        bar = count_states([one])
        rows.append((one.element, one.title, t.kind(one.kind), bar, *(n for _, n in bar.parts), bar.of))
    before = _row_context(found, number, code, t)
    label = f"{t('element')}: {code}"
    return b.Table(parse_columns(columns, t), rows, t("sheet.elements"), before, label, on=b.PAGE | b.BOOK)


def _row_context(found: CoverageReport, number: int, code: str, t: Words) -> tuple[tuple[b.Column, b.Cell], ...]:
    programme, standard = parse_columns("programme:24 standard:14", t)
    return (programme, found.programmes[number].name), (standard, code)


def _criteria(
    criteria: Sequence[CriterionCoverage], found: CoverageReport, number: int, code: str, place: int, t: Words
) -> b.Table:
    """Return the criteria with what each rests on; briefly in a terminal."""
    heads = parse_columns(
        "code:26:code criterion:60 kind:20@~terminal level:12@book state:22 probability:12:percent why:40@book"
        " passages.behind:80@page|book passages.behind:60@word",
        t,
    )
    rows: list[Sequence[b.Cell]] = []
    for one in criteria:
        said = state_cell(one.state, t, _why(one, t), called=state_key(one))
        behind = (_passages(one, found, number, place, t), _in_word(one, found.programmes[number], t))
        told = (
            one.code,
            one.statement,
            t.kind(one.kind),
            one.level,
            said,
            one.probability,
            t.translate(one.why),
            *behind,
        )
        rows.append(told)
    return b.Table(heads, rows, t("sheet.criteria"), _row_context(found, number, code, t), plain=True)


def _why(one: CriterionCoverage, t: Words) -> str:
    if one.decided and one.decided.state:
        if one.decided.before == state_key(one):
            return t.gettext("decided by {by}", by=one.decided.by)
        return t.gettext("decided by {by}; before: {before}", by=one.decided.by, before=t(one.decided.before).lower())
    return t.translate(one.why)


def _passages(one: CriterionCoverage, found: CoverageReport, number: int, place: int, t: Words) -> b.Cell:
    programme = found.programmes[number]
    spans: list[b.Span | b.Fold] = [
        *cite_passages(quoted_passages(programme, one.passages), t, numbers=programme.numbers)
    ]
    if place > LISTED:
        return spans
    lines = []
    for passage, chance in passages_near(one, programme):
        at = format_place(passage.page, passage.section, t, programme.numbers.get(passage.id))
        percent = "" if chance is None or not is_calibrated(found.made.encoder) else t.percent(chance)
        told = " ".join(filter(None, (percent, at)))
        said = [*cite_passages([passage], t, _LONGEST)[:1], b.Span(told, "small", lang="")]
        if one.decided and passage.id in one.decided.marks:
            said.append(b.Span(t(f"review.{one.decided.marks[passage.id]}"), "strong"))
        lines.append(said)
    return [*spans, b.Fold(t("nearest"), lines) if lines else b.Span(t("nearest.none"), "small")]


def _in_word(one: CriterionCoverage, programme: Programme, t: Words) -> list[b.Span]:
    """Return the passages that show a criterion, or else those nearest to it that nobody rejected."""
    shown = one.passages or tuple(near.passage for near in nearest_passages(one)[:_NEAREST])
    passages = cite_passages(quoted_passages(programme, shown), t, numbers=programme.numbers)
    return passages if one.passages or not passages else [b.Span(f"{t('nearest')}:", "line"), *passages]


def _heat(found: CoverageReport, number: int, row: StandardCoverage, t: Words) -> list[b.Block]:
    """Return which units show which elements, where there is something to draw."""
    grid = count_by_unit(row, found.programmes[number], t.gettext("({n} other units)", n="{n}"))
    if len(grid.rows) < _FEWEST_UNITS:
        return []
    heads = [code.split("/")[-1] for code in grid.columns]
    return _drawn(grid, heads, t("unit"), t("picture.heat"), t("picture.heat.how", standard=row.code), row.code, t)


def _drawn(grid: Grid, heads: Sequence[str], head: str, caption: str, said: str, label: str, t: Words) -> list[b.Block]:
    if not grid:
        return []
    rows = [row or t("unit.none") for row in grid.rows]
    told = f"{caption}{': ' + label if label else ''}. {t('as_table')}."
    draw: Callable[[], str] = lambda: draw_cells(rows, heads, grid.counts, told)  # noqa: E731
    table = b.Table(
        (b.Column(head, 30), *(b.Column(name, 14, "number") for name in grid.columns)),
        [(row, *counts) for row, counts in zip(rows, grid.counts, strict=True)],
        on=b.PAGE,
    )
    return [b.Picture(caption, said, draw, table, label=f"{caption} {label}".strip())]


def _titles(found: CoverageReport, number: int, t: Words) -> b.Section:
    name, rows = found.programmes[number].name, [row for row in found.standards[number] if row.text == "title"]
    heads = parse_columns(
        "programme:24@book standard:14:code title.of:50:name related:10:percent level:8 committee:40 where:60@book", t
    )
    cells: list[Sequence[b.Cell]] = []
    for row in rows:
        title, where = [b.Span(row.title), b.Span(t.translate(row.where), "small")], t.translate(row.where)
        cells.append((name, row.code, title, row.related, row.level, row.committee, where))
    most, shown = _TITLES_ON_PAGE, _TITLES_IN_TERMINAL
    table = b.Table(heads, cells, t("sheet.titles"), most=most, shown=shown, plain=True, on=~b.WORD)
    on = ~b.WORD if rows else b.BOOK
    return b.Section(t("titles"), [b.Paragraph(t("titles.why"), on=b.READ | b.TERMINAL), table], kind="note", on=on)


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers in rows and columns, each with its labels."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __bool__(self) -> bool:
        return any(n for row in self.counts for n in row)


def count_by_unit(standard: StandardCoverage, programme: Programme, others: str) -> Grid:
    """Count, for each unit of a programme and element of a standard, the criteria that the unit shows."""
    depth = first_difference(list(programme.passages.values()))
    elements = tuple(dict.fromkeys(tally.element for tally in standard.tallies))
    shown: dict[str, Counter[str]] = {}
    for criterion in standard.criteria:
        if criterion.state in TAUGHT:
            for unit in dict.fromkeys(
                _unit_heading(one, depth) for one in quoted_passages(programme, criterion.passages)
            ):
                shown.setdefault(unit, Counter())[criterion.element] += 1
    order = dict.fromkeys(_unit_heading(passage, depth) for passage in programme.passages.values())
    rows = sorted(shown, key=list(order).index)
    if len(rows) > _MOST_UNITS:
        kept = sorted(rows, key=lambda unit: -shown[unit].total())[: _MOST_UNITS - 1]
        further = [unit for unit in rows if unit not in kept]
        rows = [unit for unit in rows if unit in kept]
        name = others.format(n=len(further))
        shown[name] = sum((shown[unit] for unit in further), Counter())
        rows.append(name)
    return Grid(tuple(rows), elements, tuple(tuple(shown[unit][code] for code in elements) for unit in rows))


def _unit_heading(passage: Passage, depth: int) -> str:
    """Return the heading that names a passage's unit, "" where it has none."""
    return passage.section[min(depth, len(passage.section)) - 1] if passage.section else ""


def count_by_sector(report: CoverageReport, lang: str) -> Grid:
    """Return how many of each sector's own standards are related to each programme, sectors with none left out.

    Standards of trades that serve many sectors would make all sectors alike.
    """
    related = [
        [row.code for row in found if row.above_chance > 0 or (row.related or 0.0) >= _RELATED]
        for found in report.standards
    ]
    counts = {
        sector.title: tuple(sum(code in sector.standards for code in codes) for codes in related)
        for sector in every_sector()
    }
    named = {title: row for title, row in counts.items() if any(row)}
    return Grid(
        tuple(title.en if lang == "en" else title.es for title in named),
        tuple(programme.name for programme in report.programmes),
        tuple(named.values()),
    )
