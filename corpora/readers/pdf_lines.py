"""From the characters of a PDF page to its printed lines, in reading order.

Characters become spans, pieces of one printed line with their place, size and weight. Only this module knows PDFium's
text functions. Sizes are measured through the character's matrix, because the plain font size is 1.0 in many files;
characters are walked by PDFium's character index, never by an offset in its string, where those beyond the BMP count
twice.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, repeat
from math import hypot, inf
from statistics import median
from typing import Any, Literal, TypeVar
from unicodedata import normalize

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from corpora.items import marker
from corpora.readers.choices import BUTTON, EMPTY, TICKED
from corpora.readers.pdf_visibility import Visibility, is_clipped
from corpora.records import Box
from corpora.text import clean

_Thing = TypeVar("_Thing")
_SAME_ROW = 0.45  # sizes between two baselines of one row: indices, fractions
_WORD_GAP = 1.8  # sizes between two spans of one line that follow each other in the file
_NEXT_COLUMN = 0.5  # sizes between two that do not: more is another column
_MARKER_GAP = 5.0  # sizes between a marker and its text
_WIDEST_BLANK = 6.0  # sizes between two words of a line that is stretched to the width of its column
_EVEN = 0.25  # sizes by which the blanks of such a line differ
_ROWS, _PLAY = 4, range(-2, 3)  # rows around it, points by which its ends and those of a line in them differ
_UNMAPPED = "\0\ufffd"  # a glyph without a meaning; at a line's beginning it is a bullet
_DOT_GAP = (0.1, 3.0)  # sizes between a drawn bullet and its text
_FEWEST = 5  # lines in each of two columns
_FEWEST_UNALIGNED = 8  # the same, where they do not fill their columns
_HEAVIER, _LARGER = 0.5, 1.1  # by which share of bold letters, and how many times, a heading is
_FEWEST_LABELS, _MOST = 3, 0.7  # labels beside text, and of what begins there the least share
_APART = 1.6  # sizes between the lines of two labels
_MEETING = 0.5  # of the lines, which have another one beside them by chance


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, in points from the page's top left corner.

    `text` is clean, with a hyphen or `BROKEN` at the end where a word is broken; `size` the height of the font that
    most of it is set in, `bold` the share of its characters in a bold face. A marker is `closed` that has a sign of its
    own (a bullet, "a)", "1."), see `corpora.items`; `hang` is the left edge of the text behind it, `first` the width of
    the first word; before a `bullet` line stands one that is no character. `edge` is where its column ends on a page
    that is set in two. All this is in the line's own direction of reading; where that is `turn` degrees from the
    page's, `shown` is its box on the page.
    """

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: float
    marker: str = ""
    closed: bool = False
    hang: float = 0.0
    first: float = 0.0
    bullet: bool = False
    edge: float = inf
    turn: int = 0
    shown: Box | None = None

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.x0, self.top, self.x1, self.bottom


def make_lines(spans: Sequence[Span], page: int, tables: Sequence[Box] = ()) -> list[Line]:
    """Make the lines of a page, in no order, of spans not diagonal; a line without text stands for each table."""
    order = {id(span): number for number, span in enumerate(spans)}
    upright = sorted((span for span in spans if span.turn == 0), key=lambda span: (span.baseline, span.x0))
    rows = grouped(
        upright, lambda row, span: abs(span.baseline - row[0].baseline) < _SAME_ROW * max(span.size, row[0].size)
    )
    lines: list[Line] = []
    near = (rows[max(number - _ROWS, 0) : number + _ROWS + 1] for number in range(len(rows)))
    together = {
        id(span)
        for row, beside in zip(rows, near, strict=True)
        for run in grouped(
            sorted(row, key=lambda span: order[id(span)]),
            lambda run, span: (
                order[id(span)] - order[id(run[-1])] == 1 and 0 < span.x0 - run[-1].x1 < _WIDEST_BLANK * span.size
            ),
        )
        for span in _stretched(run, beside)
    }
    together |= {id(box) for row in rows for box in _boxes_behind(row)}
    # A row is parted at its wide gaps, where another column begins; a marker stays with its text.
    for row in rows:
        parts = grouped(
            sorted(row, key=lambda span: span.x0),
            lambda part, span: (
                id(span) in together or span.x0 - max(one.x1 for one in part) <= _reach(part, span, order)
            ),
        )
        lines += map(_line, parts, repeat(page))
    lines += [_line([span], page) for span in spans if span.turn]
    size = median(span.size for span in spans) if spans else 0.0
    places = [Line(page, "", *box, baseline=box[1], size=size, bold=0.0, hang=box[0]) for box in tables]
    return [*(line for line in lines if line.text.strip(BROKEN)), *places]


