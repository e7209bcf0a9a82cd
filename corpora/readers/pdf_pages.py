"""The lines and tables of all pages of a PDF, one page open at a time, and which pages could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2

from corpora.readers.pdf_chars import DIAGONAL, Frame, Span, read_spans
from corpora.readers.pdf_lines import Line, make_lines, with_bullets
from corpora.readers.pdf_rules import Drawn, Rule, read_drawn, without_running
from corpora.readers.pdf_tables import Table, read_tables

_MAX_CHARS = 200_000  # of one page; a dense page has 10,000
_GARBLED = 0.5  # share of characters without a meaning in Unicode from which a page has no text to read
_NOTHING = Drawn((), (), is_empty=False)


@dataclass(slots=True)
class Pages:
    """What was read of the pages.

    Attributes:
        flows: of each page the lines and tables, in reading order.
        heights: of each page, in points.
        unreadable: numbers of the pages that show something but have no text layer, or a garbled one.
        pictured: numbers of the pages that a picture covers, as on a scan.
        watermarks: number of diagonal texts left out.
    """

    flows: list[list[Line | Table]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    pictured: set[int] = field(default_factory=set)
    watermarks: int = 0

    @property
    def lines(self) -> list[list[Line]]:
        """Of each page the lines outside of tables."""
        return [[part for part in flow if isinstance(part, Line)] for flow in self.flows]


def read_pages(document: pypdfium2.PdfDocument) -> Pages:
    """Read the pages of an open document, twice: the rules of all pages tell which belong to running headers."""
    frames: list[Frame] = []
    drawn: list[Drawn] = []
    for page in _opened(document):
        frames.append(Frame.of(page) if page else Frame(0, 0, 0, 0, 0))
        drawn.append(read_drawn(page, frames[-1]) if page else _NOTHING)
    pages = Pages(heights=[frame.size[1] for frame in frames])
    pages.pictured.update(number for number, page in enumerate(drawn, start=1) if page.is_pictured)
    rules = without_running(drawn, pages.heights)
    for index, page in enumerate(_opened(document)):
        spans = _spans(page, frames[index]) if page else []
        straight = [span for span in spans if span.turn != DIAGONAL]
        pages.watermarks += len(spans) - len(straight)
        flow = [] if _is_garbled(straight) else _flow(straight, drawn[index], rules[index], index + 1)
        if not flow and not drawn[index].is_empty:
            pages.unreadable.append(index + 1)
        pages.flows.append(flow)
    return pages


def _opened(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage | None]:
    """The pages one after the other, each closed before the next; None for one that is damaged."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield None
            continue
        yield page
        page.close()


def _spans(page: pypdfium2.PdfPage, frame: Frame) -> list[Span]:
    textpage = page.get_textpage()
    try:
        return read_spans(textpage, frame) if textpage.count_chars() <= _MAX_CHARS else []
    finally:
        textpage.close()


def _is_garbled(spans: Sequence[Span]) -> bool:
    """Whether the fonts do not say which characters they show."""
    total = sum(len(span.text) for span in spans)
    lost = sum(char in "\0\ufffd" or "\ue000" <= char <= "\uf8ff" for span in spans for char in span.text)
    return lost > _GARBLED * total


def _flow(spans: Sequence[Span], drawn: Drawn, rules: Sequence[Rule], page: int) -> list[Line | Table]:
    """Lines and tables in reading order; a table stands between the lines above and below its upper edge."""
    tables, rest = read_tables(spans, rules, page)
    for table in tables:
        for cell in table.cells:
            cell.lines = with_bullets(cell.lines, drawn.dots)
    flow: list[Line | Table] = []
    for table in tables:
        above = [span for span in rest if span.baseline < table.box[1]]
        rest = [span for span in rest if span.baseline >= table.box[1]]
        flow += with_bullets(make_lines(above, page), drawn.dots)
        flow.append(table)
    flow += with_bullets(make_lines(rest, page), drawn.dots)
    return flow
