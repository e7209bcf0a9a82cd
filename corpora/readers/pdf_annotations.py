"""What stands upon a PDF page: values of form fields, free text, boxes to be ticked, strike-outs, remarks, files.

A value is read as the field holds it, since many programs set it without drawing it, and laid into the field's place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from ctypes import c_ushort, sizeof
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from corpora.omissions import Omissions, Reason
from corpora.readers.choices import BUTTON, TICKED
from corpora.readers.pdf_lines import Frame, Span
from corpora.records import Box

_Handle = Any  # a pointer of PDFium
Off = Callable[[], Collection[tuple[int, int]]]
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
# Those whose text is what somebody says of the page.
_REMARKS = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_SQUIGGLY,
}
_REMARKS |= {pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_LINE}
_REMARKS |= {pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE}
_REMARKS |= {pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_REDACT}
_CHOICES = (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_BUTTONS = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_MOST = 5000  # annotations of one page, options of one field
_LONGEST = 1 << 20  # bytes of one text
_WIDTH, _LEADING, _RISE = 0.5, 1.2, 0.3  # sizes: of a letter, between two lines, of a line's middle over its baseline
_INSIDE = 2.0  # points between a field's edge and its text
_LEAST = 1.0  # points
_BREAK = re.compile(r"\r\n?|\n")


class Annotations:
    """Those of a page: `values` are texts in their places, `struck` boxes of text struck out, `files` are names."""

    def __init__(self, page: PdfPage, frame: Frame, number: int, size: float, omissions: Omissions, off: Off) -> None:
        """Read them on the page of this number, whose text is mostly of this size; what is not said is counted.

        `off` is asked for those that are on a layer that is off where one is on a layer, see `pdf_visibility`.
        """
        self.values: list[Span] = []
        self.struck: list[Box] = []
        self.files: list[str] = []
        self._frame, self._number, self._size, self._omissions = frame, number, size, omissions
        self._form = page.formenv.raw if page.formenv else None
        for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
            with _opened(page, index) as annotation:
                if annotation:
                    layered = pdfium.FPDFAnnot_HasKey(annotation, b"OC") and (number, index) in off()
                    hidden = pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN
                    self._read(annotation, "layer" if layered else "hidden" if hidden else None)

    def _read(self, annotation: _Handle, hidden: Reason | None) -> None:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            attached = pdfium.FPDFAnnot_GetFileAttachment(annotation)
            self.files += [_text(pdfium.FPDFAttachment_GetName, attached)] if attached else []
        elif kind in _REMARKS:
            remark = _text(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
            self._omissions.add("comment", self._number, count=bool(remark.strip()))
            if kind == pdfium.FPDF_ANNOT_STRIKEOUT and not hidden:
                self.struck += (self._frame.box(*quad) for quad in _quads(annotation))
        elif kind == pdfium.FPDF_ANNOT_FREETEXT:
            text = _text(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
            self._add(text, self._box(annotation), wraps=True, hidden=hidden)
        elif kind == pdfium.FPDF_ANNOT_WIDGET and self._form:
            self._read_field(annotation, hidden)

    def _read_field(self, annotation: _Handle, hidden: Reason | None) -> None:
        field = (self._form, annotation)
        kind, box = pdfium.FPDFAnnot_GetFormFieldType(*field), self._box(annotation)
        flags = pdfium.FPDFAnnot_GetFormFieldFlags(*field)
        value = _text(pdfium.FPDFAnnot_GetFormFieldValue, *field)
        if kind in _BUTTONS and not hidden:
            sign = TICKED if pdfium.FPDFAnnot_IsChecked(*field) else BUTTON
            self.values += _line(sign, box, (box[1] + box[3]) / 2, self._size)
        elif kind in _CHOICES:
            options = range(min(pdfium.FPDFAnnot_GetOptionCount(*field), _MOST))
            chosen = [option for option in options if pdfium.FPDFAnnot_IsOptionSelected(*field, option)]
            labels = [_text(pdfium.FPDFAnnot_GetOptionLabel, *field, option) for option in chosen]
            self._add("\n".join(labels) or value, box, wraps=False, hidden=hidden)
            if kind == pdfium.FPDF_FORMFIELD_LISTBOX and not hidden:
                self._omissions.add("unticked", self._number, count=len(options) - len(chosen))
        elif kind == pdfium.FPDF_FORMFIELD_TEXTFIELD and not flags & pdfium.FPDF_FORMFLAG_TEXT_PASSWORD:
            self._add(value, box, wraps=bool(flags & pdfium.FPDF_FORMFLAG_TEXT_MULTILINE), hidden=hidden)

    def _add(self, text: str, box: Box, *, wraps: bool, hidden: Reason | None) -> None:
        """Lay a text into a box, in letters small enough that all of its lines have room."""
        lines = paragraphs = [line.strip() for line in _BREAK.split(text) if line.strip()]
        if hidden and lines:
            self._omissions.add(hidden, self._number)
        if hidden or not lines:
            return
        (x0, top, x1, bottom), size = box, self._size
        while True:
            if wraps:
                width = max(int((x1 - x0 - 2 * _INSIDE) / (_WIDTH * size)), 1)
                lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width)]
            if size <= _LEAST or len(lines) == 1 or len(lines) * _LEADING * size <= bottom - top:
                break
            size *= 0.9
        step = _LEADING * size
        first = (top + bottom) / 2 if len(lines) == 1 else top + step / 2
        for number, line in enumerate(lines):
            self.values += _line(line, (x0 + _INSIDE, top, x1, bottom), first + number * step, size)

    def _box(self, annotation: _Handle) -> Box:
        return self._frame.box(*_rect(annotation))


def _line(text: str, box: Box, middle: float, size: float) -> Iterator[Span]:
    """Return one line from the left of a box, as wide as the box at most."""
    text = " ".join(text.split())
    step = min(_WIDTH * size, (box[2] - box[0]) / len(text))
    lefts = tuple(box[0] + step * index for index in range(len(text)))
    yield Span(text, lefts, lefts[0], lefts[-1] + step, middle + _RISE * size, size, 0.0)


@contextmanager
def _opened(page: PdfPage, index: int) -> Iterator[_Handle]:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _rect(annotation: _Handle) -> Box:
    """Return its box in user space: left, bottom, right, top."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _quads(annotation: _Handle) -> Iterator[Box]:
    """Return the boxes, in user space, over which a mark goes: left, bottom, right, top."""
    quad = pdfium.FS_QUADPOINTSF()
    for index in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _text(function: Callable[..., int], *of: object) -> str:
    """Return what a function of PDFium writes where it is told to; without a place it says how many bytes it needs."""
    size = function(*of, None, 0)
    if not 0 < size <= _LONGEST:
        return ""
    room = (c_ushort * ((size + 1) // 2))()
    function(*of, room, sizeof(room))
    return bytes(room).decode("utf-16-le", errors="replace").rstrip("\0")
