"""The lines and tables of all pages of a PDF, one page open at a time.

Which pages could not be read is noted, and these are recognised where tesseract is there; running headers and footers
are told from the text by where they repeat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt

import pypdfium2

from corpora.readers import ocr
from corpora.readers.pdf_chars import DIAGONAL, Frame, Span, read_spans
from corpora.readers.pdf_lines import Line, make_lines, with_bullets
from corpora.readers.pdf_rules import Drawn, Rule, read_drawn, without_running
from corpora.readers.pdf_tables import Table, read_tables

_MAX_CHARS = 200_000  # of one page; a dense page has 10,000
_GARBLED = 0.5  # share of characters without a meaning in Unicode from which a page has no text to read
_NOTHING = Drawn((), (), is_empty=False)
Key = tuple[str, int, int]


@dataclass(slots=True)
class Pages:
    """What was read of the pages.

    Attributes:
        flows: of each page the lines and tables, in reading order.
        heights: of each page, in points.
        unreadable: numbers of the pages that show something but have no text layer, or a garbled one.
        pictured: numbers of the pages that a picture covers, as on a scan.
        watermarks: how many diagonal texts were left out.
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
    text = "".join(span.text for span in spans)
    return sum(char in "\0\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text) > _GARBLED * len(text)


def _flow(spans: Sequence[Span], drawn: Drawn, rules: Sequence[Rule], page: int) -> list[Line | Table]:
    """Lines and tables in reading order; a table stands between the lines above and below its upper edge."""
    tables, rest = read_tables(spans, rules, page)
    flow: list[Line | Table] = []
    for table in tables:
        for cell in table.cells:
            cell.lines = with_bullets(cell.lines, drawn.dots)
        above = [span for span in rest if span.baseline < table.box[1]]
        rest = [span for span in rest if span.baseline >= table.box[1]]
        flow += [*with_bullets(make_lines(above, page), drawn.dots), table]
    return [*flow, *with_bullets(make_lines(rest, page), drawn.dots)]


_MARGIN = 0.2  # of the page's height, above and below, where running lines are looked for
_BAND = 6.0  # points by which the same line may move from page to page
_SHARE = 1 / 3  # of the pages on which a line must stand: left and right pages may differ
_EVERYWHERE = 0.6  # of the pages, for a line with a number that no word calls a page number
_MOST_RECOGNISED = 500  # pages: one takes some seconds
_MOST_PIXELS = 40e6
_POINTS = 72
_DEEPEST = 8  # rows of a header or footer
_AGAINST = 3  # times as many pages as have a line of their own at that place
_NUMBER = re.compile(r"\d+")
_PAGE_WORDS = re.compile(r"(?:p[áa]g(?:ina|e)?s?|hoja|folio|p|de|of|/|\||\W|_)*", re.IGNORECASE)
_ROMAN_FOLIO = "roman"
_ROMAN = re.compile(r"[ivxlc]{1,6}", re.IGNORECASE)


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """The running headers and footers of a document.

    A line is one if it stands at the same place near the edge on a third of the pages or more (on two at least), the
    page's number apart, and nothing but such lines is between it and the edge. A number that does not run with the
    pages makes another line of it, so that "RA1" and "RA2" at the head of two pages both stay; and where other
    pages have a line of their own at that place, it belongs to the text (two pages happen to begin with "Contenidos").
    """
    marginal = [
        [line for line in lines if line.baseline < _MARGIN * height or line.top > (1 - _MARGIN) * height]
        for lines, height in zip(pages, heights, strict=True)
    ]
    seen: dict[Key, set[int]] = defaultdict(set)
    for index, lines in enumerate(marginal):
        for key in (key for line in lines for key in _keys(line, index)):
            seen[key].add(index)
    taken: dict[int, set[int]] = defaultdict(set)  # the pages that have a line of their own at this height
    for index, lines in enumerate(marginal):
        for line in lines:
            if all(len(seen[key]) < 2 for key in _keys(line, index)):
                for near in _bands(line):
                    taken[near].add(index)

    def runs(key: Key, line: Line) -> bool:
        changes = key[0] not in (line.text, _ROMAN_FOLIO) and not _PAGE_WORDS.fullmatch(_NUMBER.sub("", line.text))
        share, least = (_EVERYWHERE, 5) if changes else (_SHARE, 2)
        others = min(len(taken[near]) for near in _bands(line))
        return len(seen[key]) >= max(least, share * len(pages), _AGAINST * others)

    found: set[Line] = set()
    for index, (lines, height) in enumerate(zip(marginal, heights, strict=True)):
        lines.sort(key=lambda line: line.baseline)
        above = [line for line in lines if line.baseline < height / 2]
        below = [line for line in reversed(lines) if line.baseline >= height / 2]
        for edge in (above, below):
            repeated = {line for line in edge if any(runs(key, line) for key in _keys(line, index))}
            found.update(_peel(edge, repeated))
    return found


def _keys(line: Line, index: int) -> Iterator[Key]:
    """What the line is on any page: its text with the numbers that run with the pages made relative."""
    texts = {line.text}
    for found in [*_NUMBER.finditer(line.text)][:4]:
        if len(found[0]) < 5:
            relative = f"+{int(found[0]) - index}+"
            texts.add(line.text[: found.start()] + relative + line.text[found.end() :])
    if _ROMAN.fullmatch(line.text):
        texts = {_ROMAN_FOLIO}
    for text in sorted(texts):
        for near in _bands(line):
            yield text, near, round(line.size)


def _bands(line: Line) -> tuple[int, int]:
    """Its height on the page, so that two lines a little apart still have one band in common."""
    band = int(line.baseline // _BAND)
    return band, band + 1


def _peel(lines: Sequence[Line], repeated: Collection[Line]) -> Iterator[Line]:
    """The running lines from the edge of the page inwards, until the first row without one."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < 1.2 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows[:_DEEPEST]:
        running = [line for line in row if line in repeated]
        if not running:
            return
        # A changing line beside a running one ("Capítulo 2 | 17") is part of the header; half a row decides.
        yield from row if 2 * len(running) >= len(row) else running


def recognise_pages(document: pypdfium2.PdfDocument, pages: Pages, wanted: Sequence[int]) -> dict[int, ocr.Recognised]:
    """Recognise these pages, numbered from 1, and put their lines into `pages`; nothing where tesseract is missing."""
    found: dict[int, ocr.Recognised] = {}
    for number in wanted[:_MOST_RECOGNISED] if ocr.languages() else ():
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
        return ocr.recognise(page.render(scale=scale, grayscale=True).to_pil(), number, 1 / scale)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _overlap(line: Line, part: Line | Table) -> bool:
    left, top, right, bottom = part.box
    return line.x0 < right and left < line.x1 and line.top < bottom and top < line.bottom
