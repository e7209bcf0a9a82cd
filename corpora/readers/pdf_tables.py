"""Ruled tables of a PDF: their cells from the rules, by pdfplumber's table finder, and the text within them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpora.readers.pdf_chars import Span
from corpora.readers.pdf_level_rules import added_rules
from corpora.readers.pdf_lines import Line, make_lines
from corpora.readers.pdf_rules import Rule
from corpora.records import Box

_SNAP = 3.0  # points: pdfplumber's own default for snapping, joining and crossing lines
_FEWEST = 4  # rules of a table
_MOST_CROSSINGS = 10_000  # of rules on one page; finding cells takes the square of it


@dataclass(slots=True)
class TableCell:
    """A cell, merged ones once.

    Attributes:
        row: first of its rows, from 0.
        column: first of its columns, from 0.
        columns: how many it spans.
        box: between its rules.
        lines: its text.
    """

    row: int
    column: int
    columns: int
    box: Box
    lines: list[Line]


@dataclass(slots=True)
class Table:
    """A table as it stands on one page.

    Attributes:
        page: from 1.
        box: between its outer rules.
        edges: left edges of its columns.
        cells: row by row, the empty ones too.
    """

    page: int
    box: Box
    edges: tuple[float, ...]
    cells: list[TableCell] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines of all cells."""
        return (line for cell in self.cells for line in cell.lines)

    def row(self, number: int) -> list[TableCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return 1 + max(cell.row for cell in self.cells)


def read_tables(spans: Sequence[Span], rules: Sequence[Rule], page: int) -> tuple[list[Table], list[Span]]:
    """The tables of a page from top to bottom, and the spans that stand in none.

    A box with a single cell, and a column of boxes, are frames around text and no tables.

    Args:
        spans: of the page.
        rules: of the page, those of running headers left out.
        page: its number, from 1.
    """
    tables: list[Table] = []
    rest = list(spans)
    for boxes in _grids([*rules, *added_rules(rules, spans)]):
        cut = [part for span in rest for part in _cut(span, boxes)]
        table = _table(boxes, cut, page)
        if table is not None:
            tables.append(table)
            rest = [span for span in cut if _cell_of(span, boxes) is None]
    return tables, rest


def _grids(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells of each table."""
    level = sum(rule.is_level for rule in rules)
    if level < 2 or len(rules) - level < 2 or len(rules) < _FEWEST:
        return []
    # Imported here: it takes a third of a second, and most documents have no table.
    from pdfplumber import table as plumber

    edges = [
        {
            "x0": rule.x0,
            "x1": rule.x1,
            "top": rule.top,
            "bottom": rule.bottom,
            "width": rule.x1 - rule.x0,
            "height": rule.bottom - rule.top,
            "orientation": "h" if rule.is_level else "v",
        }
        for rule in rules
    ]
    merged = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    upright = sum(edge["orientation"] == "v" for edge in merged)
    if upright * (len(merged) - upright) > _MOST_CROSSINGS:
        return []  # graph paper or a drawing; its text is read all the same
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(merged, _SNAP, _SNAP))
    return [sorted(boxes, key=lambda box: (box[1], box[0])) for boxes in plumber.cells_to_tables(cells)]


def _cell_of(span: Span, boxes: Sequence[Box]) -> int | None:
    """Index of the cell in which the span's middle stands."""
    x, y = (span.x0 + span.x1) / 2, span.baseline - 0.3 * span.size
    for index, (left, top, right, bottom) in enumerate(boxes):
        if left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1:
            return index
    return None


def _cut(span: Span, boxes: Sequence[Box]) -> Iterator[Span]:
    """The span parted where a rule between two cells goes through it."""
    y = span.baseline - 0.3 * span.size
    row = [box for box in boxes if box[1] <= y <= box[3] and box[0] < span.x1 and box[2] > span.x0]
    borders = sorted({side for box in row for side in (box[0], box[2]) if span.x0 + 1 < side < span.x1 - 1})
    begin, length = 0, len(span.text)
    for border in [*borders, None]:
        end = length if border is None else _at_border(span, bisect_right(span.lefts, border - 1))
        text = span.text[begin:end]
        lead = len(text) - len(text.lstrip())
        kept = text.strip(" ")
        if kept:
            first = begin + lead
            x1 = span.x1 if end == length else min(span.lefts[end], border or span.x1)
            lefts = span.lefts[first : first + len(kept)]
            yield replace(span, text=kept, lefts=lefts, x0=lefts[0], x1=x1)
        begin = end


def _at_border(span: Span, index: int) -> int:
    """Where to part a text at a rule before its character `index`: a word that hardly crosses it stays whole."""
    begin = span.text.rfind(" ", 0, index) + 1
    end = span.text.find(" ", index)
    end = len(span.text) if end < 0 else end
    if index - begin > 1 and end - index == 1:
        return end
    return begin if index - begin == 1 and end - index > 1 else index


def _table(boxes: Sequence[Box], spans: Sequence[Span], page: int) -> Table | None:
    within: dict[int, list[Span]] = {}
    for span in spans:
        index = _cell_of(span, boxes)
        if index is not None:
            within.setdefault(index, []).append(span)
    lefts = sorted({box[0] for box in boxes})
    tops = sorted({box[1] for box in boxes})
    filled = {lefts.index(boxes[index][0]) for index in within}
    if len(within) < 2 or len(filled) < 2:
        return None
    outer = (lefts[0], tops[0], max(box[2] for box in boxes), max(box[3] for box in boxes))
    table = Table(page, outer, tuple(lefts))
    for index, box in enumerate(boxes):
        columns = sum(box[0] <= left < box[2] - 1 for left in lefts)
        lines = make_lines(within.get(index, []), page)
        table.cells.append(TableCell(tops.index(box[1]), lefts.index(box[0]), columns, box, lines))
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    return table
