"""Ruled tables of a PDF: cells from the rules, by pdfplumber's table finder, their text, and what becomes of it.

Header rows are told, tables over several pages made one, and the items within a cell parted. What is drawn on a page
beside the text is read here too: rules, those that tables lack, and bullets.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise, takewhile
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix, PdfPage

from corpora.readers.broken_words import join_lines
from corpora.readers.pdf_blocks import Draft, Joiner, Layout
from corpora.readers.pdf_lines import WHITE, Frame, Line, Span, in_order, make_lines
from corpora.records import Box, Cell

_NEAR = 4.0  # points by which the columns of a table may move over the page
_PADDING = 3.0  # points between text and rule
_MOST_HEADERS = 3  # rows
_LABEL = 6  # words of a header cell that only its place tells
_END = re.compile(r"[.;:!?]$")
_SNAP = 3.0  # points: pdfplumber's own default for snapping, joining and crossing lines
_FEWEST = 4  # rules of a table
_MOST_CROSSINGS = 10_000  # of rules on one page; finding cells takes the square of it


@dataclass(slots=True)
class TableCell:
    """A cell, merged ones once: its first column, from 0, the columns that it spans, its text."""

    column: int
    columns: int
    box: Box
    lines: list[Line]

    @property
    def text(self) -> str:
        """Return its lines as one."""
        return join_lines((line.text for line in self.lines), Counter())


@dataclass(slots=True)
class Table:
    """A table as it stands on one page: its columns' left edges, and of each row the cells that begin in it.

    Where it lies sideways, by `turn` degrees, its places are as for `Line`, and `shown` is its box on the page.
    """

    box: Box
    edges: tuple[float, ...]
    rows: list[list[TableCell]]
    turn: int = 0
    shown: Box | None = None

    @property
    def lines(self) -> Iterator[Line]:
        """Return the lines of all cells."""
        return (line for row in self.rows for cell in row for line in cell.lines)

    def has_same_columns(self, other: Table) -> bool:
        """Return whether its columns stand where those of the other do, all of them moved alike."""
        moved = [one - before for one, before in zip(self.edges, other.edges, strict=False)]
        # On each page a rule may have been drawn to one of another table.
        return len(self.edges) == len(other.edges) and all(abs(by - moved[0]) <= 2 * _SNAP for by in moved)


def read_tables(spans: Sequence[Span], rules: Sequence[Rule], page: int) -> tuple[list[Table], list[Span]]:
    """Return the tables of a page from top to bottom, and the spans that stand in none.

    A box with a single cell, and columns of which one alone has text, are frames around text and no tables; but of a
    row that a page breaks the rest may stand in one column. Rules of running headers are to be left out.
    """
    tables: list[Table] = []
    rest = list(spans)
    open_ends = _open_ends(rules)
    for boxes in chain.from_iterable(map(_stacked, _grids([*rules, *open_ends, *added_rules(rules, spans)]))):
        cut = [part for span in rest for part in _cut(span, boxes)]
        broken = any(abs(rule.top - boxes[0][1]) <= _SNAP for rule in open_ends)
        table = _table(boxes, cut, page, fewest=1 if broken else 2)
        if table is not None:
            tables.append(table)
            rest = [span for span in cut if _cell_of(span, boxes) is None]
    return tables, rest


def _grids(rules: Sequence[Rule]) -> list[list[Box]]:
    level = sum(rule.is_level for rule in rules)
    if level < 2 or len(rules) - level < 2 or len(rules) < _FEWEST:
        return []
    # Imported here: it takes a third of a second, and most documents have no table.
    from pdfplumber import table as plumber

    edges = [
        rule._asdict()
        | {"width": rule.x1 - rule.x0, "height": rule.bottom - rule.top, "orientation": "h" if rule.is_level else "v"}
        for rule in rules
    ]
    merged = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    upright = sum(edge["orientation"] == "v" for edge in merged)
    if upright * (len(merged) - upright) > _MOST_CROSSINGS:
        return []  # graph paper or a drawing; its text is read all the same
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(merged, _SNAP, _SNAP))
    return [sorted(boxes, key=lambda box: (box[1], box[0])) for boxes in plumber.cells_to_tables(cells)]


def _stacked(boxes: list[Box]) -> Iterator[list[Box]]:
    """Split a grid where two rows have no rule between columns in common: a table stands upon another."""
    part: list[Box] = []
    for top in sorted({box[1] for box in boxes}):
        row = [box for box in boxes if box[1] == top]
        above = [box for box in part if abs(box[3] - top) <= 1]
        spanned = any(box[3] > top + 1 for box in part)
        one, other = ({box[0] for box in cells} - {min(box[0] for box in boxes)} for cells in (above, row))
        if one and other and not spanned and not any(abs(a - b) <= _NEAR for a in one for b in other):
            yield part
            part = []
        part += row
    yield part


def _cell_of(span: Span, boxes: Sequence[Box]) -> int | None:
    """Return the index of the cell in which the span's middle stands."""
    x, y = (span.x0 + span.x1) / 2, span.baseline - 0.3 * span.size
    within = (box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1 for box in boxes)
    return next((index for index, here in enumerate(within) if here), None)


