"""What a school's offer and several sets of ads say, as sections that every form of the report shows alike.

A cell is a text, or an interval of shares; a form shows an interval in one cell or, a workbook, in three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpora.frameworks.hierarchy import unique
from mapper.demand.records import Direction, Trend, TrendRow
from mapper.gap.records import GapReport, GapRow, GapState, Offer, OfferRow
from mapper.records import Interval
from mapper.reports.blocks import BOOK, Column, Paragraph, Part, Picture, Table
from mapper.reports.parts import SHOWN_ROWS
from mapper.reports.pictures import Line, Mark, lines, marks
from mapper.reports.words import Words

Cell = str | Interval | None
DRAWN = 15
"""Rows of a picture of marks."""
_LINES = 8
_SIGNS: dict[GapState, tuple[str, float]] = {
    "demanded_found": ("✓", 0.8),
    "uncertain": ("?", 0.3),
    "demanded_not_found": ("–", 0.0),
    "found_not_in_ads": ("✓", 0.8),
}
_ARROWS: dict[Direction, str] = {"rises": "↑", "falls": "↓", "unclear": "?"}


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a report.

    Attributes:
        key: of its heading, and its id.
        title: of it.
        lead: what it says in a sentence or two, before anything else.
        how: how its figures are to be read.
        head: headers of its table.
        rows: of its table; as many cells each.
        foremost: number of the column whose intervals stand even where there is little room.
        caption: of its picture.
        picture: draws it, "" where there is nothing to draw.
    """

    key: str
    title: str
    lead: tuple[str, ...]
    how: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foremost: int
    caption: str
    picture: Callable[[], str]


def sections(report: GapReport, t: Words) -> list[Section]:
    """The offer of several programmes, and the ads period by period; those of them that the report has."""
    found = []
    if report.offer is not None:
        found.append(_offer(report, report.offer, t))
    if report.trend is not None:
        found.append(_trend(report, report.trend, t))
    return found


def shown(cell: Cell, t: Words, *, briefly: bool = False) -> str:
    """A cell as text; `briefly`, without the ends of an interval."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    return t.percent(cell.value) + ("" if briefly else f" ({_between(cell, t)})")


def parts(report: GapReport, t: Words) -> list[Part]:
    """The same as parts of the gap's report."""
    return [_part(section, t) for section in sections(report, t)]


def _part(section: Section, t: Words) -> Part:
    figures = {n for row in section.rows for n, cell in enumerate(row) if isinstance(cell, Interval)}
    columns: list[Column] = []
    for n, name in enumerate(section.head):
        if n not in figures:
            columns.append(Column(name, 14 if n else 50))
            continue
        ends = (f"{name}: {t(f'interval.{end}').lower()}" for end in ("low", "high"))
        columns.append(Column(name, 14, "number", on=~BOOK))
        columns += [Column(part, 14, "percent", on=BOOK) for part in (name, *ends)]
    rows = [
        [
            part
            for n, cell in enumerate(row)
            for part in (
                (shown(cell, t), *(cell if isinstance(cell, Interval) else (None, None, None)))
                if n in figures
                else (shown(cell, t),)
            )
        ]
        for row in section.rows
    ]
    return Part(
        section.title,
        [
            *map(Paragraph, section.lead),
            *([Picture(section.caption, "", section.picture)] if section.rows else ()),
            *(Paragraph(sentence, "quiet") for sentence in section.how),
            Table(columns, rows, t(f"sheet.{section.key}"), most=SHOWN_ROWS, shown=DRAWN),
        ],
        id=section.key,
    )


def _between(figure: Interval, t: Words) -> str:
    return t("between", low=t.percent(figure.low), high=t.percent(figure.high))


def _named(row: OfferRow | TrendRow, t: Words) -> str:
    return f"{t.of(row.statement)} ({t('is_group')})" if row.group else t.of(row.statement)


def _gaps(report: GapReport) -> dict[tuple[str, str, bool], GapRow]:
    """The rows of the gap by framework, code and whether they are of a group; one entry may be both."""
    rows = [(row, group) for rows, group in ((report.groups, True), (report.rows, False)) for row in rows]
    return {(row.competency.framework, row.competency.code, group): row for row, group in rows}


# The offer


