"""A gap report in a terminal: what was read, what is asked for and found or not, by group, then by competency."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from corpora import Text
from mapper.demand.records import DemandProfile
from mapper.gap.records import GapReport, GapRow, Taught
from mapper.gap.sections import Section, sections, shown
from mapper.percentages import between, percent
from mapper.reports.gap_texts import GAP
from mapper.reports.terminal import plain
from mapper.reports.words import Words

ROWS = 15
"""Rows of each table; the JSON and the reports hold all."""
_HEAD = (
    Text("Se pide", "Asked for"),
    Text("Ofertas", "Ads"),
    Text("90 %", "90%"),
    Text("Entre las 10", "In first 10"),
)
_NAMED = 24
"""Characters for the name of what is asked for."""
_STATE = {
    "demanded_found": Text("hallado", "found"),
    "demanded_not_found": Text("no hallado", "not found"),
    "uncertain": Text("incierto", "uncertain"),
    "found_not_in_ads": Text("no en estas ofertas", "not in these ads"),
}
_STYLE = {"demanded_found": "green", "demanded_not_found": "bold red", "uncertain": "yellow", "found_not_in_ads": "dim"}
_READ = Text(
    "{groups} ofertas distintas ({read} leídas, {unread} no leídas); {asking} piden tareas, habilidades o"
    " conocimientos. Fechas: {dates}. País: {countries}.",
    "{groups} distinct ads ({read} read, {unread} not read); {asking} ask for tasks, skills or knowledge."
    " Dates: {dates}. Country: {countries}.",
)
_UNKNOWN = Text("desconocido", "unknown")
_SECTOR = Text(
    "Sector {title}: de sus {n} estándares hay {loaded} con texto completo.",
    "Sector {title}: of its {n} standards {loaded} have their full text loaded.",
)
_THROUGH_ESCO = Text("El sector se cubre por medio de ESCO.", "The sector is covered through ESCO.")
_AUDITED = Text("Auditado: {n} ofertas juzgadas.", "Audited: {n} ads judged.")
_GROUPS = Text("Por grupo", "By group")
_SINGLE = Text("Por competencia", "By competency")
_UNASKED = Text("Hallado en el programa, no en estas ofertas", "Found in the programme, not in these ads")
_HEADLINE = Text(
    "{name}: enseña el {share} de lo que se pide ({interval})",
    "{name}: teaches {share} of what is asked for ({interval})",
)
_MORE = Text("y {n} más", "and {n} more")


def render(report: GapReport, console: Console, *, lang: str) -> None:
    """Print a gap report; nothing of a text that was read is taken as markup or as a terminal's command."""
    for line in _first(report, lang):
        console.print(Line(line))
    names = [plain(programme.name) for programme in report.programmes]
    unasked = [row for row in report.rows if any(taught.state == "found_not_in_ads" for taught in row.taught)]
    asked = [row for row in report.rows if row not in unasked]
    for title, rows in ((_GROUPS, report.groups), (_SINGLE, asked)):
        if rows:
            console.print(_table(_in(title, lang), rows, names, lang))
            _more(rows, console, lang)
    for section in sections(report, Words(lang, GAP)):
        _section(section, console, lang)
    if unasked:
        console.print(Line(_in(_UNASKED, lang), style="bold"))
        for row in unasked[:ROWS]:
            console.print(Line(f"  {plain(_in(row.competency.statement, lang))}"))
        _more(unasked, console, lang)
    for note in (*report.notes, report.profile.material, report.coverage.material):
        console.print(Line(_in(note, lang), style="dim"))


def _section(section: Section, console: Console, lang: str) -> None:
    console.print(Line(section.title, style="bold"))
    for sentence in section.lead:
        console.print(Line(plain(sentence)))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for number, name in enumerate(section.head):
        table.add_column(plain(name), overflow="fold", min_width=0 if number else _NAMED)
    words = Words(lang, GAP)
    for row in section.rows[:ROWS]:
        cells = (shown(cell, words, briefly=n != section.foremost) for n, cell in enumerate(row))
        table.add_row(*(Line(plain(cell)) for cell in cells))
    console.print(table)
    if (more := len(section.rows) - ROWS) > 0:
        console.print(Line(_in(_MORE, lang).format(n=more), style="dim"))
    for sentence in section.how:
        console.print(Line(sentence, style="dim"))


def _in(text: Text, lang: str) -> str:
    return text.en if lang == "en" else text.es


def _first(report: GapReport, lang: str) -> list[str]:
    profile = report.profile
    lines = [_in(_READ, lang).format(**_figures(profile, lang))]
    if profile.audited:
        lines.append(_in(_AUDITED, lang).format(n=profile.audited.ads))
    if sector := report.coverage.sector:
        title = _in(sector.title, lang)
        lines.append(_in(_SECTOR, lang).format(title=title, n=len(sector.standards), loaded=len(sector.loaded)))
        if sector.through_esco:
            lines.append(_in(_THROUGH_ESCO, lang))
    for programme, share in zip(report.programmes, report.headline, strict=True):
        if share is not None:
            told = {"share": percent(share.value, lang), "interval": between(share, lang)}
            lines.append(_in(_HEADLINE, lang).format(name=plain(programme.name), **told))
    return lines


def _figures(profile: DemandProfile, lang: str) -> dict[str, object]:
    unknown = _in(_UNKNOWN, lang)
    return {
        "groups": profile.groups,
        "read": profile.read,
        "unread": profile.unread,
        "asking": profile.asking,
        "dates": " – ".join(profile.dates) if profile.dates else unknown,
        "countries": ", ".join(f"{plain(name)} {n}" for name, n in profile.countries) or unknown,
    }


def _table(title: str, rows: Sequence[GapRow], names: Sequence[str], lang: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", padding=(0, 1))
    for number, head in enumerate(_HEAD):
        table.add_column(_in(head, lang), justify="right" if number else "left", overflow="fold", no_wrap=number > 0)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows[:ROWS]:
        share = row.competency.share
        first = row.competency.first_ten
        figures = percent(share.value, lang), between(share, lang), "—" if first is None else percent(first, lang)
        told = [_taught(taught, lang) for taught in row.taught]
        table.add_row(Line(plain(_in(row.competency.statement, lang))), *figures, *told)
    return table


def _taught(taught: Taught, lang: str) -> Line:
    line = Line.assemble((_in(_STATE[taught.state], lang), _STYLE[taught.state]), " ")
    line.append(percent(taught.probability.value, lang))
    if taught.unit and taught.state != "demanded_found":
        line.append(f" ({plain(taught.unit)[:40]})", "dim")
    return line


def _more(rows: Sequence[GapRow], console: Console, lang: str) -> None:
    if (more := len(rows) - ROWS) > 0:
        console.print(Line(_in(_MORE, lang).format(n=more), style="dim"))
