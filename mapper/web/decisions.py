"""The decisions in the database: added, never changed; and from what a form sends to rows of the history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import get_args

from corpora import Text
from mapper.actions.page import VERDICTS, Judgement, ReviewFile
from mapper.people.review.records import DOCUMENT, Decision, Seen, Verdict
from mapper.people.review.state import CarriedDecision, Key, standing_rows, to_redo
from mapper.reports.blocks import clean
from mapper.web.database import Database
from mapper.web.frameworks import Frameworks
from mapper.web.programmes import RecentCache, stamp, utc
from mapper.web.review import Item, Review

_VERDICTS: dict[str, Verdict] = {verdict: verdict for verdict in get_args(Verdict)}
_ON_COMPETENCY = frozenset({"accepted", "partly", "rejected", "added", "withdrawn"})
_ON_PASSAGE = frozenset({"none", "note", "withdrawn"})


class Decisions:
    """The histories of all programmes in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = RecentCache[tuple[Decision, ...]]()

    def history(self, programme: int) -> tuple[Decision, ...]:
        """Return all rows of a programme in order."""
        state = self._database.row("SELECT count(*), max(number) FROM decision WHERE programme = ?", programme)
        query = "SELECT * FROM decision WHERE programme = ? ORDER BY number"
        return self._known.keep(programme, state, lambda: tuple(map(_decision, self._database.rows(query, programme))))

    def any_since(self, programmes: Sequence[int], moment: str) -> bool:
        """Return whether somebody decided anything of these programmes after a moment, as the database keeps it."""
        query = "SELECT 1 FROM decision WHERE programme IN (SELECT value FROM json_each(?)) AND decided > ? LIMIT 1"
        return self._database.row(query, json.dumps(list(programmes)), moment) is not None

    def add(self, programme: int, rows: Iterable[Decision], *, bulk: bool = False) -> list[Decision]:
        """Add what a person did at one click, all of it or nothing; gives the rows as they stand in the history."""
        action = 0
        with self._database.writing() as db:
            for row in rows:
                number = _insert(db, programme, replace(row, action=action, bulk=bulk))
                action = action or number
        return [row for row in self.history(programme) if row.action == action]

    def undo(self, programme: int, person: str, *, again: bool = False) -> list[Decision]:
        """Take back what a person did last, or with `again` do what they took back last; gives the rows of it.

        None where nothing is left or, with `again`, something came after.
        """
        with self._database.writing() as db:
            query = "SELECT * FROM decision WHERE programme = ? ORDER BY number"
            rows = [_decision(row) for row in db.execute(query, (programme,))]
            standing = [row for row in standing_rows(rows) if row.person == person]
            action = to_redo(rows, person) if again else max((row.action for row in standing), default=0)
            if not action:
                return []
            # What is done again is the taking back, taken back.
            first = next(row for row in rows if row.action == action)
            _insert(db, programme, replace(first, action=0, verdict="undo", note="", when="", undoes=action))
        return [row for row in rows if row.action == (first.undoes if again else action)]

    def offer(self, programme: int, carried: Iterable[CarriedDecision]) -> None:
        """List the decisions on a former edition that are to be ratified in a programme, or not."""
        with self._database.writing() as db:
            for one in carried:
                values = (programme, one.row.number, json.dumps({**one.why._asdict(), "to": one.text_id}))
                db.execute("INSERT OR IGNORE INTO again (programme, decision, why) VALUES (?, ?, ?)", values)

    def ratify(self, programme: int, carried: Sequence[CarriedDecision], statements: Mapping[Key, str]) -> None:
        """Let these stand in a programme, each as of whom and when it is; of a criterion worded anew as it is now."""
        rows = []
        for one in carried:
            statement = statements.get((one.row.framework, one.row.code), one.row.seen.statement)
            seen = replace(one.row.seen, statement=statement)
            rows.append(replace(one.row, text_id=one.text_id or "", seen=seen))
        with self._database.writing() as db:
            _copy(db, programme, rows)
            for one in carried:
                self.put_aside(programme, one.row.number)

    def restore(self, programme: int, rows: Sequence[Decision]) -> None:
        """Give a programme a whole history that was kept elsewhere; numbers are new, their order and bonds the same."""
        with self._database.writing() as db:
            _copy(db, programme, rows)

    def offered(self, programme: int) -> list[CarriedDecision]:
        """Return the decisions on the former edition that are to be ratified, in order."""
        query = (
            "SELECT decision.*, again.why FROM again JOIN decision ON decision.number = again.decision"
            " WHERE again.programme = ? AND NOT again.done ORDER BY decision.number"
        )
        found = []
        for row in self._database.rows(query, programme):
            why = json.loads(row["why"])
            found.append(CarriedDecision(_decision(row), why.get("to"), Text(why["es"], why["en"])))
        return found

    def to_ratify(self, programme: int) -> int:
        """Return the number of these."""
        query = "SELECT count(*) FROM again WHERE programme = ? AND NOT done"
        return int(self._database.value(query, programme))

    def put_aside(self, programme: int, decision: int) -> None:
        """Take one of these off the list."""
        self._database.change("UPDATE again SET done = 1 WHERE programme = ? AND decision = ?", programme, decision)


def _copy(db: sqlite3.Connection, programme: int, rows: Iterable[Decision]) -> None:
    """Add rows that stood elsewhere, each with whom, when and what it takes back."""
    actions: dict[int, int] = {}
    for row in rows:
        bound = replace(row, action=actions.get(row.action, 0), undoes=actions.get(row.undoes, 0))
        actions.setdefault(row.action, _insert(db, programme, bound))


