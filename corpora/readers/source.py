"""The bytes of one file, or one line that says why there are none."""

from __future__ import annotations

from pathlib import Path

from corpora.errors import InputError

_MEGABYTE = 1 << 20


def size(path: Path) -> int:
    """The file's size in bytes; raises InputError where there is no file that could be read, or nothing in it."""
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if path.is_dir():
        raise InputError(
            es=f"{path}: es una carpeta, no un archivo; indique un archivo o lea la carpeta archivo por archivo.",
            en=f"{path}: is a folder, not a file; name a file, or read the folder file by file.",
        )
    if not path.is_file():
        raise InputError(
            es=f"{path}: no es un archivo ordinario; cópielo como archivo y vuelva a intentarlo.",
            en=f"{path}: is not an ordinary file; copy it to one and try again.",
        )
    if status.st_size == 0:
        raise InputError(
            es=f"{path}: el archivo está vacío (0 bytes); vuelva a guardarlo o a descargarlo.",
            en=f"{path}: the file is empty (0 bytes); save or download it again.",
        )
    return status.st_size


def head(path: Path, count: int) -> bytes:
    """The file's first `count` bytes; raises InputError."""
    size(path)
    try:
        with path.open("rb") as stream:
            return stream.read(count)
    except OSError as error:
        raise unreadable(path, error) from error


def load(path: Path, *, limit: int) -> bytes:
    """All bytes of the file; raises InputError where it cannot be read or is larger than `limit` bytes."""
    found = size(path)
    if found > limit:
        raise InputError(
            es=f"{path}: ocupa {found // _MEGABYTE} MB y el límite para este formato es de {limit // _MEGABYTE} MB; "
            "divídalo en partes.",
            en=f"{path}: is {found // _MEGABYTE} MB and the limit for this format is {limit // _MEGABYTE} MB; "
            "split it into parts.",
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> InputError:
    """The error of a file or folder that the system does not give out."""
    if isinstance(error, FileNotFoundError):
        return InputError(
            es=f"{path}: no existe; revise el nombre y la carpeta.",
            en=f"{path}: does not exist; check the name and the folder.",
        )
    if isinstance(error, PermissionError):
        return InputError(
            es=f"{path}: no hay permiso de lectura; cambie los permisos o copie el archivo a otra carpeta.",
            en=f"{path}: may not be read; change its permissions or copy the file to another folder.",
        )
    reason = error.strerror or type(error).__name__
    return InputError(
        es=f"{path}: el sistema no pudo leerlo ({reason}); revise el disco o copie el archivo a otra carpeta.",
        en=f"{path}: the system could not read it ({reason}); check the disk or copy the file to another folder.",
    )
