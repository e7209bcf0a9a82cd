"""No expression of corpora goes over a text again and again: each is tried on what its own repetitions repeat."""

import importlib
import pkgutil
import random
import re
import signal
import sys
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pytest

import corpora
from corpora import vocabulary

TIMES, SECONDS = 40, 1.0
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
CHARACTERS = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_WORD": " ", "NOT_SPACE": "a", "NOT_DIGIT": "a"}


def expressions() -> dict[re.Pattern[str], str]:
    """Every compiled one, with the place of its name."""
    found: dict[re.Pattern[str], str] = {}

    def add(place: str, value: object) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.setdefault(value, place)
        elif isinstance(value, dict | list | tuple) and len(value) < 500:
            parts = value.items() if isinstance(value, dict) else enumerate(value)
            for name, part in parts:
                add(f"{place}[{name!r:.30}]", part)

    for module in pkgutil.walk_packages(corpora.__path__, "corpora."):
        importlib.import_module(module.name)
        for name, value in vars(sys.modules[module.name]).items():
            if not name.startswith("__"):
                add(f"{module.name}.{name}", value)
    tables = vocabulary.tables()
    for text in (*tables["names"].values(), *tables["kinds"].values()):
        add(f"names.toml: {text[:60]}", re.compile(vocabulary._joined(text)))
    add("names.toml: dual", {name: vocabulary.Expressions("dual")[name] for name in tables["dual"]})
    return found


def sample(tree: Any, chance: random.Random) -> str:  # noqa: ANN401 - what Python's parser makes, which has no types
    """A text that may match this part of an expression."""
    return "".join(_sample(code, value, chance) for code, value in tree)


def _sample(code: Any, value: Any, chance: random.Random) -> str:  # noqa: ANN401
    if code is codes.LITERAL:
        return chr(value)
    if code in (codes.NOT_LITERAL, codes.ANY):
        return chance.choice("a 1.")
    if code is codes.IN:
        return _one_of(value, chance)
    if code is codes.BRANCH:
        return sample(chance.choice(value[1]), chance)
    if code in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
        return sample(value[3] if code is codes.SUBPATTERN else value, chance)
    if code in REPEATS:
        least, most, body = value
        return "".join(sample(body, chance) for _ in range(chance.randint(least, min(most, least + 2))))
    return ""


def _one_of(members: Any, chance: random.Random) -> str:  # noqa: ANN401
    if members[0][0] is codes.NEGATE:
        return chance.choice("a1.x-")
    code, value = chance.choice(members)
    if code is codes.LITERAL:
        return chr(value)
    return chr(value[0]) if code is codes.RANGE else CHARACTERS[str(value).removeprefix("CATEGORY_")]


def pumps(tree: Any, chance: random.Random, before: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """For each repetition without a bound what leads to it, and what it repeats."""
    for place, (code, value) in enumerate(tree):
        ahead = before + sample(tree[:place], chance)
        if code in REPEATS:
            if value[1] is codes.MAXREPEAT:
                yield ahead, sample(value[2], chance)
            yield from pumps(value[2], chance, ahead)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, chance, ahead)
        elif code is codes.SUBPATTERN:
            yield from pumps(value[3], chance, ahead)
        elif code is codes.ATOMIC_GROUP:
            yield from pumps(value, chance, ahead)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from pumps(value[1], chance, ahead)


class TooLongError(Exception):
    pass


def endless(pattern: re.Pattern[str]) -> str:
    """A text of some hundred characters that the expression does not come to an end with; "" where none is found."""
    chance = random.Random(7)
    tree = parser.parse(pattern.pattern, pattern.flags)
    tries = {found for _ in range(12) for found in pumps(tree, chance) if found[1]}
    for before, pump in sorted(tries):
        text = before + pump * TIMES + "\x01"
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            pattern.search(text)
            pattern.fullmatch(text)
        except TooLongError:
            return text
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


@pytest.fixture
def alarm() -> Iterator[None]:
    def late(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, late)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("alarm")
@pytest.mark.slow
def test_the_trial_finds_what_is_endless() -> None:
    assert endless(re.compile(r"n(?:[.]|um\.?)*\d"))
    assert endless(re.compile(r"(?:(?:de|de la|la) )+x"))
    assert not endless(re.compile(r"(?:(?:de|de la|la) )++x"))
    assert not endless(re.compile(r"\s*[ab]+\d"))


@pytest.mark.usefixtures("alarm")
@pytest.mark.slow
def test_no_expression_is_endless() -> None:
    found = expressions()
    assert len(found) > 300
    assert not {place: text for pattern, place in found.items() if (text := endless(pattern))}
