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
    "ended": re.compile(r"expired|ended|(?:vencid|caducad|caduc|expirad)[oa]|(?:no|sin) vigen(?:te|cia)"),
}


def status_reason(status: str) -> Reason | None:
    """Why an entry of this status, a word or the address of one, is not said; None for one that is valid, or unknown.

    "Deprecated", "http://…/concept-status/OBSOLETE", "No vigente". A draft is said.
    """
    word = re.split("[/#]", fold(status).rstrip("/#. "))[-1]
    return next((reason for reason, statuses in _STATUSES.items() if statuses.fullmatch(word)), None)


class Omissions:
    """Counts what a source does not say, by reason, with the pages where it stands."""

    def __init__(self) -> None:
        self._pages: dict[Reason, list[int | None]] = defaultdict(list)

    def add(self, reason: Reason, page: int | None = None, count: int = 1) -> None:
        """Count a piece of text or an entry, on a page from 1 where the format has pages."""
        self._pages[reason] += [page] * count

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
