"""The records of a sector: what it is called, which industries, occupations and standards it has, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpora import Text

Relation = Literal["own", "serves"]
"""`own`: the standard is about this sector's work. `serves`: about work that this sector and others have done."""


@dataclass(frozen=True, slots=True)
class Industry:
    """A class of an industry classification.

    Attributes:
        code: digits of SCIAN ("3133", "31-33").
        title: its title in the edition named by the table.
        without: codes below it that belong to another sector.
        source: who says that the sector is this class.
        verified: whether code and title were compared with the publisher's own list.
    """

    code: str
    title: Text
    without: tuple[str, ...]
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation that a sector employs.

    Attributes:
        code: of its ISCO-08 group, four digits.
        uri: ESCO's URI, "" where the group as a whole is meant.
        title: a short name.
        source: whose code it is.
    """

    code: str
    uri: str
    title: Text
    source: str


@dataclass(frozen=True, slots=True)
class SectorStandard:
    """A standard of the registry that is a sector's own or serves it.

    Attributes:
        code: in the registry ("EC1449").
        committee: that published it, as the registry prints it.
        words: the words of its title or committee that decided.
        relation: its own, or of a trade that serves it.
        checked_by: who read it.
        checked: when, an ISO date.
        source: where code, title and committee come from.
        trade: name of the trade by which it comes in, "" where it is the sector's own.
    """

    code: str
    committee: str
    words: tuple[str, ...]
    relation: Relation
    checked_by: str
    checked: str
    source: str
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Trade:
    """Work that many sectors have done: maintenance, welding, safety, …; its standards stand once, here."""

    name: str
    title: Text
    standards: tuple[SectorStandard, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the economy as this project reads it.

    Attributes:
        name: identifier ("medical_devices").
        title: what it is called.
        aliases: other names, of either language.
        edition: of the industry classification ("SCIAN México 2023").
        industries: its classes there.
        occupations: at most ten.
        standards: its own.
        trades: those that serve it; their standards follow from them.
        words: names of the industry in an ad; they count beside a word for the employer ("empresa textil").
        places: places of work that count by themselves ("almazara").
        seekers: names of an employer that also name a place; they count where they seek somebody ("ingenio solicita").
        note: what a reader has to know (few standards, a choice of ours), empty texts if nothing.
        source: who drew the sector ("project", or the file it was read from).
    """

    name: str
    title: Text
    aliases: tuple[str, ...]
    edition: str
    industries: tuple[Industry, ...]
    occupations: tuple[Occupation, ...]
    standards: tuple[SectorStandard, ...]
    trades: tuple[Trade, ...]
    words: tuple[str, ...]
    places: tuple[str, ...]
    seekers: tuple[str, ...]
    note: Text
    source: str

    @property
    def all_standards(self) -> tuple[SectorStandard, ...]:
        """Its own standards, then those of its trades, each code once."""
        found = {s.code: s for s in self.standards}
        for trade in self.trades:
            for standard in trade.standards:
                found.setdefault(standard.code, standard)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class AdSector:
    """What sector an ad is of, and why.

    Attributes:
        sector: name of the sector, None where nothing says it.
        by: "column" where the ad's own field says it, "words" where its text does, None with no sector.
        words: the field's value or the words of the text, as printed.
    """

    sector: str | None
    by: Literal["column", "words"] | None
    words: tuple[str, ...] = ()
