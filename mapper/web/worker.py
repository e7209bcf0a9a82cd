"""The process that does the queue's work, beside the one that answers: it holds the encoder and the indexes.

It ends when the process that started it does.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import Document, Framework, InputError, Passage
from mapper import actions
from mapper.matching.scorer import shipped
from mapper.records import Alignment
from mapper.reports import alignment_json
from mapper.review.carry import carry
from mapper.settings import Settings
from mapper.store import Workspace
from mapper.web import review_file
from mapper.web.adding import add_framework, changes
from mapper.web.against import LANGUAGES, Demands, set_against
from mapper.web.catalogue import Frameworks
from mapper.web.database import Database
from mapper.web.decisions import Decisions
from mapper.web.informing import Decided, Informing
from mapper.web.isolated import Tell, read_document, run_isolated
from mapper.web.jobs import LEASE, CancelledError, Job, Jobs
from mapper.web.memory import give_back_memory, share_memory
from mapper.web.places import Places
from mapper.web.programmes import REVIEW, Programme, Programmes, key, utc
from mapper.web.removing import remove_deleted
from mapper.web.telling import told

_PAUSE = 0.25
"""Seconds between two looks at an empty queue."""
_LOOKS = 20
"""Looks at an empty queue between two at the workspace's frameworks."""
_TIDY = 3600.0
"""Seconds between two removals of what was deleted long ago."""
MOST_PAGES = 2000
"""Of one document."""
_LONG, _LARGE = 3600.0, 8 << 30
"""Seconds and bytes of what needs the encoder as well."""


@dataclass(slots=True)
class _Made:
    programme: int | None = None
    result: dict[str, Any] | None = None


