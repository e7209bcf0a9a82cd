"""The process that reads documents for `mapper.catalogues.batch.reading.ReadingProcess`.

    python -m mapper.catalogues.batch.reading_process SECONDS all|teaching [CACHE]

takes pickled sources from standard input and answers each with a pickled `Reading`, or with the OSError that it met,
which is no document's fault. The first that it takes is None: it reads its models and answers with `READY`. Both ends
are ours. A document that takes longer ends the process, by an alarm whose default action works even where no Python
runs.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from pathlib import Path

from corpora import apart
from corpora.language import language_of
from mapper.catalogues.batch.reading import READY, Reading, read
from mapper.catalogues.batch.sources import Source
from mapper.workspace.store import use_unpacked

_ANY_TEXT = "la"
_MEMORY = 4 << 30
"""Bytes that reading may write to: a table of documents is read here too, and the model of languages."""


def serve(seconds: float, *, all_passages: bool, cache: Path | None) -> None:
    """Answer until standard input ends or nobody takes the answers."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    apart.here(memory=_MEMORY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is its parent's affair
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while True:
        try:
            source = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        answer: object
        if source is None:
            answer = _prepared(cache)
        else:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            answer = _answer(source, all_passages=all_passages)
            signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except BrokenPipeError:
            # Who asked is gone, killed or ended by the system; what is left of the answer goes to nobody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
            return


def _prepared(cache: Path | None) -> str | OSError:
    """Read the model of languages, before a document's time runs."""
    if cache is not None:
        use_unpacked(cache)
    try:
        language_of(_ANY_TEXT)
    except OSError as error:
        return error
    return READY


def _answer(source: Source, *, all_passages: bool) -> Reading | OSError:
    try:
        return read(source, all_passages=all_passages)
    except OSError as error:
        return error


if __name__ == "__main__":
    unpacked = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    serve(float(sys.argv[1]), all_passages=sys.argv[2] == "all", cache=unpacked)
