"""Limits of the states are those from which on what is told is as often right as is asked."""

from dataclasses import replace

import numpy as np
import pytest

from lab.reading import limits
from lab.reading.limits import Told, figures_of, limits_of

TAUGHT = Told(True, True, True, False, 0.9, "covered")
ABSENT = Told(False, False, False, True, 0.1, "not_found")


def test_limits_lie_where_what_is_told_is_right_as_often_as_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        *(replace(TAUGHT, probability=p) for p in (0.9, 0.8, 0.7, 0.45)),
        *(replace(ABSENT, probability=p) for p in (0.1, 0.2, 0.3, 0.55)),
    ]
    monkeypatch.setattr(limits, "RIGHT_TAUGHT", 1.0)
    monkeypatch.setattr(limits, "RIGHT_NOT_FOUND", 1.0)
    nowhere = np.zeros(3)
    assert limits_of(found, nowhere) == (0.44, 0.56)
    monkeypatch.setattr(limits, "RIGHT_TAUGHT", 0.8)
    monkeypatch.setattr(limits, "RIGHT_NOT_FOUND", 0.75)
    # Where either could be told, what is told as not found decides: nothing covered may be among it.
    assert limits_of(found, nowhere) == (0.44, 0.44)
    # Of standards that the programmes are not of, one criterion in four may be told as taught, but not two.
    monkeypatch.setattr(limits, "ELSEWHERE", 0.25)
    assert limits_of(found, np.array([0.1, 0.2, 0.75, 0.85]))[1] == 0.76


def test_figures_count_a_state_as_right_that_a_careful_reader_might_give() -> None:
    doubtful = replace(ABSENT, may_be_taught=True, probability=0.8, state="partly")
    open_ = replace(TAUGHT, covered=False, probability=0.5, state="uncertain")
    found = figures_of([TAUGHT, TAUGHT, doubtful, ABSENT, open_])
    assert (found["said_taught"], found["said_taught_right"]) == (3, 1.0)
    assert (found["said_not_found"], found["said_not_found_right"]) == (1, 1.0)
    assert found["taught_said_taught"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["covered_said_taught"] == 1.0
    assert found["to_be_confirmed"] == 0.2
    assert found["auroc"] == pytest.approx(5 / 6, abs=1e-4)
