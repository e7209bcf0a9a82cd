"""CASE: a framework as the JSON package of 1EdTech's Competencies and Academic Standards Exchange, 1.0 or 1.1.

A competency's code is the item's human coding scheme; where that is missing, the identifier, and where it repeats, the
later ones get `#2`, `#3`, … in the tree's order. What curmap does not use — identifiers, addresses, dates, groupings,
associations of other types, definitions, rubrics — stays in `extra["case"]` of the entry or framework, and the CASE
writer gives it back unchanged. What CASE has no field for stands under `extensions.curmap`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import glance, only_one, read_bytes, told
from corpora.frameworks.fields import FIELDS, known_language, other_wordings, typed
from corpora.frameworks.hierarchy import framework_of, in_order, natural, open_cycles, unique
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


def recognises(path: Path) -> bool:
    """Whether it is a JSON object that names one of a package's parts near its beginning."""
    head = glance(path, 65536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and any(part in head for part in (b'"CFDocument"', b'"CFItems"', b'"CFAssociations"'))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one CASE package, a JSON file; defects that can be mended are counted in `skipped`; raises InputError."""
    # Here and not above: every loader is imported to recognise a file, and pydantic takes a while.
    from corpora.frameworks.case_model import parse

    path = only_one(paths, "CASE")
    data = read_bytes(path)
    package = parse(path, data)
    counts: Counter[str] = Counter(rubrics=len(package.get("CFRubrics") or ()))
    items = _items(path, package, counts)
    tree = _tree(package, items, counts)
    document = package["CFDocument"]
    language = known_language(document.get("language"))
    if language is None and any(known_language(item.get("language")) is None for item in items.values()):
        language = language_of_all(item["fullStatement"] for item in items.values())
    language = language or "en"
    entries = _entries(items, tree.order, language, counts)
    codes = {identifier: fields["code"] for identifier, fields in entries.items()}
    return framework_of(
        name,
        clean(document["title"]) or path.stem,
        [(path.name, data)],
        (_competency(items[at], entries[at], tree, codes) for at in tree.order),
        version=clean(document.get("version") or ""),
        licence=_licence(package),
        skipped=told(counts, _DEFECTS),
        extra=_whole(package, tree.others, language),
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


@dataclass(slots=True)
class _Tree:
    """The items' places.

    `parents` (None at a root) and further parents (`broader`) by item, the associations that begin at it (`own`) and
    those that begin at no item (`others`), as they came; `order` has parents before children.
    """

    parents: dict[str, str | None]
    broader: dict[str, list[str]]
    own: dict[str, list[dict[str, Any]]]
    others: list[dict[str, Any]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)


def _tree(package: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], counts: Counter[str]) -> _Tree:
    """Place the items, which stand in the file's order.

    `isChildOf` goes from the child to its parent, which may be the document itself. Siblings stand by sequence number,
    ties by enumeration, then by code (both in natural order), then as in the file.
    """
    root = package["CFDocument"]["identifier"]
    addresses = {item["uri"]: name for name, item in items.items() if item.get("uri")}
    known = {name: name for name in [*items, root]} | {package["CFDocument"].get("uri") or root: root}
    tree = _Tree(dict.fromkeys(items), {name: [] for name in items}, {name: [] for name in items})
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
    open_cycles(tree.parents, counts)
    keys = {name: _place(item, above[name].get(tree.parents[name] or root)) for name, item in items.items()}
    tree.order = in_order(list(items), tree.parents, keys)
    return tree


def _end(link: Mapping[str, Any], known: Mapping[str, str], addresses: Mapping[str, str]) -> str | None:
    """The item or document at one end, by identifier or else by address."""
    name, address = link.get("identifier") or "", link.get("uri") or ""
    return known.get(name) or addresses.get(address) or known.get(address)


def _place(item: Mapping[str, Any], sequence: int | None) -> tuple[Any, ...]:
    enumeration, code = (str(item.get(name) or "") for name in ("listEnumeration", "humanCodingScheme"))
    return _LAST if sequence is None else sequence, not enumeration, natural(enumeration), not code, natural(code)


def _entries(
    items: Mapping[str, Mapping[str, Any]], order: Sequence[str], language: str, counts: Counter[str]
) -> dict[str, dict[str, Any]]:
    """Identifier to the fields of its competency, each with a code of its own."""
    entries = {at: fields_of(items[at], language) for at in order}
    for at, fields in entries.items():
        counts["no statement"] += not items[at]["fullStatement"].strip()
        counts["no code"] += not fields["code"]
        counts["language"] += bool(items[at].get("language")) and known_language(items[at]["language"]) is None
    wanted = [fields["code"] or clean(at) for at, fields in entries.items()]
    for fields, code, own in zip(entries.values(), unique(wanted), wanted, strict=True):
        counts["repeated"] += code != own
        fields["code"] = code
    return entries


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
    carried = (item.get("extensions") or {}).get(OURS) or {}
    return found | typed({name: value for name, value in carried.items() if name in FIELDS})


def _competency(
    item: Mapping[str, Any], fields: Mapping[str, Any], tree: _Tree, codes: Mapping[str, str]
) -> Competency:
    at = item["identifier"]
    parent = tree.parents[at]
    # What is kept to be given back: all but empty values, our own part and the statement where it is the same.
    kept = {name: value for name, value in item.items() if value is not None and name != "extensions"}
    if kept["fullStatement"] == fields["statement"]:
        del kept["fullStatement"]
    if extensions := {name: value for name, value in (item.get("extensions") or {}).items() if name != OURS}:
        kept["extensions"] = extensions
    case = {"item": kept} | ({"associations": tree.own[at]} if tree.own[at] else {})
    return Competency(
        parent=None if parent is None else codes[parent],
        broader=tuple(codes[above] for above in tree.broader[at]),
        **{**fields, "extra": {**fields["extra"], "case": case}},
    )


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
