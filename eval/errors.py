"""The error of this library that a user can mend."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import NamedTuple


class InputError(ValueError):
    """Input that a user can mend: names the file, the place, what is wrong and the remedy, in both languages.

    Attributes:
        es: the message in Spanish, one line.
        en: the message in English, one line; also `str(error)`.
    """

    def __init__(self, *, es: str, en: str) -> None:
        super().__init__(en)
        self.es = es
        self.en = en


class Place(NamedTuple):
    """A line (or row) of a file, the first being 1."""

    path: Path
    line: int

    def error(self, *, es: str, en: str) -> InputError:
        """The error of this line."""
        return InputError(es=f"{self.path}, línea {self.line}: {es}", en=f"{self.path}, line {self.line}: {en}")


def unreadable(path: Path, error: OSError) -> InputError:
    """The error of a file that the system does not let us read or write."""
    if error.errno == errno.ENOSPC:
        return InputError(
            es=f"{path}: el disco está lleno; libere espacio y repita",
            en=f"{path}: the disk is full; free some space and repeat",
        )
    reason = error.strerror or type(error).__name__
    return InputError(
        es=f"{path}: no se puede leer o escribir ({reason}); revise la ruta y los permisos",
        en=f"{path}: cannot be read or written ({reason}); check the path and its permissions",
    )
