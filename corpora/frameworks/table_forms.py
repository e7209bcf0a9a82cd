"""Tables that hold no codes: an examination's contents, and competencies with their outcomes, as rows that have them.

Contents (área, subárea, tema) have a column for each level; a cell that is merged or left empty means the one above.
Entries are numbered in the order in which they first stand: `1`, `1.2`, `1.2.3`. Other columns (items, weight) go with
the deepest entry of their row.

Outcomes (SENA: competencia, resultados) have a competency and one or several outcomes in each row; a competency that
is merged, left empty or repeated in the rows below stands once. Where no code is printed, competencies are numbered,
and outcomes within theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from corpora.tabular import Row, Table, column_name
from corpora.text import clean, fold

COLUMNS = ("código", "enunciado", "padre", "tipo")
_ENGLISH = ("code", "statement", "parent", "kind")
# From the highest level down, each in Spanish and English.
_LEVELS = (("area",), ("subarea",), ("tema", "topic"), ("subtema", "subtopic"))
COMPETENCY, OUTCOME = "competencia", "resultado de aprendizaje"
_OF = r"(?:_(?:de|del|la|el|norma|ncl|nscl|nombre))*"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "outcome_code": re.compile(rf"(?:codigo|cod|numero|no){_OF}_(?:resultados?(?:_de_aprendizaje)?|raps?)"),
    "code": re.compile(
        rf"(?:codigo|cod|clave)(?:{_OF}(?:_(?:competencia|norma|ncl|nscl|unidad)(?:_de_competencia)?(?:_laboral)?)?)"
    ),
    "outcome": re.compile(
        rf"(?:(?:nombre|denominacion|descripcion|enunciado){_OF}_)?(?:resultados?_de_(?:el_)?aprendizaje|resultados?|raps?)"
    ),
    "competency": re.compile(
        rf"(?:(?:nombre|denominacion|descripcion|enunciado){_OF}_)?"
        r"(?:competencias?(?:_laborales|_laboral)?|unidad_de_competencia|norma(?:_sectorial)?_de_competencia_laboral)"
    ),
}
_LISTED = re.compile(r"\n+|(?:^|(?<=[.;\s]))\d{1,2}\s?[.)-]+\s+(?=[^\W\d_])|[•●▪]\s*")
Key = TypeVar("Key")


def is_contents(cells: Sequence[str]) -> bool:
    """Whether these are the headers of contents: at least two levels, the area among them."""
    found = _first(cells, _level)
    return 0 in found and len(found) > 1


def is_outcomes(cells: Sequence[str]) -> bool:
    """Whether these are the headers of such a table: a column of competencies and one of outcomes."""
    return {"competency", "outcome"} <= _first(cells, _field).keys()


def contents(table: Table) -> Table:
    """The contents with a row for each entry, parents before children."""
    levels = _first(table.columns, _level)
    names = _ENGLISH if {"topic", "subtopic"} & {_fold(name) for name in table.columns} else COLUMNS
    others = [name for name in table.columns if name not in levels.values()]
    codes: dict[tuple[str, ...], str] = {}
    children: Counter[str] = Counter()
    rows: dict[str, Row] = {}
    path: list[str] = []
    for row in table.rows:
        path = _path([clean(row.cells.get(levels[level], "")) for level in sorted(levels)], path)
        for depth in range(1, len(path) + 1):
            key = tuple(path[:depth])
            if not key[-1] or key in codes:
                continue
            parent = next((codes[key[:above]] for above in range(depth - 1, 0, -1) if key[:above] in codes), "")
            children[parent] += 1
            codes[key] = f"{parent}.{children[parent]}" if parent else str(children[parent])
            kind = clean(levels[sorted(levels)[depth - 1]]).lower()
            rows[codes[key]] = Row(row.place, dict(zip(names, (codes[key], key[-1], parent, kind), strict=True)))
        if path and (code := codes.get(tuple(path))):
            rows[code].cells.update({name: row.cells[name] for name in others if clean(row.cells.get(name, ""))})
    return Table(table.place, (*names, *others), tuple(rows.values()), table.above)


def _path(cells: Sequence[str], before: Sequence[str]) -> list[str]:
    """The row's levels down to its deepest; an empty one above that is the row's before."""
    path: list[str] = []
    for level in range(max((level for level, cell in enumerate(cells, 1) if cell), default=0)):
        same = path == list(before[:level]) and level < len(before)
        path.append(cells[level] or (before[level] if same else ""))
    return path


def outcomes(table: Table) -> Table:
    """The table with a row for each competency and each outcome, parents before children."""
    fields = _first(table.columns, _field)
    others = [name for name in table.columns if name not in fields.values()]
    codes: dict[str, str] = {}
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    above = ""
    for row in table.rows:
        cells = {field: row.cells.get(name, "") for field, name in fields.items()}
        text, code = clean(cells["competency"]), clean(cells.get("code", ""))
        if text or code:
            key = code or text
            if key not in codes:
                codes[key] = code or str(len(codes) + 1)
                rows.append(_row(row, codes[key], text, "", COMPETENCY))
            above = codes[key]
        outcomes = [found for part in _LISTED.split(cells["outcome"]) if (found := clean(part).strip(" ;"))]
        printed = clean(cells.get("outcome_code", ""))
        for outcome in outcomes:
            counts[above] += 1
            number = printed if printed and len(outcomes) == 1 else str(counts[above])
            own = f"{above}/{number}" if above else f"R{number}"
            made = _row(row, own, outcome, above, OUTCOME)
            made.cells.update({name: row.cells[name] for name in others if clean(row.cells.get(name, ""))})
            rows.append(made)
    return Table(table.place, (*COLUMNS, *others), tuple(rows), table.above)


def _row(row: Row, code: str, text: str, parent: str, kind: str) -> Row:
    return Row(row.place, dict(zip(COLUMNS, (code, text, parent, kind), strict=True)))


def _first(cells: Iterable[str], of: Callable[[str], Key | None]) -> Mapping[Key, str]:
    """What a column holds to its name, the first of several."""
    found: dict[Key, str] = {}
    for cell in cells:
        if (key := of(cell)) is not None:
            found.setdefault(key, cell)
    return found


def _level(header: str) -> int | None:
    return next((level for level, names in enumerate(_LEVELS) if _fold(header) in names), None)


def _field(header: str) -> str | None:
    folded = column_name(header)
    return next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(folded)), None)


def _fold(header: str) -> str:
    return "".join(filter(str.isalpha, fold(clean(header))))
