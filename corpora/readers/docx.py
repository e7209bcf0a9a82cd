"""DOCX in reading order: python-docx opens the package, the walk over its XML reads what its `.text` loses."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.archive import DAMAGED, FILE_LIMIT, check_package, opened
from corpora.errors import InputError
from corpora.files import load
from corpora.readers.assemble import assemble, counted
from corpora.readers.sniff import damaged_zip
from corpora.records import Document, Skipped

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.part import Part
    from lxml.etree import _Element as Element

_NAMES = {
    "w:vanish": ("fragmentos de texto oculto", "pieces of hidden text"),
    "w:del": ("supresiones con control de cambios", "tracked deletions"),
    "w:showingPlcHdr": ("controles de contenido sin llenar", "content controls that were not filled in"),
    "w:footnote": ("notas al pie", "footnotes"),
    "w:endnote": ("notas al final", "endnotes"),
    "w:altChunk": ("partes incrustadas en otro formato", "embedded parts in another format"),
    "header": ("encabezados y pies de página", "page headers and footers"),
    "comments": ("comentarios de revisión", "review comments"),
}
# Titles that programs put in by themselves.
_NO_TITLES = ("word document", "documento de word", "documento1", "document1", "microsoft word")


def read(path: Path) -> Document:
    """Read a DOCX file; raises InputError where it is damaged, protected or no document."""
    from corpora.readers.docx_body import Body

    data, document = _opened(path)
    body = Body(document)
    pieces = body.pieces()
    counts = body.skipped
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    counts["header"] = sum(map(_has_text, _typed(parts, "header+xml", "footer+xml")))
    counts["comments"] = sum(len(root.findall("{*}comment")) for root in _typed(parts, "comments+xml"))
    return assemble(
        path, data, pieces, reader="docx", title=_title(document) or body.title, skipped=tuple(_skipped(counts))
    )


def _opened(path: Path) -> tuple[bytes, WordDocument]:
    """The file's bytes and the opened document; raises InputError."""
    import docx
    from docx.exceptions import PythonDocxError

    data = load(path, limit=FILE_LIMIT)
    with opened(data, damaged_zip(path)) as archive:
        check_package(path, archive.infolist())
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                archive.read(member)  # a part that is damaged is told from one that is not of Word
    incomplete = InputError(
        es=f"{path}: no es un DOCX completo o es de la variante Strict; guárdelo como «Documento de Word».",
        en=f"{path}: is no complete DOCX, or of the Strict variant; save it in Word as “Word Document”.",
    )
    try:
        return data, docx.Document(io.BytesIO(data))
    except SyntaxError as error:
        raise damaged_zip(path) from error
    except (*DAMAGED, AttributeError, TypeError, IndexError, PythonDocxError) as error:
        raise incomplete from error


def _skipped(counts: dict[str, int]) -> Iterator[Skipped]:
    for what, (es, en) in _NAMES.items():
        yield from counted(what, counts.get(what, 0), es, en)


def _title(document: WordDocument) -> str:
    from corpora.readers.docx_body import root_of

    parts = (rel for rel in document.part.package.rels.values() if not rel.is_external)
    roots = [root_of(rel.target_part) for rel in parts if rel.reltype.endswith("/core-properties")]
    title = next((root.findtext("{*}title") or "" for root in roots if root is not None), "").strip()
    return "" if title.lower().startswith(_NO_TITLES) else title


def _typed(parts: Iterable[Part], *types: str) -> Iterator[Element]:
    """The roots of the parts of these types."""
    from corpora.readers.docx_body import root_of

    for part in parts:
        if part.content_type.endswith(types) and (root := root_of(part)) is not None:
            yield root


def _has_text(root: Element) -> bool:
    return any((text.text or "").strip() for text in root.iter("{*}t"))
