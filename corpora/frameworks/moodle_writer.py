"""Moodle: a framework as the CSV that its competency framework importer takes whole.

The importer drops rows in silence; what it would drop is avoided here. ID numbers begin with a letter, so that it does
not compare them as numbers, have no comma and at most 100 characters. A short name has at most 100 characters, no `<`
(it would be taken for a tag), no backslash (PHP's CSV reader escapes with it) and is not "0" (empty, for PHP). A
statement or code that cannot stand so stands whole in the description.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from corpora.files import counted
from corpora.frameworks.markup import marked, plain
from corpora.frameworks.moodle import COLUMNS
from corpora.frameworks.platform import identifiers, left_out, shortened
from corpora.frameworks.written import Written
from corpora.records import Competency, Framework, Skipped, Text

LONGEST = 100
MOST_TAXONOMIES = 20
DEEPEST = 30
"""Levels for which Moodle's column of paths has room: 255 characters, identifiers of seven digits."""
HEADERS = (
    "Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values",
    "Scale configuration", "Rule type (optional)", "Rule outcome (optional)", "Rule config (optional)",
    "Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy",
)  # fmt: skip
TAXONOMIES = frozenset(
    ("behaviour", "competency", "concept", "domain", "indicator", "level", "outcome", "practice", "proficiency")
) | {"skill", "value"}
_ACCEPTED = re.compile(r"[A-Za-z][A-Za-z0-9_./:#()+-]{0,99}")
_SCALES = {"es": "Aún no competente,Competente", "en": "Not yet competent,Competent"}
_SCALE_CONFIGURATION = json.dumps(
    [
        {"scaleid": "1"},
        {"id": 1, "scaledefault": 1, "proficient": 0},
        {"id": 2, "scaledefault": 0, "proficient": 1},
    ],
    separators=(",", ":"),
)
_HTML = "1"


def write(framework: Framework) -> Written:
    """The CSV, in UTF-8; tree, order, codes, statements and descriptions come back."""
    taxonomies = _taxonomies(framework)
    depths = _depths(framework.competencies)
    given = {c.code: taxonomies[min(depths[c.code], len(taxonomies) - 1)] for c in framework.competencies}
    names = identifiers(framework.competencies, _ACCEPTED)
    came = _moodle(framework.extra)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADERS)
    writer.writerow(_cells(_framework_row(framework, came, taxonomies)))
    for competency in framework.competencies:
        writer.writerow(_cells(_row(competency, names)))
    wrong = sum(given[c.code] != c.kind for c in framework.competencies)
    deep = sum(depth >= DEEPEST for depth in depths.values())
    notes = [] if "scalevalues" in came else [_scale_note(_scale(framework))]
    return Written(
        text.getvalue().encode(), (*left_out(framework, (), wrong, "moodle"), *counted([_deep(deep)]), *notes)
    )


def _framework_row(framework: Framework, came: Mapping[str, str], taxonomies: Sequence[str]) -> dict[str, str]:
    name = _short(framework.title)
    parts = {
        "title": framework.title if plain(name) != framework.title else "",
        "version": framework.version,
        "licence": framework.licence,
    }
    return {
        "idnumber": framework.name,
        "scalevalues": _scale(framework),
        "scaleconfiguration": _SCALE_CONFIGURATION,
        **came,
        "shortname": name,
        "description": came.get("description", "") + marked(parts),
        "descriptionformat": _HTML,
        "isframework": "1",
        "taxonomies": ",".join(taxonomies),
    }


def _row(competency: Competency, names: Mapping[str, str]) -> dict[str, str]:
    identifier, name = names[competency.code], _short(competency.statement)
    parts = {
        "code": competency.code if identifier != competency.code else "",
        "statement": competency.statement if plain(name) != competency.statement else "",
        "description": competency.description,
    }
    came = _moodle(competency.extra)
    if "relatedidnumbers" in came:
        related = [code.replace("%2C", ",") for code in came["relatedidnumbers"].split(",")]
        came["relatedidnumbers"] = ",".join(names.get(code, code).replace(",", "%2C") for code in related)
    return {
        **came,
        "parentidnumber": "" if competency.parent is None else names[competency.parent],
        "idnumber": identifier,
        "shortname": name,
        "description": marked(parts),
        "descriptionformat": _HTML,
    }


def _cells(row: Mapping[str, str]) -> list[str]:
    return [row.get(name, "") for name in COLUMNS]


def _short(text: str) -> str:
    """As the importer keeps a text in a short name; what is too long or would not be kept is changed."""
    bare = " ".join(text.split()).replace("<", "‹").replace("\\", "/")
    return shortened("(0)" if bare == "0" else bare, LONGEST)


def _taxonomies(framework: Framework) -> list[str]:
    """For each depth the kind of most of its entries, where Moodle has a word for it; at least four, as it asks."""
    came = [kind for kind in _moodle(framework.extra).get("taxonomies", "").split(",") if kind in TAXONOMIES]
    depths = _depths(framework.competencies)
    kinds: dict[int, Counter[str]] = {}
    for competency in framework.competencies:
        kinds.setdefault(depths[competency.code], Counter())[competency.kind] += 1
    found = []
    for depth in range(max(kinds, default=0) + 1):
        most = kinds[depth].most_common(1)[0][0] if depth in kinds else ""
        found.append(most if most in TAXONOMIES else came[depth] if depth < len(came) else "competency")
    # The column holds 255 characters; below the last level named, the last one counts.
    return (found + (came[len(found) :] or ["competency"] * (4 - len(found))))[:MOST_TAXONOMIES]


def _depths(competencies: Sequence[Competency]) -> dict[str, int]:
    depths: dict[str, int] = {}
    for competency in competencies:
        depths[competency.code] = 0 if competency.parent is None else depths[competency.parent] + 1
    return depths


def _scale(framework: Framework) -> str:
    languages = Counter(competency.language for competency in framework.competencies)
    return _SCALES["en" if languages["en"] > languages["es"] else "es"]


def _deep(count: int) -> tuple[int, str, str, str]:
    return (
        count,
        "Parent ID number",
        f"entradas por debajo del nivel {DEEPEST}, que Moodle podría rechazar: {{n}}",
        f"entries below level {DEEPEST}, which Moodle may refuse: {{n}}",
    )


def _scale_note(scale: str) -> Skipped:
    return Skipped(
        "Scale values",
        Text(
            f"Moodle pide una escala y la norma no la tiene: va «{scale}»", f"Moodle asks for a scale: '{scale}' stands"
        ),
    )


def _moodle(extra: Mapping[str, Any]) -> dict[str, str]:
    """What came in Moodle's own columns; a table's own column may have that name too."""
    came = extra.get("moodle")
    return {k: v for k, v in came.items() if k in COLUMNS and isinstance(v, str)} if isinstance(came, Mapping) else {}
