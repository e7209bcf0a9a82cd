"""Uncertain passages of a mapping laid before a judge with their candidates, and its verdicts put into the mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mapper.matching.records import MappedPassage, Match
from mapper.people.judging.criteria import as_offered
from mapper.people.judging.hearing import Progress, Reader, hear, judging, within
from mapper.people.judging.kept import Heard
from mapper.people.judging.masking import masked, speaks_to_the_reader
from mapper.people.judging.protocol import Question, edition
from mapper.people.judging.records import Quotation, Verdict
from mapper.programmes.alignment import Alignment

UNCERTAIN = (0.2, 0.8)
MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage as a question, and how uncertain its most uncertain match is (0 to .5)."""

    alignment: int
    passage: str
    uncertainty: float
    question: Question


def judge(
    alignments: Sequence[Alignment], reader: Reader, lang: str, progress: Progress = lambda _done, _total: None
) -> tuple[Alignment, ...]:
    """The mappings with a reader's verdicts beside the matches of uncertain passages."""
    asked: list[Asked] = []
    withheld: list[int] = []
    for number, alignment in enumerate(alignments):
        found = [mapped for mapped in alignment.passages if uncertainty(mapped) > 0]
        shown = [mapped for mapped in found if not speaks_to_the_reader(mapped.passage.text)]
        withheld.append(len(found) - len(shown))
        described = {f.name: {c.code: c.description for c in f.competencies} for f in alignment.frameworks}
        asked += [
            Asked(number, mapped.passage.id, uncertainty(mapped), _question(mapped, described, lang))
            for mapped in shown
        ]
    asked.sort(key=lambda one: (-one.uncertainty, one.alignment, one.passage))
    chosen, _ = within(reader.budget, (one.question for one in asked))
    heard = hear(chosen, reader, progress)
    return tuple(
        _told(alignment, [one for one in asked if one.alignment == number], heard, reader, withheld[number])
        for number, alignment in enumerate(alignments)
    )


def uncertainty(mapped: MappedPassage) -> float:
    """Of the most uncertain match between the two probabilities; 0 where there is none."""
    low, high = UNCERTAIN
    chances = [match.probability for match in mapped.matches if low <= match.probability <= high]
    return max((0.5 - abs(chance - 0.5) for chance in chances), default=0.0)


def _question(mapped: MappedPassage, described: Mapping[str, Mapping[str, str]], lang: str) -> Question:
    offered = tuple(
        {
            "id": _name(match),
            "text": masked(match.statement),
            "description": masked(described[match.framework].get(match.code, "")),
        }
        for match in mapped.matches[:MOST_CANDIDATES]
    )
    return Question("corresponds", lang, edition(), as_offered(mapped.passage), offered)


def _name(match: Match) -> str:
    return f"{match.framework}/{match.code}"


def _told(
    alignment: Alignment, asked: Sequence[Asked], heard: Mapping[str, Heard], reader: Reader, withheld: int
) -> Alignment:
    chosen = [one for one in asked if one.question.id in heard]
    found = {one.passage: heard[one.question.id] for one in chosen}
    own = {one.question.id: heard[one.question.id] for one in chosen}
    passages = tuple(
        replace(mapped, matches=tuple(_matches(mapped, found[mapped.passage.id], reader.name)))
        if mapped.passage.id in found
        else mapped
        for mapped in alignment.passages
    )
    named = [(one.passage, one.question) for one in chosen]
    about = judging(reader, named, own, over_budget=len(asked) - len(chosen), withheld=withheld)
    return replace(alignment, passages=passages, judged=about)


def _matches(mapped: MappedPassage, heard: Heard, reader: str) -> Iterator[Match]:
    answer = heard.answer
    named = dict(answer.named) if answer else {}
    for place, match in enumerate(mapped.matches):
        if answer is None or place >= MOST_CANDIDATES or match.reviewed:  # a person's word stands
            yield match
            continue
        words = named.get(_name(match))
        quoted = () if words is None else (Quotation(mapped.passage.id, words),)
        yield replace(match, verdict=Verdict("no" if words is None else "yes", reader, quoted, answer.why))
