"""Which files a user means by some paths: folders are walked, what programs leave lying about is passed over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpora.errors import InputError
from corpora.files import unreadable
from corpora.readers.assemble import counted
from corpora.readers.sheet_columns import FILE
from corpora.records import Skipped

_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_TEMPORARY = (".tmp", ".temp", ".bak", ".part", ".crdownload")


class Files(NamedTuple):
    """Files to be read, each once, in an order that depends on their names alone; and what was passed over."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def files(paths: Iterable[Path]) -> Files:
    """The files behind these paths: a file is itself, a folder is its files and those of its folders, by name.

    Hidden and temporary files ("~$programa.docx", ".DS_Store") are passed over within folders and counted. A path
    that does not exist stays in, so that reading it says what is wrong with it and the others are read.

    Raises:
        InputError: there are paths, but only folders without a file to be read.
    """
    found: dict[str, Path] = {}
    skipped: tuple[Skipped, ...] = ()
    given = list(paths)
    for path in given:
        passed_over: list[str] = []
        closed: list[OSError] = []
        for file in _walk(path, passed_over, closed) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(file), file)
        skipped += counted(str(path), len(passed_over), "archivos ocultos o temporales", "hidden or temporary files")
        skipped += counted(str(path), len(closed), "carpetas sin permiso de lectura", "folders that may not be read")
        if closed and len(given) == 1 and not found:
            raise unreadable(path, closed[0])
    if given and not found:
        names = ", ".join(map(str, given))
        raise InputError(
            es=f"{names}: no hay ningún archivo que leer; indique otra carpeta o un archivo.",
            en=f"{names}: there is no file to be read; name another folder, or a file.",
        )
    return Files(tuple(found.values()), skipped)


def _walk(folder: Path, passed_over: list[str], closed: list[OSError]) -> Iterator[Path]:
    """The folder's files, then those of its folders, each by name; links to folders are not followed."""
    for root, folders, names in os.walk(folder, onerror=closed.append):
        passed_over.extend(name for name in (*folders, *names) if _is_litter(name))
        folders[:] = sorted(name for name in folders if not _is_litter(name))
        yield from (Path(root, name) for name in sorted(names) if not _is_litter(name) and name != FILE)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.lower() in _LITTER or name.lower().endswith(_TEMPORARY)
