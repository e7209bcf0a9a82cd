"""Forms that are Excel workbooks: openpyxl says what a person sees, the sheet's own XML takes what is written.

openpyxl would lose pictures, charts and validations on saving; so only `<c>` elements of the sheets' parts change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, get_column_letter

from corpora import Text, _
from corpora.tabular.workbook import check_size, open_workbook, shown
from corpora.text import clean_lines
from mapper.reports.blocks import clean
from mapper.reports.forms.package import Package
from mapper.reports.forms.records import Element, Field, Grid

_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_WIDEST = 1 << 14
_LONGEST = 32_767
"""Characters that a cell can hold."""


class Workbook:
    """A workbook whose visible sheets are read.

    Raises:
        InputError: damaged, or too large.
    """

    def __init__(self, package: Package) -> None:
        self._package, self.path = package, package.path
        self._parts: dict[str, tuple[str, Element]] = {}
        book = open_workbook(package.path, package.data)
        names = self._sheet_parts()
        self.grids: list[Grid] = []
        self.hidden: list[str] = []
        formulas = False
        for number, sheet in enumerate(book.worksheets, 1):
            if sheet.sheet_state != "visible":
                self.hidden.append(sheet.title)
            elif sheet.title in names:
                check_size(package.path, sheet)
                root = package.root(names[sheet.title])
                formulas |= any(True for _one in root.iter("{*}f"))
                self._parts[sheet.title] = (names[sheet.title], root)
                self.grids.append(_grid(sheet, number, root))
        counted = package.root(package.main).find("{*}calcPr")
        self.stale = formulas and (counted is None or counted.get("fullCalcOnLoad") not in ("1", "true"))

    def _sheet_parts(self) -> dict[str, str]:
        """Of each sheet's name the name of its part."""
        related = self._package.related(self._package.main)
        found = {}
        for sheet in self._package.root(self._package.main).iter("{*}sheet"):
            id_ = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
            kind, name = related.get(str(id_), ("", ""))
            if kind == "worksheet" and name in self._package.parts:
                found[str(sheet.get("name"))] = name
        return found

    def label(self, grid: Grid) -> Text:
        """The sheet by its name."""
        return _("sheet '{name}'", name=grid.name)

    def place(self, where: Field) -> Text:
        """A cell as Excel calls it: C7."""
        return Text(*[f"{get_column_letter(where.column + 1)}{where.row + 1}"] * 2)

    def written(self, texts: Sequence[tuple[Grid, Field, str]]) -> bytes:
        """The workbook with these texts; nothing else of it is another."""
        changed: dict[str, Element] = {}
        rows: dict[str, dict[int, Element]] = {}
        for grid, where, text in texts:
            name, root = self._parts[grid.name]
            changed[name] = root
            _write(_cell(root, rows.setdefault(name, dict(_rows(root))), where), text)
        return self._package.replaced(changed)


def _grid(sheet: Any, number: int, root: Element) -> Grid:  # noqa: ANN401 - openpyxl has no types
    grid = Grid(sheet.title, number, open=True)
    formulas = {
        (number, column)
        for number, row in _rows(root)
        for column, cell in _in_row(row)
        if cell.find("{*}f") is not None
    }
    texts = {
        (cell.row - 1, cell.column - 1): clean_lines(shown(cell)).strip()
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value is not None
    }
    for key in formulas | texts.keys():
        row, column = key
        free = key not in formulas and not texts.get(key)
        grid.fields[key] = Field(texts.get(key, ""), row, column, free=free)
    last_row, last_column = sheet.max_row, sheet.max_column
    for area in sheet.merged_cells.ranges:
        key = (area.min_row - 1, area.min_col - 1)
        merged = grid.fields.setdefault(key, Field("", *key))
        # A whole row or column may be merged: as far as the sheet is used.
        rows, columns = min(area.max_row, last_row), min(area.max_col, last_column)
        merged.rows, merged.columns = max(rows - key[0], 1), max(columns - key[1], 1)
        for row in range(key[0], rows):
            for column in range(key[1], columns):
                grid.fields[row, column] = merged
    return grid


def _rows(root: Element) -> Iterator[tuple[int, Element]]:
    """Number, from 0, and element of each row; one that does not tell its number follows the one before."""
    number = -1
    for row in root.iterfind("{*}sheetData/{*}row"):
        told = row.get("r", "")
        number = int(told) - 1 if told.isdigit() else number + 1
        yield number, row


def _in_row(row: Element) -> Iterator[tuple[int, Element]]:
    column = -1
    for cell in row.iterfind("{*}c"):
        found = _REFERENCE.fullmatch(cell.get("r", ""))
        column = column_index_from_string(found[1]) - 1 if found else column + 1
        yield column, cell


def _cell(root: Element, rows: dict[int, Element], where: Field) -> Element:
    """The element of a cell, made where there is none, with the style of its row or column; rows by their number."""
    row = rows.get(where.row)
    if row is None:  # below a merged code there may be none
        row = rows[where.row] = etree.Element(_tag(root, "row"), r=str(where.row + 1))
        _insert(rows[min(rows)].getparent(), row, list(_rows(root)), where.row)
    found = next((one for column, one in _in_row(row) if column == where.column), None)
    if found is not None:
        return found
    cell = etree.Element(_tag(root, "c"), r=f"{get_column_letter(where.column + 1)}{where.row + 1}")
    style = row.get("s") if row.get("customFormat") in ("1", "true") else _column_style(root, where.column)
    if style:
        cell.set("s", style)
    _insert(row, cell, list(_in_row(row)), where.column)
    first, _colon, last = row.get("spans", "").partition(":")
    if first.isdigit() and last.isdigit():
        row.set("spans", f"{min(int(first), where.column + 1)}:{max(int(last), where.column + 1)}")
    return cell


def _insert(parent: Element, made: Element, beside: Sequence[tuple[int, Element]], number: int) -> None:
    """Put it before the first of a greater number."""
    after = next((one for other, one in beside if other > number), None)
    if after is not None:
        after.addprevious(made)
    elif beside:
        beside[-1][1].addnext(made)
    else:
        parent.insert(0, made)


def _column_style(root: Element, column: int) -> str:
    for one in root.iterfind("{*}cols/{*}col"):
        if int(one.get("min", "1")) <= column + 1 <= int(one.get("max", _WIDEST)):
            return str(one.get("style", ""))
    return ""


def _tag(root: Element, name: str) -> str:
    return f"{{{etree.QName(root).namespace}}}{name}"


def _write(cell: Element, text: str) -> None:
    """Put a text into a cell, which keeps its style; it stands in the cell itself and not among the shared ones."""
    for child in list(cell):
        cell.remove(child)
    cell.text = None
    cell.set("t", "inlineStr")
    inline = etree.SubElement(cell, _tag(cell, "is"))
    said = etree.SubElement(inline, _tag(cell, "t"))
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = clean(text)[:_LONGEST]
