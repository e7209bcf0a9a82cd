"""A file that is one ad: text, Markdown, HTML, DOCX or PDF, through the readers of documents."""

from __future__ import annotations

from pathlib import Path

from corpora.job_ads.tables import IsHeader, Row, Table
from corpora.readers import read as read_document

TITLE, DESCRIPTION = "title", "description"


def read(path: Path, is_header: IsHeader) -> Table:  # noqa: ARG001 - a text has no header
    """One row: the text, and for its title the document's, else the first line; raises InputError."""
    document = read_document(path)
    title = document.title or document.text.strip().partition("\n")[0][:120]
    return Table((TITLE, DESCRIPTION), (Row("", {TITLE: title, DESCRIPTION: document.text}),), document.skipped)
