"""Accounts of the page's own, and what stands for a person: links, sessions, tokens of programs.

Of a password its argon2id hash is kept, of everything else that a person holds its SHA-256: 256 random bits need no
more. What slows guessing down is counted in the same table in which a lead reads who came in.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import HTTPException

from corpora.text import fold
from mapper.web.database import Database, Row
from mapper.web.programmes import stamp, utc

Role = Literal["reviewer", "lead"]
ROLES: tuple[Role, ...] = ("reviewer", "lead")
Kind = Literal["link", "session", "token"]
LIFETIME: dict[Kind, timedelta] = {
    "link": timedelta(days=3),
    "session": timedelta(days=7),
    "token": timedelta(days=180),
}
IDLE = timedelta(hours=12)
"""For so long a session lasts of which nothing is heard."""
SHORTEST, LONGEST = 8, 128
"""Characters of a password."""
WINDOW = timedelta(minutes=15)
MOST_OF_NAME, MOST_OF_ADDRESS = 10, 50
"""Sign-ins that may fail within the window, of one name and from one address."""
KNOWN = timedelta(days=90)
"""For so long an address from which somebody came in is theirs: others' guessing does not lock them out of there."""
RECORDED = timedelta(days=180)
"""For so long it is kept who came in."""
_TO_THE = timedelta(minutes=1)
"""How exactly the last use is kept: not each request writes."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Hashes computed at once: each takes 64 MiB and all of a core."""
_RECENT = 100
UNKNOWN = "? "
"""Before the digest of a name that nobody has, in the record."""
_LEAST_OF_ONES_OWN = 6
"""Characters that a password has besides its owner's name, or what is usual."""
_LEET = str.maketrans("0134578@$!|", "oieastbasil")
_ROWS = (
    *("qwertyuiopasdfghjklzxcvbnm", "asdfghjkln", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "147258369"),
    *("1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6", "1qaz2wsx3edc4rfv5tgb6yhn", "qazwsxedcrfvtgbyhn", "123654789"),
)
"""Keys beside each other, and other rows that fingers know."""
_USUAL = frozenset(files("mapper.web").joinpath("usual.txt").read_text(encoding="utf-8").split())


def weakness(password: str, name: str) -> str | None:
    """Return the key of the text that says why somebody of this name cannot take a password; None where they can."""
    if len(password) < SHORTEST:
        return "password.short"
    if len(password) > LONGEST:
        return "password.long"
    left = fold(password)
    for part in (*fold(name).split(), "curmap"):
        left = left.replace(part, "") if len(part) > 2 else left
    if len(left) < min(_LEAST_OF_ONES_OWN, len(fold(password))):
        return "password.name"
    return "password.usual" if _is_usual(fold(password)) else None


