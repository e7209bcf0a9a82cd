"""A report on microcredentials in a terminal: the bundles, what each lacks, and how programmes compare."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from mapper.credentials.records import CredentialsReport
from mapper.credentials.texts import SYMBOLS, TEXTS
from mapper.credentials.view import View
from mapper.reports.terminal import plain
from mapper.reports.unread import unread
from mapper.reports.words import Words


def render(report: CredentialsReport, console: Console, *, lang: str) -> None:
    """Print a report; nothing of a document's text is taken as markup or as a terminal's command."""
    t = Words(lang, TEXTS)
    view = View(report, t)
    console.print(Line(view.lead, style="bold"))
    for line in (line for programme in report.programmes for line in unread(programme, t)):
        console.print(Line(plain(line), style="yellow"))
    for bundle in report.bundles:
        console.print(Line(f"\n{plain(view.name(bundle.identifier))}", style="bold cyan"))
        of = len(bundle.taught) + len(bundle.missing)
        console.print(Line(f"  {t('taught.of', taught=len(bundle.taught), of=of)}. {t('hours')}: {view.hours(bundle)}"))
        for unit in view.units(bundle):
            console.print(Line(f"  {plain(unit.name)}", style="dim"))
        table = Table(box=None, show_header=False, padding=(0, 1, 0, 2))
        for ratio in (None, None, 1):
            table.add_column(overflow="fold", ratio=ratio, no_wrap=ratio is None)
        for c, _ in view.rows(bundle):
            table.add_row(SYMBOLS[c.state], t(c.state), Line(f"{plain(c.code)} {plain(c.statement)[:100]}"))
        console.print(table)
        for shared in bundle.overlaps:
            told = f"  {t('overlaps')} {plain(view.reference(shared.bundle))}: {view.shared(shared)}"
            console.print(Line(plain(told), style="yellow"))
    _comparisons(report, console, t)
    if report.short:
        console.print(Line(f"\n{t('short')}", style="bold"))
        for one in report.short:
            console.print(Line(f"  {plain(one.part.code)} {plain(one.part.title)}: {one.taught}/{one.of}"))
    for note in (*report.notes, report.material):
        console.print(Line(t.of(note), style="dim"))


def _comparisons(report: CredentialsReport, console: Console, t: Words) -> None:
    if not report.comparisons:
        return
    console.print(Line(f"\n{t('comparison')}", style="bold"))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column(t("element"), overflow="fold")
    for key in ("common", "differing", "nowhere"):
        table.add_column(t(key), justify="right")
    for comparison in report.comparisons:
        counts = (str(len(getattr(comparison, key))) for key in ("common", "differing", "nowhere"))
        table.add_row(Line(f"{plain(comparison.part.code)} {plain(comparison.part.title)}"), *counts)
    console.print(table)
