"""A programme under review: its passages with what people decided, as one person sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpora.text import fold
from mapper.actions.page import Agreement, Judgement, agreement, standing
from mapper.matching.records import MappedPassage, Match
from mapper.people.review.records import Decision
from mapper.people.review.state import Key, PassageState, PersonState, States, disputes
from mapper.web.programmes import Programme


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a document is asked for; nothing chosen means everything."""

    text: str = ""  # words that stand in the passage, in what the document says around it or in a suggestion's code
    state: str = ""  # one of `STATES_OF_PASSAGES`, "" for any


@dataclass(frozen=True, slots=True)
class Item:
    """A compared passage with its number, from 1, among all compared ones, and what stands for it; 0 for others."""

    number: int
    mapped: MappedPassage
    state: PassageState

    @property
    def text_id(self) -> str:
        """What its decisions are about."""
        return self.mapped.passage.text_id

    @property
    def people(self) -> list[PersonState]:
        """What each of those says who said something of it, by name."""
        return [self.state.people[name] for name in sorted(self.state.people)]

    @property
    def beside(self) -> dict[Key, tuple[Match | None, list[Decision]]]:
        """The competencies beside it, suggested ones first: each as it was suggested, and what people said of it."""
        found: dict[Key, tuple[Match | None, list[Decision]]] = {
            (match.framework, match.code): (match, []) for match in self.mapped.matches
        }
        for person in self.people:
            for key, row in person.verdicts.items():
                found.setdefault(key, (None, []))[1].append(row)
        return found

    @property
    def best(self) -> float:
        """The probability of its best suggestion, 0 without one."""
        return self.mapped.matches[0].probability if self.mapped.matches else 0.0


class Review:
    """What one person sees of a programme with its whole history; `of_text` is what stands for each of its passages.

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
        self.of_text = {text_id: states[text_id] if state.decided else state for text_id, state in self._own.items()}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every compared passage in the document's order."""
        every = enumerate(self.programme.mapped, 1)
        return tuple(Item(number, mapped, self.of_text[mapped.passage.text_id]) for number, mapped in every)

    @cached_property
    def told(self) -> tuple[Item, ...]:
        """Every compared passage, and without a number the others of which somebody said something, in order."""
        numbered = {item.mapped.passage.id: item for item in self.items}
        every = (
            numbered.get(mapped.passage.id) or Item(0, mapped, self.of_text[mapped.passage.text_id])
            for mapped in self.programme.every
        )
        return tuple(item for item in every if item.number or item.beside)

    @cached_property
    def disputes(self) -> dict[Key, tuple[str, ...]]:
        """The criteria in which people differ, with their names."""
        return disputes(self.of_text, self.states)

    @cached_property
    def judgements(self) -> dict[Key, Judgement]:
        """What stands of each competency, as reports have it."""
        return standing(self.of_text, self.states)

    @property
    def visible(self) -> list[Decision]:
        """The rows that this person may see: what others said is hidden until one has decided, where it is hidden."""
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
        """How far those who decided agree; None where no two decided the same, or others' words are hidden."""
        return None if self.hides else agreement(self.rows)

    @property
    def decided(self) -> int:
        """How many passages somebody decided."""
        return sum(item.state.decided for item in self.items)

    def shown(self, chosen: Filter) -> list[Item]:
        """The passages that a filter leaves, in the document's order."""
        searched, passes = fold(chosen.text).split(), STATES_OF_PASSAGES.get(chosen.state)
        left = [item for item in self.items if passes is None or passes(item)]
        return [item for item in left if self._holds(item, searched)]

    def between(self, item: Item) -> str:
        """The document's text since the passage before."""
        start = self.items[item.number - 2].mapped.passage.end if item.number > 1 else 0
        return self.programme.text[start : item.mapped.passage.start]

    @property
    def rest(self) -> str:
        """The document's text behind the last passage."""
        return self.programme.text[self.items[-1].mapped.passage.end :] if self.items else self.programme.text

    def _holds(self, item: Item, words: Sequence[str]) -> bool:
        """Whether all words stand in or around a passage: every word of the document is found somewhere."""
        if not words:
            return True
        passage = item.mapped.passage
        codes = (match.code for match in item.mapped.matches)
        rest = self.rest if item.number == len(self.items) else ""
        content = fold(" ".join((self.between(item), passage.text, rest, *passage.section, *codes)))
        return all(word in content for word in words)

    def alike(self, item: Item) -> list[Item]:
        """Other passages, not decided yet, whose words are the same but for figures, signs and capitals."""
        same = self._by_words[_skeleton(item)]
        return [other for other in same if other.text_id != item.text_id and not other.state.decided]

    @cached_property
    def _by_words(self) -> dict[str, list[Item]]:
        by_words: dict[str, list[Item]] = {}
        for item in self.items:
            by_words.setdefault(_skeleton(item), []).append(item)
        return by_words

    def item(self, number: int) -> Item | None:
        """The passage of that number."""
        return self.items[number - 1] if 0 < number <= len(self.items) else None


STATES_OF_PASSAGES: dict[str, Callable[[Item], bool]] = {
    "undecided": lambda item: not item.state.decided,
    "decided": lambda item: item.state.decided,
    "disputed": lambda item: item.state.disputed,
    "unmatched": lambda item: not item.mapped.matches,
}


def _skeleton(item: Item) -> str:
    return _letters(item.mapped.passage.text)


@lru_cache(maxsize=1 << 14)
def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", fold(text)))
