"""PDF documents, by pypdfium2: text in reading order with page and box, headings, items, tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
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
from corpora.records import Block, Document, Skipped
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
    "running": _("lines of running headers or footers"),
    "watermark": _("diagonal texts (watermarks)"),
    "table headers": _("header rows that a table repeats on its next page"),
}


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed at the end.

    Raises:
        InputError: the file is missing, empty, no PDF, cut off, damaged, encrypted, or has no page or too many.
    """
    beginning = head(path, 1024)
    if b"%PDF" not in beginning:
        raise InputError("{path}: is no PDF; save it again as PDF from the program it comes from.", path=path)
    damaged = InputError(
        "{path}: the PDF is damaged, incomplete or has no pages; download or export it again.", path=path
    )
    if _is_cut_off(path, beginning):
        raise damaged
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise InputError(
                "{path}: the PDF is encrypted and asks for a password; save a copy without one and use that copy.",
                path=path,
            ) from error
        raise damaged from error
    try:
        if len(document) > MAX_PAGES:
            raise InputError(
                "{path}: the PDF has {n} pages and at most {most} are read; split it into parts.",
                path=path,
                n=len(document),
                most=MAX_PAGES,
            )
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
    joiner, tables, after_table = Joiner(), Tables(), False
    for flow, lines in zip(flows, pages, strict=True):
        layout = Layout.of(lines, right) if lines else None
        for part in _stretches(flow, lines, contents, outline):
            if isinstance(part, Table):
                joiner.drafts += tables.add(part, follows=after_table)
            elif isinstance(part, Draft):
                joiner.drafts.append(part)
            elif layout is not None:
                joiner.add(part, layout)
            if not isinstance(part, list):
                joiner.close()
            after_table = isinstance(part, Table)
    cells = [line for flow in flows for part in flow if isinstance(part, Table) for line in part.lines]
    style = text_style(chain(*texts, cells))
    mark_headings(joiner.drafts, style, outline, len(flows))
    mark_items(joiner.drafts)
    return joiner.drafts, tables.repeated


def _stretches(
    flow: Sequence[Line | Table],
    lines: Sequence[Line],
    contents: Mapping[Line, Sequence[Line]],
    outline: Mapping[Line, tuple[int, int]],
) -> Iterator[Table | Draft | list[Line]]:
    """The parts of a page: tables, lines of contents and headings of the outline, each whole, and what is between."""
    stretch: list[Line] = []
    passed = 0
    for part in flow:
        whole: Table | Draft | None = None
        if isinstance(part, Table):
            whole = part
        elif passed:
            passed -= 1
            continue
        elif part in contents:
            whole = Draft(list(contents[part]), "contents")
        elif part in outline:
            level, count = outline[part]
            index = lines.index(part)
            whole = Draft(list(lines[index : index + count]), "heading", level)
        else:
            stretch.append(part)
            continue
        if stretch:
            yield stretch
            stretch = []
        yield whole
        passed = len(whole.lines) - 1 if isinstance(whole, Draft) else passed
    if stretch:
        yield stretch


def _assemble(drafts: Sequence[Draft]) -> tuple[str, tuple[Block, ...]]:
    written = words(line.text for draft in drafts for line in draft.lines)
    parts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for draft in drafts:
        if text := draft.text(written):
            end = start + len(text)
            blocks.append(Block(start, end, draft.kind, draft.level, draft.first.page, draft.box, draft.cell))
            parts.append(text)
            start = end + 1
    return "\n".join(parts), tuple(blocks)


def _skipped(pages: Pages, running: int, repeated: int) -> Iterator[Skipped]:
    yield from all_counted({"running": running, "watermark": pages.watermarks, "table headers": repeated}, _COUNTED)
    if pages.unreadable:
        why = _(
            "Pages without text that could be read (scanned or drawn): {numbers}.{install}",
            numbers=", ".join(map(str, pages.unreadable)),
            install=missing(),
        )
        yield Skipped("pages", why)


def _title(said: str, text: str, blocks: Sequence[Block]) -> str:
    """The metadata's title, unless it is a file's name, which word processors write there; else the first heading."""
    title = clean(_PROGRAM.sub("", said))
    if title and not _FILE_NAME.search(title):
        return title
    return next((text[block.start : block.end] for block in blocks if block.kind == "heading"), "")
