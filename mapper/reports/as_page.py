"""Any report as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mapper.reports.blocks import PAGE, Bar, Block, Cell, Column, Fold, Part, Report, Span, Table, joined, said
from mapper.reports.page import own, render
from mapper.reports.words import Words

_WIDE, _NARROW = 40, 24
_LISTED = range(4, 13)
"""Numbers of parts with which a page begins with a list of them."""


class Shown(NamedTuple):
    """A cell as the template prints it: its words, its class, a bar instead."""

    spans: Sequence[Span | Fold]
    css: str
    bar: Bar | None = None


def page(report: Report) -> str:
    """The page."""
    parts = [part for part in report.parts if _shown(part)]
    return render(
        "sections.html.j2",
        report.t,
        style=own("sections.css"),
        heading=report.heading,
        subtitle=report.subtitle,
        parts=parts,
        listed=[part for part in parts if part.title] if len(parts) in _LISTED else [],
        v=_View(report.t, {id(part): part.id or f"part-{n}" for n, part in enumerate(_every(parts), 1)}),
    )


def _shown(part: Part) -> bool:
    return PAGE in part.on and any(PAGE in block.on for block in part.blocks)


def _every(blocks: Sequence[Block]) -> Iterator[Part]:
    for block in blocks:
        if isinstance(block, Part):
            yield block
            yield from _every(block.blocks)


@dataclass(frozen=True, slots=True)
class _View:
    """What the template asks."""

    t: Words
    names: dict[int, str]

    def id(self, part: Part) -> str:
        return self.names[id(part)]

    def blocks(self, part: Part) -> list[tuple[str, Block]]:
        """What a page shows of a part, each with the name of its class."""
        shown = [block for block in part.blocks if PAGE in block.on and (not isinstance(block, Part) or _shown(block))]
        return [(type(block).__name__, block) for block in shown]

    def heads(self, table: Table) -> list[tuple[str, str]]:
        """Name and class of each column."""
        columns = self._columns(table)
        return [(column.name, _css(column)) for column in joined(columns, [""] * len(columns))[0]]

    def rows(self, table: Table) -> Iterator[list[Shown]]:
        """The rows that a page shows."""
        columns = self._columns(table)
        for row in table.rows[: table.most]:
            cells = [cell for column, cell in zip(table.columns, row, strict=False) if PAGE in column.on]
            yield [self._cell(*one) for one in zip(*joined(columns, cells), strict=True)]

    def spans(self, cell: Cell) -> Sequence[Span | Fold]:
        """A value's words."""
        return cell if isinstance(cell, list) else [Span(line, "line") for line in said(cell, self.t).split("\n")]

    def _cell(self, column: Column, cell: Cell) -> Shown:
        if isinstance(cell, Bar):
            return Shown((), "chart", cell)
        if isinstance(cell, list):
            return Shown(cell, _css(column))
        lines = said(cell, self.t, column).split("\n")
        zero = " zero" if column.kind == "number" and not cell else ""
        return Shown([Span(line, "line" if len(lines) > 1 else "") for line in lines], _css(column) + zero)

    @staticmethod
    def _columns(table: Table) -> list[Column]:
        return [column for column in table.columns if PAGE in column.on]


def _css(column: Column) -> str:
    if column.kind in ("number", "percent"):
        return "n"
    return "long" if column.width >= _WIDE else "word" if column.width <= _NARROW else ""
