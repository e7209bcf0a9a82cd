"""One alignment in a terminal: a table of its passages, then what is covered, then what was not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mapper.records import Alignment, MappedPassage, Match
from mapper.reports.figures import Catalogue, Norm, figures, norms
from mapper.reports.summary import glance, pages
from mapper.reports.words import Words

MATCHES = 3
BAR = 24
NORMS = 12
"""Standards whose coverage is drawn; the reports show all of them."""
WIDE = 88
"""Columns from which passages and competencies stand side by side; in a narrower terminal below each other."""
NARROW = 64
PAGE = 4
_LONGEST = {"passage": 160, "unmatched": 100, "statement": 80, "heading": 100}
# A shade of its own for each state, so that it also reads without colour.
_STATES = {
    "covered": ("█", "green"),
    "partly": ("▓", "cyan"),
    "uncertain": ("▒", "yellow"),
    "not_found": ("·", "dim"),
}
# A code that says nothing to people, as ESCO's: it goes behind the words.
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def render(alignment: Alignment, console: Console, *, lang: str) -> None:
    """Print an alignment; nothing of the document's text is taken as markup or as a terminal's command."""
    words = Words(lang)
    catalogue = Catalogue(alignment.frameworks)
    counted = norms(alignment.coverage, catalogue)
    console.print(Text(plain(alignment.document.name), style="bold"))
    compared = [mapped for mapped in alignment.passages if mapped.mapped]
    if compared:
        _print_passages(compared, catalogue, words, console)
    if shown := _best(counted):
        console.print(_coverage(shown, words, bar=BAR if console.width >= NARROW else BAR // 3))
        if more := len(counted) - len(shown):
            console.print(Text(words.counted("n.norms", more), style="dim"))
        console.print(_legend(words))
    console.print(Text(plain(glance(figures(alignment.passages), counted, words))))
    if any(catalogue.title_only(match) for mapped in compared for match in mapped.matches):
        console.print(Text(words("title_only.why"), style="dim"))
    for note in alignment.judged.notes if alignment.judged else ():
        console.print(Text(plain(words.of(note)), style="dim"))
    for line in _reading(alignment, words):
        console.print(Text(line, style="yellow"))


def plain(text: str) -> str:
    """The text without line breaks, control characters and what turns the direction of writing."""
    kept = (c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()


def _print_passages(passages: list[MappedPassage], catalogue: Catalogue, words: Words, console: Console) -> None:
    """The table, part by part: above each its headings, as far as they are not those of the part before."""
    paged = any(mapped.passage.page is not None for mapped in passages)
    wide = console.width >= WIDE
    head = _table(words, console.width, paged=paged) if wide else None
    if head is not None:
        console.print(head)
    above: tuple[str, ...] = ()
    for section, group in groupby(passages, key=lambda mapped: mapped.passage.section):
        _print_headings(above, section, console)
        above = section
        table = _table(words, console.width, paged=paged, head=False)
        before: MappedPassage | None = None
        for mapped in group:
            # Stacked passages without a match are lines of a list; all else needs room.
            if before is not None and (wide or mapped.matches or before.matches):
                table.add_row()
            before = mapped
            text = Text(_short(mapped.passage.text, _LONGEST["passage"]))
            found = _matches(mapped, catalogue, words)
            page = [str(mapped.passage.page or "")] if paged else []
            table.add_row(*([text, *page, found] if wide else [*page, _stacked(mapped, text, found, words)]))
        console.print(table)


def _print_headings(above: tuple[str, ...], section: tuple[str, ...], console: Console) -> None:
    same = 0
    while same < min(len(above), len(section)) and above[same] == section[same]:
        same += 1
    # Under a part that is gone back to, its own heading stands again.
    for depth in range(max(0, min(same, len(section) - 1)), len(section)):
        heading = Text("  " * depth + _short(section[depth], _LONGEST["heading"]), style="bold blue", no_wrap=True)
        heading.overflow = "ellipsis"
        console.print(heading)


def _stacked(mapped: MappedPassage, text: Text, found: Table | Text, words: Words) -> Group | Text:
    if mapped.matches:
        return Group(text, found)
    return Text.assemble(_short(mapped.passage.text, _LONGEST["unmatched"]), " — ", (words("no_match"), "dim italic"))


def _table(words: Words, width: int, *, paged: bool, head: bool = True) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_header=head, padding=(0, 1), collapse_padding=True, width=width)
    if width >= WIDE:
        # Fixed, so that the columns of all parts stand below each other.
        table.add_column(words("passage"), width=width * 2 // 5, overflow="fold")
    if paged:
        table.add_column(words("page.n", page="").strip(), width=PAGE, justify="right", no_wrap=True)
    table.add_column(words("competencies"), ratio=1, overflow="fold")
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
    code, statement = plain(match.code), _short(match.statement, _LONGEST["statement"])
    if _UUID.fullmatch(code):
        line = Text.assemble(statement, " ", (code, "dim cyan"))
    else:
        line = Text.assemble((code, "cyan"), " ", statement)
    if catalogue.title_only(match):
        line.append(f" ({words('title_only')})", "dim")
    if match.verdict is not None:
        said = words(f"verdict.{match.verdict.state}", reader=plain(match.verdict.reader))
        line.append(f" ({said})", "italic")
    return line


def _short(text: str, longest: int) -> str:
    text = plain(text)
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + "…"


def _best(counted: tuple[Norm, ...]) -> tuple[Norm, ...]:
    """The standards of which most was found, none of which nothing was, in the order in which they were counted."""

    def found(norm: Norm) -> tuple[float, float]:
        tally = norm.tally
        return -(tally.covered / max(tally.of, 1)), -(tally.partly / max(tally.of, 1))

    kept = sorted((norm for norm in counted if norm.tally.not_found < norm.tally.of), key=found)[:NORMS]
    return tuple(norm for norm in counted if norm in kept)


def _coverage(counted: tuple[Norm, ...], words: Words, *, bar: int) -> Table:
    table = Table(box=None, title=words("coverage"), title_justify="left", title_style="bold", padding=(0, 2, 0, 0))
    table.add_column(words("norm"), overflow="fold", ratio=1)
    table.add_column(words("coverage.picture"), no_wrap=True, min_width=bar)
    table.add_column(words("covered"), justify="right", no_wrap=True)
    for norm in counted:
        _add(table, norm, "bold", bar=bar)
        for part in norm.parts:
            _add(table, part, "default", bar=bar, indent=2)
    return table


def _add(table: Table, norm: Norm, style: str, *, bar: int, indent: int = 0) -> None:
    name = Text(plain(norm.code), style=style)
    name.append(" " + _short(norm.title, _LONGEST["statement"]), "default")
    table.add_row(Padding(name, (0, 0, 0, indent)), _bar(norm, bar), f"{norm.tally.covered}/{norm.tally.of}")


def _bar(norm: Norm, length: int) -> Text:
    """A bar of so many places, each state rounded so that the whole keeps its length."""
    bar, reached, drawn = Text(), 0, 0
    for state, count in norm.tally.parts:
        reached += count
        end = round(length * reached / max(norm.tally.of, 1))
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
        note = f"{words('reading.skipped')}: {plain(words.of(skipped.why))}"
        yield f"{note} {plain(words.example(skipped))}".rstrip()
