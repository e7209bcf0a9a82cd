"""HTML elements to pieces: what the HTML reader and HTML within Markdown share."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html

from corpora.readers.assemble import Piece


def pieces_of_fragment(content: str) -> Iterator[Piece]:
    """The pieces of a piece of HTML."""
    for element in lxml.html.fragments_fromstring(content):
        text = element if isinstance(element, str) else element.text_content()
        yield from (Piece(line) for line in text.split("\n"))
