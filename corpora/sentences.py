"""Sentences of a long paragraph, by spaCy's rules; no model is needed, and spaCy is loaded only where one is split."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

_LONG = 240
"""Characters from which a paragraph is split; below, its sentences are read together."""
_OPENING = "¿¡«“([ \t\n"
_SHORT = 40
"""Characters below which a sentence is a fragment and stays with its neighbour."""
_MAY_END = re.compile(r"[.!?…][\"»”)\]]*\s+[\"«“(¿¡]?[^\W\d_a-z]")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    {"art", "arts", "sr", "sra", "sres", "dr", "dra", "prof", "profa", "ing", "lic", "mtro", "mtra", "núm", "num", "nº"}
    | {"pág", "págs", "pag", "p", "pp", "vol", "cap", "caps", "fig", "figs", "tel", "aprox", "máx", "mín", "ej", "cf"}
    | {"vid", "ed", "eds", "op", "cit", "ss", "sec", "apdo", "av", "ud", "uds", "vs", "mr", "mrs", "ms", "st", "jr"}
    | {"e.g", "i.e", "inc", "ltd", "no", "nos"}
)


def sentences(text: str, *, short: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in a paragraph; a short paragraph is one.

    Args:
        text: the paragraph.
        short: split a short paragraph as well.
    """
    if (len(text) < _LONG and not short) or not _MAY_END.search(text):
        yield 0, len(text)
        return
    start, shortest = 0, _SHORT // 2 if short else _SHORT
    for end in _ends(text):
        rest = text[end:].strip()
        if len(text[start:end].strip()) >= shortest and (not rest or len(rest) >= shortest):
            yield start + _blanks(text[start:]), end
            start = end
    if text[start:].strip():
        yield start + _blanks(text[start:]), len(text.rstrip())


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _ends(text: str) -> Iterator[int]:
    for sentence in _pipeline()(text).sents:
        # The sign that opens the next sentence is taken for one that closes this.
        printed = text[: sentence.end_char].rstrip(_OPENING)
        if not _is_abbreviated(printed, text[sentence.end_char :].lstrip()):
            yield len(printed)


def _is_abbreviated(before: str, behind: str) -> bool:
    """Whether the stop belongs to an abbreviation ("p. ej.", "art. 5", "s. XVII") or the sentence goes on small."""
    if behind[:1].islower():
        return True
    words = before.rstrip('"»”)]').split()
    if not before.endswith(".") or not words or not behind:
        return False
    last = words[-1].strip('(«“"').rstrip(".").lower()
    return (last in _ABBREVIATIONS and last != "etc") or (len(last) == 1 and last.isalpha())


@cache
def _pipeline() -> Any:  # noqa: ANN401 - spaCy's types would load it
    import spacy

    pipeline = spacy.blank("es")
    pipeline.add_pipe("sentencizer")
    return pipeline
