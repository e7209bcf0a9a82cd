"""CONOCER's Estándares de Competencia: documents (PDF, DOCX, text) to standards, elements, criteria and glossary.

`parse` makes a standard of the pages of one document, `load` a framework of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from corpora.errors import InputError
from corpora.files import read_bytes
from corpora.frameworks.conocer.general import (
    Fields,
    details,
    fields,
    parse_level,
    prose,
    standard_code,
    title_and_code,
)
from corpora.frameworks.conocer.groups import Entry, entries, fix_columns, knowledge, situations, split_term
from corpora.frameworks.conocer.lines import GLOSSARY, KINDS, REFERENCE, ElementLines, Line, Sections, key, sections
from corpora.frameworks.conocer.words import WordRepair
from corpora.frameworks.hierarchy import make_framework
from corpora.frameworks.norm_files import LIMIT, Found, Pages, collect, read_pages
from corpora.readers import files
from corpora.records import Competency, Framework, GlossaryEntry, Skipped, Text
from corpora.translation import _

_LOOKED_AT = 1 << 20
_TITLE = "CONOCER: Estándares de Competencia"
_WANTED = _("Estándares de Competencia (CONOCER)")
# Cues of the form, by the key of a line's beginning; a programme that only cites a standard has none or one of them.
_CUES = (
    "formatodeestandardecompetencia",
    "propositodelestandardecompetencia",
    "descripciongeneraldelestandardecompetencia",
    "descripciondelestandardecompetencia",
    "nivelenelsistemanacionaldecompetencias",
    "comitedegestionporcompetenciasque",
    "perfildelestandardecompetencia",
    "elementosqueconformanelestandar",
    "lapersonaescompetentecuando",
    "criteriosdeevaluacion",
)
_BRAND = "descripciondelestandardecompetenciademarca"
_CODE_IN_NAME = re.compile(r"(ECM?\d{4,5})(?:[_. -]0?(\d{1,2})(?!\d))?")  # "EC0217_01", "EstandarEC0217_1", in capitals


class Standard(NamedTuple):
    """One document: the standard, its elements and criteria; what was expected and not found, or left out."""

    entries: tuple[Competency, ...]
    defects: tuple[Text, ...]


def recognises(path: Path) -> bool:
    """Return whether the file is an Estándar de Competencia, or the folder holds one; judged by content."""
    with suppress(InputError):
        for file in files([path]).files:
            with suppress(InputError):
                data = read_bytes(file, limit=LIMIT)
                # A cheap look, before a large table is decoded as if it were text; a PDF or DOCX is compressed.
                packed = b"%PDF-" in data[:1024] or data.startswith(b"PK\x03\x04")
                may_hold = packed or b"ompetencia" in data[:_LOOKED_AT].replace(b"\0", b"")
                if may_hold and is_standard(read_pages(file, data)):
                    return True
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
    found = (entry for document in kept for entry in document.parsed.entries)
    read = [document[:2] for document in kept]
    return make_framework(name, _TITLE, read, found, skipped=tuple(skipped), unread=unread)


def _read(path: Path, data: bytes) -> Found[Standard] | None:
    pages = read_pages(path, data)
    if not any(text for page in pages for text in page):
        raise InputError("{path}: has no text layer (scanned pages); run OCR on it or get the original PDF", path=path)
    if not is_standard(pages):
        return None
    named = _CODE_IN_NAME.search(path.stem.upper())
    code = standard_code(f"{named[1]}.{int(named[2]):02d}" if named[2] else named[1]) if named else None
    standard = parse(pages, path.name, code or "")
    if not standard.entries[0].code:
        raise InputError("{path}: the standard's code was not found; name the file by it (EC0249.pdf)", path=path)
    return Found(path.name, data, standard)


def _content(standard: Standard) -> list[tuple[object, ...]]:
    """Return what makes two files the same standard: everything but pages and the file's name."""
    return [(entry.code, entry.statement, entry.level, entry.description, entry.glossary) for entry in standard.entries]


