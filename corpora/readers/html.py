"""HTML pages: our own walk keeps numbers, tables and headings; trafilatura says what on the page is not its text.

trafilatura alone loses list numbers, merged cells and now and then whole tables or lists, so it drops nothing by
itself: a block goes only where trafilatura left it out and it also stands outside the main text or consists of links.
HTML within Markdown is read by the same walk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from corpora.charset import decode_declared
from corpora.files import load, skipped_total
from corpora.numbers import whole
from corpora.omissions import Omissions
from corpora.readers import TEXT_LIMIT, not_text, pieces
from corpora.readers.html_omissions import prepare
from corpora.readers.html_style import BLOCKS, HEADINGS, Look, Styles
from corpora.readers.pieces import Grid, Piece, assemble, promote_headings
from corpora.records import BlockKind, Cell, Document, Skipped
from corpora.text import clean, limit_marks
from corpora.translation import _

# Below this share of the text trafilatura took a part of the page for the whole: all of it is read then.
_LEAST_SHARE = 0.8
_MOSTLY_LINKS = 0.6
_AT_LENGTH = 300  # characters of an aside from which on it is no notice
_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]+)|<\?xml[^>]+encoding=[\"']([A-Za-z0-9_:-]+)", re.I
)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]|\A\s*<\?xml[^>]*>")
_UNSEEN = "script style noscript template title svg math iframe object embed select button input textarea option"
_INVISIBLE = frozenset(_UNSEEN.split())
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?(lower-alpha|lower-latin|upper-alpha|lower-roman|upper-roman|none)"
)
_STYLES = dict.fromkeys(("a", "lower-alpha", "lower-latin"), "lowerLetter")
_STYLES |= dict.fromkeys(("A", "upper-alpha"), "upperLetter")
_STYLES |= {"i": "lowerRoman", "I": "upperRoman", "lower-roman": "lowerRoman", "upper-roman": "upperRoman"}


def read(path: Path) -> Document:
    """Read an HTML page; raises InputError."""
    data = load(path, limit=TEXT_LIMIT)
    page = _NOT_XML.sub("", _text(path, data))
    reads = _parser()
    try:
        root = html.document_fromstring(page, parser=reads)
    except (ValueError, html.etree.ParserError) as error:
        raise pieces.no_text_error(path) from error
    styles, omissions, left_out = Styles(root), Omissions(), Counter[str]()
    if prepare(root, styles, omissions, left_out):
        page = html.tostring(root, encoding="unicode")
    found = list(_Walk(styles).parts(root))
    kept, skipped = _main_text(found, page)
    skipped += skipped_total("iframe", left_out["iframe"], _("pages and files that the page embeds, not read"))
    fatal = sum(entry.level_name == "FATAL" for entry in reads.error_log)
    skipped += skipped_total(
        "html", fatal, _("errors of the file because of which the text behind them could not be read")
    )
    title = root.findtext(".//title") or ""
    pieces_kept = promote_headings(part.piece for part in kept)
    return assemble(path, data, pieces_kept, reader="html", title=title, skipped=skipped, omissions=omissions)


def _text(path: Path, data: bytes) -> str:
    """Return the page's text: what is valid UTF-8 is UTF-8, else as the page declares, else as the bytes suggest."""
    declared = _DECLARED.search(data[:4096])
    said = (declared[1] or declared[2]).decode("ascii").lower() if declared else None
    decoded = decode_declared(data, said)
    if decoded is None:
        raise not_text(path)
    return decoded.text


def _main_text(found: list[_Block], page: str) -> tuple[list[_Block], tuple[Skipped, ...]]:
    """Return the parts that are the page's own text, and what was left out."""
    import trafilatura

    # What it does a second time otherwise takes the square of very many parts; where it finds too little, all is read.
    extracted = trafilatura.extract(
        page, output_format="txt", include_tables=True, include_comments=False, favor_recall=True, fast=True
    )
    main = _letters(extracted or "")
    told = _in_long_asides(found)
    body = [
        (part, said or _letters(part.piece.text) in main)
        for part, said in zip(found, told, strict=True)
        if said or part.landmark is None
    ]
    total = sum(len(part.piece.text) for part, _here in body)
    share = sum(len(part.piece.text) for part, here in body if here) / total if total else 0.0
    places = [number for number, (_part, here) in enumerate(body) if here]
    while places and places[0] and body[places[0] - 1][0].linked == 0:
        places.insert(0, places[0] - 1)  # its title, which trafilatura takes for no text
    kept = [
        part
        for number, (part, here) in enumerate(body)
        if share < _LEAST_SHARE or here or (places[0] <= number < places[-1] and part.linked < _MOSTLY_LINKS)
    ]
    skipped = skipped_total(
        "nav, footer, aside", len(found) - len(kept), _("blocks of the page's menus, footers and notices")
    )
    if share < _LEAST_SHARE and total:
        why = _(
            "{percent} % of the text did not look like main content; to lose nothing the whole page was read.",
            percent=round(100 * (1 - share)),
        )
        skipped += (Skipped("body", why),)
    return kept, skipped


