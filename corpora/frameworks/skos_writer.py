"""SKOS in Turtle: a framework as one concept scheme. Nothing of ours is lost.

A concept keeps the address with which it came (in SKOS or CASE, or under `uri` in ESCO); a new one is a UUID of
framework and code. Turtle has no order: siblings are numbered by `schema:position`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from corpora.frameworks.identity import addresses_of, identifier_of
from corpora.frameworks.skos_concept import DCT, JSON, OURS, POSITION, ROOT, SKOS, TYPE, VERSION, Facts, Value, facts_of
from corpora.frameworks.written import Written
from corpora.records import Competency, Framework

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
PREFIXES = {
    "skos": SKOS,
    "dct": DCT,
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "curmap": "urn:curmap:",
}


def write(framework: Framework) -> Written:
    """The scheme in Turtle, UTF-8; what SKOS has no property for stands in `curmap:fields`, so nothing is left out."""
    import pyoxigraph

    def term(value: Value) -> Any:  # noqa: ANN401 - a term of pyoxigraph
        if value.node:
            return pyoxigraph.NamedNode(value.text)
        if value.datatype:
            return pyoxigraph.Literal(value.text, datatype=pyoxigraph.NamedNode(value.datatype))
        return pyoxigraph.Literal(value.text, language=value.language)

    triples = (
        pyoxigraph.Triple(pyoxigraph.NamedNode(at), pyoxigraph.NamedNode(name), term(value))
        for at, facts in _subjects(framework)
        for name, values in facts.items()
        for value in dict.fromkeys(values)
    )
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    # Prefixes come in an order that changes from process to process.
    lines = data.split(b"\n", len(PREFIXES))
    return Written(b"\n".join([*sorted(lines[:-1]), lines[-1]]))


def _subjects(framework: Framework) -> Iterator[tuple[str, Facts]]:
    """Address and facts of the scheme, then of each concept."""
    came = skos_of(framework.extra)
    scheme = came.get("uri") or f"urn:uuid:{identifier_of(framework, 'document')}"
    addresses = addresses_of(framework)
    rest = {name: value for name, value in framework.extra.items() if name != "skos"}
    about: Facts = {
        TYPE: [Value(f"{SKOS}ConceptScheme", node=True)],
        f"{DCT}title": [Value(framework.title)],
    }
    if framework.version != framework.sha256[:12] or not came:
        about[VERSION] = [Value(framework.version)]
    if framework.licence:
        about[f"{DCT}license"] = [Value(framework.licence)]
    if rest:
        about[OURS] = [Value(json.dumps(rest, ensure_ascii=False, sort_keys=True), datatype=JSON)]
    _add(about, came)
    languages = Counter(competency.language for competency in framework.competencies)
    language = max(sorted(languages), key=lambda of: languages[of], default="es")
    about.setdefault(f"{DCT}language", [Value(language)])
    yield scheme, about
    sequence: Counter[str | None] = Counter()
    for competency in framework.competencies:
        sequence[competency.parent] += 1
        yield (
            addresses[competency.code],
            _concept(competency, addresses, scheme, sequence[competency.parent], language),
        )


def skos_of(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """What came of a SKOS file, empty where nothing did; a table's own column may have that name too."""
    came = extra.get("skos")
    return came if isinstance(came, Mapping) else {}


def _concept(competency: Competency, addresses: Mapping[str, str], scheme: str, position: int, language: str) -> Facts:
    facts: Facts = {TYPE: [Value(f"{SKOS}Concept", node=True)], **facts_of(competency, language)}
    above = [competency.parent] if competency.parent is not None else []
    if above or competency.broader:
        facts[f"{SKOS}broader"] = [Value(addresses[code], node=True) for code in (*above, *competency.broader)]
    if competency.parent is None and competency.broader:
        facts[ROOT] = [Value("true", datatype="http://www.w3.org/2001/XMLSchema#boolean")]
    facts[f"{SKOS}inScheme"] = [Value(scheme, node=True)]
    if competency.parent is None:
        facts[f"{SKOS}topConceptOf"] = [Value(scheme, node=True)]
    facts[POSITION] = [Value(str(position), datatype=INTEGER)]
    _add(facts, skos_of(competency.extra))
    return facts


def _add(facts: Facts, came: Mapping[str, Any]) -> None:
    for name, text, language, datatype, node in came.get("other", ()):
        facts.setdefault(name, []).append(Value(text, language, datatype, node))
