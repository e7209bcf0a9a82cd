"""OpenDocument texts (ODT, of LibreOffice and others): our own walk over the XML (ODF 1.3, part 3).

odfpy, the library for it, prints what it cannot parse and goes on without it; here a damaged part is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from corpora.archive import FILE_LIMIT, check_package, opened
from corpora.errors import InputError
from corpora.files import load
from corpora.numbers import whole
from corpora.omissions import Omissions
from corpora.readers.choices import EMPTY, TICKED
from corpora.readers.pieces import (
    WITHDRAWN,
    Content,
    Grid,
    Piece,
    assemble,
    format_number,
    promote_headings,
    skipped_totals,
)
from corpora.records import Cell, Document
from corpora.text import clean
from corpora.translation import _

_NAMES = {
    "notes": _("footnotes and endnotes"),
    "headers": _("page headers and footers"),
    "objects": _("embedded objects of other programs, not read"),
    "pictures": _("pictures, whose words are not read"),
    "placeholders": _("content controls that were not filled in"),
}
NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}


def qn(name: str) -> str:
    """Return the name with its namespace, as lxml has it: "text:p"."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


_TEXT = f".//{qn('office:text')}"
_PARAGRAPHS = frozenset({qn("text:p"), qn("text:h")})
_COUNTED = frozenset(map(qn, ("text:note", "office:annotation", "text:tracked-changes")))
_NOT_TEXT = frozenset(map(qn, ("text:sequence-decls", "text:variable-decls", "office:forms", "text:soft-page-break")))
_INDEXES = frozenset(
    qn(f"text:{name}") for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")
)
_ROWS = frozenset(map(qn, ("table:table-header-rows", "table:table-rows", "table:table-row-group")))
_BLANKS = {qn("text:s"): " ", qn("text:tab"): " ", qn("text:line-break"): "\n"}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SHAPE = f"{{{NS['draw']}}}"
_FIELDS = frozenset(map(qn, ("field:fieldmark", "draw:control")))
_LINED_THROUGH = tuple(map(qn, ("style:text-line-through-style", "style:text-line-through-type")))
_GROUND = qn("fo:background-color")
_GROUNDED = (qn("table:table-cell"), qn("draw:text-box"), qn("draw:custom-shape"))
_COLUMNS = frozenset(map(qn, ("table:table-columns", "table:table-header-columns", "table:table-column-group")))
_DEEPEST = 20  # styles that are each the parent of the next
_MOST_REPEATED = 10_000  # cells of a document that only repeat another one


def read(path: Path) -> Document:
    """Read an ODT file; raises InputError where it is damaged, protected, huge or without text."""
    data = load(path, limit=FILE_LIMIT)
    parts = _parts(path, data)
    root = parts["content.xml"].find(_TEXT)
    body = _Body(_Styles([parts[name] for name in ("content.xml", "styles.xml") if name in parts]), parts)
    pieces = promote_headings(body.blocks(root, _Place()))
    if "styles.xml" in parts:
        marginal = parts["styles.xml"].iter(qn("style:header"), qn("style:footer"))
        body.skipped["headers"] = sum(bool("".join(element.itertext()).strip()) for element in marginal)
    title = parts["meta.xml"].findtext(f".//{qn('dc:title')}") if "meta.xml" in parts else ""
    skipped = skipped_totals(body.skipped, _NAMES)
    return assemble(
        path, data, pieces, reader="odt", title=title or body.title, skipped=skipped, omissions=body.omissions
    )


