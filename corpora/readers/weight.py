"""Headings by weight and size: short paragraphs set in bold or larger, where no style says that they are headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from corpora.readers.assemble import Piece
from corpora.text import clean

_LONGEST_HEADING = 120
_DEEPEST = 9
# In a document that is bold nearly throughout weight says nothing.
_MOST_BOLD = 0.5
_LARGER = 1.15


def promoted(found: Iterable[Piece]) -> list[Piece]:
    """The pieces, with those that are headings by their weight or size made such.

    They stand below the heading above them, the larger ones higher; among those of one size capitals stand higher.
    """
    pieces = list(found)
    texts = [piece for piece in pieces if piece.kind in ("paragraph", "item") and clean(piece.text)]
    letters = sum(len(piece.text) for piece in texts)
    heavy = sum(len(piece.text) for piece in texts if piece.bold) > _MOST_BOLD * letters
    sizes: Counter[int] = Counter()
    for piece in texts:
        sizes[piece.size] += len(piece.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0)

    def stands_out(piece: Piece) -> bool:
        return _may_be_heading(piece) and ((piece.bold and not heavy) or piece.size > _LARGER * body > 0)

    ranks = sorted({_rank(piece) for piece in texts if stands_out(piece)}, reverse=True)
    above = 0
    for number, piece in enumerate(pieces):
        if piece.kind == "heading":
            above = piece.level
        elif stands_out(piece):
            level = min(above + 1 + ranks.index(_rank(piece)), _DEEPEST)
            pieces[number] = replace(piece, kind="heading", level=level)
    return pieces


def _rank(piece: Piece) -> tuple[int, bool]:
    return piece.size, clean(piece.text).isupper()


def _may_be_heading(piece: Piece) -> bool:
    text = clean(piece.text)
    if piece.kind not in ("paragraph", "item") or len(text) > _LONGEST_HEADING:
        return False
    return sum(map(str.isalpha, text)) > 2 and not text.endswith((".", ",", ";")) and text[0] != "•"
