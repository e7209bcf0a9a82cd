"""What loaders share: order and soundness of a hierarchy, codes where a source gives none or the same twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpora.files import digest
from corpora.records import Competency, Framework
from corpora.text import words_of_name

_DIGITS = re.compile(r"(\d+)")


def make_framework(
    name: str,
    title: str,
    files: Sequence[tuple[str, bytes]],
    competencies: Iterable[Competency],
    *,
    version: str = "",
    source: str = "",
    **more: Any,  # noqa: ANN401 - further fields of a framework
) -> Framework:
    """Make the framework of these files (name, bytes); without a version its checksum's beginning stands for it."""
    checksum = digest(files)
    return Framework(
        name=name,
        title=title,
        version=version or checksum[:12],
        sha256=checksum,
        source=source or ", ".join(sorted({file for file, _ in files})),
        competencies=tuple(competencies),
        **more,
    )


def made_for_list(framework: Framework) -> str | None:
    """Return the code of the entry that reading made for all of a plain list; None in what is no such list.

    It is called as the framework, and all other entries stand right below it.
    """
    if not framework.competencies:
        return None
    first, *others = framework.competencies
    called = {words_of_name(framework.name), words_of_name(framework.title)}
    is_made = first.code.rstrip("_") == framework.name.rstrip("_") and first.statement in called
    return first.code if is_made and others and all(one.parent == first.code for one in others) else None


def cycles(parents: Mapping[str, str | None]) -> list[list[str]]:
    """Return the cycles among these entries, each as the codes along it, begun at its first in the mapping's order.

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


def remove_entries(above: Mapping[str, Mapping[str, Any]], left_out: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what stands above each entry that is not `left_out`: in the place of one that is, what stands above that.

    `above` is entry to the entries above it, each with what is said of its place there, which what takes its place has
    too.
    """
    if not left_out:
        return {entry: dict(up) for entry, up in above.items()}

    def remaining(up: str, passed: frozenset[str]) -> Iterator[str]:
        if up not in left_out:
            yield up
        elif up not in passed:
            for further in above.get(up, ()):
                yield from remaining(further, passed | {up})

    found: dict[str, dict[str, Any]] = {}
    for entry, ups in above.items():
        if entry not in left_out:
            found[entry] = {}
            for up, place in ups.items():
                for one in remaining(up, frozenset({entry})):
                    found[entry].setdefault(one, place)
    return found


def parents_first(entries: Sequence[Competency]) -> tuple[Competency, ...]:
    """Return the entries in their own order, except that each stands behind its parent; the hierarchy has no cycle."""
    by_code = {entry.code: entry for entry in entries}
    place_entries: dict[str, Competency] = {}
    for entry in entries:
        chain: list[Competency] = []
        at: Competency | None = entry
        while at is not None and at.code not in place_entries:
            chain.append(at)
            at = by_code.get(at.parent) if at.parent is not None else None
        place_entries.update((above.code, above) for above in reversed(chain))
    return tuple(place_entries.values())


def natural_key(text: str) -> tuple[Any, ...]:
    """Return a sorting key in which 1.10 is behind 1.9; digits as (length, digits): no number is too long for it."""
    parts = _DIGITS.split(text)
    return tuple(
        (len(bare), bare) if number % 2 and (bare := part.lstrip("0") or "0") else (0, part)
        for number, part in enumerate(parts)
    )


def unique_codes(codes: Sequence[str]) -> Iterator[str]:
    """Return each code, the second of its kind as `code#2` and so on, none of them another's."""
    given, used = set(codes), set()
    last: Counter[str] = Counter()
    for code in codes:
        made = code
        while made in used or (made != code and made in given):
            last[code] += 1
            made = f"{code}#{last[code] + 1}"
        used.add(made)
        yield made


def place_entries(
    wanted: Mapping[str, str],
    above: Mapping[str, Iterable[str | None]],
    counts: Counter[str],
    key: Callable[[str, str | None], Any] = lambda name, parent: 0,  # noqa: ARG005
) -> tuple[dict[str, str], dict[str, str | None]]:
    """Return the code and the parent of each entry of a file, codes with parents before children.

    `wanted` are the codes that the entries have by themselves, in the file's order; `above` is what stands above each,
    its parent first, None for none. `counts` gets `repeated` codes, which are numbered, and `cycles`, whose first entry
    becomes a root. Siblings are ordered by a key of the entry and its parent. Where the file's own order agrees with
    that it stands, as on a tie; else the tree is written depth first.
    """
    parents = {name: next(iter(above[name]), None) for name in wanted}
    for cycle in cycles(parents):
        counts["cycles"] += 1
        parents[cycle[0]] = None
    children: dict[str | None, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    ordered = {parent: sorted(of, key=lambda name: key(name, parents[name])) for parent, of in children.items()}
    at = {name: number for number, name in enumerate(wanted)}
    order = list(wanted)
    if children != ordered or any(parent is not None and at[parent] > at[name] for name, parent in parents.items()):
        order, waiting = [], ordered.get(None, [])[::-1]
        while waiting:
            order.append(waiting.pop())
            waiting += ordered.get(order[-1], [])[::-1]
    codes = dict(zip(order, unique_codes([wanted[name] for name in order]), strict=True))
    counts["repeated"] += sum(code != wanted[name] for name, code in codes.items())
    return codes, parents