def _parts(path: Path, data: bytes) -> dict[str, Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    damaged = InputError(
        "{path}: the ODT file is damaged or incomplete; open it in LibreOffice and save it again.", path=path
    )
    try:
        with opened(data, damaged) as package:
            check_package(path, package.infolist())
            names = set(package.namelist())
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise InputError(
                    "{path}: is protected by a password; open it in LibreOffice and save it without a password.",
                    path=path,
                )
            wanted: list[str] = [name for name in ("content.xml", "styles.xml", "meta.xml") if name in names]
            wanted += sorted(name for name in names if name.endswith("/content.xml"))  # charts and formulas
            parts = {name: etree.fromstring(package.read(name), parser) for name in wanted}
    except SyntaxError as error:
        raise damaged from error
    if "content.xml" not in parts or parts["content.xml"].find(_TEXT) is None:
        raise damaged
    return parts


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks: in bold, of which size in half points (0: not stated), hidden, as a heading of which level.

    `struck` is None where nothing is stated of it; `ground` is true of letters or a paragraph upon a colour.
    """

    bold: bool = False
    size: int = 0
    hidden: bool = False
    struck: bool | None = None
    level: int = 0
    names: tuple[str, ...] = ()
    white: bool = False
    ground: bool = False


class _Styles:
    """What is bold, how large, hidden or a heading, and how lists number their items; automatic styles come first."""

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Element]] = {}
        for root in roots:
            for style in root.iter(qn("style:style")):
                key = (style.get(qn("style:family"), ""), style.get(qn("style:name"), ""))
                self._styles.setdefault(key, style)
            for style in root.iter(qn("text:list-style")):
                levels = {_number(each, "text:level"): each for each in style.iterchildren("*")}
                self._lists.setdefault(style.get(qn("style:name"), ""), levels)

    def look(self, element: Element, family: str) -> _Look:
        """Return the look of a "paragraph" or a stretch of "text" by its style and that one's parents."""
        name = element.get(qn("text:style-name"), "")
        bold = size = hidden = struck = level = colour = None
        grounds: list[str | None] = []
        names: list[str] = []
        while len(names) < _DEEPEST:
            style = self._styles.get((family, name))
            names.append(name)
            if style is None:
                break
            said = style.find(qn("style:text-properties"))
            grounds += [part.get(_GROUND) for part in style.iterchildren("*") if part.get(_GROUND)]
            colour = colour or (None if said is None else said.get(qn("fo:color")))
            if said is not None:
                points = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,9})?)pt", said.get(qn("fo:font-size"), ""))
                bold = bold or said.get(qn("fo:font-weight"))
                size = size or (round(2 * float(points[1])) if points else 0)
                hidden = hidden or said.get(qn("text:display"))
                struck = struck or next(filter(None, map(said.get, _LINED_THROUGH)), None)
            level = level or style.get(qn("style:default-outline-level"))
            name = style.get(qn("style:parent-style-name"), "")
        is_bold = bold in ("bold", "600", "700", "800", "900")
        is_struck = None if struck is None else struck != "none"
        ground = next((each for each in grounds if each != "transparent"), None) is not None
        is_white = colour is not None and colour.lower() == "#ffffff"
        return _Look(is_bold, size or 0, hidden == "none", is_struck, whole(level), tuple(names), is_white, ground)

    def marker(self, style: str, counts: list[int]) -> str:
        """Return an item's number as printed, or a bullet; `counts` are the numbers down to its own."""
        levels, depth = self._lists.get(style, {}), len(counts)
        level = levels.get(depth)
        if level is None or level.tag != qn("text:list-level-style-number"):
            return "• "
        shown = max(_number(level, "text:display-levels", 1), 1)
        forms = (
            (count, levels[at].get(qn("style:num-format"), "") if at in levels else "")
            for at, count in enumerate(counts, 1)
            if at > depth - shown
        )
        parts = [format_number(count, _FORMATS.get(form, "decimal")) for count, form in forms if form]
        before, behind = (level.get(qn(f"style:num-{name}"), "") for name in ("prefix", "suffix"))
        return f"{before}{'.'.join(parts)}{behind} " if parts else ""

    def start(self, style: str, depth: int) -> int:
        level = self._lists.get(style, {}).get(depth)
        return _number(level, "text:start-value", 1) if level is not None else 1


def _number(element: Element, name: str, otherwise: int = 0) -> int:
    """Return an attribute that is a number; `otherwise` where it is absent or none."""
    return whole(element.get(qn(name)), otherwise)


class _Attributes(dict[str, str]):
    """The attributes of an element, by their names without namespace."""

    def __init__(self, element: Element) -> None:
        super().__init__((str(name).rpartition("}")[2], str(text)) for name, text in element.attrib.items())


def _is_hidden(element: Element) -> bool:
    said = _Attributes(element)
    return said.get("display") == "none" or said.get("is-hidden") == "true"


