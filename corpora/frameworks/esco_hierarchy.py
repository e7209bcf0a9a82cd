"""What stands above and beside ESCO's concepts, and the codes that they go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from corpora.frameworks.esco_concepts import Concept
from corpora.frameworks.esco_files import EscoFile


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
