"""What a workbook shows beside the values of its cells, and what of these it does not say (ECMA-376 part 1, 18 and 20).

openpyxl reads neither shapes nor controls, and gives a formula without a stored value as an empty cell.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock

from corpora.files import skipped_total
from corpora.numbers import whole
from corpora.omissions import Omissions
from corpora.readers import drawings
from corpora.readers.choices import EMPTY, TICKED
from corpora.readers.pieces import WITHDRAWN, close_gaps
from corpora.records import FORMULAS, Skipped
from corpora.tabular.workbook import displayed_value, hidden_columns
from corpora.text import clean_lines
from corpora.translation import _

_MOST_NAMED = 10  # cells
_SHOWS_NOTHING = ";;;"  # a number format that hides the value


@dataclass(slots=True)
class SheetExtras:
    """Of the sheets that are shown: the words of each one's drawings, and the formulas that no value is stored of."""

    words: list[list[str]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)  # "graphic", "picture", "object" and "header"

    def unstored_formulas(self) -> tuple[Skipped, ...]:
        """Return what to say of the formulas."""
        places = ", ".join(self.formulas[:_MOST_NAMED]) + ("…" if len(self.formulas) > _MOST_NAMED else "")
        said = _("formulas without a stored value; open the workbook in Excel and save it ({places})", places=places)
        return skipped_total(FORMULAS, len(self.formulas), said)


def prepare(workbook: Any, archive: zipfile.ZipFile, omissions: Omissions) -> SheetExtras:  # noqa: ANN401 - openpyxl has no types
    """Leave in the cells of the visible sheets what they say, with the boxes that stand upon them; say what is beside.

    The workbook has been opened with rich text. Raises as `zipfile` does where a part of the package is damaged.
    """
    beside, package = SheetExtras(), _Package(archive)
    parts = package.sheets()
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            part = parts.get(sheet.title, "")
            drop_omitted(sheet, omissions)
            beside.formulas += (f"{sheet.title}!{place}" for place in _without_value(sheet, package, part))
            beside.words.append(list(_drawn(sheet, package, part, omissions, beside)))
            margins = (sheet.oddHeader, sheet.oddFooter, sheet.firstHeader, sheet.firstFooter)
            beside.unread["header"] += sum(any(each.text for each in (m.left, m.center, m.right)) for m in margins)
    for sheet in workbook.chartsheets if beside.words else ():
        if sheet.sheet_state == "visible":
            beside.words[-1] += _drawn(sheet, package, parts.get(sheet.title, ""), omissions, beside)
    return beside


def unstored_formulas(workbook: Any, archive: zipfile.ZipFile) -> tuple[Skipped, ...]:  # noqa: ANN401
    """Return what to say of the formulas of the visible sheets that no value is stored of; raises as `prepare`."""
    beside, package = SheetExtras(), _Package(archive)
    parts = package.sheets()
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            places = _without_value(sheet, package, parts.get(sheet.title, ""))
            beside.formulas += (f"{sheet.title}!{place}" for place in places)
    return beside.unstored_formulas()


def drop_omitted(sheet: Any, omissions: Omissions) -> dict[tuple[int, int], str]:  # noqa: ANN401
    """Leave in the cells of a sheet what is not struck out nor hidden; returned is what whole cells said that are."""
    dropped = {}
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)):
        omissions.add("comment", count=cell.comment is not None)
        if cell.value is None:
            continue
        if cell.has_style and (cell.font.strike or cell.number_format == _SHOWS_NOTHING or _is_white(sheet, cell)):
            omissions.add("struck" if cell.font.strike else "hidden")
            dropped[cell.row, cell.column] = displayed_value(cell)
            cell.value = None
        elif isinstance(cell.value, CellRichText):
            struck = [isinstance(run, TextBlock) and bool(run.font.strike) for run in cell.value]
            omissions.add("struck", count=sum(struck))
            runs = zip(cell.value, struck, strict=True)
            cell.value = close_gaps("".join(WITHDRAWN if is_struck else str(run) for run, is_struck in runs))
    return dropped


