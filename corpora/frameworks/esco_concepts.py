"""ESCO's concepts gathered from many files by their URI, newer releases first, and what stands above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpora.frameworks.esco_files import EscoFile
from corpora.records import Label
from corpora.text import clean

LabelKind = Literal["preferred", "alternative", "hidden"]
KINDS = {"Occupation": "occupation", "ISCOGroup": "group", "SkillGroup": "group"}
PAIR = re.compile(r"([^/]*[^/\s])\s*/\s*([^/\s][^/]*)")
OTHER_SPACES = re.compile("[\u00a0\u2000-\u200b\u202f\t]")


@dataclass(slots=True)
class Concept:
    """What the files say of one URI so far; texts by language, in the order of the releases, the newest first."""

    uri: str
    kind: str
    preferred: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, list[str]] = field(default_factory=lambda: {"es": [], "en": []})
    hidden: dict[str, list[str]] = field(default_factory=lambda: {"es": [], "en": []})
    descriptions: dict[str, str] = field(default_factory=dict)
    broader: dict[str, None] = field(default_factory=dict)
    collections: dict[str, None] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)


def tidy(text: str, counts: Counter[str]) -> str:
    """A label on one line; counts those that had tabs or other than plain spaces."""
    if text.isascii() and text.isprintable():
        return text.strip() if "  " not in text else " ".join(text.split())
    counts["spaces"] += OTHER_SPACES.search(text) is not None
    return clean(text)


def add(concepts: dict[str, Concept], file: EscoFile, row: Mapping[str, str], counts: Counter[str]) -> None:
    """Take one row of a file of concepts or of a collection; what a newer file said stays."""
    uri, language = row["conceptUri"].strip(), file.language
    if not uri or language is None:
        counts["no uri"] += 1
        return
    if row.get("status", "").strip() not in {"", "released"}:
        counts["status"] += 1
        return
    concept = concepts.get(uri)
    if concept is None:
        concept = concepts[uri] = Concept(uri, _kind(row))
    concept.releases.add(file.release)
    _take_labels(concept, file, row, counts)
    description = row.get("description", "").strip() or row.get("definition", "").strip()
    if description and language not in concept.descriptions:
        concept.descriptions[language] = clean(description)
    if file.collection:
        concept.collections[file.collection] = None
    for above in row.get("broaderConceptUri", "").split("|"):
        if above.strip():
            concept.broader[above.strip()] = None
    for column, fact in (("reuseLevel", "reuse_level"), ("iscoGroup", "isco"), ("code", "code")):
        text = row.get(column, "").strip()
        if text:
            concept.facts.setdefault(fact, text)


def _kind(row: Mapping[str, str]) -> str:
    known = KINDS.get(row.get("conceptType", "").strip())
    if known:
        return known
    return "knowledge" if row.get("skillType", "").strip() == "knowledge" else "skill"


def _take_labels(concept: Concept, file: EscoFile, row: Mapping[str, str], counts: Counter[str]) -> None:
    language = file.language or ""
    # The pillars' files part labels by line, the collections' by a bar between spaces.
    separator = " | " if file.kind == "collection" else "\n"
    preferred = tidy(row["preferredLabel"], counts)
    if not preferred:
        counts["empty"] += 1
    elif language not in concept.preferred:
        concept.preferred[language] = preferred
    else:
        # An older release's wording is still a wording.
        concept.alternatives[language].append(preferred)
    for column, labels in (("altLabels", concept.alternatives), ("hiddenLabels", concept.hidden)):
        text = row.get(column, "")
        if text:
            found = [label for part in text.split(separator) if (label := tidy(part, counts))]
            counts["repeated"] += len(found) - len(set(found) - {preferred})
            labels[language] += found


def labels(concept: Concept, language: str) -> Iterator[Label]:
    """All wordings but the statement, each once: the other language's preferred one first."""
    seen = {concept.preferred[language].casefold()}
    for text, of, kind in _wordings(concept, language):
        if text.casefold() not in seen:
            seen.add(text.casefold())
            yield Label(text, of, kind)


