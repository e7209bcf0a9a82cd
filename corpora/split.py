"""A document as passages: what is mapped, each with its place, role and language.

A document is a tree of headings by layout: headings of its readers, lines that stand above a list, items above lists of
another marker, rows and columns of tables. Every list item, cell and group of sentences is a passage with its path of
headings. What a part is called decides nothing here; what a passage is (`Role`) a classifier tells, if one is given.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from corpora.items import Item, Mark, follows, is_fact_line, parse_item
from corpora.language import detect_language, language_name, other_language
from corpora.records import Block, Document, Passage, Role, Skipped, Split, Text
from corpora.structure import Grid, clean_title, is_reference, table_grids
from corpora.tokens import sentence_starts
from corpora.translation import _

_SHOWN = 40
_LONG = 240  # characters from which a paragraph is split; below, its sentences are read together
_SHORT = 40  # characters below which a sentence is a fragment and stays with its neighbour
_LONGEST_LEAD = 240  # characters of a line that stands above a list
_LEAD_WORDS = 8  # of one without a colon
_LONGEST_TITLE = 400  # characters of an item that names what stands below it
_FIRST = ("1", "a", "A", "i", "I")
_BLANKS = re.compile(r"\s*+(?:[-–—•·¿]\s++)*+")
# A marker within a text. Dashes and dots in the middle part words, too, and are none.
_INLINE = re.compile(
    r"(?<=\s)(?:[•●▪■◦○‣⁃⬤◆❖➢➤►▶▸✓✔❑\uf0b7\uf0a7]\s*|(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})\.?[)-]?\s+)(?=[^\W\d_])"
)
_SEPARATORS = " \n·|/"  # behind topics with numbers like 1.1


class Layout(NamedTuple):
    """How a passage stands in its document, beside its text and path."""

    kind: str  # "heading", "lead" (above a list), "item", "paragraph"; in a table "cell", "label", "column", "band"
    mark: str  # style of its marker, see `_style`; "" without one
    family: Mark  # of that marker
    depth: int  # how many items it stands below
    above: bool  # whether something stands below it, whose path has it

    @property
    def is_title(self) -> bool:
        """Tell whether it only says what stands below it."""
        return self.kind in ("heading", "column") or self.above


Roles = Callable[[Sequence[Passage], Sequence[Layout]], Sequence[Role]]
"""Tells what the passages of a document are."""


class _Piece(NamedTuple):
    start: int
    end: int
    block: Block
    section: tuple[str, ...]
    layout: Layout
    number: str  # of its marker ("3.4.2"), "" without one


class _Frame(NamedTuple):
    """One thing above the current block: a heading by its level, a lead by the style of its list, an item."""

    kind: str
    title: str
    level: int = 0
    style: str = ""
    ordinal: str = ""
    goes_on: bool = False  # whether prose between its items belongs to these


def split_document(document: Document, roles: Roles | None = None) -> Split:
    """Split a document into passages with path, language and role.

    A passage's text leaves out the marker or code before it. Equal texts are passages of their own, with equal
    `text_id`. Without `roles` all are "content", what stands above others "other". What became no passage is told.
    """
    walk = _Walk(document)
    pieces = [piece for block in walk.pieces() for piece in _sentences_of(document, block)]
    titles = {title for piece in pieces for title in piece.section}
    whole = other_language(document.text[block.start : block.end] for block in document.blocks)
    found = _made(document, pieces, whole)
    layouts = [
        piece.layout._replace(above=clean_title(passage.text) in titles)
        for piece, passage in zip(pieces, found, strict=True)
    ]
    if roles is None:
        told: Sequence[Role] = [
            "other" if one.kind in ("heading", "column") or one.above else "content" for one in layouts
        ]
    else:
        told = roles(found, layouts)
    found = [replace(one, role=role, text_id=_text_id(role, one.text)) for one, role in zip(found, told, strict=True)]
    index = _("lines of a table of contents, which only refer to pages.")
    cells = _("cells with nothing but codes, figures, dates or marks, which refer elsewhere.")
    left_out = (*_left_out(document, walk.contents, index), *_left_out(document, walk.references, cells))
    if whole:
        why = _(
            "most of it is in {language}; only what is in Spanish or English is compared", language=language_name(whole)
        )
        left_out = (Skipped("language", why), *left_out)
    return Split(tuple(found), left_out)


def _made(document: Document, pieces: Sequence[_Piece], whole: str | None) -> list[Passage]:
    texts = [document.text[piece.start : piece.end] for piece in pieces]
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    for number, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        key = (*piece.section, text)
        seen[key] += 1
        result.append(
            Passage(
                id=_hash(*key, str(seen[key])),
                text_id="",
                text=text,
                start=piece.start,
                end=piece.end,
                page=piece.block.page,
                box=piece.block.box,
                section=piece.section,
                role="other",
                language=detect_language(text, _around(pieces, texts, number), whole),
            )
        )
    return result


class _Walk:
    """Goes through the blocks of a document; keeps what becomes no passage."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = [block for block in document.blocks if document.text[block.start : block.end].strip()]
        self._items = [
            parse_item(document.text[b.start : b.end].strip(), listed=b.kind == "item") for b in self._blocks
        ]
        self._kinds = [self._kind(number) for number in range(len(self._blocks))]
        self._styles = [
            _style(item.text, block.level) if kind == "item" else ""
            for item, block, kind in zip(self._items, self._blocks, self._kinds, strict=True)
        ]
        for number, style in enumerate(self._styles[:-1]):
            # "• Corte:" above other bullets
            if style[:1] == "•" and self._items[number].text.endswith(":") and self._styles[number + 1] == style:
                self._styles[number] = f"{style}:"
        self._frames: list[_Frame] = []
        self.contents: list[Block] = []
        self.references: list[Block] = []

    def _kind(self, number: int) -> str:
        block, item = self._blocks[number], self._items[number]
        if block.kind == "heading" and not is_fact_line(item.text):
            return "heading"
        if block.kind in ("cell", "contents"):
            return block.kind
        return "item" if item.listed else "paragraph"

    def pieces(self) -> Iterator[_Piece]:
        """Yield each block that says something, in reading order."""
        self._look_ahead()
        grids = table_grids(self._document)
        for number, (block, item, kind) in enumerate(zip(self._blocks, self._items, self._kinds, strict=True)):
            if kind == "contents":
                self.contents.append(block)
            elif block.cell is not None:
                yield from self._cell(number, grids[block.cell.table])
            elif kind == "heading":
                self._end_headings(block.level)
                yield self._piece(number, "heading")
                self._frames.append(_Frame("heading", clean_title(item.text), block.level))
            elif number in self._leads:
                self._begin_lead(number)
                yield self._piece(number, "lead")
                self._frames.append(_Frame("lead", clean_title(item.text), style=self._leads[number]))
            elif kind == "item":
                yield self._item(number)
            else:
                if self._frames and self._frames[-1].kind == "item":
                    self._behind_item(number)
                yield self._piece(number, "paragraph")

    def _look_ahead(self) -> None:
        """Find the lines that stand above lists, those said again in their section, and where lists go on."""
        self._leads: dict[int, str] = {}
        self._next: list[dict[str, str]] = [{} for _ in self._blocks]  # by style the ordinal of the next such item
        behind: dict[str, str] = {}
        following = ""  # style of the list that follows, with a mark for each lead between
        for number in range(len(self._blocks) - 1, -1, -1):
            kind, item = self._kinds[number], self._items[number]
            self._next[number] = behind
            if kind == "heading":
                behind = {}
            elif kind == "item":
                behind = behind | {self._styles[number]: _mark(item.text)}
            text = item.text
            opens = text.endswith(":") and len(text) <= _LONGEST_LEAD
            named = following and len(text.split()) <= _LEAD_WORDS and text[:1].isupper() and not is_fact_line(text)
            # "Se mide su caudal." behind an item is a sentence.
            named = named and not (text.endswith(".") and number and self._kinds[number - 1] == "item")
            if kind == "paragraph" and (opens or named):
                self._leads[number] = following or "¶"
                following = f">{following}" if following else ""
            else:
                following = self._styles[number] if kind == "item" else ""
        self._often: Counter[tuple[int, str]] = Counter()
        self._part: list[int] = []
        part = 0
        for number, kind in enumerate(self._kinds):
            part += kind == "heading"
            self._part.append(part)
            if number in self._leads:
                self._often[part, self._items[number].text] += 1

    def _goes_on(self, number: int, item: _Frame) -> bool:
        """Tell whether the list of an item, which has numbers or letters, goes on behind this block."""
        return follows(self._next[number].get(item.style, ""), item.ordinal)

    def _end_headings(self, level: int) -> None:
        """Leave what a heading of this level ends."""
        self._pop(lambda frame: frame.kind != "heading" or frame.level >= level)

    def _pop(self, is_over: Callable[[_Frame], bool]) -> None:
        """Leave the outermost frame of which that is true, and all below it."""
        place = next((n for n, frame in enumerate(self._frames) if is_over(frame)), len(self._frames))
        del self._frames[place:]

    def _begin_lead(self, number: int) -> None:
        """Leave what a line above a list ends: one above a list like it, else the list that it stands behind.

        What is said again under each item ("Criterios de evaluación:"), or behind the only one, belongs to the item.
        """
        style, top = self._leads[number], self._frames[-1] if self._frames else None
        like = [n for n, f in enumerate(self._frames) if f.kind == "lead" and f.style == style]
        if like:
            del self._frames[like[-1] :]
        elif top and top.kind == "item":
            again = self._often[self._part[number], self._items[number].text] > 1
            only = _is_first(top.ordinal) and style[0] != ">"
            if not (again or only or self._goes_on(number, top)):
                self._pop(lambda f: f.kind != "heading")

    def _item(self, number: int) -> _Piece:
        """Go to an item of a list: beside its like, else below what stands above it."""
        item, style = self._items[number], self._styles[number]
        mark = _mark(item.text)
        like = [n for n, f in enumerate(self._frames) if f.kind == "item" and f.style == style]
        begins = self._frames and self._frames[-1].kind == "lead" and _is_first(item.text)
        goes_on = False
        if like and not begins:
            next_to = [n for n in like if follows(mark, self._frames[n].ordinal)]
            place = (next_to or like)[-1]
            goes_on = self._frames[place].goes_on
            del self._frames[place:]
        elif self._frames and self._frames[-1].kind == "item" and style[:1] == "•":
            depth = self._blocks[number].level
            self._pop(lambda f: f.style[:1] == "•" and f.level + (not f.style.endswith(":")) > depth)
        piece = self._piece(number, "item", style)
        title = clean_title(item.body) if len(item.text) <= _LONGEST_TITLE else ""
        self._frames.append(_Frame("item", title, self._blocks[number].level, style, mark, goes_on))
        return piece

    def _behind_item(self, number: int) -> None:
        """Keep prose behind an item below it where its list goes on behind; else end the list."""
        top = self._frames[-1]
        if top.goes_on or self._goes_on(number, top):
            self._frames[-1] = top._replace(goes_on=True)
            return
        while self._frames and self._frames[-1].kind == "item":
            self._frames.pop()
        if self._frames and self._frames[-1].kind == "lead":
            self._frames.pop()

    def _cell(self, number: int, grid: Grid) -> Iterator[_Piece]:
        """Yield a cell, below the row that heads it, the label of its row and the head of its column."""
        block, item = self._blocks[number], self._items[number]
        assert block.cell is not None
        if is_reference(item.body):
            self.references.append(block)
            return
        path, kind = grid.above(block)
        section = self._path() + tuple(title for title in map(clean_title, path) if title)
        yield self._piece(number, kind, _style(item.text, 0) if item.listed else "", section)

    def _path(self) -> tuple[str, ...]:
        return tuple(frame.title for frame in self._frames if frame.title)

    def _piece(self, number: int, kind: str, style: str = "", section: tuple[str, ...] | None = None) -> _Piece:
        block, item = self._blocks[number], self._items[number]
        text = self._document.text[block.start : block.end]
        start = block.start + len(text) - len(text.lstrip()) + item.skip
        depth = sum(frame.kind == "item" for frame in self._frames)
        layout = Layout(kind, style, item.mark, depth, above=False)
        end, section = block.start + len(text.rstrip()), self._path() if section is None else section
        return _Piece(start, end, block, section, layout, item.number)


