"""Ruled tables of a PDF: cells from the rules, by pdfplumber's table finder, their text, and what becomes of it.

Header rows are told, tables over several pages made one, and the items within a cell parted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from corpora.readers.pdf_blocks import Draft, Joiner, Layout
from corpora.readers.pdf_chars import Span
from corpora.readers.pdf_lines import Line, make_lines
from corpora.readers.pdf_rules import Rule, added_rules
from corpora.records import Box, Cell
from corpora.text import join_lines

_NEAR = 4.0  # points by which the columns of a table may move over the page
_PADDING = 3.0  # points between text and rule
_MOST_HEADERS = 3  # rows
_LABEL = 6  # words of a header cell that only its place tells
_END = re.compile(r"[.;:!?]$")
_SNAP = 3.0  # points: pdfplumber's own default for snapping, joining and crossing lines
_FEWEST = 4  # rules of a table
_MOST_CROSSINGS = 10_000  # of rules on one page; finding cells takes the square of it


@dataclass(slots=True)
class TableCell:
    """A cell, merged ones once: its first row and column, from 0, the columns that it spans, its text."""

    row: int
    column: int
    columns: int
    box: Box
    lines: list[Line]


@dataclass(slots=True)
class Table:
    """A table as it stands on one page: its columns' left edges, and its cells row by row, the empty ones too."""

    box: Box
    edges: tuple[float, ...]
    cells: list[TableCell] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines of all cells."""
        return (line for cell in self.cells for line in cell.lines)

    @property
    def rows(self) -> list[list[TableCell]]:
        """Of each row the cells that begin in it."""
        count = 1 + max(cell.row for cell in self.cells)
        return [[cell for cell in self.cells if cell.row == number] for number in range(count)]


def read_tables(spans: Sequence[Span], rules: Sequence[Rule], page: int) -> tuple[list[Table], list[Span]]:
    """The tables of a page from top to bottom, and the spans that stand in none.

    A box with a single cell, and a column of boxes, are frames around text and no tables. Rules of running headers are
    to be left out.
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
        rule._asdict()
        | {"width": rule.x1 - rule.x0, "height": rule.bottom - rule.top, "orientation": "h" if rule.is_level else "v"}
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
        if kept := text.strip(" "):
            first = begin + len(text) - len(text.lstrip())
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
    within: dict[int | None, list[Span]] = {}
    for span in spans:
        within.setdefault(_cell_of(span, boxes), []).append(span)
    within.pop(None, None)
    lefts, tops = (sorted({box[side] for box in boxes}) for side in (0, 1))
    if len({box[0] for index, box in enumerate(boxes) if index in within}) < 2:
        return None
    table = Table((lefts[0], tops[0], max(box[2] for box in boxes), max(box[3] for box in boxes)), tuple(lefts))
    for index, box in enumerate(boxes):
        columns = sum(box[0] <= left < box[2] - 1 for left in lefts)
        lines = make_lines(within.get(index, []), page)
        table.cells.append(TableCell(tops.index(box[1]), lefts.index(box[0]), columns, box, lines))
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    return table


