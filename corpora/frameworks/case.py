"""CASE: a framework as the JSON package of 1EdTech's Competencies and Academic Standards Exchange, 1.0 or 1.1.

What curmap does not use — identifiers, addresses, dates, groupings, associations of other types, definitions, rubrics —
stays in `extra["case"]` of the entry or framework, and goes out as it came. Written is 1.1, as docs/formats.md says.
Field names and rules are those of 1EdTech's CASE 1.0 and 1.1 (information model, package binding).
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import msgspec

from corpora.errors import InputError
from corpora.files import only_one, peek, read_bytes, skipped_entries
from corpora.frameworks.fields import (
    UNSTATED,
    CompetencyFields,
    known_language,
    missing_fields,
    other_wordings,
    parse_fields,
)
from corpora.frameworks.hierarchy import make_framework, natural_key, place_entries, remove_entries
from corpora.frameworks.platform import detect_common_language, plain, plain_lines, plain_statement, strikes
from corpora.frameworks.validity import end_reason, status_reason
from corpora.frameworks.writers import NAMESPACE, Export, entry_addresses, main_language, make_identifier, source_fields
from corpora.omissions import Omissions, Reason
from corpora.records import Competency, Framework, Skipped
from corpora.text import clean
from corpora.translation import _

OURS = "curmap"
"""Name of our part of `extensions`."""
UNKNOWN_DATE = "1970-01-01T00:00:00+00:00"
UNKNOWN_CREATOR = "(not stated)"
_STATUSES = ("status", "adoptionStatus", "statusType")
"""Fields in which an item says that it is deprecated; CASE knows the second, of documents."""
_LAST = 1 << 62
# Count → the part of the package it concerns, and how it is told: of reading, then of writing.
_DEFECTS = {
    "twice": ("CFItems", _("items repeated as they are, not used: {n}")),
    "no code": ("humanCodingScheme", _("items without a code, known by their UUID: {n}")),
    "repeated": ("humanCodingScheme", _("repeated codes, numbered (#2, #3…): {n}")),
    "no statement": ("fullStatement", _("empty statements, replaced by another label or the code: {n}")),
    "language": ("language", _("items in a language other than Spanish or English, treated like the rest: {n}")),
    "outside": ("CFAssociations", _("associations that lead out of the package, kept: {n}")),
    "unused": ("CFAssociations", _("associations other than of hierarchy, kept and not used: {n}")),
    "cycles": ("isChildOf", _("cycles in the hierarchy, opened: {n}")),
    "flat": (
        "isChildOf",
        _("packages in which no association says what stands above what; all stand side by side: {n}"),
    ),
    "ends": ("statusEndDate", _("items whose validity ends after the package's last change, used: {n}")),
    "rubrics": ("CFRubrics", _("rubrics, kept and not used: {n}")),
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
# The fields of the objects of a CASE 1.1 package (1EdTech, information model); other fields go to `extensions`.
_KNOWN = {
    "package": "CFDocument CFItems CFAssociations CFDefinitions CFRubrics extensions",
    "document": "identifier uri frameworkType caseVersion creator title lastChangeDateTime officialSourceURL publisher "
    "description subject subjectURI language version adoptionStatus statusStartDate statusEndDate licenseURI notes "
    "extensions",
    "item": "identifier fullStatement alternativeLabel CFItemType uri humanCodingScheme listEnumeration "
    "abbreviatedStatement conceptKeywords conceptKeywordsURI notes subject subjectURI language educationLevel "
    "CFItemTypeURI licenseURI statusStartDate statusEndDate lastChangeDateTime extensions",
    "association": "identifier associationType sequenceNumber uri originNodeURI destinationNodeURI "
    "CFAssociationGroupingURI lastChangeDateTime notes extensions",
}
_PLACE = re.compile(r"at `\$\.?([^`]*)`")
_MISSING = re.compile(r"required field `(\w+)`")
_BYTE = re.compile(r"byte (\d+)")

Link = dict[str, Any]
"""A node as associations name it: title, identifier and uri."""


# What is read of a package, and what must be there. Fields that are not named pass as they are.


class _Link(TypedDict, total=False):
    identifier: str | None
    uri: str | None
    title: str | None


class _Extensions(TypedDict, total=False):
    curmap: CompetencyFields


class _Item(TypedDict):
    identifier: str
    fullStatement: str
    uri: NotRequired[str | None]
    humanCodingScheme: NotRequired[str | None]
    listEnumeration: NotRequired[str | int | None]
    smartLevel: NotRequired[str | None]
    CFItemType: NotRequired[str | None]
    abbreviatedStatement: NotRequired[str | None]
    alternativeLabel: NotRequired[str | None]
    notes: NotRequired[str | None]
    language: NotRequired[str | None]
    extensions: NotRequired[_Extensions | None]


class _Association(TypedDict):
    associationType: str
    originNodeURI: _Link
    destinationNodeURI: _Link
    identifier: NotRequired[str | None]
    sequenceNumber: NotRequired[float | None]


class _FrameworkDocument(TypedDict):
    identifier: str
    title: str
    uri: NotRequired[str | None]
    version: NotRequired[str | None]
    language: NotRequired[str | None]
    licenseURI: NotRequired[_Link | str | None]
    extensions: NotRequired[dict[str, Any] | None]


class _Package(TypedDict):
    CFDocument: _FrameworkDocument
    CFItems: NotRequired[list[_Item] | None]
    CFAssociations: NotRequired[list[_Association] | None]
    CFDefinitions: NotRequired[dict[str, Any] | None]
    CFRubrics: NotRequired[list[dict[str, Any]] | None]


def recognises(path: Path) -> bool:
    """Return whether it is a JSON object that names one of a package's parts near its beginning."""
    head = peek(path, 65536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and any(part in head for part in (b'"CFDocument"', b'"CFItems"', b'"CFAssociations"'))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one CASE package, a JSON file; defects that can be mended are counted in `skipped`; raises InputError."""
    path = only_one(paths, "CASE")
    data = read_bytes(path)
    package = _parse(path, data)
    counts: Counter[str] = Counter(rubrics=len(package.get("CFRubrics") or ()))
    every = _items(path, package, counts)
    document = package["CFDocument"]
    above, own, others = _associations(package, every, counts)
    left_out, omissions = _left_out(path, package, every)
    items, above = {at: item for at, item in every.items() if at not in left_out}, remove_entries(above, left_out)
    language = known_language(document.get("language"))
    if language is None and any(known_language(item.get("language")) is None for item in items.values()):
        language = detect_common_language(item["fullStatement"] for item in items.values())
    language = language or "en"
    root = document["identifier"]
    try:
        entries = {at: item_fields(item, language) for at, item in items.items()}
    except ValueError as error:  # in our own extension, which alone says more than CASE's types do
        raise _of_another_form(path, f"{error} - at `$.CFItems[...].extensions.{OURS}`") from None
    # The parent is the first, which may be the document itself: a root.
    codes, parents = place_entries(
        {at: fields["code"] or clean(at) for at, fields in entries.items()},
        {at: [None if up == root else up for up in of] for at, of in above.items()},
        counts,
        lambda at, parent: _place(items[at], above[at].get(parent or root)),
    )
    competencies = []
    for at, code in codes.items():
        item, fields, parent = items[at], entries[at], parents[at]
        counts["no statement"] += not item["fullStatement"].strip()
        counts["ends"] += bool(item.get("statusEndDate"))
        counts["no code"] += not fields["code"]
        counts["language"] += bool(item.get("language")) and known_language(item["language"]) is None
        place = {
            "code": code,
            "parent": None if parent is None else codes[parent],
            "broader": tuple(codes[up] for up in list(above[at])[1:] if up not in {root, at}),
            "extra": {**fields["extra"], "case": _kept(item, fields, own[at])},
        }
        competencies.append(Competency(**{**fields, **place}))
    return make_framework(
        name,
        clean(document["title"]) or path.stem,
        [(path.name, data)],
        competencies,
        version=clean(document.get("version") or ""),
        licence=_licence(package),
        skipped=(*omissions.skipped(), *_of_document(document), *skipped_entries(counts, _DEFECTS)),
        extra=_whole(package, others, language),
    )


def _parse(path: Path, data: bytes) -> dict[str, Any]:
    """Return the package as plain dicts and lists, from JSON in UTF-8 with or without its mark; raises InputError."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise InputError(
            "{path}: byte {start:,}: is not in UTF-8, as CASE asks; save it again in UTF-8",
            path=path,
            start=error.start,
        ) from None
    try:
        package: dict[str, Any] = msgspec.json.decode(data)
        if isinstance(package, dict) and isinstance(wrapped := package.get("CFPackage"), dict):
            package = wrapped
        msgspec.convert(package, _Package)
    except msgspec.ValidationError as error:
        raise _of_another_form(path, str(error)) from None
    except (msgspec.DecodeError, RecursionError) as error:
        found = _BYTE.search(str(error))
        before = data[: int(found[1])] if found else data
        raise InputError(
            "{path}: line {line}: is not valid JSON, is nested too deep or is cut off; download the CASE package again",
            path=path,
            line=before.count(b"\n") + 1,
        ) from None
    return package


