"""The page as a program: one process that answers, and one that works."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import secrets
import socket
import sqlite3
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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


def serve(
    workspace: Workspace,
    access: Access,
    port: int,
    *,
    started: Callable[[str | None], None],
    lead_link: bool = False,
) -> None:
    """Serve a workspace until the process is told to end.

    `started` is called once the address is listened on, with a link for the first lead where no lead can sign in; with
    `lead_link` also where some lead could.

    Raises:
        InputError: the workspace's database is of a later version; the address cannot be listened on; certificate and
            key cannot be used.
    """
    share_memory()
    # The command line's own rule looks at 200,000 new objects at once, and for .3 s nobody is answered. Programmes that
    # are kept in memory are no cycles, so that all objects are looked at rarely.
    gc.set_threshold(700, 10, 1_000)
    certificate, key = access.certificate or (None, None)
    if certificate and key:
        _require_pair(certificate, key)
    site = Site(workspace, access)
    with _listening(access.host, port) as listening, _working(site):
        config = uvicorn.Config(
            create_app(site),
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
        link = None
        if access.accounts:
            link = site.accounts.lead_link() if lead_link else site.accounts.first_link()
        started(link)  # who asks from now on waits, and is answered
        uvicorn.Server(config).run(sockets=[listening])


def _require_pair(certificate: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            "--certificate {path}: it cannot be used with its key: {reason}; give both as PEM files",
            path=certificate,
            reason=reason,
        ) from error


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket on that address; uvicorn, left to open its own, ends the program where it cannot."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = _WHY_NOT.get(error.errno or 0) or Text(str(error), str(error))
        raise InputError(
            "--port {port}: it cannot be opened on {host}: {reason}", port=port, host=host, reason=reason
        ) from error


@contextmanager
def _working(site: Site) -> Iterator[None]:
    """Keep a process at work: one that ended, whatever ended it, is followed by another."""
    context, over = multiprocessing.get_context("spawn"), threading.Event()

    def keep() -> None:
        # Spawned: the process that answers has threads, and never loads what the other one needs.
        while not over.is_set():
            name = secrets.token_hex(8)
            worker = context.Process(target=work, args=(site.workspace.folder, name))
            worker.start()
            while worker.is_alive() and not over.wait(_LOOK):
                pass
            worker.terminate()
            worker.join()
            with suppress(sqlite3.OperationalError):  # where the disk is full its lease runs out by itself
                site.jobs.give_up(name)
            over.wait(_LOOK)

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
