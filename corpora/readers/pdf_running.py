"""Running headers and footers: what stands on every page and is no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from corpora.readers.pdf_lines import Line

Page = Sequence[Line]
Key = tuple[str, int, int]

_MARGIN = 0.2  # of the page's height, above and below, where running lines are looked for
_BAND = 6.0  # points by which the same line may move from page to page
_SHARE = 1 / 3  # of the pages on which a line must stand: left and right pages may differ
_EVERYWHERE = 0.6  # of the pages, for a line with a number that no word calls a page number
_DEEPEST = 8  # rows of a header or footer
_AGAINST = 3  # times as many pages as have a line of their own at that place
_NUMBER = re.compile(r"\d+")
_PAGE_WORDS = re.compile(r"(?:p[áa]g(?:ina|e)?s?|hoja|folio|p|de|of|/|\||\W|_)*", re.IGNORECASE)
_ROMAN_FOLIO = "roman"
_ROMAN = re.compile(r"[ivxlc]{1,6}", re.IGNORECASE)


def running_lines(pages: Sequence[Page], heights: Sequence[float]) -> set[Line]:
    """The running headers and footers of a document.

    A line is one if it stands at the same place near the edge on a third of the pages or more (on two at least), the
    page's number apart, and nothing but such lines is between it and the edge. A number that does not run with the
    pages makes another line of it, so that "RA1" and "RA2" at the head of two pages both stay; and where other
    pages have a line of their own at that place, it belongs to the text (two pages happen to begin with "Contenidos").

    Args:
        pages: the lines of each page.
        heights: of each page, in points.
    """
    places = _Places(pages, heights)
    found: set[Line] = set()
    for index, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        marginal = sorted((line for line in lines if _is_marginal(line, height)), key=lambda line: line.baseline)
        above = [line for line in marginal if line.baseline < height / 2]
        below = [line for line in reversed(marginal) if line.baseline >= height / 2]
        for edge in (above, below):
            found.update(_peel(edge, places.repeated(index)))
    return found


class _Places:
    """On which pages a line stands, and what else stands at its place."""

    def __init__(self, pages: Sequence[Page], heights: Sequence[float]) -> None:
        self._count = len(pages)
        self._seen: dict[Key, set[int]] = defaultdict(set)
        self._taken: dict[int, set[int]] = defaultdict(set)
        for index, (lines, height) in enumerate(zip(pages, heights, strict=True)):
            for line in lines:
                if _is_marginal(line, height):
                    for key in _keys(line, index):
                        self._seen[key].add(index)
        for index, (lines, height) in enumerate(zip(pages, heights, strict=True)):
            for line in lines:
                if _is_marginal(line, height):
                    self._note(line, index)

    def _note(self, line: Line, index: int) -> None:
        """Remember the pages that have a line of their own at this place."""
        if all(len(self._seen[key]) < 2 for key in _keys(line, index)):
            for near in _bands(line):
                self._taken[near].add(index)

    def repeated(self, index: int) -> Callable[[Line], bool]:
        """Whether a line of that page stands on others too, at the same place."""
        return lambda line: any(self._runs(key, line) for key in _keys(line, index))

    def _runs(self, key: Key, line: Line) -> bool:
        changes = key[0] not in (line.text, _ROMAN_FOLIO)
        share, least = (_EVERYWHERE, 5) if changes and not _is_folio(line.text) else (_SHARE, 2)
        pages = len(self._seen[key])
        others = min(len(self._taken[near]) for near in _bands(line))
        return pages >= max(least, share * self._count) and pages >= _AGAINST * others


def _is_marginal(line: Line, height: float) -> bool:
    return line.baseline < _MARGIN * height or line.top > (1 - _MARGIN) * height


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


def _is_folio(text: str) -> bool:
    """Whether nothing but page numbers and the words for them stands there."""
    return _PAGE_WORDS.fullmatch(_NUMBER.sub("", text)) is not None


def _peel(lines: Sequence[Line], repeats: Callable[[Line], bool]) -> Iterator[Line]:
    """The running lines from the edge of the page inwards, until the first row without one."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < 1.2 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows[:_DEEPEST]:
        running = [line for line in row if repeats(line)]
        if not running:
            return
        # A changing line beside a running one ("Capítulo 2 | 17") is part of the header; half a row decides.
        yield from row if 2 * len(running) >= len(row) else running