def _cut(span: Span, boxes: Sequence[Box]) -> Iterator[Span]:
    """Return the span parted where a rule between two cells goes through it."""
    y = span.baseline - 0.3 * span.size
    row = [box for box in boxes if box[1] <= y <= box[3] and box[0] < span.x1 and box[2] > span.x0]
    borders = sorted({side for box in row for side in (box[0], box[2]) if span.x0 + 1 < side < span.x1 - 1})
    begin, length = 0, len(span.text)
    for border in [*borders, None]:
        end = length if border is None else _at_border(span, bisect_right(span.lefts, border - 1))
        text = span.text[begin:end]
        if kept := text.strip(" "):
            first = begin + len(text) - len(text.lstrip())
            x1 = span.x1 if end == length else min(span.lefts[end], border or span.x1)
            lefts = span.lefts[first : first + len(kept)]
            yield replace(span, text=kept, lefts=lefts, x0=lefts[0], x1=x1)
        begin = end


def _at_border(span: Span, index: int) -> int:
    """Return where to part a text at a rule before its character `index`: a word that hardly crosses it stays whole."""
    begin = span.text.rfind(" ", 0, index) + 1
    end = span.text.find(" ", index)
    end = len(span.text) if end < 0 else end
    if index - begin > 1 and end - index == 1:
        return end
    return begin if index - begin == 1 and end - index > 1 else index


def _table(boxes: Sequence[Box], spans: Sequence[Span], page: int, *, fewest: int) -> Table | None:
    """Return a grid with what stands in its cells; None where fewer than `fewest` of its columns have text."""
    within: dict[int | None, list[Span]] = {}
    for span in spans:
        within.setdefault(_cell_of(span, boxes), []).append(span)
    within.pop(None, None)
    lefts, tops = (sorted({box[side] for box in boxes}) for side in (0, 1))
    if len(lefts) < 2 or len({box[0] for n, box in enumerate(boxes) if n in within}) < fewest:
        return None
    rows: list[list[TableCell]] = [[] for _ in tops]
    for index, box in enumerate(boxes):
        columns = sum(box[0] <= left < box[2] - 1 for left in lefts)
        lines = in_order(make_lines(within.get(index, []), page))
        rows[tops.index(box[1])].append(TableCell(lefts.index(box[0]), columns, box, lines))
    return Table((lefts[0], tops[0], max(box[2] for box in boxes), max(box[3] for box in boxes)), tuple(lefts), rows)


