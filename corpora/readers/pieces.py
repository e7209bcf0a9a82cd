"""What the readers of formats without pages share: pieces, items, the grid of a table, list numbers, headings.

Where one item of a list ends and the next begins, in lines that no blank one parts, its marker says or a name of its
own: "Unidad 2. …", "Week 3: …", "Clave: CI-204". `assemble` makes the document of the pieces: offsets and cleaning are
in one place.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import readable, skipped_total
from corpora.items import follows, marker, parse_label
from corpora.omissions import Omissions
from corpora.readers.choices import choices
from corpora.readers.front import mark_contents
from corpora.records import Block, BlockKind, Cell, Document, Skipped, Text
from corpora.text import clean, fix_mojibake, limit_marks
from corpora.translation import _

GARBLED = _("pieces of text with garbled letters, mended")
# These also stand within a sentence, and then also where a line happens to begin.
_DASHES = "-–—−*»"
# "2.1 Álgebra": a number with parts before a capital, though it has no sign of its own.
_PARTED = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
REFERS = re.compile(
    r"(?:\b(?:apartados?|art[íi]culos?|puntos?|incisos?|p[áa]rrafos?|n[úu]meros?|letras?|secci[óo]n|sections?|items?|"
    r"unidad(?:es)?|temas?|anexo|y|e|o|u|and|or|de|del|the|la|el|las|los|en|in|of|a|al|to)|[,(])$",
    re.IGNORECASE,
)
"""How a line ends that names what follows by its number."""
_REMARK = re.compile(r"\s(?:[–—-]\s|\().*")  # what a heading says behind its name
_ENDED = (".", ";", ":", "?", "!")
_LONGEST_NAME = 120
# The level that parts of a programme have in a text without markup, by the kind of their label.
_LEVELS = {"carrera": 1, "módulo": 2, "capítulo": 3, "submódulo": 3, "parcial": 3, "unidad": 3, "etapa": 3}
_LEVELS |= {"tema": 4, "resultado": 4, "actividad": 5}
_OTHERS = re.compile(
    r"(?P<plan>programa de estudios|plan de estudios|syllabus)\s*:|situaci[óo]n de aprendizaje(?:\s*:|\s+\d)", re.I
)
# "Clave: CI-204", "Office hours: Mon 2–3", "Práctica 3. Suelda …"; a sentence with a colon has more words before it.
_FACT = re.compile(r"[A-ZÁÉÍÓÚÑ](?:[\w().’'-]*(?: [\w().’'/&-]+){0,4}\s*:|[^\W\d_]{3,20} \d{1,2}\.)(?:\s|$)")


def has_marker(line: str) -> bool:
    """Return whether the line begins with a bullet, or with a number, letter or code that has a sign of its own."""
    match = marker(line.lstrip())
    return match is not None and match["open"] is None


def has_parted_number(line: str) -> bool:
    """Return whether the line begins with a number with parts ("2.1 Álgebra"), as the topics of a unit do."""
    match = marker(line.lstrip())
    return match is not None and _PARTED.fullmatch((match["open"] or match["closed"] or "").rstrip(".")) is not None


def split_items(lines: Iterable[str]) -> Iterator[list[str]]:
    """Return lines by items: a line that begins one begins a new group.

    A form feed at a line's beginning says that the break before it is meant.
    """
    group: list[str] = []
    last = ""
    for line in lines:
        begins = line.startswith("\f") or (bool(group) and begins_item(line, group[-1], last))
        if group and (begins or begins_labelled(line, group[-1])):
            yield group
            group = []
        if not group:
            last = ordinal(line) or last
        group.append(line)
    if group:
        yield group


def paragraph_lines(text: str) -> Iterator[str]:
    """Return the lines of a paragraph for `split_items`: a break is meant unless a sentence goes on small."""
    previous = ""
    for line in text.split("\n"):
        if cleaned := clean(line):
            goes_on = cleaned[0].islower() and not has_marker(cleaned) and not previous.endswith((".", ":", ";"))
            yield line if not previous or goes_on else f"\f{line}"
            previous = cleaned


def begins_item(line: str, previous: str, last: str) -> bool:
    """Return whether a line within a paragraph begins an item; `last` is the `ordinal` of the item before it or "".

    "…en los apartados a) y / b) del artículo" does not: the line before it does not end, and no item a) came before.
    """
    match = marker(line.lstrip())
    if match is None:
        return False
    if has_parted_number(line):
        return not REFERS.search(previous.rstrip())
    if match["open"]:
        return False
    ended = previous.rstrip().endswith(_ENDED)
    if match["bullet"]:
        before = marker(previous.lstrip())
        return ended or match["bullet"] not in _DASHES or (before is not None and before["bullet"] is not None)
    return ended or follows(ordinal(line), last) or _FACT.match(line.lstrip(), match.end()) is not None


def ordinal(line: str) -> str:
    """Return the letter, number or code of the line's marker, without its signs; "" if it has none."""
    match = marker(line.lstrip())
    return "".join(filter(str.isalnum, match["closed"])) if match and match["closed"] else ""


