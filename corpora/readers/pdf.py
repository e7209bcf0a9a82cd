"""PDF documents, by pypdfium2: text in reading order with page and box, headings, items, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from corpora.readers.assemble import counted, without_text
from corpora.readers.ocr import Recognised, missing, notes
from corpora.readers.pdf_blocks import Joiner
from corpora.readers.pdf_cells import Tables
from corpora.readers.pdf_contents import contents_rows
from corpora.readers.pdf_drafts import Draft, Layout
from corpora.readers.pdf_file import bookmarks, digest, opened, said_title
from corpora.readers.pdf_headings import Bookmark, bookmarked, mark_headings, text_style
from corpora.readers.pdf_items import mark_items
from corpora.readers.pdf_lines import Line
from corpora.readers.pdf_pages import Pages, read_pages
from corpora.readers.pdf_running import running_lines
from corpora.readers.pdf_tables import Table
from corpora.records import Block, Document, Skipped, Text
from corpora.text import clean, words

_PROGRAM = re.compile(r"^\s*Microsoft (?:Office )?(?:Word|PowerPoint|Excel)\s*-\s*", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(?:untitled|sin t[íi]tulo|documento? ?\d*)$", re.IGNORECASE)


def read(path: Path) -> Document:
    """Read a PDF.

    Raises:
        InputError: the file is empty, no PDF, damaged, encrypted, or has no page or no text at all.
    """
    sha256 = digest(path)
    recognised: dict[int, Recognised] = {}
    with opened(path) as document:
        pages = read_pages(document)
        outline = list(bookmarks(document))
        said = said_title(document)
        running, flows = _without_running(pages)
        if pages.unreadable:
            from corpora.readers.pdf_scans import recognise_pages

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
    mark_headings(drafts, text_style([*texts, *cells]), outline, len(flows))
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
    yield from counted(
        "running", running, "renglones de encabezado o pie de página", "lines of running headers or footers"
    )
    yield from counted(
        "watermark", pages.watermarks, "textos en diagonal (marcas de agua)", "diagonal texts (watermarks)"
    )
    yield from counted(
        "table headers",
        repeated,
        "filas de encabezado que una tabla repite en la página siguiente",
        "header rows that a table repeats on its next page",
    )
    if pages.unreadable:
        numbers, install = ", ".join(map(str, pages.unreadable)), missing()
        yield Skipped(
            "pages",
            Text(
                es=f"Páginas sin texto que se pueda leer (escaneadas o dibujadas): {numbers}.{install.es}",
                en=f"Pages without text that could be read (scanned or drawn): {numbers}.{install.en}",
            ),
        )


def _title(said: str, text: str, blocks: Sequence[Block]) -> str:
    """The metadata's title, unless it is a file's name, which word processors write there; else the first heading."""
    title = clean(_PROGRAM.sub("", said))
    if title and not _FILE_NAME.search(title):
        return title
    return next((text[block.start : block.end] for block in blocks if block.kind == "heading"), "")
