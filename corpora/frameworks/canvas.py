"""Canvas: the CSV of learning outcomes and their groups.

The vendor GUID is the code. Canvas has no order of siblings, so the file's stands. A title that begins with the code
is read without it. How mastery is calculated and rated stays in `extra["canvas"]`, and the Canvas writer gives it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import defects, digest, only_one, read_bytes, told
from corpora.frameworks.hierarchy import cycles, in_order, unique
from corpora.frameworks.markup import plain, unmarked
from corpora.frameworks.platform import begins_with, language_of_all, read_csv
from corpora.records import Competency, Framework
from corpora.text import clean

REQUIRED = ("vendor_guid", "object_type", "title")
KEPT = ("canvas_id", "display_name", "calculation_method", "calculation_int", "mastery_points")
DEFECTS = defects(
    """
    repeated | vendor_guid | GUID repetidos, numerados: {n} | repeated GUIDs, numbered: {n}
    no guid | vendor_guid | filas sin GUID, nombradas por su título: {n} | rows without a GUID, named by title: {n}
    no title | title | filas sin título, nombradas por su GUID: {n} | rows without a title, named by GUID: {n}
    empty | CSV | filas sin GUID ni título, no usadas: {n} | rows with neither GUID nor title, not used: {n}
    deleted | workflow_state | filas dadas de baja, no usadas: {n} | deleted rows, not used: {n}
    orphans | parent_guids | padres que no están en el archivo, no usados: {n} |
        parents that are not in the file, not used: {n}
    cycles | parent_guids | ciclos de la jerarquía, abiertos: {n} | cycles in the hierarchy, opened: {n}
    """
)


@dataclass(slots=True)
class _Entry:
    """A row with what was read from it."""

    row: dict[str, str]
    ratings: list[str]
    code: str
    statement: str
    description: str


def is_header(cells: Sequence[str]) -> bool:
    """Whether these cells name the columns that Canvas cannot do without."""
    return set(REQUIRED) <= {cell.strip().lower() for cell in cells}


def recognises(path: Path) -> bool:
    """Whether it is a CSV with Canvas's header."""
    return path.is_file() and bool(begins_with(path, is_header, rows=1))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one Canvas file.

    Args:
        paths: one CSV file; UTF-8, UTF-16 or cp1252.
        name: of the framework.

    Raises:
        InputError: unreadable, damaged, without Canvas's header, an unknown object type, nothing in it.
    """
    path = only_one(paths, "Canvas")
    rows = read_csv(path, is_header)
    if rows is None:
        raise InputError(
            es=f"{path}: línea 1: no tiene las columnas de Canvas ({', '.join(REQUIRED)}); vuelva a exportar los "
            "resultados",
            en=f"{path}: line 1: does not have Canvas's columns ({', '.join(REQUIRED)}); export the outcomes again",
        )
    counts: Counter[str] = Counter()
    entries = _entries(path, rows, counts)
    if not entries:
        raise InputError(
            es=f"{path}: no hay ningún resultado debajo del encabezado; exporte una cuenta o un curso que los tenga",
            en=f"{path}: there is no outcome below the header; export an account or course that has some",
        )
    sha256 = digest([(path.name, read_bytes(path))])
    return Framework(
        name=name,
        title=path.stem,
        version=sha256[:12],
        sha256=sha256,
        source=path.name,
        competencies=_competencies(entries, counts),
        skipped=told(counts, DEFECTS),
    )


def _entries(path: Path, rows: Sequence[tuple[int, list[str]]], counts: Counter[str]) -> list[_Entry]:
    names = [cell.strip().lower() for cell in rows[0][1]]
    end = names.index("ratings") if "ratings" in names else len(names)
    entries = []
    for line, cells in rows[1:]:
        row = dict(zip(names[:end], [*cells, *[""] * end], strict=False))
        if row["object_type"].strip().lower() not in {"outcome", "group"}:
            raise InputError(
                es=f"{path}: línea {line}: object_type es «{row['object_type']}»; escriba outcome o group",
                en=f"{path}: line {line}: object_type is '{row['object_type']}'; write outcome or group",
            )
        if row.get("workflow_state", "").strip().lower() == "deleted":
            counts["deleted"] += 1
        elif (entry := _entry(row, [cell for cell in cells[end:] if cell], counts)) is not None:
            entries.append(entry)
    return entries


def _entry(row: dict[str, str], ratings: list[str], counts: Counter[str]) -> _Entry | None:
    parts, description = unmarked(row.get("description", ""))
    code, title = parts.get("code") or clean(row["vendor_guid"]), plain(row["title"])
    statement = parts.get("statement") or title.removeprefix(f"{code} ")
    if not code and not statement:
        counts["empty"] += 1
        return None
    counts["no guid"] += not code
    counts["no title"] += not statement
    return _Entry(row, ratings, code or statement, statement or code, parts.get("description") or description)


def _competencies(entries: Sequence[_Entry], counts: Counter[str]) -> tuple[Competency, ...]:
    codes = list(unique([entry.code for entry in entries]))
    counts["repeated"] += sum(code != entry.code for code, entry in zip(codes, entries, strict=True))
    by_code = dict(zip(codes, entries, strict=True))
    first: dict[str, str] = {}
    for code, entry in by_code.items():
        first.setdefault(clean(entry.row["vendor_guid"]), code)
    above = {code: _above(entry.row, first, counts) for code, entry in by_code.items()}
    parents = {code: next(iter(of), None) for code, of in above.items()}
    for cycle in cycles(parents):
        counts["cycles"] += 1
        parents[cycle[0]] = None
    language = language_of_all(entry.statement for entry in entries)
    return tuple(
        Competency(
            code=code,
            statement=by_code[code].statement,
            kind=by_code[code].row["object_type"].strip().lower(),
            parent=parents[code],
            language=language,
            description=by_code[code].description,
            broader=tuple(up for up in above[code] if up not in {parents[code], code}),
            extra=_kept(by_code[code]),
        )
        for code in in_order(codes, parents, dict.fromkeys(codes, 0))
    )


def _above(row: Mapping[str, str], codes: Mapping[str, str], counts: Counter[str]) -> list[str]:
    wanted = row.get("parent_guids", "").split()
    counts["orphans"] += sum(guid not in codes for guid in wanted)
    return list(dict.fromkeys(codes[guid] for guid in wanted if guid in codes))


def _kept(entry: _Entry) -> dict[str, Any]:
    kept: dict[str, Any] = {name: entry.row[name] for name in KEPT if entry.row.get(name, "").strip()}
    if plain(entry.row["title"]) == entry.statement:
        kept["title"] = entry.row["title"]  # without the code before it
    if entry.ratings:
        kept["ratings"] = entry.ratings
    return {"canvas": kept} if kept else {}
