"""SKOS: a concept scheme in Turtle, RDF/XML or JSON-LD, with plain or SKOS-XL labels.

What stands above a concept is what `broader` says and what `narrower` says from the other side. What curmap does not
use of a concept stays in `extra["skos"]` and is written again.

Written is Turtle, as docs/formats.md says. It has no order: siblings are numbered by `schema:position`. What SKOS has
no property for stands in `urn:curmap:fields` as JSON: whatever reading the concept would not give back.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpora import json_text
from corpora.errors import InputError
from corpora.files import only_one, peek, read_bytes, skipped_entries
from corpora.frameworks.fields import UNSTATED, LabelKind, known_language, missing_fields, other_wordings, parse_fields
from corpora.frameworks.hierarchy import make_framework, natural_key, place_entries, remove_entries
from corpora.frameworks.platform import detect_common_language
from corpora.frameworks.validity import end_reason, status_reason
from corpora.frameworks.writers import Export, entry_addresses, main_language, make_identifier, source_fields
from corpora.omissions import Omissions, Reason
from corpora.records import Competency, Framework
from corpora.text import clean, clean_lines
from corpora.translation import _

SKOS = "http://www.w3.org/2004/02/skos/core#"
_XL = "http://www.w3.org/2008/05/skos-xl#"
_DCT = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_OURS = "urn:curmap:fields"
_ROOT = "urn:curmap:root"
"""Says of a concept that nothing stands above it but what its further `broader` name."""
_TYPE, _JSON, _VERSION = f"{_RDF}type", f"{_RDF}JSON", f"{_OWL}versionInfo"
POSITION = "https://schema.org/position"
_POSITIONS = (POSITION, POSITION.replace("https", "http"))
_KINDS: dict[str, LabelKind] = {
    f"{SKOS}prefLabel": "preferred",
    f"{SKOS}altLabel": "alternative",
    f"{SKOS}hiddenLabel": "hidden",
}
_DESCRIPTIONS = (f"{SKOS}definition", f"{_DCT}description", f"{SKOS}scopeNote")
"""The first of them that there is becomes the description."""
_HIERARCHY = (f"{SKOS}broader", f"{SKOS}narrower")
_SCHEME = (f"{SKOS}inScheme", f"{SKOS}topConceptOf", f"{SKOS}hasTopConcept")
_TAKEN = frozenset((_OURS, _ROOT, *_POSITIONS, *_SCHEME, *_HIERARCHY))
_TITLES = (f"{_DCT}title", f"{SKOS}prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_LICENCES = (f"{_DCT}license", f"{_DCT}rights")
# A concept's status has no property of SKOS; each vocabulary has its own (ADMS, EU Vocabularies, VS, ISO 25964).
_STATUS = re.compile(r"[/#](?:\w+_)?status$", re.IGNORECASE)
# Nor has the day on which it ends (schema.org, DCAT, EU Vocabularies).
_ENDS = re.compile(r"[/#](?:end_?date|valid_?(?:through|until|to)|expires|date_?retired)$", re.IGNORECASE)
_PERIOD_END = re.compile(r"\bend=([\d-]{4,10})")  # of dct:valid, "start=2010; end=2015-06-30"
_LAST = 1 << 62
_PREFIXES = {
    "skos": SKOS,
    "dct": _DCT,
    "schema": "https://schema.org/",
    "owl": _OWL,
    "xsd": _XSD,
    "rdf": _RDF,
    "curmap": "urn:curmap:",
}
# What relative addresses are relative to, where a file does not say it: no file of this machine.
_BASE = "https://curmap.invalid/"
_PLAIN = frozenset((f"{_XSD}string", f"{_RDF}langString"))
_OUTSIDE = re.compile(rb"<!(?:ENTITY|DOCTYPE)\s++[^\s<>\"'\[]++\s++(?:SYSTEM|PUBLIC)\s|<!ENTITY\s++%", re.IGNORECASE)
# One entity that stands for others can stand for billions of characters.
_NESTED = re.compile(rb"<!ENTITY\s++[^\s<>\"']++\s++(?:\"[^\"]*?&[^#]|'[^']*?&[^#])", re.IGNORECASE)
# Count → the property it concerns, and how it is told.
_DEFECTS = {
    "no code": ("skos:notation", _("concepts without a notation, known by the end of their URI: {n}")),
    "repeated": ("skos:notation", _("repeated codes, numbered: {n}")),
    "no label": ("skos:prefLabel", _("concepts without a label, named by code: {n}")),
    "language": ("skos:prefLabel", _("labels in a language other than Spanish or English, kept and not used: {n}")),
    "outside": ("skos:broader", _("relations of hierarchy to concepts that are not in the file, kept: {n}")),
    "cycles": ("skos:broader", _("cycles in the hierarchy, opened: {n}")),
    "kept": ("RDF", _("other properties of the concepts, kept and not used: {n}")),
    "unused": ("RDF", _("statements about neither concepts nor the scheme, not used: {n}")),
}


class Value(NamedTuple):
    """An object of a statement: a literal with its language or datatype ("" for a plain text), or a node."""

    text: str
    language: str | None = None
    datatype: str = ""
    node: bool = False


Facts = dict[str, list[Value]]
"""Property to its values, in the file's order."""

