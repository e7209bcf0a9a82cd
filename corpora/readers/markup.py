"""HTML elements to pieces: what the HTML reader and HTML within Markdown share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree, html

from corpora.numbers import whole
from corpora.readers.assemble import Piece
from corpora.readers.grid import Grid
from corpora.readers.items import breaks, has_marker, parted
from corpora.readers.numbering import written_number
from corpora.records import BlockKind, Cell
from corpora.text import clean

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header"
    " hr html legend li main nav ol p pre section summary table caption tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split()) | frozenset(_HEADINGS)
_INVISIBLE_NAMES = (
    "script style noscript template head svg math iframe object embed select button input textarea option"
)
_INVISIBLE = frozenset(_INVISIBLE_NAMES.split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?(lower-alpha|lower-latin|upper-alpha|lower-roman|upper-roman|none)"
)
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "lower-alpha": "lowerLetter"}
_STYLES |= {"lower-latin": "lowerLetter", "upper-alpha": "upperLetter"}
_STYLES |= {"lower-roman": "lowerRoman", "upper-roman": "upperRoman"}


class Part(NamedTuple):
    """A piece, the share of its text that stands in links, and the landmark (nav, footer, …) in which it is."""

    piece: Piece
    linked: float = 0.0
    landmark: str = ""


class Hidden:
    """How many elements were left out because nobody sees them."""

    count = 0


def pieces_of_fragment(content: str) -> Iterator[Piece]:
    """The pieces of some HTML within another text."""
    root = html.document_fromstring(f"<div>{content}</div>", parser=parser())
    yield from (part.piece for part in parts(root, Hidden()))


def parser() -> html.HTMLParser:
    """A parser that cuts no long text and reads nothing from elsewhere."""
    return html.HTMLParser(huge_tree=True, no_network=True, remove_pis=True)


def parts(root: html.HtmlElement, hidden: Hidden) -> Iterator[Part]:
    """The visible pieces below `root` in their order; what is hidden is counted in `hidden`."""
    walk = _Walk()
    # Events instead of recursion: old pages nest their elements without end.
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if not isinstance(element.tag, str):
            if event == "end":
                walk.text(element.tail)
        elif event == "end":
            yield from walk.end(element)
        elif element.tag in _INVISIBLE or _is_hidden(element):
            hidden.count += element.tag not in _INVISIBLE
            events.skip_subtree()
        else:
            yield from walk.start(element)
    yield from walk.flush()


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _is_layout(table: html.HtmlElement) -> bool:
    """Whether a table only places things: it says so, holds tables or headings, or has one column."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None:
        return True
    return all(len(row.xpath("./td|./th")) <= 1 for row in table.iter("tr"))


def _is_header_row(row: html.HtmlElement) -> bool:
    """A row of the head, of header cells only, or the first row with all its text in bold."""
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    cells = row.xpath("./td|./th")
    if cells and all(cell.tag == "th" for cell in cells):
        return True
    first = not row.xpath("preceding-sibling::tr[1]") and (
        parent is None or not parent.xpath("preceding-sibling::tbody[1]")
    )
    return first and len(cells) > 1 and all(_is_bold(cell) for cell in cells)


def _is_bold(cell: html.HtmlElement) -> bool:
    text = clean(cell.text_content())
    return text != "" and clean("".join(cell.xpath(".//b//text()|.//strong//text()"))) == text


def _count(element: html.HtmlElement, name: str) -> int:
    return whole(element.get(name, "").strip(), 1, most=9999)


class _List:
    """An open list: how it marks its items and the number of the next one."""

    def __init__(self, element: html.HtmlElement) -> None:
        style = _LIST_STYLE.search(element.get("style", ""))
        self.style = style[1] if style else element.get("type", "")
        self.ordered = element.tag == "ol"
        self.number = whole(element.get("start", "").strip(), 1)

    def marker(self, item: html.HtmlElement) -> str:
        self.number = whole(item.get("value", "").strip(), self.number)
        number, self.number = self.number, self.number + 1
        if self.style == "none":
            return ""
        return f"{written_number(number, _STYLES.get(self.style, 'decimal'))}. " if self.ordered else "• "


