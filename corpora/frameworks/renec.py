"""The registry of Mexican competency standards (RENEC): the list of codes and titles that CONOCER publishes as JSON.

Each row has `codigo, nivel, titulo, comite, secProductivo, idEstandarCompetencia`. With the title alone a programme can
be related to a standard, never be said to cover it: every entry is `title_only`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora import json_text
from corpora.errors import InputError
from corpora.files import defects, digest, read_bytes, told
from corpora.frameworks.download import Fetched, fetch
from corpora.records import Competency, Framework, Label, Skipped, Text
from corpora.text import clean

ADDRESS = "https://conocer.gob.mx/CONOCERBACKCITAS/sectoresProductivos/getEstandaresAll"
TITLE = "Registro Nacional de Estándares de Competencia (RENEC)"
CODE = re.compile(r"(EC[A-Z]?)\s*(\d{4})(?:[._](\d{2}))?")
LEVELS = {"1", "2", "3", "4", "5"}
# Count → the column it concerns, and how it is told.
DEFECTS = defects(
    """
    codes | codigo | códigos escritos de otra forma, normalizados: {n} | codes in another form, normalised: {n}
    odd codes | codigo | códigos de forma desconocida, dejados igual: {n} |
        codes of an unknown form, left as they are: {n}
    no code | codigo | filas sin código, no usadas: {n} | rows without a code, not used: {n}
    no title | titulo | filas sin título, no usadas: {n} | rows without a title, not used: {n}
    titles | titulo | títulos con espacios o saltos de más, limpiados: {n} | titles with stray spaces, cleaned: {n}
    repeated | codigo | filas de un código repetido, unidas a la primera: {n} |
        rows of a repeated code, merged into the first: {n}
    levels | nivel | niveles que no son de 1 a 5, dejados vacíos: {n} | levels other than 1 to 5, left empty: {n}
    rows | JSON | filas que no son objetos, no usadas: {n} | rows that are no objects, not used: {n}
    """
)


def recognises(path: Path) -> bool:
    """Whether it is a JSON list of objects with `codigo` and `titulo`, or a folder with such a file."""
    if path.is_dir():
        return any(recognises(file) for file in path.glob("*.json"))
    try:
        with path.open("rb") as file:
            head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return False
    return head.startswith(b"[") and b'"codigo"' in head and b'"titulo"' in head


def load(paths: Sequence[Path], *, name: str, address: str = ADDRESS, cache: Path | None = None) -> Framework:
    """Read the registry's list.

    Args:
        paths: JSON files as the registry serves them, or folders with them; none fetches the list.
        name: of the framework.
        address: from which it is fetched.
        cache: folder in which a fetched list is kept for the next time without network; by default the user's.

    Raises:
        InputError: no such list; or it can be neither fetched nor found in the cache.
    """
    skipped: tuple[Skipped, ...] = ()
    if paths:
        files = [file for path in paths for file in _files(path)]
        read = [(file.name, read_bytes(file)) for file in files]
        rows = [row for file, (_, data) in zip(files, read, strict=True) for row in _parse(data, str(file))]
        source = ", ".join(file for file, _ in read)
    else:
        fetched = _fetch(address, cache)
        read, rows, source = [("renec.json", fetched.data)], _parse(fetched.data, address), address
        if fetched.fault is not None:
            fault = fetched.fault
            skipped = (
                Skipped(
                    address, Text(f"{fault.es}; se usó la copia guardada", f"{fault.en}; the cached copy was used")
                ),
            )
    counts: Counter[str] = Counter()
    competencies = _standards(rows, counts)
    if not competencies:
        raise InputError(
            es=f"{source}: no hay ningún estándar con código y título; descargue de nuevo la lista de {address}",
            en=f"{source}: there is no standard with code and title; download the list again from {address}",
        )
    sha256 = digest(read)
    return Framework(
        name=name,
        title=TITLE,
        version=sha256[:12],
        sha256=sha256,
        source=source,
        competencies=competencies,
        licence="CONOCER, registro público",
        skipped=skipped + told(counts, DEFECTS),
    )


def standard_code(text: str) -> str | None:
    """The code of a standard or mark in one form ("EC0217_01 " gives "EC0217.01"), None if it has no such form."""
    match = CODE.fullmatch(clean(text).upper())
    return match and match[1] + match[2] + (f".{match[3]}" if match[3] else "")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.glob("*.json") if recognises(file))
    if not files:
        raise InputError(
            es=f"{path}: la carpeta no tiene la lista del RENEC (JSON); descárguela de {ADDRESS}",
            en=f"{path}: the folder does not hold the RENEC list (JSON); download it from {ADDRESS}",
        )
    return files


def _fetch(address: str, cache: Path | None) -> Fetched:
    if cache is None:
        from platformdirs import user_cache_path

        cache = user_cache_path("curmap", appauthor=False)
    return fetch(address, cache, file="renec.json", check=lambda data: _parse(data, address))


def _parse(data: bytes, source: str) -> list[Any]:
    try:
        rows = json_text.parse(data)
    except ValueError:
        rows = None
    if not isinstance(rows, list) or not any(
        isinstance(row, dict) and {"codigo", "titulo"} <= set(row) for row in rows
    ):
        raise InputError(
            es=f"{source}: no es la lista del RENEC (JSON con «codigo» y «titulo»); descárguela de {ADDRESS}",
            en=f"{source}: is not the RENEC list (JSON with 'codigo' and 'titulo'); download it from {ADDRESS}",
        )
    return rows


def _standards(rows: Sequence[Any], counts: Counter[str]) -> tuple[Competency, ...]:
    standards: dict[str, Competency] = {}
    for row in rows:
        if not isinstance(row, dict):
            counts["rows"] += 1
            continue
        standard = _standard(row, counts)
        if standard is None:
            continue
        if standard.code in standards:
            counts["repeated"] += 1
            standard = _merged(standards[standard.code], standard)
        standards[standard.code] = standard
    return tuple(standards.values())


def _standard(row: Mapping[str, Any], counts: Counter[str]) -> Competency | None:
    printed = {key: str(row.get(key) or "") for key in ("codigo", "titulo", "nivel", "comite", "secProductivo")}
    cells = {key: clean(text) for key, text in printed.items()}
    if not cells["codigo"] or not cells["titulo"]:
        counts["no title" if cells["codigo"] else "no code"] += 1
        return None
    code = standard_code(printed["codigo"])
    counts["odd codes"] += code is None
    counts["codes"] += code is not None and code != printed["codigo"]
    counts["titles"] += cells["titulo"] != printed["titulo"]
    counts["levels"] += cells["nivel"] not in LEVELS
    extra = {
        "sector": cells["secProductivo"],
        "committee": cells["comite"],
        "id": clean(str(row.get("idEstandarCompetencia") or "")),
    }
    return Competency(
        code=code or cells["codigo"],
        statement=cells["titulo"],
        kind="standard",
        level=cells["nivel"] if cells["nivel"] in LEVELS else None,
        title_only=True,
        extra={key: text for key, text in extra.items() if text},
    )


def _merged(first: Competency, again: Competency) -> Competency:
    """The first row, with what it lacks from the later one; another title is kept as another label."""
    known = {first.statement.casefold(), *(label.text.casefold() for label in first.labels)}
    other = () if again.statement.casefold() in known else (Label(again.statement, "es"),)
    return replace(
        first,
        level=first.level or again.level,
        labels=first.labels + other,
        extra={**again.extra, **first.extra},
    )
