"""Write the JSON Schemas in `mapper/data` of the records that are shown: `python -m lab.schemas`."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from corpora import Text
from mapper.between.crosswalk import Candidate
from mapper.industry.demand.records import Change
from mapper.industry.gap import GapReport
from mapper.industry.occupations import OccupationsReport
from mapper.programmes import Alignment
from mapper.programmes.coverage import STATES, CoverageReport
from mapper.programmes.coverage.standards import NEAREST
from mapper.programmes.credentials.bundles import CredentialsReport
from mapper.programmes.curriculum_map.curriculum import MatrixReport
from mapper.programmes.instructors import InstructorsReport
from mapper.reports.record_json import FORM, OF_ALIGNMENTS, Form

FOLDER = Path(__file__).resolve().parents[1] / "mapper" / "data"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES: Mapping[str, tuple[Any, str]] = {
    "alignment": (Alignment | list[Alignment], "documents mapped to competency frameworks, one or a list of them"),
    "coverage": (CoverageReport, "what programmes show of standards"),
    "credentials": (CredentialsReport, "bundles of what programmes teach, worth certifying"),
    "gap": (GapReport, "what ads ask for against what programmes teach"),
    "matrix": (MatrixReport, "which course teaches which outcome, how far, and where it is assessed"),
    "instructors": (InstructorsReport, "who is to be trained in what"),
    "occupations": (OccupationsReport, "the occupations that programmes lead to"),
}
HOLDS: Mapping[tuple[str, str], JsonSchemaValue] = {
    **{(key, "number"): {"minimum": 0, "maximum": 1} for key in ("probability", "value", "low", "high", "computed")},
    ("sha256", "string"): {"pattern": "^[0-9a-f]{64}$"},
    ("language", "string"): {"enum": ["es", "en"]},
    ("before", "string"): {"enum": ["", *STATES]},
    ("page", "integer"): {"minimum": 1},
    ("unreadable_pages", "array"): {"items": {"type": "integer", "minimum": 1}},
    ("nearest", "array"): {"maxItems": NEAREST},
}
"""Key and type → what holds of such values, in whatever record."""
_ATTRIBUTE = re.compile(r"^    (\w+): (.+?)(?=^    \w|\Z)", re.MULTILINE | re.DOTALL)


class _Generator(GenerateJsonSchema):
    """Records by the keys that are shown of them, all of them required, with what their docstrings say."""

    form: Form = FORM

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        return self._record(schema["cls"])

    def named_tuple_schema(self, schema: core_schema.NamedTupleSchema) -> JsonSchemaValue:
        if schema["cls"] is Text and self.form.lang:
            return {"type": "string", "description": "In the language of the report."}
        return self._record(schema["cls"])

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> JsonSchemaValue:
        found = super().typed_dict_schema(schema)
        found.pop("title")
        return {**found, "additionalProperties": False}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """Return every whole number of ours counts something."""
        return {**super().int_schema(schema), "minimum": 0}

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - as pydantic calls it
        return False

    def _record(self, record: type) -> JsonSchemaValue:
        keys = self.form.keys(record)
        properties = {}
        for key in keys:
            owner, kind = record, record
            for name in key.attribute.split("."):
                owner, kind = kind, _kind(kind, name)
            value = self.generate_inner(TypeAdapter(kind).core_schema)
            if key.optional:
                value = next((one for one in value.get("anyOf", ()) if one != {"type": "null"}), value)
            held = {**value, "minimum": -1, "maximum": 1} if record is Change else _holding(key.name, value)
            properties[key.name] = {**held, **_told(owner, name)}
        return {
            "type": "object",
            "description": inspect.cleandoc(record.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
            "properties": properties,
            "required": [key.name for key in keys if not key.optional],
            "additionalProperties": False,
        }


def _kind(record: type, name: str) -> Any:  # noqa: ANN401 - a type
    """Return type of a field or property of a record."""
    hints = get_type_hints(record)
    return hints[name] if name in hints else get_type_hints(getattr(record, name).fget)["return"]


def _told(record: type, name: str) -> JsonSchemaValue:
    """Return what the docstring of a record, or of its property, says of an attribute.

    Nothing where it says nothing.
    """
    listed = inspect.cleandoc(record.__doc__ or "").partition("Attributes:\n")[2]
    said = {found[1]: found[2] for found in _ATTRIBUTE.finditer(listed)}.get(name, "")
    if isinstance(one := getattr(record, name, None), property):
        said = one.__doc__ or ""
    # What Python calls None is null in JSON.
    return {"description": re.sub(r"\bNone\b", "null", " ".join(said.split()))} if said else {}


def _holding(name: str, value: JsonSchemaValue) -> JsonSchemaValue:
    if "anyOf" in value:
        return {"anyOf": [_holding(name, one) for one in value["anyOf"]]}
    return {**value, **HOLDS.get((name, value.get("type", "")), {})}


def _crosswalk(alignment: JsonSchemaValue) -> JsonSchemaValue:
    """Return an alignment whose passages are entries, with what a crosswalk says besides.

    See `crosswalk.sections.values`.
    """
    found = TypeAdapter(list[Candidate]).json_schema(schema_generator=_Generator, mode="serialization")
    of_candidate = found["$defs"]["Candidate"]["properties"]
    text, entry = {"type": "string"}, ("framework", "code", "statement")
    predicate, probability = of_candidate["predicate"], of_candidate["probability"]
    by_target = _closed({**dict.fromkeys(entry, text), "predicate": predicate, "probability": probability})
    target = _closed({"name": text, "entries": {"type": "integer", "minimum": 0}})
    shown = ("predicate", "predicates", "forward", "backward")
    more: Mapping[str, Mapping[str, Any]] = {
        "MappedPassage": {**dict.fromkeys(("framework", "code"), text), "kind": {"type": ["string", "null"]}},
        "Match": {name: of_candidate[name] for name in shown},
        "Alignment": {
            "target": {**target, "description": "the other side, and how many entries it has."},
            "targets": {
                "description": "the other side's entries that have candidates, and what the candidates are to them.",
                "items": _closed({**dict.fromkeys(entry, text), "matches": {"items": by_target, "type": "array"}}),
                "type": "array",
            },
        },
    }
    of_alignment = alignment["$defs"]
    for name, added in more.items():
        own = of_alignment[name]
        own = {**own, "properties": {**own["properties"], **added}, "required": [*own["required"], *added]}
        of_alignment = {**of_alignment, name: own}
    return {"$defs": of_alignment, "$ref": "#/$defs/Alignment"}


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with these keys, all of them required, and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def schemas() -> Iterator[tuple[Path, str]]:
    """Yield each file and what it is to hold."""
    for name, (kind, title) in TITLES.items():
        form = Form(OF_ALIGNMENTS, "en") if name == "alignment" else FORM
        generator = type("_", (_Generator,), {"form": form})
        found = TypeAdapter(kind).json_schema(schema_generator=generator, mode="serialization")
        yield _file(name, title, found)
        if name == "alignment":
            yield _file("crosswalk", "which entries of two frameworks correspond", _crosswalk(found))


def _file(name: str, title: str, found: JsonSchemaValue) -> tuple[Path, str]:
    content = {"$schema": DIALECT, "title": f"{name}.json: {title}", **found}
    return FOLDER / f"{name}.schema.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path, content in schemas():
        path.write_text(content, encoding="utf-8")
