"""The decisions in the database: added, never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from corpora import Text
from mapper.review.carry import Carried
from mapper.review.records import Decision, Seen, Verdict
from mapper.review.state import standing_rows
from mapper.web.database import Database
from mapper.web.programmes import now


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one passage, before it has a place in the history."""

    text_id: str
    verdict: Verdict
    framework: str = ""
    code: str = ""
    note: str = ""
    undoes: int = 0
    seen: Seen = field(default_factory=Seen)


class Decisions:
    """The histories of all programmes in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, programme: int) -> list[Decision]:
        """The whole history of a programme, in order."""
        query = "SELECT * FROM decision WHERE programme = ? ORDER BY number"
        return [_decision(row) for row in self._database.connection.execute(query, (programme,))]

    def last(self, programme: int) -> int:
        """The number of its latest row, 0 where there is none: what is computed from the history holds until then."""
        query = "SELECT max(number) AS last FROM decision WHERE programme = ?"
        return self._database.connection.execute(query, (programme,)).fetchone()["last"] or 0

    def add(self, programme: int, person: str, said: Sequence[Said], *, bulk: bool = False) -> int:
        """Add what a person did at one click, all of it or nothing; gives the action's number."""
        action = 0
        with self._database.writing() as db:
            for one in said:
                number = _insert(db, programme, person, one, bulk=bulk, action=action)
                action = action or number
        return action

    def undo(self, programme: int, person: str) -> list[Decision]:
        """Take back what a person did last and has not taken back yet; gives its rows, none where nothing is left."""
        with self._database.writing() as db:
            query = "SELECT * FROM decision WHERE programme = ? AND person = ? ORDER BY number"
            rows = [_decision(row) for row in db.execute(query, (programme, person))]
            standing = standing_rows(rows)
            if not standing:
                return []
            action = max(row.action for row in standing)
            undone = [row for row in standing if row.action == action]
            first = undone[0]
            undo = Said(first.text_id, "undo", first.framework, first.code, undoes=action, seen=first.seen)
            _insert(db, programme, person, undo, bulk=first.bulk, action=0)
        return undone

    def carry(self, programme: int, carried: Carried) -> None:
        """Let the decisions on a former edition stand in a programme, and list those to be looked at again."""
        with self._database.writing() as db:
            actions: dict[int, int] = {}
            for row in carried.kept:
                said = Said(row.text_id, row.verdict, row.framework, row.code, row.note, seen=row.seen)
                action = actions.get(row.action, 0)
                number = _insert(db, programme, row.person, said, bulk=row.bulk, action=action, when=row.when)
                actions.setdefault(row.action, number)
            for row, why in carried.again:
                values = (programme, row.number, json.dumps(why._asdict(), ensure_ascii=False))
                db.execute("INSERT OR IGNORE INTO again (programme, decision, why) VALUES (?, ?, ?)", values)

    def again(self, programme: int) -> list[tuple[Decision, Text]]:
        """Decisions on the former edition that nobody has looked at again yet, with the reason."""
        query = (
            "SELECT decision.*, again.why FROM again JOIN decision ON decision.number = again.decision"
            " WHERE again.programme = ? AND NOT again.done ORDER BY decision.number"
        )
        rows = self._database.connection.execute(query, (programme,))
        return [(_decision(row), Text(**json.loads(row["why"]))) for row in rows]

    def looked_at(self, programme: int, decision: int) -> None:
        """Say that one of these was looked at again."""
        with self._database.writing() as db:
            db.execute("UPDATE again SET done = 1 WHERE programme = ? AND decision = ?", (programme, decision))

    def restore(self, programme: int, rows: Sequence[Decision]) -> None:
        """Give a programme a whole history that was kept elsewhere; numbers are new, their order and bonds the same."""
        with self._database.writing() as db:
            actions: dict[int, int] = {}
            for row in rows:
                undoes = actions.get(row.undoes, 0)
                said = Said(row.text_id, row.verdict, row.framework, row.code, row.note, undoes, row.seen)
                action = actions.get(row.action, 0)
                number = _insert(db, programme, row.person, said, bulk=row.bulk, action=action, when=row.when)
                actions.setdefault(row.action, number)


def _insert(
    db: sqlite3.Connection, programme: int, person: str, said: Said, *, bulk: bool, action: int, when: str = ""
) -> int:
    values = (
        action,
        programme,
        person,
        said.text_id,
        said.verdict,
        said.framework,
        said.code,
        said.note,
        when or now(),
        int(bulk),
        said.undoes,
        json.dumps(asdict(said.seen), ensure_ascii=False),
    )
    # The first row of an action is the action's number, which is known only once the row has its own.
    last = "(SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'decision')"
    cursor = db.execute(
        "INSERT INTO decision (action, programme, person, text_id, verdict, framework, code, note, decided, bulk,"
        f" undoes, seen) VALUES (coalesce(nullif(?, 0), {last}), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    return int(cursor.lastrowid or 0)


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(
        number=row["number"],
        action=row["action"],
        person=row["person"],
        text_id=row["text_id"],
        verdict=row["verdict"],
        framework=row["framework"],
        code=row["code"],
        note=row["note"],
        when=row["decided"],
        bulk=bool(row["bulk"]),
        undoes=row["undoes"],
        seen=Seen(**json.loads(row["seen"])),
    )
