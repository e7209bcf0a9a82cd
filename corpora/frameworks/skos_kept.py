"""What a framework keeps of its SKOS file, to be given back: addresses, and statements that curmap does not use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from corpora import json_text
from corpora.frameworks.skos_concept import DCT, KINDS, OURS, SKOS, TYPE, VERSION, Facts, Value, unused
from corpora.text import clean

HIERARCHY = frozenset(f"{SKOS}{name}" for name in ("broader", "narrower"))


def kept_of_concept(
    at: str, concepts: Mapping[str, Facts], fields: Mapping[str, Any], counts: Counter[str]
) -> dict[str, Any]:
    """Its address and what else it says, as [property, text, language, datatype, whether a node]."""
    labels = {SKOS + name for name, _ in KINDS}
    other = []
    for name, value in _unused(concepts, at, unused(concepts[at], fields)):
        if value.node and value.text.startswith("_:"):
            counts["unused"] += 1
            continue
        counts["language" if name in labels else "kept"] += name not in HIERARCHY
        other.append([name, *value])
    kept: dict[str, Any] = {} if at.startswith("_:") else {"uri": at}
    return kept | ({"other": other} if other else {})


def _unused(
    concepts: Mapping[str, Facts], at: str, besides: Iterator[tuple[str, Value]]
) -> Iterator[tuple[str, Value]]:
    yield from besides
    for name in sorted(HIERARCHY):
        yield from ((name, value) for value in concepts[at].get(name, ()) if value.text not in concepts)


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
