"""Forms that are Word documents: the tables of the body; of its XML only the cells that are filled change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from corpora import InputError, Text, _
from corpora.text import clean_lines
from mapper.reports.blocks import clean
from mapper.reports.forms.package import Package
from mapper.reports.forms.records import Element, Field, Grid

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_HOLDS = ("drawing", "pict", "object", "sdt", "fldChar", "fldSimple", "tbl")
"""What a cell may hold besides text."""
_AROUND = ("sdt", "sdtContent", "ins", "customXml", "moveTo")
"""What may stand around rows and cells."""
_GONE = ("del", "moveFrom", "tbl")
_MOST_CELLS = 1_000_000
_VALUE = etree.XPath("string(@*[local-name()='val'])")
"""The value of one of Word's elements, whichever its name space; "" where it has none."""


class Word:
    """A document whose tables are read.

    Raises:
        InputError: damaged, or too large.
    """

    hidden: Sequence[str] = ()
    stale = False

    def __init__(self, package: Package) -> None:
        self._package, self.path = package, package.path
        self._root = package.root(package.main)
        tables = [one for one in self._root.iter("{*}tbl") if next(one.iterancestors(_ALTERNATIVE), None) is None]
        self.grids = [_grid(table, number) for number, table in enumerate(tables, 1)]
        if sum(len(grid.fields) for grid in self.grids) > _MOST_CELLS:
            raise InputError("{path}: its tables are too large for a form; split it", path=package.path)

    def label(self, grid: Grid) -> Text:
        """The table by its number."""
        return _("table {n}", n=grid.number)

    def place(self, where: Field) -> Text:
        """Row and column, from 1, as a person counts them."""
        return _("row {row}, column {column}", row=where.row + 1, column=where.column + 1)

    def written(self, texts: Sequence[tuple[Grid, Field, str]]) -> bytes:
        """The document with these texts; nothing else of it is another."""
        for _table, where, text in texts:
            _write(where.node, text)
        return self._package.replaced({self._package.main: self._root} if texts else {})


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _below(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, through what may stand around them."""
    for child in parent.iterchildren("*"):
        if _local(child) == name:
            yield child
        elif _local(child) in _AROUND:
            yield from _below(child, name)


def _count(element: Element | None) -> int:
    told = "" if element is None else str(_VALUE(element))
    return int(told) if told.isdigit() and len(told) < 4 else 0  # a table has at most 63 columns


def _grid(table: Element, number: int) -> Grid:
    grid = Grid("", number)
    open_above: dict[int, Field] = {}
    for row, element in enumerate(_below(table, "tr")):
        column = _count(element.find("{*}trPr/{*}gridBefore"))
        for cell in _below(element, "tc"):
            wide = max(_count(cell.find("{*}tcPr/{*}gridSpan")), 1)
            merge = cell.find("{*}tcPr/{*}vMerge")
            above = open_above.get(column)
            if merge is not None and _VALUE(merge) != "restart" and above is not None:
                above.rows, field = row - above.row + 1, above
            else:
                lines = ("".join(_said(paragraph)) for paragraph in _paragraphs(cell))
                text = clean_lines("\n".join(lines)).strip()
                free = not text and not any(_local(one) in _HOLDS for one in cell.iterdescendants("*"))
                field = Field(text, row, column, columns=wide, free=free, node=cell)
            for place in range(column, column + wide):
                grid.fields[row, place] = field
                open_above.pop(place, None)
            if merge is not None:
                open_above[column] = field
            column += wide
    return grid


def _paragraphs(parent: Element) -> Iterator[Element]:
    """A cell's paragraphs, those of tables inside it left out."""
    for child in parent.iterchildren("*"):
        if _local(child) == "p":
            yield child
        elif _local(child) not in _GONE:
            yield from _paragraphs(child)


def _said(element: Element) -> Iterator[str]:
    for child in element.iterchildren("*"):
        name = _local(child)
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _GONE:
            yield from _said(child)


def _write(cell: Any, text: str) -> None:  # noqa: ANN401 - an element, which a table's field always has
    """Put a text at the end of a cell's first paragraph, as what stands there, or would stand there, is set."""
    space = etree.QName(cell).namespace
    paragraph = next(cell.iterchildren("{*}p"), None)
    if paragraph is None:
        paragraph = etree.SubElement(cell, f"{{{space}}}p")
    run = etree.SubElement(paragraph, f"{{{space}}}r")
    own = next((found for one in paragraph.iterchildren("{*}r") if (found := one.find("{*}rPr")) is not None), None)
    form = own if own is not None else paragraph.find("{*}pPr/{*}rPr")
    if form is not None:
        properties = deepcopy(form)
        for tracked in [one for one in properties if _local(one) in ("ins", "del", "moveFrom", "moveTo", "rPrChange")]:
            properties.remove(tracked)
        run.append(properties)
    said = etree.SubElement(run, f"{{{space}}}t")
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = clean(text)
