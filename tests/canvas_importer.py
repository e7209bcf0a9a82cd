"""What Canvas's outcome importer refuses, in our own words.

Source: instructure/canvas-lms, lib/outcomes/csv_importer.rb and lib/outcomes/import.rb; the guide
"Outcomes CSV format".
"""

from __future__ import annotations

import csv
import io

COLUMNS = {"vendor_guid", "object_type", "title", "description", "display_name", "calculation_method"}
COLUMNS |= {"calculation_int", "parent_guids", "workflow_state", "mastery_points", "canvas_id"}
REQUIRED = {"title", "vendor_guid", "object_type", "parent_guids"}
ONLY_OUTCOMES = ("calculation_method", "calculation_int", "mastery_points")


def refused(text: str) -> list[str]:
    """What is wrong, empty where Canvas takes the file whole."""
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0]
    end = header.index("ratings") if "ratings" in header else len(header)
    names = header[:end]
    wrong = [f"unknown column {name}" for name in names if name not in COLUMNS]
    wrong += [f"missing column {name}" for name in REQUIRED if name not in names]
    wrong += [f"column {name} behind ratings" for name in header[end + 1 :] if name]
    seen: dict[str, str] = {}
    for line, cells in enumerate(rows[1:], 2):
        row = dict(zip(names, cells, strict=False))
        wrong += [f"line {line}: {fault}" for fault in _row(row, cells[end:], seen)]
        seen[row["vendor_guid"]] = row["object_type"]
    return wrong


def _row(row: dict[str, str], ratings: list[str], seen: dict[str, str]) -> list[str]:
    guid, kind, parents = row["vendor_guid"], row["object_type"], row["parent_guids"].split()
    points = [float(cell) for cell in ratings[::2] if cell]
    faults = {
        "no GUID or title": not guid or not row["title"].strip(),
        "a GUID with a space or colon": any(char.isspace() or char == ":" for char in guid),
        "a GUID that stands twice": guid in seen,
        "a GUID that differs by capitals": guid.casefold() in {name.casefold() for name in seen},
        "an object that is neither": kind not in {"outcome", "group"},
        "a title that is too long": len(row["title"]) > 255,
        "a parent that is not before it": any(name not in seen for name in parents),
        "a parent that is no group": any(seen.get(name) != "group" for name in parents),
        "a group with two parents": kind == "group" and len(parents) > 1,
        "a group with what only outcomes have": kind == "group" and any([*points, *map(row.get, ONLY_OUTCOMES)]),
        "a workflow state": row["workflow_state"] not in {"", "active", "deleted"},
        "ratings that rise": points != sorted(points, reverse=True),
        "ratings that are no pairs": len([cell for cell in ratings if cell]) % 2 != 0,
    }
    return [fault for fault, found in faults.items() if found]
