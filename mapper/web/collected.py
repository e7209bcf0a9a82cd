"""The collections of the workspace, asked in a process of its own, which holds the encoder while somebody asks."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import InputError

if TYPE_CHECKING:
    from mapper.collections.search import OpenVersion

_SECONDS = 60.0
"""An answer may take."""
_IDLE = 600.0
"""Seconds without a question after which the process ends."""
Row = dict[str, Any]


class Collected:
    """Asks the collections of one workspace; several threads may ask, one is answered at a time.

    Args:
        folder: the workspace's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process: Any = None
        self._connection: Connection | None = None

    def passages(self, name: str, text: str, *, most: int) -> list[Row]:
        """Passages nearest to a text, each with its norms: `mapper.collections.search.Hit` as values.

        Raises:
            InputError: the collection is damaged or of another encoder, or the answer takes too long.
        """
        return self._ask(_passages, name, text, most)

    def teaching(self, name: str, code: str) -> list[Row]:
        """Documents that teach `FRAMEWORK/CODE` or something below it: `Teaches` as values; raises likewise."""
        return self._ask(_teaching, name, code)

    def met(self, name: str, document: str) -> list[Row]:
        """What a document meets: `mapper.collections.search.Met` as values; raises likewise."""
        return self._ask(_met, name, document)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None

    def _ask(self, function: Callable[..., list[Row]], *arguments: object) -> list[Row]:
        with self._lock:
            try:
                return self._asked(function, arguments)
            except (EOFError, ConnectionError):
                self.close()  # it had just ended, having been idle
            try:
                return self._asked(function, arguments)
            except (EOFError, ConnectionError) as error:
                self.close()
                raise _failed() from error

    def _asked(self, function: Callable[..., list[Row]], arguments: tuple[object, ...]) -> list[Row]:
        connection = self._opened()
        connection.send((function, arguments))
        if not connection.poll(_SECONDS):
            self.close()
            raise _failed()
        rows, refused = connection.recv()
        if refused is not None:
            raise InputError(**refused)
        found: list[Row] = rows
        return found

    def _opened(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_answer, args=(theirs, self._folder), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection


def _failed() -> InputError:
    return InputError(
        es="la colección no respondió; inténtelo de nuevo y, si vuelve a pasar, avise a quien administra la página",
        en="the collection did not answer; try again and, if it happens again, tell whoever runs the page",
    )


def _answer(connection: Connection, folder: Path) -> None:
    """Answer until nobody asks for long, or who asks is gone: the function of the process."""
    while connection.poll(_IDLE):
        try:
            function, (name, *arguments) = connection.recv()
        except EOFError:
            return
        answer: tuple[list[Row] | None, dict[str, str] | None]
        try:
            answer = function(_open(folder, name, _in_force(folder, name)), *arguments), None
        except InputError as error:
            # People see what is wrong, not where the workspace stands.
            said = {"es": error.es, "en": error.en}
            answer = None, {lang: text.replace(f"{folder}/", "") for lang, text in said.items()}
        connection.send(answer)


def _in_force(folder: Path, name: str) -> str:
    from mapper.collections.folder import open_collection
    from mapper.store import Workspace

    published = open_collection(Workspace(folder), name).published()
    return published.current if published else ""


@lru_cache(maxsize=4)
def _open(folder: Path, name: str, version: str) -> OpenVersion:
    """The version in force, opened once."""
    from mapper.collections.folder import open_collection
    from mapper.collections.search import OpenVersion
    from mapper.store import Workspace

    collection = open_collection(Workspace(folder), name)
    return OpenVersion(collection, collection.version(version))


def _passages(opened: OpenVersion, text: str, most: int) -> list[Row]:
    return [asdict(hit) for hit in opened.search(text, k=most)]


def _teaching(opened: OpenVersion, code: str) -> list[Row]:
    return [asdict(taught) for taught in opened.who_teaches(code)]


def _met(opened: OpenVersion, document: str) -> list[Row]:
    return [asdict(met) for met in opened.met_by(document)]
