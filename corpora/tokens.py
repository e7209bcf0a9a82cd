"""Texts as tokens, by spaCy: where the sentences of a text in Spanish or English begin."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

_STOPS = frozenset({".", "!", "?", "etc."})
# Abbreviations that spaCy's rules for both languages lack.
_ABBREVIATIONS = ("art", "arts", "cap", "fig", "máx", "mín", "núm", "pág", "págs", "pp", "tel")
_NO_WORD = re.compile(r"\S{60,}(?=\S\S)")  # spaCy takes the square of its length


def sentence_starts(text: str) -> Iterator[int]:
    """Yield where each sentence of a text begins: the first, and behind a stop and the signs that close it.

    None begins with a small letter. spaCy's own sentencizer goes by no letter, and counts what opens a sentence ("¿",
    "(") to the one before.
    """
    yield 0
    stopped, start = False, -1  # where the next one begins if its first word has no small letter
    for before, token in pairwise(tokenize(text)):
        stopped, glued = stopped or before.text in _STOPS, not before.whitespace_
        if stopped and not (glued and (token.is_right_punct or token.is_quote)):
            stopped, start = False, -1 if glued and token.is_punct else token.idx
        if token.text[0].isalnum():
            if start >= 0 and not token.text[0].islower():
                yield start
            start = -1


def tokenize(text: str) -> Doc:
    """Return the tokens of a text; what is too long for a word is one of x."""
    tokens: Doc = _pipeline().make_doc(_NO_WORD.sub(lambda found: "x" * len(found[0]), text))
    return tokens


@cache
def _pipeline() -> Any:  # noqa: ANN401 - its tokenizer's rules have no types
    """Return the rules of both languages in one, since a text may change from one to the other."""
    with _without_torch():
        import spacy
    pipeline: Any
    english: Any
    pipeline, english = spacy.blank("es"), spacy.blank("en")
    pipeline.max_length = sys.maxsize  # the usual one is for trained models
    # Of English the abbreviations: "its" and "id" are one word each.
    abbreviations = {form: rule for form, rule in english.tokenizer.rules.items() if form.endswith(".")}
    pipeline.tokenizer.rules = {**abbreviations, **pipeline.tokenizer.rules}
    for word in _ABBREVIATIONS:
        for form in (f"{word}.", f"{word.capitalize()}."):
            pipeline.tokenizer.add_special_case(form, [{"ORTH": form}])
    return pipeline


@contextmanager
def _without_torch() -> Iterator[None]:
    """Hide torch, which spaCy loads for trained models wherever it is installed: four times as long as all else."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]
