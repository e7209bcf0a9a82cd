"""The rooms, equipment, material and staff that a standard needs, against what a programme names.

What these are called stands in the table that ships, `resources.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from corpora import Competency, Framework, InputError, Passage, Text
from corpora.text import fold_letters
from corpora.vocabulary import name_of
from mapper.industry.transversal.findings import named
from mapper.matching.phrases import number, whole_pattern
from mapper.matching.records import criterion_kind
from mapper.programmes.facilities.records import Brought, Resource, StaffStandard, ThingKind

_SHORT = 14
"""Words up to which a support is a list of things, read part by part; a longer one is a sentence about them."""
_HEAD = 2
_BRACKETS = re.compile(r"\([^()]*\)")
_PARTS = re.compile(r"[,;]\s+(?:y |e |o |and |or )?|\s+(?:y|e|o|and|or)\s+|[.;,]+\s*$|\.\s+")
_TAIL = re.compile(r"\s(?:con|que|para|de al menos|with|for|which)\s.*$", re.DOTALL)
_FIRST = re.compile(r"^(?:(?:el|la|los|las|un|una|unos|unas|the|a|an|al menos|su|sus|\d+)\s+)+", re.IGNORECASE)
# What is known or shown as an attitude names things that nobody needs to have at hand for it.
_TAUGHT_BY_WORDS = ("conocimiento", "actitud")
_READINGS = re.compile(r"(?:bibliograf|lecturas|fuentes|webgraf|references|reading|bibliograph)")
_SECTION_ROLES = ("other", "activity", "evaluation")


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its first wording, its kind, and all wordings in both languages, singular and plural, folded."""

    name: str
    kind: ThingKind
    pattern: re.Pattern[str]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("resources.toml").read_text(encoding="utf-8"))


@cache
def _things() -> tuple[Thing, ...]:
    groups = _table()["things"]
    return tuple(Thing(names[0], group["kind"], _pattern(names)) for group in groups for names in group["names"])


@cache
def _heads(kind: str) -> re.Pattern[str]:
    """What the heading of a section on equipment or staff begins with, folded and without its number."""
    return re.compile(rf"{_table()[kind].replace(chr(10), '')}(?!\w)")


@cache
def dual_words(kind: str) -> re.Pattern[str]:
    """What decides where a criterion can be learnt: "real" work, "documents", what may be "simulated"."""
    return _pattern(_table()["dual"][kind])


def _pattern(names: list[str]) -> re.Pattern[str]:
    """Wordings with the plural of their first word and, in Spanish, of what agrees with it."""
    return whole_pattern("|".join(map(number, sorted(names, key=lambda name: (-len(name), name)))))


def _found(text: str) -> Iterator[tuple[Thing, int, int]]:
    """The things that a text names, in its order; of two that overlap the longer."""
    plain = fold_letters(text)
    hits = [(m.start(), m.end(), thing) for thing in _things() for m in thing.pattern.finditer(plain)]
    end = 0
    for start, stop, thing in sorted(hits, key=lambda hit: (hit[0], hit[0] - hit[1])):
        if start >= end:
            yield thing, start, stop
            end = stop


def brought(framework: Framework, code: str, passages: Sequence[Passage]) -> Brought:
    """What a standard asks for besides teaching it, and where the programme names it.

    The standard names it in its evaluation's supports ("apoyos/requerimientos") and in its criteria. The programme
    names it in its sections on rooms, equipment, resources and staff; what an outcome has students use is no sign
    that the school has it.

    Of a standard known by its title only, nothing is known. The passages are all of the programme, what is not mapped
    among them. Raises InputError: the framework has no such code.
    """
    if (standard := framework.find(code)) is None:
        raise InputError(
            "{name}: has no '{code}'⟦; 'curmap framework list' shows the frameworks⟧", name=framework.name, code=code
        )
    sections = tuple(filter(is_on_resources, passages))
    return Brought(
        framework=framework.name,
        code=code,
        resources=tuple(_looked_up(resource, thing, sections) for resource, thing in _asked(framework, standard)),
        said=bool(texts_of(standard, "requirements")),
        practice=texts_of(standard, "practice"),
        sections=sections,
    )


