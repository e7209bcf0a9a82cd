"""Whether an entry of a framework is still valid, by its status or its last day."""

from __future__ import annotations

import re

from corpora.omissions import Reason
from corpora.text import fold

_STATUSES: dict[Reason, re.Pattern[str]] = {
    "deprecated": re.compile(
        r"deprecated|obsolete|retired|withdrawn|superseded|replaced|deleted|removed|archived|inactive|cancell?ed|revoked"
        r"|(?:obsolet|derogad|abrogad|retirad|sustituid|reemplazad|eliminad|archivad|inactiv|cancelad)[oa]"
    ),
    "ended": re.compile(
        r"expired|ended|(?:dad[oa] de )?baja|(?:vencid|caducad|caduc|expirad)[oa]|(?:no|sin) vigen(?:te|cia)"
    ),
}
_DAY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)-(?P<day>\d\d))?(?:[T ].*)?|(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>\d{4})"
)
_PAST = "2026-01-01"
"""The day of this edition: what ended before it has ended whenever a source is read; no result depends on a clock."""


def status_reason(status: str) -> Reason | None:
    """Return why an entry of this status, a word or its address, is left out; None for one that is valid or unknown.

    "Deprecated", "http://…/concept-status/OBSOLETE", "No vigente". A draft is said.
    """
    word = re.split("[/#]", fold(status).rstrip("/#. "))[-1]
    return next((reason for reason, statuses in _STATUSES.items() if statuses.fullmatch(word)), None)


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
