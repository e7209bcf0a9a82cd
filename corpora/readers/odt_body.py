"""The body of an OpenDocument text to pieces: paragraphs, lists, tables and text boxes in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from corpora.readers.assemble import Piece
from corpora.readers.grid import Grid
from corpora.readers.items import breaks, has_marker, parted
from corpora.readers.odt_styles import Look, Styles, number, qn
from corpora.readers.weight import promoted
from corpora.records import Cell
from corpora.text import clean

_PARAGRAPHS = frozenset({qn("text:p"), qn("text:h")})
_ITEMS = frozenset({qn("text:list-item"), qn("text:list-header")})
_COUNTED = {
    qn("text:note"): "notes",
    qn("office:annotation"): "comments",
    qn("text:tracked-changes"): "deleted",
}
_NOT_TEXT = frozenset(
    qn(name) for name in ("text:sequence-decls", "text:variable-decls", "office:forms", "text:soft-page-break")
)
_INDEXES = frozenset(
    qn(f"text:{name}") for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")
)
_CELL = qn("table:table-cell")
_ROWS = frozenset({qn("table:table-header-rows"), qn("table:table-rows"), qn("table:table-row-group")})
_MOST_REPEATED = 10_000
"""Cells of a document that only repeat another one."""


@dataclass(slots=True)
class _Content:
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    size: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one is: the table's cell, whether in a table of contents, the marker and depth of the item."""

    cell: Cell | None = None
    contents: bool = False
    marker: str = ""
    depth: int = 0


