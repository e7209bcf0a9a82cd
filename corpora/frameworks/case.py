"""CASE: a framework as the JSON package of 1EdTech's Competencies and Academic Standards Exchange, 1.0 or 1.1.

A competency's code is the item's human coding scheme; where that is missing, the identifier, and where it repeats, the
later ones get `#2`, `#3`, … in the tree's order. What curmap does not use — identifiers, addresses, dates, groupings,
associations of other types, definitions, rubrics — stays in `extra["case"]` of the entry or framework, and the CASE
writer gives it back unchanged. What CASE has no field for stands under `extensions.curmap`. Field names and rules are
those of 1EdTech's CASE 1.0 and 1.1 (information model, package binding).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import msgspec

from corpora.errors import InputError
from corpora.files import glance, only_one, read_bytes, told
from corpora.frameworks.fields import Carried, carried, known_language, other_wordings
from corpora.frameworks.hierarchy import framework_of, natural, placed
from corpora.frameworks.platform import language_of_all, plain, plain_lines
from corpora.records import Competency, Framework
from corpora.text import clean
from corpora.translation import _

OURS = "curmap"
"""Name of our part of `extensions`."""
_LAST = 1 << 62
# Count → the part of the package it concerns, and how it is told.
_DEFECTS = {
    "twice": ("CFItems", _("items repeated as they are, not used: {n}")),
    "no code": ("humanCodingScheme", _("items without a code, known by their UUID: {n}")),
    "repeated": ("humanCodingScheme", _("repeated codes, numbered (#2, #3…): {n}")),
    "no statement": ("fullStatement", _("empty statements, replaced by another label or the code: {n}")),
    "language": ("language", _("items in a language other than Spanish or English, treated like the rest: {n}")),
    "outside": ("CFAssociations", _("associations that lead out of the package, kept: {n}")),
    "unused": ("CFAssociations", _("associations other than of hierarchy, kept and not used: {n}")),
    "cycles": ("isChildOf", _("cycles in the hierarchy, opened: {n}")),
    "rubrics": ("CFRubrics", _("rubrics, kept and not used: {n}")),
}
_PLACE = re.compile(r"at `\$\.?([^`]*)`")
_MISSING = re.compile(r"required field `(\w+)`")
_BYTE = re.compile(r"byte (\d+)")


# What is read of a package, and what must be there. Fields that are not named pass as they are.


class _Link(TypedDict, total=False):
    identifier: str | None
    uri: str | None
    title: str | None


class _Extensions(TypedDict, total=False):
    curmap: Carried


class _Item(TypedDict):
    identifier: str
    fullStatement: str
    uri: NotRequired[str | None]
    humanCodingScheme: NotRequired[str | None]
    listEnumeration: NotRequired[str | int | None]
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
    """Whether it is a JSON object that names one of a package's parts near its beginning."""
    head = glance(path, 65536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and any(part in head for part in (b'"CFDocument"', b'"CFItems"', b'"CFAssociations"'))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one CASE package, a JSON file; defects that can be mended are counted in `skipped`; raises InputError."""
    path = only_one(paths, "CASE")
    data = read_bytes(path)
    package = _parse(path, data)
    counts: Counter[str] = Counter(rubrics=len(package.get("CFRubrics") or ()))
    items = _items(path, package, counts)
    document = package["CFDocument"]
    above, own, others = _associations(package, items, counts)
    language = known_language(document.get("language"))
    if language is None and any(known_language(item.get("language")) is None for item in items.values()):
        language = language_of_all(item["fullStatement"] for item in items.values())
    language = language or "en"
    root = document["identifier"]
    try:
        entries = {at: fields_of(item, language) for at, item in items.items()}
    except ValueError as error:  # in our own extension, which alone says more than CASE's types do
        raise _of_another_form(path, f"{error} - at `$.CFItems[...].extensions.{OURS}`") from None
    # The parent is the first, which may be the document itself: a root.
    codes, parents = placed(
        {at: fields["code"] or clean(at) for at, fields in entries.items()},
        {at: [None if up == root else up for up in of] for at, of in above.items()},
        counts,
        lambda at, parent: _place(items[at], above[at].get(parent or root)),
    )
    competencies = []
    for at, code in codes.items():
        item, fields, parent = items[at], entries[at], parents[at]
        counts["no statement"] += not item["fullStatement"].strip()
        counts["no code"] += not fields["code"]
        counts["language"] += bool(item.get("language")) and known_language(item["language"]) is None
        place = {
            "code": code,
            "parent": None if parent is None else codes[parent],
            "broader": tuple(codes[up] for up in list(above[at])[1:] if up not in {root, at}),
            "extra": {**fields["extra"], "case": _kept(item, fields, own[at])},
        }
        competencies.append(Competency(**{**fields, **place}))
    return framework_of(
        name,
        clean(document["title"]) or path.stem,
        [(path.name, data)],
        competencies,
        version=clean(document.get("version") or ""),
        licence=_licence(package),
        skipped=told(counts, _DEFECTS),
        extra=_whole(package, others, language),
    )


def _parse(path: Path, data: bytes) -> dict[str, Any]:
    """The package as plain dicts and lists, from JSON in UTF-8 with or without its mark; raises InputError."""
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


def _associations(
    package: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], counts: Counter[str]
) -> tuple[dict[str, dict[str, int | None]], dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """By item what stands above it, each with its sequence number there, and the associations that begin at it.

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
    return above, own, others


def _place(item: Mapping[str, Any], sequence: int | None) -> tuple[Any, ...]:
    """Siblings stand by sequence number, ties by enumeration, then by code (both in natural order)."""
    enumeration, code = (str(item.get(name) or "") for name in ("listEnumeration", "humanCodingScheme"))
    return _LAST if sequence is None else sequence, not enumeration, natural(enumeration), not code, natural(code)


def fields_of(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The competency's fields that an item says, in this language where it names none; `code` is "" for none."""
    code = clean(item.get("humanCodingScheme") or "")
    shorter = [plain(item.get(name) or "") for name in ("alternativeLabel", "abbreviatedStatement")]
    statement = plain(item["fullStatement"]) or next(filter(None, shorter), code or clean(item["identifier"]))
    linked = item.get("CFItemTypeURI") or {}
    found: dict[str, Any] = {
        "code": code,
        "statement": statement,
        "kind": clean(item.get("CFItemType") or linked.get("title") or "").lower() or "competency",
        "language": known_language(item.get("language")) or language,
        "description": plain_lines(item.get("notes") or ""),
        "level": None,
        "title_only": False,
        "glossary": (),
        "extra": {},
    }
    found["labels"] = other_wordings(statement, ((text, found["language"], "alternative") for text in shorter))
    return found | carried((item.get("extensions") or {}).get(OURS) or {})


def _kept(item: Mapping[str, Any], fields: Mapping[str, Any], associations: list[dict[str, Any]]) -> dict[str, Any]:
    """What is given back: all but empty values, our own part and the statement where it is the same."""
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
    """What the framework keeps: all of the package but the items and the associations that begin at one."""
    parts = {name: value for name, value in package.items() if name not in {"CFItems", "CFAssociations"} and value}
    if associations:
        parts["CFAssociations"] = list(associations)
    document = dict(parts["CFDocument"])
    extensions = dict(document.pop("extensions", None) or {})
    ours = extensions.pop(OURS, None)
    rest = ours.get("extra") if isinstance(ours, Mapping) else None
    parts["CFDocument"] = document | ({"extensions": extensions} if extensions else {})
    return {**(rest if isinstance(rest, Mapping) else {}), "case": {"package": parts, "language": language}}
