"""The records of the application: matches, outcomes, the settings of a mapping."""

from __future__ import annotations

import hashlib
import json
import re
from collections import abc
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import filterfalse, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from corpora import TEACHING_ROLES, InputError, Passage, Skipped, Text, _
from corpora.items import is_outside, item_of, label_of, run_in, says_facts
from corpora.text import fold
from corpora.vocabulary import grades, is_aside, is_teachers, may_be_topic, sense_of, shows, teacher_acts, tells
from mapper.people.judging.records import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOTHING = Text("", "")  # where there is nothing to say
Corresponding = abc.Mapping[tuple[str, str], abc.Sequence[Passage]]
"""(name of a framework, code of an entry) → the passages of a programme that correspond to it."""
_CLASSIFIED = re.compile(r"\d{6}\s+\D.*|[^.\d]*\((?!19|20)\d{4}\)\.?")  # "722511 Restaurantes", "Cocineros (5111)"
# "Brillo (40 puntos): unta crema con esponja", "Práctica de corte: 20 %": what is done, and its weight
_WEIGHT = re.compile(r"\(\d+ ?(?:puntos|pts|points|marks|%)\)|[ :(—–-]*+\b\d+ ?(?:%|puntos|points)\W*$")
NO_PASSAGES: Corresponding = MappingProxyType({})

Progress = abc.Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


def no_progress(what: str, done: int, total: int) -> None:
    """Shows nothing."""


class Interval(NamedTuple):
    """A figure with its 90 % interval: it is meant to hold the truth nine times in ten."""

    value: float
    low: float
    high: float

    @classmethod
    def around(cls, value: float, draws: NDArray[Any]) -> Self:
        """A figure with the middle of its draws, widened to hold it."""
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
    first: tuple[Text, ...] = ()  # what is said before anything is written

    @property
    def notices(self) -> abc.Iterator[Text]:
        """All that is said beside the report."""
        for failure in self.failures:
            yield _("Not read: {failure}", failure=failure)
        for one in self.left_out:
            yield _("{what}: {why}", what=one.what, why=one.why)
        yield from self.notes


_SHORTEST = 12  # characters below which a passage of no teaching role says nothing
_SELDOM = frozenset({"standards", "rerank", "reviewed", "decisions", "decisions_unused"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one mapping."""

    encoder: str = "competency"  # as `embeddings.encoders.open_encoder` takes it
    all_passages: bool = False  # map also what does not seem to teach
    candidates: int = 3  # how many competencies of one framework a passage shows at most
    rerank: str = ""  # name of a cross-encoder that orders a passage's matches
    standards: tuple[str, ...] = ()  # NAME/CODE of the only standards that are looked at in a framework, none for all
    reviewed: tuple[str, ...] = ()  # SHA-256 of the reviews whose decisions inform the scores
    decisions: int = 0  # how many of their decisions do
    decisions_unused: int = 0  # how many of a framework asked for do not: it words their competency otherwise now

    def chosen(self) -> dict[str, str | bool | int | tuple[str, ...]]:
        """What is chosen, by name; what is not used is not there."""
        return {name: value for name, value in asdict(self).items() if name not in _SELDOM or value}

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the settings' SHA-256."""
        return hashlib.sha256(json.dumps(self.chosen(), sort_keys=True).encode()).hexdigest()[:16]


def is_mapped(passage: Passage, *, all_passages: bool) -> bool:
    """Whether a passage is compared with frameworks: it teaches, or all are asked for, and its language is known."""
    return passage.language is not None and (all_passages or passage.role in TEACHING_ROLES)


def beside(passages: abc.Sequence[Passage], chosen: abc.Sequence[Passage]) -> list[Passage]:
    """The other passages that may show where a criterion is taught, whatever their role: all that say something.

    What stands among books, rooms or what teachers should be shows nothing, so it must not count either.
    """
    ids, says = {passage.id for passage in chosen}, says_something(tuple(passages))
    others = (passage for passage, said in zip(passages, says, strict=True) if said and passage.id not in ids)
    return [passage for passage in others if passage.language is not None and len(passage.text) >= _SHORTEST]


@lru_cache(maxsize=8)  # asked of the same programme for each framework and criterion
def says_something(passages: tuple[Passage, ...]) -> list[bool]:
    """Whether each can show where something is taught: what teaches can, of the rest what says something of matter.

    So no heading, no name of a part or announcement, no fact about the course, no line of the front page, nothing below
    or behind the name of what does not teach (books, rooms, teachers, rules) or right below that of what a programme
    says of itself, no occupation or industry with its code, and nothing that says what is not taught, how grades are
    made, or what the teacher does without showing it to learners.
    """
    sections = {passage.section for passage in passages}
    titles = {title for section in sections for title in section}
    headings = titles | set(map(_unlabelled, titles))
    senses = {section: set(map(sense_of, filterfalse(is_teachers, section))) for section in sections}
    of_teachers = {section: any(map(is_teachers, section)) for section in sections}
    first = min((p.start for p in passages if p.role in TEACHING_ROLES and p.text not in headings), default=0)

    def says(passage: Passage) -> bool:
        text, above = passage.text, senses[passage.section]
        if text in headings or text.endswith(":") or sense_of(text) or says_facts(text) or "other" in above:
            return False
        body = item_of(text).body
        label = body[: found[1]] if (found := run_in(body)) else ""  # "Lectura optativa: Ensayos"
        by_teacher = of_teachers[passage.section] or is_teachers(label)
        if not (shows(text) if by_teacher else sense_of(label) != "other" or may_be_topic(label)):
            return False
        if passage.role == "other" and (teacher_acts(text) or any(map(is_aside, passage.section[-1:]))):
            return False
        if passage.role == "evaluation" and grades(_WEIGHT.sub("", text)):
            return False
        told = passage.start >= first or any(above) or tells(text)
        return told and not (is_outside(text, titles) or _CLASSIFIED.fullmatch(text))

    return [passage.role in TEACHING_ROLES or says(passage) for passage in passages]


def _unlabelled(title: str) -> str:
    """A title as the passage of its heading has it: without number and label."""
    body = item_of(title).body
    label = label_of(body)
    return body[label.skip :] if label else body


def shared_headings(passages: abc.Iterable[Passage]) -> int:
    """How many headings all passages stand below that stand below any: those of the document's own title."""
    sections = {passage.section for passage in passages if passage.section}
    return len(list(takewhile(lambda names: len(set(names)) == 1, zip(*sections, strict=False))))


def below_title(passage: Passage, shared: int) -> Passage:
    """The passage as it is cited: with the headings below the first ones, which all share, or the last of these."""
    return replace(passage, section=passage.section[shared:] or passage.section[-1:])


_IN_ENGLISH = {"performance": "desempeno", "product": "producto", "knowledge": "conocimiento", "attitude": "actitud"}


def criterion_kind(kind: str) -> str:
    """The kind of a criterion as CONOCER calls it, where a framework does so in English or with other letters."""
    name = fold(kind).replace(" ", "_")
    return _IN_ENGLISH.get(name, name)
