"""A review as files: its history as CSV, judgements for `curmap eval`, and JSON that can be read back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass

from corpora import InputError, Passage
from mapper.actions import Progress
from mapper.people.review.records import Decision
from mapper.people.review.state import judgements
from mapper.reports.workbook import Losses, safe
from mapper.web.review import Review
from mapper.web.texts import PageWords

_HISTORY = (
    *("column.number", "column.action", "column.who", "column.when", "column.standing", "framework", "code"),
    *("competency", "passage", "column.note", "column.bulk", "column.undoes", "column.text_id"),
)
CALLED = ("title", "school", "folder")
"""What people call a programme, and where they put it."""


def _history(review: Review, words: PageWords) -> bytes:
    """Return the history as CSV: every decision with who took it, when and why.

    It begins with a byte order mark, so that a spreadsheet program takes it for UTF-8.
    """
    texts = {mapped.passage.text_id: mapped.passage.text for mapped in review.programme.every}
    out, losses = io.StringIO(newline=""), Losses()
    writer = csv.writer(out)
    writer.writerow(map(words, _HISTORY))
    for row in review.visible:
        about = texts.get(row.text_id, "") if row.text_id else words("did.document")
        what = (words(f"did.{row.verdict}"), row.framework, row.code, row.seen.statement, about, row.note)
        bulk = words("yes") if row.bulk else ""
        cells = (row.number, row.action, row.person, row.when, *what, bulk, row.undoes or None, row.text_id)
        writer.writerow([safe(cell, "…", losses) if isinstance(cell, str) else cell for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _qrels(review: Review, _: PageWords) -> bytes:
    """Return this person's judgements by hand in TREC's form: query, 0, document, relevance."""
    lines = [
        f"{text_id} 0 {'/'.join(key).replace(' ', '_')} {relevant}\n"
        for text_id, keys in judgements(review.rows, review.person).items()
        for key, relevant in keys.items()
    ]
    return "".join(lines).encode()


DOWNLOADS: dict[str, tuple[str, Callable[[Review, PageWords], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _history),
    "json": ("application/json", lambda review, _: review_json(review)),
    "qrels": ("text/plain; charset=utf-8", _qrels),
}
"""By suffix, the media type and what writes it."""


def review_json(review: Review) -> bytes:
    """Return mapping, text and history as JSON; uploading it gives the same programme again."""
    programme = review.programme
    content = {
        "format": "curmap-review-1",
        "name": programme.name,
        **{name: value for name in CALLED if (value := getattr(programme, name))},
        "alignment": programme.alignment,
        "text": programme.text,
        "shown": programme.shown,
        "history": [asdict(row) for row in review.visible],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def read_review(name: str, _: Progress) -> tuple[dict[str, Any], list[Decision]]:
    """Read one in the current folder: a function for `run_isolated`; raises what `loads` raises."""
    return parse_review(Path(name).read_bytes(), name)


def parse_review(content: bytes, name: str) -> tuple[dict[str, Any], list[Decision]]:
    """Return a review as `Programmes.add` takes it, and its history; `name` is what the user calls the file.

    Raises:
        InputError: it is no review, or not a whole one.
    """
    try:
        found = _File.model_validate_json(content)
        values = json.loads(content)
        if any(found.text[p.start : p.end] != p.text for p in found.alignment.passages):
            raise ValueError(name)
    except ValueError as error:
        raise InputError(
            "{name}: it is no review downloaded from this page, or not a whole one; download it again", name=name
        ) from error
    kept = found.model_dump(include={"name", *CALLED, "text"})
    alignment = json.dumps(values["alignment"], ensure_ascii=False)
    return {**kept, "alignment": alignment, "shown": values.get("shown")}, found.history


class _Values(BaseModel, extra="allow", strict=True):
    """What the page relies on in a file that anyone may have written; what else stands there is kept."""


class _Match(_Values, extra="forbid"):
    framework: str
    code: str
    statement: str
    probability: Annotated[float, Field(ge=0, le=1)]
    score: float
    evidence: list[tuple[int, int]]


@dataclass(config=ConfigDict(extra="forbid", strict=True), frozen=True, kw_only=True)
class _Passage(Passage):
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
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


class _Standard(_Values):
    framework: str
    code: str
    share: dict[Literal["value", "low", "high"], float] | None
    chance: float
    criteria: list[_Criterion]


_Called = Annotated[str, Field(max_length=200)]


class _File(_Values):
    format: Literal["curmap-review-1"]
    name: str
    title: _Called = ""
    school: _Called = ""
    folder: _Called = ""
    alignment: _Alignment
    text: str
    shown: list[_Standard] | None = None
    history: list[Decision]
