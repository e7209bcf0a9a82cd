"""PDF documents, by pypdfium2: text in reading order with page and box, headings, items, tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from corpora import apart
from corpora.errors import InputError
from corpora.files import head
from corpora.readers.ocr import Recognised, missing, notes
from corpora.readers.pdf_blocks import Draft, Joiner, Layout, mark_items
from corpora.readers.pdf_headings import Bookmark, bookmarked, contents_rows, mark_headings, text_style
from corpora.readers.pdf_lines import Line
from corpora.readers.pdf_pages import Pages, read_pages, recognise_pages, running_lines
from corpora.readers.pdf_tables import Table, Tables
from corpora.readers.pieces import all_counted, without_text
from corpora.records import Block, Document, Skipped, Text
from corpora.text import clean, words
from corpora.translation import _

MAX_PAGES = 5000
"""More pages than that are refused: the lines of all pages are held together."""

_TAIL = 1 << 16  # bytes at the end among which a whole PDF has its "startxref"
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s{1,9}(\d{1,15})|/L\s{1,9}(\d{1,15})[^>]{0,200}?/Linearized\b")
_DEPTH = 9  # levels of bookmarks that are followed
_PROGRAM = re.compile(r"^\s*Microsoft (?:Office )?(?:Word|PowerPoint|Excel)\s*-\s*", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(?:untitled|sin t[íi]tulo|documento? ?\d*)$", re.IGNORECASE)
_COUNTED = {
    "running": ("renglones de encabezado o pie de página", "lines of running headers or footers"),
    "watermark": ("textos en diagonal (marcas de agua)", "diagonal texts (watermarks)"),
    "table headers": (
        "filas de encabezado que una tabla repite en la página siguiente",
        "header rows that a table repeats on its next page",
    ),
}
_ERRORS = {
    "other": (
        "no es un PDF; guárdelo de nuevo como PDF desde su programa de origen.",
        "is no PDF; save it again as PDF from the program it comes from.",
    ),
    "damaged": (
        "el PDF está dañado, incompleto o no tiene páginas; vuelva a descargarlo o a exportarlo.",
        "the PDF is damaged, incomplete or has no pages; download or export it again.",
    ),
    "locked": (
        "el PDF está cifrado y pide una contraseña; guarde una copia sin contraseña y use esa copia.",
        "the PDF is encrypted and asks for a password; save a copy without one and use that copy.",
    ),
    "long": (
        f"el PDF tiene {{}} páginas y se leen {MAX_PAGES} como máximo; divídalo en partes.",
        f"the PDF has {{}} pages and at most {MAX_PAGES} are read; split it into parts.",
    ),
}


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed at the end.

    Raises:
        InputError: the file is missing, empty, no PDF, cut off, damaged, encrypted, or has no page or too many.
    """
    beginning = head(path, 1024)
    if b"%PDF" not in beginning:
        raise _error(path, "other")
    if _is_cut_off(path, beginning):
        raise _error(path, "damaged")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise _error(path, "locked" if locked else "damaged") from error
    try:
        if len(document) > MAX_PAGES:
            raise _error(path, "long", len(document))
        apart.allow(len(document), path.stat().st_size)
        yield document
    finally:
        document.close()


