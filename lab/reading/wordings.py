"""The same criterion in other grammar: "Se han elaborado planes", "Elaborar planes", "Elabora planes".

Wording must not decide whether a criterion is taught; so a training sees each in several.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_DONE = re.compile(r"^Se (?:ha|han) (?P<done>\w+?)(?P<ending>[ai]d)(?:o|a|os|as)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs that texts begin with, which tell the infinitive and the third person of a participle."""

    known: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """The first words of texts such as learning outcomes and the names of skills."""
        return cls(frozenset(found[0].lower() for text in texts if (found := _WORD.match(text))))

    def otherwise(self, criterion: str, draw: random.Random) -> str:
        """The criterion as it stands, or with its verb as an infinitive or in the third person."""
        forms = [criterion, *self.forms(criterion)]
        return draw.choice(forms)

    def forms(self, criterion: str) -> list[str]:
        """The other forms of "Se ha(n) …do": none where its verb is not known or it is worded otherwise."""
        found = _DONE.match(criterion)
        if not found:
            return []
        stem, endings = found["done"].lower(), {"ad": ("ar", "a"), "id": ("ir", "er", "e")}[found["ending"].lower()]
        verbs = [stem + ending for ending in endings if stem + ending in self.known]
        return [verb.capitalize() + criterion[found.end() :] for verb in verbs]
