"""What the text of a PDF page says: not what is hidden, on a layer that is off, beyond the page or struck out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpora.omissions import Omissions, Reason
from corpora.readers.choices import EMPTY, TICKED
from corpora.readers.pdf_lines import Frame, Span
from corpora.readers.pdf_tables import Drawn, Rule
from corpora.readers.pdf_visibility import Visibility
from corpora.records import Box

_UNSEEN = ("invisible", "covered")
_MIDDLE = 0.3  # sizes above the baseline: the middle of small letters
_STRIKE = (0.12, 0.45)  # sizes above the baseline between which a line strikes text out
_BEYOND = 0.6  # sizes by which such a line may go beyond the text
_FEWEST = 3  # letters that a line strikes out
_BESIDE = 3.0  # sizes between a box to be ticked and its text
_CROSSES = frozenset({"x", "✓", "✔", "✗", "✘"})
_CLOSE = 0.6  # of its length, which letters are to take


@dataclass(frozen=True, slots=True)
class View:
    """A page as seen by one who reads what is turned by `turn` degrees: its frame, what is drawn on it, its number."""

    frame: Frame
    turn: int
    drawn: Drawn
    shown: Visibility
    page: int

    def on_page(self, box: Box) -> Box:
        """Return where a box of this view is on the page as shown."""
        return self.frame.seen(box, -self.turn)

    def is_blank(self, span: Span) -> bool:
        """Return whether nothing is seen where the small letters of a span stand, on what covers it or on paper."""
        y = span.baseline
        place = self.on_page((span.x0, y - 2 * _MIDDLE * span.size, span.x1, y))
        return self.shown.is_blank(place, white=span.look != "covered")


def visible_spans(
    spans: Sequence[Span], view: View, struck: Iterable[Box], omissions: Omissions
) -> tuple[list[Span], tuple[Rule, ...]]:
    """Return the spans of a view of a page that are said, and the rules on it that strike no text out.

    Text that is invisible or covered is a text layer where a picture shows it, or letters that are drawn as lines.
    `struck` are boxes of the page as shown, with text that a remark strikes out.
    """
    kept: list[Span] = []
    visible = [span for span in spans if span.look not in _UNSEEN]
    for span in spans:
        reason = _reason(span, view, visible)
        if reason is None:
            kept.append(span)
        else:
            omissions.add(reason, view.page)
    lines, rules = _strikes(kept, view.drawn.rules)
    marks = [view.frame.turned(-view.turn).seen(box, view.turn) for box in struck]
    gone = defaultdict[int, list[tuple[float, float]]](list)
    for index, interval in (*lines, *_marked(kept, marks)):
        gone[index].append(interval)
    omissions.add("struck", view.page, len(gone))
    parts = (_without(span, gone[index]) if index in gone else [span] for index, span in enumerate(kept))
    return [*chain.from_iterable(parts)], rules


def drawn_boxes(spans: Sequence[Span], squares: Sequence[tuple[Box, bool]]) -> tuple[list[Span], list[Span]]:
    """Return the spans without crosses in squares drawn beside text, and the squares as boxes, empty or ticked.

    A square is a box to be ticked where another of the page is empty, and another ticked; `squares` have whether lines
    are drawn within.
    """
    kept, found = [*spans], list[tuple[Box, bool, Span]]()
    for box, ticked in squares:
        x0, top, x1, bottom = box
        row = [span for span in kept if not span.turn and top <= span.baseline - _MIDDLE * span.size <= bottom]
        beside = min((s for s in row if s.x1 > x1), key=lambda s: abs(max(s.x0, x0) - x1), default=None)
        if beside is None or beside.x0 - x1 > _BESIDE * beside.size:
            continue
        crossed = [span for span in row if _within(span, x0, x1).lower() in _CROSSES]
        for span in crossed:
            place = kept.index(span)
            kept[place : place + 1] = _without(span, [(x0, x1)])
        found.append((box, ticked or bool(crossed), beside))
    if len({ticked for _box, ticked, _span in found}) < 2:
        return [*spans], []
    boxes = [
        replace(span, text=TICKED if ticked else EMPTY, lefts=(x0,), x0=x0, x1=x1, bold=0.0)
        for (x0, _top, x1, _bottom), ticked, span in found
    ]
    return kept, boxes


def _within(span: Span, x0: float, x1: float) -> str:
    """Return the letters of a span whose middles are between two places."""
    rights = (*span.lefts[1:], span.x1)
    letters = zip(span.text, span.lefts, rights, strict=True)
    return "".join(char for char, left, right in letters if char != " " and x0 <= (left + right) / 2 <= x1)


def _reason(span: Span, view: View, visible: Sequence[Span]) -> Reason | None:
    (width, height), y = view.frame.size, span.baseline - _MIDDLE * span.size
    if span.look == "layer":
        return "layer"
    if span.look == "outside" or span.x1 <= 0 or span.x0 >= width or y <= 0 or y >= height:
        return "outside"
    if span.look in _UNSEEN:
        x = (span.x0 + span.x1) / 2
        if any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in view.drawn.pictures):
            return None
        return "hidden" if _meets(span.box, (other.box for other in visible)) or view.is_blank(span) else None
    if span.look == "white":
        return None if _meets(span.box, view.drawn.coloured) or not view.is_blank(span) else "hidden"
    return None


def _meets(box: Box, others: Iterable[Box]) -> bool:
    x0, y0, x1, y1 = box
    return any(x0 < right and left < x1 and y0 < bottom and top < y1 for left, top, right, bottom in others)


def _letters(span: Span) -> Iterator[tuple[float, float]]:
    """Return left and right edges of the characters of a span that are visible."""
    for char, left, right in zip(span.text, span.lefts, (*span.lefts[1:], span.x1), strict=True):
        if char != " ":
            yield left, right


def _strikes(
    spans: Sequence[Span], rules: Sequence[Rule]
) -> tuple[list[tuple[int, tuple[float, float]]], tuple[Rule, ...]]:
    """Return from where to where which spans are struck out by a drawn line, and the other rules.

    Such a line goes through the middle of the letters, and from the first of them to the last: a table's goes beyond.
    """
    level = sorted((rule.top, number) for number, rule in enumerate(rules) if rule.is_level)
    hit = defaultdict[int, list[int]](list)
    for index, span in enumerate(spans):
        low, high = (span.baseline - part * span.size for part in reversed(_STRIKE))
        for _top, number in level[bisect_left(level, (low, -1)) : bisect_right(level, (high, len(rules)))]:
            if not span.turn and span.x0 < rules[number].x1 and rules[number].x0 < span.x1:
                hit[number].append(index)
    found: list[tuple[int, tuple[float, float]]] = []
    striking = set[int]()
    for number, indexes in hit.items():
        begin, end = rules[number].x0, rules[number].x1
        under = [edges for index in indexes for edges in _letters(spans[index]) if begin <= sum(edges) / 2 <= end]
        play = _BEYOND * max(spans[index].size for index in indexes)
        wide = sum(right - left for left, right in under) >= _CLOSE * (end - begin)
        if len(under) < _FEWEST or not wide:
            continue
        if min(left for left, _ in under) - begin <= play and end - max(right for _, right in under) <= play:
            striking.add(number)
            found += [(index, (begin, end)) for index in indexes]
    return found, tuple(rule for number, rule in enumerate(rules) if number not in striking)


def _marked(spans: Sequence[Span], struck: Sequence[Box]) -> Iterator[tuple[int, tuple[float, float]]]:
    for left, top, right, bottom in struck:
        for index, span in enumerate(spans):
            if top <= span.baseline - _MIDDLE * span.size <= bottom and span.x0 < right and left < span.x1:
                yield index, (left, right)


def _without(span: Span, intervals: Sequence[tuple[float, float]]) -> Iterator[Span]:
    """Yield the span without the letters whose middles are in these intervals; nothing without letter or digit."""
    rights = (*span.lefts[1:], span.x1)
    stays = [
        not any(begin <= (left + right) / 2 <= end for begin, end in intervals)
        for left, right in zip(span.lefts, rights, strict=True)
    ]
    kept = [number for number, here in enumerate(stays) if here]
    while kept and span.text[kept[0]] == " ":
        kept.pop(0)
    while kept and span.text[kept[-1]] == " ":
        kept.pop()
    text = "".join(span.text[number] for number in kept)
    if any(map(str.isalnum, text)):
        lefts = tuple(span.lefts[number] for number in kept)
        yield replace(span, text=text, lefts=lefts, x0=lefts[0], x1=rights[kept[-1]])
