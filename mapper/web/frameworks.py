"""The workspace's frameworks in the database: a tree to browse and labels to search, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpora import Framework
from corpora.text import own_code
from mapper.people.review.state import Key
from mapper.web.database import Database
from mapper.workspace.store import Workspace

_PIECE = 500
"""Rows of one transaction: other writers wait no longer than that takes."""
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Node:
    """An entry of a framework as a page shows it."""

    framework: str
    code: str
    position: int  # in the framework's order
    parent: str | None
    kind: str
    level: str | None
    title_only: bool
    language: str  # of the statement
    statement: str
    other: str  # its wording in the other language, "" for none
    description: str
    children: int  # how many entries stand right below it

    @property
    def key(self) -> Key:
        """Return its framework and code."""
        return self.framework, self.code

    @property
    def own_code(self) -> str:
        """Return the code where it is shown."""
        return own_code(self.code, self.statement)

    def wording(self, lang: str) -> str:
        """Return the wording in a language where there is one."""
        return self.other if self.other and lang != self.language else self.statement


_NODE = """
SELECT node.*, (SELECT count(*) FROM node AS c WHERE c.framework = node.framework AND c.parent = node.code) AS children
FROM node
"""


class Frameworks:
    """The frameworks in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def refresh(self, workspace: Workspace) -> None:
        """Bring the database up to the frameworks that the workspace holds now."""
        held = {row["name"]: row["sha256"] for row in self._database.rows("SELECT * FROM framework")}
        present = {header.name: header.sha256 for header in workspace.headers()}
        for name in held.keys() - present.keys():
            self._remove(name)
        for name, sha256 in sorted(present.items()):
            if held.get(name) != sha256:
                self._remove(name)
                self._add(workspace.load(name))

    def children(self, framework: str, code: str | None) -> list[Node]:
        """Return the entries right below one, or the roots, in the framework's order."""
        query = _NODE + "WHERE node.framework = ? AND node.parent IS ? ORDER BY node.position"
        return [Node(**row) for row in self._database.rows(query, framework, code)]

    def get(self, framework: str, code: str) -> Node | None:
        """Return one entry, None where there is none."""
        row = self._database.row(_NODE + "WHERE node.framework = ? AND node.code = ?", framework, code)
        return None if row is None else Node(**row)

    def above(self, framework: str, code: str) -> list[Node]:
        """Return the entries above one, the highest first."""
        node, chain = self.get(framework, code), list[Node]()
        while node and node.parent is not None and len(chain) < _DEEPEST:
            if node := self.get(framework, node.parent):
                chain.insert(0, node)
        return chain

    def below(self, root: Node) -> list[Node]:
        """Return an entry and all those below it, in the framework's order."""
        query = (
            "WITH RECURSIVE inside (code) AS (VALUES (:root) UNION SELECT node.code FROM inside JOIN node"
            " ON node.framework = :framework AND node.parent = inside.code) "
            + _NODE
            + "WHERE node.framework = :framework AND node.code IN inside ORDER BY node.position"
        )
        inside: dict[str | None, list[Node]] = {}
        for row in self._database.rows(query, root=root.code, framework=root.framework):
            inside.setdefault(row["parent"], []).append(Node(**row))
        found, ahead = list[Node](), [root]
        while ahead:
            found.append(node := ahead.pop())
            ahead += reversed(inside.get(node.code, ()))
        return found

    def search(self, words: str, *, limit: int = 20) -> list[Node]:
        """Return entries whose labels hold all the words, the last one perhaps unfinished; best first."""
        terms = re.findall(r"\w+", words)
        if not terms:
            return []
        rows = self._database.rows(
            "SELECT DISTINCT framework, code FROM (SELECT framework, code FROM label WHERE label MATCH ?"
            " ORDER BY rank, framework, code LIMIT ?)",
            " ".join(f'"{term}"' for term in terms) + "*",
            5 * limit,
        )
        found = (self.get(row["framework"], row["code"]) for row in rows[:limit])
        return [node for node in found if node is not None]

    def _remove(self, name: str) -> None:
        self._database.change("DELETE FROM framework WHERE name = ?", name)
        for table in ("node", "label"):
            query = f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE framework = ? LIMIT {_PIECE})"
            while self._database.change(query, name) > 0:
                pass

    def _add(self, framework: Framework) -> None:
        for start in range(0, len(framework.competencies), _PIECE):
            with self._database.writing() as db:
                for position, one in enumerate(framework.competencies[start : start + _PIECE], start):
                    preferred = (label for label in one.labels if label.kind == "preferred")
                    other = next((label.text for label in preferred if label.language != one.language), "")
                    node = (one.parent, one.kind, one.level, one.title_only, one.language, one.statement, other)
                    values = (framework.name, one.code, position, *node, one.description)
                    db.execute("INSERT OR IGNORE INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
                    labels = [(text, framework.name, one.code) for text in dict.fromkeys(one.wordings)]
                    db.executemany("INSERT INTO label (text, framework, code) VALUES (?, ?, ?)", labels)
        # Last: an interrupted refresh is begun again.
        self._database.insert("framework", name=framework.name, sha256=framework.sha256)
