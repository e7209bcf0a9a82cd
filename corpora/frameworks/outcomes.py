"""Tables of competencies with their learning outcomes (SENA: competencia, resultados), as rows with code and parent.

Each row has a competency and one or several outcomes; a competency that is merged, left empty or repeated in the rows
below stands once. Where no code is printed, competencies are numbered, and outcomes within theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpora.tabular import Row, Table, column_name
from corpora.text import clean

COLUMNS = ("código", "enunciado", "padre", "tipo")
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


def is_outcomes(cells: Sequence[str]) -> bool:
    """Whether these are the headers of such a table: a column of competencies and one of outcomes."""
    return {"competency", "outcome"} <= _fields(cells).keys()


def as_rows(table: Table) -> Table:
    """The table with a row for each competency and each outcome, parents before children."""
    fields = _fields(table.columns)
    others = [name for name in table.columns if name not in fields.values()]
    codes: dict[str, str] = {}
    counts: dict[str, int] = {}
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
            counts[above] = counts.get(above, 0) + 1
            number = printed if printed and len(outcomes) == 1 else str(counts[above])
            own = f"{above}/{number}" if above else f"R{number}"
            made = _row(row, own, outcome, above, OUTCOME)
            made.cells.update({name: row.cells[name] for name in others if clean(row.cells.get(name, ""))})
            rows.append(made)
    return Table(table.place, (*COLUMNS, *others), tuple(rows), table.above)


def _row(row: Row, code: str, text: str, parent: str, kind: str) -> Row:
    return Row(row.place, dict(zip(COLUMNS, (code, text, parent, kind), strict=True)))


def _fields(cells: Sequence[str]) -> Mapping[str, str]:
    """What a column holds to its name, the first of several."""
    found: dict[str, str] = {}
    for cell in cells:
        folded = column_name(cell)
        field = next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(folded)), None)
        if field:
            found.setdefault(field, cell)
    return found