def is_standard(pages: Pages) -> bool:
    """Return whether the text has three of the fixed lines of an Estándar de Competencia, or a brand's one."""
    lines = {key(text).lstrip("iv123l") for page in pages for text in page if text}
    if any(line.startswith(_BRAND) for line in lines):
        return True
    return sum(any(line.startswith(cue.lstrip("iv123l")) for line in lines) for cue in _CUES) >= 3


def parse(pages: Pages, file: str = "", named: str = "", *, code: str = "") -> Standard:
    """Read one document, of a file of this name; never fails.

    The standard's code is `code`, by default the one that is printed, else `named`; without any, and without a title,
    it is "".
    """
    text = sections(pages)
    mender = WordRepair(line.text for line in text.lines)
    found = fields(text.general)
    title, printed = _title(found, mender)
    printed = printed or next((known for line in text.furniture if (known := standard_code(line))), "")
    code = code or printed or named
    reader = _Reader(mender, _profile(text.profile, mender), text.parts)
    reader.missing(text)
    if text.repeated:
        reader.note(_("lines that stand on most pages (header or footer): {n}", n=text.repeated))
    elements = [reader.element(part, index, code) for index, part in enumerate(text.parts)]
    if not elements and not any(key(line.text).startswith(_BRAND) for line in text.lines):
        reader.note(_("no element was found"))
    if empty := ", ".join(str(number) for number, page in enumerate(pages, 1) if not any(page)):
        reader.note(_("pages without text: {numbers}", numbers=empty))
    if not title:
        reader.note(_("the title was not found"))
    description = [prose(found, name, mender) for name in ("purpose", "description")]
    extra = details(found, printed, mender) | ({"format": text.form} if text.form else {}) | {"file": file}
    root = Competency(
        code=code,
        statement=title or code,
        kind="standard",
        description="\n".join(part for part in description if part),
        level=parse_level(found["level"]),
        title_only=not any(len(element) > 1 for element in elements),
        extra=extra,
    )
    below = tuple(entry for element in elements for entry in element)
    return Standard((root, *below), (*reader.defects, *reader.codes_again))


def _title(found: Fields, mender: WordRepair) -> tuple[str, str | None]:
    title, code = title_and_code(found["title"], mender)
    if title:
        return title, code
    # A brand's sheet has its title alone above the first label.
    above = found[""]
    start = max((index for index, line in enumerate(above) if line.gap), default=0)
    title, own = title_and_code(above[start:], mender)
    return title, code or own


def _profile(lines: Sequence[Line], mender: WordRepair) -> list[str]:
    """Return the elements' titles in section II; the first may have the standard's own before it."""
    titles: list[list[str]] = []
    for line in lines:
        head, mark, tail = line.text.rpartition("Elemento ")
        reference = REFERENCE.match(tail) if mark and len(head) < 40 else None
        if reference:
            titles.append([tail[reference.end() :].lstrip(" .:")])
        elif titles:
            titles[-1].append(line.text)
    return [mender.join(title) for title in titles]


