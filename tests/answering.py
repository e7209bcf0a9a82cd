"""An HTTP server in a thread, for tests of what asks one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Answers(BaseHTTPRequestHandler):
    """Says nothing of what it is asked."""

    def answer(self, status: int, content: bytes, sent: int | None = None, **headers: str) -> None:
        """Send these headers, with "_" for "-", and of the content as many bytes as are to be sent."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[:sent])

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


@contextmanager
def answering(handler: Callable[..., Any]) -> Iterator[str]:
    """The address of a server, while it runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
