"""What a gap report says: the ads, one figure, what is asked for and found or not, then the standards and more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpora.frameworks.hierarchy import unique_codes
from corpora.text import words_of_name
from mapper.industry.demand.profile import FEW, TOO_FEW
from mapper.industry.demand.records import Direction, Trend, TrendRow
from mapper.industry.gap import WIDE, GapReport, GapRow, GapState, Offer, OfferRow, Taught
from mapper.industry.gap.page_one import page_one
from mapper.industry.gap.supplements import brings, needs
from mapper.matching.records import Interval
from mapper.programmes.coverage import MOST_TOGETHER
from mapper.programmes.coverage.sections import further, ranking, sector, sectors, standards
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, format_estimate, format_range, parse_columns, shorten
from mapper.reports.gap_texts import GAP
from mapper.reports.parts import (
    BRIEFLY,
    DRAWN,
    SHOWN_ROWS,
    cite_programmes,
    closing_notes,
    left_out,
    list_unread,
    provenance,
    reading_guide,
)
from mapper.reports.pictures import Line, Mark, draw_lines, marks

_LONGEST, _LONGEST_CODE = 110, 32
_ASKED = "competency:50 demand:10:percent interval:14:number"
_Cell = str | Interval | None
_UNPARTED = 8  # rows of a state up to which their groups are no headings
_LINES, _FEW = 8, 5  # of a picture of periods, names in a sentence
_NAMED = 2  # files that were not read
_SIGNS: dict[GapState, tuple[str, float]] = {
    "demanded_not_found": ("–", 0.0),
    "uncertain": ("?", 0.3),
    "demanded_found": ("✓", 0.8),
    "found_not_in_ads": ("✓", 0.8),
}
"""In the order in which the states are told."""
_ARROWS: dict[Direction, str] = {"rises": "↑", "falls": "↓", "unclear": "?"}


def report(found: GapReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    covered = replace(found.coverage, programmes=cite_programmes(found.coverage.programmes))
    found = replace(found, programmes=cite_programmes(found.programmes), coverage=covered)
    sections = _Sections(found, Words(lang, GAP))
    t, names = sections.t, [programme.name for programme in found.programmes]
    heads = names if len(names) > 1 else [""]
    of_each = [b.Section(head, standards(covered, number, t)) for number, head in enumerate(heads)]
    notes = [*found.notes, found.profile.material, covered.material]
    parts = [
        *page_one(found, t),
        sections.headline(),
        sections.first(),
        *offer_and_trend(found, t),
        sections.demand(),
        b.Section("", [sections.workbook()], on=b.BOOK),
        b.Section(
            t("standards"),
            [b.Paragraph(t("standards.how")), ranking(covered, t), *sectors(covered, t), *of_each],
            id="standards",
            on=~b.TERMINAL,
        ),
        needs(covered.supplements, names, t),
        brings(covered.supplements, names, t),
        sections.unmatched(),
        sections.others(),
        provenance(found.made, found.programmes, t),
        closing_notes(t, notes),
    ]
    return b.Report(t, ", ".join(names), parts, ", ".join(found.profile.source), files=further(covered.supplements, t))


class _Sections:
    """The parts, which show rows alike."""

    def __init__(self, found: GapReport, t: Words) -> None:
        self._found, self.t = found, t
        self._several = len(found.programmes) > 1
        self._of = [f" · {one.name}" if self._several else "" for one in found.programmes]
        # Of fewer ads the order would be chance, and numbers would speak of one.
        self._ranked = found.profile.groups >= FEW

    def first(self) -> b.Section:
        """Return what the reader has to know before any figure."""
        t, found = self.t, self._found
        facts = self._facts()
        calibrated = (
            t.gettext("Probabilities"),
            f"{t.translate(found.profile.material)} {t.translate(found.coverage.material)}",
        )
        few, withheld = found.profile.groups, []
        if few < FEW:
            withheld.append(t("withheld.10" if few < TOO_FEW else "withheld.30", n=few))
        if found.profile.by_group and not found.profile.competencies:
            withheld.append(t("withheld.single"))
        of_columns = [f"{field}: {column}" for field, column in found.profile.columns.items()]
        named = (("columns", of_columns), ("withheld", withheld), ("headline", self._headlines()))
        more: list[tuple[str, b.Cell]] = [(t(key), text) for key, texts in named for text in texts]
        more += [(t.gettext("Before you read the figures"), t.translate(note)) for note in found.notes]
        blocks: list[b.Block] = [
            b.Facts([*facts, calibrated], on=b.PAGE),
            b.Facts(facts, on=b.TERMINAL),
            b.Facts([*facts, calibrated, *more], (t("first"), t("value")), t("sheet.first"), on=b.BOOK),
            *sector(found.coverage, t),
            *(block for programme in found.programmes for block in list_unread(programme, t)),
        ]
        if withheld:
            sentences = [b.Paragraph(sentence) for sentence in withheld]
            blocks.append(b.Section(t("withheld"), sentences, id="withheld", kind="withheld"))
        return b.Section(t("first"), blocks, id="first")

    def _facts(self) -> list[tuple[str, b.Cell]]:
        t, profile = self.t, self._found.profile
        unknown = {field: t("unknown") for field in ("date", "country", "employer")}
        if profile.columns:
            unknown |= {field: t("f.no_column", field=field) for field in unknown.keys() - profile.columns.keys()}
        dates = t("f.dates.value", first=profile.dates[0], last=profile.dates[1]) if profile.dates else unknown["date"]
        countries = [t.gettext("{name} ({n})", name=name, n=n) for name, n in profile.countries]
        ads = [t("f.ads.value", groups=profile.groups, read=profile.read)]
        if profile.unread:
            named, more = profile.unread_in[:_NAMED], len(profile.unread_in) - _NAMED
            names = ", ".join(named) + (t("offer.more", n=more) if more > 0 else "")
            ads.append(t("f.ads.unread", n=profile.unread, named=f" ({names})" if names else ""))
        if profile.read > profile.groups:
            ads.append(t("f.ads.same"))
        audited = t("f.audited.no")
        if audit := profile.audited:
            audited = t("f.audited.yes", judges=", ".join(filter(None, audit.judges)) or t("f.judge"), n=audit.ads)
        return [
            (t("f.ads"), " ".join(ads)),
            (t.gettext("Ask for something"), t("f.asking.value", asking=profile.asking, groups=profile.groups)),
            (t.gettext("Files of ads"), ", ".join(profile.source) or t("unknown")),
            (t.gettext("Dates"), dates),
            (t.gettext("Country"), ", ".join(countries) or unknown["country"]),
            (t.gettext("Employers"), str(profile.employers or unknown["employer"])),
            (t.gettext("Audited"), audited),
            (t("sector"), self._sector()),
            (t("f.frameworks"), ", ".join(f"{name} ({version})" for name, version, _ in self._found.made.frameworks)),
        ]

    def _sector(self) -> str:
        asked, told = self._found.coverage.sector, self._found.profile.of_sector
        if asked is None:
            return self._found.profile.sector or self.t.gettext("all ads, no sector was chosen")
        title = self.t.translate(asked.title)
        if told is None:
            return title
        counts = {"column": told.by_column, "words": told.by_words, "others": told.others, "without": told.without}
        said = self.t("sector.by", title=title, **counts)
        if told.by_set:
            said += " " + self.t("sector.by_set", n=told.by_set)
        words = ", ".join(f"{self.t.in_quotes(word)} ({n})" for word, n in told.words)
        return f"{said} {self.t.gettext('Words that decided: {words}.', words=words)}" if words else said

    def _headlines(self) -> list[str]:
        """Return for each programme the one figure, or why there is none."""
        t, profile, told = self.t, self._found.profile, []
        for programme, share in zip(self._found.programmes, self._found.headline, strict=True):
            if share is None:
                none = t("headline.none" if profile.groups < TOO_FEW else "headline.nothing", n=profile.groups)
                told.append(f"{programme.name}: {none}" if self._several else none)
                continue
            figures = {"share": t.percent(share.value), "between": format_range(share, t.lang)}
            told.append(t("headline.lead", name=programme.name, **figures))
        return told

    def headline(self) -> b.Section:
        """Return what the one figure of the first page is made of, and how all of them are read."""
        t, found = self.t, self._found
        blocks: list[b.Block] = []
        if any(share is not None and share.high - share.low > WIDE for share in found.headline):
            blocks.append(b.Paragraph(t("headline.wide"), "warning"))
        if any(found.headline):
            told = len(found.profile.competencies)
            blocks.append(b.Paragraph(t("headline.of", n=told + found.untold, untold=found.untold), "quiet"))
        keys = ("how.share", "how.gap", "how.sure", "how.found")
        return b.Section(t("headline"), [*blocks, reading_guide(t, map(t, keys))], id="headline", kind="annex")

    def demand(self) -> b.Section:
        """Return all that is asked for, by its state; the framework's groups are headings."""
        t, found = self.t, self._found
        blocks: list[b.Block] = []
        every = [row for row in found.rows if row.competency.share.value > 0]
        if not every:
            few = found.profile.groups < TOO_FEW
            blocks = [b.Paragraph(t("rows.withheld", n=found.profile.groups) if few else t("headline.nothing"))]
        if self._several and every:
            # A terminal has room for a figure of each programme, and none for its name and what stands where.
            names = " · ".join(f"({number}) {one.name}" for number, one in enumerate(found.programmes, 1))
            numbers = b.Paragraph(f"{t('taught.probability')}: {names}", on=b.TERMINAL)
            told: list[b.Block] = [b.Paragraph(t("matrix.what"), on=b.PAGE), numbers, self._matrix(every)]
            blocks.append(b.Section(t("matrix"), told, id="matrix", on=b.SHOWN))
        for name in _SIGNS:
            single = _in_state(found, name)
            if name == "found_not_in_ads":
                why = t("unasked.none" if self._ranked else "unasked.few", n=found.profile.groups)
                blocks.append(self._state(name, [self._unasked(single)] if single else [], why))
            elif every and not self._several:
                none = t("nothing.told", n=found.untold) if found.untold else t.gettext("Nothing.")
                blocks.append(self._state(name, [*self._by_group(single)], none))
        return b.Section(t.gettext("What is asked for and what is missing"), blocks, id="demand")

    def _by_group(self, rows: Sequence[GapRow]) -> Iterator[b.Block]:
        """Return a table below the heading of each group, the one that is asked for most first."""
        groups: dict[str, list[GapRow]] = {}
        for row in rows:
            groups.setdefault(self.t.translate(row.competency.group_statement), []).append(row)
        if len(rows) <= _UNPARTED or len(groups) == 1:
            yield from [self._demanded(rows)] if rows else []
            return
        for name, of_group in groups.items():
            yield b.Section(name or self.t("one.no_group"), [self._demanded(of_group)], on=b.SHOWN)

    def _state(self, name: str, tables: Sequence[b.Block], empty: str) -> b.Section:
        none = [] if tables else [b.Paragraph(empty)]
        what = b.Paragraph(self.t(f"gap.{name}.what"), on=b.READ)
        return b.Section(self.t(f"gap.{name}"), [what, *none, *tables], id=f"s-{name}", on=b.SHOWN)

    def _asked_cells(self, row: GapRow, mark: str = "") -> list[b.Cell]:
        return [self._name(row, mark), row.competency.share.value, format_range(row.competency.share, self.t.lang)]

    def _name(self, row: GapRow, mark: str = "") -> list[b.Span]:
        """Return a competency with its framework and group, and what ads say of it."""
        t, asked = self.t, row.competency
        spans = [b.Span(t.translate(asked.statement), mark=mark)]
        if asked.names:
            spans.append(b.Span(", ".join(map(t.translate, asked.names)), "small"))
        code = asked.code if len(asked.code) <= _LONGEST_CODE else ""
        below = " ".join(filter(None, (code, asked.framework)))
        group = t.translate(asked.group_statement)
        if group == words_of_name(asked.framework):  # a plain list is called as its framework
            group = ""
        spans.append(b.Span(f"{below} · {group}" if group else below, "small"))
        quoted = (f"{t.in_quotes(one.sentence)} — {one.ad}" for one in asked.examples)
        return [*spans, *(b.Span(said, "small", lang="") for said in quoted)]

    def _near(self, row: GapRow, number: int) -> list[b.Span]:
        """Return what of a programme is nearest, and what it teaches instead."""
        t, taught = self.t, row.taught[number]
        passage = self._found.programmes[number].passages.get(taught.passage or "")
        spans = [b.Span(taught.unit, lang="")] if taught.unit else []
        if passage and passage.text != taught.unit:
            page = "" if passage.page is None else f" ({t('page.n', page=passage.page)})"
            spans.append(b.Span(t.in_quotes(shorten(passage.text, _LONGEST)) + page, "small", lang=""))
        if taught.instead:
            spans.append(b.Span(t("instead", statement=t.translate(taught.instead[1])), "small"))
        return spans or [b.Span(t("nearest.none"))]

    def _demanded(self, rows: Sequence[GapRow]) -> b.Table:
        heads = parse_columns(f"{_ASKED} taught.probability:10:percent gap:10:percent nearest:40@read", self.t)
        cells = [
            (
                *self._asked_cells(row, row.taught[0].state),
                row.taught[0].probability.value, row.taught[0].gap and row.taught[0].gap.value, self._near(row, 0),
            )
            for row in rows
        ]  # fmt: skip
        return b.Table(heads, cells, most=SHOWN_ROWS, shown=DRAWN)

    def _unasked(self, rows: Sequence[GapRow]) -> b.Table:
        t = self.t
        taught = [one for of in self._of for one in parse_columns("taught.probability:10:percent", t, of)]
        nearest = [one for of in self._of for one in parse_columns("nearest:40@read", t, of)]
        cells: list[Sequence[b.Cell]] = [
            (self._name(row), *(one.probability.value for one in row.taught),
             *(self._near(row, number) for number in range(len(nearest))))
            for row in rows
        ]  # fmt: skip
        return b.Table([*parse_columns("competency:50", t), *taught, *nearest], cells, most=BRIEFLY, shown=DRAWN)

    def _matrix(self, rows: Sequence[GapRow]) -> b.Table:
        heads, names = parse_columns(_ASKED, self.t), [programme.name for programme in self._found.programmes]
        heads += [b.Column(name, 30, on=~b.TERMINAL) for name in names]
        heads += [b.Column(f"({number})", 10, "percent", on=b.TERMINAL) for number in range(1, len(names) + 1)]
        cells = [
            (*self._asked_cells(row), *map(self._verdict, row.taught), *(one.probability.value for one in row.taught))
            for row in rows
        ]
        return b.Table(heads, cells, most=SHOWN_ROWS, shown=DRAWN)

    def _verdict(self, taught: Taught) -> list[b.Span]:
        t = self.t
        below = f"{t('taught.probability')}: {t.percent(taught.probability.value)}"
        unit = f"{below} · {taught.unit}" if taught.unit else below
        return [b.Span(t(f"gap.{taught.state}"), "state", taught.state), b.Span(unit, "small")]

    def workbook(self) -> b.Table:
        """Return every row, for filtering and for further figures."""
        t, found = self.t, self._found
        low, high = (t(f"interval.{end}").lower() for end in ("low", "high"))
        heads = [
            *parse_columns("competency:50 code:24 framework:14 group:40 is_group.head:10", t),
            *parse_columns("axis.ads:12:percent", t),
            *(column for end in (low, high) for column in parse_columns("demand:12:percent", t, f": {end}")),
            *parse_columns("first_ten:12:percent", t),
        ]
        for of in self._of:
            heads += parse_columns("state:14 taught.probability:14:percent gap:14:percent", t, of)
            heads += [column for end in (low, high) for column in parse_columns("gap:14:percent", t, f": {end}{of}")]
            heads += parse_columns("nearest:40 instead.head:40", t, of)
        heads += parse_columns("examples:90", t)
        return b.Table(heads, [self._row(row) for row in (*found.groups, *found.rows)], t("gap"), on=b.BOOK)

    def _row(self, row: GapRow) -> Sequence[b.Cell]:
        t, asked = self.t, row.competency
        group = t("yes" if row in self._found.groups else "no")
        cells: list[b.Cell] = [
            t.translate(asked.statement), asked.code, asked.framework, t.translate(asked.group_statement), group,
            *asked.share, asked.first_ten,
        ]  # fmt: skip
        for taught in row.taught:
            instead = f"{taught.instead[0]} {t.translate(taught.instead[1])}" if taught.instead else ""
            gap = taught.gap or (None, None, None)
            cells += [t(f"gap.{taught.state}"), taught.probability.value, *gap, taught.unit, instead]
        return (*cells, "\n".join(f"{t.in_quotes(one.sentence)} ({one.ad})" for one in asked.examples))

    def unmatched(self) -> b.Section:
        """Return what ads share and no entry says."""
        t, found = self.t, self._found.profile.unmatched
        columns = "others.what:60 demand:10:number others.required:12:number unmatched.example:40@~terminal"
        heads = parse_columns(columns, t)
        rows = [(one.text, one.ads, one.required, one.example.ad) for one in found]
        none = [] if rows else [b.Paragraph(t.gettext("No two ads share such a wording."))]
        table = b.Table(heads, rows, t("sheet.unmatched"), most=SHOWN_ROWS, shown=DRAWN)
        return b.Section(t("unmatched"), [b.Paragraph(t("unmatched.how"), "quiet"), *none, table], id="unmatched")

    def others(self) -> b.Section:
        """Return what else the ads ask for, and what of everything was not used."""
        t, found = self.t, self._found
        heads = parse_columns("kind:20 others.what:60 demand:10:number others.required:12:number", t)
        rows = [(t(f"other.{one.kind}"), t.translate(one.text), one.ads, one.required) for one in found.profile.others]
        unused = [(t("f.ads"), left.what, t.translate(left.why)) for left in found.profile.skipped]
        unused += [
            (p.name, t.example(left.what), t.translate(left.why)) for p in found.programmes for left in p.skipped
        ]
        of_unused = parse_columns("left.where:24 reading.what:60 why:80", t)
        blocks: list[b.Block] = [
            b.Paragraph(t("others.how")),
            b.Table(heads, rows, t("sheet.others")) if rows else b.Paragraph(t("others.none")),
            b.Table(heads, [], t("sheet.others"), on=b.BOOK),
            b.Table(of_unused, unused, t("sheet.skipped"), on=b.BOOK),
        ]
        if found.profile.skipped:
            blocks.append(b.Section(t("ads.skipped"), [left_out(found.profile.skipped, t, SHOWN_ROWS)], on=b.PAGE))
        return b.Section(t("others"), blocks, id="others", on=~b.TERMINAL)