Graph = dict[str, Facts]


def recognises(path: Path) -> bool:
    """Return whether it is Turtle, RDF/XML or JSON-LD whose beginning names the SKOS vocabulary."""
    head = peek(path, 65536)
    form = rb"@?prefix\s|<rdf:RDF|^\s*<[^>]+>\s+(?:<|a\s)|^\s*[\[{]"
    return SKOS.encode() in head and re.search(form, head, re.IGNORECASE) is not None


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one SKOS file, Turtle, RDF/XML or JSON-LD; raises InputError."""
    path = only_one(paths, "SKOS")
    data = read_bytes(path)
    graph = _read_graph(path, data)
    counts: Counter[str] = Counter()
    concepts = {at: facts for at, facts in graph.items() if _is_concept(facts)}
    if not concepts:
        raise InputError(
            "{path}: there is no SKOS concept (skos:Concept with skos:prefLabel); check what was exported", path=path
        )
    _plain_labels(concepts, graph)
    scheme = next((at for at, facts in graph.items() if _is_scheme(facts)), "")
    about = graph.get(scheme, {})
    counts["unused"] = sum(
        sum(map(len, facts.values())) for at, facts in graph.items() if at not in concepts and at != scheme
    )
    omissions = Omissions()
    left_out = {at: reason for at, facts in concepts.items() if (reason := _omission_reason(facts))}
    for reason in left_out.values():
        omissions.add(reason)
    if len(left_out) == len(concepts):
        raise InputError("{path}: all of its concepts are deprecated; get the scheme that is valid now", path=path)
    competencies = _competencies(path, concepts, left_out, _language(about, concepts), counts)
    title, licence = _first(about, _TITLES), _first(about, _LICENCES)
    return make_framework(
        name,
        title or path.stem,
        [(path.name, data)],
        competencies,
        version=_first(about, (_VERSION,)),
        licence=licence,
        skipped=(*omissions.skipped(), *skipped_entries(counts, _DEFECTS)),
        extra=_kept_of_scheme(scheme, about, title, licence),
    )


def _has_type(facts: Facts, kind: str) -> bool:
    return any(value.text == SKOS + kind for value in facts.get(_TYPE, ()))


def _is_scheme(facts: Facts) -> bool:
    return _has_type(facts, "ConceptScheme") or f"{SKOS}hasTopConcept" in facts


def _is_concept(facts: Facts) -> bool:
    if _TYPE in facts and not _has_type(facts, "Concept"):
        # ESCO's occupations and others are of a class of their own beside it; a scheme or collection is none.
        return f"{SKOS}inScheme" in facts and not _is_scheme(facts) and not _has_type(facts, "Collection")
    if _is_scheme(facts):
        return False
    return _TYPE in facts or f"{SKOS}prefLabel" in facts or f"{_XL}prefLabel" in facts


def _omission_reason(facts: Facts) -> Reason | None:
    """Return why a concept is no longer one: it is deprecated, or has such a status."""
    for name, values in facts.items():
        said = {value.text for value in values}
        if (name == f"{_OWL}deprecated" and said & {"true", "True", "1"}) or f"{_OWL}DeprecatedClass" in said:
            return "deprecated"
        if name == f"{_DCT}isReplacedBy":
            return "deprecated"
        ends = {day for text in said for day in _PERIOD_END.findall(text)} if name == f"{_DCT}valid" else said
        if (name == f"{_DCT}valid" or _ENDS.search(name)) and any(map(end_reason, ends)):
            return "ended"
        for value in values if _STATUS.search(name) else ():
            if reason := status_reason(value.text):
                return reason
    return None


def _plain_labels(concepts: Mapping[str, Facts], graph: Graph) -> None:
    """Give a concept the literal forms of its SKOS-XL labels as plain ones, where it has them not already."""
    for facts in concepts.values():
        for name in _KINDS:
            labels = facts.pop(name.replace(SKOS, _XL), [])
            plain = facts.setdefault(name, []) if labels else []
            for label in labels:
                forms = graph.get(label.text, {}).pop(f"{_XL}literalForm", [])
                plain += [form for form in forms if form not in plain]


def _first(facts: Facts, names: Sequence[str]) -> str:
    """Return the first text of these properties, Spanish before others."""
    for name in names:
        values = sorted(facts.get(name, ()), key=lambda value: not (value.language or "").startswith("es"))
        if values and clean(values[0].text):
            return clean(values[0].text)
    return ""


def _language(about: Facts, concepts: Mapping[str, Facts]) -> str:
    """Return the language of labels without a tag: the scheme's, else what they seem to be in."""
    said = known_language(_first(about, (f"{_DCT}language",)))
    labels = [v.text for facts in concepts.values() for v in facts.get(f"{SKOS}prefLabel", ()) if not v.language]
    if said is None and labels:
        said = detect_common_language(labels)
    return said or "en"


