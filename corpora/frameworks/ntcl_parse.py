"""Normas Técnicas de Competencia Laboral of 1998 to 2005: a qualification's lines to units, elements and criteria.

Only descriptions and beginnings of such documents were at hand: every part may be missing, and the loader says which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpora.folding import fold_letters
from corpora.markers import marker

QUALIFICATION = re.compile(r"(?<![A-Z])C[A-ZÑ]{3}\d{4}\.\d{2}(?!\d)")
UNIT = re.compile(r"(?<![A-Z])U[A-ZÑ]{3}\d{4}\.\d{2}(?!\d)")
ELEMENT = re.compile(r"(?<![A-Za-z])E\d{5}(?!\d)")
NORM = re.compile(r"(?<![A-Z])N[A-ZÑ]{4}\d{3}\.\d{2}(?!\d)")
"""A norm of 2007 to 2009, nearly in the form of an Estándar de Competencia."""

CRITERION, PERFORMANCE, PRODUCT = "criterio de desempeño", "evidencia por desempeño", "evidencia por producto"
KNOWLEDGE, ATTITUDE = "evidencia de conocimiento", "evidencia de actitud"
KINDS: dict[str, str] = {
    CRITERION: "criterio",
    PERFORMANCE: "desempeno",
    PRODUCT: "producto",
    KNOWLEDGE: "conocimiento",
    ATTITUDE: "actitud",
}
"""What an element asks for, to how its codes name it."""
FIELD, GUIDE, GLOSSARY = "campo de aplicación", "lineamientos", "glosario"
_GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (CRITERION, re.compile(r"criterios? de desempeno[s:.]*$")),
    (FIELD, re.compile(r"campos? de aplicacion[:.]*$")),
    (PERFORMANCE, re.compile(r"(?:evidencias? )?(?:por|de) desempenos?[:.]*$")),
    (PRODUCT, re.compile(r"(?:evidencias? )?(?:por|de) productos?[:.]*$")),
    (KNOWLEDGE, re.compile(r"(?:evidencias? )?(?:de|por) conocimientos?[:.]*$")),
    (ATTITUDE, re.compile(r"(?:evidencias? )?(?:de|por) actitud(?:es)?[:.]*$")),
    (GUIDE, re.compile(r"lineamientos(?: generales)?(?: para la evaluacion)?[:.]*$")),
    (GLOSSARY, re.compile(r"glosario(?: de terminos)?[:.]*$")),
)
_SILENT = re.compile(
    r"(?:la persona es competente cuando(?: .*)?|evidencias?(?: de evaluacion)?|categorias?(?: y)? clases?|"
    r"referencia(?: \d+ de \d+)?|\d+ de \d+|elementos? de competencia(?: laboral)?|[ivx]+\W*elementos? .*|"
    r"(?:[ivx]+\W*)?unidad(?:es)? de competencia(?: laboral)?(?: que integran .*)?)[:.]*$"
)
_LABELS = {
    "title": re.compile(r"titulo(?: de la (?:calificacion|unidad|norma)| del elemento)?\s*[:.]*\s*"),
    "purpose": re.compile(r"proposito(?: de la (?:calificacion|unidad|norma))?\s*[:.]*\s*"),
    "level": re.compile(r"nivel(?: de competencia)?\s*[:.]*\s*(?=[1-5]\b|uno|dos|tres|cuatro|cinco|$)"),
    "class": re.compile(r"clasificacion\s*[:.]*\s*"),
    "area": re.compile(r"area(?: de competencia| ocupacional)?\s*:\s*"),
    "subarea": re.compile(r"subarea(?: de competencia)?\s*:\s*"),
    "approved": re.compile(r"fecha de aprobacion.{0,40}?\s*:\s*"),
    "published": re.compile(r"fecha de publicacion.{0,40}?\s*:\s*"),
    "coverage": re.compile(r"cobertura(?: de la (?:calificacion|norma))?\s*:\s*"),
}
FURNITURE = re.compile(
    r"distribucion gratuita|norma tecnica de competencia laboral$|diario oficial|\(\w+ seccion\)|pagina \d+|"
    r"consejo de normalizacion y certificacion de competencia"
)
BEGINS = re.compile(r"(?:[i1l][\W]*)?datos generales(?: de la (?:calificacion|norma|ntcl).*)?\W*$")
_CODE_LABEL = re.compile(r"c[óo]digo\s*[:.]*", re.IGNORECASE)
_END = (".", ";", ":")


@dataclass(slots=True)
class Element:
    """An element of competence: its criteria and evidences by kind, and where it applies."""

    code: str
    title: str = ""
    criteria: dict[str, list[str]] = field(default_factory=dict)
    field_of_application: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Unit:
    """A unit of competence with what its list says of it."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)


@dataclass(slots=True)
class Qualification:
    """A qualification: its general data and its units."""

    code: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    stray: int = 0


def segments(lines: Iterable[str]) -> tuple[list[list[str]], int]:
    """The lines of each norm of a document, running headers and footers left out and counted.

    A header that repeats a norm's code with its title stands in the middle of lists; its first time is the title.
    """
    found: list[list[str]] = [[]]
    seen: Counter[str] = Counter()
    furniture = 0
    for line in lines:
        folded = fold_letters(line)
        coded = QUALIFICATION.search(line) or NORM.search(line)
        seen[folded] += 1
        if FURNITURE.match(folded) or (coded and not _CODE_LABEL.search(line) and seen[folded] > 1):
            furniture += 1
            continue
        if BEGINS.match(folded):
            above = _title_lines(found[-1])
            kept = found[-1][len(found[-1]) - above :]
            del found[-1][len(found[-1]) - above :]
            found.append([*kept, line])
        else:
            found[-1].append(line)
    return found[1:], furniture


