"""A curriculum map: in which courses stands what coverage tells of them together, with levels printed or estimated.

How a cell comes about says docs/reports.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple, get_args

from corpora import TEACHING_ROLES, Framework, InputError, Passage, Skipped, Text, _
from mapper.matching.calibrated import material, warn_of_other_encoder
from mapper.matching.records import EVERY, Only
from mapper.matching.scorer import Scorer
from mapper.programmes.assessment import Assessment, find_activities, match_activities
from mapper.programmes.coverage import TAUGHT, CriterionCoverage, Made, Programme
from mapper.programmes.coverage.report import Searched
from mapper.programmes.coverage.standards import BESIDE, PERHAPS, EntryScores, assess_criterion
from mapper.programmes.curriculum_map.courses import CourseDraft
from mapper.programmes.curriculum_map.levels import LEVELS, Basis, Level, Reading, Scope, Value, estimate_level

Assessed = Literal["yes", "uncertain", "no"]
Found = Literal["never_taught", "declared_only", "never_reinforced", "same_level", "never_assessed", "serves_none"]
FOUND: tuple[Found, ...] = get_args(Found)
_MOST_SIGNS = 5  # that one note names


@dataclass(frozen=True, slots=True)
class Printed:
    """A level that a syllabus prints.

    Attributes:
        level: what it says; None where it only says that something is assessed.
        text: its words, as printed.
        scope: what it holds for: the course as a whole, one section of it, one passage, or one outcome by its code.
        page: None where the format has none.
        assessed: whether it says that the outcome is assessed.
    """

    level: Level | None
    text: str
    scope: Scope
    page: int | None
    assessed: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A column of the map.

    Attributes:
        name: its heading, or that of its file.
        programme: place of its file among the report's programmes, from 0.
        section: headings down to its own, the outermost first; () where the file is the course.
        term: semester, or what else the programme counts, as a number; None where it states none.
        compared: how many passages of it were compared.
        printed: the level that it prints for itself as a whole; None for none.
    """

    name: str
    programme: int
    section: tuple[str, ...]
    term: int | None
    compared: int
    printed: Printed | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the map: an outcome, or a criterion of a standard.

    Attributes:
        kind: the framework's own.
        groups: code and title of each entry above it, the standard first; () in a plain list of outcomes.
    """

    framework: str
    code: str
    kind: str
    statement: str
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Showing:
    """A passage of a course that shows an outcome: its id, page, probability, and whether it assesses."""

    passage: str
    page: int | None
    probability: float
    assesses: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a course does for an outcome; where it does nothing there is no cell.

    Attributes:
        course: place of the column, from 0.
        state: "taught" where coverage says covered or partly of all files and a passage of the course shows it,
            "uncertain" where that is to be confirmed, or only weaker passages than those that show it stand here;
            "declared" where a level is printed for the outcome and no passage shows it.
        level: introduced, reinforced, mastered; None where the syllabus only says that it is assessed.
        estimated: whether the level is estimated, and not printed.
        assessed: "yes" where an activity of the course shows it with a probability of .5 or more, or the syllabus says
            so; "uncertain" where one may show it, or where a criterion of evaluation shows it.
        probability: that all courses together teach it.
        passages: that show it, the surest first; then evaluations that may assess it.
        printed: where the level is printed; None for an estimated one.
        basis: of an estimated level; None for a printed one.
    """

    framework: str
    code: str
    course: int
    state: Literal["taught", "uncertain", "declared"]
    level: Level | None
    estimated: bool
    assessed: Assessed
    probability: float
    passages: tuple[Showing, ...] = ()
    printed: Printed | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a school looks for in its map.

    Attributes:
        kind: never_taught, declared_only, never_reinforced (introduced and nothing more), same_level (taught twice at
            one level), never_assessed, serves_none (courses without a row).
        framework: of the row, "" for courses.
        code: of the row, "" for courses.
        courses: places of the columns that it is about.
        level: of same_level, else None.
        sure: whether it holds whatever the uncertain cells, and what stands in no course, turn out to be.
    """

    kind: Found
    framework: str
    code: str
    courses: tuple[int, ...]
    level: Level | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class MatrixReport:
    """The curriculum map of courses and one or more standards.

    Attributes:
        programmes: the files, with the passages that cells name.
        courses: the columns, in their order.
        rows: in the order of the standards.
        cells: by row, then by course.
        findings: in the order of `FOUND`.
        material: what the probabilities were calibrated on.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: what is not in it, counted.
    """

    programmes: tuple[Programme, ...]
    courses: tuple[Course, ...]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def matrix_rows(frameworks: Sequence[Framework], only: Only) -> list[Row]:
    """Return the entries with nothing below them, of these standards or all; raises InputError: titles, catalogues."""
    rows: list[Row] = []
    for framework in frameworks:
        asked, parents = only.get(framework.name), set(framework.parents.values())
        for entry in framework.competencies:
            if entry.code in parents or entry.title_only or framework.is_of_catalogue(entry):
                continue
            if asked is not None and framework.find_root(entry.code) not in asked:
                continue
            groups = tuple((above.code, above.statement) for above in framework.above(entry.code))[::-1]
            rows.append(Row(framework.name, entry.code, entry.kind, entry.statement, groups))
    if not rows:
        raise InputError(
            "--framework {names}: a curriculum map needs outcomes or criteria as its rows, and there are none in it,"
            " only titles or a catalogue; name a standard whose criteria are loaded, or add your outcomes as a table:"
            " curmap framework add TABLE.csv",
            names=", ".join(framework.name for framework in frameworks),
        )
    return rows


def curriculum_map(
    searched: Sequence[Searched],
    levels: Sequence[Sequence[Reading]],
    courses: Sequence[CourseDraft],
    rows: Sequence[Row],
    model: Scorer,
    made: Made,
    *,
    only: Only = EVERY,
) -> MatrixReport:
    """Return the curriculum map of these courses, with what each file shows of all frameworks and prints.

    Of frameworks that are looked at whole, only rows of standards are shown that some course shows something of.
    """
    held = {passage.id for course in courses for passage in course.passages}
    wholes = [_FileEvidence(found, printed, held, rows) for found, printed in zip(searched, levels, strict=True)]
    columns = [_Column(n, one, wholes, courses) for n, one in enumerate(courses)]
    cells = [cell for row in rows for cell in _row(row, columns)]
    touched, untouched = _touched([row for row in rows if row.framework not in only], cells)
    names = {(row.framework, row.code) for row in (*touched, *(row for row in rows if row.framework in only))}
    kept = tuple(row for row in rows if (row.framework, row.code) in names)
    cells = [cell for cell in cells if (cell.framework, cell.code) in names]
    of = [(column.course, len(column.compared), column.whole) for column in columns]
    told = tuple(Course(c.name, c.programme, c.section, c.term, count, whole) for c, count, whole in of)
    wholly = [(name, row) for whole in wholes for name, row in whole.rows.items()]
    taught = {name for name, row in wholly if row.criterion.state != "not_found" and not row.showing}
    assessed = {name for name, row in wholly if row.assessing}
    return MatrixReport(
        programmes=tuple(_programmes(searched, columns, cells)),
        courses=told,
        rows=kept,
        cells=tuple(cells),
        findings=tuple(list_findings(kept, told, cells, taught, assessed)),
        material=material(),
        made=made,
        notes=(*warn_of_other_encoder(made.encoder, model), *_order(len(searched), told)),
        skipped=tuple(_skipped(wholes, rows, columns, untouched)),
    )


def _order(files: int, courses: Sequence[Course]) -> Iterator[Text]:
    """Yield a note where columns of several files stand as these were named, which says nothing of what comes first."""
    without = [course.name for course in courses if course.term is None]
    if files > 1 and without:
        some = ", ".join(without[:_MOST_SIGNS]) + (", …" if len(without) > _MOST_SIGNS else "")
        yield _(
            "The columns stand in the order of the files, and levels are estimated by it: no semester was read of"
            " {n} of {of} courses ({some}).",
            n=len(without),
            of=len(courses),
            some=some,
        )


def _touched(rows: Sequence[Row], cells: Iterable[Cell]) -> tuple[list[Row], int]:
    """Return the rows of standards with a cell that is no mere uncertainty, or all where there is but one standard."""
    standards = {(row.framework, row.groups[0][0]) for row in rows if row.groups}
    if len(standards) < 2:
        return list(rows), 0
    shown = {(cell.framework, cell.code) for cell in cells if cell.state != "uncertain"}
    touched = {(row.framework, row.groups[0][0]) for row in rows if row.groups and (row.framework, row.code) in shown}
    kept = [row for row in rows if not row.groups or (row.framework, row.groups[0][0]) in touched]
    return (kept, len(standards) - len(touched)) if kept else (list(rows), 0)


Name = tuple[str, str]
"""Framework and code of a row."""


class _RowEvidence(NamedTuple):
    """What coverage says of a row and what of the courses may show and assess it."""

    criterion: CriterionCoverage
    showing: list[tuple[Passage, float]]  # with their probabilities; of what is to be confirmed those that show it best
    least: float  # probability of the least sure passage that shows it, wherever it stands
    assessing: list[Assessment]  # in courses or not


class _FileEvidence:
    """What a file, beside the others, shows of each row, and prints; `held` are the passages of all courses."""

    def __init__(self, found: Searched, levels: Sequence[Reading], held: set[str], rows: Sequence[Row]) -> None:
        self.found, self.levels, self.held = found, levels, held
        self.shown = {shown.framework.name: shown for shown in found.shown}
        evaluating = find_activities(found.document, found.every)
        places: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            places[row.framework][row.code] = self.shown[row.framework].framework.places[row.code]
        self.rows: dict[Name, _RowEvidence] = {}
        for name, of in places.items():
            shown = self.shown[name]
            of_each = match_activities(evaluating, shown, of.values(), found)
            for (code, place), of_one in zip(of.items(), of_each, strict=True):
                self.rows[name, code] = self._row(shown, place, of_one)

    def _row(self, shown: EntryScores, place: int, assessing: list[Assessment]) -> _RowEvidence:
        one = assess_criterion(shown, place)
        # Who says that it is taught and not by which passage speaks of the courses: what shows it best there does.
        said = one.decided is not None and one.decided.said in TAUGHT and not one.decided.yes
        share = BESIDE if said or one.state == "uncertain" else PERHAPS
        showing = shown.showing(place, share=share, among=self.held)
        least = min((chance for _, chance in (showing if said else shown.showing(place))), default=0.0)
        return _RowEvidence(one, showing, least, assessing)


class _Column:
    """A course with what it shows and the levels that hold for it."""

    def __init__(
        self, number: int, course: CourseDraft, wholes: Sequence[_FileEvidence], courses: Sequence[CourseDraft]
    ) -> None:
        whole = wholes[course.programme]
        self.number, self.course, self.of_file = number, course, whole
        self.held = {passage.id for passage in course.passages}
        self.compared = tuple(passage for passage in whole.found.passages if passage.id in self.held)
        read = [(one, of) for of in wholes for one in of.levels if one.value != Value(None)]
        mine = [one for one, of in read if _applies_to(one, course, courses, own=of is whole)]
        self.used = set(map(id, mine))
        self._outcomes = [one for one in mine if one.codes]
        self._passages = [one for one in mine if one.passages]
        spans = [(one.start, one.end) for one in self._outcomes]
        # A line of levels says that it assesses by them, and not by what its words are near to.
        silent = [p for p in course.passages if not any(p.start <= start and end <= p.end for start, end in spans)]
        shared = [p for p in whole.found.every if course.is_part and p.id not in whole.held]
        self.silent = {passage.id for passage in (*silent, *shared)}
        rest = [one for one in mine if not one.codes and not one.passages]
        self._whole = [one for one in rest if one.course or self._holds_for_all(one.section)]
        self._sections = [one for one in rest if one not in self._whole]

    @property
    def whole(self) -> Printed | None:
        found = _highest(self._whole)
        return replace(found, scope="course") if found else None

    def _holds_for_all(self, section: tuple[str, ...]) -> bool:
        """Return whether all that teaches, or nothing, stands below these headings, which are then of facts."""
        taught = (p for p in self.course.passages if p.role in TEACHING_ROLES and not _heads(p, section))
        below = [_begins(p.section, section) for p in taught]
        return all(below) or not any(below)

    def declares(self, codes: Iterable[str]) -> Printed | None:
        """Return the level printed for a row by one of these codes, its own and those above it."""
        wanted = set(codes)
        return _highest([one for one in self._outcomes if wanted & set(one.codes)])

    def printed_level(self, showing: Sequence[tuple[Passage, float]]) -> Printed | None:
        """Return the level printed for what these passages show."""
        for passage, _chance in showing:
            if found := _highest([one for one in self._passages if passage.id in one.passages]):
                return found
            if deep := [one for one in self._sections if _begins(passage.section, one.section)]:
                deepest = max(len(one.section) for one in deep)
                return _highest([one for one in deep if len(one.section) == deepest])
        return self.whole


def _applies_to(one: Reading, course: CourseDraft, courses: Sequence[CourseDraft], *, own: bool) -> bool:
    """Return whether a level is of a course: by its name, else as it stands in the `own` file, in the inner one."""
    if one.course:
        return one.course == course.name
    if not own or not _begins(one.section, course.section):
        return False
    inner = (o for o in courses if o.programme == course.programme and len(o.section) > len(course.section))
    return not any(_begins(one.section, other.section) for other in inner)


def _begins(section: tuple[str, ...], with_: tuple[str, ...]) -> bool:
    return section[: len(with_)] == with_


def _heads(passage: Passage, section: tuple[str, ...]) -> bool:
    """Return whether a passage is the title in one of these headings ("Biología" of "Asignatura I. Biología")."""
    above = len(passage.section)
    return _begins(section, passage.section) and any(title.endswith(passage.text) for title in section[above:][:1])


def _highest(levels: Sequence[Reading]) -> Printed | None:
    """Return the highest of several levels, assessed where any of them is."""
    if not levels:
        return None
    one = max(levels, key=lambda one: LEVELS.index(one.value.level) if one.value.level else -1)
    return Printed(one.value.level, one.text, one.scope, one.page, any(one.value.assessed for one in levels))


def _row(row: Row, columns: Sequence[_Column]) -> Iterator[Cell]:
    """Yield the cells of a row; the places of the others decide on each level that is estimated."""
    found = [pair for column in columns if (pair := _cell(row, column)) is not None]
    teaching = [cell.course for cell, _ in found if cell.state != "declared"]
    for cell, showing in found:
        if cell.state == "declared" or (cell.printed and cell.printed.level):
            yield cell
            continue
        place = teaching.index(cell.course) + 1
        along = cell.course / (len(columns) - 1) if len(columns) > 1 else 0.5
        level, basis = estimate_level(showing, place, len(teaching), along, assessed=cell.assessed == "yes")
        yield replace(cell, level=level, estimated=True, basis=basis)


def _cell(row: Row, column: _Column) -> tuple[Cell, list[tuple[Passage, float]]] | None:
    """Return a course's cell of a row, its level not estimated yet; None where it has none."""
    printed = column.declares((row.code, *(code for code, _title in row.groups)))
    one, of_courses, least, assessing = column.of_file.rows[row.framework, row.code]
    own = [pair for pair in of_courses if pair[0].id in column.held]
    showing = [pair for pair in own if pair[1] >= least] or own
    cell = partial(Cell, row.framework, row.code, column.number, estimated=False, probability=one.probability)
    if not showing:
        if printed is None:
            return None
        said: Assessed = "yes" if printed.assessed else "no"
        return cell(state="declared", level=printed.level, assessed=said, printed=printed), []
    printed = printed or column.printed_level(showing)
    own_assessing = [each for each in assessing if column.silent.intersection(each.activity.passages)]
    by = {passage.id: (passage, chance) for each in own_assessing for passage, chance in each.compared}
    passages = [Showing(p.id, p.page, chance, p.id in by) for p, chance in showing]
    named = {passage.id for passage, _ in showing}
    assessed: Assessed = "no"
    if (printed and printed.assessed) or any(each.sure for each in own_assessing):
        assessed = "yes"
    elif own_assessing or any(passage.role == "criterion" for passage, _ in showing):
        assessed = "uncertain"
    near = sorted((pair for id_, pair in by.items() if id_ not in named), key=lambda pair: -pair[1])
    found = cell(
        state="uncertain" if one.state == "uncertain" or showing[0][1] < least else "taught",
        level=printed.level if printed else None,
        assessed=assessed,
        passages=(*passages, *(Showing(p.id, p.page, chance, True) for p, chance in near)),
        printed=printed,
    )
    return found, showing


