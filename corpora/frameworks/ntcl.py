"""NTCL: Mexico's norms before the Estándares de Competencia, of 1998 to 2005 and of 2007 to 2009.

Of either generation only beginnings of documents could be had, of a qualification, of a unit that stands by itself and
of a gazette with several norms: the loader reads what is known of their form, and says of each norm what it did not
find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpora.files import skipped_entry
from corpora.frameworks.conocer import Standard, parse
from corpora.frameworks.hierarchy import make_framework
from corpora.frameworks.norm_files import Found, any_file, collect, read_pages
from corpora.items import marker
from corpora.readers import read
from corpora.records import Competency, Document, Framework, Skipped, Text
from corpora.text import fold_letters
from corpora.translation import _

_QUALIFICATION = re.compile(r"(?<![A-Z])C[A-ZÑ]{3}\d{4}\.\d{2}(?!\d)")
_UNIT = re.compile(r"(?<![A-Z])U[A-ZÑ]{3}\d{4}\.\d{2}(?!\d)")
_ELEMENT = re.compile(r"(?<![A-Za-z])E\d{5}(?!\d)")
_NORM = re.compile(r"(?<![A-Z])N[A-ZÑ]{4}\d{3}\.\d{2}(?!\d)")
"""A norm of 2007 to 2009, nearly in the form of an Estándar de Competencia."""
_OWN_CODE = re.compile(rf"(?P<norm>{_NORM.pattern})|{_QUALIFICATION.pattern}|{_UNIT.pattern}")
_LEVELS = ("calificación", "unidad de competencia", "elemento")

_FIELD = "campo de aplicación"
# What stands under a heading, how the codes of what an element asks for name it, and the heading.
_GROUPS: dict[str, tuple[str, re.Pattern[str]]] = {
    "criterio de desempeño": ("criterio", re.compile(r"criterios? de desempeno[s:.]*$")),
    _FIELD: ("", re.compile(r"campos? de aplicacion[:.]*$")),
    "evidencia por desempeño": ("desempeno", re.compile(r"(?:evidencias? )?(?:por|de) desempenos?[:.]*$")),
    "evidencia por producto": ("producto", re.compile(r"(?:evidencias? )?(?:por|de) productos?[:.]*$")),
    "evidencia de conocimiento": ("conocimiento", re.compile(r"(?:evidencias? )?(?:de|por) conocimientos?[:.]*$")),
    "evidencia de actitud": ("actitud", re.compile(r"(?:evidencias? )?(?:de|por) actitud(?:es)?[:.]*$")),
    "lineamientos": ("", re.compile(r"lineamientos(?: generales)?(?: para la evaluacion)?[:.]*$")),
    "glosario": ("", re.compile(r"glosario(?: de terminos)?[:.]*$")),
}
_KINDS = {group: short for group, (short, _heading) in _GROUPS.items() if short}
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
    "area": re.compile(r"area (?:de competencia|ocupacional)\s*:?\s*|area\s*:\s*"),
    "subarea": re.compile(r"subarea de competencia\s*:?\s*|subarea\s*:\s*"),
    "approved": re.compile(r"fecha de aprobacion.{0,40}?\s*:\s*"),
    "published": re.compile(r"fecha de publicacion.{0,40}?\s*:\s*"),
    "coverage": re.compile(r"cobertura(?: de la (?:calificacion|norma))?\s*:\s*"),
}
_FREE = "distribucion gratuita"
_FURNITURE = re.compile(
    rf"{_FREE}|normas? tecnicas? de competencia laboral$|diario oficial|\(\w+ seccion\)|pagina \d+|"
    r"consejo (?:nacional )?de normalizacion y certificacion|(?:©|\(c\))? ?derechos reservados"
)
# The second line of one of them.
_FURNITURE_GOES_ON = re.compile(
    r"(?:de competencias? )?laboral(?:es)?\.?(?: \d+)?$|normalizado de competencia laboral y de certificacion"
)
# What an element is called over at most eight lines: its title first, then its code.
_HEAD = re.compile(
    rf"^referencia\W+t[íi]tulo(?: del elemento)?\W*\n(?P<title>(?:.*\n){{0,7}}?.*?)(?P<code>{_ELEMENT.pattern}).*$",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINS = re.compile(r"(?:[i1l][\W]*)?datos generales(?: de la (?:calificacion|norma|ntcl).*)?\W*$")
_CODE_LABEL = re.compile(r"c[óo]digo\s*[:.]*", re.IGNORECASE)
_REFERENCE = re.compile(r"^\d+ de \d+\W*")
# A unit's title and class in one row of a table.
_CLASSED = re.compile(r"(.+)\s(Básica|Genérica|Específica|Obligatoria|Optativa)")
_TITLE = "CONOCER: Normas Técnicas de Competencia Laboral (NTCL)"
_WANTED = _("Normas Técnicas de Competencia Laboral (NTCL)")
_HEADING = re.compile(
    r"(?:[ivx1l]+\W*)?(?:perfil|elementos que conforman|datos generales|proposito|descripcion|nivel)\b"
)
_NTCL = re.compile(
    r"\b(?:(?P<of>de la )|la )?(?:norma t[ée]cnica de competencia laboral(?: \(NTCL\))?|NTCL)\b", re.IGNORECASE
)
_LEVEL = re.compile(r"^nivel(?=\s*:)", re.IGNORECASE)
_CODED = re.compile(rf"^(?P<label>(?:c[óo]digo\W*)?){_NORM.pattern}", re.IGNORECASE)
_ONLY_LABEL = re.compile(r"\w+\s*:")
_FIELDS = frozenset({"title", "purpose", "level"})
"""Facts that have a field of their own in an entry."""


@dataclass(slots=True)
class _Section:
    """A qualification, unit or element: its facts by label, what it has below it by code, an element's texts by group.

    A unit or qualification whose code is not printed is "".
    """

    code: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, _Section] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

    def has_criteria(self) -> bool:
        """Return whether it, or something below it, has criteria or evidences."""
        return not _KINDS.keys().isdisjoint(self.groups) or any(part.has_criteria() for part in self.parts.values())


def recognises(path: Path) -> bool:
    """Return whether the file, or one in the folder, has the codes and headings of such norms."""

    def looks_so(text: str) -> bool:
        unit, qualification = _UNIT.search(text), _QUALIFICATION.search(text)
        folded = fold_letters(text) if unit or _NORM.search(text) else ""
        competent = "competente" in folded and "estandar de competencia" not in folded
        if "datos generales" not in folded:
            return bool(unit and competent and _ELEMENT.search(text))  # a unit that stands by itself
        return bool((unit and qualification) or competent)

    return any_file(path, looks_so)


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read documents with norms: qualification → unit → element → criteria and evidences; raises InputError."""
    found, skipped, unread = collect(paths, _read, wanted=_WANTED)
    kept: dict[str, Standard] = {}
    for each in found:
        again = 0
        norms, furniture = each.parsed
        for norm in norms:
            code = norm.entries[0].code
            again += code in kept
            if kept.setdefault(code, norm) is norm:
                skipped += [Skipped(each.name, _("{code}: {d}", code=code, d=d)) for d in norm.defects]
        skipped += skipped_entry(each.name, again, _("norms that repeat, loaded once: {n}"))
        skipped += skipped_entry(each.name, furniture, _("lines of running headers and footers, not read: {n}"))
    entries = [entry for norm in kept.values() for entry in norm.entries]
    return make_framework(name, _TITLE, [each[:2] for each in found], entries, skipped=tuple(skipped), unread=unread)


