"""Whether what a PDF holds is shown on its page, by PDFium's own drawing: layers that are off, text that is clipped."""

from __future__ import annotations

import ctypes
import mmap
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
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
_BYTES = 4  # of one pixel
_MOST_TRIED = 200  # text objects of one page below something that may cover them
_UPON = 1 << 30  # of what is drawn after all text objects, as annotations are
_COVERING = frozenset(
    {pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_FREETEXT}
    | {pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_REDACT, pdfium.FPDF_ANNOT_INK}
)
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_SURE = 3  # letters of one layer that draw nothing, from which on the others are not tried
# A form says in its own dictionary, which is never packed, that it belongs to a layer; text, in the page's content.
_LAYERED_FORM = re.compile(rb"/OC[\s<]")


def object_address(handle: _Handle) -> bytes:
    """Return where an object of PDFium is in memory, which tells it from the others."""
    return bytes(handle)


def has_layered_forms(path: Path) -> bool:
    """Return whether a form or picture of the file may belong to a layer (optional content)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _LAYERED_FORM.search(data) is not None


def covering_annotations(page: PdfPage) -> list[tuple[int, Box]]:
    """Return the boxes in user space of annotations that may cover text, as `covers` of `pdf_tables.Drawn`."""
    found: list[tuple[int, Box]] = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation, rect = pdfium.FPDFPage_GetAnnot(page, index), pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetSubtype(annotation) in _COVERING and not pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            found.append((_UPON, (rect.left, rect.bottom, rect.right, rect.top)))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def annotations_off(path: Path) -> frozenset[tuple[int, int]]:
    """Return which annotations are on a layer that is off: (page from 1, annotation on it from 0).

    PDFium draws them all the same, so pdfplumber reads what the file says; of one that it cannot read, none.
    """
    import pdfplumber

    found: set[tuple[int, int]] = set()
    with suppress(Exception), pdfplumber.open(path) as document:  # it raises whatever a damaged file leads to
        layers = _resolved(document.doc.catalog.get("OCProperties"))
        default = _resolved(layers.get("D"))
        known, on, off = (
            {each.objid for each in _resolved(of.get(name)) or ()}
            for of, name in ((layers, "OCGs"), (default, "ON"), (default, "OFF"))
        )
        hidden = off | (known - on if str(default.get("BaseState")) == "/'OFF'" else set())
        for page in document.pages:
            for number, annotation in enumerate(_resolved(page.page_obj.annots) or ()):
                layer = _resolved(annotation).get("OC")
                if layer is not None and _is_layer_off(layer, hidden):
                    found.add((page.page_number, number))
    return frozenset(found)


def _is_layer_off(layer: Any, hidden: set[int]) -> bool:  # noqa: ANN401 - pdfminer has no types
    """Return whether a layer is off, or several together by their policy (ISO 32000-1, 8.11.2.2)."""
    said = _resolved(layer)
    if "OCGs" not in said:
        return getattr(layer, "objid", None) in hidden
    several = _resolved(said["OCGs"])
    off = [each.objid in hidden for each in (several if isinstance(several, list) else [said["OCGs"]])]
    return {"/'AllOn'": any(off), "/'AnyOff'": not any(off), "/'AllOff'": not all(off)}.get(
        str(said.get("P")), all(off)
    )


def _resolved(found: Any) -> Any:  # noqa: ANN401
    return found.resolve() if hasattr(found, "resolve") else found


class Visibility:
    """Tells by drawing which text of a page is on a layer that is off or covered, and where nothing is to be seen.

    PDFium knows the rules of optional content, but says nothing of them: so of each layer a letter is drawn alone.
    """

    def __init__(self, textpage: PdfTextPage, *, layered_forms: bool, covers: Sequence[tuple[int, Box]] = ()) -> None:
        """Look at a page's text objects; `covers` are those of `pdf_tables.Drawn`."""
        self._textpage = textpage
        self._page: PdfPage = textpage.page
        self._forms: dict[bytes, bytes] = {}  # by text object, the innermost form in which it is
        if layered_forms:
            for handle, form in _leaves(self._page):
                if form:
                    self._forms[object_address(handle)] = form
        texts = (leaf for leaf, _form in (_leaves(self._page) if covers else ()) if _is_text(leaf))
        self._order = {object_address(leaf): number for number, leaf in enumerate(texts)}
        self._covers, self._covered = covers, dict[bytes, bool]()
        self._flags = pdfium.FPDF_ANNOT if any(before == _UPON for before, _box in covers) else 0
        self._is_bare = False
        self._on: set[tuple[bytes, ...]] = set()
        self._off: Counter[tuple[bytes, ...]] = Counter()

    def is_off(self, handle: _Handle, index: int) -> bool:
        """Return whether a text object, of which the visible character `index` is, is on a layer that is off."""
        layers = tuple(_layers(handle))
        if form := self._forms.get(object_address(handle)):
            layers = (*layers, form)
        if not layers or layers in self._on:
            return False
        if self._off[layers] < _SURE:
            if self._draws(handle, index):
                self._on.add(layers)
                return False
            self._off[layers] += 1
        return True

    def above(self, handle: _Handle) -> tuple[Box, ...]:
        """Return the boxes of user space that are filled after a text object was drawn, and meet it."""
        number = self._order.get(object_address(handle), -1)
        later = [box for before, box in self._covers if 0 <= number < before]
        sides = [ctypes.c_float() for _ in range(4)]
        if not later or not pdfium.FPDFPageObj_GetBounds(handle, *sides):
            return ()
        left, bottom, right, top = (side.value for side in sides)
        return tuple(box for box in later if left < box[2] and box[0] < right and bottom < box[3] and box[1] < top)

    def is_covered(self, handle: _Handle, index: int, above: Sequence[Box]) -> bool:
        """Return whether a visible character of a text object is below one of the boxes that may cover it."""
        if not above:
            return False
        left, right, bottom, top = self._box_of(index)
        x, y = (left + right) / 2, (bottom + top) / 2
        if not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in above):
            return False
        address = object_address(handle)
        if address not in self._covered and len(self._covered) < _MOST_TRIED:
            self._bare(bare=False)
            box = self._pixels_of(index, 0)
            seen = _drawn(self._page, box, _WHITE, self._flags)
            pdfium.FPDFPageObj_SetIsActive(handle, False)
            self._covered[address] = seen == _drawn(self._page, box, _WHITE, self._flags)
            pdfium.FPDFPageObj_SetIsActive(handle, True)
        return self._covered.get(address, False)

    def is_blank(self, box: Box, *, white: bool) -> bool:
        """Return whether one colour alone, or `white`, is seen in a box of the page as shown, or in its beginning."""
        self._bare(bare=False)
        drawn = _drawn(self._page, tuple(round(side * _SCALE) for side in box), _WHITE, self._flags)
        colour = b"\xff" * _BYTES if white else drawn[:_BYTES]
        return drawn == colour * (len(drawn) // _BYTES)

    def _draws(self, handle: _Handle, index: int) -> bool:
        self._bare(bare=True)
        box = self._pixels_of(index, _EDGE)
        paper = _drawn(self._page, box, _PAPER)
        pdfium.FPDFPageObj_SetIsActive(handle, True)
        drawn = _drawn(self._page, box, _PAPER)
        pdfium.FPDFPageObj_SetIsActive(handle, False)
        return drawn != paper

    def _box_of(self, index: int) -> tuple[float, ...]:
        """Return left, right, bottom and top of a character in user space."""
        sides = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(self._textpage, index, *sides)
        return tuple(side.value for side in sides)

    def _pixels_of(self, index: int, edge: int) -> tuple[int, ...]:
        """Return the box of a character, with an edge around it, in pixels from the top left corner of the page."""
        left, right, bottom, top = self._box_of(index)
        x, y = ctypes.c_int(), ctypes.c_int()
        xs, ys = [], []
        for across, up in (left, bottom), (right, top):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, *_pixels(self._page), 0, across, up, x, y)
            xs.append(x.value)
            ys.append(y.value)
        return min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge

    def _bare(self, *, bare: bool) -> None:
        """Take everything from the page, or put it back."""
        if bare != self._is_bare:
            for leaf, _form in _leaves(self._page):
                pdfium.FPDFPageObj_SetIsActive(leaf, not bare)
            self._is_bare = bare