class _Reader:
    """Makes elements of a document's parts and notes what is wrong with them."""

    def __init__(self, mender: WordRepair, profile: Sequence[str], parts: Sequence[ElementLines]) -> None:
        self.defects: list[Text] = []
        self.codes_again: list[Text] = []
        self._taken: set[str] = set()
        self._mender = mender
        self._profile = profile
        self._titles = {key("".join(part.title)) for part in parts} | {key(name) for name in profile} - {""}
        self.note = self.defects.append

    def missing(self, text: Sections) -> None:
        """Note elements that "n de N" or the profile announce and that are not there; lines outside any element."""
        expected = max(len(self._profile), *(part.of for part in text.parts)) if text.parts else 0
        there = {part.number or index for index, part in enumerate(text.parts, 1)}
        for number in range(1, expected + 1):
            if number not in there:
                self.note(_("element {number} of {expected} is missing", number=number, expected=expected))
        if text.stray:
            self.note(_("lines outside any element: {n}", n=len(text.stray)))

    def element(self, part: ElementLines, index: int, standard: str) -> list[Competency]:
        """Return the element and its criteria."""
        number = part.number or index + 1
        name = part.code or f"{number}"
        title = self._mender.join(part.title) or "".join(self._profile[index : index + 1])
        if not part.code:
            self.note(_("element {number} has no code", number=number))
        if not title:
            self.note(_("element {name} has no title", name=name))
        own = name
        if own in self._taken:
            self.codes_again.append(_("the code {own} is printed for two elements", own=own))
            own = next(other for n in count(number) if (other := f"{name}-{n}") not in self._taken)
        self._taken.add(own)
        code = f"{standard}/{own}"
        criteria = [criterion for kind in KINDS for criterion in self._criteria(kind, part, name, code)]
        if not criteria:
            self.note(_("element {name} has no criteria", name=name))
        for kind in part.unheaded:
            self.note(_("element {name}: the heading of '{kind}' is missing", name=name, kind=kind))
        self._note_stray(part.stray, name)
        terms = tuple(GlossaryEntry(*split_term(entry, self._mender)) for entry in self._entries(GLOSSARY, part, name))
        return [
            Competency(code, title or name, "element", standard, title_only=not criteria, glossary=terms),
            *criteria,
        ]

    def _criteria(self, kind: str, part: ElementLines, name: str, element: str) -> Iterator[Competency]:
        """Return the criteria of one group; an attitude's two columns are joined by a colon where none is printed."""
        numbers = count(1)
        for entry in self._entries(kind, part, name):
            text = entry.text(self._mender)
            if kind == "actitud":
                term, definition = split_term(entry, self._mender)
                text = f"{term}: {definition}" if definition else term
            if text:
                code = f"{element}/{kind}/{next(numbers)}"
                extra = {"page": entry.page} | ({"number": entry.number} if entry.number else {})
                yield Competency(code, text, kind, element, level=entry.level, extra=extra)

    def _entries(self, kind: str, part: ElementLines, name: str) -> list[Entry]:
        lines = _without_strays(part.groups.get(kind, []), self._titles)
        if kind == "situacion_emergente":
            found = situations(lines, self._mender)
        else:
            collected = knowledge(lines, self._mender) if kind == "conocimiento" else entries(lines, self._mender)
            found = collected.found
            if kind in ("actitud", GLOSSARY):
                fix_columns(found)
            self._note_stray(collected.stray, f"{name}, {kind}")
        if kind != GLOSSARY and kind in part.groups and not found:
            self.note(_("element {name}: '{kind}' is empty", name=name, kind=kind))
        # Numbers that are skipped or printed twice; the entries are kept as printed.
        where, numbers = f"{name}, {kind}", [entry.number for entry in found if entry.number is not None]
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number > before + 1:
                self.note(_("{where}: numbers go from {before} to {number}", where=where, before=before, number=number))
            elif number <= before:
                self.note(_("{where}: {number} follows {before} again", where=where, before=before, number=number))
        return found

    def _note_stray(self, lines: Sequence[Line], where: str) -> None:
        if lines:
            n, quoted = len(lines), lines[0].text[:60]
            self.note(_("{where}: lines outside any criterion, from '{quoted}': {n}", where=where, n=n, quoted=quoted))


def _without_strays(lines: Sequence[Line], titles: set[str], longest: int = 5) -> list[Line]:
    """Return the lines without those that only print an element's title again, as floating boxes of the profile do."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        for most in range(min(longest, len(lines) - index), 0, -1):
            if index and key("".join(line.text for line in lines[index : index + most])) in titles:
                index += most
                break
        else:
            kept.append(lines[index])
            index += 1
    return kept
