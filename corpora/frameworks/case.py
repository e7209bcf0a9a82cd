"""CASE: a framework as the JSON package of 1EdTech's Competencies and Academic Standards Exchange, 1.0 or 1.1.

A competency's code is the item's human coding scheme; where that is missing, the identifier, and where it repeats, the
later ones get `#2`, `#3`, … in the tree's order. What curmap does not use — identifiers, addresses, dates, groupings,
associations of other types, definitions, rubrics — stays in `extra["case"]` of the entry or framework, and the CASE
writer gives it back unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.errors import InputError
from corpora.files import defects, digest, only_one, read_bytes, told
from corpora.frameworks.hierarchy import unique
from corpora.records import Competency, Framework
from corpora.text import clean

if TYPE_CHECKING:
    from corpora.frameworks.case_tree import Tree

# Count → the part of the package it concerns, and how it is told.
DEFECTS = defects(
    """
    twice | CFItems | elementos repetidos tal cual, no usados: {n} | items repeated as they are, not used: {n}
    no code | humanCodingScheme | elementos sin código, identificados por su UUID: {n} |
        items without a code, known by their UUID: {n}
    repeated | humanCodingScheme | códigos repetidos, numerados (#2, #3…): {n} | repeated codes, numbered (#2, #3…): {n}
    no statement | fullStatement | enunciados vacíos, sustituidos por otra etiqueta o el código: {n} |
        empty statements, replaced by another label or the code: {n}
    language | language | elementos en otra lengua que español o inglés, tratados como el resto: {n} |
        items in a language other than Spanish or English, treated like the rest: {n}
    outside | CFAssociations | asociaciones que llevan fuera del paquete, conservadas: {n} |
        associations that lead out of the package, kept: {n}
    unused | CFAssociations | asociaciones que no son de jerarquía, conservadas sin usarse: {n} |
        associations other than of hierarchy, kept and not used: {n}
    cycles | isChildOf | ciclos de la jerarquía, abiertos: {n} | cycles in the hierarchy, opened: {n}
    rubrics | CFRubrics | rúbricas, conservadas sin usarse: {n} | rubrics, kept and not used: {n}
    """
)


def recognises(path: Path) -> bool:
    """Whether it is a JSON object that names one of a package's parts near its beginning."""
    try:
        with path.open("rb") as file:
            head = file.read(65536).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return False
    return head.startswith(b"{") and any(part in head for part in (b'"CFDocument"', b'"CFItems"', b'"CFAssociations"'))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one CASE package.

    Args:
        paths: one JSON file.
        name: of the framework.

    Raises:
        InputError: unreadable, no JSON, without a required field, without items, or with two different items of one
            identifier. Defects that can be mended are counted in `skipped`.
    """
    # Here and not above: every loader is imported to recognise a file, and pydantic takes a while.
    from corpora.frameworks.case_model import parse
    from corpora.frameworks.case_tree import tree_of

    path = only_one(paths, "CASE")
    data = read_bytes(path)
    package = parse(path, data)
    counts: Counter[str] = Counter(rubrics=len(package.get("CFRubrics") or ()))
    items = _items(path, package, counts)
    tree = tree_of(package, items, counts)
    document = package["CFDocument"]
    language = _language(document, items)
    entries = _entries(items, tree.order, language, counts)
    codes = {identifier: fields["code"] for identifier, fields in entries.items()}
    sha256 = digest([(path.name, data)])
    return Framework(
        name=name,
        title=clean(document["title"]) or path.stem,
        version=clean(document.get("version") or "") or sha256[:12],
        sha256=sha256,
        source=path.name,
        competencies=tuple(_competency(items[at], entries[at], tree, codes) for at in tree.order),
        licence=_licence(package),
        skipped=told(counts, DEFECTS),
        extra=_whole(package, tree.others, language),
    )


def _items(path: Path, package: Mapping[str, Any], counts: Counter[str]) -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = {}
    for number, item in enumerate(package.get("CFItems") or ()):
        if not clean(item["identifier"]):
            raise InputError(
                es=f"{path}: CFItems[{number}].identifier: está vacío; dé a cada elemento su identificador",
                en=f"{path}: CFItems[{number}].identifier: is empty; give each item its identifier",
            )
        before = items.setdefault(item["identifier"], item)
        if before is item:
            continue
        if before != item:
            raise InputError(
                es=f"{path}: CFItems[{number}]: el identificador «{item['identifier']}» ya es de otro elemento; "
                "dé a cada uno el suyo",
                en=f"{path}: CFItems[{number}]: identifier '{item['identifier']}' belongs to another item; "
                "give each its own",
            )
        counts["twice"] += 1
    if not items:
        raise InputError(
            es=f"{path}: el paquete no tiene ningún elemento (CFItems); vuelva a exportarlo con sus elementos",
            en=f"{path}: the package has no items (CFItems); export it again with its items",
        )
    return items


def _language(document: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> str:
    """The language of items that name none: the document's, else what the statements seem to be in."""
    from corpora.frameworks.case_entry import known_language

    said = known_language(document.get("language"))
    if said is None and any(known_language(item.get("language")) is None for item in items.values()):
        from corpora.language import language_of

        # Sorted, so that the order of the items decides nothing.
        said = language_of(" ".join(sorted(item["fullStatement"] for item in items.values())[:200])[:4000])
    return said or "en"


def _entries(
    items: Mapping[str, Mapping[str, Any]], order: Sequence[str], language: str, counts: Counter[str]
) -> dict[str, dict[str, Any]]:
    """Identifier to the fields of its competency, each with a code of its own."""
    from corpora.frameworks.case_entry import fields_of, known_language

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


def _competency(
    item: Mapping[str, Any],
    fields: Mapping[str, Any],
    tree: Tree,
    codes: Mapping[str, str],
) -> Competency:
    from corpora.frameworks.case_entry import kept

    at = item["identifier"]
    parent = tree.parents[at]
    case: dict[str, Any] = {"item": kept(item, fields["statement"])}
    if tree.own[at]:
        case["associations"] = tree.own[at]
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
    from corpora.frameworks.case_entry import OURS

    parts = {name: value for name, value in package.items() if name not in {"CFItems", "CFAssociations"} and value}
    if associations:
        parts["CFAssociations"] = list(associations)
    document = dict(parts["CFDocument"])
    extensions = dict(document.pop("extensions", None) or {})
    ours = extensions.pop(OURS, None)
    rest = ours.get("extra") if isinstance(ours, Mapping) else None
    parts["CFDocument"] = document | ({"extensions": extensions} if extensions else {})
    return {**(rest if isinstance(rest, Mapping) else {}), "case": {"package": parts, "language": language}}
