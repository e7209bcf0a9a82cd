"""Which outcome or course a form's cell names: by its code however it is written, its wording, its abbreviation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from corpora.text import ROMANS, fold
from mapper.matching.records import criterion_kind
from mapper.matching.terms import points_of
from mapper.reports.forms.records import Course, Entry


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PART = re.compile(r"[a-z]+|\d+")
_KINDS = {
    "desempeno": ("desempenos", "des", "d", "performance"),
    "producto": ("productos", "prod", "p", "product"),
    "conocimiento": ("conocimientos", "con", "c", "knowledge"),
    "actitud": ("actitudes", "act", "a", "ahv", "attitude"),
    "situacion_emergente": ("sit emergente", "sit", "se", "s"),
}
"""What a part of a code is also called; `_` in a code is a blank here."""
_BEFORE = _set(
    "codigo clave no num numero n code criterio criterion criterios ce cd cr ra rda ae re ao lo clo slo plo so"
    " po pi oa resultado resultados outcome learning aprendizaje esperado de del of competencia competency"
    " elemento element indicador indicator atributo attribute objetivo objective unidad uc"
)
"""Words that may stand before a code."""
_SMALL = _set("de del la el los las y e o u en a al para por con the of and for to in on")
_ROMAN = {word: str(number) for number, word in enumerate(ROMANS[:10], 1)}
_GENERAL = _set(
    "programa programme program curso course asignatura materia subject modulo module syllabus plan documento"
    " document temario unidad unit archivo file pdf docx odt html xlsx md txt"
)
"""Names of files and heads of columns that say nothing of which course it is."""
_CODE_PARTS, _FEW_WORDS, _FEWEST_WORDS = 24, 3, 3
_ALIKE, _AHEAD, _NOT_OTHER = 0.85, 0.05, 0.4
"""Shared words from which a wording is meant; what it must be ahead of the next; what a short code's words need."""
_SAME_NAME = 0.9
_INITIALS, _WHOLE, _BEGINNING = 3, 4, 5
"""Words that initials stand for; letters of a word, and of a name, from which they may be only a beginning."""
_CODED = re.compile(r"\s*(?:[^\W\d_]+[.:]?\s+)?([A-Z]{2,5}[-_ ]?\d{2,5}[A-Z]?)\b")
_NUMBERED = re.compile(
    r"\s*(?:[A-Z]{2,5}[-_ ]?\d{2,5}[A-Z]?|\d+(?:\.\d+)*|[IVX]+(?=\s*[.):–—-]))(?:[.):–—-]|\s)+|\s*[.):–—-]+\s*"
)
_FIRST_WORD = re.compile(r"\s*([^\W\d_]+)(?=[\s.:–—-])")
_NUMERAL = re.compile(r"[IVX]+")
_FIRST_POINT = re.compile(r":\s*[•●▪◦]")  # the points of a criterion from a table stand on one line
_PARENTHESES = re.compile(r"\([^()]{0,100}\)")
_DOTTED = re.compile(r"([^\W_]+)(\.?)")
Words = tuple[str, ...]
_LONGEST_NAME = 200
_LONGEST = 4000
"""Characters of a cell that are looked at."""


class Said(NamedTuple):
    """What a cell names: the places it may mean, and how strongly.

    The strength is 3 for a whole code or name, 2 for a wording, 1 for a part of a code or an abbreviation.
    """

    places: tuple[int, ...]
    strength: int


NOTHING = Said((), 0)


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[str, ...]:
    """Letters and digits apart, folded, without leading zeros: "AE-01" is ("ae", "1")."""
    return tuple(part.lstrip("0") or "0" for part in _PART.findall(fold(text[:_LONGEST])))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", fold(text[:_LONGEST])))


