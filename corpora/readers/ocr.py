"""Scanned pages of a PDF, and pictures of pages (PNG, JPEG, TIFF, WebP, BMP, GIF), by tesseract where it is installed.

Tesseract (https://tesseract-ocr.github.io) gives each word its place and a confidence from 0 to 100. The lines made of
them go through the same layout rules as those of a PDF with text.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import struct
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from corpora.errors import InputError
from corpora.files import load, readable
from corpora.items import follows, marker
from corpora.readers.pdf_lines import Line, Span, grouped, in_order, make_lines
from corpora.readers.pieces import LONGEST_HEADING, ordinal
from corpora.records import Document, Skipped, Text
from corpora.translation import _, in_quotes
from corpora.vocabulary import heading_sense, may_be_topic

if TYPE_CHECKING:
    from PIL.Image import Image

DOUBTFUL_PAGE = 75.0  # A page whose words have a lower mean confidence is marked as doubtful in the document's notes
DOUBTFUL_WORD = 60.0  # A word of lower confidence is counted there
# The commands that install it on Debian and Ubuntu.
INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-spa; pip install 'curriculum-mapper[ocr]'"
DPI = 300  # resolution at which pages are drawn for it
_WANTED = ("spa", "eng")
_SECONDS = 120
_MOST_SHOWN = 8
# A bullet is mostly read as a small letter; no Spanish or English sentence begins with one and a capital.
_BULLET = re.compile(r"^[eo¢«»*+©°.]\s+(?=[A-ZÁÉÍÓÚÑ])")
_LIKE_BODY = (0.8, 1.25)
_ONE_SIZE = 1.1  # times: what is measured of one size of letters differs by less
_LARGER = 1.06  # times the text: a line that begins with a number and is larger is a heading
_COLUMN = 1.5  # sizes between two words of different columns
_FEWEST = 2
# What of a font's size a line takes: its small letters, and beyond them what reaches above and below (common faces).
_ABOVE, _BELOW = re.compile(r"[A-ZÁÉÍÓÚÑÜbdfhkltiáéíóúüñ0-9!?()\[\]]"), re.compile(r"[gjpqyQç,;()\[\]]")
_SMALL, _ASCENT, _DESCENT = 0.52, 0.2, 0.21
FILE_LIMIT = 100 * (1 << 20)  # largest picture that is read, in bytes
MOST_PIXELS = 80_000_000  # largest picture that is unpacked: a page of A3 at 600 dots an inch has 70 million
_MOST_PAGES = 200
_MOST_IN_ALL = 1_500_000_000  # of all pages, a byte each: they are held together
# What Pillow raises where a picture is damaged; its readers look into what the file says without much ado.
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, ArithmeticError, struct.error)
_WIDTH = 8.27  # inches of A4, for a picture that does not say how large it is
_RESOLUTIONS = (72, 1200)


class Recognised(NamedTuple):
    """A page's lines in reading order, their mean confidence by letters, and the words below `DOUBTFUL_WORD`."""

    lines: list[Line]
    confidence: float
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A recognised word, its edges in pixels; `size` of its font, by the letters that reach above and below."""

    text: str
    left: float
    right: float
    confidence: float
    size: float
    baseline: float

    @classmethod
    def from_data(cls, text: str, data: Mapping[str, Sequence[Any]], place: int) -> _Word:
        left, top, width, height = (float(data[name][place]) for name in ("left", "top", "width", "height"))
        above, below = _ASCENT if _ABOVE.search(text) else 0.0, _DESCENT if _BELOW.search(text) else 0.0
        # As the difference of two edges: what is added and taken away again differs in the last bit.
        size = (top + height - top) / (_SMALL + above + below)
        return cls(text, left, left + width, max(float(data["conf"][place]), 0.0), size, top + height - below * size)


def languages() -> str:
    """Return the languages in which it can read, as it takes them ("spa+eng"); "" where it is not installed."""
    command = shutil.which("tesseract") if find_spec("pytesseract") else None
    return _languages(command) if command else ""


@cache
def _languages(command: str) -> str:
    import pytesseract

    del command  # it only tells one installation from another
    try:
        installed = pytesseract.get_languages()
    except (OSError, pytesseract.TesseractError):
        return ""
    return "+".join(name for name in _WANTED if name in installed)


def recognise(image: Image, page: int, points: float) -> Recognised | None:
    """Recognise the printed lines on a picture of a page, whose pixels have the size `points`; None for none."""
    chosen = languages()
    if not chosen:
        return None
    import pytesseract

    try:
        data = pytesseract.image_to_data(
            image, lang=chosen, timeout=_SECONDS, output_type=pytesseract.Output.DICT, config=f"--dpi {DPI}"
        )
    except (RuntimeError, OSError):  # a page that takes too long, or a broken installation
        return None
    lines: dict[tuple[int, ...], list[_Word]] = {}
    for place, text in enumerate(data["text"]):
        if word := str(text).strip():
            line = tuple(int(data[name][place]) for name in ("block_num", "par_num", "line_num"))
            lines.setdefault(line, []).append(_Word.from_data(word, data, place))
    # Lines without a letter are dirt.
    rows = [words for words in lines.values() if any(char.isalnum() for word in words for char in word.text)]
    words = [word for row in rows for word in row]
    letters = sum(len(word.text) for word in words)
    if not letters:
        return None
    return Recognised(
        in_order(make_lines(list(_spans(rows, points)), page)),
        sum(word.confidence * len(word.text) for word in words) / letters,
        tuple(word.text for word in words if word.confidence < DOUBTFUL_WORD and word.text.isalnum()),
    )


def _spans(rows: Sequence[Sequence[_Word]], points: float) -> Iterator[Span]:
    """Return a span for each line. Sizes are measured on letters: what is about as large as most is as large as most.

    Of skewed lines the words are measured one by one, since the line as a whole is higher than it is printed; of short
    words only numbers, and others where there are none else.
    """
    measured = [
        [word for word in words if len(word.text) > _FEWEST or word.text[0].isdigit()] or words for words in rows
    ]
    sizes = [median(word.size for word in words) for words in measured]
    body = median(size for size, words in zip(sizes, rows, strict=True) for word in words for _letter in word.text)
    for size, words, long, heads in zip(sizes, rows, measured, _heads(rows, sizes, body), strict=True):
        shown = body if _LIKE_BODY[0] * body < size < _LIKE_BODY[1] * body else size
        if _BULLET.match(" ".join(word.text for word in words)):
            words = [replace(words[0], text="•"), *words[1:]]
        lefts: list[float] = []
        for word in words:
            step = (word.right - word.left) / len(word.text)
            lefts += [word.left - step] if lefts else []
            lefts += [word.left + step * number for number in range(len(word.text))]
        text, places = " ".join(word.text for word in words), tuple(left * points for left in lefts)
        baseline = median(word.baseline for word in long) * points
        bold = float(heads and shown == body)  # what is much larger needs no weight, and has one level with its like
        yield Span(text, places, places[0], words[-1].right * points, baseline, shown * points, bold)


def _heads(rows: Sequence[Sequence[_Word]], sizes: Sequence[float], body: float) -> Iterator[bool]:
    """Return whether each line is a heading: it names a part, or is numbered and a bit larger.

    "3. Evaluación" right behind or above its neighbours "2. …" and "4. …" is an item of their list, and words far apart
    are those of a table's row.
    """
    texts = [" ".join(word.text for word in words) for words in rows]
    marks = [""]
    for text in texts:  # a line that begins small goes on with the item above
        marks.append(marks[-1] if text[0].islower() else ordinal(text))
    marks.append("")
    for number, (text, words, size) in enumerate(zip(texts, rows, sizes, strict=True)):
        before, mark, after = marks[number : number + 3]
        listed = mark and (follows(mark, before) or follows(after, mark))
        in_row = any(right.left - left.right > _COLUMN * size for left, right in pairwise(words))
        found = marker(text)
        is_title = text[found.end() if found else 0 :][:1].isupper() and not text.endswith((".", ",", ";", ":"))
        larger, named = (
            mark and size > _LARGER * body,
            (mark or not (found or may_be_topic(text))) and heading_sense(text),
        )
        yield bool(is_title and not (listed or in_row) and (larger or named) and len(text) <= LONGEST_HEADING)


def merge_sizes(sizes: Iterable[float]) -> dict[float, float]:
    """Map each size measured to the one it stands for: those that differ by less than a tenth are one."""
    groups = grouped(sorted(sizes), lambda group, size: size < _ONE_SIZE * group[0])
    return {size: median(group) for group in groups for size in group}


def notes(pages: Mapping[int, Recognised]) -> Iterator[Skipped]:
    """Return what a reader should know of recognised pages, one at least, for a document's notes."""
    found = sorted(pages.items())
    shown = ", ".join(f"{page} ({read.confidence:.0f} %)" for page, read in found)
    low = ", ".join(str(page) for page, read in found if read.confidence < DOUBTFUL_PAGE)
    words = [word for _page, read in found for word in read.doubtful]
    some = in_quotes(*words[:_MOST_SHOWN])
    scanned = _(
        "Scanned pages, read with tesseract ({languages}), with the confidence of their words: {pages}.",
        languages=languages(),
        pages=shown,
    )
    yield Skipped("ocr", scanned)
    if low:
        doubtful = _(
            "Doubtful pages (confidence below {least:.0f}%); check them in the original: {pages}.",
            least=DOUBTFUL_PAGE,
            pages=low,
        )
        yield Skipped("ocr", doubtful)
    if words:
        recognised = _(
            "Words recognised with a confidence below {least:.0f}%: {n} ({some}).",
            least=DOUBTFUL_WORD,
            n=len(words),
            some=some,
        )
        yield Skipped("ocr", recognised)