def _read(path: Path, data: bytes) -> Found[tuple[list[Standard], int]] | None:
    """Return the norms of a document and how many lines are running headers and footers; None without a norm."""
    document = read(path)
    parts, furniture = _segments(_lines(path, document))
    norms: list[Standard] = []
    for part in parts:
        # The first code is the norm's own; one of 2007 may name the qualification whose place it takes.
        coded = next(filter(None, map(_OWN_CODE.search, part)), None)
        if coded and coded["norm"]:
            pages = (tuple(map(_as_standard, part)),)
            norms.append(parse(pages, document.name, code=coded["norm"]))
        elif coded:
            norms += _older(part, document.name, len(norms) + 1)
    return Found(path.name, data, (norms, furniture), document.skipped) if norms else None


def _lines(path: Path, document: Document) -> list[str]:
    """Return the lines as printed, since headers and footers stand between them; else the paragraphs."""
    if document.format in ("pdf", "plain"):
        printed = [line.strip(" *#") for page in read_pages(path) for line in page]
        if any(printed):
            return [line for line in printed if line]
    return [document.text[block.start : block.end] for block in document.blocks]


def _segments(lines: Sequence[str]) -> tuple[list[list[str]], int]:
    """Return the lines of each norm of a document, running headers and footers left out and counted.

    A header that repeats a norm's code with its title stands in the middle of lists; its first time is the title.
    """
    kept: list[str] = []
    starts: list[int] = []
    seen: set[str] = set()
    goes_on = False
    for at, line in enumerate(lines):
        folded = fold_letters(line)
        again = folded in seen and _is_coded(line) and not _CODE_LABEL.search(line)
        number = line.isdigit() and _FREE in map(fold_letters, lines[max(at - 1, 0) : at + 2])  # of the page
        goes_on = bool(_FURNITURE.match(folded)) or (goes_on and bool(_FURNITURE_GOES_ON.match(folded)))
        seen.add(folded)
        if goes_on or again or number:
            continue
        if _BEGINS.match(folded):
            # The last lines above it, from the one with a code on, name the norm that begins here.
            above = range(max(len(kept) - 3, *starts[-1:], 0), len(kept))
            starts.append(next((n for n in above if _is_coded(kept[n])), len(kept)))
        kept.append(line)
    if not starts:  # a unit that stands by itself has no such part
        starts = [at for at, line in enumerate(kept) if _UNIT.search(line)][:1]
    return [kept[start:end] for start, end in pairwise([*starts, len(kept)])], len(lines) - len(kept)


