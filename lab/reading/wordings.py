"""The same criterion in other grammar: "Se han elaborado planes", "Elaborar planes", "Elabora planes".

Wording must not decide whether a criterion is taught; so a training sees each in several.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

_DONE = re.compile(r"^Se (?:ha|han) (?P<stem>\w+?)(?P<ending>[ai]d)[oa]s?\b", re.IGNORECASE)
_NOUN = re.compile(r"^(?P<stem>\w+?)(?P<ending>[ai])ci[óo]n (?:de |del )", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ENDINGS = {"a": ("ar",), "i": ("ir", "er")}
_OF_ARTICLE = re.compile(r"^el\b")


@dataclass(frozen=True, slots=True)
class Verbs:
    """The infinitives that texts begin with, and the nouns in -ción that they use, which tell the forms of a verb."""

    infinitives: frozenset[str]
    nouns: frozenset[str]

    @classmethod
    def collect(cls, texts: Iterable[str]) -> Self:
        """Take those of texts such as learning outcomes and the names of skills."""
        infinitives, nouns = set[str](), set[str]()
        for text in texts:
            words = _WORD.findall(text.lower())
            infinitives.update(word for word in words[:1] if word.endswith(("ar", "er", "ir")))
            nouns.update(word for word in words if word.endswith("ción"))
        return cls(frozenset(infinitives), frozenset(nouns))

    def otherwise(self, criterion: str, draw: random.Random) -> str:
        """Return the criterion as it stands, or in one of its other forms."""
        return draw.choice([criterion, *self.forms(criterion)])

    def forms(self, criterion: str) -> list[str]:
        """Return the other forms of a criterion: none where its verb is not known."""
        if (found := self._verb(criterion)) is None:
            return []
        infinitive, rest = found
        stem, vowel = infinitive[:-2], "a" if infinitive.endswith("ar") else "i"
        made = [f"{infinitive}{rest}", f"{stem}{'a' if vowel == 'a' else 'e'}{rest}"]
        if not _DONE.match(criterion):
            several = rest.split()[:1] and rest.split()[0].endswith("s")
            made.append(f"se {'han' if several else 'ha'} {stem}{vowel}do{rest}")
        if (noun := f"{stem}{vowel}ción") in self.nouns and rest[:1] == " ":
            made.append(f"{noun} de {rest[1:]}" if not _OF_ARTICLE.match(rest[1:]) else f"{noun} d{rest[1:]}")
        own = criterion.lower()
        return [one[:1].upper() + one[1:] for one in made if one.lower() != own]

    def _verb(self, criterion: str) -> tuple[str, str] | None:
        """Return the infinitive of the verb that a criterion begins with, and what stands behind the verb."""
        for found in filter(None, (one.match(criterion) for one in (_DONE, _NOUN))):
            for ending in _ENDINGS[found["ending"][0].lower()]:
                if (verb := found["stem"].lower() + ending) in self.infinitives:
                    behind = criterion[found.end() :]
                    return verb, behind if found.re is _DONE else f" {behind}"
        first = _WORD.match(criterion)
        if first is None:
            return None
        behind = criterion[first.end() :]
        return next(((verb, behind) for verb in self._infinitives(first[0].lower()) if verb in self.infinitives), None)

    @staticmethod
    def _infinitives(word: str) -> Iterator[str]:
        """Yield what a first word may be a form of: an infinitive or a third person."""
        yield word
        if word.endswith("a"):
            yield f"{word}r"
        if word.endswith("e"):
            yield from (f"{word}r", f"{word[:-1]}ir")
