"""A judge for what similarity cannot tell: questions to a reader, and answers that count only with verified quotations.

Here is what reports keep of a judge: the verdict on one criterion or match, and what was asked of whom. `protocol` says
what a question and an answer are and what a reader is told; `asking` asks, by a file or through `endpoint`, and
remembers; `criteria` puts the questions of a report or mapping and the verdicts into it, `measure` says how far a
reader can be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpora import Skipped, Text


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that stand in a passage, as it was sent: `passage` is its id."""

    passage: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says; every quotation was found in its passage.

    Attributes:
        state: of a criterion covered, partly or absent; of a match yes or no, a person's also partly.
        reader: name of the model or person.
        quotations: none where nothing was found.
        why: the reader's sentence, in the language asked.
        before: of a criterion the state that its score gave it, "" of a match.
        calibrated: whether the probability beside it was measured for this reader; else it is the score's.
    """

    state: str
    reader: str
    quotations: tuple[Quotation, ...]
    why: str
    before: str = ""
    calibrated: bool = False

    @property
    def quoted(self) -> tuple[str, ...]:
        """Return the words quoted."""
        return tuple(quotation.text for quotation in self.quotations)


@dataclass(frozen=True, slots=True)
class Judging:
    """What was asked of a judge for a report.

    Attributes:
        reader: name of the model or person.
        guidelines: their edition.
        calibrated: answers of known truth that its probabilities rest on, 0 where they are not calibrated.
        questions: that were to be answered.
        answered: of these.
        sent: address → questions that went there; empty where a file was read.
        left: whether an address is of another computer.
        unanswered: what has no verdict, and why.
        over_budget: questions that were not asked because the budget was spent.
        withheld: passages that were not shown to the reader because they give it orders.
        notes: all of this in sentences.
    """

    reader: str
    guidelines: str
    calibrated: int
    questions: int
    answered: int
    sent: tuple[tuple[str, int], ...]
    left: bool
    unanswered: tuple[Skipped, ...]
    over_budget: int
    withheld: int
    notes: tuple[Text, ...] = ()
