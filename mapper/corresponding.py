"""Which passages of a programme correspond to which entries of frameworks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from corpora import Passage
from mapper.coverage.states import Shown

Corresponding = Mapping[tuple[str, str], Sequence[Passage]]
"""(name of a framework, code of an entry) → the passages that correspond to it."""
NOTHING: Corresponding = MappingProxyType({})


def in_coverage(shown: Iterable[Shown]) -> Corresponding:
    """As coverage has it: the passages that show an entry, the surest first, of what is told as covered or partly."""
    return {
        (one.framework.name, one.framework.competencies[place].code): tuple(one.passages(place))
        for one in shown
        for place in sorted(one.nearest)
        if one.shows(place)
    }
