"""Any report in a terminal; nothing of a text that was read is taken as markup or as a terminal's command."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from mapper.reports.blocks import (
    TERMINAL,
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Fold,
    Paragraph,
    Part,
    Report,
    Table,
    joined,
    said,
)
from mapper.reports.clean import shorten
from mapper.reports.terminal import plain
from mapper.reports.words import Words

_LONGEST = 110
_NARROWEST, _LONG, _ROOM = 10, 30, 80
_STYLES = {"lead": "bold", "big": "bold", "warning": "yellow", "quiet": "dim", "strong": "bold", "": ""}
_STATES = {
    "covered": "green", "partly": "cyan", "uncertain": "yellow", "not_found": "dim", "found": "green", "none": "dim",
    "demanded_found": "green", "demanded_not_found": "bold red", "found_not_in_ads": "dim", "yes": "green", "no": "red",
}  # fmt: skip


def render(report: Report, console: Console) -> None:
    """Print the report."""
    console.print(Line.assemble((plain(report.heading), "bold"), "  ", plain(report.subtitle)))
    for number, part in enumerate(report.parts):
        # The first part sums up what the line above it names.
        _part(console, part if number else replace(part, title=""), 0, report.t)


def _part(console: Console, part: Part, depth: int, t: Words) -> None:
    blocks = [block for block in part.blocks if TERMINAL in block.on]
    if TERMINAL not in part.on or not blocks:
        return
    if part.title:
        code = f"{plain(part.code)} " if part.code else ""
        console.print(Line.assemble("\n" * (not depth), (code, "bold cyan"), (plain(part.title), "bold")))
    for block in blocks:
        _block(console, block, depth + 1, t)


def _block(console: Console, block: Block, depth: int, t: Words) -> None:
    if isinstance(block, Part):
        _part(console, block, depth, t)
    elif isinstance(block, Table):
        _table(console, block, t)
    elif isinstance(block, Facts):
        for name, cell in block.rows:
            console.print(Line.assemble((f"{plain(name)}: ", "dim"), _line(cell, t, longest=None)))
    elif isinstance(block, Bullets):
        for item in block.items[: block.most]:
            console.print(Padding(_line(item, t, longest=None), (0, 0, 0, 2)))
        _more(console, len(block.items), block.most, t)
    elif isinstance(block, Paragraph):
        console.print(_line(block.text, t, longest=None), style=_STYLES[block.kind])


def _table(console: Console, table: Table, t: Words) -> None:
    columns = [column for column in table.columns if TERMINAL in column.on]
    heads, _ = joined(columns, [""] * len(columns))
    made = Grid(
        box=None if table.plain else box.SIMPLE_HEAD, show_header=not table.plain, padding=(0, 1), collapse_padding=True
    )
    rows: list[list[Line]] = []
    for row in table.rows[: table.shown]:
        cells = [cell for column, cell in zip(table.columns, row, strict=False) if TERMINAL in column.on]
        rows.append([_line(cell, t, column) for column, cell in zip(*joined(columns, cells), strict=True)])
    # Where there is room, long texts share what short ones leave.
    longest = [
        max((line.cell_len for found in rows for line in found[number].split()), default=0)
        for number in range(len(heads))
    ]
    made.expand = console.width >= _ROOM and any(width >= _LONG for width in longest)
    for number, head in enumerate(heads):
        right = head.kind in ("number", "percent")
        # In a narrow terminal the figures fold before the names are gone.
        least = _NARROWEST if not number and not right else None
        ratio = longest[number] if made.expand and longest[number] >= _LONG else None
        justify: Literal["left", "right"] = "right" if right else "left"
        made.add_column(plain(head.name), justify=justify, overflow="fold", min_width=least, ratio=ratio)
    for found in rows:
        made.add_row(*found)
    if table.rows:
        console.print(made)
    _more(console, len(table.rows), table.shown, t)


def _more(console: Console, every: int, shown: int | None, t: Words) -> None:
    if shown is not None and every > shown:
        console.print(Line(t.counted("n.more", every - shown), style="dim"))


def _line(cell: Cell, t: Words, column: Column | None = None, *, longest: int | None = _LONGEST) -> Line:
    if not isinstance(cell, list):
        return Line("\n".join(_short(line, longest) for line in said(cell, t, column).split("\n")))
    line, small = Line(), 0
    for span in cell:
        if isinstance(span, Fold):
            continue
        small += span.style == "small"
        if column is not None and small > 1:
            continue  # a table has no room for quotations; the page and the workbook have them
        text = _short(span.text, longest)
        if span.style in ("small", "line", "item") and line:
            line.append("\n")
        elif line and not line.plain.endswith((" ", "\n")):
            line.append(" ")
        if span.style in ("gone", "new"):
            text = f"[-{text}-]" if span.style == "gone" else f"{{+{text}+}}"
        line.append(text, _style(span.style, span.mark))
    return line


def _short(text: str, longest: int | None) -> str:
    return plain(text) if longest is None else shorten(plain(text), longest)


def _style(style: str, mark: str) -> str:
    return {"code": "cyan", "small": "dim", "strong": "bold"}.get(style, _STATES.get(mark, ""))
