"""Any report in a terminal; nothing of a text that was read is taken as markup or as a terminal's command."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from mapper.reports import blocks as b
from mapper.reports.blocks import Words, join_codes, plain_text, shorten

_LONGEST = 110
_SCREEN = 43  # lines, with room for one that says that there is more
_NOTES = ("quiet", "quote")
_SEVERAL = 2
_STYLES = {"lead": "bold", "big": "bold", "warning": "yellow", "quiet": "dim", "strong": "bold", "": ""}
_OF_SPANS = {"code": "cyan", "small": "dim", "strong": "bold"}
_STATES = {
    "covered": "green", "partly": "cyan", "uncertain": "yellow", "not_found": "dim", "found": "green", "none": "dim",
    "demanded_found": "green", "demanded_not_found": "bold red", "found_not_in_ads": "dim", "yes": "green", "no": "red",
}  # fmt: skip


_LACKING = {"not_found", "none", "demanded_not_found", "no"}  # marks of what is missing
_FACT = 160  # characters of what says how good the data are: two lines


class _Cut(NamedTuple):
    """Limits of what is shown: so many rows of a list, fewer where it says so itself; so many characters of a cell.

    Of rows that say that something is missing it may be more, the `lacking`. Where it is `brief`, these stand first,
    and notes are left out and of a cell all but its first line.
    """

    rows: int = sys.maxsize
    lacking: int = 0
    characters: int = _LONGEST
    brief: bool = False


_WHOLE = _Cut()
_ALL = _Cut(_SCREEN)  # what fits a screen has no list of more rows
_VERDICT = _Cut(1000)
# Each shows less, until what is shown fits; what is missing is cut last.
_FEWER = tuple(
    _Cut(rows, lacking, 50, brief=True)
    for rows, lacking in ((12, 12), (8, 12), (5, 12), (3, 8), (2, 8), (1, 8), (1, 5), (1, 3), (1, 2), (1, 1))
)


def render(report: b.Report, console: Console, *, whole: bool = True) -> None:
    """Print the whole report, or what of it fits a screen: its verdict, where it begins with one, else some of all.

    What is left out is said to be there.
    """
    verdict = [part for part in report.parts if part.kind == "verdict"]
    if whole:
        shown, is_all = _printed(report, report.parts, console, _WHOLE), True
    elif verdict:
        shown, is_all = _printed(report, verdict, console, _VERDICT), len(verdict) == len(report.parts)
    else:
        shown = _printed(report, report.parts, console, _ALL)
        is_all = _fits(shown) == len(shown)
        if not is_all:
            *fewer, fewest = _FEWER
            # What has no room however few rows are shown is not worth fewer rows of the rest.
            least = _printed(report, report.parts, console, fewest)
            cuts = (_printed(report, report.parts, console, cut) for cut in fewer)
            shown = _fitting(next((printed for printed in cuts if _fits(printed) >= _fits(least)), least))
    try:
        console.file.write("".join(shown))
    except BrokenPipeError:
        console.on_broken_pipe()
    if not is_all:
        console.print(Line(report.t("terminal.more"), style="dim"))


def _fits(printed: Sequence[str]) -> int:
    """Return how many of the blocks, from the first on, fit a screen."""
    return sum(end <= _SCREEN for end in accumulate(text.count("\n") for text in printed))


def _fitting(printed: Sequence[str]) -> list[str]:
    """Return the heading and the blocks that fit a screen; none of them is cut but the first."""
    count = max(2, _fits(printed))
    return "".join(printed[:count]).splitlines(keepends=True)[:_SCREEN]


def _printed(report: b.Report, parts: Sequence[b.Section], console: Console, cut: _Cut) -> list[str]:
    """Return the heading, then block by block, each with the titles that stand above it."""
    alone = sum(part.kind == "verdict" for part in parts) < _SEVERAL
    with console.capture() as captured:
        console.print(
            Line.assemble((plain(report.heading), "bold"), "  " if report.subtitle else "", plain(report.subtitle))
        )
    printed = [captured.get()]
    for number, part in enumerate(parts):
        # The first part sums up what the line above it names, unless that names several.
        for titles, block in _blocks(replace(part, title="") if alone and not number else part, 0, cut):
            with console.capture() as captured:
                for title in titles:
                    console.print(title)
                _block(console, block, report.t, cut)
            printed.append(captured.get())
    return printed


def _blocks(part: b.Section, depth: int, cut: _Cut) -> Iterator[tuple[Sequence[Line], b.Block]]:
    """Yield the blocks of a part and of those within it, each with the titles between it and the one before."""
    code = f"{plain(part.own_code)} " if part.own_code else ""
    titles = [Line.assemble("\n" * (not depth), (code, "bold cyan"), (plain(part.title), "bold"))] * bool(part.title)
    for block in part.within(b.TERMINAL):
        if cut.brief and isinstance(block, b.Paragraph) and block.kind in _NOTES:
            continue
        found = _blocks(block, depth + 1, cut) if isinstance(block, b.Section) else [((), block)]
        for above, one in found:
            yield [*titles, *above], one
            titles = []


def _block(console: Console, block: b.Block, t: Words, cut: _Cut) -> None:
    if isinstance(block, b.Table):
        _table(console, block, t, cut)
    elif isinstance(block, b.Facts):
        for name, cell in block.rows[: cut.rows]:
            value = _line(cell, t, cut._replace(characters=_FACT) if cut.brief else None)
            console.print(Line.assemble((f"{plain(name)}: ", "dim"), value))
    elif isinstance(block, b.Bullets):
        most = _most(block.most, cut)
        for item in block.items[:most]:
            line = cut._replace(characters=max(console.width - 3, cut.characters))
            console.print(Padding(_line(item, t, line if cut.brief else None), (0, 0, 0, 2)))
        _more(console, len(block.items), most, t)
    elif isinstance(block, b.Paragraph):
        console.print(_line(block.text, t, None), style=_STYLES[block.kind])


def _most(own: int | None, cut: _Cut, lacking: int = 0) -> int:
    most = max(cut.rows, min(lacking, cut.lacking))
    return most if cut in (_WHOLE, _ALL) or own is None else min(own, most)


def _lacks(row: Sequence[b.Cell]) -> bool:
    """Return whether a row says that something is missing."""
    spans = (span for cell in row if isinstance(cell, list) for span in cell)
    return any(isinstance(span, b.Span) and span.mark in _LACKING for span in spans)


def _table(console: Console, table: b.Table, t: Words, cut: _Cut) -> None:
    most = _most(table.shown, cut, sum(map(_lacks, table.rows)))
    if cut.brief and len(table.rows) > most:
        table = replace(table, rows=sorted(table.rows, key=lambda row: not _lacks(row)))
    columns, every = table.within(b.TERMINAL)
    heads, _ = join_codes(columns, [""] * len(columns))
    rows: list[list[Line]] = []
    for cells in islice(every, most):
        pairs = zip(*join_codes(columns, cells), strict=True)
        rows.append([_line(cell, t, cut, column) for column, cell in pairs])
    numbers = [place for place, head in enumerate(heads) if head.kind in ("number", "percent")]
    if table.rows:
        names = [plain(head.name) for head in heads]
        console.print(grid(names, rows, console.width, numbers, bare=table.plain, close=cut.brief))
    _more(console, len(table.rows), most, t)


def grid(
    heads: Sequence[str],
    rows: Sequence[Sequence[Line]],
    width: int,
    right: Collection[int],
    *,
    bare: bool = False,
    close: bool = False,
) -> RenderableType:
    """Return a table of this width, the columns `right` aligned to the right; `bare` has neither header nor line.

    Around one that is `close` nothing is empty.
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
    kind = None if bare else box.SIMPLE_HEAD
    made = Grid(box=kind, show_header=not bare, show_edge=not close, padding=(0, 1), collapse_padding=True)
    shares[0] += 1  # of the first column the grid takes a place more for its margin than it leaves
    for place, (head, share) in enumerate(zip(heads, shares, strict=True)):
        made.add_column(head, justify="right" if place in right else "left", overflow="fold", width=share)
    for row in rows:
        made.add_row(*row)
    return made


def widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, whole: Collection[int] = ()) -> list[int]:
    """Return how wide the columns of a table are that share this room.

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


def _more(console: Console, every: int, shown: int, t: Words) -> None:
    if every > shown:
        console.print(Line(t.counted("n.more", every - shown), style="dim"))


def _line(cell: b.Cell, t: Words, cut: _Cut | None, column: b.Column | None = None) -> Line:
    """Return a cell, in a table where it stands in a `column`; without a `cut` all of it."""
    longest = None if cut is None else cut.characters
    brief = cut is not None and cut.brief
    if not isinstance(cell, list):
        lines = plain_text(cell, t, column).split("\n")
        return Line("\n".join(_short(line, longest) for line in ([", ".join(lines)] if brief else lines)))
    line, small = Line(), 0
    for span in cell:
        if isinstance(span, b.Fold):
            continue
        small += span.style == "small"
        apart = span.style in ("small", "line", "item") and bool(line)
        # A table has no room for quotations, a screen none for what is small; the page and the workbook have them.
        if (column is not None and small > 1) or (brief and small):
            continue
        text = _short(span.plain, None if brief else longest)
        if apart:
            line.append("; " if brief else "\n")
        elif line and not line.plain.endswith((" ", "\n")):
            line.append(" ")
        if span.style in ("gone", "new"):
            text = f"[-{text}-]" if span.style == "gone" else f"{{+{text}+}}"
        line.append(text, _OF_SPANS.get(span.style, _STATES.get(span.mark, "")))
    if cut is not None and brief and len(line) > cut.characters:
        line.right_crop(len(line) - len(shorten(line.plain, cut.characters)) + 1)
        line.append("…")
    return line


def _short(text: str, longest: int | None) -> str:
    return plain(text) if longest is None else shorten(plain(text), longest)


def plain(text: str) -> str:
    """Return the text without line breaks, control characters and what turns the direction of writing."""
    kept = (c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()
