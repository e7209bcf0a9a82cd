"""From lines to blocks: the lines of one paragraph or list item joined, over columns and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.readers.pdf_chars import BROKEN
from corpora.readers.pdf_drafts import Draft, Layout, overlap
from corpora.readers.pdf_joins import continues, goes_on, opens
from corpora.readers.pdf_lines import Line


@dataclass(slots=True)
class Joiner:
    """Joins the lines of a document page by page; `drafts` are its blocks in the order of their beginnings."""

    drafts: list[Draft] = field(default_factory=list)
    _open: list[Draft] = field(default_factory=list)
    _left: float = 0.0
    _began: Line | None = None

    def add(self, lines: Sequence[Line], layout: Layout) -> None:
        """The lines of the next page, or of the next stretch of one between two headings or tables.

        Args:
            lines: in reading order.
            layout: of the page.
        """
        if not lines:
            return
        shift, turned, self._left = layout.left - self._left, True, layout.left
        rows = _Rows(lines)
        for line in lines:
            above = self._above(line)
            if above is None and turned:
                above = self._over_the_page(line, shift)
                turned = above is None and line.size < 0.9 * max(other.size for other in lines)
            elif above is not None and not self._continues(above, line, rows, layout):
                self._open.remove(above)
                above = None
            above = above or self._over_the_column(line)
            if above is None:
                above = Draft([])
                self.drafts.append(above)
                self._began = line
            if above not in self._open:
                self._open.append(above)
            above.lines.append(line)
            above.beside |= rows.has_neighbour(line)

    def _continues(self, draft: Draft, line: Line, rows: _Rows, layout: Layout) -> bool:
        """Whether the line goes on with the block above it, in text or in the cell of a table without rules."""
        right = rows.right_of(line)
        if not opens(line) and not draft.last.text.endswith(BROKEN):
            in_row = rows.has_neighbour(line)
            if in_row != rows.has_neighbour(draft.last) and (in_row or not line.x0 > layout.left + line.size):
                return False
            if in_row and self._began is not None and self._began.baseline == line.baseline:
                return False  # the row's first cell began anew
        return continues(draft, line, Layout(layout.left, min(right, layout.right), layout.leading))

    def close(self) -> None:
        """Nothing goes on beyond this place: a table, or the end."""
        self._open.clear()

    def _above(self, line: Line) -> Draft | None:
        """The open block of this page right above the line, within its column."""
        on_page = [draft for draft in self._open if draft.last.page == line.page and overlap(draft.last, line)]
        return max(on_page, key=lambda draft: draft.last.baseline, default=None)

    def _over_the_column(self, line: Line) -> Draft | None:
        """The block with which the line goes on at the head of the next column."""
        before = self.drafts[-1] if self.drafts else None
        if before is None or before not in self._open or before.last.page != line.page:
            return None
        higher = line.top < before.last.top - line.size and line.x0 > before.last.x1 - line.size
        return before if higher and opens(line) and goes_on(before, line, line.x0 - before.last.x0) else None

    def _over_the_page(self, line: Line, shift: float) -> Draft | None:
        before = [draft for draft in self._open if draft.last.page < line.page]
        self._open = [draft for draft in self._open if draft.last.page >= line.page]
        for draft in reversed(before[-3:]):
            if draft.kind == "paragraph" and goes_on(draft, line, shift):
                return draft
        return None


class _Rows:
    """Which lines of a stretch stand side by side."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._rows: dict[int, list[Line]] = {}
        for line in lines:
            self._rows.setdefault(round(line.baseline), []).append(line)

    def _beside(self, line: Line) -> list[Line]:
        place = round(line.baseline)
        return [other for near in (place - 1, place, place + 1) for other in self._rows.get(near, []) if other != line]

    def has_neighbour(self, line: Line) -> bool:
        """Whether another line stands beside it."""
        return bool(self._beside(line))

    def right_of(self, line: Line) -> float:
        """Right edge of its column; without bound where nothing stands to its right."""
        edge = min((other.x0 for other in self._beside(line) if other.x0 > line.x1), default=None)
        if edge is None:
            return float("inf")
        return max(other.x1 for other in self._lines if other.x1 < edge)
