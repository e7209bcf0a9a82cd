"""Canvas: the CSV of learning outcomes and their groups.

How mastery is calculated and rated stays in `extra["canvas"]` and is written again. Canvas refuses a file for one
unknown column, and a row whose GUID has a space, stands twice or comes before its parent. docs/formats.md says what is
written; a statement or code that cannot stand so stands whole in the description.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import only_one, read_bytes, skipped_entries, skipped_entry
from corpora.frameworks import platform
from corpora.frameworks.hierarchy import make_framework
from corpora.frameworks.writers import Export, as_csv, lost_fields, lost_metadata, source_fields
from corpora.records import Competency, Framework
from corpora.text import clean
from corpora.translation import _

REQUIRED = ("vendor_guid", "object_type", "title")
_KEPT = ("canvas_id", "display_name", "calculation_method", "calculation_int", "mastery_points")
_LONGEST = 255
_COLUMNS = ("vendor_guid", "object_type", "title", "description", "parent_guids", "workflow_state")
_OF_OUTCOMES = frozenset(("calculation_method", "calculation_int", "mastery_points", "ratings"))
"""Canvas refuses a group that has one of them."""
_FOR_MACHINES = re.compile(r"(?i)[\w-]*?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[a-z][a-z0-9+.-]*://.*|urn:.*")
_ACCEPTED = re.compile(r"(?!canvas_outcome)[A-Za-z0-9][A-Za-z0-9_./#()+-]{0,99}")
_DEFECTS = {
    "repeated": ("vendor_guid", _("repeated GUIDs, numbered: {n}")),
    "no id": ("vendor_guid", _("rows without a GUID, named by title: {n}")),
    "no name": ("title", _("rows without a title, named by GUID: {n}")),
    "empty": ("CSV", _("rows with neither GUID nor title, not used: {n}")),
    "deleted": ("workflow_state", _("deleted rows, not used: {n}")),
    "orphans": ("parent_guids", _("parents that are not in the file, not used: {n}")),
    "cycles": ("parent_guids", _("cycles in the hierarchy, opened: {n}")),
}
_FURTHER = _("entries with further parents that Canvas does not allow: {n}")


def _is_header(cells: Sequence[str]) -> bool:
    """Return whether these cells name the columns that Canvas cannot do without."""
    return set(REQUIRED) <= {cell.strip().lower() for cell in cells}


def recognises(path: Path) -> bool:
    """Return whether it is a CSV with Canvas's header."""
    return bool(platform.begins_with(path, _is_header, rows=1))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one Canvas file, a CSV in UTF-8, UTF-16 or cp1252; raises InputError."""
    path = only_one(paths, "Canvas")
    rows = platform.read_csv(path, _is_header)
    if rows is None:
        raise InputError(
            "{path}: line 1: does not have Canvas's columns ({required}); export the outcomes again",
            path=path,
            required=", ".join(REQUIRED),
        )
    counts: Counter[str] = Counter()
    entries = _entries(path, rows, counts)
    if not entries:
        raise InputError(
            "{path}: there is no outcome below the header; export an account or course that has some", path=path
        )
    competencies = platform.competencies(
        entries, "vendor_guid", lambda row: row.get("parent_guids", "").split(), _described, counts
    )
    files = [(path.name, read_bytes(path))]
    return make_framework(name, path.stem, files, competencies, skipped=skipped_entries(counts, _DEFECTS))


def _entries(path: Path, rows: Sequence[tuple[int, list[str]]], counts: Counter[str]) -> list[platform.Entry]:
    names = [cell.strip().lower() for cell in rows[0][1]]
    end = names.index("ratings") if "ratings" in names else len(names)
    entries = []
    for line, cells in rows[1:]:
        row = dict(zip(names[:end], [*cells, *[""] * end], strict=False))
        if row["object_type"].strip().lower() not in {"outcome", "group"}:
            raise InputError(
                "{path}: line {line}: object_type is '{object_type}'; write outcome or group",
                path=path,
                line=line,
                object_type=clean(row["object_type"]),
            )
        if row.get("workflow_state", "").strip().lower() == "deleted":
            counts["deleted"] += 1
        elif (entry := platform.read_entry(row, "vendor_guid", "title", counts, coded=True)) is not None:
            entry.ratings = [cell for cell in cells[end:] if cell]
            entries.append(entry)
    return entries


def _described(entry: platform.Entry, _depth: int) -> tuple[str, dict[str, Any]]:
    kept: dict[str, Any] = {name: entry.row[name] for name in _KEPT if entry.row.get(name, "").strip()}
    if platform.plain(entry.row["title"]) == entry.statement:
        kept["title"] = entry.row["title"]  # without the code before it
    if entry.ratings:
        kept["ratings"] = entry.ratings
    return entry.row["object_type"].strip().lower(), {"canvas": kept} if kept else {}


def write(framework: Framework) -> Export:
    """Return the CSV, in UTF-8; tree, order, codes, statements and descriptions come back."""
    entries = framework.competencies
    groups = {competency.parent for competency in entries}
    names = platform.identifiers(entries, _ACCEPTED)
    rows = [_row(competency, groups, names) for competency in entries]
    came = [source_fields(competency.extra, "canvas") for competency in entries]
    optional = [name for name in _KEPT if any(name in row for row in came)]
    columns = [*_COLUMNS, *optional, *(["ratings"] if any("ratings" in row for row in came) else [])]
    cells = [columns]
    for competency, row, kept in zip(entries, rows, came, strict=True):
        allowed = {k: v for k, v in kept.items() if competency.code not in groups or k not in _OF_OUTCOMES}
        ratings = allowed.get("ratings", [])
        cells.append([*((allowed | row).get(name, "") for name in columns if name != "ratings"), *ratings])
    wrong = sum(c.kind != row["object_type"] for c, row in zip(entries, rows, strict=True))
    further = skipped_entry("broader", sum(not _held(c, groups) for c in entries), _FURTHER)
    title, licence = _("Canvas keeps neither title nor version of a framework"), _("Canvas keeps no licence")
    lost = (*lost_fields(framework, ("broader",), wrong, "canvas"), *further, *lost_metadata(framework, title, licence))
    return Export(as_csv(cells), lost)


def _row(competency: Competency, groups: set[str | None], names: Mapping[str, str]) -> dict[str, str]:
    guid = names[competency.code]
    came = source_fields(competency.extra, "canvas").get("title", "")
    prefix = "" if _FOR_MACHINES.fullmatch(competency.code) else f"{competency.code} "
    title = platform.shortened(prefix + " ".join(competency.statement.split()), _LONGEST)
    title = came if platform.plain(came) == competency.statement else title
    # Else it is cut, or would be taken for markup.
    held = platform.plain(title).removeprefix(f"{competency.code} ") == competency.statement
    parts = {
        "code": competency.code if guid != competency.code else "",
        "statement": "" if held else competency.statement,
        "description": competency.description,
    }
    above = [competency.parent, *(competency.broader if _held(competency, groups) else ())]
    return {
        "vendor_guid": guid,
        "object_type": "group" if competency.code in groups else "outcome",
        "title": title,
        "description": platform.marked(parts),
        "parent_guids": " ".join(names[code] for code in above if code is not None),
        "workflow_state": "active",
    }


def _held(competency: Competency, groups: set[str | None]) -> bool:
    """Return whether all that stands above it can be said: an outcome may stand in several groups, a group in one."""
    if not competency.broader:
        return True
    return competency.code not in groups and competency.parent is not None and groups.issuperset(competency.broader)
