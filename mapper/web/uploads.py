"""Taking up files that people send: told before, checked at once, and said at the file."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import HTTPException, UploadFile

from mapper.web.places import Places, safe_name

LARGEST = 50 << 20
"""Bytes of one file at most."""
MOST_FILES = 20
"""Files of one form at most."""


def kept(places: Places, files: Sequence[UploadFile]) -> list[tuple[str, str]]:
    """Keep files; gives SHA-256 and name of each.

    Raises:
        HTTPException: none was chosen (422), one is too large or there are too many (413); none is kept, then.
    """
    chosen = [file for file in files if file.filename]
    if not chosen:
        raise HTTPException(422)
    if len(chosen) > MOST_FILES or any((file.size or 0) > LARGEST for file in chosen):
        raise HTTPException(413)
    names = [safe_name(file.filename or "") for file in chosen]
    return [(places.keep(name, file.file.read()), name) for name, file in zip(names, chosen, strict=True)]
