"""Blocks in the making, and what is usual on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mode

from corpora.readers.pdf_lines import Line
from corpora.records import BlockKind, Box, Cell
from corpora.text import join_lines

_BOLD = 0.9  # share of the characters


@dataclass(slots=True, eq=False)
class Draft:
    """A block in the making.

    Attributes:
        lines: as printed, top to bottom.
        kind: see `corpora.records.Block`.
        level: of a heading or item.
        cell: place in its table.
        beside: whether it stands beside other text, as a label does.
    """

    lines: list[Line]
    kind: BlockKind = "paragraph"
    level: int = 0
    cell: Cell | None = None
    beside: bool = False

    @property
    def first(self) -> Line:
        """The line with which it begins."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The line with which it ends so far."""
        return self.lines[-1]

    @property
    def page(self) -> int:
        """Page of its beginning."""
        return self.first.page

    @property
    def box(self) -> Box:
        """Of its part on the page of its beginning."""
        lines = [line for line in self.lines if line.page == self.page]
        return (
            round(min(line.x0 for line in lines), 1),
            round(min(line.top for line in lines), 1),
            round(max(line.x1 for line in lines), 1),
            round(max(line.bottom for line in lines), 1),
        )

    @property
    def is_bold(self) -> bool:
        """Whether all of it is in a bold face."""
        return self.first.bold > _BOLD and all(line.bold > _BOLD for line in self.lines)

    def text(self, written: Counter[str]) -> str:
        """Its lines as one; see `corpora.text.join_lines`."""
        return join_lines((line.text for line in self.lines), written)


@dataclass(slots=True)
class Layout:
    """What is usual on a page.

    Attributes:
        right: right edge of the text.
        left: left edge of the text.
        leading: usual distance between two baselines, in sizes.
    """

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, lines: Sequence[Line], right: float = 0.0) -> Layout:
        """Measured on the lines of a page; `lines` is not empty.

        Args:
            lines: in reading order.
            right: the text's right edge elsewhere in the document; a page of short lines does not show it.
        """
        steps = [
            round((after.baseline - before.baseline) / after.size, 1)
            for before, after in pairwise(lines)
            if abs(before.size - after.size) < 0.5 and overlap(before, after)
        ]
        steps = [step for step in steps if 0.9 <= step <= 3]
        return cls(
            left=min(line.x0 for line in lines),
            right=max(right, max(line.x1 for line in lines)),
            leading=min(mode(steps), 2.2) if steps else 1.2,
        )


def overlap(one: Line, other: Line) -> bool:
    """Whether two lines stand, at least in part, above each other."""
    return min(one.x1, other.x1) > max(one.x0, other.x0)
