"""What is read of each page of a PDF: its lines and tables in reading order, and what of it is not said or not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from statistics import median
from string import ascii_lowercase
from unicodedata import normalize

import pypdfium2

from corpora.omissions import Omissions
from corpora.readers import pdf_lines
from corpora.readers.pdf_annotations import Annotations, Off
from corpora.readers.pdf_lines import DIAGONAL, Frame, Line, Span
from corpora.readers.pdf_omissions import View, drawn_boxes, visible_spans
from corpora.readers.pdf_tables import Drawn, Table, read_drawn, read_tables, without_running
from corpora.readers.pdf_visibility import Visibility, covering_annotations
from corpora.records import Box

_MAX_CHARS = 200_000  # of one page; a dense page has 10,000
_GARBLED = 0.5  # share of characters without a meaning in Unicode from which a page has no text to read
_SYMBOLS = 3  # characters: so many without a meaning may be bullets or signs
_LETTERS = 0.5  # of what a page shows, from which on it is text
_VOWELS = 0.25  # of the letters of a text in a language with Latin letters, at least; Spanish has 0.47, English 0.38
_FEWEST_LETTERS = 50  # of a page that show it
_FEWEST_TURNED = 4  # pieces of text: two rows of two cells
_LARGE = 0.1  # of the page's area: a picture that may hold words, as a scanned table does
_ROW = 0.6  # sizes by which the baselines of a field's name and of its value differ
_USUAL_SIZE = 10.0  # points, where a page has no text that shows another
_UNKNOWN = re.compile(r"[\x00-\x1f\ufffd\ue000-\uf8ff]")
_NOTHING = Drawn((), (), is_empty=False)

Flow = list[Line | Table]


@dataclass(slots=True)
class Pages:
    """What was read of the pages: of each its lines and tables in reading order, and its width and height in points.

    Numbers of pages, from 1, are `unreadable` that show something but have no text layer or a garbled one, `pictured`
    that a picture covers, as on a scan; `watermarks` counts the diagonal texts that were left out, `pictures` the large
    ones without text upon them beside text, `omissions` what the page holds and does not say; `files` are names of
    those attached to a page.
    """

    flows: list[Flow] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    pictured: set[int] = field(default_factory=set)
    watermarks: int = 0
    pictures: int = 0
    omissions: Omissions = field(default_factory=Omissions)
    files: list[str] = field(default_factory=list)


def read_pages(document: pypdfium2.PdfDocument, off: Off, *, layered_forms: bool) -> Pages:
    """Read the pages of an open document, twice: the rules of all pages tell which belong to running headers.

    `layered_forms` says whether forms may be on layers, `off` which annotations are, see `pdf_visibility`.
    """
    frames: list[Frame] = []
    drawn: list[Drawn] = []
    for page in _opened(document):
        frames.append(Frame.from_page(page) if page else Frame(0, 0, 0, 0, 0))
        drawn.append(read_drawn(page, frames[-1]) if page else _NOTHING)
    pages = Pages(sizes=[frame.size for frame in frames])
    pages.pictured.update(number for number, page in enumerate(drawn, start=1) if page.is_pictured)

    @cache
    def seen(turn: int) -> list[Drawn]:
        """Return what is drawn on the pages as seen when they are turned, without the rules of running lines."""
        views = [page.turned(frame, turn) for page, frame in zip(drawn, frames, strict=True)]
        rules = without_running(views, [frame.turned(turn).size[1] for frame in frames])
        return [replace(view, rules=own) for view, own in zip(views, rules, strict=True)]

    for number, page in enumerate(_opened(document), start=1):
        flow, is_whole = Flow(), True
        if page:
            reader = _Page(page, frames[number - 1], number, pages, off)
            flow, is_whole = reader.read(seen, layered_forms=layered_forms)
        if not is_whole or (not flow and not drawn[number - 1].is_empty):
            pages.unreadable.append(number)
        pages.flows.append(flow)
    return pages


def _opened(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage | None]:
    """Return the pages one after the other, each closed before the next; None for one that is damaged."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield None
            continue
        yield page
        page.close()


