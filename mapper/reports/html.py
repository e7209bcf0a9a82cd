"""The report for the curriculum's designer: one HTML page that needs nothing else, not even a script to be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.files import write_atomically
from mapper.records import Alignment
from mapper.reports.page import own, render
from mapper.reports.view import views
from mapper.reports.words import Words


def write(alignments: Sequence[Alignment], path: Path, *, lang: str) -> None:
    """Write the page in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    write_atomically(path, page(alignments, lang=lang))


def page(alignments: Sequence[Alignment], *, lang: str) -> str:
    """The same as text."""
    words = Words(lang)
    return render(
        "report.html.j2",
        words,
        script=own("report.js"),
        documents=views(alignments, words),
    )