def _in_state(report: GapReport, state: GapState) -> tuple[GapRow, ...]:
    """Return the competencies that one programme has in a state; the most asked for first."""
    # What is not in the ads is in order of how surely it is taught.
    rows = (row for row in report.rows if row.taught and row.taught[0].state == state)
    return tuple(sorted(rows, key=lambda row: -row.competency.share.value))


def offer_and_trend(report: GapReport, t: Words) -> list[b.Section]:
    """Return the offer of several programmes, and the ads period by period; those of them that the report has."""
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
    programmes: Sequence[str],
) -> b.Section:
    """Return what is said in a sentence or two, a picture, how its figures are read, and the table of them all.

    An interval of shares is one cell; in a workbook it is three. A column for each of the programmes stands last, but
    not in a terminal, which has no room for them.
    """
    figures = {n for row in rows for n, cell in enumerate(row) if isinstance(cell, Interval)}
    heads: list[b.Column] = []
    for n, name in enumerate(head):
        if n not in figures:
            heads.append(b.Column(name, 14 if n else 50))
            continue
        ends = (f"{name}: {t(f'interval.{end}').lower()}" for end in ("low", "high"))
        heads.append(b.Column(name, 14, "number", on=~b.BOOK))
        heads += [b.Column(part, 14, "percent", on=b.BOOK) for part in (name, *ends)]
    cells: list[list[b.Cell]] = []
    for row in rows:
        cells.append([])
        for n, cell in enumerate(row):
            shown = format_estimate(cell, t.lang) if isinstance(cell, Interval) else cell
            cells[-1].append("–" if shown is None else shown)
            if n in figures:
                cells[-1] += cell if isinstance(cell, Interval) else (None, None, None)
    heads += [b.Column(name, 14, on=~b.TERMINAL) for name in programmes]
    return b.Section(
        t(key),
        [
            *map(b.Paragraph, lead),
            *([b.Picture(t(f"picture.{key}"), "", draw)] if draw and rows else ()),
            *(b.Paragraph(sentence, "quiet") for sentence in how),
            b.Paragraph(t("offer.signs"), "quiet", on=b.READ),
            *([b.Table(heads, cells, t(f"sheet.{key}"), most=SHOWN_ROWS, shown=DRAWN)] if rows else ()),
        ],
        id=key,
    )


