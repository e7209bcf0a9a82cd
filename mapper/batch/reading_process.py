"""The process that reads documents for `mapper.batch.reading.ReadingProcess`.

    python -m mapper.batch.reading_process SECONDS all|teaching

takes pickled sources from standard input and answers each with a pickled `Reading`; both ends are ours. A document that
takes longer ends the process, by an alarm whose default action works even where no Python runs.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys

from mapper.batch.reading import read


def serve(seconds: float, *, all_passages: bool) -> None:
    """Answer until standard input ends."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its parent's affair
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while True:
        try:
            source = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds)
        found = read(source, all_passages=all_passages)
        signal.setitimer(signal.ITIMER_REAL, 0)
        pickle.dump(found, answers)
        answers.flush()


if __name__ == "__main__":
    serve(float(sys.argv[1]), all_passages=sys.argv[2] == "all")