def _of_another_form(path: Path, said: str) -> InputError:
    place, missing = _PLACE.search(said), _MISSING.search(said)
    steps = [found[1] for found in (place, missing) if found]
    if missing:
        return InputError(
            "{path}: '{place}' is missing, which every CASE package has; complete it or export it again",
            path=path,
            place=".".join(steps),
        )
    return InputError(
        "{path}: '{place}' is not of the type that CASE asks; correct it or export it again",
        path=path,
        place=steps[0] if steps else _("the file"),
    )


def _items(path: Path, package: Mapping[str, Any], counts: Counter[str]) -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    for number, item in enumerate(package.get("CFItems") or ()):
        if not clean(item["identifier"]):
            raise InputError(
                "{path}: CFItems[{number}].identifier: is empty; give each item its identifier",
                path=path,
                number=number,
            )
        before = items.setdefault(item["identifier"], item)
        counts["twice"] += before is not item
        if before != item:
            raise InputError(
                "{path}: CFItems[{number}]: identifier '{identifier}' belongs to another item; give each its own",
                path=path,
                number=number,
                identifier=item["identifier"],
            )
    if not items:
        raise InputError("{path}: the package has no items (CFItems); export it again with its items", path=path)
    return items


def _left_out(
    path: Path, package: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Reason], Omissions]:
    """Return why which items are not said: struck out, deprecated, or ended when the package was last changed.

    Raises InputError where none is left.
    """
    changed = max(str(one.get("lastChangeDateTime") or "")[:10] for one in (package["CFDocument"], *items.values()))
    left_out: dict[str, Reason] = {}
    omissions = Omissions()
    for at, item in items.items():
        extensions = item.get("extensions") or {}
        stated = (str(said) for one in (item, extensions) for name in _STATUSES if (said := one.get(name)))
        reason: Reason | None = next(filter(None, map(status_reason, stated)), None)
        ends = str(item.get("statusEndDate") or "")[:10]
        ours = extensions.get(OURS) or {}
        struck = 0 if "statement" in ours else strikes(item["fullStatement"])
        if reason is None and end_reason(ends, changed):
            reason = "ended"
        elif reason is None and struck and not plain(item["fullStatement"]):
            reason = "struck"
        if reason is not None:
            left_out[at] = reason
            omissions.add(reason)
        else:
            omissions.add("struck", count=struck)
    if len(left_out) == len(items):
        raise InputError(
            "{path}: none of its items is valid any more (statusEndDate); get the package that is valid now", path=path
        )
    return left_out, omissions


