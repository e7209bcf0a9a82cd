"""An S3 server for the tests: moto's, which takes one request at a time, and does on order what stores and networks do.

Its own process: `python s3_server.py PORT`. moto looks whether a condition holds and then writes, so that two requests
at once could both find it to hold; a real store does both in one.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ports import free_port

_DENIED = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str

    def order(self, what: str, *, after: int = 0) -> None:
        """Say what it does after so many writes.

        It may `pass` them, `hold` them until the next order, `drop` or `deny` all that is asked, `forget` to answer
        when root.json is written, or be `careless` of conditions.
        """
        self._ask(json.dumps({"what": what, "after": after}).encode())

    def writes(self) -> int:
        """How many there were since the last order."""
        return int(self._ask(None))

    def _ask(self, body: bytes | None) -> bytes:
        with urllib.request.urlopen(f"{self.address}/_order", body, timeout=60) as answer:
            return bytes(answer.read())


@contextmanager
def serving() -> Iterator[Server]:
    port = free_port()
    server = Server(f"http://127.0.0.1:{port}")
    process = subprocess.Popen([sys.executable, __file__, str(port)], stderr=subprocess.DEVNULL)
    try:
        for tries in range(600):
            try:
                server.order("pass")
                break
            except OSError:
                if tries == 599 or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait()


class _Application:
    """moto's, behind a lock and under orders."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app, self._lock = app, threading.Lock()
        self._what, self._after, self._writes = "pass", 0, 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/_order":
            return self._order(environ, start)
        writes = environ["REQUEST_METHOD"] == "PUT"
        with self._lock:
            self._writes += writes
            what = self._what if self._writes - writes >= self._after else "pass"
            root = writes and environ["PATH_INFO"].endswith("root.json")
            if what == "deny":
                start("403 Forbidden", [("Content-Type", "application/xml")])
                return [_DENIED]
            if what == "careless":
                environ = {key: value for key, value in environ.items() if not key.startswith("HTTP_IF_")}
            if what not in ("drop", "hold") or (what == "hold" and not writes):
                answer = list(self._app(environ, start))
                if what != "forget" or not root:
                    return answer
                self._what = "pass"
        while what == "hold" and self._what == "hold":
            time.sleep(0.01)
        # Closing alone leaves the other end waiting: what reads and what writes have it open too.
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionError("as ordered")

    def _order(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        if environ["REQUEST_METHOD"] == "GET":
            return [str(self._writes).encode()]
        order = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        with self._lock:
            self._what, self._after, self._writes = order["what"], order["after"], 0
        return []


if __name__ == "__main__":
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import run_simple

    run_simple(
        "127.0.0.1", int(sys.argv[1]), _Application(DomainDispatcherApplication(create_backend_app)), threaded=True
    )
