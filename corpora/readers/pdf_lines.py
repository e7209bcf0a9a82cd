"""From spans to the printed lines of a page, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpora.markers import marker
from corpora.readers.pdf_chars import BROKEN, STRONG_BULLETS, UPRIGHT, Span
from corpora.records import Box
from corpora.text import clean

_SAME_ROW = 0.45  # sizes between two baselines of one row: indices, fractions
_WORD_GAP = 1.8  # sizes between two spans of one line that follow each other in the file
_NEXT_COLUMN = 0.5  # sizes between two that do not: more is another column
_MARKER_GAP = 5.0  # sizes between a marker and its text
_UNMAPPED = "\0\ufffd"  # a glyph without a meaning; at a line's beginning it is a bullet
_DOT_GAP = (0.1, 3.0)  # sizes between a drawn bullet and its text
_FEWEST = 5  # lines in each of two columns
_FEWEST_UNALIGNED = 8  # the same, where they do not fill their columns
_MEETING = 0.5  # of the lines, which have another one beside them by chance


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, in points from the page's top left corner.

    Attributes:
        text: clean, with a hyphen or `BROKEN` at the end where a word is broken.
        size: height of the font that most of it is set in.
        bold: share of its characters in a bold face.
        marker: the list marker at its beginning, "" without one.
        closed: whether the marker has a sign of its own (a bullet, "a)", "1."), see `corpora.markers`.
        hang: left edge of the text behind the marker, `x0` without one.
        first: width of its first word.
        bullet: a bullet that is no character stands before it.
    """

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: float
    marker: str = ""
    closed: bool = False
    hang: float = 0.0
    first: float = 0.0
    bullet: bool = False

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.x0, self.top, self.x1, self.bottom


def make_lines(spans: Sequence[Span], page: int) -> list[Line]:
    """The lines of a page, numbered from 1, from top to bottom; columns are read one after the other.

    Diagonal spans are to be left out.
    """
    order = {id(span): number for number, span in enumerate(spans)}
    upright = [span for span in spans if span.turn == UPRIGHT]
    lines = [_line(part, page) for row in _rows(upright) for part in _parts(row, order)]
    lines += [_line([span], page) for span in spans if span.turn != UPRIGHT]
    return _in_order([line for line in lines if line.text.strip(BROKEN)])


def with_bullets(lines: Sequence[Line], dots: Sequence[Box]) -> list[Line]:
    """The lines, marked where one of the small shapes that are drawn on the page is their bullet."""
    return [replace(line, bullet=True) if any(_is_bullet(dot, line, lines) for dot in dots) else line for line in lines]


def _is_bullet(dot: Box, line: Line, lines: Sequence[Line]) -> bool:
    x, y = (dot[0] + dot[2]) / 2, (dot[1] + dot[3]) / 2
    near, far = line.x0 - _DOT_GAP[0] * line.size, line.x0 - _DOT_GAP[1] * line.size
    if line.marker or not (far <= x <= near and line.top < y < line.bottom):
        return False
    return not any(other.x0 <= x <= other.x1 and other.top < y < other.bottom for other in lines)