def _value(control: Element) -> str:
    """Return what a control of a form shows: its box and label, the entries chosen of its list, the text filled in."""
    said, kind = _Attributes(control), str(control.tag).rpartition("}")[2]
    if kind in ("checkbox", "radio"):
        state = said.get("current-state") or said.get("state") or said.get("current-selected") or said.get("selected")
        return f"{TICKED if state in ('checked', 'true') else EMPTY} {said.get('label', '')}"
    if kind == "listbox":
        options = map(_Attributes, control.iterchildren(qn("form:option")))
        return "; ".join(
            each.get("label", "") for each in options if each.get("current-selected", each.get("selected")) == "true"
        )
    if kind in ("fixed-text", "frame"):
        return said.get("label", "")
    texts = ("text", "textarea", "formatted-text", "number", "date", "time", "combobox")
    return said.get("current-value", said.get("value", "")) if kind in texts else ""


def _words(root: Element) -> Iterator[str]:
    """Return the words of a chart once each, or the signs of a formula."""
    if str(root.tag).endswith("}math"):
        yield "".join(sign.text or "" for sign in root.iter("{*}mi", "{*}mn", "{*}mo", "{*}mtext"))
    else:
        texts = ("".join(paragraph.itertext()) for paragraph in root.iter(qn("text:p")))
        yield from dict.fromkeys(text for text in texts if any(map(str.isalpha, text)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one is: the table's cell, whether in a table of contents, the marker and depth of the item."""

    cell: Cell | None = None
    contents: bool = False
    marker: str = ""
    depth: int = 0


def _hidden_columns(table: Element, first: int = 0) -> Iterator[int]:
    """Return the numbers of the columns of a table, from 0, that are not shown."""
    for child in table.iterchildren("*"):
        if child.tag in _COLUMNS:
            yield from _hidden_columns(child, first)
            first += sum(
                _number(each, "table:number-columns-repeated", 1) for each in child.iter(qn("table:table-column"))
            )
        elif child.tag == qn("table:table-column"):
            times = min(_number(child, "table:number-columns-repeated", 1), _MOST_REPEATED)
            if child.get(qn("table:visibility"), "visible") != "visible":
                yield from range(first, first + times)
            first += times


class _Body:
    """One pass over the text, in order: paragraphs, lists, tables and text boxes."""

    def __init__(self, styles: _Styles, parts: Mapping[str, Element]) -> None:
        self._styles, self._parts = styles, parts
        ids = (qn("form:id"), "{http://www.w3.org/XML/1998/namespace}id")
        controls = parts["content.xml"].iter(f"{{{NS['form']}}}*")
        self._controls = {id_: control for control in controls for id_ in map(control.get, ids) if id_}
        self._tables = 0
        self._most_repeated = _MOST_REPEATED
        self._counts: dict[str, int] = {}
        self.skipped: Counter[str] = Counter()
        self.omissions = Omissions()
        self.title = ""

    def blocks(self, parent: Element, place: _Place) -> Iterator[Piece]:
        for child in parent.iterchildren("*"):
            if child.tag in _PARAGRAPHS:
                yield from self._paragraph(child, place)
                place = replace(place, marker="")
            elif child.tag == qn("text:list"):
                yield from self._list(child, place, "", [])
            elif child.tag == qn("table:table"):
                yield from self._table(child)
            elif child.tag in _COUNTED or _is_hidden(child):
                self._count(child)
            elif child.tag in _INDEXES:
                yield from self.blocks(child, replace(place, contents=True))
            elif child.tag == qn("draw:control"):
                yield from self._control(child).pieces(place.cell, 0, 0)
            elif child.tag == qn("draw:frame"):
                yield from self._boxes([child], place)
            elif child.tag not in _NOT_TEXT and not child.tag.endswith("-source"):
                yield from self.blocks(child, place)

    def _count(self, element: Element) -> None:
        if element.tag == qn("text:tracked-changes"):
            self.omissions.add("deleted", count=len(list(element.iter(qn("text:deletion")))))
        elif element.tag == qn("office:annotation"):
            self.omissions.add("comment")
        elif element.tag == qn("text:note"):
            self.skipped["notes"] += 1
        elif "".join(element.itertext()).strip():
            self.omissions.add("hidden")

    def _control(self, element: Element) -> Content:
        """Return what a control or a field of a form shows."""
        said = _Attributes(element)
        if element.tag == qn("draw:control"):
            control = self._controls.get(said.get("control", ""))
            return Content(["" if control is None else _value(control)])
        params = [
            (each.get("name", "").rpartition("_")[2], each.get("value", "")) for each in map(_Attributes, element)
        ]
        if said.get("type", "").endswith("FORMCHECKBOX"):
            return Content([TICKED if ("Checked", "true") in params else EMPTY])
        entries = [text for name, text in params if name == "ListEntry"]
        chosen = whole(dict(params).get("Selected"))
        return Content(entries[chosen : chosen + 1])

    def _paragraph(self, paragraph: Element, place: _Place) -> Iterator[Piece]:
        if any(map(_is_hidden, paragraph.iter(qn("text:hidden-paragraph")))):
            self._count(paragraph)
            return
        look, content = self._content(paragraph)
        content.contents = place.contents
        if place.marker and clean(content.text):
            content.parts.insert(0, place.marker)
        level = _number(paragraph, "text:outline-level", 1) if paragraph.tag == qn("text:h") else look.level
        if "Title" in look.names:
            self.title = self.title or clean(content.text)
            level = level or 1
        yield from content.pieces(place.cell, level, place.depth)
        yield from self._boxes(content.boxes, place)

    def _content(self, paragraph: Element) -> tuple[_Look, Content]:
        look, content = self._styles.look(paragraph, "paragraph"), Content()
        self._walk(paragraph, look, content)
        return look, content

    def _walk(self, element: Element, look: _Look, content: Content) -> None:
        self._take(element.text, look, content)
        for child in element.iterchildren():
            if not isinstance(child.tag, str):
                pass
            elif child.tag in _BLANKS:
                content.parts.append(_BLANKS[child.tag])
            elif child.tag in _COUNTED or _is_hidden(child):
                self._count(child)
            elif child.tag == qn("text:placeholder"):
                self.skipped["placeholders"] += 1
            elif child.tag in _FIELDS:
                content.parts += self._control(child).parts
            elif child.tag == qn("loext:content-control"):
                self._content_control(child, look, content)
            elif child.tag.startswith(_SHAPE) and child.tag != qn("draw:a"):
                content.boxes.append(child)
            elif child.tag not in _NOT_TEXT:
                own = self._styles.look(child, "text") if child.tag == qn("text:span") else _Look()
                bold, size, hidden = own.bold or look.bold, own.size or look.size, own.hidden or look.hidden
                # White letters in a table or box may stand upon a colour.
                hidden = hidden or (
                    own.white and not (own.ground or look.ground or any(child.iterancestors(*_GROUNDED)))
                )
                struck = look.struck if own.struck is None else own.struck
                self._walk(child, replace(look, bold=bold, size=size, hidden=hidden, struck=struck), content)
            self._take(child.tail, look, content)

    def _content_control(self, control: Element, look: _Look, content: Content) -> None:
        said = _Attributes(control)
        if said.get("showing-place-holder") == "true":
            self.skipped["placeholders"] += 1
        elif said.get("checkbox") == "true":
            content.parts.append(TICKED if said.get("checked") == "true" else EMPTY)
        else:
            self._walk(control, look, content)

    def _take(self, text: str | None, look: _Look, content: Content) -> None:
        if not text:
            return
        if look.hidden or look.struck:
            if text.strip():
                self.omissions.add("hidden" if look.hidden else "struck")
                content.parts.append(WITHDRAWN)
            return
        letters = sum(map(str.isalpha, text))
        content.parts.append(text.replace("\n", " "))
        content.letters += letters
        content.bold += letters if look.bold else 0
        content.size = max(content.size, look.size if letters else 0)

    def _boxes(self, frames: list[Element], place: _Place) -> Iterator[Piece]:
        inner = replace(place, marker="", depth=0)
        for frame in frames:
            for box in frame.iter(qn("draw:text-box")) if frame.tag == qn("draw:frame") else [frame]:
                yield from self.blocks(box, inner)
            objects = list(frame.iter(qn("draw:object"), qn("draw:object-ole")))
            if not objects:  # of which it is what they look like
                self.skipped["pictures"] += len(frame.findall(qn("draw:image")))
            for part in objects:
                root = self._parts.get(f"{part.get(qn('xlink:href'), '').removeprefix('./')}/content.xml")
                self.skipped["objects"] += root is None
                for text in () if root is None else _words(root):
                    yield from Content([text]).pieces(place.cell, 0, 0)

    def _list(self, found: Element, place: _Place, style: str, above: list[int]) -> Iterator[Piece]:
        """Return a list; one that is cut by other text may go on counting."""
        style = found.get(qn("text:style-name"), style)
        depth = len(above) + 1
        goes_on = found.get(qn("text:continue-numbering")) == "true" or found.get(qn("text:continue-list"))
        key = f"{style}/{depth}"
        last = self._counts.get(key, 0) if goes_on else self._styles.start(style, depth) - 1
        for item in found.iterchildren(qn("text:list-item"), qn("text:list-header")):
            header = item.tag == qn("text:list-header")
            last = _number(item, "text:start-value", last + (not header))
            counts = [*above, last]
            marker = "" if header else self._styles.marker(style, counts)
            inner = replace(place, marker=marker, depth=0 if header else depth)
            for child in item.iterchildren("*"):
                if child.tag == qn("text:list"):
                    yield from self._list(child, place, style, counts)
                elif child.tag in _PARAGRAPHS:
                    yield from self._paragraph(child, inner)
                    inner = replace(inner, marker="")
        self._counts[key] = last

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = list(self._rows(table, frozenset(_hidden_columns(table)), in_header=False))
        if all(len(cells) <= 1 for _, cells in rows):
            for cell in (cell for _, cells in rows for cell in cells):
                yield from self.blocks(cell, _Place())
            return
        grid = Grid(self._tables)
        self._tables += 1
        marked = any(header for header, _ in rows)
        for place, (header, cells) in enumerate(rows):
            grid.next_row(is_header=header or (not marked and place == 0 and self._looks_like_header(cells)))
            for tc in cells:
                columns = _number(tc, "table:number-columns-spanned", 1)
                below = _number(tc, "table:number-rows-spanned", 1)
                yield from grid.filled(columns, below, partial(self._cell, tc))

    def _cell(self, element: Element, cell: Cell) -> Iterator[Piece]:
        return self.blocks(element, _Place(cell))

    def _looks_like_header(self, cells: list[Element]) -> bool:
        """Return whether all paragraphs of a row are in bold, or in the style that is meant for headers."""
        counted, told, self.omissions = self.skipped.copy(), self.omissions, Omissions()
        found = [self._content(paragraph) for cell in cells for paragraph in cell.iter(qn("text:p"))]
        # What is left out of the row is counted when it is read in its turn.
        self.skipped, self.omissions = counted, told
        heads = [content.is_bold or any("Heading" in name for name in look.names) for look, content in found]
        return bool(heads) and all(heads)

    def _rows(self, table: Element, away: Container[int], *, in_header: bool) -> Iterator[tuple[bool, list[Element]]]:
        """Return whether each visible row is a header, and its cells without those in columns that are `away`."""
        for child in table.iterchildren("*"):
            if child.get(qn("table:visibility"), "visible") != "visible":
                self._count(child)
            elif child.tag == qn("table:table-row"):
                cells: list[Element] = []
                column = 0
                for cell in child.iterchildren(qn("table:table-cell"), qn("table:covered-table-cell")):
                    times = max(_number(cell, "table:number-columns-repeated", 1), 1)
                    if column in away:
                        self._count(cell)
                    elif cell.tag == qn("table:table-cell"):  # as often as it stands there, within reason
                        again = min(times - 1, self._most_repeated)
                        self._most_repeated -= again
                        cells += [cell] * (1 + again)
                    column += times
                yield in_header, cells
            elif child.tag in _ROWS:
                yield from self._rows(child, away, in_header=in_header or child.tag == qn("table:table-header-rows"))
