"""Pages of a PDF without a usable text layer, read by recognising their picture."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import pypdfium2

from corpora.readers import ocr
from corpora.readers.pdf_lines import Line
from corpora.readers.pdf_pages import Pages
from corpora.readers.pdf_tables import Table

MOST_PAGES = 500
"""Pages that are recognised at most: one takes some seconds."""
_MOST_PIXELS = 40e6
_POINTS = 72


def recognise_pages(document: pypdfium2.PdfDocument, pages: Pages, wanted: Sequence[int]) -> dict[int, ocr.Recognised]:
    """Recognise these pages and put their lines into `pages`.

    Args:
        document: open.
        pages: as they were read; flows and `unreadable` change.
        wanted: numbers of pages, from 1.

    Returns:
        What was recognised, by page; nothing where tesseract is not installed.
    """
    found: dict[int, ocr.Recognised] = {}
    if not ocr.languages():
        return found
    for number in wanted[:MOST_PAGES]:
        recognised = _recognise(document, number)
        if recognised is None:
            continue
        # A stamp or header with a text layer stands on the picture too.
        printed = pages.flows[number - 1]
        fresh = [line for line in recognised.lines if not any(_overlap(line, part) for part in printed)]
        if fresh:
            found[number] = recognised
            pages.flows[number - 1] = [*printed, *fresh]
    pages.unreadable = [number for number in pages.unreadable if number not in found]
    return found


def _recognise(document: pypdfium2.PdfDocument, number: int) -> ocr.Recognised | None:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        scale = min(ocr.DPI / _POINTS, sqrt(_MOST_PIXELS / max(width * height, 1)))
        image = page.render(scale=scale, grayscale=True).to_pil()
        return ocr.recognise(image, number, 1 / scale)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _overlap(line: Line, part: Line | Table) -> bool:
    left, top, right, bottom = part.box
    return line.x0 < right and left < line.x1 and line.top < bottom and top < line.bottom
