"""SKOS: a concept scheme in Turtle or RDF/XML, with plain or SKOS-XL labels.

A competency's code is the concept's notation; where that is missing or repeated, the last part of its address. What
stands above a concept is what `broader` says and what `narrower` says from the other side; siblings stand by
`schema:position`, then by code in natural order. What curmap does not use of a concept stays in `extra["skos"]`, and
the SKOS writer gives it back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.errors import InputError
from corpora.files import defects, digest, only_one, read_bytes, told
from corpora.frameworks.hierarchy import cycles, in_order, natural, unique
from corpora.records import Competency, Framework
from corpora.text import clean

if TYPE_CHECKING:
    from corpora.frameworks.skos_concept import Facts
    from corpora.frameworks.skos_graph import Graph

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
DCT = "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
POSITIONS = ("https://schema.org/position", "http://schema.org/position")
VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
TITLES = (f"{DCT}title", f"{SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
LICENCES = (f"{DCT}license", f"{DCT}rights")
_LAST = 1 << 62
# Count → the property it concerns, and how it is told.
DEFECTS = defects(
    """
    no code | skos:notation | conceptos sin notación, identificados por el final de su URI: {n} |
        concepts without a notation, known by the end of their URI: {n}
    repeated | skos:notation | códigos repetidos, numerados: {n} | repeated codes, numbered: {n}
    no label | skos:prefLabel | conceptos sin etiqueta, nombrados por su código: {n} |
        concepts without a label, named by code: {n}
    language | skos:prefLabel | etiquetas en otra lengua que español o inglés, conservadas sin usarse: {n} |
        labels in a language other than Spanish or English, kept and not used: {n}
    outside | skos:broader | relaciones de jerarquía con conceptos que no están en el archivo, conservadas: {n} |
        relations of hierarchy to concepts that are not in the file, kept: {n}
    cycles | skos:broader | ciclos de la jerarquía, abiertos: {n} | cycles in the hierarchy, opened: {n}
    kept | RDF | otras propiedades de los conceptos, conservadas sin usarse: {n} |
        other properties of the concepts, kept and not used: {n}
    unused | RDF | enunciados que no son de conceptos ni del esquema, no usados: {n} |
        statements about neither concepts nor the scheme, not used: {n}
    """
)


def recognises(path: Path) -> bool:
    """Whether it is Turtle or RDF/XML whose beginning names the SKOS vocabulary."""
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError:
        return False
    return SKOS.encode() in head and re.search(rb"@?prefix\s|<rdf:RDF|^\s*<[^>]+>\s+<", head, re.IGNORECASE) is not None


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one SKOS file.

    Args:
        paths: one Turtle or RDF/XML file.
        name: of the framework.

    Raises:
        InputError: unreadable, not well-formed, XML with external entities, or without concepts.
    """
    # Here and not above: every loader is imported to recognise a file, and these two take a while.
    from corpora.frameworks.skos_concept import kept_of_scheme
    from corpora.frameworks.skos_graph import read_graph

    path = only_one(paths, "SKOS")
    data = read_bytes(path)
    graph = read_graph(path, data)
    counts: Counter[str] = Counter()
    concepts = {at: facts for at, facts in graph.items() if _is_concept(facts)}
    if not concepts:
        raise InputError(
            es=f"{path}: no hay ningún concepto de SKOS (skos:Concept con skos:prefLabel); revise qué se exportó",
            en=f"{path}: there is no SKOS concept (skos:Concept with skos:prefLabel); check what was exported",
        )
    _plain_labels(concepts, graph)
    scheme = next((at for at, facts in graph.items() if _is_scheme(facts)), "")
    about = graph.get(scheme, {})
    counts["unused"] = sum(
        sum(map(len, facts.values())) for at, facts in graph.items() if at not in concepts and at != scheme
    )
    competencies = _competencies(path, concepts, _language(about, concepts), counts)
    title = _first(about, TITLES)
    sha256 = digest([(path.name, data)])
    return Framework(
        name=name,
        title=title or path.stem,
        version=_first(about, (VERSION,)) or sha256[:12],
        sha256=sha256,
        source=path.name,
        competencies=competencies,
        licence=_first(about, LICENCES),
        skipped=told(counts, DEFECTS),
        extra=kept_of_scheme(scheme, about, title, _first(about, LICENCES)),
    )


def _is(facts: Facts, kind: str) -> bool:
    return any(value.text == SKOS + kind for value in facts.get(TYPE, ()))


def _is_scheme(facts: Facts) -> bool:
    return _is(facts, "ConceptScheme") or f"{SKOS}hasTopConcept" in facts


def _is_concept(facts: Facts) -> bool:
    if TYPE in facts and not _is(facts, "Concept"):
        # ESCO's occupations and others are of a class of their own beside it; a scheme or collection is none.
        return f"{SKOS}inScheme" in facts and not _is_scheme(facts) and not _is(facts, "Collection")
    if _is_scheme(facts):
        return False
    return TYPE in facts or f"{SKOS}prefLabel" in facts or f"{XL}prefLabel" in facts


