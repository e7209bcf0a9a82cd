"""Coverage as an alignment counts it: per standard or element and kind of criterion, how many are in each state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mapper.coverage.records import STATES, CriterionCoverage
from mapper.coverage.standards_tree import below, root_of
from mapper.coverage.states import Shown, criterion
from mapper.records import Coverage, MappedPassage

Decide = Callable[[str, CriterionCoverage], CriterionCoverage]
"""Gives a framework's criterion as people decided it."""


def _undecided(_: str, row: CriterionCoverage) -> CriterionCoverage:
    return row


def coverage(
    shown: Sequence[Shown], passages: Iterable[MappedPassage], *, decide: Decide = _undecided
) -> tuple[Coverage, ...]:
    """Count, for every standard that some passage corresponds to, what was found of its criteria.

    Args:
        shown: what the programme says of each framework.
        passages: of the programme.
        decide: puts in what people decided of a criterion.

    Returns:
        For each such standard and each element below it that has criteria of its own, one record per kind. Nothing
        of standards known by title only, nor of catalogues of skills, which no programme is meant to cover.
    """
    matched = {(match.framework, match.code) for mapped in passages for match in mapped.matches}
    return tuple(row for one in shown for row in _of_framework(one, matched, decide))


def _of_framework(shown: Shown, matched: set[tuple[str, str]], decide: Decide) -> Iterator[Coverage]:
    framework = shown.framework
    above = {c.code: c.parent for c in framework.competencies}
    roots = {root_of(code, above) for name, code in matched if name == framework.name}
    for code, places in below(framework).items():
        if root_of(code, above) in roots:
            yield from _rows(shown, code, places, decide)


def _rows(shown: Shown, code: str, places: Mapping[str, Sequence[int]], decide: Decide) -> Iterator[Coverage]:
    for kind, of_kind in places.items():
        states = [decide(shown.framework.name, criterion(shown, place)).state for place in of_kind]
        counts = {state: states.count(state) for state in STATES}
        yield Coverage(framework=shown.framework.name, code=code, kind=kind, of=len(states), **counts)
