"""What every reader and loader does with files: read them whole or say why not, decode them, name their checksum."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora import charset
from corpora.errors import InputError
from corpora.records import Skipped, Text
from corpora.translation import _

LIMIT = 512 * (1 << 20)  # bytes of the largest table or framework that is read


def readable(name: str) -> str:
    """Return a file's name, escaping what no table holds: bytes that are no UTF-8, control characters."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return re.sub(r"[\x00-\x1f\x7f]", lambda found: found[0].encode("unicode_escape").decode(), text)


def size(path: Path) -> int:
    """Return the file's size in bytes; raises InputError where no file can be read, or nothing is in it."""
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if path.is_dir():
        raise InputError("{path}: is a folder, not a file; name a file, or read the folder file by file.", path=path)
    if not path.is_file():
        raise InputError("{path}: is not an ordinary file; copy it to one and try again.", path=path)
    if status.st_size == 0:
        raise InputError("{path}: the file is empty (0 bytes); save or download it again.", path=path)
    return status.st_size


def head(path: Path, count: int = -1) -> bytes:
    """Return the file's first `count` bytes, all by default; raises InputError."""
    size(path)
    try:
        with path.open("rb") as stream:
            return stream.read(count)
    except OSError as error:
        raise unreadable(path, error) from error


def peek(path: Path, count: int) -> bytes:
    """Return the same to tell what kind of file it is: nothing of one that cannot be read."""
    try:
        return head(path, count)
    except InputError:
        return b""


def load(path: Path, *, limit: int) -> bytes:
    """Return all bytes of the file; raises InputError where it cannot be read or is larger than `limit` bytes."""
    found = size(path)
    if found > limit:
        raise InputError(
            "{path}: is {found} MB and the limit for this format is {limit} MB; split it into parts.",
            path=path,
            found=found >> 20,
            limit=limit >> 20,
        )
    return head(path)


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the error of a file or folder that the system does not give out."""
    if isinstance(error, FileNotFoundError):
        return InputError("{path}: does not exist; check the name and the folder.", path=path)
    if isinstance(error, PermissionError):
        return InputError(
            "{path}: may not be read; change its permissions or copy the file to another folder.", path=path
        )
    reason = error.strerror or type(error).__name__
    return InputError(
        "{path}: the system could not read it ({reason}); check the disk or copy the file to another folder.",
        path=path,
        reason=reason,
    )


def read_bytes(path: Path, *, limit: int = LIMIT) -> bytes:
    """Read as `load` a file that has to say something; raises InputError where it holds white space only."""
    data = load(path, limit=limit)
    if not data.strip():
        raise InputError("{path}: the file is empty; get it again", path=path)
    return data


def only_one(paths: Sequence[Path], form: str) -> Path:
    """Return the path, of formats in which a framework is one file; raises InputError for none or several."""
    if len(paths) != 1:
        raise InputError("{form}: name one file ({n} given)⟦; add each with its own --name⟧", form=form, n=len(paths))
    return paths[0]


def digest(files: Sequence[tuple[str, bytes]]) -> str:
    """Return the SHA-256, hexadecimal, over the bytes of (name, bytes) sorted by name; of one file its own."""
    total = hashlib.sha256()
    for _name, data in sorted(files):
        total.update(data)
    return total.hexdigest()


def decode(path: Path, data: bytes, *, partial: bool = False) -> str:
    """Return the text of a table or framework, see `corpora.charset`; raises InputError where the bytes are no text."""
    decoded = charset.decode(data, partial=partial)
    if decoded is None:
        raise not_text(path)
    return decoded.text


def not_text(path: Path) -> InputError:
    """Return the error of a table whose bytes are no text."""
    return InputError("{path}: is not readable text; save it as CSV in UTF-8", path=path)


def skipped_entry(what: str, count: int, why: Text) -> tuple[Skipped, ...]:
    """Return why something of `what` was left out, with its count in place of `{n}`; nothing for a count of zero."""
    es, en = (text.replace("{n}", f"{count:,}") for text in why)
    return (Skipped(what, Text(es, en)),) if count else ()


def skipped_total(what: str, count: int, said: Text) -> tuple[Skipped, ...]:
    """Return the same where how often stands behind what was left out: "Hidden sheets: 3."."""
    said = Text(*(text[0].upper() + text[1:] for text in said))
    return (Skipped(what, _("{said}: {count}.", said=said, count=count)),) if count else ()


def skipped_entries(counts: Counter[str], table: Mapping[str, tuple[str, Text]]) -> tuple[Skipped, ...]:
    """Return the counts above zero, by a table of count to the part of a source and how it is told."""
    return tuple(entry for key, (part, why) in table.items() for entry in skipped_entry(part, counts[key], why))
