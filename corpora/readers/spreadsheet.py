"""Programmes as workbooks (XLSX): each visible sheet as a table below the row that names its columns.

Columns that name a module or unit become headings above their rows, so that each row stands in its path. A key that is
merged over rows, left empty below its first row or repeated in each of them stands once. What columns hold whose names
do not tell is said in a file of the workbook's folder (docs/formats.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpora import json_text
from corpora.archive import opened
from corpora.errors import InputError
from corpora.files import load, skipped_total
from corpora.items import parse_label
from corpora.numbers import whole
from corpora.omissions import Omissions
from corpora.readers import COLUMNS_FILE, damaged_zip
from corpora.readers.choices import answer
from corpora.readers.pieces import Piece, assemble, has_marker, paragraph_lines, skipped_totals, split_items
from corpora.records import Cell, Document
from corpora.text import clean, fold
from corpora.translation import _
from corpora.vocabulary import heading_name, heading_sense, is_fact, is_logistics, sense_of_header

if TYPE_CHECKING:
    from corpora.readers.sheet_parts import Sheet, SheetExtras

HEADERS: dict[str, str] = {
    "module": "Módulo",
    "unit": "Unidad",
    "competency": "Competencias",
    "outcome": "Resultados de aprendizaje",
    "criterion": "Criterios de evaluación",
    "content": "Contenidos",
    "activity": "Actividades de aprendizaje",
    "evaluation": "Instrumentos de evaluación",
    "other": "Observaciones",
}
"""What a column may hold, and the name by which every reader knows it."""
IGNORED = "ignore"
_KINDS = (*HEADERS, IGNORED)
_DIVIDE = frozenset({"carrera", "módulo", "unidad de competencia", "submódulo", "área", "unidad"})
_LONGEST_NAME = 90
_FEWEST = 3  # rows of a form
FILE_LIMIT = 50 * (1 << 20)  # largest workbook that is read, in bytes
UNPACKED_LIMIT = 100 * (1 << 20)
"""Largest sum of its unpacked parts: a form with a thousand rows has about one million bytes."""
_UNNAMED = re.compile(r"(?:hoja|sheet|tabla|table|libro)\s*\d*", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<!\S)(\d{1,2})\s?[.)]-?\s+(?=[^\W\d_a-z])")
_LETTERED = re.compile(r"(?<!\S)([a-zñ])\)\s+(?=\S)")
_COUNTED = {
    "rows": _("hidden rows, not read"),
    "columns": _("hidden columns, not read"),
    "repeated": _("cells that repeat what their column says in the row before"),
}
_UNREAD = {
    "graphic": _("diagrams and charts whose words could not be read"),
    "picture": _("pictures, whose words are not read"),
    "object": _("embedded objects of other programs, not read"),
    "header": _("page headers and footers"),
}


def read(path: Path) -> Document:
    """Read a workbook; raises InputError where it is damaged, protected, huge or empty."""
    data = load(path, limit=FILE_LIMIT)
    omissions = Omissions()
    sheets, beside, names, title = _visible(path, data, omissions)
    reading = _Reading(load_column_kinds(path.parent))
    pieces = [
        piece
        for sheet, words in zip(sheets, beside.words, strict=True)
        for piece in (*reading.pieces(sheet, alone=len(sheets) == 1), *map(Piece, words))
    ]
    count = reading.counts
    skipped = (
        *beside.unstored_formulas(),
        *skipped_totals(beside.unread, _UNREAD),
        *skipped_total("sheets", len(names), _("hidden sheets, not read ({names})", names=", ".join(names))),
        *skipped_totals(count, _COUNTED),
        *skipped_total(COLUMNS_FILE, count["said"], _("columns read as {file} says", file=COLUMNS_FILE)),
        *skipped_total(COLUMNS_FILE, count["ignored"], _("columns not read, as {file} says", file=COLUMNS_FILE)),
    )
    return assemble(path, data, pieces, reader="spreadsheet", title=title, skipped=skipped, omissions=omissions)


def columns(path: Path) -> tuple[Column, ...]:
    """Return the columns of all tables of a workbook and what they are taken for; raises InputError as `read` does."""
    said = load_column_kinds(path.parent)
    return tuple(
        Column(sheet.title, name, kind, by_hand=fold(name) in said)
        for sheet in _visible(path, load(path, limit=FILE_LIMIT), Omissions())[0]
        for is_form, rows in _parted(sheet, said)
        if not is_form
        for cells in _joined(rows, said)
        if is_header(cells, said)
        for name, kind in zip(map(clean, cells), _kinds(cells, said), strict=True)
        if name
    )


def _visible(path: Path, data: bytes, omissions: Omissions) -> tuple[list[Sheet], SheetExtras, list[str], str]:
    """Return the sheets that a workbook shows, what stands beside their cells, the names of the others, its title."""
    from corpora.readers.sheet_parts import prepare, read_sheet
    from corpora.tabular.workbook import check_size, open_workbook

    workbook = open_workbook(path, data, limit=UNPACKED_LIMIT, rich_text=True)
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        check_size(path, sheet)
    with opened(data, damaged_zip(path)) as archive:
        beside = prepare(workbook, archive, omissions)
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    return [read_sheet(sheet) for sheet in sheets], beside, hidden, clean(workbook.properties.title or "")


class _Reading:
    """One pass over the visible sheets; tables are numbered through."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said
        self._tables = -1
        self.counts: Counter[str] = Counter()

    def pieces(self, sheet: Sheet, *, alone: bool) -> Iterator[Piece]:
        """Yield the sheet's name unless it is the only one, what stands above the first header row, its tables."""
        self.counts["rows"] += sheet.hidden_rows
        self.counts["columns"] += sheet.hidden_columns
        if not sheet.rows:
            return
        if not alone and not _UNNAMED.fullmatch(sheet.title.strip()):
            yield Piece(sheet.title, "heading", 1)
        parts = list(_parted(sheet, self._said))
        for number, (is_form, rows) in enumerate(parts):
            if is_form:
                yield from self._form(rows)
            else:
                yield from self._part(rows, is_first=number == 0, above_form=number + 1 < len(parts))

    def _form(self, rows: list[list[str]]) -> Iterator[Piece]:
        """Return labels and values."""
        self._tables += 1
        cells_of = ((row, column, text) for row, cells in enumerate(rows) for column, text in enumerate(cells))
        for row, column, text in cells_of:
            yield from (Piece(line, "cell", cell=Cell(self._tables, row, column)) for line in split_lines(text))

    def _part(self, rows: list[list[str]], *, is_first: bool, above_form: bool) -> Iterator[Piece]:
        """Return what stands above the first header row, then the tables."""
        first = next((at for at, cells in enumerate(rows) if is_header(cells, self._said)), None)
        above, below = rows[: first or 0], rows[first or 0 :]
        yield from _above(above, titled=is_first)
        if first is None and all(sum(map(bool, cells)) == 1 for cells in below):  # one column
            if above_form:
                yield from _above(below, titled=is_first)
                return
            for cells in below:
                yield from _running("\n".join(filter(None, cells)))
            return
        if first is None:
            yield from self._form(below)
            return
        table: _Table | None = None
        for cells in _joined(below, self._said):
            if is_header(cells, self._said):
                self._tables += 1
                table = _Table(self._tables, cells, self._said, self.counts)
                yield from table.header()
            elif table is not None:
                yield from table.row(cells)


