"""The pages of one CONOCER document to a standard: general data, elements, criteria, glossary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.frameworks.conocer.elements import Part, Sections, sections, without_strays
from corpora.frameworks.conocer.entries import Entry, entries, knowledge
from corpora.frameworks.conocer.general import details, fields, level_of, prose, standard_code, title_and_code
from corpora.frameworks.conocer.situations import situations
from corpora.frameworks.conocer.source import Pages
from corpora.frameworks.conocer.terms import split_term, spread
from corpora.frameworks.conocer.text import Line, body, key
from corpora.frameworks.conocer.tokens import GLOSSARY, KINDS, REFERENCE, is_structure, split_all
from corpora.frameworks.conocer.words import Mender
from corpora.records import GlossaryEntry, Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its text with its bullets, its printed number, page, and level where it is knowledge."""

    kind: str
    text: str
    number: int | None
    page: int
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One element; `code` is "" where the document prints none."""

    code: str
    number: int
    title: str
    criteria: tuple[Criterion, ...]
    glossary: tuple[GlossaryEntry, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """One document.

    Attributes:
        code: "" where the text has none.
        title: "" where the text has none.
        level: "1" to "5" or None.
        description: purpose and general description.
        details: further general data, JSON values.
        brand: an "Estándar de Competencia de Marca", which has no elements.
        elements: in the document's order.
        defects: what was expected and not found, or was left out.
    """

    code: str
    title: str
    level: str | None
    description: str
    details: dict[str, object]
    brand: bool
    elements: tuple[Element, ...]
    defects: tuple[Text, ...]


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


def is_standard(pages: Pages) -> bool:
    """Whether the text has the form of an Estándar de Competencia (three of its fixed lines, or a brand's one)."""
    lines = {key(text).lstrip("iv123l") for page in pages for text in page if text}
    if any(line.startswith(_BRAND) for line in lines):
        return True
    return sum(any(line.startswith(cue.lstrip("iv123l")) for line in lines) for cue in _CUES) >= 3


def parse(pages: Pages) -> Standard:
    """Read one document; never fails, `defects` says what was not found."""
    text = body(pages, is_structure)
    lines = split_all(text.lines)
    mender = Mender(line.text for line in lines)
    parted = sections(lines)
    found = fields(parted.general)
    title, code = _title(found, mender)
    code = code or next((known for line in text.furniture if (known := standard_code(line))), None)
    profile = _profile(parted.profile, mender)
    titles = {key("".join(part.title)) for part in parted.parts} | {key(name) for name in profile} - {""}
    defects = list(_missing(parted, profile))
    if text.repeated:
        defects.append(_repeated(text.repeated))
    elements = tuple(_element(part, index, profile, titles, mender, defects) for index, part in enumerate(parted.parts))
    brand = not elements and any(key(line.text).startswith(_BRAND) for line in lines)
    if not elements and not brand:
        defects.append(Text("no se encontró ningún elemento", "no element was found"))
    extra = details(found, code or "", mender)
    if text.form:
        extra["format"] = text.form
    description = [prose(found.get(name, []), name, mender) for name in ("purpose", "description")]
    return Standard(
        code or "",
        title,
        level_of(found.get("level", [])),
        "\n".join(part for part in description if part),
        extra,
        brand,
        elements,
        tuple(defects),
    )


def _title(found: dict[str, list[Line]], mender: Mender) -> tuple[str, str | None]:
    title, code = title_and_code(found.get("title", []), mender)
    if title:
        return title, code
    # A brand's sheet has its title alone above the first label.
    above = found[""]
    start = max((index for index, line in enumerate(above) if line.gap), default=0)
    title, own = title_and_code(above[start:], mender)
    return title, code or own


def _profile(lines: Sequence[Line], mender: Mender) -> list[str]:
    """The elements' titles in section II; the first may have the standard's own before it."""
    titles: list[list[str]] = []
    for line in lines:
        head, mark, tail = line.text.rpartition("Elemento ")
        reference = REFERENCE.match(tail) if mark and len(head) < 40 else None
        if reference:
            titles.append([tail[reference.end() :].lstrip(" .:")])
        elif titles:
            titles[-1].append(line.text)
    return [mender.join(title) for title in titles]


def _missing(parted: Sections, profile: Sequence[str]) -> list[Text]:
    """Elements that "n de N" or the profile announce and that are not there; lines outside any element."""
    expected = max([part.of for part in parted.parts] + [len(profile)], default=0)
    there = {part.number or index for index, part in enumerate(parted.parts, 1)}
    defects = [
        Text(f"falta el elemento {number} de {expected}", f"element {number} of {expected} is missing")
        for number in range(1, expected + 1)
        if number not in there and parted.parts
    ]
    if parted.stray:
        count = len(parted.stray)
        defects.append(Text(f"{count} líneas fuera de todo elemento", f"{count} lines outside any element"))
    return defects


def _repeated(count: int) -> Text:
    return Text(
        f"{count} líneas que se repiten en la mayoría de las páginas (encabezado o pie)",
        f"{count} lines that stand on most pages (header or footer)",
    )


def _element(
    part: Part, index: int, profile: Sequence[str], titles: set[str], mender: Mender, defects: list[Text]
) -> Element:
    number = part.number or index + 1
    title = mender.join(part.title)
    name = part.code or f"{number}"
    if not title and index < len(profile):
        title = profile[index]
    if not part.code:
        defects.append(Text(f"el elemento {number} no trae código", f"element {number} has no code"))
    if not title:
        defects.append(Text(f"el elemento {name} no trae título", f"element {name} has no title"))
    criteria: list[Criterion] = []
    for kind in KINDS:
        lines = without_strays(part.groups.get(kind, []), titles)
        criteria += _criteria(kind, lines, kind in part.groups, name, mender, defects)
    if not criteria:
        defects.append(Text(f"el elemento {name} no trae criterios", f"element {name} has no criteria"))
    defects += [
        Text(f"elemento {name}: falta el encabezado de «{kind}»", f"element {name}: the heading of '{kind}' is missing")
        for kind in part.unheaded
    ]
    _note_stray(part.stray, name, defects)
    glossary = _glossary(without_strays(part.groups.get(GLOSSARY, []), titles), name, mender, defects)
    return Element(part.code, number, title or name, tuple(criteria), glossary)


def _criteria(
    kind: str, lines: Sequence[Line], printed: bool, element: str, mender: Mender, defects: list[Text]
) -> list[Criterion]:
    """The criteria of one group; an attitude's two columns are joined by a colon where none is printed."""
    if kind == "situacion_emergente":
        found = situations(lines, mender)
    else:
        collected = knowledge(lines, mender) if kind == "conocimiento" else entries(lines, mender)
        found = collected.found
        if kind == "actitud":
            spread(found)
        _note_stray(collected.stray, f"{element}, {kind}", defects)
    if printed and not found:
        defects.append(Text(f"elemento {element}: «{kind}» está vacío", f"element {element}: '{kind}' is empty"))
    _note_gaps(found, f"{element}, {kind}", defects)
    return [
        Criterion(kind, text, entry.number, entry.page, entry.level)
        for entry in found
        if (text := _attitude(entry, mender) if kind == "actitud" else entry.text(mender))
    ]


def _attitude(entry: Entry, mender: Mender) -> str:
    term, definition = split_term(entry, mender)
    return f"{term}: {definition}" if definition else term


def _glossary(lines: Sequence[Line], element: str, mender: Mender, defects: list[Text]) -> tuple[GlossaryEntry, ...]:
    collected = entries(lines, mender)
    _note_stray(collected.stray, f"{element}, {GLOSSARY}", defects)
    _note_gaps(collected.found, f"{element}, {GLOSSARY}", defects)
    spread(collected.found)
    return tuple(GlossaryEntry(*split_term(entry, mender)) for entry in collected.found)


def _note_gaps(found: Sequence[Entry], where: str, defects: list[Text]) -> None:
    """Numbers that are skipped or printed twice; the entries are kept as printed."""
    numbers = [entry.number for entry in found if entry.number is not None]
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number > before + 1:
            defects.append(
                Text(
                    f"{where}: la numeración pasa del {before} al {number}",
                    f"{where}: numbers go from {before} to {number}",
                )
            )
        elif number <= before:
            defects.append(
                Text(
                    f"{where}: después del {before} se repite el {number}", f"{where}: {number} follows {before} again"
                )
            )


def _note_stray(lines: Sequence[Line], where: str, defects: list[Text]) -> None:
    if lines:
        quoted = lines[0].text[:60]
        defects.append(
            Text(
                f"{where}: {len(lines)} líneas fuera de todo criterio, desde «{quoted}»",
                f"{where}: {len(lines)} lines outside any criterion, from '{quoted}'",
            )
        )
