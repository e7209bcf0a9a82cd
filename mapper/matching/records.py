"""The records of the application: matches, outcomes, the settings of a mapping."""

from __future__ import annotations

import hashlib
import json
import re
from collections import abc
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from corpora import TEACHING_ROLES, InputError, Passage, Skipped, Text, _
from corpora.text import fold
from mapper.people.judging import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOTHING = Text("", "")  # where there is nothing to say
Corresponding = abc.Mapping[tuple[str, str], abc.Sequence[Passage]]
"""(name of a framework, code of an entry) → the passages of a programme that correspond to it."""
NO_PASSAGES: Corresponding = MappingProxyType({})
Only = abc.Mapping[str, frozenset[str]]
"""By framework the codes of the standards that are looked at, all of one that is not among them."""
EVERY: Only = MappingProxyType({})

Progress = abc.Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""


class Interval(NamedTuple):
    """A figure with its 90 % interval: it is meant to hold the truth nine times in ten."""

    value: float
    low: float
    high: float

    @classmethod
    def around(cls, value: float, draws: NDArray[Any]) -> Self:
        """Return a figure with the middle of its draws, widened to hold it."""
        import numpy as np  # which records alone do not need

        low, high = np.quantile(draws, (0.05, 0.95))
        return cls(value, min(value, float(low)), max(value, float(high)))


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
        verdict: of a judge or a person, whether it holds; None where none was asked or none answered.
        reviewed: whether a person decided whether it holds, on this document; the verdict says who.
        computed: of what a person decided, the probability without that; None where it was not suggested.
    """

    framework: str
    code: str
    statement: str
    probability: float
    score: float
    evidence: tuple[tuple[int, int], ...] = ()
    verdict: Verdict | None = None
    reviewed: bool = False
    computed: float | None = None


@dataclass(frozen=True, slots=True)
class MappedPassage:
    """A passage with its matches, the most probable first; none means "no correspondence".

    Attributes:
        mapped: False where the passage was only listed: it does not teach, or is in neither language.
        rejected: what a person said is none; it would stand among the matches, or does so in the review.
        none_by: who said that nothing corresponds, "" where nobody did.
    """

    passage: Passage
    matches: tuple[Match, ...] = ()
    mapped: bool = True
    rejected: tuple[Match, ...] = ()
    none_by: str = ""


Report = TypeVar("Report")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Report]):
    """What became of what a user asked for."""

    report: Report
    failures: tuple[InputError, ...] = ()  # of files that could not be read
    left_out: tuple[Skipped, ...] = ()  # what else was left out
    incomplete: bool = False  # something could not be read, nothing seems to teach, or a judge did not answer
    notes: tuple[Text, ...] = ()  # what else the user has to know
    more: abc.Callable[[Path], list[Path]] | None = None  # writes further files beside the report's, gives their paths

    @property
    def notices(self) -> abc.Iterator[Text]:
        """Return all that is said beside the report."""
        for failure in self.failures:
            yield _("Not read: {failure}", failure=failure)
        for one in self.left_out:
            yield _("{what}: {why}", what=one.what, why=one.why)
        yield from self.notes


_SELDOM = frozenset({"standards", "rerank", "reviewed", "decisions", "decisions_unused"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one mapping."""

    encoder: str = "e5"  # as `embeddings.encoders.open_encoder` takes it
    all_passages: bool = False  # map also what does not seem to teach
    candidates: int = 3  # how many competencies of one framework a passage shows at most
    rerank: str = ""  # name of a cross-encoder that orders a passage's matches
    standards: tuple[str, ...] = ()  # NAME/CODE of the only standards that are looked at in a framework, none for all
    reviewed: tuple[str, ...] = ()  # SHA-256 of the reviews whose decisions inform the scores
    decisions: int = 0  # how many of their decisions do
    decisions_unused: int = 0  # how many of a framework asked for do not: it words their competency otherwise now

    def chosen(self) -> dict[str, str | bool | int | tuple[str, ...]]:
        """Return what is chosen, by name; what is not used is not there."""
        return {name: value for name, value in asdict(self).items() if name not in _SELDOM or value}

    @property
    def digest(self) -> str:
        """Return the first 16 hexadecimal digits of the settings' SHA-256."""
        return hashlib.sha256(json.dumps(self.chosen(), sort_keys=True).encode()).hexdigest()[:16]


def is_mapped(passage: Passage, *, all_passages: bool) -> bool:
    """Tell whether a passage is mapped: it teaches, or all are asked for, and its language is known."""
    return passage.language is not None and (all_passages or passage.role in TEACHING_ROLES)


def count_shared_headings(passages: abc.Iterable[Passage]) -> int:
    """Tell how many headings all passages stand below that stand below any: those of the document's own title."""
    sections = {passage.section for passage in passages if passage.section}
    return len(list(takewhile(lambda names: len(set(names)) == 1, zip(*sections, strict=False))))


def strip_title(passage: Passage, shared: int) -> Passage:
    """Return a passage as it is cited: without the first headings, which all share, but with one at least."""
    return replace(passage, section=passage.section[shared:] or passage.section[-1:])


_VALUES = r"(?:actitud(?:es)?|attitudes?|habitos?|habits?|valor(?:es)?|values?)"
_CALLED = {
    "desempeno": re.compile(r"desempenos?|performances?"),
    "producto": re.compile(r"productos?|products?"),
    "conocimiento": re.compile(r"conocimientos?|knowledge"),
    "situacion_emergente": re.compile(
        r"(?:respuestas? ante (?:la |las |una )?)?situacion(?:es)? emergentes?"
        r"|(?:responses? to )?(?:an )?emergenc(?:y|ies)|emergency situations?"
    ),
    # "Actitudes/hábitos/valores", "attitudes and values"
    "actitud": re.compile(rf"(?:actitud|attitude).*|{_VALUES}(?: (?:(?:[yeo]|u|and|or) )?{_VALUES})*"),
}


KNOWN_KINDS = frozenset(_CALLED)


@lru_cache(maxsize=1000)
def criterion_kind(kind: str) -> str:
    """Return the kind of a criterion as CONOCER calls it, in whatever number, letters or language a framework names it.

    One of desempeno, producto, conocimiento, situacion_emergente and actitud; any other folded, `_` for its blanks.
    """
    folded = fold(kind)
    name = " ".join(re.findall(r"[^\W_]+", folded))
    return next((known for known, names in _CALLED.items() if names.fullmatch(name)), folded.replace(" ", "_"))
