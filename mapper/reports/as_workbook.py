"""Any report as a workbook: its tables by sheet, those of one sheet below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from mapper.reports import book
from mapper.reports.blocks import BOOK, Cell, Column, Facts, Part, Report, Table, said
from mapper.reports.words import Words


def workbook(report: Report) -> bytes:
    """An XLSX file."""
    sheets: dict[str, list[Table]] = {}
    for table in _tables(report.parts):
        sheets.setdefault(table.sheet, []).append(table)
    return book.workbook(report.t("title"), [_sheet(name, of, report.t) for name, of in sheets.items()], report.t)


def _tables(blocks: Sequence[object]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Part):
            yield from _tables(block.blocks)
        elif isinstance(block, Table) and block.sheet:
            yield block
        elif isinstance(block, Facts) and block.sheet:
            columns = [Column(name, width) for name, width in zip(block.header, (34, 90), strict=True)]
            yield Table(columns, block.rows, block.sheet)


def _sheet(name: str, tables: Sequence[Table], t: Words) -> book.Table:
    """A sheet with the columns of the first table; the others have the same ones."""
    columns = _columns(tables[0])
    numbered = list(enumerate(columns))
    return book.Table(
        name,
        [(column.name, column.width) for column in columns],
        chain.from_iterable(_rows(table, t) for table in tables),
        percents=frozenset(n for n, column in numbered if column.kind == "percent"),
        hidden=frozenset(n for n, column in numbered if column.hidden),
        choices={n: column.choices for n, column in numbered if column.choices},
        notes={n: column.note for n, column in numbered if column.note},
    )


def _columns(table: Table) -> list[Column]:
    return [*(column for column, _ in table.before), *(column for column in table.columns if BOOK in column.on)]


def _rows(table: Table, t: Words) -> Iterator[list[str | int | float | None]]:
    before = [_plain(cell, t) for _, cell in table.before]
    for row in table.rows:
        pairs = zip(table.columns, row, strict=False)
        yield [*before, *(_plain(cell, t) for column, cell in pairs if BOOK in column.on)]


def _plain(cell: Cell, t: Words) -> str | int | float | None:
    return cell if cell is None or isinstance(cell, str | int | float) else said(cell, t, small=False)
