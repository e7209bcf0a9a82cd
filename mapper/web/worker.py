"""The process that does the queue's work, beside the one that answers: it holds the encoder and the indexes.

Two threads take its jobs, so that what is short never waits for what is long, and share what the models take. It ends
when the process that started it does.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from corpora import Framework, InputError, Text, _
from mapper import actions
from mapper.actions import Progress
from mapper.actions import page as actions_page
from mapper.matching.records import Settings
from mapper.people.review.records import Decision
from mapper.people.review.state import carry
from mapper.reports.record_json import alignment_text
from mapper.web.accounts import RECORDED
from mapper.web.database import Database
from mapper.web.decisions import RowBuilder
from mapper.web.examples import InformingDecisions
from mapper.web.exports import read_review, review_json
from mapper.web.files import Files
from mapper.web.guard import Access
from mapper.web.jobs import AT_ONCE, CancelledError, Job, Jobs
from mapper.web.processes import give_back_memory, run_isolated, share_memory
from mapper.web.programmes import REVIEW, key, oldest_kept, stamp, utc
from mapper.web.site import Site
from mapper.workspace.store import Workspace

_LOOK = 1.0
"""Seconds between two looks at what the threads do."""
_PAUSE = 0.25
"""Seconds between two looks at an empty queue."""
_LOOKS = 20
"""Looks at an empty queue between two at the workspace's frameworks."""
_NO_ROOM = 10.0
"""Seconds until what could not be written is tried again."""
_TIDY = 3600.0
"""Seconds between two removals of what was deleted long ago."""
MOST_PAGES = 2000
"""Of one document."""
LONG_TEXT = 100_000
"""Characters from which a document is a long one, whatever the size of its file."""
_YIELDS = 10
"""Niceness: who asks for a page comes before what is worked on."""
_LONG, _LARGE = 3600.0, 8 << 30
"""Seconds and bytes of what needs the encoder as well."""
_FRESH = timedelta(days=1)
"""For so long a file stays that nothing names: its upload may not have come to its job yet."""
_OVER = "state IN ('done', 'failed', 'cancelled')"
Made = tuple[int | None, dict[str, Any] | None]
"""What a job made: the number of a programme, or something else as JSON values."""