def _programmes(files: Sequence[Searched], columns: Sequence[_Column], cells: Sequence[Cell]) -> Iterator[Programme]:
    """Yield the files as reports cite them, with the passages that cells name."""
    for number, file in enumerate(files):
        mine = {column.number: column for column in columns if column.course.programme == number}
        cited = {showing.passage for cell in cells if cell.course in mine for showing in cell.passages}
        compared = tuple(dict.fromkeys(passage for column in mine.values() for passage in column.compared))
        yield replace(file, passages=compared).cited(cited)


def _skipped(
    wholes: Sequence[_FileEvidence], rows: Sequence[Row], columns: Sequence[_Column], untouched: int
) -> Iterator[Skipped]:
    for number, file in enumerate(whole.found for whole in wholes):
        courses = [column.course for column in columns if column.course.programme == number]
        held = {p.id for course in courses for p in course.passages}
        outside = [p for p in file.every if p.id not in held and p.role in TEACHING_ROLES]
        if left := sum(not any(_heads(p, course.section) for course in courses) for p in outside):
            yield Skipped(file.document.name, _("passages in no course, which no column shows: {n}", n=left))
    used = {one for column in columns for one in column.used}
    every = [one for whole in wholes for one in whole.levels]
    if unread := [one.text for one in every if one.value == Value(None)]:
        some = ", ".join(dict.fromkeys(unread[:_MOST_SIGNS]))
        why = _("cells of a matrix whose signs stand for no known level ({some}): {n}", some=some, n=len(unread))
        yield Skipped("levels", why)
    if unplaced := sum(id(one) not in used and one.value != Value(None) for one in every):
        why = _("levels printed for something that is no course and no row of this map: {n}", n=unplaced)
        yield Skipped("levels", why)
    if untouched:
        why = _("standards of which no course shows anything, and which were not asked for by code: {n}", n=untouched)
        yield Skipped("standards", why)
    frameworks = [columns[0].of_file.shown[name].framework for name in {row.framework for row in rows}]
    if titles := sum(entry.title_only for framework in frameworks for entry in framework.competencies):
        why = _("entries known by their title only, which nothing can be said to teach: {n}", n=titles)
        yield Skipped("titles", why)