@lru_cache(maxsize=1024)  # all lines of a text are looked at before each is in its turn
def level_of_name(line: str) -> int:
    """Return the level of a line that names its place in the structure ("Unidad de aprendizaje 2. …"), 0 for any other.

    "Proyecto 1: 20 %" says what counts how much.
    """
    line = line.strip()
    if len(line) > _LONGEST_NAME or line.endswith("%"):
        return 0
    if label := parse_label(line):
        return _LEVELS.get(label.kind, 0)
    other = _OTHERS.match(line)
    return 0 if other is None else 1 if other["plan"] else 4


def begins_labelled(line: str, previous: str) -> bool:
    """Return whether a line within a paragraph begins with a label, as the one before does or having ended."""
    line, previous = line.strip(), previous.strip()
    return _is_labelled(line) and (_is_labelled(previous) or previous.endswith(_ENDED))


def _is_labelled(line: str) -> bool:
    return level_of_name(line) > 0 or _FACT.match(line) is not None


# Bullets of the symbol fonts stand in the private use area: their text is dropped, but not that there is an item.
_SYMBOL_BULLET = re.compile(r"^\s*[\uf06c\uf06e\uf071\uf076\uf0a7\uf0b7\uf0d8\uf0fc]\s*")
LONGEST_HEADING = 120
_DEEPEST = 9
# In a document that is bold nearly throughout weight says nothing.
_MOST_BOLD = 0.5
_LARGER = 1.15
# A table wider or a cell merged over more than this is an error of the file, or made to fill the memory.
_MOST_COLUMNS = 1000
_MOST_NAMES = 12
_TURNS = 20  # nobody prints a letter more often
_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix"}
_ROMAN |= {5: "v", 4: "iv", 1: "i"}


# What programs write where nobody names the document: the file's name, or their own.
_OF_PROGRAM = re.compile(
    r"\.\w{2,5}$|power ?point"
    r"|^(?:microsoft|untitled|\(?anonymous|sin t[íi]tulo|word document|document\w*(?: de word)? ?\d*$)",
    re.IGNORECASE,
)
WITHDRAWN = "\u2060"
"""Stands, while a paragraph is put together, where something of it is not said."""
_GAP = re.compile(rf"\s*{WITHDRAWN}[\s{WITHDRAWN}]*(?=[.,;:!?)])")


def close_gaps(text: str) -> str:
    """Remove the blank before a stop that an omission leaves ("the thread ." for "the thread.")."""
    return _GAP.sub("", text).replace(WITHDRAWN, "") if WITHDRAWN in text else text


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before its offsets are known; `size` is of its largest letters in half points, 0 where not said."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    cell: Cell | None = None
    bold: bool = False
    size: int = 0


