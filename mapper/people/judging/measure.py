"""How far a judge can be trusted: its verdicts on programmes of known truth."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import InputError
from eval.calibration import ends
from mapper.people.judging.asking import JudgedItem, Response
from mapper.people.judging.protocol import STATES, plain
from mapper.programmes.coverage import CoverageReport
from mapper.workspace.files import find_file

_AS_TRUTH = {"covered": "covered", "partly": "partly", "not_found": "absent", "uncertain": "uncertain"}
NONE = "none"  # of a criterion on which the judge said nothing


@dataclass(frozen=True, slots=True)
class Case:
    """A criterion of known truth, with the state that the score gives it and the judge's verdict, `NONE` without one.

    It is `retrieved` where a passage that teaches it is in the question; `named` tells of each passage that the judge
    named whether it teaches the criterion. `also` is another state that a careful reader might give, "" without one.
    """

    programme: str
    truth: str
    score: str
    verdict: str
    retrieved: bool
    named: tuple[bool, ...]
    also: str = ""

    def is_right(self, state: str) -> bool:
        """Return whether a state is the true one, or the other that a careful reader might give."""
        return state in (self.truth, self.also)

    @property
    def final(self) -> str:
        """Return the judge's state where there is one, else the score's."""
        return self.score if self.verdict == NONE else self.verdict


def cases(
    truth: Truth, report: CoverageReport, asked: Sequence[JudgedItem], heard: Mapping[str, Response]
) -> list[Case]:
    """Return the criteria of one programme that stand in its truth, as the score and the judge see them."""
    questions = {one.code: one.question for one in asked}
    texts = {name: passage.text for name, passage in report.programmes[0].passages.items()}
    rows = [row for standard in report.standards[0] for row in standard.criteria if row.code in truth.states]
    found = []
    for row in rows:
        question, quotations = questions[row.code], truth.passages[row.code]
        answer = heard[question.id].answer if question is not None and question.id in heard else None
        offered = [] if question is None else [str(one["id"]) for one in question.offered]
        retrieved = any(teaches(texts[name], quotations) for name in offered)
        named = () if answer is None else tuple(teaches(texts[name], quotations) for name, _ in answer.named)
        states = (truth.states[row.code], _AS_TRUTH[row.state], NONE if answer is None else answer.state)
        found.append(Case(truth.name, *states, retrieved, named, truth.also[row.code]))
    return found


def taught(found: Iterable[Case]) -> dict[str, tuple[int, int]]:
    """Return by verdict how often the criterion was taught, at least partly, of how often it was given."""
    said = [(case.verdict, case.truth != "absent") for case in found]
    return {state: (said.count((state, True)), sum(verdict == state for verdict, _ in said)) for state in STATES}


def figures(found: Sequence[Case], heard: Mapping[str, Response]) -> dict[str, Any]:
    """Return what `curmap judge measure` prints, as JSON values; shares are null where there is nothing to share."""
    answered = [case for case in found if case.verdict != NONE]
    teaching = [case for case in found if case.truth != "absent"]
    named = [right for case in found for right in case.named]
    faults = Counter(kind for one in heard.values() for kind in one.faults)
    counted = sum(one.answer is not None for one in heard.values())
    given = counted + sum(faults.values())
    read, written = (sum(one.tokens[n] for one in heard.values()) for n in (0, 1))
    return {
        "programmes": len({case.programme for case in found}),
        "criteria": len(found),
        "answered": len(answered),
        "right": _share([case.is_right(case.final) for case in found], found),
        "right_where_answered": _share([case.is_right(case.verdict) for case in answered], answered),
        "right_by_score": _share([case.is_right(case.score) for case in found], found),
        "verdicts": {state: dict(Counter(c.verdict for c in found if c.truth == state)) for state in STATES},
        "scores": {state: dict(Counter(c.score for c in found if c.truth == state)) for state in STATES},
        "retrieved": _share([case.retrieved for case in teaching], teaching),
        "passages_named": {"right": sum(named), "of": len(named)},
        "answers": {"given": given, "verified": counted, "faults": dict(sorted(faults.items()))},
        "tokens": {"read": read, "written": written},
        "seconds": round(sum(one.seconds for one in heard.values()), 1),
        "taught": {state: list(n) for state, n in taught(found).items()},
    }


def _share(right: Sequence[bool], found: Sequence[Case]) -> dict[str, float | None] | None:
    if not found:
        return None
    share = ends([float(one) for one in right], [case.programme for case in found])
    return {name: None if value is None else round(value, 4) for name, value in share.items()}


_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one programme: its standard, with a table unless it is a published one, and what it teaches.

    `path` is the file that says it, `states` are covered, partly or absent, `also` other states that a careful reader
    might give, `passages` the quotations that teach it.
    """

    path: Path
    name: str
    programme: Path
    table: Path | None
    standard: str
    states: Mapping[str, str]
    passages: Mapping[str, tuple[str, ...]]
    also: Mapping[str, str]


def read_truths(folder: Path) -> list[Truth]:
    """Return the programmes of known truth in a folder; raises InputError for none, or one of another form."""
    found = [_read(path) for path in sorted(folder.rglob("truth.json"))]
    if not found:
        raise InputError("{folder}: there are no programmes of known truth in it (NAME/truth.json)", folder=folder)
    return found


def _read(path: Path) -> Truth:
    table = path.parent / "standard.csv"
    try:
        value = json.loads(path.read_bytes())
        criteria = value["criteria"]
        truth = Truth(
            path,
            path.parent.name,
            find_file(path.parent, value["programme"]),
            table if table.exists() else None,
            value["standard"],
            {one["code"]: one["state"] for one in criteria},
            {one["code"]: tuple(map(_without_marks, one["passages"])) for one in criteria},
            {one["code"]: one.get("also") or "" for one in criteria},
        )
        if not set(truth.states.values()) <= set(STATES):
            raise ValueError(truth.states)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "{path}: is not of the form expected (standard, programme, criteria with code, state and passages)",
            path=path,
        ) from error
    return truth


def teaches(text: str, quotations: Iterable[str]) -> bool:
    """Return whether a passage is, holds or is part of one of these quotations."""
    said = _without_marks(text)
    return any(one in said or (len(said) >= _SHORTEST and said in one) for one in quotations)


def _without_marks(text: str) -> str:
    return plain(re.sub(r"[*_`|]", " ", text))
