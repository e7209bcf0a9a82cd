"""What the importers of Moodle and Canvas make of a CSV, in our own words.

Moodle drops in silence what it drops: moodle/moodle, admin/tool/lpimportcsv/classes/framework_importer.php and
lib/csvlib.class.php (3.2 to 5.0); PHP's fgetcsv with its escape character, its comparison of strings and `empty`.
Canvas refuses: instructure/canvas-lms, lib/outcomes/csv_importer.rb and import.rb; the guide "Outcomes CSV format".
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

NUMERIC = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")
LONGEST = 100


@dataclass
class Node:
    """A competency that Moodle created, or the framework."""

    idnumber: str
    shortname: str
    children: list[Node] = field(default_factory=list)


def php_records(text: str) -> list[list[str]]:
    """As fgetcsv reads them: behind a backslash a quote neither ends a cell nor counts as doubled."""
    rows: list[list[str]] = [[]]
    cell, quoted, at = "", False, 0
    while at < len(text):
        char = text[at]
        if quoted and char == "\\" and at + 1 < len(text):
            cell += text[at : at + 2]
            at += 1
        elif quoted and char == '"' and text[at + 1 : at + 2] == '"':
            cell += '"'
            at += 1
        elif char == '"' and (quoted or not cell):
            quoted = not quoted
        elif not quoted and char in ",\n":
            rows[-1].append(cell)
            cell = ""
            rows += [[]] if char == "\n" else []
        else:
            cell += char
        at += 1
    return [row for row in rows if row]


def plain(text: str) -> str:
    """PARAM_TEXT: tags go, and with them what follows an opening one."""
    return re.sub(r"<[^>]*>?", "", text)


def equal(one: str, other: str) -> bool:
    """PHP's ==: two numeric strings are compared as numbers."""
    if NUMERIC.fullmatch(one) and NUMERIC.fullmatch(other):
        return float(one) == float(other)
    return one == other


def imported_by_moodle(text: str) -> Node | None:
    """The framework with what is created below it; None where the file is refused."""
    framework = None
    flat: dict[str, tuple[str, Node]] = {}
    for row in php_records(text)[1:]:
        parent, identifier, name = row[:3]
        scale, configuration, is_framework = row[5], row[6], row[12]
        node = Node(plain(identifier)[:LONGEST], plain(name)[:LONGEST])
        if is_framework not in {"", "0"}:
            framework = node
            assert scale, "a framework needs a scale"
            assert configuration.startswith('[{"scaleid"'), "and its configuration"
        else:
            flat[identifier] = (plain(parent), node)
    if framework is None:
        return None
    used: set[str] = set()
    waiting = [(framework, "")]
    while waiting:
        node, name = waiting.pop()
        for parent, child in flat.values():
            if equal(parent, name):
                if child.idnumber in {"", "0"} or child.shortname in {"", "0"}:
                    continue  # with all that is below it
                assert child.idnumber.casefold() not in used, "an ID number stands once in a framework"
                used.add(child.idnumber.casefold())
                node.children.append(child)
                waiting.append((child, child.idnumber))
    return framework


def flattened(node: Node, parent: str | None = None) -> list[tuple[str, str | None]]:
    """(ID number, parent's) of all below, depth first in Moodle's order."""
    found = []
    waiting = [(child, parent) for child in reversed(node.children)]
    while waiting:
        child, above = waiting.pop()
        found.append((child.idnumber, above))
        waiting += [(below, child.idnumber) for below in reversed(child.children)]
    return found


def check_moodle(data: bytes) -> None:
    """Moodle takes every entry, at its place, behind an ID number that it neither cuts nor compares as a number."""
    text = data.decode()
    rows = {row[1]: row for row in list(csv.reader(io.StringIO(text)))[2:]}
    assert len(text.splitlines()) == len(rows) + 2
    taken = imported_by_moodle(text)
    assert taken is not None
    got = dict(flattened(taken))
    assert got == {name: row[0] or None for name, row in rows.items()}
    for above in {None, *got.values()}:
        assert [at for at in got if got[at] == above] == [at for at in rows if (rows[at][0] or None) == above]
    for name, row in rows.items():
        assert name[0].isalpha()
        assert len(name) <= LONGEST
        assert "," not in name
        assert 0 < len(row[2]) <= LONGEST


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