def _mark(text: str) -> str:
    """Return the letter, number or code of a text's marker, without its signs."""
    return "".join(filter(str.isalnum, text[: parse_item(text).skip]))


def _is_first(text: str) -> bool:
    """Tell whether a text, or its ordinal alone, begins a list."""
    mark = text if text in _FIRST else _mark(text)
    return mark in _FIRST or re.fullmatch(r"[A-Za-z]+1", mark) is not None


def _style(text: str, depth: int) -> str:
    """Tell how a marker looks: figures as 1, letters as a or A, a code by its letters; bullets with their depth."""
    item = parse_item(text)
    mark = text[: item.skip].strip()
    shown = re.sub(r"^[^\w(\[]+\s*(?=\w)", "", mark)  # behind a bullet a number may stand
    if not any(map(str.isalnum, shown)):
        return f"•{max(depth, 1)}"
    shown = re.sub(r"(?<=[.-])[^\W\d_](?=\W*$)", "a", re.sub(r"\d+", "1", shown.replace(" ", "")))
    letters = re.fullmatch(r"\W*([^\W\d_]+)\W*", shown)
    if letters:
        return ("A" if letters[1].isupper() else "a") + shown[-1]
    return shown.rstrip(".)-]:") if "." in shown.rstrip(".)-]:") or shown[0].isalpha() else shown


