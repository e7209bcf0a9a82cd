"""INCUAL (Spain): decrees of qualifications and of certificates of professionalism, in any format that is read.

The form is that of the annexes of the royal decrees that set up qualifications (Catálogo Nacional de Cualificaciones
Profesionales) and certificates of professionalism: identification, units of competence with their realisations (RP1)
and criteria (CR1.1), professional context, then the training modules, whose capacities (C1, CE1.1) are no criteria.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpora.files import skipped_entries
from corpora.frameworks.hierarchy import make_framework, unique_codes
from corpora.frameworks.norm_files import Found, any_file, collect
from corpora.readers import read
from corpora.records import Competency, Document, Framework
from corpora.text import fold_letters
from corpora.translation import _

_TITLE = "INCUAL: cualificaciones y certificados de profesionalidad"
_CONTEXT = ("means", "products", "information", "context")
_IDENTIFICATION = ("family", "area", "reference", "environment", "scope", "sectors", "occupations", "duration")
_UNIT_CODE = re.compile(r"\bUC ?(\d{3,4}) ?[_–-] ?(\d)\b")
_QUALIFICATION_CODE = re.compile(r"\b[A-ZÑ]{3} ?\d{3}(?: ?_ ?\d)?\b|\b[A-Z]{4}\d{4}\b")

# A code begins an entry at the beginning of a line, and where lines were joined behind the end of a sentence.
_CODED = re.compile(
    r"(?:^(?:[•·–—*-]\s*)?|(?<=[.;:)»] )(?=\w{2}[ \d.:)–-]+[^\W\d_a-zñáéíóú]))"
    r"(?P<kind>RP|CR)\s?(?P<number>\d{1,2}(?:\s?\.\s?\d{1,2})?)(?![\d_])\s?[.:)–-]*\s*"
)
# Labels with a colon, and the titles of parts, where lines that stand close were joined.
_JOINED = re.compile(
    r"(?<=\s)(?=(?:Denominaci[oó]n|C[oó]digo|Nivel(?: de cualificaci[oó]n(?: profesional)?)?|Familia [Pp]rofesional"
    r"|[ÁA]rea [Pp]rofesional|Competencia general|Entorno [Pp]rofesional|Cualificaci[oó]n profesional de referencia"
    r"|Relaci[oó]n de (?:unidades|m[oó]dulos)[^.:]{0,90}|Realizaciones profesionales[^.:]{0,40}"
    r"|Duraci[oó]n de la formaci[oó]n asociada)\s?:"
    r"|(?:I+[.)]\s)?IDENTIFICACI[OÓ]N DEL CERTIFICADO|(?:I+[.)]\s)?PERFIL PROFESIONAL DEL CERTIFICADO)"
    r"|(?<=DEL CERTIFICADO DE PROFESIONALIDAD)\s(?=\S)"
)
_FURNITURE = re.compile(
    r"bol[ei]t[ií]n oficial del estado|boe (?:num|n\.?º)|num\. \d+ .{0,200}\bpag\. \d+|cve: ?boe|verificable en|"
    r"https?://www\.boe\.es|(?:pagina|pag\.) ?\d+(?: de \d+)?$|sec\. [iv]+\. +pag\.|"
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo) \d+ de \w+ de \d{4}",
)

_LABELS: dict[str, str] = {
    "title": "denominacion",
    "code": "codigo",
    "family": "familia profesional",
    "area": "area profesional",
    "level": r"nivel(?: de cualificacion(?: profesional)?)?",
    "reference": r"cualificacion(?:es)? profesional(?:es)? de referencia",
    "units": r"(?:relacion de )?unidades de competencia(?: que .*)?",
    "general": "competencia general",
    "environment": "entorno profesional",
    "scope": "ambito profesional",
    "sectors": "sectores? productivos?",
    "occupations": r"ocupaciones y puestos de trabajo(?: (?:relacionados|relevantes|tipo))*",
    "duration": "duracion(?: de la formacion asociada)?",
    "modules": r"(?:relacion de )?modulos formativos(?: y .*)?|formacion asociada",
    "realisations": r"realizaciones profesionales(?: \(?rp\)?)?(?: y criterios de realizacion(?: \(?cr\)?)?)?",
    "context": "contexto profesional",
    "means": r"medios de produccion(?: y/?o? .*)?",
    "products": r"productos (?:y|o) resultados?(?: del trabajo)?",
    "information": r"informacion utilizada [yo] generada",
}
_LABEL_END = re.compile(r"\s*[:.]?\s*$|\s*:\s*")
_LABELLED = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
_BEGINS: dict[str, re.Pattern[str]] = {
    "unit": re.compile(r"unidad de competencia n?[.º°]*\s*\d+\s*[.:–-]*\s*(?P<rest>.*)"),
    "annex": re.compile(r"anexo [ivxlcdm\d]+\.?$"),
    "identification": re.compile(r"(?:i[.)]*\s*)?identificacion del certificado(?: de profesionalidad)?\.?$"),
    "qualification": re.compile(r"cualificacion profesional\s*:\s*(?P<rest>.*)"),
    "training": re.compile(
        r"(?:iii[.)]*\s*)?formacion del certificado(?: de profesionalidad)?\.?$|modulo formativo n?[.º°]*\s*\d+.*"
        r"|modulo de practicas profesionales.*"
    ),
}
_IN_PROFILE = frozenset({"general", "environment", "scope", "sectors", "occupations", "reference", "units", "modules"})
_FACTS = frozenset({"title", "code", "level", "family", "area", "duration"})
_DEFECTS = {
    "furniture": _("lines of the gazette's running headers and footers, not read: {n}"),
    "stray": _("paragraphs within a unit that are no realisation, criterion or context, not read: {n}"),
    "repeated": _("codes that stand twice in their unit; the second is marked #2: {n}"),
    "orphans": _("criteria without their realisation, put directly below the unit: {n}"),
    "again": _("qualifications or certificates that come again, loaded once: {n}"),
    "shared": _("units that stand in more than one qualification, loaded once: {n}"),
    "differing": _("units that come again with another text; the first is kept: {n}"),
    "uncoded": _("units or qualifications without a legible code, numbered here: {n}"),
    "untitled": _("units or qualifications without a legible title; their code stands for it: {n}"),
    "empty": _("units without legible realisations or criteria; only their title is known: {n}"),
    "wordless": _("codes of realisations or criteria without a text, not loaded: {n}"),
}
_WANTED = _("qualifications or certificates with units of competence (UC), realisations (RP) and criteria (CR)")


def recognises(path: Path) -> bool:
    """Return whether the file, or one in the folder, has units of competence with realisations and criteria."""
    needed = (_UNIT_CODE, re.compile(r"(?:^|\s)RP ?1\b"), re.compile(r"(?:^|\s)CR ?1 ?\. ?1\b"))
    return any_file(path, lambda text: all(pattern.search(text) for pattern in needed))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read decrees into one framework: qualification → unit of competence → realisation → criterion; raises InputError.

    A unit that stands in several qualifications is loaded once, below the first and `broader` for the others. What the
    identification and the professional context say stays in `extra`.
    """
    found, skipped, unread = collect(paths, _read, wanted=_WANTED)
    made = _Builder()
    for each in found:
        before = made.counts.copy()
        made.counts += each.parsed.counts
        for qualification in each.parsed.found:
            made.qualification(qualification, each.name)
        skipped += skipped_entries(made.counts - before, {what: (each.name, why) for what, why in _DEFECTS.items()})
    files = [each[:2] for each in found]
    return make_framework(name, _TITLE, files, made.entries.values(), skipped=tuple(skipped), unread=unread)


