"""One CASE item as the fields of a competency, and a competency as an item: the two directions side by side.

What CASE has no field for stands under `extensions.curmap`. It is whatever reading the item would not give back, so
that nothing of a competency can be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpora.frameworks.fields import typed, values_of
from corpora.frameworks.markup import plain, plain_lines
from corpora.records import Competency, Label
from corpora.text import clean

OURS = "curmap"
"""Name of our part of `extensions`."""
FIELDS = ("code", "statement", "kind", "language", "labels", "description", "level", "title_only", "glossary", "extra")
"""Fields that an item holds; the hierarchy stands in associations."""


def fields_of(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The competency's fields that an item says; `code` is "" where it has none.

    Args:
        item: as `case_model` read it.
        language: where the item names none that is known.
    """
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
    found["labels"] = tuple(_labels(statement, shorter, found["language"]))
    return found | typed(dict(carried(item)))


def carried(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a former export of ours put under `extensions`."""
    ours = (item.get("extensions") or {}).get(OURS) or {}
    return {name: value for name, value in ours.items() if name in FIELDS}


def known_language(tag: str | None) -> str | None:
    """What a language tag ("es-MX") says of Spanish and English, None where it is another or none."""
    base = (tag or "").replace("_", "-").split("-")[0].lower()
    return {"spa": "es", "eng": "en"}.get(base, base) if base in {"es", "en", "spa", "eng"} else None


def new_item(competency: Competency, language: str) -> dict[str, Any]:
    """An item without identifier, address and date, which gives back every field of the competency."""
    item: dict[str, Any] = {
        "fullStatement": competency.statement,
        "humanCodingScheme": competency.code,
        "CFItemType": competency.kind,
        "language": competency.language,
    }
    if competency.description:
        item["notes"] = competency.description
    other = next((label.text for label in competency.labels if label.language == competency.language), None)
    if other is not None:
        item["alternativeLabel"] = other
    return completed(item, competency, language, ())


def completed(item: dict[str, Any], competency: Competency, language: str, derived: Iterable[str]) -> dict[str, Any]:
    """The item with what reading it would not give back of the competency, under `extensions`.

    Args:
        item: with `fullStatement`; changed in place.
        competency: what it has to give back.
        language: what an item without a language is read as.
        derived: fields that the reader makes of the whole package.
    """
    said = fields_of(item, language)
    extra = {name: value for name, value in competency.extra.items() if name != "case"}
    wanted = {name: getattr(competency, name) for name in FIELDS} | {"extra": extra}
    missing = [name for name in FIELDS if name not in derived and said[name] != wanted[name]]
    if missing:
        values = values_of(competency, missing)
        if "extra" in values:
            values["extra"] = extra
        extensions = dict(item.get("extensions") or {})
        item["extensions"] = extensions | {OURS: {**extensions.get(OURS, {}), **values}}
    return item


def kept(item: Mapping[str, Any], statement: str) -> dict[str, Any]:
    """What a competency keeps of its item, to be given back: all but empty values, our part and its own statement."""
    found = {name: value for name, value in item.items() if value is not None}
    if found["fullStatement"] == statement:
        del found["fullStatement"]
    extensions = {name: value for name, value in (item.get("extensions") or {}).items() if name != OURS}
    found.pop("extensions", None)
    return found | ({"extensions": extensions} if extensions else {})


def _labels(statement: str, others: Iterable[str], language: str) -> Iterable[Label]:
    seen = {statement.casefold()}
    for text in others:
        if text and text.casefold() not in seen:
            seen.add(text.casefold())
            yield Label(text, language)
