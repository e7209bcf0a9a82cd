"""Where the criteria of a framework stand: below which element, of which kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from corpora import Framework

# Catalogues of skills have no standards: a programme covers none of ESCO's groups, and is not meant to.
CATALOGUE_KINDS = ("skill", "knowledge", "occupation", "group")


def below(framework: Framework) -> dict[str, dict[str, list[int]]]:
    """For each entry with criteria directly below it, by kind, their places; in the framework's order.

    A criterion is an entry with nothing below it that stands below another.
    """
    parents = {c.parent for c in framework.competencies}
    found: dict[str, dict[str, list[int]]] = {}
    for place, entry in enumerate(framework.competencies):
        if entry.code in parents:
            found.setdefault(entry.code, defaultdict(list))
        elif entry.parent is not None and entry.parent in found:
            found[entry.parent][entry.kind].append(place)
    kinds = {c.code: c.kind for c in framework.competencies}
    return {code: dict(rows) for code, rows in found.items() if rows and kinds[code] not in CATALOGUE_KINDS}


def root_of(code: str, above: Mapping[str, str | None]) -> str:
    """The topmost entry above."""
    while (parent := above.get(code)) is not None:
        code = parent
    return code