def _insert(db: sqlite3.Connection, programme: int, row: Decision) -> int:
    """Add a row and give its number, which is its action's too where that is 0; it is of now unless it says when."""
    values = {**asdict(row), "programme": programme, "decided": row.when or stamp(utc())}
    values["seen"] = json.dumps(values["seen"], ensure_ascii=False)
    del values["number"], values["when"]
    # The first row of an action is the action's number, which is known only once the row has its own.
    last = "(SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'decision')"
    places = ", ".join(f"coalesce(nullif(:action, 0), {last})" if name == "action" else f":{name}" for name in values)
    return int(db.execute(f"INSERT INTO decision ({', '.join(values)}) VALUES ({places})", values).lastrowid or 0)


def _decision(row: sqlite3.Row) -> Decision:
    values = {name: row[name] for name in row.keys() if name not in ("programme", "decided", "why")}  # noqa: SIM118
    return Decision(
        **{**values, "when": row["decided"], "bulk": bool(row["bulk"]), "seen": Seen(**json.loads(row["seen"]))}
    )


class RowBuilder:
    """Makes rows of what a person decides on a programme; None where verdict, competency or person are unknown."""

    def __init__(self, frameworks: Frameworks, review: Review) -> None:
        self._frameworks = frameworks
        self._review = review
        alignment = review.programme.alignment
        self._versions = {f["name"]: f["version"] for f in alignment["frameworks"]}
        self._models = (str(alignment["encoder"]["revision"]), str(alignment["settings"].get("matcher", "")))

    def build(
        self, about: Item | str, verdict: str, key: Key = ("", ""), note: str = "", person: str = ""
    ) -> list[Decision] | None:
        """Return the rows of a decision on a passage, given by its text id where it is not compared by itself.

        With `DOCUMENT` it is on a criterion by the whole document. Without a competency it is on the whole passage:
        none, withdrawn or note. `person` is whose decisions stand once it is `settled`.
        """
        text_id, note = about if isinstance(about, str) else about.text_id, clean(note)
        if text_id and text_id not in self._review.states_by_text:
            return None
        if verdict == "settled":
            return self._settle_passage(text_id, person) if text_id else self._settle_criterion(key, person)
        if (
            isinstance(about, Item)
            and key == ("", "")
            and verdict in _ON_PASSAGE
            and (verdict != "note" or note.strip())
        ):
            return [self._row(text_id, _VERDICTS[verdict], note=note, seen=self._seen())]
        if verdict not in _ON_COMPETENCY or (text_id == DOCUMENT and verdict == "added"):
            return None
        seen = self._seen_of(about, key, known=text_id != DOCUMENT and verdict != "added")
        return None if seen is None else [self._row(text_id, _VERDICTS[verdict], key, note, seen=seen)]

    def _row(self, text_id: str, verdict: Verdict, key: Key = ("", ""), note: str = "", *, seen: Seen) -> Decision:
        """Return a row of this person's that has no place in the history yet."""
        return Decision(0, 0, self._review.person, text_id, verdict, *key, note, seen=seen)

    def from_workbook(self, marked: ReviewFile, note: str) -> tuple[list[Decision], int]:
        """Return the rows of a workbook's marks that do not stand already, and how many marks find no place here."""
        items = {item.text_id: item for item in self._review.items}
        rows = [row for key, said in marked.judgements.items() for row in self._marked(key, said, items, note)]
        none = [item for item in map(items.get, marked.none) if item is None or not item.state.nothing]
        rows += [self.build(item, "none", note=note) if item else None for item in none]
        return [one for row in rows for one in row or ()], rows.count(None)

    def _marked(
        self, key: Key, said: Judgement, items: Mapping[str, Item], note: str
    ) -> Iterator[list[Decision] | None]:
        for text_id, mark in said.marks.items():
            verdict = VERDICTS[mark]
            if (state := self._review.states_by_text.get(text_id)) is None:
                yield None
            elif state.standing(key) != verdict:
                added = verdict == "accepted" and key not in state.suggested
                yield self.build(items.get(text_id, text_id), "added" if added else verdict, key, note)
        whole = said.state and VERDICTS[said.state]
        if whole and [row.verdict for row in self._review.states.standing_on_document(key)] != [whole]:
            yield self.build(DOCUMENT, whole, key, note)

    def _settle_criterion(self, key: Key, person: str) -> list[Decision] | None:
        """Return the rows that let a person's decisions on a criterion stand; None where this person may not."""
        node = self._frameworks.get(*key)
        if not self._review.settles or person not in self._review.disputes.get(key, ()) or node is None:
            return None
        return [self._row(DOCUMENT, "settled", key, person, seen=self._seen(None, key[0], node.statement))]

    def _settle_passage(self, text_id: str, person: str) -> list[Decision] | None:
        """Return the rows that let a person's decisions on a passage stand; None where this person may not."""
        state = self._review.states_by_text[text_id].people.get(person)
        if not self._review.settles or state is None:
            return None
        rows = [
            self._row(text_id, "settled", key, person, seen=state.verdicts[key].seen) for key in sorted(state.right)
        ]
        return rows or [self._row(text_id, "settled", note=person, seen=self._seen())]

    def _seen(self, probability: float | None = None, framework: str = "", statement: str = "") -> Seen:
        return Seen(probability, *self._models, self._versions.get(framework, ""), statement)

    def _seen_of(self, about: Item | str, key: Key, *, known: bool) -> Seen | None:
        """Return what stood before the person: a suggestion, the framework's wording or that of an earlier decision."""
        for match in about.mapped.matches if isinstance(about, Item) else ():
            if (match.framework, match.code) == key:
                return self._seen(match.probability, key[0], match.statement)
        if (node := self._frameworks.get(*key)) is not None:
            return self._seen(None, key[0], node.statement)
        rows = self._review.rows if known else ()
        return next((row.seen for row in rows if (row.framework, row.code) == key), None)
