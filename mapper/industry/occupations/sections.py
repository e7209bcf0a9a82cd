"""What a report on occupations says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpora import Text, _
from mapper.industry.occupations import Occupation, OccupationsReport, Skill
from mapper.programmes.coverage import Programme
from mapper.reports import blocks as b
from mapper.reports.blocks import Words, parse_columns, shorten
from mapper.reports.parts import (
    cite_passages,
    closing_notes,
    format_place,
    left_out,
    provenance,
    quoted_passages,
    reading_guide,
    reading_section,
)
from mapper.reports.texts import STANDARDS

_RANKED, _TOLD, _SKILLS = 25, 10, 8
"""Occupations that a page ranks, those that it tells one by one, and how many skills a cell of the ranking names."""
_IN_TERMINAL = 5
_LONGEST, _BRIEFLY = 160, 60


def report(found: OccupationsReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en"."""
    t = Words(lang, TEXTS)
    sections = _Sections(found, t)
    several = len(found.programmes) > 1
    parts = [sections.glance()]
    for number, (programme, occupations) in enumerate(zip(found.programmes, found.occupations, strict=True), 1):
        blocks = sections.programme_blocks(programme, occupations)
        parts.append(b.Section(programme.name if several else t("ranking"), blocks, id=f"p{number}"))
    parts += [provenance(found.made, found.programmes, t), closing_notes(t, [*found.notes[1:], *sections.reading()])]
    heading = ", ".join(programme.name for programme in found.programmes)
    return b.Report(t, heading, parts, found.framework, formats=("html", "xlsx", "docx", "json"))


class _Sections:
    """The parts, of which those by relations and those by titles differ in their evidence only."""

    def __init__(self, found: OccupationsReport, t: Words) -> None:
        self._found, self.t = found, t
        self._related = found.basis == "relations"

    def reading(self) -> list[Text]:
        """Return what a terminal says of how the figures are made."""
        es, en = Words("es", TEXTS), Words("en", TEXTS)
        keys, n, least = (f"how.{self._found.basis}", "chance"), self._found.arbitrary, self._found.least
        return [Text(*(t(key, n=n, least=t.percent(least)) for t in (es, en))) for key in keys]

    def glance(self) -> b.Section:
        """Return what stands out, and by what it is told."""
        t, found = self.t, self._found
        leads = []
        for programme, occupations in zip(found.programmes, found.occupations, strict=True):
            names = "; ".join(t.translate(one.title) for one in occupations[:3])
            key = "lead" if occupations else "lead.none"
            leads.append(t(key, name=programme.name, n=len(occupations), of=found.compared, names=names))
        warnings = [] if self._related else [b.Paragraph(t.translate(found.notes[0]), "warning")]
        blocks: list[b.Block] = [
            *warnings,
            *(b.Paragraph(lead, "lead") for lead in leads),
            *reading_section(found.programmes, t),
            reading_guide(
                t, [t.translate(one) for one in self.reading()] + [t("how.decide")], found.notes[len(warnings) :]
            ),
            replace(left_out(found.skipped, t), on=b.READ),
        ]
        return b.Section(t("glance"), blocks)

    def programme_blocks(self, programme: Programme, occupations: Sequence[Occupation]) -> list[b.Block]:
        """Return the ranking of one programme, then its foremost one by one."""
        if not occupations:
            return [b.Paragraph(self.t("none", of=self._found.compared), "strong")]
        return [
            self._ranking(programme, occupations),
            *(self._one(programme, n, one) for n, one in enumerate(occupations[:_TOLD], 1)),
            self._book(programme, occupations),
        ]

    def _ranking(self, programme: Programme, occupations: Sequence[Occupation]) -> b.Table:
        t, by_titles = self.t, ("likeness", "number", "evidence.texts")
        score, figure, shown = ("score", "percent", "taught") if self._related else by_titles
        columns = (
            f"code:16@book number:12@book occupation:44 {score}:10:{figure} chance.of:10:{figure}"
            f" above_chance:10:{figure}@book essential:12@{'everywhere' if self._related else 'nowhere'}"
            f" {shown}:60@~terminal sheet.evidence:60@terminal"
        )
        heads = [b.Column("#", 5, "number"), *parse_columns(columns, t)]
        rows: list[Sequence[b.Cell]] = []
        for n, one in enumerate(occupations, 1):
            title = [b.Span(t.translate(one.title), to=f"{programme.sha256[:8]}-{n}" if n <= _TOLD else "")]
            figures = map(self._figure, (one.score, one.chance, one.above_chance))
            essential = f"{sum(skill.relation == 'essential' for skill in one.taught)} / {one.essential}"
            evidence = self._evidence(one)
            briefly = [b.Span(shorten(line.text, _BRIEFLY), "item") for line in evidence[:2]]
            rows.append((n, one.code, one.number, title, *figures, essential, evidence, briefly))
        before = ((b.Column(t("programme"), 24), programme.name),)
        return b.Table(heads, rows, t.gettext("Occupations"), before, t("ranking"), most=_RANKED, shown=_IN_TERMINAL)

    def _figure(self, value: float) -> float:
        """Show a likeness as the number that it is, since it is no share."""
        return value if self._related else round(value, 2)

    def _evidence(self, one: Occupation) -> list[b.Span]:
        t = self.t
        if self._related:
            lines = [
                f"{t.translate(skill.statement)} ({t.percent(skill.probability)})" for skill in one.taught[:_SKILLS]
            ]
            return [b.Span(line, "item") for line in lines] or [b.Span(t("taught.none"))]
        return [b.Span(f"{t(f'kind.{near.kind}')}: {shorten(near.text, _LONGEST)}", "item") for near in one.near[:2]]

    def _one(self, programme: Programme, number: int, one: Occupation) -> b.Section:
        """Return an occupation with all its evidence."""
        table = b.Table(self._columns(), self._near(one), label=self.t("evidence.texts"), on=b.READ)
        blocks = self._skills(programme, one) if self._related else [table]
        id_ = f"{programme.sha256[:8]}-{number}"
        return b.Section(f"{number}. {self.t.translate(one.title)}", blocks, id=id_, on=b.READ)

    def _columns(self) -> list[b.Column]:
        """Return the columns of the evidence, by whichever the occupations are told."""
        columns = "reading.what:26 passages.named:70 likeness:10:number"
        if self._related:
            columns = "skill:40 code:30@book relation:14 state:14@book weight:10:percent probability:10:percent"
            columns += " passages.named:60"
        return parse_columns(columns, self.t)

    def _skills(self, programme: Programme, one: Occupation) -> list[b.Block]:
        t = self.t
        rows = [self._skill(programme, skill, "taught.it", _LONGEST) for skill in one.taught]
        lacking: list[b.Block] = [b.Bullets([t.translate(skill.statement) for skill in one.lacking], on=b.READ)]
        return [
            b.Paragraph(t("taught" if rows else "taught.none"), "strong", on=b.READ),
            b.Table(self._columns(), rows, label=t("taught"), on=b.READ),
            b.Section(t("lacking"), lacking, count=len(one.lacking), folded="folded", on=b.READ)
            if one.lacking
            else b.Paragraph(t.gettext("No essential skill is missing."), "quiet", on=b.READ),
        ]

    def _skill(self, programme: Programme, skill: Skill, state: str, longest: int | None = None) -> Sequence[b.Cell]:
        t = self.t
        passages = cite_passages(quoted_passages(programme, skill.passages), t, longest)
        relation = t(f"relation.{skill.relation}")
        return t.translate(skill.statement), skill.code, relation, t(state), skill.weight, skill.probability, passages

    def _near(self, one: Occupation) -> list[Sequence[b.Cell]]:
        rows: list[Sequence[b.Cell]] = []
        for near in one.near:
            place = format_place(near.page, near.section[-2:], self.t)
            said = [b.Span(shorten(near.text, 2 * _LONGEST), lang="")]
            said += [b.Span(place, "small", lang="")] if place else []
            rows.append((self.t(f"kind.{near.kind}"), said, self._figure(near.likeness)))
        return rows

    def _book(self, programme: Programme, occupations: Sequence[Occupation]) -> b.Table:
        """Return the evidence of all of them, a row each, in the workbook."""
        t = self.t
        rows = [
            (t.translate(one.title), *row)
            for one in occupations
            for row in (
                *(self._skill(programme, skill, "taught.it") for skill in one.taught),
                *(self._skill(programme, skill, "lacking.it") for skill in one.lacking),
                *self._near(one),  # of each occupation there are either skills or texts
            )
        ]
        before = ((b.Column(t("programme"), 24), programme.name),)
        return b.Table(
            [*parse_columns("occupation:40", t), *self._columns()], rows, t("sheet.evidence"), before, on=b.BOOK
        )