def _of_document(document: Mapping[str, Any]) -> tuple[Skipped, ...]:
    """Return that the framework as a whole is no longer valid, where it says so; who adds it may well want it."""
    status = str(document.get("adoptionStatus") or "")
    if status_reason(status) is None:
        return ()
    why = _("the package calls the whole framework '{status}'; its items are read all the same", status=status)
    return (Skipped("adoptionStatus", why),)


def _associations(
    package: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], counts: Counter[str]
) -> tuple[dict[str, dict[str, int | None]], dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """Return by item what stands above it, each with its sequence number, and the associations that begin at it.

    The third are those that begin at no item.
    """
    root = package["CFDocument"]["identifier"]
    addresses = {item["uri"]: name for name, item in items.items() if item.get("uri")}
    known = {name: name for name in [*items, root]} | {package["CFDocument"].get("uri") or root: root}
    above: dict[str, dict[str, int | None]] = {name: {} for name in items}
    own: dict[str, list[dict[str, Any]]] = {name: [] for name in items}
    others: list[dict[str, Any]] = []
    for association in package.get("CFAssociations") or ():
        ends = []
        for link in (association["originNodeURI"], association["destinationNodeURI"]):
            name, address = link.get("identifier") or "", link.get("uri") or ""
            ends.append(known.get(name) or addresses.get(address) or known.get(address))
        origin, destination = ends
        begins = origin if origin is not None and origin in items else None
        (others if begins is None else own[begins]).append(association)
        counts["outside"] += None in ends
        if association["associationType"] != "isChildOf":
            counts["unused"] += None not in ends
        elif begins is not None and destination is not None:
            above[begins].setdefault(destination, association.get("sequenceNumber"))
    if not any(above.values()):
        # OpenSALT numbers its items so where it leaves the associations out: 1.2 stands below 1.
        levels = {item["smartLevel"]: name for name, item in items.items() if item.get("smartLevel")}
        for level, name in levels.items():
            if up := levels.get(level.rpartition(".")[0]):
                above[name][up] = None
        counts["flat"] += len(items) > 1 and not any(above.values())
    return above, own, others


def _place(item: Mapping[str, Any], sequence: int | None) -> tuple[Any, ...]:
    """Return the key that orders siblings: sequence number, enumeration or OpenSALT's own, code, in natural order."""
    enumeration = str(item.get("listEnumeration") or item.get("smartLevel") or "")
    code = str(item.get("humanCodingScheme") or "")
    return (
        _LAST if sequence is None else sequence,
        not enumeration,
        natural_key(enumeration),
        not code,
        natural_key(code),
    )


def item_fields(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the competency's fields that an item says, in this language where it names none; `code` is "" for none."""
    code = clean(item.get("humanCodingScheme") or "")
    shorter = [plain_statement(item.get(name) or "") for name in ("alternativeLabel", "abbreviatedStatement")]
    statement = plain_statement(item["fullStatement"]) or next(filter(None, shorter), code or clean(item["identifier"]))
    linked = item.get("CFItemTypeURI") or {}
    found: dict[str, Any] = {
        "code": code,
        "statement": statement,
        "kind": clean(item.get("CFItemType") or linked.get("title") or "").lower() or "competency",
        "language": known_language(item.get("language")) or language,
        "description": plain_lines(item.get("notes") or ""),
        **UNSTATED,
    }
    found["labels"] = other_wordings(
        statement, found["language"], ((text, found["language"], "alternative") for text in shorter)
    )
    return found | parse_fields((item.get("extensions") or {}).get(OURS) or {})


def _kept(item: Mapping[str, Any], fields: Mapping[str, Any], associations: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is given back: all but empty values, our own part and the statement where it is the same."""
    kept = {name: value for name, value in item.items() if value is not None and name != "extensions"}
    if kept["fullStatement"] == fields["statement"]:
        del kept["fullStatement"]
    if extensions := {name: value for name, value in (item.get("extensions") or {}).items() if name != OURS}:
        kept["extensions"] = extensions
    return {"item": kept} | ({"associations": associations} if associations else {})


def _licence(package: Mapping[str, Any]) -> str:
    link = package["CFDocument"].get("licenseURI")
    if not isinstance(link, Mapping):
        return clean(link or "")
    known = (package.get("CFDefinitions") or {}).get("CFLicenses")
    for licence in known if isinstance(known, list) else ():
        if isinstance(licence, Mapping) and licence.get("identifier") == link.get("identifier"):
            return clean(str(licence.get("title") or "")) or clean(str(licence.get("licenseText") or ""))
    return clean(link.get("title") or link.get("uri") or "")


def _whole(package: Mapping[str, Any], associations: Sequence[Any], language: str) -> dict[str, Any]:
    """Return what the framework keeps: all of the package but the items and the associations that begin at one."""
    parts = {name: value for name, value in package.items() if name not in {"CFItems", "CFAssociations"} and value}
    if associations:
        parts["CFAssociations"] = list(associations)
    document = dict(parts["CFDocument"])
    extensions = dict(document.pop("extensions", None) or {})
    ours = extensions.pop(OURS, None)
    rest = ours.get("extra") if isinstance(ours, Mapping) else None
    parts["CFDocument"] = document | ({"extensions": extensions} if extensions else {})
    return {**(rest if isinstance(rest, Mapping) else {}), "case": {"package": parts, "language": language}}


def write(framework: Framework) -> Export:
    """Return the package, in UTF-8; what came and CASE 1.1 has no field for moves to `extensions`, and is counted."""
    counts: Counter[str] = Counter()
    came = source_fields(framework.extra, "case")
    parts = source_fields(came, "package")
    document = _document(framework, parts, counts)
    language = came.get("language") or document["language"]
    links = node_links(framework)
    root = {name: document[name] for name in ("title", "identifier", "uri")}
    items: list[dict[str, Any]] = []
    associations: list[dict[str, Any]] = []
    sequence: Counter[str | None] = Counter()
    for competency in framework.competencies:
        items.append(_written_item(competency, links[competency.code], language, counts))
        sequence[competency.parent] += 1
        associations += _written_associations(competency, links, root, sequence[competency.parent])
    associations += parts.get("CFAssociations", ())
    ends = {link["identifier"]: link for link in (*links.values(), root)}
    package: dict[str, Any] = {
        "CFDocument": document,
        "CFItems": items,
        "CFAssociations": [_fitted(_completed(a, ends), "association", counts) for a in associations],
        **{name: parts[name] for name in ("CFDefinitions", "CFRubrics", "extensions") if name in parts},
    }
    if "licenseURI" in document and not parts:
        package["CFDefinitions"] = {"CFLicenses": [_licence_object(framework)]}
    package |= {name: part for name, part in parts.items() if name not in package}
    package = _fitted(package, "package", counts)
    return Export(
        msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n", skipped_entries(counts, _DEFECTS)
    )


def node_links(framework: Framework) -> dict[str, Link]:
    """Return code to title, identifier and address, the ones that came in CASE or else new ones."""
    links = {}
    addresses = entry_addresses(framework)
    for competency in framework.competencies:
        came = source_fields(source_fields(competency.extra, "case"), "item")
        links[competency.code] = {
            "title": " ".join(competency.statement.split()) or competency.code,
            "identifier": came.get("identifier") or make_identifier(framework, "item", competency.code),
            "uri": came.get("uri") or addresses[competency.code],
        }
    return links


def _document(framework: Framework, parts: Mapping[str, Any], counts: Counter[str]) -> dict[str, Any]:
    came = {name: value for name, value in parts.get("CFDocument", {}).items() if value is not None}
    counts["creator"] += not came.get("creator")
    counts["undated"] += not came.get("lastChangeDateTime")
    ours: dict[str, Any] = {
        **_identified(came.get("identifier") or make_identifier(framework, "document")),
        "creator": UNKNOWN_CREATOR,
        "title": framework.title,
        "lastChangeDateTime": UNKNOWN_DATE,
        "language": main_language(framework),
    }
    if came:
        del ours["language"]  # it is what items without one are read as
    elif framework.licence:
        licence = _licence_object(framework)
        ours["licenseURI"] = {name: licence[name] for name in ("title", "identifier", "uri")}
    if framework.version != framework.sha256[:12] or not came:
        ours["version"] = framework.version
    rest = {name: value for name, value in framework.extra.items() if name != "case"}
    document = _fitted({**ours, **came, "caseVersion": "1.1"}, "document", counts)
    if rest:
        document["extensions"] = {**document.get("extensions", {}), OURS: {"extra": rest}}
    return document


def _identified(identifier: str) -> dict[str, Any]:
    return {"identifier": identifier, "uri": f"urn:uuid:{identifier}"}


def _licence_object(framework: Framework) -> dict[str, Any]:
    return {
        **_identified(make_identifier(framework, "licence")),
        "title": framework.licence,
        "licenseText": framework.licence,
        "lastChangeDateTime": UNKNOWN_DATE,
    }


def _written_item(competency: Competency, link: Link, language: str, counts: Counter[str]) -> dict[str, Any]:
    came = source_fields(source_fields(competency.extra, "case"), "item")
    item: dict[str, Any] = {"fullStatement": competency.statement, **came}
    if not came:
        other = [label.text for label in competency.labels if label.language == competency.language]
        item |= {
            "humanCodingScheme": competency.code,
            "CFItemType": competency.kind,
            "language": competency.language,
            **({"notes": competency.description} if competency.description else {}),
            **({"alternativeLabel": other[0]} if other else {}),
        }
    # The code of one that came is made of the whole package, the same way whenever that is read.
    derived = ("code",) if came else ()
    if lost := missing_fields(competency, item_fields(item, language), "case", derived):
        extensions = dict(item.get("extensions") or {})
        item["extensions"] = extensions | {OURS: {**extensions.get(OURS, {}), **lost}}
    counts["undated"] += not item.get("lastChangeDateTime")
    head = {"identifier": link["identifier"], "uri": link["uri"], "lastChangeDateTime": UNKNOWN_DATE}
    return _fitted({**head, **item}, "item", counts)


def _written_associations(
    competency: Competency, links: Mapping[str, Link], root: Link, sequence: int
) -> Iterable[dict[str, Any]]:
    """Return those that begin at the entry: as they came, else one to each entry above it, the parent first."""
    came = source_fields(competency.extra, "case")
    if "item" in came:
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
        yield _identified(identifier) | {"associationType": "isChildOf"} | ends | place


def _completed(association: Mapping[str, Any], ends: Mapping[str, Link]) -> dict[str, Any]:
    """Return the association as it came, with what CASE 1.1 asks for and it lacks."""
    said = {name: value for name, value in association.items() if value is not None}
    for side in ("originNodeURI", "destinationNodeURI"):
        if not said[side].keys() >= {"title", "identifier", "uri"} or None in said[side].values():
            link = {name: value for name, value in said[side].items() if value is not None}
            identifier = link.get("identifier") or str(uuid.uuid5(NAMESPACE, link.get("uri", "")))
            said[side] = ends.get(link.get("identifier", ""), {"title": identifier, **_identified(identifier)}) | link
    if "identifier" not in said:
        nodes = "\n".join(said[side]["identifier"] for side in ("originNodeURI", "destinationNodeURI"))
        said["identifier"] = str(uuid.uuid5(NAMESPACE, f"{said['associationType']}\n{nodes}"))
    return {"uri": f"urn:uuid:{said['identifier']}", "lastChangeDateTime": UNKNOWN_DATE} | said


def _fitted(value: Mapping[str, Any], what: str, counts: Counter[str]) -> dict[str, Any]:
    """Return the object with fields that CASE 1.1 does not know moved to `extensions`, where they may stand."""
    known = _KNOWN[what].split()
    other = {name: of for name, of in value.items() if name not in known}
    counts["moved"] += len(other)
    fitted = {name: of for name, of in value.items() if name in known}
    return fitted | ({"extensions": {**fitted.get("extensions", {}), **other}} if other else {})
