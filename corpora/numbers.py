"""Numbers in files, which anyone may have written: one way to read them, which never fails."""

from __future__ import annotations

MOST = 99_999  # no level, span, place or size of a document is larger


def whole(text: str | None, otherwise: int = 0, *, most: int = MOST) -> int:
    """Return the number, 0 or more, that these digits are; `otherwise` where they are none, or more than `most`."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return otherwise
    number = int(text)
    return number if number <= most else otherwise
