"""What a command takes in time and memory, with all processes that it starts; and the encoder alone beside it."""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

BATCH = 4096


@dataclass(frozen=True, slots=True)
class Used:
    """What was used: seconds on the clock and of processors, and most bytes of anonymous memory at one time."""

    seconds: float
    processor: float
    memory: int


def run(command: Sequence[str]) -> Used:
    """Run a command to its end; raises SystemExit where it fails."""
    begin, before = time.monotonic(), _processor_seconds()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    if code:
        raise SystemExit(f"{' '.join(command)}: exit code {code}")
    return Used(used.seconds, used.processor, peak[0])


def _processor_seconds() -> float:
    """Of all that was started from here and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _anonymous(process: psutil.Process) -> int:
    """Bytes that no file stands behind, as the kernel counts them: to add up the pages takes from what is timed."""
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), 0)


def encoder_alone(texts: Sequence[str]) -> tuple[float, float]:
    """Texts per second of as many processes of one thread as there are processors, and per second of a processor.

    Everything is loaded before: the most that any pipeline around this encoder can reach.
    """
    workers = os.cpu_count() or 1
    shares = [list(texts[number::workers]) for number in range(workers)]
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(workers + 1)
    answers = context.Queue()
    processes = [context.Process(target=_encode, args=(share, ready, answers)) for share in shares]
    for process in processes:
        process.start()
    ready.wait()
    begin = time.monotonic()
    processor = sum(answers.get() for _ in processes)
    seconds = time.monotonic() - begin
    for process in processes:
        process.join()
    return len(texts) / seconds, len(texts) / processor


def _encode(texts: list[str], ready: threading.Barrier, answers: multiprocessing.Queue[float]) -> None:
    from embeddings.encoders import open_encoder
    from embeddings.threads import limited

    encoder = open_encoder()
    with limited(1):
        encoder.encode(texts[:64], role="query")
        ready.wait()
        begin = time.process_time()
        for first in range(0, len(texts), BATCH):
            encoder.encode(texts[first : first + BATCH], role="query")
        answers.put(time.process_time() - begin)
