"""The page as a program: one process that answers, one that works."""

from __future__ import annotations

import errno
import multiprocessing
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from corpora import InputError, Text, _
from mapper.web.app import create_app
from mapper.web.guard import Access
from mapper.web.processes import share_memory
from mapper.web.site import Site
from mapper.web.worker import work
from mapper.workspace.store import Workspace

_LOOK = 0.5
"""Seconds between two looks at whether the process that works is still there."""
_WHY_NOT = {
    errno.EADDRINUSE: _("another program uses it; end that or choose another port"),
    errno.EACCES: _("the system keeps it for the administrator; choose one from 1024 on"),
    errno.EADDRNOTAVAIL: _("the address is not this machine's; check --host"),
}


def serve(workspace: Workspace, access: Access, port: int, *, started: Callable[[], None]) -> None:
    """Serve a workspace until the process is told to end.

    `started` is called once requests are answered.

    Raises:
        InputError: the workspace's database is of a later version; the address cannot be listened on.
    """
    share_memory()
    site = Site(workspace, access)
    with _listening(access.host, port) as listening, _working(workspace.folder):
        config = uvicorn.Config(create_app(site), log_level="warning", proxy_headers=False, server_header=False)
        _Server(config, started).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket on that address; uvicorn, left to open its own, ends the program where it cannot."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = _WHY_NOT.get(error.errno or 0) or Text(str(error), str(error))
        raise InputError(
            "--port {port}: it cannot be opened on {host}: {reason}", port=port, host=host, reason=reason
        ) from error


@contextmanager
def _working(folder: Path) -> Iterator[None]:
    """Keep a process at work: one that ended, whatever ended it, is followed by another."""
    context, over = multiprocessing.get_context("spawn"), threading.Event()

    def keep() -> None:
        # Spawned: the process that answers has threads, and never loads what the other one needs.
        while not over.is_set():
            worker = context.Process(target=work, args=(folder,))
            worker.start()
            while worker.is_alive() and not over.wait(_LOOK):
                pass
            worker.terminate()
            worker.join()
            over.wait(_LOOK)

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


class _Server(uvicorn.Server):
    """Says when it has begun to answer."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._said = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._said()
