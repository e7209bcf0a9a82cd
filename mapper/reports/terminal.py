"""One alignment in a terminal: a table of its passages, then what is covered, then what was not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mapper.records import Alignment, MappedPassage, Match
from mapper.reports.figures import Catalogue, Norm, figures, norms
from mapper.reports.summary import glance, pages
from mapper.reports.words import Words

MATCHES = 3
BAR = 24
_LONGEST = {"passage": 160, "statement": 80}
# A shade of its own for each state, so that it also reads without colour.
_STATES = {
    "covered": ("█", "green"),
    "partly": ("▓", "cyan"),
    "uncertain": ("▒", "yellow"),
    "not_found": ("·", "dim"),
}


def render(alignment: Alignment, console: Console, *, lang: str) -> None:
    """Print an alignment; nothing of the document's text is taken as markup or as a terminal's command."""
    words = Words(lang)
    catalogue = Catalogue(alignment.frameworks)
    counted = norms(alignment.coverage, catalogue)
    console.print(Text(plain(alignment.document.name), style="bold"))
    compared = [mapped for mapped in alignment.passages if mapped.mapped]
    if compared:
        console.print(_table(compared, catalogue, words))
    if counted:
        console.print(_coverage(counted, words))
        console.print(_legend(words))
    console.print(Text(plain(glance(figures(alignment.passages), counted, words))))
    if any(catalogue.title_only(match) for mapped in compared for match in mapped.matches):
        console.print(Text(words("title_only.why"), style="dim"))
    for line in _reading(alignment, words):
        console.print(Text(line, style="yellow"))


def plain(text: str) -> str:
    """The text without line breaks, control characters and what turns the direction of writing."""
    kept = (c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()


def _table(passages: list[MappedPassage], catalogue: Catalogue, words: Words) -> Table:
    paged = any(mapped.passage.page is not None for mapped in passages)
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1), collapse_padding=True)
    table.add_column(words("passage"), ratio=9, overflow="fold")
    if paged:
        table.add_column(words("page.n", page="").strip(), justify="right", no_wrap=True)
    table.add_column(words("competencies"), ratio=11, overflow="fold")
    for number, mapped in enumerate(passages):
        if number:
            table.add_row()
        text = Text(_short(mapped.passage.text, _LONGEST["passage"]))
        page = [str(mapped.passage.page or "")] if paged else []
        table.add_row(text, *page, _matches(mapped, catalogue, words))
    return table


def _matches(mapped: MappedPassage, catalogue: Catalogue, words: Words) -> Table | Text:
    if not mapped.matches:
        return Text(words("no_match"), style="dim italic")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for match in mapped.matches[:MATCHES]:
        style = "bold green" if match.probability >= 0.8 else "bold" if match.probability >= 0.5 else ""
        grid.add_row(Text(words.percent(match.probability), style=style), _competency(match, catalogue, words))
    if (more := len(mapped.matches) - MATCHES) > 0:
        grid.add_row("", Text(words.counted("n.more", more), style="dim"))
    return grid


def _competency(match: Match, catalogue: Catalogue, words: Words) -> Text:
    line = Text.assemble((plain(match.code), "cyan"), " ", _short(match.statement, _LONGEST["statement"]))
    if catalogue.title_only(match):
        line.append(f" ({words('title_only')})", "dim")
    return line


def _short(text: str, longest: int) -> str:
    text = plain(text)
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + "…"


def _coverage(counted: tuple[Norm, ...], words: Words) -> Table:
    table = Table(box=None, title=words("coverage"), title_justify="left", title_style="bold", padding=(0, 2, 0, 0))
    table.add_column(words("norm"), overflow="fold", ratio=1)
    table.add_column(words("coverage.picture"), no_wrap=True, min_width=BAR)
    table.add_column(words("covered"), justify="right", no_wrap=True)
    for norm in counted:
        _add(table, norm, "bold")
        for part in norm.parts:
            _add(table, part, "default", indent="  ")
    return table


def _add(table: Table, norm: Norm, style: str, *, indent: str = "") -> None:
    name = Text(indent + plain(norm.code), style=style)
    name.append(" " + _short(norm.title, _LONGEST["statement"]), "default")
    table.add_row(name, _bar(norm), f"{norm.tally.covered}/{norm.tally.of}")


def _bar(norm: Norm) -> Text:
    """A bar of `BAR` places, each state rounded so that the whole keeps its length."""
    bar, reached, drawn = Text(), 0, 0
    for state, count in norm.tally.parts:
        reached += count
        end = round(BAR * reached / max(norm.tally.of, 1))
        sign, style = _STATES[state]
        bar.append(sign * (end - drawn), style)
        drawn = end
    return bar


def _legend(words: Words) -> Text:
    return Text("   ").join(Text.assemble((sign, style), " ", words(state)) for state, (sign, style) in _STATES.items())


def _reading(alignment: Alignment, words: Words) -> Iterator[str]:
    if unreadable := alignment.document.unreadable_pages:
        yield words.counted("n.unreadable", len(unreadable), pages=pages(unreadable))
    for skipped in alignment.document.skipped:
        yield f"{words('reading.skipped')}: {plain(skipped.what)} ({plain(words.of(skipped.why))})"
