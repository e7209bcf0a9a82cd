"""The records of job advertisements: an ad, a segment of it, what it requires, and all that one source holds."""

from __future__ import annotations

import re
from collections import abc
from dataclasses import dataclass, field
from typing import Literal

from corpora.records import Skipped
from corpora.text import fold_letters

Kind = Literal["task", "skill", "knowledge", "degree", "licence", "experience", "language", "condition", "post"]
MAPPED_KINDS: tuple[Kind, ...] = (
    "task", "skill", "knowledge", "experience", "language", "degree", "licence", "post"
)  # fmt: skip
"""Kinds that are compared with competencies: experience, a degree or a language is of something too, and the post's
name says a trade. A condition is of nothing."""

Force = Literal["required", "valued", "negated"]
ASKING: tuple[Force, ...] = ("required", "valued")
"""Forces that ask for something; what is negated counts for nothing."""


_LEGAL_FORM = re.compile(
    r"(?<=\w)\W+(?:s ?a ?[bsu]?(?: de c ?v)?|s de r ?l(?: de c ?v)?|s ?l ?[lpu]?|s ?coop|s ?r ?l|ltda?"
    r"|limited|inc(?:orporated)?|ll[cp]|plc|co|company|corp(?:oration)?|cia|gmbh|ag|[bn] ?v|pty)$"
)


@dataclass(frozen=True, slots=True)
class JobAd:
    """One advertisement, without anybody's contact details; what it does not say is None, of its title "".

    Attributes:
        id: hash of its content; a second ad of the same content has "-2" behind it, and so on.
        text: the description, NFC, lines parted by a line feed; markup, e-mail addresses, telephone numbers, web
            addresses and contact blocks are gone. Offsets of segments and requirements refer to it.
        language: of the text, "es" or "en".
        date: of publication, ISO 8601 ("2026-03-01").
        source: file and row it stands in ("ads.csv:12", a text's path within its folder).
    """

    id: str
    title: str
    text: str
    language: str | None = None
    employer: str | None = None
    place: str | None = None
    country: str | None = None
    date: str | None = None
    code: str | None = None
    sector: str | None = None
    source: str = ""

    @property
    def firm(self) -> str:
        """Return the employer in lower case without accents, stops and legal forms, so that "Acme, Inc." is "ACME"."""
        name = " ".join(re.findall(r"\w+", fold_letters(self.employer or "")))
        while (shorter := _LEGAL_FORM.sub("", name)) != name:
            name = shorter
        return name


@dataclass(frozen=True, slots=True)
class Requirement:
    """A part of an ad, `text[start:end]`, that it requires, values or says it does not require.

    `heading` is the label that rules it, as printed. `languages` are languages that a person is to speak
    (ISO 639-1), in the order named; `level` is theirs: a CEFR code ("B2", "B1-B2"), else the text's own word
    ("avanzado"), in the same clause. The kind "post" is what the ad calls the post itself. "Experiencia previa" and
    "estudios mínimos" name nothing (`names`).
    """

    ad: str
    start: int
    end: int
    text: str
    kind: Kind
    force: Force
    heading: str = ""
    language: str | None = None
    languages: tuple[str, ...] = ()
    level: str | None = None
    names: bool = True

    @property
    def asks(self) -> bool:
        """Return whether it counts as asked for: required or valued, not negated."""
        return self.force in ASKING

    @property
    def mapped(self) -> bool:
        """Return whether it is compared with competencies: anything asked for but conditions."""
        return self.asks and self.names and self.kind in MAPPED_KINDS


@dataclass(frozen=True, slots=True)
class JobAds:
    """All ads of one or more files.

    Attributes:
        requirements: of all ads, in the order of `ads`, then of the text.
        groups: ids of ads that are the same vacancy, every ad in exactly one group, most alone in theirs; each group
            sorted, groups sorted by their first id. The group, not the ad, is the unit of counting.
        read: ads read, duplicates included: `len(ads)`.
        unread: rows or texts that could not be used.
        unread_in: names of the files with rows or texts that could not be used.
        columns: field ("description", "title", …) to the column it was read from, " · " between those of several
            tables; empty for a folder of texts.
    """

    ads: tuple[JobAd, ...]
    requirements: tuple[Requirement, ...]
    groups: tuple[tuple[str, ...], ...]
    skipped: tuple[Skipped, ...] = ()
    read: int = 0
    unread: int = 0
    columns: abc.Mapping[str, str] = field(default_factory=dict)
    unread_in: tuple[str, ...] = ()
