"""What a school's offer and several sets of ads say, as parts of the gap's report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpora.frameworks.hierarchy import unique
from mapper.industry.demand.records import Direction, Trend, TrendRow
from mapper.industry.gap.records import GapReport, GapRow, GapState, Offer, OfferRow
from mapper.matching.records import Interval
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, between, figured
from mapper.reports.parts import DRAWN, SHOWN_ROWS
from mapper.reports.pictures import Line, Mark, lines, marks

_Cell = str | Interval | None
_LINES, _FEW = 8, 5
_SIGNS: dict[GapState, tuple[str, float]] = {
    "demanded_found": ("✓", 0.8),
    "uncertain": ("?", 0.3),
    "demanded_not_found": ("–", 0.0),
    "found_not_in_ads": ("✓", 0.8),
}
_ARROWS: dict[Direction, str] = {"rises": "↑", "falls": "↓", "unclear": "?"}


def parts(report: GapReport, t: Words) -> list[b.Part]:
    """The offer of several programmes, and the ads period by period; those of them that the report has."""
    offer = [_offer(report, report.offer, t)] if report.offer is not None else []
    return offer + ([_trend(report, report.trend, t)] if report.trend is not None else [])


def _part(
    key: str,
    t: Words,
    *,
    lead: Iterator[str],
    how: Sequence[str],
    head: Sequence[str],
    rows: Sequence[Sequence[_Cell]],
    draw: Callable[[], str] | None,
) -> b.Part:
    """What is said in a sentence or two, a picture, how its figures are read, and the table of them all.

    An interval of shares is one cell; in a workbook it is three.
    """
    figures = {n for row in rows for n, cell in enumerate(row) if isinstance(cell, Interval)}
    columns: list[b.Column] = []
    for n, name in enumerate(head):
        if n not in figures:
            columns.append(b.Column(name, 14 if n else 50))
            continue
        ends = (f"{name}: {t(f'interval.{end}').lower()}" for end in ("low", "high"))
        columns.append(b.Column(name, 14, "number", on=~b.BOOK))
        columns += [b.Column(part, 14, "percent", on=b.BOOK) for part in (name, *ends)]
    cells: list[list[b.Cell]] = []
    for row in rows:
        cells.append([])
        for n, cell in enumerate(row):
            shown = figured(cell, t.lang) if isinstance(cell, Interval) else cell
            cells[-1].append("–" if shown is None else shown)
            if n in figures:
                cells[-1] += cell if isinstance(cell, Interval) else (None, None, None)
    return b.Part(
        t(key),
        [
            *map(b.Paragraph, lead),
            *([b.Picture(t(f"picture.{key}"), "", draw)] if draw and rows else ()),
            *(b.Paragraph(sentence, "quiet") for sentence in how),
            b.Table(columns, cells, t(f"sheet.{key}"), most=SHOWN_ROWS, shown=DRAWN),
        ],
        id=key,
    )


def _named(row: OfferRow | TrendRow, t: Words) -> str:
    return f"{t.of(row.statement)} ({t('is_group')})" if row.group else t.of(row.statement)


def _gaps(report: GapReport) -> dict[tuple[str, str, bool], GapRow]:
    """The rows of the gap by framework, code and whether they are of a group; one entry may be both."""
    rows = [(row, group) for rows, group in ((report.groups, True), (report.rows, False)) for row in rows]
    return {(row.competency.framework, row.competency.code, group): row for row, group in rows}


def _offer(report: GapReport, offer: Offer, t: Words) -> b.Part:
    names = list(unique([programme.name for programme in report.programmes]))
    told = _gaps(report)
    rows = sorted(offer.rows, key=lambda row: (not row.group, -row.share.value))
    of_each = [(row, told[row.framework, row.code, row.group]) for row in rows]

    def picture() -> str:
        drawn = [both for both in of_each if both[0].group is not report.profile.told_singly]
        drawn = sorted(drawn, key=lambda both: -both[0].share.value)[:DRAWN]
        cells = [[Mark(*_SIGNS[one.state]) for one in each.taught] + [Mark(*_SIGNS[row.state])] for row, each in drawn]
        labels = [_named(row, t) for row, _ in drawn]
        told = f"{t('picture.offer')}. {t('as_table')}."
        return marks(labels, [*names, t("offer.any")], cells, told) if drawn else ""

    return _part(
        "offer",
        t,
        lead=_of_offer(report, offer, t),
        how=(t("offer.how"), t("offer.signs")),
        head=(t("competency"), t("demand"), t("offer.any"), t("gap"), t("offer.by"), *names),
        rows=[_offer_row(row, each, names, t) for row, each in of_each],
        draw=picture,
    )


def _of_offer(report: GapReport, offer: Offer, t: Words) -> Iterator[str]:
    if offer.headline is not None:
        share, within = t.percent(offer.headline.value), between(offer.headline, t.lang)
        yield t("offer.headline", share=share, between=within)
    told = [row for row in offer.rows if row.group is not report.profile.told_singly]
    for state in ("demanded_not_found", "uncertain", "demanded_found"):
        found = sorted((row for row in told if row.state == state), key=lambda row: -row.share.value)
        yield t(f"offer.{state}", n=len(found), named=_few([t.of(row.statement) for row in found], t))


def _few(names: Sequence[str], t: Words) -> str:
    more = t("offer.more", n=len(names) - _FEW) if len(names) > _FEW else ""
    return f": {'; '.join(names[:_FEW])}{more}." if names else "."


def _offer_row(row: OfferRow, each: GapRow, names: Sequence[str], t: Words) -> tuple[_Cell, ...]:
    by = ", ".join(names[number] for number in row.taught_by)
    states = (f"{_SIGNS[one.state][0]} {t.percent(one.probability.value)}" for one in each.taught)
    nobody = t("offer.none") if row.state == "demanded_not_found" else t("gap.uncertain")
    return _named(row, t), row.share, row.probability, row.gap, by or nobody, *states


def _trend(report: GapReport, trend: Trend, t: Words) -> b.Part:
    names = [_period(period.name, trend, t) for period in trend.periods]
    told = _gaps(report)
    programmes = list(unique([programme.name for programme in report.programmes]))

    def picture() -> str:
        drawn = [row for row in trend.rows if row.change is not None][:_LINES]
        rows = [Line(f"{_ARROWS[row.direction]} {_named(row, t)}", row.shares) for row in drawn]
        told = f"{t('picture.trend')}. {t('as_table')}."
        return lines(rows, names, t("axis.ads"), told) if rows else ""

    return _part(
        "trend",
        t,
        lead=_of_trend(trend, t),
        how=(*map(t.of, trend.notes), *((t("trend.how"),) if trend.compared else ()), t("offer.signs")),
        head=(
            t("competency"),
            *names,
            *map(t, ("trend.change", "trend.direction") if trend.compared else ()),
            *programmes,
        ),
        rows=[_trend_row(row, told.get((row.framework, row.code, row.group)), t) for row in trend.rows],
        draw=picture if trend.compared else None,
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


def _trend_row(row: TrendRow, taught: GapRow | None, t: Words) -> tuple[_Cell, ...]:
    states = tuple(_SIGNS[one.state][0] for one in taught.taught) if taught else ()
    moves = (row.change, f"{_ARROWS[row.direction]} {t(f'trend.{row.direction}')}") if row.change is not None else ()
    return _named(row, t), *row.shares, *moves, *states
