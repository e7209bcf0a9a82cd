"""NTCL: Mexico's norms before the Estándares de Competencia, of 1998 to 2005 and of 2007 to 2009.

No whole document of either generation could be had: the loader reads what is known of their form, and says of each
norm what it did not find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.files import counted, digest
from corpora.folding import fold_letters
from corpora.frameworks.conocer import entries
from corpora.frameworks.conocer.parse import parse as parse_standard
from corpora.frameworks.conocer.source import read_pages
from corpora.frameworks.norm_files import any_file, collect
from corpora.frameworks.ntcl_parse import (
    FIELD,
    KINDS,
    NORM,
    QUALIFICATION,
    UNIT,
    Element,
    Qualification,
    parse,
    segments,
)
from corpora.records import Competency, Document, Framework, Skipped, Text

TITLE = "CONOCER: Normas Técnicas de Competencia Laboral (NTCL)"
WANTED = Text("Normas Técnicas de Competencia Laboral (NTCL)", "Normas Técnicas de Competencia Laboral (NTCL)")
_HEADING = re.compile(
    r"(?:[ivx1l]+\W*)?(?:perfil|elementos que conforman|datos generales|proposito|descripcion|nivel)\b"
)
_NTCL = re.compile(
    r"\b(?:(?P<of>de la )|la )?(?:norma t[ée]cnica de competencia laboral(?: \(NTCL\))?|NTCL)\b", re.IGNORECASE
)
_LEVEL = re.compile(r"^nivel(?=\s*:)", re.IGNORECASE)
_CODED = re.compile(rf"^(?P<label>(?:c[óo]digo\W*)?){NORM.pattern}", re.IGNORECASE)
_FACTS = ("area", "subarea", "approved", "published", "coverage")


@dataclass(frozen=True, slots=True)
class _Norm:
    code: str
    entries: tuple[Competency, ...]
    defects: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Norms:
    norms: tuple[_Norm, ...]
    furniture: int


def recognises(path: Path) -> bool:
    """Whether the file, or one in the folder, has the codes and headings of such norms."""
    return any_file(path, _looks_so)


def _looks_so(text: str) -> bool:
    if QUALIFICATION.search(text) and UNIT.search(text):
        return "datos generales" in fold_letters(text)
    folded = fold_letters(text) if NORM.search(text) else ""
    return "datos generales" in folded and "competente" in folded and "estandar de competencia" not in folded


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read documents with one or more norms: qualification → unit → element → criteria and evidences.

    Args:
        paths: files and folders, at least one.
        name: by which users will call the framework.

    Raises:
        InputError: a file that cannot be read or has no such norm, a folder without any.
    """
    found, skipped, unread = collect(paths, _read, wanted=WANTED)
    kept: dict[str, _Norm] = {}
    for each in found:
        again = 0
        for norm in each.parsed.norms:
            again += norm.code in kept
            if kept.setdefault(norm.code, norm) is norm:
                skipped += [
                    Skipped(each.name, Text(f"{norm.code}: {d.es}", f"{norm.code}: {d.en}")) for d in norm.defects
                ]
        skipped += counted(
            [
                (again, each.name, "normas repetidas, cargadas una vez: {n}", "norms that repeat, loaded once: {n}"),
                (
                    each.parsed.furniture,
                    each.name,
                    "renglones de encabezado o pie, no leídos: {n}",
                    "lines of running headers and footers, not read: {n}",
                ),
            ]
        )
    checksum = digest([(each.name, each.data) for each in found])
    return Framework(
        name=name,
        title=TITLE,
        version=checksum[:12],
        sha256=checksum,
        source=", ".join(sorted({each.name for each in found})),
        competencies=tuple(entry for norm in kept.values() for entry in norm.entries),
        skipped=tuple(skipped),
        unread=unread,
    )


def _read(path: Path, document: Document) -> _Norms | None:
    parts, furniture = segments(_lines(path, document))
    norms = []
    for part in parts:
        newer = next((code[0] for line in part if (code := NORM.search(line))), "")
        older = any(QUALIFICATION.search(line) or UNIT.search(line) for line in part)
        if newer and not older:
            norms.append(_newer(newer, part, document.name))
        elif older:
            norms.append(_older(parse(part), document.name, len(norms) + 1))
    return _Norms(tuple(norms), furniture) if norms else None


