"""What an evidence matrix says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpora import Text, _, _p
from corpora.text import titled
from mapper.programmes.evidence_matrix.matrix import EVIDENCED, Activity, EvidenceReport, EvidenceRow, instruments_in
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, columns, shorten
from mapper.reports.coverage_texts import STANDARDS
from mapper.reports.parts import how, last_words, made, place_of, state, unread
from mapper.reports.pictures import Mark, marks

_LONGEST = 140


def report(found: EvidenceReport, *, lang: str) -> b.Report:
    """The report in the language "es" or "en"."""
    t, standard = Words(lang, TEXTS), found.standard
    said = _Said(found, t)
    facts = b.Facts(said.facts(), (t("fact"), t("value")), t("standard"))
    parts = [
        said.glance(),
        *(said.element(code, title) for code, title in standard.elements),
        said.activities(),
        b.Part(t.said("What the standard says of its evaluation"), [facts], id="standard", on=b.PAGE | b.BOOK),
        b.Part(t("signatures"), [b.Facts([(t(key), "") for key in ("made.by", "checked.by", "head.date")])], on=b.WORD),
        made(found.made, [found.programme], t),
        last_words(t, [found.material, *found.notes]),
    ]
    heading = titled(standard.code, standard.title)
    return b.Report(t, heading, parts, found.programme.name, formats=("html", "xlsx", "docx", "json"))


class _Said:
    """The parts, which name activities and instruments alike."""

    def __init__(self, found: EvidenceReport, t: Words) -> None:
        self._found, self.t = found, t
        self._activities = {activity.name: activity for activity in found.activities}

    def glance(self) -> b.Part:
        """How much has evidence, and by which instruments."""
        t, found = self.t, self._found
        states = Counter(row.state for row in found.rows)
        blocks: list[b.Block] = [
            b.Paragraph(t("lead", of=len(found.rows), **{state: states[state] for state in EVIDENCED}), "lead"),
            *unread(found.programme, t),
            *([] if found.activities else [b.Paragraph(t("no.activities"), "warning")]),
            b.Facts(self.facts()[3:], on=b.TERMINAL),
            b.Facts(self.facts(), (t("fact"), t("value")), on=b.WORD),
        ]
        kinds = {row.kind: [other for other in found.rows if other.kind == row.kind] for row in found.rows}
        told = f"by.kind:24 asked:24 {','.join(EVIDENCED)}:12:number total:8:number"
        rows: list[Sequence[b.Cell]] = [
            (t.kind(kind), self._asked(of[0]), *(sum(r.state == name for r in of) for name in EVIDENCED), len(of))
            for kind, of in kinds.items()
        ]
        notes = [found.material, *found.notes, *(one.why for one in found.skipped)]
        read = how(t, [t(f"how.{key}") for key in ("matrix", "through", "asked", "proposal")], notes)
        return b.Part(t("glance"), [*blocks, read, b.Table(columns(told, t), rows, label=t("by.kind"), on=b.PAGE)])

    def element(self, code: str, title: str) -> b.Part:
        t = self.t
        rows = [row for row in self._found.rows if row.element == code]
        names = {evidence.activity for row in rows for evidence in row.evidence}
        shown = [activity for activity in self._found.activities if activity.name in names]
        block: b.Block = self._picture(code, rows, shown) if shown else b.Paragraph(t("picture.none"), on=b.PAGE)
        return b.Part(title, [block, self._matrix(code, rows)], code)

    def _picture(self, code: str, rows: Sequence[EvidenceRow], shown: Sequence[Activity]) -> b.Picture:
        """How probable it is that each of these activities shows each criterion, where it is worth telling."""
        t, label = self.t, f"{self.t('picture.evidence')}: {code}"
        chances = [{one.activity: one.probability for one in row.evidence} for row in rows]
        heads = (b.Column(t("criterion"), 26), *(b.Column(one.name, 8, "percent") for one in shown))
        names, told = [activity.name for activity in shown], f"{label}. {t('as_table')}."
        figures = [[of.get(name) for name in names] for of in chances]
        cells = [(f"{n}. {row.code}", *own) for n, (row, own) in enumerate(zip(rows, figures, strict=True), 1)]
        signs = [[Mark("" if p is None else f"{100 * p:.0f}", p or 0.0) for p in own] for own in figures]
        draw: Callable[[], str] = lambda: marks([row.statement for row in rows], names, signs, told)  # noqa: E731
        table = b.Table(heads, cells, on=b.PAGE)
        return b.Picture(t("picture.evidence"), t("picture.evidence.how"), draw, table, label=label)

    def _matrix(self, element: str, rows: Sequence[EvidenceRow]) -> b.Table:
        t = self.t
        *heads, review = columns(
            "element:18@book state:16@terminal code:26:code criterion:60 kind:20@~terminal level:12@book asked:22"
            " state:16@~terminal probability:10:percent@book evidence:60 instruments:24@book fits:18@book"
            " review:14@book|word",
            t,
        )
        choices = [t.said_of("evidence", "accepted"), t.said("changed"), t.said("missing")]
        heads.append(replace(review, choices=choices, note=t("review.note")))
        return b.Table(heads, [self._row(row) for row in rows], t("sheet.matrix"), label=f"{t('matrix')}: {element}")

    def _row(self, row: EvidenceRow) -> Sequence[b.Cell]:
        t = self.t
        asked = row.state == "found" and row.asked
        told = {True: t.said("is the one asked for"), False: t.said("is another"), None: t.said("is not named")}
        fits = told[row.fits] if asked else ""
        found = [(self._activities[one.activity], one.probability) for one in row.evidence]
        evidence: list[b.Span] = []
        if row.not_taught:
            evidence.append(b.Span(t("not_taught.by", by=row.by), "line"))
        if row.not_taught and found:
            evidence.append(b.Span(t("nearest.though"), "line"))
        elif found and row.state == "none":
            evidence.append(b.Span(t("nearest.activities"), "line"))
        for one in row.evidence:
            activity = self._activities[one.activity]
            how = t(f"verdict.{one.said}", reader=row.by) if one.said else t.percent(one.probability)
            evidence.append(b.Span(f"{activity.name} ({how}):", "line", to=activity.name))
            evidence.append(b.Span(shorten(activity.text, _LONGEST), lang=""))
            # Those that the text itself does not say.
            named = instruments_in(activity.text) or activity.other_instruments
            evidence += [] if named else [b.Span(self._instruments(activity), "small")]
        if row.through:
            through = ", ".join(f"{name} ({number})" for name, number in row.through)
            evidence.append(b.Span(t("through", activities=through), "line"))
        used = dict.fromkeys(filter(None, (self._instruments(activity) for activity, _ in found)))
        statement = [b.Span(row.statement), *([b.Span(row.level, "small")] if row.level else ())]
        said = state(row.state, t, f"{t('fits')}: {fits}" if fits else "")
        return (
            row.element, state(row.state, t), row.code, statement, t.kind(row.kind), row.level, self._asked(row), said,
            found[0][1] if found else None, evidence or "–", "\n".join(used), fits, "",
        )  # fmt: skip

    def activities(self) -> b.Part:
        t = self.t
        # The activities that each criterion names, by what they say or by number.
        named = [
            (row.code, {*(one.activity for one in row.evidence), *(name for name, _ in row.through)})
            for row in self._found.rows
        ]
        heads = columns("activity:10:code evidence:60 place:40 instruments:24 weight:12 shows:40", t)
        rows = [
            (a.name, [b.Span(a.text, lang="", id=a.name)], place_of(a.page, a.section[-1:], t),
             self._instruments(a) or "–", a.weight or "–",
             "\n".join(code for code, names in named if a.name in names) or t("unused"))
            for a in self._found.activities
        ]  # fmt: skip
        on = b.EVERYWHERE if rows else b.BOOK
        table = b.Table(heads, rows, t.said("Activities"))
        return b.Part(t("activities"), [table], id="activities", on=on & ~b.TERMINAL)

    def facts(self) -> list[tuple[str, b.Cell]]:
        t, s = self.t, self._found.standard
        unsaid = t.said("the standard's document does not say")
        return [
            (t("standard"), titled(s.code, s.title)),
            (t("level"), s.level or unsaid),
            (t("committee"), s.committee or unsaid),
            (t("requirements"), "\n".join(s.requirements) or unsaid),
            (t("practice"), "\n".join(s.practice) or unsaid),
            (t("duration"), s.duration or unsaid),
        ]

    def _instruments(self, activity: Activity) -> str:
        return ", ".join(
            [*(self.t.of(INSTRUMENTS[name]) for name in activity.instruments), *activity.other_instruments]
        )

    def _asked(self, row: EvidenceRow) -> str:
        names = [self.t.of(INSTRUMENTS[name]) for name in row.asked]
        return self.t("or").join(names) or self.t.said("no rule for this kind")


TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": _("Evidence matrix"),
    "lead": _(
        "Criteria: {of}. With an evaluation activity that shows them: {found}; to be confirmed: {uncertain}; without"
        " evidence yet: {none}."
    ),
    "how.matrix": _(
        "Each criterion of the standard is compared with what the programme says of its evaluation: rows of tables,"
        " activities and instruments, also what mapping does not use. The three most probable ones are named, with the"
        " probability that they have in coverage. There is evidence from the probability on from which coverage says"
        " that a criterion is taught; what else is named is to be confirmed, except where coverage does not find the"
        " criterion."
    ),
    "how.through": _(
        "Where the programme says by number which outcome an activity assesses, and that outcome teaches the criterion,"
        " this is told; the correspondence remains to be confirmed."
    ),
    "how.asked": _(
        "The instrument asked for follows from the kind of criterion: an observation guide for performance and"
        " attitudes, a checklist for products, a questionnaire for knowledge; emergencies are observed or asked about."
    ),
    "how.proposal": _(
        "The matrix proposes; whoever evaluates decides. 'No evidence' means that this document shows none."
    ),
    "found": _("Evidence"),
    "none": _("No evidence yet"),
    "requirements": _("Supports and requirements"),
    "practice": _("Details of the practice"),
    "duration": _("Estimated duration of the evaluation"),
    "by.kind": _("By kind of criterion"),
    "matrix": _("The matrix"),
    "asked": _("Instrument asked for"),
    "evidence": _("Evidence in the programme"),
    "through": _("By number, of an outcome that teaches it: {activities}"),
    "nearest.activities": _("Coverage does not find this criterion; nearest, though no evidence:"),
    "not_taught.by": _("Not taught, according to {by}."),
    "nearest.though": _("Nearest, though no evidence:"),
    "fits": _("Programme's instrument"),
    "or": _(" or "),
    "activities": _("Evaluation activities and instruments"),
    "activity": _("Activity"),
    "instruments": _("Instruments"),
    "weight": _("Weight"),
    "place": _("Place"),
    "unused": _("at no criterion"),
    "shows": _("Named at the criteria"),
    "no.activities": _("No evaluation activities or instruments were found in this document."),
    "picture.evidence": _("Which activity shows which criterion"),
    "picture.evidence.how": _(
        "The number is the probability, in per cent, that the activity shows the criterion; darker is more. An empty"
        " cell is not among the criterion's most probable ones."
    ),
    "picture.none": _("No activity shows a criterion of this element."),
    "sheet.matrix": _("Matrix"),
    "review": _p("of an assessor", "Verdict"),
    "review.note": _("For the evaluator: 'accepted', 'changed' or 'missing'."),
    "signatures": _("Signatures"),
    "made.by": _("Prepared by (name and signature)"),
    "checked.by": _("Checked, for the centre (name and signature)"),
    "fact": _("Fact"),
}

INSTRUMENTS: dict[str, Text] = {
    "observation": _("observation guide"),
    "checklist": _("checklist"),
    "questionnaire": _("questionnaire"),
    "practical": _("practical test"),
    "rubric": _("rubric"),
    "scale": _("rating scale"),
    "portfolio": _("portfolio of evidence"),
    "interview": _("interview or oral test"),
}