def with_bullets(lines: Sequence[Line], dots: Sequence[Box]) -> list[Line]:
    """Return the lines, marked where one of the small shapes that are drawn on the page is their bullet."""

    def begins(line: Line, x: float, y: float) -> bool:
        near, far = line.x0 - _DOT_GAP[0] * line.size, line.x0 - _DOT_GAP[1] * line.size
        if line.marker or not (far <= x <= near and line.top < y < line.bottom):
            return False
        return not any(other.x0 <= x <= other.x1 and other.top < y < other.bottom for other in lines)

    middles = [((dot[0] + dot[2]) / 2, (dot[1] + dot[3]) / 2) for dot in dots]
    return [replace(line, bullet=True) if any(begins(line, x, y) for x, y in middles) else line for line in lines]


def grouped(things: Iterable[_Thing], belongs: Callable[[list[_Thing], _Thing], bool]) -> list[list[_Thing]]:
    """Return the things in groups: each joins the group before it where it `belongs` to that."""
    groups: list[list[_Thing]] = []
    for thing in things:
        if groups and belongs(groups[-1], thing):
            groups[-1].append(thing)
        else:
            groups.append([thing])
    return groups


def _reach(part: Sequence[Span], span: Span, order: Mapping[int, int]) -> float:
    """Return how far from a part of a row a span may be that belongs to it."""
    size = max(part[-1].size, span.size)
    if span.text[0] in STRONG_BULLETS:
        return 0.5 * size
    if _marks(clean(" ".join(one.text for one in part))):
        return _MARKER_GAP * size
    follows = abs(order[id(span)] - order[id(part[-1])]) == 1
    return (_WORD_GAP if follows else _NEXT_COLUMN) * size


def _stretched(run: Sequence[Span], rows: Sequence[Sequence[Span]]) -> Sequence[Span]:
    """Return the words but the first of a justified line of few words, whose blanks are as wide as columns.

    A run follows each other in the file; they are mostly small, with even blanks or from end to end of a whole line in
    the rows around theirs.
    """
    while len(run) > 1 and _marks(run[0].text):
        run = run[1:]
    first, *rest = run
    if not rest or 2 * sum(span.text[0].islower() for span in rest) < len(rest):
        return ()
    blanks = [span.x0 - before.x1 for before, span in pairwise(run)]
    even = len(rest) > 1 and max(blanks) - min(blanks) <= _EVEN * first.size
    ends = {(round(span.x0), round(span.x1)) for near in rows for span in near}
    left, right = round(first.x0), round(rest[-1].x1)
    beside = any((left + one, right + other) in ends for one in _PLAY for other in _PLAY)
    return rest if even or beside else ()


def _boxes_behind(row: Sequence[Span]) -> Sequence[Span]:
    """Return the boxes to be ticked of a row that has them behind its texts: each is of what stands before it."""
    boxes = [span for span in row if span.text in BOXES]
    if not boxes:
        return ()
    first, *_others, last = sorted(row, key=lambda span: span.x0) if len(row) > 1 else (*row, *row)
    return boxes if last in boxes and first not in boxes else ()


def _marks(text: str) -> bool:
    """Return whether a text is nothing but the marker of an item."""
    found = marker(f"{text} X")
    return found is not None and found.end() > len(text)


