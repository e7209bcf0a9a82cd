"""One sheet of a workbook: a table that is safe to open, whatever the documents' text holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapper.reports.clean import clean

# Limits of the format: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
LONGEST = 32_767
LAST_ROW = 1_048_575
# What a spreadsheet takes for the beginning of a formula, also when it reads the sheet again from a CSV file:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | None


@dataclass(slots=True)
class Losses:
    """What could not stand in the workbook as it is; shown in it."""

    cut: int = 0
    quoted: int = 0
    rows: int = 0


def safe(text: str, mark: str, losses: Losses) -> str:
    """The text as a cell may hold it: nothing invisible, no formula, not too long.

    Args:
        text: what is to be shown.
        mark: what stands at the end of a text that was cut.
        losses: counts what was changed.
    """
    text = clean(text)
    if text.startswith(_FORMULA):
        # It is written as text in any case; the apostrophe keeps it text in a CSV file made from the sheet.
        text = "'" + text
        losses.quoted += 1
    # Excel counts UTF-16 units, of which a character beyond the BMP takes two.
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    losses.cut += 1
    return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark


@dataclass(slots=True)
class Formats:
    """The cell formats of a workbook."""

    header: Any
    text: Any
    long: Any
    number: Any
    percent: Any
    filled_in: Any

    @classmethod
    def of(cls, workbook: Any) -> Formats:  # noqa: ANN401 - xlsxwriter has no types
        """Add the formats to a workbook."""
        top = {"valign": "top"}
        return cls(
            header=workbook.add_format(
                {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#12395B", "font_color": "#FFFFFF"}
            ),
            text=workbook.add_format({**top, "text_wrap": True, "num_format": "@"}),
            long=workbook.add_format({**top, "text_wrap": True}),
            number=workbook.add_format({**top, "num_format": "#,##0"}),
            percent=workbook.add_format({**top, "num_format": "0%"}),
            filled_in=workbook.add_format({**top, "text_wrap": True, "num_format": "@", "bg_color": "#FFF7D6"}),
        )


@dataclass(slots=True)
class Sheet:
    """A table with a header that stays in sight, a filter, and columns of a given width.

    Attributes:
        sheet: xlsxwriter's worksheet.
        columns: header and width of each column, in characters.
        formats: the workbook's.
        mark: what stands at the end of a text that was cut.
        losses: counts what could not be written as it is.
        percents: numbers of the columns whose numbers are shares.
        hidden: numbers of the columns that only programs read.
        choices: number of a column that people fill in → the words that it takes.
        notes: number of a column → note on its header.
    """

    sheet: Any
    columns: Sequence[tuple[str, int]]
    formats: Formats
    mark: str
    losses: Losses
    percents: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    _row: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        for number, (header, width) in enumerate(self.columns):
            self.sheet.set_column(number, number, width, None, {"hidden": number in self.hidden})
            self.sheet.write_string(0, number, safe(header, self.mark, self.losses), self.formats.header)
        for number, note in self.notes.items():
            self.sheet.write_comment(0, number, note, {"x_scale": 3, "y_scale": 3.5, "font_size": 10})
        self.sheet.set_row(0, 30)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)

    def add(self, *cells: Cell) -> None:
        """Write one row; counted instead where the sheet is full."""
        if self._row >= LAST_ROW:
            self.losses.rows += 1
            return
        self._row += 1
        for number, cell in enumerate(cells):
            if cell == "" and number in self.choices:
                self.sheet.write_blank(self._row, number, None, self.formats.filled_in)
            elif isinstance(cell, str):
                text = safe(cell, self.mark, self.losses)
                # The format "text" keeps "007" as it is when somebody edits the cell; of more than 255 characters
                # some versions of Excel show only "####" in it.
                written = self.formats.text if len(text) <= 255 else self.formats.long
                self.sheet.write_string(self._row, number, text, written)
            elif cell is not None:
                percent = number in self.percents
                self.sheet.write_number(
                    self._row, number, cell, self.formats.percent if percent else self.formats.number
                )

    def safe(self, cells: Sequence[str]) -> tuple[str, ...]:
        """A row's texts as cells may hold them, for a sheet that is not written cell by cell."""
        return tuple(safe(text, self.mark, self.losses) for text in cells)

    def close(self, *, rows: int | None = None) -> None:
        """Put the filter over all rows, a bar behind each share and the words to choose from where there are any.

        Args:
            rows: how many there will be, where some are appended later.
        """
        self.sheet.autofilter(0, 0, self._row if rows is None else rows, len(self.columns) - 1)
        for number in sorted(self.percents):
            scale = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
            bar = {"type": "data_bar", "bar_color": "#9CC3E0", **scale}
            self.sheet.conditional_format(1, number, max(self._row, 1), number, bar)
        for number, words in self.choices.items():
            self.sheet.data_validation(
                1, number, max(self._row, 1), number, {"validate": "list", "source": list(words)}
            )
