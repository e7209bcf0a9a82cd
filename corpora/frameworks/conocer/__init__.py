"""CONOCER's Estándares de Competencia: documents (PDF, DOCX, text) to standards, elements, criteria and glossary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from corpora.errors import InputError, OtherKindError
from corpora.files import read_bytes, read_each
from corpora.frameworks.conocer.general import standard_code
from corpora.frameworks.conocer.parse import Element, Standard, is_standard, parse
from corpora.frameworks.norm_files import LIMIT, norms_of, read_pages
from corpora.records import Competency, Framework, Skipped, Text
from corpora.translation import _

_TITLE = "CONOCER: Estándares de Competencia"
_LOOKED_AT = 1 << 20

_Entries = tuple[Competency, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    name: str
    data: bytes
    code: str
    entries: _Entries
    defects: tuple[Text, ...]


def recognises(path: Path) -> bool:
    """Whether the file is an Estándar de Competencia, or the folder holds one; judged by content."""
    if path.is_dir():
        return any(recognises(child) for child in _files(path))
    try:
        data = read_bytes(path, limit=LIMIT)
        # A cheap look, before a large table is decoded as if it were text; a PDF or DOCX is compressed.
        packed = b"%PDF-" in data[:1024] or data.startswith(b"PK\x03\x04")
        may_hold = packed or b"ompetencia" in data[:_LOOKED_AT].replace(b"\0", b"")
        return may_hold and is_standard(read_pages(path, data))
    except InputError:
        return False


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read documents and folders of them into one framework, its standards by code.

    Within a folder, files of another kind are left out and counted. The same standard in two files counts once; where
    the two differ, the first is kept and both are named. Raises InputError.
    """

    def nothing_in(folder: Path) -> InputError:
        return InputError("{folder}: no file is an Estándar de Competencia; put CONOCER's PDFs there", folder=folder)

    skipped: list[Skipped] = []
    documents, unread = read_each(paths, _read, _files, nothing_in, skipped)
    if not documents:
        raise InputError("no document: name a file or a folder of Estándares de Competencia")
    kept = _merged(documents, skipped)
    skipped += [Skipped(document.name, defect) for document in kept for defect in document.defects]
    files = [(document.name, document.data) for document in kept]
    return norms_of(name, _TITLE, files, (e for document in kept for e in document.entries), skipped, unread)


def _files(folder: Path) -> Iterator[Path]:
    for child in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in child.relative_to(folder).parts)
        if child.is_file() and not hidden:
            yield child


def _read(path: Path) -> _Document:
    data = read_bytes(path, limit=LIMIT)
    pages = read_pages(path, data)
    if not any(text for page in pages for text in page):
        raise InputError("{path}: has no text layer (scanned pages); run OCR on it or get the original PDF", path=path)
    if not is_standard(pages):
        raise OtherKindError(
            "{path}: is no Estándar de Competencia of CONOCER; check that it is the whole document", path=path
        )
    standard = parse(pages)
    code = standard.code or _code_in_name(path.stem)
    if not code:
        raise InputError("{path}: the standard's code was not found; name the file by it (EC0249.pdf)", path=path)
    empty = [number for number, page in enumerate(pages, 1) if not any(page)]
    defects = list(standard.defects)
    if empty:
        numbers = ", ".join(map(str, empty))
        defects.append(_("pages without text: {numbers}", numbers=numbers))
    return _Document(path.name, data, code, entries(code, standard, path.name, defects), tuple(defects))


def _code_in_name(stem: str) -> str | None:
    """The code in a file's name: "EC0217_01", "ec0217.01", "EstandarEC0217_1"."""
    match = re.search(r"(ECM?\d{4,5})(?:[_. -]0?(\d{1,2})(?!\d))?", stem.upper())
    return standard_code(f"{match[1]}.{int(match[2]):02d}" if match[2] else match[1]) if match else None


def entries(code: str, standard: Standard, file: str, defects: list[Text]) -> _Entries:
    """The standard, its elements and criteria as competencies; what is wrong with them is added to `defects`."""
    if not standard.title:
        defects.append(_("the title was not found"))
    root = Competency(
        code=code,
        statement=standard.title or code,
        kind="standard",
        description=standard.description,
        level=standard.level,
        title_only=not any(element.criteria for element in standard.elements),
        extra={**standard.details, "file": file},
    )
    found = [root]
    taken: set[str] = set()
    for element in standard.elements:
        own = element.code or str(element.number)
        if own in taken:
            defects.append(_("the code {own} is printed for two elements", own=own))
            own = next(name for n in count(element.number) if (name := f"{own}-{n}") not in taken)
        taken.add(own)
        found += _element(f"{code}/{own}", code, element)
    return tuple(found)


def _element(code: str, parent: str, element: Element) -> list[Competency]:
    found = [
        Competency(
            code=code,
            statement=element.title,
            kind="element",
            parent=parent,
            title_only=not element.criteria,
            glossary=element.glossary,
        )
    ]
    counts: Counter[str] = Counter()
    for criterion in element.criteria:
        counts[criterion.kind] += 1
        found.append(
            Competency(
                code=f"{code}/{criterion.kind}/{counts[criterion.kind]}",
                statement=criterion.text,
                kind=criterion.kind,
                parent=code,
                level=criterion.level,
                extra={"page": criterion.page} | ({"number": criterion.number} if criterion.number else {}),
            )
        )
    return found


def _merged(documents: Sequence[_Document], skipped: list[Skipped]) -> list[_Document]:
    """One document per code, by code; a second, different one is left out and counted."""
    kept: dict[str, _Document] = {}
    for document in documents:
        first = kept.setdefault(document.code, document)
        if first is not document and _content(first) != _content(document):
            why = _("has another version of {code}; the one in {name} is kept", code=document.code, name=first.name)
            skipped.append(Skipped(document.name, why))
    return [kept[code] for code in sorted(kept)]


def _content(document: _Document) -> list[tuple[object, ...]]:
    """What makes two files the same standard: everything but pages and the file's name."""
    return [(entry.code, entry.statement, entry.level, entry.description, entry.glossary) for entry in document.entries]