TEXTS: dict[str, Text] = {
    **STANDARDS,
    "title": _("Occupations that a programme leads to"),
    "ranking": _("The occupations that stand out"),
    "lead": _("{name}: {n} of {of} occupations stand out of what an arbitrary programme reaches. Foremost: {names}."),
    "lead.none": _("{name}: none of {of} occupations stands out of what an arbitrary programme reaches."),
    "none": _(
        "None of the {of} occupations stands out of chance, so none is named: the document says too little of where it"
        " leads, or the framework has no occupation for it."
    ),
    "how.relations": _(
        "The score is the share of an occupation's skills that the programme teaches, by the probabilities of its"
        " coverage. An optional skill counts half of an essential one, and one that few occupations need more than a"
        " common one. A skill is named from the probability on from which a match is shown."
    ),
    "how.titles": _(
        "The likeness, from 0 to 1, compares the programme's title, the occupations that it names itself, its profile"
        " and its outcomes (contents where it states none; of each at most twelve, evenly spaced) with the titles and"
        " descriptions of occupations. It ranks them, and is no probability."
    ),
    "chance": _(
        "By chance: what three quarters of {n} arbitrary programmes of many fields, which come with curmap, stay below"
        " for the same occupation. Occupations are ranked by what lies above it, and named where it is {least} or more"
        " of what is possible."
    ),
    "how.decide": _("The report proposes; whoever knows the trade decides."),
    "occupation": _("Occupation"),
    "number": _("Number"),
    "score": _("Score"),
    "likeness": _("Likeness"),
    "chance.of": _("By chance"),
    "essential": _("Essential"),
    "evidence.texts": _("What the programme says that lies near"),
    "skill": _("Skill"),
    "relation": _("Relation"),
    "relation.essential": _("essential"),
    "relation.optional": _("optional"),
    "weight": _("Share of the score"),
    "taught": _("Skills that the programme teaches"),
    "taught.it": _("found"),
    "taught.none": _("No skill reaches the probability from which it is named."),
    "lacking": _("Essential skills that were not found in the document"),
    "lacking.it": _("not found"),
    "kind.title": _("Title"),
    "kind.occupation": _("Occupation that it names"),
    "kind.profile": _("Profile"),
    "kind.outcome": _("Outcome"),
    "kind.content": _("Content"),
    "kind.description": _("Nearest to its description"),
    "sheet.evidence": _("What shows it"),
}
