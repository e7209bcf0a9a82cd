"""Coverage as an alignment counts it: per standard or element and kind of criterion, how many are in each state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mapper.coverage.records import STATES
from mapper.coverage.standards_tree import below, root_of
from mapper.coverage.states import Shown, criterion
from mapper.records import Coverage, MappedPassage


def coverage(shown: Sequence[Shown], passages: Iterable[MappedPassage]) -> tuple[Coverage, ...]:
    """Count, for every standard that some passage corresponds to, what was found of its criteria.

    Returns:
        For each such standard and each element below it that has criteria of its own, one record per kind. Nothing
        of standards known by title only, nor of catalogues of skills, which no programme is meant to cover.
    """
    matched = {(match.framework, match.code) for mapped in passages for match in mapped.matches}
    return tuple(row for one in shown for row in _of_framework(one, matched))


def _of_framework(shown: Shown, matched: set[tuple[str, str]]) -> Iterator[Coverage]:
    framework = shown.framework
    above = {c.code: c.parent for c in framework.competencies}
    roots = {root_of(code, above) for name, code in matched if name == framework.name}
    for code, places in below(framework).items():
        if root_of(code, above) in roots:
            yield from _rows(shown, code, places)


def _rows(shown: Shown, code: str, places: Mapping[str, Sequence[int]]) -> Iterator[Coverage]:
    for kind, of_kind in places.items():
        states = [criterion(shown, place).state for place in of_kind]
        counts = {state: states.count(state) for state in STATES}
        yield Coverage(framework=shown.framework.name, code=code, kind=kind, of=len(states), **counts)
