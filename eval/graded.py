"""Passages with graded candidates, one a line: what people (or whoever judged) say of single pairs.

    {"id", "kind", "group", "role", "language", "section": […], "passage",
     "candidates": [{"framework", "code", "statement", "grade": 0–3, "grade_b": of a second judge, where one graded}]}

`group` is the document, `role` one of `ROLES`; a line without a group stands for itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import InputError, Place, records
from eval.sheets import GRADES, JudgedSheet

ROLES = ("competency", "outcome", "criterion", "content", "activity", "evaluation", "requirement", "other")
"""What a passage may be: of a programme, or a requirement of an ad or a task."""
RIGHT = 2
"""From this grade on a designer would accept the link."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of a framework, graded against a passage; `second` is the other judge's grade, None without one."""

    framework: str
    code: str
    statement: str
    grade: int
    second: int | None = None


@dataclass(frozen=True, slots=True)
class GradedPassage:
    """One line, its id unique; its group is the document, or the id; its section the headings, the outermost first."""

    id: str
    group: str
    role: str
    language: str | None
    section: tuple[str, ...]
    text: str
    candidates: tuple[Candidate, ...]


def read(paths: Sequence[Path]) -> list[GradedPassage]:
    """Read all lines of these files.

    Raises InputError: names file and line: no JSON, a field is missing, a grade is none of 0–3, a role none of `ROLES`,
    an id or a pair stands twice.
    """
    found: dict[str, GradedPassage] = {}
    for path in paths:
        for place, row in records(path):
            passage = _passage(place, row)
            if passage.id in found:
                raise place.error("id '{id}' stands twice; give each passage its own", id=passage.id)
            found[passage.id] = passage
    if not found:
        names = ", ".join(map(str, paths))
        raise InputError("{names}: there are no passages", names=names)
    return list(found.values())


def _passage(place: Place, row: dict[str, Any]) -> GradedPassage:
    _has(place, row, "id", "passage", "candidates")
    try:
        for number, one in enumerate(row["candidates"], start=1):
            _has(place, one, "framework", "code", "grade", candidate=number)
        said = row.get("section") or ()
        headings = [said] if isinstance(said, str) else said  # one alone may stand without its list
        passage = GradedPassage(
            id=str(row["id"]),
            group=str(row.get("group") or row["id"]),
            role=str(row.get("role") or "other"),
            language=row.get("language"),
            section=tuple(str(heading) for heading in headings if heading),
            text=str(row["passage"]),
            candidates=tuple(_candidate(one) for one in row["candidates"]),
        )
    except (TypeError, AttributeError) as error:
        raise place.error("is no passage with candidates graded 0 to 3; docs/evaluation.md tells the form") from error
    if passage.role not in ROLES:
        raise place.error("there is no role '{role}'; write one of: {roles}", role=passage.role, roles=", ".join(ROLES))
    if not passage.text.strip():
        raise place.error("the passage '{id}' has no text; write it, or remove the line", id=passage.id)
    pairs = [(one.framework, one.code) for one in passage.candidates]
    for one in passage.candidates:
        for grade, known in ((one.grade, GRADES), (one.second, (None, *GRADES))):
            if grade not in known or isinstance(grade, bool):
                said = json.dumps(grade)
                raise place.error(
                    "grade {grade} of '{code}' is none of 0, 1, 2 and 3; mend it", grade=said, code=one.code
                )
        if pairs.count((one.framework, one.code)) > 1:
            raise place.error("'{code}' stands twice; keep one grade of it", code=f"{one.framework}/{one.code}")
    return passage


def _has(place: Place, row: dict[str, Any], *fields: str, candidate: int = 0) -> None:
    """Raises InputError where the passage, or its candidate of that number, lacks one of these fields."""
    for field in fields:
        if row.get(field) is None and candidate:
            raise place.error("candidate {number} has no '{field}'; write it", number=candidate, field=field)
        if row.get(field) is None:
            raise place.error("the passage has no '{field}'; write it", field=field)


def _candidate(row: dict[str, Any]) -> Candidate:
    """Make a candidate of what was written, the grades still to be checked; tables may write 2.0 for 2."""
    said: list[Any] = [row.get("grade"), row.get("grade_b")]
    grades = [int(one) if isinstance(one, float) and one.is_integer() else one for one in said]
    return Candidate(str(row["framework"]), str(row["code"]), str(row.get("statement") or ""), *grades)


def sheets(passages: Sequence[GradedPassage]) -> list[JudgedSheet]:
    """Return the two judges' grades of the pairs that both graded, as `eval.judging` takes them; none for none."""
    both = [
        ((passage.id, f"{one.framework}/{one.code}"), one.grade, one.second)
        for passage in passages
        for one in passage.candidates
        if one.second is not None
    ]
    by_judge = {"grade": {pair: a for pair, a, _ in both}, "grade_b": {pair: b for pair, _, b in both}}
    return [JudgedSheet(Path(name), name, "", grades) for name, grades in by_judge.items() if grades]
