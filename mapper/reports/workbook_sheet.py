"""A sheet of xlsxwriter that writes its texts at once: of a large framework's entries there are tens of thousands."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellStringTuple, Worksheet


class QuickSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """The same bytes; a text's place and format are numbers, in which nothing needs to be escaped."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401
        if isinstance(cell, CellStringTuple) and cell.format:
            place, how = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()
            self.fh.write(f'<c r="{place}" s="{how}" t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)