def _competencies(
    path: Path, graph: Mapping[str, Facts], left_out: Collection[str], language: str, counts: Counter[str]
) -> tuple[Competency, ...]:
    """Return the concepts but those that are `left_out`; what stood below one stands below what is above it."""
    above = remove_entries(_above(graph, counts), left_out)
    concepts = {at: facts for at, facts in graph.items() if at not in left_out}
    entries = {}
    for at, facts in concepts.items():
        try:
            entries[at] = _fields_of(facts, language)
        except ValueError as error:
            raise InputError(
                "{path}: <{at}>: 'urn:curmap:fields' is damaged; remove that property or export it again",
                path=path,
                at=at,
            ) from error
    wanted = {at: entries[at]["code"] or clean(re.split(r"[/#:]", at.rstrip("/#"))[-1]) or at for at in concepts}
    codes, parents = place_entries(
        wanted,
        {at: (None, *of) if _ROOT in concepts[at] else of for at, of in above.items()},
        counts,
        lambda at, _parent: _place(concepts[at], entries[at]["code"]),
    )
    counts["no code"] += sum(not fields["code"] for fields in entries.values())
    counts["no label"] += sum(not fields["statement"] for fields in entries.values())
    found = []
    for at in codes:
        fields, parent = entries[at], parents[at]
        own = {
            "code": codes[at],
            "statement": fields["statement"] or codes[at],
            "parent": None if parent is None else codes[parent],
            "broader": tuple(codes[up] for up in above[at] if up not in {parent, at}),
            "extra": {**fields["extra"], "skos": _kept_of_concept(at, concepts, fields, counts)},
        }
        found.append(Competency(**{**fields, **own}))
    return tuple(found)


