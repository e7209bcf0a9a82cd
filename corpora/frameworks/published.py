"""Frameworks that their publishers give out as CSV files, each known by its header: ESCO and O*NET."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import charset
from corpora.files import decode, peek, read_bytes
from corpora.tabular import first_records, records

KindOf = Callable[[Sequence[str]], str | None]
"""What a file with this header holds, None where it is none of the framework's."""
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class File:
    """One file: its rows as cells by column, "" where a short row lacks one.

    `ragged` counts the rows that have not as many cells as the header.
    """

    path: Path
    data: bytes
    kind: str
    rows: tuple[Mapping[str, str], ...]
    ragged: int


def is_published(path: Path, kind_of: KindOf, suffixes: frozenset[str]) -> bool:
    """Return whether it is such a file, or a folder with some of these suffixes."""
    if path.is_dir():
        return any(is_published(file, kind_of, suffixes) for file in _inside(path, suffixes))
    decoded = charset.decode(peek(path, _HEAD).split(b"\n", 1)[0])
    return decoded is not None and _kind_of_line(decoded.text, kind_of) is not None


def read_published(
    paths: Sequence[Path], kind_of: KindOf, suffixes: frozenset[str], clean_title: Callable[[str], str]
) -> tuple[list[File], int]:
    """Return the files of these paths and folders, each cell made clean_title, and how many others there are.

    Raises InputError where one is unreadable or leaves a quote open.
    """
    places = [place for path in paths for place in (_inside(path, suffixes) if path.is_dir() else [path])]
    read = [_read(place, kind_of, clean_title) for place in places]
    return [file for file in read if file is not None], read.count(None)


def _inside(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    return [file for file in sorted(folder.iterdir()) if file.suffix.lower() in suffixes]


def _kind_of_line(line: str, kind_of: KindOf) -> str | None:
    return next((kind_of(cells) for _line, cells in first_records(line, _mark(line), 1)), None)


def _mark(line: str) -> str:
    return "\t" if "\t" in line else ","


def _read(path: Path, kind_of: KindOf, clean_title: Callable[[str], str]) -> File | None:
    data = read_bytes(path)
    text = decode(path, data)
    first = text.split("\n", 1)[0]
    if _kind_of_line(first, kind_of) is None:
        return None
    mark = _mark(first)
    # Tab-separated files quote nothing: a quote is part of a text.
    names, *cells = (cells for _line, cells in records(path, text, mark, quoted=mark != "\t"))
    header = [clean_title(name) for name in names]
    kind = kind_of(header)
    if kind is None:
        return None  # the line ends within a quoted cell
    padding = [""] * len(header)
    rows = tuple(dict(zip(header, [*map(clean_title, row), *padding[len(row) :]], strict=False)) for row in cells)
    return File(path, data, kind, rows, sum(len(row) != len(header) for row in cells))