def _row_name(row: OfferRow | TrendRow, t: Words) -> str:
    return f"{t.translate(row.statement)} ({t('is_group')})" if row.group else t.translate(row.statement)


def _gaps(report: GapReport) -> dict[tuple[str, str, bool], GapRow]:
    """Return the rows of the gap by framework, code and whether they are of a group; one entry may be both."""
    rows = [(row, group) for rows, group in ((report.groups, True), (report.rows, False)) for row in rows]
    return {(row.competency.framework, row.competency.code, group): row for row, group in rows}


def _offer(report: GapReport, offer: Offer, t: Words) -> b.Section:
    names = list(unique_codes([programme.name for programme in report.programmes]))
    told = _gaps(report)
    rows = sorted(offer.rows, key=lambda row: (not row.group, -row.share.value))
    of_each = [(row, told[row.framework, row.code, row.group]) for row in rows]

    def picture() -> str:
        drawn = [both for both in of_each if both[0].group is not report.profile.has_enough]
        drawn = sorted(drawn, key=lambda both: -both[0].share.value)[:DRAWN]
        cells = [[Mark(*_SIGNS[one.state]) for one in each.taught] + [Mark(*_SIGNS[row.state])] for row, each in drawn]
        labels = [_row_name(row, t) for row, _ in drawn]
        told = f"{t('picture.offer')}. {t('as_table')}."
        return marks(labels, [*names, t("offer.any")], cells, told) if drawn else ""

    return _part(
        "offer",
        t,
        lead=_offer_summary(report, offer, t),
        how=(t("offer.how", most=MOST_TOGETHER),),
        head=(t("competency"), t("demand"), t("offer.any"), t("gap"), t("offer.by")),
        rows=[_offer_row(row, each, names, t) for row, each in of_each],
        draw=picture,
        programmes=names,
    )


