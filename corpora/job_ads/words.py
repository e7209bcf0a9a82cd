"""The words by which ads are read: tables of expressions in `words.toml`, readable there and compiled once."""

from __future__ import annotations

import re
import textwrap
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

TOKEN = re.compile(r"[\w+#]+(?:\.[\w+#]+)*")
"""A word of what is asked for: "C#" is not "C++", and "Node.js" is one."""


@cache
def tables() -> dict[str, Any]:
    """Read all tables, as the file has them."""
    return tomllib.loads((files("corpora.job_ads") / "words.toml").read_text(encoding="utf-8"))


def alternatives(table: str) -> str:
    """Return a table as one expression, the longest alternative first: none is taken for the beginning of another."""
    return "|".join(sorted(_lines(table), key=len, reverse=True))


def words(name: str) -> str:
    """Return the `alternatives` of one of the tables below `[words]`."""
    return alternatives(tables()["words"][name])


@cache
def bounded(name: str, before: str = "", behind: str = "") -> re.Pattern[str]:
    """Return the `words` of a table between two expressions, compiled when first asked for."""
    return re.compile(f"{before}(?:{words(name)}){behind}")


@lru_cache(maxsize=100_000)
def says_nothing(word: str) -> bool:
    """Return whether a folded word names no skill by itself."""
    return bounded("nothing").fullmatch(word) is not None


def _lines(table: str) -> list[str]:
    """Return the alternatives of a table, one a line; a line that begins further in goes on the one before it."""
    return re.sub(r"\n[ ]+", "", textwrap.dedent(table).strip("\n").rstrip()).split("\n")
