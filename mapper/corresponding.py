"""Which passages of a programme correspond to which entries of frameworks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from corpora import Passage
from mapper.coverage.model import FOUND
from mapper.coverage.states import Shown

Corresponding = Mapping[tuple[str, str], Sequence[Passage]]
"""(name of a framework, code of an entry) → the passages that correspond to it."""
NOTHING: Corresponding = MappingProxyType({})


def in_coverage(shown: Iterable[Shown], least: float = FOUND) -> Corresponding:
    """As coverage has it: the passages that show an entry, the surest first, where they teach it so probably."""
    return {
        (one.framework.name, one.framework.competencies[place].code): tuple(passages)
        for one in shown
        for place, passages in sorted(one.all.passages.items())
        if one.all.probability[place] >= least
    }
