"""What rooms, equipment, material, software and staff are called: the table that ships."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpora import Text
from corpora.text import fold_letters
from mapper.matching.phrases import number, whole_pattern
from mapper.programmes.facilities.records import ThingKind


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its first wording, its kind, and all wordings in both languages, singular and plural, folded."""

    name: str
    kind: ThingKind
    pattern: re.Pattern[str]


@cache
def _things() -> tuple[Thing, ...]:
    return tuple(
        Thing(names[0], group["kind"], _pattern(names)) for group in _table()["things"] for names in group["names"]
    )


@cache
def heads(kind: str) -> re.Pattern[str]:
    """What the heading of a section on rooms and equipment ("heads") or on staff ("staff_heads") begins with.

    It is folded and without its number.
    """
    return re.compile(rf"{_table()[kind].replace(chr(10), '')}(?!\w)")


def staff_standards() -> Iterator[tuple[Text, tuple[str, ...]]]:
    """Purpose and codes of the registry's standards for people who teach, design and certify."""
    for row in _table()["staff"]:
        yield Text(row["es"], row["en"]), tuple(row["standards"])


@cache
def dual_words() -> Mapping[str, re.Pattern[str]]:
    """What decides where a criterion can be learnt: `real` work, `documents`, what may be `simulated`."""
    return {name: _pattern(words) for name, words in _table()["dual"].items()}


def found(text: str) -> Iterator[tuple[Thing, int, int]]:
    """The things that a text names, in its order; of two that overlap the longer."""
    plain = fold_letters(text)
    hits = [(m.start(), m.end(), thing) for thing in _things() for m in thing.pattern.finditer(plain)]
    end = 0
    for start, stop, thing in sorted(hits, key=lambda hit: (hit[0], hit[0] - hit[1])):
        if start >= end:
            yield thing, start, stop
            end = stop


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("mapper.programmes.facilities").joinpath("resources.toml").read_text(encoding="utf-8")
    )


def _pattern(names: list[str]) -> re.Pattern[str]:
    """Wordings with the plural of their first word and, in Spanish, of what agrees with it."""
    return whole_pattern("|".join(map(number, sorted(names, key=lambda name: (-len(name), name)))))
