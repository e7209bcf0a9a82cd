"""The files that curmap writes of a mapping, told apart by content."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from corpora import InputError
from corpora.frameworks.files import read_bytes
from mapper.exchange import alignment, editions
from mapper.exchange.alignment import FindFramework
from mapper.exchange.records import MappingSet


def read(path: Path, find: FindFramework) -> tuple[MappingSet, ...]:
    """The mappings of an alignment.json, a crosswalk.json or a diff.json.

    Args:
        path: the file.
        find: gives stored frameworks by name.

    Raises:
        InputError: unreadable, or none of these; names the place.
    """
    data = read_bytes(path)
    try:
        content = json.loads(data)
        # A lone surrogate may stand in JSON as an escape; no other format has a place for it.
        text = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        if isinstance(content, dict) and "changes" in content:
            return (editions.mapping_of(text, find),)
        return alignment.mappings_of(text, find)
    except (ValueError, RecursionError) as error:
        place = _place(error)
        raise InputError(
            es=f"{path}: {place}: no es un alignment.json, crosswalk.json ni diff.json de curmap; vuelva a generarlo",
            en=f"{path}: {place}: is no alignment.json, crosswalk.json or diff.json of curmap; make it again",
        ) from None


def _place(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "JSON"
    deepest = max(error.errors(include_url=False, include_input=False), key=lambda found: len(found["loc"]))
    return ".".join(str(step) for step in deepest["loc"][1:]) or "JSON"
