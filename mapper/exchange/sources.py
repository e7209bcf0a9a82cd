"""The files that curmap writes of a mapping, told apart by content."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from corpora import InputError, Skipped, Text
from corpora.files import read_bytes
from mapper.exchange import alignment, editions, reviewed
from mapper.exchange.alignment import FindFramework
from mapper.exchange.records import MappingSet


def read(path: Path, find: FindFramework) -> tuple[MappingSet, ...]:
    """The mappings of an alignment.json, a downloaded review, a crosswalk.json or a diff.json.

    Args:
        path: the file.
        find: gives stored frameworks by name.

    Raises:
        InputError: unreadable, or none of these; names the place.
    """
    data = read_bytes(path)
    try:
        content = json.loads(data)
        if isinstance(content, dict) and content.get("format") == reviewed.FORMAT:
            content, disputed = reviewed.with_decisions(content)
            return tuple(_disputed(mapping, disputed) for mapping in alignment.mappings_of(_json(content), find))
        if isinstance(content, dict) and "changes" in content:
            return (editions.mapping_of(_json(content), find),)
        return alignment.mappings_of(_json(content), find)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        place = _place(error)
        raise InputError(
            es=f"{path}: {place}: no es un alignment.json, una revisión, un crosswalk.json ni un diff.json de curmap; "
            "vuelva a generarlo",
            en=f"{path}: {place}: is no alignment.json, review, crosswalk.json or diff.json of curmap; make it again",
        ) from None


def _json(content: object) -> bytes:
    # A lone surrogate may stand in JSON as an escape; no other format has a place for it.
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def _disputed(mapping: MappingSet, count: int) -> MappingSet:
    why = Text(
        f"correspondencias en disputa, escritas como sugerencias: {count:,}",
        f"disputed correspondences, written as suggestions: {count:,}",
    )
    return replace(mapping, skipped=(*mapping.skipped, Skipped("review", why))) if count else mapping


def _place(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "JSON"
    deepest = max(error.errors(include_url=False, include_input=False), key=lambda found: len(found["loc"]))
    return ".".join(str(step) for step in deepest["loc"][1:]) or "JSON"
