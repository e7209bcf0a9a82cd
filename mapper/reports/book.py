"""A workbook of plain tables: the same bytes for the same rows, safe to open whatever their texts hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from mapper.reports.sheets import Cell, Formats, Losses, Sheet
from mapper.reports.words import Words


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    Attributes:
        name: of the sheet.
        columns: header and width, in characters.
        rows: as many cells each as there are columns, or fewer.
        percents: numbers of the columns whose numbers are shares.
        hidden: numbers of the columns that only programs read.
        choices: number of a column that people fill in → the words that it takes.
        notes: number of a column → note on its header.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]
    percents: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)


def workbook(title: str, tables: Sequence[Table], words: Words) -> bytes:
    """An XLSX file of these tables in order; what could not stand in it as it is, is told in a sheet behind them."""
    import xlsxwriter  # only where a workbook is written

    content, losses = BytesIO(), Losses()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    # With a date of its own a workbook holds no time of this run.
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    formats = Formats.of(book)
    for table in tables:
        _fill(book, table, formats, losses, words)
    told = [(words(f"workbook.{key}"), n) for key in ("cut", "quoted", "rows") if (n := getattr(losses, key))]
    if told:
        _fill(book, Table(words("workbook"), ((words("workbook"), 60), ("", 12)), told), formats, losses, words)
    book.close()
    return content.getvalue()


def _fill(book: Any, table: Table, formats: Formats, losses: Losses, words: Words) -> None:  # noqa: ANN401
    sheet = Sheet(
        book.add_worksheet(table.name),
        table.columns,
        formats,
        words("cut"),
        losses,
        percents=table.percents,
        hidden=table.hidden,
        choices=table.choices,
        notes=table.notes,
    )
    for row in table.rows:
        sheet.add(*row)
    sheet.close()
