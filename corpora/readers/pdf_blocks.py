"""From lines to blocks: lines of a paragraph or list item joined, over columns and pages, the depth of items, headings.

Headings come from the PDF's bookmarks, then from weight and size; numbering or capitals alone never make one. The lines
of a table of contents repeat them and teach nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import mode
from typing import NamedTuple

from corpora.items import BULLETS
from corpora.readers.front import BETWEEN, END, FEWEST, LEADER, TITLE
from corpora.readers.pdf_lines import BROKEN, Line, grouped
from corpora.readers.pieces import REFERS
from corpora.records import BlockKind, Box, Cell

_BOLD = 0.9  # share of the characters
_NEAR = 3.0  # points by which items of one level may differ
_PARTED = re.compile(r"\d+(?:\.\d+)+")
_ALIGNED = 0.6  # sizes by which left edges of one paragraph may differ
_LOOSE = 1.35  # times the usual distance between baselines: more room begins another block
_LOOSER = 1.15  # the same behind the end of a sentence, where a new one begins
_FEW_STEPS = 3  # lines that begin small, from which on they say what the usual distance is
_TITLE_WORDS = 5  # of a title behind a code
_CLOSEST = 0.5  # sizes: less than this between two baselines is no next line
_ROOM = 0.35  # sizes: the width of a blank, with some play
_ENDS = re.compile(r"[.;:!?…][»”\"')\]]*$")
_OPENS = re.compile(r"[a-záéíóúüñ,;]")  # how a line begins that only goes on


@dataclass(slots=True, eq=False)
class Draft:
    """A block in the making; `beside`: it stands beside other text, as a label does."""

    lines: list[Line]
    kind: BlockKind = "paragraph"
    level: int = 0
    cell: Cell | None = None
    beside: bool = False

    @property
    def first(self) -> Line:
        """Return the line with which it begins."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Return the line with which it ends so far."""
        return self.lines[-1]

    @property
    def box(self) -> Box:
        """Return the box of its part on the page of its beginning."""
        lefts, tops, rights, bottoms = zip(
            *(one.shown or one.box for one in self.lines if one.page == self.first.page), strict=True
        )
        return round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1)

    @property
    def is_bold(self) -> bool:
        """Return whether all of it is in a bold face."""
        return all(line.bold > _BOLD for line in self.lines)

    def run(self) -> list[Line]:
        """Return the last lines, at most four, in the column where it ends so far."""
        begin = len(self.lines) - 1
        while begin > max(0, len(self.lines) - 4):
            one, other = self.lines[begin - 1 : begin + 1]
            if one.page != other.page or one.baseline >= other.baseline:
                break
            begin -= 1
        return self.lines[begin:]


@dataclass(slots=True)
class Layout:
    """What is usual on a page: edges of the text, in points, and distance between two baselines, in sizes.

    `is_known` says whether enough lines that begin small show that distance: it is that of lines of one paragraph.
    """

    left: float
    right: float
    leading: float
    is_known: bool = False

    @classmethod
    def from_lines(cls, lines: Sequence[Line], right: float = 0.0) -> Layout:
        """Measure the lines of a page, one at least, in reading order.

        `right` is the text's right edge elsewhere in the document: a page of short lines does not show it.
        """
        steps = [
            (round((after.baseline - before.baseline) / after.size, 1), opens(after))
            for before, after in pairwise(lines)
            if abs(before.size - after.size) < 0.5 and overlap(before, after)
        ]
        usual = [step for step, _ in steps if 0.9 <= step <= 3]
        # Where most paragraphs are of one line, the room between them is the most frequent.
        within = [step for step, goes_on in steps if goes_on and step in usual]
        is_known = len(within) >= _FEW_STEPS
        usual = within if is_known else usual
        left, right = min(line.x0 for line in lines), max(right, max(line.x1 for line in lines))
        return cls(left, right, min(mode(usual), 2.2) if usual else 1.2, is_known)


