"""The records of a curriculum map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from corpora import Skipped, Text
from mapper.programmes.coverage.records import Made, Programme

Level = Literal["introduced", "reinforced", "mastered"]
LEVELS: tuple[Level, ...] = get_args(Level)
Assessed = Literal["yes", "uncertain", "no"]
Scope = Literal["course", "section", "passage", "outcome"]
Found = Literal["never_taught", "declared_only", "never_reinforced", "same_level", "never_assessed", "serves_none"]
FOUND: tuple[Found, ...] = get_args(Found)


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
class Basis:
    """What a level was estimated from.

    Attributes:
        verb: the verb that reaches furthest in the surest passage that has one, as written; "" where none has.
        tier: mean tier of the verbs in Bloom's revised taxonomy, 1 remember to 6 create; None without verbs.
        place: of the course among those that teach the same row, from 1.
        of: how many these are.
        practised: whether more than contents show it.
    """

    verb: str
    tier: float | None
    place: int
    of: int
    practised: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a course does for an outcome; where it does nothing there is no cell.

    Attributes:
        course: place of the column, from 0.
        state: "taught" where coverage says covered or partly of this course, "uncertain" where it is to be confirmed;
            "declared" where the syllabus prints a level for the outcome and none of its passages shows it.
        level: introduced, reinforced, mastered; None where the syllabus only says that it is assessed.
        estimated: whether the level is estimated, and not printed.
        assessed: "yes" where an evaluation or an assessment task shows it as surely as coverage asks for, or the
            syllabus says so; "uncertain" where one is named, as in an evidence matrix, or a criterion of evaluation is.
        probability: that the course teaches it.
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
        sure: whether it holds whatever the uncertain cells turn out to be.
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
