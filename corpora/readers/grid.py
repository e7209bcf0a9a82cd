"""The grid of a table with merged cells: in which column a cell stands, and which header is above it."""

from __future__ import annotations

from corpora.records import Cell

# A table wider or a cell merged over more than this is an error of the file, or made to fill the memory.
_MOST_COLUMNS = 1000
_MOST_NAMES = 12


class Grid:
    """Fills up row by row; a merged cell takes its places once and keeps them in the rows below."""

    def __init__(self, table: int) -> None:
        self.table = table
        self.row = -1
        self._column = 0
        self._taken: dict[int, int] = {}  # column: rows for which a cell from above still stands there
        self._headers: dict[int, list[str]] = {}
        self._in_header = False

    def next_row(self, *, is_header: bool = False) -> None:
        """Begin the next row."""
        self.row += 1
        self._column = 0
        self._in_header = is_header
        self._taken = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}

    def place(self, columns: int = 1, rows: int = 1) -> tuple[Cell, range]:
        """The place of the row's next cell, and the columns over which it goes."""
        while self._taken.get(self._column):
            self._column += 1
        span = range(self._column, self._column + max(min(columns, _MOST_COLUMNS - self._column), 1))
        self._column = span.stop
        if rows > 1:
            self._taken.update(dict.fromkeys(span, rows))
        header = "" if self._in_header else " / ".join(self._headers.get(span.start, ()))
        return Cell(self.table, self.row, span.start, header, self._in_header), span

    def name(self, span: range, text: str) -> None:
        """Say what the header cell over these columns is called; a second header row adds to the first."""
        for column in span:
            names = self._headers.setdefault(column, [])
            if text and text not in names and len(names) < _MOST_NAMES:
                names.append(text)
