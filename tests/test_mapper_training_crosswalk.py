"""The material of the crosswalk's model: what is said of invented pairs follows from the hierarchy."""

import random

import pytest

from corpora import Competency, Framework
from mapper.training.crosswalk import Invented, Occupations, invent

CHAINS = {"a": None, "a.1": "a", "a.2": "a", "a.1.1": "a.1", "b": None, "c": None, "d": None}


@pytest.fixture(scope="module")
def occupations() -> Occupations:
    group = Competency("C1111", "Bakers", "group", language="en")
    entries = [
        Competency(code, f"occupation {code}", "occupation", parent=above or "C1111", language="en")
        for code, above in CHAINS.items()
    ]
    return Occupations(Framework("esco", "ESCO", "1", "0" * 64, "esco", (group, *entries)))


@pytest.fixture(scope="module")
def drawn(occupations: Occupations) -> list[Invented]:
    return [invent(occupations, lambda a, b: -abs(ord(a[0]) - ord(b[0])), random.Random(seed)) for seed in range(60)]


def test_what_stands_below_is_found_whole(occupations: Occupations) -> None:
    assert occupations.all_below("a") == ["a.1", "a.1.1", "a.2"]
    assert occupations.all_below("b") == []
    assert [occupations.unit(code) for code in ("a.1.1", "b", "C1111")] == ["C1111"] * 3


def test_every_predicate_is_drawn_and_true(occupations: Occupations, drawn: list[Invented]) -> None:
    seen = set()
    for made in drawn:
        for (left, right), predicate in made.links.items():
            seen.add(predicate)
            if predicate == "exact":
                assert left == right
            elif predicate == "broad":
                assert right == "C1111" or left in occupations.all_below(right)
            elif predicate == "narrow":
                assert right in occupations.all_below(left)
            else:
                assert predicate == "close"
                assert left != right
                assert not {left, right} & {"a", "a.1", "a.2", "a.1.1"}
    assert seen == {"exact", "close", "broad", "narrow"}


def test_both_sides_hold_what_is_linked_and_what_stands_alone(drawn: list[Invented]) -> None:
    for made in drawn:
        assert {left for left, _ in made.links} <= set(made.left)
        assert {right for _, right in made.links} <= set(made.right)
    assert any(set(made.left) - {left for left, _ in made.links} for made in drawn)
    assert any(set(made.right) - {right for _, right in made.links} for made in drawn)
