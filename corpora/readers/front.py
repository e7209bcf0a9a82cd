"""Pages of contents, which stand before a programme's text.

Contents that are mere lines are entries with the page where they stand, below a title such as "Índice". They repeat the
titles of the document, so none of them is a heading, and what they are called begins no list of topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from corpora.text import clean, fold

if TYPE_CHECKING:
    from corpora.readers.pieces import Piece

LEADER = re.compile(r"(?:\s?[.·…_]){3,}\s*(\d{1,4}|[ivxlc]{1,6})$|(?:\s?[.·…_]){8,}$", re.IGNORECASE)
"""The dots behind an entry, with its page or without."""
TITLE = re.compile(
    r"(?:[ií]ndice(?: general| de (?:contenidos?|temas))?|tabla de contenidos?|contenidos?|sumario"
    r"|(?:table of )?contents)\W*",
    re.IGNORECASE,
)
"""What a page of contents is called."""
FEWEST = 3  # entries of a page of contents
BETWEEN = 3  # lines between two entries: a long title, or the name of a part that has no page
END = 200  # characters of an entry that tell it as one

_PAGE = re.compile(r"(?<!\d)\d{1,4}$")
_DOTS = ".·…_ "
_NUMBER = re.compile(r"\W*\d[\d.]*\W*")
_LONGEST = 300  # characters of an entry


class _Entry(NamedTuple):
    title: str
    page: int
    dotted: bool


def mark_contents(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces, those of a page of contents marked so.

    Its pages rise. Below its title dots tell the entries; without a title or dots some of them must be titles that the
    document has again further down ("Tema 1" to "Tema 3" below "Contenidos" are no pages).
    """
    found = list(pieces)
    entries = {number: entry for number, piece in enumerate(found) if (entry := _entry(piece))}
    for group in _groups(entries, found):
        listed = [entries[number] for number in group]
        pages = [entry.page for entry in listed]
        if len(group) < FEWEST or pages != sorted(pages):
            continue
        above = range(group[0] - 1, max(group[0] - BETWEEN - 2, -1), -1)
        title = next((number for number in above if _is_title(found[number])), None)
        told = (title is not None) + (sum(entry.dotted for entry in listed) >= FEWEST)
        below = (
            {_plain(piece.text) for piece in found[group[-1] + 1 :] if len(piece.text) <= _LONGEST} if told == 1 else ()
        )
        if told > 1 or sum(_plain(entry.title) in below for entry in listed) >= FEWEST:
            for number in range(group[0] if title is None else title, group[-1] + 1):
                found[number] = replace(found[number], kind="contents", level=0)
    return found


def _entry(piece: Piece) -> _Entry | None:
    text = piece.text.strip()
    page = _PAGE.search(text[-5:])  # at most four digits, and the sign before them
    if page is None or piece.cell or len(text) > _LONGEST:
        return None
    bare = text.removesuffix(page[0]).rstrip(_DOTS)
    return _Entry(bare, int(page[0]), LEADER.search(text[-END:]) is not None) if any(map(str.isalpha, bare)) else None


def _groups(entries: Iterable[int], pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Group places of entries that follow each other, with no title and few lines between two of them."""
    group: list[int] = []
    for place in entries:
        between = pieces[group[-1] + 1 : place] if group else []
        apart = (piece.cell or len(piece.text) > _LONGEST or _is_title(piece) for piece in between)
        if len(between) > BETWEEN or any(apart):
            yield group
            group = []
        group.append(place)
    yield group


def _is_title(piece: Piece) -> bool:
    return piece.cell is None and TITLE.fullmatch(clean(piece.text)) is not None


def _plain(text: str) -> str:
    """Return a title without its numbering."""
    folded = fold(text)
    number = _NUMBER.match(folded)
    return folded[number.end() if number else 0 :].strip(" .:")
