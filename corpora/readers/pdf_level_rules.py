"""Rules that tables lack: upright ones where a blank strip parts the columns, and the last one where a page breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpora.readers.pdf_chars import Span
from corpora.readers.pdf_rules import Rule

_NEAR = 3.0  # points by which rules of one table may differ
_FEWEST = 3  # rules: above the header, below it, and at the end
_STRIP = 4.0  # points: narrowest strip between two columns
_BLANK = 0.45  # sizes: more than the blank between two words
_WIDEST = 250.0  # points between two rules of one table


def added_rules(rules: Sequence[Rule], spans: Sequence[Span]) -> list[Rule]:
    """The rules that such tables lack; none where the rules only part sections of the text.

    Where there is no rule between the rows, a row begins where the first column and another one have text.

    Args:
        rules: of the page.
        spans: of the page.
    """
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    added = [*_open_ends(level, upright)]
    for stack in _stacks(level):
        left, right = stack[0].x0, stack[0].x1
        within = [span for span in spans if left - 1 <= span.x0 and span.x1 <= right + 1]
        words = [word for span in within for word in _words(span)]
        for table in _tables(stack, words, upright):
            top, bottom = table[0].top, table[-1].top
            inside = [word for word in words if top < word.baseline < bottom]
            strips = _strips(inside)
            added += [Rule(x, top, x, bottom) for x in (left, *strips, right)]
            if len(table) == _FEWEST:
                added += [Rule(left, y, right, y) for y in _row_tops(inside, table[1].top, strips[0])]
    return added


def _open_ends(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[Rule]:
    """Where the upright rules of a table end together without a level one, as a row does that a page breaks."""
    for ends in ([rule.top for rule in upright], [rule.bottom for rule in upright]):
        for y in sorted(set(map(round, ends))):
            columns = sorted(rule.x0 for rule, end in zip(upright, ends, strict=True) if abs(end - y) <= 1)
            if len(set(map(round, columns))) < _FEWEST:
                continue
            met = any(abs(rule.top - y) <= _NEAR and rule.x0 < columns[-1] and rule.x1 > columns[0] for rule in level)
            through = any(rule.top < y - _NEAR and rule.bottom > y + _NEAR for rule in upright)
            if not met and not through:
                yield Rule(columns[0], y, columns[-1], y)


def _tables(stack: Sequence[Rule], words: Sequence[Span], upright: Sequence[Rule]) -> Iterator[list[Rule]]:
    """The stretches of a stack between whose rules the text keeps the same blank strips."""
    table: list[Rule] = []
    strips: list[float] = []
    for above, below in pairwise(stack):
        crossed = any(
            above.x0 <= rule.x0 <= above.x1 and rule.top < below.top - _NEAR and rule.bottom > above.top + _NEAR
            for rule in upright
        )
        band = [word for word in words if above.top < word.baseline < below.top]
        top = table[0].top if table else above.top
        wider = [] if crossed else _strips([word for word in words if top < word.baseline < below.top])
        both = bool(wider) and any(word.x1 <= wider[0] for word in band) and any(word.x0 >= wider[0] for word in band)
        if wider and (both or (table and band and len(wider) == len(strips))):
            table = [*(table or [above]), below]
            strips = wider
            continue
        if len(table) >= _FEWEST:
            yield table
        table, strips = [], []
    if len(table) >= _FEWEST:
        yield table


def _stacks(level: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules of one width below each other."""
    stacks: list[list[Rule]] = []
    for rule in _whole(level):
        for stack in stacks:
            last = stack[-1]
            same = abs(last.x0 - rule.x0) <= _NEAR and abs(last.x1 - rule.x1) <= _NEAR
            if same and rule.top - last.top <= _WIDEST:
                if rule.top - last.top > _NEAR:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return (stack for stack in stacks if len(stack) >= _FEWEST)


def _whole(level: Sequence[Rule]) -> list[Rule]:
    """The rules from top to bottom, each made of the pieces that single cells draw."""
    whole: list[Rule] = []
    for rule in sorted(level, key=lambda rule: (round(rule.top), rule.x0)):
        last = whole[-1] if whole else None
        if last is not None and abs(last.top - rule.top) <= 1.5 and rule.x0 <= last.x1 + _NEAR:
            whole[-1] = Rule(last.x0, last.top, max(last.x1, rule.x1), last.top)
        else:
            whole.append(rule)
    return whole


def _words(span: Span) -> Iterator[Span]:
    """The words of a span, each as one."""
    begin = 0
    for text in span.text.split(" "):
        end = begin + len(text)
        if text:
            x1 = span.lefts[end] if end < len(span.lefts) else span.x1
            yield replace(span, text=text, lefts=span.lefts[begin:end], x0=span.lefts[begin], x1=x1)
        begin = end + 1


def _strips(words: Sequence[Span]) -> list[float]:
    """The middles of the strips in which no word stands, wider than the blank between two words."""
    strips: list[float] = []
    end: float | None = None
    for word in sorted(words, key=lambda word: word.x0):
        if end is not None and word.x0 - end >= max(_STRIP, _BLANK * word.size):
            strips.append((end + word.x0) / 2)
        end = max(word.x1, end or 0.0)
    return strips


def _row_tops(words: Sequence[Span], below: float, strip: float) -> Iterator[float]:
    """Upper edges of the rows below the header, the first one left out."""
    beside = {round(word.baseline) for word in words if word.x0 >= strip}
    tops = sorted({round(word.top) for word in words if word.x1 <= strip and round(word.baseline) in beside})
    yield from [top for top in tops if top > below][1:]
