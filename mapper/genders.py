"""Spanish names people in both genders ("director técnico/directora técnica"), which says one thing twice."""

from __future__ import annotations

import re

_PAIR = re.compile(r"\b(\w{3})(\w*)/\1\w*(?:as?|triz)\b", re.IGNORECASE)
_ENDING = re.compile(r"(?<=\w\w)/(?:[ao]s?|(?:or|tr|es)?as?)\b", re.IGNORECASE)
_ALIKE = 3


def without_second_gender(text: str) -> str:
    """The text with one gender: "enfermero/a" and "enfermero/enfermera" as "enfermero"; any other text as it is."""
    if "/" not in text:
        return text
    first, _, second = text.partition("/")
    if _same_but_endings(first.split(), second.split()):
        return first.strip()
    return _ENDING.sub("", _PAIR.sub(r"\1\2", text))


def genders(text: str) -> tuple[str, ...]:
    """Both forms where the text gives both in full, "enfermero" and "enfermera"; else what says it once."""
    first, _, second = text.partition("/")
    if second and _same_but_endings(first.split(), second.split()):
        return first.strip(), second.strip()
    return (without_second_gender(text),)


def _same_but_endings(first: list[str], second: list[str]) -> bool:
    """Whether word by word one begins as the other does."""
    return len(first) == len(second) > 0 and all(
        one[:_ALIKE].casefold() == other[:_ALIKE].casefold() and min(len(one), len(other)) >= min(_ALIKE, len(one))
        for one, other in zip(first, second, strict=True)
    )
