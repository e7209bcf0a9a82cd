"""Two editions of a standard or a programme compared: what stayed, what changed, and what that does to a mapping.

Parts are aligned by what they say; codes and places only confirm, since a new edition numbers anew. Spacing that was
repaired is no change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

from corpora import Framework

State = Literal["split", "merged", "reworded", "level", "kind", "moved", "added", "removed", "same"]
STATES: tuple[State, ...] = get_args(State)
"""In the order in which reports list them; of several that are true the first one names the change."""

PATH = " › "  # between the headings of a path


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of an edition that says something by itself."""

    code: str  # unique within its edition; of a passage, its id, as `kind` is its role
    text: str
    kind: str
    depth: int  # 0 the whole, 1 an element, 2 what stands in it; only parts of one depth are compared
    above: str = ""  # code of the part it stands in, or the path of headings; "" for the whole
    place: str = ""  # what people call it: its code, or the headings above it
    level: str | None = None
    order: int = 0
    edition: str = ""  # name of the standard that it is a part of, "" in a programme
    paragraph: int | None = None  # of a programme's: where its paragraph or cell begins, which may hold several


@dataclass(frozen=True, slots=True)
class Edition:
    """A standard or a programme as it stands in one edition, named by its code or its file."""

    name: str
    title: str
    framework: str  # that a standard belongs to, "" for a programme
    sha256: str
    units: tuple[Unit, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)  # what it says of itself: dates, what it replaces
    entries: Framework | None = None  # the framework that it was read from, None for a programme
    rest: tuple[Unit, ...] = ()  # of a programme what says something and teaches nothing: facts, evaluation, rules

    @property
    def wordings(self) -> dict[str, tuple[str, ...]]:
        """Return, by code, what else an entry of its framework is called."""
        every = () if self.entries is None else self.entries.competencies
        return {one.code: tuple(label.text for label in one.labels) for one in every if one.labels}


class Piece(NamedTuple):
    """A run of words that both editions have ("same"), or only the old ("gone") or the new one ("new")."""

    state: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one part, or of several that were split or merged."""

    old: tuple[Unit, ...]  # none where it was added, several where they were merged
    new: tuple[Unit, ...]  # none where it was removed, several where it was split
    states: tuple[State, ...]  # all that is true of it, in the order of `STATES`; "same" stands alone
    words: tuple[Piece, ...] = ()  # what was said before and is said now, run by run; empty where nothing was reworded

    @property
    def state(self) -> State:
        """Return the state that names it."""
        return self.states[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, in the new edition's order; `rest` are those of what does not teach, which no figure counts."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    rest: tuple[Change, ...] = ()

    def in_state(self, state: State) -> tuple[Change, ...]:
        """Return the changes that this state names."""
        return tuple(change for change in self.changes if change.state == state)

    def count(self, state: State) -> int:
        """Return how many these are; of what says the same, how many parts of the old edition."""
        return sum(len(change.old) if state == "same" else 1 for change in self.in_state(state))