def _in_long_asides(found: list[_Block]) -> list[bool]:
    """Return whether each part stands in an aside that tells something at length, as of a course."""
    told = list[bool]()
    for landmark, group in groupby(found, key=attrgetter("landmark")):
        parts = list(group)
        lengths = [len(part.piece.text) for part in parts]
        in_links = sum(length * part.linked for length, part in zip(lengths, parts, strict=True))
        is_told = (
            landmark is not None
            and landmark.tag == "aside"
            and sum(lengths) >= _AT_LENGTH
            and in_links < _MOSTLY_LINKS * sum(lengths)
        )
        told += [is_told] * len(parts)
    return told


def _letters(text: str) -> str:
    """Return letters and digits only: spaces and markers differ between the two readings."""
    return "".join(filter(str.isalnum, text))


class _Block(NamedTuple):
    """A piece, the share of its text that stands in links, and the element (nav, footer, …) apart in which it is."""

    piece: Piece
    linked: float = 0.0
    landmark: html.HtmlElement | None = None


def pieces_of_fragment(content: str, omissions: Omissions) -> Iterator[Piece]:
    """Return the pieces of some HTML within another text."""
    root = html.document_fromstring(f"<div>{content}</div>", parser=_parser())
    styles = Styles(root)
    prepare(root, styles, omissions, Counter())
    yield from (part.piece for part in _Walk(styles).parts(root))


def _parser() -> html.HTMLParser:
    """Return a parser that cuts no long text and reads nothing from elsewhere."""
    return html.HTMLParser(huge_tree=True, no_network=True, remove_pis=True)


def _is_control(element: html.HtmlElement) -> bool:
    """Return whether an element is no text to read; a button that is a whole heading opens the text below it."""
    if element.tag == "button" and (heading := next(element.iterancestors(*HEADINGS), None)) is not None:
        return clean(heading.text_content()) != clean(element.text_content())
    return element.tag in _INVISIBLE


def _is_header_row(row: html.HtmlElement) -> bool:
    """Return a row of the head, of header cells only, or the first row with all its text in bold."""
    parent, cells = row.getparent(), row.xpath("./td|./th")
    if (parent is not None and parent.tag == "thead") or (cells and all(cell.tag == "th" for cell in cells)):
        return True
    if len(cells) < 2 or row.xpath("preceding-sibling::tr[1]|../preceding-sibling::tbody[1]"):
        return False
    bold = ("".join(cell.xpath(".//b//text()|.//strong//text()")) for cell in cells)
    return all(clean(text) == clean(cell.text_content()) != "" for text, cell in zip(bold, cells, strict=True))


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
        return f"{pieces.format_number(number, _STYLES.get(self.style, 'decimal'))}. " if self.ordered else "• "


