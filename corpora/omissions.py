"""What stands in a source and is not said by it: not chosen, withdrawn, hidden, only remarked, or no longer valid.

Every reader of documents, frameworks and ads leaves it out, and counts it here by its reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Literal

from corpora.files import skipped_total
from corpora.records import Skipped, Text
from corpora.translation import _

Reason = Literal["unticked", "struck", "deleted", "hidden", "layer", "outside", "comment", "deprecated", "ended"]

REASONS: dict[Reason, Text] = {
    "unticked": _("choices that are not ticked"),
    "struck": _("pieces of text that are struck out"),
    "deleted": _("deletions that are tracked"),
    "hidden": _("pieces of hidden text"),
    "layer": _("pieces of text on a layer that is switched off"),
    "outside": _("pieces of text outside the visible page"),
    "comment": _("comments"),
    "deprecated": _("entries that are deprecated"),
    "ended": _("entries that are no longer valid"),
}
"""How each reason is told, in the plural."""

_STROKE = "[\u0335\u0336]"
_OVERSTRUCK = re.compile(rf"(?:[^\u0300-\u036f][\u0300-\u0334\u0337-\u036f]*{_STROKE}[\u0300-\u036f]*){{3,}}")


def drop_overstruck(text: str) -> tuple[str, int]:
    """Return the text without what combining strokes (U+0335, U+0336) strike out, and how many pieces that is."""
    if "\u0336" not in text and "\u0335" not in text:
        return text, 0
    return _OVERSTRUCK.subn("", text)


class Omissions:
    """Counts what a source does not say, by reason, with the pages where it stands."""

    def __init__(self) -> None:
        self._pages: dict[Reason, list[int | None]] = defaultdict(list)

    def add(self, reason: Reason, page: int | None = None, count: int = 1) -> None:
        """Count a piece of text or an entry, on a page from 1 where the format has pages."""
        self._pages[reason] += [page] * count

    def without_overstruck(self, text: str, page: int | None = None) -> str:
        """Return the text without what combining strokes strike out, which is counted."""
        rest, count = drop_overstruck(text)
        self.add("struck", page, count)
        return rest

    def skipped(self) -> tuple[Skipped, ...]:
        """Return one line a reason, in the order of `REASONS`: "Tracked deletions: 3 (pages 2, 5)."."""
        told = list[Skipped]()
        for reason, said in REASONS.items():
            found = self._pages.get(reason, [])
            pages = sorted({page for page in found if page is not None})
            where = ", ".join(map(str, pages))
            said_there = _("{said} (pages {pages})", said=said, pages=where) if pages else said
            told += skipped_total(reason, len(found), said_there)
        return tuple(told)
