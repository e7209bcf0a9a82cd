"""Tables that have level rules only: the upright ones are added where a blank strip parts their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpora.readers.pdf_chars import Span
from corpora.readers.pdf_lines import Line, make_lines
from corpora.readers.pdf_rules import Rule

_NEAR = 3.0  # points by which rules of one table may differ
_FEWEST = 3  # rules: above the header, below it, and at the end
_STRIP = 4.0  # points: narrowest strip between two columns
_WIDEST = 250.0  # points between two rules of one table


def added_rules(rules: Sequence[Rule], spans: Sequence[Span]) -> list[Rule]:
    """The rules that such tables lack; none where the rules only part sections of the text.

    Where there is no rule between the rows, a row begins where the first column and another one have text.

    Args:
        rules: of the page.
        spans: of the page.
    """
    added: list[Rule] = []
    upright = [rule for rule in rules if not rule.is_level]
    for stack in _stacks([rule for rule in rules if rule.is_level]):
        left, top, right, bottom = stack[0].x0, stack[0].top, stack[0].x1, stack[-1].top
        if any(left <= rule.x0 <= right and rule.top < bottom and rule.bottom > top for rule in upright):
            continue
        within = [
            span for span in spans if top < span.baseline < bottom and left - 1 <= span.x0 and span.x1 <= right + 1
        ]
        lines = make_lines(within, 1)
        strips = _strips(lines)
        if strips and _is_table(lines, stack, strips[0]):
            added += [Rule(x, top, x, bottom) for x in (left, *strips, right)]
            if len(stack) == _FEWEST:
                added += [Rule(left, y, right, y) for y in _row_tops(lines, stack[1].top, strips[0])]
    return added


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


def _strips(lines: Sequence[Line]) -> list[float]:
    """The middles of the strips in which no line has text."""
    strips: list[float] = []
    end: float | None = None
    for line in sorted(lines, key=lambda line: line.x0):
        if end is not None and line.x0 - end >= _STRIP:
            strips.append((end + line.x0) / 2)
        end = max(line.x1, end or 0.0)
    return strips


def _is_table(lines: Sequence[Line], stack: Sequence[Rule], strip: float) -> bool:
    """Whether there is text on both sides of the first strip between most pairs of rules."""
    full = 0
    for above, below in pairwise(stack):
        band = [line for line in lines if above.top < line.baseline < below.top]
        full += any(line.x1 <= strip for line in band) and any(line.x0 >= strip for line in band)
    return full >= 2 and 4 * full >= 3 * (len(stack) - 1)


def _row_tops(lines: Sequence[Line], below: float, strip: float) -> Iterator[float]:
    """Upper edges of the rows below the header, the first one left out."""
    first = True
    for line in lines:
        beside = any(abs(other.baseline - line.baseline) < 0.3 * line.size and other.x0 >= strip for other in lines)
        if line.baseline > below and line.x1 <= strip and beside:
            if not first:
                yield line.top
            first = False