class _Table:
    """The rows below one header row."""

    def __init__(self, number: int, header: list[str], said: Mapping[str, str], counts: Counter[str]) -> None:
        self._number, self._row, self._counts = number, 0, counts
        self._printed = [clean(name) for name in header]
        kinds = [said.get(fold(name), "") for name in self._printed]
        # What a person said stands behind the name, as a header row of two lines has it.
        self._names = [
            f"{name} / {HEADERS[kind]}" if kind in HEADERS else name
            for name, kind in zip(self._printed, kinds, strict=True)
        ]
        self._ignored = {column for column, kind in enumerate(kinds) if self._printed[column] and kind == IGNORED}
        self._keys = [column for column, name in enumerate(self._names) if name and _divided_kind(name)]
        self._last = [""] * len(header)
        counts["ignored"] += len(self._ignored)
        counts["said"] += sum(name != printed for name, printed in zip(self._names, self._printed, strict=True))
        for column in range(1, len(header)):  # merged over several columns, as "Tasks" in a DACUM chart
            self._names[column] = self._names[column] or self._names[column - 1]

    def header(self) -> Iterator[Piece]:
        for column, name in enumerate(self._printed):
            if name and column not in self._ignored:
                yield Piece(name, "cell", cell=Cell(self._number, 0, column, is_header=True))

    def row(self, cells: list[str]) -> Iterator[Piece]:
        """Return headings for the keys that change, then the cells that say something new."""
        self._row += 1
        same = True
        fresh: dict[int, str] = {}
        for column, text in enumerate(cells[: len(self._names)]):
            if not text or column in self._ignored:
                continue
            if same and text == self._last[column] and answer(text) is None:
                self._counts["repeated"] += 1
                continue
            if same:
                # What stood right of a key that changes belongs to the key before.
                self._last[column:] = [""] * (len(self._last) - column)
            same = False
            self._last[column] = fresh[column] = text
        for column in self._keys:
            if column in fresh:
                text = clean(fresh.pop(column))
                name = self._names[column].rpartition(" / ")[2]
                # "Unidad: Corte", but not "Unidad: Unidad 1. Corte".
                title = text if text.casefold().startswith(name.casefold()) else f"{name}: {text}"
                yield Piece(title, "heading", 2 + self._keys.index(column))
        for column, text in fresh.items():
            for line in split_lines(text):
                yield Piece(line, "cell", cell=Cell(self._number, self._row, column, self._names[column]))


