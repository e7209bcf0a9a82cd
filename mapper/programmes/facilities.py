"""The resources that a standard needs: rooms, equipment and staff, whether a programme names them, where it is learnt.

What rooms and equipment are called stands in the table that ships, `resources.toml`. Where each criterion can be learnt
is suggested; a programme's marks override that, and so does a person, in a sheet that is written and read back here.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal

from corpora import TEACHING_ROLES, Competency, Framework, InputError, Passage, Text, _, _p
from corpora.records import Learnt
from corpora.tabular import read_tables
from corpora.text import fold_letters
from corpora.vocabulary import heading_name
from mapper.industry.transversal.findings import named
from mapper.matching.dual import mark_of, stands_among_marked
from mapper.matching.phrases import number, whole_pattern
from mapper.matching.records import NO_PASSAGES, Corresponding, criterion_kind

Origin = Literal["requirements", "criterion"]
"""Where the standard says it: the evaluation's supports ("apoyos/requerimientos"), or a criterion's own words."""
ThingKind = Literal["room", "equipment", "material", "software", "staff", "other"]
Setting = Literal["school", "company", "both"]
By = Literal["rule", "programme", "person"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing or room that a standard needs.

    Attributes:
        name: as the standard prints it.
        term: by which it is looked for in the programme: the thing's name in the table that ships, else its words.
        kind: room, equipment, material, software or staff; other where the table does not know it.
        origin: where in the standard it stands.
        code: of the standard or criterion that says it.
        text: the sentence that says it.
        named: passages of the programme's sections on resources and staff that name it, in the programme's order; none
            means that these do not name it, not that the school lacks it.
    """

    name: str
    term: str
    kind: ThingKind
    origin: Origin
    code: str
    text: str
    named: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffStandard:
    """A standard for people who teach, design, evaluate or run dual training.

    Attributes:
        title: as the loaded registry prints it, None where the code is absent or no registry is loaded.
        absent: True where a registry is loaded and does not have the code.
        purpose: teach, design, evaluate, run an evaluation centre, dual in the company or the school.
        named: passages of the programme that name the code.
    """

    code: str
    title: str | None
    absent: bool
    purpose: Text
    named: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a criterion can be learnt.

    Attributes:
        setting: school, company or both.
        by: the rule, the programme's own mark, or a person who changed it.
        why: the reason, with the words that decided.
        passages: of the programme, that carry the mark.
    """

    framework: str
    code: str
    statement: str
    kind: str
    setting: Setting
    by: By
    why: Text
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardNeeds:
    """The needs of one standard besides teaching it.

    Attributes:
        resources: rooms and equipment, in the standard's order.
        said: whether the document states its evaluation's supports at all.
        practice: how and where the standard says that it is evaluated.
        sections: passages in which the programme speaks of rooms, equipment or staff.
        dual: where each of its criteria can be learnt.
    """

    framework: str
    code: str
    resources: tuple[Resource, ...]
    said: bool
    practice: tuple[str, ...]
    sections: tuple[Passage, ...]
    dual: tuple[Suggestion, ...] = ()

    @property
    def mentions(self) -> int:
        """Return how many passages speak of rooms, equipment or staff."""
        return len(self.sections)


_SHORT = 14  # words up to which a support is a list of things, read part by part; a longer one is a sentence about them
_HEAD = 2
_BRACKETS = re.compile(r"\([^()]*\)")
_PARTS = re.compile(r"[,;]\s+(?:y |e |o |and |or )?|\s+(?:y|e|o|and|or)\s+|[.;,]+\s*$|\.\s+")
_TAIL = re.compile(r"\s(?:con|que|para|de al menos|with|for|which)\s.*$", re.DOTALL)
_FIRST = re.compile(r"^(?:(?:el|la|los|las|un|una|unos|unas|the|a|an|al menos|su|sus|\d+)\s+)+", re.IGNORECASE)
# What is known or shown as an attitude names things that nobody needs to have at hand for it.
_TAUGHT_BY_WORDS = ("conocimiento", "actitud")
_READINGS = re.compile(r"(?:bibliograf|lecturas|fuentes|webgraf|references|reading|bibliograph)")
# "No se cuenta con computadoras", "Falta adquirir un cañón": what stands behind it in the sentence is not there.
_LACKS = re.compile(
    r"\b(?:no (?:se )?(?:cuent\w+|contamos|hay|ten\w+|tien\w+|dispon\w+|exist\w+)|faltan?|hacen? falta|care[cz]\w+|sin|"
    r"lacks?|without|(?:do|does) not have|(?:is|are) (?:no|not available)|there(?:'s| is| are) no)\b[^.;]*"
)
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
    """Return what the heading of a section on equipment or staff begins with, folded and without its number."""
    return re.compile(rf"{_table()[kind].replace(chr(10), '')}(?!\w)")


@cache
def _dual_words(kind: str) -> re.Pattern[str]:
    """Return what decides where a criterion can be learnt: "real" work, "documents", what may be "simulated"."""
    return _pattern(_table()["dual"][kind])


def _pattern(names: list[str]) -> re.Pattern[str]:
    """Return the wordings with the plural of their first word and, in Spanish, of what agrees with it."""
    return whole_pattern("|".join(map(number, sorted(names, key=lambda name: (-len(name), name)))))


def _find_things(text: str) -> Iterator[tuple[Thing, int, int]]:
    """Yield the things that a text names, in its order; of two that overlap the longer."""
    plain = fold_letters(text)
    hits = [(m.start(), m.end(), thing) for thing in _things() for m in thing.pattern.finditer(plain)]
    end = 0
    for start, stop, thing in sorted(hits, key=lambda hit: (hit[0], hit[0] - hit[1])):
        if start >= end:
            yield thing, start, stop
            end = stop


def find_needs(
    framework: Framework,
    code: str,
    passages: Sequence[Passage],
    corresponding: Corresponding = NO_PASSAGES,
    changes: Mapping[str, Setting] | None = None,
) -> StandardNeeds:
    """Return the resources that a standard needs, where the programme names them, and where each criterion is learnt.

    The standard names it in its evaluation's supports ("apoyos/requerimientos") and in its criteria. The programme
    names it in its sections on rooms, equipment, resources and staff; what an outcome has students use is no sign
    that the school has it.

    Of a standard known by its title only, nothing is known. The passages are all of the programme, what is not mapped
    among them; `corresponding` are those that each criterion was found in, `changes` says by a criterion's code what a
    person decided. Raises InputError: the framework has no such code.
    """
    if (standard := framework.find(code)) is None:
        raise InputError(
            "{name}: has no '{code}'⟦; 'curmap framework list' shows the frameworks⟧", name=framework.name, code=code
        )
    sections = tuple(filter(is_on_resources, passages))
    resources, said = tuple(_resources(framework, standard, sections)), bool(field_texts(standard, "requirements"))
    asks = StandardNeeds(framework.name, code, resources, said, field_texts(standard, "practice"), sections)
    marked, decided = tuple(filter(learning_place, passages)), changes or {}

    def suggested(criterion: Competency) -> Suggestion:
        """Say where it can be learnt: school, company or both.

        By its kind (knowledge in school, performance where the work is done), by what it needs (real customers or
        production; rooms or equipment that the programme's own list of them lacks) and by whether the standard allows a
        simulation. A programme's own marks ("#dual") win over that, a person over both: what only passages marked as
        learnt at the company show belongs there, what only others of a list of which some are marked belongs to school.
        """
        shown = corresponding.get((framework.name, criterion.code), ())
        said = tuple(one for one in shown if learning_place(one) or stands_among_marked(one, marked))
        by: By = "programme" if said else "rule"
        setting, why = _by_rule(criterion, asks)
        if marks := set(map(learning_place, said)):
            setting = "school" if marks == {None} else "company" if marks == {"company"} else "both"
            why = _MARKED[setting]
        if criterion.code in decided:
            setting, by, why = decided[criterion.code], "person", _PERSON
        of = (framework.name, criterion.code, criterion.statement, criterion.kind)
        return Suggestion(*of, setting, by, why, tuple(filter(learning_place, said)))

    return replace(asks, dual=tuple(map(suggested, _entries_below(framework, code))))


def is_on_resources(passage: Passage, kinds: Sequence[str] = ("heads", "staff_heads")) -> bool:
    """Return whether a passage stands in a section on rooms, equipment or material ("heads"), or on staff."""
    titles = [heading_name(title) for title in passage.section]
    on = any(_heads(kind).match(title) for kind in kinds for title in titles)
    return passage.role in _SECTION_ROLES and on and not any(map(_READINGS.match, titles))


def _entries_below(framework: Framework, code: str) -> Iterator[Competency]:
    """Return the criteria of a standard or element, in the framework's order."""
    parents = set(framework.parents.values())
    return (entry for entry in framework.below(code) if entry.code not in parents)


def field_texts(standard: Competency, field: str) -> tuple[str, ...]:
    """Return what the standard's document says under a heading, text by text; () where it says nothing."""
    value: Any = standard.extra.get(field) or ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _resources(framework: Framework, standard: Competency, sections: Sequence[Passage]) -> Iterator[Resource]:
    """Yield each thing once, where it is first named: in the supports, then in the criteria."""
    asked: list[tuple[str, Thing | None, Origin, str, str]] = [
        (name, thing, "requirements", standard.code, text)
        for text in field_texts(standard, "requirements")
        for name, thing in _in_support(text)
    ]
    asked += [
        (c.statement[start:end], thing, "criterion", c.code, c.statement)
        for c in _entries_below(framework, standard.code)
        if criterion_kind(c.kind) not in _TAUGHT_BY_WORDS
        for thing, start, end in _find_things(c.statement)
    ]
    seen: set[str] = set()
    for name, thing, origin, code, text in asked:
        term = thing.name if thing else " ".join(fold_letters(name).split()[:_HEAD])
        if term not in seen:
            seen.add(term)
            pattern = thing.pattern if thing else whole_pattern(number(term))
            naming = tuple(one for one in sections if pattern.search(_LACKS.sub("", fold_letters(one.text))))
            yield Resource(name, term, thing.kind if thing else "other", origin, code, text, naming)


def _in_support(text: str) -> Iterator[tuple[str, Thing | None]]:
    """Yield the things of one support, as printed, each with what it is called here, if anything."""
    plain = _BRACKETS.sub("", text)
    listed = len(plain.split()) <= _SHORT
    if listed:
        for part in _PARTS.split(plain):
            name = _TAIL.sub("", _FIRST.sub("", part.strip())).strip(" .:;,")
            if name:
                yield name, next((thing for thing, start, _ in _find_things(name) if not name[:start].strip()), None)
    rest = " ".join(_BRACKETS.findall(text)) if listed else text
    hits = [(rest[start:end], thing) for thing, start, end in _find_things(rest)]
    yield from hits
    if not hits and not listed:
        yield text.strip(), None


def find_staff_standards(frameworks: Sequence[Framework], passages: Sequence[Passage]) -> tuple[StaffStandard, ...]:
    """Return the standards for instructors, in the table's order, with the passages that name their codes.

    A code that the loaded registry lacks is marked absent. "EC0217_01" and "EC0217.01" are one, "EC0217" is another.
    """
    found = []
    for row in _table()["staff"]:
        for one in named(tuple(row["standards"]), Text(row["es"], row["en"]), frameworks):
            code = whole_pattern(fold_letters(one.code).replace(".", "[._]") + r"(?![._]\d)")
            naming = tuple(passage for passage in passages if code.search(fold_letters(passage.text)))
            found.append(StaffStandard(one.code, one.title, one.absent, one.purpose, naming))
    return tuple(found)


_ARTICLE = re.compile(r"^(?:el|la|los|las|un|una|the|a|an)\s+")
# What a school either has or has not; the rest it buys.
_INSTALLED = ("room", "equipment")
_BY_KIND: Mapping[str, tuple[Setting, Text]] = {
    "conocimiento": ("school", _("it is knowledge: taught in the classroom")),
    "actitud": ("both", _("it is an attitude: formed where one works and where one studies")),
    "situacion_emergente": ("both", _("it is the response to an emergency: rehearsed in school, met in the company")),
}
_MARKED: Mapping[Setting, Text] = {
    "company": _("the programme marks it for the company"),
    "both": _("the programme marks it as dual"),
    "school": _("the programme does not mark it, and does mark what is learnt at the company"),
}
_PERSON = _("decided by a person")
_REAL = _("needs a real work situation")
_PRACTICE = _("learnt by doing it; the school prepares it")
_SIMULATED = _("shown by doing it; the standard allows a simulation")


def all_marked(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return what a programme teaches and marks as learnt at the company, each wording once."""
    taught = {one.text_id: one for one in reversed(passages) if one.dual and one.role in TEACHING_ROLES}
    return tuple(sorted(taught.values(), key=lambda one: one.start))


def learning_place(passage: Passage) -> Learnt | None:
    """Return where a passage is learnt by its mark or one above it ("#dual"); None without a mark."""
    return passage.dual or mark_of(passage.text, *reversed(passage.section))


def _by_rule(criterion: Competency, asks: StandardNeeds) -> tuple[Setting, Text]:
    kind = criterion_kind(criterion.kind)
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    plain = fold_letters(criterion.statement)
    needed = (r for r in asks.resources if r.code == criterion.code and r.kind in _INSTALLED)
    lacking = [r.name for r in needed if not r.named]
    if lacking and any(is_on_resources(one, ("heads",)) for one in asks.sections):
        return "company", _("the programme's own list of rooms and equipment lacks: {names}", names=", ".join(lacking))
    simulated = any(_dual_words("simulated").search(fold_letters(text)) for text in asks.practice)
    if real := _dual_words("real").search(plain):
        said = criterion.statement[real.start() : real.end()]
        why = _("{reason} ('{words}')", reason=_SIMULATED if simulated else _REAL, words=said)
        return "both" if simulated else "company", why
    if kind == "producto" and _dual_words("documents").match(_ARTICLE.sub("", plain)):
        return "school", _("the product is a document")
    return "both", _SIMULATED if simulated else _PRACTICE


SETTINGS: Mapping[Setting, Text] = {"school": _("school"), "company": _("company"), "both": _("both")}
BY: Mapping[By, Text] = {"rule": _("rule"), "programme": _("programme"), "person": _("person")}
_CODE, _CHANGE = _("code"), _("change")
_HEADER = (_CODE, _("criterion"), _("kind"), _("suggested"), _("by"), _p("column of a sheet", "why"), _CHANGE)
_NAMED = 60  # characters of a cell that an error has room for
# A cell that a spreadsheet would run as a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def sheet_text(suggestions: Sequence[Suggestion], *, lang: str) -> str:
    """Return a CSV with one criterion a row, the last column for what a person decides: school, company or both."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([getattr(column, lang) for column in _HEADER])
    for s in suggestions:
        setting, by, why = (getattr(text, lang) for text in (SETTINGS[s.setting], BY[s.by], s.why))
        cells = (s.code, s.statement, s.kind, setting, by, why)
        safe = [f"'{one}" if one.startswith(_RISKY) else one for one in cells]
        writer.writerow([*safe, setting if s.by == "person" else ""])
    # The mark tells a spreadsheet that the file is UTF-8.
    # A lone surrogate, which UTF-8 cannot hold, becomes a question mark.
    return "\ufeff" + text.getvalue().encode("utf-8", "replace").decode()


def read_sheet(path: Path) -> Mapping[str, Setting]:
    """Return what a person wrote into the last column, by the criterion's code; empty cells change nothing.

    The sheet may have been saved as CSV, with any separator, or as a workbook; words of either language are read.
    Raises InputError: not readable, a column is missing, a word that is no setting, a code that stands twice.
    """
    tables = read_tables(path, lambda cells: _column(cells, _CODE) is not None and _column(cells, _CHANGE) is not None)
    changes: dict[str, Setting] = {}
    words = {fold_letters(word): setting for setting, names in SETTINGS.items() for word in (setting, *names)}
    for table in tables.tables:
        code, change = _column(table.columns, _CODE), _column(table.columns, _CHANGE)
        if code is None or change is None:
            raise InputError(
                "{path}: lacks the columns '{code}' and '{change}'; start from the sheet curmap wrote",
                path=path,
                code=_CODE,
                change=_CHANGE,
            )
        for row in table.rows:
            of, word = row.cells[code].strip(), row.cells[change].strip()
            if word and fold_letters(word) not in words:
                raise InputError(
                    "{path}: {place}: '{word}' is not school, company or both; mend the column '{change}'",
                    path=path,
                    place=row.place,
                    word=shorten(word, _NAMED, placeholder="…"),
                    change=_CHANGE,
                )
            if word and of in changes:
                raise InputError(
                    "{path}: {place}: '{code}' stands twice; keep one",
                    path=path,
                    place=row.place,
                    code=shorten(of, _NAMED, placeholder="…"),
                )
            if word:
                changes[of] = words[fold_letters(word)]
    return changes


def _column(columns: Sequence[str], wanted: Text) -> str | None:
    return next((c for c in columns if fold_letters(c.strip()) in map(fold_letters, wanted)), None)
