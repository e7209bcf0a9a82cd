"""Any report in a terminal; nothing of a text that was read is taken as markup or as a terminal's command."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Literal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from mapper.reports import blocks as b
from mapper.reports.blocks import Words, joined, said, shorten

_LONGEST = 110
_NARROWEST, _LONG, _ROOM = 10, 30, 80
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
    # Where there is room, long texts share what short ones leave.
    longest = [
        max((line.cell_len for found in rows for line in found[number].split()), default=0)
        for number in range(len(heads))
    ]
    # The grid gives them that without a least width of theirs, so only where the short ones leave enough.
    left = console.width - sum(width + 2 for width in longest if width < _LONG)
    made.expand = console.width >= _ROOM and 0 < sum(_LONG // 2 for width in longest if width >= _LONG) <= left
    for number, head in enumerate(heads):
        right = head.kind in ("number", "percent")
        # In a narrow terminal the figures fold before the names are gone.
        least = max(_NARROWEST, console.width // 4) if not number and not right else None
        ratio = longest[number] if made.expand and longest[number] >= _LONG else None
        justify: Literal["left", "right"] = "right" if right else "left"
        # A header of several words stands on several lines above what is short, so that the words beside it have room.
        # (Of the first column the grid takes a place more for its margin than it leaves.)
        words = map(len, plain(head.name).split())
        most = max(longest[number], *words) + (not number) if not ratio and head.name.strip() else None
        made.add_column(
            plain(head.name), justify=justify, overflow="fold", min_width=least, max_width=most, ratio=ratio
        )
    for found in rows:
        made.add_row(*found)
    if table.rows:
        console.print(made)
    _more(console, len(table.rows), table.shown, t)


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
