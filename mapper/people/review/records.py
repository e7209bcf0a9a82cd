"""The rows of a review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accepted", "partly", "rejected", "added", "none", "withdrawn", "note", "undo", "settled"]
DOCUMENT = ""  # in place of a passage's text id: what is said of a criterion by the document as a whole


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood before a person when they decided: of a competency the probability, None where it was not suggested.

    Encoder and matcher are by revision; "" stands where the decision is about no competency.
    """

    probability: float | None = None
    encoder: str = ""
    matcher: str = ""
    framework_version: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: it is added and never changed.

    Attributes:
        number: its place in the history, rising.
        action: what was done at one click; the rows of a decision in bulk share it, and are undone together.
        text_id: the passage's text; equal texts of one role are decided once. `DOCUMENT` for the whole document, of
            which a criterion is `accepted` (taught), `partly` taught or `rejected` (not taught).
        verdict: `accepted` or `rejected` a suggestion, `partly`: it corresponds in part, `added` a competency that was
            not suggested, `none`: checked, nothing corresponds; `withdrawn`: what the person said of it no longer
            holds; `note`: only its note; `undo`: takes back the action `undoes`; `settled`: the owner's word on a
            disputed passage, as its `framework` and `code` or, with both "", that nothing corresponds.
        framework: of the competency, "" where the verdict is about the whole passage.
        code: its code, "" likewise.
        note: what the person wrote, "" for nothing.
        when: UTC, ISO 8601 to the second.
        bulk: whether it was one of many decided at once.
        undoes: the action taken back by an `undo`, else 0.
        seen: what stood before the person.
    """

    number: int
    action: int
    person: str
    text_id: str
    verdict: Verdict
    framework: str = ""
    code: str = ""
    note: str = ""
    when: str = ""
    bulk: bool = False
    undoes: int = 0
    seen: Seen = Seen()