class _Walk:
    """What is open at a place of the page: lists, tables, the cell, and the inline text since the last block."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._linked = self._bold = 0  # characters
        self._links = self._strong = 0  # elements that are open
        self._lists: list[_List] = []
        self._grids: list[Grid | None] = []
        self._cells: list[tuple[Cell, range, list[str]] | None] = []
        self._tables = 0
        self._marker = ""
        self._landmarks: list[html.HtmlElement] = []
        self._pre = 0

    def text(self, text: str | None) -> None:
        """Take up inline text."""
        if text:
            text = text if self._pre else re.sub(r"[ \t\r\n\f]+", " ", text)
            self._text.append(text.replace("\n", "\f\n") if self._pre else text)
            self._linked += len(text.strip()) if self._links else 0
            self._bold += sum(map(str.isalpha, text)) if self._strong else 0

    def start(self, element: html.HtmlElement) -> Iterator[Part]:
        tag = element.tag
        if tag in _BLOCKS:
            yield from self.flush()
            self._open(element)
        elif tag == "br":
            self._text.append("\n")
        elif tag == "a" and element.get("href"):
            self._links += 1
        elif tag in ("b", "strong"):
            self._strong += 1
        elif tag == "img" and element.get("alt"):
            self.text(f" {element.get('alt')} ")
        self.text(element.text)

    def _open(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in ("nav", "footer", "aside") or element.get("role") in ("navigation", "contentinfo"):
            self._landmarks.append(element)
        elif tag in ("ul", "ol"):
            self._lists.append(_List(element))
        elif tag == "li":
            self._marker = self._lists[-1].marker(element) if self._lists else "• "
        elif tag == "table":
            layout = _is_layout(element)
            self._grids.append(None if layout else Grid(self._tables))
            self._tables += not layout
        elif tag == "tr" and self._grids and self._grids[-1]:
            self._grids[-1].next_row(is_header=_is_header_row(element))
        elif tag in ("td", "th"):
            grid = self._grids[-1] if self._grids else None
            place = grid.place(_count(element, "colspan"), _count(element, "rowspan")) if grid else None
            self._cells.append((*place, []) if place else None)
        self._pre += tag == "pre"

    def end(self, element: html.HtmlElement) -> Iterator[Part]:
        tag = element.tag
        if tag in _INVISIBLE or _is_hidden(element):
            pass
        elif tag in _BLOCKS:
            yield from self.flush(_HEADINGS.get(tag, 0))
            self._close(element)
        elif tag == "a" and element.get("href"):
            self._links -= 1
        elif tag in ("b", "strong"):
            self._strong -= 1
        self.text(element.tail)

    def _close(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if self._landmarks and self._landmarks[-1] is element:
            self._landmarks.pop()
        elif tag in ("ul", "ol"):
            self._lists.pop()
            self._marker = ""
        elif tag == "table":
            self._grids.pop()
        elif tag in ("td", "th") and self._cells:
            cell = self._cells.pop()
            if cell and cell[0].is_header and self._grids and (grid := self._grids[-1]):
                grid.name(cell[1], " ".join(cell[2]))
        self._pre -= tag == "pre"

    def flush(self, heading: int = 0) -> Iterator[Part]:
        """The inline text since the last block, as pieces."""
        text, linked, bold = "".join(self._text), self._linked, self._bold
        self._text, self._linked, self._bold = [], 0, 0
        if not clean(text):
            return
        share = linked / max(len(clean(text)), 1)
        marker, self._marker = ("" if has_marker(text) else self._marker), ""
        landmark = self._landmarks[-1].tag if self._landmarks else ""
        for number, lines in enumerate(parted(breaks(text))):
            line = clean(" ".join(lines))
            piece = self._piece(marker + line if number == 0 else line, heading, bool(marker))
            yield Part(replace(piece, bold=bold == sum(map(str.isalpha, text))), share, landmark)

    def _piece(self, text: str, heading: int, marked: bool) -> Piece:
        cell = self._cells[-1] if self._cells else None
        if cell is not None:
            cell[2].append(text)
            return Piece(text, "cell", cell=cell[0])
        if heading:
            return Piece(text, "heading", heading)
        kind: BlockKind = "item" if marked or has_marker(text) else "paragraph"
        return Piece(text, kind, max(len(self._lists), 1) if kind == "item" else 0)
