"""What is deleted can be brought back for thirty days, and is gone after."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpora import Text
from mapper.people.review.records import Decision
from mapper.people.review.state import CarriedDecision
from mapper.web.guard import Access
from mapper.web.programmes import KEPT_DAYS
from mapper.web.site import Site
from mapper.web.worker import remove_deleted
from mapper.workspace.store import Workspace

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)
JUST, LATER = BEGUN + timedelta(days=KEPT_DAYS), BEGUN + timedelta(days=KEPT_DAYS, seconds=1)


class Kept(Site):
    """A workspace of Ana's, whose time a test sets."""

    def __init__(self, folder: Path) -> None:
        self.now = BEGUN
        super().__init__(Workspace(folder), Access(), lambda: self.now)

    def programme_of(self, name: str, content: bytes = b"x") -> int:
        sha256 = self.files.keep(name, content)
        alignment = f'{{"document": {{"name": "{name}", "sha256": "{sha256}"}}, "settings": {{}}, "passages": []}}'
        number = self.programmes.add("Ana", name, f"key {name}", alignment=alignment, text="los secretos de Ana")
        job = self.jobs.add("Ana", "map", name, {"sha256": sha256})
        taken = self.jobs.take("w")
        assert taken.id == job
        self.jobs.finish(taken, programme=number)
        return number

    def remove(self) -> None:
        for path in self.files.folder.glob("files/*/*"):
            os.utime(path, (BEGUN.timestamp(), BEGUN.timestamp()))
        remove_deleted(self.database, self.files, self.now)

    @property
    def uploads(self) -> list[str]:
        return sorted(path.name for path in self.files.folder.glob("files/*/*"))

    def count(self, table: str) -> int:
        return int(self.database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_for_thirty_days_a_programme_comes_back_with_all_its_decisions(kept: Kept) -> None:
    number = kept.programme_of("a.md")
    kept.decisions.add(number, [Decision(0, 0, "Ana", "t", "none")])
    assert kept.programmes.delete(number, "Ana")
    kept.now = JUST
    kept.remove()
    assert [p.deleted for p in kept.programmes.visible_to("Ana")] == [BEGUN.isoformat()]
    assert kept.programmes.delete(number, "Ana", back=True)
    assert kept.programme(number, "Ana") is not None
    assert len(kept.decisions.history(number)) == 1
    assert kept.uploads == ["a.md"]


def test_after_thirty_days_it_is_gone_with_all_that_belongs_to_it(kept: Kept) -> None:
    number, other = kept.programme_of("a.md"), kept.programme_of("b.md")
    for one, note in ((number, "solo nuestro"), (other, "de todas")):
        kept.decisions.add(one, [Decision(0, 0, "Ana", "t", "none", note=note)])
        kept.programmes.share(one, "Leo")
    kept.programmes.delete(number, "Ana")
    kept.now = LATER
    # Nobody can bring it back, whether or not it has been removed yet.
    assert [p.id for p in kept.programmes.visible_to("Ana")] == [other]
    assert not kept.programmes.delete(number, "Ana", back=True)
    kept.remove()
    for table in ("programme", "decision", "share"):
        assert kept.count(table) == 1, table
    kept.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"solo nuestro" not in kept.files.database.read_bytes()
    assert kept.uploads == ["b.md"]
    assert kept.programme(other, "Ana") is not None
    kept.remove()
    assert kept.count("programme") == 1


def test_decisions_to_be_looked_at_again_outlive_the_edition_that_they_were_about(kept: Kept) -> None:
    former = kept.programme_of("a.md")
    for text in ("t1", "t2", "t3"):
        kept.decisions.add(former, [Decision(0, 0, "Ana", text, "none")])
    rows = kept.decisions.history(former)
    later = kept.programme_of("b.md")
    kept.decisions.offer(later, [CarriedDecision(row, row.text_id, Text("cambió", "changed")) for row in rows[:2]])
    kept.decisions.put_aside(later, rows[1].number)
    kept.programmes.delete(former, "Ana")
    kept.now = LATER
    kept.remove()
    assert [one.row.text_id for one in kept.decisions.offered(later)] == ["t1"]
    assert kept.decisions.history(former) == rows[:1]
    row = kept.database.connection.execute("SELECT name, text FROM programme WHERE id = ?", (former,)).fetchone()
    assert (row["name"], row["text"]) == ("", b"")
    assert kept.uploads == ["b.md"]
    assert former not in [p.id for p in kept.programmes.visible_to("Ana")]
    # Once that edition is gone as well, nothing needs them.
    kept.programmes.delete(later, "Ana")
    kept.now = LATER + timedelta(days=KEPT_DAYS, seconds=1)
    kept.remove()
    assert kept.count("programme") == kept.count("decision") == kept.count("again") == 0


def test_files_that_something_still_names_or_that_just_came_stay(kept: Kept) -> None:
    number = kept.programme_of("a.md")
    again = kept.programme_of("a.md")
    kept.jobs.add("Ana", "demand", "o.csv", {"ads": [[kept.files.keep("o.csv", b"ads"), "o.csv"]], "programmes": []})
    kept.files.keep("nobody.md", b"y")
    kept.programmes.delete(number, "Ana")
    kept.now = LATER
    kept.remove()
    assert kept.uploads == ["a.md", "o.csv"]
    kept.files.keep("fresh.md", b"z")
    remove_deleted(kept.database, kept.files, datetime.now(UTC))
    assert "fresh.md" in kept.uploads
    assert kept.programme(again, "Ana") is not None


def test_reports_of_job_ads_go_with_them(kept: Kept) -> None:
    reports = [kept.demands.add("Ana", "o.csv", "", report=b"{}", folder=name) for name in ("7", "8")]
    for name in ("7", "8", "9"):
        (kept.files.reports(name, fresh=True) / "gap.html").write_text("x")
    assert kept.demands.delete(reports[0], "Ana")
    kept.now = JUST
    kept.remove()
    assert kept.demands.delete(reports[0], "Ana", back=True)
    assert kept.demands.delete(reports[0], "Ana")
    kept.now = JUST + timedelta(days=KEPT_DAYS, seconds=1)
    assert not kept.demands.delete(reports[0], "Ana", back=True)
    kept.remove()
    assert [path.name for path in kept.files.folder.glob("reports/*")] == ["8"]
    assert [d.id for d in kept.demands.owned_by("Ana")] == [reports[1]]