@dataclass(slots=True)
class Tables:
    """Turns the tables of a document into blocks, in reading order; header rows that a page repeats are left out."""

    repeated: int = 0
    _count: int = 0
    _rows: int = 0
    _last: Table | None = None
    _first: list[TableCell] = field(default_factory=list)
    _headers: list[list[TableCell]] = field(default_factory=list)
    _made: list[tuple[Draft, TableCell, int]] = field(default_factory=list)

    def add(self, table: Table, *, follows: bool) -> list[Draft]:
        """Add the next table and return its blocks; one that `follows` the one before directly may go on with it."""
        rows = table.rows
        if follows and self._last is not None and table.has_same_columns(self._last):
            if not self._headers:
                # A row that the next page repeats is the header, whatever it looks like, and so is the only row before
                # the break.
                texts = [cell.text for cell in rows[0]]
                repeats = texts == [cell.text for cell in self._first] and any(texts)
                if repeats or (self._rows == 1 and _headers([self._first, *rows]) == 1):
                    self._headers = [self._first]
                    self._place(0)
            wanted = [[cell.text for cell in row] for row in self._headers]
            if wanted and [[cell.text for cell in row] for row in rows[: len(wanted)]] == wanted:
                self.repeated += len(wanted)
                rows = rows[len(wanted) :]
            before = len(self._made)
            if rows and self._lengthen(rows[0]):
                rows = rows[1:]
        else:
            self._count += 1
            self._rows, self._first, self._headers, self._made = 0, rows[0], rows[: _headers(rows)], []
            before = 0
        self._last = table
        for row in rows:
            self._made += [(draft, cell, self._rows) for cell in row for draft in _drafts(cell)]
            self._rows += 1
        self._place(before)
        return [draft for draft, _, _ in self._made[before:]]

    def _place(self, first: int) -> None:
        """Say in which cell, below the texts of which header cells, the blocks from the first one on stand."""
        titles = _titles(self._headers) if len(self._headers) > 1 else 0
        for draft, cell, row in self._made[first:]:
            is_header = titles <= row < len(self._headers)
            above = [
                other.text
                for other in chain.from_iterable(() if row < len(self._headers) else self._headers[titles:])
                if other.column < cell.column + cell.columns and cell.column < other.column + other.columns
            ]
            header = " / ".join(dict.fromkeys(filter(None, above)))
            draft.kind, draft.cell = "cell", Cell(self._count - 1, row, cell.column, header, is_header)

    def _lengthen(self, row: Sequence[TableCell]) -> bool:
        """Add a row that begins a page to the one before where it is the rest of that.

        A cell of it begins within a sentence of the one above; the others do too, or are items of lists that go on, or
        begin with the name of a list ("Genéricas:").
        """
        above = {cell.column: draft for draft, cell, number in self._made if number == self._rows - 1}
        filled = [cell for cell in row if cell.lines]
        if not all(cell.column in above for cell in filled):
            return False
        rests = {cell.column for cell in filled if _is_rest(cell.lines[0], above[cell.column].last)}
        others = (cell.lines[0] for cell in filled if cell.column not in rests)
        if not rests or not all(line.marker or line.text.endswith(":") for line in others):
            return False
        for cell in filled:
            drafts = _drafts(cell)
            if cell.column in rests:
                above[cell.column].lines += drafts.pop(0).lines
            self._made += [(draft, cell, self._rows - 1) for draft in drafts]
        return True


def _drafts(cell: TableCell) -> list[Draft]:
    """Return the paragraphs and items of a cell."""
    joiner = Joiner()
    if cell.lines:
        joiner.add(cell.lines, Layout.from_lines(cell.lines, cell.box[2] - _PADDING))
    return joiner.drafts


def _is_rest(line: Line, last: Line) -> bool:
    """Return whether the first line of a cell goes on with the last one of the cell above it."""
    begins = line.text[:1].islower() or last.text.endswith("-")
    return begins and not line.marker and not _END.search(last.text)


def _titles(rows: Sequence[Sequence[TableCell]]) -> int:
    """Return how many rows at the beginning have one cell over the whole width, above others: they name no columns."""
    return sum(1 for _ in takewhile(lambda row: len(row) == 1, rows)) % len(rows)


