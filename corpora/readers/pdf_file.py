"""Opening a PDF: what makes a file unreadable as a whole, its bookmarks and its metadata."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from corpora import apart
from corpora.errors import InputError
from corpora.readers.pdf_headings import Bookmark
from corpora.readers.source import head, unreadable

MAX_PAGES = 5000
"""More pages than that are refused: the lines of all pages are held together."""

_TAIL = 1 << 16  # bytes at the end among which a whole PDF has its "startxref"
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s{1,9}(\d{1,15})|/L\s{1,9}(\d{1,15})[^>]{0,200}?/Linearized\b")
_DEPTH = 9  # levels of bookmarks that are followed


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, hexadecimal; raises InputError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed at the end.

    Raises:
        InputError: the file is missing, empty, no PDF, cut off, damaged, encrypted, or has no page or too many.
    """
    beginning = head(path, 1024)
    if b"%PDF" not in beginning:
        raise _not_a_pdf(path)
    if _is_cut_off(path, beginning):
        raise _damaged(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise (_locked(path) if locked else _damaged(path)) from error
    try:
        if len(document) > MAX_PAGES:
            raise _too_long(path, len(document))
        apart.allow(len(document), path.stat().st_size)
        yield document
    finally:
        document.close()


def bookmarks(document: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    """The entries of the outline that lead to a page, in its order."""
    for entry in document.get_toc(max_depth=_DEPTH):
        target = entry.get_dest()
        index = target.get_index() if target else None
        if index is not None and index >= 0:
            try:
                title = entry.get_title()
            except UnicodeDecodeError:  # half a character
                continue
            yield Bookmark(title, entry.level + 1, index + 1)


def said_title(document: pypdfium2.PdfDocument) -> str:
    """The title in the metadata, "" where there is none or it is no text."""
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""


def _is_cut_off(path: Path, beginning: bytes) -> bool:
    """Whether the end is missing; PDFium would open many such files and say nothing."""
    size = path.stat().st_size
    length = _LINEARIZED.search(beginning)
    if length and int(length[1] or length[2]) > size:
        return True
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        return b"startxref" not in file.read()


def _not_a_pdf(path: Path) -> InputError:
    return InputError(
        es=f"{path}: no es un PDF; guárdelo de nuevo como PDF desde su programa de origen.",
        en=f"{path}: is no PDF; save it again as PDF from the program it comes from.",
    )


def _damaged(path: Path) -> InputError:
    return InputError(
        es=f"{path}: el PDF está dañado, incompleto o no tiene páginas; vuelva a descargarlo o a exportarlo.",
        en=f"{path}: the PDF is damaged, incomplete or has no pages; download or export it again.",
    )


def _locked(path: Path) -> InputError:
    return InputError(
        es=f"{path}: el PDF está cifrado y pide una contraseña; guarde una copia sin contraseña y use esa copia.",
        en=f"{path}: the PDF is encrypted and asks for a password; save a copy without one and use that copy.",
    )


def _too_long(path: Path, count: int) -> InputError:
    return InputError(
        es=f"{path}: el PDF tiene {count} páginas y se leen {MAX_PAGES} como máximo; divídalo en partes.",
        en=f"{path}: the PDF has {count} pages and at most {MAX_PAGES} are read; split it into parts.",
    )
