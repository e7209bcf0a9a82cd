"""Many who write at once, a database of before and one of later."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from command import refused

from corpora import InputError
from mapper.people.review.records import Decision
from mapper.web.database import VERSION, Database, _schema, _statements
from mapper.web.decisions import Decisions
from mapper.web.jobs import Jobs
from mapper.web.programmes import Programmes

WRITERS, EACH = 50, 4
ALIGNMENT = '{"document": {"sha256": "0"}, "settings": {}, "frameworks": [], "encoder": {}, "passages": []}'


@pytest.mark.slow
def test_of_fifty_who_write_at_once_nothing_is_lost(database: Database) -> None:
    number = Programmes(database).add("Ana", "x.md", "k", alignment=ALIGNMENT, text="x")
    decisions, begin = Decisions(database), threading.Barrier(WRITERS)

    def write(who: int) -> None:
        begin.wait()
        for n in range(EACH):
            said = Decision(0, 0, f"person {who}", f"t{n}", "none")
            decisions.add(number, [said, replace(said, verdict="note", note="x")])
            if n % 2:
                decisions.undo(number, f"person {who}")

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))  # raises what one of them raised
    rows = decisions.history(number)
    assert len(rows) == WRITERS * (2 * EACH + EACH // 2)
    for who in range(WRITERS):
        own = [row for row in rows if row.person == f"person {who}"]
        for first, second in pairwise(own):
            assert second.action == first.action or second.action == second.number
        assert sum(row.verdict == "undo" for row in own) == EACH // 2


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "curmap.db")


def test_no_row_of_the_history_can_be_changed(database: Database) -> None:
    number = Programmes(database).add("Ana", "x.md", "k", alignment=ALIGNMENT, text="x")
    Decisions(database).add(number, [Decision(0, 0, "Ana", "t", "none")])
    for change in ("UPDATE decision SET person = 'Leo'", "DELETE FROM decision"):
        with pytest.raises(sqlite3.IntegrityError, match="decisions are never"):
            database.connection.execute(change)


def test_a_database_of_before_is_copied_and_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "curmap.db"
    old = sqlite3.connect(path)
    for statement in _statements(_schema(1)):
        old.execute(statement)
    old.execute("INSERT INTO job (person, kind, name, payload, created) VALUES ('Ana', 'map', 'x', '{}', '')")
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    database = Database(path)
    assert database.connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
    assert database.connection.execute("SELECT person FROM job").fetchone()["person"] == "Ana"
    copy = sqlite3.connect(tmp_path / "curmap.v1.db")
    assert copy.execute("PRAGMA user_version").fetchone()[0] == 1
    assert copy.execute("SELECT count(*) FROM job").fetchone()[0] == 1
    copy.close()
    Database(path).connection.close()
    assert sorted(p.name for p in tmp_path.glob("*.db")) == ["curmap.db", "curmap.v1.db"]


def test_a_database_of_a_later_version_is_refused_with_code_2(tmp_path: Path) -> None:
    Database(tmp_path / "web" / "curmap.db").connection.close()
    later = sqlite3.connect(tmp_path / "web" / "curmap.db")
    later.execute(f"PRAGMA user_version = {VERSION + 1}")
    later.close()
    before = (tmp_path / "web" / "curmap.db").read_bytes()
    assert "versión posterior" in refused("--workspace", str(tmp_path), "serve", "--port", "1")
    assert (tmp_path / "web" / "curmap.db").read_bytes() == before


def test_a_failure_names_no_option_of_the_command_line(database: Database) -> None:
    jobs = Jobs(database)
    number = jobs.add("Ana", "map", "a", {})
    jobs.fail(jobs.take("worker"), InputError("c -- d: none⟦ (use --audit)⟧."))
    assert jobs.get(number).error.en == "c -- d: none."


def test_a_long_text_that_waits_lets_others_go_before_it(database: Database) -> None:
    jobs = Jobs(database)
    numbers = [jobs.add("Ana", "map", name, {}, long=name == "long") for name in ("a", "long", "b")]
    assert [job.place for number in numbers if (job := jobs.get(number))] == [0, 2, 1]
    order = []
    while (job := jobs.take("worker")) is not None:
        order.append(job.name)
        jobs.finish(job)
    assert order == ["a", "b", "long"]


def test_two_jobs_run_at_once_and_one_long_one(database: Database) -> None:
    jobs = Jobs(database)

    def taken() -> str:
        job = jobs.take("worker.1")
        return "" if job is None else job.name

    for name in ("long", "longer", "looks short", "short"):
        jobs.add("Ana", "map", name, {"sha256": name}, long=name.startswith("long"))
    first = jobs.take("worker.0")
    assert (first.name, taken(), taken()) == ("looks short", "short", "")
    jobs.found_long(first)
    jobs.finish(first)
    assert taken() == "long"


def test_what_a_thread_that_died_did_is_begun_again_and_after_their_process_what_all_did(database: Database) -> None:
    jobs = Jobs(database)
    for name in ("a", "b"):
        jobs.add("Ana", "map", name, {"sha256": name})
    taken = [jobs.take(f"ab.{thread}").name for thread in range(2)]
    assert (taken, jobs.take("ab.2")) == (["a", "b"], None)
    jobs.give_up("ab.1")
    assert jobs.take("ab.3").name == "b"
    jobs.give_up("ab")
    assert [jobs.take(f"cd.{thread}").name for thread in range(2)] == ["a", "b"]
