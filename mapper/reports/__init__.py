"""Reports: one file each, opened by name when needed.

Seam: a report module has `write(alignments: Sequence[Alignment], path: Path, *, lang: str) -> None`, which writes
one file, whole or not at all. That of a Word document takes a `head` besides.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from mapper.records import Alignment


class Write(Protocol):
    """Writes alignments of one or more documents to one file."""

    def __call__(self, alignments: Sequence[Alignment], path: Path, *, lang: str) -> None:
        """Write `alignments` to `path` in the language "es" or "en"."""


REPORTS: dict[str, str] = {
    "json": "mapper.reports.alignment_json:write",
    "html": "mapper.reports.html:write",
    "xlsx": "mapper.reports.xlsx:write",
    "docx": "mapper.reports.docx:write",
}


def report(name: str) -> Write:
    """The writer of that name; raises KeyError for a name that is not in `REPORTS`."""
    return cast(Write, pkgutil.resolve_name(REPORTS[name]))
