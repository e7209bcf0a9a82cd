"""From the history of a review to what stands.

A passage is *decided* by a person who accepted or added a competency for it, said that none corresponds, or rejected
all that was suggested. A competency is *disputed* for it when one person says that it corresponds and another that it,
or that anything, does not, until the owner settles it; other competencies of the passage are not touched by that. A
note alone is no disagreement, and neither is what only one has looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from corpora import Passage, Text, _
from mapper.people.review.records import DOCUMENT, Decision

Key = tuple[str, str]  # a competency: framework and code
Standing = Literal["suggested", "accepted", "partly", "disputed", "rejected", "none"]
_RIGHT = ("accepted", "partly", "added")


@dataclass(slots=True)
class PersonState:
    """What one person says of one passage: the row that stands for each competency, and for the whole passage."""

    of: dict[Key, Decision] = field(default_factory=dict)
    none: Decision | None = None
    notes: list[Decision] = field(default_factory=list)

    @property
    def right(self) -> frozenset[Key]:
        """The competencies that correspond, at least in part, as this person sees it."""
        return frozenset(key for key, row in self.of.items() if row.verdict in _RIGHT)

    @property
    def rejected(self) -> frozenset[Key]:
        """Those that do not."""
        return frozenset(key for key, row in self.of.items() if row.verdict == "rejected")

    def decided(self, suggested: Iterable[Key]) -> bool:
        """Whether nothing is left to say: something corresponds, nothing does, or all suggestions are rejected."""
        every = frozenset(suggested)
        return bool(self.right) or self.none is not None or (bool(every) and every <= self.rejected)


@dataclass(frozen=True)
class PassageState:
    """What stands for one passage: what each person says who said something, and what the mapping suggests.

    `settled` is the owner's word where people differed, all its rows; it stands until somebody decides anew.
    """

    people: Mapping[str, PersonState]
    settled: tuple[Decision, ...]
    suggested: tuple[Key, ...]

    @cached_property
    def deciders(self) -> tuple[str, ...]:
        """Who decided it, in the order of names."""
        return tuple(sorted(name for name, person in self.people.items() if person.decided(self.suggested)))

    @property
    def decided(self) -> bool:
        """Whether anybody did."""
        return bool(self.deciders or self.settled)

    @cached_property
    def differing(self) -> frozenset[Key]:
        """The competencies that one person finds right and another wrong, where the owner has not settled it."""
        found = self._found if not self.settled else frozenset[Key]()
        # Who found something says of it alone that it corresponds; who found nothing speaks of all there is.
        nothing = any(person.none is not None for person in self.people.values())
        return frozenset(key for key in found if nothing or self._rejected(key))

    @property
    def disputed(self) -> bool:
        """Whether people differ in any of them."""
        return bool(self.differing)

    @cached_property
    def right(self) -> frozenset[Key]:
        """What corresponds by people's word; not what is disputed."""
        if self.settled:
            return frozenset((row.framework, row.code) for row in self.settled if row.code)
        return self._found - self.differing

    @property
    def named(self) -> tuple[Key, ...]:
        """The competencies that are suggested for it or that somebody said something of."""
        said = self.right.union(*(person.of for person in self.people.values()))
        return (*dict.fromkeys(self.suggested), *sorted(said.difference(self.suggested)))

    @property
    def nothing(self) -> tuple[str, ...]:
        """Who says that nothing corresponds, where that stands."""
        if self.right or self.differing:
            return ()
        if self.settled:
            return tuple(sorted({row.person for row in self.settled if not row.code}))
        return tuple(sorted(name for name, person in self.people.items() if person.none is not None))

    def standing(self, key: Key) -> Standing:
        """Where one competency stands for this passage: nobody's suggestion counts as reviewed."""
        if key in self.differing:
            return "disputed"
        if key in self.right:
            return "partly" if self._in_part(key) else "accepted"
        if key in self._found or self._rejected(key):
            return "rejected"
        return "none" if any(person.none is not None for person in self._heard) else "suggested"

    def heard(self, name: str, key: Key) -> bool:
        """Whether one person said of a competency, or of all that there is, whether it corresponds."""
        person = self.people.get(name)
        return person is not None and (key in person.of or person.none is not None)

    def said(self, key: Key) -> list[Decision]:
        """What people said of one competency for it, by name."""
        return [self.people[name].of[key] for name in sorted(self.people) if key in self.people[name].of]

    def deciding(self, key: Key) -> list[Decision]:
        """The rows that decide: the owner's where there are some, else people's, those on the whole passage at last."""
        if self.settled:
            return list(self.settled)
        verdicts = _RIGHT if self.standing(key) in ("accepted", "partly") else ("rejected",)
        rows = [person.of[key] for person in self.people.values() if key in person.of]
        rows = [row for row in rows if row.verdict in verdicts]
        return rows or [person.none for person in self.people.values() if person.none is not None]

    @cached_property
    def _found(self) -> frozenset[Key]:
        """What anybody finds right."""
        return frozenset(key for person in self.people.values() for key in person.right)

    def _rejected(self, key: Key) -> bool:
        return any(key in person.rejected for person in self.people.values())

    @property
    def _heard(self) -> list[PersonState]:
        """Those whose word stands: of a dispute that was settled one."""
        names = {row.note for row in self.settled} or self.people.keys()
        return [self.people[name] for name in names if name in self.people]

    def _in_part(self, key: Key) -> bool:
        """Whether one whose word stands says that it corresponds only in part: what all say is no more."""
        return any(person.of[key].verdict == "partly" for person in self._heard if key in person.of)


