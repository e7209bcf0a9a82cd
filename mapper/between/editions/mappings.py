"""What a comparison means for a mapping that exists: what still holds, what to look at again, what is void.

A match holds where what it was made from says the same: people's decisions go along with it, and with nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from corpora import InputError
from eval.benchmarks.workbook import is_report, rows
from mapper.between.editions import Change, Comparison, State, Unit
from mapper.between.editions.compare import key

Verdict = Literal["holds", "again", "void"]
VERDICTS: tuple[Verdict, ...] = ("again", "void", "holds")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A match as it stands in a mapping.

    Attributes:
        statement: its wording, as the mapping shows it.
        probability: as the mapping shows it, None where it does not.
        decision: what a person wrote beside it, "" for nothing.
    """

    passage: str
    framework: str
    code: str
    statement: str
    probability: float | None
    decision: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of one match.

    Attributes:
        verdict: whether it holds.
        change: of the part that it was made from; None where the mapping says something that the old edition does not.
        codes: of that part in the new edition; none where it is void.
    """

    match: Mapped
    verdict: Verdict
    change: Change | None
    codes: tuple[str, ...]

    @property
    def states(self) -> tuple[State, ...]:
        """Why, in the comparison's terms."""
        return self.change.states if self.change else ()

    @property
    def decision(self) -> str:
        """The person's decision, where it still counts."""
        return self.match.decision if self.verdict == "holds" else ""


@dataclass(frozen=True, slots=True)
class Standings:
    """All matches that the comparison concerns, and how many it does not."""

    found: tuple[Standing, ...]
    others: int

    def of(self, verdict: Verdict) -> tuple[Standing, ...]:
        """Those of one verdict."""
        return tuple(standing for standing in self.found if standing.verdict == verdict)


class Compared(NamedTuple):
    """A comparison, and what it means for a mapping if one was given."""

    comparison: Comparison
    mapping: Standings | None = None


def read_mapping(path: Path) -> tuple[Mapped, ...]:
    """The matches of an alignment.json, or of a report's workbook with its review.

    Raises:
        InputError: it is neither, or is damaged.
    """
    try:
        if is_report(path):
            return tuple(_of_workbook(path))
        return tuple(_of_json(json.loads(path.read_text(encoding="utf-8"))))
    except OSError as error:
        raise InputError("{path}: cannot be read; check the path and the permissions", path=path) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            "{path}: is neither an alignment.json nor the workbook of a report of 'curmap map'", path=path
        ) from error


def _of_json(content: Any) -> Iterator[Mapped]:  # noqa: ANN401 - any JSON value
    for document in content if isinstance(content, list) else [content]:
        for passage in document["passages"]:
            for match in passage["matches"]:
                yield Mapped(
                    str(passage["text"]),
                    str(match["framework"]),
                    str(match["code"]),
                    str(match["statement"]),
                    float(match["probability"]),
                    "",
                )


def _of_workbook(path: Path) -> Iterator[Mapped]:
    for row in rows(path)["matches"]:
        cells = row.cells
        statement = cells["competency"]
        yield Mapped(cells["passage"], cells["framework"], cells["code"], statement, None, cells["review"])


def standings(comparison: Comparison, mapped: Sequence[Mapped]) -> Standings:
    """What becomes of each match.

    A standard's match is found by its code, a programme's by its passage's text; a code whose wording in the mapping
    is not the old edition's is to be looked at again, since it was made from another one.
    """
    changes = {unit.code: change for change in comparison.changes for unit in change.old}
    if comparison.old.framework:
        units = {unit.code: unit for unit in comparison.old.units}
        found = [_standing(m, units[m.code], changes, m.statement) for m in mapped if m.code in units]
    else:
        by_text = {key(unit.text): unit for unit in reversed(comparison.old.units)}
        found = [_standing(m, by_text[key(m.passage)], changes, m.passage) for m in mapped if key(m.passage) in by_text]
    return Standings(tuple(found), len(mapped) - len(found))


def _standing(match: Mapped, unit: Unit, changes: Mapping[str, Change], seen: str) -> Standing:
    change = changes[unit.code]
    codes = tuple(new.code for new in change.new)
    if key(seen) != key(unit.text):
        return Standing(match, "again", None, codes)
    verdict: Verdict = "again"
    if not codes:
        verdict = "void"
    elif set(change.states) <= {"same", "moved"}:
        verdict = "holds"
    return Standing(match, verdict, change, codes)
