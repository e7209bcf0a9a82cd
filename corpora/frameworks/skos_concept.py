"""One SKOS concept as the fields of a competency, and a competency as a concept: the two directions side by side.

What SKOS has no property for stands in `urn:curmap:fields` as JSON. It is whatever reading the concept would not give
back, so that nothing of a competency can be lost.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from corpora import json_text
from corpora.frameworks.fields import FIELDS, LabelKind, known_language, missing, other_wordings, typed
from corpora.records import Competency
from corpora.text import clean, clean_lines

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
DCT = "http://purl.org/dc/terms/"
OURS = "urn:curmap:fields"
ROOT = "urn:curmap:root"
"""Says of a concept that nothing stands above it but what its further `broader` name."""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
POSITION = "https://schema.org/position"
JSON = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
KINDS: tuple[tuple[str, LabelKind], ...] = (
    ("prefLabel", "preferred"),
    ("altLabel", "alternative"),
    ("hiddenLabel", "hidden"),
)
DESCRIPTIONS = (f"{SKOS}definition", f"{DCT}description", f"{SKOS}scopeNote")
"""The first of them that there is becomes the description."""


class Value(NamedTuple):
    """An object of a statement: a literal with its language or datatype ("" for a plain text), or a node."""

    text: str
    language: str | None = None
    datatype: str = ""
    node: bool = False


Facts = dict[str, list[Value]]
"""Property to its values, in the file's order."""


def fields_of(facts: Mapping[str, list[Value]], language: str) -> dict[str, Any]:
    """The competency's fields that a concept says; code and statement are "" where it has none.

    The language is that of what has no language tag, and what a concept in neither language is taken for. Raises
    ValueError: our own part is not of its form.
    """
    preferred = [wording for wording in _wordings(facts, "prefLabel", language) if wording[0]]
    statement, said = next(
        (wording for of in ("es", "en") for wording in preferred if wording[1] == of), ("", language)
    )
    if not statement:
        statement = next((clean(value.text) for value in facts.get(f"{SKOS}prefLabel", ()) if clean(value.text)), "")
    described = [value for name in DESCRIPTIONS for value in facts.get(name, ()) if not value.node]
    own = [value for value in described if (known_language(value.language) or language) == said]
    kinds = [clean(value.text).lower() for value in facts.get(f"{DCT}type", ()) if not value.node]
    wordings = ((text, said, kind) for name, kind in KINDS for text, said in _wordings(facts, name, language))
    found: dict[str, Any] = {
        "code": clean(next((value.text for value in facts.get(f"{SKOS}notation", ())), "")),
        "statement": statement,
        "kind": next(filter(None, kinds), "concept"),
        "language": said,
        "labels": other_wordings(statement, wordings),
        "description": clean_lines(next((value.text for value in own or described), "")).strip(),
        "level": None,
        "title_only": False,
        "glossary": (),
        "extra": {},
    }
    for value in facts.get(OURS, ()):
        from corpora.frameworks.case_model import carried  # here, since pydantic takes a while

        found |= typed(carried(value.text))
    return {name: found[name] for name in FIELDS}


def facts_of(competency: Competency, language: str) -> Facts:
    """What a concept says of a competency, places and addresses aside; the language as `fields_of` will be given it."""
    facts: Facts = {
        f"{SKOS}notation": [Value(competency.code)],
        f"{SKOS}prefLabel": [Value(competency.statement, competency.language)],
        f"{DCT}type": [Value(competency.kind)],
    }
    preferred = {competency.language}
    for label in competency.labels:
        name = next(name for name, kind in KINDS if kind == label.kind)
        if label.kind == "preferred" and label.language in preferred:
            name = "altLabel"  # SKOS has one preferred label in each language
        elif label.kind == "preferred":
            preferred.add(label.language)
        facts.setdefault(SKOS + name, []).append(Value(label.text, label.language))
    if competency.description:
        facts[f"{SKOS}definition"] = [Value(competency.description, competency.language)]
    if lost := missing(competency, fields_of(facts, language), "skos"):
        text = json.dumps(lost, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        facts[OURS] = [Value(text, datatype=JSON)]
    return facts


def _wordings(facts: Mapping[str, list[Value]], name: str, language: str) -> Iterator[tuple[str, str]]:
    """(text, "es" or "en") of the labels of one kind; other languages are left out."""
    for value in facts.get(SKOS + name, ()):
        said = language if not value.language else known_language(value.language)
        if said is not None and not value.node:
            yield clean(value.text), said


_TAKEN = frozenset(
    [OURS, ROOT, POSITION, POSITION.replace("https", "http")]
    + [f"{SKOS}{name}" for name in ("inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower")]
)


_LABELS = frozenset(SKOS + name for name, _ in KINDS)
_HIERARCHY = (f"{SKOS}broader", f"{SKOS}narrower")


def _is_used(name: str, number: int, value: Value, fields: Mapping[str, Any]) -> bool:
    """Whether the fields, the place or the scheme say what a concept's value says, the so-manieth of its property."""
    if name in _LABELS:
        return value.node or not value.language or known_language(value.language) is not None
    if name == f"{SKOS}definition":
        return not value.node and clean_lines(value.text).strip() == fields["description"]
    if name in {f"{SKOS}notation", f"{DCT}type"}:
        return number == 0 and not value.node
    return name in _TAKEN or (name == TYPE and value.text == f"{SKOS}Concept")


def kept_of_concept(
    at: str, concepts: Mapping[str, Facts], fields: Mapping[str, Any], counts: Counter[str]
) -> dict[str, Any]:
    """Its address and what else it says, as [property, text, language, datatype, whether a node]."""
    facts = concepts[at]
    besides = [
        (name, value)
        for name, values in facts.items()
        for number, value in enumerate(values)
        if not _is_used(name, number, value, fields)
    ]
    besides += [(name, value) for name in _HIERARCHY for value in facts.get(name, ()) if value.text not in concepts]
    other = []
    for name, value in besides:
        if value.node and value.text.startswith("_:"):
            counts["unused"] += 1
            continue
        counts["language" if name in _LABELS else "kept"] += name not in _HIERARCHY
        other.append([name, *value])
    kept: dict[str, Any] = {} if at.startswith("_:") else {"uri": at}
    return kept | ({"other": other} if other else {})


def kept_of_scheme(scheme: str, about: Facts, title: str, licence: str) -> dict[str, Any]:
    """What the framework keeps of its scheme."""
    ours: dict[str, Any] = {}
    for value in about.get(OURS, ()):
        try:
            said = json_text.parse(value.text)
        except ValueError:
            said = None
        ours |= said if isinstance(said, dict) else {}
    written = {TYPE, OURS, VERSION, *(f"{SKOS}{name}" for name in ("inScheme", "topConceptOf", "hasTopConcept"))}
    again = {f"{DCT}title": title, f"{DCT}license": licence}
    other = [
        [name, *value]
        for name, values in about.items()
        for value in values
        if name not in written and again.get(name) != clean(value.text) and not value.text.startswith("_:")
    ]
    kept: dict[str, Any] = {"uri": scheme} if scheme and not scheme.startswith("_:") else {}
    return {**ours, "skos": kept | ({"other": other} if other else {})}