def _line(part: Sequence[Span], page: int) -> Line:
    raw = ""
    lefts: list[float] = []
    for span in part:
        if raw and span.x0 - lefts[-1] > 0 and not raw.endswith(" "):
            raw += " "
            lefts.append(span.x0)
        raw += span.text
        lefts += span.lefts
    main = max(part, key=lambda span: len(span.text))
    x0, x1 = min(span.x0 for span in part), max(span.x1 for span in part)
    text = clean(raw) + (BROKEN if raw.endswith(BROKEN) else "")
    found, space = marker(text), raw.find(" ")
    # Behind so many visible characters the text behind the marker begins.
    visible = [index for index, char in enumerate(raw) if char != " "]
    behind = len(found[0].replace(" ", "")) if found else 0
    return Line(
        page=page,
        text=text,
        x0=x0,
        top=min(span.top for span in part),
        x1=x1,
        bottom=max(span.bottom for span in part),
        baseline=main.baseline,
        size=main.size,
        bold=sum(span.bold * len(span.text) for span in part) / sum(len(span.text) for span in part),
        marker=found[0].strip() if found else "",
        closed=found is not None and found.lastgroup != "open",
        hang=lefts[visible[behind] if behind < len(visible) else -1] if found else x0,
        first=lefts[space] - x0 if space > 0 else x1 - x0,
        bullet=raw[0] in _UNMAPPED,
    )


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Order lines for reading: from top to bottom, one column after the other, a label before its text."""
    lines = sorted(lines, key=lambda line: (round(line.baseline, 1), line.x0))
    columns = _columns(lines)
    if columns is None:
        return lines
    begin, end, gutter = columns
    left, right = _sides(lines[begin:end], gutter)
    ordered = [*in_order(lines[:begin])]
    for column in _labelled(left, right) or (left, right):
        edge = max(line.x1 for line in column)
        ordered += in_order([replace(line, edge=min(line.edge, edge)) for line in column])
    return [*ordered, *in_order(lines[end:])]


def _labelled(left: Sequence[Line], right: Sequence[Line]) -> list[Sequence[Line]]:
    """Return labels in bold, each before what stands beside it; none where the left column is one of running text.

    A label begins below a gap, on the line on which what it names begins.
    """
    begin = [
        *left[:1],
        *(line for above, line in pairwise(left) if line.baseline - above.baseline > _APART * line.size),
    ]
    beside = {round(line.baseline) + play for line in right for play in (-1, 0, 1)}
    heads = sum(round(line.baseline) in beside for line in begin)
    if heads < max(_FEWEST_LABELS, _MOST * len(begin)):
        return []
    bold, others = (median(line.bold for line in side) for side in (left, right))
    if bold < others + _HEAVIER:
        return []
    tops = [*(line.baseline - 1 for line in begin[1:]), inf]
    return [
        [line for line in side if above <= line.baseline < top]
        for above, top in pairwise([-inf, *tops])
        for side in (left, right)
        if any(above <= line.baseline < top for line in side)
    ]


def _sides(lines: Sequence[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    """Return what stands left of a blank strip and what stands right of it."""
    return [line for line in lines if line.x1 <= gutter], [line for line in lines if line.x1 > gutter]


def _columns(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """Return which lines, from and to, stand in two columns, and where the strip between them is.

    A table without rules is no pair of columns: its cells are narrow or end anywhere.
    """
    if len(lines) < 2 * _FEWEST:
        return None
    best: tuple[int, int, float] | None = None
    for edge in sorted({round(line.x0) for line in lines}):
        gutter = edge - 0.6
        crossing = [index for index, line in enumerate(lines) if line.x0 < gutter < line.x1]
        for before, end in pairwise([-1, *crossing, len(lines)]):
            longer = end - before - 1 > (best[1] - best[0] if best else 2 * _FEWEST - 1)
            if longer and _is_pair(*_sides(lines[before + 1 : end], gutter), gutter):
                best = before + 1, end, gutter
    # A heading below both columns is that of what follows them.
    while best and _is_heading(lines[best[1] - 1], lines[best[0] : best[1]]):
        best = best[0], best[1] - 1, best[2]
    return best


def _is_heading(line: Line, lines: Sequence[Line]) -> bool:
    """Return whether a line is bolder or larger than most of these."""
    bold, size = median(other.bold for other in lines), median(other.size for other in lines)
    return line.bold > bold + _HEAVIER or line.size > _LARGER * size


def _is_pair(left: Sequence[Line], right: Sequence[Line], gutter: float) -> bool:
    if _labelled(left, right):
        return True
    if min(len(left), len(right)) < _FEWEST or max(line.x1 for line in left) < gutter - 6 * left[0].size:
        return False
    start, end = min(line.x0 for line in (*left, *right)), max(line.x1 for line in (*left, *right))
    # Most lines fill their column, which no list of short entries does.
    filled = all(
        median(line.x1 - line.x0 for line in side) > 0.7 * width and width > 10 * side[0].size
        for side, width in ((left, gutter - start), (right, end - gutter))
    )
    return filled or _is_unaligned(left, right)


def _is_unaligned(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Return whether hardly a line has one beside it: headings and lists in columns, where rows of cells would meet."""
    top = max(left[0].baseline, right[0].baseline) - left[0].size
    bottom = min(left[-1].baseline, right[-1].baseline) + left[0].size
    beside = [[line.baseline for line in side if top <= line.baseline <= bottom] for side in (left, right)]
    if min(map(len, beside)) < _FEWEST_UNALIGNED:
        return False
    met = sum(any(abs(one - other) < 1 for other in beside[1]) for one in beside[0])
    return met < _MEETING * min(map(len, beside))


