"""A programme under review: its passages with what people decided, as one person sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpora.text import fold
from mapper.actions.page import Agreement, Judgement, agreement, standing
from mapper.matching.records import MappedPassage, Match
from mapper.people.review.records import Decision
from mapper.people.review.state import Key, PassageState, PersonState, States, disputes
from mapper.web.programmes import Programme


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a document is asked for; nothing chosen means everything."""

    text: str = ""  # words of the passage, of the document around it or of a suggestion's code
    state: str = ""  # one of `STATES_OF_PASSAGES`, "" for any


@dataclass(frozen=True, slots=True)
class Item:
    """A compared passage with its number, from 1, among all compared ones, and its decisions; 0 for others."""

    number: int
    mapped: MappedPassage
    state: PassageState

    @property
    def text_id(self) -> str:
        """Return what its decisions are about."""
        return self.mapped.passage.text_id

    @property
    def people(self) -> list[PersonState]:
        """Return the decisions of each person, by name."""
        return [self.state.people[name] for name in sorted(self.state.people)]

    @property
    def competencies(self) -> dict[Key, tuple[Match | None, list[Decision]]]:
        """Return the competencies beside it, suggested ones first, each with its match and the decisions on it."""
        found: dict[Key, tuple[Match | None, list[Decision]]] = {
            (match.framework, match.code): (match, []) for match in self.mapped.matches
        }
        for person in self.people:
            for key, row in person.verdicts.items():
                found.setdefault(key, (None, []))[1].append(row)
        return found


class Review:
    """What one person sees of a programme with its whole history; `states_by_text` are the decisions on its passages.

    With `hide_others` the decisions of others are shown only where this person has decided. Disputes are settled by the
    owner, and by a `lead`.
    """

    def __init__(
        self, programme: Programme, rows: Sequence[Decision], person: str, *, hide_others: bool, lead: bool = False
    ) -> None:
        self.programme = programme
        self.settles = lead or person == programme.owner
        self.rows = rows
        self.person = person
        self.hides = hide_others and person != programme.owner
        states = States(rows, programme.suggested)
        own = States([row for row in rows if row.person == person], programme.suggested) if self.hides else states
        # What is hidden until one has decided is hidden of the whole document too.
        self.states = own
        texts = dict.fromkeys(mapped.passage.text_id for mapped in programme.every)
        self._own = {text_id: own[text_id] for text_id in texts}
        # Where nothing is hidden both are the same, and are made once.
        self.states_by_text = {
            text_id: states[text_id] if self.hides and state.decided else state for text_id, state in self._own.items()
        }

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return every compared passage in the document's order."""
        of_text = self.states_by_text
        return tuple(Item(n, one, of_text[one.passage.text_id]) for n, one in enumerate(self.programme.mapped, 1))

    @cached_property
    def disputes(self) -> dict[Key, tuple[str, ...]]:
        """Return the criteria in which people differ, with their names."""
        return disputes(self.states_by_text, self.states)

    @cached_property
    def judgements(self) -> dict[Key, Judgement]:
        """Return what stands of each competency, as reports have it."""
        return standing(self.states_by_text, self.states)

    @property
    def visible(self) -> list[Decision]:
        """Return the rows that this person may see: where others are hidden, those on what they decided themselves."""
        if not self.hides:
            return list(self.rows)
        open_to, actions, rows = {text_id for text_id, state in self._own.items() if state.decided}, set[int](), []
        for row in self.rows:
            # An undo names one passage of the action that it takes back, and goes with all that is seen of that.
            seen = row.undoes in actions if row.verdict == "undo" else row.text_id in open_to
            if seen or row.person == self.person:
                rows.append(row)
                actions.add(row.action)
        return rows

    @property
    def agreement(self) -> Agreement | None:
        """Return how far people agree; None where no two decided the same, or others' decisions are hidden."""
        return None if self.hides else agreement(self.rows)

    @property
    def decided(self) -> int:
        """Return the number of passages that somebody decided."""
        return sum(item.state.decided for item in self.items)

    def filter_items(self, chosen: Filter) -> list[Item]:
        """Return the passages that a filter leaves, in the document's order."""
        words, passes = fold(chosen.text).split(), STATES_OF_PASSAGES.get(chosen.state)
        left = [item for item in self.items if passes is None or passes(item)]
        searched = ((item, self._searched(item)) for item in left) if words else ()
        return [item for item, text in searched if all(word in text for word in words)] if words else left

    def _searched(self, item: Item) -> str:
        """Return a passage's text with what stands around it: every word of the document is found somewhere."""
        passage, codes = item.mapped.passage, (match.code for match in item.mapped.matches)
        rest = self.rest if item.number == len(self.items) else ""
        return fold(" ".join((self.between(item), passage.text, rest, *passage.section, *codes)))

    def between(self, item: Item) -> str:
        """Return the document's text since the passage before."""
        start = self.items[item.number - 2].mapped.passage.end if item.number > 1 else 0
        return self.programme.text[start : item.mapped.passage.start]

    @property
    def rest(self) -> str:
        """Return the document's text behind the last passage."""
        return self.programme.text[self.items[-1].mapped.passage.end :] if self.items else self.programme.text

    def alike(self, item: Item) -> list[Item]:
        """Return other passages, not decided yet, whose words are the same but for figures, signs and capitals."""
        words, others = _words(item), (one for one in self.items if one.text_id != item.text_id)
        return [one for one in others if not one.state.decided and _words(one) == words]

    def suggesting(self, key: Key) -> list[Item]:
        """Return a passage of each text for which a competency is suggested and this person has not found it right."""
        left = (one for one in self.items if key not in one.state.people.get(self.person, PersonState()).right)
        return list({one.text_id: one for one in left if key in one.state.suggested}.values())

    def item(self, number: int) -> Item | None:
        """Return the passage of that number, None where there is none."""
        return self.items[number - 1] if 0 < number <= len(self.items) else None


def _words(item: Item) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(item.mapped.passage.text))


STATES_OF_PASSAGES: dict[str, Callable[[Item], bool]] = {
    "undecided": lambda item: not item.state.decided,
    "decided": lambda item: item.state.decided,
    "disputed": lambda item: item.state.disputed,
    "unmatched": lambda item: not item.mapped.matches,
}
