"""The body of a DOCX to pieces: paragraphs, lists, tables and text boxes in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from corpora.numbers import whole
from corpora.readers.assemble import Piece
from corpora.readers.docx_styles import Numbering, Styles, value
from corpora.readers.docx_text import Content, TextReader
from corpora.readers.grid import Grid
from corpora.readers.items import breaks, has_marker, parted
from corpora.readers.weight import promoted
from corpora.records import Cell
from corpora.text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_PARAGRAPH, _TABLE, _SDT = qn("w:p"), qn("w:tbl"), qn("w:sdt")
_GONE = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:sectPr"), qn("w:sdtPr"), qn("w:tblPr"), qn("w:tcPr"), qn("w:trPr")}
)


class Body:
    """One pass over the body, in order: numbers and fields count on from paragraph to paragraph."""

    def __init__(self, document: WordDocument) -> None:
        part = document.part
        roots = {rel.reltype.rpartition("/")[2]: rel.target_part for rel in part.rels.values() if not rel.is_external}
        self._root = document.element.body
        self._styles = Styles(root_of(roots.get("styles")))
        numbering = root_of(roots.get("numbering"))
        self._numbering = Numbering(numbering, self._styles)
        self._reader = TextReader(self._styles)
        self._tables = 0
        self.title = ""

    @property
    def skipped(self) -> Counter[str]:
        """What was left out so far, by the element's name."""
        return self._reader.skipped

    def pieces(self) -> list[Piece]:
        """All pieces of the body."""
        return promoted(self._blocks(self._root, None))

    def _blocks(self, parent: Element, cell: Cell | None, *, contents: bool = False) -> Iterator[Piece]:
        for child in parent.iterchildren("*"):
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child, cell, contents=contents)
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag == qn("w:altChunk"):
                self.skipped["w:altChunk"] += 1
            elif child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
                self.skipped["w:showingPlcHdr"] += 1
            elif child.tag not in _GONE:
                yield from self._blocks(child, cell, contents=contents or _is_contents(child))

    def _paragraph(self, paragraph: Element, cell: Cell | None, *, contents: bool) -> Iterator[Piece]:
        content = self._reader.read(paragraph)
        marker = self._numbering.marker(paragraph) if clean(content.text) else None
        if marker is not None:
            content.parts.insert(0, marker.text)
        listed = contents or content.contents or self._styles.is_contents(self._styles.of(paragraph))
        for piece in self._pieces(paragraph, content, cell, marker.depth if marker else 0, contents=listed):
            bold = content.letters > 0 and content.bold == content.letters
            yield replace(piece, bold=bold, size=content.size)
        for box in content.boxes:
            yield from self._blocks(box, cell)

    def _pieces(
        self, paragraph: Element, content: Content, cell: Cell | None, depth: int, *, contents: bool
    ) -> Iterator[Piece]:
        level = self._styles.heading_level(paragraph)
        if contents:
            yield Piece(content.text, "contents")
        elif level and cell is None:
            if self._styles.is_title(paragraph):
                self.title = self.title or clean(content.text)
            yield Piece(content.text, "heading", level)
        else:
            for number, lines in enumerate(parted(breaks(content.text))):
                text = " ".join(lines)
                if cell is not None:
                    yield Piece(text, "cell", cell=cell)
                elif has_marker(text) or (depth and number == 0):
                    yield Piece(text, "item", max(depth, 1))
                else:
                    yield Piece(text)

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = list(_rows(table))
        if self._is_layout(rows):
            for row in rows:
                for tc in row.cells:
                    if not _goes_on(tc):
                        yield from self._blocks(tc, None)
            return
        grid = Grid(self._tables)
        self._tables += 1
        headers = self._header_rows(rows)
        for number, row in enumerate(rows):
            grid.next_row(is_header=number in headers)
            if row.before:
                grid.place(row.before)
            for tc in row.cells:
                cell, span = grid.place(_span(tc))
                if _goes_on(tc):
                    continue
                found = list(self._blocks(tc, cell))
                if cell.is_header:
                    grid.name(span, clean(" ".join(each.text for each in found)))
                yield from found

    def _is_layout(self, rows: list[Row]) -> bool:
        """Whether the table only places things: one column, or headings below its first row."""
        if all(len(row.cells) <= 1 for row in rows):
            return True
        return any(self._styles.heading_level(p) for row in rows[1:] for tc in row.cells for p in tc.iter(_PARAGRAPH))

    def _header_rows(self, rows: list[Row]) -> range:
        """The rows that name the columns: those marked so, else the first one below the titles that looks so."""
        marked = next((number for number, row in enumerate(rows) if not row.is_header), len(rows))
        if marked:
            return range(marked)
        width = max(sum(map(_span, row.cells)) for row in rows)
        first = next((n for n, row in enumerate(rows) if len(row.cells) > 1 or width == 1), len(rows))
        if first + 1 < len(rows) and self._names_columns(rows[first], rows[first + 1 :]):
            return range(first, first + 1)
        return range(0)

    def _names_columns(self, row: Row, below: list[Row]) -> bool:
        """Whether a row reads like names of columns: short, all filled, and set off or unlike a form's first row."""
        texts = [_plain(tc) for tc in row.cells]
        if not all(any(map(str.isalpha, text)) and len(text) <= 60 for text in texts) or len(set(texts)) < len(texts):
            return False
        firsts = [each.cells[0] for each in below if each.cells]
        if all(map(self._is_bold, row.cells)) or all(map(_is_shaded, row.cells)):
            return True
        form = (
            any(text.endswith(":") for text in texts) or self._is_bold(row.cells[0]) or all(map(self._is_bold, firsts))
        )
        return (len(below) > 1 or len(texts) > 2) and not form and not any(text.endswith(".") for text in texts)

    def _is_bold(self, tc: Element) -> bool:
        runs = [(run, p) for p in tc.iter(_PARAGRAPH) for run in p.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
        return bool(runs) and all(self._styles.run_flag(run, p, "w:b") for run, p in runs)


def root_of(part: object) -> Element | None:
    """The root of a part of the package, None where it is no XML that python-docx takes for one of Word's."""
    root = getattr(part, "element", None)
    return root if isinstance(root, Element) else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, the columns left free before them, and whether it is marked as a header row."""

    cells: list[Element]
    before: int
    is_header: bool


def _rows(table: Element) -> Iterator[Row]:
    for tr in _within(table, qn("w:tr")):
        properties = tr.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        before = value(properties, "w:gridBefore")
        header = value(properties, "w:tblHeader")
        cells = list(_within(tr, qn("w:tc")))
        yield Row(cells, whole(before), header is not None and header not in ("0", "false"))


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Rows or cells, also those in content controls and the like."""
    for child in parent.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag != _PARAGRAPH:
            yield from _within(child, tag)


def _span(tc: Element) -> int:
    return whole(value(tc, "w:tcPr", "w:gridSpan"), 1)


def _goes_on(tc: Element) -> bool:
    """Whether the cell only continues the one above it."""
    merge = value(tc, "w:tcPr", "w:vMerge")
    return merge is not None and merge != "restart"


def _is_shaded(tc: Element) -> bool:
    shading = tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    return shading is not None and shading.get(qn("w:fill"), "auto").lower() not in ("auto", "ffffff")


def _plain(tc: Element) -> str:
    return clean("".join(text.text or "" for text in tc.iter(qn("w:t"))))


def _is_contents(element: Element) -> bool:
    """Whether a content control, or what is directly in it, is a table of contents."""
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return element.tag == _SDT and gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"
