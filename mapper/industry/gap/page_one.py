"""The first page of a gap report: what the ads are, what they ask for most, and what of it the programme teaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from mapper.industry.demand.profile import FEW, TOO_FEW
from mapper.industry.demand.records import DemandedCompetency
from mapper.industry.gap import GapReport, GapRow, GapState, Taught
from mapper.industry.transversal import Need
from mapper.industry.transversal.findings import naming
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, format_estimate, format_range, parse_columns, shorten
from mapper.reports.pictures import VerdictShare, draw_verdicts

MOST = 20
"""Competencies on the first page."""
WIDEST = 0.25
"""Width of an interval above which nothing is told on it."""
_LISTED, _NAMES, _POSTS, _QUOTED = 10, 3, 6, 110
_OTHER_TRADE = 0.2  # upper end of what a programme shows below which the ads are of another trade
_VERDICTS: dict[GapState, str] = {
    "demanded_found": "one.found",
    "uncertain": "one.open",
    "demanded_not_found": "one.lacking",
}
_SIGNS: dict[GapState, str] = {"demanded_found": "yes", "uncertain": "uncertain", "demanded_not_found": "no"}


def foremost(found: GapReport) -> list[GapRow]:
    """Return the competencies most asked for, of those whose share is told narrowly enough."""
    asked = [row for row in found.rows if row.competency.share.value > 0]
    told = [row for row in asked if row.competency.share.high - row.competency.share.low <= WIDEST]
    return sorted(told, key=lambda row: -row.competency.share.value)[:MOST]


def page_one(found: GapReport, t: Words) -> list[b.Section]:
    """Return the parts of the first page, of which the terminal shows no more unless it is asked."""
    rows = foremost(found)
    parts = [b.Section(t("one"), [*_ads(found, t)], id="one", kind="verdict")]
    if rows:
        parts.append(b.Section(t("one.asked"), [*_asked(found, rows, t)], id="asked", kind="verdict"))
        if len(found.programmes) == 1:
            parts += _lists(found, t)
    if found.coverage.supplements:
        parts.append(b.Section(t("needs.first"), [_needs(found, rows, t)], id="one-needs", kind="verdict"))
    return parts


def _ads(found: GapReport, t: Words) -> Iterator[b.Block]:
    profile = found.profile
    several = len(found.programmes) > 1
    for programme, share in zip(found.programmes, found.headline, strict=True):
        name = programme.name if several else ""
        if share is None:
            key = "headline.none" if profile.groups < TOO_FEW else "headline.nothing"
            yield b.Paragraph(": ".join(filter(None, (name, t(key, n=profile.groups)))), "lead")
            continue
        if share.high < _OTHER_TRADE:
            yield b.Paragraph(t("one.other_trade", name=programme.name), "warning")
        figures = {"share": t.percent(share.value), "between": format_range(share, t.lang)}
        yield b.Paragraph(t("headline.lead", name=programme.name, **figures), "lead")
    dates = t("f.dates.value", first=profile.dates[0], last=profile.dates[1]) if profile.dates else ""
    told = [t("f.ads.value", groups=profile.groups, read=profile.read), dates.capitalize() and f"{dates.capitalize()}."]
    yield b.Paragraph(" ".join(filter(None, told)))
    if profile.posts:
        named = ", ".join(t.gettext("{name} ({n})", name=post.name, n=post.ads) for post in profile.posts[:_POSTS])
        more = len(profile.posts) - _POSTS
        yield b.Paragraph(t("one.posts", posts=named + (t("offer.more", n=more) if more > 0 else "")))
    for post in profile.posts:
        if post.competencies:
            yield b.Paragraph(
                t("one.of_post", name=post.name, n=post.ads, asked=_joined_names(post.competencies, t)), "quiet"
            )
    if profile.places:
        named = ", ".join(t.gettext("{name} ({n})", name=name, n=n) for name, n in profile.places[:_POSTS])
        yield b.Paragraph(t("one.places", places=named), "quiet")
    if profile.groups < FEW:
        yield b.Paragraph(t("withheld.10" if profile.groups < TOO_FEW else "withheld.30", n=profile.groups), "warning")


def _joined_names(competencies: Sequence[DemandedCompetency], t: Words) -> str:
    return "; ".join(f"{t.translate(one.statement)} {t.percent(one.share.value)}" for one in competencies)


def _asked(found: GapReport, rows: Sequence[GapRow], t: Words) -> Iterator[b.Block]:
    several = len(found.programmes) > 1
    if not several:
        told = f"{t('picture.verdicts')}. {t('picture.verdicts.how')}"
        yield b.Picture(t("picture.verdicts"), t("picture.verdicts.how"), partial(_picture, rows, told, t))
    heads = [*parse_columns("competency:50", t), b.Column(t("demand"), 18)]
    heads += _headline(found, t)
    cells: list[Sequence[b.Cell]] = []
    for number, row in enumerate(rows, 1):
        asked = row.competency
        named = [
            b.Span(
                f"{number}. {t.translate(asked.statement)}"
                if found.profile.groups >= FEW
                else t.translate(asked.statement)
            )
        ]
        if asked.names:
            named.append(b.Span(", ".join(map(t.translate, asked.names[:_NAMES])), "small"))
        of_each = (_verdict(found, row.taught[n], n, t) for n in range(len(found.programmes)))
        cells.append((named, format_estimate(asked.share, t.lang), *of_each))
    yield b.Table(heads, cells, label=t("one.asked"), on=b.SHOWN)
    yield b.Paragraph(t("one.how", widest=t.percent(WIDEST)), "quiet", on=b.READ)


def _picture(rows: Sequence[GapRow], told: str, t: Words) -> str:
    words = {state: t(key) for state, key in _VERDICTS.items()}
    drawn = [
        VerdictShare(t.translate(row.competency.statement), *row.competency.share, words[row.taught[0].state])
        for row in rows
    ]
    return draw_verdicts(drawn, [*words.values()], t("axis.ads"), told)


def _verdict(found: GapReport, taught: Taught, number: int, t: Words) -> list[b.Span]:
    """Return whether it is taught, with the passage that shows it or comes nearest."""
    spans = [b.Span(t(_VERDICTS[taught.state]), "state", _SIGNS[taught.state])]
    passage = found.programmes[number].passages.get(taught.passage or "")
    if passage and taught.state != "demanded_not_found":
        page = "" if passage.page is None else f" ({t('page.n', page=passage.page)})"
        spans.append(b.Span(t.in_quotes(shorten(passage.text, _QUOTED)) + page, "small", lang=passage.language or ""))
    return spans


def _lists(found: GapReport, t: Words) -> Iterator[b.Section]:
    """Return what is asked for and not taught, and what is taught and not asked for here."""
    lacking = [row for row in found.rows if row.taught[0].state == "demanded_not_found"]
    lacking.sort(key=lambda row: -row.competency.share.value)
    idle = [row for row in found.rows if row.taught[0].state == "found_not_in_ads"]
    for key, of, shares in (("gap.demanded_not_found", lacking, True), ("gap.found_not_in_ads", idle, False)):
        items: list[str | list[b.Span]] = []
        for row in of[:_LISTED]:
            share = [b.Span(format_estimate(row.competency.share, t.lang), "small")] if shares else []
            items.append([b.Span(t.translate(row.competency.statement)), *share])
        few = "unasked.few" if found.profile.groups < FEW else "one.none_idle"
        none = t("one.none_lacking" if shares else few, n=found.profile.groups)
        more = [b.Paragraph(t("one.more", n=len(of) - _LISTED), "quiet")] if len(of) > _LISTED else []
        yield b.Section(
            t(key), [b.Bullets(items) if items else b.Paragraph(none), *more], id=f"one-{key}", kind="verdict"
        )


def _needs(found: GapReport, rows: Sequence[GapRow], t: Words) -> b.Table:
    """Return the needs of every trade: in which share of the ads asked for, and whether taught."""
    heads = [*parse_columns("need:40", t), b.Column(t("demand"), 18), *_headline(found, t)]
    of_each = [supplement.needs for supplement in found.coverage.supplements]
    cells: list[Sequence[b.Cell]] = []
    for needs in zip(*of_each, strict=True):
        share = t.percent(needs[0].asking / needs[0].ads) if needs[0].ads else "–"
        named = [row for row in rows if any(cue.need == needs[0].name for cue in naming(row.competency.statement.es))]
        found_in = (any(row.taught[n].state == "demanded_found" for row in named) for n in range(len(needs)))
        told = (_need(need, t, is_found=is_found) for need, is_found in zip(needs, found_in, strict=True))
        cells.append((t.translate(needs[0].title), share, *told))
    return b.Table(heads, cells, label=t("needs"), on=b.SHOWN)


def _headline(found: GapReport, t: Words) -> list[b.Column]:
    several = len(found.programmes) > 1
    return [b.Column(t("one.taught") + (f" · {one.name}" if several else ""), 60) for one in found.programmes]


def _need(need: Need, t: Words, *, is_found: bool) -> list[b.Span]:
    """Return whether a need is taught; where it `is_found` among the competencies it is to be confirmed at least."""
    perhaps = bool(need.findings) or is_found
    state: GapState = "demanded_found" if need.taught else "uncertain" if perhaps else "demanded_not_found"
    spans = [b.Span(t(_VERDICTS[state]), "state", _SIGNS[state])]
    if need.findings:
        shown = next((one for one in need.findings if one.use == "outcome"), need.findings[0])
        said = t.in_quotes(shorten(shown.passage.text, _QUOTED))
        spans.append(b.Span(said, "small", lang=shown.passage.language or ""))
    return spans
