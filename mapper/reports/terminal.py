"""Any report in a terminal; nothing of a text that was read is taken as markup or as a terminal's command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
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


def render(report: b.Report, console: Console, *, whole: bool = True) -> None:
    """Print the report, or, where it begins with a verdict, that alone, which fits a screen, unless `whole`.

    Then tables have all their rows too.
    """
    verdict = [part for part in report.parts if part.kind == "verdict"]
    every = whole and bool(verdict)
    parts = list(report.parts) if whole or not verdict else verdict
    console.print(
        Line.assemble((plain(report.heading), "bold"), "  " if report.subtitle else "", plain(report.subtitle))
    )
    for number, part in enumerate(parts):
        # The first part sums up what the line above it names, unless that names several.
        _part(console, part if number or len(verdict) > 1 else replace(part, title=""), 0, report.t, every=every)


def _part(console: Console, part: b.Part, depth: int, t: Words, *, every: bool) -> None:
    blocks = [block for block in part.blocks if b.TERMINAL in block.on]
    if b.TERMINAL not in part.on or not blocks:
        return
    if part.title:
        code = f"{plain(part.code)} " if part.code else ""
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
        for item in block.items[: block.most]:
            console.print(Padding(_line(item, t, longest=None), (0, 0, 0, 2)))
        _more(console, len(block.items), block.most, t)
    elif isinstance(block, b.Paragraph):
        console.print(_line(block.text, t, longest=None), style=_STYLES[block.kind])


def _table(console: Console, table: b.Table, t: Words) -> None:
    columns = [column for column in table.columns if b.TERMINAL in column.on]
    heads, _ = joined(columns, [""] * len(columns))
    made = Grid(
        box=None if table.plain else box.SIMPLE_HEAD, show_header=not table.plain, padding=(0, 1), collapse_padding=True
    )
    rows: list[list[Line]] = []
    for row in table.rows[: table.shown]:
        cells = [cell for column, cell in zip(table.columns, row, strict=False) if b.TERMINAL in column.on]
        pairs = zip(*joined(columns, cells), strict=True)
        rows.append([_line(cell, t, column) for column, cell in pairs])
    names = [plain(head.name) for head in heads]
    # Of the first column the grid takes a place more for its margin than it leaves.
    shares = widths(names, [[line.plain for line in found] for found in rows], console.width - 2 * len(names) - 2)
    shares[0] += 1
    for head, name, width in zip(heads, names, shares, strict=True):
        justify: Literal["left", "right"] = "right" if head.kind in ("number", "percent") else "left"
        made.add_column(name, justify=justify, overflow="fold", width=width)
    for found in rows:
        made.add_row(*found)
    if table.rows:
        console.print(made)
    _more(console, len(table.rows), table.shown, t)


def widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, whole: Collection[int] = ()) -> list[int]:
    """How wide the columns of a table are that share this room.

    Each has room for its longest word, or, if it is among the `whole`, its longest line, and what is left goes to the
    narrow ones until their lines are whole. A header may stand on several lines, so that the words beside it have room.
    """
    lines = [[line for row in rows for line in row[number].split("\n")] for number in range(len(heads))]
    words = [[word for line in found for word in line.split()] for found in lines]
    longest = [max(map(cell_len, [*found, *head.split()]), default=0) for head, found in zip(heads, lines, strict=True)]
    shares = [
        longest[number] if number in whole else max(map(cell_len, [*words[number], *head.split()]), default=0)
        for number, head in enumerate(heads)
    ]
    while sum(shares) > max(room, len(shares)):
        shares[shares.index(max(shares))] -= 1
    while sum(shares) < room and (short := [n for n, share in enumerate(shares) if share < longest[n]]):
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
