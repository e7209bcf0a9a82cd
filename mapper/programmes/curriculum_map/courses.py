"""The columns of a curriculum map: the courses of programmes, and the passages of each.

A file is a course, unless it holds several: headings that begin like one ("Asignatura: …", "Módulo II. …",
"CS210 …"), or headings of one depth below which the same parts stand again and again (outcomes, contents,
evaluation). A single file whose headings are only units, in which most of what it teaches stands, has its units as
columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpora import TEACHING_ROLES, Document, Passage
from corpora.frameworks.hierarchy import unique_codes
from corpora.text import fold
from corpora.vocabulary import CLOSED, heading_name, heading_sense
from mapper.programmes.credentials.units import distinguish_headings, is_below, is_taught, outside_tables, unit_path
from mapper.programmes.patterns import PERIODS, YEARS, begins, read_periods

_WORKSHOP = re.compile(r"(?:taller|seminario) (?:de|del|para) .+")
_CODED = re.compile(r"[A-Z]{2,6}[ -]?\d{2,5}[A-Z]?\b[\s:.–—-]+\S")
_PERIOD_LABEL = re.compile(
    rf"(?:{'|'.join(PERIODS + YEARS)})(?: (?:academico|escolar|lectivo|en (?:el )?que se (?:imparte|cursa)|offered))?"
)
# What such a fact tells the semester of is another course.
_OF_ANOTHER = re.compile(
    r"\b(?:antecedente|(?:asignatura|materia)s? (?:previa|posterior)|(?:sub|con)secuente|seria(?:cion|da)"
    r"|(?:pre-?r?|cor?r?e)?requisit)"
)
_LABEL = re.compile(
    r"^(?:(?:nombre (?:de la|del) )?(?:asignatura|materia|curso|modulo)|course|subject|module)\s*[:–—]\s*",
    re.IGNORECASE,
)
_SHORT = 90  # characters up to which a line can be one of facts on a course
_BESIDE = 2  # headings of one depth that have to have the same parts


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """A column before anything is compared; its passages have headings and facts among them.

    `is_part` where one course encloses it and the file's other columns: what assesses for all stands in none of them.
    """

    name: str  # its heading or, where the file is the course, its title
    programme: int  # place of its file
    section: tuple[str, ...]
    passages: tuple[Passage, ...]
    term: int | None
    is_part: bool = False


def find_courses(documents: Sequence[Document], passages: Sequence[Sequence[Passage]]) -> list[CourseDraft]:
    """Return the columns of all files: in their order, or by semester where every course states its own."""
    drafted: list[CourseDraft] = []
    for number, (document, every) in enumerate(zip(documents, passages, strict=True)):
        every = outside_tables(document, every)
        apart = distinguish_headings(document, every)
        title = document.title
        of_one = _names_course(title)
        for path in _paths(every, apart, alone=len(documents) == 1):
            name = path[-1] if path else title or document.name.rpartition(".")[0]
            pairs = zip(every, apart, strict=True)
            own = tuple(passage for passage, told in pairs if told.section[: len(path)] == path)
            section = own[0].section[: len(path)] if own else ()
            is_part = of_one or any(map(_is_part, section[-1:]))
            drafted.append(CourseDraft(_LABEL.sub("", name), number, section, own, _term(document, path, own), is_part))
    names = unique_codes([one.name for one in drafted])
    drafted = [replace(one, name=name) for name, one in zip(names, drafted, strict=True)]
    if all(one.term is not None for one in drafted):
        drafted.sort(key=lambda one: one.term or 0)
    return drafted


def _paths(every: Sequence[Passage], apart: Sequence[Passage], *, alone: bool) -> list[tuple[str, ...]]:
    """Return the headings down to each course of a file, made distinct; () where the file is one course."""
    taught = [p for p in every if p.role in TEACHING_ROLES and p.section and is_taught(p)]
    sections = {p.id: p.section for p in apart}
    units = Counter(path for p in taught if (path := _renamed_path(p.section, sections[p.id]) or unit_path(p.section)))
    # Of a course whose outcomes and practices stand beside its topics these are no courses.
    whole = not alone or 2 * units.total() < len(taught)
    # "Unidades de aprendizaje" above the units is none of them.
    inner = [] if whole else [path for path in units if not any(is_below(one, path) for one in units)]
    said = [p for p in every if is_taught(p)]
    found = (_course_headings(said), _parted_alike(taught, said), inner)
    return next((paths for paths in found if len(paths) >= _BESIDE), [()])


def _renamed_path(section: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings down to the one that was told apart; () where none was."""
    depths = (depth for depth, (title, name) in enumerate(zip(section, told, strict=True), 1) if title != name)
    return told[: next(depths, 0)]


