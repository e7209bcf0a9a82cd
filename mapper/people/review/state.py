"""From the history of a review to what stands.

A passage is *decided* by a person who accepted or added a competency for it, said that none corresponds, or rejected
all that was suggested. A competency is *disputed* for it when one person says that it corresponds and another that it,
or that anything, does not; other competencies of the passage are not touched by that. A criterion is disputed where
people differ on a passage, on the document as a whole, or one on the document and another on its passages
(`disputes`). A dispute stands until the owner settles it. A note alone is no disagreement, and neither is what only one
has looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from corpora import Passage, Text, _
from corpora.text import fold
from mapper.people.review.records import DOCUMENT, Decision, Seen

Key = tuple[str, str]  # a competency: framework and code
Standing = Literal["suggested", "accepted", "partly", "disputed", "rejected", "none"]
_RIGHT = ("accepted", "partly", "added")


@dataclass(slots=True)
class PersonState:
    """What one person says of one passage: the row that stands for each competency, and for the whole passage."""

    verdicts: dict[Key, Decision] = field(default_factory=dict)
    none: Decision | None = None
    notes: list[Decision] = field(default_factory=list)

    @property
    def right(self) -> frozenset[Key]:
        """Return the competencies that correspond, at least in part, as this person sees it."""
        return frozenset(key for key, row in self.verdicts.items() if row.verdict in _RIGHT)

    @property
    def rejected(self) -> frozenset[Key]:
        """Return those that do not."""
        return frozenset(key for key, row in self.verdicts.items() if row.verdict == "rejected")

    def decided(self, suggested: Iterable[Key]) -> bool:
        """Return whether all is said: something corresponds, nothing does, or all suggestions are rejected."""
        every = frozenset(suggested)
        return bool(self.right) or self.none is not None or (bool(every) and every <= self.rejected)


@dataclass(frozen=True)
class PassageState:
    """What stands for one passage: what each person says who said something, and what the mapping suggests.

    `settled` is the owner's word where people differed, all its rows, and `ruled` by criterion whose word the owner let
    stand everywhere; both hold until somebody decides anew.
    """

    people: Mapping[str, PersonState]
    settled: tuple[Decision, ...]
    suggested: tuple[Key, ...]
    ruled: Mapping[Key, str] = field(default_factory=dict)

    @cached_property
    def deciders(self) -> tuple[str, ...]:
        """Return who decided it, in the order of names."""
        return tuple(sorted(name for name, person in self.people.items() if person.decided(self.suggested)))

    @property
    def decided(self) -> bool:
        """Return whether anybody did."""
        return bool(self.deciders or self.settled)

    @cached_property
    def differing(self) -> frozenset[Key]:
        """Return the competencies that one person finds right and another wrong, where the owner has not settled it."""
        # Who found something says of it alone that it corresponds; who found nothing speaks of all there is.
        return frozenset(
            key
            for key in (self._found if not self.settled else ())
            if any(one.none is not None or key in one.rejected for one in self._people_standing(key))
        )

    @property
    def disputed(self) -> bool:
        """Return whether people differ in any of them."""
        return bool(self.differing)

    @cached_property
    def right(self) -> frozenset[Key]:
        """Return what corresponds by people's word; not what is disputed."""
        if self.settled:
            return frozenset((row.framework, row.code) for row in self.settled if row.code)
        return self._found - self.differing

    @property
    def competencies(self) -> tuple[Key, ...]:
        """Return the competencies that are suggested for it or that somebody said something of."""
        said = self.right.union(*(person.verdicts for person in self.people.values()))
        return (*dict.fromkeys(self.suggested), *sorted(said.difference(self.suggested)))

    @property
    def nothing(self) -> tuple[str, ...]:
        """Return who says that nothing corresponds, where that stands."""
        if self.right or self.differing:
            return ()
        if self.settled:
            return tuple(sorted({row.person for row in self.settled if not row.code}))
        return tuple(sorted(name for name, person in self.people.items() if person.none is not None))

    def standing(self, key: Key) -> Standing:
        """Return where one competency stands for this passage: nobody's suggestion counts as reviewed."""
        if key in self.differing:
            return "disputed"
        if key in self.right:
            return "partly" if self._in_part(key) else "accepted"
        if any(
            key in person.verdicts for person in (self.people.values() if self.settled else self._people_standing(key))
        ):
            return "rejected"
        return "none" if any(person.none is not None for person in self._people_standing(key)) else "suggested"

    def has_decided(self, name: str, key: Key) -> bool:
        """Return whether one person said of a competency, or of all that there is, whether it corresponds."""
        person = self.people.get(name)
        return person is not None and (key in person.verdicts or person.none is not None)

    def rows_on(self, key: Key) -> list[Decision]:
        """Return what people said of one competency for it, by name."""
        return [self.people[name].verdicts[key] for name in sorted(self.people) if key in self.people[name].verdicts]

    def deciding(self, key: Key) -> list[Decision]:
        """Return the rows that decide: the owner's, else people's, else those on the whole passage."""
        if self.settled:
            return list(self.settled)
        verdicts = _RIGHT if self.standing(key) in ("accepted", "partly") else ("rejected",)
        rows = [person.verdicts[key] for person in self._people_standing(key) if key in person.verdicts]
        rows = [row for row in rows if row.verdict in verdicts]
        return rows or [person.none for person in self._people_standing(key) if person.none is not None]

    @cached_property
    def _found(self) -> frozenset[Key]:
        """Return what anybody finds right whose word on it stands."""
        said = ((name, key) for name, person in self.people.items() for key in person.right)
        return frozenset(key for name, key in said if self.ruled.get(key, name) == name)

    def _people_standing(self, key: Key) -> list[PersonState]:
        """Return those whose word on a competency stands: of a dispute that was settled one."""
        ruled = [self.ruled[key]] if key in self.ruled else list(self.people)
        return [self.people[name] for name in {row.note for row in self.settled} or ruled if name in self.people]

    def _in_part(self, key: Key) -> bool:
        """Return whether one whose word stands says that it corresponds only in part: what all say is no more."""
        return any(
            person.verdicts[key].verdict == "partly" for person in self._people_standing(key) if key in person.verdicts
        )


