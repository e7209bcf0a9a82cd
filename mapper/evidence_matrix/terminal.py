"""An evidence matrix in a terminal: what the standard asks, then criterion by criterion what may show it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from mapper.evidence_matrix.records import EvidenceReport
from mapper.evidence_matrix.texts import TEXTS
from mapper.evidence_matrix.view import View
from mapper.reports.clean import shorten
from mapper.reports.terminal import plain
from mapper.reports.words import Words

_LONGEST = 90
_STYLE = {"found": "green", "uncertain": "yellow", "none": "dim"}


def render(report: EvidenceReport, console: Console, *, lang: str) -> None:
    """Print the matrix; nothing of a document's text is taken as markup or as a terminal's command."""
    t = Words(lang, TEXTS)
    view, standard = View(report, t), report.standard
    console.print(Line(f"{plain(standard.code)} {plain(standard.title)}", style="bold"))
    console.print(Line(plain(f"{report.programme.name}: {view.lead}")))
    if pages := report.programme.unreadable_pages:
        console.print(Line(t("unreadable", pages=", ".join(map(str, pages))), style="yellow"))
    for name, value in view.facts()[3:]:
        console.print(Line(f"{name}: {plain(value)}", style="dim"))
    for code, title in standard.elements:
        console.print(Line(f"\n{plain(code)} {plain(title)}", style="bold cyan"))
        table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=3)
        table.add_column(overflow="fold", ratio=2)
        for row in view.rows(code):
            said = "\n".join(
                f"{t.percent(p)} {a.name} {shorten(plain(a.text), _LONGEST)}" for a, p in view.evidence(row)[:2]
            )
            said = "\n".join(filter(None, (said, view.through(row))))
            asked = f"{plain(row.code)} {shorten(plain(row.statement), _LONGEST)} [{view.asked(row)}]"
            table.add_row(Line(t(row.state), style=_STYLE[row.state]), Line(asked), Line(said or "–"))
        console.print(table)
    for note in (*report.notes, report.material):
        console.print(Line(t.of(note), style="dim"))
