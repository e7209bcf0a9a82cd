"""The characters of a PDF page as spans: pieces of one printed line, with their place, size and weight.

Only this module knows PDFium's text functions. Sizes are measured through the character's matrix, because the plain
font size is 1.0 in many files; characters are walked by PDFium's character index, never by an offset in its string,
where those beyond the BMP count twice.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from math import hypot
from typing import Any
from unicodedata import normalize

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

BROKEN = "\ufffe"  # stands at the end of a line for the hyphen of a word that goes on in the next one
_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for it: by the character's index, and in its strings
_ACCENTS = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "˜": "\u0303", "ˆ": "\u0302"}
_DOTLESS = {"ı": "i", "ȷ": "j"}
STRONG_BULLETS = "•●▪■◦○‣"  # stand for nothing else
DIAGONAL, UPRIGHT, TURNED = "diagonal", "upright", "turned"

_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!x)", re.IGNORECASE)
_SYMBOLS = re.compile(r"wingdings|webdings|dingbats", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123
_STROKED = 2  # text render mode: fill, then stroke; how word processors fake a bold face
_TINY, _FARTHEST, _FAR_OFF = 0.1, 1e5, 1e7  # points
_WIDE = 1.8  # sizes: a wider gap parts columns; a justified line's blanks stay below it
_ASCENT, _DESCENT = 0.75, 0.25  # of the size, above and below the baseline: a box that does not depend on the font


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a printed line, in points from the page's top left corner.

    Attributes:
        text: as PDFium gives it, uncleaned; ends with `BROKEN` where a word goes on in the next line.
        lefts: left edge of each character of `text`; `x0` and `x1` are the edges of the visible ones.
        size: height of the font as shown.
        bold: share of its letters in a bold face, 0 to 1.
        turn: upright, turned (by 90 or 180 degrees) or diagonal (a watermark).
    """

    text: str
    lefts: tuple[float, ...]
    x0: float
    x1: float
    baseline: float
    size: float
    bold: float
    turn: str = UPRIGHT

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
    def of(cls, page: PdfPage) -> Frame:
        """By the page's crop box and its rotation."""
        left, bottom, right, top = map(_near, page.get_bbox())
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of user space is shown."""
        x, y = _near(x), _near(y)
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Where a box of user space is shown: left, top, right, bottom."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


@dataclass(frozen=True, slots=True)
class _Style:
    """What all characters of one text object share."""

    baseline: float
    size: float
    bold: bool
    symbols: bool
    turn: str


class _Styles:
    """The styles of a page's text objects, each looked up once."""

    def __init__(self, textpage: PdfTextPage, frame: Frame) -> None:
        self._textpage, self._frame = textpage, frame
        self._known: dict[int, _Style] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {0: (False, False)}

    def of(self, index: int) -> _Style | None:
        """The style of a character; None for one that PDFium made up (a blank between words, a line break)."""
        handle = pdfium.FPDFText_GetTextObject(self._textpage, index)
        address = ctypes.cast(handle, ctypes.c_void_p).value
        if address is None:
            return None
        if address not in self._known:
            self._known[address] = self._measure(index, handle)
        return self._known[address]

    def _measure(self, index: int, handle: Any) -> _Style:  # noqa: ANN401 - a pointer of PDFium
        matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetMatrix(self._textpage, index, matrix)
        pdfium.FPDFText_GetCharOrigin(self._textpage, index, x, y)
        size = pdfium.FPDFText_GetFontSize(self._textpage, index) * hypot(matrix.c, matrix.d)
        size = min(size, _FARTHEST) if size > _TINY else _TINY
        here, there = self._frame.point(x.value, y.value), self._frame.point(x.value + matrix.a, y.value + matrix.b)
        right, down = there[0] - here[0], there[1] - here[1]
        slope = min(abs(right), abs(down)) / max(abs(right), abs(down), 1e-9)
        upright = right > 0 and abs(down) <= 0.1 * right
        stroked = pdfium.FPDFTextObj_GetTextRenderMode(handle) == _STROKED
        bold, symbols = self._font(pdfium.FPDFTextObj_GetFont(handle))
        turn = UPRIGHT if upright else DIAGONAL if slope > 0.1 else TURNED
        return _Style(here[1], size, stroked or bold, symbols, turn)

    def _font(self, font: Any) -> tuple[bool, bool]:  # noqa: ANN401
        """Whether the font is bold, and whether it has pictures for letters."""
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            name = buffer.value.decode("latin-1")
            heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT or pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD
            self._fonts[address] = bool(heavy or _BOLD_NAME.search(name)), _SYMBOLS.search(name) is not None
        return self._fonts[address]