def _read(path: Path, data: bytes) -> Found[_Parser] | None:
    """Return what the document holds; None where it has no criteria."""
    document = read(path)
    parser = _Parser(document)
    has_criteria = any(one.what == "CR" for each in parser.found for unit in each.units for one in unit.coded)
    return Found(path.name, data, parser, document.skipped) if has_criteria else None


class _Line(NamedTuple):
    """One line: what it is (a code's kind, a label, a beginning, "text"), a code's number, and its text."""

    what: str
    number: str
    text: str


def _line(text: str) -> _Line:
    if coded := _CODED.match(text):
        return _Line(coded["kind"], re.sub(r"\s", "", coded["number"]), text[coded.end() :].strip())
    bare = text.lstrip("•·–—-* ")
    folded = fold_letters(bare)
    if _FURNITURE.match(folded):
        return _Line("furniture", "", text)
    for what, pattern in _BEGINS.items():
        if found := pattern.match(folded):
            rest = bare[found.start("rest") :] if "rest" in pattern.groupindex else ""
            return _Line(what, "", rest.strip())
    label = _LABELLED.match(folded)
    # Without a colon or the line's end behind it, a sentence only begins with the same words.
    if label and label.lastgroup and (sign := _LABEL_END.match(folded, label.end())):
        return _Line(label.lastgroup, "", bare[sign.end() :].strip())
    return _Line("text", "", text)


