"""A passage as it stands in its document: the words that carry its matches, and what is said around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora import Document, Passage
from mapper.records import Match


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a passage's text.

    Attributes:
        text: its characters; the segments of a passage joined are its text.
        matches: numbers, from 0, of the matches whose evidence it belongs to.
    """

    text: str
    matches: tuple[int, ...]


def segments(text: str, matches: Sequence[Match]) -> tuple[Segment, ...]:
    """A text cut where some evidence begins or ends; what of an evidence lies outside the text is left out."""
    spans = [
        (max(start, 0), min(end, len(text)), number)
        for number, match in enumerate(matches)
        for start, end in match.evidence
        if max(start, 0) < min(end, len(text))
    ]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return tuple(
        Segment(text[a:b], tuple(sorted({number for start, end, number in spans if start <= a and b <= end})))
        for a, b in pairwise(cuts)
    )


def evidence(text: str, match: Match) -> str:
    """The words of one match's evidence, in the text's order."""
    return " … ".join(segment.text.strip() for segment in segments(text, [match]) if segment.matches)


def around(document: Document, passage: Passage, longest: int) -> tuple[str, str]:
    """What the document says before and after a passage: the rest of its line and the next one.

    Args:
        document: that the passage comes from.
        passage: the passage.
        longest: characters on each side at most, in whole words.
    """
    before = document.text[max(0, passage.start - longest) : passage.start]
    if passage.start > longest and before.count("\n") < 2:
        # The first word may be the end of a longer one.
        before = "… " + re.sub(r"^\S*\s*", "", before)
    after = document.text[passage.end : passage.end + longest]
    if passage.end + longest < len(document.text) and after.count("\n") < 2:
        after = re.sub(r"\s*\S*$", "", after) + " …"
    return "\n".join(before.split("\n")[-2:]), "\n".join(after.split("\n")[:2])