def _is_coded(line: str) -> bool:
    return bool(_QUALIFICATION.search(line) or _NORM.search(line))


def _as_standard(line: str) -> str:
    """Return a heading in the words of an Estándar de Competencia, and the norm's code where that one has its own."""
    if _HEADING.match(fold_letters(line)):
        line = _NTCL.sub(lambda found: f"{'del' if found['of'] else 'el'} Estándar de Competencia", line)
    return _LEVEL.sub("Nivel de competencia", _CODED.sub(r"\g<label>EC0000", line))


def _older(lines: Sequence[str], file: str, number: int) -> Iterator[Standard]:
    """Read the qualification of these lines, or its units, each a norm, where they stand by themselves."""
    parser = _Parser()
    for line in _HEAD.sub(_code_first, "\n".join(lines)).split("\n"):
        parser.line(line)
    read = parser.found
    alone = not read.code and not read.facts and bool(read.parts) and "" not in read.parts
    defects = tuple(_missing(read, parser.stray, alone=alone))
    for norm in read.parts.values() if alone else [read]:
        code = norm.code or f"NTCL{number}"
        root, *below = _entries(norm, code, None, 1 if alone else 0)
        yield Standard((replace(root, extra={**root.extra, "file": file}), *below), defects)
        defects = ()


def _code_first(head: re.Match[str]) -> str:
    """Return an element's code before its title, which stands above it in some norms.

    "Referencia Título del Elemento", "1 Ajustar los mecanismos", "de 2 E07002Código".
    """
    title = re.sub(r"^\W*\d+\s+|\s*\bde\s+\d+\s*$", "", " ".join(head["title"].split()))
    return f"{head['code']}\nTítulo: {title}"


def _entries(section: _Section, code: str, parent: str | None, depth: int) -> Iterator[Competency]:
    """Return the entry of a part and of all below it; one whose code is not printed has none of its own."""
    facts = section.facts
    if section.code or depth == 0:
        extra: dict[str, Any] = {name: text for name, text in facts.items() if name not in _FIELDS}
        if applied := section.groups.get(_FIELD):
            extra["field_of_application"] = applied
        yield Competency(
            code,
            facts.get("title", code.rpartition("/")[2]),
            _LEVELS[depth],
            parent,
            description=facts.get("purpose", ""),
            level=facts.get("level"),
            title_only=not section.has_criteria(),
            extra=extra,
        )
    for part in section.parts.values():
        yield from _entries(part, f"{code}/{part.code}".rstrip("/"), code, depth + 1)
    for kind, short in _KINDS.items():
        # "Orden:" with nothing behind it asks for nothing.
        texts = (text for text in section.groups.get(kind, ()) if not _ONLY_LABEL.fullmatch(text))
        for place, text in enumerate(texts, 1):
            yield Competency(f"{code}/{short}/{place}", text, kind, code)


