"""The process that reads files for `corpora.apart`: takes pickled functions and paths, answers with pickled results."""

from __future__ import annotations

import os
import pickle
import signal
import sys

from corpora import apart
from corpora.errors import InputError


def serve() -> None:
    """Answer until standard input ends or nobody takes the answers."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its parent's affair
    apart.here(memory=apart.MEMORY)
    while True:
        try:
            function, folder, path = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        apart.arm(apart.SECONDS)
        answer: object
        try:
            if folder:
                os.chdir(folder)  # so that messages name the file as the user did
            answer = (function(path),)
        except (InputError, OSError) as error:
            answer = error
        except MemoryError:
            sys.exit(apart.FULL)
        apart.arm(0)
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
            return


if __name__ == "__main__":
    serve()
