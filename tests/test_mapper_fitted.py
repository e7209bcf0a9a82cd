"""What is fitted is stored as arrays; an entry is known by its code or its name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpora import Competency
from lab.training.scorer import SYNONYMS, synonyms_of
from mapper.matching.scorer import Scorer, shipped
from mapper.matching.terms import Usages


def _entry(code: str, statement: str) -> Competency:
    return Competency(code=code, statement=statement, kind="skill", language="en")


@pytest.fixture(scope="module")
def said() -> Usages:
    told = np.random.default_rng(1).normal(size=(200, 64)).astype(np.float32)
    told /= np.linalg.norm(told, axis=1, keepdims=True)
    names = [[f"EC{row:04}", f"Name {row}"] for row in range(200)]
    names[7].append("the same")
    names[9].append("the same")
    return Usages.build(names, told)


def test_a_name_of_two_entries_tells_neither_nor_does_nothing(said: Usages) -> None:
    assert said.places([_entry("own", "the same")]).tolist() == [-1]
    nothing, told = Usages.build((), np.zeros((0, 64), np.float32)), np.ones((1, 64), np.float32)
    assert nothing.places([_entry("own", "the same")]).tolist() == [-1]
    assert nothing.cosines(np.array([-1]), told, np.array([0.2])).tolist() == [0.2]


def test_what_is_stored_is_what_is_read_back(said: Usages) -> None:
    back = Scorer.from_bytes(replace(shipped(), said=said).to_bytes()).said
    told = np.random.default_rng(2).normal(size=(3, 64)).astype(np.float32)
    places = np.array([3, -1, 9])
    found = back.cosines(places, told, np.array([0.1, 0.2, 0.3]))
    assert found == pytest.approx(said.cosines(places, told, np.array([0.1, 0.2, 0.3])), abs=1e-2)
    assert found[1] == 0.2


def test_the_shipped_scorer_knows_the_synonyms_that_were_written() -> None:
    written = SYNONYMS.read_text(encoding="utf-8").splitlines()
    assert written == sorted(written, key=lambda line: line.partition(":")[0])
    assert shipped().synonyms.stems == synonyms_of(written).stems
