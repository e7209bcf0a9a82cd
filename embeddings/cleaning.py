"""Brings a text into the form that encoders and lexical scorers read best; what users see is never changed by it."""

from __future__ import annotations

import re
import unicodedata

# Hyphens and dashes that typesetting prefers and vocabularies do not know.
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒−﹣-"), "-")
# Invisible: soft hyphen, zero-width characters, byte order mark and its mirror image, replacement character.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFD], None)
_TABLE = {**_HYPHENS, **_INVISIBLE}
_IN_TABLE = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")
_LIST_MARKS = " •●▪◦·–—-*"
# One capital word this long is a word; a shorter one may be an acronym (SQL, HTML).
_SHORTEST_WORD = 6
_FEW = 2  # words that may all be acronyms


def clean(text: str) -> str:
    """Return the text in NFC and sentence case, one space between words, no list mark, invisible or private character.

    "" where no letter or digit is left, since such a text says nothing.
    """
    text = unicodedata.normalize("NFC", text)
    if _IN_TABLE.search(text):  # few have any, and to look takes a fifth of the time
        text = text.translate(_TABLE)
    if not text.isprintable():  # controls, line ends, private use: the usual text has none
        text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split()).lstrip(_LIST_MARKS)
    if not any(map(str.isalnum, text)):
        return ""
    words = [word for word in text.split() if sum(map(str.isalpha, word)) > 1] if text.isupper() else []
    if len(words) <= _FEW and all(sum(map(str.isalpha, word)) < _SHORTEST_WORD for word in words):
        return text  # not in capitals altogether, or only acronyms and codes ("SQL", "ISO 9001")
    lower = text.lower()
    return next((lower[:i] + c.upper() + lower[i + 1 :] for i, c in enumerate(lower) if c.isalpha()), lower)
