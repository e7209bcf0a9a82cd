"""Spanish names people in two genders ("director técnico", "directora técnica"), which says one thing in two ways."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from corpora.folding import fold
from embeddings.cleaning import clean

_PAIR = re.compile(r"\b(\w{3})(\w*)/\1\w*(?:as?|triz)\b", re.IGNORECASE)
_ENDING = re.compile(r"(?<=\w\w)/(?:[ao]s?|(?:or|tr|es)?as?)\b|(?<=\w[or])\s?\((?:o?r)?as?\)", re.IGNORECASE)
_ALIKE = 3
_WORDS = "data/genders.tsv"
_PREPOSITIONS = frozenset(("a", "al", "con", "de", "del", "en", "para", "por", "sin", "sobre"))
"""What follows one of them is no longer of the person: "técnica en mecánica"."""


def without_second_gender(text: str) -> str:
    """The text with one gender: "enfermero/a", "enfermero (a)" and "enfermero/enfermera" as "enfermero".

    Any other text stays as it is.
    """
    return genders(text)[0]


@lru_cache(maxsize=50_000)  # every label of an entry, for each passage that it lies near
def as_compared(text: str) -> str:
    """How a text is read wherever it is compared, whether it is asked, indexed or a name of an occupation."""
    return one_gender(clean(text))


def one_gender(text: str) -> str:
    """The text with one gender, and a title in the masculine: "Técnica en minería" as "Técnico en minería".

    Both are the same occupation, so both are the same text to whoever compares them. A title begins with who it is of,
    "técnica" or "auxiliar", and what agrees with it stands before the first preposition.
    """
    text = without_second_gender(text)
    words = text.split()
    masculine, heads = _titles()
    if not words or fold(words[0]) not in heads:
        return text
    end = next((place for place, word in enumerate(words) if fold(word) in _PREPOSITIONS), len(words))
    return " ".join([*(_like(word, masculine.get(fold(word), word)) for word in words[:end]), *words[end:]])


def _like(word: str, other: str) -> str:
    return other[:1].upper() + other[1:] if word[:1].isupper() else other


@lru_cache(maxsize=1)
def _titles() -> tuple[dict[str, str], frozenset[str]]:
    """The masculine of each feminine word of titles, and what begins one; see `lab.training.genders`."""
    rows = [line.split("\t") for line in (files("mapper") / _WORDS).read_text(encoding="utf-8").splitlines()]
    return {fold(word): other for word, other, _ in rows}, frozenset(
        fold(word) for word, _, head in rows if head == "1"
    )


def genders(text: str) -> tuple[str, ...]:
    """Both forms where the text gives both in full, "enfermero" and "enfermera"; else what says it once."""
    if "/" not in text and "(" not in text:
        return (text,)
    first, _, second = text.partition("/")
    if _same_but_endings(first.split(), second.split()):
        return first.strip(), second.strip()
    return (_ENDING.sub("", _PAIR.sub(r"\1\2", text)),)


def _same_but_endings(first: list[str], second: list[str]) -> bool:
    """Whether word by word one begins as the other does."""
    return len(first) == len(second) > 0 and all(
        one[:_ALIKE].casefold() == other[:_ALIKE].casefold() and min(len(one), len(other)) >= min(_ALIKE, len(one))
        for one, other in zip(first, second, strict=True)
    )