class Worker:
    """Does jobs, one after the other.

    Args:
        workspace: whose frameworks are mapped to, and whose database holds the queue.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.name = secrets.token_hex(8)
        self._workspace = workspace
        self._places = Places(workspace.folder)
        self._database = database = Database(self._places.database)
        self._jobs = Jobs(database)
        self._programmes = Programmes(database)
        self._decisions = Decisions(database)
        self._informing = Informing(database, self._programmes, self._decisions)
        self._frameworks = Frameworks(database)
        self._demands = Demands(database)
        self._prepared: tuple[object, actions.Mapper] | None = None
        self._informed: tuple[Decided, actions.Mapper] | None = None

    def run(self) -> None:
        """Do jobs until the process that started this one is gone."""
        started_by = os.getppid()
        idle, tidied = 0, -_TIDY
        while os.getppid() == started_by:
            if time.monotonic() - tidied >= _TIDY:
                tidied = time.monotonic()
                with contextlib.suppress(OSError):  # a file that cannot be removed now is tried again the next time
                    remove_deleted(self._database, self._places, utc())
            if idle % _LOOKS == 0:
                self.refresh()
            if self.step():
                idle = 0
                give_back_memory()
            else:
                idle += 1
                time.sleep(_PAUSE)

    def refresh(self) -> None:
        """Take up what was added to the workspace by other ways than the page."""
        self._frameworks.refresh(self._workspace)

    def step(self) -> bool:
        """Do one job if there is one; whether there was."""
        job = self._jobs.take(self.name)
        if job is None:
            return False
        try:
            with self._alive(job):
                made = self._do(job)
            self._jobs.finish(job, self.name, programme=made.programme, result=made.result)
        except CancelledError:
            pass  # whoever cancelled it knows
        except InputError as error:
            self._fail(job, error)
        except OSError as error:
            reason = error.strerror or str(error)
            self._fail(job, InputError(es=f"{job.name}: {reason}", en=f"{job.name}: {reason}"))
        return True

    @contextlib.contextmanager
    def _alive(self, job: Job) -> Iterator[None]:
        """Renew the lease while something takes long."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(LEASE / 3):
                self._jobs.renew(job, self.name)

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _fail(self, job: Job, error: InputError) -> None:
        with contextlib.suppress(CancelledError):
            self._jobs.fail(job, self.name, error)

    def _do(self, job: Job) -> _Made:
        def tell(doing: str, done: int, total: int) -> None:
            self._jobs.tell(job, self.name, doing, done, total)

        do = {"map": self._map, "framework": self._add, "changes": self._changes, "demand": self._set_against}
        return do[job.kind](job, tell)

    def _map(self, job: Job, tell: Tell) -> _Made:
        sha256, names = str(job.payload["sha256"]), tuple(job.payload["frameworks"])
        path = self._places.named(sha256, job.name)
        if path.suffix.lower() == ".json":
            return self._restore(job, path, tell)
        prepared = self._prepare(names, tell)
        former = job.payload.get("replaces")
        asked = {framework.name for framework in prepared.frameworks}
        decided = self._informing.decided(job.person, job.payload.get("reviewed"), asked)
        same = _key(sha256, prepared, decided)
        if (known := self._programmes.same(job.person, same)) is not None:
            # A worker that died may have kept the mapping and not yet the decisions that go along.
            if (
                former is not None
                and self._programmes.read(known).replaces == former
                and not self._decisions.last(known)
            ):
                self._carry(int(former), known, prepared.frameworks)
            return _Made(programme=known)
        tell("reading", 0, 1)
        document = run_isolated(read_document, (path.name,), name=job.name, folder=path.parent, tell=tell)
        _require_few_pages(document, job.name)
        tell("mapping", 0, 1)
        alignment, shown = self._inform(prepared, decided).map(document)
        _require_content(alignment, job.name)
        tell("saving", 0, 1)
        content = alignment_json.dumps([alignment], lang=str(job.payload.get("lang", "es")))
        number = self._programmes.add(
            job.person,
            job.name,
            same,
            alignment=content,
            text=document.text,
            shown=told(alignment, shown),
            replaces=former,
        )
        if former is not None:
            self._carry(int(former), number, prepared.frameworks)
        return _Made(programme=number)

    def _carry(self, former: int, number: int, frameworks: Sequence[Framework]) -> None:
        """Let decisions on the former edition stand where nothing changed; list the others."""
        old, new = self._programmes.read(former), self._programmes.read(number)
        statements = {
            (f.name, c.code): {c.statement, *(o.text for o in c.labels)} for f in frameworks for c in f.competencies
        }
        self._decisions.carry(number, carry(self._decisions.of(former), _passages(old), _passages(new), statements))
        for person in self._programmes.shared_with(former):
            self._programmes.share(number, person)

    def _restore(self, job: Job, path: Path, tell: Tell) -> _Made:
        """A review that was downloaded as JSON: the same mapping with the same history."""
        kept = run_isolated(review_file.read, (path.name,), name=job.name, folder=path.parent, tell=tell)
        own = f"{REVIEW}{job.id}"
        number = self._programmes.same(job.person, own) or self._programmes.add(
            job.person, kept.name, own, alignment=kept.alignment, text=kept.text, shown=kept.shown
        )
        if not self._decisions.last(number):
            self._decisions.restore(number, kept.rows)
        return _Made(programme=number)

    def _prepare(self, names: tuple[str, ...], tell: Tell) -> actions.Mapper:
        """What mapping to these frameworks takes; the last one stays in memory until a framework changes."""
        state = (names, tuple((header.name, header.sha256) for header in self._workspace.headers()))
        if self._prepared is None or self._prepared[0] != state:
            self._prepared = state, actions.Mapper.open(self._workspace, names, Settings(), progress=tell)
            self._informed = None
        return self._prepared[1]

    def _inform(self, prepared: actions.Mapper, decided: Decided) -> actions.Mapper:
        """The same with these decisions; documents that were handed in together share what that takes."""
        if not decided.examples:
            return prepared
        if self._informed is None or self._informed[0] != decided:
            self._informed = decided, prepared.informed(decided.examples, decided.digests)
        return self._informed[1]

    def _add(self, job: Job, tell: Tell) -> _Made:
        return self._of_framework(job, tell, add_framework, bool(job.payload.get("replace")))

    def _changes(self, job: Job, tell: Tell) -> _Made:
        return self._of_framework(job, tell, changes)

    def _of_framework(self, job: Job, tell: Tell, function: Callable[..., dict[str, Any]], *more: bool) -> _Made:
        with self._places.gathered({"files": job.payload["files"]}) as (place, names):
            arguments = (self._workspace.folder.resolve(), names["files"], job.payload.get("name"), *more)
            result = run_isolated(
                function, arguments, name=job.name, folder=place, tell=tell, seconds=_LONG, memory=_LARGE
            )
        self._frameworks.refresh(self._workspace)
        return _Made(result=result)

    def _set_against(self, job: Job, tell: Tell) -> _Made:
        """Job ads against programmes of this person's."""
        payload, folder = job.payload, str(job.id)
        out = self._places.fresh_reports(folder)
        with self._places.gathered({"ads": payload["ads"], "programmes": payload["programmes"]}) as (place, names):
            arguments = (
                self._workspace.folder.resolve(),
                names["programmes"],
                names["ads"],
                tuple(payload["frameworks"]),
                payload["sector"],
                out.resolve(),
            )
            unread = run_isolated(
                set_against, arguments, name=job.name, folder=place, tell=tell, seconds=_LONG, memory=_LARGE
            )
        report = (out / LANGUAGES[0] / "gap.json").read_bytes()
        number = self._demands.add(job.person, job.name, payload["sector"], report=report, folder=folder)
        return _Made(result={"demand": number, "unread": unread})


def _key(sha256: str, prepared: actions.Mapper, decided: Decided) -> str:
    """What makes a mapping the same: the document, the frameworks, the models, the settings and what informs it."""
    identity = [(f.name, f.sha256) for f in prepared.frameworks]
    models = [
        (prepared.encoder.name, prepared.encoder.revision),
        ("matcher", prepared.matcher.revision),
        ("scorer", shipped().revision),
    ]
    if decided.examples:
        models.append(("decisions", decided.key))
    return key(sha256, [*identity, *models], prepared.settings.digest)


def _passages(programme: Programme) -> list[Passage]:
    return [mapped.passage for mapped in programme.mapped]


def _require_few_pages(document: Document, name: str) -> None:
    if (document.pages or 0) > MOST_PAGES:
        raise InputError(
            es=f"{name}: tiene {document.pages} páginas y aquí se leen {MOST_PAGES}; pártalo en archivos menores",
            en=f"{name}: it has {document.pages} pages, and {MOST_PAGES} are read here; split it into smaller files",
        )


def _require_content(alignment: Alignment, name: str) -> None:
    if not alignment.passages:
        raise InputError(
            es=f"{name}: no se encontró texto que comparar; si es una digitalización, páselo antes por OCR",
            en=f"{name}: no text to compare was found; if it is a scan, run it through OCR first",
        )


def work(folder: Path) -> None:
    """Do the queue's work of a workspace: the function of the process."""
    share_memory()
    Worker(Workspace(folder)).run()
