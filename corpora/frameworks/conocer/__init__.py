"""CONOCER's Estándares de Competencia: documents (PDF, DOCX, text) to standards, elements, criteria and glossary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from corpora.errors import InputError
from corpora.files import read_bytes
from corpora.frameworks.conocer.general import standard_code
from corpora.frameworks.conocer.parse import Standard, is_standard, parse
from corpora.frameworks.hierarchy import framework_of
from corpora.frameworks.norm_files import LIMIT, Found, collect, read_pages
from corpora.readers import files
from corpora.records import Framework, Skipped
from corpora.translation import _

_LOOKED_AT = 1 << 20
_TITLE = "CONOCER: Estándares de Competencia"
_WANTED = _("Estándares de Competencia (CONOCER)")


def recognises(path: Path) -> bool:
    """Whether the file is an Estándar de Competencia, or the folder holds one; judged by content."""
    with suppress(InputError):
        return any(map(_is_one, files([path]).files))
    return False


def _is_one(path: Path) -> bool:
    with suppress(InputError):
        data = read_bytes(path, limit=LIMIT)
        # A cheap look, before a large table is decoded as if it were text; a PDF or DOCX is compressed.
        packed = b"%PDF-" in data[:1024] or data.startswith(b"PK\x03\x04")
        may_hold = packed or b"ompetencia" in data[:_LOOKED_AT].replace(b"\0", b"")
        return may_hold and is_standard(read_pages(path, data))
    return False


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read documents and folders of them into one framework, its standards by code.

    Within a folder, files of another kind are left out and counted. The same standard in two files counts once; where
    the two differ, the first by name is kept and both are named. Raises InputError.
    """
    documents, skipped, unread = collect(paths, _read, wanted=_WANTED)
    by_code: dict[str, Found[Standard]] = {}
    for document in documents:
        code = document.parsed.entries[0].code
        first = by_code.setdefault(code, document)
        if first is not document and _content(first.parsed) != _content(document.parsed):
            why = _("has another version of {code}; the one in {name} is kept", code=code, name=first.name)
            skipped.append(Skipped(document.name, why))
    kept = [by_code[code] for code in sorted(by_code)]
    skipped += [Skipped(document.name, defect) for document in kept for defect in document.parsed.defects]
    entries = (entry for document in kept for entry in document.parsed.entries)
    read = [document[:2] for document in kept]
    return framework_of(name, _TITLE, read, entries, skipped=tuple(skipped), unread=unread)


def _read(path: Path, data: bytes) -> Found[Standard] | None:
    pages = read_pages(path, data)
    if not any(text for page in pages for text in page):
        raise InputError("{path}: has no text layer (scanned pages); run OCR on it or get the original PDF", path=path)
    if not is_standard(pages):
        return None
    standard = parse(pages, path.name, _code_in_name(path.stem))
    if not standard.entries[0].code:
        raise InputError("{path}: the standard's code was not found; name the file by it (EC0249.pdf)", path=path)
    return Found(path.name, data, standard)


def _code_in_name(stem: str) -> str:
    """The code in a file's name ("EC0217_01", "ec0217.01", "EstandarEC0217_1"), "" where there is none."""
    match = re.search(r"(ECM?\d{4,5})(?:[_. -]0?(\d{1,2})(?!\d))?", stem.upper())
    return (standard_code(f"{match[1]}.{int(match[2]):02d}" if match[2] else match[1]) or "") if match else ""


def _content(standard: Standard) -> list[tuple[object, ...]]:
    """What makes two files the same standard: everything but pages and the file's name."""
    return [(entry.code, entry.statement, entry.level, entry.description, entry.glossary) for entry in standard.entries]
