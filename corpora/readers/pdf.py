"""PDF documents, by pypdfium2: text in reading order with page and box, headings, items, tables.

One page is open at a time. Which pages could not be read is noted, and these are recognised where tesseract is there;
running headers and footers are told from the text by where they repeat.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import cache, partial
from itertools import chain, groupby
from math import sqrt
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from corpora import isolation
from corpora.errors import InputError
from corpora.files import head, readable
from corpora.omissions import Omissions
from corpora.readers import ocr, pdf_blocks, pdf_lines
from corpora.readers.broken_words import join_lines, words
from corpora.readers.choices import choices
from corpora.readers.ocr import Recognised
from corpora.readers.pdf_blocks import Bookmark, Draft, Joiner, Layout
from corpora.readers.pdf_lines import Line
from corpora.readers.pdf_pages import Pages, read_pages
from corpora.readers.pdf_tables import Table, Tables
from corpora.readers.pdf_visibility import annotations_off, has_layered_forms
from corpora.readers.pieces import declared_title, no_text_error, skipped_totals
from corpora.records import Block, BlockKind, Cell, Document, Skipped
from corpora.text import fix_mojibake
from corpora.translation import _, in_quotes

logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it tells users of XFA forms to build it anew
MAX_PAGES = 5000  # more pages than that are refused: the lines of all pages are held together

_TAIL = 1 << 16  # bytes at the end among which a whole PDF has its "startxref"
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s{1,9}(\d{1,15})|/L\s{1,9}(\d{1,15})[^>]{0,200}?/Linearized\b")
_DEPTH = 9  # levels of bookmarks that are followed
_MOST_NAMES = 8  # of files inside a PDF that are named
_PROGRAM = re.compile(r"^\s*Microsoft (?:Office )?(?:Word|PowerPoint|Excel)\s*-\s*", re.IGNORECASE)
_COUNTED = {
    "running": _("lines of running headers or footers"),
    "watermark": _("diagonal texts (watermarks)"),
    "table headers": _("header rows that a table repeats on its next page"),
    "pictures": _("pictures, whose words are not read"),
}


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document for a `with`; raises InputError for a file that is no PDF to be read or has too many pages."""
    beginning = head(path, 1024)
    if b"%PDF" not in beginning:
        raise InputError("{path}: is no PDF; save it again as PDF from the program it comes from.", path=path)
    # Without its end; PDFium would open many such files and say nothing.
    size, length = path.stat().st_size, _LINEARIZED.search(beginning)
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        if (length and int(length[1] or length[2]) > size) or b"startxref" not in file.read():
            raise _damaged(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise InputError(
                "{path}: the PDF is encrypted and asks for a password; save a copy without one and use that copy.",
                path=path,
            ) from error
        raise _damaged(path) from error
    with closing(document):
        if document.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
            raise InputError(
                "{path}: is a dynamic form (XFA), which only Adobe's programs show; print it as PDF and use that copy.",
                path=path,
            )
        document.init_forms()
        if len(document) > MAX_PAGES:
            raise InputError(
                "{path}: the PDF has {n} pages and at most {most} are read; split it into parts.",
                path=path,
                n=len(document),
                most=MAX_PAGES,
            )
        isolation.allow(len(document), size)
        yield document


def _damaged(path: Path) -> InputError:
    return InputError("{path}: the PDF is damaged, incomplete or has no pages; download or export it again.", path=path)


def read(path: Path) -> Document:
    """Read a PDF; raises InputError."""
    recognised: dict[int, Recognised] = {}
    with opened(path) as document, path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        off = cache(partial(annotations_off, path))
        pages = read_pages(document, off, layered_forms=has_layered_forms(path))
        pages.files[:0] = (document.get_attachment(index).get_name() for index in range(document.count_attachments()))
        outline: list[Bookmark] = []
        for entry in document.get_toc(max_depth=_DEPTH):
            target = entry.get_dest()
            if target and (index := target.get_index()) is not None and index >= 0:
                with suppress(UnicodeDecodeError):  # half a character
                    outline.append(Bookmark(entry.get_title(), entry.level + 1, index + 1))
        said = ""
        with suppress(UnicodeDecodeError):
            said = str(document.get_metadata_value("Title"))
        running, flows = _without_running(pages)
        if pages.unreadable:
            recognised = recognise_pages(document, pages, pages.unreadable)
            running, flows = _without_running(pages)
    if not any(flows):
        if pages.files:
            raise InputError(
                "{path}: has no text itself, only files inside it ({names}); save these and read them.",
                path=path,
                names=in_quotes(*pages.files[:_MOST_NAMES]),
            )
        if pages.pictured or not any(pages.flows):
            raise no_text_error(path)
        running, flows = set(), pages.flows  # pages that are all alike
    drafts, repeated = _drafts(flows, outline)
    text, blocks = _assemble(drafts, pages.omissions)
    return Document(
        name=readable(path.name),
        sha256=sha256,
        format="pdf",
        text=text,
        blocks=blocks,
        pages=len(flows),
        unreadable_pages=tuple(pages.unreadable),
        skipped=(
            *pages.omissions.skipped(),
            *_skipped(pages, len(running), repeated),
            *(ocr.notes(recognised) if recognised else ()),
        ),
        title=declared_title(_PROGRAM.sub("", said)),
    )


def text_layer(path: Path) -> tuple[str, ...]:
    """Return the text layer of each page in the file's own order, lines parted as it parts them; "" for a damaged page.

    For norms, whose numbered lists are told line by line and stand amid headers and footers. Raises InputError.
    """
    with opened(path) as document:
        texts = [""] * len(document)
        for number in range(len(document)):
            with suppress(pypdfium2.PdfiumError):
                texts[number] = str(document[number].get_textpage().get_text_range())
        return tuple(texts)


def _without_running(pages: Pages) -> tuple[set[Line], list[list[Line | Table]]]:
    """Return lines of running headers and footers, and the pages without them.

    A scan with a printed header has nothing to read either: it becomes one of the unreadable pages.
    """
    running: set[Line] = set()
    for turn in sorted({part.turn for flow in pages.flows for part in flow}):
        lines = [[line for line in page if line.turn == turn] for page in _lines_of(pages.flows)]
        heights = [size[turn % 180 == 0] for size in pages.sizes]
        shown = [number for number, page in enumerate(lines) if page or not turn]
        running |= running_lines([lines[number] for number in shown], [heights[number] for number in shown])
    flows = [[part for part in flow if not isinstance(part, Line) or part not in running] for flow in pages.flows]
    empty = {number for number, flow in enumerate(flows, start=1) if not flow} & pages.pictured
    pages.unreadable = sorted({*pages.unreadable, *empty})
    return running, flows


def _lines_of(flows: Sequence[Sequence[Line | Table]]) -> list[list[Line]]:
    """Return of each page the lines outside of tables."""
    return [[part for part in flow if isinstance(part, Line)] for flow in flows]


def _drafts(flows: Sequence[Sequence[Line | Table]], marks: Sequence[Bookmark]) -> tuple[list[Draft], int]:
    """Return the blocks in reading order, and the number of header rows left out where a table goes on."""
    pages = _lines_of(flows)
    contents = {row[0]: Draft(row, "contents") for row in pdf_blocks.contents_rows(pages)}
    within = {line for draft in contents.values() for line in draft.lines}
    texts = [[line for line in lines if line not in within] for lines in pages]
    outline = pdf_blocks.bookmarked(texts, marks)
    whole = {line: draft for draft in (*contents.values(), *outline.values()) for line in draft.lines}
    edges = [max(edges) for lines in pages if (edges := [line.x1 for line in lines if not line.turn])]
    right = median(edges) if edges else 0.0
    joiner, tables, after_table, before = Joiner(), Tables(), False, 0
    # What is set in one direction has places of its own.
    for turn, parts in ((turn, [*parts]) for flow in flows for turn, parts in groupby(flow, lambda part: part.turn)):
        if turn != before:
            joiner.close()
            after_table, before = False, turn
        lines = [part for part in parts if isinstance(part, Line)]
        layout = Layout.from_lines(lines, 0.0 if turn else right) if lines else None
        for part in _stretches(parts, whole):
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
    style = pdf_blocks.text_style(chain(*texts, cells))
    pdf_blocks.mark_headings(joiner.drafts, style, outline, len(flows))
    pdf_blocks.mark_items(joiner.drafts)
    return joiner.drafts, tables.repeated


def _stretches(flow: Sequence[Line | Table], whole: Mapping[Line, Draft]) -> Iterator[Table | Draft | list[Line]]:
    """Split a page into tables, lines of contents and headings of the outline, each whole, and what is between."""

    def find_whole(part: Line | Table) -> Table | Draft | None:
        return part if isinstance(part, Table) else whole.get(part)

    for found, parts in groupby(flow, find_whole):
        lines = [part for part in parts if isinstance(part, Line)]
        if found is None:
            yield lines
        elif isinstance(found, Table) or lines[0] == found.first:
            yield found


class _Printed(NamedTuple):
    """A block as `choices` takes it."""

    text: str
    kind: BlockKind
    level: int
    cell: Cell | None


def _text(draft: Draft, written: Counter[str], omissions: Omissions) -> str:
    """Return the text of a block, with letters put right that were garbled and without those struck out."""
    text = fix_mojibake(join_lines((line.text for line in draft.lines), written))
    return omissions.without_overstruck(text, draft.first.page)


def _assemble(drafts: Sequence[Draft], omissions: Omissions) -> tuple[str, tuple[Block, ...]]:
    written = words(line.text for draft in drafts for line in draft.lines)
    parts: list[str] = []
    blocks: list[Block] = []
    start = 0
    printed = [_Printed(_text(draft, written, omissions), draft.kind, draft.level, draft.cell) for draft in drafts]
    chosen = choices(printed, lambda number: omissions.add("unticked", drafts[number].first.page))
    for draft, text in zip(drafts, chosen, strict=True):
        if text:
            end = start + len(text)
            blocks.append(Block(start, end, draft.kind, draft.level, draft.first.page, draft.box, draft.cell))
            parts.append(text)
            start = end + 1
    return "\n".join(parts), tuple(blocks)


def _skipped(pages: Pages, running: int, repeated: int) -> Iterator[Skipped]:
    counts = {"running": running, "watermark": pages.watermarks, "table headers": repeated, "pictures": pages.pictures}
    yield from skipped_totals(counts, _COUNTED)
    if pages.files:
        names = in_quotes(*pages.files[:_MOST_NAMES])
        inside = _("Files inside the PDF, which are not read: {n} ({names}).", n=len(pages.files), names=names)
        yield Skipped("files", inside)
    if pages.unreadable:
        why = _(
            "Pages without text that could be read (scanned, drawn, or letters without a meaning): {numbers}.{install}",
            numbers=", ".join(map(str, pages.unreadable)),
            install=ocr.install_hint(),
        )
        yield Skipped("pages", why)


Key = tuple[str, int, int]
_MARGIN = 0.2  # of the page's height, above and below, where running lines are looked for
_BAND = 6.0  # points by which the same line may move from page to page
_SHARE = 1 / 3  # of the pages on which a line must stand: left and right pages may differ
_EVERYWHERE = 0.6  # of the pages, for a line with a number that no word calls a page number
_MOST_RECOGNISED = 500  # pages: one takes some seconds
_MOST_PIXELS = 40e6
_POINTS = 72
_DEEPEST = 8  # rows of a header or footer
_AGAINST = 3  # times as many pages as have a line of their own at that place
_NUMBER = re.compile(r"\d+")
_PAGE_WORDS = re.compile(r"(?:p[áa]g(?:ina|e)?s?|hoja|folio|p|de|of|/|\||\W|_)*", re.IGNORECASE)
_ROMAN_FOLIO = "roman"
_ROMAN = re.compile(r"[ivxlc]{1,6}", re.IGNORECASE)


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """Return the running headers and footers of a document.

    A line is one if it stands at the same place near the edge on a third of the pages or more (on two at least), the
    page's number apart, and nothing but such lines is between it and the edge. A number that does not run with the
    pages makes another line of it, so that "RA1" and "RA2" at the head of two pages both stay; and where other
    pages have a line of their own at that place, it belongs to the text (two pages happen to begin with "Contenidos").
    """
    marginal = [
        [line for line in lines if line.baseline < _MARGIN * height or line.top > (1 - _MARGIN) * height]
        for lines, height in zip(pages, heights, strict=True)
    ]
    seen: dict[Key, set[int]] = defaultdict(set)
    for index, lines in enumerate(marginal):
        for key in (key for line in lines for key in _keys(line)):
            seen[key].add(index)
    taken: dict[int, set[int]] = defaultdict(set)  # the pages that have a line of their own at this height
    for index, lines in enumerate(marginal):
        own = (line for line in lines if all(len(seen[key]) < 2 for key in _keys(line)))
        for near in (near for line in own for near in _bands(line)):
            taken[near].add(index)

    def runs(key: Key, line: Line) -> bool:
        changes = key[0] not in (line.text, _ROMAN_FOLIO) and not _PAGE_WORDS.fullmatch(_NUMBER.sub("", line.text))
        share, least = (_EVERYWHERE, 5) if changes else (_SHARE, 2)
        others = min(len(taken[near]) for near in _bands(line))
        return len(seen[key]) >= max(least, share * len(pages), _AGAINST * others)

    found: set[Line] = set()
    for lines, height in zip(marginal, heights, strict=True):
        lines.sort(key=lambda line: line.baseline)
        above = [line for line in lines if line.baseline < height / 2]
        below = [line for line in reversed(lines) if line.baseline >= height / 2]
        for edge in (above, below):
            repeated = {line for line in edge if any(runs(key, line) for key in _keys(line))}
            found.update(_peel(edge, repeated))
    return found


def _keys(line: Line) -> Iterator[Key]:
    """Return what the line is on any page: its text with the numbers that run with the pages made relative."""
    numbers = [found for found in [*_NUMBER.finditer(line.text)][:4] if len(found[0]) < 5]
    texts = {f"{line.text[: n.start()]}+{int(n[0]) - line.page}+{line.text[n.end() :]}" for n in numbers}
    for text in [_ROMAN_FOLIO] if _ROMAN.fullmatch(line.text) else sorted({line.text, *texts}):
        for near in _bands(line):
            yield text, near, round(line.size)


def _bands(line: Line) -> tuple[int, int]:
    """Return its height on the page, so that two lines a little apart still have one band in common."""
    band = int(line.baseline // _BAND)
    return band, band + 1


def _peel(lines: Sequence[Line], repeated: Collection[Line]) -> Iterator[Line]:
    """Return the running lines from the edge of the page inwards, until the first row without one."""
    rows = pdf_lines.grouped(lines, lambda row, line: abs(row[0].baseline - line.baseline) < 1.2 * line.size)
    for row in rows[:_DEEPEST]:
        running = [line for line in row if line in repeated]
        if not running:
            return
        # A changing line beside a running one ("Capítulo 2 | 17") is part of the header; half a row decides.
        yield from row if 2 * len(running) >= len(row) else running


def recognise_pages(document: pypdfium2.PdfDocument, pages: Pages, wanted: Sequence[int]) -> dict[int, ocr.Recognised]:
    """Recognise these pages, numbered from 1, and put their lines into `pages`; nothing where tesseract is missing."""
    found: dict[int, ocr.Recognised] = {}
    added: dict[int, list[Line]] = {}
    for number in wanted[:_MOST_RECOGNISED] if ocr.languages() else ():
        recognised = None
        with suppress(pypdfium2.PdfiumError), closing(document[number - 1]) as page:
            width, height = page.get_size()
            scale = min(ocr.DPI / _POINTS, sqrt(_MOST_PIXELS / max(width * height, 1)))
            picture = page.render(scale=scale, grayscale=True).to_pil()
            recognised = ocr.recognise(picture, number, 1 / scale)
        if recognised is None:
            continue
        # A stamp or header with a text layer stands on the picture too.
        printed = pages.flows[number - 1]
        boxes = [part.shown or part.box for part in printed]
        fresh = [
            line
            for line in recognised.lines
            if not any(line.x0 < x1 and x0 < line.x1 and line.top < y1 and y0 < line.bottom for x0, y0, x1, y1 in boxes)
        ]
        if fresh:
            found[number], added[number] = recognised, fresh
    sizes = ocr.merge_sizes(line.size for fresh in added.values() for line in fresh)
    for number, fresh in added.items():
        pages.flows[number - 1] += (replace(line, size=sizes[line.size]) for line in fresh)
    pages.unreadable = [number for number in pages.unreadable if number not in found]
    return found
