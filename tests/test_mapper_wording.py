"""What commands read in names, titles and lines of programmes, as real ones print them.

Each line of data/questions.tsv is a question, a text and the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from files import tab_separated
from small_frameworks import passage

from embeddings.encoders import open_encoder
from mapper.between.crosswalk.titles import are_opposed, titles_agree
from mapper.matching.occupations import genders, one_gender
from mapper.people.judging.criteria import masked, speaks_to_the_reader
from mapper.programmes import assessment
from mapper.programmes.coverage.standards import verb_tier
from mapper.programmes.credentials.hours import parse_hours
from mapper.programmes.curriculum_map.levels import find_tiers
from mapper.programmes.facilities import is_on_resources

ROWS = tab_separated(Path(__file__).parent / "data/questions.tsv")


def hours(text: str) -> str:
    return "" if (found := parse_hours(text)) is None else f"{found:g}"


def numbers(cell: str) -> str:
    """The numbers with dots in a cell, then those that it says by themselves."""
    return (
        f"{', '.join(sorted(assessment.outcome_numbers([cell])))} / {', '.join(assessment._own_numbers(cell))}".strip()
    )


def resources(heading: str) -> bool:
    return is_on_resources(passage("x", section=(heading,), role="other"))


def verbs(text: str, lang: str) -> str:
    return ", ".join(f"{verb} {number}" for number, verb in find_tiers(text, lang))


def same_way_round(texts: str, compare: Callable[[str, str], bool]) -> bool:
    one, other = texts.split(" = ")
    assert compare(one, other) is compare(other, one)
    return compare(one, other)


def agreed(one: str, other: str) -> bool:
    return bool(titles_agree([one], [other], open_encoder())[0])


ASKED: dict[str, Callable[[str], object]] = {
    "hours": hours,
    "only instruments": assessment.is_only_instruments,
    "numbers of outcomes": numbers,
    "on resources": resources,
    "tier": verb_tier,
    "verbs in Spanish": partial(verbs, lang="es"),
    "verbs in English": partial(verbs, lang="en"),
    "one gender": lambda text: genders(text)[0],
    "in the masculine": one_gender,
    "names covered": masked,
    "order to the reader": speaks_to_the_reader,
    "opposites": partial(same_way_round, compare=are_opposed),
    "titles agree": partial(same_way_round, compare=agreed),
}


@pytest.mark.parametrize("question", ASKED)
def test_the_wording_of_a_text(question: str) -> None:
    rows = [(text, answer) for asked, text, answer in ROWS if asked == question]
    assert rows
    assert [(text, str(ASKED[question](text))) for text, _ in rows] == rows
