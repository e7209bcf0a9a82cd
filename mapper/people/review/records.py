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

    The `text_id` is the passage's: equal texts of one role are decided once. `DOCUMENT` is the whole document, of which
    a criterion is `accepted` (taught), `partly` taught or `rejected` (not taught).

    Verdicts: `accepted` or `rejected` a suggestion, `partly`: it corresponds in part, `added` a competency that was not
    suggested, `none`: checked, nothing corresponds; `withdrawn`: what the person said of it no longer holds; `note`:
    only its note; `undo`: takes back the action `undoes`; `settled`: the owner's word on a disputed passage, as its
    `framework` and `code` or, with both "", that nothing corresponds.
    """

    number: int  # its place in the history, rising; 0 before it has one, like its action
    action: int  # what was done at one click; the rows of a decision in bulk share it, and are undone together
    person: str
    text_id: str
    verdict: Verdict
    framework: str = ""  # of the competency, "" where the verdict is about the whole passage
    code: str = ""  # its code, "" likewise
    note: str = ""  # what the person wrote, "" for nothing
    when: str = ""  # UTC, ISO 8601 to the second
    bulk: bool = False  # whether it was one of many decided at once
    undoes: int = 0  # the action taken back by an `undo`, else 0
    seen: Seen = Seen()  # what stood before the person