class States:
    """What stands after a whole history, of each passage that it speaks of; `suggested` is what the mapping does."""

    def __init__(self, rows: Sequence[Decision], suggested: Mapping[str, Sequence[Key]]) -> None:
        self._suggested = suggested
        self._people: dict[str, dict[str, PersonState]] = {}
        self._settled: dict[str, tuple[Decision, ...]] = {}
        self.rulings: dict[Key, Decision] = {}
        for row in standing_rows(rows):
            self._apply(row)

    def __getitem__(self, text_id: str) -> PassageState:
        suggested = tuple(self._suggested.get(text_id, ()))
        return PassageState(self._people.get(text_id, {}), self._settled.get(text_id, ()), suggested, self._ruled)

    @cached_property
    def _ruled(self) -> Mapping[Key, str]:
        return {key: row.note for key, row in self.rulings.items()}

    @property
    def rows(self) -> frozenset[int]:
        """Return the numbers of the rows that say what stands: none that a later word replaced."""
        said = (person for people in self._people.values() for person in people.values())
        told = (row for one in said for row in (*one.verdicts.values(), *filter(None, [one.none]), *one.notes))
        settled = (row for rows in (*self._settled.values(), self.rulings.values()) for row in rows)
        return frozenset(row.number for row in (*told, *settled))

    @property
    def document_competencies(self) -> tuple[Key, ...]:
        """Return the criteria of which somebody says something by the whole document."""
        return tuple(
            dict.fromkeys(key for person in self._people.get(DOCUMENT, {}).values() for key in person.verdicts)
        )

    def standing_on_document(self, key: Key) -> tuple[Decision, ...]:
        """Return people's decisions on a criterion by the whole document; once settled the one that stands."""
        ruling = self.rulings.get(key)
        return tuple(row for row in self.rows_on_document(key) if ruling is None or ruling.note == row.person)

    def rows_on_document(self, key: Key) -> tuple[Decision, ...]:
        """Return all that people say of a criterion by the whole document, in the order of their names."""
        people = self._people.get(DOCUMENT, {})
        return tuple(people[name].verdicts[key] for name in sorted(people) if key in people[name].verdicts)

    def _apply(self, row: Decision) -> None:
        if row.verdict == "settled" and row.text_id == DOCUMENT:
            self.rulings[row.framework, row.code] = row
            return
        if row.verdict == "settled":
            before = self._settled.get(row.text_id, ())
            self._settled[row.text_id] = (*(r for r in before if r.action == row.action), row)
            return
        person = self._people.setdefault(row.text_id, {}).setdefault(row.person, PersonState())
        if row.verdict == "note":
            person.notes.append(row)
            return
        self._settled.pop(row.text_id, None)
        self.rulings.pop((row.framework, row.code), None)
        if row.verdict == "withdrawn":
            person.verdicts.pop((row.framework, row.code), None)
            person.none = person.none if row.code else None
            return
        if row.verdict == "none":
            # To say that nothing corresponds takes back what one had found, and the other way round.
            person.verdicts = {key: kept for key, kept in person.verdicts.items() if kept.verdict == "rejected"}
            person.none = row
            return
        if row.verdict in _RIGHT:
            person.none = None
        person.verdicts[row.framework, row.code] = row