def install_hint() -> Text:
    """Return what to do where it is not installed, a sentence to end a note with; empty where it is."""
    if "spa" in languages():
        return Text("", "")
    return _(" To read them, install tesseract: {install}", install=INSTALL)


def read(path: Path) -> Document:
    """Read a picture of one page, or a TIFF of several; raises InputError, also where tesseract is not installed."""
    from corpora.readers.pdf import read as read_pdf

    data = load(path, limit=FILE_LIMIT)
    pages = _as_pdf(path, data)
    if not languages():
        raise InputError("{path}: is a picture; to read it, install tesseract: {install}", path=path, install=INSTALL)
    with tempfile.TemporaryDirectory() as folder:
        scanned = Path(folder) / "scan.pdf"
        scanned.write_bytes(pages)
        try:
            document = read_pdf(scanned)
        except InputError as error:
            raise InputError(
                "{path}: no text was recognised in the picture; scan it upright, at 300 dots an inch.", path=path
            ) from error
    return replace(document, name=readable(path.name), sha256=hashlib.sha256(data).hexdigest(), format="image")


def _as_pdf(path: Path, data: bytes) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata, and of sizes that are checked here
            with Image.open(io.BytesIO(data)) as image:
                _check(path, image)
                pages: list[Image.Image] = []
                for number in range(getattr(image, "n_frames", 1)):
                    image.seek(number)
                    _check(path, image, sum(page.width * page.height for page in pages))
                    # In shades of grey on white: what is transparent shows the paper.
                    shown = image.convert("RGBA")
                    paper = Image.new("RGBA", shown.size, "white")
                    paper.alpha_composite(shown)
                    pages.append(paper.convert("L"))
                said = image.info.get("dpi", (0, 0))[0]
                least, most = _RESOLUTIONS
                dpi = float(said) if least < said <= most else max(image.width / _WIDTH, least)
                pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    except Image.DecompressionBombError as error:
        raise _huge(path) from error
    except InputError:
        raise
    except _DAMAGED as error:
        raise InputError(
            "{path}: the picture is damaged or incomplete; scan or download it again.", path=path
        ) from error
    return made.getvalue()


def _check(path: Path, image: Image, before: int = 0) -> None:
    size = image.width * image.height
    if size > MOST_PIXELS or size + before > _MOST_IN_ALL or getattr(image, "n_frames", 1) > _MOST_PAGES:
        raise _huge(path)


def _huge(path: Path) -> InputError:
    return InputError(
        "{path}: the picture is too large ({most_pixels} million dots or {most_pages} pages is the most); scan it at"
        " 300 dots an inch.",
        path=path,
        most_pixels=MOST_PIXELS // 1000000,
        most_pages=_MOST_PAGES,
    )
