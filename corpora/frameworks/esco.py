"""ESCO, the European classification of skills and occupations: a folder of its CSV files in Spanish, English or both.

Files of several releases may lie side by side. Of one URI the newer release's label and description stand; an older
preferred label stays as another wording; alternatives of all files are joined. A file's release is told by its name
("v1.0.3") or else by its latest modification date; files that tell none are taken for the newest release found.

Codes: a skill, occupation or skill group has the last part of its URI, an ISCO group `C2654`, a field of education
(ISCED-F) `F0613`. `extra` holds uri, code, isco, reuse_level, collections, description_en, and the codes of the skills
that an occupation or skill is related to (essential, optional), each where the files say it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import defects, digest, told
from corpora.frameworks.esco_concepts import Concept, add, codes_of, derive_parents, labels, relations_of, take_broader
from corpora.frameworks.esco_files import ORDER, EscoFile, header_of, hierarchy_rows, kind_of, read_file
from corpora.frameworks.hierarchy import cycles, parents_first
from corpora.records import Competency, Framework

TITLE = "ESCO, European Skills, Competences, Qualifications and Occupations"
# Count → the column it concerns, and how it is told.
DEFECTS = defects(
    """
    files | CSV | archivos CSV que no se leyeron, por no ser de ESCO o no estar en español o inglés: {n} |
        CSV files that were not read, being not ESCO's or neither in Spanish nor in English: {n}
    ragged | CSV | filas sin tantas celdas como el encabezado, las que faltan se tomaron por vacías: {n} |
        rows without as many cells as the header, missing ones taken for empty: {n}
    no uri | conceptUri | filas sin URI, no usadas: {n} | rows without a URI, not used: {n}
    status | status | filas no vigentes, no usadas: {n} | rows that are not released, not used: {n}
    empty | preferredLabel | etiquetas preferentes vacías: {n} | empty preferred labels: {n}
    unnamed | preferredLabel | conceptos sin etiqueta en ningún idioma, no usados: {n} |
        concepts without any label, not used: {n}
    no es | preferredLabel | conceptos sin etiqueta en español: {n} | concepts without a Spanish label: {n}
    no en | preferredLabel | conceptos sin etiqueta en inglés: {n} | concepts without an English label: {n}
    spaces | altLabels | etiquetas con tabuladores o espacios de no separación, limpiadas: {n} |
        labels with tabs or non-breaking spaces, cleaned: {n}
    repeated | altLabels | etiquetas repetidas dentro de su concepto, unidas: {n} |
        labels repeated in their concept, joined: {n}
    shared | preferredLabel | conceptos que comparten su etiqueta con otro de su tipo: {n} |
        concepts that share their label with another of their kind: {n}
    several | conceptUri | URI que están en varios archivos de un mismo idioma, unidos: {n} |
        URIs that stand in several files of one language, joined: {n}
    older | conceptUri | conceptos que solo están en archivos de una versión anterior a la más nueva: {n} |
        concepts that stand only in files of a release older than the newest: {n}
    unknown | URI | relaciones con un URI que no está en los archivos, no usadas: {n} |
        relations with a URI that is not in the files, not used: {n}
    cycles | broaderUri | ciclos de la jerarquía, abiertos: {n} | cycles in the hierarchy, opened: {n}
    """
)


def recognises(path: Path) -> bool:
    """Whether it is one of ESCO's CSV files or a folder with some."""
    if path.is_dir():
        return any(recognises(file) for file in sorted(path.glob("*.csv")))
    return path.is_file() and kind_of(header_of(path)) is not None


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read ESCO from folders of its CSV files or from single files.

    Args:
        paths: folders or files, any mix of releases and of the languages es and en.
        name: of the framework.

    Raises:
        InputError: nothing of ESCO there, or a file that cannot be read. Its known defects are counted in `skipped`.
    """
    if not paths:
        raise InputError(es="falta la carpeta de ESCO (sus CSV)", en="the ESCO folder (its CSV files) is missing")
    counts: Counter[str] = Counter()
    files = _read(paths, counts)
    concepts = _gather(files, counts)
    take_broader(concepts, files, counts)
    derive_parents(concepts)
    competencies = _competencies(concepts, relations_of(files, concepts, counts), counts)
    if len({file.language for file in files} & {"es", "en"}) < 2:
        # A folder in one language lacks the other in every concept: nothing to count.
        del counts["no es"], counts["no en"]
    named = Counter((c.kind, c.statement.casefold()) for c in competencies)
    counts["shared"] = sum(count for count in named.values() if count > 1)
    counts["older"] = sum(files[0].release not in c.releases for c in concepts.values())
    sha256 = digest([(file.name, file.data) for file in files])
    return Framework(
        name=name,
        title=TITLE,
        version=_version(files) or sha256[:12],
        sha256=sha256,
        source=", ".join(sorted(file.name for file in files)),
        competencies=competencies,
        licence="CC BY 4.0, European Commission",
        skipped=told(counts, DEFECTS),
    )


def _read(paths: Sequence[Path], counts: Counter[str]) -> list[EscoFile]:
    """The files of use, the newest release first, within it the files of concepts before those that refer to them."""
    found: list[EscoFile] = []
    for path in paths:
        for place in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
            file = read_file(place)
            if file is None or (file.language is None and file.kind in {"concepts", "collection", "hierarchy"}):
                counts["files"] += 1
            else:
                found.append(file)
                counts["ragged"] += file.ragged
    if not any(file.kind in {"concepts", "collection"} for file in found):
        raise InputError(
            es=f"{paths[0]}: no hay CSV de ESCO con conceptos en español o inglés (como occupations_es.csv); "
            "descárguelos de https://esco.ec.europa.eu/es/use-esco/download y descomprímalos en una carpeta",
            en=f"{paths[0]}: there is no ESCO CSV with concepts in Spanish or English (like occupations_en.csv); "
            "download them from https://esco.ec.europa.eu/en/use-esco/download and unpack them into a folder",
        )
    newest = max(found, key=lambda file: file.rank).release
    found = [replace(file, release=file.release or newest) for file in found]
    found.sort(key=lambda file: file.name)
    found.sort(key=lambda file: (file.rank, -ORDER.index(file.kind)), reverse=True)
    return found


def _version(files: Sequence[EscoFile]) -> str:
    releases = {file.rank: file.release for file in files if file.kind in {"concepts", "collection"}}
    names = [releases[rank] for rank in sorted(releases)]
    return names[0] if len(names) == 1 else f"mixed {' + '.join(names)}"


def _gather(files: Sequence[EscoFile], counts: Counter[str]) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    stand: Counter[tuple[str, str | None]] = Counter()
    for file in files:
        if file.kind in {"concepts", "collection"}:
            for row in file.rows:
                add(concepts, file, row, counts)
                stand[row["conceptUri"], file.language] += 1
    for file in files:
        if file.kind == "hierarchy":
            for row in hierarchy_rows(file):
                add(concepts, file, row, counts)
    counts["several"] = sum(count > 1 for count in stand.values())
    return concepts


def _competencies(
    concepts: Mapping[str, Concept], relations: Mapping[str, Mapping[str, list[str]]], counts: Counter[str]
) -> tuple[Competency, ...]:
    codes = codes_of(concepts)
    counts["unnamed"] = len(concepts) - len(codes)
    found = []
    for uri, concept in concepts.items():
        if uri in codes:
            counts["no es"] += "es" not in concept.preferred
            counts["no en"] += "en" not in concept.preferred
            counts["unknown"] += sum(above not in codes for above in concept.broader)
            found.append(_competency(concept, codes, relations.get(uri, {})))
    open_at = {cycle[0] for cycle in cycles({entry.code: entry.parent for entry in found})}
    counts["cycles"] = len(open_at)
    return parents_first([replace(entry, parent=None) if entry.code in open_at else entry for entry in found])


def _competency(concept: Concept, codes: Mapping[str, str], related: Mapping[str, list[str]]) -> Competency:
    language = "es" if "es" in concept.preferred else "en"
    described = next((of for of in (language, "en", "es") if of in concept.descriptions), language)
    broader = [codes[above] for above in concept.broader if above in codes]
    extra: dict[str, Any] = {"uri": concept.uri, **concept.facts}
    if concept.collections:
        extra["collections"] = sorted(concept.collections)
    if described == "es" and "en" in concept.descriptions:
        extra["description_en"] = concept.descriptions["en"]
    for of_type, uris in related.items():
        extra[of_type] = [codes[uri] for uri in uris if uri in codes]
    return Competency(
        code=codes[concept.uri],
        statement=concept.preferred[language],
        kind=concept.kind,
        parent=broader[0] if broader else None,
        language=language,
        labels=tuple(labels(concept, language)),
        description=concept.descriptions.get(described, ""),
        broader=tuple(broader[1:]),
        extra=extra,
    )
