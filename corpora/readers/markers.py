"""List markers as programmes print them: "a) ", "1) ", "ñ) ", "•", "–", "−"; where one line of a list ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ALPHABET = "abcdefghijklmnñopqrstuvwxyz"
# The first group is also a hyphen, a minus or a sum within a sentence that goes on in the next line.
_DASHES = "-*+–—−"
_DOTS = "•·●▪■◦○‣⁃➢✓\uf0b7\uf0a7\uf0d8\uf0fc"
_BULLET = re.compile(rf"\s*(?:[{re.escape(_DASHES)}](?=\s)|[{_DOTS}])")
_ORDINAL = re.compile(r"\s*\(?(?P<mark>[a-zñA-ZÑ]|\d{1,3})(?P<end>\)|\.-|[.º](?=\s))")


def ordinal(line: str) -> str:
    """The letter or number of the marker with which the line begins, "" if it begins with none."""
    match = _ORDINAL.match(line)
    return match["mark"] if match else ""


def has_marker(line: str) -> bool:
    """Whether the line begins with a bullet, or with a letter or number and a bracket."""
    match = _ORDINAL.match(line)
    return _BULLET.match(line) is not None or (match is not None and match["end"] == ")")


def parted(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines that follow each other without a blank one, by items: a line that begins one begins a new group.

    A form feed at a line's beginning says that the break before it is meant.
    """
    group: list[str] = []
    last = ""
    for line in lines:
        if group and (line.startswith("\f") or begins_item(line, group[-1], last)):
            yield group
            group = []
        if not group:
            last = ordinal(line) or last
        group.append(line)
    if group:
        yield group


def begins_item(line: str, previous: str, last: str) -> bool:
    """Whether a line within a paragraph begins an item of its own.

    "…en los apartados a) y / b) del artículo" does not: the line before it does not end, and no item a) came before.

    Args:
        line: the line in question.
        previous: the line before it.
        last: the `ordinal` of the item before it in the same paragraph, "" if there was none.
    """
    ended = previous.rstrip().endswith((".", ";", ":", "?", "!"))
    if _BULLET.match(line):
        return ended or line.lstrip()[0] not in _DASHES or _BULLET.match(previous) is not None
    mark = ordinal(line)
    return mark != "" and (ended or (last != "" and _follows(mark, last)))


def _follows(mark: str, before: str) -> bool:
    """Whether `mark` comes next after `before`: b after a, ñ or o after n, 2 after 1."""
    if mark.isdigit() or before.isdigit():
        return mark.isdigit() and before.isdigit() and int(mark) == int(before) + 1
    mark, before = mark.lower(), before.lower()
    return _ALPHABET.index(mark) - _ALPHABET.index(before) == 1 or (before, mark) == ("n", "o")
