"""Work in processes of their own: what a stranger's file may hang, fill or crash, and what holds the encoder.

What such a process loses is lost, and nothing else is.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from corpora import InputError, _, isolation
from mapper.actions import Progress
from mapper.actions.page import INPUT_ERRORS, ask_collection, missing

SECONDS = 120.0
MEMORY = 4 << 30
"""Bytes that may be written; of address space the engine that draws pictures sets aside much more than it uses."""
_GRACE = 5.0
_LOOK = 0.5
"""Seconds between two words to who waits: so long a cancelled job goes on at most."""
_ANSWER, _IDLE = 60.0, 600.0
"""Seconds that a collection's answer may take, and without a question after which its process ends."""
_M_ARENA_MAX = -8
"""Of mallopt(3)."""
_NO_ANSWER = _("the collection did not answer; try again and, if it happens again, tell whoever runs the page")
T = TypeVar("T")


def share_memory() -> None:
    """Let all threads take memory from the same two heaps: one for each keeps what its busiest moment needed."""
    with contextlib.suppress(AttributeError):  # the C library is not glibc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def give_back_memory() -> None:
    """Return what is free: a long document leaves tens of megabytes that would be kept."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def run_isolated(
    function: Callable[..., T],
    arguments: tuple[object, ...],
    *,
    name: str,
    folder: Path,
    tell: Progress,
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
    context = _context()
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(sending, memory, folder, function, arguments), daemon=True)
    process.start()
    sending.close()
    try:
        made, refused = _answer(receiving, name, tell, seconds)
    finally:
        process.kill()
        process.join(_GRACE)
        receiving.close()
    if refused is not None:
        raise refused
    return made  # type: ignore[no-any-return]


def _context() -> Any:  # noqa: ANN401 - contexts of several kinds have no common name for what has a process
    """Return what starts a process: where the system can fork, a copy of one that has imported the readers.

    To import them takes half a second, longer than most files take to be read.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "mapper.web.exports", "corpora.readers.pdf"])
    return context


def _answer(receiving: Connection, name: str, tell: Progress, seconds: float) -> tuple[Any, Exception | None]:
    """Return what the process sends last: what was made, or what was raised; its words before are passed on."""
    end = time.monotonic() + seconds
    said = ("reading", 0, 0)
    while time.monotonic() < end:
        if receiving.poll(_LOOK):
            try:
                said, *answer = receiving.recv()
            except EOFError:
                raise InputError(
                    "{name}: it could not be read (it is damaged or asks for too much memory); save it anew and upload"
                    " it",
                    name=name,
                ) from None
            if answer:
                return answer[0], answer[1]
        tell(*said)
    minutes = max(round(seconds / 60), 1)
    raise InputError(
        "{name}: reading it took more than {minutes} min; split it into smaller files or save it anew",
        name=name,
        minutes=minutes,
    )


def _call(
    sending: Connection, memory: int, folder: Path, function: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    isolation.allow_crash(memory=memory)
    os.chdir(folder)
    told = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _LOOK:
            told = time.monotonic()
            sending.send(((what, done, total),))

    try:
        sending.send((None, function(*arguments, tell), None))
    except INPUT_ERRORS as error:
        sending.send((None, None, InputError(es=error.es, en=error.en)))
    except ModuleNotFoundError as error:
        sending.send((None, None, missing(error)))
    except OSError as error:
        sending.send((None, None, OSError(error.errno, error.strerror)))


class Collections:
    """Asks the collections of a workspace's folder; several threads may ask, one is answered at a time.

    Their process, which holds the encoder, lives while somebody asks.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process: Any = None
        self._connection: Connection | None = None

    def ask(self, name: str, question: str, asked: str, *, most: int = 0) -> list[dict[str, Any]]:
        """Return what `ask_collection` does; raises what it raises, and InputError where that takes too long."""
        with self._lock:
            for _attempt in range(2):  # it may just have ended, having been idle
                with contextlib.suppress(EOFError, ConnectionError):
                    return self._send_question(name, question, asked, most)
                self.close()
            raise InputError(_NO_ANSWER)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def _send_question(self, *question: object) -> list[dict[str, Any]]:
        if self._connection is None:
            context = _context()
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_answer_questions, args=(theirs, self._folder), daemon=True)
            self._process.start()
            theirs.close()
        self._connection.send(question)
        if not self._connection.poll(_ANSWER):
            self.close()
            raise InputError(_NO_ANSWER)
        rows, refused = self._connection.recv()
        if refused is not None:
            raise refused
        return rows  # type: ignore[no-any-return]


def _answer_questions(connection: Connection, folder: Path) -> None:
    """Answer until nobody asks for long, or who asks is gone: the function of the process."""
    while connection.poll(_IDLE):
        try:
            question = connection.recv()
        except EOFError:
            return
        try:
            connection.send((ask_collection(folder, *question), None))
        except InputError as error:
            # People see what is wrong, not where the workspace stands.
            es, en = (text.replace(f"{folder}/", "") for text in (error.es, error.en))
            connection.send((None, InputError(es=es, en=en)))
