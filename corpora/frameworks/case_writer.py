"""CASE 1.1: a framework as one JSON package. Nothing of ours is lost; what came in CASE goes out as it came.

New identifiers are UUIDs (version 5) of the framework's name and title and the entry's code, so that a later export
gives the same. CASE wants a date of last change everywhere; where none came in, `UNKNOWN_DATE` stands.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from corpora.files import told
from corpora.frameworks.case import OURS, fields_of
from corpora.frameworks.fields import missing
from corpora.frameworks.written import NAMESPACE, Written, addresses_of, came_in, identifier_of, main_language
from corpora.records import Competency, Framework
from corpora.translation import _

UNKNOWN_DATE = "1970-01-01T00:00:00+00:00"
UNKNOWN_CREATOR = "(not stated)"
# The fields of a CASE 1.1 package (1EdTech, information model); no other is allowed but inside `extensions`.
PACKAGE = frozenset((
    "CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions",
))  # fmt: skip
DOCUMENT = frozenset((
    "identifier", "uri", "frameworkType", "caseVersion", "creator", "title", "lastChangeDateTime",
    "officialSourceURL", "publisher", "description", "subject", "subjectURI", "language", "version",
    "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI", "notes", "extensions",
))  # fmt: skip
ITEM = frozenset((
    "identifier", "fullStatement", "alternativeLabel", "CFItemType", "uri", "humanCodingScheme", "listEnumeration",
    "abbreviatedStatement", "conceptKeywords", "conceptKeywordsURI", "notes", "subject", "subjectURI", "language",
    "educationLevel", "CFItemTypeURI", "licenseURI", "statusStartDate", "statusEndDate", "lastChangeDateTime",
    "extensions",
))  # fmt: skip
ASSOCIATION = frozenset((
    "identifier", "associationType", "sequenceNumber", "uri", "originNodeURI", "destinationNodeURI",
    "CFAssociationGroupingURI", "lastChangeDateTime", "notes", "extensions",
))  # fmt: skip
_DEFECTS = {
    "moved": ("CASE 1.0", _("fields that CASE 1.1 does not know, moved to 'extensions': {n}")),
    "creator": (
        "creator",
        _("CASE asks for a creator and the framework names none: '{creator}' stands", creator=UNKNOWN_CREATOR),
    ),
    "undated": (
        "lastChangeDateTime",
        _("unknown dates of change, written as {date}: {{n}}", date=UNKNOWN_DATE),
    ),
}

Link = dict[str, Any]


def write(framework: Framework) -> Written:
    """The package, in UTF-8; what came and CASE 1.1 has no field for moves to `extensions`, and is counted."""
    counts: Counter[str] = Counter()
    came = _case_of(framework.extra)
    parts: dict[str, Any] = dict(came.get("package", {}))
    document = _document(framework, parts, counts)
    language = came.get("language") or document["language"]
    links = node_links(framework)
    root = {name: document[name] for name in ("title", "identifier", "uri")}
    items: list[dict[str, Any]] = []
    associations: list[dict[str, Any]] = []
    sequence: Counter[str | None] = Counter()
    for competency in framework.competencies:
        items.append(_item(competency, links[competency.code], language, counts))
        sequence[competency.parent] += 1
        associations += _associations(competency, links, root, sequence[competency.parent])
    associations += parts.get("CFAssociations", ())
    ends = {link["identifier"]: link for link in (*links.values(), root)}
    package: dict[str, Any] = {
        "CFDocument": document,
        "CFItems": items,
        "CFAssociations": [_fitted(_completed(a, ends), ASSOCIATION, counts) for a in associations],
        **{name: parts[name] for name in ("CFDefinitions", "CFRubrics", "extensions") if name in parts},
    }
    if "licenseURI" in document and not came:
        package["CFDefinitions"] = {"CFLicenses": [_licence(framework)]}
    package |= {name: part for name, part in parts.items() if name not in PACKAGE}
    package = _fitted(package, PACKAGE, counts)
    return Written(msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n", told(counts, _DEFECTS))


def _case_of(extra: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a CASE package, empty where nothing did."""
    case = came_in(extra, "case")
    return case if "item" in case or "package" in case else {}


def node_links(framework: Framework) -> dict[str, Link]:
    """Code to title, identifier and address, the ones that came in CASE or else new ones."""
    links = {}
    addresses = addresses_of(framework)
    for competency in framework.competencies:
        came = _case_of(competency.extra).get("item", {})
        links[competency.code] = {
            "title": " ".join(competency.statement.split()) or competency.code,
            "identifier": came.get("identifier") or identifier_of(framework, "item", competency.code),
            "uri": came.get("uri") or addresses[competency.code],
        }
    return links