def _offer_summary(report: GapReport, offer: Offer, t: Words) -> Iterator[str]:
    if offer.headline is not None:
        share, within = t.percent(offer.headline.value), format_range(offer.headline, t.lang)
        yield t("offer.headline", share=share, between=within)
    told = [row for row in offer.rows if row.group is not report.profile.has_enough]
    for state in ("demanded_not_found", "uncertain", "demanded_found"):
        found = sorted((row for row in told if row.state == state), key=lambda row: -row.share.value)
        yield t(f"offer.{state}", n=len(found), named=_few([t.translate(row.statement) for row in found], t))


def _few(names: Sequence[str], t: Words) -> str:
    more = t("offer.more", n=len(names) - _FEW) if len(names) > _FEW else ""
    return f": {'; '.join(names[:_FEW])}{more}." if names else "."


def _offer_row(row: OfferRow, each: GapRow, names: Sequence[str], t: Words) -> tuple[_Cell, ...]:
    by = ", ".join(names[number] for number in row.taught_by or row.shown_by)
    states = (f"{_SIGNS[one.state][0]} {t.percent(one.probability.value)}" for one in each.taught)
    if row.shown_by:
        by = t("offer.together", names=by)
    nobody = "offer.none" if row.state == "demanded_not_found" else "gap.uncertain"
    return _row_name(row, t), row.share, row.probability, row.gap, by or t(nobody), *states


