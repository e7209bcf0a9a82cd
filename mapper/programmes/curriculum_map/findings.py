"""What a school looks for in its map: what is never taught, never goes further, is taught twice, serves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.programmes.curriculum_map.records import FOUND, LEVELS, Cell, Course, Finding, Row


def findings(rows: Sequence[Row], courses: Sequence[Course], cells: Sequence[Cell]) -> list[Finding]:
    """All of it, in the order of `FOUND`.

    A finding is sure where it holds without regard to the cells that are uncertain.
    """
    found = [one for row in rows for one in _of_row(row, [cell for cell in cells if _is_of(cell, row)])]
    serving = {cell.course for cell in cells if cell.state != "uncertain"}
    perhaps = {cell.course for cell in cells} - serving
    idle = [number for number in range(len(courses)) if number not in serving]
    apart = [(sure, tuple(number for number in idle if (number not in perhaps) == sure)) for sure in (True, False)]
    found += [Finding("serves_none", "", "", mine, sure=sure) for sure, mine in apart if mine]
    return sorted(found, key=lambda one: FOUND.index(one.kind))


def _is_of(cell: Cell, row: Row) -> bool:
    return (cell.framework, cell.code) == (row.framework, row.code)


def _of_row(row: Row, cells: Sequence[Cell]) -> Iterator[Finding]:
    name = (row.framework, row.code)
    shown = [cell for cell in cells if cell.state != "declared"]
    sure = [cell for cell in shown if cell.state == "taught"]
    declared = [cell for cell in cells if cell.state == "declared"]
    if declared:
        yield Finding("declared_only", *name, _courses(declared))
    if not sure:
        if not declared:
            yield Finding("never_taught", *name, _courses(shown), sure=not shown)
        return
    # What a syllabus declares further on is not said to be missing there.
    if all(cell.level == "introduced" for cell in (*sure, *declared)):
        further = [cell for cell in shown if cell.level != "introduced"]
        yield Finding("never_reinforced", *name, _courses(sure), sure=not further)
    for level in LEVELS:
        same = [cell for cell in sure if cell.level == level]
        if len(same) > 1:
            yield Finding("same_level", *name, _courses(same), level, sure=not any(cell.estimated for cell in same))
    if all(cell.assessed == "no" for cell in cells):
        yield Finding("never_assessed", *name, _courses(sure))


def _courses(cells: Sequence[Cell]) -> tuple[int, ...]:
    return tuple(cell.course for cell in cells)
