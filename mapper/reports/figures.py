"""Counts and look-ups that the reports of a mapping share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, get_args

from corpora import Competency, Document, Framework, Role, Text
from mapper.matching.records import MappedPassage, Match
from mapper.programmes.alignment import Coverage
from mapper.programmes.coverage import CriterionCoverage, Near, Programme, StandardCoverage, Tally
from mapper.programmes.coverage.standards import is_attitude
from mapper.reports.blocks import Bar, Words

ROLES: tuple[Role, ...] = get_args(Role)
PROBABLE = 0.5
"""From here on a match holds rather than not."""
STATES = ("covered", "partly", "uncertain", "not_found")
"""In the order of the bars."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of passages: of each role that occurs, compared (of these matched, `PROBABLE`), only listed."""

    roles: tuple[tuple[Role, int], ...]
    compared: int
    matched: int
    probable: int
    listed: int

    @property
    def passages(self) -> int:
        """Return all of them."""
        return self.compared + self.listed

    @property
    def unmatched(self) -> int:
        """Return how many were compared and have no match."""
        return self.compared - self.matched


def count_passages(passages: Sequence[MappedPassage]) -> Figures:
    """Count the passages of an alignment."""
    compared = [p for p in passages if p.mapped]
    counts = [(role, sum(p.passage.role == role for p in passages)) for role in ROLES]
    return Figures(
        roles=tuple((role, n) for role, n in counts if n),
        compared=len(compared),
        matched=sum(bool(p.matches) for p in compared),
        probable=sum(any(match.probability >= PROBABLE for match in p.matches) for p in compared),
        listed=len(passages) - len(compared),
    )


class Catalogue:
    """The competencies of an alignment's frameworks by name and code."""

    def __init__(self, frameworks: Sequence[Framework]) -> None:
        self._frameworks = {framework.name: framework for framework in frameworks}

    def find(self, framework: str, code: str | None) -> Competency | None:
        """Return the competency, or None where the framework does not hold it."""
        of = self._frameworks.get(framework)
        return None if of is None else of.find(code)

    def above(self, framework: str, code: str) -> tuple[Competency, ...]:
        """Return the entries above it, the highest first."""
        entry, chain = self.find(framework, code), list[Competency]()
        while entry is not None and (entry := self.find(framework, entry.parent)) is not None:
            chain.append(entry)
        return tuple(reversed(chain))

    def title_only(self, of: Match | StandardCoverage) -> bool:
        """Return whether of this competency only the title is known."""
        entry = self.find(of.framework, of.code)
        return entry is not None and entry.title_only

    def language(self, match: Match) -> str | None:
        """Return the language of the match's statement, None where it is not one of the competency's wordings."""
        entry = self.find(match.framework, match.code)
        if entry is None:
            return None
        if entry.statement == match.statement:
            return entry.language
        return next((label.language for label in entry.labels if label.text == match.statement), None)


def count_states(rows: Sequence[Coverage | Tally]) -> Bar:
    """Return all rows added up, the best state first."""
    return Bar(tuple((state, sum(getattr(row, state) for row in rows)) for state in STATES), sum(r.of for r in rows))


def state_key(criterion: CriterionCoverage) -> str:
    """Return the key of the text for its state; a criterion that somebody decided is not taught has one of its own."""
    decided = criterion.decided
    return "not_taught" if decided and decided.state == "not_found" else criterion.state


def nearest_passages(criterion: CriterionCoverage) -> tuple[Near, ...]:
    """Return the nearest passages that nobody rejected."""
    rejected = criterion.decided.no if criterion.decided else ()
    return tuple(near for near in criterion.nearest if near.passage not in rejected)


def split_attitudes(criteria: Sequence[CriterionCoverage]) -> tuple[int, int]:
    """Return how many of these are no attitudes, and how many are, which the figures of a standard leave out."""
    attitudes = sum(is_attitude(one.kind) for one in criteria)
    return len(criteria) - attitudes, attitudes


def format_attitudes(others: int, attitudes: int, words: Words) -> str:
    """Return how many criteria and attitudes: "8 + 1 attitude", "8" without any."""
    return words.counted("n.attitudes", attitudes, others=f"{others:,}") if attitudes else f"{others:,}"


class FoundCompetency(NamedTuple):
    """A competency: the most probable of its matches, and how many passages correspond to it."""

    match: Match
    passages: int


def find_competencies(passages: Sequence[MappedPassage], framework: str) -> tuple[FoundCompetency, ...]:
    """Return the competencies of one framework that were found: the most probable first, then the most frequent."""
    matches = [match for mapped in passages for match in mapped.matches if match.framework == framework]
    places = Counter(match.code for match in matches)
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: -match.probability):
        best.setdefault(match.code, match)
    entries = [FoundCompetency(match, places[code]) for code, match in best.items()]
    return tuple(sorted(entries, key=lambda f: (-round(f.match.probability, 2), -f.passages, f.match.code)))


def program_version() -> str:
    """Return the version of the distribution that wrote the report."""
    from importlib.metadata import version

    return version("curriculum-mapper")


def summarise(figures: Figures, words: Words, *, calibrated: bool = True) -> str:
    """Return what was found, in two to four sentences."""
    if not figures.passages:
        return words.gettext("No passage was found in this document.")
    if not figures.compared:
        return words("glance.none")
    said = []
    if not figures.matched:
        said.append(words.gettext("None of the passages compared matches a competency with enough certainty."))
    elif calibrated:
        of = {"of": f"{figures.compared:,}", "share": words.percent(figures.probable / figures.compared)}
        said.append(words.counted("n.probable", figures.probable, **of, least=words.percent(PROBABLE)))
    if figures.matched and figures.unmatched:
        said.append(words.counted("n.unmatched", figures.unmatched))
    if figures.listed:
        said.append(words.counted("n.listed", figures.listed))
    return " ".join(said)


def document_doubts(source: Document | Programme) -> tuple[Text, ...]:
    """Return why what was read may be no programme: what was noted of the file itself, not of a part of it."""
    return tuple(one.why for one in source.skipped if one.what == source.name)


def format_pages(numbers: Sequence[int], *, most: int = 40) -> str:
    """Write page numbers with runs closed up ("3–7, 12"), the rest of a long list left to an ellipsis."""
    # Within a run all numbers are equally far from their places.
    placed = groupby(enumerate(sorted(set(numbers))), lambda one: one[1] - one[0])
    runs = [[number for _, number in run] for _, run in placed]
    shown = ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs[:most])
    return shown + ("…" if len(runs) > most else "")
