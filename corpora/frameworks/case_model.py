"""The form of a CASE package as far as it is read: what must be there, and of which type.

Field names and rules are those of 1EdTech's CASE 1.0 and 1.1 (information model, package binding). Fields that are
not named here pass as they are: what a package may hold besides is for whoever reads it next.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from corpora import json_text
from corpora.errors import InputError
from corpora.records import Text

_OPEN = ConfigDict(extra="allow")


@with_config(_OPEN)
class _Link(TypedDict):
    identifier: NotRequired[str | None]
    uri: NotRequired[str | None]
    title: NotRequired[str | None]


@with_config(_OPEN)
class Carried(TypedDict, total=False):
    """What CASE has no field for, under `extensions.curmap`: fields of a `Competency` by their names."""

    code: str
    statement: str
    kind: str
    language: Literal["es", "en"]
    labels: list[tuple[str, Literal["es", "en"], Literal["preferred", "alternative", "hidden"]]]
    description: str
    level: str | None
    title_only: bool
    glossary: list[tuple[str, str]]
    extra: dict[str, Any]


@with_config(_OPEN)
class _Extensions(TypedDict, total=False):
    curmap: Carried


@with_config(_OPEN)
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


@with_config(_OPEN)
class _Association(TypedDict):
    associationType: str
    originNodeURI: _Link
    destinationNodeURI: _Link
    identifier: NotRequired[str | None]
    sequenceNumber: NotRequired[int | None]


@with_config(_OPEN)
class _FrameworkDocument(TypedDict):
    identifier: str
    title: str
    uri: NotRequired[str | None]
    version: NotRequired[str | None]
    language: NotRequired[str | None]
    licenseURI: NotRequired[_Link | str | None]
    extensions: NotRequired[dict[str, Any] | None]


@with_config(_OPEN)
class _Package(TypedDict):
    CFDocument: _FrameworkDocument
    CFItems: NotRequired[list[_Item] | None]
    CFAssociations: NotRequired[list[_Association] | None]
    CFDefinitions: NotRequired[dict[str, Any] | None]
    CFRubrics: NotRequired[list[dict[str, Any]] | None]


_PACKAGE = TypeAdapter(_Package)
_CARRIED = TypeAdapter(Carried)
_PLACE = re.compile(r"line (\d+) column (\d+)")


def carried(text: str) -> Carried:
    """Our own part, which SKOS holds as JSON; raises ValueError where it is not of its form."""
    return _CARRIED.validate_json(text)


def parse(path: Path, data: bytes) -> dict[str, Any]:
    """The package as plain dicts and lists, from JSON in UTF-8 with or without its mark; raises InputError."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "{path}: byte {start:,}: is not in UTF-8, as CASE asks; save it again in UTF-8",
            path=path,
            start=error.start,
        ) from None
    try:
        package: Any = _PACKAGE.validate_json(data.removeprefix(b"\xef\xbb\xbf"))
        if json_text.may_be_odd(data):
            json_text.parse(data.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise _told(path, error) from None
    except ValueError as error:
        raise InputError(
            "{path}: has a number that JSON does not allow ({error}); correct it or export it again",
            path=path,
            error=error,
        ) from None
    return dict(package)


def _told(path: Path, error: ValidationError) -> InputError:
    first = error.errors(include_url=False, include_input=False)[0]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]).removeprefix(".")
    if first["type"] == "json_invalid":
        found = _PLACE.search(first["msg"])
        es, en = (f"línea {found[1]}, columna {found[2]}", f"line {found[1]}, column {found[2]}") if found else ("", "")
        return InputError(
            "{path}: {said}: is not valid JSON or is cut off; download the CASE package again",
            path=path,
            said=Text(es, en),
        )
    if first["type"] == "missing":
        return InputError(
            "{path}: '{place}' is missing, which every CASE package has; complete it or export it again",
            path=path,
            place=place,
        )
    return InputError(
        "{path}: '{place}' is not of the type that CASE asks; correct it or export it again",
        path=path,
        place=Text(place or "el archivo", place or "the file"),
    )
