"""What the importers of Moodle and Canvas ask of a CSV.

Moodle drops in silence what it does not take: moodle/moodle, admin/tool/lpimportcsv/classes/framework_importer.php and
lib/csvlib.class.php (3.2 to 5.0), with PHP's fgetcsv, its comparison of strings and its `empty`. Canvas refuses:
instructure/canvas-lms, lib/outcomes/csv_importer.rb and import.rb; the guide "Outcomes CSV format".
"""

from __future__ import annotations

import csv
import io
import re


def check_moodle(data: bytes) -> None:
    """There is nothing that Moodle would drop, cut, or take for something else."""
    text = data.decode()
    _header, whole, *rows = csv.reader(io.StringIO(text))
    assert len(text.splitlines()) == len(rows) + 2  # no cell goes over a line's end
    assert '\\"' not in text  # for fgetcsv a quote behind a backslash ends no cell
    assert whole[5], "a framework needs a scale"
    assert whole[6].startswith('[{"scaleid"'), "and its configuration"
    assert whole[12] == "1"
    numbers = [row[1] for row in rows]
    assert len({number.casefold() for number in numbers}) == len(numbers)
    for place, (parent, number, name, *rest) in enumerate(rows):
        assert parent in {"", *numbers[:place]}
        assert re.fullmatch(r"[A-Za-z][^,<]{0,99}", number)  # "1.10" and "1.1" are one number for PHP
        assert re.fullmatch(r"[^<]{1,100}", name)  # a "<" takes what follows with it
        assert name != "0"
        assert "\\" not in rest[0]
        assert rest[9] in {"", "0"}


CANVAS_COLUMNS = {"vendor_guid", "object_type", "title", "description", "display_name", "calculation_method"}
CANVAS_COLUMNS |= {"calculation_int", "parent_guids", "workflow_state", "mastery_points", "canvas_id"}
CANVAS_REQUIRED = {"title", "vendor_guid", "object_type", "parent_guids"}
ONLY_OUTCOMES = ("calculation_method", "calculation_int", "mastery_points")


def check_canvas(data: bytes) -> None:
    """Canvas takes the file whole."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    header = rows[0]
    end = header.index("ratings") if "ratings" in header else len(header)
    names = header[:end]
    wrong = [f"unknown column {name}" for name in names if name not in CANVAS_COLUMNS]
    wrong += [f"missing column {name}" for name in CANVAS_REQUIRED if name not in names]
    wrong += [f"column {name} behind ratings" for name in header[end + 1 :] if name]
    seen: dict[str, str] = {}
    for line, cells in enumerate(rows[1:], 2):
        row = dict(zip(names, cells, strict=False))
        wrong += [f"line {line}: {fault}" for fault in _faults(row, cells[end:], seen)]
        seen[row["vendor_guid"]] = row["object_type"]
    assert wrong == []


def _faults(row: dict[str, str], ratings: list[str], seen: dict[str, str]) -> list[str]:
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
