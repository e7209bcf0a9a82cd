"""The parts of a programme: what the walk over its blocks makes of them, and what a whole list says of its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpora.cues import tells
from corpora.practices import holds_practice
from corpora.records import Block, Document, Role
from corpora.vocabulary import Sense

_PROSE = 120
"""Characters from which a paragraph between the items of a list speaks about them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a block (or a block with its bullets) and what it is.

    Attributes:
        start: offset in the document's text, behind marker, code and label.
        end: offset behind it.
        block: the block in which it begins.
        role: what it is.
        section: titles above it.
        listed: an item of a list or table, not prose.
        sense: what the heading or lead above it names.
        group: number of that heading or lead.
        by_wording: only the wording of a sentence says what it is; its other sentences are not that.
        aside: what these are.
        coded: it has a number or code, as the subjects of a plan have.
    """

    start: int
    end: int
    block: Block
    role: Role
    section: tuple[str, ...]
    listed: bool = False
    sense: Sense | None = None
    group: int = 0
    by_wording: bool = False
    aside: Role = "other"
    coded: bool = False


def by_majority(document: Document, parts: list[Part]) -> Iterator[Part]:
    """What the greater part of a list says of the rest of it.

    Long paragraphs between the items of a list of contents speak about it, or say what learners do; alone they are the
    contents. Lines without
    credits or code between the subjects of a plan are titles.
    """
    listed: Counter[int] = Counter()
    coded = 0
    for part in parts:
        if part.role == "content":
            listed[part.group] += 1 if part.listed else -1
            if part.sense == "plan":
                coded += 1 if part.coded else -1
    for part in parts:
        text = document.text[part.start : part.end]
        prose = not part.listed and len(text) > _PROSE and text[-1] in ".:"
        aside = prose and listed[part.group] > 0 and tells(text)
        title = part.sense == "plan" and not part.coded and coded > 0
        if part.role != "content" or not (aside or title):
            yield part
        elif aside and holds_practice(text):
            yield replace(part, role="activity", by_wording=True)
        else:
            yield replace(part, role="other")
