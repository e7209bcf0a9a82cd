"""The list of what teachers hold: a table with one certificate a row, in Spanish or English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpora import InputError, Skipped, Text, _
from corpora.frameworks.renec import standard_code
from corpora.tabular import Row, Table, read_tables
from corpora.text import fold_letters
from mapper.programmes.instructors.records import Holding, Person

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("nombre", "nombre completo", "docente", "instructor", "instructora", "profesor", "persona", "name",
             "full name", "teacher", "trainer"),
    "code": ("codigo", "codigo del estandar", "estandar", "estandar de competencia", "certificado", "certificacion",
             "code", "standard", "certificate"),
    "date": ("fecha", "fecha de emision", "fecha de certificacion", "emision", "date", "issued", "date of issue"),
    "expires": ("vence", "vencimiento", "fecha de vencimiento", "vigencia", "vigente hasta", "caducidad", "expira",
                "expiry", "expires", "expiry date", "valid until"),
}  # fmt: skip
"""What each column may be called, folded; only the first two are needed."""
_NEEDED = {"name": Text("«nombre»", "«name»"), "code": Text("«código»", "«code»")}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Listed:
    """The people of a table, and what of it was not used."""

    people: tuple[Person, ...]
    skipped: tuple[Skipped, ...] = ()


def read_teachers(path: Path) -> Listed:
    """Read the table: CSV, XLSX or JSON lines. Rows of one name are one person; a row without a code is one without.

    Raises:
        InputError: not readable, a column is missing, a code without a name, a date that is none.
    """
    tables = read_tables(path, lambda cells: _found(cells).keys() >= _NEEDED.keys())
    held: dict[str, tuple[str, list[Holding]]] = {}
    for table in tables.tables:
        columns = _columns(table, path)
        for row in table.rows:
            _add(held, row, columns, path)
    if not held:
        raise InputError("{path}: names nobody; write one row for each certificate, with name and code", path=path)
    people = tuple(Person(name, tuple(dict.fromkeys(holdings))) for name, holdings in held.values())
    return Listed(people, tables.left_out(path.name, _("columns for name and code")))


def _found(cells: Sequence[str]) -> dict[str, str]:
    """The first column of each name."""
    return {f: c for f, names in COLUMNS.items() for c in reversed(cells) if fold_letters(c.strip()) in names}


def _columns(table: Table, path: Path) -> Mapping[str, str]:
    found = _found(table.columns)
    if missing := [name for field, name in _NEEDED.items() if field not in found]:
        raise InputError(
            "{path}: {place}: lacks the column {said}; name, code, date and expires are read",
            path=path,
            place=table.place,
            said=Text(*map(", ".join, zip(*missing, strict=True))),
        )
    return found


def _add(held: dict[str, tuple[str, list[Holding]]], row: Row, columns: Mapping[str, str], path: Path) -> None:
    said = {field: " ".join(row.cells[column].split()) for field, column in columns.items()}
    if not any(said.values()):
        return
    if not said["name"]:
        raise InputError("{path}: {place}: lacks the name; repeat it in each row", path=path, place=row.place)
    _, holdings = held.setdefault(fold_letters(said["name"]), (said["name"], []))
    if code := said["code"]:
        issued, expires = (_date(said.get(field, ""), row, path) for field in ("date", "expires"))
        holdings.append(Holding(standard_code(code) or code, issued, expires))


def _date(text: str, row: Row, path: Path) -> str:
    if not text:
        return ""
    iso, day_first = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    try:
        year, month, day = iso.groups() if iso else day_first.groups()[::-1] if day_first else ()
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise InputError(
            "{path}: {place}: '{text}' is no date; write it as 2026-03-31 or 31/03/2026",
            path=path,
            place=row.place,
            text=text,
        ) from error


def read_day(text: str) -> str:
    """The day of `--on`, ISO 8601; "" stays.

    Raises:
        InputError: it is none.
    """
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise InputError("--on: '{text}' is no date; write it as 2026-03-31", text=text) from error