def _course_headings(passages: Sequence[Passage]) -> list[tuple[str, ...]]:
    """Return the headings that say that a course begins; of several above each other the outermost.

    "Taller de soldadura" is one where it stands as deep. A course counts even where nothing below it seems to teach.
    """
    found: dict[tuple[str, ...], bool] = {}
    for passage in passages:
        for depth, heading in enumerate(passage.section, 1):
            if heading_sense(heading) in CLOSED:
                break
            if _names_course(heading):
                found[passage.section[:depth]] = True
                break
            if _WORKSHOP.fullmatch(heading_name(heading)):
                found.setdefault(passage.section[:depth], False)
    depths = {len(path) for path, labelled in found.items() if labelled}
    return [path for path in found if len(path) in depths]


def _names_course(heading: str) -> bool:
    named = begins("course", fold(heading)) or begins("course", heading_name(heading))
    return named or _CODED.match(heading.strip()) is not None


def _parted_alike(taught: Sequence[Passage], said: Sequence[Passage]) -> list[tuple[str, ...]]:
    """Return the headings of the first depth at which several have the same parts, or lines that announce these."""
    labelled = [(*p.section, p.text) for p in said if p.text.endswith(":") and heading_sense(p.text)]
    sections = [*(p.section for p in taught), *labelled]
    for depth in range(1, max(map(len, sections), default=0)):
        parts: dict[tuple[str, ...], set[str]] = {}
        for section in sections:
            if len(section) > depth:
                parts.setdefault(section[:depth], set()).add(heading_name(section[depth]))
        often = Counter(name for names in parts.values() for name in names)
        alike = [path for path, names in parts.items() if any(often[name] >= _BESIDE for name in names)]
        found = [path for path in alike if not _is_part(path[-1])]
        if len(found) >= _BESIDE:
            return found
    return []


def _is_part(heading: str) -> bool:
    """Return whether a heading names a part of a course: by its role, as a step of a sequence, by its number."""
    return heading_sense(heading) is not None or begins("part", fold(heading))


def _facts(document: Document) -> Iterator[tuple[str, str, int]]:
    """Yield what may be a label, folded, with what follows it in its row or on the next line, and where it begins.

    Or below it, in a table of one row.
    """
    text = document.text
    often = Counter((b.cell.table, b.cell.column) for b in document.blocks if b.cell and not b.cell.is_header)
    for label, said in pairwise(document.blocks):
        places = [(block.cell.table, block.cell.row) if block.cell else None for block in (label, said)]
        if label.end - label.start <= _SHORT and places[0] == places[1]:
            yield heading_name(text[label.start : label.end]), text[said.start : said.end].strip(), said.start
        if said.cell and not said.cell.is_header and often[said.cell.table, said.cell.column] == 1:
            yield heading_name(said.cell.header), text[said.start : said.end].strip(), said.start


def _term(document: Document, path: tuple[str, ...], own: Sequence[Passage]) -> int | None:
    """Return the semester stated by its headings, a fact or a short line; years where nothing finer is stated."""
    inside = range(own[0].start, own[-1].end) if path and own else range(len(document.text))
    facts = [fact for fact in _facts(document) if fact[2] in inside]
    others = {start for label, _said, start in facts if _OF_ANOTHER.search(label)}
    lines = [*reversed(path), *(f"{label}: {said}" for label, said, _start in facts if _PERIOD_LABEL.fullmatch(label))]
    short = [p for p in own if len(p.text) <= _SHORT and p.start not in others]
    short = [p for p in short if not any(_OF_ANOTHER.search(fold(said)) for said in (p.text, *p.section[len(path) :]))]
    lines += [p.text for p in short if p.role == "other"]
    lines += [p.text for p in short if p.role != "other" and not p.section[len(path) :]]
    for line in lines:
        stated = read_periods(fold(line))
        finer = next((n for unit, n in stated.items() if unit not in YEARS), None)
        year = next((n for unit, n in stated.items() if unit in YEARS), None)
        if stated:
            # "Year 2, semester 1": no year has more than three of them.
            return year if finer is None else finer if year is None else (year - 1) * 3 + finer
    return None
