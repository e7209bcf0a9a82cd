"""Where in a sheet or table the codes and courses stand, and which cells are to be filled by them.

A form has its codes below each other or side by side; both are read, the second as the first on its side: a *line* is
what a code stands in, a *place* is where in its line something stands. Courses stand at the head of places (a matrix)
or in the lines themselves (a list); where there are none, a place is headed as evidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from corpora.text import fold
from mapper.reports.forms.names import Courses, Entries
from mapper.reports.forms.records import Cells, Field, Grid, Known, Plan, Target

_EVIDENCE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bevidenc(?:ias?|es?)\b",
        r"\b(?:donde|where|ubicacion|localizacion|location|taught|referencias?|references?|paginas?|pages?)\b",
        r"\b(?:cobertura|coverage|cubiert[oa]|covered|cumpl\w+|estado|status|resultado|result|nivel|level)\b",
    )
)
"""Heads of what is to be filled where no course heads it, the plainest first."""
_COURSE = re.compile(
    r"(?:nombre (?:de la |del )?)?(?:cursos?|asignaturas?|materias?|modulos?|programas?|courses?|subjects?)"
)
_LONGEST_HEAD = 80
_Pairs = Iterable[tuple[Field | None, tuple[int, int]]]
_MOST_IN_LINE = 2


def plan(grid: Grid, cells: Cells, entries: Entries, courses: Courses) -> Plan | None:
    """What is recognised in a sheet or table, read so that most of it can be filled; None where there is no code."""
    found = [_View(grid, entries, courses, down=down).plan(cells) for down in (True, False)]
    return max(filter(None, found), key=lambda one: (_free(one), len(one.entries)), default=None)


def _free(one: Plan) -> int:
    return sum(target.where.free for target in one.targets)


class _View:
    """A grid, as it is or on its side."""

    def __init__(self, grid: Grid, entries: Entries, courses: Courses, *, down: bool) -> None:
        self._grid, self._entries, self._courses, self._down = grid, entries, courses, down
        self._lines: dict[int, dict[int, Field]] = defaultdict(dict)
        for (row, column), field in grid.fields.items():
            if field.text.strip():
                line, place = (row, column) if down else (column, row)
                self._lines[line][place] = field
        self._lines = {line: dict(sorted(self._lines[line].items())) for line in sorted(self._lines)}
        self._named, self._key = self._entries_named()
        self._known = self._courses_named()

    def plan(self, cells: Cells) -> Plan | None:
        """What this way of reading gives; None where no line has a code."""
        if not self._named:
            return None
        best = max([self._matrix(), *self._headed(range(len(cells.courses)))], key=_free)
        return replace(best, unknown=(*self._strange(), *best.unknown))

    def _plan(
        self, courses: Iterable[Known], evidence: Field | None, unknown: Iterable[Field], targets: _Pairs
    ) -> Plan:
        """One reading; each cell is filled once, with all that belongs there."""
        found: dict[int, tuple[Field, dict[tuple[int, int], None]]] = {}
        for where, pair in targets:
            if where is not None:
                found.setdefault(id(where), (where, {}))[1][pair] = None
        filled = tuple(Target(where, tuple(pairs)) for where, pairs in found.values())
        entries = tuple(self._named.values())
        return Plan(self._grid, self._down, entries, tuple(courses), evidence, _distinct(unknown), filled)

    def _reach(self, field: Field) -> range:
        """The places that a field covers."""
        first, count = (field.column, field.columns) if self._down else (field.row, field.rows)
        return range(first, first + count)

    def _at(self, line: int, place: int) -> Field | None:
        return self._grid.at(line, place) if self._down else self._grid.at(place, line)

    def _entries_named(self) -> tuple[dict[int, Known], int]:
        """Of each line the cell that names its entry; and the place where most of them stand."""
        among: frozenset[int] = frozenset()
        self._unclear: list[tuple[int, Field]] = []
        found: dict[int, list[tuple[int, int, Field, int]]] = {}
        counts: Counter[int] = Counter()
        for line, fields in self._lines.items():
            for field in fields.values():
                among = self._entries.below(field.text) or among
            told = [(self._entries.named(field.text, among), place, field) for place, field in fields.items()]
            of_line = [(said.strength, place, field, said.places[0]) for said, place, field in told
                       if len(said.places) == 1]  # fmt: skip
            if not of_line:
                self._unclear += [(place, field) for said, place, field in told if said.places]
            # In a line with more of them the codes stand side by side.
            if of_line and len({entry for *_, entry in of_line}) <= _MOST_IN_LINE:
                found[line] = of_line
                counts.update(place for _, place, _, _ in of_line)
        key = max(counts, key=lambda place: (counts[place], -place), default=0)
        named = {}
        for line, of_line in found.items():
            _, _, _, entry = max(of_line, key=lambda one: (one[0], one[1] == key))
            where = min((one for one in of_line if one[3] == entry), key=lambda one: one[1])[2]
            named[line] = Known(where, entry, None)
        return named, key

    def _courses_named(self) -> dict[tuple[int, int], Known]:
        """The cells that name a course, by line and place."""
        keys = {id(one.where) for one in self._named.values()}
        found = {}
        for line, fields in self._lines.items():
            for place, field in fields.items():
                if place == self._key or id(field) in keys:
                    continue
                said = self._courses.named(field.text)
                if len(said.places) == 1:
                    found[line, place] = Known(field, None, said.places[0])
        return found

    def _firsts(self) -> Iterator[tuple[int, Known]]:
        """The lines in which an entry is named, of a merged cell the first."""
        begin = attrgetter("row" if self._down else "column")
        return ((line, one) for line, one in self._named.items() if begin(one.where) == line)

    def _matrix(self) -> Plan:
        """Courses head the places."""
        heads: dict[int, dict[int, Known]] = defaultdict(dict)
        for (line, _), one in self._known.items():
            if line not in self._named:
                heads[line][id(one.where)] = one
        targets, used = [], {}
        for line, entry in self._firsts():
            head = max((one for one in heads if one < line), default=None)
            if head is None:
                continue
            used[head] = heads[head]
            for course in heads[head].values():
                place = self._sub_head(course.where, head, line)
                targets.append((self._at(line, place), (entry.entry or 0, course.course or 0)))
        courses = [course for row in used.values() for course in row.values()]
        unknown = []
        for line, row in used.items():
            first = min(self._reach(course.where)[0] for course in row.values())
            # Left of the first course stand the criteria's own columns, which are full.
            others = [(p, f) for p, f in self._lines[line].items() if id(f) not in row and p != self._key]
            unknown += [field for place, field in others if place >= first or self._is_blank(place)]
        return self._plan(courses, None, unknown, targets)

    def _is_blank(self, place: int) -> bool:
        """Whether no line of an entry says anything here."""
        return not any(field.text for line in self._named if (field := self._at(line, place)))

    def _sub_head(self, course: Field, head: int, line: int) -> int:
        """Of the places that a course heads, the one for evidence, else the first."""
        reach = self._reach(course)
        for place in reach:
            under = (self._lines.get(one, {}).get(place) for one in range(head + 1, min(line, head + _SUB_HEADS)))
            if len(reach) > 1 and any(_grade(field) is not None for field in under if field and field is not course):
                return place
        return reach[0]

    def _headed(self, everyone: range) -> Iterator[Plan]:
        """A place is headed as evidence; courses stand in the lines, or nowhere."""
        above = min(self._named)
        heads = [
            (grade, -line, place, field)
            for line, fields in self._lines.items()
            if line < above
            for place, field in fields.items()
            if self._key not in self._reach(field) and (grade := _grade(field)) is not None
        ]
        course_at = self._course_place(above)
        courses = [one for (line, place), one in self._known.items() if place == course_at and line in self._named]
        for _, _, place, field in sorted(heads, key=lambda one: one[:3]):
            targets, unknown = [], []
            lines = self._named.items() if course_at is not None else self._firsts()
            for line, entry in lines:
                course = self._known.get((line, course_at)) if course_at is not None else None
                said = self._lines[line].get(course_at) if course_at is not None else None
                if said is not None and course is None:
                    unknown.append(said)
                    continue
                of = everyone if course is None else [course.course or 0]
                targets += [(self._at(line, place), (entry.entry or 0, one)) for one in of]
            yield self._plan(courses, field, unknown, targets)

    def _course_place(self, above: int) -> int | None:
        """Where in the lines courses are named; None where they are not."""
        counts = Counter(place for line, place in self._known if line in self._named)
        if counts:
            return counts.most_common(1)[0][0]
        for line, fields in self._lines.items():
            for place, field in fields.items():
                is_head = line < above and place != self._key and _COURSE.fullmatch(fold(field.text).strip(" :."))
                if field.text.rstrip().endswith(":") and place + 1 in fields:
                    continue  # "Módulo: | Soldadura", above the table
                if is_head and any(place in self._lines[one] for one in self._named):
                    return place
        return None

    def _strange(self) -> tuple[Field, ...]:
        """What stands among the codes and is none of ours, nor what they stand below, and what may be several."""
        found = [field for place, field in self._unclear if place == self._key]
        if len(self._named) < _MOST_IN_LINE:
            return _distinct(found)
        last = max(self._named)
        for line, fields in self._lines.items():
            if line < min(self._named):
                continue
            if line > last + 1:
                break
            field = fields.get(self._key)
            if field is None or line in self._named:
                continue
            last = max(last, line)
            if not self._entries.below(field.text):
                found.append(field)
        return _distinct(found)


_SUB_HEADS = 4
"""Lines below a course's name within which its places have heads of their own."""


def _grade(field: Field) -> int | None:
    """How plainly a head asks for evidence, 0 most; None where it does not."""
    said = fold(field.text)
    if len(said) > _LONGEST_HEAD:
        return None
    return next((grade for grade, pattern in enumerate(_EVIDENCE) if pattern.search(said)), None)


def _distinct(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple({id(field): field for field in fields}.values())