def _bookmarks(document: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    """The entries of the outline that lead to a page, in its order."""
    for entry in document.get_toc(max_depth=_DEPTH):
        target = entry.get_dest()
        index = target.get_index() if target else None
        if index is not None and index >= 0:
            try:
                title = entry.get_title()
            except UnicodeDecodeError:  # half a character
                continue
            yield Bookmark(title, entry.level + 1, index + 1)


def _said_title(document: pypdfium2.PdfDocument) -> str:
    """The title in the metadata, "" where there is none or it is no text."""
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""


def _is_cut_off(path: Path, beginning: bytes) -> bool:
    """Whether the end is missing; PDFium would open many such files and say nothing."""
    size = path.stat().st_size
    length = _LINEARIZED.search(beginning)
    if length and int(length[1] or length[2]) > size:
        return True
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        return b"startxref" not in file.read()


def _error(path: Path, kind: str, count: int = 0) -> InputError:
    es, en = _ERRORS[kind]
    return InputError("{path}: {said}", path=path, said=Text(es.format(count), en.format(count)))


def read(path: Path) -> Document:
    """Read a PDF.

    Raises:
        InputError: the file is empty, no PDF, damaged, encrypted, or has no page or no text at all.
    """
    recognised: dict[int, Recognised] = {}
    with opened(path) as document, path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        pages = read_pages(document)
        outline = list(_bookmarks(document))
        said = _said_title(document)
        running, flows = _without_running(pages)
        if pages.unreadable:
            recognised = recognise_pages(document, pages, pages.unreadable)
            running, flows = _without_running(pages)
    if not any(flows):
        if pages.pictured or not any(pages.flows):
            raise without_text(path)
        running, flows = set(), pages.flows  # pages that are all alike
    drafts, repeated = _drafts(flows, outline)
    text, blocks = _assemble(drafts)
    return Document(
        name=path.name,
        sha256=sha256,
        format="pdf",
        text=text,
        blocks=blocks,
        pages=len(flows),
        unreadable_pages=tuple(pages.unreadable),
        skipped=(*_skipped(pages, len(running), repeated), *notes(recognised)),
        title=_title(said, text, blocks),
    )


def printed(path: Path) -> tuple[str, ...]:
    """The text layer of each page in the file's own order, lines parted as it parts them; "" for a damaged page.

    For norms, whose numbered lists are told line by line and stand amid headers and footers.

    Raises:
        InputError: as `read`, but for a file without text.
    """
    with opened(path) as document:
        return tuple(_layer(document, number) for number in range(len(document)))


def _layer(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        return str(document[number].get_textpage().get_text_range())
    except pypdfium2.PdfiumError:
        return ""


def _without_running(pages: Pages) -> tuple[set[Line], list[list[Line | Table]]]:
    """Lines of running headers and footers, and the pages without them.

    A scan with a printed header has nothing to read either: it becomes one of the unreadable pages.
    """
    running = running_lines(pages.lines, pages.heights)
    flows = [[part for part in flow if not isinstance(part, Line) or part not in running] for flow in pages.flows]
    empty = {number for number, flow in enumerate(flows, start=1) if not flow} & pages.pictured
    pages.unreadable = sorted({*pages.unreadable, *empty})
    return running, flows


def _drafts(flows: Sequence[Sequence[Line | Table]], marks: Sequence[Bookmark]) -> tuple[list[Draft], int]:
    """The blocks in reading order, and the number of header rows left out where a table goes on."""
    pages = [[part for part in flow if isinstance(part, Line)] for flow in flows]
    contents = {row[0]: row for row in contents_rows(pages)}
    within = {line for row in contents.values() for line in row}
    texts = [[line for line in lines if line not in within] for lines in pages]
    outline = bookmarked(texts, marks)
    right = median(max(line.x1 for line in lines) for lines in pages if lines) if any(pages) else 0.0
    flow = _Flow(contents, outline)
    for parts, lines in zip(flows, pages, strict=True):
        flow.page(parts, Layout.of(lines, right) if lines else None)
    drafts = flow.joiner.drafts
    cells = [[line for part in parts if isinstance(part, Table) for line in part.lines] for parts in flows]
    mark_headings(drafts, text_style(chain.from_iterable((*texts, *cells))), outline, len(flows))
    mark_items(drafts)
    return drafts, flow.tables.repeated


class _Flow:
    """Sends each part of a page where it belongs: table, contents, bookmarked heading, or running text."""

    def __init__(self, contents: dict[Line, list[Line]], outline: dict[Line, tuple[int, int]]) -> None:
        self.joiner = Joiner()
        self.tables = Tables()
        self._contents, self._outline = contents, outline
        self._after_table = False

    def page(self, parts: Sequence[Line | Table], layout: Layout | None) -> None:
        """The parts of the next page, in reading order; `layout` is None where there is no line among them."""
        stretch: list[Line] = []
        passed = 0
        lines = [part for part in parts if isinstance(part, Line)]
        for part in parts:
            if passed and isinstance(part, Line):
                passed -= 1
                continue
            whole = self._whole(part, lines)
            if whole is None and isinstance(part, Line):
                stretch.append(part)
                continue
            self._flush(stretch, layout)
            stretch = []
            self.joiner.close()
            if isinstance(part, Table):
                self.joiner.drafts += self.tables.add(part, follows=self._after_table)
                self._after_table = True
            elif whole is not None:
                self.joiner.drafts.append(whole)
                self._after_table = False
                passed = len(whole.lines) - 1
        self._flush(stretch, layout)

    def _whole(self, part: Line | Table, lines: Sequence[Line]) -> Draft | None:
        """A line of contents or a heading of the outline, with all its lines; None for anything else."""
        if not isinstance(part, Line):
            return None
        if part in self._contents:
            return Draft(list(self._contents[part]), "contents")
        if part in self._outline:
            level, count = self._outline[part]
            index = lines.index(part)
            return Draft(list(lines[index : index + count]), "heading", level)
        return None

    def _flush(self, stretch: list[Line], layout: Layout | None) -> None:
        if stretch and layout is not None:
            self.joiner.add(stretch, layout)
            self._after_table = False


def _assemble(drafts: Sequence[Draft]) -> tuple[str, tuple[Block, ...]]:
    written = words(line.text for draft in drafts for line in draft.lines)
    parts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for draft in drafts:
        text = draft.text(written)
        if text:
            end = start + len(text)
            blocks.append(Block(start, end, draft.kind, draft.level, draft.page, draft.box, draft.cell))
            parts.append(text)
            start = end + 1
    return "\n".join(parts), tuple(blocks)


def _skipped(pages: Pages, running: int, repeated: int) -> Iterator[Skipped]:
    counts = {"running": running, "watermark": pages.watermarks, "table headers": repeated}
    yield from all_counted(counts, _COUNTED)
    if pages.unreadable:
        numbers, install = ", ".join(map(str, pages.unreadable)), missing()
        yield Skipped(
            "pages",
            _(
                "Pages without text that could be read (scanned or drawn): {numbers}.{install}",
                numbers=numbers,
                install=install,
            ),
        )


def _title(said: str, text: str, blocks: Sequence[Block]) -> str:
    """The metadata's title, unless it is a file's name, which word processors write there; else the first heading."""
    title = clean(_PROGRAM.sub("", said))
    if title and not _FILE_NAME.search(title):
        return title
    return next((text[block.start : block.end] for block in blocks if block.kind == "heading"), "")
