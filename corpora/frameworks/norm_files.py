"""Norms that come as whole documents, read by any reader: the files of some paths, one document each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from corpora.errors import InputError, OtherKindError
from corpora.files import decode, read_bytes, read_each
from corpora.readers import files, read, sniff
from corpora.records import Document, Skipped, Text

LIMIT = 64 * 1024 * 1024
"""Bytes; a gazette with twenty norms has about five million."""
_LOOKED_AT = 8 << 20
_LOOKED_INTO = 20  # files of a folder; there may be thousands of another kind

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Found(Generic[Parsed]):
    """One file that holds norms: its name, bytes, and what was read of them."""

    name: str
    data: bytes
    parsed: Parsed


def collect(
    paths: Sequence[Path], parse: Callable[[Path, Document], Parsed | None], *, wanted: Text
) -> tuple[list[Found[Parsed]], list[Skipped], int]:
    """Read the documents of these paths.

    Args:
        paths: files and folders.
        parse: of a file and what its reader made of it; gives None for a document of another kind.
        wanted: what the documents should be, for messages.

    Returns:
        The documents by name, what was left out of folders or of the documents by their reader, and how many files
        could not be read.

    Raises:
        InputError: no path; none of the files can be read and is of that kind.
    """
    if not paths:
        raise InputError(
            es=f"falta el documento: indique un archivo o una carpeta con {wanted.es}",
            en=f"no document: name a file or a folder with {wanted.en}",
        )
    skipped: list[Skipped] = []

    def nothing_in(folder: Path) -> InputError:
        return InputError(
            es=f"{folder}: ningún archivo trae {wanted.es}; ponga ahí los documentos",
            en=f"{folder}: no file has {wanted.en}; put the documents there",
        )

    found, unread = read_each(
        paths,
        lambda path: _read(path, parse, wanted, skipped),
        lambda folder: files([folder]).files,
        nothing_in,
        skipped,
    )
    return sorted(found, key=lambda each: (each.name, each.data)), skipped, unread


def text_of(path: Path) -> str:
    """The text by which a file's kind is told, "" where there is none; cheaper than to read the document whole."""
    try:
        kind = sniff(path)
        if kind == "pdf":
            from corpora.frameworks.conocer.source import read_pages

            return "\n".join(line for page in read_pages(path) for line in page)
        if kind == "plain":
            return decode(path, read_bytes(path, limit=LIMIT)[:_LOOKED_AT])
        return read(path).text if kind in ("docx", "html", "odt") else ""
    except InputError:
        return ""


def any_file(path: Path, holds: Callable[[str], bool]) -> bool:
    """Whether the text of this file, or of one of the first files in this folder, is of a kind."""
    try:
        return any(holds(text_of(file)) for file in files([path]).files[:_LOOKED_INTO])
    except InputError:
        return False


def _read(
    path: Path, parse: Callable[[Path, Document], Parsed | None], wanted: Text, skipped: list[Skipped]
) -> Found[Parsed]:
    data = read_bytes(path, limit=LIMIT)
    document = read(path)
    parsed = parse(path, document)
    if parsed is None:
        raise OtherKindError(
            es=f"{path}: no trae {wanted.es}; revise que sea el documento completo",
            en=f"{path}: has no {wanted.en}; check that it is the whole document",
        )
    skipped += [Skipped(path.name, note.why) for note in document.skipped]
    return Found(path.name, data, parsed)
