"""JSON: one object a line, or one list of objects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora import json_text
from corpora.errors import InputError
from corpora.frameworks.files import counted, read_bytes
from corpora.job_ads.tables import IsHeader, Row, Table
from corpora.readers.charset import decode


def read(path: Path, is_header: IsHeader) -> Table:  # noqa: ARG001 - keys name themselves
    """Every object as a row; lines that are none are counted.

    Raises:
        InputError: no object at all.
    """
    decoded = decode(read_bytes(path))
    values = list(_values("" if decoded is None else decoded.text))
    rows = tuple(Row(place, {str(key): item for key, item in value.items()}) for place, value in values if value)
    if not rows:
        raise InputError(
            es=f'{path}: no contiene objetos JSON; escriba uno por línea, como {{"title": "…", "description": "…"}}',
            en=f'{path}: holds no JSON objects; write one per line, like {{"title": "…", "description": "…"}}',
        )
    broken = len(values) - len(rows)
    es, en = "{n} líneas que no son un objeto JSON", "{n} lines that are no JSON object"
    columns = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    return Table(columns, rows, counted([(broken, path.name, es, en)]), broken)


def _values(text: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    if text.lstrip()[:1] == "[":
        whole = _parsed(text)
        for number, value in enumerate(whole if isinstance(whole, list) else [], 1):
            yield str(number), value if isinstance(value, dict) else None
        return
    # Not splitlines: it also parts at U+2028 and the like, which may stand within a JSON text.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            value = _parsed(line)
            yield str(number), value if isinstance(value, dict) else None


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json_text.parse(text)
    except ValueError:
        return None
