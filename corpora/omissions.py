"""What stands in a source and is not said by it: not chosen, withdrawn, hidden, only remarked, or no longer valid.

Every reader of documents, frameworks and ads leaves it out, and counts it here by its reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Literal

from corpora.files import skipped_total
from corpora.records import Skipped, Text
from corpora.text import fold
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

_STATUSES: dict[Reason, re.Pattern[str]] = {
    "deprecated": re.compile(
        r"deprecated|obsolete|retired|withdrawn|superseded|replaced|deleted|removed|archived|inactive|cancell?ed|revoked"
        r"|(?:obsolet|derogad|abrogad|retirad|sustituid|reemplazad|eliminad|archivad|inactiv|cancelad)[oa]"
    ),
    "ended": re.compile(
        r"expired|ended|(?:dad[oa] de )?baja|(?:vencid|caducad|caduc|expirad)[oa]|(?:no|sin) vigen(?:te|cia)"
    ),
}


def status_reason(status: str) -> Reason | None:
    """Return why an entry of this status, a word or its address, is left out; None for one that is valid or unknown.

    "Deprecated", "http://…/concept-status/OBSOLETE", "No vigente". A draft is said.
    """
    word = re.split("[/#]", fold(status).rstrip("/#. "))[-1]
    return next((reason for reason, statuses in _STATUSES.items() if statuses.fullmatch(word)), None)


_STROKE = "[\u0335\u0336]"
_OVERSTRUCK = re.compile(rf"(?:[^\u0300-\u036f][\u0300-\u0334\u0337-\u036f]*{_STROKE}[\u0300-\u036f]*){{3,}}")
_DAY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)-(?P<day>\d\d))?(?:[T ].*)?|(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>\d{4})"
)
_PAST = "2026-01-01"
"""The day of this edition: what ended before it has ended whenever a source is read; no result depends on a clock."""


def drop_overstruck(text: str) -> tuple[str, int]:
    """Return the text without what combining strokes (U+0335, U+0336) strike out, and how many pieces that is."""
    if "\u0336" not in text and "\u0335" not in text:
        return text, 0
    return _OVERSTRUCK.subn("", text)


def end_reason(day: str, known: str = "") -> Reason | None:
    """Return "ended" for a last day of validity ("2015-12-31", "31/12/2015") that is past, else None.

    Past is what lies before this edition, or not behind a day (ISO 8601) that the source itself `known` as gone.
    """
    found = _DAY.fullmatch(day.strip())
    if found is None:
        return None
    if found["y"]:
        ends = f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
    else:
        ends = f"{found['year']}-{found['month'] or 12}-{found['day'] or 31}"
    return "ended" if ends < _PAST or ends <= known else None


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
