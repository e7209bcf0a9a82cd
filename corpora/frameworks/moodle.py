"""Moodle: the CSV of a competency framework, 14 columns known by their position, since their headers are translated.

What Moodle's own importer drops in silence is read here where it can be and counted: rows without an ID number or
a short name, repeated ID numbers, parents that are not there, cycles. Columns that curmap does not use (scales, rules,
cross-references) stay in `extra["moodle"]`, and the Moodle writer gives them back.
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
from corpora.frameworks.markup import plain, unmarked, without_marked
from corpora.frameworks.platform import begins_with, language_of_all, read_csv
from corpora.records import Competency, Framework
from corpora.text import clean

# In the order of tool_lpimportcsv's importer (Moodle 3.2 and later).
COLUMNS = (
    "parentidnumber", "idnumber", "shortname", "description", "descriptionformat", "scalevalues",
    "scaleconfiguration", "ruletype", "ruleoutcome", "ruleconfig", "relatedidnumbers", "exportid", "isframework",
    "taxonomies",
)  # fmt: skip
KEPT = COLUMNS[5:12]
FEWEST = 12
"""Columns of a header: older exports lack the last ones."""
DEFECTS = defects(
    """
    no id | ID number | filas sin número ID, nombradas por su texto: {n} | rows without ID, named by text: {n}
    repeated | ID number | números ID repetidos, numerados: {n} | repeated ID numbers, numbered: {n}
    no name | Short name | filas sin nombre corto, nombradas por su número ID: {n} |
        rows without short name, named by ID: {n}
    empty | CSV | filas sin número ID ni texto, no usadas: {n} | rows with neither ID nor text, not used: {n}
    orphans | Parent ID number | filas cuyo padre no está, puestas en la raíz: {n} |
        rows whose parent is missing, put at the root: {n}
    cycles | Parent ID number | ciclos de la jerarquía, abiertos: {n} | cycles in the hierarchy, opened: {n}
    no framework | Is framework | falta la fila del marco: se usó el nombre del archivo |
        the framework's row is missing: the file names it
    frameworks | Is framework | filas de marco de más, no usadas: {n} | further framework rows, not used: {n}
    """
)

Row = dict[str, str]


@dataclass(slots=True)
class _Entry:
    """A row with what was read from it."""

    row: Row
    code: str
    statement: str
    description: str


def recognises(path: Path) -> bool:
    """Whether it is a CSV of so many columns with the framework's row near its beginning."""
    if not path.is_file():
        return False
    rows = begins_with(path, lambda cells: len(cells) >= FEWEST, rows=50)
    return any(_is_framework(row) and '"scaleid"' in row["scaleconfiguration"] for row in map(_row, _below(rows)))


def load(paths: Sequence[Path], *, name: str) -> Framework:
    """Read one Moodle framework.

    Args:
        paths: one CSV file; comma, semicolon or tab; UTF-8, UTF-16 or cp1252.
        name: of the framework.

    Raises:
        InputError: unreadable, damaged, too few columns, no competencies.
    """
    path = only_one(paths, "Moodle")
    rows = read_csv(path, lambda cells: len(cells) >= FEWEST)
    if rows is None:
        raise InputError(
            es=f"{path}: línea 1: no tiene las {len(COLUMNS)} columnas de un marco de Moodle; expórtelo de nuevo desde "
            "Administración, Competencias, Exportar marco",
            en=f"{path}: line 1: does not have the {len(COLUMNS)} columns of a Moodle framework; export it again from "
            "Administration, Competencies, Export competency framework",
        )
    counts: Counter[str] = Counter()
    found = [_row(cells) for cells in _below(rows)]
    framework = next((row for row in found if _is_framework(row)), None)
    counts["no framework"] = framework is None
    counts["frameworks"] = max(sum(map(_is_framework, found)) - 1, 0)
    competencies = _competencies(path, [row for row in found if not _is_framework(row)], framework or {}, counts)
    parts, _ = unmarked((framework or {}).get("description", ""))
    about = {**(framework or {}), "description": without_marked((framework or {}).get("description", ""))}
    sha256 = digest([(path.name, read_bytes(path))])
    return Framework(
        name=name,
        title=parts.get("title") or plain((framework or {}).get("shortname", "")) or path.stem,
        version=parts.get("version") or sha256[:12],
        sha256=sha256,
        source=path.name,
        competencies=competencies,
        licence=parts.get("licence", ""),
        skipped=told(counts, DEFECTS),
        extra=_kept(about, ("idnumber", "description", "taxonomies", *KEPT)),
    )


def _below(rows: Sequence[tuple[int, list[str]]]) -> list[list[str]]:
    return [cells for _, cells in rows[1:]]


def _row(cells: Sequence[str]) -> Row:
    """Column to cell; missing ones are empty, as for Moodle."""
    return dict(zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False))


def _is_framework(row: Mapping[str, str]) -> bool:
    return row["isframework"].strip().lower() not in {"", "0", "false", "falso", "no"}


def _competencies(path: Path, rows: Sequence[Row], framework: Row, counts: Counter[str]) -> tuple[Competency, ...]:
    entries = [entry for row in rows if (entry := _entry(row, counts)) is not None]
    if not entries:
        raise InputError(
            es=f"{path}: no hay ninguna competencia debajo del encabezado; exporte un marco con competencias",
            en=f"{path}: there is no competency below the header; export a framework that has some",
        )
    codes = list(unique([entry.code for entry in entries]))
    counts["repeated"] += sum(code != entry.code for code, entry in zip(codes, entries, strict=True))
    by_code = dict(zip(codes, entries, strict=True))
    first: dict[str, str] = {}
    for code, entry in by_code.items():
        first.setdefault(clean(entry.row["idnumber"]), code)
    parents = {code: _parent(entry.row, first, counts) for code, entry in by_code.items()}
    for cycle in cycles(parents):
        counts["cycles"] += 1
        parents[cycle[0]] = None
    order = in_order(codes, parents, dict.fromkeys(codes, 0))
    kinds = [kind.strip().lower() for kind in framework.get("taxonomies", "").split(",") if kind.strip()]
    language = language_of_all(entry.statement for entry in entries)
    depths: dict[str, int] = {}
    made = []
    for code in order:
        entry, parent = by_code[code], parents[code]
        depths[code] = 0 if parent is None else depths[parent] + 1
        made.append(
            Competency(
                code=code,
                statement=entry.statement,
                kind=kinds[min(depths[code], len(kinds) - 1)] if kinds else "competency",
                parent=parent,
                language=language,
                description=entry.description,
                extra=_kept(entry.row, KEPT),
            )
        )
    return tuple(made)


def _entry(row: Row, counts: Counter[str]) -> _Entry | None:
    parts, description = unmarked(row["description"])
    statement = parts.get("statement") or plain(row["shortname"])
    code = parts.get("code") or clean(row["idnumber"])
    if not code and not statement:
        counts["empty"] += 1
        return None
    counts["no id"] += not code
    counts["no name"] += not statement
    return _Entry(row, code or statement, statement or code, parts.get("description") or description)


def _parent(row: Row, codes: Mapping[str, str], counts: Counter[str]) -> str | None:
    wanted = clean(row["parentidnumber"])
    counts["orphans"] += bool(wanted) and wanted not in codes
    return codes.get(wanted) if wanted else None


def _kept(row: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    kept = {name: row[name] for name in names if row.get(name, "").strip()}
    return {"moodle": kept} if kept else {}
