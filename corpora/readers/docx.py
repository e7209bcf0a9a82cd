"""DOCX in reading order: python-docx opens the package, the walk over its XML reads what its `.text` loses.

Read are also content controls, insertions, fields, forms, text boxes, diagrams and charts; what is left out is counted.
Styles are inherited, and lists numbered, as Word does it (ECMA-376 part 1, 17.7 and 17.9).
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml.etree import _Element as Element

from corpora.archive import DAMAGED, FILE_LIMIT, check_package, opened, to_transitional
from corpora.errors import InputError
from corpora.files import load
from corpora.numbers import whole
from corpora.omissions import Omissions
from corpora.readers import damaged_zip, drawings, pieces
from corpora.readers.choices import EMPTY, TICKED
from corpora.readers.pieces import WITHDRAWN, Content, Grid, Piece, assemble, promote_headings, skipped_totals
from corpora.records import Cell, Document
from corpora.text import clean, fold
from corpora.translation import _

_NAMES = {
    "w:showingPlcHdr": _("content controls that were not filled in"),
    "w:footnote": _("footnotes"),
    "w:endnote": _("endnotes"),
    "w:altChunk": _("embedded parts in another format"),
    "w:subDoc": _("sub-documents, which are files of their own; read them as well"),
    "w:control": _("ActiveX controls, whose values are not read"),
    "o:OLEObject": _("embedded objects of other programs, not read"),
    "graphic": _("diagrams and charts whose words could not be read"),
    "picture": _("pictures, whose words are not read"),
    "header": _("page headers and footers"),
}
PartFactory.part_type_for |= dict.fromkeys(
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ),
    DocumentPart,  # of templates and of documents with macros as well
)
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_RUBY = qn("w:ruby")  # whose annotation (`w:rt`) says how its words are read
_GONE = frozenset(map(qn, ("w:del", "w:moveFrom", "w:sectPr", "w:sdtPr", "w:tblPr", "w:tcPr", "w:trPr")))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Boxes of the fonts Wingdings and Wingdings 2.
_BOXES = {"Wingdings": {0x6F: EMPTY, 0xA8: EMPTY, 0xFE: TICKED, 0xFD: TICKED, 0xFC: "✓", 0xFB: "✗"}}
_BOXES["Wingdings 2"] = {0xA3: EMPTY, 0x52: TICKED, 0x53: TICKED, 0x54: TICKED}
_PRIVATE_BOXES = {0xF000 + code: box for code, box in _BOXES["Wingdings"].items()}
_BOXES = {font: boxes | {0xF000 + code: box for code, box in boxes.items()} for font, boxes in _BOXES.items()}
_OBJECTS = {qn("w:control"): "w:control", "{urn:schemas-microsoft-com:office:office}OLEObject": "o:OLEObject"}
_BULLETS = frozenset({"F0B7", "F0A7", "F0D8", "F076", "F06C", "F06E", "F071"})
_CHARACTERS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
_DELETED = frozenset(map(qn, ("w:del", "w:moveFrom")))
_DROPPED = _DELETED | frozenset(map(qn, ("w:pPr", "w:rPr", "w:sdtPr", "w:rt", "w:instrText")))
_DRAWN = frozenset({qn("w:drawing"), qn("w:pict"), qn("w:object"), f"{_MC}AlternateContent"})
_LONGEST_NAME = 60
_PAIR = 2
_UNREADABLE = 4  # half points: letters of this size are on no page to be read
_ABBREVIATED = 4  # characters of a name that may end in a stop ("No.", "Hrs.")
# Only figures of hours, weeks or credits.
_COUNTED = re.compile(
    r"\b(?:(?:teor|pract)ic[ao]s?|teoria|presencial(?:es)?|autonom[ao]s|tota(?:l|les)|semanal(?:es)?|semanas?|semestre"
    r"|cuatrimestre|trimestre|curso|por|en|la|el|lectures?|theory|lab|practical|total|per|in|weeks?|semester|term|complete"
    r"|horas?|hrs?|hours?|h|creditos?|credits?|ects|de|of|y|and|a|to)\b"
)


def read(path: Path) -> Document:
    """Read a DOCX file; raises InputError where it is damaged, protected or no document."""
    data, document = _opened(path)
    parts = list(_parts(document.part))
    roots = {kind: root for kind, _form, root in parts}
    styles = Styles(roots.get("styles"))
    body = _Body(document.part, styles, Numbering(roots.get("numbering"), styles))
    _tick(document.element.body)
    found = promote_headings(body.blocks(document.element.body, None))
    for _kind, form, root in parts:
        if root is not None and form.endswith(("header+xml", "footer+xml")):
            body.skipped["header"] += any((text.text or "").strip() for text in root.iter("{*}t"))
        elif root is not None and form.endswith("comments+xml"):
            body.omissions.add("comment", count=len(root.findall("{*}comment")))
    core = {kind: root for kind, _form, root in reversed(list(_parts(document.part.package)))}.get("core-properties")
    title = "" if core is None else (core.findtext("{*}title") or "").strip()
    skipped = skipped_totals(body.skipped, _NAMES)
    return assemble(
        path, data, found, reader="docx", title=title or body.title, skipped=skipped, omissions=body.omissions
    )


def _opened(path: Path) -> tuple[bytes, WordDocument]:
    data = load(path, limit=FILE_LIMIT)
    with opened(data, damaged_zip(path)) as archive:
        check_package(path, archive.infolist())
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                archive.read(member)  # a part that is damaged is told from one that is not of Word
    try:
        document: WordDocument = Package.open(io.BytesIO(to_transitional(data))).main_document_part.document
        len(document.element.body)  # of another root it has none
        return data, document
    except SyntaxError as error:
        raise damaged_zip(path) from error
    except (*DAMAGED, AttributeError, TypeError, IndexError, PythonDocxError) as error:
        raise InputError("{path}: is no complete DOCX; save it in Word as “Word Document”.", path=path) from error


def _parts(of: Any) -> Iterator[tuple[str, str, Element | None]]:  # noqa: ANN401 - a part or a package
    """Return what it refers to: kind of the reference, type of the content, root; None where it is no XML of Word's."""
    for rel in of.rels.values():
        if not rel.is_external:
            root = getattr(rel.target_part, "element", None)
            kind = (rel.reltype or "").rpartition("/")[2]  # a damaged reference has none
            yield kind, rel.target_part.content_type, root if isinstance(root, Element) else None