def _headers(rows: Sequence[Sequence[TableCell]]) -> int:
    """Return how many rows at the beginning are the header: all in bold above others that are not, or all short labels.

    Titles above it are counted too. Names of columns are not numbered, as the parts of a form are.
    """
    titles = _titles(rows)
    filled = [[cell for cell in row if cell.lines] for row in rows[titles:]]
    heavy = [*takewhile(_is_heavy, filled[:_MOST_HEADERS])]
    bold = len(heavy)
    while bold and len(heavy[bold - 1]) < 2:
        bold -= 1
    if bold and bold < len(filled):
        return titles + bold
    form = filled and filled[0] and filled[0][0].text.rstrip().endswith(":")  # "Nombre: | Bases de datos"
    if heavy or form or len(filled) < 3 or len(filled[0]) < max(2, len(rows[titles])):
        return 0

    def is_label(cell: TableCell) -> bool:
        return len(cell.text.split()) <= _LABEL and not re.search(r"\d", cell.text) and not _is_numbered(cell)

    named = all(map(is_label, filled[0])) and not all(is_label(cell) for row in filled[1:] for cell in row)
    return titles + 1 if named else 0


def _is_heavy(row: Sequence[TableCell]) -> bool:
    """Return whether all cells of a row are in bold; of several none is numbered."""
    bold = all(line.bold > 0.9 for cell in row for line in cell.lines)
    return bool(row) and bold and not (len(row) > 1 and any(map(_is_numbered, row)))


def _is_numbered(cell: TableCell) -> bool:
    return cell.lines[0].closed and cell.lines[0].marker[0].isalnum()


_THIN = 2.5  # points: what is thinner is a line
_SHORTEST = 4.0  # points
_STRAIGHT = 0.6  # points by which a line may lean
_DOT = (0.8, 9.0)  # points: smallest and largest bullet
_SQUARE, _SIDES, _MOST_SQUARES = (5.0, 16.0), 5, 500
"""Points of the sides of a box to be ticked, segments with which it is drawn, and how many of a page are looked at."""
_PICTURE = 0.3  # of the page's area
_MARGIN = 0.2  # of the page's height: there rules may belong to a running header or footer
_MOST = 4000  # objects of one page that are looked at, and rules that can be a table's
_DEPTH = 4  # forms within forms
_TOUCHING = 3.0  # points
_FEWEST_COLUMNS = 3  # upright rules of a table with two columns

_ROUGH = 1.5  # points by which the pieces of one rule may differ
_APART = 3.0  # points by which rules of one table may differ
_FEWEST_RULES = 3  # rules: above the header, below it, and at the end
_STRIP = 4.0  # points: narrowest strip between two columns
_BLANK = 0.45  # sizes: more than the blank between two words
_WIDEST = 250.0  # points between two rules of one table

_Handle = Any  # a pointer of PDFium


