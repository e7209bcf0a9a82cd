"""Reading a file that a stranger sent, in a process of its own with limits of memory and time.

A document can make its reader loop, fill the memory or crash; then that process is lost and nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from corpora import Document, InputError

SECONDS = 120.0
MEMORY = 4 << 30
"""Bytes of address space: libraries map much more than they use."""
_GRACE = 5.0
T = TypeVar("T")


def run_isolated(
    function: Callable[..., T],
    arguments: tuple[object, ...],
    *,
    name: str,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> T:
    """Call a function of a module in a process of its own and give what it gives.

    Args:
        function: what to call; it is imported there by its name.
        arguments: plain values and records.
        name: what the user calls the file, for the message.
        seconds: it may take at most.
        memory: bytes of address space that it may take at most.

    Raises:
        InputError: what the function raised, or that the process hung, was killed or ran out of memory.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(sending, memory, function, arguments), daemon=True)
    process.start()
    sending.close()
    try:
        if not receiving.poll(seconds):
            raise _too_long(name, seconds)
        try:
            answer: tuple[T, dict[str, str] | None] = receiving.recv()
        except EOFError:
            raise _crashed(name) from None
    finally:
        process.kill()
        process.join(_GRACE)
        receiving.close()
    made, error = answer
    if error is not None:
        raise InputError(**error)
    return made


def _call(sending: Connection, memory: int, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        sending.send((function(*arguments), None))
    except InputError as error:
        sending.send((None, {"es": error.es, "en": error.en}))


def _too_long(name: str, seconds: float) -> InputError:
    return InputError(
        es=f"{name}: leerlo tardó más de {seconds:.0f} segundos; pártalo en archivos menores o guárdelo de nuevo",
        en=f"{name}: reading it took more than {seconds:.0f} seconds; split it into smaller files or save it anew",
    )


def _crashed(name: str) -> InputError:
    return InputError(
        es=f"{name}: no se pudo leer (está dañado o pide demasiada memoria); guárdelo de nuevo y vuelva a subirlo",
        en=f"{name}: it could not be read (it is damaged or asks for too much memory); save it anew and upload it",
    )


def read_document(folder: Path, name: str) -> Document:
    """Read a file where it stands, so that messages call it by its name alone: a function for `run_isolated`."""
    from corpora import readers

    os.chdir(folder)
    return readers.read(Path(name))