def disputes(passages: Mapping[str, PassageState], states: States) -> dict[Key, tuple[str, ...]]:
    """Return the criteria in which people differ and nobody has settled it, each with their names.

    One says that it is taught, another that it is not: of the same passage, of the document, or one of the document
    and the other of passages, none of which teaches it as they see it. On the document "in part" is another word too.
    """
    found: dict[Key, set[str]] = defaultdict(set)
    of_passages: dict[Key, dict[str, bool]] = defaultdict(dict)
    for state in passages.values():
        for key in state.differing:
            found[key].update(name for name in state.people if state.has_decided(name, key))
        for name, person in state.people.items():
            for key in person.verdicts:
                if state.ruled.get(key, name) == name and not state.settled:
                    of_passages[key][name] = of_passages[key].get(name, False) or key in person.right
    for key in states.document_competencies:
        words = {row.person: row.verdict for row in states.standing_on_document(key)}
        others = {name: right for name, right in of_passages[key].items() if name not in words}
        yes = {verdict != "rejected" for verdict in words.values()}
        if len(set(words.values())) > 1 or (yes and yes != {*others.values(), *yes}):
            found[key].update((*words, *(name for name, right in others.items() if {right} != yes)))
    return {key: tuple(sorted(names)) for key, names in found.items()}


def standing_rows(rows: Sequence[Decision]) -> list[Decision]:
    """Return the rows that nobody took back: an undo may itself be undone, which brings back what it had taken."""
    undone: set[int] = set()
    for row in sorted(rows, key=lambda row: row.number, reverse=True):
        if row.verdict == "undo" and row.action not in undone:
            undone.add(row.undoes)
    return [row for row in rows if row.verdict != "undo" and row.action not in undone]


