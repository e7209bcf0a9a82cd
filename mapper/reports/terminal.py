"""Any report in a terminal; nothing of a text that was read is taken as markup or as a terminal's command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from mapper.reports import blocks as b
from mapper.reports.blocks import Words, joined, said, shorten

_LONGEST = 110
_STYLES = {"lead": "bold", "big": "bold", "warning": "yellow", "quiet": "dim", "strong": "bold", "": ""}
_OF_SPANS = {"code": "cyan", "small": "dim", "strong": "bold"}
_STATES = {
    "covered": "green", "partly": "cyan", "uncertain": "yellow", "not_found": "dim", "found": "green", "none": "dim",
    "demanded_found": "green", "demanded_not_found": "bold red", "found_not_in_ads": "dim", "yes": "green", "no": "red",
}  # fmt: skip


def render(report: b.Report, console: Console, *, whole: bool | None = None) -> None:
    """Print the report with the first rows of what is long, with all of them where the `whole` is asked for.

    Where it is not (False), of a report that begins with a verdict that alone is printed, which fits a screen.
    """
    verdict = [part for part in report.parts if part.kind == "verdict"]
    every = bool(whole)
    parts = verdict if whole is False and verdict else list(report.parts)
    console.print(
        Line.assemble((plain(report.heading), "bold"), "  " if report.subtitle else "", plain(report.subtitle))
    )
    for number, part in enumerate(parts):
        # The first part sums up what the line above it names, unless that names several.
        _part(console, part if number or len(verdict) > 1 else replace(part, title=""), 0, report.t, every=every)


def _part(console: Console, part: b.Part, depth: int, t: Words, *, every: bool) -> None:
    blocks = part.within(b.TERMINAL)
    if not blocks:
        return
    if part.title:
        code = f"{plain(part.own_code)} " if part.own_code else ""
        console.print(Line.assemble("\n" * (not depth), (code, "bold cyan"), (plain(part.title), "bold")))
    for block in blocks:
        _block(console, block, depth + 1, t, every=every)


def _block(console: Console, block: b.Block, depth: int, t: Words, *, every: bool) -> None:
    if isinstance(block, b.Part):
        _part(console, block, depth, t, every=every)
    elif isinstance(block, b.Table):
        _table(console, replace(block, shown=None) if every else block, t)
    elif isinstance(block, b.Facts):
        for name, cell in block.rows:
            console.print(Line.assemble((f"{plain(name)}: ", "dim"), _line(cell, t, longest=None)))
    elif isinstance(block, b.Bullets):
        most = None if every else block.most
        for item in block.items[:most]:
            console.print(Padding(_line(item, t, longest=None), (0, 0, 0, 2)))
        _more(console, len(block.items), most, t)
    elif isinstance(block, b.Paragraph):
        console.print(_line(block.text, t, longest=None), style=_STYLES[block.kind])


def _table(console: Console, table: b.Table, t: Words) -> None:
    columns, every = table.within(b.TERMINAL)
    heads, _ = joined(columns, [""] * len(columns))
    rows: list[list[Line]] = []
    for cells in islice(every, table.shown):
        pairs = zip(*joined(columns, cells), strict=True)
        rows.append([_line(cell, t, column) for column, cell in pairs])
    numbers = [place for place, head in enumerate(heads) if head.kind in ("number", "percent")]
    if table.rows:
        console.print(grid([plain(head.name) for head in heads], rows, console.width, numbers, bare=table.plain))
    _more(console, len(table.rows), table.shown, t)


def grid(
    heads: Sequence[str], rows: Sequence[Sequence[Line]], width: int, right: Collection[int], *, bare: bool = False
) -> RenderableType:
    """A table of this width, the columns of the numbers `right` at their right; `bare` has neither header nor line.

    Where a word of these would be broken, cell stands below cell behind the head of its column.
    """
    shares = widths(heads, [[line.plain for line in row] for row in rows], width - 2 * len(heads) - 2, right)
    if any(cell_len(word) > shares[place] for row in rows for place in right for word in row[place].plain.split()):
        cells = (
            Line.assemble("\n" * (not place), (head and f"{head}: ", "dim"), cell)
            for row in rows
            for place, (head, cell) in enumerate(zip(heads, row, strict=True))
        )
        return Group(*cells)
    made = Grid(box=None if bare else box.SIMPLE_HEAD, show_header=not bare, padding=(0, 1), collapse_padding=True)
    shares[0] += 1  # of the first column the grid takes a place more for its margin than it leaves
    for place, (head, share) in enumerate(zip(heads, shares, strict=True)):
        made.add_column(head, justify="right" if place in right else "left", overflow="fold", width=share)
    for row in rows:
        made.add_row(*row)
    return made


def widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, whole: Collection[int] = ()) -> list[int]:
    """How wide the columns of a table are that share this room.

    Each has room for its longest word, and what is left goes to the narrow ones until their lines are whole, to those
    among the `whole` first. A header may stand on several lines, so that the words beside it have room.
    """
    lines = [[line for row in rows for line in row[number].split("\n")] for number in range(len(heads))]
    words = [[word for line in found for word in line.split()] for found in lines]
    longest = [max(map(cell_len, [*found, *head.split()]), default=0) for head, found in zip(heads, lines, strict=True)]
    shares = [max(map(cell_len, [*found, *head.split()]), default=0) for head, found in zip(heads, words, strict=True)]
    while sum(shares) > max(room, len(shares)):
        shares[shares.index(max(shares))] -= 1
    for grown in (whole, range(len(shares))):
        while sum(shares) < room and (short := [n for n in grown if shares[n] < longest[n]]):
            shares[min(short, key=shares.__getitem__)] += 1
    return shares


def _more(console: Console, every: int, shown: int | None, t: Words) -> None:
    if shown is not None and every > shown:
        console.print(Line(t.counted("n.more", every - shown), style="dim"))


def _line(cell: b.Cell, t: Words, column: b.Column | None = None, *, longest: int | None = _LONGEST) -> Line:
    if not isinstance(cell, list):
        return Line("\n".join(_short(line, longest) for line in said(cell, t, column).split("\n")))
    line, small = Line(), 0
    for span in cell:
        if isinstance(span, b.Fold):
            continue
        small += span.style == "small"
        if column is not None and small > 1:
            continue  # a table has no room for quotations; the page and the workbook have them
        text = _short(span.plain, longest)
        if span.style in ("small", "line", "item") and line:
            line.append("\n")
        elif line and not line.plain.endswith((" ", "\n")):
            line.append(" ")
        if span.style in ("gone", "new"):
            text = f"[-{text}-]" if span.style == "gone" else f"{{+{text}+}}"
        line.append(text, _OF_SPANS.get(span.style, _STATES.get(span.mark, "")))
    return line


def _short(text: str, longest: int | None = None) -> str:
    return plain(text) if longest is None else shorten(plain(text), longest)


def plain(text: str) -> str:
    """The text without line breaks, control characters and what turns the direction of writing."""
    kept = (c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()
