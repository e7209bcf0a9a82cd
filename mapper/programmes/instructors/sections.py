"""The report of an instructor profile."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Text, _, _p
from mapper.programmes.instructors import Holding, InstructorsReport, Standing, unjudged_note
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns
from mapper.reports.parts import closing_notes, left_out, list_unread, provenance, reading_guide
from mapper.reports.pictures import Mark, marks
from mapper.reports.texts import STANDARDS

_SIGNS: dict[Standing, tuple[str, float, str]] = {
    "held": ("✓", 1.0, "held"),
    "expired": ("!", 0.4, "expired"),
    "older": ("≠", 0.4, "older"),
    "missing": ("", 0.0, "missing.it"),
}
"""Of each standing its sign, how dark it is, and its name among the texts."""


def report(found: InstructorsReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    met = sum(one.fulfilled for one in found.training)
    early = unjudged_note(found.people, found.on)
    notes = [found.material, *(note for note in found.notes if note not in early)]
    blocks: list[b.Block] = [
        b.Paragraph(t("lead", of=len(found.training), met=met, people=len(found.people)), "lead"),
        *(b.Paragraph(t.translate(note), "warning") for note in early),
        *list_unread(found.programme, t),
        reading_guide(t, map(t, ("how.teaching", "how.absent", "how.table")), notes),
        left_out(found.skipped, t),
        *([b.Paragraph(t("on", on=found.on), "quiet")] if found.on else ()),
    ]
    parts = [b.Section(t("glance"), blocks), _training(found, t), _people(found, t)]
    parts += [provenance(found.made, [found.programme], t), closing_notes(t, notes)]
    return b.Report(t, found.programme.name, parts)


def _training(found: InstructorsReport, t: Words) -> b.Section:
    columns = "requirement:40 any.of:60 scope:24 met:10 lacking:50 why:50@book"
    heads = [b.Column("R", 6, "code"), *parse_columns(columns, t)]
    rows: list[Sequence[b.Cell]] = []
    for n, (requirement, training) in enumerate(zip(found.requirements, found.training, strict=True), 1):
        met, why = "yes" if training.fulfilled else "no", t.translate(requirement.why)
        standards = []
        for s in requirement.standards:
            marks = ", ".join([t("absent")] * s.absent + [t("named")] * s.named)
            standards.append(b.Span(" ".join(filter(None, (s.code, s.title, marks and f"({marks})"))), "item"))
        lacking = [b.Span(name, "item", lang="") for name in training.lacking] or t.gettext("everybody holds it")
        asked = (
            [b.Span(t.translate(requirement.purpose)), b.Span(why, "small")],
            standards,
            t(f"scope.{requirement.scope}"),
        )
        rows.append((f"R{n}", *asked, [b.Span(t(met), "state", met)], lacking, why))
    return b.Section(t("training"), [b.Table(heads, rows, t.gettext("Training"))], id="training")


def _people(found: InstructorsReport, t: Words) -> b.Section:
    names = [f"R{n}" for n in range(1, len(found.requirements) + 1)]
    rows: list[Sequence[b.Cell]] = []
    for person, mine in zip(found.people, found.standings, strict=True):
        held = [b.Span(_holding(holding, t), "item") for holding in person.holdings] or t.gettext("none in the list")
        rows.append((person.name, *(t(_SIGNS[standing][2]) for standing in mine), held))
    first, last = parse_columns("person:30 holdings:40@page", t)
    heads = [first, *(b.Column(name, 14) for name in names), last]
    standings = b.Table(heads, rows, t.gettext("People"), on=b.PAGE | b.BOOK)
    answers = {None: "", True: t("yes"), False: t("no")}
    certificates = [
        (p.name, h.code, h.date, h.expires, answers[h.expired], answers[h.absent])
        for p in found.people
        for h in p.holdings
    ]
    columns = "person:30 code:14 head.date:14 expires:14 expired:10 absent:18"
    holdings = b.Table(parse_columns(columns, t, headed=str), certificates, t("holdings"), on=b.BOOK)
    signs = [[Mark(*_SIGNS[standing][:2]) for standing in mine] for mine in found.standings]
    people, columns = [person.name for person in found.people], f"{t('picture')}. {t('as_table')}."
    picture = b.Picture(t("picture"), t("picture.how"), lambda: marks(people, names, signs, columns))
    return b.Section(t("people"), [picture, standings, holdings], id="people", on=~b.TERMINAL)


def _holding(holding: Holding, t: Words) -> str:
    """Return a certificate in one line."""
    told = [t("since", date=holding.date)] * bool(holding.date)
    told += [t("until", date=holding.expires)] * bool(holding.expires)
    told += [t("expired")] * bool(holding.expired) + [t("absent")] * holding.absent
    return holding.code + (f" ({', '.join(told)})" if told else "")


TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": _("Instructor profile"),
    "lead": _("Requirements: {of}; met: {met}. People in the list: {people}."),
    "how.teaching": _(
        "Everybody who teaches needs one of the standards for teaching courses. Of the other functions, and of each"
        " technical standard that the programme covers, it is enough that somebody in the school holds one. This is a"
        " proposal: a school may ask for more."
    ),
    "how.absent": _(
        "'Absent' means that neither the registry loaded nor a standard beside it has the code: it may have been"
        " replaced. 'Other edition': an edition other than the one asked for is held."
    ),
    "how.table": _("The list is taken as it is: curmap does not check whether a certificate is genuine."),
    "on": _("Validity judged on {on}."),
    "training": _("Whom to train in what"),
    "requirement": _("Requirement"),
    "any.of": _("One of these is enough"),
    "scope": _("Who"),
    "scope.each": _("everybody who teaches"),
    "scope.school": _("somebody in the school"),
    "scope.company": _("somebody in the company"),
    "met": _("Met"),
    "lacking": _("Who lacks it"),
    "people": _("What each person holds"),
    "person": _("Person"),
    "holdings": _("Certificates"),
    "held": _("held"),
    "expired": _("expired"),
    "older": _("other edition"),
    "missing.it": _p("of a person", "missing"),
    "absent": _("absent from the registry"),
    "named": _("the programme names it"),
    "until": _("expires {date}"),
    "since": _("of {date}"),
    "picture": _("Who holds what"),
    "picture.how": _(
        "Each column is a requirement (R1, R2, …). ✓: held; !: expired; ≠: other edition; empty: missing."
    ),
    "expires": _("Expires"),
}