def _title_lines(lines: list[str]) -> int:
    """How many of the last lines name the norm that begins below them."""
    last = [bool(QUALIFICATION.search(line) or NORM.search(line)) for line in lines[-3:]]
    return len(last) - last.index(True) if True in last else 0


def parse(lines: Iterable[str]) -> Qualification:
    """Read one qualification; never fails."""
    parser = _Parser()
    for line in lines:
        for part in _parted(line):
            parser.line(part)
    return parser.found


def _parted(line: str) -> Iterator[str]:
    """A line; a label glued to a code ("E02311Código", "CódigoE02311") is parted from it."""
    for code in (ELEMENT, UNIT, QUALIFICATION):
        bare = code.pattern.partition(")")[2]  # a label may stand directly before it
        glued = re.fullmatch(rf"(?:c[óo]digo\s*:?\s*)?({bare})(?:\s*c[óo]digo\s*:?)?\s*(.*)", line, re.IGNORECASE)
        if glued:
            yield glued[1]
            if glued[2].strip():
                yield glued[2].strip()
            return
    yield line


class _Parser:
    def __init__(self) -> None:
        self.found = Qualification()
        self._unit: Unit | None = None
        self._element: Element | None = None
        self._group = ""
        self._wanted = ""  # a label whose value comes on the next line
        self._open: Element | tuple[dict[str, str], str] | None = None  # a title or fact that may go on there

    def line(self, text: str) -> None:
        folded = fold_letters(text)
        before, self._open = self._open, None
        group = next((name for name, pattern in _GROUPS if pattern.match(folded)), "")
        if self._code(text) or _SILENT.match(folded) or BEGINS.match(folded) or _CODE_LABEL.fullmatch(text):
            return
        if group:
            self._group, self._wanted = group, ""
        elif not self._fact(text, folded) and not (before and self._goes_on(before, text)):
            self._text(text)

    def _code(self, text: str) -> bool:
        """Go to the qualification, unit or element whose code the line has; whether the line is used up by it."""
        if (found := QUALIFICATION.search(text)) and (not self.found.code or found[0] == text):
            self.found.code = self.found.code or found[0]
            self._wanted = "" if "title" in self.found.facts else "title"
        elif found := UNIT.search(text):
            self._unit = self.found.units.setdefault(found[0], Unit(found[0]))
            self._element, self._group, self._wanted = None, "", "title"
        elif found := ELEMENT.search(text):
            self._to_element(found[0])
        else:
            return False
        rest = _CODE_LABEL.sub("", text[: found.start()] + " " + text[found.end() :]).strip(" :.-–")
        if rest and not _SILENT.match(fold_letters(rest)) and not self._fact(rest, fold_letters(rest)):
            self._put("title", rest)
        return True

    def _to_element(self, code: str) -> None:
        if self._unit is None or code not in self._unit.elements:
            owner = next((unit for unit in self.found.units.values() if code in unit.elements), self._unit)
            self._unit = owner or self.found.units.setdefault("", Unit(""))
        self._element = self._unit.elements.setdefault(code, Element(code))
        self._group, self._wanted = "", "title"

    def _fact(self, text: str, folded: str) -> bool:
        for name, pattern in _LABELS.items():
            if self._group and name != "title":
                continue
            label = pattern.match(folded)
            if label and (label.end() == len(text) or ":" in label[0] or name in ("title", "level")):
                value = text[label.end() :].strip()
                self._wanted = "" if value else name
                if value:
                    self._put(name, value)
                return True
        return False

    def _put(self, name: str, value: str) -> None:
        self._wanted = ""
        if self._element is not None and name == "title":
            self._open = None if self._element.title else self._element
            self._element.title = self._element.title or value
        elif self._element is None:
            facts = self._unit.facts if self._unit else self.found.facts
            self._open = None if name in facts else (facts, name)
            facts.setdefault(name, value)

    def _goes_on(self, before: Element | tuple[dict[str, str], str], text: str) -> bool:
        """Whether the line goes on with the title or fact on the line before, which then has it."""
        value = before.title if isinstance(before, Element) else before[0][before[1]]
        if value.endswith(".") or not text[:1].islower():
            return False
        if isinstance(before, Element):
            before.title = f"{value} {text}"
        else:
            before[0][before[1]] = f"{value} {text}"
        self._open = before
        return True

    def _text(self, text: str) -> None:
        if self._wanted:
            self._put(self._wanted, text)
        elif self._element is None or not self._group:
            self.found.stray += 1
        elif self._group == FIELD:
            self._element.field_of_application.append(text)
        elif self._group in KINDS:
            _add(self._element.criteria.setdefault(self._group, []), text)
        else:
            self.found.stray += 1


def _add(items: list[str], text: str) -> None:
    """One more item, or more of the last one where its sentence goes on."""
    begins = marker(text)
    bare = text[begins.end() :] if begins else text
    if not begins and items and (not items[-1].endswith(_END) or text[:1].islower()):
        items[-1] = f"{items[-1]} {text}"
    elif bare:
        items.append(bare)
