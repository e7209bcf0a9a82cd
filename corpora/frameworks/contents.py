"""Tables of contents of an examination (área, subárea, tema), as rows with code, statement and parent.

Such a table has a column for each level and no codes; a cell that is merged or left empty means the one above. Entries
are numbered in the order in which they first stand: `1`, `1.2`, `1.2.3`. Other columns (items, weight) go with the
deepest entry of their row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpora.folding import fold
from corpora.tabular import Row, Table
from corpora.text import clean

# From the highest level down, each in Spanish and English.
LEVELS = (("area",), ("subarea",), ("tema", "topic"), ("subtema", "subtopic"))
COLUMNS = ("código", "enunciado", "padre", "tipo")
_ENGLISH = ("code", "statement", "parent", "kind")


def is_contents(cells: Sequence[str]) -> bool:
    """Whether these are the headers of such a table: at least two levels, the area among them."""
    found = _levels(cells)
    return 0 in found and len(found) > 1


def as_rows(table: Table) -> Table:
    """The table with a row for each entry, parents before children."""
    levels = _levels(table.columns)
    names = _ENGLISH if {"topic", "subtopic"} & {_fold(name) for name in table.columns} else COLUMNS
    others = [name for name in table.columns if name not in levels.values()]
    codes: dict[tuple[str, ...], str] = {}
    children: dict[str, int] = {}
    rows: dict[str, Row] = {}
    path: list[str] = []
    for row in table.rows:
        path = _path([clean(row.cells.get(levels[level], "")) for level in sorted(levels)], path)
        for depth in range(1, len(path) + 1):
            key = tuple(path[:depth])
            if not key[-1] or key in codes:
                continue
            parent = next((codes[key[:above]] for above in range(depth - 1, 0, -1) if key[:above] in codes), "")
            children[parent] = children.get(parent, 0) + 1
            codes[key] = f"{parent}.{children[parent]}" if parent else str(children[parent])
            kind = clean(levels[sorted(levels)[depth - 1]]).lower()
            rows[codes[key]] = Row(row.place, dict(zip(names, (codes[key], key[-1], parent, kind), strict=True)))
        if path and (code := codes.get(tuple(path))):
            rows[code].cells.update({name: row.cells[name] for name in others if clean(row.cells.get(name, ""))})
    return Table(table.place, (*names, *others), tuple(rows.values()), table.above)


def _path(cells: Sequence[str], before: Sequence[str]) -> list[str]:
    """The row's levels down to its deepest; an empty one above that is the row's before."""
    deepest = max((level for level, cell in enumerate(cells) if cell), default=-1)
    path: list[str] = []
    for level in range(deepest + 1):
        same = path == list(before[:level]) and level < len(before)
        path.append(cells[level] or (before[level] if same else ""))
    return path


def _levels(cells: Sequence[str]) -> Mapping[int, str]:
    """Level to the column that holds it, the first of several."""
    found: dict[int, str] = {}
    for cell in cells:
        for level, names in enumerate(LEVELS):
            if _fold(cell) in names:
                found.setdefault(level, cell)
    return found


def _fold(header: str) -> str:
    return "".join(filter(str.isalpha, fold(clean(header))))
