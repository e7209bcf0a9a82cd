"""Header rows within a table, as where several forms are printed as one: they name the columns of the rows below."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from corpora.records import Cell, Document
from corpora.vocabulary import is_fact, sense_of, sense_of_header, weak_sense_of

_LONGEST = 90
_SHORT = 3  # characters of a column's letter ("C", "P", "A")

Row = list[tuple[int, str]]
"""Column and text of each filled cell."""


class HeaderRows:
    """The rows of a document's tables that name columns, though the reader saw no header in them."""

    def __init__(self, document: Document) -> None:
        rows: dict[int, dict[int, Row]] = {}
        named: set[int] = set()
        follows: set[int] = set()  # tables with nothing between them and the one before: a break of the page
        last = -1
        for block in document.blocks:
            if cell := block.cell:
                if cell.table == last + 1 and last >= 0:
                    follows.add(cell.table)
                row = rows.setdefault(cell.table, {}).setdefault(cell.row, [])
                row.append((cell.column, document.text[block.start : block.end]))
                if sense_of_header(cell.header):
                    named.add(cell.table)
            last = block.cell.table if block.cell else -1
        self._above: dict[tuple[int, int], Row] = {}
        self._headers: set[tuple[int, int]] = set()
        self._columns = {(table, number): _columns(row) for table in rows for number, row in rows[table].items()}
        places = [(table, number) for table in sorted(rows.keys() - named) for number in sorted(rows[table])]
        self._find(places, rows, follows)

    def _find(self, places: list[tuple[int, int]], rows: dict[int, dict[int, Row]], follows: set[int]) -> None:
        above: Row | None = None
        last = -1
        for (table, number), following in zip_longest(places, places[1:]):
            if table != last and table not in follows:
                above = None
            last = table
            row = rows[table][number]
            goes_on = following is not None and (following[0] == table or following[0] in follows)
            if following and goes_on and _is_header(row, rows[following[0]][following[1]]):
                above = row
                self._headers.add((table, number))
            elif above and following and goes_on and _ends(above, row, rows[following[0]][following[1]]):
                above = None
            elif above is not None:
                self._above[table, number] = above

    def named(self, cell: Cell) -> Cell:
        """The cell with the header that a row above it gives it."""
        place = (cell.table, cell.row)
        if place in self._headers:
            return replace(cell, is_header=True)
        header = self._above.get(place)
        if header is None or cell.header:
            return cell
        columns = self._columns[place]
        if len(columns) == len(header):  # merged cells move the columns, not their order
            return replace(cell, header=header[columns.index(cell.column)][1])
        left = [text for column, text in header if column <= cell.column]
        return replace(cell, header=left[-1]) if left else cell


def _columns(row: Row) -> list[int]:
    return sorted({column for column, _ in row})


def _ends(header: Row, row: Row, following: Row) -> bool:
    """Whether a row names the next part of a form, whose rows have other columns than those named above."""
    return len(row) == 1 and sense_of(row[0][1]) is not None and len(_columns(following)) != len(header)


def _is_header(row: Row, following: Row) -> bool:
    """Whether all cells of a row are names of columns, some of them parts of a programme."""
    texts = [text for _, text in row]
    if len(_columns(row)) < 2 or len(texts) != len(_columns(row)) or not any(map(sense_of, texts)):
        return False
    if not all(_is_name(text) for text in texts):
        return False
    # In a form of two columns each row is a label and its value, which may be such a name as well.
    return len(texts) > 2 or not _is_name(following[0][1])


def _is_name(text: str) -> bool:
    if len(text) > _LONGEST or text[0].isdigit():
        return False
    return len(text) <= _SHORT or is_fact(text) or bool(sense_of(text) or weak_sense_of(text))