@dataclass(slots=True)
class _Page:
    """An open page as shown, and where to note what is not read of it."""

    page: pypdfium2.PdfPage
    frame: Frame
    number: int
    pages: Pages
    off: Off

    def read(self, drawn: Callable[[int], Sequence[Drawn]], *, layered_forms: bool) -> tuple[Flow, bool]:
        """Return its lines and tables in reading order, and whether all its letters could be decoded.

        `drawn` says what is drawn on all pages, turned by so many degrees. What is set sideways, as most of the page or
        as a table by itself, follows the rest, read in its own direction.
        """
        with closing(self.page.get_textpage()) as textpage:
            if textpage.count_chars() > _MAX_CHARS:
                return [], True
            covers = (*drawn(0)[self.number - 1].covers, *covering_annotations(self.page))
            shown = Visibility(textpage, layered_forms=layered_forms, covers=covers)
            spans, is_whole = _decoded(pdf_lines.read_spans(textpage, self.frame, shown))
            straight = [span for span in spans if span.turn != DIAGONAL]
            self.pages.watermarks += len(spans) - len(straight)
            counts = Counter(span.turn for span in straight)
            turns = sorted(turn for turn, count in counts.items() if turn and count >= _FEWEST_TURNED)
            views = {turn: self._view(turn, drawn, shown) for turn in (0, *turns)}
            found = {0: [span for span in straight if span.turn not in turns]}
            for turn in turns:
                again, _whole = _decoded(pdf_lines.read_spans(textpage, views[turn].frame, shown))
                found[turn] = [span for span in again if span.turn == 0]
        size = median(span.size for span in straight) if straight else _USUAL_SIZE
        upon = Annotations(self.page, self.frame, self.number, size, self.pages.omissions, self.off)
        self.pages.files += upon.files
        kept, rules = visible_spans(found[0], views[0], upon.struck, self.pages.omissions)
        kept, ticks = drawn_boxes(kept, views[0].drawn.squares)
        kept += [_in_row(value, kept) for value in (*upon.values, *ticks)]
        sideways = Flow()
        for turn in turns:
            view = views[turn]
            own, own_rules = visible_spans(found[turn], view, upon.struck, self.pages.omissions)
            tables, rest = read_tables(own, own_rules, self.number)
            if sum(len(span.text) for span in own) <= sum(len(span.text) for span in kept):
                # Labels, along the edge or in the cells of a table that stands upright; but a table may lie by itself.
                tables = [table for table in tables if not any(_holds(view.on_page(table.box), s) for s in kept)]
                boxes = [view.on_page(table.box) for table in tables]
                labels = [s for s in straight if s.turn == turn and not any(_holds(box, s) for box in boxes)]
                kept += visible_spans(labels, views[0], upon.struck, Omissions())[0]
                rest = []
            sideways += _flow(tables, rest, view)
        area = _LARGE * self.frame.size[0] * self.frame.size[1]
        for box in views[0].drawn.pictures if kept else ():
            is_large = (box[2] - box[0]) * (box[3] - box[1]) > area
            self.pages.pictures += is_large and not any(_holds(box, span) for span in spans)
        tables, rest = read_tables(kept, rules, self.number)
        return [*_flow(tables, rest, views[0]), *sideways], is_whole

    def _view(self, turn: int, drawn: Callable[[int], Sequence[Drawn]], shown: Visibility) -> View:
        return View(self.frame.turned(turn), turn, drawn(turn)[self.number - 1], shown, self.number)


def _flow(tables: Sequence[Table], rest: Sequence[Span], view: View) -> Flow:
    """Return tables and the lines outside of them in reading order."""

    def finished(lines: Sequence[Line]) -> list[Line]:
        lines = pdf_lines.with_bullets(lines, view.drawn.dots)
        if not view.turn:
            return lines
        return [replace(line, turn=view.turn, shown=view.on_page(line.box)) for line in lines]

    for table in tables:
        table.turn, table.shown = view.turn, view.on_page(table.box)
        for cell in chain.from_iterable(table.rows):
            cell.lines = finished(cell.lines)
    # A table has the place of a line at its upper edge.
    by_box = {table.box: table for table in tables}
    lines = finished(pdf_lines.in_order(pdf_lines.make_lines(rest, view.page, [*by_box])))
    return [line if line.text else by_box[line.box] for line in lines]


def _in_row(value: Span, printed: Sequence[Span]) -> Span:
    """Return a value on the baseline of the text to its left that names it, which programs do not hit."""
    left = (span.baseline for span in printed if span.x1 <= value.x0)
    near = min(left, key=lambda at: abs(at - value.baseline), default=value.baseline)
    return replace(value, baseline=near) if abs(near - value.baseline) <= _ROW * value.size else value


def _holds(box: Box, span: Span) -> bool:
    """Return whether the middle of a span is within a box."""
    (x0, top, x1, bottom), (left, above, right, below) = box, span.box
    return x0 <= (left + right) / 2 <= x1 and top <= (above + below) / 2 <= bottom


def _decoded(spans: Sequence[Span]) -> tuple[list[Span], bool]:
    """Return the spans whose letters say something, and whether these are all but for single signs.

    The letters of a font that does not say what they mean may be those that they look like.
    """
    text = "".join(span.text for span in spans)
    if len(_UNKNOWN.findall(text)) > _GARBLED * len(text) or not _has_vowels(text, _FEWEST_LETTERS):
        return [], False
    unmapped = "".join(span.text for span in spans if span.look == "unmapped")
    letters, visible = sum(map(str.isalpha, unmapped)), len(unmapped.replace(" ", ""))
    if letters > _LETTERS * visible and _has_vowels(unmapped):
        return list(spans), True
    kept = [span for span in spans if span.look != "unmapped" or len(span.text) <= _SYMBOLS]
    return kept, len(kept) == len(spans)


def _has_vowels(text: str, fewest: int = 0) -> bool:
    """Return whether a text may be in a language: of its Latin letters, if there are so many, enough are vowels."""
    text = normalize("NFD", text).lower()
    latin = sum(map(text.count, ascii_lowercase))
    return latin < fewest or sum(map(text.count, "aeiouy")) >= _VOWELS * latin
