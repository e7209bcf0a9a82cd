"""What loaders share: order and soundness of a hierarchy, codes where a source gives none or the same twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpora.files import digest
from corpora.records import Competency, Framework

_DIGITS = re.compile(r"(\d+)")


def framework_of(
    name: str,
    title: str,
    files: Sequence[tuple[str, bytes]],
    competencies: Iterable[Competency],
    *,
    version: str = "",
    source: str = "",
    **more: Any,  # noqa: ANN401 - further fields of a framework
) -> Framework:
    """The framework that these files (name, bytes) hold; without a version its checksum's beginning stands for it."""
    checksum = digest(files)
    return Framework(
        name=name,
        title=title,
        version=version or checksum[:12],
        sha256=checksum,
        source=source or ", ".join(sorted(file for file, _ in files)),
        competencies=tuple(competencies),
        **more,
    )


def cycles(parents: Mapping[str, str | None]) -> list[list[str]]:
    """The cycles among these entries, each as the codes along it, begun at its first in the mapping's order.

    A parent that is None or no key of the mapping makes a root.
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


def open_cycles(parents: dict[str, str | None], counts: Counter[str]) -> None:
    """Make the first entry of each cycle a root; counts the cycles under `cycles`."""
    for cycle in cycles(parents):
        counts["cycles"] += 1
        parents[cycle[0]] = None


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


def natural(text: str) -> tuple[Any, ...]:
    """A sorting key in which 1.10 is behind 1.9; digits as (length, digits), since no number is too long for that."""
    parts = _DIGITS.split(text)
    return tuple(
        (len(bare), bare) if number % 2 and (bare := part.lstrip("0") or "0") else (0, part)
        for number, part in enumerate(parts)
    )


def in_order(names: Sequence[str], parents: Mapping[str, str | None], keys: Mapping[str, Any]) -> list[str]:
    """The entries of a file (in its order) whose siblings are ordered by a key, parents before children.

    The file's own order stands where it agrees with that, and on a tie; else the tree is written depth first. There
    are no cycles.
    """
    children: dict[str | None, list[str]] = {}
    for name in names:
        children.setdefault(parents[name], []).append(name)
    ordered = {parent: sorted(of, key=lambda name: keys[name]) for parent, of in children.items()}
    at = {name: number for number, name in enumerate(names)}
    if children == ordered and all(parent is None or at[parent] < at[name] for name, parent in parents.items()):
        return list(names)
    placed: list[str] = []
    waiting = ordered.get(None, [])[::-1]
    while waiting:
        name = waiting.pop()
        placed.append(name)
        waiting += ordered.get(name, [])[::-1]
    return placed


def unique(codes: Sequence[str]) -> Iterator[str]:
    """Each code, the second of its kind as `code#2` and so on, none of them another's."""
    given, used = set(codes), set()
    last: Counter[str] = Counter()
    for code in codes:
        made = code
        while made in used or (made != code and made in given):
            last[code] += 1
            made = f"{code}#{last[code] + 1}"
        used.add(made)
        yield made
