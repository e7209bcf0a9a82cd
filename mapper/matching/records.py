"""The records of the application: matches, coverage and the alignment that every report is made from."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from typing_extensions import TypedDict

from corpora import Document, Framework, InputError, Passage, Skipped, Text, _
from mapper.people.judging.records import Judging, Verdict

NOTHING = Text("", "")
"""Where there is nothing to say."""
Corresponding = abc.Mapping[tuple[str, str], abc.Sequence[Passage]]
"""(name of a framework, code of an entry) → the passages of a programme that correspond to it."""
NO_PASSAGES: Corresponding = MappingProxyType({})


class Interval(NamedTuple):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Match:
    """A competency that a passage corresponds to.

    Attributes:
        framework: name of the competency's framework.
        code: its code there.
        statement: its wording there, in the language nearest to the passage's.
        probability: calibrated probability that the correspondence holds, 0 to 1.
        score: the matcher's raw score; only its order within one framework means anything.
        evidence: the words that carry the match, as (start, end) offsets in the passage's text (not the document's), in
            characters, end excluded.
        verdict: of a judge, yes or no; None where none was asked or none answered.
        reviewed: whether a person decided that it holds, on this document; the verdict says who.
    """

    framework: str
    code: str
    statement: str
    probability: float
    score: float
    evidence: tuple[tuple[int, int], ...] = ()
    verdict: Verdict | None = None
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class MappedPassage:
    """A passage with its matches, the most probable first; none means "no correspondence"."""

    passage: Passage
    matches: tuple[Match, ...] = ()
    mapped: bool = True
    """False where the passage was only listed: it does not teach, or is in neither language."""
    rejected: tuple[Match, ...] = ()
    """What would stand among the matches, had a person not said that it is none."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind of entry below a standard the programme shows.

    Attributes:
        framework: the standard's framework.
        code: the standard or element counted.
        kind: the kind of its entries counted here (desempeno, producto, …).
        covered: entries found and taught as outcome or criterion.
        partly: entries found only as content, activity or competency.
        not_found: entries for which nothing was found in the document.
        uncertain: the rest.
        of: all of them; the four above add up to it.
    """

    framework: str
    code: str
    kind: str
    covered: int
    partly: int
    not_found: int
    uncertain: int
    of: int


class Source(NamedTuple):
    """The document that was mapped.

    Attributes:
        name: the file's name without its folder.
        sha256: of the file's bytes.
        language: of most of its passages' text, None where that is neither Spanish nor English.
        pages: how many, None where the format has none.
    """

    name: str
    sha256: str
    language: str | None
    pages: int | None


class NamedEncoder(TypedDict):
    """An encoder by its name and its revision, which changes whenever its vectors would."""

    name: str
    revision: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """One document mapped to frameworks: everything a report shows, and what it takes to make it again.

    Attributes:
        document: as it was read.
        settings: what the mapping depended on, JSON values.
        frameworks: those asked for, in the order asked.
        encoder: name and revision of the encoder.
        passages: every passage in the document's order, the ones that do not teach among them.
        coverage: per standard, element and kind; empty where nothing can be said to be covered.
        judged: what was asked of a judge; None where none was.
    """

    document: Document
    settings: abc.Mapping[str, Any]
    frameworks: tuple[Framework, ...]
    encoder: NamedEncoder
    passages: tuple[MappedPassage, ...]
    coverage: tuple[Coverage, ...] = ()
    judged: Judging | None = None

    @property
    def source(self) -> Source:
        """What was mapped; where as much of it is Spanish as English, its language is Spanish."""
        characters = {"es": 0, "en": 0}
        for mapped in self.passages:
            if mapped.passage.language in characters:
                characters[mapped.passage.language] += len(mapped.passage.text)
        most = max(characters, key=lambda language: characters[language])
        return Source(self.document.name, self.document.sha256, most if characters[most] else None, self.document.pages)


Report = TypeVar("Report")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Report]):
    """What became of what a user asked for.

    Attributes:
        report: what was found.
        failures: of files that could not be read.
        left_out: what else was left out.
        incomplete: something could not be read, nothing in a document seems to teach, or a judge did not answer.
        notes: what else the user has to know.
        more: writes further files beside the report's into a folder, and gives their paths.
        first: what is said before anything is written.
    """

    report: Report
    failures: tuple[InputError, ...] = ()
    left_out: tuple[Skipped, ...] = ()
    incomplete: bool = False
    notes: tuple[Text, ...] = ()
    more: abc.Callable[[Path], list[Path]] | None = None
    first: tuple[Text, ...] = ()

    @property
    def notices(self) -> abc.Iterator[Text]:
        """All that is said beside the report: of each file that could not be read, each thing left out, the notes."""
        for failure in self.failures:
            yield _("Not read: {failure}", failure=failure)
        for one in self.left_out:
            yield _("{what}: {why}", what=one.what, why=one.why)
        yield from self.notes
