"""Reading a file that a stranger sent, in a process of its own with limits of memory and time.

A document can make its reader loop, fill the memory or crash; then that process is lost and nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from corpora import Document, InputError, apart

SECONDS = 120.0
MEMORY = 4 << 30
"""Bytes that may be written; of address space the engine that draws pictures sets aside much more than it uses."""
_GRACE = 5.0
_LOOK = 0.5
"""Seconds between two words to who waits: so long a cancelled job goes on at most."""
T = TypeVar("T")
Tell = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is; raises what ends the waiting."""


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""


def run_isolated(
    function: Callable[..., T],
    arguments: tuple[object, ...],
    *,
    name: str,
    folder: Path,
    tell: Tell = silent,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> T:
    """Call a function of a module in a process of its own and give what it gives.

    Args:
        function: what to call, with `tell` after its arguments; it is imported there by its name.
        arguments: plain values and records.
        name: what the user calls the file, for the message.
        folder: the process's current one, so that messages name files in it by their names alone.
        tell: told how far it is, several times a second; what it raises ends the process.
        seconds: it may take at most.
        memory: bytes that it may write to at most.

    Raises:
        InputError: what the function raised, or that the process hung, was killed or ran out of memory.
        OSError: what the function raised.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(sending, memory, folder, function, arguments), daemon=True)
    process.start()
    sending.close()
    try:
        answer = _answer(receiving, name, tell, seconds)
    finally:
        process.kill()
        process.join(_GRACE)
        receiving.close()
    if isinstance(answer[1], dict):
        raise InputError(**answer[1])
    if answer[1] is not None:
        raise OSError(*answer[1])
    return answer[0]  # type: ignore[no-any-return]


def _answer(receiving: Connection, name: str, tell: Tell, seconds: float) -> tuple[Any, Any]:
    """What the process sends last: what was made, or what was raised; its words before are passed on."""
    end = time.monotonic() + seconds
    said = ("reading", 0, 0)
    while time.monotonic() < end:
        if not receiving.poll(_LOOK):
            tell(*said)
            continue
        try:
            kind, *content = receiving.recv()
        except EOFError:
            raise _crashed(name) from None
        if kind == "end":
            return content[0], content[1]
        said = content[0], content[1], content[2]
        tell(*said)
    raise _too_long(name, seconds)


def _call(
    sending: Connection, memory: int, folder: Path, function: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    apart.here(memory=memory)
    os.chdir(folder)
    told = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _LOOK:
            told = time.monotonic()
            sending.send(("tell", what, done, total))

    try:
        sending.send(("end", function(*arguments, tell), None))
    except InputError as error:
        sending.send(("end", None, {"es": error.es, "en": error.en}))
    except OSError as error:
        sending.send(("end", None, (error.errno, error.strerror)))


def _too_long(name: str, seconds: float) -> InputError:
    minutes = max(round(seconds / 60), 1)
    return InputError(
        es=f"{name}: leerlo tardó más de {minutes} min; pártalo en archivos menores o guárdelo de nuevo",
        en=f"{name}: reading it took more than {minutes} min; split it into smaller files or save it anew",
    )


def _crashed(name: str) -> InputError:
    return InputError(
        es=f"{name}: no se pudo leer (está dañado o pide demasiada memoria); guárdelo de nuevo y vuelva a subirlo",
        en=f"{name}: it could not be read (it is damaged or asks for too much memory); save it anew and upload it",
    )


def read_document(name: str, _: Tell) -> Document:
    """Read a file in the current folder: a function for `run_isolated`."""
    from corpora import readers

    return readers.read(Path(name))
