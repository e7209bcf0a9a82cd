"""Order and soundness of a framework's hierarchy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpora.records import Competency


def cycles(parents: Mapping[str, str | None]) -> list[list[str]]:
    """The cycles among these entries, each as the codes along it, begun at its first in the mapping's order.

    Args:
        parents: code to its parent's code; None or a code that is no key is a root.
    """
    done: set[str] = set()
    found = []
    for code in parents:
        path: dict[str, None] = {}
        at: str | None = code
        while at is not None and at in parents and at not in done and at not in path:
            path[at] = None
            at = parents[at]
        if at is not None and at in path:
            steps = list(path)
            found.append(steps[steps.index(at) :])
        done.update(path)
    return found


def parents_first(entries: Sequence[Competency]) -> tuple[Competency, ...]:
    """The entries in their own order, except that each stands behind its parent; the hierarchy has no cycle."""
    by_code = {entry.code: entry for entry in entries}
    placed: dict[str, Competency] = {}
    for entry in entries:
        chain: list[Competency] = []
        at: Competency | None = entry
        while at is not None and at.code not in placed:
            chain.append(at)
            at = by_code.get(at.parent) if at.parent is not None else None
        placed.update((above.code, above) for above in reversed(chain))
    return tuple(placed.values())