def _missing(read: _Section, stray: int, *, alone: bool) -> Iterator[Text]:
    """Return what was not found, each part of the form by itself."""
    elements = [element for unit in read.parts.values() for element in unit.parts.values()]
    absent = (
        (not alone and "title" not in read.facts, _("the title was not found")),
        (not alone and "level" not in read.facts, _("the level was not found")),
        (not alone and not read.code, _("the code was not found; it is numbered here")),
        (not read.parts or "" in read.parts, _("the unit of competence was not found")),
        (not elements, _("no element was found")),
    )
    yield from (why for is_absent, why in absent if is_absent)
    lacking = {_("a title"): sum(not element.facts for element in elements)}
    for group in (*list(_KINDS)[:4], _FIELD):
        lacking[_("'{kind}'", kind=group)] = sum(group not in element.groups for element in elements)
    for what, count in lacking.items():
        if count:
            yield _("elements without {what}: {count}", what=what, count=count)
    if stray:
        yield _("lines of which it is not known to what they belong, not read: {stray}", stray=stray)


class _Parser:
    """Reads one qualification line by line; never fails."""

    def __init__(self) -> None:
        self.found = _Section()
        self.stray = 0
        self._path = [self.found]  # from the qualification down to what is read now
        self._group = ""
        self._wanted = ""  # a label whose value comes on the next line
        self._open: tuple[dict[str, str], str] | None = None  # a title or fact that may go on there

    def line(self, text: str) -> None:
        """Take the next line."""
        folded = fold_letters(text)
        before, self._open = self._open, None
        group = next((name for name, (_short, heading) in _GROUPS.items() if heading.match(folded)), "")
        if self._enter(text) or _SILENT.match(folded) or _BEGINS.match(folded) or _CODE_LABEL.fullmatch(text):
            return
        if group:
            self._group, self._wanted = group, ""
        elif not self._label(text) and not (before and self._goes_on(before, text)):
            self._text(text)

    def _enter(self, text: str) -> bool:
        """Go to the qualification, unit or element whose code the line has; whether the line is used up by it."""
        bare = _CODE_LABEL.sub("", text).strip()
        if (found := _QUALIFICATION.search(bare)) and (not self.found.code or found.start() == 0):
            self.found.code = self.found.code or found[0]
        elif found := _UNIT.search(bare):
            self._path = [self.found, self.found.parts.setdefault(found[0], _Section(found[0]))]
            self._group = ""
        elif found := _ELEMENT.search(bare):
            code, units = found[0], self.found.parts
            last = self._path[1] if len(self._path) > 1 else None
            owner = next((unit for unit in (last, *units.values()) if unit and code in unit.parts), last)
            owner = owner or units.setdefault("", _Section())
            self._path = [self.found, owner, owner.parts.setdefault(code, _Section(code))]
            self._group = ""
        else:
            return False
        self._wanted = "" if "title" in self._path[-1].facts else "title"
        rest = _REFERENCE.sub("", f"{bare[: found.start()]} {bare[found.end() :]}".strip(" :.-–"))
        if classed := _CLASSED.fullmatch(rest):
            rest, self._path[-1].facts["class"] = classed.groups()
        if rest and not _SILENT.match(fold_letters(rest)) and not self._label(rest):
            self._put("title", rest)
        return True

    def _label(self, text: str) -> bool:
        """Read a label with its value, or with the value on the next line; whether the line is one."""
        folded = fold_letters(text)
        for name, pattern in _LABELS.items():
            label = None if self._group and name != "title" else pattern.match(folded)
            if label and (label.end() == len(text) or ":" in label[0] or name in ("title", "level")):
                value = text[label.end() :].strip()
                self._wanted = "" if value else name
                if value:
                    self._put(name, value)
                return True
        return False

    def _put(self, name: str, value: str) -> None:
        self._wanted = ""
        facts = self._path[-1].facts
        if len(self._path) < len(_LEVELS) or name == "title":
            self._open = None if name in facts else (facts, name)
            facts.setdefault(name, value)

    def _goes_on(self, before: tuple[dict[str, str], str], text: str) -> bool:
        """Return whether the line goes on with the title or fact on the line before, which then has it."""
        facts, name = before
        if facts[name].endswith(".") or not text[:1].islower():
            return False
        facts[name] = f"{facts[name]} {text}"
        self._open = before
        return True

    def _text(self, text: str) -> None:
        if self._wanted:
            self._put(self._wanted, text)
        elif len(self._path) < len(_LEVELS) or self._group not in (_FIELD, *_KINDS):
            self.stray += 1
        else:
            items = self._path[-1].groups.setdefault(self._group, [])
            begins = marker(text)
            bare = text[begins.end() :] if begins else text
            if self._group == _FIELD:
                items.append(text)
            elif not begins and items and (not items[-1].endswith((".", ";")) or text[:1].islower()):
                items[-1] = f"{items[-1]} {text}"  # the sentence goes on
            elif bare:
                items.append(bare)
