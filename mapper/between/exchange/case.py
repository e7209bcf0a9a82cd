"""A mapping as a CASE 1.1 package: the passages as items, what they correspond to as associations.

CASE knows neither broader nor narrower nor "close": these are `ext:` types, as it allows. A target that is no CASE item
says so by its target type. Probability and score stand in `extensions`, who decided and why in `notes`.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from corpora import _
from corpora.files import skipped_entries
from corpora.frameworks.case import OURS, UNKNOWN_CREATOR, UNKNOWN_DATE
from corpora.frameworks.writers import NAMESPACE, Export
from mapper.between.exchange import Correspondence, MappingSet, Node, Predicate, combine_identifiers

TYPES: dict[Predicate, str] = {
    "exact": "exactMatchOf",
    "related": "isRelatedTo",
    "close": "ext:closeMatch",
    "broad": "ext:broadMatch",
    "narrow": "ext:narrowMatch",
    "replaced": "replacedBy",
}
_UNDATED = _("associations without a date, written with 1970-01-01T00:00:00+00:00: {n}")
_TOLD = {
    "rejected": ("predicate_modifier", _("correspondences that a person rejected, which CASE cannot say: {n}")),
    "undated": ("lastChangeDateTime", _UNDATED),
}


def write(mappings: Sequence[MappingSet]) -> Export:
    """Return the package, in UTF-8, without what people rejected; of several mappings each is an item."""
    counts = {
        "rejected": sum(c.rejected for mapping in mappings for c in mapping.correspondences),
        "undated": sum(not c.date for mapping in mappings for c, _target in mapping.pairs(rejected=False)),
    }
    left_out = skipped_entries(Counter(counts), _TOLD)
    return Export(TypeAdapter(Any).dump_json(_package(mappings), indent=1) + b"\n", left_out)


def _package(mappings: Sequence[MappingSet]) -> dict[str, Any]:
    mappings = list({mapping.identifier: mapping for mapping in mappings}.values())  # the same document under two names
    identifier = combine_identifiers(mappings)
    title = ", ".join(mapping.title for mapping in mappings)
    root = {"title": title, "identifier": identifier, "uri": f"urn:uuid:{identifier}"}
    document: dict[str, Any] = {
        **root,
        "creator": UNKNOWN_CREATOR,
        "lastChangeDateTime": UNKNOWN_DATE,
        "language": mappings[0].language,
        "caseVersion": "1.1",
    }
    items, children, found = [], list[dict[str, Any]](), []
    for number, mapping in enumerate(mappings, 1):
        settings, above = {OURS: {"mapping": dict(mapping.settings)}}, root
        if len(mappings) == 1:
            document["extensions"] = settings
        else:
            about = {"role": "document", "language": mapping.language}
            uri = f"urn:uuid:{mapping.identifier}"
            whole = Node("document", str(number), mapping.title, mapping.identifier, uri, about=about)
            items.append({**_item(whole), "extensions": settings})
            children.append(_child(whole, root, number))
            above = _link(whole, known=True)
        sources = list({node.identifier: node for node in mapping.sources}.values()) if mapping.own else []
        items += [_item(node) for node in sources]
        children += [_child(node, above, place) for place, node in enumerate(sources, 1)]
        found += [_association(c, target, mapping.own) for c, target in mapping.pairs(rejected=False)]
    return {"CFDocument": document, "CFItems": items, "CFAssociations": [*children, *found]}


def _child(node: Node, above: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        **_head("isChildOf", node.identifier, above["identifier"]),
        "sequenceNumber": number,
        "originNodeURI": _link(node, known=True),
        "destinationNodeURI": dict(above),
    }


def _item(node: Node) -> dict[str, Any]:
    item = {
        "identifier": node.identifier,
        "uri": node.uri,
        "fullStatement": node.title,
        "humanCodingScheme": node.code,
        "CFItemType": node.about.get("role", node.vocabulary),
        "lastChangeDateTime": UNKNOWN_DATE,
    }
    if node.about.get("language"):
        item["language"] = node.about["language"]
    rest = {name: node.about[name] for name in ("section", "page") if node.about.get(name)}
    return item | ({"extensions": {OURS: {"extra": rest}}} if rest else {})


def _association(correspondence: Correspondence, target: Node, own: bool) -> dict[str, Any]:
    source = correspondence.source
    association = {
        **_head(TYPES[correspondence.predicate], source.identifier, target.identifier),
        "originNodeURI": _link(source, known=own),
        "destinationNodeURI": _link(target, known=False),
    }
    if correspondence.date:
        association["lastChangeDateTime"] = _date_time(correspondence.date)
    if notes := ": ".join(filter(None, (correspondence.author, correspondence.note))):
        association["notes"] = notes
    numbers = {"probability": correspondence.probability, "score": correspondence.score}
    said: dict[str, Any] = {name: number for name, number in numbers.items() if number is not None}
    said |= {"partly": True} if correspondence.partly else {}
    return association | ({"extensions": {OURS: said}} if said else {})


def _head(kind: str, origin: str, destination: str) -> dict[str, Any]:
    identifier = str(uuid.uuid5(NAMESPACE, f"{kind}\n{origin}\n{destination}"))
    return {
        "identifier": identifier,
        "uri": f"urn:uuid:{identifier}",
        "associationType": kind,
        "lastChangeDateTime": UNKNOWN_DATE,
    }


def _link(node: Node, *, known: bool) -> dict[str, str]:
    link = {"title": node.title or node.code, "identifier": node.identifier, "uri": node.uri}
    if known:
        return link  # an item of this package
    kind = "CASE" if node.is_case else "ext:" + re.sub(r"[^a-zA-Z0-9._-]", "-", node.vocabulary)
    return link | {"targetType": kind}


def _date_time(date: str) -> str:
    """Return a date as CASE wants it, with a time and a zone."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        return f"{date}T00:00:00+00:00"
    return date if re.search(r"(Z|[+-]\d\d:\d\d)$", date) else f"{date}+00:00"
