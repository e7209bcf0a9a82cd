"""Decisions carried over to a new edition: only where it is certain that they are about the same things.

A decision goes along where the passage's text is the same and stands once in its section, before and after, and where
the competency's code and wording are the same. None is moved to a similar passage; what does not go along is listed
to be looked at again, so that none disappears.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpora import Passage, Text, _
from mapper.people.review.records import DOCUMENT, Decision
from mapper.people.review.state import Key, standing_rows

CHANGED = _("the passage no longer stands the same in the document")
WHOLE = _("it was said of the former edition as a whole")
REPEATED = _("the text stands several times in its section")
REWORDED = _("the competency changed or is no longer there")


@dataclass(frozen=True, slots=True)
class Carried:
    """Which decisions go along to a new edition, and which are to be looked at again, each with the reason."""

    kept: tuple[Decision, ...]
    again: tuple[tuple[Decision, Text], ...]


def carry(
    rows: Sequence[Decision], old: Iterable[Passage], new: Iterable[Passage], statements: Mapping[Key, Collection[str]]
) -> Carried:
    """Part the standing decisions on an edition into those that hold for the next and those to look at again.

    `rows` are the history on the old edition; `statements` by framework and code a competency's wordings in the
    frameworks of the new edition.
    """
    before, after = _places(old), _places(new)
    kept: list[Decision] = []
    again: list[tuple[Decision, Text]] = []
    for row in standing_rows(rows):
        reason = _reason(row, before, after, statements)
        if reason is None:
            kept.append(row)
        else:
            again.append((row, reason))
    return Carried(tuple(kept), tuple(again))


def _places(passages: Iterable[Passage]) -> dict[str, Counter[tuple[str, ...]]]:
    """By text id, how often it stands in each section."""
    places: dict[str, Counter[tuple[str, ...]]] = {}
    for passage in passages:
        places.setdefault(passage.text_id, Counter())[passage.section] += 1
    return places


def _reason(
    row: Decision,
    before: Mapping[str, Counter[tuple[str, ...]]],
    after: Mapping[str, Counter[tuple[str, ...]]],
    statements: Mapping[Key, Collection[str]],
) -> Text | None:
    if row.text_id == DOCUMENT:
        return WHOLE
    was, now = before.get(row.text_id), after.get(row.text_id)
    if not was or not now or set(was) != set(now):
        return CHANGED
    if any(n > 1 for n in (*was.values(), *now.values())):
        return REPEATED
    if row.code and row.seen.statement not in statements.get((row.framework, row.code), ()):
        return REWORDED
    return None