def _above(concepts: Mapping[str, Facts], counts: Counter[str]) -> dict[str, dict[str, None]]:
    """Map each concept to those above it: its own `broader` in the file's order, then who names it `narrower`."""
    above: dict[str, dict[str, None]] = {at: {} for at in concepts}
    for name in _HIERARCHY:
        for at, facts in concepts.items():
            for value in facts.get(name, ()):
                counts["outside"] += value.text not in concepts
                if value.text in concepts:
                    below, up = (at, value.text) if name == f"{SKOS}broader" else (value.text, at)
                    above[below].setdefault(up)
    return above


def _place(facts: Facts, code: str) -> tuple[int, bool, tuple[Any, ...]]:
    said = next((value.text for name in _POSITIONS for value in facts.get(name, ())), "")
    return int(said) if re.fullmatch(r"[0-9]{1,15}", said) else _LAST, not code, natural_key(code)


def _read_graph(path: Path, data: bytes) -> Graph:
    """Read subject to property to values, in the file's order; blank nodes are `_:1`, `_:2`, …; raises InputError."""
    import pyoxigraph

    form = _form_of(path, data)
    graph: Graph = {}
    blanks: dict[str, str] = {}

    def node(term: Any) -> str:  # noqa: ANN401 - a term of pyoxigraph
        if isinstance(term, pyoxigraph.BlankNode):
            return blanks.setdefault(term.value, f"_:{len(blanks) + 1}")
        return str(term.value)

    try:
        for quad in pyoxigraph.parse(data.removeprefix(b"\xef\xbb\xbf"), form, base_iri=_BASE):
            found = quad.object
            if isinstance(found, pyoxigraph.Literal):
                datatype = "" if found.datatype.value in _PLAIN else found.datatype.value
                value = Value(found.value, found.language, datatype)
            elif isinstance(found, pyoxigraph.NamedNode | pyoxigraph.BlankNode):
                value = Value(node(found), node=True)
            else:
                continue  # a statement about a statement
            graph.setdefault(node(quad.subject), {}).setdefault(quad.predicate.value, []).append(value)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            "{path}: {said}is not well-formed RDF ({said2}); correct it or export it again",
            path=path,
            said=_("line {line}: ", line=line) if line else "",
            said2=" ".join(str(getattr(error, "msg", None) or error).split())[:200],
        ) from error
    return graph


def _form_of(path: Path, data: bytes) -> Any:  # noqa: ANN401 - a format of pyoxigraph
    from pyoxigraph import RdfFormat

    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise InputError(
            "{path}: byte {start:,}: is not in UTF-8, in which RDF is read here; save it again in UTF-8",
            path=path,
            start=error.start,
        ) from None
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"\{|\[\s*+[{\]]", head):  # in Turtle a blank node begins with "[" and a property
        return RdfFormat.JSON_LD
    if not head.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE", b"<RDF")):
        return RdfFormat.TURTLE
    if found := _OUTSIDE.search(data) or _NESTED.search(data):
        raise InputError(
            "{path}: line {line}: uses external or nested entities, which are not read for safety; remove the"
            " declaration or export it as Turtle",
            path=path,
            line=data.count(b"\n", 0, found.start()) + 1,
        )
    return RdfFormat.RDF_XML


def write(framework: Framework) -> Export:
    """Write the scheme in Turtle, UTF-8; nothing is left out, see `curmap:fields` above."""
    import pyoxigraph

    def term(value: Value) -> Any:  # noqa: ANN401 - a term of pyoxigraph
        if value.node:
            return pyoxigraph.NamedNode(value.text)
        datatype = pyoxigraph.NamedNode(value.datatype) if value.datatype else None
        return pyoxigraph.Literal(value.text, language=value.language, datatype=datatype)

    triples = (
        pyoxigraph.Triple(pyoxigraph.NamedNode(at), pyoxigraph.NamedNode(name), term(value))
        for at, facts in _subjects(framework)
        for name, values in facts.items()
        for value in dict.fromkeys(values)
    )
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""
    # Prefixes come in an order that changes from process to process.
    lines = data.split(b"\n", len(_PREFIXES))
    return Export(b"\n".join([*sorted(lines[:-1]), lines[-1]]))


