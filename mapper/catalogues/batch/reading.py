"""Documents read one by one in a process of their own: one that hangs or kills it is known by name.

    python -m mapper.catalogues.batch.reading SECONDS all|teaching [CACHE]

takes pickled sources from standard input and answers each with a pickled `Reading`, or with the OSError that it met,
which is no document's fault. The first that it takes is None: it reads its models and answers with `READY`. Both ends
are ours. A document that takes longer ends the process, by an alarm whose default action works even where no Python
runs.
"""

from __future__ import annotations

import atexit
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from corpora import InputError, Text, _, isolation
from corpora.language import detect_language
from mapper.catalogues.batch.sources import Source

Row = dict[str, Any]
READY = "ready"
_ANY_TEXT = "la"
_MEMORY = 4 << 30  # bytes that reading may write to: a table of documents is read here too, and the model of languages
_values = attrgetter("id", "text_id", "text", "page", "start", "end", "section", "role", "language")


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a document: its row of `DOCUMENTS`, and its passages' values; the vector is 0 where one is due.

    `again`: it could not be read while its file was gone or another one, and the next run is to try again.
    """

    document: Row
    passages: tuple[tuple[object, ...], ...] = ()
    again: bool = False


def read(source: Source, *, all_passages: bool) -> Reading:
    """Read one document in this process and split it; one that cannot be read says why in its row."""
    from mapper.matching.records import is_mapped
    from mapper.matching.teaching import split_programme
    from mapper.matching.titles import titled

    try:
        document = source.read() if source.offset >= 0 else titled(source.read())  # a row of a table says its title
    except InputError as error:
        # Where the file stands on this machine is nobody's business.
        es, en = (text.replace(source.path, source.name) for text in (error.es, error.en))
        return replace(describe_unread(source, Text(es, en)), again=not source.is_there())
    # Its reader says what bytes it read; those of a PDF are read page by page, when they are hashed already.
    if document.sha256 != source.sha256 or not source.is_there():
        changed = _("it changed while the catalogue was indexed; repeat the command when nobody writes it")
        return replace(describe_unread(source, changed), again=True)
    parts = split_programme(document).passages
    # A table's columns say what its text is; in a file most is no teaching. What advertisements ask for they ask for.
    of_row = source.offset >= 0 and not all_passages
    mapped = [is_mapped(p, all_passages=all_passages or of_row) for p in parts]
    rows = tuple(
        (source.id, *_values(passage), 0 if is_one else None) for passage, is_one in zip(parts, mapped, strict=True)
    )
    about = {**_about(source), "title": document.title, "pages": document.pages, "passages": len(parts)}
    return Reading({**about, "unreadable_pages": len(document.unreadable_pages), "mapped": sum(mapped)}, rows)


def describe_unread(source: Source, why: Text) -> Reading:
    """Return a document for the quarantine table; of a row with the name of its table, since others may have its id."""
    if source.table:
        why = _("{why} (in the table {table})", why=why, table=source.table)
    return Reading({**_about(source), "why_es": why.es, "why_en": why.en})


def _about(source: Source) -> Row:
    return {"id": source.id, "name": source.name, "sha256": source.sha256}


class ReadingProcess:
    """Reads documents in another process, which is started again whenever one was its death."""

    def __init__(self, *, seconds: float, all_passages: bool) -> None:
        self._seconds = seconds
        told = [str(seconds), "all" if all_passages else "teaching"]
        self.command = [sys.executable, "-m", "mapper.catalogues.batch.reading", *told]
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False

    def read(self, sources: Sequence[Source]) -> Iterator[Reading]:
        """Yield what became of each, in the order given; raises InputError and OSError as `running` does."""
        for source in sources:
            process = self.running()
            found = _answer(process) if isolation.send(process, source) else None
            yield found if isinstance(found, Reading) else describe_unread(source, self._death(process))

    def start(self) -> subprocess.Popen[bytes]:
        """Return the process, started where it does not run."""
        if self._process is None:
            self._process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self._is_ready = False
            isolation.send(self._process, None)  # that it has ended `running` tells
        return self._process

    def running(self) -> subprocess.Popen[bytes]:
        """Return the process, ready to read; raises InputError where it does not start, OSError for want of memory."""
        process = self.start()
        if not self._is_ready:
            if _answer(process) is None:
                self.close()
                raise InputError(
                    "the process that reads documents does not start; usually memory is short: use fewer workers"
                    " (--workers)"
                )
            self._is_ready = True
        return process

    def _death(self, process: subprocess.Popen[bytes]) -> Text:
        """Return why the process ended; the next document gets a new one."""
        self.close()
        if process.returncode == -signal.SIGALRM:
            limit = f"{self._seconds:g}"
            return _(
                "reading it took longer than {limit} s (--document-seconds); open and save it again, or divide it",
                limit=limit,
            )
        return _(
            "it made the reader crash (code {returncode}); open it and save it in another format",
            returncode=process.returncode,
        )

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            process, self._process = self._process, None
            isolation.stop(process)


_kept: list[ReadingProcess] = []


def reader(*, seconds: float, all_passages: bool) -> ReadingProcess:
    """Return the process that is kept here, since starting takes as long as reading several documents."""
    found = ReadingProcess(seconds=seconds, all_passages=all_passages)
    if not _kept or _kept[0].command != found.command:
        close_reader()
        _kept.append(found)
    return _kept[0]


@atexit.register
def close_reader() -> None:
    """End the process that is kept, if there is one."""
    while _kept:
        _kept.pop().close()


def _answer(process: subprocess.Popen[bytes]) -> object:
    """Return what the process says next, None where it ended; an OSError that it met is raised here."""
    found: object = isolation.receive(process)
    if isinstance(found, OSError):
        raise found
    return found


def serve_reader(seconds: float, *, all_passages: bool) -> None:
    """Answer until standard input ends or nobody takes the answers: the other end of `ReadingProcess`."""
    isolation.allow_crash(memory=_MEMORY)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def answered(source: Source | None) -> object:
        try:
            if source is None:  # before a document's time runs
                detect_language(_ANY_TEXT)  # reads the model of languages
                return READY
            signal.setitimer(signal.ITIMER_REAL, seconds)
            return read(source, all_passages=all_passages)
        except OSError as error:
            return error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    isolation.serve_values(answered)


if __name__ == "__main__":
    from mapper.catalogues.batch import reading  # what it answers is of that module, not of `__main__`

    reading.serve_reader(float(sys.argv[1]), all_passages=sys.argv[2] == "all")