def _offer(report: GapReport, offer: Offer, t: Words) -> Section:
    names = list(unique([programme.name for programme in report.programmes]))
    told = _gaps(report)
    rows = sorted(offer.rows, key=lambda row: (not row.group, -row.share.value))
    of_each = [(row, told[row.framework, row.code, row.group]) for row in rows]

    def picture() -> str:
        drawn = [(row, each) for row, each in of_each if not row.group] or of_each
        drawn = sorted(drawn, key=lambda both: -both[0].share.value)[:DRAWN]
        cells = [[Mark(*_SIGNS[one.state]) for one in each.taught] + [Mark(*_SIGNS[row.state])] for row, each in drawn]
        labels = [_named(row, t) for row, _ in drawn]
        return marks(labels, [*names, t("offer.any")], cells, _told("picture.offer", t)) if drawn else ""

    return Section(
        key="offer",
        title=t("offer"),
        lead=tuple(_of_offer(report, offer, t)),
        how=(t("offer.how"), t("offer.signs")),
        head=(t("competency"), t("demand"), t("offer.any"), t("gap"), t("offer.by"), *names),
        rows=tuple(_offer_row(row, each, names, t) for row, each in of_each),
        foremost=1,
        caption=t("picture.offer"),
        picture=picture,
    )


def _of_offer(report: GapReport, offer: Offer, t: Words) -> Iterator[str]:
    if offer.headline is not None:
        share = {"share": t.percent(offer.headline.value), "between": _between(offer.headline, t)}
        yield t("offer.headline", **share)
    singly = [row for row in offer.rows if not row.group] if report.profile.told_singly else offer.rows
    for state in ("demanded_not_found", "uncertain", "demanded_found"):
        found = sorted((row for row in singly if row.state == state), key=lambda row: -row.share.value)
        yield t(f"offer.{state}", n=len(found), named=_few([t.of(row.statement) for row in found], t))


def _few(names: Sequence[str], t: Words, most: int = 5) -> str:
    named = "; ".join(names[:most])
    return f": {named}{t('offer.more', n=len(names) - most) if len(names) > most else ''}." if names else "."


def _offer_row(row: OfferRow, each: GapRow, names: Sequence[str], t: Words) -> tuple[Cell, ...]:
    by = ", ".join(names[number] for number in row.taught_by)
    states = (f"{_SIGNS[one.state][0]} {t.percent(one.probability.value)}" for one in each.taught)
    nobody = t("offer.none") if row.state == "demanded_not_found" else t("gap.uncertain")
    return _named(row, t), row.share, row.probability, row.gap, by or nobody, *states


# Periods


def _trend(report: GapReport, trend: Trend, t: Words) -> Section:
    names = [_period(period.name, trend, t) for period in trend.periods]
    told = _gaps(report)
    programmes = list(unique([programme.name for programme in report.programmes]))

    def picture() -> str:
        drawn = [row for row in trend.rows if row.change is not None][:_LINES]
        rows = [Line(f"{_ARROWS[row.direction]} {_named(row, t)}", row.shares) for row in drawn]
        return lines(rows, names, t("axis.ads"), _told("picture.trend", t)) if rows else ""

    return Section(
        key="trend",
        title=t("trend"),
        lead=tuple(_of_trend(trend, t)),
        how=(*map(t.of, trend.notes), *((t("trend.how"),) if trend.compared else ()), t("offer.signs")),
        head=(t("competency"), *names, t("trend.change"), t("trend.direction"), *programmes),
        foremost=len(names) + 1,
        rows=tuple(_trend_row(row, told.get((row.framework, row.code, row.group)), t) for row in trend.rows),
        caption=t("picture.trend"),
        picture=picture,
    )


def _period(name: str, trend: Trend, t: Words) -> str:
    return name.replace("-Q", t("trend.quarter")) if trend.by == "quarter" else name


def _of_trend(trend: Trend, t: Words) -> Iterator[str]:
    counts = "; ".join(
        t("trend.period", name=_period(period.name, trend, t), groups=period.groups, asking=period.asking)
        for period in trend.periods
    )
    yield t("trend.periods", counts=counts)
    if trend.undated:
        yield t("trend.undated", n=trend.undated)
    if trend.compared is not None:
        first, last = (_period(name, trend, t) for name in trend.compared)
        for direction in ("rises", "falls"):
            found = [t.of(row.statement) for row in trend.rows if row.direction == direction]
            yield t(f"trend.{direction}.lead", first=first, last=last, n=len(found), named=_few(found, t))


def _trend_row(row: TrendRow, taught: GapRow | None, t: Words) -> tuple[Cell, ...]:
    states = tuple(_SIGNS[one.state][0] for one in taught.taught) if taught else ()
    return _named(row, t), *row.shares, row.change, f"{_ARROWS[row.direction]} {t(f'trend.{row.direction}')}", *states


def _told(key: str, t: Words) -> str:
    return f"{t(key)}. {t('as_table')}."
