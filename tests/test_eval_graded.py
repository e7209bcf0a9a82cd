"""Graded pairs and stated probabilities: reading, order, bands, and what a faulty line says."""

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from files import written

from corpora.records import Role
from eval import calibration, graded
from eval.errors import InputError
from eval.judging import agreement

LINE = {
    "id": "a", "kind": "programme", "group": "one.md", "role": "outcome", "language": "es", "section": ["Módulo"],
    "passage": "Lubrica la máquina",
    "candidates": [{"framework": "f", "code": "1", "statement": "x", "grade": 3, "grade_b": 2}],
}  # fmt: skip


def test_bands_by_hand() -> None:
    probabilities = np.array([1.0, 0.8, 0.79, 0.5, 0.2, 0.0])
    right = np.array([True, False, True, True, False, False])
    rows = calibration.bands(probabilities, right, list("aabbcc"))
    assert [(row["from"], row["to"], row["n"], row["right"]) for row in rows] == [
        (0.8, 1.0, 2, 0.5), (0.5, 0.8, 2, 1.0), (0.2, 0.5, 1, 0.0), (0.0, 0.2, 1, 0.0),
    ]  # fmt: skip
    assert rows[1]["mean"] == pytest.approx(0.645)
    assert calibration.bands(probabilities[:1], right[:1], ["a"])[1] == {
        "from": 0.5, "to": 0.8, "n": 0, "mean": None, "right": None, "low": None, "high": None
    }  # fmt: skip


def pairs(folder: Path, *lines: object) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return written(folder / "pairs.jsonl", f"{text}\n")


def test_grades_of_a_table_and_a_heading_alone_are_read_as_meant(tmp_path: Path) -> None:
    rows = [
        {**LINE, "id": str(n), "section": "Unidad I", "candidates": [{"framework": "f", "code": "1", **grades}]}
        for n, grades in enumerate([{"grade": 3.0, "grade_b": None}, {"grade": 0, "grade_b": 2.0}])
    ]
    read = graded.read([pairs(tmp_path, *rows)])
    assert {one.section for one in read} == {("Unidad I",)}
    assert [(one.candidates[0].grade, one.candidates[0].second) for one in read] == [(3, None), (0, 2)]
    assert agreement(graded.sheets(read), right=2).pairs == 1


def test_the_second_judge_is_compared_where_there_is_one(tmp_path: Path) -> None:
    rows = [
        {**LINE, "id": str(number), "candidates": [{"framework": "f", "code": "1", "grade": a, "grade_b": b}]}
        for number, (a, b) in enumerate([(0, 0), (1, 0), (2, 2), (3, 2), (3, 3)])
    ]
    found = agreement(graded.sheets(graded.read([pairs(tmp_path, *rows, {**LINE, "candidates": []})])), right=2)
    assert (found.pairs, len(found.disagreements), found.corresponds.value) == (5, 2, 1.0)
    # Quadratic: observed distance (0+1+0+1+0)/5; by chance the sum of (a − b)² over all pairs of grades ÷ 25.
    chance = sum((a - b) ** 2 for a in (0, 1, 2, 3, 3) for b in (0, 0, 2, 2, 3)) / 25
    assert found.kappas[0].quadratic.value == pytest.approx(1 - (2 / 5) / chance)
    assert graded.sheets(graded.read([pairs(tmp_path, {**LINE, "candidates": []})])) == []


def test_a_passage_may_have_every_role_of_a_document() -> None:
    assert set(get_args(Role)) < set(graded.ROLES)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not valid JSON (Expecting property name"),
        ("[" * 100_000, "is not valid JSON (maximum recursion"),
        ("[]", "is not a JSON object"),
        ({**LINE, "candidates": [[]]}, "is no passage with candidates"),
        ({**LINE, "candidates": [{"framework": "f", "code": "1", "grade": 4}]}, "grade 4 of '1'"),
        ({**LINE, "candidates": [{"framework": "f", "code": "1", "grade": 3, "grade_b": "2"}]}, 'grade "2" of'),
        ({**LINE, "candidates": [{"framework": "f", "code": "1", "grade": True}]}, "grade true of '1'"),
        ({**LINE, "candidates": [{"framework": "f", "code": "1", "grade": 1.5}]}, "grade 1.5 of '1'"),
        ({**LINE, "id": "b", "candidates": LINE["candidates"] * 2}, "'f/1' stands twice"),
        ({**LINE, "id": "b", "role": "outcom"}, "no role 'outcom'; write one of: competency, outcome"),
        ({**LINE, "candidates": [*LINE["candidates"], {"framework": "f", "grade": 1}]}, "candidate 2 has no 'code'"),
        ({**LINE, "candidates": [{"framework": "f", "code": "1"}]}, "candidate 1 has no 'grade'; write it"),
        ({"id": "b", "candidates": []}, "the passage has no 'passage'; write it"),
        ({**LINE, "passage": "again"}, "stands twice"),
        ({**LINE, "id": "b", "passage": " "}, "the passage 'b' has no text"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: object, said: str) -> None:
    with pytest.raises(InputError) as error:
        graded.read([pairs(tmp_path, LINE, line)])
    assert "line 2" in error.value.en
    assert said in error.value.en


def test_files_without_passages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no passages"):
        graded.read([pairs(tmp_path, "")])
    with pytest.raises(InputError, match="does not exist"):
        graded.read([tmp_path / "none.jsonl"])
