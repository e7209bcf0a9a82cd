"""A coverage report in a terminal: the standards ranked, then the criteria of the first ones, then the titles."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from corpora import Text
from mapper.coverage.records import CoverageReport, Programme, StandardCoverage
from mapper.percentages import between, percent
from mapper.records import Interval
from mapper.reports.terminal import plain

STANDARDS = 12
CRITERIA = 3
"""Standards whose criteria are listed; the JSON and the reports list all."""
TITLES = 8
_LONGEST = 110
_NARROWEST = 10
_HEAD = (
    Text("Estándar", "Standard"),
    Text("Hallado", "Found"),
    Text("95 %", "95%"),
    Text("Por azar", "By chance"),
    Text("Cubiertos", "Covered"),
)
_STATE = {
    "covered": Text("cubierto", "covered"),
    "partly": Text("en parte", "partly"),
    "uncertain": Text("por confirmar", "to be confirmed"),
    "not_found": Text("no hallado", "not found"),
}
_STYLE = {"covered": "green", "partly": "cyan", "uncertain": "yellow", "not_found": "dim"}
_SEARCHED = Text("{n} pasajes comparados", "{n} passages compared")
_RELATED = Text(
    "Solo se conoce el título: relacionados, nunca cubiertos", "Known by title only: related, never covered"
)
_MORE = Text("y {n} estándares más", "and {n} more standards")
_LEVEL = Text("nivel {level}", "level {level}")
_ATTITUDES = Text("Actitudes, aparte: {share}", "Attitudes, apart: {share}")


def render(report: CoverageReport, console: Console, *, lang: str) -> None:
    """Print a coverage report; nothing of a document's text is taken as markup or as a terminal's command."""
    for programme, standards in zip(report.programmes, report.standards, strict=True):
        _head(programme, console, lang)
        full = [row for row in standards if row.text == "full"]
        if full:
            console.print(_ranking(full, lang))
            if (more := len(full) - STANDARDS) > 0:
                console.print(Line(_in(_MORE, lang).format(n=more), style="dim"))
        for standard in full[:CRITERIA]:
            _criteria(standard, console, lang)
        _titles([row for row in standards if row.text == "title"], console, lang)
    for note in (*report.notes, report.material):
        console.print(Line(_in(note, lang), style="dim"))


def _in(text: Text, lang: str) -> str:
    return text.en if lang == "en" else text.es


def _head(programme: Programme, console: Console, lang: str) -> None:
    searched = _in(_SEARCHED, lang).format(n=programme.searched)
    console.print(Line.assemble((plain(programme.name), "bold"), " — ", searched))


def _ranking(full: Sequence[StandardCoverage], lang: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True)
    for number, head in enumerate(_HEAD):
        if number:
            table.add_column(_in(head, lang), justify="right", overflow="fold")
        else:
            # In a narrow terminal the figures fold before the names are gone.
            table.add_column(_in(head, lang), overflow="fold", min_width=_NARROWEST)
    for row in full[:STANDARDS]:
        counted = [tally for tally in row.tallies if not tally.attitude]
        covered, of = sum(t.covered for t in counted), sum(t.of for t in counted)
        share = row.share or Interval(0.0, 0.0, 0.0)
        title = Line.assemble((plain(row.code), "cyan"), " ", plain(row.title))
        found = percent(share.value, lang)
        if row.reviewed_share:
            found += f" → {percent(row.reviewed_share.value, lang)}"
        table.add_row(title, found, between(share, lang), percent(row.chance, lang), f"{covered}/{of}")
    return table


def _criteria(standard: StandardCoverage, console: Console, lang: str) -> None:
    console.print(Line.assemble((plain(standard.code), "bold cyan"), " ", (plain(standard.title), "bold")))
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in standard.criteria:
        said = Line(_in(_STATE[row.state], lang), style=_STYLE[row.state])
        text = Line.assemble((plain(row.code), "dim"), " ", _short(row.statement))
        if why := _in(row.why, lang):
            text.append(f" ({why})", "italic")
        table.add_row(percent(row.probability, lang), said, text)
    console.print(table)
    if standard.attitudes:
        share = f"{percent(standard.attitudes.value, lang)} ({between(standard.attitudes, lang)})"
        console.print(Line(_in(_ATTITUDES, lang).format(share=share), style="dim"))


def _titles(titles: Sequence[StandardCoverage], console: Console, lang: str) -> None:
    if not titles:
        return
    console.print(Line(_in(_RELATED, lang), style="bold"))
    for row in titles[:TITLES]:
        level = f", {_in(_LEVEL, lang).format(level=row.level)}" if row.level else ""
        committee = f"; {plain(row.committee)}" if row.committee else ""
        console.print(
            Line(f"  {percent(row.related or 0.0, lang):>6} {plain(row.code)} {plain(row.title)}{level}{committee}")
        )
    console.print(Line(f"  {_in(titles[0].where, lang)}", style="dim"))


def _short(text: str) -> str:
    text = plain(text)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"