def list_findings(
    rows: Sequence[Row],
    courses: Sequence[Course],
    cells: Sequence[Cell],
    taught: Collection[Name] = (),
    assessed: Collection[Name] = (),
) -> list[Finding]:
    """Return what a map shows, in the order of `FOUND`; sure is what holds whatever uncertain cells are.

    `taught` and `assessed` are rows that something teaches or assesses, though it may stand in no course of theirs.
    """
    of_rows: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        of_rows[cell.framework, cell.code].append(cell)
    found: list[Finding] = []
    for row in rows:
        name = (row.framework, row.code)
        found += _row_findings(row, of_rows[name], taught=name in taught, assessed=name in assessed)
    serving = {cell.course for cell in cells if cell.state != "uncertain"}
    perhaps = {cell.course for cell in cells} - serving
    idle = [number for number in range(len(courses)) if number not in serving]
    apart = [(sure, tuple(number for number in idle if (number not in perhaps) == sure)) for sure in (True, False)]
    found += [Finding("serves_none", "", "", mine, sure=sure) for sure, mine in apart if mine]
    return sorted(found, key=lambda one: FOUND.index(one.kind))


def _row_findings(row: Row, cells: Sequence[Cell], *, taught: bool, assessed: bool) -> Iterator[Finding]:

    def finding(kind: Found, of: Sequence[Cell], level: Level | None = None, *, sure: bool = True) -> Finding:
        return Finding(kind, row.framework, row.code, tuple(cell.course for cell in of), level, sure)

    shown = [cell for cell in cells if cell.state != "declared"]
    sure = [cell for cell in shown if cell.state == "taught"]
    declared = [cell for cell in cells if cell.state == "declared"]
    if declared:
        yield finding("declared_only", declared)
    if not sure:
        if not declared:
            yield finding("never_taught", shown, sure=not shown and not taught)
        return
    # What a syllabus declares further on is not said to be missing there.
    if all(cell.level == "introduced" for cell in (*sure, *declared)):
        further = [cell for cell in shown if cell.level != "introduced"]
        yield finding("never_reinforced", sure, sure=not further)
    for level in LEVELS:
        same = [cell for cell in sure if cell.level == level]
        if len(same) > 1:
            yield finding("same_level", same, level, sure=not any(cell.estimated for cell in same))
    if all(cell.assessed == "no" for cell in cells):
        yield finding("never_assessed", sure, sure=not assessed)