def _parted(sheet: Sheet, said: Mapping[str, str]) -> Iterator[tuple[bool, list[list[str]]]]:
    """Return the rows, those apart that are labels and what they name, as on the front sheet of a form."""
    part: list[list[str]] = []
    for columns, group in groupby(enumerate(_filled(sheet)), key=lambda row: row[1]):
        places = [at for at, _ in group]
        alike = [sheet.rows[at] for at in places]
        pairs = [(cells[columns[0]], cells[columns[1]]) for cells in alike] if len(columns) == 2 else []
        behind_table = bool(part) and places[0] in sheet.behind_gaps
        last = behind_table and places[-1] == len(sheet.rows) - 1 and 2 * len(columns) <= sum(map(bool, part[-1]))
        if pairs and (_is_form(pairs, said) or last or (behind_table and _are_notes(pairs))):
            if part:
                yield False, part
            yield True, alike
            part = []
        else:
            part += alike
    if part:
        yield False, part


def _filled(sheet: Sheet) -> Iterator[tuple[int, ...]]:
    """Return the columns of each row that say something; of more values beside one label also that label's."""
    before: tuple[int, ...] = ()
    for at, cells in enumerate(sheet.rows):
        columns = tuple(number for number, text in enumerate(cells) if text)
        goes_on = len(before) == 2 and columns == before[1:] and at not in sheet.behind_gaps
        before = before if goes_on else columns
        yield before


def _is_form(pairs: Sequence[tuple[str, str]], said: Mapping[str, str]) -> bool:
    """Return whether the first cells are labels row after row, and no names of columns."""
    firsts = [first for first, _ in pairs if first]
    if len(firsts) < _FEWEST or len(set(firsts)) < len(firsts) or any(fold(text) in said for text in pairs[0]):
        return False
    return _is_label(firsts[0]) and not _is_label(pairs[0][1]) and 2 * sum(map(_is_label, firsts)) >= len(firsts)