def is_on_resources(passage: Passage, kinds: Sequence[str] = ("heads", "staff_heads")) -> bool:
    """Whether a passage stands in a section on rooms, equipment or material ("heads"), or on staff."""
    titles = [name_of(title) for title in passage.section]
    on = any(_heads(kind).match(title) for kind in kinds for title in titles)
    return passage.role in _SECTION_ROLES and on and not any(map(_READINGS.match, titles))


def entries_below(framework: Framework, code: str) -> Iterator[Competency]:
    """The criteria of a standard or element, in the framework's order."""
    inside, parents = {code}, set(framework.parents.values())
    for competency in framework.competencies:
        if competency.parent in inside:
            inside.add(competency.code)
            if competency.code not in parents:
                yield competency


def texts_of(standard: Competency, field: str) -> tuple[str, ...]:
    """What the standard's document says under a heading, text by text; () where it says nothing."""
    value: Any = standard.extra.get(field) or ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _asked(framework: Framework, standard: Competency) -> Iterator[tuple[Resource, Thing | None]]:
    """Each thing once, where it is first named: in the supports, then in the criteria."""
    criteria = [c for c in entries_below(framework, standard.code) if criterion_kind(c.kind) not in _TAUGHT_BY_WORDS]
    asked = [
        (name, thing, Resource(name, "", "other", "requirements", standard.code, text))
        for text in texts_of(standard, "requirements")
        for name, thing in _in_support(text)
    ]
    asked += [
        (c.statement[start:end], thing, Resource("", "", "other", "criterion", c.code, c.statement))
        for c in criteria
        for thing, start, end in _found(c.statement)
    ]
    seen: set[str] = set()
    for name, thing, resource in asked:
        term = thing.name if thing else " ".join(fold_letters(name).split()[:_HEAD])
        if term not in seen:
            seen.add(term)
            yield replace(resource, name=name, term=term, kind=thing.kind if thing else "other"), thing


def _in_support(text: str) -> Iterator[tuple[str, Thing | None]]:
    """The things of one support, as printed, each with what it is called here, if anything."""
    plain = _BRACKETS.sub("", text)
    listed = len(plain.split()) <= _SHORT
    if listed:
        for part in _PARTS.split(plain):
            name = _TAIL.sub("", _FIRST.sub("", part.strip())).strip(" .:;,")
            if name:
                yield name, next((thing for thing, start, _ in _found(name) if not name[:start].strip()), None)
    rest = " ".join(_BRACKETS.findall(text)) if listed else text
    hits = [(rest[start:end], thing) for thing, start, end in _found(rest)]
    yield from hits
    if not hits and not listed:
        yield text.strip(), None


def _looked_up(resource: Resource, thing: Thing | None, sections: Sequence[Passage]) -> Resource:
    pattern = thing.pattern if thing else whole_pattern(number(resource.term))
    return replace(resource, named=tuple(one for one in sections if pattern.search(fold_letters(one.text))))


def staff(frameworks: Sequence[Framework], passages: Sequence[Passage]) -> tuple[StaffStandard, ...]:
    """The standards for instructors, in the table's order, with the passages that name their codes.

    A code that the loaded registry lacks is marked absent. "EC0217_01" and "EC0217.01" are one, "EC0217" is another.
    """
    found = []
    for row in _table()["staff"]:
        for one in named(tuple(row["standards"]), Text(row["es"], row["en"]), frameworks):
            code = whole_pattern(fold_letters(one.code).replace(".", "[._]") + r"(?![._]\d)")
            naming = tuple(passage for passage in passages if code.search(fold_letters(passage.text)))
            found.append(StaffStandard(one.code, one.title, one.absent, one.purpose, naming))
    return tuple(found)
