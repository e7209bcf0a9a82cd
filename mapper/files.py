"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write a file whole or not at all, in place of one of the same name.

    The bytes go to a file beside it, which is flushed to the disk and then renamed: whoever reads the path sees the
    old content or the new one, never a part. Folders that are missing are made. A link is followed; a device or pipe
    is written to as it is, since it cannot be replaced.

    Args:
        path: where the file is to stand.
        data: its content; a `str` is written as UTF-8.

    Raises:
        OSError: no permission, a full disk, a folder in its place; it names the path as given, and what stood there
            is unchanged.
    """
    content = data.encode() if isinstance(data, str) else data
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    try:
        _replace(path.resolve(), content)
    except OSError as error:
        # A full disk names no file, a failed rename the temporary one.
        error.filename, error.filename2 = str(path), None
        raise


def _replace(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # A short name of our own: the target's may already be as long as the file system allows.
    temporary = target.parent / f".curmap-{secrets.token_hex(8)}.tmp"
    try:
        # Mode "x" makes the file with the permissions that the user's umask gives, which mkstemp does not.
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