def _near(place: float) -> float:
    """The place, or the edge of where anything stands; files also say places that are no number."""
    return min(_FAR_OFF, max(-_FAR_OFF, place))


class _Pen:
    """Collects characters until the line ends."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._start()

    def _start(self) -> None:
        self._text: list[str] = []
        self._lefts: list[float] = []
        self._styles: list[_Style] = []
        self._bold = self._letters = 0
        self._x1 = 0.0

    def write(self, char: str, x0: float, x1: float, style: _Style) -> None:
        """One visible character; a change of line or a step back begins a new span."""
        if self._styles:
            last = self._styles[-1]
            behind_gap = char in STRONG_BULLETS and x0 > self._x1 + 0.5 * style.size  # "Apoyos:   • Manual"
            if last.turn != style.turn or behind_gap or (style.turn == UPRIGHT and self._leaves(last, style, x0)):
                self.end()
        above = _ACCENTS.get(self._text[-1]) if self._text else None
        if above is not None and x0 <= self._x1 - 0.5 and char.isalpha():
            # The letter with the accent that stands right above it: how TeX sets "ó" in its old fonts.
            for drawn in (self._text, self._lefts, self._styles):
                drawn.pop()
            char = normalize("NFC", _DOTLESS.get(char, char) + above)
        # Wingdings shows a square for "§" and an arrow for "Ø": at the beginning of a line a bullet.
        self._text.append("•" if style.symbols and not self._text else char)
        self._lefts.append(x0)
        self._styles.append(style)
        if char.isalnum():
            self._bold += style.bold
            self._letters += 1
        self._x1 = max(self._x1, x1)

    def _leaves(self, last: _Style, style: _Style, x0: float) -> bool:
        size = max(last.size, style.size)
        away = abs(last.baseline - style.baseline) > 0.6 * size
        return away or x0 < self._x1 - 2 * size or x0 > self._x1 + _WIDE * size

    def blank(self) -> None:
        """A blank; none at the beginning, no two together."""
        if self._text and self._text[-1] != " ":
            self._text.append(" ")
            self._lefts.append(self._x1)

    def end(self, mark: str = "") -> None:
        """The line ends; `mark` says that its last word is broken."""
        if self._styles:
            while self._text[-1] == " ":
                self._text.pop()
                self._lefts.pop()
            # The size and baseline that most characters have: indices above and below the line do not count.
            shape = Counter(self._styles).most_common(1)[0][0]
            lefts = (*self._lefts, self._x1) if mark else tuple(self._lefts)
            bold = self._bold / self._letters if self._letters else float(all(style.bold for style in self._styles))
            place = lefts[0], self._x1, shape.baseline, shape.size
            self.spans.append(Span("".join(self._text) + mark, lefts, *place, bold, shape.turn))
        self._start()


def read_spans(textpage: PdfTextPage, frame: Frame) -> list[Span]:
    """The spans of a page in the order of its content stream."""
    styles, pen = _Styles(textpage, frame), _Pen()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    high = 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
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
        elif (style := styles.of(index)) is not None:
            pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
            if frame.rotation:
                x0, _, x1, _ = frame.box(left.value, bottom.value, right.value, top.value)
            else:
                x0, x1 = left.value - frame.left, right.value - frame.left
            if abs(x0) + abs(x1) + abs(style.baseline) < _FARTHEST:  # a damaged file can have any number there
                pen.write(char, x0, x1, style)
    pen.end()
    return pen.spans
