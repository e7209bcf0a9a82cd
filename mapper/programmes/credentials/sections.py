"""What a report on microcredentials says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpora import Text, _
from mapper.programmes.credentials.bundles import (
    SURE,
    Bundle,
    BundledCriterion,
    BundleTarget,
    Comparison,
    CredentialsReport,
    SharedCriteria,
)
from mapper.programmes.credentials.units import Unit
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns
from mapper.reports.parts import (
    cite_passages,
    closing_notes,
    provenance,
    quoted_passages,
    reading_guide,
    reading_section,
    state_cell,
)
from mapper.reports.pictures import Mark, marks
from mapper.reports.record_json import as_text, to_json
from mapper.reports.texts import STANDARDS

_SIGNS = {
    "covered": Mark("✓", 1.0),
    "partly": Mark("◐", 0.45),
    "uncertain": Mark("?", 0.2),
    "not_found": Mark("✗", 0.0),
}
_LONGEST = 220


def report(found: CredentialsReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    sections = _Sections(found, t)
    notes = [found.material, *found.notes]
    parts = [
        _glance(found, t),
        sections.workbook(),
        *map(sections.bundle, found.bundles),
        *([sections.comparisons()] if found.comparisons else ()),
        sections.short(),
        provenance(found.made, found.programmes, t),
        closing_notes(t, notes),
    ]
    heading = ", ".join(programme.name for programme in found.programmes)
    badges = {"achievements.json": lambda: as_text(to_json(found.achievements))} if found.achievements else {}
    return b.Report(t, heading, parts, formats=("html", "xlsx", "docx", "json"), files=badges)


def _glance(found: CredentialsReport, t: Words) -> b.Section:
    complete = sum(not bundle.missing for bundle in found.bundles)
    lead = t("lead", n=len(found.bundles), complete=complete) if found.bundles else t("none")
    badges = f"{t('badges')}: {t.gettext('{n} of {of}', n=len(found.achievements), of=len(found.bundles))}"
    notes = [found.material, *found.notes, *(one.why for one in found.skipped)]
    explained = [t("how.bundle", sure=t.percent(SURE)), t("how.units"), t("how.draft")]
    blocks = [b.Paragraph(lead, "lead"), *reading_section(found.programmes, t), b.Paragraph(badges, "quiet", on=b.READ)]
    return b.Section(t("glance"), [*blocks, reading_guide(t, explained, notes)])


def _below(part: BundleTarget) -> list[b.Span]:
    return [b.Span(part.below, "small")] if part.below else []


class _Sections:
    """The parts, which name bundles and units alike."""

    def __init__(self, found: CredentialsReport, t: Words) -> None:
        self._found, self._t = found, t
        self._numbers = {bundle.identifier: n for n, bundle in enumerate(found.bundles, 1)}
        self._several = len(found.programmes) > 1

    def bundle(self, bundle: Bundle) -> b.Section:
        """Return a bundle: what it takes, which unit teaches what, what is missing, and room for a decision."""
        t, of = self._t, len(bundle.taught) + len(bundle.missing)
        number = self._numbers[bundle.identifier]
        units = [unit for unit in self._found.units[bundle.programme] if unit.name in bundle.units]
        hours = t("hours.none") if bundle.hours is None else f"{bundle.hours:g}"
        if bundle.hours is not None and bundle.unstated:
            hours = t("hours.some", hours=hours, units=self._unit_titles(bundle.unstated))
        facts: list[tuple[str, b.Cell]] = [
            (t("programme"), self._programme(bundle.programme)),
            (t("parts"), [span for part in bundle.parts for span in (b.Span(part.called, "line"), *_below(part))]),
            (t("taught"), [b.Span(t.gettext("{taught} of {of} criteria", taught=len(bundle.taught), of=of), "strong")]),
            (t("units"), [span for unit in units for span in (
                b.Span(self._unit_titles([unit.name]), "line", lang=""),
                # Where no unit states any, the next fact says so.
                *([] if bundle.hours is None else [b.Span(self._unit_hours(unit), "small")]),
            )]),
            (t("hours"), hours),
            (t("overlaps"), [span for shared in bundle.overlaps for span in (
                b.Span(self._reference(shared.bundle), "line", to=f"b{self._numbers[shared.bundle]}"),
                b.Span(self._shared(shared), "small"),
            )] or t.gettext("no other bundle")),
        ]  # fmt: skip
        what, who = t.gettext("Accepted / changed / rejected"), t.gettext("Name and signature")
        decision = b.Facts([(line, "") for line in (what, t.gettext("Remarks"), who, t("head.date"))])
        blocks: list[b.Block] = [
            b.Facts(facts[0 if self._several else 1 :], on=b.SHOWN),
            self._picture(bundle),
            self._terminal(bundle),
            self._criteria(t("lacking", n=len(bundle.missing)), bundle.missing, bundle),
            *([] if bundle.missing else [b.Paragraph(t("missing.none"), "strong", on=b.READ)]),
            self._criteria(t("taught"), bundle.taught, bundle, folded=True),
            self._criteria(t.gettext("Attitudes, habits and values, apart"), bundle.attitudes, bundle, folded=True),
            b.Section(t.gettext("The committee's decision"), [decision], on=b.WORD),
        ]
        return b.Section(f"{t('bundle.n', n=number)}: {bundle.title}", blocks, id=f"b{number}")

    def _criteria(
        self, title: str, rows: Sequence[BundledCriterion], bundle: Bundle, *, folded: bool = False
    ) -> b.Block:
        t, programme = self._t, self._found.programmes[bundle.programme]
        cells: list[Sequence[b.Cell]] = []
        for c in rows:
            why, passages = t.translate(c.why), cite_passages(quoted_passages(programme, c.passages), t, _LONGEST)
            told = (state_cell(c.state, t, why), c.probability, why, "\n".join(c.units), passages)
            cells.append((c.code, c.statement, t.kind(c.kind), *told))
        table = self._table(cells, number=self._numbers[bundle.identifier], programme=programme.name)
        on = b.READ | b.BOOK if rows else b.BOOK
        return b.Section(title, [table], folded="folded" if folded else "", count=len(rows) if folded else None, on=on)

    def _table(self, rows: Sequence[Sequence[b.Cell]], *, number: int | None = None, programme: str = "") -> b.Table:
        t = self._t
        columns = "code:26:code criterion:60 kind:20 state:14 probability:10:percent why:40@book units:50@book"
        before = list(zip(parse_columns("bundle:8 programme:24", t), (number, programme), strict=True))
        heads = parse_columns(f"{columns} passages.named:60", t)
        return b.Table(heads, rows, t("sheet.criteria"), before, on=~b.TERMINAL)

    def _terminal(self, bundle: Bundle) -> b.Table:
        t = self._t
        rows = [
            (
                [b.Span(self._called(c), "state", c.state)],
                c.code,
                # What is covered and still stands among what is missing says why.
                [b.Span(c.statement), *([b.Span(t.translate(c.why), "small")] if t.translate(c.why) else ())],
            )
            for c, _ in _rows(bundle)
        ]
        return b.Table(parse_columns("state:14 code:26:code criterion:60", t), rows, plain=True, on=b.TERMINAL)

    def _called(self, criterion: BundledCriterion) -> str:
        """Return the sign and name of its state; of what is covered and cannot be certified, also why."""
        if criterion.state == "covered" and not criterion.taught:
            return f"(✓) {self._t('covered.unsure' if criterion.units else 'covered.apart')}"
        return f"{_SIGNS[criterion.state].text} {self._t(criterion.state)}"

    def _unit_titles(self, units: Sequence[str]) -> str:
        """Return the units by their titles, which may begin with a number or hold a comma."""
        return "; ".join(self._t.in_quotes(name) if name else self._t("unit.none") for name in units)

    def comparisons(self) -> b.Section:
        t, found = self._t, self._found.comparisons
        columns = "code:18:code element:50 common,differing,nowhere:12:number"
        rows: list[Sequence[b.Cell]] = [
            (one.part.code, one.part.title, *map(len, (one.common, one.differing, one.nowhere))) for one in found
        ]
        counts = b.Table(parse_columns(columns, t), rows, on=b.SHOWN)
        apart = map(self._compared, found)
        return b.Section(
            t("comparison"), [b.Paragraph(t("comparison.how"), on=b.READ), counts, *apart], id="comparison"
        )

    def _compared(self, one: Comparison) -> b.Section:
        t = self._t
        bundles: list[tuple[str, b.Cell]] = []
        for programme, identifier, hours in zip(self._found.programmes, one.bundles, one.hours, strict=True):
            if identifier is None:
                bundles.append((programme.name, "–"))
                continue
            number = self._numbers[identifier]
            told = [b.Span(t("bundle.n", n=number), to=f"b{number}")]
            bundles.append((programme.name, [*told, *([b.Span(f"({hours:g} {t('hours').lower()})")] if hours else ())]))
        rows: list[Sequence[b.Cell]] = [
            (c.code, c.statement, t.kind(c.kind),
             *(state_cell(s, t, t.percent(p)) for s, p in zip(c.states, c.probabilities, strict=True)))
            for c in one.criteria
        ]  # fmt: skip
        table = self._comparison(rows, one.part.code)
        blocks: list[b.Block] = [b.Facts(bundles, on=b.READ), table]
        return b.Section(one.part.title, blocks, one.part.code, kind="card", on=b.READ | b.BOOK)

    def _comparison(self, rows: Sequence[Sequence[b.Cell]], element: str = "") -> b.Table:
        t = self._t
        each = (b.Column(programme.name, 16) for programme in self._found.programmes)
        heads = [*parse_columns("code:26:code criterion:60 kind:20", t), *each]
        before = ((b.Column(t("element"), 18), element),)
        return b.Table(heads, rows, t.gettext("Comparison"), before, on=~b.TERMINAL)

    def short(self) -> b.Section:
        t = self._t
        heads = parse_columns(
            f"programme:24@{'everywhere' if self._several else 'book'} standard:12@book element:18:code"
            " title.of:50:name covered,partly:10:number total:8:number",
            t,
        )
        rows = [
            (self._programme(s.programme), s.part.standard, s.part.code,
             [b.Span(s.part.title), *_below(s.part)],
             s.taught, s.partly, s.of)
            for s in self._found.short
        ]  # fmt: skip
        table = b.Table(heads, rows, t.gettext("No bundle"))
        return b.Section(t("short"), [b.Paragraph(t("short.how"), on=b.READ), table], on=~b.BOOK if rows else b.BOOK)

    def workbook(self) -> b.Section:
        """Return what only the workbook lists as a whole: bundles, units, overlaps."""
        t, found = self._t, self._found
        columns = "bundle:8 programme:24 title.of:50 parts:30 taught:20 total:8 hours:10 units:60 hours.none:40"
        bundles = b.Table(
            parse_columns(columns, t, headed=str),
            [
                (n, self._programme(one.programme), one.title, "\n".join(part.code for part in one.parts),
                 len(one.taught), len(one.taught) + len(one.missing), one.hours,
                 "\n".join(one.units), "\n".join(one.unstated))
                for n, one in enumerate(found.bundles, 1)
            ],
            t.gettext("Bundles"),
        )  # fmt: skip
        of_programmes = zip(found.programmes, found.units, strict=True)
        rows = [(programme.name, unit.name, unit.hours, unit.said) for programme, of in of_programmes for unit in of]
        units = b.Table(parse_columns("programme:24 unit:60 hours:10 passages.named:50", t), rows, t.gettext("Units"))
        pairs: list[Sequence[b.Cell]] = []
        for n, shared in ((n, shared) for n, bundle in enumerate(found.bundles, 1) for shared in bundle.overlaps):
            criteria = "\n".join(f"{mine} = {its}" for mine, its in shared.criteria)
            pairs.append((n, self._numbers[shared.bundle], "\n".join(shared.units), shared.hours, criteria))
        heads = parse_columns("bundle:8 overlaps:10 units:50 hours:10 criterion:60", t)
        overlaps = b.Table(heads, pairs, t.gettext("Overlaps"))
        return b.Section("", [bundles, units, overlaps, self._table(()), self._comparison(())], on=b.BOOK)

    def _programme(self, number: int) -> str:
        return self._found.programmes[number].name

    def _reference(self, identifier: str) -> str:
        """Return a bundle's number and the codes of what it aims at: a title can be a paragraph."""
        number = self._numbers[identifier]
        bundle = self._found.bundles[number - 1]
        of = f", {self._programme(bundle.programme)}" if self._several else ""
        return f"{self._t('bundle.n', n=number)} ({', '.join(part.code for part in bundle.parts)}{of})"

    def _unit_hours(self, unit: Unit) -> str:
        if unit.hours is None:
            return self._t("hours.none")
        if unit.path and unit.said == unit.path[-1]:
            return f"{unit.hours:g}"  # its heading says it
        page = f", {self._t('page.n', page=unit.page)}" if unit.page is not None else ""
        return f"{unit.hours:g} ({self._t('hours.said', said=unit.said)}{page})"

    def _shared(self, shared: SharedCriteria) -> str:
        t = self._t
        told = [t.gettext("shares units: {units}", units=self._unit_titles(shared.units))] * bool(shared.units)
        told += [t.gettext("{hours} hours would count twice", hours=f"{shared.hours:g}")] * bool(shared.hours)
        return ". ".join(told + [t("overlap.criteria", n=len(shared.criteria))] * bool(shared.criteria))

    def _picture(self, bundle: Bundle) -> b.Picture:
        """Return which unit teaches what; as a table, its rows and columns by number, as they stand there."""
        t, rows, title = self._t, _rows(bundle), self._t.gettext("Which unit teaches which criterion")
        units = (b.Column(f"U{n}. {unit or t('unit.none')}", 16) for n, unit in enumerate(bundle.units, 1))
        cells: list[Sequence[b.Cell]] = [
            (f"{n}. {c.code}", *(t("yes") if taught else "–" for taught in of_units), t(c.state))
            for n, (c, of_units) in enumerate(rows, 1)
        ]
        table = b.Table((b.Column(t("criterion"), 26), *units, b.Column(t("programme"), 14)), cells, on=b.PAGE)
        names = [*(f"U{n}" for n in range(1, len(bundle.units) + 1)), t("programme")]
        signs = [
            [*(Mark("✓" if taught else "", float(taught)) for taught in of_units), _SIGNS[c.state]]
            for c, of_units in rows
        ]
        told = f"{title}: {bundle.title}. {t('as_table')}."
        draw: Callable[[], str] = lambda: marks([c.statement for c, _ in rows], names, signs, told)  # noqa: E731
        label = f"{title}: {self._numbers[bundle.identifier]}"
        return b.Picture(title, t("picture.bundle.how"), draw, table, label=label)