class Rule(NamedTuple):
    """A straight line, upright or level, in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """Return whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page.

    `rules` are none where there are too many to be a table's; `dots` are boxes of small filled shapes and pictures,
    which may be bullets; on an empty page stands nothing at all, a pictured one is a picture for much of it (a scan).
    `squares` are those drawn with lines, each with whether anything is drawn within it.
    `coloured` are boxes in which the paper may not be white, those of `pictures` among them. `covers` are boxes of user
    space that a path fills, each with how many text objects are drawn before it, if there are any.
    """

    rules: tuple[Rule, ...]
    dots: tuple[Box, ...]
    is_empty: bool
    is_pictured: bool = False
    coloured: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    covers: tuple[tuple[int, Box], ...] = ()
    squares: tuple[tuple[Box, bool], ...] = ()

    def turned(self, frame: Frame, turn: int) -> Drawn:
        """Return the same as seen on the page turned, see `Frame.turned`."""
        if not turn:
            return self
        dots, coloured, pictures = (
            tuple(frame.seen(box, turn) for box in boxes) for boxes in (self.dots, self.coloured, self.pictures)
        )
        rules = tuple(Rule(*frame.seen(rule, turn)) for rule in self.rules)
        return replace(self, rules=rules, dots=dots, coloured=coloured, pictures=pictures, squares=())


def read_drawn(page: PdfPage, frame: Frame) -> Drawn:
    """Return the rules and dots of a page."""
    rules: list[Rule] = []
    dots: list[Box] = []
    shaded: list[Box] = []
    pictures: list[Box] = []
    covers: list[tuple[int, Box]] = []
    squares: list[tuple[Box, int]] = []
    small: list[Box] = []
    texts = 0
    area = frame.size[0] * frame.size[1]
    count = pdfium.FPDFPage_CountObjects(page)
    coloured: list[Box] = [(0.0, 0.0, *frame.size)] if count > _MOST else []
    found = (pdfium.FPDFPage_GetObject(page, index) for index in range(min(count, _MOST)))
    for handle, matrix in (inner for each in found for inner in _within(each, PdfMatrix(), _DEPTH)):
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += 1
            continue
        sides = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
            continue
        left, bottom, right, top = (side.value for side in sides)
        corners = (*matrix.on_point(left, bottom), *matrix.on_point(right, top))
        box = frame.box(*corners)
        width, height = box[2] - box[0], box[3] - box[1]
        if kind == pdfium.FPDF_PAGEOBJ_SHADING:
            coloured.append(box)
            continue
        if max(width, height) <= _SQUARE[1]:
            is_square = min(width, height) >= _SQUARE[0] and abs(width - height) <= _ROUGH
            if is_square and kind == pdfium.FPDF_PAGEOBJ_PATH and _is_outlined(handle):
                squares.append((box, pdfium.FPDFPath_CountSegments(handle)))
            else:
                small.append(box)
        if all(_DOT[0] <= side <= _DOT[1] for side in (width, height)) and 0.5 <= width / height <= 2:
            dots.append(box)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif min(width, height) <= _THIN:
            rules += _rule(*box)
        else:
            rules += _sides(handle, matrix, frame)
            shaded.append(box)
            filled, is_white = _filling(handle)
            coloured += [box] if filled and not is_white else []
            covers += [(texts, corners)] if filled and texts else []
    rules += _tops(shaded)
    pictured = any((right - left) * (bottom - top) > _PICTURE * area for left, top, right, bottom in pictures)
    kept = tuple(rules) if len(rules) <= _MOST else ()
    coloured += pictures
    boxes = tuple(_boxes(squares, small))
    return Drawn(kept, tuple(dots), count == 0, pictured, tuple(coloured), tuple(pictures), tuple(covers), boxes)


def _is_outlined(handle: _Handle) -> bool:
    """Return whether a path begins as a rectangle whose sides are drawn, upon nothing or upon white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    filled, is_white = _filling(handle)
    known = pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not (known and stroke.value) or (filled and not is_white):
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), _SIDES - 1)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(handle, index), x, y)
        points.append((x.value, y.value))
    level = [abs(one[1] - other[1]) < _STRAIGHT for one, other in pairwise(points)]
    upright = [abs(one[0] - other[0]) < _STRAIGHT for one, other in pairwise(points)]
    return len(points) == _SIDES - 1 and all(a != b for a, b in zip(level, upright, strict=True))


def _boxes(squares: Sequence[tuple[Box, int]], small: Sequence[Box]) -> Iterator[tuple[Box, bool]]:
    """Return the squares that touch no other, as the cells of a grid do, each with whether lines are within it."""
    squares = squares[:_MOST_SQUARES]
    for box, segments in squares:
        if sum(_meet(box, other) for other, _segments in squares) > 1:
            continue
        third = (box[2] - box[0]) / 3
        marked = any(_meet(box, mark) and mark[2] - mark[0] > third for mark in small[:_MOST_SQUARES])
        yield box, marked or segments > _SIDES