def _pixels(page: PdfPage) -> tuple[int, int]:
    width, height = page.get_size()
    return round(width * _SCALE), round(height * _SCALE)


def _drawn(page: PdfPage, box: tuple[int, ...], paper: int, flags: int = 0) -> bytes:
    """Return the pixels of a box, in pixels from the page's top left corner, drawn on paper of this colour."""
    left, top, right, bottom = box
    width, height = (min(max(extent, 1), _LARGEST) for extent in (right - left, bottom - top))
    bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, paper)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *_pixels(page), 0, flags)
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), pdfium.FPDFBitmap_GetStride(bitmap) * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _layers(handle: _Handle) -> Iterator[bytes]:
    """Return the marks of an object that put it on a layer."""
    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        name, length = (ctypes.c_ushort * 3)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if length.value == ctypes.sizeof(name) and name[:2] == [*b"OC"]:
            yield object_address(mark)


def _is_text(handle: _Handle) -> bool:
    return bool(pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_TEXT)


def _leaves(page: PdfPage) -> Iterator[tuple[_Handle, bytes]]:
    """Yield the objects of a page and of its forms but the forms themselves, each with its form, if any."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _within(pdfium.FPDFPage_GetObject(page, number), b"", _DEPTH)


def _within(handle: _Handle, form: bytes, depth: int) -> Iterator[tuple[_Handle, bytes]]:
    if pdfium.FPDFPageObj_GetType(handle) != pdfium.FPDF_PAGEOBJ_FORM:
        yield handle, form
    elif depth:
        for number in range(min(pdfium.FPDFFormObj_CountObjects(handle), _MOST)):
            yield from _within(pdfium.FPDFFormObj_GetObject(handle, number), object_address(handle), depth - 1)


def is_clipped(handle: _Handle) -> bool:
    """Return whether an object stands beyond what it is clipped to, as by the edges of a form."""
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
