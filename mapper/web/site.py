"""What a page works with, in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from mapper.store import Workspace
from mapper.web.against import Demands
from mapper.web.catalogue import Frameworks
from mapper.web.collected import Collected
from mapper.web.database import Database
from mapper.web.decisions import Decisions
from mapper.web.guard import Access
from mapper.web.informing import Informing
from mapper.web.jobs import Jobs
from mapper.web.places import Places
from mapper.web.programmes import Programme, Programmes, utc
from mapper.web.reviewing import Review

_KEPT = 8
"""Programmes that stay unpacked in memory, the last ones that somebody looked at."""


class Site:
    """A workspace as the page serves it.

    Args:
        workspace: the workspace.
        access: who may ask, and as whom.
        clock: tells the time, UTC.

    Raises:
        InputError: the workspace's database is of a later version.
    """

    def __init__(self, workspace: Workspace, access: Access, clock: Callable[[], datetime] = utc) -> None:
        self.workspace = workspace
        self.access = access
        self.places = Places(workspace.folder)
        self.database = Database(self.places.database)
        self.jobs = Jobs(self.database)
        self.programmes = Programmes(self.database, clock)
        self.decisions = Decisions(self.database)
        self.informing = Informing(self.database, self.programmes, self.decisions)
        self.frameworks = Frameworks(self.database)
        self.demands = Demands(self.database, clock)
        self.collected = Collected(workspace.folder)
        self._unpacked: dict[int, Programme] = {}

    @cached_property
    def secret(self) -> bytes:
        """The key of signed cookies."""
        return self.places.secret()

    def programme(self, number: int, person: str) -> Programme | None:
        """A programme that a person may see; None where there is none, or it is not theirs to see."""
        if not self.programmes.may_see(number, person):
            self._unpacked.pop(number, None)
            return None
        found = self._unpacked.pop(number, None) or self.programmes.get(number, person)
        if found is not None:
            self._unpacked[number] = found  # the latest last
            while len(self._unpacked) > _KEPT:
                self._unpacked.pop(next(iter(self._unpacked)), None)
        return found

    def review(self, number: int, person: str) -> Review | None:
        """A programme with what people decided about it, as this person may see it."""
        programme = self.programme(number, person)
        if programme is None:
            return None
        return Review(programme, self.decisions.of(number), person, hide_others=self.programmes.hides(number))
