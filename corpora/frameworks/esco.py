"""ESCO, the European classification of skills and occupations: a folder of its CSV files in Spanish, English or both.

Files of several releases may lie side by side. Of one URI the newer release's label and description stand; an older
preferred label stays as another wording; alternatives of all files are joined. A file is told by its header, its
language by its name, its release by its name ("v1.0.3") or else by its latest modification date; files that tell no
release are taken for the newest one found.

Codes: a skill, occupation or skill group has the last part of its URI, an ISCO group `C2654`, a field of education
(ISCED-F) `F0613`. `extra` holds uri, code, isco, reuse_level, collections, description_en, and the codes of the skills
that an occupation or skill is related to (essential, optional), each where the files say it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import skipped_entries
from corpora.frameworks.fields import LabelKind, other_wordings
from corpora.frameworks.hierarchy import cycles, make_framework, parents_first
from corpora.frameworks.published import File, is_published, read_published
from corpora.frameworks.validity import status_reason
from corpora.numbers import whole
from corpora.omissions import Omissions, Reason
from corpora.records import Competency, Framework
from corpora.text import clean
from corpora.translation import _

# Columns by which each kind of file is known; the first that fits.
_HEADERS = {
    "collection": ("conceptUri", "preferredLabel", "broaderConceptUri"),
    "concepts": ("conceptUri", "preferredLabel"),
    "broader": ("conceptUri", "broaderUri"),
    "hierarchy": ("Level 0 URI", "Level 0 preferred term"),
    "relations": ("relationType",),
}
# Concepts first: the others refer to them. Among concepts the files of the pillars, then the collections.
_IN_A_LANGUAGE = {"concepts", "collection", "hierarchy"}
_SUFFIXES = frozenset({".csv"})
_ORDER = ("concepts", "collection", "hierarchy", "broader", "relations")
_LANGUAGE = re.compile(r"_(es|en)(?:[-_][a-zA-Z]{2})?(?=[_.]|$)")
_RELEASE = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)")
# The first month of each release's own modification dates, for files whose name tells no release.
_DATED = (("2024-01", "1.2"), ("2021-06", "1.1"))
_KINDS = {"Occupation": "occupation", "ISCOGroup": "group", "SkillGroup": "group"}
_DESCRIPTIONS = ("description", "definition")
_FACTS = {"reuse_level": "reuseLevel", "isco": "iscoGroup", "code": "code"}
_COLLECTION = re.compile(r"(?:Skills)?Collection.*$")
_PAIR = re.compile(r"([^/]*[^/\s])\s*/\s*([^/\s][^/]*)")
_OTHER_SPACES = re.compile("[\u00a0\u2000-\u200b\u202f\t]")
_TITLE = "ESCO, European Skills, Competences, Qualifications and Occupations"
# Count → the column it concerns, and how it is told.
_DEFECTS = {
    "files": ("CSV", _("CSV files that were not read, being not ESCO's or neither in Spanish nor in English: {n}")),
    "ragged": ("CSV", _("rows without as many cells as the header, missing ones taken for empty: {n}")),
    "no uri": ("conceptUri", _("rows without a URI, not used: {n}")),
    "status": ("status", _("rows that are not released, not used: {n}")),
    "empty": ("preferredLabel", _("empty preferred labels: {n}")),
    "unnamed": ("preferredLabel", _("concepts without any label, not used: {n}")),
    "no es": ("preferredLabel", _("concepts without a Spanish label: {n}")),
    "no en": ("preferredLabel", _("concepts without an English label: {n}")),
    "spaces": ("altLabels", _("labels with tabs or non-breaking spaces, cleaned: {n}")),
    "repeated": ("altLabels", _("labels repeated in their concept, joined: {n}")),
    "shared": ("preferredLabel", _("concepts that share their label with another of their kind: {n}")),
    "several": ("conceptUri", _("URIs that stand in several files of one language, joined: {n}")),
    "older": ("conceptUri", _("concepts that stand only in files of a release older than the newest: {n}")),
    "unknown": ("URI", _("relations with a URI that is not in the files, not used: {n}")),
    "cycles": ("broaderUri", _("cycles in the hierarchy, opened: {n}")),
}


@dataclass(frozen=True, slots=True)
class _File(File):
    """One file, with what its name and dates tell.

    `language` is "es", "en", or None where the name tells no such language; `release` "1.0.3", "1.2", … or "" where
    neither its name nor its dates tell one.
    """

    language: str | None
    release: str

    @property
    def rank(self) -> tuple[int, ...]:
        """Return the key that orders releases, the newest highest, unknown ones the oldest."""
        return tuple(whole(part) for part in self.release.split(".")) if self.release else ()


@dataclass(slots=True)
class _Concept:
    """The rows of one URI, each with its file, those of the newest release first, and what they and others tell.

    `preferred` is language to label, `wordings` (language, kind of label) to all others; `broader` and `related` (by
    the relation's type) are URIs.
    """

    uri: str
    rows: list[tuple[_File, Mapping[str, str]]] = field(default_factory=list)
    preferred: dict[str, str] = field(default_factory=dict)
    wordings: defaultdict[tuple[str, LabelKind], list[str]] = field(default_factory=lambda: defaultdict(list))
    broader: dict[str, None] = field(default_factory=dict)
    related: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def kind(self) -> str:
        """Return the kind of competency that it is."""
        row = self.rows[0][1]
        skill = "knowledge" if row.get("skillType", "").strip() == "knowledge" else "skill"
        return _KINDS.get(row.get("conceptType", "").strip(), skill)

    def first(self, *columns: str, language: str = "") -> str:
        """Return what the newest row says that has one of these columns filled, of all languages or one."""
        rows = (row for file, row in self.rows if language in ("", file.language))
        return next((text for row in rows for column in columns if (text := row.get(column, "").strip())), "")


def recognises(path: Path) -> bool:
    """Return whether it is one of ESCO's CSV files or a folder with some."""
    return is_published(path, _kind_of, _SUFFIXES)


def _kind_of(header: Sequence[str]) -> str | None:
    """Return what a file with these column names holds, None if it is not ESCO's."""
    if not any(column.endswith(("Uri", "URI")) for column in header):
        return None
    return next((kind for kind, needed in _HEADERS.items() if set(needed) <= set(header)), None)


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read ESCO from folders of its CSV files or from single files, any mix of releases and of the languages es and en.

    Its known defects are counted in `skipped`. Raises InputError.
    """
    if not paths:
        raise InputError("the ESCO folder (its CSV files) is missing")
    counts: Counter[str] = Counter()
    omissions = Omissions()
    files = _read(paths, counts)
    concepts = _gather(files, counts, omissions)
    _derive_parents(concepts.values())
    competencies = _competencies(concepts, counts)
    if len({file.language for file in files} & {"es", "en"}) < 2:
        # A folder in one language lacks the other in every concept: nothing to count.
        del counts["no es"], counts["no en"]
    named = Counter((c.kind, c.statement.casefold()) for c in competencies)
    counts["shared"] = sum(count for count in named.values() if count > 1)
    newest = files[0].release
    counts["older"] = sum(all(file.release != newest for file, _row in c.rows) for c in concepts.values())
    by_rank = {file.rank: file.release for file in files if file.kind in {"concepts", "collection"}}
    releases = [by_rank[rank] for rank in sorted(by_rank)]
    return make_framework(
        name,
        _TITLE,
        [(file.path.name, file.data) for file in files],
        competencies,
        version=releases[0] if len(releases) == 1 else f"mixed {' + '.join(releases)}",
        licence="CC BY 4.0, European Commission",
        skipped=(*omissions.skipped(), *skipped_entries(counts, _DEFECTS)),
    )


def _read(paths: Sequence[Path], counts: Counter[str]) -> list[_File]:
    """Return the files of use, the newest release first, within it concepts before those that refer to them."""
    published, others = read_published(paths, _kind_of, _SUFFIXES, str)
    usable = [file for file in published if file.kind not in _IN_A_LANGUAGE or _LANGUAGE.search(file.path.stem)]
    counts["files"] = others + len(published) - len(usable)
    counts["ragged"] = sum(file.ragged for file in usable)
    found = []
    for file in usable:
        language, named = _LANGUAGE.search(file.path.stem), _RELEASE.search(file.path.stem)
        latest = max((row.get("modifiedDate", "") for row in file.rows), default="")
        dated = next((release for month, release in _DATED if latest >= month), "")
        said = language and language[1], named[1] if named else dated
        found.append(_File(file.path, file.data, file.kind, file.rows, file.ragged, *said))
    if not any(file.kind in {"concepts", "collection"} for file in found):
        raise InputError(
            "{path}: there is no ESCO CSV with concepts in Spanish or English (like occupations_en.csv); download them"
            " from https://esco.ec.europa.eu/en/use-esco/download and unpack them into a folder",
            path=paths[0],
        )
    newest = max(found, key=lambda file: file.rank).release
    found = [replace(file, release=file.release or newest) for file in found]
    found.sort(key=lambda file: file.path.name)
    found.sort(key=lambda file: (file.rank, -_ORDER.index(file.kind)), reverse=True)
    return found


def _gather(files: Sequence[_File], counts: Counter[str], omissions: Omissions) -> dict[str, _Concept]:
    """Return the concepts by URI, with what stands above them and what they are related to."""
    concepts, gone = _current(files, counts)
    for reason in gone.values():
        omissions.add(reason)
    for kind, row in ((file.kind, row) for file in files for row in file.rows):
        if kind == "broader":
            one, other = row["conceptUri"], row["broaderUri"]
            if one in concepts:
                concepts[one].broader[other] = None
            else:
                counts["unknown"] += one not in gone
        elif kind == "relations":
            one = row.get("occupationUri") or row.get("originalSkillUri", "")
            other = row.get("skillUri") or row.get("relatedSkillUri", "")
            if one in concepts and other in concepts:
                concepts[one].related[row["relationType"]][other] = None
            else:
                counts["unknown"] += gone.keys().isdisjoint({one, other})
    return concepts


def _current(files: Sequence[_File], counts: Counter[str]) -> tuple[dict[str, _Concept], dict[str, Reason]]:
    """Return the concepts, and why others are none any more in the newest release that has them."""
    concepts: dict[str, _Concept] = {}
    gone: dict[str, Reason] = {}
    stand: Counter[tuple[str, str | None]] = Counter()
    rows = [(file, row) for file in files if file.kind in ("concepts", "collection") for row in file.rows]
    groups = [(file, row) for file in files if file.kind == "hierarchy" for row in _hierarchy_rows(file)]
    for file, row in rows + groups:
        uri, status = row["conceptUri"].strip(), row.get("status", "").strip()
        stand[uri, file.language] += file.kind != "hierarchy"
        if reason := status_reason(status):
            if uri not in concepts:
                gone[uri] = reason
        elif not clean(uri):
            counts["no uri"] += 1
        elif status not in {"", "released"}:
            counts["status"] += uri not in gone
        elif uri not in gone:
            _add(concepts.setdefault(uri, _Concept(uri)), file, row, counts)
    counts["several"] = sum(count > 1 for count in stand.values())
    return concepts, gone


def _hierarchy_rows(file: _File) -> Iterator[dict[str, str]]:
    """Return the groups of a `skillsHierarchy` file, each once, as rows of concepts."""
    seen = set()
    for row in file.rows:
        for level in (f"Level {number}" for number in range(4)):
            uri = row.get(f"{level} URI", "").strip()
            if not uri:
                break
            if uri not in seen:
                seen.add(uri)
                label, code = row.get(f"{level} preferred term", ""), row.get(f"{level} code", "")
                yield {"conceptType": "SkillGroup", "conceptUri": uri, "preferredLabel": label, "code": code}


def _add(concept: _Concept, file: _File, row: Mapping[str, str], counts: Counter[str]) -> None:
    """Take one row of a file of concepts or of a collection; what a newer file said stays."""
    concept.rows.append((file, row))
    concept.broader |= dict.fromkeys(filter(None, map(str.strip, row.get("broaderConceptUri", "").split("|"))))
    language = file.language or ""
    preferred = _tidy(row["preferredLabel"], counts)
    counts["empty"] += not preferred
    if preferred and concept.preferred.setdefault(language, preferred) is not preferred:
        # An older release's wording is still a wording.
        concept.wordings[language, "alternative"].append(preferred)
    # The pillars' files part labels by line, the collections' by a bar between spaces.
    separator = " | " if file.kind == "collection" else "\n"
    columns: tuple[tuple[str, LabelKind], ...] = (("altLabels", "alternative"), ("hiddenLabels", "hidden"))
    for column, kind in columns:
        found = [label for part in row.get(column, "").split(separator) if (label := _tidy(part, counts))]
        counts["repeated"] += len(found) - len(set(found) - {preferred})
        concept.wordings[language, kind] += found


def _tidy(text: str, counts: Counter[str]) -> str:
    """Return a label on one line; counts those that had tabs or other than plain spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    counts["spaces"] += _OTHER_SPACES.search(text) is not None
    return clean(text)


def _competencies(concepts: Mapping[str, _Concept], counts: Counter[str]) -> tuple[Competency, ...]:
    # Where two URIs end alike, the later one has its scheme before it ("skill-…").
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for uri, concept in concepts.items():
        if concept.preferred:
            scheme, _slash, last = clean(uri).rstrip("/").rpartition("/")
            code = f"F{last}" if scheme.endswith("/isced-f") else last
            codes[uri] = code if code not in taken else f"{scheme.rpartition('/')[2]}-{code}"
            taken.add(codes[uri])
    counts["unnamed"] = len(concepts) - len(codes)
    named = [concepts[uri] for uri in codes]
    counts["no es"] = sum("es" not in concept.preferred for concept in named)
    counts["no en"] = sum("en" not in concept.preferred for concept in named)
    counts["unknown"] += sum(above not in codes for concept in named for above in concept.broader)
    found = [_competency(concept, codes) for concept in named]
    open_at = {cycle[0] for cycle in cycles({entry.code: entry.parent for entry in found})}
    counts["cycles"] = len(open_at)
    return parents_first([replace(entry, parent=None) if entry.code in open_at else entry for entry in found])


def _competency(concept: _Concept, codes: Mapping[str, str]) -> Competency:
    language, other = ("es", "en") if "es" in concept.preferred else ("en", "es")
    described = {of: clean(text) for of in ("es", "en") if (text := concept.first(*_DESCRIPTIONS, language=of))}
    description = described.get(language) or described.get(other, "")
    broader = [codes[above] for above in concept.broader if above in codes]
    extra: dict[str, Any] = {"uri": concept.uri}
    extra |= {name: text for name, column in _FACTS.items() if (text := concept.first(column))}
    files = {file.path.name for file, _row in concept.rows if file.kind == "collection"}
    if files:
        extra["collections"] = sorted({_COLLECTION.sub("", file) or file for file in files})
    if language == "es" and len(described) > 1:
        extra["description_en"] = described["en"]
    extra |= {of: [codes[uri] for uri in uris if uri in codes] for of, uris in concept.related.items()}
    return Competency(
        code=codes[concept.uri],
        statement=concept.preferred[language],
        kind=concept.kind,
        parent=broader[0] if broader else None,
        language=language,
        labels=other_wordings(concept.preferred[language], language, _wordings(concept, language, other)),
        description=description,
        broader=tuple(broader[1:]),
        extra=extra,
    )


def _wordings(concept: _Concept, language: str, other: str) -> Iterator[tuple[str, str, LabelKind]]:
    """Return what else it is called, the other language's preferred label first, both genders each by itself."""
    if other in concept.preferred:
        yield concept.preferred[other], other, "preferred"
    for of in (language, other):
        own = [concept.preferred[of]] if of in concept.preferred else []
        for text in own + concept.wordings[of, "alternative"]:
            if of == "es" and concept.kind == "occupation" and "/" in text:
                yield from ((form, of, "alternative") for form in both_genders(text))
            if text not in own:
                yield text, of, "alternative"
        yield from ((text, of, "hidden") for text in concept.wordings[of, "hidden"])


def both_genders(label: str) -> tuple[str, ...]:
    """Return the two forms of a pair, () where the bar parts something else.

    "director técnico/directora técnica" gives both sides; "productor/productora musical" shares its end; "técnico/a
    de datos" writes only the ending. Both sides must begin alike, as "impresión/encuadernación" does not.
    """
    match = _PAIR.fullmatch(label.strip())
    if match is None:
        return ()
    left, right = match[1].split(), match[2].split()
    if right[0] == "a" and len(left) == 1 and left[0][-1] in "or":
        right[0] = left[0][:-1] + "a" if left[0].endswith("o") else left[0] + "a"
    if left[0][:3].casefold() != right[0][:3].casefold():
        return ()
    shared = right[1:] if len(left) == 1 else []
    return " ".join(left + shared), " ".join(right)


def _derive_parents(concepts: Iterable[_Concept]) -> None:
    """Derive parents that no file states from the codes: 2654.1.7 below 2654.1 below C2654 below C265."""
    coded = [(concept, concept.first("code")) for concept in concepts]
    occupations = {code: concept.uri for concept, code in coded if concept.kind == "occupation"}
    isco = {code: concept.uri for concept, code in coded if code and "/isco/" in concept.uri}
    for concept, code in coded:
        if concept.kind == "occupation":
            above = occupations.get(code.rpartition(".")[0]) or isco.get(concept.first("iscoGroup"))
        else:
            above = isco.get(code[:-1]) if "/isco/" in concept.uri else None
        if above is not None and not concept.broader:
            concept.broader[above] = None
