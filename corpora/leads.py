"""Lines that are no headings and name what stands below or behind them: "Contenidos:", "Objetivo: Que el alumno …"."""

from __future__ import annotations

from corpora.items import Item
from corpora.labels import run_in
from corpora.lookahead import LONGEST_LEAD
from corpora.outline import Outline
from corpora.vocabulary import Sense, name_of, sense_of

_LISTS: frozenset[Sense | None] = frozenset({"content", "plan"})
_DEEPEST_NUMBER = 2


def lead_of(item: Item, outline: Outline) -> Sense | None:
    """What a line by itself names; None where it is a line like any other.

    Args:
        item: the line.
        outline: what stands above it. Under a heading that closes (grading, staff), a line names nothing.
    """
    if len(item.text) > LONGEST_LEAD or item.mark == "bullet" or item.depth > _DEEPEST_NUMBER:
        return None
    sense = sense_of(item.text)
    if sense is None or (outline.closed and outline.naming and outline.naming.kind == "heading"):
        return None
    if outline.sense in _LISTS and not item.opens and not item.text.isupper():
        return None if _may_be_topic(item, sense) else sense
    return sense


def _may_be_topic(item: Item, sense: Sense) -> bool:
    """A topic may be called "Referencias"; two words without a marker ("Orientaciones pedagógicas.") are a lead."""
    return item.listed or sense in _LISTS or len(name_of(item.text).split()) < 2


def text_behind_label(item: Item, outline: Outline) -> tuple[Sense, int] | None:
    """What a label within the line names, and where in the line the text behind it begins."""
    if outline.closed or (item.listed and item.mark != "number"):
        return None
    found = run_in(item.body)
    if found is None:
        return None
    sense, start = found
    within = outline.sense in (*_LISTS, "activity", "both", "criterion")
    if within and sense not in ("outcome", "competency"):
        return None
    return sense, item.skip + start
