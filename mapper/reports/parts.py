"""Parts and cells that reports on programmes share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpora import Passage, Skipped, Text
from mapper.industry.gap import GapReport, GapRow, GapState
from mapper.industry.sectors import sectors
from mapper.matching.records import strip_title
from mapper.programmes.coverage import TAUGHT, CoverageReport, Made, Programme, StandardCoverage
from mapper.programmes.credentials.units import first_difference
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, shorten
from mapper.reports.figures import document_doubts, program_version


def cite_programmes(programmes: Sequence[Programme]) -> tuple[Programme, ...]:
    """Return the programmes with their passages as a report cites them: without the title that all of them share."""
    return tuple(
        replace(one, passages={id_: strip_title(passage, one.shared) for id_, passage in one.passages.items()})
        for one in programmes
    )


def reading_guide(t: Words, sentences: Iterable[str], notes: Iterable[Text] = ()) -> b.Section:
    """Return how a report is to be read, then what is to be known of this one."""
    return b.Section(t("how"), [b.Bullets([*sentences, *map(t.translate, notes)])], folded="open", on=b.READ)


def closing_notes(t: Words, notes: Iterable[Text]) -> b.Section:
    """Return the same notes at the end of what a terminal shows."""
    return b.Section("", [b.Paragraph(t.translate(note), "quiet") for note in notes], on=b.TERMINAL)


def reading_section(programmes: Sequence[Programme], t: Words) -> list[b.Block]:
    """Return how much of each programme was compared, and what of it could not be used."""
    blocks: list[b.Block] = []
    for programme in programmes:
        pages = "" if programme.pages is None else f", {programme.pages} {t('pages')}"
        of = f"{programme.name}: " if len(programmes) > 1 else ""
        blocks.append(b.Paragraph(f"{of}{programme.searched} {t('compared')}{pages}", "quiet", on=b.PAGE))
        blocks += list_unread(programme, t)
    return blocks


def list_unread(programme: Programme, t: Words) -> Iterator[b.Block]:
    """Yield what of a programme could not be used."""
    if programme.unreadable_pages:
        pages = t("unreadable", pages=", ".join(map(str, programme.unreadable_pages)))
        yield b.Paragraph(f"{programme.name}: {pages}", "warning")
    if not programme.searched:
        yield b.Paragraph(f"{programme.name}: {t('nothing_searched')}", "warning")
    yield from (
        b.Paragraph(f"{programme.name}: {t.translate(doubt)}", "warning", b.READ)
        for doubt in document_doubts(programme)
    )
    if programme.skipped:
        title = f"{programme.name}: {t('reading.skipped')}"
        yield b.Section(
            title, [left_out(programme.skipped, t)], count=len(programme.skipped), folded="folded", on=b.PAGE
        )


def left_out(skipped: Sequence[Skipped], t: Words, most: int | None = None) -> b.Bullets:
    """Return what was not used, and why."""
    quoted = [[b.Span(f"{said}:", lang="")] if (said := t.example(one.what)) else [] for one in skipped]
    return b.Bullets([[*what, b.Span(t.translate(one.why))] for what, one in zip(quoted, skipped, strict=True)], most)


def cite_passages(
    passages: Iterable[Passage], t: Words, longest: int | None = None, numbers: Mapping[str, int] | None = None
) -> list[b.Span]:
    """Return the passages one below the other, each with its page, its number where that is known, and its headings."""
    spans = []
    for one in passages:
        text = one.text if longest is None else shorten(" ".join(one.text.split()), longest)
        spans.append(b.Span(text, "line", lang=one.language or ""))
        if place := format_place(one.page, one.section, t, (numbers or {}).get(one.id)):
            spans.append(b.Span(place, "small", lang=""))
    return spans


def format_place(page: int | None, section: Sequence[str], t: Words, number: int | None = None) -> str:
    """Return the page, number among the document's passages, and headings."""
    told = "" if number is None else f"§{number}" if page is None else f"(§{number})"
    return " ".join(filter(None, ("" if page is None else t("page.n", page=page), told, " › ".join(section))))


