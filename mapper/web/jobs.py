"""The queue of what takes longer than an answer: it stands in the database, so that a restart goes on with it.

Two jobs run at a time, and only one of them may be long, so that what is short never waits for what is long; of those
that wait the long ones come last. Who runs a job holds a lease and renews it with each word of progress; a lease that
ran out means that its holder died, and the job is begun again, three times at most.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpora import InputError, Text, _
from corpora.translation import plain
from mapper.web.database import Database
from mapper.web.programmes import stamp, utc

LEASE = 30.0
"""Seconds for which a worker that says nothing is believed to be alive."""
MOST_ATTEMPTS = 3
RECENT = 3
"""Jobs shown, besides those that are not over."""
AT_ONCE = 2
"""Jobs that run at a time."""
State = Literal["waiting", "running", "done", "failed", "cancelled"]
GAVE_UP = _("it was tried three times and the program was ended abruptly each time; the file is kept")


class CancelledError(Exception):
    """The job was cancelled, another worker has it, or it has to wait: what was begun is thrown away."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work in the queue."""

    id: int
    person: str
    kind: str  # what is done: "map", "framework", "changes", "demand", "report"
    name: str  # what the person knows it by
    payload: Mapping[str, Any]
    state: State
    worker: str | None  # who leased it last; only of that one anything is heard of it
    doing: str  # what is being done just now, "" before it began
    done: int  # how much of that
    total: int  # of how much, 0 where that is not known
    place: int  # how many jobs come before it, 0 while it runs
    error: Text | None
    programme: int | None  # the one that it made
    result: Mapping[str, Any] | None  # what else it made
    created: str

    @property
    def opens(self) -> str:
        """Return the path of what it made, "" for nothing that is opened by itself."""
        if self.programme is not None:
            return f"/programmes/{self.programme}" + ("/downloads#reports" if self.kind == "report" else "")
        return f"/ads/{self.result['demand']}" if self.result and "demand" in self.result else ""

    @property
    def known(self) -> str:
        """Return what it was to make where that was there already: its kind, or "edition"; else ""."""
        if not self.result or not self.result.get("known"):
            return ""
        return "edition" if self.payload.get("replaces") else self.kind

    @property
    def over(self) -> bool:
        """Return whether nothing more will happen to it."""
        return self.state in ("done", "failed", "cancelled")


_SELECT = """
SELECT job.*, (SELECT count(*) FROM job AS b WHERE b.state IN ('waiting', 'running')
  AND (b.state != 'running', b.long, b.id) < (job.state != 'running', job.long, job.id)) AS place
FROM job
"""
_RUNS = "state = 'running' AND lease >= :now"
_NEXT = f"""
SELECT id FROM job WHERE state IN ('waiting', 'running') AND NOT ({_RUNS})
  AND (SELECT count(*) FROM job WHERE {_RUNS}) < {AT_ONCE}
  AND NOT (long AND EXISTS (SELECT 1 FROM job WHERE long AND {_RUNS}))
  AND NOT EXISTS (
    SELECT 1 FROM job AS b WHERE b.person = job.person AND b.id < job.id AND b.state IN ('waiting', 'running')
      AND (b.kind = 'framework' OR b.payload ->> 'sha256' = job.payload ->> 'sha256'))
ORDER BY state != 'running', long, id LIMIT 1
"""
"""What may be begun now: what maps to a framework comes after its adding, and one file is mapped once at a time."""


