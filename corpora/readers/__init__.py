"""Readers of documents: one file each, opened by name when needed, so that a heavy library loads with its part.

Seam: a reader module has `read(path: Path) -> Document` and raises `InputError`. Which reader a file needs is
decided by its content (`sniff`), never by its suffix alone.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from corpora import apart
from corpora.readers.folder import Files, files
from corpora.readers.sniff import sniff
from corpora.records import Document

__all__ = ["READERS", "Files", "Reader", "files", "printed", "read", "reader", "sniff"]

Reader = Callable[[Path], Document]

READERS: dict[str, str] = {
    "pdf": "corpora.readers.pdf:read",
    "docx": "corpora.readers.docx:read",
    "odt": "corpora.readers.odt:read",
    "html": "corpora.readers.html:read",
    "spreadsheet": "corpora.readers.spreadsheet:read",
    "image": "corpora.readers.image:read",
    "plain": "corpora.readers.plain:read",
}

_APART = frozenset({"pdf", "image"})
"""Those that leave the work to libraries in C, where a damaged file is the end of the process."""


def reader(name: str) -> Reader:
    """The reader of that name; raises KeyError for a name that is not in `READERS`."""
    return cast(Reader, pkgutil.resolve_name(READERS[name]))


def read(path: Path) -> Document:
    """Read one file with the reader its content asks for; raises InputError."""
    name = sniff(path)
    return apart.call(partial(_read_as, name), path) if name in _APART else _read_as(name, path)


def printed(path: Path) -> tuple[str, ...]:
    """The text layer of each page of a PDF as its lines are printed, without what a reader makes of them."""
    return apart.call(_printed, path)


def _printed(path: Path) -> tuple[str, ...]:
    from corpora.readers.pdf import printed

    return printed(path)


def _read_as(name: str, path: Path) -> Document:
    return reader(name)(path)
