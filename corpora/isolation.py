"""Reading in a process of its own, with limits of time and memory: a file that hangs or kills it costs nothing else.

For the formats that are read by libraries in C (PDF, pictures). The process is kept for the next file, since starting
one takes as long as reading several; its other end is `serve`. Where the whole process may be lost anyway, as that of a
batch, `allow_crash` says so, and no other is started.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import pickle
import pkgutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from corpora.errors import InputError

SECONDS = 8.0  # processor time that a file may take whatever its size; see `allow`
MEMORY = 5 << 29  # bytes that the process may write to
FULL = 12  # its exit code where that was not enough
_PDF = "corpora.readers.pdf:read"  # as in `corpora.readers.READERS`, which takes as long to import as it may save


class LostError(InputError):
    """The process ended over a file; `code` is its exit code: 1 after a fault of ours, negative after a signal."""

    def __init__(self, code: int, message: str = "", /, **values: Any) -> None:  # noqa: ANN401 - as InputError
        super().__init__(message, **values)
        self.code = code


class _State:
    """The process that is kept, who started it and in which environment; whether files are read here, in what time."""

    process: subprocess.Popen[bytes] | None = None
    ahead: tuple[str, Path] | None = None  # the function and the file that it was asked for by `read_ahead`
    owner = 0
    environment: Mapping[str, str] = {}
    is_here = False
    is_armed = False
    lock = threading.Lock()


def allow_crash(*, memory: int = 0) -> None:
    """Say that this process may be lost: files are read in it, and it may write to so many bytes (0: no limit)."""
    _State.is_here = True
    if memory and importlib.util.find_spec("resource"):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        least = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_DATA, (least, most))


def allow(pages: int, size: int) -> None:
    """Give a file more time that says it has many pages, each of at least a thousand of its bytes."""
    if _State.is_armed:
        arm(SECONDS + 0.5 * min(pages, size // 1000))


def arm(seconds: float) -> None:
    """End this process when it has worked for so long, even where no Python runs; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        _State.is_armed = seconds > 0
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def isolated(function: str) -> Callable[[Path], Any]:
    """Return a function ("module:name") of a file as `call` runs it, or itself where files are read in this process."""
    found: Callable[[Path], Any] = pkgutil.resolve_name(function) if _State.is_here else partial(call, function)
    return found


def call(function: str, path: Path) -> Any:  # noqa: ANN401 - whatever the function gives
    """Return what a function ("module:name") makes of a file, worked out in the other process, which alone imports it.

    Raises:
        InputError: what the function raised; LostError where the process hung, was killed or ran out of memory.
        OSError: what the function raised.
    """
    with _exclusive():
        process = _worker() if _State.ahead == (function, path) else _idle_worker()
        answer = _answer(process) if _State.ahead or _send(process, function, path) else None
        if answer is None:
            code = _end(process)
            if code == -getattr(signal, "SIGPROF", 0):
                raise LostError(
                    code, "{path}: reading it takes too long; open and save it again, or divide it", path=path
                )
            raise LostError(
                code,
                "{path}: it made the reader crash (code {code}): it is damaged or asks for more than {memory} MB; open"
                " and save it again, or save it in another format",
                path=path,
                code=code,
                memory=MEMORY >> 20,
            )
    if isinstance(answer, BaseException):
        raise answer
    return answer[0]


def read_ahead(path: Path) -> None:
    """Have a PDF read that `call` will be asked for, while this process loads what it needs itself."""
    if not _State.is_here:
        with _exclusive():
            if _send(_idle_worker(), _PDF, path):
                _State.ahead = (_PDF, path)


@contextmanager
def _exclusive() -> Iterator[None]:
    """Hold the process alone. Where something is raised, Ctrl-C too, it ends: what it owes is of no other file."""
    with _State.lock:
        try:
            yield
        except BaseException:
            close()
            raise


def _idle_worker() -> subprocess.Popen[bytes]:
    """Return the process, with no answer left that nobody asked for."""
    process = _worker()  # one that is started now owes nothing
    if _State.ahead is not None:
        _answer(process)
    return _worker()


def _worker() -> subprocess.Popen[bytes]:
    if _State.process is not None and _State.owner == os.getpid() and _State.environment != os.environ:
        _end(_State.process)
    # One that another process started, before it was forked into this one, is that one's.
    if _State.process is None or _State.owner != os.getpid() or _State.process.poll() is not None:
        command = [sys.executable, "-c", "import corpora.readers.pdf; from corpora.isolation import serve; serve()"]
        _State.process, _State.ahead = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE), None
        _State.owner, _State.environment = os.getpid(), dict(os.environ)
    return _State.process


def _send(process: subprocess.Popen[bytes], function: str, path: Path) -> bool:
    """Ask for what a function makes of a file; gives whether the process is still there."""
    return send(process, (function, "" if path.is_absolute() else Path.cwd(), path))


def send(process: subprocess.Popen[bytes], value: object) -> bool:
    """Send a value to a process that answers by `serve_values`; gives whether it is still there."""
    if process.stdin is None:
        raise ValueError("the process has no pipe")
    try:
        pickle.dump(value, process.stdin)
        process.stdin.flush()
    except BrokenPipeError:
        return False
    return True


def _answer(process: subprocess.Popen[bytes]) -> Any:  # noqa: ANN401
    _State.ahead = None
    return receive(process)


def receive(process: subprocess.Popen[bytes]) -> Any:  # noqa: ANN401
    """Return the next answer; None where the process ended."""
    if process.stdout is None:
        raise ValueError("the process has no pipe")
    try:
        return pickle.load(process.stdout)
    except (EOFError, pickle.UnpicklingError):
        return None


def _end(process: subprocess.Popen[bytes]) -> int:
    _State.process = None
    return stop(process)


def stop(process: subprocess.Popen[bytes]) -> int:
    """Close the pipes of a process and wait for its end; gives its exit code."""
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(BrokenPipeError):  # what was still to be written has no reader
            pipe.close()
    return process.wait()


@atexit.register
def close() -> None:
    """End the process that is kept, if there is one: it has nothing to finish, and is not waited for."""
    if _State.process is not None and _State.owner == os.getpid():
        _State.process.kill()
        _end(_State.process)


def serve() -> None:
    """Serve `call`: take names of functions and paths, answer with what the functions make of the files."""
    allow_crash(memory=MEMORY)
    serve_values(_made)


def _made(asked: tuple[str, Path | str, Path]) -> object:
    function, folder, path = asked
    arm(SECONDS)
    try:
        if folder:
            os.chdir(folder)  # so that messages name the file as the user did
        return (pkgutil.resolve_name(function)(path),)
    except (InputError, OSError) as error:
        return error
    except MemoryError:
        sys.exit(FULL)
    finally:
        arm(0)


def serve_values(answered: Callable[[Any], object]) -> None:
    """Answer each pickled value that comes by standard input, until nobody asks or listens: the other end of `send`."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its parent's affair
    while True:
        try:
            value = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        answer = answered(value)
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except BrokenPipeError:
            # Who asked is gone, killed or ended by the system; what is left of the answer goes to nobody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
            return