def _are_notes(pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether rows below an empty one are notes to a table ("Late policy" | "10 % per day")."""
    return any(_is_label(first) for first, _ in pairs) and not any(_is_label(second) for _, second in pairs)


def _is_label(text: str) -> bool:
    if len(text) > _LONGEST_NAME:
        return False
    return heading_sense(text) is not None or is_fact(text) or _kind(text.rstrip(" :")) != ""


def _kind(name: str) -> str:
    """Return the `Label.kind` of a name alone, "" for none: "Módulo", but not "Módulo 1" nor "Módulo: Corte"."""
    label = parse_label(f"{name}: x")
    return label.kind if label and not label.number and label.skip == len(name) + 2 else ""


def _joined(rows: Sequence[list[str]], said: Mapping[str, str]) -> Iterator[list[str]]:
    """Join two rows of headers where the lower divides columns of the upper ("Contenidos": "Saber | Ser")."""
    upper: list[str] = []
    for cells, following in pairwise([*rows, []]):
        pairs = list(zip_longest(cells, following, fillvalue=""))
        parts = any(name and not part for name, part in pairs) and any(part and not name for name, part in pairs)
        if parts and not upper and is_header(cells, said) and is_header(following, said):
            upper = cells
        else:
            yield [" / ".join(filter(None, names)) for names in zip_longest(upper, cells, fillvalue="")]
            upper = []


def _above(rows: list[list[str]], *, titled: bool) -> Iterator[Piece]:
    """Read titles and instructions: alone in a sheet's first row it is the title, beside others a label's value.

    Each label with the value beside it ("Prerequisite" | "English 30") is a line. Without the colon such a line would
    be taken for a heading, and all that follows for a part of it.
    """
    for place, cells in enumerate(rows):
        filled = [text for text in cells if text]
        if titled and place == 0 and len(filled) == 1 and len(filled[0]) <= 120 and "\n" not in filled[0]:
            yield Piece(filled[0], "heading", 1)
        else:
            labels, values = [label.rstrip(" :") for label in filled[::2]], filled[1::2]
            if len(labels) == len(values) and all(map(_is_label, labels)):
                lines = [f"{label}: {value}" for label, value in zip(labels, values, strict=True)]
            else:
                lines = [" ".join(filled)]
            for line in lines:
                yield from _running(line)


def _running(text: str) -> Iterator[Piece]:
    for line in split_lines(text):
        yield Piece(line, "item", 1) if has_marker(line) else Piece(line)


def split_lines(text: str) -> Iterator[str]:
    """Return the items of a cell: by its line breaks, and by the numbers or letters that count on within a line."""
    for lines in split_items(paragraph_lines(text)):
        line = clean(" ".join(lines))
        starts = [0]
        for pattern, first in ((_NUMBERED, "1"), (_LETTERED, "a")):
            marks = list(pattern.finditer(line))
            ordinals = [whole(mark[1]) or ord(mark[1][0]) for mark in marks]
            counts_on = all(after == before + 1 for before, after in pairwise(ordinals))
            if len(marks) > 1 and marks[0].start() == 0 and marks[0][1] == first and counts_on:
                starts = [mark.start() for mark in marks]
        yield from (line[start:end].strip() for start, end in pairwise([*starts, len(line)]))


class Column(NamedTuple):
    """A column of a sheet: its name, what it is taken for ("" for nothing known), and whether a person said so."""

    sheet: str
    name: str
    kind: str
    by_hand: bool


def load_column_kinds(folder: Path) -> dict[str, str]:
    """Read from the folder's file what columns hold, by folded name; raises InputError where it is none such."""
    path = folder / COLUMNS_FILE
    if not path.is_file():
        return {}
    try:
        found = json_text.parse(path.read_bytes())
    except (OSError, ValueError):
        found = None
    columns = found.get("columns") if isinstance(found, dict) else None
    if not isinstance(columns, dict) or not all(kind in _KINDS for kind in columns.values()):
        kinds = ", ".join(_KINDS)
        raise InputError(
            '{path}: is not {{"columns": {{"Column": "kind"}}}} with kinds of {kinds}; correct or delete it.',
            path=path,
            kinds=kinds,
        )
    return {fold(name): kind for name, kind in columns.items()}


def _divided_kind(header: str) -> str:
    """Return the `Label.kind` of the part to which a column assigns its rows, as a module; "" for none."""
    kind = _kind(header.rpartition(" / ")[2])
    return kind if kind in _DIVIDE else ""


def column_kind(header: str) -> str:
    """Return the key of `HEADERS` for what a header names by itself, "" where it names nothing known."""
    if kind := _divided_kind(header):
        return "module" if kind in ("carrera", "módulo") else "unit"
    sense = sense_of_header(header)
    if sense is None:
        # A sign has no name, which these take for one that is too long to tell.
        return "other" if heading_name(header) and (is_fact(header) or is_logistics(header)) else ""
    return "content" if sense == "plan" else sense if sense in HEADERS else "other"


def _kinds(headers: Sequence[str], said: Mapping[str, str]) -> list[str]:
    """Return what each header of a row is said to be, else `column_kind`."""
    return [said.get(fold(header)) or column_kind(header) for header in headers]


def is_header(cells: Sequence[str], said: Mapping[str, str]) -> bool:
    """Return whether a row names columns: two cells or more, all of them short and each another, one of them known."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or len(set(filled)) < len(filled):
        return False
    if any(len(cell) > _LONGEST_NAME or cell[0].isdigit() or cell.endswith(":") for cell in filled):
        return False
    kinds = _kinds(filled, said)
    teaching = any(fold(cell) in said or kind not in ("", "other") for cell, kind in zip(filled, kinds, strict=True))
    return teaching and 2 * sum(map(bool, kinds)) >= len(filled)