def _rows(bundle: Bundle) -> list[tuple[BundledCriterion, tuple[bool, ...]]]:
    """Return its criteria, attitudes left out, and which units of the bundle teach each."""
    order = [part.code for part in bundle.parts]
    criteria = sorted((*bundle.taught, *bundle.missing), key=lambda c: order.index(c.element))
    return [(c, tuple(c.taught and name in c.units for name in bundle.units)) for c in criteria]


TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": _("Microcredentials"),
    "lead": _("Bundles that can be made of what the programmes teach: {n}; complete: {complete}."),
    "none": _("No element of the standards chosen is taught enough for a bundle."),
    "how.bundle": _(
        "A bundle joins the criteria of one or more elements that the same units of the programme teach fully (state"
        " 'covered') with a probability of {sure} or more, or in the criterion's own words. It is proposed where at"
        " least two criteria are covered and at least half are covered or partly. What is covered less surely stands"
        " with what is missing, to be confirmed. Attitudes are shown apart."
    ),
    "how.units": _(
        "The units are the fewest that teach all that is covered (up to three passages a criterion are looked at; those"
        " that evaluate it only where no other may teach it). The hours are those that the document states for each"
        " whole unit, not those that each criterion takes; a unit in another one adds none."
    ),
    "how.draft": _(
        "This is a draft for a committee to discuss: it certifies nobody. The exported badges are definitions (Open"
        " Badges 3.0 Achievements) without issuer or signature."
    ),
    "bundle": _("Bundle"),
    "bundle.n": _("Bundle {n}"),
    "parts": _("Aims at"),
    "units": _("Units that teach it"),
    "hours": _("Hours"),
    "hours.said": _("says '{said}'"),
    "hours.none": _("no hours of its own"),
    "hours.some": _("{hours} in the units that state them; without hours: {units}"),
    "taught": _("Criteria covered surely enough to certify them"),
    "covered.unsure": _("Not surely"),
    "covered.apart": _("In no unit"),
    "lacking": _("What is missing to reach it ({n})"),
    "overlaps": _("Overlaps with"),
    "overlap.criteria": _("criteria that say the same or nearly: {n}"),
    "picture.bundle.how": _(
        "✓: the unit teaches it fully. In the last column: ✓ covered, ◐ partly, ? to be confirmed, ✗ not found."
    ),
    "short": _("What does not make a bundle yet"),
    "short.how": _("Elements of which too little is taught, or nothing surely enough to certify it."),
    "comparison": _("The programmes, criterion by criterion"),
    "comparison.how": _(
        "For every element that some programme has a bundle for: how many criteria all cover (the common core), how"
        " many only some or only in part (what there is to agree on) and how many none."
    ),
    "common": _("All cover"),
    "differing": _("Some, or in part"),
    "nowhere": _("None covers"),
    "badges": _("Badges exported"),
}
