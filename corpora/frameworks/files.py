"""What every loader does with files: read them whole, decode them, name their checksum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from corpora.errors import InputError, OtherKindError
from corpora.records import Skipped, Text

Read = TypeVar("Read")

NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but line ends and tabs, lone surrogates, noncharacters: text has hardly any."""


def read_bytes(path: Path, *, limit: int = 512 * 1024 * 1024) -> bytes:
    """The bytes of one file.

    Args:
        path: the file.
        limit: in bytes; a larger file is refused before it is read.

    Raises:
        InputError: missing, a folder, empty, larger than the limit, or not permitted.
    """
    try:
        if path.is_dir():
            raise InputError(es=f"{path}: es una carpeta; indique el archivo", en=f"{path}: is a folder; name the file")
        size = path.stat().st_size
        if size > limit:
            raise InputError(
                es=f"{path}: pesa {size:,} bytes, más que el límite de {limit:,}; divídalo en partes",
                en=f"{path}: has {size:,} bytes, more than the limit of {limit:,}; split it",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            es=f"{path}: no existe; revise la ruta", en=f"{path}: does not exist; check the path"
        ) from None
    except OSError as error:
        raise InputError(
            es=f"{path}: no se puede leer ({error.strerror}); revise los permisos",
            en=f"{path}: cannot be read ({error.strerror}); check its permissions",
        ) from error
    if not data.strip():
        raise InputError(
            es=f"{path}: el archivo está vacío; vuelva a obtenerlo", en=f"{path}: the file is empty; get it again"
        )
    return data


def read_each(
    paths: Sequence[Path],
    read_one: Callable[[Path], Read],
    files_in: Callable[[Path], Iterable[Path]],
    nothing_in: Callable[[Path], InputError],
    skipped: list[Skipped],
) -> tuple[list[Read], int]:
    """Read the files that can be read; in a folder, those of another kind are left out.

    Args:
        paths: files and folders.
        read_one: reads a file; raises OtherKindError for one of another kind.
        files_in: the files of a folder.
        nothing_in: the error of a folder that has none to be read.
        skipped: takes up what was not read and why.

    Returns:
        What was read, and how many files should have been and could not.

    Raises:
        InputError: none can be read; of several, the first one's.
    """
    found: list[Read] = []
    errors: list[InputError] = []
    unread = 0
    for path in paths:
        folder, before = path.is_dir(), len(found)
        for file in files_in(path) if folder else [path]:
            try:
                found.append(read_one(file))
            except InputError as error:
                es, en = (text.removeprefix(f"{file}: ") for text in (error.es, error.en))
                skipped.append(Skipped(file.name, Text(es, en)))
                unread += not (folder and isinstance(error, OtherKindError))
                errors += [] if folder else [error]
        if folder and len(found) == before:
            errors.append(nothing_in(path))
    if errors and not found:
        raise errors[0]
    return found, unread


def only_one(paths: Sequence[Path], form: str) -> Path:
    """The path, of formats in which a framework is one file; raises InputError for none or several."""
    if len(paths) != 1:
        raise InputError(
            es=f"{form}: indique un solo archivo ({len(paths)} dados); añada cada uno con su --name",
            en=f"{form}: name one file ({len(paths)} given); add each with its own --name",
        )
    return paths[0]


def digest(files: Sequence[tuple[str, bytes]]) -> str:
    """SHA-256, hexadecimal, over the bytes of (name, bytes) sorted by name; of one file it is that file's own."""
    total = hashlib.sha256()
    for _, data in sorted(files):
        total.update(data)
    return total.hexdigest()


def decode(path: Path, data: bytes) -> str:
    """Text in UTF-8, UTF-16 or, failing both, cp1252 (the encodings in which spreadsheets write text).

    Raises:
        InputError: the bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:400]:
        # Half of the bytes of western text in UTF-16 are zero: at even places where the high byte comes first.
        encodings = ["utf-16-be" if data[:400:2].count(0) > data[1:400:2].count(0) else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Published files do hold a stray control character; a hundredth of them is no text any more.
        if len(NOISE.findall(text)) <= 2 + len(text) // 100:
            return text
    raise InputError(
        es=f"{path}: no es texto legible; guárdelo como CSV en UTF-8",
        en=f"{path}: is not readable text; save it as CSV in UTF-8",
    )


def counted(defects: Iterable[tuple[int, str, str, str]]) -> tuple[Skipped, ...]:
    """`Skipped` for each (count, what, why in Spanish, in English) with a count above zero, which replaces `{n}`."""
    return tuple(
        Skipped(what, Text(es=es.replace("{n}", f"{count:,}"), en=en.replace("{n}", f"{count:,}")))
        for count, what, es, en in defects
        if count
    )
