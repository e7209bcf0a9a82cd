"""The registry of Mexican competency standards (RENEC): the list of codes and titles that CONOCER publishes as JSON.

Each row has `codigo, nivel, titulo, comite, secProductivo, idEstandarCompetencia`. With the title alone a programme can
be related to a standard, never be said to cover it: every entry is `title_only`. A fetched list is kept, so that work
goes on offline.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora import json_text
from corpora.errors import InputError
from corpora.files import peek, read_bytes, skipped_entries
from corpora.frameworks.hierarchy import make_framework
from corpora.records import Competency, Framework, Label, Skipped, Text
from corpora.text import clean
from corpora.translation import _

_SECONDS = 60.0  # for each wait
ADDRESS = "https://conocer.gob.mx/CONOCERBACKCITAS/sectoresProductivos/getEstandaresAll"
TITLE = "Registro Nacional de Estándares de Competencia (RENEC)"
CODE = re.compile(r"\b(EC[A-Z]?)(?:\s*|-)(\d{4})(?:[._-](\d{2}))?(?![\w-])", re.IGNORECASE)
LEVELS = {"1", "2", "3", "4", "5"}
# Count → the column it concerns, and how it is told.
_DEFECTS = {
    "codes": ("codigo", _("codes in another form, normalised: {n}")),
    "odd codes": ("codigo", _("codes of an unknown form, left as they are: {n}")),
    "no code": ("codigo", _("rows without a code, not used: {n}")),
    "no title": ("titulo", _("rows without a title, not used: {n}")),
    "titles": ("titulo", _("titles with stray spaces, cleaned: {n}")),
    "repeated": ("codigo", _("rows of a repeated code, merged into the first: {n}")),
    "levels": ("nivel", _("levels other than 1 to 5, left empty: {n}")),
    "rows": ("JSON", _("rows that are no objects, not used: {n}")),
}


def recognises(path: Path) -> bool:
    """Return whether it is a JSON list of objects with `codigo` and `titulo`, or a folder with such a file."""
    if path.is_dir():
        return any(recognises(file) for file in path.glob("*.json"))
    head = peek(path, 4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[") and b'"codigo"' in head and b'"titulo"' in head


def load(paths: Sequence[Path], *, name: str, address: str | None = None, cache: Path | None = None) -> Framework:
    """Read the registry's list from JSON files as it serves them, or folders with them; without a path fetch it.

    It is fetched from `ADDRESS` or another; `cache` is the folder that keeps a fetched list for the next time without
    network, by default the user's. Raises InputError.
    """
    address = address or ADDRESS
    skipped: tuple[Skipped, ...] = ()
    if paths:
        files: dict[Path, bytes] = {}
        for path in paths:
            lists = sorted(filter(recognises, path.glob("*.json"))) if path.is_dir() else [path]
            if not lists:
                raise InputError(
                    "{path}: the folder does not hold the RENEC list (JSON); download it from {address}",
                    path=path,
                    address=ADDRESS,
                )
            files |= {file: read_bytes(file) for file in lists}
        rows = [row for file, data in files.items() for row in _parse(data, str(file))]
        read = [(file.name, data) for file, data in files.items()]
        source = ", ".join(file for file, _unused in read)
    else:
        data, fault = _fetch(address, cache)
        read, rows, source = [("renec.json", data)], _parse(data, address), address
        if fault is not None:
            skipped = (Skipped(address, _("{said}; the cached copy was used", said=fault)),)
    counts: Counter[str] = Counter()
    competencies = _standards(rows, counts)
    if not competencies:
        raise InputError(
            "{source}: there is no standard with code and title; download the list again from {address}",
            source=source,
            address=address,
        )
    return make_framework(
        name,
        TITLE,
        read,
        competencies,
        source=source,
        licence="CONOCER, registro público",
        skipped=skipped + skipped_entries(counts, _DEFECTS),
    )


def standard_code(text: str) -> str | None:
    """Return the code of a standard or mark in one form ("EC0217_01 " gives "EC0217.01"), None for another text."""
    match = CODE.fullmatch(clean(text))
    return match and _normalised(match)


def standard_codes(text: str) -> list[str]:
    """Return the codes in a text, each in that form."""
    return [*map(_normalised, CODE.finditer(clean(text)))]


def _normalised(code: re.Match[str]) -> str:
    return code[1].upper() + code[2] + (f".{code[3]}" if code[3] else "")


def _fetch(address: str, cache: Path | None) -> tuple[bytes, Text | None]:
    """Return the list from an address, or the copy of the last time and why it was taken; raises InputError.

    The copy is written whole or not at all, and its name says of which address it is.
    """
    if cache is None:
        from platformdirs import user_cache_path

        cache = user_cache_path("curmap", appauthor=False)
    copy = cache / f"renec-{hashlib.sha256(address.encode()).hexdigest()[:12]}.json"
    data = _download(address)
    if isinstance(data, bytes) and _rows(data) is None:
        data = _("the answer is not the list that was expected")
    if isinstance(data, Text):
        with suppress(OSError):
            return copy.read_bytes(), data
        raise InputError(
            "{address}: {text}; open it in a browser, save the answer and give that file's path",
            address=address,
            text=data,
        )
    temporary = copy.with_name(f".{copy.name}.{uuid.uuid4().hex}")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(copy)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise InputError(
            "{copy}: cannot be written ({strerror}); free some disk space or check the permissions",
            copy=copy,
            strerror=error.strerror,
        ) from error
    return data, None


def _download(address: str) -> bytes | Text:
    """Return what the address answers, or why there is no whole answer."""
    if not address.startswith(("http://", "https://")):
        return _("is no http or https address")
    request = urllib.request.Request(address, headers={"User-Agent": "curriculum-mapper", "Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            data: bytes = answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return _("the server answered {code}", code=error.code)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _("could not be downloaded ({reason})", reason=getattr(error, "reason", None) or error)
    return data


def _rows(data: bytes) -> list[Any] | None:
    """Return the rows of the registry's list, None of other data."""
    rows = json_text.attempt(data)
    listed = isinstance(rows, list) and any(isinstance(row, dict) and {"codigo", "titulo"} <= set(row) for row in rows)
    return rows if listed else None


