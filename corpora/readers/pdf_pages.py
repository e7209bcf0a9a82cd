"""The lines of all pages of a PDF, one page open at a time, and which pages could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from corpora.readers.pdf_chars import DIAGONAL, Frame, Span, read_spans
from corpora.readers.pdf_lines import Line, make_lines

_MAX_CHARS = 200_000  # of one page; a dense page has 10,000
_GARBLED = 0.5  # share of characters without a meaning in Unicode from which a page has no text to read


@dataclass(slots=True)
class Pages:
    """What was read of the pages.

    Attributes:
        lines: of each page, in reading order.
        heights: of each page, in points.
        unreadable: numbers of the pages that show something but have no text layer, or a garbled one.
        watermarks: number of diagonal texts left out.
    """

    lines: list[list[Line]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    watermarks: int = 0


def read_pages(document: pypdfium2.PdfDocument) -> Pages:
    """Read the pages of an open document."""
    pages = Pages()
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            pages.lines.append([])
            pages.heights.append(0.0)
            pages.unreadable.append(number)
            continue
        _read_page(page, number, pages)
        page.close()
    return pages


def _read_page(page: pypdfium2.PdfPage, number: int, pages: Pages) -> None:
    frame = Frame.of(page)
    textpage = page.get_textpage()
    spans = read_spans(textpage, frame) if textpage.count_chars() <= _MAX_CHARS else []
    textpage.close()
    straight = [span for span in spans if span.turn != DIAGONAL]
    lines = [] if _is_garbled(straight) else make_lines(straight, number)
    if not lines and pdfium.FPDFPage_CountObjects(page):
        pages.unreadable.append(number)
    pages.watermarks += len(spans) - len(straight)
    pages.lines.append(lines)
    pages.heights.append(frame.size[1])


def _is_garbled(spans: Sequence[Span]) -> bool:
    """Whether the fonts do not say which characters they show."""
    total = sum(len(span.text) for span in spans)
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for span in spans for char in span.text)
    return lost > _GARBLED * total