def _meet(box: Box, other: Box) -> bool:
    return box[0] - 1 < other[2] and other[0] < box[2] + 1 and box[1] - 1 < other[3] and other[1] < box[3] + 1


def without_running(drawn: Sequence[Drawn], heights: Sequence[float]) -> list[tuple[Rule, ...]]:
    """Return the rules of each page less those of running headers and footers.

    These are near the edge, at the same place on half of the pages or more. A table's header that repeats is at the
    same place as well; it stays, since the columns of the rows below it go on from its own.
    """

    def place(rule: Rule) -> tuple[int, ...]:
        return tuple(map(round, rule))

    marginal = [
        [rule for rule in page.rules if rule.bottom < _MARGIN * height or rule.top > (1 - _MARGIN) * height]
        for page, height in zip(drawn, heights, strict=True)
    ]
    pages = Counter(chain.from_iterable({place(rule) for rule in rules} for rules in marginal))
    parted = []
    for page, height, rules in zip(drawn, heights, marginal, strict=True):
        running = {rule for rule in rules if pages[place(rule)] >= max(2, len(drawn) / 2)}
        above = {rule for rule in running if rule.bottom < height / 2}
        rest = [rule for rule in page.rules if rule not in running]
        lowest = max((rule.bottom for rule in above), default=0.0)
        beside = any(not rule.is_level and rule.top < lowest - _TOUCHING for rule in rest)
        parted.append((page.rules, running - above, above, rest, lowest, beside))
    # Where upright rules stand beside them on half of the pages, tables begin there; on fewer, as where a header's cell
    # grows with the page's number, it is the header that moves.
    tables_begin = 2 * sum(beside for *_, beside in parted) >= sum(bool(above) for _, _, above, *_ in parted)
    return [
        tuple(rule for rule in rules if rule not in below)
        if (tables_begin and beside) or _go_on(above, rest, lowest)
        else tuple(rest)
        for rules, below, above, rest, lowest, beside in parted
    ]


def _go_on(above: Iterable[Rule], rest: Sequence[Rule], lowest: float) -> bool:
    """Return whether three or more upright rules go on below the running ones, each below one of theirs if any."""
    ended = {round(rule.x0) for rule in above if not rule.is_level and lowest - rule.bottom <= _TOUCHING}
    going = {
        round(rule.x0)
        for rule in rest
        if not rule.is_level and rule.top <= lowest + _TOUCHING and rule.bottom > lowest + _TOUCHING
    }
    within = {x + step for x in ended for step in (-1, 0, 1)}
    return lowest > 0 and len(going) >= _FEWEST_COLUMNS and (not ended or going <= within)


def _within(handle: _Handle, outer: PdfMatrix, depth: int) -> Iterator[tuple[_Handle, PdfMatrix]]:
    """Return an object that is no form, or those within one, with the matrix of the form."""
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
        yield handle, outer
    elif depth:
        inner = _matrix(handle).multiply(outer)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(handle), _MOST)):
            yield from _within(pdfium.FPDFFormObj_GetObject(handle, index), inner, depth - 1)