BROKEN = "\ufffe"  # stands at the end of a line for the hyphen of a word that goes on in the next one
_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for it: by the character's index, and in its strings
_ACCENTS = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "˜": "\u0303", "ˆ": "\u0302"}
_DOTLESS = {"ı": "i", "ȷ": "j"}
BOXES = frozenset({BUTTON, EMPTY, TICKED})
STRONG_BULLETS = "•●▪■◦○‣"  # stand for nothing else
DIAGONAL = -1
Look = Literal["", "invisible", "covered", "white", "layer", "outside", "unmapped"]

_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!x)", re.IGNORECASE)
_SYMBOLS = re.compile(r"wingdings\W?[23]?|webdings|dingbats", re.IGNORECASE)
_BOXES = {"wingdings": {0x6F: EMPTY, 0xA8: EMPTY, 0xFE: TICKED, 0xFD: TICKED, 0xFC: "✓", 0xFB: "✗"}}
_BOXES["wingdings2"] = {0xA3: EMPTY, 0x52: TICKED, 0x53: TICKED, 0x54: TICKED}
_PRIVATE = 0xF000  # where the characters of these fonts stand in Unicode
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123
# Text render modes; to fill, then stroke is how word processors fake a bold face.
_FILLED, _STROKED, _INVISIBLE = 0, 2, 3
WHITE = 250  # of 255: what has more of red, green and blue is not told from the paper
_TINY, _FARTHEST, _FAR_OFF = 0.1, 1e5, 1e7  # points
_WIDE = 1.8  # sizes: a wider gap parts columns; a justified line's blanks stay below it
_ASCENT, _DESCENT = 0.75, 0.25  # of the size, above and below the baseline: a box that does not depend on the font


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a printed line, in points from the page's top left corner.

    `text` is as PDFium gives it, with `BROKEN` at the end where a word goes on in the next line; `lefts` are the left
    edges of its characters, `x0` and `x1` those of the visible ones; `size` is the font's height as shown, `bold` the
    share of its letters in a bold face; `turn` is by how many degrees it is turned clockwise, or `DIAGONAL` for a
    watermark; `look` says what is odd about how it is shown: drawn with nothing or in white, covered, on a layer
    that is off, beyond what it is clipped to, or in letters of which the font does not say what they mean.
    """

    text: str
    lefts: tuple[float, ...]
    x0: float
    x1: float
    baseline: float
    size: float
    bold: float
    turn: int = 0
    look: Look = ""

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.x0, self.top, self.x1, self.bottom

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.baseline + _DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible page: turns PDF user space into points from the top left corner of the page as shown."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def from_page(cls, page: PdfPage) -> Frame:
        """Make the frame of a page by its crop box and its rotation."""
        left, bottom, right, top = (min(_FAR_OFF, max(-_FAR_OFF, edge)) for edge in page.get_bbox())
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of user space is shown."""
        # Or the edge of where anything stands; files also say places that are no number.
        x, y = min(_FAR_OFF, max(-_FAR_OFF, x)), min(_FAR_OFF, max(-_FAR_OFF, y))
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return where a box of user space is shown: left, top, right, bottom."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def turned(self, turn: int) -> Frame:
        """Return the same page as seen by one who reads what is turned by so many degrees."""
        return replace(self, rotation=(self.rotation - turn) % 360)

    def seen(self, box: Box, turn: int) -> Box:
        """Return where a box of the page as shown stands on the page as `turned`; there, `-turn` is the way back."""
        (width, height), (x0, y0, x1, y1) = self.size, box
        return {
            90: (y0, width - x1, y1, width - x0),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (height - y1, x0, height - y0, x1),
        }.get(turn % 360, box)


