"""PDF documents, by pypdfium2: text in reading order with page and box, headings, items, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora.readers.assemble import counted, without_text
from corpora.readers.pdf_blocks import Draft, Joiner, mark_items
from corpora.readers.pdf_file import bookmarks, digest, opened
from corpora.readers.pdf_headings import Bookmark, bookmarked, mark_headings, text_style
from corpora.readers.pdf_lines import Line
from corpora.readers.pdf_pages import Pages, read_pages
from corpora.readers.pdf_running import contents_lines, running_lines
from corpora.records import Block, Document, Skipped, Text
from corpora.text import clean, words


def read(path: Path) -> Document:
    """Read a PDF.

    Raises:
        InputError: the file is empty, no PDF, damaged, encrypted, or has no page or no text at all.
    """
    sha256 = digest(path)
    with opened(path) as document:
        pages = read_pages(document)
        outline = list(bookmarks(document))
        metadata = document.get_metadata_dict()
    if not any(pages.lines):
        raise without_text(path)
    running = running_lines(pages.lines, pages.heights)
    body = [[line for line in lines if line not in running] for lines in pages.lines]
    drafts = _drafts(body, outline)
    text, blocks = _assemble(drafts, body)
    return Document(
        name=path.name,
        sha256=sha256,
        format="pdf",
        text=text,
        blocks=blocks,
        pages=len(body),
        unreadable_pages=tuple(pages.unreadable),
        skipped=tuple(_skipped(pages, len(running))),
        title=_title(metadata, text, blocks),
    )


def _drafts(body: Sequence[Sequence[Line]], marks: Sequence[Bookmark]) -> list[Draft]:
    contents = contents_lines(body)
    texts = [[line for line in lines if line not in contents] for lines in body]
    outline = bookmarked(texts, marks)
    joiner = Joiner()
    for lines in body:
        stretch: list[Line] = []
        headed = 0
        for index, line in enumerate(lines):
            if line in contents:
                joiner.page(stretch)
                stretch = []
                joiner.close()
                joiner.drafts.append(Draft([line], "contents"))
            elif line in outline:
                joiner.page(stretch)
                stretch = []
                joiner.close()
                headed = outline[line][1]
                joiner.drafts.append(Draft(list(lines[index : index + headed]), "heading"))
                headed -= 1
            elif headed:
                headed -= 1
            else:
                stretch.append(line)
        joiner.page(stretch)
    mark_headings(joiner.drafts, text_style(texts), outline, len(body))
    mark_items(joiner.drafts)
    return joiner.drafts


def _assemble(drafts: Sequence[Draft], body: Sequence[Sequence[Line]]) -> tuple[str, tuple[Block, ...]]:
    written = words(line.text for lines in body for line in lines)
    parts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for draft in drafts:
        text = draft.text(written)
        if text:
            end = start + len(text)
            blocks.append(Block(start, end, draft.kind, draft.level, draft.page, draft.box, draft.cell))  # type: ignore[arg-type]
            parts.append(text)
            start = end + 1
    return "\n".join(parts), tuple(blocks)


def _skipped(pages: Pages, running: int) -> Iterator[Skipped]:
    yield from counted(
        "running", running, "renglones de encabezado o pie de página", "lines of running headers or footers"
    )
    yield from counted(
        "watermark", pages.watermarks, "textos en diagonal (marcas de agua)", "diagonal texts (watermarks)"
    )
    if pages.unreadable:
        numbers = ", ".join(map(str, pages.unreadable))
        yield Skipped(
            "pages",
            Text(
                es=f"Páginas sin texto que se pueda leer (escaneadas o dibujadas): {numbers}.",
                en=f"Pages without text that could be read (scanned or drawn): {numbers}.",
            ),
        )


def _title(metadata: dict[str, str], text: str, blocks: Sequence[Block]) -> str:
    title = clean(metadata.get("Title", ""))
    if title:
        return title
    return next((text[block.start : block.end] for block in blocks if block.kind == "heading"), "")