def _sentences_of(document: Document, piece: _Piece) -> Iterator[_Piece]:
    """Yield the piece, or the items of a list that runs on in it, or its groups of sentences where it is prose."""
    text = document.text[piece.start : piece.end]
    ends = [0, *(found.start() for found in _run_on(text, piece.number)), len(text)]
    for start, end in pairwise(ends):
        part = text[start:end].rstrip(_SEPARATORS if "." in piece.number else None)
        item = parse_item(part) if start else Item(part)
        if not item.body.strip():
            continue
        layout = piece.layout._replace(mark=_style(part, 0), family=item.mark) if start else piece.layout
        begin = piece.start + start + item.skip
        whole = piece._replace(start=begin, end=piece.start + start + len(part), layout=layout)
        if layout.kind not in ("paragraph", "cell") or layout.mark:
            yield whole
            continue
        for first, last in sentences(item.body):
            yield whole._replace(start=begin + first, end=begin + last)


def _run_on(text: str, marker: str) -> list[re.Match[str]]:
    """Return the markers of a list that runs on in one text: bullets, and numbers with parts that go on.

    `marker` is the number before the text: behind 3.4.2 come 3.4.2.1, 3.4.3, 3.5 and 4.1, and no other. Without one
    that has parts two numbers at least must follow each other.
    """
    number = tuple(map(int, marker.split("."))) if "." in marker else ()
    bullets, numbers = list[re.Match[str]](), list[re.Match[str]]()
    fewest = 1 if number else 2
    for found in _INLINE.finditer(text):
        if found["number"] is None:
            bullets.append(found)
            continue
        here = tuple(map(int, found["number"].split(".")))
        nexts = [(*number, 1), *((*number[:n], number[n] + 1) for n in range(len(number)))]
        if (number and here in [*nexts, *((*one, 1) for one in nexts)]) or (not number and here[1:] == (1,)):
            number = here
            numbers.append(found)
    return sorted(bullets + (numbers if len(numbers) >= fewest else []), key=lambda found: found.start())