class Entries:
    """Outcomes or criteria, to be known by what a cell says."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._whole: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._short: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._wordings: list[tuple[int, Counter[str]]] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._parents: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for place, entry in enumerate(entries):
            self._add(place, entry)
        self._parents.pop((), None)

    def _add(self, place: int, entry: Entry) -> None:
        self._whole[parts(entry.code)].add(place)
        for form in _forms(entry.code):
            self._short[form].add(place)
        for wording in {one for said in entry.wordings for one in (said, _FIRST_POINT.split(points_of(said)[0])[0])}:
            if words := Counter(_words(wording)):
                for word in words:
                    self._by_word[word].append(len(self._wordings))
                self._wordings.append((place, words))
        for said in (entry.parent, entry.parent.rpartition("/")[2], entry.parent_title):
            form = parts(said)
            if len(form) > 1 or not said.isdigit():
                self._parents[form].add(place)

    def below(self, text: str) -> frozenset[int]:
        """The entries below what a cell names, where that is an element or standard."""
        said = parts(text)
        for end in range(min(len(said), _CODE_PARTS), 0, -1):
            for begin in range(min(2, end)):
                if (begin == 0 or said[0] in _BEFORE) and (found := self._parents.get(said[begin:end])):
                    return frozenset(found)
        return frozenset(self._parents.get(said, ()))

    def named(self, text: str, among: frozenset[int] = frozenset()) -> Said:
        """What a cell's text names; of several that it could, those in `among`, if any."""
        said = parts(text)
        if not said:
            return NOTHING
        code, rest = self._coded(said)
        if code.strength == 3 and len(code.places) == 1:
            # "AE1 and AE2" names both, and nobody can say which is meant.
            more = self._coded(rest[1:] if rest[:1] in (("y",), ("e",), ("and",)) else rest)[0]
            return Said((*code.places, *more.places), 3) if more.strength == 3 and more.places != code.places else code
        wording = self._worded(text)
        if len(wording.places) == 1:
            return wording
        narrowed = _within(code.places, among)
        if len(narrowed) == 1 and not self._other(narrowed[0], rest):
            return Said(narrowed, code.strength)
        if len(of_wording := _within(wording.places, among)) == 1:
            return Said(of_wording, wording.strength)
        if code.places and not rest:
            return Said(narrowed, code.strength)
        return Said(of_wording, wording.strength)

    def _coded(self, said: tuple[str, ...]) -> tuple[Said, tuple[str, ...]]:
        """The longest code at the beginning, and what stands behind it."""
        first = 0
        while True:
            for end in range(min(len(said), first + _CODE_PARTS), first, -1):
                form = said[first:end]
                # A whole code stands for itself, unless it is only a number, as any row or topic may have.
                if found := self._whole.get(form):
                    plain = len(form) == 1 or all(map(str.isdigit, form))
                    return Said(tuple(sorted(found)), 1 if plain else 3), said[end:]
                if found := self._short.get(form):
                    return Said(tuple(sorted(found)), 1), said[end:]
            if first >= len(said) or said[first] not in _BEFORE:
                return NOTHING, ()
            first += 1

    def _other(self, place: int, rest: tuple[str, ...]) -> bool:
        """Whether what stands behind a short code is about something else: "1.2 Kinds of cloth" is a topic."""
        words = Counter(word for word in rest if word not in _SMALL)
        if len(words) < _FEW_WORDS:
            return False
        own = [Counter(parts(wording)) for wording in self._entries[place].wordings]
        return bool(own) and max((words & one).total() for one in own) < _NOT_OTHER * words.total()

    def _worded(self, text: str) -> Said:
        words = Counter(_words(text))
        if words.total() < _FEWEST_WORDS:
            return NOTHING
        shared: Counter[int] = Counter()
        for word, count in words.items():
            for number in self._by_word.get(word, ()):
                shared[number] += min(count, self._wordings[number][1][word])
        best: dict[int, float] = {}
        for number, common in shared.items():
            place, own = self._wordings[number]
            alike = 2 * common / (words.total() + own.total())
            if alike >= _ALIKE:
                best[place] = max(best.get(place, 0.0), alike)
        top = max(best.values(), default=0.0)
        return Said(tuple(sorted(place for place, alike in best.items() if alike > top - _AHEAD)), 2)


def _within(places: tuple[int, ...], among: frozenset[int]) -> tuple[int, ...]:
    if len(places) < 2 or not among:
        return places
    return tuple(place for place in places if place in among) or places


def _forms(code: str) -> Iterator[tuple[str, ...]]:
    """Shorter ways to write a code: its last steps, its kinds abbreviated, without the letters before a number."""
    steps = [step for step in re.split(r"[/|:]", code.replace("_", " ")) if step]
    choices = [(step, *_KINDS.get(criterion_kind(step), ())) for step in steps]
    for first in range(len(steps)):
        for chosen in product(*choices[first:]):
            form = parts(" ".join(chosen))
            if len(form) > 1:
                yield form
    whole = parts(code)
    if len(whole) > 2 and whole[0] in _BEFORE and whole[1].isdigit():
        yield whole[1:]