def _trend(report: GapReport, trend: Trend, t: Words) -> b.Section:
    names = [_period(period.name, trend, t) for period in trend.periods]
    told, with_shares = _gaps(report), [row for row in trend.rows if any(row.shares)]

    def picture() -> str:
        drawn = [row for row in trend.rows if row.change is not None][:_LINES]
        rows = [Line(f"{_ARROWS[row.direction]} {_row_name(row, t)}", row.shares) for row in drawn]
        told = f"{t('picture.trend')}. {t('as_table')}."
        return draw_lines(rows, names, t("axis.ads"), told) if rows else ""

    return _part(
        "trend",
        t,
        lead=_trend_summary(trend, t),
        how=(*map(t.translate, trend.notes), *((t("trend.how"),) if trend.compared else ())),
        head=(t("competency"), *names, *map(t, ("trend.change", "trend.direction") if trend.compared else ())),
        rows=[_trend_row(row, told.get((row.framework, row.code, row.group)), t) for row in with_shares],
        draw=picture if trend.compared else None,
        programmes=list(unique_codes([programme.name for programme in report.programmes])),
    )


def _period(name: str, trend: Trend, t: Words) -> str:
    return name.replace("-Q", t("trend.quarter")) if trend.by == "quarter" else name


def _trend_summary(trend: Trend, t: Words) -> Iterator[str]:
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
            found = [t.translate(row.statement) for row in trend.rows if row.direction == direction]
            yield t(f"trend.{direction}.lead", first=first, last=last, n=len(found), named=_few(found, t))


def _trend_row(row: TrendRow, taught: GapRow | None, t: Words) -> tuple[_Cell, ...]:
    states = tuple(_SIGNS[one.state][0] for one in taught.taught) if taught else ()
    moves = (row.change, f"{_ARROWS[row.direction]} {t(f'trend.{row.direction}')}") if row.change is not None else ()
    return _row_name(row, t), *row.shares, *moves, *states
