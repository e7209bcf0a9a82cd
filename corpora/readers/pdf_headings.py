"""Headings and tables of contents.

Headings come from the PDF's bookmarks, then from weight and size; numbering or capitals alone never make one. The lines
of a table of contents repeat them and teach nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from corpora.markers import BULLETS
from corpora.readers.pdf_blocks import Draft
from corpora.readers.pdf_lines import Line

_LARGER = 1.15  # times the size of the text: that of a table may be a little larger and is no heading
_SMALLEST = 0.8  # times the size of the text: of bold lines, the deepest headings are a little smaller
_LONGEST = 160  # characters of a heading that only its look tells
_WORDS = re.compile(r"[^\W_]+")
_NUMBERING = re.compile(r"(?:(?:\d{1,3}|[ivxlc]{1,6}|[a-z])(?=[\W_])[\W_]*)+", re.IGNORECASE)
_DEPTH = re.compile(r"\d{1,3}((?:\.\d{1,3})*)[.)]?-?\s")
_NUMBER_MARKER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?-?|[IVX]{1,5}[.)]?-?|[A-Z][.)]-?")

Row = list[Line]


class Bookmark(NamedTuple):
    """An entry of the PDF's outline."""

    title: str
    level: int
    page: int


def text_style(lines: Iterable[Line]) -> tuple[float, bool]:
    """Size of the running text, and whether it is in bold: what most characters have."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
        bold += len(line.text) * (line.bold > 0.9)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0), bold > 0.6 * sizes.total()


def _key(text: str) -> str:
    """A title without punctuation, accents, case and numbering."""
    number = _NUMBERING.match(text)
    plain = unicodedata.normalize("NFKD", text[number.end() :] if number else text)
    return "".join(_WORDS.findall("".join(char for char in plain if not unicodedata.combining(char)))).casefold()


def bookmarked(pages: Sequence[Sequence[Line]], bookmarks: Sequence[Bookmark]) -> dict[Line, tuple[int, int]]:
    """Where the titles of the outline stand: their first line, with level and number of lines.

    A title is looked for on its page and, where it is not there, on the next (some outlines point to the page's end),
    by its words alone: punctuation, accents, case and a number before it may differ. It may take several lines.
    """
    found: dict[Line, tuple[int, int]] = {}
    for mark in bookmarks:
        wanted = _key(mark.title)
        for lines in pages[mark.page - 1 : mark.page + 1] if wanted else ():
            # The first one in the largest type.
            if places := list(_places(lines, wanted, found)):
                *_, index, count = min(places)
                found[lines[index]] = (mark.level, count)
                break
    return found


def _places(lines: Sequence[Line], wanted: str, taken: Collection[Line]) -> Iterator[tuple[float, float, int, int]]:
    for index, line in enumerate(lines):
        if line in taken:
            continue
        for count in range(1, 5):
            key = _key(_text(lines[index : index + count]).replace("\ufffe ", ""))
            if key == wanted:
                yield -line.size, -line.bold, index, count
            if len(key) >= len(wanted):
                break


def mark_headings(
    drafts: Sequence[Draft], style: tuple[float, bool], outline: dict[Line, tuple[int, int]], pages: int
) -> None:
    """Tell headings among the paragraphs, and their levels; `style` is that of the running text, `pages` a number.

    With an outline that covers the document its entries are the headings (see `bookmarked`); else blocks count that are
    in bold or in larger type than the text, and rank by size, weight, capitals and depth of their number, below the
    outline's.
    """
    for draft in drafts:
        if draft.first in outline:
            draft.kind, draft.level = "heading", outline[draft.first][0]
    if len(outline) >= 3 and 3 * len(outline) >= pages:
        return
    looks = [
        draft for draft in drafts if draft.kind == "paragraph" and draft.cell is None and _stands_out(draft, style)
    ]
    below = max((level for level, _ in outline.values()), default=0)
    ranks = {rank: number for number, rank in enumerate(sorted({_rank(draft) for draft in looks}), start=1)}
    for draft in looks:
        draft.kind, draft.level = "heading", min(below + ranks[_rank(draft)], 9)


def _stands_out(draft: Draft, style: tuple[float, bool]) -> bool:
    text, (size, is_bold) = _text(draft.lines), style
    first, marker = draft.first, draft.first.marker
    if len(text) > _LONGEST or first.bullet or not any(map(str.isalpha, text)):
        return False
    ended = text.endswith((".", ";", ","))
    larger = first.size >= _LARGER * size
    bolder = draft.is_bold and not is_bold and first.size > (0.9 if ended else _SMALLEST) * size
    if marker and (marker[0] in BULLETS or not (larger or _NUMBER_MARKER.fullmatch(marker))):
        return False  # a list's letter or a code ("RA1") in bold is an emphasised item
    if ended and len(_WORDS.findall(text)) > 6:
        return False
    # In bold beside other text: a label, or the header of a table without rules.
    return larger or (bolder and not (draft.beside and not marker))


def _rank(draft: Draft) -> tuple[float, bool, bool, int]:
    text = _text(draft.lines)
    depth = _DEPTH.match(text)
    number = 1 + depth[1].count(".") if depth else 0
    return (-round(2 * draft.first.size) / 2, not draft.is_bold, not text.isupper(), number)


_LEADER = re.compile(r"(?:\s?[.·…_]){3,}\s*(\d{1,4}|[ivxlc]{1,6})$|(?:\s?[.·…_]){8,}$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})$")
_TITLE = re.compile(
    r"(?:[ií]ndice(?: general| de (?:contenidos?|temas))?|tabla de contenidos?|contenidos?|sumario"
    r"|(?:table of )?contents)\W*",
    re.IGNORECASE,
)
_CERTAIN = re.compile(r"[ií]ndice|tabla|sumario|contents|table", re.IGNORECASE)
_FEWEST = 3  # entries of a table of contents
_BETWEEN = 3  # rows between two entries: a long title over several
_END = 200  # characters of an entry that tell it as one
_FRONT = 30  # pages before the one that is numbered 1


def contents_rows(pages: Sequence[Sequence[Line]]) -> list[Row]:
    """The rows of tables of contents, their title included.

    An entry ends in dots and a page number, or in a number at the right edge below a title that says what it is; the
    numbers rise with the entries and are pages of the document. Entries of the highest level often have no dots, and
    long ones go on over two rows: what stands between two entries belongs to them.
    """
    found: list[Row] = []
    goes_on = False
    for lines in pages:
        rows = _rows(lines)
        groups: list[list[int]] = []  # indices of entries that follow each other
        for index, row in enumerate(rows):
            if _has_leader(row) or (len(row) > 1 and _NUMBER.fullmatch(row[-1].text)):
                if not groups or index - groups[-1][-1] > _BETWEEN:
                    groups.append([])
                groups[-1].append(index)
        kept = [group for group in groups if _is_contents(rows, group, len(pages), goes_on and group[0] <= 1)]
        for group in kept:
            titled = group[0] > 0 and _TITLE.fullmatch(_text(rows[group[0] - 1]))
            found += rows[group[0] - bool(titled) : group[-1] + 1]
        goes_on = bool(kept) and kept[-1][-1] >= len(rows) - 2
    return found


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Neighbouring lines on one baseline."""
    rows: list[Row] = []
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) < 0.45 * line.size and line.x0 > rows[-1][-1].x0:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _text(lines: Iterable[Line]) -> str:
    return " ".join(line.text for line in lines)


def _has_leader(row: Row) -> bool:
    return _LEADER.search(_text(row)[-_END:]) is not None


def _is_contents(rows: Sequence[Row], group: Sequence[int], pages: int, goes_on: bool) -> bool:
    numbers = [int(end[1]) for index in group if (end := _NUMBER.search(_text(rows[index])[-_END:]))]
    if numbers != sorted(numbers) or (numbers and numbers[-1] > pages + _FRONT):
        return False
    above = _text(rows[group[0] - 1]) if group[0] else ""
    titled = _TITLE.fullmatch(above) and _CERTAIN.match(above)
    return goes_on or len(group if titled else [index for index in group if _has_leader(rows[index])]) >= _FEWEST
