"""What is drawn on a PDF page beside the text: rules of tables, those that tables lack, and bullets."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfMatrix, PdfPage

from corpora.readers.pdf_chars import Frame, Span
from corpora.records import Box

_THIN = 2.5  # points: what is thinner is a line
_SHORTEST = 4.0  # points
_STRAIGHT = 0.6  # points by which a line may lean
_DOT = (0.8, 9.0)  # points: smallest and largest bullet
_PICTURE = 0.3  # of the page's area
_MARGIN = 0.2  # of the page's height: there rules may belong to a running header or footer
_MOST = 4000  # objects of one page that are looked at, and rules that can be a table's
_DEPTH = 4  # forms within forms
_TOUCHING = 3.0  # points
_FEWEST_COLUMNS = 3  # upright rules of a table with two columns

_NEAR = 3.0  # points by which rules of one table may differ
_FEWEST = 3  # rules: above the header, below it, and at the end
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
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page.

    Attributes:
        rules: none where there are too many to be a table's.
        dots: boxes of small filled shapes and small pictures, which may be bullets.
        is_empty: nothing at all stands on the page.
        is_pictured: a picture covers much of it, as a scanner's does.
    """

    rules: tuple[Rule, ...]
    dots: tuple[Box, ...]
    is_empty: bool
    is_pictured: bool = False


def read_drawn(page: PdfPage, frame: Frame) -> Drawn:
    """The rules and dots of a page."""
    rules: list[Rule] = []
    dots: list[Box] = []
    pictured = False
    area = frame.size[0] * frame.size[1]
    count = pdfium.FPDFPage_CountObjects(page)
    found = (pdfium.FPDFPage_GetObject(page, index) for index in range(min(count, _MOST)))
    for handle, matrix in (inner for each in found for inner in _within(each, PdfMatrix(), _DEPTH)):
        sides = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
            continue
        left, bottom, right, top = (side.value for side in sides)
        box = frame.box(*matrix.on_point(left, bottom), *matrix.on_point(right, top))
        width, height = box[2] - box[0], box[3] - box[1]
        if all(_DOT[0] <= side <= _DOT[1] for side in (width, height)) and 0.5 <= width / height <= 2:
            dots.append(box)
        if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_PATH:
            pictured = pictured or width * height > _PICTURE * area
        elif min(width, height) <= _THIN:
            rules += _rule(*box)
        elif _is_stroked(handle):
            rules += _sides(handle, matrix, frame)
    return Drawn(tuple(rules) if len(rules) <= _MOST else (), tuple(dots), count == 0, pictured)


def without_running(drawn: Sequence[Drawn], heights: Sequence[float]) -> list[tuple[Rule, ...]]:
    """The rules of each page less those of running headers and footers.

    These are near the edge, at the same place on half of the pages or more. A table's header that repeats is at the
    same place as well; it stays, since the columns of the rows below it go on from its own.
    """
    marginal = [
        {
            rule: tuple(map(round, rule))
            for rule in page.rules
            if rule.bottom < _MARGIN * height or rule.top > (1 - _MARGIN) * height
        }
        for page, height in zip(drawn, heights, strict=True)
    ]
    pages = Counter(place for places in marginal for place in set(places.values()))
    least = max(2, len(drawn) / 2)
    kept: list[tuple[Rule, ...]] = []
    for page, height, places in zip(drawn, heights, marginal, strict=True):
        running = {rule for rule, place in places.items() if pages[place] >= least}
        above = {rule for rule in running if rule.bottom < height / 2}
        if _goes_on(above, [rule for rule in page.rules if rule not in running]):
            running -= above
        kept.append(tuple(rule for rule in page.rules if rule not in running))
    return kept


def _goes_on(above: Iterable[Rule], rest: Sequence[Rule]) -> bool:
    """Whether three or more upright rules go on below the running ones, each below one of theirs if they have any."""
    lowest = max((rule.bottom for rule in above), default=0.0)
    ended = {round(rule.x0) for rule in above if not rule.is_level and lowest - rule.bottom <= _TOUCHING}
    going = {
        round(rule.x0)
        for rule in rest
        if not rule.is_level and rule.top <= lowest + _TOUCHING and rule.bottom > lowest + _TOUCHING
    }
    within = {x + step for x in ended for step in (-1, 0, 1)}
    return lowest > 0 and len(going) >= _FEWEST_COLUMNS and (not ended or going <= within)


def _within(handle: _Handle, outer: PdfMatrix, depth: int) -> Iterator[tuple[_Handle, PdfMatrix]]:
    """An object that is a path or picture, or those within a form, with the matrix of the form."""
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        yield handle, outer
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
        inner = _matrix(handle).multiply(outer)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(handle), _MOST)):
            yield from _within(pdfium.FPDFFormObj_GetObject(handle, index), inner, depth - 1)


def _matrix(handle: _Handle) -> PdfMatrix:
    found = pdfium.FS_MATRIX()
    return PdfMatrix.from_raw(found) if pdfium.FPDFPageObj_GetMatrix(handle, found) else PdfMatrix()


def _rule(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    """A thin box as the line in its middle."""
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    if x1 - x0 >= max(_SHORTEST, bottom - top):
        yield Rule(x0, y, x1, y)
    elif bottom - top >= _SHORTEST:
        yield Rule(x, top, x, bottom)


def _is_stroked(handle: _Handle) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)) and bool(stroke.value)


