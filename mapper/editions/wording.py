"""When two texts are the same, how near they are, and which words differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from embeddings.lexical import CharTfidf
from mapper.editions.records import Piece

_MARKS = re.compile(r"^[\s•●▪◦·–—−\-*\uf0b7]+", re.MULTILINE)
# What a list puts behind its items, and what of it is left where an item was the last: ";", ", y", ".".
_END = re.compile(r"(?:\s*[,;]\s*[yeou])?[\s.,;:]*$", re.MULTILINE)
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFD], None)
_TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*")


def key(text: str) -> str:
    """What of a text has to be equal for it to be the same: its signs without white space, list marks and list ends.

    "la informaci ón" and "la información" are one: the space was repaired.
    """
    text = unicodedata.normalize("NFKC", text).translate(_DROPPED)
    return "".join(_END.sub("", _MARKS.sub("", text)).split())


def cosines(old: Sequence[str], new: Sequence[str]) -> NDArray[np.float64]:
    """How near each old text is to each new one in its letters, shape (old, new), 0 to 1."""
    if not old or not new:
        return np.zeros((len(old), len(new)))
    # Weighed by all texts, so that what every criterion says counts little.
    grams = CharTfidf.build([*old, *new])
    rows = np.arange(len(old), len(old) + len(new))
    return np.array(grams.pair_scores(old, [rows] * len(old)), dtype=np.float64)


def stems(text: str) -> Counter[str]:
    """The words of a text as they are compared."""
    return Counter(word.casefold() for word in re.findall(r"\w+", text))


def differing(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts as one row of runs: what both say, what only the old one says, what only the new one."""
    before, after = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [_word(t) for t in before], [_word(t) for t in after], autojunk=False)
    pieces: list[Piece] = []
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", _joined(after[k:m])))
            continue
        if i < j:
            pieces.append(Piece("gone", _joined(before[i:j])))
        if k < m:
            pieces.append(Piece("new", _joined(after[k:m])))
    return tuple(pieces)


def _tokens(text: str) -> list[str]:
    """Words and signs, each with the white space behind it."""
    return _TOKEN.findall(text)


def _word(token: str) -> str:
    return unicodedata.normalize("NFKC", token.strip())


def _joined(tokens: Sequence[str]) -> str:
    return "".join(tokens)
