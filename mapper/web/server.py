"""The page as a program: one process that answers, one that works."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable

import uvicorn

from mapper.store import Workspace
from mapper.web.app import create_app
from mapper.web.guard import Access
from mapper.web.site import Site
from mapper.web.worker import work


def serve(workspace: Workspace, access: Access, port: int, *, started: Callable[[], None]) -> None:
    """Serve a workspace until the process is told to end.

    Args:
        workspace: whose frameworks and programmes are served.
        access: who may ask; its host is listened on.
        port: the port.
        started: called once requests are answered.

    Raises:
        InputError: the workspace's database is of a later version.
        OSError: the port is taken.
    """
    site = Site(workspace, access)
    # Spawned: the process that answers has threads, and never loads what the other one needs.
    worker = multiprocessing.get_context("spawn").Process(target=work, args=(workspace.folder,))
    worker.start()
    try:
        config = uvicorn.Config(
            create_app(site), host=access.host, port=port, log_level="warning", proxy_headers=False, server_header=False
        )
        server = _Server(config, started)
        server.run()
    finally:
        worker.terminate()
        worker.join()


class _Server(uvicorn.Server):
    """Says when it has begun to answer."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._said = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._said()
