"""Tables of words as regular expressions: readable on the page, compiled once."""

from __future__ import annotations

import re
import textwrap


def lines(table: str) -> list[str]:
    """The alternatives of a table, one a line; a line that begins further in goes on the one before it."""
    return re.sub(r"\n[ ]+", "", textwrap.dedent(table).strip("\n").rstrip()).split("\n")


def alternatives(table: str) -> str:
    """A table as one expression, the longest alternative first, so that none is taken for the beginning of another."""
    return "|".join(sorted(lines(table), key=len, reverse=True))


def compiled(table: str) -> re.Pattern[str]:
    """A table as an expression to search with: whole words, or beginnings of words where a line ends in "~"."""
    whole = "|".join(line for line in lines(table) if not line.endswith("~"))
    begun = "|".join(line[:-1] for line in lines(table) if line.endswith("~"))
    return re.compile(rf"(?<!\w)(?:(?:{whole})(?!\w){f'|{begun}' if begun else ''})")