def _subjects(framework: Framework) -> Iterator[tuple[str, Facts]]:
    """Yield address and facts of the scheme, then of each concept."""
    came = source_fields(framework.extra, "skos")
    scheme = came.get("uri") or f"urn:uuid:{make_identifier(framework, 'document')}"
    addresses = entry_addresses(framework)
    rest = {name: value for name, value in framework.extra.items() if name != "skos"}
    about: Facts = {
        _TYPE: [Value(f"{SKOS}ConceptScheme", node=True)],
        f"{_DCT}title": [Value(framework.title)],
    }
    if framework.version != framework.sha256[:12] or not came:
        about[_VERSION] = [Value(framework.version)]
    if framework.licence:
        about[f"{_DCT}license"] = [Value(framework.licence)]
    if rest:
        about[_OURS] = [Value(json.dumps(rest, ensure_ascii=False, sort_keys=True), datatype=_JSON)]
    _add(about, came)
    language = main_language(framework)
    about.setdefault(f"{_DCT}language", [Value(language)])
    yield scheme, about
    sequence: Counter[str | None] = Counter()
    for competency in framework.competencies:
        parent, further = competency.parent, competency.broader
        sequence[parent] += 1
        facts: Facts = {_TYPE: [Value(f"{SKOS}Concept", node=True)], **_facts_of(competency, language)}
        if above := [code for code in (parent, *further) if code is not None]:
            facts[f"{SKOS}broader"] = [Value(addresses[code], node=True) for code in above]
        if parent is None and further:
            facts[_ROOT] = [Value("true", datatype=f"{_XSD}boolean")]
        facts[f"{SKOS}inScheme"] = [Value(scheme, node=True)]
        if parent is None:
            facts[f"{SKOS}topConceptOf"] = [Value(scheme, node=True)]
        facts[POSITION] = [Value(str(sequence[parent]), datatype=f"{_XSD}integer")]
        _add(facts, source_fields(competency.extra, "skos"))
        yield addresses[competency.code], facts


def _add(facts: Facts, came: Mapping[str, Any]) -> None:
    """Add what came in so; a title with its language, or a licence's address, instead of its bare text."""
    for name, *fields in came.get("other", ()):
        value = Value(*fields)
        facts[name] = [*(own for own in facts.get(name, ()) if own != Value(value.text)), value]


def _fields_of(facts: Mapping[str, list[Value]], language: str) -> dict[str, Any]:
    """Return the competency's fields that a concept says; code and statement are "" where it has none.

    The language is that of what has no language tag, and what a concept in neither language is taken for. Raises
    ValueError: our own part is not of its form.
    """
    preferred = [wording for wording in _wordings(facts, f"{SKOS}prefLabel", language) if wording[0]]
    statement, said = next(
        (wording for of in ("es", "en") for wording in preferred if wording[1] == of), ("", language)
    )
    if not statement:
        statement = next((clean(value.text) for value in facts.get(f"{SKOS}prefLabel", ()) if clean(value.text)), "")
    described = [value for name in _DESCRIPTIONS for value in facts.get(name, ()) if not value.node]
    own = [value for value in described if (known_language(value.language) or language) == said]
    kinds = [clean(value.text).lower() for value in facts.get(f"{_DCT}type", ()) if not value.node]
    wordings = ((text, said, kind) for name, kind in _KINDS.items() for text, said in _wordings(facts, name, language))
    found: dict[str, Any] = {
        "code": clean(next((value.text for value in facts.get(f"{SKOS}notation", ())), "")),
        "statement": statement,
        "kind": next(filter(None, kinds), "concept"),
        "language": said,
        "labels": other_wordings(statement, said, wordings),
        "description": clean_lines(next((value.text for value in own or described), "")).strip(),
        **UNSTATED,
    }
    for value in facts.get(_OURS, ()):
        found |= parse_fields(json_text.parse(value.text))
    return found


