"""alignment.json as mapping sets: passages get identifiers of their own, competencies those of their framework."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NotRequired

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from corpora import Framework, InputError, Skipped, Text
from corpora.frameworks.case_writer import node_links
from corpora.frameworks.files import read_bytes
from corpora.frameworks.identity import NAMESPACE, addresses_of
from corpora.text import clean
from mapper.exchange.records import Correspondence, MappingSet, Node, Predicate

FindFramework = Callable[[str], Framework | None]
"""A stored framework by name, None where there is none."""


class _Match(TypedDict):
    framework: str
    code: str
    statement: str
    probability: float
    score: float
    predicate: NotRequired[Predicate]
    author: NotRequired[str]
    date: NotRequired[str]
    note: NotRequired[str]
    rejected: NotRequired[bool]


class _Passage(TypedDict):
    id: str
    text: str
    page: int | None
    section: list[str]
    role: str
    language: str | None
    matches: list[_Match]


class _Document(TypedDict):
    name: str
    sha256: str
    language: str | None


class _Framework(TypedDict):
    name: str
    version: str
    sha256: str


class _Alignment(TypedDict):
    document: _Document
    settings: dict[str, Any]
    frameworks: list[_Framework]
    encoder: dict[str, str]
    passages: list[_Passage]


_ADAPTER: TypeAdapter[list[_Alignment] | _Alignment] = TypeAdapter(list[_Alignment] | _Alignment)
_TEACHING: tuple[Literal["competency", "outcome", "criterion", "content", "activity"], ...] = (
    "competency",
    "outcome",
    "criterion",
    "content",
    "activity",
)


def read(path: Path, find: FindFramework) -> tuple[MappingSet, ...]:
    """The mappings of an alignment.json, one for each document.

    Args:
        path: the file that `curmap map --out` wrote.
        find: gives stored frameworks; their entries keep the identifiers and addresses with which they came.

    Raises:
        InputError: unreadable, or no alignment.json; names the place.
    """
    data = read_bytes(path)
    try:
        # A lone surrogate may stand in JSON as an escape; no other format has a place for it.
        text = json.dumps(json.loads(data), ensure_ascii=False).encode("utf-8", "replace")
        content = _ADAPTER.validate_json(text)
    except (ValueError, RecursionError) as error:
        place = _place(error)
        raise InputError(
            es=f"{path}: {place}: no es un alignment.json de «curmap map --out»; vuelva a generarlo",
            en=f"{path}: {place}: is no alignment.json of 'curmap map --out'; make it again",
        ) from None
    documents = content if isinstance(content, list) else [content]
    known: dict[str, dict[str, Node] | None] = {}
    return tuple(_mapping(document, find, known) for document in documents)


def _place(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "JSON"
    deepest = max(error.errors(include_url=False, include_input=False), key=lambda found: len(found["loc"]))
    return ".".join(str(step) for step in deepest["loc"][1:]) or "JSON"


def nodes_of(framework: Framework) -> dict[str, Node]:
    """Code to end, for every entry of a framework."""
    links, addresses = node_links(framework), addresses_of(framework)
    return {
        c.code: Node(
            framework.name,
            c.code,
            clean(c.statement),
            links[c.code]["identifier"],
            addresses[c.code],
            is_case="case" in c.extra,
        )
        for c in framework.competencies
    }


def _mapping(alignment: _Alignment, find: FindFramework, known: dict[str, dict[str, Node] | None]) -> MappingSet:
    document = alignment["document"]
    missing: Counter[str] = Counter()
    sources: list[Node] = []
    found: list[Correspondence] = []
    left = 0
    for passage in alignment["passages"]:
        if passage["role"] not in _TEACHING and not passage["matches"]:
            left += 1
            continue
        source = _source(passage, document["sha256"])
        sources.append(source)
        for match in passage["matches"]:
            name = match["framework"]
            if name not in known:
                framework = find(name)
                known[name] = None if framework is None else nodes_of(framework)
            entries = known[name]
            target = None if entries is None else entries.get(match["code"])
            missing[name] += target is None
            found.append(_correspondence(source, target or _unknown(match), match))
        if not passage["matches"]:
            found.append(Correspondence(source, None))
    versions = "\n".join(f"{f['name']} {f['sha256']}" for f in alignment["frameworks"])
    seed = f"mapping\n{document['sha256']}\n{versions}\n{sorted(alignment['settings'].items())}"
    return MappingSet(
        title=document["name"],
        identifier=str(uuid.uuid5(NAMESPACE, seed)),
        language=document["language"] or "es",
        sources=tuple(sources),
        correspondences=tuple(found),
        settings={
            "document": {"name": document["name"], "sha256": document["sha256"]},
            "frameworks": alignment["frameworks"],
            "encoder": alignment["encoder"],
            **alignment["settings"],
        },
        skipped=tuple(_told(missing, left)),
    )


def _source(passage: _Passage, document: str) -> Node:
    identifier = str(uuid.uuid5(NAMESPACE, f"passage\n{document}\n{passage['id']}"))
    about = {name: passage[name] for name in ("role", "section", "page", "language")}
    text = clean(passage["text"])
    return Node("passage", passage["id"], text, identifier, f"urn:uuid:{identifier}", about=about)


def _unknown(match: _Match) -> Node:
    """An end whose framework is not stored: its identifier is made of name and code alone."""
    identifier = str(uuid.uuid5(NAMESPACE, f"{match['framework']}\n{match['code']}"))
    return Node(match["framework"], match["code"], clean(match["statement"]), identifier, f"urn:uuid:{identifier}")


def _correspondence(source: Node, target: Node, match: _Match) -> Correspondence:
    return Correspondence(
        source,
        target,
        match.get("predicate", "related"),
        match["probability"],
        match["score"],
        match.get("author", ""),
        match.get("date", ""),
        match.get("note", ""),
        match.get("rejected", False),
    )


def _told(missing: Mapping[str, int], left: int) -> list[Skipped]:
    told = [
        Skipped(
            name,
            Text(
                f"competencias que no están en el espacio de trabajo, identificadas por marco y código: {count:,}",
                f"competencies that are not in the workspace, identified by framework and code: {count:,}",
            ),
        )
        for name, count in missing.items()
        if count
    ]
    if left:
        why = Text(
            f"pasajes que no enseñan, no escritos: {left:,}", f"passages that do not teach, not written: {left:,}"
        )
        told.append(Skipped("passages", why))
    return told