def _parse(data: bytes, source: str) -> list[Any]:
    if (rows := _rows(data)) is None:
        raise InputError(
            "{source}: is not the RENEC list (JSON with 'codigo' and 'titulo'); download it from {address}",
            source=source,
            address=ADDRESS,
        )
    return rows


def _standards(rows: Sequence[Any], counts: Counter[str]) -> tuple[Competency, ...]:
    standards: dict[str, Competency] = {}
    objects = [row for row in rows if isinstance(row, dict)]
    counts["rows"] = len(rows) - len(objects)
    for row in objects:
        if (standard := _standard(row, counts)) is None:
            continue
        first = standards.setdefault(standard.code, standard)
        if first is not standard:
            # The first row, with what it lacks from the later one; another title is kept as another label.
            counts["repeated"] += 1
            known = {first.statement.casefold(), *(label.text.casefold() for label in first.labels)}
            other = () if standard.statement.casefold() in known else (Label(standard.statement, "es"),)
            standards[standard.code] = replace(
                first,
                level=first.level or standard.level,
                labels=first.labels + other,
                extra={**standard.extra, **first.extra},
            )
    return tuple(standards.values())


def _standard(row: Mapping[str, Any], counts: Counter[str]) -> Competency | None:
    keys = ("codigo", "titulo", "nivel", "comite", "secProductivo", "idEstandarCompetencia")
    printed = {key: str(row.get(key) or "") for key in keys}
    cells = {key: clean(text) for key, text in printed.items()}
    if not cells["codigo"] or not cells["titulo"]:
        counts["no title" if cells["codigo"] else "no code"] += 1
        return None
    code = standard_code(printed["codigo"])
    counts["odd codes"] += code is None
    counts["codes"] += code is not None and code != printed["codigo"]
    counts["titles"] += cells["titulo"] != printed["titulo"]
    counts["levels"] += cells["nivel"] not in LEVELS
    extra = {"sector": cells["secProductivo"], "committee": cells["comite"], "id": cells["idEstandarCompetencia"]}
    return Competency(
        code=code or cells["codigo"],
        statement=cells["titulo"],
        kind="standard",
        level=cells["nivel"] if cells["nivel"] in LEVELS else None,
        title_only=True,
        extra={key: text for key, text in extra.items() if text},
    )