class Worker:
    """Does the jobs of a workspace's queue; several threads may."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self.name = name
        self._site = Site(workspace, Access())
        self._workspace = workspace
        self._opening = threading.Lock()
        self._prepared: tuple[object, actions.Mapper] | None = None
        self._informed: tuple[InformingDecisions, actions.Mapper] | None = None

    def run(self, thread: int) -> None:
        """Do jobs, one after the other, as one of the process's threads; the first one tidies up as well."""
        idle, tidied = 0, -_TIDY
        while True:
            if thread == 0 and time.monotonic() - tidied >= _TIDY:
                tidied = time.monotonic()
                with contextlib.suppress(OSError):  # a file that cannot be removed now is tried again the next time
                    remove_deleted(self._site.database, self._site.files, utc())
            if thread == 0 and idle % _LOOKS == 0:
                self.refresh()
            try:
                worked = self.step(thread)
            except sqlite3.OperationalError:
                # Where the disk is full nothing can be noted; the job is taken up again once there is room.
                worked = False
                time.sleep(_NO_ROOM)
            if worked:
                idle = 0
                give_back_memory()
            else:
                idle += 1
                time.sleep(_PAUSE)

    def refresh(self) -> None:
        """Take up what was added to the workspace by other ways than the page."""
        self._site.frameworks.refresh(self._workspace)

    def step(self, thread: int = 0) -> bool:
        """Do one job if there is one; whether there was."""
        jobs = self._site.jobs
        job = jobs.take(f"{self.name}.{thread}")
        if job is None:
            return False
        with contextlib.suppress(CancelledError):  # whoever cancelled it knows
            try:
                programme, result = self._do(job)
                jobs.finish(job, programme=programme, result=result)
            except InputError as error:
                jobs.fail(job, error)
            except OSError as error:
                reason = error.strerror or str(error)
                jobs.fail(job, InputError("{name}: {reason}", name=job.name, reason=reason))
        return True

    def _do(self, job: Job) -> Made:
        do = {
            "map": self._map,
            "framework": self._change_framework,
            "changes": self._change_framework,
            "demand": self._make_report,
            "report": self._make_report,
        }
        return do[job.kind](job, partial(self._site.jobs.report_progress, job))

    def _map(self, job: Job, tell: Progress) -> Made:
        site, sha256 = self._site, str(job.payload["sha256"])
        path = site.files.path_of(sha256, job.name)
        read = partial(run_isolated, arguments=(path.name,), name=job.name, folder=path.parent, tell=tell)
        if path.suffix.lower() == ".xlsx" and (marked := read(actions_page.read_marked)) is not None:
            return self._import_workbook(job, marked)
        if job.payload.get("programme"):  # given back for that one, it is no programme of its own
            raise InputError(
                "{name}: no checklist of curmap was found in it, so nothing was taken; give back the Excel workbook of"
                " the coverage report, in which you marked the sheet 'Checklist', with that sheet's name and columns as"
                " they were",
                name=job.name,
            )
        if path.suffix.lower() == ".json":
            return self._restore(job, *read(read_review)), None
        prepared = self._prepare(tuple(job.payload["frameworks"]), tell)
        former = job.payload.get("replaces")
        asked = {framework.name for framework in prepared.frameworks}
        decided = site.examples.decided(job.person, job.payload.get("reviewed"), asked)
        # What makes a mapping the same: the document, frameworks, models, code, settings, and what informs it.
        informed_by = [("decisions", decided.key)] if decided.examples else []
        same = key(sha256, [*actions_page.models(prepared), *informed_by], prepared.settings.digest)
        number = site.programmes.same(job.person, same)
        known, notes = number is not None, list[dict[str, str]]()
        if number is None:
            tell("reading", 0, 10)
            document = read(actions_page.read_document)
            if (document.pages or 0) > MOST_PAGES:
                raise InputError(
                    "{name}: it has {pages} pages, and {most_pages} are read here; split it into smaller files",
                    name=job.name,
                    pages=document.pages,
                    most_pages=MOST_PAGES,
                )
            if len(document.text) > LONG_TEXT:
                site.jobs.found_long(job)
            tell("mapping", 1, 10)
            document = actions.as_programme(document)
            alignment, shown = self._inform(prepared, decided).map(document)
            if not any(one.mapped for one in alignment.passages):
                raise InputError(
                    "{name}: nothing to compare was found in it, such as a learning outcome, a criterion or a topic; if"
                    " it is a scan, run it through OCR first, and if it is a programme, upload its original",
                    name=job.name,
                )
            tell("saving", 9, 10)
            notes = actions_page.bilingual_notes(alignment)
            number = site.programmes.add(
                job.person,
                job.name,
                same,
                alignment=alignment_text([alignment], lang=str(job.payload.get("lang", "es"))),
                text=document.text,
                title=document.title or "",
                shown=actions_page.standards_shown(alignment, shown),
                unread=actions_page.list_unread(alignment.document),
                replaces=former,
            )
        # A worker that died may have kept the mapping and not yet the decisions that go along.
        replaces = site.programmes.read(number).replaces
        if former is not None and replaces == former and not site.decisions.history(number):
            self._carry(int(former), number, prepared.frameworks)
        return number, {"known": known, "unread": notes}

    def _carry(self, former: int, number: int, frameworks: Sequence[Framework]) -> None:
        """List the decisions on the former edition to be ratified, and share as that was."""
        site = self._site
        old, new = ([one.passage for one in site.programmes.read(n).every] for n in (former, number))
        statements = {(f.name, c.code): {*c.wordings} for f in frameworks for c in f.competencies}
        site.decisions.offer(number, carry(site.decisions.history(former), old, new, statements))
        for person in site.programmes.shared_with(former):
            site.programmes.share(number, person)

    def _restore(self, job: Job, kept: Mapping[str, Any], history: Sequence[Decision]) -> int:
        """Return the number of a review that was downloaded as JSON: the same mapping with the same history."""
        site, own = self._site, f"{REVIEW}{job.id}"
        number = site.programmes.same(job.person, own) or site.programmes.add(job.person, key=own, **kept)
        if not site.decisions.history(number):
            site.decisions.restore(number, history)
        return number

    def _import_workbook(self, job: Job, marked: Sequence[actions_page.ReviewFile]) -> Made:
        """Take what people marked in a workbook of curmap as decisions on the programmes that it is of."""
        site, number, notes = self._site, None, list[Text]()
        asked = int(job.payload.get("programme", 0))
        if not any(one.decides for one in marked):  # nor does it say of which programme it is
            raise InputError(
                "{name}: nobody marked anything in it; mark your decisions in it, save it and upload it again",
                name=job.name,
            )
        for one in marked:
            of = site.programmes.find_document(job.person, one.document, asked)
            review = None if of is None else site.review(of, job.person)
            if review is None:
                notes.append(_("left out, since its programme is not here: {name}", name=one.name))
                continue
            number = of if number != asked else number
            said, lost = RowBuilder(site.frameworks, review).from_workbook(one, job.name)
            name = review.programme.display_title
            notes.append(_("decisions taken from the workbook for {name}: {n}", name=name, n=len(said)))
            if said:
                site.decisions.add(review.programme.id, said, bulk=True)
            elif not lost:
                notes.append(_("all that is marked in it stands already"))
            notes += [_("of competencies or passages that are no longer here: {n}", n=lost)] if lost else []
        if number is None:
            raise InputError(
                "{name}: it is a checklist of curmap, and the programme that it is of is not here; upload that first,"
                " or have it shared with you",
                name=job.name,
            )
        if number != asked and (page := site.programme(asked, job.person)) is not None:
            of_another = _(
                "it is no checklist of {asked}, on whose page it was given back: what is marked in it went to the"
                " programme that it is of",
                asked=page.display_title,
            )
            notes.insert(0, of_another)
        return number, {"unread": [note._asdict() for note in notes]}

    def _prepare(self, names: tuple[str, ...], tell: Progress) -> actions.Mapper:
        """Return the mapper to these frameworks; the last one stays until a framework or a calibration changes."""
        fitted = sorted((path.name, path.stat().st_mtime_ns) for path in self._workspace.calibrated.glob("*.npz"))
        state = (names, tuple((header.name, header.sha256) for header in self._workspace.headers()), tuple(fitted))
        with self._opening:
            if self._prepared is None or self._prepared[0] != state:
                self._prepared = state, actions.Mapper.open(self._workspace, names, Settings(), progress=tell)
                self._informed = None
            return self._prepared[1]

    def _inform(self, prepared: actions.Mapper, decided: InformingDecisions) -> actions.Mapper:
        """Return the same with these decisions; documents that were handed in together share what that takes."""
        if not decided.examples:
            return prepared
        with self._opening:
            if self._informed is None or self._informed[0] != decided:
                self._informed = decided, prepared.informed(decided.examples, decided.digests)
            return self._informed[1]

    def _change_framework(self, job: Job, tell: Progress) -> Made:
        """Add or replace a framework, or tell what replacing it would change."""
        with self._site.files.collect({"files": job.payload["files"]}) as (place, names):
            asked = names["files"], job.payload.get("name")
            if job.kind == "framework":
                replace = bool(job.payload.get("replace"))
                result = self._run(job, tell, place, actions_page.add_framework, *asked, replace)
            else:
                result = self._run(job, tell, place, actions_page.framework_changes, *asked)
        self.refresh()
        return None, result

    def _make_report(self, job: Job, tell: Progress) -> Made:
        """Return a report on a programme that is reviewed, or job ads against programmes of this person's."""
        if job.kind == "report":
            return job.payload["numbers"][0], {"unread": self._write(job, job.payload["report"], tell)}
        site, unread = self._site, self._write(job, "gap", tell)
        report = (site.files.reports(str(job.id)) / actions_page.LANGUAGES[0] / "gap.json").read_bytes()
        number = site.demands.add(job.person, job.name, job.payload["sector"], report=report, folder=str(job.id))
        return None, {"demand": number, "unread": unread}

    def _write(self, job: Job, report: str, tell: Progress) -> list[dict[str, str]]:
        """Write a report, with what people decided, where those of this job stand; gives what could not be read."""
        files, payload = self._site.files, job.payload
        out = files.reports(str(job.id), fresh=True).resolve()
        numbers = payload.get("numbers", ())
        of = self._site.programmes.read(numbers[0]) if len(numbers) == 1 else None
        with files.collect({name: payload.get(name, ()) for name in ("ads", "programmes")}) as (place, names):
            asked = actions_page.ReportRequest(
                report,
                names["programmes"],
                tuple(payload["frameworks"]),
                self._reviews(job, place),
                names["ads"],
                payload.get("sector", ""),
                school=of.school if of else "",
                title=of.title if of else "",
            )
            unread: list[dict[str, str]] = self._run(job, tell, place, actions_page.write_report, asked, out)
            return unread

    def _reviews(self, job: Job, place: Path) -> tuple[str, ...]:
        """Write what people decided on the programmes of a job, as its person sees it; gives the files' names."""
        names = []
        for number in job.payload.get("numbers", ()):
            review = self._site.review(number, job.person)
            if review is not None and review.visible:
                names.append(f"review-{number}.json")
                (place / names[-1]).write_bytes(review_json(review))
        return tuple(names)

    def _run(self, job: Job, tell: Progress, place: Path, function: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401
        """Call what needs the encoder, with the workspace's folder before its arguments, in a process of its own."""
        given = (self._workspace.folder.resolve(), *arguments)
        return run_isolated(function, given, name=job.name, folder=place, tell=tell, seconds=_LONG, memory=_LARGE)


def work(folder: Path, name: str) -> None:
    """Do the queue's work of a workspace until who started this process is gone: the function of the process."""
    share_memory()
    os.nice(_YIELDS)
    threads, parent = dict[int, threading.Thread](), multiprocessing.parent_process()
    worker, jobs = Worker(Workspace(folder), name), Jobs(Database(Files(folder).database))
    with threadpool_limits(1):  # for the whole process, so that no thread changes it for another
        while parent and parent.is_alive():
            with contextlib.suppress(sqlite3.OperationalError):
                for number in range(AT_ONCE):
                    if number not in threads or not threads[number].is_alive():  # it died over a job, or is new
                        jobs.give_up(f"{name}.{number}")
                        threads[number] = threading.Thread(target=worker.run, args=(number,), daemon=True)
                        threads[number].start()
                jobs.renew(name)
            time.sleep(_LOOK)


def remove_deleted(database: Database, files: Files, at: datetime) -> None:
    """Remove what nobody can bring back any more, and the files that nothing names.

    Decisions that stand in a later edition's list to be looked at again stay; of their programme nothing else does.
    """
    oldest = oldest_kept(at)
    # What is removed is overwritten, not only unlinked: it may be somebody's.
    database.connection.execute("PRAGMA secure_delete = ON")
    query = "SELECT id FROM programme WHERE deleted < ? ORDER BY id DESC"  # later editions before former ones
    for row in database.rows(query, oldest):
        with database.writing() as db:
            _remove_programme(db, row["id"])
    with database.writing():
        database.change("DELETE FROM demand WHERE deleted < ?", oldest)
        database.change("DELETE FROM secret WHERE expires < ?", stamp(at))
        database.change("DELETE FROM event WHERE at < ?", stamp(at - RECORDED))
        database.change(f"DELETE FROM job WHERE {_OVER} AND created < ?", oldest)
    _remove_files(database.connection, files, (at - _FRESH).timestamp())


def _remove_programme(db: sqlite3.Connection, number: int) -> None:
    db.execute("DELETE FROM job WHERE programme = ?", (number,))
    for table in ("share", "again"):
        db.execute(f"DELETE FROM {table} WHERE programme = ?", (number,))
    own = "SELECT number FROM decision WHERE programme = ?"
    db.execute(f"DELETE FROM again WHERE done AND decision IN ({own})", (number,))
    db.execute("DELETE FROM decision WHERE programme = ? AND number NOT IN (SELECT decision FROM again)", (number,))
    db.execute("UPDATE programme SET replaces = NULL WHERE replaces = ?", (number,))
    if db.execute(own, (number,)).fetchone() is None:
        db.execute("DELETE FROM programme WHERE id = ?", (number,))
    else:
        said = ", ".join(f"{name} = ''" for name in ("name", "title", "school", "folder", "sha256", "key"))
        emptied = f"{said}, text = x'', alignment = x'', shown = NULL"
        db.execute(f"UPDATE programme SET {emptied} WHERE id = ?", (number,))


def _remove_files(db: sqlite3.Connection, files: Files, before: float) -> None:
    """Remove uploads that no programme and no job names, and reports of nothing."""
    named = {files.path_of(row["sha256"], row["name"]) for row in db.execute("SELECT * FROM programme WHERE key != ''")}
    for row in db.execute("SELECT name, payload FROM job"):
        payload = json.loads(row["payload"])
        listed = [file for group in ("files", "ads", "programmes") for file in payload.get(group, ())]
        if "sha256" in payload:
            listed.append((payload["sha256"], row["name"]))
        named.update(files.path_of(sha256, name) for sha256, name in listed)
    for path in files.folder.glob("files/*/*"):
        if path not in named and path.stat().st_mtime < before:
            path.unlink()
            with contextlib.suppress(OSError):
                path.parent.rmdir()  # where the same bytes stand under another name, it stays
    reports = {row["folder"] for row in db.execute("SELECT folder FROM demand")}
    reports |= {str(row["id"]) for row in db.execute(f"SELECT id FROM job WHERE kind = 'report' OR NOT {_OVER}")}
    for folder in files.folder.glob("reports/*"):
        if folder.name not in reports:
            shutil.rmtree(folder)