@dataclass(slots=True)
class _Coded:
    """A realisation (RP) or criterion (CR), its number as printed ("1", "1.1")."""

    what: str
    number: str
    text: str


@dataclass(slots=True)
class _Section:
    """A qualification with its units, or a unit with its realisations and criteria, all in their order.

    `facts` is by label what its identification says, or its context.
    """

    facts: dict[str, str] = field(default_factory=dict)
    units: list[_Section] = field(default_factory=list)
    coded: list[_Coded] = field(default_factory=list)


def _unit_code(text: str) -> str:
    """Return the code of a unit of competence as the catalogue writes it ("UC0481_3"), "" where there is none."""
    found = _UNIT_CODE.search(text)
    return f"UC{found[1].zfill(4)}_{found[2]}" if found else ""


class _Parser:
    """Reads a decree line by line; `found` are its qualifications and certificates."""

    def __init__(self, document: Document) -> None:
        self.found: list[_Section] = []
        self.counts: Counter[str] = Counter()
        self._unit: _Section | None = None
        self._into: tuple[dict[str, str], str] | _Coded | None = None  # what goes on in a line without code or label
        self._training = False
        for block in document.blocks:
            text = document.text[block.start : block.end]
            edges = [*dict.fromkeys([0, *(match.start() for match in _CODED.finditer(text))]), len(text)]
            for start, end in pairwise(edges):
                for part in _JOINED.split(text[start:end]):
                    if part.strip():
                        self._take(_line(part.strip()))
        self.found = [each for each in self.found if each.units]

    def _take(self, line: _Line) -> None:
        if line.what == "furniture":
            self.counts["furniture"] += 1
        elif line.what in ("annex", "identification", "qualification", "unit"):
            self._begin(line)
        elif line.what == "training":
            self._training, self._unit, self._into = True, None, None
        elif self._training:
            return
        elif self._unit is not None and line.what in ("RP", "CR"):
            self._into = _Coded(*line)
            self._unit.coded.append(self._into)
        elif line.what == "realisations":
            self._into = None
        elif line.what in _LABELS and self.found:
            owner = self.found[-1] if self._unit is None or line.what in _IN_PROFILE else self._unit
            self._fact(owner.facts, line.what, line.text)
        else:
            self._text(line.text)

    def _begin(self, line: _Line) -> None:
        self._training, self._unit, self._into = False, None, None
        last = self.found[-1] if self.found else None
        # An annex and its identification are two lines of one qualification.
        if last is None or (line.what != "unit" and (last.units or last.facts)):
            last = _Section()
            self.found.append(last)
        if line.what == "unit":
            self._unit = _Section()
            last.units.append(self._unit)
        if line.what in ("qualification", "unit"):
            self._fact((self._unit or last).facts, "title", line.text)

    def _fact(self, facts: dict[str, str], name: str, text: str) -> None:
        """Read a label with its value, or with the value on the lines below it; the first one counts."""
        self._into = None if facts.get(name) or (text and name in _FACTS) else (facts, name)
        facts[name] = facts.get(name) or text

    def _text(self, text: str) -> None:
        """Append a line without code or label to what is above it, unless that has ended."""
        into = self._into
        if isinstance(into, tuple):
            facts, name = into
            facts[name] = f"{facts[name]}\n{text}".strip()
            self._into = None if name in _FACTS else into
        elif into is None:
            self.counts["stray"] += self._unit is not None
        elif into.text.endswith(".") and not text.lstrip("•–—- ")[:1].islower() and text[:1] not in "•–—-":
            self.counts["stray"] += 1
        else:
            into.text = f"{into.text} {text}".strip()