def _is_usual(folded: str) -> bool:
    """Return whether it is tried first: a usual word with some figures, a row of keys, a date, a repetition."""
    bare = folded.strip("0123456789.,;:_-+*#!?@$ ")
    words = {bare, bare.translate(_LEET), folded.translate(_LEET)}
    words |= {word[: len(word) // 2] for word in words if word[: len(word) // 2] * 2 == word}
    runs = [run for row in _ROWS for run in (row * 2, row[::-1] * 2)]
    return (
        not words.isdisjoint(_USUAL)
        or len(set(folded)) < 5
        or any(folded in run or (len(bare) > 3 and len(folded) < 12 and bare in run) for run in runs)
        or re.fullmatch(r"(19|20)\d{6}|\d{4}(19|20)\d\d", folded) is not None
    )


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Accounts:
    """Accounts and secrets in one database; where accounts are not `required`, anybody signed in may have tokens."""

    def __init__(self, database: Database, *, required: bool, clock: Callable[[], datetime] = utc) -> None:
        self._database = database
        self._required = required
        self._clock = clock
        self._hasher = PasswordHasher()

    @cached_property
    def _nobodys(self) -> str:
        """Return a hash that takes as long to compare with as anybody's: time does not tell which names there are."""
        return self._hash(secrets.token_urlsafe())

    def _hash(self, password: str) -> str:
        with _AT_ONCE:
            return self._hasher.hash(password.encode("utf-8", "surrogatepass"))

    def _is_of(self, kept: str, password: str) -> bool:
        expected = kept or self._nobodys
        with _AT_ONCE, suppress(VerificationError):
            return self._hasher.verify(expected, password.encode("utf-8", "surrogatepass")) and bool(kept)
        return False

    # What stands for a person

    def issue(self, kind: Kind, person: str, label: str = "") -> str:
        """Make a link, session or token; what it gives is told to its holder and kept nowhere."""
        made, now = secrets.token_urlsafe(32), self._clock()
        values = {"kind": kind, "person": person, "label": label, "created": stamp(now), "used": stamp(now)}
        self._database.insert("secret", digest=digest(made), expires=stamp(now + LIFETIME[kind]), **values)
        return made

    def holder(self, kind: Kind, secret: str) -> Row | None:
        """Return a session or token that is valid now, by `id`, `person` and their `role`; None for any other.

        The role is "" where there are no accounts.
        """
        now = self._clock()
        row = self._database.row(
            "SELECT secret.id, person, used, coalesce(role, '') AS role FROM secret LEFT JOIN account"
            " ON account.name = person AND active WHERE digest = ? AND kind = ? AND expires > ?",
            *(digest(secret), kind, stamp(now)),
        )
        if row is None or (self._required and not row["role"]):
            return None
        if kind == "session" and row["used"] <= stamp(now - IDLE):
            return None
        if row["used"] <= stamp(now - _TO_THE):
            with suppress(sqlite3.OperationalError):  # where nothing can be written, pages are still read
                self._database.change("UPDATE secret SET used = ? WHERE id = ?", stamp(now), row["id"])
        return row

    def held(self, kind: Kind, person: str) -> list[Row]:
        """Return a person's sessions or tokens that have not expired, the latest first."""
        now = self._clock()
        idle = stamp(now - IDLE) if kind == "session" else ""
        query = (
            "SELECT id, label, created, used, expires FROM secret"
            " WHERE kind = ? AND person = ? AND expires > ? AND used > ? ORDER BY id DESC"
        )
        return self._database.rows(query, kind, person, stamp(now), idle)

    def withdraw(self, person: str, *kinds: Kind, number: int | None = None) -> bool:
        """Let a person's sessions, tokens or links count no longer, or one by its number; whether there was any."""
        query = (
            "DELETE FROM secret WHERE person = ? AND kind IN (SELECT value FROM json_each(?)) AND id = coalesce(?, id)"
        )
        return self._database.change(query, person, json.dumps(kinds), number) > 0

    # Links

    def first_link(self) -> str | None:
        """Return a link with which the first lead enters, in place of earlier ones; None where a lead can sign in."""
        query = "SELECT 1 FROM account WHERE role = 'lead' AND active AND password != ''"
        return None if self._database.row(query) else self.lead_link()

    def lead_link(self) -> str:
        """Return a link with which whoever runs the page makes somebody a lead."""
        self.withdraw("", "link")
        return self.issue("link", "")

    def invited(self, link: str) -> str | None:
        """Return whom a link lets in, "" for a lead who says their name; None for a link that is not valid."""
        query = (
            "SELECT person FROM secret LEFT JOIN account ON name = person"
            " WHERE digest = ? AND kind = 'link' AND expires > ? AND (active OR person = '')"
        )
        row = self._database.row(query, digest(link), stamp(self._clock()))
        return None if row is None else str(row["person"])

    def enter(self, link: str, name: str, password: str, address: str) -> str:
        """Use a link to set the password of whom it lets in; gives their session. All that was theirs before ends.

        Raises:
            HTTPException: the link was used in between, or expired (410); the name is taken (422).
        """
        hashed = self._hash(password)
        with self._database.writing() as db:
            used = "DELETE FROM secret WHERE digest = ? AND kind = 'link' AND expires > ? RETURNING person"
            row = db.execute(used, (digest(link), stamp(self._clock()))).fetchone()
            if row is None:
                raise HTTPException(410, "error.link")
            name = row["person"] or name
            if not row["person"]:
                self._add(name, "lead")
            if self._database.change("UPDATE account SET password = ? WHERE name = ? AND active", hashed, name) != 1:
                raise HTTPException(410, "error.link")
            self._database.change("DELETE FROM secret WHERE person = ?", name)
        self.note("entered", name, address=address)
        return self.issue("session", name)

    def _add(self, name: str, role: Role) -> None:
        try:
            self._database.insert("account", name=name, folded=fold(name), role=role, created=stamp(self._clock()))
        except sqlite3.IntegrityError as error:
            raise HTTPException(422, "error.taken") from error

    # Signing in

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """Return a session for whom name and password are of, None for anybody else.

        Raises:
            HTTPException: too many sign-ins failed of that name or from that address (429), whoever it is.
        """
        attempt = self._attempt(name, address)
        row = self._database.row("SELECT name, password FROM account WHERE folded = ? AND active", fold(name))
        if not self._is_of(row["password"] if row else "", password) or row is None:
            return None
        self._database.change("UPDATE event SET what = 'signed_in', person = ? WHERE id = ?", row["name"], attempt)
        if self._hasher.check_needs_rehash(row["password"]):
            self._set_password(row["name"], password)
        return self.issue("session", row["name"])

    def change(self, person: str, former: str, password: str, address: str) -> str | None:
        """Change one's own password, all sessions of before end; a new session, None where the former one is wrong."""
        if self.sign_in(person, former, address) is None:
            return None
        self._set_password(person, password)
        self.withdraw(person, "session", "link")
        self.note("changed", person, address=address)
        return self.issue("session", person)

    def _set_password(self, person: str, password: str) -> None:
        hashed = self._hash(password)
        self._database.change("UPDATE account SET password = ? WHERE name = ?", hashed, person)

    def _attempt(self, name: str, address: str) -> int:
        """Note a sign-in as failed before it is tried: of many at once none is tried uncounted."""
        now, folded = self._clock(), fold(name)
        # What is no name of anybody may be a password typed in the wrong place.
        theirs = self._database.row("SELECT 1 FROM account WHERE folded = ?", folded) is not None
        about = folded if theirs else UNKNOWN + digest(folded)[:16]
        came = (
            "SELECT 1 FROM event JOIN account ON name = person"
            " WHERE what IN ('signed_in', 'entered') AND at > ? AND folded = ? AND address = ?"
        )
        failed, since = "SELECT count(*) FROM event WHERE what = 'failed' AND at > ? AND ", stamp(now - WINDOW)
        with self._database.writing():
            known = self._database.row(came, stamp(now - KNOWN), folded, address) is not None
            by_name = f"{failed} about = ? AND (NOT ? OR address = ?)"
            of_name = self._database.value(by_name, since, about, known, address)
            of_address = self._database.value(f"{failed} address = ?", since, address)
            if of_name >= MOST_OF_NAME or (of_address >= MOST_OF_ADDRESS and not known):
                retry = {"Retry-After": str(int(WINDOW.total_seconds()))}
                raise HTTPException(429, "error.429", headers=retry)
            return self.note("failed", "", about, address=address)

    # What leads do

    def people(self) -> list[Row]:
        """Return everybody with an account, those who are active first; `entered`: whether they ever set a password."""
        query = (
            "SELECT name, role, active, password != '' AS entered,"
            " (SELECT count(*) FROM programme WHERE owner = account.name AND deleted IS NULL) AS programmes,"
            " (SELECT max(at) FROM event WHERE what = 'signed_in' AND person = name) AS came"
            " FROM account ORDER BY NOT active, folded"
        )
        return self._database.rows(query)

    def leads(self, person: str) -> bool:
        """Return whether somebody is a lead here."""
        query = "SELECT 1 FROM account WHERE name = ? AND role = 'lead' AND active"
        return self._required and self._database.row(query, person) is not None

    def invite(self, lead: str, name: str, role: Role, address: str) -> str:
        """Make an account; gives the link with which they set their password; a 422 where the name is taken."""
        self._add(name, role)
        return self.new_link(lead, name, address)

    def new_link(self, lead: str, name: str, address: str) -> str:
        """Return a link for a new password, in place of earlier ones; until it is used nothing changes."""
        self.withdraw(name, "link")
        self.note("linked", lead, name, address=address)
        return self.issue("link", name)

    def change_account(
        self, lead: str, name: str, address: str, *, role: Role | None = None, active: bool | None = None
    ) -> bool:
        """Give another person a role, or let them in no longer, or again; who is shut out holds nothing any more."""
        if name == lead:
            return False  # so that one lead always remains
        query = "UPDATE account SET role = coalesce(?, role), active = coalesce(?, active) WHERE name = ?"
        if self._database.change(query, role, active, name) != 1:
            return False
        if active is False:
            self.withdraw(name, "link", "session", "token")
        self.note(role or ("back" if active else "out"), lead, name, address=address)
        return True

    # The record

    def note(self, what: str, person: str, about: str = "", *, address: str = "") -> int:
        """Record that something was done; gives its number in the record."""
        at = stamp(self._clock())
        return self._database.insert("event", at=at, what=what, person=person, about=about, address=address)

    def events(self) -> list[Row]:
        """Return what was recorded, the latest first; `what` is the end of a text's key."""
        query = "SELECT at, what, person, about, address FROM event ORDER BY id DESC LIMIT ?"
        return self._database.rows(query, _RECENT)