def _facts_of(competency: Competency, language: str) -> Facts:
    """Return what a concept says of a competency, places and addresses aside, to be read as of this language."""
    facts: Facts = {
        f"{SKOS}notation": [Value(competency.code)],
        f"{SKOS}prefLabel": [Value(competency.statement, competency.language)],
        f"{_DCT}type": [Value(competency.kind)],
    }
    preferred = {competency.language}
    for label in competency.labels:
        kind = label.kind
        if kind == "preferred" and label.language in preferred:
            kind = "alternative"  # SKOS has one preferred label in each language
        elif kind == "preferred":
            preferred.add(label.language)
        name = next(name for name, of in _KINDS.items() if of == kind)
        facts.setdefault(name, []).append(Value(label.text, label.language))
    came = source_fields(competency.extra, "skos")
    described = (text for name, text, *_ in came.get("other", ()) if name in _DESCRIPTIONS)
    if competency.description and competency.description not in (clean_lines(text).strip() for text in described):
        facts[f"{SKOS}definition"] = [Value(competency.description, competency.language)]
    whole = dict(facts)
    _add(whole, came)
    if lost := missing_fields(competency, _fields_of(whole, language), "skos"):
        text = json.dumps(lost, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        facts[_OURS] = [Value(text, datatype=_JSON)]
    return facts


def _wordings(facts: Mapping[str, list[Value]], name: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield (text, "es" or "en") of the labels of one kind; other languages are left out."""
    for value in facts.get(name, ()):
        said = language if not value.language else known_language(value.language)
        if said is not None and not value.node:
            yield clean(value.text), said


def _is_used(name: str, number: int, value: Value, fields: Mapping[str, Any]) -> bool:
    """Return whether the fields, the place or the scheme hold a value, the `number`-th of its property."""
    if name in _KINDS:
        return value.node or not value.language or known_language(value.language) is not None
    if name == f"{SKOS}definition":
        return not value.node and clean_lines(value.text).strip() == fields["description"]
    if name in {f"{SKOS}notation", f"{_DCT}type"}:
        return number == 0 and not value.node
    return name in _TAKEN or (name == _TYPE and value.text == f"{SKOS}Concept")


def _kept_of_concept(
    at: str, concepts: Mapping[str, Facts], fields: Mapping[str, Any], counts: Counter[str]
) -> dict[str, Any]:
    """Return its address and what else it says, as [property, text, language, datatype, whether a node]."""
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
        counts["language" if name in _KINDS else "kept"] += name not in _HIERARCHY
        other.append([name, *value])
    kept: dict[str, Any] = {} if at.startswith("_:") else {"uri": at}
    return kept | ({"other": other} if other else {})


def _kept_of_scheme(scheme: str, about: Facts, title: str, licence: str) -> dict[str, Any]:
    ours: dict[str, Any] = {}
    for value in about.get(_OURS, ()):
        said = json_text.attempt(value.text)
        ours |= said if isinstance(said, dict) else {}
    written = {_TYPE, _OURS, _VERSION, *_SCHEME}
    again = {f"{_DCT}title": title, f"{_DCT}license": licence}
    other = [
        [name, *value]
        for name, values in about.items()
        for value in values
        if name not in written
        and (again.get(name) != clean(value.text) or value != Value(value.text))
        and not value.text.startswith("_:")
    ]
    kept: dict[str, Any] = {"uri": scheme} if scheme and not scheme.startswith("_:") else {}
    return {**ours, "skos": kept | ({"other": other} if other else {})}