class _Row(NamedTuple):
    """A row's cells, the columns left free before them, and whether it is marked as a header row."""

    cells: list[Element]
    before: int
    is_header: bool


class _Body:
    """One pass over the body, in order: numbers and fields count on from paragraph to paragraph."""

    def __init__(self, part: DocumentPart, styles: Styles, numbering: Numbering) -> None:
        self._part, self._styles, self._numbering = part, styles, numbering
        self.skipped: Counter[str] = Counter()
        self.omissions = Omissions()
        self.title = ""
        self._tables = 0
        self._fields: list[str] = []  # of each open field its instruction, "" once its result has begun
        self._in_contents: list[bool] = []

    # Blocks

    def blocks(self, parent: Element, cell: Cell | None, *, contents: bool = False) -> Iterator[Piece]:
        joined: list[Element] = []  # paragraphs of which all marks but the last are deleted
        for child in parent.iterchildren("*"):
            if child.tag == _PARAGRAPH:
                joined.append(child)
                if not _is_joined(child):
                    yield from self._paragraph(joined, cell, contents=contents)
                    joined = []
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag == qn("w:altChunk"):
                self.skipped["w:altChunk"] += 1
            elif child.tag in _DELETED:
                self.omissions.add("deleted")
            elif _is_placeholder(child):
                self.skipped["w:showingPlcHdr"] += 1
            elif child.tag not in _GONE:
                gallery = value(child, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
                index = child.tag == qn("w:sdt") and gallery == "Table of Contents"
                yield from self.blocks(child, cell, contents=contents or index)

    def _paragraph(self, joined: list[Element], cell: Cell | None, *, contents: bool) -> Iterator[Piece]:
        content = Content(contents=any(self._in_contents))
        for paragraph in joined:
            # An instruction never goes over a paragraph's end: one left open would swallow the rest of the document.
            self._fields = [""] * len(self._fields)
            self._walk(paragraph, paragraph, content)
        text = clean(content.text)
        marker, depth = self._numbering.marker(paragraph) if text or content.struck else ("", 0)
        content.parts.insert(0, marker if text else "")
        content.contents |= contents or self._styles.is_contents(self._styles.paragraph_style(paragraph))
        level = self._styles.heading_level(paragraph)
        if level and cell is None and not content.contents and self._styles.is_title(paragraph):
            self.title = self.title or clean(content.text)
        yield from content.pieces(cell, level, depth)
        for piece in content.drawn:
            yield piece if cell is None else replace(piece, kind="cell", level=0, cell=cell)
        for box in content.boxes:
            yield from self.blocks(box, cell)

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = list(self._rows(table))
        # One that only places things has one column, or headings below its first row.
        below = (p for row in rows[1:] for tc in row.cells for p in tc.iter(_PARAGRAPH))
        if all(len(row.cells) <= 1 for row in rows) or any(map(self._styles.heading_level, below)):
            for tc in (tc for row in rows for tc in row.cells if not _goes_on(tc)):
                yield from self.blocks(tc, None)
            return
        grid = Grid(self._tables)
        self._tables += 1
        headers = self._header_rows(rows)
        for number, row in enumerate(rows):
            grid.next_row(is_header=number in headers)
            if row.before:
                grid.place(row.before)
            for tc in row.cells:
                if _goes_on(tc):
                    grid.place(_span(tc))
                elif value(tc, "w:tcPr", "w:cellDel") is not None:
                    self.omissions.add("deleted")
                    grid.place(_span(tc))
                else:
                    yield from grid.filled(_span(tc), 1, partial(self.blocks, tc))

    def _rows(self, table: Element) -> Iterator[_Row]:
        for tr in _within(table, qn("w:tr")):
            properties = tr.find(qn("w:trPr"))
            if value(properties, "w:hidden") not in (None, *_OFF):
                self.omissions.add("hidden")
            elif value(properties, "w:del") is None:
                header = value(properties, "w:tblHeader")
                cells, before = list(_within(tr, qn("w:tc"))), whole(value(properties, "w:gridBefore"))
                yield _Row(cells, before, header not in (None, "0", "false"))
            else:
                self.omissions.add("deleted")

    def _header_rows(self, rows: list[_Row]) -> range:
        """Return the rows that name the columns: those marked so, else the first one below the titles that looks so."""
        marked = next((number for number, row in enumerate(rows) if not row.is_header), len(rows))
        if marked:
            return range(marked)
        width = max(sum(map(_span, row.cells)) for row in rows)
        first = next((n for n, row in enumerate(rows) if len(row.cells) > 1 or width == 1), len(rows))
        named = first + 1 < len(rows) and self._names_columns(rows[first], rows[first + 1 :])
        below = named and _subdivides(rows[first], rows[first + 1])
        return range(first, first + named + below)

    def _names_columns(self, row: _Row, below: list[_Row]) -> bool:
        """Return whether a row reads like names of columns: short, all filled, set off or unlike a form's first row."""
        texts = list(map(_text_of, row.cells))
        named = all(any(map(str.isalpha, text)) and len(text) <= _LONGEST_NAME for text in texts)
        if not named or len(set(texts)) < len(texts):
            return False
        if all(map(self._is_bold, row.cells)) or all(map(_is_shaded, row.cells)):
            return True
        firsts = [each.cells[0] for each in below if each.cells]
        # "4.1 Norma" beside its name, "4.2 Código" below it: parts of a form are numbered, columns are not.
        form = any(text.endswith(":") or text[_ABBREVIATED:].endswith(".") or _only_counts(text) for text in texts)
        form = form or list(map(pieces.has_parted_number, texts)) == [True] + [False] * (len(texts) - 1)
        # "Unidad de aprendizaje" beside "I. Costos"
        form = form or (any(map(pieces.has_marker, texts[1:])) and not pieces.has_marker(texts[0]))
        form = form or self._is_bold(row.cells[0]) or all(map(self._is_bold, firsts))
        # "Nombre del curso | Poda" above rows of four cells
        wider = len(texts) == _PAIR and max(len(each.cells) for each in below) > _PAIR
        form = form or (wider and not _subdivides(row, below[0]))
        return (len(below) > 1 or len(texts) > 2) and not form

    def _is_bold(self, tc: Element) -> bool:
        runs = [(run, p) for p in tc.iter(_PARAGRAPH) for run in p.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
        return bool(runs) and all(self._styles.run_flag(run, p, "w:b") for run, p in runs)

    # The text of a paragraph

    def _walk(self, element: Element, paragraph: Element, content: Content) -> None:
        for child in element.iterchildren("*"):
            if child.tag in _DROPPED:
                content.parts.append(WITHDRAWN if child.tag in _DELETED else "")
                self._drop(child, content)
            elif child.tag == qn("w:r"):
                self._run(child, paragraph, content)
            elif child.tag in _DRAWN:
                self._drawing(child, paragraph, content)
            elif child.tag == qn("w:sdt") and _is_placeholder(child):
                self.skipped["w:showingPlcHdr"] += 1
            elif child.tag == qn("w:subDoc"):
                self.skipped["w:subDoc"] += 1
            elif child.tag == _MATH_TEXT:
                content.parts.append(child.text or "")
            else:
                self._walk(child, paragraph, content)

    def _drop(self, element: Element, content: Content) -> None:
        if element.tag == qn("w:fldChar"):
            self._field(element, content)
        elif element.tag in _DELETED:
            self.omissions.add("deleted")
        elif element.tag == qn("w:instrText") and self._fields:
            self._fields[-1] += element.text or ""

    def _run(self, run: Element, paragraph: Element, content: Content) -> None:
        hidden = self._styles.run_flag(run, paragraph, "w:vanish") or _is_invisible(run, paragraph)
        struck = any(self._styles.run_flag(run, paragraph, name) for name in ("w:strike", "w:dstrike"))
        if (hidden or struck) and any((each.text or "").strip() for each in run.iter(qn("w:t"))):
            self.omissions.add("hidden" if hidden else "struck")
            content.struck |= struck
            content.parts.append(WITHDRAWN)
        if hidden:
            for character in run.iter(qn("w:fldChar")):
                self._field(character, content)
            return
        before, fonts = len(content.parts), run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        font = "" if fonts is None else fonts.get(qn("w:ascii"), "")
        for child in run.iterchildren("*"):
            if child.tag in _DRAWN:
                self._drawing(child, paragraph, content)
            elif child.tag == _RUBY:
                self._walk(child, paragraph, content)
            elif child.tag in _DROPPED or child.tag == qn("w:fldChar"):
                self._drop(child, content)
            elif not any(self._fields) and not struck:  # not between the instruction and the result of a field
                content.parts.append(self._character(child, font))
        letters = sum(map(str.isalpha, "".join(content.parts[before:])))
        if letters:
            content.letters += letters
            content.bold += letters if self._styles.run_flag(run, paragraph, "w:b") else 0
            content.size = max(content.size, self._styles.run_size(run, paragraph))

    def _character(self, child: Element, font: str) -> str:
        name = child.tag.rpartition("}")[2]
        if name in ("footnoteReference", "endnoteReference"):
            self.skipped[f"w:{name.removesuffix('Reference')}"] += 1
        if name == "t":
            return (child.text or "").translate(_BOXES.get(font, _PRIVATE_BOXES))
        if name == "br":
            return " " if child.get(qn("w:type")) in ("page", "column") else "\n"
        if name != "sym":
            return _CHARACTERS.get(name, "")
        # Of a symbol font: its bullets as bullets, what lies outside the private use area as it is.
        code = child.get(qn("w:char"), "").upper()
        number = int(code, 16) if re.fullmatch("[0-9A-F]{1,6}", code) else 0
        if box := _BOXES.get(child.get(qn("w:font"), ""), {}).get(number):
            return box if box in (EMPTY, TICKED) else f"{box} "
        return "• " if code in _BULLETS else chr(number) if 0x20 <= number < 0xD800 else ""

    def _field(self, character: Element, content: Content) -> None:
        kind = character.get(qn("w:fldCharType"))
        if kind == "begin":
            content.parts.append("" if any(self._fields) else _form_value(character))
            self._fields.append(" ")
            self._in_contents.append(False)
        elif kind == "separate" and self._fields:
            self._in_contents[-1] = self._fields[-1].split()[:1] == ["TOC"]
            self._fields[-1] = ""
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._in_contents.pop()
        content.contents |= any(self._in_contents)

    def _drawing(self, element: Element, paragraph: Element, content: Content) -> None:
        """Read the text boxes of a drawing; of alternative forms of the same drawing only the first."""
        if element.tag == f"{_MC}AlternateContent":
            chosen = element.find(f"{_MC}Choice")
            chosen = element.find(f"{_MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                self._walk(chosen, paragraph, content)
            return
        if any(map(_is_hidden, element.iterchildren("*"))):
            self.omissions.add("hidden", count=bool(_text_of(element)))
            return
        for child in element.iterchildren("*"):
            name = child.tag.rpartition("}")[2]
            if child.tag == qn("w:txbxContent"):
                content.boxes.append(child)
            elif unread := _unread(child, name):
                self.skipped[unread] += 1
            elif name in ("relIds", "chart"):
                content.drawn += self._graphic(child, is_diagram=name == "relIds")
            elif name == "txBody":
                content.drawn += (Piece(line) for line in drawings.lines(child, self.omissions))
            elif name == "textpath":  # words in the shape of VML's WordArt
                content.drawn.append(Piece(child.get("string", "")))
            else:
                self._drawing(child, paragraph, content)

    def _graphic(self, element: Element, *, is_diagram: bool) -> Iterator[Piece]:
        """Return the words of a diagram or chart, which stand in a part of their own."""
        related = self._part.rels.get(element.get(qn("r:dm" if is_diagram else "r:id"), ""))
        root = None if related is None or related.is_external else drawings.parse(related.target_part.blob)
        if root is None:
            self.skipped["graphic"] += 1
        elif is_diagram:
            yield from (Piece(text, "item", depth) for depth, text in drawings.diagram(root, self.omissions))
        else:
            yield from map(Piece, drawings.chart(root, self.omissions))


def _is_hidden(part: Element) -> bool:
    """Return whether a part of a drawing says that it is not shown."""
    hidden = part.get("hidden") in ("1", "true") and part.tag.endswith("}docPr")
    return hidden or "visibility:hidden" in part.get("style", "")


def _unread(part: Element, name: str) -> str:
    """Return the key of `_NAMES` under which a part of a drawing is left out, "" for none."""
    if name == "blip" or (name == "imagedata" and next(part.iterancestors(qn("w:object")), None) is None):
        return "picture"
    return _OBJECTS.get(part.tag, "")


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Return rows or cells, also those in content controls and the like."""
    for child in parent.iterchildren("*"):
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag != _PARAGRAPH:
            yield from _within(child, tag)


def _is_invisible(run: Element, paragraph: Element) -> bool:
    """Return whether a run is too small to be read, or white with nothing of another colour below it."""
    if 0 < whole(value(run, "w:rPr", "w:sz")) <= _UNREADABLE:
        return True
    if (value(run, "w:rPr", "w:color") or "").upper() != "FFFFFF":
        return False
    grounds = (value(run, "w:rPr", "w:shd"), value(run, "w:rPr", "w:highlight"), value(paragraph, "w:pPr", "w:shd"))
    upon = next(paragraph.iterancestors(_TABLE, qn("w:txbxContent")), None)
    return upon is None and grounds == (None, None, None) and value(paragraph, "w:pPr", "w:pStyle") is None


def _text_of(tc: Element) -> str:
    return clean("".join(text.text or "" for text in tc.iter(qn("w:t"))))


def _subdivides(row: _Row, below: _Row) -> bool:
    """Return whether a row divides the merged cells of the header above it and nothing else ("Saber | Ser")."""
    parted = [at for at, tc in _columns(row) if _span(tc) > 1]
    names = [(at, _text_of(tc)) for at, tc in _columns(below) if not _goes_on(tc) and _text_of(tc)]
    under = {column for at, tc in _columns(row) if at in parted for column in range(at, at + _span(tc))}
    return bool(parted) and {at for at, _ in names} == under and all(len(text) <= _LONGEST_NAME for _, text in names)


def _columns(row: _Row) -> Iterator[tuple[int, Element]]:
    """Return the cells of a row, each with the first column that it takes."""
    column = row.before
    for tc in row.cells:
        yield column, tc
        column += _span(tc)


def _span(tc: Element) -> int:
    return whole(value(tc, "w:tcPr", "w:gridSpan"), 1)


def _goes_on(tc: Element) -> bool:
    """Return whether the cell only continues the one above it."""
    return value(tc, "w:tcPr", "w:vMerge") not in (None, "restart")


def _is_shaded(tc: Element) -> bool:
    shading = tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    return shading is not None and shading.get(qn("w:fill"), "auto").lower() not in ("auto", "ffffff")


def _is_joined(paragraph: Element) -> bool:
    """Return whether its mark is deleted, so that it goes on in the next one."""
    if value(paragraph, "w:pPr", "w:rPr", "w:del") is None:
        return False
    return next((each.tag == _PARAGRAPH for each in paragraph.itersiblings(_PARAGRAPH, _TABLE, qn("w:sdt"))), False)


def _form_value(character: Element) -> str:
    """Return what a field of a form shows by itself: its box, or the entry chosen of its list."""
    if (box := character.find(f"{qn('w:ffData')}/{qn('w:checkBox')}")) is not None:
        checked = value(box, "w:checked")
        checked = value(box, "w:default") if checked is None else checked
        return EMPTY if checked is None or checked in _OFF else TICKED
    entries = character.find(f"{qn('w:ffData')}/{qn('w:ddList')}")
    if entries is None:
        return ""
    chosen = whole(value(entries, "w:result") or value(entries, "w:default"))
    return next((each.get(qn("w:val"), "") for each in entries.findall(qn("w:listEntry"))[chosen : chosen + 1]), "")


def _tick(body: Element) -> None:
    """Write the boxes of content controls as all readers do, whichever signs the document has for them."""
    for control in body.iter(qn("w:sdt")):
        box = control.find(f"{qn('w:sdtPr')}/{{*}}checkbox")
        signs = [] if box is None else list(control.iterfind(f"{qn('w:sdtContent')}//{qn('w:r')}/*"))
        signs = [sign for sign in signs if sign.tag in (qn("w:t"), qn("w:sym"))]
        if box is None or not signs:
            continue
        checked = next((each.get(name, "1") for each in box.iterfind("{*}checked") for name in each.attrib), "0")
        signs[0].tag, signs[0].text = qn("w:t"), EMPTY if checked in _OFF else TICKED
        for other in signs[1:]:
            other.text = ""


def _is_placeholder(element: Element) -> bool:
    """Return whether a content control shows what is to be filled in."""
    return value(element, "w:sdtPr", "w:showingPlcHdr") is not None


_HEADING = re.compile(r"(?:heading|t[íi]tulo|encabezado|ep[íi]grafe)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|t[íi]tulo|puesto", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\b.*|table of figures|tdc\s*\d|[íi]ndice\s*\d|tabla de (?:contenido|ilustraciones).*", re.I)
_NUMBERING = f"{qn('w:pPr')}/{qn('w:numPr')}"
_BODY_TEXT = 9
_DEEPEST = 20  # styles that are each based on the next
_OFF = frozenset({"0", "false", "off", "none"})


def value(element: Element | None, *names: str) -> str | None:
    """Return the `w:val` of the descendant by these names, "" where it has no value, None where there is none."""
    for name in names:
        element = None if element is None else element.find(qn(name))
    return None if element is None else element.get(qn("w:val"), "")


def _level(outline: str) -> int:
    """Return the level of a heading, from 1; 0 for body text."""
    level = whole(outline, _BODY_TEXT)
    return level + 1 if level < _BODY_TEXT else 0


class Styles:
    """What the styles of one document say about paragraphs and runs."""

    def __init__(self, root: Element | None) -> None:
        elements = () if root is None else root.findall(qn("w:style"))
        self._styles = {element.get(qn("w:styleId"), ""): element for element in elements}
        kinds = ((e.get(qn("w:type")), e.get(qn("w:default")), e.get(qn("w:styleId"), "")) for e in elements)
        self._default = next((id_ for kind, on, id_ in kinds if kind == "paragraph" and on in ("1", "true")), "")
        self._size = value(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz") or "20"
        self._last: tuple[Element | None, str] = (None, self._default)
        self.level = cache(self._level)

    def paragraph_style(self, paragraph: Element) -> str:
        """Return the id of the paragraph's style."""
        if paragraph is not self._last[0]:  # it is asked for each of its runs, and looked for among them
            self._last = (paragraph, value(paragraph, "w:pPr", "w:pStyle") or self._default)
        return self._last[1]

    def chain(self, *styles: str) -> Iterator[Element]:
        """Return each style and those it is based on, the nearest first."""
        for style in styles:
            seen: set[str] = set()
            while style in self._styles and style not in seen and len(seen) < _DEEPEST:
                seen.add(style)
                yield self._styles[style]
                style = value(self._styles[style], "w:basedOn") or ""

    def heading_level(self, paragraph: Element) -> int:
        """Return 1 to 9 for a heading, by its own outline level or its style's; 0 for other paragraphs."""
        outline = value(paragraph, "w:pPr", "w:outlineLvl")
        return _level(outline) if outline is not None else self.level(self.paragraph_style(paragraph))

    def is_title(self, paragraph: Element) -> bool:
        """Return whether the paragraph has the style of the document's title."""
        return any(_TITLE.fullmatch(value(e, "w:name") or "") for e in self.chain(self.paragraph_style(paragraph)))

    def _level(self, style: str) -> int:
        for element in self.chain(style):
            outline = value(element, "w:pPr", "w:outlineLvl")
            if outline is not None:
                return _level(outline)
            name = value(element, "w:name") or ""
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            if _TITLE.fullmatch(name):
                return 1
        return 0

    def is_contents(self, style: str) -> bool:
        """Return whether it is a style of tables of contents or of figures, the heading above them included."""
        return _CONTENTS.fullmatch(value(self._styles.get(style), "w:name") or "") is not None

    def run_flag(self, run: Element, paragraph: Element, name: str) -> bool:
        """Return whether a toggle (`w:b`, `w:vanish`) holds for the run, by itself, its style or its paragraph's."""
        return next((said for said in self._declared(run, paragraph, name) if said is not None), "off") not in _OFF

    def run_size(self, run: Element, paragraph: Element) -> int:
        """Return the run's size in half points."""
        return whole(next(filter(None, self._declared(run, paragraph, "w:sz")), self._size))

    def _declared(self, run: Element, paragraph: Element, name: str) -> Iterator[str | None]:
        yield value(run, "w:rPr", name)
        for element in self.chain(value(run, "w:rPr", "w:rStyle") or "", self.paragraph_style(paragraph)):
            yield value(element, "w:rPr", name)

    def numbering(self, paragraph: Element) -> tuple[str, str | None, str]:
        """Return number id, list level (None if not stated) and their style; ("", None, "") without numbering."""
        own, style = paragraph.find(_NUMBERING), self.paragraph_style(paragraph)
        if (number := value(own, "w:numId")) is not None:
            return number, value(own, "w:ilvl") or "0", style
        for element in self.chain(style):
            found = element.find(_NUMBERING)
            if (number := value(found, "w:numId")) is not None:
                return number, value(found if own is None else own, "w:ilvl"), element.get(qn("w:styleId"), "")
        return "", None, ""


_PLACE = re.compile(r"%([1-9])")
_LEVELS, _LEVEL = 9, qn("w:ilvl")


class _Levels:
    """The levels of one list (`w:num`): of its abstract list, and what it has otherwise itself."""

    def __init__(self, num: Element, abstract: Element) -> None:
        levels, overrides = abstract.findall(qn("w:lvl"))[:_LEVELS], num.findall(qn("w:lvlOverride"))[:_LEVELS]
        # Reversed, since of several for one level the first counts.
        self.of_style = {value(each, "w:pStyle"): whole(each.get(_LEVEL)) for each in reversed(levels)}
        # A number that is none is -1, a level that no item has.
        own = {whole(each.get(_LEVEL), -1): each.find(qn("w:lvl")) for each in reversed(overrides)}
        self.definitions = {whole(each.get(_LEVEL), -1): each for each in reversed(levels)}
        self.definitions |= {level: each for level, each in own.items() if each is not None}
        # The number with which the list begins a level anew; None where it goes on counting.
        self.restarts = {whole(each.get(_LEVEL), -1): value(each, "w:startOverride") for each in reversed(overrides)}

    def start(self, level: int) -> int:
        return whole(self.restarts.get(level) or value(self.definitions.get(level), "w:start") or "1", 1)


def _bullet(definition: Element) -> str:
    """Return a bullet, or the box of which each item has one."""
    fonts = definition.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    boxes = _BOXES.get("" if fonts is None else fonts.get(qn("w:ascii"), ""), {})
    sign = (value(definition, "w:lvlText") or "").translate(boxes)
    return f"{sign} " if sign in (EMPTY, TICKED, "☑") else "• "


class Numbering:
    """The lists of one document and how far each has counted; to be asked paragraph by paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        nums, abstracts = (() if root is None else root.findall(qn(name)) for name in ("w:num", "w:abstractNum"))
        self._nums = {num.get(qn("w:numId"), ""): num for num in nums}
        self._abstracts = {abstract.get(qn("w:abstractNumId"), ""): abstract for abstract in abstracts}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._list = cache(self._list_of)

    def marker(self, paragraph: Element) -> tuple[str, int]:
        """Return the marker of an item, with a blank behind it, and its depth from 1; "" and 0 for no item."""
        number, said, style = self._styles.numbering(paragraph)
        abstract_id, levels = self._list(number)
        if levels is None:
            return "", 0
        level = min(levels.of_style.get(style, 0) if said is None else whole(said), _LEVELS - 1)
        definition = levels.definitions.get(level)
        if definition is None:
            return "• ", level + 1
        counts, style = self._count(number, abstract_id, levels, level), value(definition, "w:numFmt") or "decimal"
        if style in ("none", "bullet"):
            return _bullet(definition) if style == "bullet" else "", level + 1
        legal = definition.find(qn("w:isLgl")) is not None

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = "decimal" if legal else value(levels.definitions.get(at), "w:numFmt") or "decimal"
            return pieces.format_number(counts[at], own) if at < len(counts) else ""

        text = _PLACE.sub(written, value(definition, "w:lvlText") or "").strip()
        return f"{text} " if text else "", level + 1

    def _list_of(self, number: str) -> tuple[str, _Levels | None]:
        """Return the id of a list's abstract list, or of its style's where it refers to one, and its levels or None."""
        num = self._nums.get(number)
        abstract_id = value(num, "w:abstractNumId") or ""
        if link := value(self._abstracts.get(abstract_id), "w:numStyleLink"):
            styles = self._styles.chain(link)
            linked = self._nums.get(next((n for e in styles if (n := value(e, "w:pPr", "w:numPr", "w:numId"))), ""))
            abstract_id = abstract_id if linked is None else value(linked, "w:abstractNumId") or ""
        abstract = self._abstracts.get(abstract_id)
        return abstract_id, None if num is None or abstract is None else _Levels(num, abstract)

    def _count(self, number: str, abstract_id: str, levels: _Levels, level: int) -> list[int]:
        """Count this item and give the numbers of its level and those above."""
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        if levels.restarts.get(level) is not None and (number, level) not in self._begun:
            counts[level] = None
        self._begun.add((number, level))
        current = counts[level]
        counts[level] = levels.start(level) if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            if value(levels.definitions.get(deeper), "w:lvlRestart") != "0":
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = levels.start(higher)
        return [count or 0 for count in counts[: level + 1]]


def _only_counts(text: str) -> bool:
    """Return whether there are only figures of hours, weeks or credits ("30 teóricas, 75 prácticas, 105 totales")."""
    folded = fold(text)
    return any(map(str.isdigit, folded)) and not re.search(r"[^\W\d_]{2}", _COUNTED.sub(" ", folded))
