"""Mappings in the formats of other systems: one file each, opened by name when needed.

Seam: a module has `write(mappings: Sequence[MappingSet]) -> Export`, the file's content and what it cannot hold,
counted. Whoever makes mappings of another kind than a programme's (a crosswalk, two editions) makes `MappingSet`s.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpora import InputError

if TYPE_CHECKING:
    from corpora.frameworks.writers import Export
    from mapper.between.exchange.records import MappingSet

EXPORTS: dict[str, str] = {
    "case": "mapper.between.exchange.case",
    "sssom": "mapper.between.exchange.sssom",
    "csv": "mapper.between.exchange.table",
}
"""Format to its module."""
SAY_REJECTED = ("sssom", "csv")
"""The formats that can say that a pair does not hold by a person's word; the others leave such pairs out."""


def write(mappings: Sequence[MappingSet], form: str) -> Export:
    """Return the mappings in the format of that name; raises InputError for a format that is not in `EXPORTS`."""
    if form not in EXPORTS:
        known = ", ".join(EXPORTS)
        raise InputError("there is no format '{form}' for mappings; known: {known}", form=form, known=known)
    writer: Callable[[Sequence[MappingSet]], Export] = pkgutil.resolve_name(f"{EXPORTS[form]}:write")
    return writer(mappings)