@dataclass(frozen=True, slots=True)
class _Style:
    """What all characters of one text object share."""

    baseline: float
    size: float
    bold: bool
    symbols: str
    turn: int
    look: Look
    handle: Any = field(compare=False)
    above: tuple[Box, ...] = ()


class _Styles:
    """The styles of a page's text objects, each looked up once."""

    def __init__(self, textpage: PdfTextPage, frame: Frame, shown: Visibility) -> None:
        self._textpage, self._frame, self._shown = textpage.raw, frame, shown
        self._known: dict[bytes, _Style] = {}
        self._fonts: dict[bytes, tuple[bool, str]] = {}
        self._colour = [ctypes.c_uint() for _ in range(4)]

    def style_as_shown(self, index: int) -> _Style | None:
        """Return the same, covered where the character is."""
        style = self.style(index)
        if style is None or style.look or not self._shown.is_covered(style.handle, index, style.above):
            return style
        return replace(style, look="covered")

    def style(self, index: int) -> _Style | None:
        """Return the style of a character; None for one that PDFium made up (a blank between words, a line break)."""
        handle = pdfium.FPDFText_GetTextObject(self._textpage, index)
        if not handle:
            return None
        address = bytes(handle)
        if address not in self._known:
            matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetMatrix(self._textpage, index, matrix)
            pdfium.FPDFText_GetCharOrigin(self._textpage, index, x, y)
            size = pdfium.FPDFText_GetFontSize(self._textpage, index) * hypot(matrix.c, matrix.d)
            size = min(size, _FARTHEST) if size > _TINY else _TINY
            here = self._frame.point(x.value, y.value)
            there = self._frame.point(x.value + matrix.a, y.value + matrix.b)
            right, down = there[0] - here[0], there[1] - here[1]
            slope = min(abs(right), abs(down)) / max(abs(right), abs(down), 1e-9)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
            bold, symbols = self._font(pdfium.FPDFTextObj_GetFont(handle))
            level = 0 if right > 0 else 180
            turn = DIAGONAL if slope > 0.1 else level if abs(right) > abs(down) else 90 if down > 0 else 270
            look, above = self._look(handle, index, mode), self._shown.above(handle)
            self._known[address] = _Style(here[1], size, mode == _STROKED or bold, symbols, turn, look, handle, above)
        return self._known[address]

    def _look(self, handle: Any, index: int, mode: int) -> Look:  # noqa: ANN401
        if self._shown.is_off(handle, index):
            return "layer"
        red, green, blue, alpha = self._colour
        filled = mode == _FILLED and pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        if mode == _INVISIBLE or (filled and not alpha.value):
            return "invisible"
        if pdfium.FPDFText_HasUnicodeMapError(self._textpage, index) == 1:
            return "unmapped"
        return "white" if filled and min(red.value, green.value, blue.value) > WHITE else ""

    def _font(self, font: Any) -> tuple[bool, str]:  # noqa: ANN401
        """Return whether the font is bold, and which it is of those that have pictures for letters."""
        address = bytes(font)
        if not font:
            return False, ""
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            name = buffer.value.decode("latin-1")
            heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT or pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD
            symbols = _SYMBOLS.search(name)
            called = re.sub(r"\W", "", symbols[0].lower()) if symbols else ""
            self._fonts[address] = bool(heavy or _BOLD_NAME.search(name)), called
        return self._fonts[address]