def _around(pieces: Sequence[_Piece], texts: Sequence[str], number: int) -> Iterator[str]:
    """Yield texts of the same section, the nearest first; they share its language where anything does."""
    section = pieces[number].section
    for distance in range(1, 6):
        for other in (number - distance, number + distance):
            if 0 <= other < len(pieces) and pieces[other].section == section:
                yield texts[other]
    yield from reversed(section)


def _left_out(document: Document, blocks: Iterable[Block], why: Text) -> Iterator[Skipped]:
    texts = [document.text[block.start : block.end] for block in blocks]
    if texts:
        shown = texts[0] if len(texts[0]) <= _SHOWN else texts[0][: _SHOWN - 1].rstrip() + "…"
        yield Skipped(f"«{shown}»", _("{n} {why}", n=len(texts), why=why))


def _text_id(role: Role, text: str) -> str:
    return _hash(role, " ".join(text.split()))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in a paragraph; a short paragraph is one, a short sentence goes with the next."""
    last, start = len(text.rstrip()), 0
    for end in islice(sentence_starts(text), 1, None) if len(text) >= _LONG else ():
        if len(text[start:end].strip()) >= _SHORT and last - _begin(text, end) >= _SHORT:
            yield _begin(text, start), len(text[:end].rstrip())
            start = end
    if _begin(text, start) < last:
        yield _begin(text, start), last


def _begin(text: str, start: int) -> int:
    """Tell where the first sign that is no blank stands from here on."""
    found = _BLANKS.match(text, start)
    return found.end() if found else start
