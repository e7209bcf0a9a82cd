"""The tables of a PDF as blocks: header rows, tables over several pages, list items within cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpora.readers.pdf_blocks import Joiner
from corpora.readers.pdf_drafts import Draft, Layout
from corpora.readers.pdf_tables import Table, TableCell
from corpora.records import Cell
from corpora.text import join_lines

_NEAR = 4.0  # points by which the columns of a table may move over the page
_PADDING = 3.0  # points between text and rule
_MOST_HEADERS = 3  # rows
_LABEL = 6  # words of a header cell that only its place tells
_END = re.compile(r"[.;:!?]$")


@dataclass(slots=True)
class Tables:
    """Turns the tables of a document into blocks, in reading order.

    Attributes:
        repeated: number of header rows that repeat over the page and were left out.
    """

    repeated: int = 0
    _count: int = 0
    _rows: int = 0
    _last: Table | None = None
    _first: list[TableCell] = field(default_factory=list)
    _headers: list[list[TableCell]] = field(default_factory=list)
    _made: list[tuple[Draft, TableCell, int]] = field(default_factory=list)

    def add(self, table: Table, *, follows: bool) -> list[Draft]:
        """The blocks of a table; those of one that goes on belong to the table before it.

        Args:
            table: the next one.
            follows: whether nothing stands between it and the one before.
        """
        rows = [table.row(number) for number in range(table.rows)]
        if follows and self._last is not None and _same_columns(self._last, table):
            rows = rows[self._count_repeated(rows) :]
            if rows and self._goes_on(rows[0]):
                self._lengthen(rows[0])
                rows = rows[1:]
        else:
            self._count += 1
            self._rows = 0
            self._first = rows[0]
            self._headers = rows[: _headers(rows)]
            self._made = []
        self._last = table
        return [draft for row in rows for draft in self._row(row)]

    def _count_repeated(self, rows: Sequence[Sequence[TableCell]]) -> int:
        """How many rows at the beginning of a page repeat the header."""
        if not self._headers:
            self._find_headers(rows)
        wanted = [_texts(row) for row in self._headers]
        if wanted and [_texts(row) for row in rows[: len(wanted)]] == wanted:
            self.repeated += len(wanted)
            return len(wanted)
        return 0

    def _find_headers(self, rows: Sequence[Sequence[TableCell]]) -> None:
        """What the next page tells of the header, where the first one did not.

        A row that the next page repeats is the header, whatever it looks like; and so is the only row before the break.
        """
        repeats = _texts(rows[0]) == _texts(self._first) and any(_texts(rows[0]))
        alone = self._rows == 1 and _headers([self._first, *rows]) == 1
        if repeats or alone:
            self._headers = [self._first]
            for draft, cell, row in self._made:
                draft.cell = self._place(cell, row)

    def _row(self, row: Sequence[TableCell]) -> list[Draft]:
        number, self._rows = self._rows, self._rows + 1
        drafts: list[Draft] = []
        for cell in row:
            for draft in _paragraphs(cell):
                draft.kind, draft.cell = "cell", self._place(cell, number)
                self._made.append((draft, cell, number))
                drafts.append(draft)
        return drafts

    def _place(self, cell: TableCell, row: int) -> Cell:
        is_header = row < len(self._headers)
        return Cell(self._count - 1, row, cell.column, "" if is_header else self._header(cell), is_header)

    def _header(self, cell: TableCell) -> str:
        """The texts of the header cells above a cell."""
        above = [
            _text(other)
            for row in self._headers
            for other in row
            if other.column < cell.column + cell.columns and cell.column < other.column + other.columns
        ]
        return " ".join(dict.fromkeys(text for text in above if text))

    def _last_row(self) -> dict[int, Draft]:
        """By column the last paragraph of each cell in the last row."""
        return {cell.column: draft for draft, cell, row in self._made if row == self._rows - 1}

    def _goes_on(self, row: Sequence[TableCell]) -> bool:
        """Whether a row that begins a page is the rest of the one before: its texts begin in the middle."""
        filled = [cell for cell in row if cell.lines]
        above = self._last_row()
        return bool(filled) and all(
            cell.column in above
            and cell.lines[0].text[:1].islower()
            and not cell.lines[0].marker
            and not _END.search(above[cell.column].last.text)
            for cell in filled
        )

    def _lengthen(self, row: Sequence[TableCell]) -> None:
        above = self._last_row()
        for cell in row:
            if cell.lines:
                above[cell.column].lines += cell.lines


def _same_columns(one: Table, other: Table) -> bool:
    if len(one.edges) != len(other.edges):
        return False
    shift = other.edges[0] - one.edges[0]
    return all(abs(b - a - shift) <= _NEAR for a, b in zip(one.edges, other.edges, strict=True))


def _text(cell: TableCell) -> str:
    return join_lines((line.text for line in cell.lines), Counter())


def _texts(row: Iterable[TableCell]) -> list[str]:
    return [_text(cell) for cell in row]


def _paragraphs(cell: TableCell) -> list[Draft]:
    """The paragraphs and list items of a cell."""
    if not cell.lines:
        return []
    joiner = Joiner()
    joiner.add(cell.lines, Layout.of(cell.lines, cell.box[2] - _PADDING))
    return joiner.drafts


def _headers(rows: Sequence[Sequence[TableCell]]) -> int:
    """How many rows at the beginning are the header: all in bold above others that are not, or all short labels."""
    filled = [[cell for cell in row if cell.lines] for row in rows]
    bold = 0
    while bold < min(_MOST_HEADERS, len(filled)) and filled[bold] and all(_is_bold(cell) for cell in filled[bold]):
        bold += 1
    if bold and bold < len(rows) and len(filled[bold - 1]) > 1:
        return bold
    if bold or len(rows) < 3 or len(filled[0]) < max(2, len(rows[0])):
        return 0
    labels = all(len(_text(cell).split()) <= _LABEL and not re.search(r"\d", _text(cell)) for cell in filled[0])
    below = [_text(cell) for row in filled[1:] for cell in row]
    return int(labels and any(re.search(r"\d", text) or len(text.split()) > _LABEL for text in below))


def _is_bold(cell: TableCell) -> bool:
    return all(line.bold > 0.9 for line in cell.lines)
