"""DOCX in reading order: python-docx opens the package, the walk over its XML reads what its `.text` loses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.readers.assemble import assemble, counted
from corpora.readers.docx_package import open_package
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

    data, document = open_package(path)
    body = Body(document)
    pieces = body.pieces()
    counts = body.skipped
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    counts["header"] = sum(map(_has_text, _typed(parts, "header+xml", "footer+xml")))
    counts["comments"] = sum(len(root.findall("{*}comment")) for root in _typed(parts, "comments+xml"))
    return assemble(
        path, data, pieces, reader="docx", title=_title(document) or body.title, skipped=tuple(_skipped(counts))
    )


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
