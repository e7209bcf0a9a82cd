"""A competency as JSON values and back: how the workspace stores it, and how exchange formats carry what they lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from corpora.records import Competency, GlossaryEntry, Label

_DEFAULTS = {f.name: f.default for f in fields(Competency)}


def to_json(competency: Competency) -> dict[str, Any]:
    """The fields that are not at their default: most competencies use few."""
    values = values_of(competency, _DEFAULTS)
    return {name: value for name, value in values.items() if value and value != _DEFAULTS[name]}


def values_of(competency: Competency, names: Iterable[str]) -> dict[str, Any]:
    """These fields as JSON values, defaults and all."""
    return {name: _plain(getattr(competency, name)) for name in names}


def from_json(values: dict[str, Any]) -> Competency:
    """The competency that `to_json` made these of.

    Raises:
        KeyError, TypeError, ValueError: they are not of that form.
    """
    return Competency(**typed(values))


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """The same fields as the records have them; absent ones stay absent."""
    made = dict(values)
    if "labels" in made:
        made["labels"] = tuple(Label(*label) for label in made["labels"])
    if "glossary" in made:
        made["glossary"] = tuple(GlossaryEntry(*entry) for entry in made["glossary"])
    if "broader" in made:
        made["broader"] = tuple(made["broader"])
    return made


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Label):
        return [value.text, value.language, value.kind]
    if isinstance(value, GlossaryEntry):
        return [value.term, value.definition]
    return value
