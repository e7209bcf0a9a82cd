"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

TEMPORARY = ".curmap-"  # with what the names of files and folders begin that are still being written
# Nothing is under way for so long between the first byte of a temporary file and its new name.
_ABANDONED = 3600.0
REPORT = 1 << 20  # bytes that a report takes, about


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write a file whole or not at all, in place of one of the same name.

    Whoever reads the path sees the old content or the new one, never a part. Folders that are missing are made. A link
    is followed; a device or pipe is written to as it is, since it cannot be replaced.

    Raises OSError: no permission, a full disk, a folder in its place; it names the path as given. Nothing is changed.
    """
    content = data.encode() if isinstance(data, str) else data
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        target = path.resolve()
        # Mode "x" makes the file with the permissions that the user's umask gives, which mkstemp does not.
        with temporary_path(target) as temporary, temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(target)
    except OSError as error:
        # A full disk names no file, a failed rename the temporary one.
        error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def temporary_path(target: Path, suffix: str = ".tmp") -> Iterator[Path]:
    """Return a name for a file that is to take a place, in the same folder, which is made; what is left of it goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # A short name of our own: the target's may already be as long as the file system allows.
    temporary = target.parent / f"{TEMPORARY}{secrets.token_hex(8)}{suffix}"
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def find_file(folder: Path, name: str, stem: str = "programme") -> Path:
    """Return the file of that name in a folder, else the only one that is called `stem`, whatever its ending.

    A .txt is such a file only by itself: beside a document it is this document's text. Where there is neither, or
    several of these, the named one is returned, which whoever opens it misses.
    """
    try:
        if (named := folder / name).is_file():
            return named
    except OSError:  # a title of a page's length is no name of a file
        pass
    others = [path for path in sorted(folder.glob(f"{stem}.*")) if path.suffix != ".txt"] or [folder / f"{stem}.txt"]
    return others[0] if len(others) == 1 and others[0].is_file() else folder / name


def fresh_folder(folder: Path) -> Path:
    """Return an empty folder beside another one, whose place `put` lets it take."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder.parent))
    fresh.chmod(0o755)  # mkdtemp's is closed to all others
    return fresh


def require_folder(folder: Path, *, room: int = 0) -> None:
    """See that a folder is there or can be made and takes a file of so many bytes; leaves nothing.

    Raises OSError that names what is in the way: no folder, no permission, a file system that takes no files, or none
    any more.
    """
    existing = folder.absolute()
    while not existing.exists():
        existing = existing.parent
    shown = str(folder if existing == folder.absolute() else existing)
    if not existing.is_dir():
        number = errno.EEXIST if existing == folder.absolute() else errno.ENOTDIR
        raise OSError(number, os.strerror(number), shown)
    try:  # what the permissions say is no answer: nothing can be made in /proc, or on a full disk
        with tempfile.TemporaryFile(prefix=TEMPORARY, dir=existing) as file:
            file.write(bytes(room))
    except OSError as error:
        error.filename = shown
        raise


@contextmanager
def write_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder whose files move into `folder` at the end: all of them, or none if something is raised.

    Raises OSError: no permission, a full disk; it names the file as it would have stood in `folder`.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
        try:
            yield fresh
            names = sorted(path.name for path in fresh.iterdir())
            for name in names:
                if (folder / name).is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / name))
            for name in names:
                (fresh / name).replace(folder / name)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        # A failed rename names the temporary file, a full disk sometimes none.
        name = Path(str(error.filename)).name if error.filename is not None else ""
        error.filename, error.filename2 = str(folder if name.startswith(TEMPORARY) else folder / name), None
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise


def write_together(folder: Path, contents: Mapping[str, bytes | str]) -> list[Path]:
    """Write files into a folder, which is made, all of them or none; gives their paths. Raises OSError as the above."""
    with write_folder(folder) as fresh:
        for name, content in contents.items():
            (fresh / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return [folder / name for name in contents]


def replace_folder(fresh: Path, folder: Path) -> None:
    """Let a folder take the place of another one, as other processes may do at the same moment."""
    with suppress(FileNotFoundError):
        folder.rename(fresh / "replaced")
    try:
        fresh.rename(folder)
    except OSError as error:
        # Another process has stored its own in between: as good as this one, or built again when it does not fit.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
    else:
        shutil.rmtree(folder / "replaced", ignore_errors=True)


def clear_abandoned(folder: Path) -> None:
    """Remove the temporary files and folders that a killed process left in a folder or one level below it."""
    for path in [*folder.glob(f"{TEMPORARY}*"), *folder.glob(f"*/{TEMPORARY}*")]:
        with suppress(FileNotFoundError):  # renamed by who wrote it
            if time.time() - path.lstat().st_mtime < _ABANDONED:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
