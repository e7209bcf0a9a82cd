"""Sentences of a long paragraph, by spaCy's rules; no model is needed, and spaCy is loaded only where one is split."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder
from typing import Any

_LONG = 240
"""Characters from which a paragraph is split; below, its sentences are read together."""
_OPENING = "¿¡«“([ \t\n"
_SHORT = 40
"""Characters below which a sentence is a fragment and stays with its neighbour."""
_LOOK = 80
_MOST = 20_000
"""Characters that are parted at once."""
_LONGEST_WORD = 500
_BLANKS = re.compile(r"\s*")
_MAY_END = re.compile(r"[.!?…][\"»”)\]]*\s+[\"«“(¿¡]?[^\W\d_a-z]")
# After these a full stop ends no sentence.
_ABBREVIATIONS = frozenset(
    {"art", "arts", "sr", "sra", "sres", "dr", "dra", "prof", "profa", "ing", "lic", "mtro", "mtra", "núm", "num", "nº"}
    | {"pág", "págs", "pag", "p", "pp", "vol", "cap", "caps", "fig", "figs", "tel", "aprox", "máx", "mín", "ej", "cf"}
    | {"vid", "ed", "eds", "op", "cit", "ss", "sec", "apdo", "av", "ud", "uds", "vs", "mr", "mrs", "ms", "st", "jr"}
    | {"e.g", "i.e", "inc", "ltd", "no", "nos"}
)


def sentences(text: str, *, short: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in a paragraph; a short paragraph is one unless `short` ones are split too."""
    if (len(text) < _LONG and not short) or not _MAY_END.search(text):
        yield 0, len(text)
        return
    start, shortest, last = 0, _SHORT // 2 if short else _SHORT, len(text.rstrip())
    for end in _ends(text):
        rest = last - _begin(text, end)
        if len(text[start:end].strip()) >= shortest and (rest <= 0 or rest >= shortest):
            yield _begin(text, start), end
            start = end
    if _begin(text, start) < last:
        yield _begin(text, start), last


def _begin(text: str, start: int) -> int:
    """Where the first sign that is no blank stands from here on."""
    found = _BLANKS.match(text, start)
    return found.end() if found else start


def _ends(text: str) -> Iterator[int]:
    for first, last in _stretches(text):
        for sentence in _pipeline()(text[first:last]).sents:
            end = first + sentence.end_char
            # The sign that opens the next sentence is taken for one that closes this.
            before = text[first:end].rstrip(_OPENING)
            if not _is_abbreviated(before[-_LOOK:], text[end : end + _LOOK].lstrip()):
                yield first + len(before)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """A text of many pages in stretches that end at a blank; where there is none no sentence ends."""
    first = 0
    while first < len(text):
        last = len(text) if len(text) - first <= _MOST else text.rfind(" ", first, first + _MOST)
        if last <= first:
            return
        if max(map(len, text[first:last].split()), default=0) <= _LONGEST_WORD:
            yield first, last
        first = last


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
    with _without_torch():
        import spacy

    pipeline = spacy.blank("es")
    pipeline.add_pipe("sentencizer")
    return pipeline


@contextmanager
def _without_torch() -> Iterator[None]:
    """Let this thread import no torch: thinc does wherever it is installed, for two thirds of spaCy's loading time."""
    finder = _RefusesTorch(threading.get_ident())
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _RefusesTorch(MetaPathFinder):
    def __init__(self, thread: int) -> None:
        self._thread = thread

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:  # noqa: ARG002 - the finder's protocol
        if fullname == "torch" and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(fullname, name=fullname)