def state_cell(name: str, t: Words, *why: str, called: str = "") -> list[b.Span]:
    """Return a state with its sign, and what is said of it; `called` is the key of its text, "" for its own."""
    return [b.Span(t(called or name), "state", name), *(b.Span(one, "small") for one in why if one)]


def provenance(
    value: Made, programmes: Sequence[Programme], t: Words, notes: Sequence[Sequence[b.Cell]] = ()
) -> b.Section:
    """Return what a report was made with."""
    settings = sorted(value.settings.items())
    rows: list[Sequence[b.Cell]] = [
        (t.pgettext("equipment", "software"), "curmap", program_version()),
        *((t("programme"), programme.name, programme.sha256) for programme in programmes),
        *((t.gettext("framework"), f"{name}, {version}", sha256) for name, version, sha256 in value.frameworks),
        (t.gettext("encoder"), value.encoder["name"], value.encoder["revision"]),
        *((t.gettext("models"), name, revision) for name, revision in sorted(value.models.items())),
        *(
            (t.gettext("settings"), name, _setting(setting))
            for name, setting in settings
            if setting not in ("", [], ())
        ),
        *notes,
    ]
    told = b.parse_columns("made.what:30 cite.name:50 value:70", t, headed=str)
    blocks: list[b.Block] = [b.Paragraph(t("made.same"), on=b.READ), b.Table(told, rows, t("sheet.made"))]
    return b.Section(t("made"), blocks, id="made", on=~b.TERMINAL)


def _setting(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


MOST_UNITS = 20
"""Units of a programme that a heat map shows; the others are one row."""
SHOWN_ROWS = 25
"""Rows of a table on a page; the workbook has all."""
BRIEFLY = 10
"""Rows of what is taught and not asked for."""
DRAWN = 15
"""Rows of a picture, and of a table in a terminal."""
RELATED = 0.5
"""Probability from which a standard known by its title counts as related."""


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
                unit_heading(one, depth) for one in quoted_passages(programme, criterion.passages)
            ):
                shown.setdefault(unit, Counter())[criterion.element] += 1
    order = dict.fromkeys(unit_heading(passage, depth) for passage in programme.passages.values())
    rows = sorted(shown, key=list(order).index)
    if len(rows) > MOST_UNITS:
        kept = sorted(rows, key=lambda unit: -shown[unit].total())[: MOST_UNITS - 1]
        further = [unit for unit in rows if unit not in kept]
        rows = [unit for unit in rows if unit in kept]
        name = others.format(n=len(further))
        shown[name] = sum((shown[unit] for unit in further), Counter())
        rows.append(name)
    return Grid(tuple(rows), elements, tuple(tuple(shown[unit][code] for code in elements) for unit in rows))


def unit_heading(passage: Passage, depth: int) -> str:
    """Return the heading that names a passage's unit, "" where it has none."""
    return passage.section[min(depth, len(passage.section)) - 1] if passage.section else ""


def count_by_sector(report: CoverageReport, lang: str) -> Grid:
    """Return how many of each sector's own standards are related to each programme, sectors with none left out.

    Standards of trades that serve many sectors would make all sectors alike.
    """
    related = [
        [row.code for row in found if row.above_chance > 0 or (row.related or 0.0) >= RELATED]
        for found in report.standards
    ]
    counts = {
        sector.title: tuple(sum(code in sector.standards for code in codes) for codes in related)
        for sector in sectors()
    }
    named = {title: row for title, row in counts.items() if any(row)}
    return Grid(
        tuple(title.en if lang == "en" else title.es for title in named),
        tuple(programme.name for programme in report.programmes),
        tuple(named.values()),
    )


def in_state(report: GapReport, state: GapState) -> tuple[GapRow, ...]:
    """Return the competencies that one programme has in a state; the most asked for first."""
    # What is not in the ads is in order of how surely it is taught.
    rows = (row for row in report.rows if row.taught and row.taught[0].state == state)
    return tuple(sorted(rows, key=lambda row: -row.competency.share.value))


def quoted_passages(programme: Programme, codes: Sequence[str]) -> Iterator[Passage]:
    """Return the passages of these ids that the report holds."""
    return (programme.passages[code] for code in codes if code in programme.passages)
