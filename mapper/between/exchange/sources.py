"""The files that curmap writes of a mapping as mapping sets, told apart by content, each end with its identifier."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NotRequired

from pydantic import Field, FiniteFloat, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from corpora import TEACHING_ROLES, Framework, InputError, Skipped, _
from corpora.files import read_bytes
from corpora.frameworks.case import node_links
from corpora.frameworks.writers import NAMESPACE, entry_addresses
from corpora.records import Box, Learnt, Role
from corpora.text import clean
from mapper.between.exchange import Correspondence, MappingSet, Node, Predicate
from mapper.people.review.state import REVIEW_FORMAT, apply_decisions


def read_mappings(path: Path, find: FindFramework) -> tuple[MappingSet, ...]:
    """Read the mappings of an alignment.json, review, crosswalk.json or diff.json; raises InputError with the place."""
    data = read_bytes(path)
    content: Any = None
    try:
        content = json.loads(data)
        if isinstance(content, dict) and content.get("format") == REVIEW_FORMAT:
            content, disputed = apply_decisions(content)
            why = _("disputed correspondences, written as suggestions: {count:,}", count=disputed)
            told = (Skipped("review", why),) if disputed else ()
            return tuple(replace(one, skipped=(*one.skipped, *told)) for one in _mappings(content, find))
        if isinstance(content, dict) and "changes" in content:
            return (_read_comparison(content, find),)
        return _mappings(content, find)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # A sound file of another report would be no other if it were made again.
        if isinstance(content, dict) and "passages" not in content:
            raise InputError(
                "{path}: is no alignment.json, review, crosswalk.json or diff.json of curmap, but another file; name"
                " the alignment.json that 'curmap map PROGRAMME --out DIR' writes",
                path=path,
            ) from None
        raise InputError(
            "{path}: {place}: is no alignment.json, review, crosswalk.json or diff.json of curmap; make it again",
            path=path,
            place=locate_fault(error, above=1),
        ) from None


def locate_fault(error: Exception, *, above: int = 0) -> str:
    """Return the place of the deepest fault in a file, without the first steps to it (`above`)."""
    if not isinstance(error, ValidationError):
        return "JSON"
    deepest = max((one["loc"] for one in error.errors(include_url=False, include_input=False)), key=len)
    return ".".join(map(str, deepest[above:])) or "JSON"


def _json(content: object) -> bytes:
    # A lone surrogate may stand in JSON as an escape; no other format has a place for it.
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


FindFramework = Callable[[str], Framework | None]  # a stored framework by name, None where there is none
StoredEnds = Callable[[str], Mapping[str, Node]]  # by code the entries of the stored framework of that name


class _Verdict(TypedDict):
    state: str
    reader: str
    why: str


_Probability = Annotated[float, Field(ge=0, le=1)]


class _Match(TypedDict):
    framework: str
    code: str
    statement: str
    probability: _Probability | None
    score: FiniteFloat | None
    verdict: NotRequired[_Verdict]
    reviewed: NotRequired[bool]
    computed: NotRequired[_Probability]
    predicate: NotRequired[Predicate]
    author: NotRequired[str]
    date: NotRequired[str]
    note: NotRequired[str]
    rejected: NotRequired[bool]
    partly: NotRequired[bool]


_SAID = ("predicate", "probability", "score", "author", "date", "note", "rejected", "partly")
"""Fields of a match that a correspondence takes as they stand."""


class PassageRow(TypedDict):
    """A passage of an alignment.json, or the entry of a framework that a crosswalk asks from."""

    id: str
    text_id: str
    text: str
    page: int | None
    start: int
    end: int
    box: Box | None
    section: tuple[str, ...]
    role: Role
    language: str | None
    dual: NotRequired[Learnt | None]
    matches: list[_Match]
    rejected: NotRequired[list[_Match]]
    none_by: NotRequired[str]
    framework: NotRequired[str]
    code: NotRequired[str]


class _Document(TypedDict):
    name: str
    sha256: str
    language: str | None
    pages: int | None


class _Framework(TypedDict):
    name: str
    version: str
    sha256: str


class _Encoder(TypedDict):
    name: str
    revision: str
    calibrated: NotRequired[Any]  # of another encoder than the one that ships


class AlignmentFile(TypedDict):
    """An alignment.json of one document, or a crosswalk.json, which has its form."""

    document: _Document
    settings: dict[str, Any]
    frameworks: list[_Framework]
    encoder: _Encoder
    passages: list[PassageRow]


_ADAPTER: TypeAdapter[list[AlignmentFile] | AlignmentFile] = TypeAdapter(list[AlignmentFile] | AlignmentFile)


def _mappings(content: object, find: FindFramework) -> tuple[MappingSet, ...]:
    """Return the mappings of an alignment.json, one for each document, or of a crosswalk.json, which has its form."""
    found = _ADAPTER.validate_json(_json(content))
    known = _stored(find)
    return tuple(_mapping(document, known) for document in (found if isinstance(found, list) else [found]))


def _stored(find: FindFramework) -> StoredEnds:
    """Return the entries of stored frameworks as ends, with the identifiers and addresses with which they came."""

    @cache
    def known(name: str) -> Mapping[str, Node]:
        found = find(name)
        return {} if found is None else framework_nodes(found)

    return known


def _uuid(seed: str) -> str:
    return str(uuid.uuid5(NAMESPACE, seed))


def _end(vocabulary: str, code: str, text: str, seed: str, about: Mapping[str, Any] | None = None) -> Node:
    """Return an end that came without an identifier: it has one of what it was made from."""
    identifier = _uuid(seed)
    return Node(vocabulary, code, clean(text), identifier, f"urn:uuid:{identifier}", about=about or {})


def framework_nodes(framework: Framework) -> dict[str, Node]:
    """Return every entry of a framework as an end, by its code."""
    links, addresses = node_links(framework), entry_addresses(framework)
    made = {}
    for c in framework.competencies:
        identifier, uri = links[c.code]["identifier"], addresses[c.code]
        made[c.code] = Node(framework.name, c.code, clean(c.statement), identifier, uri, "case" in c.extra)
    return made


def _mapping(alignment: AlignmentFile, known: StoredEnds) -> MappingSet:
    document = alignment["document"]
    missing: Counter[str] = Counter()

    def entry(framework: str, code: str, statement: str) -> Node:
        """Return the entry as an end; where it is not stored, its identifier is made of name and code alone."""
        if node := known(framework).get(code):
            return node
        missing[framework] += 1
        return _end(framework, code, statement, f"{framework}\n{code}")

    sources: list[Node] = []
    found: list[Correspondence] = []
    left = 0
    for passage in alignment["passages"]:
        said_of = passage["matches"] or passage.get("rejected") or passage.get("none_by")
        if passage["role"] not in TEACHING_ROLES and not said_of:
            left += 1
            continue
        source = _source(passage, document["sha256"], entry)
        sources.append(source)
        rejected = passage.get("rejected", [])
        for match in (*passage["matches"], *rejected):
            target = entry(match["framework"], match["code"], match["statement"])
            said = {name: value for name, value in match.items() if name in _SAID}
            if match.get("reviewed") and (verdict := match.get("verdict")):
                said |= {"author": verdict["reader"], "note": verdict["why"], "rejected": match in rejected}
                # Its own probability is then the person's; what was added has no score.
                computed = match.get("computed", match["probability"] if match in rejected else None)
                said |= {"probability": computed, "score": match["score"] or None}
                said["partly"] = verdict["state"] == "partly"
            found.append(Correspondence(source, target, **said))  # type: ignore[arg-type]
        if not passage["matches"] and not rejected:
            found.append(Correspondence(source, None, author=passage.get("none_by", "")))
    versions = "\n".join(f"{f['name']} {f['sha256']}" for f in alignment["frameworks"])
    seed = f"mapping\n{document['sha256']}\n{versions}\n{sorted(alignment['settings'].items())}"
    why = _("passages that do not teach, not written: {left:,}", left=left)
    absent = []
    for name, count in missing.items():
        unknown = _(
            "competencies that are not in the workspace, identified by framework and code: {count:,}", count=count
        )
        absent.append(Skipped(name, unknown))
    return MappingSet(
        title=document["name"],
        identifier=_uuid(seed),
        language=document["language"] or "es",
        sources=tuple(sources),
        correspondences=tuple(found),
        own=not any("framework" in passage for passage in alignment["passages"]),
        settings={
            "document": {"name": document["name"], "sha256": document["sha256"]},
            "frameworks": alignment["frameworks"],
            **alignment["settings"],
            "encoder": alignment["encoder"],  # in the settings it stands without its revision
        },
        skipped=(*absent, *([Skipped("passages", why)] if left else [])),
    )


def _source(passage: PassageRow, document: str, entry: Callable[[str, str, str], Node]) -> Node:
    """Return a passage, or the entry of a framework that a crosswalk asks from."""
    if "framework" in passage and "code" in passage:
        return entry(passage["framework"], passage["code"], passage["text"])
    about = {name: passage[name] for name in ("role", "section", "page", "language")}
    return _end("passage", passage["id"], passage["text"], f"passage\n{document}\n{passage['id']}", about)


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


_COMPARISON = TypeAdapter(_Comparison)


def _read_comparison(content: object, find: FindFramework) -> MappingSet:
    """Return the comparison of two editions: every old part to every new one that stands in its place."""
    comparison = _COMPARISON.validate_json(_json(content))
    old, new = comparison["old"], comparison["new"]
    # Two editions under one name have the same codes: then each is told apart by its content.
    known = _stored(find if old["name"] != new["name"] else lambda _: None)
    sources: list[Node] = []
    found: list[Correspondence] = []
    added = 0
    for change in comparison["changes"]:
        targets = [_node(unit, new, known) for unit in change["new"]]
        added += len(targets) if not change["old"] else 0
        for unit in change["old"]:
            source = _node(unit, old, known)
            sources.append(source)
            found += [Correspondence(source, target, "replaced") for target in targets]
            if not targets:
                found.append(Correspondence(source, None, "replaced"))
    why = _("new parts, which replace none: {added:,}", added=added)
    return MappingSet(
        title=f"{old['title']} → {new['title']}",
        identifier=_uuid(f"editions\n{old['sha256']}\n{new['sha256']}"),
        language="es",
        sources=tuple(sources),
        correspondences=tuple(found),
        own=False,
        settings={side: {"name": of["name"], "sha256": of["sha256"]} for side, of in (("old", old), ("new", new))},
        skipped=(Skipped(new["name"], why),) if added else (),
    )


def _node(unit: _Unit, edition: _Edition, known: StoredEnds) -> Node:
    if edition["framework"] and (stored := known(edition["framework"]).get(unit["code"])):
        return stored
    seed = f"edition\n{edition['sha256']}\n{unit['code']}"
    return _end(edition["framework"] or edition["name"], unit["code"], unit["text"], seed)
