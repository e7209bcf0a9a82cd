"""A review as one JSON file: the mapping, the document's text and the whole history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from corpora import InputError
from mapper.review.records import VERDICTS, Decision, Seen
from mapper.web.programmes import Programme

FORMAT = "curmap-review-1"
"""What a review's JSON calls itself."""


def dumps(programme: Programme, rows: Sequence[Decision]) -> bytes:
    """The file's bytes."""
    content = {
        "format": FORMAT,
        "name": programme.name,
        "alignment": programme.alignment,
        "text": programme.text,
        "history": [asdict(row) for row in rows],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def loads(content: bytes, name: str) -> tuple[str, str, str, list[Decision]]:
    """The programme's name, its alignment.json, the document's text and the history.

    Args:
        content: the file's bytes.
        name: what the user calls the file, for the message.

    Raises:
        InputError: it is no review, or not a whole one.
    """
    try:
        values = json.loads(content)
        if values["format"] != FORMAT:
            raise _not_one(name)
        rows = [_decision(row) for row in values["history"]]
        alignment, text = values["alignment"], str(values["text"])
        for passage in alignment["passages"]:
            if text[passage["start"] : passage["end"]] != passage["text"]:
                raise _not_one(name)
        _ = alignment["document"]["sha256"], alignment["encoder"]["revision"], alignment["settings"]
        return str(values["name"]), json.dumps(alignment, ensure_ascii=False), text, rows
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_one(name) from error


def _decision(values: dict[str, Any]) -> Decision:
    row = Decision(**{**values, "seen": Seen(**values["seen"])})
    if row.verdict not in VERDICTS:
        raise ValueError(row.verdict)
    return row


def _not_one(name: str) -> InputError:
    return InputError(
        es=f"{name}: no es una revisión descargada de esta página, o está incompleta; descárguela otra vez",
        en=f"{name}: it is no review downloaded from this page, or not a whole one; download it again",
    )