def to_redo(rows: Sequence[Decision], person: str) -> int:
    """Return the last undo of this person, by its action, that nothing they decided has followed; 0 for none."""
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
    """Return one person's judgements: by text id, the competencies judged right (1) and wrong (0).

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


SAME = Text("", "")
CHANGED = _("the passage is no longer in the document; the one most like it is")
REWORDED = _("the criterion is worded differently now")
UNKNOWN = _("the criterion is no longer in the standard")


class CarriedDecision(NamedTuple):
    """A decision on a former edition that may stand in the next: on which text there, and what has changed.

    `text_id` is None where there is nothing it could be kept for.
    """

    row: Decision
    text_id: str | None
    why: Text


def carry(
    rows: Sequence[Decision], old: Iterable[Passage], new: Iterable[Passage], statements: Mapping[Key, Collection[str]]
) -> list[CarriedDecision]:
    """Return every decision that stands on an edition, with what it would be about in the next one.

    `rows` are the history on the old edition; `statements` a competency's wordings in the new edition's frameworks.
    """
    texts, now = {one.text_id: one.text for one in old}, {one.text_id: one for one in new}
    stand = States(rows, {}).rows
    return [_carry_row(row, texts, now, statements) for row in rows if row.number in stand]


def _carry_row(
    row: Decision, texts: Mapping[str, str], now: Mapping[str, Passage], statements: Mapping[Key, Collection[str]]
) -> CarriedDecision:
    wordings = statements.get((row.framework, row.code), ())
    if row.code and not wordings:
        return CarriedDecision(row, None, UNKNOWN)
    if row.code and row.seen.statement and row.seen.statement not in wordings:
        return CarriedDecision(row, row.text_id if row.text_id in {DOCUMENT, *now} else None, REWORDED)
    if row.text_id in {DOCUMENT, *now}:
        return CarriedDecision(row, row.text_id, SAME)
    words = set(fold(texts.get(row.text_id, "")).split())

    def shared(one: Passage) -> float:
        others = set(fold(one.text).split())
        return len(words & others) / max(len(words | others), 1)

    best = max(now.values(), key=shared, default=None)
    return CarriedDecision(row, best.text_id if best else None, CHANGED)


REVIEW_FORMAT = "curmap-review-1"


def apply_decisions(review: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """Return a downloaded review's alignment with who decided on each match, and how many matches are disputed.

    What nobody decided, or people still dispute, stays a suggestion; what was added stands among the matches, without a
    probability. That nothing corresponds rejects all that was suggested. Raises Key-, Type- or ValueError.
    """
    rows = read_history(review)
    alignment = dict(review["alignment"])
    suggested: dict[str, list[tuple[str, str]]] = {}
    for passage in alignment["passages"]:
        suggested[passage["text_id"]] = [(match["framework"], match["code"]) for match in passage["matches"]]
    found = States(rows, suggested)
    disputed = 0
    passages = []
    for passage in alignment["passages"]:
        state = found[passage["text_id"]]
        matches = [*passage["matches"], *_added(state)]
        disputed += sum(state.standing((m["framework"], m["code"])) == "disputed" for m in matches)
        decided = [{**match, **_decision(state, match)} for match in matches]
        passages.append({**passage, "matches": decided, "none_by": ", ".join(state.nothing)})
    return {**alignment, "passages": passages}, disputed


def read_history(review: Mapping[str, Any]) -> list[Decision]:
    """Return the rows of a review's history; raises KeyError or TypeError where they are of another form."""
    return [Decision(**{**row, "seen": Seen(**row["seen"])}) for row in review["history"]]


def _added(state: PassageState) -> list[dict[str, Any]]:
    """Return the competencies that correspond by people's word and were not suggested."""
    said = {key: row for person in state.people.values() for key, row in person.verdicts.items()}
    said |= {(row.framework, row.code): row for row in state.settled if row.code}
    keys = sorted(state.right - set(state.suggested))
    return [
        {"framework": f, "code": c, "statement": said[f, c].seen.statement, "probability": None, "score": None}
        for f, c in keys
    ]


def _decision(state: PassageState, match: Mapping[str, Any]) -> dict[str, Any]:
    key = match["framework"], match["code"]
    standing = state.standing(key)
    if standing in ("suggested", "disputed"):
        return {}
    rows = state.deciding(key)
    return {
        "author": ", ".join(sorted({row.person for row in rows})),
        "date": max((row.when for row in rows), default=""),
        "note": "; ".join(dict.fromkeys(row.note for row in rows if row.note)),
        "rejected": standing in ("rejected", "none"),
        "partly": standing == "partly",
    }
