"""diff.json as a mapping set: what each part of an old edition was replaced by."""

from __future__ import annotations

import uuid

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from corpora import Skipped, Text
from corpora.frameworks.written import NAMESPACE
from corpora.text import clean
from mapper.exchange.alignment import Ends, FindFramework
from mapper.exchange.records import Correspondence, MappingSet, Node


class _Unit(TypedDict):
    code: str
    place: str
    kind: str
    text: str


class _Edition(TypedDict):
    name: str
    title: str
    framework: str | None
    sha256: str


class _Change(TypedDict):
    old: list[_Unit]
    new: list[_Unit]


class _Comparison(TypedDict):
    old: _Edition
    new: _Edition
    changes: list[_Change]


_ADAPTER = TypeAdapter(_Comparison)


def mapping_of(text: bytes, find: FindFramework) -> MappingSet:
    """The comparison of two editions: every old part to every new one that stands in its place.

    Args:
        text: JSON in UTF-8.
        find: gives stored frameworks, whose entries keep their identifiers.

    Raises:
        ValidationError: it is of another form.
    """
    comparison = _ADAPTER.validate_json(text)
    old, new = comparison["old"], comparison["new"]
    # Two editions under one name have the same codes: then each is told apart by its content.
    ends = Ends(find if old["name"] != new["name"] else lambda _: None)
    sources: list[Node] = []
    found: list[Correspondence] = []
    added = 0
    for change in comparison["changes"]:
        targets = [_node(unit, new, ends) for unit in change["new"]]
        added += len(targets) if not change["old"] else 0
        for unit in change["old"]:
            source = _node(unit, old, ends)
            sources.append(source)
            found += [Correspondence(source, target, "replaced") for target in targets]
            if not targets:
                found.append(Correspondence(source, None, "replaced"))
    ends.told()  # parts of editions that are not stored are the rule here, and say so by their identifier
    why = Text(f"partes nuevas, que no sustituyen a ninguna: {added:,}", f"new parts, which replace none: {added:,}")
    return MappingSet(
        title=f"{old['title']} → {new['title']}",
        identifier=str(uuid.uuid5(NAMESPACE, f"editions\n{old['sha256']}\n{new['sha256']}")),
        language="es",
        sources=tuple(sources),
        correspondences=tuple(found),
        own=False,
        settings={side: {"name": of["name"], "sha256": of["sha256"]} for side, of in (("old", old), ("new", new))},
        skipped=(Skipped(new["name"], why),) if added else (),
    )


def _node(unit: _Unit, edition: _Edition, ends: Ends) -> Node:
    if edition["framework"]:
        stored = ends.of(edition["framework"], unit["code"], unit["text"])
        if not ends.missing:
            return stored
        ends.told()
    identifier = str(uuid.uuid5(NAMESPACE, f"edition\n{edition['sha256']}\n{unit['code']}"))
    vocabulary = edition["framework"] or edition["name"]
    return Node(vocabulary, unit["code"], clean(unit["text"]), identifier, f"urn:uuid:{identifier}")
