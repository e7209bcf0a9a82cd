"""Norms that come as whole documents: the files of some paths, read by any reader, and their lines as printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from corpora import charset
from corpora.errors import InputError, OtherKindError
from corpora.files import decode, read_bytes
from corpora.readers import files, read, reader, sniff, text_layer
from corpora.records import Skipped, Text
from corpora.text import clean_lines

LIMIT = 64 * 1024 * 1024
"""Bytes; a gazette with twenty norms has about five million."""
_LOOKED_AT = 8 << 20
_LOOKED_INTO = 20  # files of a folder; there may be thousands of another kind
_PAGE_MARK = re.compile(r"^===\s*P[áa]gina\s+\d+\s*===[^\S\n]*\n?", re.MULTILINE)
_SOURCE_LINE = re.compile(r"\A\s*Fuente:.*\n?")
# Symbol fonts have their bullets at U+F020-F0FF; one that stands alone is a bullet wherever in the line it is.
_SYMBOL = re.compile(r"(?:(?<=\s)|^)[\uf020-\uf0ff](?=\s|$)", re.MULTILINE)
# A check mark of the Wingdings font that lost its font: "ü Autoevaluación".
_LOST_CHECK = re.compile(r"^[^\S\n]*+[üØ§](?=\s)", re.MULTILINE)

Pages = tuple[tuple[str, ...], ...]
"""Per page its lines, blank ones among them."""

Parsed = TypeVar("Parsed")


class Found(NamedTuple, Generic[Parsed]):
    """One file that holds norms, what was read of it, and what its reader left out."""

    name: str
    data: bytes
    parsed: Parsed
    left_out: tuple[Skipped, ...] = ()


def collect(
    paths: Sequence[Path], read_one: Callable[[Path, bytes], Found[Parsed] | None], *, wanted: Text
) -> tuple[list[Found[Parsed]], list[Skipped], int]:
    """Read the documents of these files and folders, of which `wanted` says in messages what they should be.

    `read_one` gives None for a document of another kind, which in a folder is left out. Returned are the documents by
    name, what was not read and why, and how many files should have been read and could not. Raises InputError without
    a path, or the first one where no file can be read and is of that kind.
    """
    if not paths:
        raise InputError("no document: name a file or a folder with {wanted}", wanted=wanted)
    found: list[Found[Parsed]] = []
    skipped: list[Skipped] = []
    errors: list[InputError] = []
    unread = 0
    for path in paths:
        folder, before = path.is_dir(), len(found)
        for file in files([path]).files:
            try:
                document = read_one(file, read_bytes(file, limit=LIMIT))
                if document is None:
                    raise OtherKindError(
                        "{path}: has no {wanted}; check that it is the whole document", path=file, wanted=wanted
                    )
                found.append(document)
                skipped += [Skipped(file.name, note.why) for note in document.left_out]
            except InputError as error:
                es, en = (text.removeprefix(f"{file}: ") for text in (error.es, error.en))
                skipped.append(Skipped(file.name, Text(es, en)))
                unread += not (folder and isinstance(error, OtherKindError))
                errors += [] if folder else [error]
        if folder and len(found) == before:
            errors.append(
                InputError("{folder}: no file has {wanted}; put the documents there", folder=path, wanted=wanted)
            )
    if errors and not found:
        raise errors[0]
    return sorted(found, key=lambda each: (each.name, each.data)), skipped, unread


def _text_of(path: Path) -> str:
    """Return the text by which a file's kind is told, "" for none; cheaper than to read the document."""
    with suppress(InputError):
        kind = sniff(path)
        if kind == "pdf":
            return "\n".join(line for page in read_pages(path) for line in page)
        if kind == "plain":
            return decode(path, read_bytes(path, limit=LIMIT)[:_LOOKED_AT])
        return read(path).text if kind in ("docx", "html", "odt") else ""
    return ""


def read_pages(path: Path, data: bytes | None = None) -> Pages:
    """Return the lines of every page of a PDF, DOCX or text; none of a page without a text layer; raises InputError.

    In a text, pages are parted by "=== Página N ===" lines or form feeds.
    """
    if data is None:
        data = read_bytes(path, limit=LIMIT)
    if b"%PDF-" in data[:1024]:
        return tuple(map(_lines, text_layer(path)))
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        document = reader("docx")(path)
        blocks = [_lines(document.text[block.start : block.end]) for block in document.blocks]
        return (tuple(line for block in blocks for line in block),)
    decoded = charset.decode(data)
    if decoded is None:
        raise OtherKindError("{path}: is no PDF, DOCX or text; get the CONOCER document again", path=path)
    text = _SOURCE_LINE.sub("", decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    parts = _PAGE_MARK.split(text)
    if len(parts) == 1:
        parts = text.split("\f")
    elif not parts[0].strip():
        del parts[0]
    return tuple(_lines(part) for part in parts)


def _lines(text: str) -> tuple[str, ...]:
    text = _LOST_CHECK.sub("•", _SYMBOL.sub("•", text))
    return tuple(clean_lines(text).split("\n"))


def any_file(path: Path, holds: Callable[[str], bool]) -> bool:
    """Return whether the text of this file, or of one of the first files in this folder, is of a kind."""
    try:
        return any(holds(_text_of(file)) for file in files([path]).files[:_LOOKED_INTO])
    except InputError:
        return False
