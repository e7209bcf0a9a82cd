"""What an evidence matrix says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mapper.evidence_matrix.records import EVIDENCED, Activity, EvidenceReport, EvidenceRow
from mapper.evidence_matrix.texts import INSTRUMENTS, TEXTS
from mapper.reports.blocks import (
    BOOK,
    EVERYWHERE,
    PAGE,
    READ,
    TERMINAL,
    WORD,
    Block,
    Cell,
    Column,
    Facts,
    Paragraph,
    Part,
    Picture,
    Report,
    Span,
    Table,
)
from mapper.reports.clean import shorten
from mapper.reports.marks import Mark, marks
from mapper.reports.parts import how, last_words, made, place_of, state, unread
from mapper.reports.words import Words

_LONGEST = 140


def report(found: EvidenceReport, *, lang: str) -> Report:
    """The report in the language "es" or "en"."""
    said = _Said(found, Words(lang, TEXTS))
    t, standard = said.t, found.standard
    parts = [
        said.glance(),
        *(said.element(code, title) for code, title in standard.elements),
        said.activities(),
        Part(
            t("standard.facts"),
            [Facts(said.facts(), (t("fact"), t("value")), t("sheet.standard"))],
            id="standard",
            on=PAGE | BOOK,
        ),
        Part(t("signatures"), [Facts([(t(key), "") for key in ("made.by", "checked.by", "date")])], on=WORD),
        made(found.made, found.programmes, t),
        last_words(t, [found.material, *found.notes]),
    ]
    heading = f"{standard.code} {standard.title}"
    return Report(t, heading, parts, found.programme.name, formats=("html", "xlsx", "docx", "json"))


class _Said:
    """The parts, which name activities and instruments alike."""

    def __init__(self, found: EvidenceReport, t: Words) -> None:
        self._found, self.t = found, t
        self._activities = {activity.name: activity for activity in found.activities}

    def glance(self) -> Part:
        """How much has evidence, and by which instruments."""
        t, found = self.t, self._found
        states = Counter(row.state for row in found.rows)
        blocks: list[Block] = [
            Paragraph(t("lead", of=len(found.rows), **{state: states[state] for state in EVIDENCED}), "lead"),
            *unread(found.programme, t),
            *([] if found.activities else [Paragraph(t("no.activities"), "warning", on=READ)]),
            Facts(self.facts()[3:], on=TERMINAL),
            Facts(self.facts(), (t("fact"), t("value")), on=WORD),
        ]
        kinds: dict[str, list[EvidenceRow]] = {}
        for row in found.rows:
            kinds.setdefault(row.kind, []).append(row)
        columns = (
            Column(t("by.kind"), 24),
            Column(t("asked"), 24),
            *(Column(t(state), 12, "number") for state in EVIDENCED),
            Column(t("total"), 8, "number"),
        )
        rows: list[Sequence[Cell]] = [
            (t.kind(kind), self._asked(of[0]), *(sum(r.state == name for r in of) for name in EVIDENCED), len(of))
            for kind, of in kinds.items()
        ]
        notes = [found.material, *found.notes, *(one.why for one in found.skipped)]
        read = how(t, [t(f"how.{key}") for key in ("matrix", "through", "asked", "proposal")], notes)
        return Part(t("glance"), [*blocks, read, Table(columns, rows, label=t("by.kind"), on=PAGE)])

    def element(self, code: str, title: str) -> Part:
        """An element's part of the matrix."""
        t = self.t
        rows = [row for row in self._found.rows if row.element == code]
        names = {evidence.activity for row in rows for evidence in row.evidence}
        shown = [activity for activity in self._found.activities if activity.name in names]
        blocks: list[Block] = [
            Picture(
                t("picture.evidence"),
                t("picture.evidence.how"),
                lambda: self._picture(code, rows, shown),
                self._grid(rows, shown),
                label=f"{t('picture.evidence')}: {code}",
            )
            if shown
            else Paragraph(t("picture.none"), on=PAGE),
            self._matrix(code, rows),
        ]
        return Part(title, blocks, code)

    def _matrix(self, element: str, rows: Sequence[EvidenceRow]) -> Table:
        t = self.t
        columns = (
            Column(t("element"), 18, on=BOOK),
            Column(t("state"), 16, on=TERMINAL),
            Column(t("code"), 26, "code"),
            Column(t("criterion"), 60),
            Column(t("kind"), 20, on=~TERMINAL),
            Column(t("level"), 12, on=BOOK),
            Column(t("asked"), 22),
            Column(t("state"), 16, on=~TERMINAL),
            Column(t("probability"), 10, "percent", on=BOOK),
            Column(t("evidence"), 60),
            Column(t("instruments"), 24, on=BOOK),
            Column(t("fits"), 18, on=BOOK),
            Column(
                t("review"),
                14,
                on=BOOK | WORD,
                choices=[t(f"review.{key}") for key in ("accepted", "changed", "missing")],
                note=t("review.note"),
            ),
        )
        return Table(columns, [self._row(row) for row in rows], t("sheet.matrix"), label=f"{t('matrix')}: {element}")

    def _row(self, row: EvidenceRow) -> Sequence[Cell]:
        t, fits = self.t, self._fits(row)
        found = [(self._activities[one.activity], one.probability) for one in row.evidence]
        evidence = [
            span
            for activity, p in found
            for span in (
                Span(f"{activity.name} ({t.percent(p)}):", "line", to=activity.name),
                Span(shorten(activity.text, _LONGEST), lang=""),
                Span(self._instruments(activity), "small"),
            )
        ]
        if row.through:
            named = ", ".join(f"{name} ({number})" for name, number in row.through)
            evidence.append(Span(t("through", activities=named), "line"))
        used = dict.fromkeys(filter(None, (self._instruments(activity) for activity, _ in found)))
        return (
            row.element,
            state(row.state, t),
            row.code,
            [Span(row.statement), *([Span(row.level, "small")] if row.level else ())],
            t.kind(row.kind),
            row.level,
            self._asked(row),
            state(row.state, t, f"{t('fits')}: {fits}" if fits else ""),
            found[0][1] if found else None,
            evidence or "–",
            "\n".join(used),
            fits,
            "",
        )

    def activities(self) -> Part:
        """By what the programme evaluates."""
        t = self.t
        columns = (
            Column(t("activity"), 10, "code"),
            Column(t("evidence"), 60),
            Column(t("place"), 40),
            Column(t("instruments"), 24),
            Column(t("weight"), 12),
            Column(t("shows"), 40),
        )
        rows = [
            (
                a.name,
                [Span(a.text, lang="", id=a.name)],
                place_of(a.page, a.section[-1:], t),
                self._instruments(a) or "–",
                a.weight or "–",
                "\n".join(row.code for row in self._found.rows if any(e.activity == a.name for e in row.evidence))
                or t("unused"),
            )
            for a in self._found.activities
        ]
        on = EVERYWHERE if rows else BOOK
        return Part(t("activities"), [Table(columns, rows, t("sheet.activities"))], id="activities", on=on & ~TERMINAL)

    def facts(self) -> list[tuple[str, Cell]]:
        """What the standard says of itself and its evaluation."""
        t, s = self.t, self._found.standard
        unsaid = t("unsaid")
        return [
            (t("standard"), f"{s.code} {s.title}"),
            (t("level"), s.level or unsaid),
            (t("committee"), s.committee or unsaid),
            (t("requirements"), "\n".join(s.requirements) or unsaid),
            (t("practice"), "\n".join(s.practice) or unsaid),
            (t("duration"), s.duration or unsaid),
        ]

    def _grid(self, rows: Sequence[EvidenceRow], shown: Sequence[Activity]) -> Table:
        columns = (Column(self.t("criterion"), 26), *(Column(a.name, 8, "percent") for a in shown))
        cells = [(f"{n}. {row.code}", *_chances(row, shown)) for n, row in enumerate(rows, 1)]
        return Table(columns, cells, on=PAGE)

    def _picture(self, element: str, rows: Sequence[EvidenceRow], shown: Sequence[Activity]) -> str:
        cells = [[Mark("" if p is None else f"{100 * p:.0f}", p or 0.0) for p in _chances(row, shown)] for row in rows]
        told = f"{self.t('picture.evidence')}: {element}. {self.t('as_table')}."
        return marks([row.statement for row in rows], [activity.name for activity in shown], cells, told)

    def _instruments(self, activity: Activity) -> str:
        return ", ".join(self.t.of(INSTRUMENTS[name]) for name in activity.instruments)

    def _asked(self, row: EvidenceRow) -> str:
        names = [self.t.of(INSTRUMENTS[name]) for name in row.asked]
        return self.t("or").join(names) or self.t("asked.none")

    def _fits(self, row: EvidenceRow) -> str:
        """Whether the programme's instrument is one that is asked for; "" where nothing is found or asked."""
        if row.state != "found" or not row.asked:
            return ""
        return self.t({True: "fits.yes", False: "fits.no", None: "fits.unknown"}[row.fits])


def _chances(row: EvidenceRow, activities: Sequence[Activity]) -> list[float | None]:
    """The probability of each activity for a criterion, None where it is not worth telling."""
    of = {evidence.activity: evidence.probability for evidence in row.evidence}
    return [of.get(activity.name) for activity in activities]