class Jobs:
    """The queue in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, person: str, kind: str, name: str, payload: Mapping[str, Any], *, long: bool = False, created: str = ""
    ) -> int:
        """Put a job at the end of the queue; gives its number. A long one lets others that wait go before it.

        What is handed in together has one time, `created`, "" for now.
        """
        content, at = json.dumps(payload, ensure_ascii=False), created or stamp(utc())
        values = {"person": person, "kind": kind, "name": name, "payload": content, "long": long, "created": at}
        return self._database.insert("job", **values)

    def get(self, number: int) -> Job | None:
        """Return the job of that number, None where there is none."""
        return next(iter(self._found("WHERE job.id = ?", number)), None)

    def recent(self, person: str, kind: str = "", *, limit: int = RECENT) -> list[Job]:
        """Return a person's jobs of a kind that are not over, failed ones not dismissed, and the latest ones.

        Beside the first two stands what was handed in with them. The latest first.
        """
        where = (
            "WHERE job.person = :person AND NOT dismissed AND :kind IN ('', kind)"
            " AND (job.created IN (SELECT created FROM job AS l WHERE"
            " l.person = :person AND NOT l.dismissed AND l.state IN ('waiting', 'running', 'failed')) OR job.id IN"
            " (SELECT id FROM job AS l WHERE l.person = :person AND :kind IN ('', l.kind)"
            " ORDER BY id DESC LIMIT :limit)) ORDER BY job.id DESC"
        )
        return self._found(where, person=person, kind=kind, limit=limit)

    def reports(self, person: str, programme: int) -> list[Job]:
        """Return the reports on a programme that a person let make, the latest first."""
        where = "WHERE kind = 'report' AND person = ? AND programme = ? AND state = 'done' ORDER BY id DESC"
        return self._found(where, person, programme)

    def _found(self, where: str, *values: object, **named: object) -> list[Job]:
        found = []
        for row in self._database.rows(_SELECT + where, *values, **named):
            job = {name: row[name] for name in Job.__slots__}
            job |= {name: json.loads(job[name]) for name in ("payload", "result", "error") if job[name] is not None}
            found.append(Job(**{**job, "error": job["error"] and Text(**job["error"])}))
        return found

    def under_way(self, person: str) -> list[int]:
        """Return the numbers of a person's jobs that are not over."""
        query = "SELECT id FROM job WHERE person = ? AND state IN ('waiting', 'running') ORDER BY id"
        return [int(row["id"]) for row in self._database.rows(query, person)]

    def dismiss(self, person: str, number: int = 0, kind: str = "") -> None:
        """Take a person's own job that failed off the list, 0 for all of them, or all of a kind."""
        query = (
            "UPDATE job SET dismissed = 1 WHERE person = ? AND state = 'failed' AND ? IN (0, id) AND ? IN ('', kind)"
        )
        self._database.change(query, person, number, kind)

    def cancel(self, person: str, number: int) -> None:
        """Cancel a person's own job that is not over; its worker notices at its next word."""
        query = "UPDATE job SET state = 'cancelled' WHERE person = ? AND id = ? AND state IN ('waiting', 'running')"
        self._database.change(query, person, number)

    def take(self, worker: str) -> Job | None:
        """Lease the next job that may be begun; None where there is none."""
        now = time.time()
        given_up = "UPDATE job SET state = 'failed', error = ? WHERE state = 'running' AND lease < ? AND attempts >= ?"
        leased = (
            "UPDATE job SET state = 'running', worker = ?, lease = ?, attempts = attempts + 1, done = 0, total = 0,"
            " doing = '' WHERE id = ?"
        )
        with self._database.writing():
            self._database.change(given_up, json.dumps(GAVE_UP._asdict(), ensure_ascii=False), now, MOST_ATTEMPTS)
            row = self._database.row(_NEXT, now=now)
            if row is None:
                return None
            self._database.change(leased, worker, now + LEASE, row["id"])
        return self.get(row["id"])

    def report_progress(self, job: Job, doing: str, done: int, total: int) -> None:
        """Say how far a job is, and renew its lease; raises CancelledError where it is no longer this worker's."""
        values = (doing, done, total, time.time() + LEASE)
        self._change(job, "doing = ?, done = ?, total = ?, lease = ?", *values)

    def renew(self, worker: str) -> None:
        """Say that a worker is alive whose jobs have had nothing to tell for a while."""
        # What was given up has none to renew.
        query = "UPDATE job SET lease = ? WHERE state = 'running' AND worker GLOB ? || '.*' AND lease BETWEEN 1 AND ?"
        self._database.change(query, time.time() + LEASE, worker, time.time() + 2 * LEASE / 3)

    def found_long(self, job: Job) -> None:
        """Say that a job is longer than its file looked; raises CancelledError where it waits for another long one."""
        self._change(job, "long = 1")
        others = f"SELECT 1 FROM job WHERE long AND id != :id AND {_RUNS}"
        if self._database.row(others, id=job.id, now=time.time()) is not None:
            self._change(job, "state = 'waiting', attempts = attempts - 1")
            raise CancelledError

    def give_up(self, worker: str) -> None:
        """Say that a worker died, or one of its threads: what it did is begun again at once."""
        query = "UPDATE job SET lease = 0 WHERE (worker || '.') GLOB (? || '.*') AND state = 'running'"
        self._database.change(query, worker)

    def finish(self, job: Job, *, programme: int | None = None, result: Mapping[str, Any] | None = None) -> None:
        """Say that a job is done and what it made; raises CancelledError where it is no longer this worker's."""
        made = None if result is None else json.dumps(result, ensure_ascii=False)
        self._change(job, "state = 'done', programme = ?, result = ?", programme, made)

    def fail(self, job: Job, error: InputError) -> None:
        """Say why a job cannot be done; raises CancelledError where it is no longer this worker's."""
        why = json.dumps({"es": plain(error.es), "en": plain(error.en)}, ensure_ascii=False)
        self._change(job, "state = 'failed', error = ?", why)

    def _change(self, job: Job, change: str, *values: object) -> None:
        query = f"UPDATE job SET {change} WHERE id = ? AND worker = ? AND state = 'running'"
        if self._database.change(query, *values, job.id, job.worker) != 1:
            raise CancelledError