def _lines(path: Path, document: Document) -> list[str]:
    """The lines as printed, since headers and footers stand between them; else the paragraphs."""
    if document.format in ("pdf", "plain"):
        printed = [line.strip(" *#") for page in read_pages(path) for line in page]
        if any(printed):
            return [line for line in printed if line]
    return [document.text[block.start : block.end] for block in document.blocks]


def _newer(code: str, lines: Sequence[str], file: str) -> _Norm:
    """A norm of 2007 to 2009, whose form is nearly that of an Estándar de Competencia."""
    standard = parse_standard((tuple(map(_as_standard, lines)),))
    defects = list(standard.defects)
    return _Norm(code, entries(code, standard, file, defects), tuple(defects))


def _as_standard(line: str) -> str:
    """A heading in the words of an Estándar de Competencia, and the norm's code where that one has its own."""
    if _HEADING.match(fold_letters(line)):
        line = _NTCL.sub(lambda found: f"{'del' if found['of'] else 'el'} Estándar de Competencia", line)
    return _LEVEL.sub("Nivel de competencia", _CODED.sub(r"\g<label>EC0000", line))


def _older(read: Qualification, file: str, number: int) -> _Norm:
    code = read.code or f"NTCL{number}"
    facts = read.facts
    extra: dict[str, Any] = {name: facts[name] for name in _FACTS if name in facts} | {"file": file}
    made = [
        Competency(
            code=code,
            statement=facts.get("title", code),
            kind="calificación",
            description=facts.get("purpose", ""),
            level=facts.get("level"),
            title_only=not any(_criteria(read)),
            extra=extra,
        )
    ]
    for unit in read.units.values():
        above = f"{code}/{unit.code}" if unit.code else code
        if unit.code:
            made.append(
                Competency(
                    code=above,
                    statement=unit.facts.get("title", unit.code),
                    kind="unidad de competencia",
                    parent=code,
                    description=unit.facts.get("purpose", ""),
                    title_only=not any(element.criteria for element in unit.elements.values()),
                    extra={"class": unit.facts["class"]} if "class" in unit.facts else {},
                )
            )
        for element in unit.elements.values():
            made += _element(f"{above}/{element.code}", above, element)
    return _Norm(code, tuple(made), tuple(_missing(read)))


def _element(code: str, parent: str, element: Element) -> Iterator[Competency]:
    yield Competency(
        code=code,
        statement=element.title or element.code,
        kind="elemento",
        parent=parent,
        title_only=not element.criteria,
        extra={"field_of_application": element.field_of_application} if element.field_of_application else {},
    )
    for kind in KINDS:
        for number, text in enumerate(element.criteria.get(kind, ()), 1):
            yield Competency(f"{code}/{KINDS[kind]}/{number}", text, kind, code)


def _criteria(read: Qualification) -> Iterator[dict[str, list[str]]]:
    return (element.criteria for unit in read.units.values() for element in unit.elements.values())


def _missing(read: Qualification) -> Iterator[Text]:
    """What was not found, each part of the form by itself."""
    elements = [element for unit in read.units.values() for element in unit.elements.values()]
    absent = (
        ("title" not in read.facts, "no se encontró el título", "the title was not found"),
        ("level" not in read.facts, "no se encontró el nivel", "the level was not found"),
        (not read.code, "no se encontró el código; se numeró aquí", "the code was not found; it is numbered here"),
        (not read.units or "" in read.units, "no se encontró la unidad", "the unit of competence was not found"),
        (not elements, "no se encontró ningún elemento", "no element was found"),
    )
    yield from (Text(es, en) for is_absent, es, en in absent if is_absent)
    lacking = [(sum(not element.title for element in elements), Text("título", "a title"))]
    lacking += [
        (sum(kind not in element.criteria for element in elements), Text(f"«{kind}»", f"'{kind}'"))
        for kind in list(KINDS)[:4]
    ]
    lacking.append((sum(not element.field_of_application for element in elements), Text(f"«{FIELD}»", f"'{FIELD}'")))
    for count, what in lacking:
        if count:
            yield Text(f"elementos sin {what.es}: {count}", f"elements without {what.en}: {count}")
    if read.stray:
        yield Text(
            f"renglones que no se supo a qué parte pertenecen, no leídos: {read.stray}",
            f"lines of which it is not known to what they belong, not read: {read.stray}",
        )
