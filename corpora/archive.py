"""Packages of other files (ZIP: DOCX, ODT, XLSX): one way to open them and their parts."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpora.errors import InputError

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, KeyError),
    SyntaxError,  # XML that is none
    RuntimeError,  # a part that is encrypted, or packed in a way that is not known
)
"""What zipfile raises where a package or a part of it is damaged; a name that is not there among it."""


@contextmanager
def opened(package: Path | bytes, damaged: InputError) -> Iterator[zipfile.ZipFile]:
    """The open package; raises `damaged` where it or any part that is read of it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(package) if isinstance(package, bytes) else package) as archive:
            yield archive
    except InputError:
        raise
    except DAMAGED as error:
        raise damaged from error


def names(package: Path | bytes) -> frozenset[str]:
    """The names of its parts; empty where it is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(package) if isinstance(package, bytes) else package) as archive:
            return frozenset(archive.namelist())
    except DAMAGED:
        return frozenset()