def _document(framework: Framework, parts: Mapping[str, Any], counts: Counter[str]) -> dict[str, Any]:
    came = {name: value for name, value in parts.get("CFDocument", {}).items() if value is not None}
    counts["creator"] += not came.get("creator")
    counts["undated"] += not came.get("lastChangeDateTime")
    ours: dict[str, Any] = {
        **_named(came.get("identifier") or identifier_of(framework, "document")),
        "creator": UNKNOWN_CREATOR,
        "title": framework.title,
        "lastChangeDateTime": UNKNOWN_DATE,
        "language": main_language(framework),
    }
    if came:
        del ours["language"]  # it is what items without one are read as
    elif framework.licence:
        licence = _licence(framework)
        ours["licenseURI"] = {name: licence[name] for name in ("title", "identifier", "uri")}
    if framework.version != framework.sha256[:12] or not came:
        ours["version"] = framework.version
    rest = {name: value for name, value in framework.extra.items() if name != "case"}
    document = _fitted({**ours, **came, "caseVersion": "1.1"}, DOCUMENT, counts)
    if rest:
        document["extensions"] = {**document.get("extensions", {}), OURS: {"extra": rest}}
    return document


def _named(identifier: str) -> dict[str, Any]:
    return {"identifier": identifier, "uri": f"urn:uuid:{identifier}"}


def _licence(framework: Framework) -> dict[str, Any]:
    return {
        **_named(identifier_of(framework, "licence")),
        "title": framework.licence,
        "licenseText": framework.licence,
        "lastChangeDateTime": UNKNOWN_DATE,
    }


def _item(competency: Competency, link: Link, language: str, counts: Counter[str]) -> dict[str, Any]:
    came = _case_of(competency.extra).get("item")
    item: dict[str, Any] = {"fullStatement": competency.statement, **(came or {})}
    if came is None:
        other = [label.text for label in competency.labels if label.language == competency.language]
        item |= {
            "humanCodingScheme": competency.code,
            "CFItemType": competency.kind,
            "language": competency.language,
            **({"notes": competency.description} if competency.description else {}),
            **({"alternativeLabel": other[0]} if other else {}),
        }
    # The code of one that came is made of the whole package, the same way whenever that is read.
    derived: tuple[str, ...] = () if came is None else ("code",)
    if lost := missing(competency, fields_of(item, language), "case", derived):
        extensions = dict(item.get("extensions") or {})
        item["extensions"] = extensions | {OURS: {**extensions.get(OURS, {}), **lost}}
    counts["undated"] += not item.get("lastChangeDateTime")
    head = {"identifier": link["identifier"], "uri": link["uri"], "lastChangeDateTime": UNKNOWN_DATE}
    return _fitted({**head, **item}, ITEM, counts)


def _associations(
    competency: Competency, links: Mapping[str, Link], root: Link, sequence: int
) -> Iterable[dict[str, Any]]:
    """Those that begin at the entry: as they came, else one to each entry above it, the parent first."""
    came = _case_of(competency.extra)
    if came:
        yield from came.get("associations", ())
        return
    above = [root if competency.parent is None else links[competency.parent]]
    above += [links[code] for code in competency.broader]
    own = links[competency.code]
    for number, target in enumerate(above):
        identifier = str(uuid.uuid5(NAMESPACE, f"isChildOf\n{own['identifier']}\n{target['identifier']}"))
        ends = {"originNodeURI": own, "destinationNodeURI": target}
        # Of its place below further parents nothing is known.
        place = {"sequenceNumber": sequence} if number == 0 else {}
        yield _named(identifier) | {"associationType": "isChildOf"} | ends | place


def _completed(association: Mapping[str, Any], ends: Mapping[str, Link]) -> dict[str, Any]:
    """The association as it came, with what CASE 1.1 asks for and it lacks."""
    said = {name: value for name, value in association.items() if value is not None}
    for side in ("originNodeURI", "destinationNodeURI"):
        if not said[side].keys() >= {"title", "identifier", "uri"} or None in said[side].values():
            link = {name: value for name, value in said[side].items() if value is not None}
            identifier = link.get("identifier") or str(uuid.uuid5(NAMESPACE, link.get("uri", "")))
            said[side] = ends.get(link.get("identifier", ""), {"title": identifier, **_named(identifier)}) | link
    if "identifier" not in said:
        nodes = "\n".join(said[side]["identifier"] for side in ("originNodeURI", "destinationNodeURI"))
        said["identifier"] = str(uuid.uuid5(NAMESPACE, f"{said['associationType']}\n{nodes}"))
    return {"uri": f"urn:uuid:{said['identifier']}", "lastChangeDateTime": UNKNOWN_DATE} | said


def _fitted(value: Mapping[str, Any], known: frozenset[str], counts: Counter[str]) -> dict[str, Any]:
    """The object with fields that CASE 1.1 does not know moved to `extensions`, where they may stand."""
    other = {name: of for name, of in value.items() if name not in known}
    counts["moved"] += len(other)
    fitted = {name: of for name, of in value.items() if name in known}
    return fitted | ({"extensions": {**fitted.get("extensions", {}), **other}} if other else {})
