"""Markdown and plain text.

Markdown by CommonMark (markdown-it-py) with pipe tables; other text by its lines, see `corpora.readers.lines`.
"""

from __future__ import annotations

import re
from pathlib import Path

from corpora.charset import decode
from corpora.files import load
from corpora.readers.assemble import assemble, counted
from corpora.readers.lines import pieces_of_lines
from corpora.readers.markdown import pieces_of_markdown
from corpora.readers.sniff import TEXT_LIMIT, not_text
from corpora.records import Document

_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S"  # a heading
    r"|^[ \t]*+(?:\|[ \t]*+)?:?-{3,}+:?[ \t]*+\|[ \t|:-]*$"  # the row below a table's header
    r"|\A---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*$"  # front matter
    r"|\*\*\w[^*\n]*\*\*"  # bold
    r"|\[[^\[\]\n]+\]\([^)\n]{1,300}\)",  # a link
    re.MULTILINE,
)
_SUFFIXES = frozenset({".md", ".markdown", ".mkd"})


def read(path: Path) -> Document:
    """Read Markdown or plain text in UTF-8, UTF-16, cp1252 or cp850; raises InputError."""
    data = load(path, limit=TEXT_LIMIT)
    decoded = decode(data)
    if decoded is None:
        raise not_text(path)
    text = re.sub(r"\r\n?|\u2028|\u2029|\x85", "\n", decoded.text)
    skipped = counted(
        decoded.charset,
        decoded.lost,
        "caracteres dañados que no se pudieron leer en su codificación",
        "damaged characters that could not be read in their encoding",
    )
    # The suffix only decides between two readings of the same text: without any mark of Markdown both give the same.
    if path.suffix.lower() in _SUFFIXES or _MARKDOWN.search(text):
        reading = pieces_of_markdown(text)
        return assemble(
            path, data, reading.pieces, reader="plain", title=reading.title, skipped=(*skipped, *reading.skipped)
        )
    return assemble(path, data, pieces_of_lines(text), reader="plain", skipped=skipped)