class _Walk:
    """What is open at a place of the page: lists, tables, the cell, and the inline text since the last block."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._looks = [Look()]  # of the elements that are open
        self._text: list[str] = []
        self._linked = self._bold = 0  # characters
        self._size = 0.0  # of the largest of them
        self._links = 0  # elements that are open
        self._lists: list[_List] = []
        self._grids: list[Grid | None] = []
        self._cells: list[tuple[Cell, range, list[str]] | None] = []
        self._tables = 0
        self._marker = ""
        self._level = 0  # of the last heading
        self._levels: list[int] = []  # the one above each open <details>, whose summary is a heading below it
        self._landmarks: list[html.HtmlElement] = []
        self._pre = 0

    def parts(self, root: html.HtmlElement) -> Iterator[_Block]:
        """Return the pieces below `root` in their order."""
        # Events instead of recursion: old pages nest their elements without end.
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if not isinstance(element.tag, str):
                if event == "end":
                    self._take(element.tail)
            elif event == "end":
                yield from self._end(element)
            elif _is_control(element):
                events.skip_subtree()
            else:
                yield from self._start(element)
        yield from self._flush()

    def _take(self, text: str | None) -> None:
        if text:
            text = text if self._pre else re.sub(r"[ \t\r\n\f]+", " ", text)
            self._text.append(text.replace("\n", "\f\n") if self._pre else text)
            self._linked += len(text.strip()) if self._links else 0
            look, letters = self._looks[-1], sum(map(str.isalpha, text))
            self._bold += letters if look.bold or look.titled else 0
            self._size = max(self._size, look.size if letters else 0)

    def _start(self, element: html.HtmlElement) -> Iterator[_Block]:
        tag = element.tag
        if tag in BLOCKS:
            yield from self._flush()
            self._open(element)
        self._looks.append(self._styles.look(element, self._looks[-1], is_block=tag in BLOCKS))
        if tag == "br":
            self._text.append("\n")
        elif tag == "a" and element.get("href"):
            self._links += 1
        elif tag == "img" and element.get("alt"):
            self._take(f" {element.get('alt')} ")
        self._take(element.text)

    def _open(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in ("nav", "footer", "aside") or element.get("role") in ("navigation", "contentinfo"):
            self._landmarks.append(element)
        elif tag in ("ul", "ol"):
            self._lists.append(_List(element))
        elif tag == "details":
            self._levels.append(self._level)
        elif tag == "li":
            self._marker = self._lists[-1].marker(element) if self._lists else "• "
        elif tag == "table":
            # It only places things where it says so, holds tables or headings, or has one column.
            layout = element.get("role") in ("presentation", "none")
            layout = layout or next(element.iterdescendants("table", "h1", "h2", "h3"), None) is not None
            layout = layout or all(len(row.xpath("./td|./th")) <= 1 for row in element.iter("tr"))
            self._grids.append(None if layout else Grid(self._tables))
            self._tables += not layout
        elif tag == "tr" and self._grids and self._grids[-1]:
            self._grids[-1].next_row(is_header=_is_header_row(element))
        elif tag in ("td", "th"):
            grid = self._grids[-1] if self._grids else None
            spans = (whole(element.get(name, "").strip(), 1, most=9999) for name in ("colspan", "rowspan"))
            self._cells.append((*grid.place(*spans), []) if grid else None)
        self._pre += tag == "pre"

    def _end(self, element: html.HtmlElement) -> Iterator[_Block]:
        tag = element.tag
        if _is_control(element):
            self._take(element.tail)
            return
        self._looks.pop()
        if tag in BLOCKS:
            folded = tag == "summary" and self._levels and not self._cells
            named = HEADINGS.get(tag, 0)
            if not named and element.get("role") == "heading":
                named = whole((element.get("aria-level") or "").strip(), 2, most=6)
            heading = min(self._levels[-1] + 1, 6) if folded else named
            self._level = heading or self._level
            yield from self._flush(heading)
            self._close(element)
        elif tag == "a" and element.get("href"):
            self._links -= 1
        self._take(element.tail)

    def _close(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if self._landmarks and self._landmarks[-1] is element:
            self._landmarks.pop()
        elif tag == "details":
            self._level = self._levels.pop()
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

    def _flush(self, heading: int = 0) -> Iterator[_Block]:
        text, linked, bold, size = (
            pieces.close_gaps(limit_marks("".join(self._text))),
            self._linked,
            self._bold,
            round(self._size),
        )
        self._text, self._linked, self._bold, self._size = [], 0, 0, 0.0
        if not clean(text):
            return
        share = linked / max(len(clean(text)), 1)
        marker, self._marker = ("" if heading or pieces.has_marker(text) else self._marker), ""
        landmark = self._landmarks[-1] if self._landmarks else None
        cell = self._cells[-1] if self._cells else None
        is_bold = bold == sum(map(str.isalpha, text))
        for number, lines in enumerate(pieces.split_items(pieces.paragraph_lines(text))):
            line = clean(" ".join(lines))
            line = marker + line if number == 0 else line
            kind: BlockKind = "item" if marker or pieces.has_marker(line) else "paragraph"
            kind = "cell" if cell else "heading" if heading else kind
            if cell:
                cell[2].append(line)
            level = {"heading": heading, "item": max(len(self._lists), 1)}.get(kind, 0)
            yield _Block(Piece(line, kind, level, cell[0] if cell else None, is_bold, size), share, landmark)