class _Pen:
    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._start()

    def _start(self) -> None:
        self._text: list[str] = []
        self._lefts: list[float] = []
        self._styles: list[_Style] = []
        self._bold = self._letters = 0
        self._x1 = -inf

    def write(self, char: str, x0: float, x1: float, style: _Style) -> None:
        """Write one visible character; a change of line or a step back begins a new span."""
        if self._styles:
            last = self._styles[-1]
            size = max(last.size, style.size)
            away = abs(last.baseline - style.baseline) > 0.6 * size
            away = away or x0 < self._x1 - 2 * size or x0 > self._x1 + _WIDE * size
            behind_gap = char in STRONG_BULLETS and x0 > self._x1 + 0.5 * style.size  # "Apoyos:   • Manual"
            changes = last.turn != style.turn or last.look != style.look
            if changes or behind_gap or (away and style.turn == 0):
                self.end()
        above = _ACCENTS.get(self._text[-1]) if self._text else None
        if above is not None and x0 <= self._x1 - 0.5 and char.isalpha():
            # The letter with the accent that stands right above it: how TeX sets "ó" in its old fonts.
            for drawn in (self._text, self._lefts, self._styles):
                drawn.pop()
            char = normalize("NFC", _DOTLESS.get(char, char) + above)
        if style.symbols:
            # Wingdings shows a square for "§" and an arrow for "Ø": at the beginning of a line a bullet.
            code = ord(char) - _PRIVATE if ord(char) > _PRIVATE else ord(char)
            char = _BOXES.get(style.symbols, {}).get(code, char if self._text else "•")
        self._text.append(char)
        self._lefts.append(x0)
        self._styles.append(style)
        if char.isalnum():
            self._bold += style.bold
            self._letters += 1
        self._x1 = max(self._x1, x1)

    def blank(self) -> None:
        """Write a blank; none at the beginning, no two together."""
        if self._text and self._text[-1] != " ":
            self._text.append(" ")
            self._lefts.append(self._x1)

    def end(self, mark: str = "") -> None:
        """End the line; `mark` says that its last word is broken."""
        if self._styles:
            while self._text[-1] == " ":
                self._text.pop()
                self._lefts.pop()
            # The size and baseline that most characters have: indices above and below the line do not count.
            shape = Counter(self._styles).most_common(1)[0][0]
            lefts = (*self._lefts, self._x1) if mark else tuple(self._lefts)
            bold = self._bold / self._letters if self._letters else float(all(style.bold for style in self._styles))
            place = lefts[0], self._x1, shape.baseline, shape.size
            clipped = all(is_clipped(style.handle) for style in self._styles)
            look: Look = self._styles[0].look or ("outside" if clipped else "")
            self.spans.append(Span("".join(self._text) + mark, lefts, *place, bold, shape.turn, look))
        self._start()


def read_spans(textpage: PdfTextPage, frame: Frame, shown: Visibility) -> list[Span]:
    """Return the spans of a page in the order of its content stream."""
    styles, pen, raw = _Styles(textpage, frame, shown), _Pen(), textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    high = 0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        char = chr(code)
        if char in "\r\n":
            pen.end()
        elif code in _HYPHENS:
            pen.end(BROKEN)
        elif char.isspace():
            pen.blank()
        elif (style := styles.style_as_shown(index)) is not None:
            pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
            if frame.rotation:
                x0, _, x1, _ = frame.box(left.value, bottom.value, right.value, top.value)
            else:
                x0, x1 = left.value - frame.left, right.value - frame.left
            if abs(x0) + abs(x1) + abs(style.baseline) < _FARTHEST:  # a damaged file can have any number there
                pen.write(char, x0, x1, style)
    pen.end()
    return pen.spans
