"""Whether what a PDF holds is shown on its page, by PDFium's own drawing: layers that are off, text that is clipped."""

from __future__ import annotations

import ctypes
import mmap
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from corpora.records import Box

_Handle = Any  # a pointer of PDFium
_DEPTH = 9  # forms within forms
_MOST = 4000  # parts of one page or form that are looked at
_SCALE = 2.0  # pixels a point
_LARGEST = 200  # pixels: of one letter no more is drawn
_EDGE = 2  # pixels around it
_PAPER, _WHITE = 0xFF3C7A9B, 0xFFFFFFFF  # a colour that no text has; and that of paper
_SURE = 3  # letters of one layer that draw nothing, from which on the others are not tried
# A form says in its own dictionary, which is never packed, that it belongs to a layer; text, in the page's content.
_LAYERED_FORM = re.compile(rb"/OC[\s<]")


def address_of(handle: _Handle) -> bytes:
    """Where an object of PDFium is in memory, which tells it from the others."""
    return bytes(handle)


def has_layered_forms(path: Path) -> bool:
    """Whether a form or picture of the file may belong to a layer (optional content)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _LAYERED_FORM.search(data) is not None


class Shown:
    """Tells by drawing which text of a page is on a layer that is off, and where the paper stays white.

    PDFium knows the rules of optional content, but says nothing of them: so of each layer a letter is drawn alone.
    """

    def __init__(self, textpage: PdfTextPage, *, layered_forms: bool) -> None:
        self._textpage = textpage
        self._page: PdfPage = textpage.page
        self._forms: dict[bytes, bytes] = {}  # by text object, the innermost form in which it is
        if layered_forms:
            for handle, form in _leaves(self._page):
                if form:
                    self._forms[address_of(handle)] = form
        self._is_bare = False
        self._on: set[tuple[bytes, ...]] = set()
        self._off: Counter[tuple[bytes, ...]] = Counter()

    def is_off(self, handle: _Handle, index: int) -> bool:
        """Whether a text object, of which the visible character `index` is, is on a layer that is off."""
        layers = tuple(_layers(handle))
        if form := self._forms.get(address_of(handle)):
            layers = (*layers, form)
        if not layers or layers in self._on:
            return False
        if self._off[layers] < _SURE:
            if self._draws(handle, index):
                self._on.add(layers)
                return False
            self._off[layers] += 1
        return True

    def is_blank(self, box: Box) -> bool:
        """Whether nothing but white is to be seen in a box of the page as shown, or in its beginning if it is long."""
        self._bare(bare=False)
        return not _draws(self._page, tuple(round(side * _SCALE) for side in box), _WHITE)

    def _draws(self, handle: _Handle, index: int) -> bool:
        self._bare(bare=True)
        sides = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(self._textpage, index, *sides)
        left, right, bottom, top = (side.value for side in sides)
        x, y = ctypes.c_int(), ctypes.c_int()
        xs, ys = [], []
        for across, up in (left, bottom), (right, top):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, *_pixels(self._page), 0, across, up, x, y)
            xs.append(x.value)
            ys.append(y.value)
        pdfium.FPDFPageObj_SetIsActive(handle, True)
        drawn = _draws(self._page, (min(xs) - _EDGE, min(ys) - _EDGE, max(xs) + _EDGE, max(ys) + _EDGE), _PAPER)
        pdfium.FPDFPageObj_SetIsActive(handle, False)
        return drawn

    def _bare(self, *, bare: bool) -> None:
        """Take everything from the page, or put it back."""
        if bare != self._is_bare:
            for leaf, _form in _leaves(self._page):
                pdfium.FPDFPageObj_SetIsActive(leaf, not bare)
            self._is_bare = bare


def _pixels(page: PdfPage) -> tuple[int, int]:
    width, height = page.get_size()
    return round(width * _SCALE), round(height * _SCALE)


def _draws(page: PdfPage, box: tuple[int, ...], paper: int) -> bool:
    """Whether drawing the page leaves a mark in a box, in pixels from its top left corner, on paper of this colour."""
    left, top, right, bottom = box
    width, height = (min(max(extent, 1), _LARGEST) for extent in (right - left, bottom - top))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, paper)
        before = _bytes(bitmap, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *_pixels(page), 0, 0)
        return before != _bytes(bitmap, height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _bytes(bitmap: _Handle, height: int) -> bytes:
    return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), pdfium.FPDFBitmap_GetStride(bitmap) * height)


def _layers(handle: _Handle) -> Iterator[bytes]:
    """The marks of an object that put it on a layer."""
    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        name, length = (ctypes.c_ushort * 3)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if length.value == ctypes.sizeof(name) and name[:2] == [*b"OC"]:
            yield address_of(mark)


def _leaves(page: PdfPage) -> Iterator[tuple[_Handle, bytes]]:
    """All objects of a page and its forms but for the forms themselves, each with the form in which it is, if any."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _within(pdfium.FPDFPage_GetObject(page, number), b"", _DEPTH)


def _within(handle: _Handle, form: bytes, depth: int) -> Iterator[tuple[_Handle, bytes]]:
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
        yield handle, form
    elif depth:
        for number in range(min(pdfium.FPDFFormObj_CountObjects(handle), _MOST)):
            yield from _within(pdfium.FPDFFormObj_GetObject(handle, number), address_of(handle), depth - 1)


def is_clipped(handle: _Handle) -> bool:
    """Whether an object stands beyond what it is clipped to, as by the edges of a form that shows part of a page."""
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count <= 0:
        return False
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
        return False
    left, bottom, right, top = (side.value for side in sides)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        xs, ys = [], []
        for number in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _MOST)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs and (right < min(xs) or left > max(xs) or top < min(ys) or bottom > max(ys)):
            return True
    return False
