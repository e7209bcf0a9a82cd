"""Readers that do what damaged files make libraries do, for the process in which files are read apart."""

import os
import signal
import time
from pathlib import Path

from corpora import InputError


def crash(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fill(_: Path) -> None:
    bytearray(8 << 30)


def fault(_: Path) -> None:
    raise ZeroDivisionError


def hang(_: Path) -> None:
    while True:
        pass


def interrupt(_: Path) -> None:
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(0.2)


def work(_: Path) -> None:
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass


def several_lines(_: Path) -> None:
    raise InputError(es="no", en="no\nno")


def name(path: Path) -> str:
    return path.name


def refuse(path: Path) -> None:
    raise InputError(es="no", en=f"no: {path.name}")


def open_it(path: Path) -> bytes:
    return path.read_bytes()