def overlap(one: Line, other: Line) -> bool:
    """Return whether two lines stand, at least in part, above each other."""
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def mark_items(drafts: Iterable[Draft]) -> None:
    """Tell items by their marker or drawn bullet, and their depth by where they begin."""
    stack: list[Line] = []
    for draft in drafts:
        first = draft.first
        if draft.kind != "paragraph" or draft.cell is not None:
            stack.clear()
        elif first.marker or first.bullet:
            while stack and (steps := _steps(stack[-1], first)) <= 0:
                stack.pop()
                if steps == 0:
                    break
            stack.append(first)
            draft.kind, draft.level = "item", len(stack)
        elif stack and first.x0 < stack[0].x0 - _NEAR and len(draft.lines) > 1:
            stack.clear()


def _steps(one: Line, other: Line) -> float:
    """Return how far an item is below another one, 0 for one of its level, negative above.

    Two numbers with parts ("1.2.") tell by these; of others markers or, where these are set flush right, texts begin at
    one place.
    """
    depths = [number[0].strip(".").count(".") for line in (one, other) if (number := _PARTED.match(line.marker))]
    if len(depths) == 2:
        return depths[1] - depths[0]
    beside = (same_kind(one, other) and abs(one.hang - other.hang) <= _NEAR) or abs(one.x0 - other.x0) <= _NEAR
    return 0 if beside else other.x0 - one.x0


def same_kind(one: Line, other: Line) -> bool:
    """Return whether two markers look the same: two numbers, two letters, two codes."""
    shapes = [re.sub(r"[^\W\d_]", "a", re.sub(r"\d+", "1", line.marker)) for line in (one, other)]
    return shapes[0] == shapes[1]


def opens(line: Line) -> bool:
    """Return whether a line begins as one that only goes on: in lower case, without a marker."""
    return not line.marker and _OPENS.match(line.text) is not None


def continues(draft: Draft, line: Line, layout: Layout) -> bool:
    """Return whether the line goes on with the block above it."""
    last, size, run = draft.lines[-1], line.size, draft.run()
    usual = (run[-1].baseline - run[-2].baseline) / run[-1].size if len(run) > 1 else 0.0
    if not _CLOSEST <= (line.baseline - last.baseline) / size <= _LOOSE * (usual or layout.leading):
        return False
    if abs(size - last.size) > 0.08 * size or line.bullet:
        return False
    if last.text.endswith(BROKEN):
        return True
    # Whether its first word would have found room behind the last line, which then ended there on purpose.
    has_room = last.x1 + _ROOM * size + line.first < layout.right - 0.5 * size
    ended, small = _ENDS.search(last.text) is not None, _OPENS.match(line.text) is not None
    known = usual or (layout.leading if layout.is_known else 0.0)
    if ended and not small and known and (line.baseline - last.baseline) / size > _LOOSER * known:
        return False
    if line.marker and _begins_item(draft, line, ended=ended or has_room):
        return False
    changes_face = draft.is_bold != (line.bold > _BOLD)
    if not _is_aligned(run, draft.lines, line, layout):
        return small and not ended and not has_room
    if has_room:
        return small and not ended and not changes_face
    # What stands in bold above a new sentence is a title, not its beginning.
    return not (changes_face and ((draft.is_bold and not small) or ended))


def _begins_item(draft: Draft, line: Line, *, ended: bool) -> bool:
    """Return whether the marker at the line's beginning is one, or only looks so in the middle of a text."""
    if ended or (not line.closed and not (draft.first.marker and not draft.first.closed)):
        return ended
    # "…, as the sections / b) and c) say": within a full line's sentence a marker is a reference.
    small = _OPENS.match(line.text[len(line.marker) :].lstrip()) is not None
    referring = REFERS.search(draft.last.text) is not None
    return line.marker[0] in BULLETS or not (referring and (small or not same_kind(draft.first, line)))