def _plain_labels(concepts: Mapping[str, Facts], graph: Graph) -> None:
    """Give a concept the literal forms of its SKOS-XL labels as plain ones, where it has them not already."""
    for facts in concepts.values():
        for kind in ("prefLabel", "altLabel", "hiddenLabel"):
            plain = facts.setdefault(SKOS + kind, []) if XL + kind in facts else []
            for label in facts.pop(XL + kind, ()):
                forms = graph.get(label.text, {}).pop(f"{XL}literalForm", [])
                plain += [form for form in forms if form not in plain]


def _first(facts: Facts, names: Sequence[str]) -> str:
    """The first text of these properties, Spanish before others."""
    for name in names:
        values = sorted(facts.get(name, ()), key=lambda value: not (value.language or "").startswith("es"))
        if values and clean(values[0].text):
            return clean(values[0].text)
    return ""


def _language(about: Facts, concepts: Mapping[str, Facts]) -> str:
    """The language of labels without a tag: the scheme's, else what they seem to be in."""
    from corpora.frameworks.case_entry import known_language

    said = known_language(_first(about, (f"{DCT}language",)))
    labels = [v.text for facts in concepts.values() for v in facts.get(f"{SKOS}prefLabel", ()) if not v.language]
    if said is None and labels:
        from corpora.language import language_of

        # Sorted, so that the order of the concepts decides nothing.
        said = language_of(" ".join(sorted(labels)[:200])[:4000])
    return said or "en"


def _competencies(
    path: Path, concepts: Mapping[str, Facts], language: str, counts: Counter[str]
) -> tuple[Competency, ...]:
    from corpora.frameworks.skos_concept import ROOT, kept_of_concept

    entries = _entries(path, concepts, language)
    above = _above(concepts, counts)
    parents = {at: None if ROOT in concepts[at] else next(iter(of), None) for at, of in above.items()}
    for cycle in cycles(parents):
        counts["cycles"] += 1
        parents[cycle[0]] = None
    keys = {at: _place(facts, entries[at]["code"]) for at, facts in concepts.items()}
    order = in_order(list(concepts), parents, keys)
    codes = _codes(order, entries, counts)
    found = []
    for at in order:
        fields, parent = entries[at], parents[at]
        counts["no label"] += not fields["statement"]
        found.append(
            Competency(
                **{
                    **fields,
                    "code": codes[at],
                    "statement": fields["statement"] or codes[at],
                    "parent": None if parent is None else codes[parent],
                    "broader": tuple(codes[up] for up in above[at] if up not in {parent, at}),
                    "extra": {**fields["extra"], "skos": kept_of_concept(at, concepts, fields, counts)},
                }
            )
        )
    return tuple(found)


def _entries(path: Path, concepts: Mapping[str, Facts], language: str) -> dict[str, dict[str, Any]]:
    from corpora.frameworks.skos_concept import fields_of

    entries = {}
    for at, facts in concepts.items():
        try:
            entries[at] = fields_of(facts, language)
        except ValueError as error:
            raise InputError(
                es=f"{path}: <{at}>: «urn:curmap:fields» está dañado; quite esa propiedad o vuelva a exportarlo",
                en=f"{path}: <{at}>: 'urn:curmap:fields' is damaged; remove that property or export it again",
            ) from error
    return entries


def _above(concepts: Mapping[str, Facts], counts: Counter[str]) -> dict[str, dict[str, None]]:
    """Concept to those above it: its own `broader` in the file's order, then whoever names it as `narrower`."""
    above: dict[str, dict[str, None]] = {at: {} for at in concepts}
    for at, facts in concepts.items():
        for value in facts.get(f"{SKOS}broader", ()):
            counts["outside"] += value.text not in concepts
            if value.text in concepts:
                above[at][value.text] = None
    for at, facts in concepts.items():
        for value in facts.get(f"{SKOS}narrower", ()):
            counts["outside"] += value.text not in concepts
            if value.text in concepts:
                above[value.text].setdefault(at)
    return above


def _place(facts: Facts, code: str) -> tuple[int, bool, tuple[Any, ...]]:
    said = next((value.text for name in POSITIONS for value in facts.get(name, ())), "")
    return int(said) if re.fullmatch(r"[0-9]{1,15}", said) else _LAST, not code, natural(code)


def _codes(order: Sequence[str], entries: Mapping[str, Mapping[str, Any]], counts: Counter[str]) -> dict[str, str]:
    wanted = [entries[at]["code"] or clean(re.split(r"[/#:]", at.rstrip("/#"))[-1]) or at for at in order]
    codes = dict(zip(order, unique(wanted), strict=True))
    counts["no code"] += sum(not entries[at]["code"] for at in order)
    counts["repeated"] += sum(code != codes[at] for at, code in zip(order, wanted, strict=True))
    return codes
