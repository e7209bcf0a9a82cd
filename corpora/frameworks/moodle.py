"""Moodle: the CSV of a competency framework, 14 columns known by their position, since their headers are translated.

What Moodle's own importer drops in silence is read here where it can be and counted, and avoided in writing, as
docs/formats.md says; besides, a short name has no `<` (it would be taken for a tag), no backslash (PHP's CSV reader
escapes with it) and is not "0" (empty, for PHP). A statement or code that cannot stand so stands whole in the
description. Columns that curmap does not use stay in `extra["moodle"]` and are written again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import only_one, read_bytes, skipped_entries, skipped_entry
from corpora.frameworks import platform
from corpora.frameworks.hierarchy import make_framework
from corpora.frameworks.writers import Export, as_csv, lost_fields, source_fields
from corpora.records import Competency, Framework, Skipped
from corpora.text import clean
from corpora.translation import _

# In the order of tool_lpimportcsv's importer (Moodle 3.2 and later).
COLUMNS = (
    "parentidnumber", "idnumber", "shortname", "description", "descriptionformat", "scalevalues",
    "scaleconfiguration", "ruletype", "ruleoutcome", "ruleconfig", "relatedidnumbers", "exportid", "isframework",
    "taxonomies",
)  # fmt: skip
FEWEST = 12
"""Columns of a header: older exports lack the last ones."""
_KEPT = COLUMNS[5:12]
_LONGEST = 100
_MOST_TAXONOMIES = 20
_DEEPEST = 30  # levels for which Moodle's column of paths has room: 255 characters, identifiers of seven digits
_HEADERS = (
    "Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values",
    "Scale configuration", "Rule type (optional)", "Rule outcome (optional)", "Rule config (optional)",
    "Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy",
)  # fmt: skip
_TAXONOMIES = frozenset(
    "behaviour competency concept domain indicator level outcome practice proficiency skill value".split()  # noqa: SIM905
)
_ACCEPTED = re.compile(r"[A-Za-z][A-Za-z0-9_./:#()+-]{0,99}")
_SCALES = {"es": "Aún no competente,Competente", "en": "Not yet competent,Competent"}
_SCALE_CONFIGURATION = (
    '[{"scaleid":"1"},{"id":1,"scaledefault":1,"proficient":0},{"id":2,"scaledefault":0,"proficient":1}]'
)
_DEFECTS = {
    "no id": ("ID number", _("rows without ID, named by text: {n}")),
    "repeated": ("ID number", _("repeated ID numbers, numbered: {n}")),
    "no name": ("Short name", _("rows without short name, named by ID: {n}")),
    "empty": ("CSV", _("rows with neither ID nor text, not used: {n}")),
    "orphans": ("Parent ID number", _("rows whose parent is missing, put at the root: {n}")),
    "cycles": ("Parent ID number", _("cycles in the hierarchy, opened: {n}")),
    "no framework": ("Is framework", _("the framework's row is missing: the file names it")),
    "frameworks": ("Is framework", _("further framework rows, not used: {n}")),
}


def recognises(path: Path) -> bool:
    """Return whether it is a CSV of so many columns with the framework's row near its beginning."""
    rows = platform.begins_with(path, _is_header, rows=50)
    return any(_is_framework(row) and '"scaleid"' in row["scaleconfiguration"] for row in _below(rows))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read a Moodle framework from a CSV file: comma, semicolon or tab; UTF-8, UTF-16 or cp1252; raises InputError."""
    path = only_one(paths, "Moodle")
    rows = platform.read_csv(path, _is_header)
    if rows is None:
        raise InputError(
            "{path}: line 1: does not have the {n} columns of a Moodle framework; export it again from Administration,"
            " Competencies, Export competency framework",
            path=path,
            n=len(COLUMNS),
        )
    counts: Counter[str] = Counter()
    found = _below(rows)
    wholes = [row for row in found if _is_framework(row)]
    about = wholes[0] if wholes else dict.fromkeys(COLUMNS, "")
    counts["no framework"] = not wholes
    counts["frameworks"] = max(len(wholes) - 1, 0)
    others = (row for row in found if not _is_framework(row))
    entries = [entry for row in others if (entry := platform.read_entry(row, "idnumber", "shortname", counts))]
    if not entries:
        raise InputError("{path}: there is no competency below the header; export a framework that has some", path=path)
    kinds = [kind.strip().lower() for kind in about["taxonomies"].split(",") if kind.strip()] or ["competency"]
    competencies = platform.competencies(
        entries,
        "idnumber",
        lambda row: list(filter(None, [clean(row["parentidnumber"])])),
        lambda entry, depth: (kinds[min(depth, len(kinds) - 1)], _kept(entry.row, _KEPT)),
        counts,
    )
    parts, rest = platform.unmarked(about["description"])
    return make_framework(
        name,
        parts.get("title") or platform.plain(about["shortname"]) or path.stem,
        [(path.name, read_bytes(path))],
        competencies,
        version=parts.get("version", ""),
        licence=parts.get("licence", ""),
        skipped=skipped_entries(counts, _DEFECTS),
        extra=_kept({**about, "description": rest}, ("idnumber", "description", "taxonomies", *_KEPT)),
    )


def _is_header(cells: Sequence[str]) -> bool:
    return len(cells) >= FEWEST


def _below(rows: Sequence[tuple[int, list[str]]]) -> list[dict[str, str]]:
    """Return column to cell of the rows below the header; missing ones are empty, as for Moodle."""
    filling = [""] * len(COLUMNS)
    return [dict(zip(COLUMNS, [*cells, *filling], strict=False)) for _, cells in rows[1:]]


def _is_framework(row: Mapping[str, str]) -> bool:
    return row["isframework"].strip().lower() not in {"", "0", "false", "falso", "no"}


def _kept(row: Mapping[str, str], names: Iterable[str]) -> dict[str, Any]:
    kept = {name: row[name] for name in names if row[name].strip()}
    return {"moodle": kept} if kept else {}


def write(framework: Framework) -> Export:
    """Return the CSV, in UTF-8; tree, order, codes, statements and descriptions come back."""
    depths: dict[str, int] = {}
    for competency in framework.competencies:
        depths[competency.code] = 0 if competency.parent is None else depths[competency.parent] + 1
    taxonomies = _taxonomies(framework, depths)
    names = platform.identifiers(framework.competencies, _ACCEPTED)
    came = _came(framework.extra)
    is_english = 2 * sum(c.language == "en" for c in framework.competencies) > len(framework.competencies)
    scale = _SCALES["en" if is_english else "es"]
    name = _short(framework.title)
    parts = {
        "title": framework.title if platform.plain(name) != framework.title else "",
        "version": framework.version,
        "licence": framework.licence,
    }
    about = {
        "idnumber": framework.name,
        "scalevalues": scale,
        "scaleconfiguration": _SCALE_CONFIGURATION,
        **came,
        "shortname": name,
        "description": came.get("description", "") + platform.marked(parts),
        "descriptionformat": "1",  # HTML
        "isframework": "1",
        "taxonomies": ",".join(taxonomies),
    }
    rows = [about, *(_row(c, names) for c in framework.competencies)]
    data = as_csv([_HEADERS, *([row.get(name, "") for name in COLUMNS] for row in rows)])
    wrong = sum(taxonomies[min(depths[c.code], len(taxonomies) - 1)] != c.kind for c in framework.competencies)
    deep = sum(depth >= _DEEPEST for depth in depths.values())
    refused = _("entries below level {deepest}, which Moodle may refuse: {{n}}", deepest=_DEEPEST)
    asked = _("Moodle asks for a scale: '{scale}' stands", scale=scale)
    notes = [] if "scalevalues" in came else [Skipped("Scale values", asked)]
    return Export(
        data, (*lost_fields(framework, (), wrong, "moodle"), *skipped_entry("Parent ID number", deep, refused), *notes)
    )


def _row(competency: Competency, names: Mapping[str, str]) -> dict[str, str]:
    identifier, name = names[competency.code], _short(competency.statement)
    parts = {
        "code": competency.code if identifier != competency.code else "",
        "statement": competency.statement if platform.plain(name) != competency.statement else "",
        "description": competency.description,
    }
    came = _came(competency.extra)
    if "relatedidnumbers" in came:
        related = [code.replace("%2C", ",") for code in came["relatedidnumbers"].split(",")]
        came["relatedidnumbers"] = ",".join(names.get(code, code).replace(",", "%2C") for code in related)
    return {
        **came,
        "parentidnumber": "" if competency.parent is None else names[competency.parent],
        "idnumber": identifier,
        "shortname": name,
        "description": platform.marked(parts),
        "descriptionformat": "1",
    }


def _short(text: str) -> str:
    """Shorten a text as the importer keeps a short name; what would not be kept is changed."""
    bare = " ".join(text.split()).replace("<", "‹").replace("\\", "/")
    return platform.shortened("(0)" if bare == "0" else bare, _LONGEST)


def _taxonomies(framework: Framework, depths: Mapping[str, int]) -> list[str]:
    """Return for each depth the kind of most of its entries, where Moodle has a word for it; at least four."""
    came = [kind for kind in _came(framework.extra).get("taxonomies", "").split(",") if kind in _TAXONOMIES]
    kinds: dict[int, Counter[str]] = {}
    for competency in framework.competencies:
        kinds.setdefault(depths[competency.code], Counter())[competency.kind] += 1
    found = []
    for depth in range(max(kinds, default=0) + 1):
        most = kinds[depth].most_common(1)[0][0] if depth in kinds else ""
        found.append(most if most in _TAXONOMIES else came[depth] if depth < len(came) else "competency")
    # The column holds 255 characters; below the last level named, the last one counts.
    return (found + (came[len(found) :] or ["competency"] * (4 - len(found))))[:_MOST_TAXONOMIES]


def _came(extra: Mapping[str, Any]) -> dict[str, str]:
    return {k: v for k, v in source_fields(extra, "moodle").items() if k in COLUMNS and isinstance(v, str)}
