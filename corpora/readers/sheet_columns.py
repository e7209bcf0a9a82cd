"""What the columns of a programme's sheets are: by their names, or as a person said beside the workbook.

A file `curmap-columns.json` in the workbook's folder says what columns hold whose names do not tell; it counts for all
workbooks of that folder, so that a school says it once for its own form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpora import json_text
from corpora.errors import InputError
from corpora.folding import fold
from corpora.labels import label_of
from corpora.vocabulary import is_fact, sense_of_header, weak_sense_of

FILE = "curmap-columns.json"
HEADERS: dict[str, str] = {
    "module": "Módulo",
    "unit": "Unidad",
    "competency": "Competencias",
    "outcome": "Resultados de aprendizaje",
    "criterion": "Criterios de evaluación",
    "content": "Contenidos",
    "activity": "Actividades de aprendizaje",
    "evaluation": "Instrumentos de evaluación",
    "other": "Observaciones",
}
"""What a column may hold, and the name by which every reader knows it."""
IGNORED = "ignore"
_DIVIDE = frozenset({"carrera", "módulo", "unidad de competencia", "submódulo", "área", "unidad"})
_LONGEST = 90


class Column(NamedTuple):
    """A column of a sheet: its name, what it is taken for ("" for nothing known), and whether a person said so."""

    sheet: str
    name: str
    kind: str
    by_hand: bool


def remembered(folder: Path) -> dict[str, str]:
    """Folded column name to what it holds, as the folder's file says; empty where there is none.

    Raises:
        InputError: the file is no such mapping.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        found = json_text.parse(path.read_bytes())
    except (OSError, ValueError):
        found = None
    columns = found.get("columns") if isinstance(found, dict) else None
    if not isinstance(columns, dict) or not all(kind in {*HEADERS, IGNORED} for kind in columns.values()):
        kinds = ", ".join([*HEADERS, IGNORED])
        raise InputError(
            es=f'{path}: no es {{"columns": {{"Columna": "tipo"}}}} con tipos de {kinds}; corríjalo o bórrelo.',
            en=f'{path}: is not {{"columns": {{"Column": "kind"}}}} with kinds of {kinds}; correct or delete it.',
        )
    return {fold(name): kind for name, kind in columns.items()}


def with_said(folder: Path, said: Mapping[str, str]) -> bytes:
    """The content of the folder's file with these columns added, each by its name as printed.

    Raises:
        InputError: an unknown kind, or a file there that is no such mapping.
    """
    kinds = ", ".join([*HEADERS, IGNORED])
    for name, kind in said.items():
        if kind not in {*HEADERS, IGNORED} or not name.strip():
            raise InputError(
                es=f"«{name}={kind}»: escriba Columna=tipo, con uno de estos tipos: {kinds}",
                en=f"'{name}={kind}': write Column=kind, with one of these kinds: {kinds}",
            )
    before = remembered(folder)
    columns = dict(sorted((before | {fold(name): kind for name, kind in said.items()}).items()))
    return (json.dumps({"columns": columns}, ensure_ascii=False, indent=2) + "\n").encode()


def named(header: str, said: Mapping[str, str]) -> str:
    """The header with what a person said that it holds behind it, as a header row of two lines has it."""
    kind = said.get(fold(header))
    return f"{header} / {HEADERS[kind]}" if kind in HEADERS else header


def is_ignored(header: str, said: Mapping[str, str]) -> bool:
    """Whether a person said that the column is not to be read."""
    return said.get(fold(header)) == IGNORED


def divides(header: str) -> bool:
    """Whether the column names the module, unit or area to which a row belongs."""
    name = header.rpartition(" / ")[2]
    label = label_of(f"{name}: x")
    return label is not None and label.kind in _DIVIDE


def taken_for(header: str) -> str:
    """The key of `HEADERS` for what a header names by itself, "" where it names nothing known."""
    if divides(header):
        label = label_of(f"{header.rpartition(' / ')[2]}: x")
        return "module" if label and label.kind in ("carrera", "módulo") else "unit"
    sense = sense_of_header(header) or weak_sense_of(header)
    if sense is None:
        return "other" if is_fact(header) else ""
    return {"plan": "content", "both": "outcome"}.get(sense, sense if sense in HEADERS else "other")


def is_header(cells: Sequence[str], said: Mapping[str, str]) -> bool:
    """Whether a row names columns: two cells or more, all of them short and each another, one of them known."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or len(set(filled)) < len(filled):
        return False
    if any(len(cell) > _LONGEST or cell[0].isdigit() or cell.endswith(":") for cell in filled):
        return False
    known = sum(fold(cell) in said or bool(taken_for(cell)) for cell in filled)
    teaching = any(fold(cell) in said or taken_for(cell) not in ("", "other") for cell in filled)
    return teaching and 2 * known >= len(filled)