@dataclass(slots=True)
class Content:
    """What one paragraph of a word processor holds: the parts of its text as shown, a line feed for each line break.

    `boxes` are XML elements of the text boxes anchored here, `drawn` the words of other drawings; of its `letters` so
    many are `bold`, the largest have the size, in half points; `contents` says whether it begins, holds or ends within
    a table of contents, `struck` whether something is struck out, so that its number is printed in any case.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    drawn: list[Piece] = field(default_factory=list)
    bold: int = 0
    letters: int = 0
    size: int = 0
    contents: bool = False
    struck: bool = False

    @property
    def text(self) -> str:
        """Return all of it, with no more marks on a letter than a language has."""
        return close_gaps(limit_marks("".join(self.parts)))

    @property
    def is_bold(self) -> bool:
        """Return whether all its letters are bold."""
        return 0 < self.letters == self.bold

    def pieces(self, cell: Cell | None, level: int, depth: int) -> Iterator[Piece]:
        """Yield its pieces by the layout: in which cell, a heading of which level, an item of which depth."""
        text, bold, size = self.text, self.is_bold, self.size
        if self.contents:
            yield Piece(text, "contents", bold=bold, size=size)
        elif level and cell is None:
            yield Piece(text, "heading", level, bold=bold, size=size)
        else:
            for number, lines in enumerate(split_items(paragraph_lines(text))):
                line = " ".join(lines)
                listed = has_marker(line) or (depth > 0 and number == 0)
                kind: BlockKind = "cell" if cell else "item" if listed else "paragraph"
                yield Piece(line, kind, max(depth, 1) if kind == "item" else 0, cell, bold, size)


def assemble(
    path: Path,
    data: bytes,
    pieces: Iterable[Piece],
    *,
    reader: str,
    title: str = "",
    skipped: Iterable[Skipped] = (),
    omissions: Omissions | None = None,
) -> Document:
    """Return the document of these pieces, in reading order and without empty ones; `title` is what its file says.

    Choices that were not made are left out. Raises InputError where there is no text in any piece.
    """
    omissions = omissions or Omissions()
    as_read = [(piece, fix_mojibake(piece.text)) for piece in mark_contents(pieces)]
    garbled = sum(said != piece.text for piece, said in as_read)
    printed_ones = [
        replace(piece, text=clean(_SYMBOL_BULLET.sub("• ", omissions.without_overstruck(said))))
        for piece, said in as_read
    ]
    found = [piece for piece in printed_ones if piece.text not in ("", "•")]
    texts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for piece, printed in zip(found, choices(found, lambda _: omissions.add("unticked")), strict=True):
        if printed is None:
            continue
        blocks.append(Block(offset, offset + len(printed), piece.kind, piece.level, cell=piece.cell))
        texts.append(printed)
        offset += len(printed) + 1
    if not blocks:
        raise no_text_error(path)
    text = "\n".join(texts)
    return Document(
        name=readable(path.name),
        sha256=hashlib.sha256(data).hexdigest(),
        format=reader,
        text=text,
        blocks=tuple(blocks),
        skipped=(*omissions.skipped(), *skipped, *skipped_total(reader, garbled, GARBLED)),
        title=declared_title(fix_mojibake(title)),
    )


def declared_title(title: str) -> str:
    """Return what the metadata of a file call it, "" where a program wrote that in place of a person."""
    title = clean(title)
    return "" if _OF_PROGRAM.search(title) else title


def no_text_error(path: Path) -> InputError:
    """Return the error of a file in which there is nothing to read."""
    return InputError(
        "{path}: has no text that could be read; if it is a scan,⟦ install tesseract or⟧ run OCR on it.", path=path
    )


def skipped_totals(counts: Mapping[str, int], names: Mapping[str, Text]) -> list[Skipped]:
    """Return what was left out and how often, for each of these names."""
    return [entry for what, said in names.items() for entry in skipped_total(what, counts.get(what, 0), said)]


def promote_headings(found: Iterable[Piece]) -> list[Piece]:
    """Return the pieces, short ones that are in bold or larger made headings, where no style says that they are.

    They stand below the heading above them, the larger ones higher; among those of one size capitals stand higher.
    """
    pieces = list(found)
    texts = [piece for piece in pieces if piece.kind in ("paragraph", "item") and clean(piece.text)]
    weighed = [*texts, *(piece for piece in pieces if piece.cell)]  # in a form nearly all that is no cell is a title
    letters = sum(len(piece.text) for piece in weighed)
    heavy = sum(len(piece.text) for piece in weighed if piece.bold) > _MOST_BOLD * letters
    sizes: Counter[int] = Counter()
    for piece in texts:
        sizes[piece.size] += len(piece.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0)

    def rank(piece: Piece) -> tuple[int, bool] | None:
        """Return its size, and whether it is in capitals; None where it does not stand out."""
        text = clean(piece.text)
        if piece.kind not in ("paragraph", "item") or len(text) > LONGEST_HEADING:
            return None
        if sum(map(str.isalpha, text)) <= 2 or text.endswith((".", ",", ";")) or text[0] == "•":
            return None
        stands_out = (piece.bold and not heavy) or piece.size > _LARGER * body > 0
        # "STUDENT LEARNING OUTCOMES (SLOs) – Upon completion …" stands beside "COURSE CONTENT".
        name = text if parse_label(text) else _REMARK.sub("", text)
        return (piece.size, name.isupper()) if stands_out else None

    ranked = [rank(piece) for piece in pieces]
    ranks = sorted({each for each in ranked if each is not None}, reverse=True)
    above = 0
    for number, (piece, own) in enumerate(zip(pieces, ranked, strict=True)):
        if piece.kind == "heading":
            above = piece.level
        elif own is not None:
            pieces[number] = replace(piece, kind="heading", level=min(above + 1 + ranks.index(own), _DEEPEST))
    return pieces


class Grid:
    """In which column a cell stands and which header is above it, row by row; a merged cell takes its places once."""

    def __init__(self, table: int) -> None:
        self.table = table
        self.row = -1
        self._column = 0
        self._taken: dict[int, int] = {}  # column: rows for which a cell from above still stands there
        self._headers: dict[int, list[str]] = {}
        self._in_header = False

    def next_row(self, *, is_header: bool = False) -> None:
        """Begin the next row."""
        self.row += 1
        self._column = 0
        self._in_header = is_header
        self._taken = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}

    def place(self, columns: int = 1, rows: int = 1) -> tuple[Cell, range]:
        """Return the place of the row's next cell, and the columns over which it goes."""
        while self._taken.get(self._column):
            self._column += 1
        span = range(self._column, self._column + max(min(columns, _MOST_COLUMNS - self._column), 1))
        self._column = span.stop
        if rows > 1:
            self._taken.update(dict.fromkeys(span, rows))
        names = [] if self._in_header else self._headers.get(span.start, [])
        if len(names) > 1 and all(names[0] in others for others in self._headers.values()):
            names = names[1:]  # the title of the whole table, above the names of its columns
        header = " / ".join(names)
        return Cell(self.table, self.row, span.start, header, self._in_header), span

    def filled(self, columns: int, rows: int, read: Callable[[Cell], Iterable[Piece]]) -> list[Piece]:
        """Return what is read of the row's next cell, which names its columns where it is of the header."""
        cell, span = self.place(columns, rows)
        found = list(read(cell))
        if cell.is_header:
            self.name(span, clean(" ".join(piece.text for piece in found)))
        return found

    def name(self, span: range, text: str) -> None:
        """Say what the header cell over these columns is called; a second header row adds to the first."""
        for column in span:
            names = self._headers.setdefault(column, [])
            if text and text not in names and len(names) < _MOST_NAMES:
                names.append(text)


def format_number(number: int, style: str) -> str:
    """Format a list's number in a style of ECMA-376 (`w:numFmt`): decimalZero, lowerLetter …; else decimal."""
    text = str(number)
    if style == "decimalZero":
        return f"{number:02}"
    if style == "ordinal":
        return f"{number}.º"
    if style.endswith("Letter") and number > 0:  # from a to z, then aa, bb, … as Word counts
        turns, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) * (turns + 1) if turns < _TURNS else text
    elif style.endswith("Roman") and 0 < number < 4000:
        text = ""
        for value, digits in _ROMAN.items():
            count, number = divmod(number, value)
            text += digits * count
    return text.upper() if style.startswith("upper") else text
