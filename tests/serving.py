"""The page served by the real command, for tests that look at it from outside."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from ports import free_port

PATIENCE = 180.0
"""Seconds that anything may take where other things keep the machine busy."""


class Server:
    """`curmap serve` in a process of its own; `log` is what it says."""

    def __init__(self, workspace: Path, *options: str) -> None:
        self.workspace = workspace
        self.options = options
        self.log = workspace.parent / "serve.log"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        program = [sys.executable, "-m", "mapper", "--workspace", str(self.workspace)]
        command = [*program, "serve", "--port", str(self.port), *self.options]
        with self.log.open("w") as said:
            self.process = subprocess.Popen(command, stderr=said, start_new_session=True)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.kill()
        pytest.fail("the page does not answer")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is answered meanwhile, as where there is too much to do."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
