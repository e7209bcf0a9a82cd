"""INCUAL (Spain): decrees of qualifications and of certificates of professionalism, in any format that is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.files import counted, digest
from corpora.frameworks.hierarchy import unique
from corpora.frameworks.incual_parse import (
    DEFECTS,
    WANTED,
    Entry,
    Parser,
    Qualification,
    Unit,
    lines,
    looks_so,
    qualification_code,
    unit_code,
)
from corpora.frameworks.norm_files import any_file, collect
from corpora.records import Competency, Document, Framework

TITLE = "INCUAL: cualificaciones y certificados de profesionalidad"

_CONTEXT = ("means", "products", "information", "context")
_IDENTIFICATION = ("family", "area", "reference", "environment", "scope", "sectors", "occupations", "duration")


def recognises(path: Path) -> bool:
    """Whether the file, or one in the folder, has units of competence with realisations and criteria."""
    return any_file(path, looks_so)


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read decrees into one framework: qualification → unit of competence → realisation → criterion.

    A unit that stands in several qualifications is loaded once, below the first and `broader` for the others. What the
    identification and the professional context say stays in `extra`.

    Args:
        paths: files and folders, at least one.
        name: by which users will call the framework.

    Raises:
        InputError: none of the files can be read and is such a decree.
    """
    found, skipped, unread = collect(paths, _parse, wanted=WANTED)
    made = _Made()
    for each in found:
        before = made.counts.copy()
        made.counts += each.parsed.counts
        for qualification in each.parsed.found:
            made.qualification(qualification, each.name)
        told = made.counts - before
        skipped += counted((told[what], each.name, es, en) for what, (es, en) in DEFECTS.items())
    checksum = digest([(each.name, each.data) for each in found])
    return Framework(
        name=name,
        title=TITLE,
        version=checksum[:12],
        sha256=checksum,
        source=", ".join(sorted({each.name for each in found})),
        competencies=tuple(made.entries.values()),
        skipped=tuple(skipped),
        unread=unread,
    )


def _parse(path: Path, document: Document) -> Parser | None:  # noqa: ARG001 - see `collect`
    parser = Parser()
    parser.read(lines(document))
    return parser if any(unit.criteria for each in parser.found for unit in each.units) else None


class _Made:
    """The entries so far, by code, and what was wrong with them."""

    def __init__(self) -> None:
        self.entries: dict[str, Competency] = {}
        self.counts: Counter[str] = Counter()

    def qualification(self, read: Qualification, file: str) -> None:
        """A qualification or certificate with all its units."""
        facts = read.facts
        code = qualification_code(facts.get("code", "")) or self._numbered("CP")
        if code not in self.entries:
            self._root(code, facts, file)
        else:
            self.counts["again"] += 1
        listed = [line for line in facts.get("units", "").split("\n") if unit_code(line)]
        for place, unit in enumerate(read.units):
            self._unit(unit, code, listed, place)

    def _root(self, code: str, facts: dict[str, str], file: str) -> None:
        extra: dict[str, Any] = {name: facts[name] for name in _IDENTIFICATION if facts.get(name)} | {"file": file}
        self.entries[code] = Competency(
            code=code,
            statement=self._title(facts, code),
            kind="cualificación profesional" if "_" in code else "certificado de profesionalidad",
            description=facts.get("general", ""),
            level=_level(facts.get("level", "")) or (code[-1] if "_" in code else None),
            extra=extra,
        )

    def _unit(self, unit: Unit, parent: str, listed: Sequence[str], place: int) -> None:
        code = unit_code(unit.facts.get("code", "")) or unit_code(unit.facts.get("title", ""))
        if not code and place < len(listed):
            code = unit_code(listed[place])
        code = code or self._numbered(f"{parent}/UC")
        printed = next((line for line in listed if unit_code(line) == code), "")
        facts = {"title": printed.partition("_")[2][1:].lstrip(" :.–-")} | {k: v for k, v in unit.facts.items() if v}
        below = list(self._below(code, unit))
        entry = Competency(
            code=code,
            statement=self._title(facts, code),
            kind="unidad de competencia",
            parent=parent,
            level=_level(facts.get("level", "")) or (code[-1] if "_" in code else None),
            title_only=not below,
            extra={name: facts[name] for name in _CONTEXT if name in facts},
        )
        if code in self.entries:
            self._again(entry, below)
            return
        self.counts["empty"] += not below
        self.entries |= {each.code: each for each in (entry, *below)}

    def _again(self, entry: Competency, below: Sequence[Competency]) -> None:
        """A unit that is loaded already: it stands below this qualification too."""
        first = self.entries[entry.code]
        known = {each.statement for each in self.entries.values() if each.code.startswith(f"{entry.code}/")}
        self.counts["differing" if {each.statement for each in below} - known else "shared"] += 1
        if entry.parent and entry.parent not in (first.parent, *first.broader):
            self.entries[entry.code] = replace(first, broader=(*first.broader, entry.parent))

    def _below(self, code: str, unit: Unit) -> Iterator[Competency]:
        """Realisations, each with its criteria behind it, then the criteria of none."""
        realisations = [entry for entry in unit.realisations if entry.text]
        criteria = [entry for entry in unit.criteria if entry.text]
        self.counts["wordless"] += len(unit.realisations) + len(unit.criteria) - len(realisations) - len(criteria)
        numbers = {entry.number for entry in realisations}
        orphans = [entry for entry in criteria if entry.number.partition(".")[0] not in numbers]
        self.counts["orphans"] += len(orphans)
        for entry, own in zip(realisations, self._codes(code, "RP", realisations), strict=True):
            yield Competency(own, entry.text, "realización profesional", code)
            if own.endswith(f"/RP{entry.number}"):
                inside = [each for each in criteria if each.number.partition(".")[0] == entry.number]
                yield from self._criteria(own, inside)
        yield from self._criteria(code, orphans)

    def _criteria(self, parent: str, entries: Sequence[Entry]) -> Iterator[Competency]:
        for entry, own in zip(entries, self._codes(parent, "CR", entries), strict=True):
            yield Competency(own, entry.text, "criterio de realización", parent)

    def _codes(self, parent: str, prefix: str, entries: Sequence[Entry]) -> list[str]:
        printed = [f"{parent}/{prefix}{entry.number}" for entry in entries]
        self.counts["repeated"] += len(printed) - len(set(printed))
        return list(unique(printed))

    def _title(self, facts: dict[str, str], code: str) -> str:
        title = " ".join(facts.get("title", "").split())
        self.counts["untitled"] += not title
        return title or code

    def _numbered(self, prefix: str) -> str:
        self.counts["uncoded"] += 1
        return f"{prefix}{self.counts['uncoded']}"


def _level(text: str) -> str | None:
    return next((char for char in text if char in "12345"), None)
