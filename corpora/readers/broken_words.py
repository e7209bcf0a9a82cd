"""Words that are broken at the end of a printed line, made whole again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpora.text import clean

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:[-‐‑]{_LETTERS})*")
_LAST_WORD = re.compile(rf"(?:{_LETTERS}-)*{_LETTERS}$")
_LONGEST_WORD, _PARTS_OF_A_WORD = 200, 12
_FIRST_WORD = re.compile(_LETTERS)
# A Spanish accent stands on one of a word's last three syllables: behind two more no other follows (but "-mente").
_WHOLE = re.compile(r"[áéíóú].*?[aeiouáéíóúü][^aeiouáéíóúü]+[aeiouáéíóúü]")
HYPHENS = tuple("-\u2010\u2011\ufffe\u00ad")  # one of these at the end of a line may break a word
# First parts that stand before a hyphen in running text and are no syllables of a broken word.
_COMBINING = frozenset({"self", "well", "non", "cross"})


def words(lines: Iterable[str]) -> Counter[str]:
    """Count each word of these lines, in lower case; a hyphenated compound and its parts all count.

    The two halves of a word that is broken at a line's end do not count.
    """
    counts: Counter[str] = Counter()
    broken = False
    for line in lines:
        line = line.strip()
        found = [word.replace("‐", "-").replace("‑", "-") for word in _WORD.findall(line.lower())]
        first = 1 if broken else 0
        broken = line[-1:] in HYPHENS if line else broken
        for word in found[first : len(found) - 1 if broken else None]:
            counts[word] += 1
            if "-" in word:
                counts.update(word.split("-"))
    return counts


def keeps_hyphen(left: str, right: str, written: Counter[str]) -> bool:
    """Return whether the hyphen at a line's end belongs to the word ("teórico-metodológicas") or only breaks it.

    What the same document writes elsewhere decides first; then how Spanish and English form compounds. No dictionary.

    Args:
        left: the word before the hyphen, up to its last blank.
        right: the word behind it.
        written: `words` of the document's lines.
    """
    left, right = left.lower(), right.lower()
    if not right[:1].isalpha() or not left[-1:].isalpha():
        return True
    joined, compound = written[left + right], written[f"{left}-{right}"]
    if joined or compound:
        return compound > joined
    last = left.rpartition("-")[2]  # of "End-of-course" and "teórico-prác-tico" only this can tell
    if len(last) == 1:  # "F-gas": nobody breaks a word behind its first letter
        return True
    if last in _COMBINING or (_WHOLE.search(last) and not right.startswith("mente")):
        return True
    return min(len(left), len(right)) > 3 and bool(written[last] and written[right])


def join_lines(lines: Iterable[str], written: Counter[str]) -> str:
    """Return the lines of one paragraph as one line; a word broken at a line's end is made whole again.

    Args:
        lines: as printed, top to bottom; a hyphen, soft hyphen or U+FFFE (PDFium) at the end marks a broken word.
        written: `words` of the document's lines, see `keeps_hyphen`.
    """
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        last = parts[-1] if parts else ""
        mark = last[-1:]
        if mark and mark in HYPHENS and last[-2:-1].isalnum() and line[:1].isalnum():
            # The word before may itself have been broken.
            left = "".join([*parts[-_PARTS_OF_A_WORD:-1], last[:-1]])
            parts[-1:] = [last[:-1], _joint(left, line, mark, written)]
        else:
            parts.append(" ")
        parts.append(line)
    return clean("".join(parts))


def _joint(left: str, line: str, mark: str, written: Counter[str]) -> str:
    """Return what stands between two lines in place of `mark`: nothing where it only broke a word, else the hyphen."""
    before, behind = _LAST_WORD.search(left, max(len(left) - _LONGEST_WORD, 0)), _FIRST_WORD.match(line)
    if before is None or behind is None:
        return "-"
    one, two = before[0], behind[0]
    broken = two[0].islower() or (one.isupper() and two.isupper() and len(one) > 1 < len(two))
    if mark == "\u00ad" or (broken and not keeps_hyphen(one, two, written)):
        return ""
    return "-"
