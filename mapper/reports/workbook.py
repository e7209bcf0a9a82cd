"""Any report as a workbook: the same bytes for the same rows, safe to open whatever the documents' text holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import chain
from typing import Any

from mapper.reports.blocks import BOOK, Cell, Column, Facts, Report, Section, Table, Words, clean, plain_text

# Limits of the format: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
LONGEST = 32_767
LAST_ROW = 1_048_575  # of an XLSX sheet, from 0
# What a spreadsheet takes for the beginning of a formula, also when it reads the sheet again from a CSV file:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_VALUES = (str, int, float)
_TOP = {"valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#12395B", "font_color": "#FFFFFF"},
    "text": {**_TOP, "text_wrap": True, "num_format": "@"},
    "long": {**_TOP, "text_wrap": True},
    "number": {**_TOP, "num_format": "#,##0"},
    "percent": {**_TOP, "num_format": "0%"},
    "filled_in": {**_TOP, "text_wrap": True, "num_format": "@", "bg_color": "#FFF7D6"},
}
_BAR = {
    "type": "data_bar",
    "bar_color": "#9CC3E0",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 1,
}


@dataclass(slots=True)
class Losses:
    """Counts of what could not stand in the workbook as it is; shown in it."""

    cut: int = 0
    quoted: int = 0
    rows: int = 0


def paged(report: Report) -> bytes:
    """Return a report as an XLSX file: its tables by sheet, those of one sheet below each other.

    What could not stand in it as it is, is told in a sheet behind them.
    """
    from xlsxwriter.workbook import Workbook

    words = report.t
    sheets: dict[str, list[Table]] = {}
    for table in _tables(report.parts):
        sheets.setdefault(table.sheet, []).append(table)
    content, losses = BytesIO(), Losses()
    book = Workbook(content, {"in_memory": True})
    # With a date of its own a workbook holds no time of this run.
    book.set_properties({"title": words("title"), "created": datetime(2000, 1, 1)})
    formats = {name: book.add_format(how) for name, how in _FORMATS.items()}
    for name, tables in sheets.items():
        # Tables of one sheet have the columns of the first.
        first = tables[0]
        columns = [*(column for column, _ in first.before), *first.within(BOOK)[0]]
        rows = chain.from_iterable(_rows(table, words) for table in tables)
        _write(book.add_worksheet(name), columns, rows, formats, words("cut"), losses)
    told = [(words(f"workbook.{key}"), n) for key in ("cut", "quoted", "rows") if (n := getattr(losses, key))]
    if told:
        columns = [Column(words("workbook"), 60), Column("", 12)]
        _write(book.add_worksheet(words("workbook")), columns, told, formats, "", losses)
    book.close()
    return content.getvalue()


def safe(text: str, mark: str, losses: Losses) -> str:
    """Return the text as a cell may hold it: nothing invisible, no formula, not too long."""
    text = clean(text)
    if text.startswith(_FORMULA):
        # It is written as text in any case; the apostrophe keeps it text in a CSV file made from the sheet.
        text = "'" + text
        losses.quoted += 1
    # Excel counts UTF-16 units, of which a character beyond the BMP takes two.
    if 2 * len(text) <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    losses.cut += 1
    return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark


def _tables(blocks: Sequence[object]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _tables(block.blocks)
        elif isinstance(block, Table) and block.sheet:
            yield block
        elif isinstance(block, Facts) and block.sheet:
            columns = [Column(name, width) for name, width in zip(block.header, (34, 90), strict=True)]
            yield Table(columns, block.rows, block.sheet)


def _rows(table: Table, t: Words) -> Iterator[list[str | int | float | None]]:
    before = [_plain(cell, t) for _, cell in table.before]
    for cells in table.within(BOOK)[1]:
        yield [*before, *(_plain(cell, t) for cell in cells)]


def _plain(cell: Cell, t: Words) -> str | int | float | None:
    return cell if cell is None or isinstance(cell, _VALUES) else plain_text(cell, t, small=False)


def _write(
    sheet: Any,  # noqa: ANN401 - xlsxwriter has no types
    columns: Sequence[Column],
    rows: Iterable[Sequence[str | int | float | None]],
    formats: dict[str, Any],
    mark: str,
    losses: Losses,
) -> None:
    """Write a table with a header that stays in sight, a filter and columns of their width, as far as there is room."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
        sheet.write_string(0, number, safe(column.name, mark, losses), formats["header"])
        if column.note:
            sheet.write_comment(0, number, column.note, {"x_scale": 3, "y_scale": 3.5, "font_size": 10})
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    last = 0
    for last, row in enumerate(rest := iter(rows), 1):
        for number, (column, cell) in enumerate(zip(columns, row, strict=False)):
            if cell is not None:
                value = safe(cell, mark, losses) if isinstance(cell, str) else cell
                _cell(sheet, last, number, value, column, formats)
        if last == LAST_ROW:
            break
    losses.rows += sum(1 for _row in rest)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for number, column in enumerate(columns):
        place = (1, number, max(last, 1), number)
        if column.kind == "percent":
            sheet.conditional_format(*place, _BAR)
        if column.choices:
            sheet.data_validation(*place, {"validate": "list", "source": list(column.choices)})


def _cell(sheet: Any, row: int, number: int, value: str | float, column: Column, formats: dict[str, Any]) -> None:  # noqa: ANN401
    if not isinstance(value, str):
        sheet.write_number(row, number, value, formats["percent" if column.kind == "percent" else "number"])
    elif not value:
        sheet.write_blank(row, number, value, formats["filled_in" if column.choices else "text"])
    else:
        # "text" keeps "007" as it is when somebody edits the cell; of more than 255 characters some versions of Excel
        # show only "####" in it.
        sheet.write_string(row, number, value, formats["text" if len(value) <= 255 else "long"])