def _is_aligned(run: Sequence[Line], lines: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Return whether the line begins where a block's lines do, or both are centred; `run` is their end."""
    play, room = _ALIGNED * line.size, 2 * line.size
    first, last = lines[0], lines[-1]
    inner = run[1:] if run[0] is first else run  # the lines behind the first, which may hang out or be indented
    if inner:
        aligned = abs(line.x0 - inner[0].x0) < play
    elif first.marker or first.bullet:
        return first.x0 - play < line.x0 < max(first.hang, first.x0) + play
    else:
        aligned = first.x0 - 4 * line.size < line.x0 < first.x0 + play  # a first line may be indented
    within = all(one.x0 > layout.left + room and one.x1 < layout.right - room for one in (last, line))
    return aligned or (within and abs((last.x0 + last.x1) - (line.x0 + line.x1)) < line.size)


def goes_on(draft: Draft, line: Line, shift: float) -> bool:
    """Return whether the line at the head of a page goes on with a block of the page before."""
    last = draft.last
    if last.text.endswith((BROKEN, "-")):
        return abs(last.size - line.size) < 0.08 * line.size
    if line.marker or line.bullet or abs(last.size - line.size) > 0.08 * line.size or _ENDS.search(last.text):
        return False
    if draft.is_bold != (line.bold > _BOLD):
        return False
    edges = [draft.lines[1].x0] if len(draft.lines) > 1 else [draft.first.hang, draft.first.x0]
    aligned = any(abs(line.x0 - edge - moved) < _ALIGNED * line.size for edge in edges for moved in (0.0, shift))
    return aligned and (_OPENS.match(line.text) is not None or len(draft.lines) > 1)


@dataclass(slots=True)
class Joiner:
    """Joins the lines of a document page by page; `drafts` are its blocks in the order of their beginnings."""

    drafts: list[Draft] = field(default_factory=list)
    _open: list[Draft] = field(default_factory=list)
    _left: float = 0.0
    _began: Line | None = None

    def add(self, lines: Sequence[Line], layout: Layout) -> None:
        """Add the lines of the next page, or of the next stretch between headings or tables, in reading order."""
        shift, turned, self._left = layout.left - self._left, True, layout.left
        rows: dict[int, list[Line]] = {}
        for line in lines:
            rows.setdefault(round(line.baseline), []).append(line)
        for line in lines:
            # The open block of this page right above the line, within its column.
            on_page = [draft for draft in self._open if draft.last.page == line.page and overlap(draft.last, line)]
            above = max(on_page, key=lambda draft: draft.last.baseline, default=None)
            if above is None and turned:
                before = [draft for draft in self._open if draft.last.page < line.page][-3:]
                self._open = [draft for draft in self._open if draft.last.page >= line.page]
                above = next((d for d in reversed(before) if d.kind == "paragraph" and goes_on(d, line, shift)), None)
                turned = above is None and line.size < 0.9 * max(other.size for other in lines)
            elif above is not None and not (
                self._stays_in_row(above, line, rows, layout)
                and continues(above, line, _column(line, lines, rows, layout))
            ):
                self._open.remove(above)
                above = None
            above = above or self._over_the_column(line)
            if above is None:
                above = Draft([])
                self.drafts.append(above)
                self._began = line
            if above not in self._open:
                self._open.append(above)
            above.lines.append(line)
            above.beside |= bool(_neighbours(line, rows))

    def _stays_in_row(self, draft: Draft, line: Line, rows: dict[int, list[Line]], layout: Layout) -> bool:
        """Return whether the line is in text as the block above it, or in the same cell of a table without rules."""
        last = draft.lines[-1]
        if opens(line) or last.text.endswith(BROKEN):
            return True
        in_row = bool(_neighbours(line, rows))
        if in_row != bool(_neighbours(last, rows)) and (in_row or not line.x0 > layout.left + line.size):
            return False
        # Where the row's first cell began anew, so do the others.
        return not (in_row and self._began is not None and self._began.baseline == line.baseline)

    def close(self) -> None:
        """End all blocks: a table or the end is here."""
        self._open.clear()

    def _over_the_column(self, line: Line) -> Draft | None:
        """Return the block with which the line goes on at the head of the next column."""
        before = self.drafts[-1] if self.drafts else None
        if before is None or before not in self._open or before.last.page != line.page:
            return None
        higher = line.top < before.last.top - line.size and line.x0 > before.last.x1 - line.size
        # A full last line, behind which the next word found no room, goes on with a capital too.
        right = max(one.x1 for one in before.run())
        full = len(before.lines) > 1 and before.last.x1 + _ROOM * line.size + line.first > right
        follows = higher and (opens(line) or full)
        return before if follows and goes_on(before, line, line.x0 - before.last.x0) else None


def _column(line: Line, lines: Sequence[Line], rows: dict[int, list[Line]], layout: Layout) -> Layout:
    """Return the layout of a line's column, which ends before what stands to its right."""
    edge = min((other.x0 for other in _neighbours(line, rows) if other.x0 > line.x1), default=None)
    right = layout.right if edge is None else max(other.x1 for other in lines if other.x1 < edge)
    return replace(layout, right=min(right, line.edge, layout.right))


def _neighbours(line: Line, rows: dict[int, list[Line]]) -> list[Line]:
    """Return the other lines on its baseline, those of another column of text aside."""
    place = round(line.baseline)
    near = (other for at in (place - 1, place, place + 1) for other in rows.get(at, []) if other != line)
    return [other for other in near if other.x0 < line.edge and line.x0 < other.edge]


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
    """Return size of the running text, and whether it is in bold: what most characters have."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
        bold += len(line.text) * (line.bold > 0.9)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0), bold > 0.6 * sizes.total()


def _key(text: str) -> str:
    """Return a title without punctuation, accents, case and numbering."""
    number = _NUMBERING.match(text)
    plain = unicodedata.normalize("NFKD", text[number.end() :] if number else text)
    return "".join(_WORDS.findall("".join(char for char in plain if not unicodedata.combining(char)))).casefold()


def bookmarked(pages: Sequence[Sequence[Line]], bookmarks: Sequence[Bookmark]) -> dict[Line, Draft]:
    """Return the headings that the outline names, by their first line.

    A title is looked for on its page and, where it is not there, on the next (some outlines point to the page's end),
    by its words alone: punctuation, accents, case and a number before it may differ. It may take several lines.
    """
    found: dict[Line, Draft] = {}
    for mark in bookmarks:
        wanted = _key(mark.title)
        for lines in pages[mark.page - 1 : mark.page + 1] if wanted else ():
            # The first one in the largest type.
            if places := list(_places(lines, wanted, found)):
                *_, index, count = min(places)
                found[lines[index]] = Draft(list(lines[index : index + count]), "heading", mark.level)
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


_CHAPTER = re.compile(r"(\d{1,2})(?:[.)]|[.)]?-)?\s+(?=[^\W\d])")  # "7. Actividades", not "7.1 Actividades"
_FEWEST_CHAPTERS, _LOWEST = 3, 9


def mark_headings(
    drafts: Sequence[Draft], style: tuple[float, bool], outline: Mapping[Line, Draft], pages: int
) -> None:
    """Tell headings among the paragraphs, and their levels; `style` is that of the running text, `pages` a number.

    With an outline that covers the document its entries are the headings (see `bookmarked`); else blocks count that are
    in bold or in larger type than the text, and rank by size, weight, capitals and depth of their number, below the
    outline's.
    """
    if len(outline) >= 3 and 3 * len(outline) >= pages:
        return
    able = [draft for draft in drafts if draft.kind == "paragraph" and draft.cell is None]
    looks = [draft for draft in able if _stands_out(draft, style)]
    # "3.2 Actividades de …" as a whole sentence with its point looks as the heading "3.1 Presentación" before it.
    if numbered := {rank for draft in looks if (rank := _rank(draft))[-1] > 1}:
        short = [draft for draft in able if _rank(draft) in numbered and len(_text(draft.lines)) <= _LONGEST]
        looks += [draft for draft in short if not _stands_out(draft, style)]
    below = max((heading.level for heading in outline.values()), default=0)
    ranks = {rank: number for number, rank in enumerate(sorted({_rank(draft) for draft in looks}), start=1)}
    for draft in looks:
        draft.kind, draft.level = "heading", min(below + ranks[_rank(draft)], _LOWEST)
    _raise_chapters([draft for draft in able if draft.kind == "heading"])


def _raise_chapters(headings: Sequence[Draft]) -> None:
    """Put headings numbered 1, 2, 3 … side by side, and above those of larger type that only stand between them.

    Type that stands above the first of them too ("UNIDAD I") is that of a higher part.
    """
    chapters = list[int]()
    for place, draft in enumerate(headings):
        found = _CHAPTER.match(_text(draft.lines))
        if found and int(found[1]) == len(chapters) + 1:
            chapters.append(place)
    if len(chapters) < _FEWEST_CHAPTERS:
        return
    first, *_rest, last = chapters
    own = max(headings[place].level for place in chapters)
    higher = {draft.level for draft in headings[first:last] if draft.level < own}
    if higher := higher - {draft.level for draft in headings[:first]} - {headings[place].level for place in chapters}:
        top = min(higher)
        for place, draft in enumerate(headings[first:], start=first):
            if place in chapters:
                draft.level = top
            elif draft.level >= top:
                draft.level = min(draft.level + 1, _LOWEST)


def _stands_out(draft: Draft, style: tuple[float, bool]) -> bool:
    text, (size, is_bold) = _text(draft.lines), style
    first, marker = draft.first, draft.first.marker
    larger = first.size >= _LARGER * size
    # Large type behind a drawn sign is a heading with a picture, not an item.
    if len(text) > _LONGEST or (first.bullet and not larger) or not any(map(str.isalpha, text)):
        return False
    ended = text.endswith((".", ";", ","))
    bolder = draft.is_bold and not is_bold and first.size > (0.9 if ended else _SMALLEST) * size
    words = len(_WORDS.findall(text))
    titled = marker and not ended and words <= _TITLE_WORDS and marker[-1].isdigit()  # "A1 Cutting plate"
    if marker and (marker[0] in BULLETS or not (larger or titled or _NUMBER_MARKER.fullmatch(marker))):
        return False  # a list's letter or a code ("RA1") in bold is an emphasised item
    if ended and words > 6:
        return False
    # In bold beside other text: a label, or the header of a table without rules.
    return larger or (bolder and not (draft.beside and not marker))


def _rank(draft: Draft) -> tuple[float, bool, bool, int]:
    text = _text(draft.lines)
    depth = _DEPTH.match(text)
    number = 1 + depth[1].count(".") if depth else 0
    return (-round(2 * draft.first.size) / 2, not draft.is_bold, not text.isupper(), number)


_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})$")
_CERTAIN = re.compile(r"[ií]ndice|tabla|sumario|contents|table", re.IGNORECASE)
_FRONT = 30  # pages before the one that is numbered 1


def contents_rows(pages: Sequence[Sequence[Line]]) -> list[Row]:
    """Return the rows of tables of contents, their title included.

    An entry ends in dots and a page number, or in a number at the right edge below a title that says what it is; the
    numbers rise with the entries and are pages of the document. Entries of the highest level often have no dots, and
    long ones go on over two rows: what stands between two entries belongs to them.
    """
    found: list[Row] = []
    goes_on = False
    for lines in pages:
        # Neighbouring lines on one baseline.
        rows = grouped(
            lines,
            lambda row, line: abs(row[0].baseline - line.baseline) < 0.45 * line.size and line.x0 > row[-1].x0,
        )
        entries = (
            index
            for index, row in enumerate(rows)
            if LEADER.search(_text(row)[-END:]) or (len(row) > 1 and _NUMBER.fullmatch(row[-1].text))
        )
        groups = grouped(entries, lambda group, index: index - group[-1] <= BETWEEN)
        kept = [group for group in groups if _is_contents(rows, group, len(pages), goes_on and group[0] <= 1)]
        for group in kept:
            titled = group[0] > 0 and TITLE.fullmatch(_text(rows[group[0] - 1]))
            found += rows[group[0] - bool(titled) : group[-1] + 1]
        goes_on = bool(kept) and kept[-1][-1] >= len(rows) - 2
    return found


def _text(lines: Iterable[Line]) -> str:
    return " ".join(line.text for line in lines)


def _is_contents(rows: Sequence[Row], group: Sequence[int], pages: int, goes_on: bool) -> bool:
    ends = [_text(rows[index])[-END:] for index in group]
    numbers = [int(number[1]) for end in ends if (number := _NUMBER.search(end))]
    if numbers != sorted(numbers) or (numbers and numbers[-1] > pages + _FRONT):
        return False
    above = _text(rows[group[0] - 1]) if group[0] else ""
    titled = TITLE.fullmatch(above) is not None and _CERTAIN.match(above) is not None
    return goes_on or sum(titled or LEADER.search(end) is not None for end in ends) >= FEWEST