class States:
    """What stands after a whole history, of each passage that it speaks of; `suggested` is what the mapping does."""

    def __init__(self, rows: Sequence[Decision], suggested: Mapping[str, Sequence[Key]]) -> None:
        self._suggested = suggested
        self._people: dict[str, dict[str, PersonState]] = {}
        self._settled: dict[str, tuple[Decision, ...]] = {}
        for row in standing_rows(rows):
            self._take(row)

    def __getitem__(self, text_id: str) -> PassageState:
        suggested = tuple(self._suggested.get(text_id, ()))
        return PassageState(self._people.get(text_id, {}), self._settled.get(text_id, ()), suggested)

    @property
    def rows(self) -> frozenset[int]:
        """The numbers of the rows that say what stands: none that a later word replaced."""
        said = (person for people in self._people.values() for person in people.values())
        told = (row for one in said for row in (*one.of.values(), *filter(None, [one.none]), *one.notes))
        return frozenset(row.number for row in (*told, *(row for rows in self._settled.values() for row in rows)))

    @property
    def of_whole(self) -> tuple[Key, ...]:
        """The criteria of which somebody says something by the whole document."""
        return tuple(dict.fromkeys(key for person in self._people.get(DOCUMENT, {}).values() for key in person.of))

    def of_document(self, key: Key) -> tuple[Decision, ...]:
        """What people say of a criterion by the whole document, in the order of their names."""
        people = self._people.get(DOCUMENT, {})
        return tuple(people[name].of[key] for name in sorted(people) if key in people[name].of)

    def _take(self, row: Decision) -> None:
        if row.verdict == "settled":
            before = self._settled.get(row.text_id, ())
            self._settled[row.text_id] = (*(r for r in before if r.action == row.action), row)
            return
        person = self._people.setdefault(row.text_id, {}).setdefault(row.person, PersonState())
        if row.verdict == "note":
            person.notes.append(row)
            return
        self._settled.pop(row.text_id, None)
        if row.verdict == "withdrawn":
            person.of.pop((row.framework, row.code), None)
            person.none = person.none if row.code else None
            return
        if row.verdict == "none":
            # To say that nothing corresponds takes back what one had found, and the other way round.
            person.of = {key: kept for key, kept in person.of.items() if kept.verdict == "rejected"}
            person.none = row
            return
        if row.verdict in _RIGHT:
            person.none = None
        person.of[row.framework, row.code] = row


def standing_rows(rows: Sequence[Decision]) -> list[Decision]:
    """The rows that nobody took back: an undo may itself be undone, which brings back what it had taken."""
    undone: set[int] = set()
    for row in sorted(rows, key=lambda row: row.number, reverse=True):
        if row.verdict == "undo" and row.action not in undone:
            undone.add(row.undoes)
    return [row for row in rows if row.verdict != "undo" and row.action not in undone]


def to_redo(rows: Sequence[Decision], person: str) -> int:
    """The last undo of this person, by its action, that nothing they decided has followed; 0 for none."""
    done: list[int] = []
    undone: dict[int, int] = {}
    for row in rows:
        if row.person != person:
            continue
        if row.verdict != "undo":
            if row.action not in done:
                done.append(row.action)
                undone.clear()
        elif row.undoes in done:
            done.remove(row.undoes)
            undone[row.action] = row.undoes
        elif row.undoes in undone:
            done.append(undone.pop(row.undoes))
    return next(reversed(undone), 0)


def judgements(rows: Sequence[Decision], person: str) -> dict[str, dict[Key, int]]:
    """One person's judgements: by text id, the competencies judged right (1) and wrong (0).

    Only what was decided by hand, one at a time, is evidence of how right a mapping is. A passage of which the person
    said that nothing corresponds stands with its rejected suggestions, or with none.
    """
    judged: dict[str, dict[Key, int]] = {}
    for row in standing_rows(rows):
        if row.person != person or row.bulk or row.text_id == DOCUMENT or row.verdict in ("note", "settled"):
            continue
        passage = judged.setdefault(row.text_id, {})
        if row.verdict == "withdrawn":
            passage.pop((row.framework, row.code), None)
            if not passage:
                del judged[row.text_id]
        elif row.verdict == "none":
            for key in passage:
                passage[key] = 0
        else:
            passage[row.framework, row.code] = 0 if row.verdict == "rejected" else 1
    return judged


CHANGED = _("the passage no longer stands the same in the document")
WHOLE = _("it was said of the former edition as a whole")
OVERRULED = _("of the former edition as a whole something else was said, which stood above it")
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

    `rows` are the history on the old edition; `statements` a competency's wordings in the new edition's frameworks.
    What a later word replaced is neither.
    """
    states, before, after = States(rows, {}), _places(old), _places(new)
    stand = states.rows
    told = [(row, _reason(row, states, before, after, statements)) for row in rows if row.number in stand]
    kept = tuple(row for row, reason in told if reason is None)
    return Carried(kept, tuple((row, reason) for row, reason in told if reason is not None))


_Places = Mapping[str, Counter[tuple[str, ...]]]  # by text id, how often it stands in each section


def _places(passages: Iterable[Passage]) -> _Places:
    places: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for passage in passages:
        places[passage.text_id][passage.section] += 1
    return places


def _reason(
    row: Decision, states: States, before: _Places, after: _Places, statements: Mapping[Key, Collection[str]]
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
    whole = {word.verdict for word in states.of_document((row.framework, row.code))}
    return OVERRULED if whole - {"accepted" if row.verdict in ("added", "settled") else row.verdict} else None