class _Builder:
    """The entries so far, by code, and what was wrong with them."""

    def __init__(self) -> None:
        self.entries: dict[str, Competency] = {}
        self.counts: Counter[str] = Counter()

    def qualification(self, read: _Section, file: str) -> None:
        """Add a qualification or certificate with its units, of the file of this name."""
        facts = read.facts
        printed = _QUALIFICATION_CODE.search(facts.get("code", ""))
        code = printed[0].replace(" ", "") if printed else self._numbered("CP")
        if code in self.entries:
            self.counts["again"] += 1
        else:
            kind = "cualificación profesional" if "_" in code else "certificado de profesionalidad"
            extra = {name: facts[name] for name in _IDENTIFICATION if facts.get(name)} | {"file": file}
            entry = self._entry(code, kind, facts, extra)
            self.entries[code] = replace(entry, description=facts.get("general", ""))
        listed = {known: line for line in facts.get("units", "").split("\n") if (known := _unit_code(line))}
        for place, unit in enumerate(read.units):
            known = _unit_code(unit.facts.get("code", "")) or _unit_code(unit.facts.get("title", ""))
            known = known or next(iter([*listed][place:]), "") or self._numbered(f"{code}/UC")
            title = listed.get(known, "").partition("_")[2][1:].lstrip(" :.–-")
            self._unit(unit, known, code, {"title": title} | {k: v for k, v in unit.facts.items() if v})

    def _unit(self, unit: _Section, code: str, parent: str, facts: Mapping[str, str]) -> None:
        below = list(self._below(code, unit))
        entry = self._entry(
            code, "unidad de competencia", facts, {name: facts[name] for name in _CONTEXT if name in facts}
        )
        if code not in self.entries:
            self.counts["empty"] += not below
            entry = replace(entry, parent=parent, title_only=not below)
            self.entries |= {each.code: each for each in (entry, *below)}
            return
        # A unit that is loaded already stands below this qualification too.
        first = self.entries[code]
        known = {each.statement for each in self.entries.values() if each.code.startswith(f"{code}/")}
        self.counts["differing" if {each.statement for each in below} - known else "shared"] += 1
        if parent not in (first.parent, *first.broader):
            self.entries[code] = replace(first, broader=(*first.broader, parent))

    def _entry(self, code: str, kind: str, facts: Mapping[str, str], extra: Mapping[str, str]) -> Competency:
        title = " ".join(facts.get("title", "").split())
        self.counts["untitled"] += not title
        level = next((char for char in facts.get("level", "") if char in "12345"), None)
        level = level or (code[-1] if "_" in code else None)
        return Competency(code, title or code, kind, level=level, extra=extra)

    def _below(self, code: str, unit: _Section) -> Iterator[Competency]:
        """Return realisations, each with its criteria behind it, then the criteria of none."""
        worded = [each for each in unit.coded if each.text]
        self.counts["wordless"] += len(unit.coded) - len(worded)
        realisations = [each for each in worded if each.what == "RP"]
        of: dict[str, list[_Coded]] = {each.number: [] for each in realisations}
        orphans: list[_Coded] = []
        for each in worded:
            if each.what == "CR":
                of.get(each.number.partition(".")[0], orphans).append(each)
        self.counts["orphans"] += len(orphans)
        made = self._coded(code, "realización profesional", realisations)
        for each, realisation in zip(realisations, made, strict=True):
            yield realisation
            if realisation.code.endswith(f"/RP{each.number}"):
                yield from self._coded(realisation.code, "criterio de realización", of[each.number])
        yield from self._coded(code, "criterio de realización", orphans)

    def _coded(self, parent: str, kind: str, coded: Sequence[_Coded]) -> list[Competency]:
        printed = [f"{parent}/{each.what}{each.number}" for each in coded]
        self.counts["repeated"] += len(printed) - len(set(printed))
        codes = unique_codes(printed)
        return [Competency(own, each.text, kind, parent) for own, each in zip(codes, coded, strict=True)]

    def _numbered(self, prefix: str) -> str:
        self.counts["uncoded"] += 1
        return f"{prefix}{self.counts['uncoded']}"