def _wordings(concept: Concept, language: str) -> Iterator[tuple[str, str, LabelKind]]:
    other = "en" if language == "es" else "es"
    if other in concept.preferred:
        yield concept.preferred[other], other, "preferred"
    for of in (language, other):
        own = [concept.preferred[of]] if of in concept.preferred else []
        for text in own + concept.alternatives[of]:
            if of == "es" and concept.kind == "occupation" and "/" in text:
                for form in both_genders(text):
                    yield form, of, "alternative"
            if text not in own:
                yield text, of, "alternative"
        for text in concept.hidden[of]:
            yield text, of, "hidden"


def both_genders(label: str) -> tuple[str, ...]:
    """The two forms of a pair, () where the bar parts something else.

    "director técnico/directora técnica" gives both sides; "productor/productora musical" shares its end; "técnico/a
    de datos" writes only the ending. Both sides must begin alike, as "impresión/encuadernación" does not.
    """
    match = PAIR.fullmatch(label.strip())
    if match is None:
        return ()
    left, right = match[1].split(), match[2].split()
    if right[0] == "a" and len(left) == 1 and left[0][-1] in "or":
        right[0] = left[0][:-1] + "a" if left[0].endswith("o") else left[0] + "a"
    if left[0][:3].casefold() != right[0][:3].casefold():
        return ()
    shared = right[1:] if len(left) == 1 else []
    return " ".join(left + shared), " ".join(right)


def derive_parents(concepts: Mapping[str, Concept]) -> None:
    """Where no file says what stands above, the codes do: 2654.1.7 below 2654.1 below C2654 below C265."""
    occupations = {c.facts.get("code"): c.uri for c in concepts.values() if c.kind == "occupation"}
    isco = {c.facts["code"]: c.uri for c in concepts.values() if "/isco/" in c.uri and "code" in c.facts}
    for concept in concepts.values():
        if concept.broader:
            continue
        code = concept.facts.get("code", "")
        if concept.kind == "occupation":
            above = occupations.get(code.rpartition(".")[0]) or isco.get(concept.facts.get("isco", ""))
        else:
            above = isco.get(code[:-1]) if "/isco/" in concept.uri else None
        if above is not None:
            concept.broader[above] = None


def _code(uri: str) -> str:
    scheme, _, last = uri.rstrip("/").rpartition("/")
    return f"F{last}" if scheme.endswith("/isced-f") else last


def codes_of(concepts: Mapping[str, Concept]) -> dict[str, str]:
    """URI to code; where two URIs end alike, the later one has its scheme before it ("skill-…")."""
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for uri, concept in concepts.items():
        if concept.preferred:
            code = _code(uri)
            codes[uri] = code if code not in taken else f"{uri.rstrip('/').split('/')[-2]}-{code}"
            taken.add(codes[uri])
    return codes


def relations_of(
    files: Sequence[EscoFile], concepts: Mapping[str, Concept], counts: Counter[str]
) -> dict[str, dict[str, list[str]]]:
    """URI of an occupation or skill to its "essential" and "optional" skills' URIs."""
    relations: dict[str, dict[str, list[str]]] = {}
    for file in files:
        for row in file.rows if file.kind == "relations" else ():
            one = row.get("occupationUri") or row.get("originalSkillUri", "")
            other = row.get("skillUri") or row.get("relatedSkillUri", "")
            if one not in concepts or other not in concepts:
                counts["unknown"] += 1
                continue
            of_type = relations.setdefault(one, {}).setdefault(row["relationType"], [])
            if other not in of_type:
                of_type.append(other)
    return relations


def take_broader(concepts: Mapping[str, Concept], files: Sequence[EscoFile], counts: Counter[str]) -> None:
    """Note what stands above each concept, from the files of broader relations; counts those of unknown concepts."""
    for file in files:
        for row in file.rows if file.kind == "broader" else ():
            if row["conceptUri"] in concepts:
                concepts[row["conceptUri"]].broader[row["broaderUri"]] = None
            else:
                counts["unknown"] += 1
