"""O*NET's text files, told apart by their headers; tab-separated as O*NET publishes them, or commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.files import decode, read_bytes
from corpora.text import clean

SOC = "O*NET-SOC Code"
# In the order in which a header is tried: the first kind all of whose columns are there.
KINDS: dict[str, frozenset[str]] = {
    "tasks": frozenset((SOC, "Task ID", "Task", "Task Type")),
    "task ratings": frozenset((SOC, "Task ID", "Scale ID", "Data Value")),
    "tasks to activities": frozenset((SOC, "Task ID", "DWA ID")),
    "tasks without type": frozenset((SOC, "Task ID", "Task")),
    "ratings": frozenset((SOC, "Element ID", "Element Name", "Scale ID", "Data Value")),
    "activities": frozenset(("DWA ID", "DWA Title")),
    "occupations": frozenset((SOC, "Title", "Description")),
}
ALONE = {"Task": "task", "DWA Title": "activity"}
"""Header of a file that has one column, and the kind of its entries."""


@dataclass(frozen=True, slots=True)
class OnetFile:
    """One file.

    Attributes:
        name: the file's, without folder.
        stem: its name in lower case without suffix ("skills"), which says what is rated.
        kind: of `KINDS` or `ALONE`.
        rows: column to cleaned cell.
        ragged: number of rows without as many cells as the header.
        data: its bytes.
    """

    name: str
    stem: str
    kind: str
    rows: tuple[Mapping[str, str], ...]
    ragged: int
    data: bytes


def kind_of(header: Sequence[str]) -> str | None:
    """Which of O*NET's files has this header, None if none."""
    names = [clean(cell) for cell in header]
    if len(names) == 1:
        return ALONE.get(names[0])
    return next((kind for kind, columns in KINDS.items() if columns <= set(names)), None)


def header_kind(path: Path) -> str | None:
    """The kind of a file by its first line, None where it is no text or another's."""
    try:
        with path.open("rb") as file:
            line = file.readline(65536)
        return next(filter(None, (kind_of(_cells(decode(path, line), mark)) for mark in "\t,")), None) if line else None
    except (OSError, InputError):
        return None


def read_file(path: Path) -> OnetFile | None:
    """A file of O*NET, None for any other.

    Raises:
        InputError: unreadable, or an open quote.
    """
    data = read_bytes(path)
    text = decode(path, data)
    first = text.split("\n", 1)[0]
    mark = "\t" if "\t" in first else ","
    return _read(path, data, text, mark) if kind_of(_cells(first, mark)) is not None else None


def _cells(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader(line.splitlines()[:1], delimiter=mark), [])
    except csv.Error:
        return []


def _read(path: Path, data: bytes, text: str, mark: str) -> OnetFile | None:
    # Tab-separated files quote nothing: a quote is part of a task.
    lines = io.StringIO(text, newline="")
    if mark == "\t":
        reader = csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, strict=True)
    rows, ragged = [], 0
    try:
        header = [clean(cell) for cell in next(reader)]
        kind = kind_of(header)
        if kind is None:
            return None  # the line ends within a quoted cell
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            ragged += len(cells) != len(header)
            filled = [*map(clean, cells), *[""] * (len(header) - len(cells))]
            rows.append(dict(zip(header, filled, strict=False)))
    except csv.Error as error:
        raise InputError(
            es=f"{path}: línea {reader.line_num}: el archivo está dañado ({error}); descárguelo de nuevo",
            en=f"{path}: line {reader.line_num}: the file is damaged ({error}); download it again",
        ) from error
    return OnetFile(path.name, path.stem.lower(), kind.removesuffix(" without type"), tuple(rows), ragged, data)
