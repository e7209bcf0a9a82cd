"""Hierarchy and order of a CASE package, from its associations.

`isChildOf` goes from the child to its parent, which may be the document itself. Siblings stand by sequence number,
ties by enumeration, then by code (both in natural order), then as in the file. The file's own order stands where it
agrees with that and no child is before its parent; else the tree is written depth first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpora.frameworks.hierarchy import cycles, in_order, natural

_LAST = 1 << 62


@dataclass(slots=True)
class Tree:
    """The items' places.

    Attributes:
        parents: item to its parent, None at a root.
        broader: item to further parents.
        own: item to the associations that begin at it, as they came.
        others: associations that begin at no item.
        order: identifiers, parents before children.
    """

    parents: dict[str, str | None]
    broader: dict[str, list[str]]
    own: dict[str, list[dict[str, Any]]]
    others: list[dict[str, Any]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)


def tree_of(package: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], counts: Counter[str]) -> Tree:
    """Place the items.

    Args:
        package: as `case_model` read it.
        items: identifier to item, in the file's order.
        counts: gets `outside` (associations that lead out of the package), `unused` (of other types, kept) and
            `cycles` (opened at their first item).
    """
    root = package["CFDocument"]["identifier"]
    addresses = {item["uri"]: name for name, item in items.items() if item.get("uri")}
    known = {name: name for name in [*items, root]} | {package["CFDocument"].get("uri") or root: root}
    tree = Tree(dict.fromkeys(items), {name: [] for name in items}, {name: [] for name in items})
    above: dict[str, dict[str, int | None]] = {name: {} for name in items}
    for association in package.get("CFAssociations") or ():
        ends = [_end(association[side], known, addresses) for side in ("originNodeURI", "destinationNodeURI")]
        origin, destination = ends
        begins = origin if origin is not None and origin in items else None
        (tree.others if begins is None else tree.own[begins]).append(association)
        counts["outside"] += None in ends
        if association["associationType"] != "isChildOf":
            counts["unused"] += None not in ends
        elif begins is not None and destination is not None:
            above[begins].setdefault(destination, association.get("sequenceNumber"))
    for name, parents in above.items():
        first, *more = [None if parent == root else parent for parent in parents] or [None]
        tree.parents[name] = first
        tree.broader[name] = [parent for parent in more if parent is not None and parent != name]
    for cycle in cycles(tree.parents):
        counts["cycles"] += 1
        tree.parents[cycle[0]] = None
    keys = {name: _place(item, above[name].get(tree.parents[name] or root)) for name, item in items.items()}
    tree.order = in_order(list(items), tree.parents, keys)
    return tree


def _end(link: Mapping[str, Any], known: Mapping[str, str], addresses: Mapping[str, str]) -> str | None:
    """The item or document at one end, by identifier or else by address."""
    name, address = link.get("identifier") or "", link.get("uri") or ""
    return known.get(name) or addresses.get(address) or known.get(address)


Place = tuple[int, bool, tuple[Any, ...], bool, tuple[Any, ...]]


def _place(item: Mapping[str, Any], sequence: int | None) -> Place:
    enumeration, code = (str(item.get(name) or "") for name in ("listEnumeration", "humanCodingScheme"))
    return _LAST if sequence is None else sequence, not enumeration, natural(enumeration), not code, natural(code)
