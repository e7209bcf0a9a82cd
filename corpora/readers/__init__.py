"""Readers of documents, opened by name when needed, so that a heavy library loads with its part.

Seam: a reader module has `read(path: Path) -> Document` and raises `InputError`. Which reader a file needs is
decided by its content (`sniff`), never by its suffix alone.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from corpora import apart
from corpora.errors import InputError
from corpora.files import unreadable
from corpora.readers.pieces import counted
from corpora.readers.sniff import sniff
from corpora.readers.spreadsheet import FILE
from corpora.records import Document, Skipped
from corpora.translation import _

__all__ = ["READERS", "Files", "Reader", "files", "prepare", "printed", "read", "reader", "sniff"]

Reader = Callable[[Path], Document]

READERS: dict[str, str] = {
    "pdf": "corpora.readers.pdf:read",
    "docx": "corpora.readers.docx:read",
    "odt": "corpora.readers.odt:read",
    "html": "corpora.readers.html:read",
    "spreadsheet": "corpora.readers.spreadsheet:read",
    "image": "corpora.readers.ocr:read",
    "plain": "corpora.readers.plain:read",
}

_APART = frozenset({"pdf", "image"})
"""Those that leave the work to libraries in C, where a damaged file is the end of the process."""
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_TEMPORARY = (".tmp", ".temp", ".bak", ".part", ".crdownload")


def reader(name: str) -> Reader:
    """The reader of that name; raises KeyError for a name that is not in `READERS`."""
    return cast(Reader, pkgutil.resolve_name(READERS[name]))


def read(path: Path) -> Document:
    """Read one file with the reader its content asks for; raises InputError."""
    name = sniff(path)
    return apart.call(partial(_read_as, name), path) if name in _APART else _read_as(name, path)


def prepare(paths: Iterable[Path]) -> None:
    """Start what reads PDF where some of these seem to be such files, so that it is ready when they are read."""
    if any(path.suffix.lower() == ".pdf" for path in paths):
        apart.start()


def printed(path: Path) -> tuple[str, ...]:
    """The text layer of each page of a PDF as its lines are printed, without what a reader makes of them."""
    return apart.call(_printed, path)


def _printed(path: Path) -> tuple[str, ...]:
    from corpora.readers.pdf import printed

    return printed(path)


def _read_as(name: str, path: Path) -> Document:
    return reader(name)(path)


class Files(NamedTuple):
    """Files to be read, each once, in an order that depends on their names alone; and what was passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def files(paths: Iterable[Path]) -> Files:
    """The files behind these paths: a file is itself, a folder is its files and those of its folders, by name.

    Hidden and temporary files ("~$programa.docx", ".DS_Store") are passed over within folders and counted. A path
    that does not exist stays in, so that reading it says what is wrong with it and the others are read.

    Raises:
        InputError: there are paths, but only folders without a file to be read.
    """
    found: dict[str, Path] = {}
    skipped: tuple[Skipped, ...] = ()
    given = list(paths)
    for path in given:
        passed_over: list[str] = []
        closed: list[OSError] = []
        for file in _walk(path, passed_over, closed) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(file), file)
        skipped += counted(str(path), len(passed_over), _("hidden or temporary files"))
        skipped += counted(str(path), len(closed), _("folders that may not be read"))
        if closed and len(given) == 1 and not found:
            raise unreadable(path, closed[0])
    if given and not found:
        names = ", ".join(map(str, given))
        raise InputError("{names}: there is no file to be read; name another folder, or a file.", names=names)
    return Files(tuple(found.values()), skipped)


def _walk(folder: Path, passed_over: list[str], closed: list[OSError]) -> Iterator[Path]:
    """The folder's files, then those of its folders, each by name; links to folders are not followed."""
    for root, folders, names in os.walk(folder, onerror=closed.append):
        passed_over.extend(name for name in (*folders, *names) if _is_litter(name))
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        yield from (Path(root, name) for name in sorted(names) if not _is_litter(name) and name != FILE)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower() in _LITTER or name.lower().endswith(_TEMPORARY)