class Courses:
    """Courses, to be known by what a cell says."""

    def __init__(self, courses: Sequence[Course]) -> None:
        self._names = [
            [words for one in course.names if (words := _content(one)) and not set(words) <= _GENERAL]
            for course in courses
        ]
        self._bare = [[_bare(one) for one in course.names if not set(_content(one)) <= _GENERAL] for course in courses]
        self._codes = [[code for one in course.names if (code := _code(one))] for course in courses]

    def named(self, text: str) -> Said:
        """What a cell's text names."""
        if len(text) > _LONGEST_NAME:
            return NOTHING
        said, bare = _content(text), _bare(text)
        if not said or set(said) <= _GENERAL:
            return NOTHING
        for names, own in ((self._names, said), (self._bare, bare)):
            if found := _places(names, own.__eq__):
                return Said(found, 3)
        if (code := _code(text)) and (found := _places(self._codes, code.__eq__)):
            return Said(found, 3)
        # Its words, and whether each ends in a full stop.
        dotted = [(_ROMAN.get(word, word), bool(stop)) for word, stop in _DOTTED.findall(fold(_plain(text)))]
        abbreviated = [one for one in dotted if one[0] not in _SMALL]
        if found := _places(self._bare, lambda name: _stands_for(abbreviated, name)):
            return Said(found, 1)
        if len(" ".join(bare)) >= _BEGINNING and (found := _places(self._bare, lambda name: name[: len(bare)] == bare)):
            return Said(found, 1)
        if len(said) > 1 and (found := _places(self._names, lambda name: name[: len(said)] == said)):
            return Said(found, 1)
        return Said(_places(self._bare, lambda name: _near(bare, name)), 1)


def _places(names: Sequence[Sequence[Words]], fits: Callable[[Words], bool]) -> tuple[int, ...]:
    return tuple(place for place, own in enumerate(names) if any(map(fits, own)))


def _code(text: str) -> Words:
    """The code that a name begins with, as "MEC-204" or "Module HT101: …"; () where there is none."""
    found = _CODED.match(text)
    return parts(found[1]) if found else ()


def _content(text: str) -> Words:
    """Its words without the small ones; Roman numerals as numbers."""
    return tuple(_ROMAN.get(word, word) for word in _words(text) if word not in _SMALL)


def _bare(text: str) -> Words:
    """The same of the plain name."""
    return _content(_plain(text)) or _content(text)


def _plain(text: str) -> str:
    """A name without what only says that it is a course, its number or code, and what stands in parentheses."""
    left = _PARENTHESES.sub(" ", text[:_LONGEST_NAME])
    while True:
        general = _FIRST_WORD.match(left)
        found = general if general and fold(general[1]) in _GENERAL else _NUMBERED.match(left)
        behind = left[found.end() :] if found else ""
        if not any(map(str.isalpha, behind)) or _NUMERAL.fullmatch(behind.strip()):
            return left
        left = behind


def _stands_for(said: Sequence[tuple[str, bool]], name: Words) -> bool:
    """Whether these are the words of a name, whole or shortened, or the first letters of all of them."""
    if len(said) == len(name):
        return all(word == own or _shortens(word, own, stop=stop) for (word, stop), own in zip(said, name, strict=True))
    letters = [word for word in name if not word.isdigit()]
    numbers = [word for word in name if word.isdigit()]
    initials = "".join(word[0] for word in letters)
    return len(initials) >= _INITIALS and [word for word, _ in said] == [initials, *numbers]


def _shortens(word: str, own: str, *, stop: bool) -> bool:
    """Whether it is a beginning, or with a full stop letters of it in their order: "mantto." for "mantenimiento"."""
    if word.isdigit() or own.isdigit() or not own.startswith(word[0]):
        return False
    letters = iter(own)
    return own.startswith(word) if not stop and len(word) >= _WHOLE else stop and all(one in letters for one in word)


def _near(said: Words, name: Words) -> bool:
    """Whether two names differ by a slip of the pen, and not by a number."""
    if [word for word in said if word.isdigit()] != [word for word in name if word.isdigit()]:
        return False
    alike = SequenceMatcher(None, " ".join(said), " ".join(name), autojunk=False)
    return min(alike.real_quick_ratio(), alike.quick_ratio()) >= _SAME_NAME <= alike.ratio()