def _is_white(sheet: Any, cell: Any) -> bool:  # noqa: ANN401
    """Return whether the cell's letters are white and no fill or rule of the sheet gives it another ground."""
    colour = cell.font.color
    white = colour is not None and (colour.theme == 0 if colour.type == "theme" else colour.rgb == "FFFFFFFF")
    return bool(white) and cell.fill.fill_type is None and not sheet.tables and not sheet.conditional_formatting


class _Package:
    """The parts of a workbook that openpyxl does not give."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._names = archive, frozenset(archive.namelist())
        counted = self.root("xl/workbook.xml").find("{*}calcPr")
        self.is_uncounted = counted is not None and counted.get("fullCalcOnLoad") in ("1", "true")
        styles = self.root("xl/styles.xml").iterfind("{*}cellXfs/{*}xf")
        self.boxes = {str(at) for at, each in enumerate(styles) if next(each.iter("{*}xfComplement"), None) is not None}
        """The styles of cells whose truth values are shown as boxes to be ticked."""

    def read(self, part: str) -> bytes:
        return self._archive.read(part) if part in self._names else b""

    def root(self, part: str) -> Element:
        """Return the root of a part; an empty element where there is none."""
        root = drawings.parse(self.read(part))
        return etree.Element("none") if root is None else root

    def related(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Return what a part refers to by its id: the kind of each, and the part."""
        folder, name = posixpath.split(part)
        return {
            each.get("Id", ""): (
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
            )
            for each in self.root(f"{folder}/_rels/{name}.rels").iterfind("{*}Relationship")
        }

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet by its name."""
        related = self.related("xl/workbook.xml")
        listed = self.root("xl/workbook.xml").iterfind("{*}sheets/{*}sheet")
        return {each.get("name", ""): related.get(_reference(each), ("", ""))[1] for each in listed}


def _reference(element: Element) -> str:
    """Return the id of what it refers to (`r:id`, of diagrams `r:dm`)."""
    named = {str(name).rpartition("}")[2]: str(text) for name, text in element.attrib.items() if str(name)[0] == "{"}
    return named.get("dm") or named.get("id", "")


def _without_value(sheet: Any, package: _Package, part: str) -> Iterator[str]:  # noqa: ANN401
    """Return the places of formulas without a stored value; truth values that are shown as boxes become boxes.

    Programs store 0 for what Excel is to count when it opens the workbook.
    """
    data = package.read(part)
    if not package.boxes and b"<f" not in data and b":f" not in data:
        return
    for _event, element in etree.iterparse(io.BytesIO(data), tag="{*}c", resolve_entities=False, recover=True):
        place, kind, value = element.get("r", ""), element.get("t"), element.findtext("{*}v")
        if kind == "b" and element.get("s") in package.boxes:
            _write(sheet, place, TICKED if value == "1" else EMPTY)
        elif element.find("{*}f") is not None and (
            (not value and kind != "str") or (value == "0" and package.is_uncounted)  # an empty text is stored as one
        ):
            _write(sheet, place, None)
            yield place
        element.clear()


def _write(sheet: Any, place: str, text: str | None) -> None:  # noqa: ANN401
    if isinstance(cell := sheet[place], Cell):
        cell.value = text


def _drawn(sheet: Any, package: _Package, part: str, omissions: Omissions, beside: SheetExtras) -> Iterator[str]:  # noqa: ANN401
    """Return the words of a sheet's shapes, diagrams and charts, those of controls with their box."""
    related = package.related(part)
    beside.unread["object"] += sum(kind in ("oleObject", "package") for kind, _path in related.values())
    controls = _controls(package, part, related)
    for drawing in (path for kind, path in related.values() if kind == "drawing"):
        parts = package.related(drawing)
        for anchor in package.root(drawing):
            beside.unread["picture"] += len(list(anchor.iter("{*}pic")))
            for shape in anchor.iter("{*}sp"):
                texts = [text for text in drawings.lines(shape, omissions) if text.strip()]
                named = shape.find("{*}nvSpPr/{*}cNvPr")
                if box := controls.get("" if named is None else named.get("id", "")):
                    texts = _with_box(sheet, anchor, box, texts)
                yield from texts
            for graphic in anchor.iter("{*}chart", "{*}relIds"):
                root = drawings.parse(package.read(parts.get(_reference(graphic), ("", ""))[1]))
                if root is None:
                    beside.unread["graphic"] += 1
                elif graphic.tag.endswith("}chart"):
                    yield from drawings.chart(root, omissions)
                else:
                    yield from (text for _depth, text in drawings.diagram(root, omissions))


