"""Term and definition of glossary entries and attitudes, whose two columns a text layer flattens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpora.frameworks.conocer.entries import Entry
from corpora.frameworks.conocer.words import Mender

_COLON = re.compile(r"\s*:\s*")
_DASH = re.compile(r"\s*\.\s?[-–—]+\s*|\s+[-–—]+\s+")
_TERM_GOES_ON = re.compile(r"^(?:a|al|con|de|del|e|el|en|la|las|los|o|para|por|sin|sobre|y)\s")
_LONGEST_TERM = 90
_SHORT_LINE = 45
_LONGEST_TERM_LINES = 5
_JOINT = re.compile(
    r"(?:^|[\s/(])(?:a|al|con|de|del|e|el|en|la|las|lo|los|o|para|por|sin|sobre|su|u|y)$", re.IGNORECASE
)
_STARTER = re.compile(
    r"^(?:Al?|Con|De|El|Ella|En|Es|Esta?|La|Las|Los?|Para|Por|Se|Son|Una?|Unos|Acto|Aquel\w*|Conjunto)$"
)


def split_term(entry: Entry, mender: Mender) -> tuple[str, str]:
    """Term and definition of an entry; the definition is "" where nothing parts them.

    By the colon where one ends a short beginning; else by the lines, where the term fills its own; else by the first
    capital that begins the definition ("Interfaz de entrada Medio por el cual …").
    """
    lines = [line for line in entry.head if line]
    found = _by_colon(lines) or _by_dash(lines) or _by_lines(lines) or _by_capital(lines)
    if found is None:
        return mender.join(lines), _bullets(entry, mender)
    term, definition = found
    text = "\n".join(part for part in (mender.join(definition), _bullets(entry, mender)) if part)
    return mender.join(term).rstrip(" .:"), text


def spread(found: Sequence[Entry]) -> None:
    """Mend a table read column by column: all terms, then all definitions, which then hang on the last term."""
    if len(found) < 2 or any(entry.bullets or len(entry.head) > _LONGEST_TERM_LINES for entry in found[:-1]):
        return
    if any(_split_head(entry.head) for entry in found[:-1]):
        return
    last = found[-1].head
    term = next((index for index, line in enumerate(last, 1) if line.endswith(":")), 1)
    definitions: list[list[str]] = []
    for line in last[term:]:
        if not definitions or (line[:1].isupper() and definitions[-1][-1].endswith(".")):
            definitions.append([])
        definitions[-1].append(line)
    if len(definitions) == len(found):
        del last[term:]
        for entry, lines in zip(found, definitions, strict=True):
            entry.head += lines


def _split_head(lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
    found = _by_colon(lines) or _by_dash(lines) or _by_lines(lines) or _by_capital(lines)
    return found if found and any(found[1]) else None


def _bullets(entry: Entry, mender: Mender) -> str:
    return "\n".join(f"• {text}" for lines in entry.bullets if (text := mender.join(lines)))


def _by_colon(lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
    for index, line in enumerate(lines[:_LONGEST_TERM_LINES]):
        match = _COLON.search(line)
        if match is None or (match.end() < len(line) and line[match.start() : match.end()] == ":"):
            # "10:30" and "https://" are no terms.
            if line.endswith((".", ";")):
                return None
            continue
        term, rest = [*lines[:index], line[: match.start()]], line[match.end() :]
        if len(" ".join(term)) <= _LONGEST_TERM and not any(_inner_capital(text) for text in lines[:index]):
            return term, [rest, *lines[index + 1 :]]
        return _interleaved(lines, index, line[: match.start()], rest)
    return None


def _by_dash(lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """As in "Término.- Definición" and "Término – Definición", on the first line."""
    match = _DASH.search(lines[0]) if lines else None
    if match is None or match.start() > _SHORT_LINE or not lines[0][match.end() :][:1].isupper():
        return None
    return [lines[0][: match.start()]], [lines[0][match.end() :], *lines[1:]]


def _interleaved(lines: Sequence[str], index: int, tail: str, rest: str) -> tuple[list[str], list[str]] | None:
    """A row of two columns read across: "Objetivo particular Es la descripción … / de aprendizaje: esperada …"."""
    cut = _inner_capital(lines[0]) if index == 1 and _TERM_GOES_ON.match(tail) and len(tail) < _SHORT_LINE else 0
    if not cut:
        return None
    return [lines[0][:cut], tail], [lines[0][cut:], rest, *lines[2:]]


def _inner_capital(line: str) -> int:
    """Where in a line the definition begins: a capital behind a word that can end a term; 0 if nowhere."""
    words = list(re.finditer(r"\S+", line))
    for before, word in pairwise(words):
        text = word[0].strip('(“"')
        if _STARTER.match(text) and not _JOINT.search(before[0]):
            return word.start()
        if text[:1].isupper() and text[1:2].islower() and not _JOINT.search(before[0]) and not before[0].endswith("/"):
            return word.start()
    return 0


def _by_lines(lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
    for index, line in enumerate(lines[1:_LONGEST_TERM_LINES], 1):
        before = lines[index - 1]
        if len(before) > _SHORT_LINE or _inner_capital(before):
            return None
        if line[:1].isupper() and not _JOINT.search(before):
            return list(lines[:index]), list(lines[index:])
    return None


def _by_capital(lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
    cut = _inner_capital(lines[0]) if lines else 0
    return ([lines[0][:cut]], [lines[0][cut:], *lines[1:]]) if cut else None
