"""A review as one JSON file: the mapping, the document's text and the whole history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpora import InputError
from mapper.review.records import Decision
from mapper.web.isolated import Tell
from mapper.web.programmes import Programme

FORMAT = "curmap-review-1"
"""What a review's JSON calls itself."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A review as it was kept.

    Attributes:
        name: of the programme's file.
        alignment: its alignment.json.
        text: the document's text.
        shown: what the mapping shows of each standard, None where it was not told.
        rows: the history.
    """

    name: str
    alignment: str
    text: str
    shown: list[dict[str, Any]] | None
    rows: list[Decision]


def dumps(programme: Programme, rows: Sequence[Decision]) -> bytes:
    """The file's bytes."""
    content = {
        "format": FORMAT,
        "name": programme.name,
        "alignment": programme.alignment,
        "text": programme.text,
        "shown": programme.shown,
        "history": [asdict(row) for row in rows],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def read(name: str, _: Tell) -> Kept:
    """Read one in the current folder: a function for `run_isolated`.

    Raises:
        InputError: it is no review, or not a whole one.
    """
    return loads(Path(name).read_bytes(), name)


def loads(content: bytes, name: str) -> Kept:
    """A review from its bytes.

    Args:
        content: the file's bytes.
        name: what the user calls the file, for the message.

    Raises:
        InputError: it is no review, or not a whole one.
    """
    try:
        found = _File.model_validate_json(content)
        values = json.loads(content)
    except ValueError as error:
        raise _not_one(name) from error
    if any(found.text[p.start : p.end] != p.text for p in found.alignment.passages):
        raise _not_one(name)
    alignment = json.dumps(values["alignment"], ensure_ascii=False)
    return Kept(found.name, alignment, found.text, values.get("shown"), found.history)


class _Values(BaseModel):
    """What the page relies on in a file that anyone may have written; what else stands there is kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class _Match(_Values):
    model_config = ConfigDict(extra="forbid", strict=True)

    framework: str
    code: str
    statement: str
    probability: Annotated[float, Field(ge=0, le=1)]
    score: float
    evidence: list[tuple[int, int]]


class _Passage(_Values):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    text_id: str
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    page: int | None
    box: tuple[float, float, float, float] | None
    section: list[str]
    role: Literal["competency", "outcome", "criterion", "content", "activity", "evaluation", "other"]
    language: str | None
    matches: list[_Match]


class _Document(_Values):
    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Framework(_Values):
    name: str
    version: str
    sha256: str


class _Encoder(_Values):
    name: str
    revision: str


class _Alignment(_Values):
    document: _Document
    settings: dict[str, Any]
    frameworks: list[_Framework]
    encoder: _Encoder
    passages: list[_Passage]


class _Criterion(_Values):
    code: str
    state: Literal["covered", "partly", "not_found", "uncertain"]
    probability: float
    why: dict[Literal["es", "en"], str]


class _Interval(_Values):
    value: float
    low: float
    high: float


class _Standard(_Values):
    framework: str
    code: str
    share: _Interval | None
    chance: float
    criteria: list[_Criterion]


class _File(_Values):
    format: Literal["curmap-review-1"]
    name: str
    alignment: _Alignment
    text: str
    shown: list[_Standard] | None = None
    history: list[Decision]


def _not_one(name: str) -> InputError:
    return InputError(
        es=f"{name}: no es una revisión descargada de esta página, o está incompleta; descárguela otra vez",
        en=f"{name}: it is no review downloaded from this page, or not a whole one; download it again",
    )
