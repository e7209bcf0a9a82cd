"""What programmes show of standards: coverage, microcredentials, instructors, facilities.

Here is one document mapped to frameworks: the record that reports, exports and the page are made from.
"""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from typing import Any, NamedTuple

from corpora import Document, Framework
from mapper.matching.calibrated import NamedEncoder
from mapper.matching.records import MappedPassage
from mapper.people.judging import Judging
from mapper.programmes.coverage import StandardCoverage


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind of entry below a standard the programme shows.

    Attributes:
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


@dataclass(frozen=True, slots=True)
class Alignment:
    """One document mapped to frameworks: everything a report shows, and what it takes to make it again.

    Attributes:
        settings: what the mapping depended on, JSON values.
        frameworks: those asked for, in the order asked.
        encoder: the encoder, and what its probabilities were calibrated on where it is not the one that ships.
        passages: every passage in the document's order, the ones that do not teach among them.
        coverage: per standard, element and kind; empty where nothing can be said to be covered.
        judged: what was asked of a judge; None where none was.
        standards: what coverage tells of the standards that passages correspond to, ranked, then titles; None where
            that is not known, as of a mapping that was read from a file.
    """

    document: Document
    settings: abc.Mapping[str, Any]
    frameworks: tuple[Framework, ...]
    encoder: NamedEncoder
    passages: tuple[MappedPassage, ...]
    coverage: tuple[Coverage, ...] = ()
    judged: Judging | None = None
    standards: tuple[StandardCoverage, ...] | None = None

    @property
    def source(self) -> Source:
        """Return what was mapped; where as much of it is Spanish as English, its language is Spanish."""
        passages = [mapped.passage for mapped in self.passages]
        characters = {lang: sum(len(one.text) for one in passages if one.language == lang) for lang in ("es", "en")}
        most = max(characters, key=characters.__getitem__)
        return Source(self.document.name, self.document.sha256, most if characters[most] else None, self.document.pages)