def _filling(handle: _Handle) -> tuple[bool, bool]:
    """Return whether a path fills its inside, and whether it does so in white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if pdfium.FPDFPath_GetDrawMode(handle, fill, stroke) and not fill.value:
        return False, False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    return not known or alpha.value > 0, bool(known) and min(red.value, green.value, blue.value) > WHITE


def _matrix(handle: _Handle) -> PdfMatrix:
    found = pdfium.FS_MATRIX()
    return PdfMatrix.from_raw(found) if pdfium.FPDFPageObj_GetMatrix(handle, found) else PdfMatrix()


def _rule(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    """Return a thin box as the line in its middle."""
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    if x1 - x0 >= max(_SHORTEST, bottom - top):
        yield Rule(x0, y, x1, y)
    elif bottom - top >= _SHORTEST:
        yield Rule(x, top, x, bottom)


def _tops(boxes: Sequence[Box]) -> Iterator[Rule]:
    """Return the upper edges of cells that are only shaded: boxes of one height that touch each other side by side."""
    edges = [tuple(map(round, box)) for box in boxes]
    begun, ended = {(x0, top, bottom) for x0, top, _, bottom in edges}, {edge[1:] for edge in edges}
    for box, (x0, top, x1, bottom) in zip(boxes, edges, strict=True):
        if (x1, top, bottom) in begun or (top, x0, bottom) in ended:
            yield Rule(box[0], box[1], box[2], box[1])


def _sides(handle: _Handle, matrix: PdfMatrix, frame: Frame) -> Iterator[Rule]:
    """Return the level and upright parts of a path that is stroked: a rectangle, or a whole grid drawn at once."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not (pdfium.FPDFPath_GetDrawMode(handle, fill, stroke) and stroke.value):
        return
    matrix = _matrix(handle).multiply(matrix)
    start = before = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*matrix.on_point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        drawn = [(before, point)] if kind == pdfium.FPDF_SEGMENT_LINETO else []
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        before = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            drawn.append((point, start))
            before = start
        for one, other in drawn:
            (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
            if min(x1 - x0, bottom - top) <= _STRAIGHT:
                yield from _rule(x0, top, x1, bottom)


def added_rules(rules: Sequence[Rule], spans: Sequence[Span]) -> list[Rule]:
    """Return the rules that tables of a page lack; none where its rules only part sections of the text.

    Where there is no rule between the rows, a row begins where the first column and another one have text.
    """
    level, upright = _by_direction(rules)
    added: list[Rule] = []
    for stack in _stacks(level):
        left, right = stack[0].x0, stack[0].x1
        within = [span for span in spans if left - 1 <= span.x0 and span.x1 <= right + 1]
        words = [word for span in within for word in _words(span)]
        for table in _tables(stack, words, upright):
            top, bottom = table[0].top, table[-1].top
            inside = [word for word in words if top < word.baseline < bottom]
            strips = _joints(level, table) or _strips(inside)
            added += [Rule(x, top, x, bottom) for x in (left, *strips, right)]
            if len(table) == _FEWEST_RULES:
                # Upper edges of the rows below the header, the first one left out.
                beside = {round(word.baseline) for word in inside if word.x0 >= strips[0]}
                firsts = [word for word in inside if word.x1 <= strips[0] and round(word.baseline) in beside]
                tops = [y for y in sorted({round(word.top) for word in firsts}) if y > table[1].top]
                added += [Rule(left, y, right, y) for y in tops[1:]]
    return added


def _joints(level: Sequence[Rule], table: Sequence[Rule]) -> list[float]:
    """Return where columns meet if rules are drawn cell by cell: where in most of them two pieces meet."""
    found: Counter[int] = Counter()
    for rule in table:
        row = [piece for piece in level if abs(piece.top - rule.top) <= _ROUGH and rule.x0 - 1 <= piece.x0 <= rule.x1]
        found.update({round(piece.x0) for piece in row} & {round(piece.x1) for piece in row})
    return sorted(float(x) for x, count in found.items() if 2 * count > len(table))


def _by_direction(rules: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Return the level rules and the upright ones."""
    return [rule for rule in rules if rule.is_level], [rule for rule in rules if not rule.is_level]


def _open_ends(rules: Sequence[Rule]) -> list[Rule]:
    """Return where the upright rules of a table end together without a level one, as a row does that a page breaks.

    Below the last row, or above the first, the cells of one column may be closed while that of another goes on.
    """
    level, upright = _by_direction(rules)
    found = []
    for ends in ([rule.top for rule in upright], [rule.bottom for rule in upright]):
        for y in sorted(set(map(round, ends))):
            columns = sorted(rule.x0 for rule, end in zip(upright, ends, strict=True) if abs(end - y) <= 1)
            if len(set(map(round, columns))) < _FEWEST_COLUMNS:
                continue
            beside = [r for r in level if abs(r.top - y) <= _APART and r.x0 < columns[-1] and r.x1 > columns[0]]
            if any(rule.top < y - _APART and rule.bottom > y + _APART for rule in upright):
                continue
            if beside and all(any(rule.top < at < rule.bottom for rule in upright) for at in (y - _APART, y + _APART)):
                continue  # rules drawn anew for each row, of which one cell goes over several
            for left, right in pairwise(columns):
                if not any(rule.x0 <= (left + right) / 2 <= rule.x1 for rule in beside):
                    found.append(Rule(left, y, right, y))
    return found


def _tables(stack: Sequence[Rule], words: Sequence[Span], upright: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Return the stretches of a stack between whose rules the text keeps the same blank strips."""
    table: list[Rule] = []
    strips: list[float] = []
    for above, below in pairwise(stack):
        crossed = any(
            above.x0 <= rule.x0 <= above.x1 and rule.top < below.top - _APART and rule.bottom > above.top + _APART
            for rule in upright
        )
        band = [word for word in words if above.top < word.baseline < below.top]
        top = table[0].top if table else above.top
        wider = [] if crossed else _strips([word for word in words if top < word.baseline < below.top])
        both = bool(wider) and any(word.x1 <= wider[0] for word in band) and any(word.x0 >= wider[0] for word in band)
        if wider and (both or (table and band and len(wider) == len(strips))):
            table, strips = [*(table or [above]), below], wider
            continue
        if _has_columns(table, strips, words):
            yield table
        table, strips = [], []
    if _has_columns(table, strips, words):
        yield table


def _has_columns(table: Sequence[Rule], strips: Sequence[float], words: Sequence[Span]) -> bool:
    """Return whether a second column has text in several lines, which no single line below a heading makes."""
    if len(table) < _FEWEST_RULES:
        return False
    inside = (word for word in words if table[0].top < word.baseline < table[-1].top)
    return len({round(word.baseline) for word in inside if word.x0 >= strips[0]}) > 1


def _stacks(level: Sequence[Rule]) -> list[list[Rule]]:
    """Stack rules of one width below each other, each made of the pieces that single cells draw."""
    whole: list[Rule] = []
    for rule in sorted(level, key=lambda rule: (round(rule.top), rule.x0)):
        last = whole[-1] if whole else None
        if last is not None and abs(last.top - rule.top) <= _ROUGH and rule.x0 <= last.x1 + _APART:
            whole[-1] = Rule(last.x0, last.top, max(last.x1, rule.x1), last.top)
        else:
            whole.append(rule)
    stacks: list[list[Rule]] = []
    for rule in whole:
        for stack in stacks:
            last = stack[-1]
            same = abs(last.x0 - rule.x0) <= _APART and abs(last.x1 - rule.x1) <= _APART
            if same and rule.top - last.top <= _WIDEST:
                if rule.top - last.top > _APART:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= _FEWEST_RULES]


def _words(span: Span) -> Iterator[Span]:
    for word in re.finditer("[^ ]+", span.text):
        begin, end = word.span()
        x1 = span.lefts[end] if end < len(span.lefts) else span.x1
        yield replace(span, text=word[0], lefts=span.lefts[begin:end], x0=span.lefts[begin], x1=x1)


def _strips(words: Sequence[Span]) -> list[float]:
    """Return the middles of the strips in which no word stands, wider than the blank between two words."""
    strips: list[float] = []
    end: float | None = None
    for word in sorted(words, key=lambda word: word.x0):
        if end is not None and word.x0 - end >= max(_STRIP, _BLANK * word.size):
            strips.append((end + word.x0) / 2)
        end = max(word.x1, end or 0.0)
    return strips
