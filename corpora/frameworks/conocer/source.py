"""The pages of one CONOCER document as lines of clean text: PDF by its text layer, DOCX, or a text file."""

from __future__ import annotations

import re
from pathlib import Path

from corpora.charset import decode
from corpora.errors import OtherKindError
from corpora.files import read_bytes
from corpora.readers import printed, reader
from corpora.text import clean_lines

Pages = tuple[tuple[str, ...], ...]
"""Per page its lines, blank ones among them."""

LIMIT = 64 * 1024 * 1024
"""Bytes; the registry's largest documents have about five million."""

_LOOKED_AT = 1 << 20
_PAGE_MARK = re.compile(r"^===\s*P[áa]gina\s+\d+\s*===[^\S\n]*\n?", re.MULTILINE)
_SOURCE_LINE = re.compile(r"\A\s*Fuente:.*\n?")
# Symbol fonts have their bullets at U+F020-F0FF; one that stands alone is a bullet wherever in the line it is.
_SYMBOL = re.compile(r"(?:(?<=\s)|^)[\uf020-\uf0ff](?=\s|$)", re.MULTILINE)
# A check mark of the Wingdings font that lost its font: "ü Autoevaluación".
_LOST_CHECK = re.compile(r"^[^\S\n]*+[üØ§](?=\s)", re.MULTILINE)


def may_hold(data: bytes, word: bytes) -> bool:
    """Whether a file's text may have this ASCII word: a cheap look before a large table is decoded as if it were text.

    Text in UTF-8, UTF-16 or a single-byte set is searched; a PDF or DOCX is compressed and always may.
    """
    packed = b"%PDF-" in data[:1024] or data.startswith(b"PK\x03\x04")
    return packed or word in data[:_LOOKED_AT].replace(b"\0", b"")


def read_pages(path: Path, data: bytes | None = None) -> Pages:
    """The lines of every page; a page without a text layer has none.

    Args:
        path: a PDF, a DOCX or a text file whose pages are parted by "=== Página N ===" lines or form feeds.
        data: its bytes, where they were read before.

    Raises:
        InputError: missing, empty, encrypted, truncated, too large, or in none of these formats.
    """
    if data is None:
        data = read_bytes(path, limit=LIMIT)
    if b"%PDF-" in data[:1024]:
        return tuple(map(_lines, printed(path)))
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return _docx(path)
    decoded = decode(data)
    if decoded is None:
        raise OtherKindError(
            es=f"{path}: no es un PDF, un DOCX ni un texto; obtenga de nuevo el documento del CONOCER",
            en=f"{path}: is no PDF, DOCX or text; get the CONOCER document again",
        )
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


def _docx(path: Path) -> Pages:
    document = reader("docx")(path)
    lines: list[str] = []
    for block in document.blocks:
        lines.extend(_lines(document.text[block.start : block.end]))
    return (tuple(lines),)
