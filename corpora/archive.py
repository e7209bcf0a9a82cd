"""Packages of other files (ZIP: DOCX, ODT, XLSX): one way to open them and their parts."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpora.errors import InputError

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, KeyError),
    SyntaxError,  # XML that is none
    RuntimeError,  # a part that is encrypted, or packed in a way that is not known
)
"""What zipfile raises where a package or a part of it is damaged; a name that is not there among it."""

FILE_LIMIT = 200 * (1 << 20)  # largest DOCX file that is read, in bytes, pictures included
UNPACKED_LIMIT = 500 * (1 << 20)  # largest sum of its unpacked parts
XML_LIMIT = 100 * (1 << 20)  # largest unpacked XML part: a book of a thousand pages has about 20 MB
_MOST_PARTS = 10_000
# XML packs to a tenth; beyond this ratio, and beyond this size, nothing is a document.
_MOST_RATIO, _RATIO_FROM = 200, 20 * (1 << 20)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


@contextmanager
def opened(package: Path | bytes, damaged: InputError) -> Iterator[zipfile.ZipFile]:
    """Open a package; raises `damaged` where it or any part that is read of it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(package) if isinstance(package, bytes) else package) as archive:
            yield archive
    except InputError:
        raise
    except DAMAGED as error:
        raise damaged from error


def names(package: Path | bytes) -> frozenset[str]:
    """Return the names of its parts; empty where it is no package."""
    with suppress(InputError), opened(package, InputError()) as archive:
        return frozenset(archive.namelist())
    return frozenset()


def check_package(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse a package that is protected, or whose parts are of a size that no text has; raises InputError."""
    if any(member.flag_bits & 1 for member in members):
        raise InputError("{path}: is protected by a password; open it and save it without a password.", path=path)
    total = sum(member.file_size for member in members)
    xml = max((member.file_size for member in members if member.filename.endswith((".xml", ".rels"))), default=0)
    packed = sum(member.compress_size for member in members)
    dense = total > _RATIO_FROM and total > _MOST_RATIO * max(packed, 1)
    if total > UNPACKED_LIMIT or xml > XML_LIMIT or len(members) > _MOST_PARTS or dense:
        raise InputError(
            "{path}: unpacks to {total} MB, too much for a document (a possible zip bomb); it was not opened. Save it"
            " again, without its pictures if they are many.",
            path=path,
            total=total >> 20,
        )


def to_transitional(package: bytes) -> bytes:
    """Return the package with the namespaces that Office writes by default, where it has those of Strict Open XML.

    ISO/IEC 29500-1 has the same elements as -4 under other names; the libraries that read them know the latter. Raises
    as `zipfile` does where the package is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        if not _STRICT.search(archive.read("_rels/.rels")):
            return package
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for member in archive.infolist():
                data = archive.read(member)
                is_xml = member.filename.endswith((".xml", ".rels"))
                names = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data) if is_xml else data
                copy.writestr(member, names)
    return made.getvalue()
