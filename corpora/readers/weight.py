"""Headings by weight and size: short paragraphs set in bold or larger, where no style says that they are headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpora.readers.assemble import Piece
from corpora.text import clean

_LONGEST_HEADING = 120
_DEEPEST = 9
# In a document that is bold nearly throughout weight says nothing.
_MOST_BOLD = 0.5
_LARGER = 1.15


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece, whether all its letters are bold, and their size in half points (0 unknown)."""

    piece: Piece
    bold: bool
    size: int = 0


def promoted(found: Iterable[Weighed]) -> list[Piece]:
    """The pieces, with those that are headings by their weight made such.

    They stand below the heading above them, the larger ones higher; among those of one size capitals stand higher.
    """
    weighed = list(found)
    texts = [each for each in weighed if each.piece.kind in ("paragraph", "item") and clean(each.piece.text)]
    letters = sum(len(each.piece.text) for each in texts)
    heavy = sum(len(each.piece.text) for each in texts if each.bold) > _MOST_BOLD * letters
    sizes: Counter[int] = Counter()
    for each in texts:
        sizes[each.size] += len(each.piece.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0)

    def stands_out(each: Weighed) -> bool:
        return _may_be_heading(each) and ((each.bold and not heavy) or each.size > _LARGER * body > 0)

    ranks = sorted({_rank(each) for each in texts if stands_out(each)}, reverse=True)
    pieces: list[Piece] = []
    above = 0
    for each in weighed:
        piece = each.piece
        if piece.kind == "heading":
            above = piece.level
        elif piece.kind in ("paragraph", "item") and stands_out(each):
            level = above + 1 + ranks.index(_rank(each))
            piece = replace(piece, kind="heading", level=min(level, _DEEPEST))
        pieces.append(piece)
    return pieces


def _rank(each: Weighed) -> tuple[int, bool]:
    return each.size, clean(each.piece.text).isupper()


def _may_be_heading(each: Weighed) -> bool:
    text = clean(each.piece.text)
    letters = sum(map(str.isalpha, text))
    return letters > 2 and len(text) <= _LONGEST_HEADING and not text.endswith((".", ",", ";")) and text[0] != "•"
