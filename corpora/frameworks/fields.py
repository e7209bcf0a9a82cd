"""A competency as JSON values and back: how the workspace stores it, and how exchange formats carry what they lack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any, Literal, TypedDict

import msgspec

from corpora.records import Competency, GlossaryEntry, Label


class CompetencyFields(TypedDict, total=False):
    """Fields that an item of CASE or a concept of SKOS holds; the hierarchy stands elsewhere."""

    code: str
    statement: str
    kind: str
    language: Literal["es", "en"]
    labels: tuple[Label, ...]
    description: str
    level: str | None
    title_only: bool
    glossary: tuple[GlossaryEntry, ...]
    extra: dict[str, Any]


FIELDS = tuple(CompetencyFields.__annotations__)
UNSTATED: dict[str, Any] = {"level": None, "title_only": False, "glossary": (), "extra": {}}
"""The fields for which neither CASE nor SKOS has a place of its own."""
LabelKind = Literal["preferred", "alternative", "hidden"]
_COMPETENCY = msgspec.json.Decoder(Competency)  # reads a large framework in a fifth of the time of Python's parser
_DEFAULTS = {f.name: f.default for f in fields(Competency)}


def to_json(competency: Competency) -> dict[str, Any]:
    """Return the fields that are not at their default: most competencies use few."""
    values = {name: getattr(competency, name) for name in _DEFAULTS}
    return {name: value for name, value in values.items() if value and value != _DEFAULTS[name]}


def from_lines(lines: bytes) -> tuple[Competency, ...]:
    """Return the competencies that `to_json` made these lines of JSON of; raises ValueError where they are none."""
    try:
        return tuple(_COMPETENCY.decode_lines(lines))
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


def parse_fields(values: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    """Return these JSON values as the records have them; raises ValueError where one is of another type or language."""
    found = dict(msgspec.convert(values, CompetencyFields))
    if {found.get("language", "es"), *(label.language for label in found.get("labels", ()))} - {"es", "en"}:
        raise ValueError("a language other than es and en")
    return found


def missing_fields(
    competency: Competency, said: Mapping[str, Any], form: str, derived: Collection[str] = ()
) -> dict[str, Any]:
    """Return the `FIELDS` of a competency that reading it back would not give, as JSON values.

    The format gives back what is `said`, by other ways its own part of `extra` (`form`) and the `derived` fields, which
    the reader makes of the whole file.
    """
    extra = {name: value for name, value in competency.extra.items() if name != form}
    wanted = {name: getattr(competency, name) for name in FIELDS} | {"extra": extra}
    lost = [name for name in FIELDS if name not in derived and said[name] != wanted[name]]
    return {name: wanted[name] for name in lost}


def other_wordings(statement: str, language: str, wordings: Iterable[tuple[str, str, LabelKind]]) -> tuple[Label, ...]:
    """Return these (text, language, kind) as labels, each text once, empty ones and the statement left out.

    A preferred label in another language than the statement stays though it says the same ("Jacquard"): without it
    nobody could tell that the entry is translated. What says the same in its language as another kind goes.
    """
    seen, translated = {statement.casefold(), ""}, {language}
    labels = []
    for text, of, kind in wordings:
        is_translation = kind == "preferred" and bool(text) and of not in translated
        if is_translation or text.casefold() not in seen:
            seen.add(text.casefold())
            labels.append(Label(text, of, kind))
            translated |= {of} if kind == "preferred" else set()
    told = {(label.text, label.language) for label in labels if label.kind == "preferred"}
    return tuple(label for label in labels if label.kind == "preferred" or (label.text, label.language) not in told)


def known_language(tag: str | None) -> str | None:
    """Return what a language tag ("es-MX") says of Spanish and English, None where it is another or none."""
    base = (tag or "").replace("_", "-").split("-")[0].lower()
    return {"spa": "es", "eng": "en"}.get(base, base) if base in {"es", "en", "spa", "eng"} else None