class Body:
    """One pass over the text, in order."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._root, self._styles = root, styles
        self._tables = 0
        self._most_repeated = _MOST_REPEATED
        self._counts: dict[str, list[int]] = {}
        self.skipped: Counter[str] = Counter()
        self.title = ""

    def pieces(self) -> list[Piece]:
        """All pieces of the text."""
        return promoted(self._blocks(self._root, _Place()))

    def _blocks(self, parent: Element, place: _Place) -> Iterator[Piece]:
        for child in parent.iterchildren("*"):
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, place)
                place = replace(place, marker="")
            elif child.tag == qn("text:list"):
                yield from self._list(child, place, "", [])
            elif child.tag == qn("table:table"):
                yield from self._table(child)
            elif child.tag in _COUNTED:
                self._count(child)
            elif child.tag in _INDEXES:
                yield from self._blocks(child, replace(place, contents=True))
            elif child.tag == qn("draw:frame"):
                yield from self._boxes([child], place)
            elif child.tag not in _NOT_TEXT and not child.tag.endswith("-source"):
                yield from self._blocks(child, place)

    def _count(self, element: Element) -> None:
        what = _COUNTED[element.tag]
        deleted = len(list(element.iter(qn("text:deletion"))))
        self.skipped[what] += deleted if what == "deleted" else 1

    def _paragraph(self, paragraph: Element, place: _Place) -> Iterator[Piece]:
        look = self._styles.look(paragraph, "paragraph")
        content = _Content()
        self._walk(paragraph, look, content)
        text = content.text
        if place.marker and clean(text):
            text = place.marker + text
        level = number(paragraph, "text:outline-level", 1) if paragraph.tag == qn("text:h") else look.level
        bold = content.letters > 0 and content.bold == content.letters
        for piece in self._pieces(text, place, level, is_title=look.is_title):
            yield replace(piece, bold=bold, size=content.size)
        yield from self._boxes(content.boxes, place)

    def _pieces(self, text: str, place: _Place, level: int, *, is_title: bool) -> Iterator[Piece]:
        if is_title:
            self.title = self.title or clean(text)
        if place.contents:
            yield Piece(text, "contents")
        elif (level or is_title) and place.cell is None:
            yield Piece(text, "heading", level or 1)
        else:
            for position, lines in enumerate(parted(breaks(text))):
                line = " ".join(lines)
                if place.cell is not None:
                    yield Piece(line, "cell", cell=place.cell)
                elif has_marker(line) or (place.depth and position == 0):
                    yield Piece(line, "item", max(place.depth, 1))
                else:
                    yield Piece(line)

    def _walk(self, element: Element, look: Look, content: _Content) -> None:
        self._take(element.text, look, content)
        for child in element.iterchildren():
            if not isinstance(child.tag, str):
                pass
            elif child.tag == qn("text:s"):
                content.parts.append(" ")
            elif child.tag in (qn("text:tab"), qn("text:line-break")):
                content.parts.append(" " if child.tag == qn("text:tab") else "\n")
            elif child.tag in _COUNTED:
                self._count(child)
            elif child.tag == qn("draw:frame"):
                content.boxes.append(child)
            elif child.tag not in _NOT_TEXT:
                self._walk(child, self._inner(child, look), content)
            self._take(child.tail, look, content)

    def _inner(self, child: Element, look: Look) -> Look:
        if child.tag != qn("text:span"):
            return look
        own = self._styles.look(child, "text")
        return replace(look, bold=own.bold or look.bold, size=own.size or look.size, hidden=own.hidden or look.hidden)

    def _take(self, text: str | None, look: Look, content: _Content) -> None:
        if not text:
            return
        if look.hidden:
            self.skipped["hidden"] += bool(text.strip())
            return
        letters = sum(map(str.isalpha, text))
        content.parts.append(text.replace("\n", " "))
        content.letters += letters
        content.bold += letters if look.bold else 0
        content.size = max(content.size, look.size if letters else 0)

    def _boxes(self, frames: list[Element], place: _Place) -> Iterator[Piece]:
        for frame in frames:
            for box in frame.iter(qn("draw:text-box")):
                yield from self._blocks(box, replace(place, marker="", depth=0))

    def _list(self, found: Element, place: _Place, style: str, above: list[int]) -> Iterator[Piece]:
        """A list; one that is cut by other text may go on counting."""
        style = found.get(qn("text:style-name"), style)
        depth = len(above) + 1
        goes_on = found.get(qn("text:continue-numbering")) == "true" or found.get(qn("text:continue-list"))
        key = f"{style}/{depth}"
        last = self._counts.get(key, [0])[0] if goes_on else self._styles.start(style, depth) - 1
        for item in found.iterchildren(*_ITEMS):
            header = item.tag == qn("text:list-header")
            last = number(item, "text:start-value", last + (not header))
            counts = [*above, last]
            marker = "" if header else self._styles.marker(style, depth, counts)
            inner = replace(place, marker=marker, depth=0 if header else depth)
            for child in item.iterchildren("*"):
                if child.tag == qn("text:list"):
                    yield from self._list(child, place, style, counts)
                elif child.tag in _PARAGRAPHS:
                    yield from self._paragraph(child, inner)
                    inner = replace(inner, marker="")
        self._counts[key] = [last]

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = list(self._rows(table, in_header=False))
        if all(len(cells) <= 1 for _, cells in rows):
            for _, cells in rows:
                for cell in cells:
                    yield from self._blocks(cell, _Place())
            return
        grid = Grid(self._tables)
        self._tables += 1
        marked = any(header for header, _ in rows)
        for place, (header, cells) in enumerate(rows):
            grid.next_row(is_header=header or (not marked and place == 0 and self._looks_like_header(cells)))
            for tc in cells:
                cell, span = grid.place(
                    number(tc, "table:number-columns-spanned", 1), number(tc, "table:number-rows-spanned", 1)
                )
                found = list(self._blocks(tc, _Place(cell=cell)))
                if cell.is_header:
                    grid.name(span, clean(" ".join(piece.text for piece in found)))
                yield from found

    def _looks_like_header(self, cells: list[Element]) -> bool:
        """Whether all paragraphs of a row are in bold, or in the style that is meant for headers."""
        looks = []
        for paragraph in (p for cell in cells for p in cell.iter(qn("text:p"))):
            content, look = _Content(), self._styles.look(paragraph, "paragraph")
            self._walk(paragraph, look, content)
            looks.append("Heading" in look.name or (content.letters > 0 and content.bold == content.letters))
        return bool(looks) and all(looks)

    def _rows(self, table: Element, *, in_header: bool) -> Iterator[tuple[bool, list[Element]]]:
        for child in table.iterchildren("*"):
            if child.tag == qn("table:table-row"):
                yield in_header, [cell for each in child.iterchildren(_CELL) for cell in self._repeated(each)]
            elif child.tag in _ROWS:
                yield from self._rows(child, in_header=in_header or child.tag == qn("table:table-header-rows"))

    def _repeated(self, cell: Element) -> Iterator[Element]:
        """A cell as often as it stands there, within reason."""
        again = min(number(cell, "table:number-columns-repeated", 1) - 1, self._most_repeated)
        self._most_repeated -= max(again, 0)
        yield cell
        for _ in range(again):
            yield cell
