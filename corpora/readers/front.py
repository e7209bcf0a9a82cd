"""What stands before a programme's text: what the document is called on its cover, and pages of contents.

Contents that are mere lines are entries with the page where they stand, below a title such as "Índice". They repeat the
titles of the document, so none of them is a heading, and what they are called begins no list of topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpora.items import STEPS, label_of
from corpora.records import Block
from corpora.text import clean, fold
from corpora.vocabulary import CLOSED, is_fact, is_front, is_paper, is_period, is_school, is_sheet, sense_of

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
_FRONT = 30  # blocks in which a course says how it is called
_LONGEST_NAME = 120
_NAME = re.compile(
    r"(?:\d{1,2}[.)]\s*|[•*–-]\s*)?(?:nombre (?:de la |del |de )?(?:asignatura|materia|curso|m[óo]dulo|uea|programa)"
    r"|denominaci[óo]n(?: del programa(?: de formaci[óo]n)?)?|asignatura de(?=\s)|asignatura|materia|uac|uea"
    r"|unidad de aprendizaje(?: curricular)?"
    r"|m[óo]dulo(?: profesional)?|(?:sub)?m[óo]dulo (?:\d{1,2}|[IVX]{1,4})(?=\s*$)"
    r"|course(?: title| name)?|module(?: title| name)?"
    r"|(?:training (?:plan|program(?:me)?)|(?:plan|programa) de (?:capacitaci[óo]n|formaci[óo]n)"
    r"|temario del? (?:curso|taller))(?=\s*:))"
    r"(?:\s*[:|]\s*|\s*$|(?<=asignatura de)\s+|\s+\d{4}\.\s+)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"((?:sub)?modulo) (?:\d{1,2}|[ivx]{1,4})")
"""A label of one of several modules, folded: it names the course where no other one stands in the document."""
_MARKED = re.compile(r"(?:\d+|[IVX]+)[.)\s]")  # "I. Diodos" is a unit
_RUNNING = 60  # characters from which on a line is running text: the cover is over


class _Entry(NamedTuple):
    title: str
    page: int
    dotted: bool


def with_contents(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, those of a page of contents marked so.

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
    """Places of entries that follow each other, with no title and no more than a few lines between two of them."""
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
    """A title without its numbering."""
    folded = fold(text)
    number = _NUMBER.match(folded)
    return folded[number.end() if number else 0 :].strip(" .:")


def title_of(text: str, blocks: Sequence[Block], said: str = "") -> str:
    """What the file says it is called, unless that is school or paper; else the heading of its cover that says most.

    This is the first that says more than who teaches and what paper this is ("SEP", "Guía de aprendizaje N.º 4"); where
    none does, the course that a line or row names, or the first line. A part or unit of a programme is no name of it.
    """
    if said and not (is_school(said) or is_paper(said)):
        return said
    cover = [heading for heading in _cover(text, blocks) if not is_sheet(heading)]
    apart = [heading for heading in cover if not is_school(heading)]
    names = (heading for heading in apart if not is_paper(heading))
    headings = [text[block.start : block.end] for block in blocks if block.kind == "heading"]
    if found := next(names, "") or _named(text, blocks, headings) or next(iter(apart or cover), said):
        return found
    # The first heading, unless it is numbered, names a part that teaches, one of several units or a sheet of a form.
    kinds = [label.kind if (label := label_of(heading)) else "" for heading in headings]
    first = headings[0] if headings else ""
    unit = is_sheet(first) or (kinds and kinds[0] and kinds.count(kinds[0]) > 1)
    return "" if unit or first[:1].isdigit() or sense_of(first) not in (None, "plan", *CLOSED) else first


def _cover(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The headings before the first part or unit of a programme and before running text."""
    for block in blocks:
        line = text[block.start : block.end]
        if block.kind == "heading":
            if line[:1].isdigit() or _is_part(line):
                return
            yield line
        elif block.end - block.start >= _RUNNING:
            return


def _is_part(line: str) -> bool:
    """Whether a line names a part or unit of a programme, or a fact about it."""
    label = label_of(line)
    if label and label.number and label.kind in (*STEPS, "unidad", "tema", "capítulo"):
        return True
    return not is_paper(line) and (sense_of(line) is not None or is_front(line) or is_fact(line))


def _is_one_of_several(kind: str, text: str, blocks: Sequence[Block]) -> bool:
    """Whether cells count up several modules of a kind."""
    cells = {fold(text[block.start : block.end]) for block in blocks if block.cell}
    return len([found for line in cells if (found := _ONE_OF.fullmatch(line)) and found[1] == kind]) > 1


def _named(text: str, blocks: Sequence[Block], headings: Sequence[str]) -> str:
    """What a line or row of the front page says that the course is called ("Asignatura: …"), else its first line."""
    front = [(block, text[block.start : block.end]) for block in blocks[:_FRONT]]
    headed = ((number, line) for number, (block, line) in enumerate(front) if block.kind == "heading")
    ends = (number for number, line in headed if not is_paper(line) and sense_of(line) not in (None, "plan", *CLOSED))
    front = front[: next(ends, _FRONT)]
    module = ""
    # Behind the last one stands nothing.
    for (block, line), (following, its_line) in pairwise([*front, (Block(0, 0), "")]):
        found = _NAME.match(line)
        value = line[found.end() :] if found else ""
        if found and not value and block.cell and following.cell and following.cell.row == block.cell.row:
            value = its_line
        if found and (one := _ONE_OF.fullmatch(fold(line))) and _is_one_of_several(one[1], text, blocks):
            continue
        names = any(map(str.isalpha, value)) and len(value) <= _LONGEST_NAME and not _MARKED.match(value)
        if names and not (is_period(value) or _is_part(value)):
            if not (block.cell and fold(line).startswith("modulo")):
                return value.strip()
            module = module or value.strip()  # a row below it may name a subject of the module
    if module:
        return module
    for block, line in front if headings else ():
        is_no_name = is_period(line) or _is_part(line) or line.endswith((".", ":"))
        if block.kind != "paragraph" or len(line) > _LONGEST_NAME or is_no_name:
            return ""
        if not (is_school(line) or is_paper(line) or ":" in line) and line[0].isalpha():
            return line
    return ""
