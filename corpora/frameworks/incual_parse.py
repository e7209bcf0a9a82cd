"""A decree's lines to qualifications, units of competence, realisations and criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpora.frameworks.incual_text import QUALIFICATION_CODE, UNIT_CODE, Line
from corpora.records import Text

_IN_PROFILE = frozenset({"general", "environment", "scope", "sectors", "occupations", "reference", "units", "modules"})
_IN_UNIT = frozenset({"means", "products", "information", "context"})
_FACTS = frozenset({"title", "code", "level", "family", "area", "duration"})


@dataclass(slots=True)
class Entry:
    """A realisation ("1") or criterion ("1.1"): its number as printed, and its statement."""

    number: str
    text: str
    page: int | None = None


@dataclass(slots=True)
class Unit:
    """A unit of competence: facts and context by label, its realisations and criteria in their order."""

    number: str
    facts: dict[str, str] = field(default_factory=dict)
    realisations: list[Entry] = field(default_factory=list)
    criteria: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Qualification:
    """A qualification or certificate: what its identification says, by label, and its units."""

    facts: dict[str, str] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)


def unit_code(text: str) -> str:
    """The code of a unit of competence as the catalogue writes it ("UC0481_3"), "" where there is none."""
    found = UNIT_CODE.search(text)
    return f"UC{found[1].zfill(4)}_{found[2]}" if found else ""


def qualification_code(text: str) -> str:
    """The code of a qualification ("MAP232_3") or certificate ("MAPU0111"), "" where there is none."""
    found = QUALIFICATION_CODE.search(text)
    return found[0].replace(" ", "") if found else ""


class Parser:
    """Takes the lines one after the other."""

    def __init__(self) -> None:
        self.found: list[Qualification] = []
        self.counts: Counter[str] = Counter()
        self._unit: Unit | None = None
        self._into: tuple[dict[str, str], str] | Entry | None = None
        self._training = False

    def read(self, lines: Iterable[Line]) -> None:
        """Read all lines of one document."""
        for line in lines:
            if line.what == "furniture":
                self.counts["furniture"] += 1
            elif line.what in ("annex", "identification", "qualification"):
                self._begin(line)
            elif line.what == "unit":
                self._begin_unit(line)
            elif line.what == "training":
                self._training, self._unit, self._into = True, None, None
            elif not self._training:
                self._within(line)
        self.found = [each for each in self.found if each.units]

    def _begin(self, line: Line) -> None:
        self._training, self._unit, self._into = False, None, None
        last = self.found[-1] if self.found else None
        # An annex and its identification are two lines of one qualification.
        if last is None or last.units or last.facts:
            self.found.append(Qualification())
        if line.what == "qualification":
            self._fact(self.found[-1].facts, "title", line.text)

    def _begin_unit(self, line: Line) -> None:
        if not self.found:
            self.found.append(Qualification())
        self._training = False
        self._unit = Unit(line.number)
        self.found[-1].units.append(self._unit)
        self._fact(self._unit.facts, "title", line.text)

    def _within(self, line: Line) -> None:
        if self._unit is not None and line.what in ("RP", "CR"):
            self._into = Entry(line.number, line.text)
            (self._unit.realisations if line.what == "RP" else self._unit.criteria).append(self._into)
        elif line.what == "realisations":
            self._into = None
        elif line.what in _FACTS | _IN_PROFILE | _IN_UNIT and self.found:
            in_unit = self._unit is not None and line.what not in _IN_PROFILE
            facts = self._unit.facts if in_unit and self._unit else self.found[-1].facts
            self._fact(facts, line.what, line.text)
        else:
            self._text(line.text)

    def _fact(self, facts: dict[str, str], name: str, text: str) -> None:
        """A label with its value, or with the value on the lines below it; the first one counts."""
        if facts.get(name):
            self._into = None
            return
        facts[name] = text
        self._into = None if text and name in _FACTS else (facts, name)

    def _text(self, text: str) -> None:
        """A line without code or label goes on with what is above it, unless that has ended."""
        into = self._into
        if isinstance(into, Entry):
            if into.text.endswith(".") and not text.lstrip("•–—- ")[:1].islower() and text[:1] not in "•–—-":
                self.counts["stray"] += 1
            else:
                into.text = f"{into.text} {text}".strip()
        elif into is not None:
            facts, name = into
            facts[name] = f"{facts[name]}\n{text}".strip()
            if name in _FACTS:
                self._into = None
        elif self._unit is not None:
            self.counts["stray"] += 1


DEFECTS: dict[str, tuple[str, str]] = {
    "furniture": (
        "renglones de encabezado o pie del boletín, no leídos: {n}",
        "lines of the gazette's running headers and footers, not read: {n}",
    ),
    "stray": (
        "párrafos dentro de una unidad que no son realización, criterio ni contexto, no leídos: {n}",
        "paragraphs within a unit that are no realisation, criterion or context, not read: {n}",
    ),
    "repeated": (
        "códigos que se repiten en su unidad; la segunda vez llevan #2: {n}",
        "codes that stand twice in their unit; the second is marked #2: {n}",
    ),
    "orphans": (
        "criterios sin su realización, puestos directamente bajo la unidad: {n}",
        "criteria without their realisation, put directly below the unit: {n}",
    ),
    "again": (
        "cualificaciones o certificados que vienen otra vez, cargados una vez: {n}",
        "qualifications or certificates that come again, loaded once: {n}",
    ),
    "shared": (
        "unidades que figuran en más de una cualificación, cargadas una vez: {n}",
        "units that stand in more than one qualification, loaded once: {n}",
    ),
    "differing": (
        "unidades que vienen otra vez con otro texto; se conserva el primero: {n}",
        "units that come again with another text; the first is kept: {n}",
    ),
    "uncoded": (
        "unidades o cualificaciones sin código legible, numeradas aquí: {n}",
        "units or qualifications without a legible code, numbered here: {n}",
    ),
    "untitled": (
        "unidades o cualificaciones sin denominación legible; su código hace de título: {n}",
        "units or qualifications without a legible title; their code stands for it: {n}",
    ),
    "empty": (
        "unidades sin realizaciones ni criterios legibles; solo se conoce su título: {n}",
        "units without legible realisations or criteria; only their title is known: {n}",
    ),
    "wordless": (
        "códigos de realización o criterio sin texto, no cargados: {n}",
        "codes of realisations or criteria without a text, not loaded: {n}",
    ),
}
"""What may be wrong with a decree, in the words that are shown."""

WANTED = Text(
    "cualificaciones o certificados con unidades de competencia (UC), realizaciones (RP) y criterios (CR)",
    "qualifications or certificates with units of competence (UC), realisations (RP) and criteria (CR)",
)
