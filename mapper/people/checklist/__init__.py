"""A standard gone through by a person, criterion by criterion: what the sheet asks, and what becomes of the answers.

Here are the records of what people decided of criteria and passages, and what reports keep of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpora import Skipped, Text

Taught = Literal["covered", "partly", "not_found"]
"""A person's word on a criterion; "not_found" where they say that it is not taught."""
Mark = Literal["yes", "partly", "no"]  # a person's word on a passage: whether it teaches the criterion
GRADED: Mapping[int, Mark] = {2: "yes", 1: "partly", 0: "no"}
"""The word that a grade in a reviewed workbook stands for (`eval.benchmarks.reviewed`)."""
Key = tuple[str, str]  # a competency: framework and code


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one review says of one criterion or competency."""

    statement: str  # its wording when it was decided, "" where the review does not tell
    state: Taught | None  # of the criterion; None where only passages were marked
    marks: Mapping[str, Mark]  # by the passage's text id
    by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # text id, or `DOCUMENT` of the state → people

    @property
    def disputed(self) -> bool:
        """Return whether people differ in it: nothing is said, then, but by whom."""
        return self.state is None and not self.marks


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A passage as a review shows it."""

    text: str
    language: str | None  # "es", "en", or None if unknown
    page: int | None = None  # None where the review does not tell
    section: str = ""  # the headings above it, "" likewise


@dataclass(frozen=True, slots=True)
class CriterionDecision:
    """What a person decided of one criterion of this document.

    Attributes:
        state: their word, or what their marks amount to; None where passages were only rejected, or people differ.
        by: names of those who decided, or of the file where it does not name them.
        yes: ids of the passages that teach it, wholly or in part.
        no: ids of those that do not.
        before: state without the review.
        computed: probability without the review.
        said: their word alone; None where they only marked passages.
        partly: of the passages that teach it those that do so in part.
    """

    state: Taught | None
    by: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    before: str
    computed: float
    said: Taught | None = None
    partly: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Return whether people differ in it, so that it counts neither as taught nor as missing."""
        return self.state is None and not (self.yes or self.no)

    @property
    def marks(self) -> Mapping[str, Mark]:
        """Return what was said of each passage, by its id."""
        found: dict[str, Mark] = {}
        for ids, mark in ((self.yes, "yes"), (self.no, "no"), (self.partly, "partly")):
            found |= dict.fromkeys(ids, mark)  # type: ignore[arg-type]
        return found


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """What a report took from reviews.

    Attributes:
        files: name and SHA-256 of each.
        criteria: how many criteria were decided on the document of the report itself.
        passages: how many marks on passages count there.
        informing: decisions on other documents that inform the probabilities.
        skipped: what counts for nothing, and why.
        notes: all of this in sentences.
    """

    files: tuple[tuple[str, str], ...]
    criteria: int
    passages: int
    informing: int
    skipped: tuple[Skipped, ...]
    notes: tuple[Text, ...]
