"""Text of documents and frameworks made fit to stand in a report."""

from __future__ import annotations

import re

# Control characters, what XML does not allow, and what overrides the direction of writing: none of it can be seen,
# and each of it can break a file or make a text look like another.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without invisible characters; line feeds and tabs stay, a lone surrogate becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))


def shorten(text: str, longest: int) -> str:
    """The text, cut between two words if it is longer, with an ellipsis then."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rsplit(None, 1)[0] if any(c.isspace() for c in cut) else cut) + "…"
