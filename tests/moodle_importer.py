"""What Moodle's importer makes of a CSV, in our own words, dropping in silence what it drops.

Source: moodle/moodle, admin/tool/lpimportcsv/classes/framework_importer.php and lib/csvlib.class.php (3.2 to 5.0);
PHP's fgetcsv with its escape character, its comparison of strings and `empty`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NUMERIC = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")
LONGEST = 100


@dataclass
class Node:
    """A competency that Moodle created, or the framework."""

    idnumber: str
    shortname: str
    description: str
    children: list[Node] = field(default_factory=list)


def records(text: str) -> list[list[str]]:
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
        elif not quoted and char == ",":
            rows[-1].append(cell)
            cell = ""
        elif not quoted and char == "\n":
            rows[-1].append(cell)
            cell = ""
            rows.append([])
        else:
            cell += char
        at += 1
    return [row for row in rows if row]


def plain(text: str) -> str:
    """PARAM_TEXT: tags go, and with them what follows an opening one."""
    return re.sub(r"<[^>]*>?", "", text)


def shorten(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def equal(one: str, other: str) -> bool:
    """PHP's ==: two numeric strings are compared as numbers."""
    if NUMERIC.fullmatch(one) and NUMERIC.fullmatch(other):
        return float(one) == float(other)
    return one == other


def imported(text: str) -> Node | None:
    """The framework with what is created below it; None where the file is refused."""
    framework = None
    flat: dict[str, tuple[str, Node]] = {}
    for row in records(text)[1:]:
        parent, identifier, name, description = row[:4]
        scale, configuration, is_framework = row[5], row[6], row[12]
        node = Node(shorten(plain(identifier)), shorten(plain(name)), description)
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
