"""Canvas: a framework as the CSV that its outcome importer takes whole.

Canvas refuses a file for one unknown column, and a row whose GUID has a space, stands twice or comes before its
parent. An entry with others below it becomes a group, since an outcome has none; Canvas sorts by title, so a title
begins with the code. A statement or code that cannot stand so stands whole in the description.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from corpora.files import counted
from corpora.frameworks.canvas import KEPT
from corpora.frameworks.markup import marked, plain
from corpora.frameworks.platform import identifiers, left_out, shortened
from corpora.frameworks.written import Written
from corpora.records import Competency, Framework

LONGEST = 255
COLUMNS = ("vendor_guid", "object_type", "title", "description", "parent_guids", "workflow_state")
OF_OUTCOMES = frozenset(("calculation_method", "calculation_int", "mastery_points", "ratings"))
"""Canvas refuses a group that has one of them."""
_ACCEPTED = re.compile(r"(?!canvas_outcome)[A-Za-z0-9][A-Za-z0-9_./#()+-]{0,99}")


def write(framework: Framework) -> Written:
    """The CSV, in UTF-8; tree, order, codes, statements and descriptions come back."""
    entries = framework.competencies
    groups = {competency.parent for competency in entries}
    names = identifiers(entries, _ACCEPTED)
    rows = [_row(competency, groups, names) for competency in entries]
    came = [_canvas(competency.extra) for competency in entries]
    optional = [name for name in KEPT if any(name in row for row in came)]
    columns = [*COLUMNS, *optional, *(["ratings"] if any("ratings" in row for row in came) else [])]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for competency, row, kept in zip(entries, rows, came, strict=True):
        allowed = {k: v for k, v in kept.items() if competency.code not in groups or k not in OF_OUTCOMES}
        ratings = allowed.get("ratings", [])
        writer.writerow([*(({**allowed, **row}).get(name, "") for name in columns if name != "ratings"), *ratings])
    held = [c for c in entries if _held(c, groups)]
    lost = list(left_out(framework, ("broader",), _wrong(entries, rows), "canvas"))
    return Written(
        text.getvalue().encode(),
        (
            *lost,
            *counted(
                [
                    (
                        len(entries) - len(held),
                        "broader",
                        "entradas con padres de más que Canvas no admite: {n}",
                        "entries with further parents that Canvas does not allow: {n}",
                    ),
                    (
                        1,
                        "title",
                        f"Canvas no guarda título ni versión de la norma: «{framework.title}», {framework.version}",
                        f"Canvas keeps neither title nor version of a framework: '{framework.title}', "
                        f"{framework.version}",
                    ),
                    (
                        bool(framework.licence),
                        "licence",
                        f"Canvas no guarda la licencia: {framework.licence}",
                        f"Canvas keeps no licence: {framework.licence}",
                    ),
                ]
            ),
        ),
    )


def _row(competency: Competency, groups: set[str | None], names: Mapping[str, str]) -> dict[str, str]:
    guid = names[competency.code]
    came = _canvas(competency.extra).get("title", "")
    prefix = f"{competency.code} "
    title = (
        came
        if plain(came) == competency.statement
        else shortened(prefix + " ".join(competency.statement.split()), LONGEST)
    )
    # Else it is cut, or would be taken for markup.
    held = plain(title).removeprefix(prefix) == competency.statement
    parts = {
        "code": competency.code if guid != competency.code else "",
        "statement": "" if held else competency.statement,
        "description": competency.description,
    }
    above = [competency.parent] if competency.parent is not None else []
    if _held(competency, groups):
        above += competency.broader
    return {
        "vendor_guid": guid,
        "object_type": "group" if competency.code in groups else "outcome",
        "title": title,
        "description": marked(parts),
        "parent_guids": " ".join(names[code] for code in above),
        "workflow_state": "active",
    }


def _held(competency: Competency, groups: set[str | None]) -> bool:
    """Whether all that stands above it can be said: an outcome may stand in several groups, a group in one."""
    if not competency.broader:
        return True
    return competency.code not in groups and competency.parent is not None and groups.issuperset(competency.broader)


def _wrong(entries: tuple[Competency, ...], rows: list[dict[str, str]]) -> int:
    return sum(c.kind != row["object_type"] for c, row in zip(entries, rows, strict=True))


def _canvas(extra: Mapping[str, Any]) -> dict[str, Any]:
    """What came in Canvas's own columns; a table's own column may have that name too."""
    came = extra.get("canvas")
    return dict(came) if isinstance(came, Mapping) else {}
