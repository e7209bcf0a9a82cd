"""What a command takes in time and memory, with all processes that it starts."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Used:
    """What was used: seconds on the clock and of processors, and most bytes of anonymous memory at one time."""

    seconds: float
    processor: float
    memory: int


def run(command: Sequence[str], *, cache: Path | None = None) -> Used:
    """Run a command to its end, with a cache folder of its own if given; raises SystemExit where it fails."""
    environment = None if cache is None else {**os.environ, "XDG_CACHE_HOME": str(cache)}
    begin, before = time.monotonic(), _processor_seconds()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], sum(map(_anonymous, [process, *_children(process)])))

    watching = threading.Thread(target=watch)
    watching.start()
    code = process.wait()
    used = Used(time.monotonic() - begin, _processor_seconds() - before, peak[0])
    done.set()
    watching.join()
    if code not in (0, 3):  # 3: something seems to teach nothing
        raise SystemExit(f"{' '.join(command)}: exit code {code}")
    used = Used(used.seconds, used.processor, peak[0])
    print(f"{command[-1]}: {used}", file=sys.stderr, flush=True)
    return used


def _processor_seconds() -> float:
    """Return the processor seconds of all processes that were started from here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _anonymous(process: psutil.Process) -> int:
    """Return bytes that no file stands behind, as the kernel counts them.

    To add up the pages takes from what is timed.
    """
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), 0)
