"""What a form is to be told of each criterion and programme."""

from __future__ import annotations

from pathlib import PurePath

from mapper.programmes.coverage.records import CoverageReport, Programme
from mapper.programmes.curriculum_map.curriculum import Cell, MatrixReport
from mapper.programmes.curriculum_map.sections import sign
from mapper.reports.blocks import Words
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.forms.records import Cells, Course, Entry
from mapper.reports.parts import place_of, quoted


def cells_of(report: CoverageReport, lang: str) -> Cells:
    """Of each criterion and programme its state, and where the passage stands that shows it best."""
    t = Words(lang, COVERAGE)
    entries: dict[tuple[str, str], Entry] = {}
    found: dict[tuple[tuple[str, str], int], str] = {}
    several = len(report.programmes) > 1
    for number, (programme, standards) in enumerate(zip(report.programmes, report.standards, strict=True)):
        for standard in standards:
            titles = {tally.element: tally.title for tally in standard.tallies}
            for one in standard.criteria:
                key = (standard.framework, one.code)
                entries.setdefault(key, Entry(one.code, (one.statement,), one.element, titles.get(one.element, "")))
                said = t(one.state).lower()
                said = f"{said} · {PurePath(programme.name).stem}" if several else said
                best = next(quoted(programme, one.passages), None)
                where = "" if best is None else place_of(best.page, (), t, programme.numbers.get(best.id))
                found[key, number] = ", ".join(filter(None, (said, where)))
    places = {key: place for place, key in enumerate(entries)}
    return Cells(
        tuple(entries.values()),
        tuple(map(_course, report.programmes)),
        {(places[key], number): text for (key, number), text in found.items()},
    )


def cells_of_map(report: MatrixReport, lang: str) -> Cells:
    """Of each outcome and course the sign of its cell, the course, and where the passage stands that shows it best."""
    t = Words(lang, COVERAGE)
    places = {(row.framework, row.code): place for place, row in enumerate(report.rows)}
    courses = []
    for course in report.courses:  # by its heading and, where it is a file of its own, by that file's names
        files = () if course.section else _course(report.programmes[course.programme]).names
        courses.append(Course(tuple(dict.fromkeys((course.name, *files)))))
    return Cells(
        tuple(Entry(row.code, (row.statement,), *(row.groups[-1] if row.groups else ())) for row in report.rows),
        tuple(courses),
        {(places[cell.framework, cell.code], cell.course): _mapped(report, cell, t) for cell in report.cells},
    )


def _course(programme: Programme) -> Course:
    stem = PurePath(programme.name).stem
    return Course(tuple(dict.fromkeys(filter(None, (programme.name, programme.title, stem)))))


def _mapped(report: MatrixReport, cell: Cell, t: Words) -> str:
    course = report.courses[cell.course]
    if cell.passages:
        best, numbers = cell.passages[0], report.programmes[course.programme].numbers
        where = place_of(best.page, (), t, numbers.get(best.passage))
    else:
        where = place_of(cell.printed.page, (), t) if cell.printed else ""
    return ", ".join(filter(None, (f"{sign(cell)} · {course.name}", where)))