def _rows(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans that stand on one baseline, from left to right."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: (span.baseline, span.x0)):
        if rows and abs(span.baseline - rows[-1][0].baseline) < _SAME_ROW * max(span.size, rows[-1][0].size):
            rows[-1].append(span)
        else:
            rows.append([span])
    return [sorted(row, key=lambda span: span.x0) for row in rows]


def _parts(row: Sequence[Span], order: Mapping[int, int]) -> list[list[Span]]:
    """A row parted at its wide gaps, where another column begins; a marker stays with its text."""
    parts: list[list[Span]] = []
    for span in row:
        if parts and span.x0 - max(before.x1 for before in parts[-1]) <= _reach(parts[-1], span, order):
            parts[-1].append(span)
        else:
            parts.append([span])
    return parts


def _reach(part: Sequence[Span], span: Span, order: Mapping[int, int]) -> float:
    """How far from a part of a row a span may be that belongs to it."""
    size = max(part[-1].size, span.size)
    text = clean(" ".join(one.text for one in part))
    found = marker(f"{text} X")
    if span.text[0] in STRONG_BULLETS:
        return 0.5 * size
    if found is not None and found.end() > len(text):  # nothing but a marker
        return _MARKER_GAP * size
    follows = abs(order[id(span)] - order[id(part[-1])]) == 1
    return (_WORD_GAP if follows else _NEXT_COLUMN) * size


def _line(part: Sequence[Span], page: int) -> Line:
    raw = ""
    lefts: list[float] = []
    for span in part:
        if raw and span.x0 - lefts[-1] > 0 and not raw.endswith(" "):
            raw += " "
            lefts.append(span.x0)
        raw += span.text
        lefts += span.lefts
    main = max(part, key=lambda span: len(span.text))
    x0, x1 = min(span.x0 for span in part), max(span.x1 for span in part)
    text = clean(raw) + (BROKEN if raw.endswith(BROKEN) else "")
    found, space = marker(text), raw.find(" ")
    # Behind so many visible characters the text behind the marker begins.
    visible = [index for index, char in enumerate(raw) if char != " "]
    behind = len(found[0].replace(" ", "")) if found else 0
    return Line(
        page=page,
        text=text,
        x0=x0,
        top=min(span.top for span in part),
        x1=x1,
        bottom=max(span.bottom for span in part),
        baseline=main.baseline,
        size=main.size,
        bold=sum(span.bold * len(span.text) for span in part) / sum(len(span.text) for span in part),
        marker=found[0].strip() if found else "",
        closed=found is not None and found.lastgroup != "open",
        hang=lefts[visible[behind] if behind < len(visible) else -1] if found else x0,
        first=lefts[space] - x0 if space > 0 else x1 - x0,
        bullet=raw[0] in _UNMAPPED,
    )


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """Lines in reading order: from top to bottom, and where there are two columns of text, one after the other."""
    lines = sorted(lines, key=lambda line: (round(line.baseline, 1), line.x0))
    columns = _columns(lines)
    if columns is None:
        return lines
    begin, end, gutter = columns
    left = [line for line in lines[begin:end] if line.x1 <= gutter]
    right = [line for line in lines[begin:end] if line.x1 > gutter]
    return [*_in_order(lines[:begin]), *_in_order(left), *_in_order(right), *_in_order(lines[end:])]


def _columns(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """Which lines, from and to, stand in two columns of running text, and where the blank strip between them is.

    A table without rules is no pair of columns: its cells are narrow or end anywhere.
    """
    if len(lines) < 2 * _FEWEST:
        return None
    best: tuple[int, int, float] | None = None
    for edge in sorted({round(line.x0) for line in lines}):
        gutter = edge - 0.6
        crossing = [index for index, line in enumerate(lines) if line.x0 < gutter < line.x1]
        for before, end in pairwise([-1, *crossing, len(lines)]):
            longer = end - before - 1 > (best[1] - best[0] if best else 2 * _FEWEST - 1)
            if longer and _is_pair(lines[before + 1 : end], gutter):
                best = before + 1, end, gutter
    return best


def _is_pair(lines: Sequence[Line], gutter: float) -> bool:
    left = [line for line in lines if line.x1 <= gutter]
    right = [line for line in lines if line.x0 >= gutter]
    if min(len(left), len(right)) < _FEWEST or max(line.x1 for line in left) < gutter - 6 * left[0].size:
        return False
    start, end = min(line.x0 for line in lines), max(line.x1 for line in lines)
    # Most lines fill their column, which no list of short entries does.
    filled = all(
        median(line.x1 - line.x0 for line in side) > 0.7 * width and width > 10 * side[0].size
        for side, width in ((left, gutter - start), (right, end - gutter))
    )
    return filled or _is_unaligned(left, right)


def _is_unaligned(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether hardly a line has one beside it: headings and lists in columns, where rows of cells would meet."""
    top = max(left[0].baseline, right[0].baseline) - left[0].size
    bottom = min(left[-1].baseline, right[-1].baseline) + left[0].size
    beside = [[line.baseline for line in side if top <= line.baseline <= bottom] for side in (left, right)]
    if min(map(len, beside)) < _FEWEST_UNALIGNED:
        return False
    met = sum(any(abs(one - other) < 1 for other in beside[1]) for one in beside[0])
    return met < _MEETING * min(map(len, beside))