def _controls(package: _Package, part: str, related: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the boxes that stand upon a sheet, by the id of their shape."""
    found: dict[str, str] = {}
    if any(kind == "ctrlProp" for kind, _path in related.values()):
        for control in package.root(part).iter("{*}control"):
            said = package.root(related.get(_reference(control), ("", ""))[1])
            if said.get("objectType") in ("CheckBox", "Radio"):
                found[control.get("shapeId", "")] = TICKED if said.get("checked") == "Checked" else EMPTY
    return found


def _with_box(sheet: Any, anchor: Element, box: str, texts: list[str]) -> list[str]:  # noqa: ANN401
    """Return the label of a control with its box; without a label the box goes into the cell on which it stands."""
    row, column = (whole(anchor.findtext(f"{{*}}from/{{*}}{name}")) + 1 for name in ("row", "col"))
    if not texts and row <= sheet.max_row and column <= sheet.max_column:
        under = sheet.cell(row, column)
        _write(sheet, under.coordinate, f"{box} {under.value or ''}")
    return [f"{box} {' '.join(texts)}"] if texts else []


@dataclass(slots=True)
class Sheet:
    """What a sheet shows: the cells of each visible row that has any, and how many hidden rows and columns have text.

    A merged cell has its text once, in the first of its rows and columns that is visible. `behind_gaps` are the places
    among `rows` of those that an empty row stands above.
    """

    title: str
    rows: list[list[str]] = field(default_factory=list)
    behind_gaps: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: int = 0


def read_sheet(sheet: Any) -> Sheet:  # noqa: ANN401
    """Return the sheet as a person sees it."""
    away = hidden_columns(sheet)
    rows_away = {number for number, dimension in sheet.row_dimensions.items() if dimension.hidden}
    moved: dict[int, dict[int, str]] = defaultdict(dict)  # the text of a merged area to its first visible place
    for area in sheet.merged_cells.ranges:
        rows = [row for row in range(area.min_row, area.max_row + 1) if row not in rows_away]
        columns = [column for column in range(area.min_col, area.max_col + 1) if column not in away]
        if rows and columns and (text := _text(sheet.cell(area.min_row, area.min_col))):
            moved[rows[0]][columns[0]] = text
    found = Sheet(sheet.title)
    columns_with_text: set[int] = set()
    for cells in sheet.iter_rows():
        texts = {cell.column: text for cell in cells if cell.value is not None and (text := _text(cell))}
        number = cells[0].row if cells else 0
        columns_with_text |= texts.keys()
        if number in rows_away:
            found.hidden_rows += bool(texts)
            continue
        texts |= moved.get(number, {})
        visible = [texts.get(cell.column, "") for cell in cells if cell.column not in away]
        if any(visible):
            found.rows.append(visible)
        else:
            found.behind_gaps.add(len(found.rows))
    found.hidden_columns = len(columns_with_text & away)
    return found


def _text(cell: Any) -> str:  # noqa: ANN401
    if isinstance(cell.value, datetime.datetime | datetime.date):
        return cell.value.isoformat()[:10]
    return clean_lines(displayed_value(cell)).strip()
