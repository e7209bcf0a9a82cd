"""Which texts of ads are shown as examples of what they ask for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from corpora import Competency
from embeddings.lexical import words
from mapper.industry.demand.pairs import NO_EXAMPLES, AdGroups
from mapper.industry.demand.shares import Estimated
from mapper.matching.scorer import shipped
from mapper.matching.terms import points_of

_MOST = 3
_LITERAL = 0.45  # of the weight of a wording's words, from which a text that has them says it in these words
_RARE = math.log(1000)  # inverse document frequency of a word that by itself tells what a wording is about


class Examples:
    """Chooses examples: of vectors "reservar tours" lies nearer to an emergency than "actuar en caso de emergencia"."""

    def __init__(self, asked: AdGroups) -> None:
        numbers = {text: number for number, text in enumerate(asked.texts)}
        self._of_group = [
            [numbers[one.text, one.language] for one in row if one.kind not in NO_EXAMPLES]
            for row in asked.requirements
        ]
        self._saying: dict[str, set[int]] = defaultdict(set)  # by a word without its ending
        for number in {number for row in self._of_group for number in row}:
            for stem in words(asked.texts[number][0]):
                self._saying[stem].add(number)

    def choose(self, row: Estimated) -> list[tuple[int, int]]:
        """Return (ad group, number of the text), first what says the entry in its own words, then by probability."""
        literal = self._literal(row.framework.competencies[row.place])
        chosen = []
        for group, best in row.texts:
            own = [number for number in self._of_group[group] if number in literal]
            text = max(own, key=lambda number: (literal[number], -number), default=best)
            chosen.append((not own, group, text))
        chosen.sort(key=lambda one: one[0])
        return [(group, text) for _other, group, text in chosen if text >= 0][:_MOST]

    def _literal(self, entry: Competency) -> Mapping[int, float]:
        """Return by text the share of the weight of a wording's words that it has, where it says its first line."""
        rarity = shipped().rarity
        found: dict[int, float] = {}
        for wording in _names(entry):
            stems = sorted({*words(points_of(wording)[0])})
            shared: dict[int, list[float]] = defaultdict(list)
            for stem in stems:
                for number in self._saying.get(stem, ()):
                    shared[number].append(rarity.total([stem]))
            for number, weights in shared.items():
                share = sum(weights) / rarity.total(stems)
                if share >= _LITERAL and (len(weights) > 1 or weights[0] >= _RARE):
                    found[number] = max(share, found.get(number, 0.0))
        return found


def _names(entry: Competency) -> Iterator[str]:
    """Yield its statement and its name in the other language."""
    yield entry.statement
    yield from (label.text for label in entry.labels if label.kind == "preferred")