def _sides(handle: _Handle, matrix: PdfMatrix, frame: Frame) -> Iterator[Rule]:
    """The level and upright parts of a stroked path: a rectangle, or a whole grid drawn at once."""
    matrix = _matrix(handle).multiply(matrix)
    start = before = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*matrix.on_point(x.value, y.value))
        drawn = []
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            drawn.append((before, point))
        before = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            drawn.append((point, start))
            before = start
        for one, other in drawn:
            (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
            if min(x1 - x0, bottom - top) <= _STRAIGHT:
                yield from _rule(x0, top, x1, bottom)


def added_rules(rules: Sequence[Rule], spans: Sequence[Span]) -> list[Rule]:
    """The rules that tables of a page lack; none where its rules only part sections of the text.

    Where there is no rule between the rows, a row begins where the first column and another one have text.
    """
    level, upright = ([rule for rule in rules if rule.is_level == flat] for flat in (True, False))
    added = [*_open_ends(level, upright)]
    for stack in _stacks(level):
        left, right = stack[0].x0, stack[0].x1
        within = [span for span in spans if left - 1 <= span.x0 and span.x1 <= right + 1]
        words = [word for span in within for word in _words(span)]
        for table in _tables(stack, words, upright):
            top, bottom = table[0].top, table[-1].top
            inside = [word for word in words if top < word.baseline < bottom]
            strips = _strips(inside)
            added += [Rule(x, top, x, bottom) for x in (left, *strips, right)]
            if len(table) == _FEWEST:
                added += [Rule(left, y, right, y) for y in _row_tops(inside, table[1].top, strips[0])]
    return added


def _open_ends(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[Rule]:
    """Where the upright rules of a table end together without a level one, as a row does that a page breaks."""
    for ends in ([rule.top for rule in upright], [rule.bottom for rule in upright]):
        for y in sorted(set(map(round, ends))):
            columns = sorted(rule.x0 for rule, end in zip(upright, ends, strict=True) if abs(end - y) <= 1)
            if len(set(map(round, columns))) < _FEWEST:
                continue
            met = any(abs(rule.top - y) <= _NEAR and rule.x0 < columns[-1] and rule.x1 > columns[0] for rule in level)
            through = any(rule.top < y - _NEAR and rule.bottom > y + _NEAR for rule in upright)
            if not met and not through:
                yield Rule(columns[0], y, columns[-1], y)


def _tables(stack: Sequence[Rule], words: Sequence[Span], upright: Sequence[Rule]) -> Iterator[list[Rule]]:
    """The stretches of a stack between whose rules the text keeps the same blank strips."""
    table: list[Rule] = []
    strips: list[float] = []
    for above, below in pairwise(stack):
        crossed = any(
            above.x0 <= rule.x0 <= above.x1 and rule.top < below.top - _NEAR and rule.bottom > above.top + _NEAR
            for rule in upright
        )
        band = [word for word in words if above.top < word.baseline < below.top]
        top = table[0].top if table else above.top
        wider = [] if crossed else _strips([word for word in words if top < word.baseline < below.top])
        both = bool(wider) and any(word.x1 <= wider[0] for word in band) and any(word.x0 >= wider[0] for word in band)
        if wider and (both or (table and band and len(wider) == len(strips))):
            table, strips = [*(table or [above]), below], wider
            continue
        if len(table) >= _FEWEST:
            yield table
        table, strips = [], []
    if len(table) >= _FEWEST:
        yield table


def _stacks(level: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one width below each other, each made of the pieces that single cells draw."""
    whole: list[Rule] = []
    for rule in sorted(level, key=lambda rule: (round(rule.top), rule.x0)):
        last = whole[-1] if whole else None
        if last is not None and abs(last.top - rule.top) <= 1.5 and rule.x0 <= last.x1 + _NEAR:
            whole[-1] = Rule(last.x0, last.top, max(last.x1, rule.x1), last.top)
        else:
            whole.append(rule)
    stacks: list[list[Rule]] = []
    for rule in whole:
        for stack in stacks:
            last = stack[-1]
            same = abs(last.x0 - rule.x0) <= _NEAR and abs(last.x1 - rule.x1) <= _NEAR
            if same and rule.top - last.top <= _WIDEST:
                if rule.top - last.top > _NEAR:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= _FEWEST]


def _words(span: Span) -> Iterator[Span]:
    """The words of a span, each as one."""
    begin = 0
    for text in span.text.split(" "):
        end = begin + len(text)
        if text:
            x1 = span.lefts[end] if end < len(span.lefts) else span.x1
            yield replace(span, text=text, lefts=span.lefts[begin:end], x0=span.lefts[begin], x1=x1)
        begin = end + 1


def _strips(words: Sequence[Span]) -> list[float]:
    """The middles of the strips in which no word stands, wider than the blank between two words."""
    strips: list[float] = []
    end: float | None = None
    for word in sorted(words, key=lambda word: word.x0):
        if end is not None and word.x0 - end >= max(_STRIP, _BLANK * word.size):
            strips.append((end + word.x0) / 2)
        end = max(word.x1, end or 0.0)
    return strips


def _row_tops(words: Sequence[Span], below: float, strip: float) -> Iterator[float]:
    """Upper edges of the rows below the header, the first one left out."""
    beside = {round(word.baseline) for word in words if word.x0 >= strip}
    tops = sorted({round(word.top) for word in words if word.x1 <= strip and round(word.baseline) in beside})
    yield from [top for top in tops if top > below][1:]
