"""Pieces in reading order to a `Document`: the offsets and the cleaning in one place for the formats without pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.records import Block, BlockKind, Cell, Document, Skipped, Text
from corpora.text import clean

# Bullets of the symbol fonts stand in the private use area: their text is dropped, but not that there is an item.
_SYMBOL_BULLET = re.compile(r"^\s*[\uf06c\uf06e\uf071\uf076\uf0a7\uf0b7\uf0d8\uf0fc]\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before its offsets are known.

    Attributes:
        text: as the source has it.
        kind: as in `Block`.
        level: as in `Block`.
        cell: as in `Block`.
        bold: whether all its letters are.
        size: of its largest letters in half points, 0 where the format does not say.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    cell: Cell | None = None
    bold: bool = False
    size: int = 0


def assemble(
    path: Path,
    data: bytes,
    pieces: Iterable[Piece],
    *,
    reader: str,
    title: str = "",
    skipped: Iterable[Skipped] = (),
) -> Document:
    """The document of these pieces; empty ones go.

    Args:
        path: the file, for its name and for messages.
        data: its bytes, for the checksum.
        pieces: in reading order.
        reader: the reader's name in `READERS`.
        title: from the metadata; the first heading where it is "".
        skipped: what the reader left out.

    Raises:
        InputError: there is no text in any piece.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for piece in pieces:
        text = clean(_SYMBOL_BULLET.sub("• ", piece.text))
        if text in ("", "•"):
            continue
        blocks.append(Block(offset, offset + len(text), piece.kind, piece.level, cell=piece.cell))
        texts.append(text)
        offset += len(text) + 1
    if not blocks:
        raise without_text(path)
    headings = (text for text, block in zip(texts, blocks, strict=True) if block.kind == "heading")
    return Document(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=reader,
        text="\n".join(texts),
        blocks=tuple(blocks),
        skipped=tuple(skipped),
        title=clean(title) or next(headings, ""),
    )


def without_text(path: Path) -> InputError:
    """The error of a file in which there is nothing to read."""
    return InputError(
        es=f"{path}: no contiene texto que se pueda leer; si es un escaneo, instale tesseract o pásele un OCR.",
        en=f"{path}: has no text that could be read; if it is a scan, install tesseract or run OCR on it.",
    )


def counted(what: str, count: int, es: str, en: str) -> tuple[Skipped, ...]:
    """One entry that says what was left out and how often; none where nothing was."""
    es, en = es[0].upper() + es[1:], en[0].upper() + en[1:]
    return (Skipped(what, Text(es=f"{es}: {count}.", en=f"{en}: {count}.")),) if count else ()