@dataclass(slots=True)
class Tables:
    """Turns the tables of a document into blocks, in reading order; header rows that a page repeats are left out."""

    repeated: int = 0
    _count: int = 0
    _rows: int = 0
    _last: Table | None = None
    _first: list[TableCell] = field(default_factory=list)
    _headers: list[list[TableCell]] = field(default_factory=list)
    _made: list[tuple[Draft, TableCell, int]] = field(default_factory=list)

    def add(self, table: Table, *, follows: bool) -> list[Draft]:
        """The blocks of the next table; one that `follows` the one before with nothing between may go on with it."""
        rows = table.rows
        if follows and self._last is not None and _same_columns(self._last, table):
            if not self._headers:
                self._find_headers(rows)
            wanted = [_texts(row) for row in self._headers]
            if wanted and [_texts(row) for row in rows[: len(wanted)]] == wanted:
                self.repeated += len(wanted)
                rows = rows[len(wanted) :]
            if rows and self._lengthen(rows[0]):
                rows = rows[1:]
        else:
            self._count += 1
            self._rows, self._first, self._headers, self._made = 0, rows[0], rows[: _headers(rows)], []
        self._last = table
        before = len(self._made)
        for row in rows:
            self._made += [(draft, cell, self._rows) for cell in row for draft in _paragraphs(cell)]
            self._rows += 1
        self._place(before)
        return [draft for draft, _, _ in self._made[before:]]

    def _find_headers(self, rows: Sequence[Sequence[TableCell]]) -> None:
        """What the next page tells of the header, where the first one did not.

        A row that the next page repeats is the header, whatever it looks like; and so is the only row before the break.
        """
        repeats = _texts(rows[0]) == _texts(self._first) and any(_texts(rows[0]))
        if repeats or (self._rows == 1 and _headers([self._first, *rows]) == 1):
            self._headers = [self._first]
            self._place(0)

    def _place(self, first: int) -> None:
        """Say in which cell, below the texts of which header cells, the blocks from the first one on stand."""
        for draft, cell, row in self._made[first:]:
            is_header = row < len(self._headers)
            above = [
                _text(other)
                for other in chain.from_iterable(() if is_header else self._headers)
                if other.column < cell.column + cell.columns and cell.column < other.column + other.columns
            ]
            header = " ".join(dict.fromkeys(filter(None, above)))
            draft.kind, draft.cell = "cell", Cell(self._count - 1, row, cell.column, header, is_header)

    def _lengthen(self, row: Sequence[TableCell]) -> bool:
        """Add a row that begins a page to the one before where it is the rest of that: its texts begin within one."""
        above = {cell.column: draft for draft, cell, number in self._made if number == self._rows - 1}
        filled = [cell for cell in row if cell.lines]
        goes_on = all(
            cell.column in above
            and cell.lines[0].text[:1].islower()
            and not cell.lines[0].marker
            and not _END.search(above[cell.column].last.text)
            for cell in filled
        )
        for cell in filled if goes_on else ():
            above[cell.column].lines += cell.lines
        return bool(filled) and goes_on


def _same_columns(one: Table, other: Table) -> bool:
    shift = other.edges[0] - one.edges[0]
    return len(one.edges) == len(other.edges) and all(
        abs(b - a - shift) <= _NEAR for a, b in zip(one.edges, other.edges, strict=True)
    )


def _text(cell: TableCell) -> str:
    return join_lines((line.text for line in cell.lines), Counter())


def _texts(row: Iterable[TableCell]) -> list[str]:
    return [_text(cell) for cell in row]


def _paragraphs(cell: TableCell) -> list[Draft]:
    """The paragraphs and list items of a cell."""
    joiner = Joiner()
    if cell.lines:
        joiner.add(cell.lines, Layout.of(cell.lines, cell.box[2] - _PADDING))
    return joiner.drafts


def _headers(rows: Sequence[Sequence[TableCell]]) -> int:
    """How many rows at the beginning are the header: all in bold above others that are not, or all short labels."""
    filled = [[cell for cell in row if cell.lines] for row in rows]
    bold = 0
    while bold < min(_MOST_HEADERS, len(filled)) and filled[bold]:
        if not all(line.bold > 0.9 for cell in filled[bold] for line in cell.lines):
            break
        bold += 1
    if bold and bold < len(rows) and len(filled[bold - 1]) > 1:
        return bold
    if bold or len(rows) < 3 or len(filled[0]) < max(2, len(rows[0])):
        return 0
    labels = all(len(text.split()) <= _LABEL and not re.search(r"\d", text) for text in _texts(filled[0]))
    below = (text for row in filled[1:] for text in _texts(row))
    return int(labels and any(re.search(r"\d", text) or len(text.split()) > _LABEL for text in below))
