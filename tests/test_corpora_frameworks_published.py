"""ESCO and O*NET: folders of CSV files, some of which are enough."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from files import written
from reading import refusal

from corpora import InputError
from corpora.frameworks import esco, load, recognise

ONET, ESCO = (Path(__file__).parent / "data" / "frameworks" / name for name in ("onet", "esco"))


def test_a_single_file_is_enough() -> None:
    tasks = ONET / "Task Statements.txt"
    assert recognise(tasks) == "onet"
    assert [c.statement for c in load([tasks]).competencies if c.kind == "occupation"] == ["51-9999.01", "51-9999.02"]


def test_the_real_columns_are_read(shared: Path) -> None:
    for name, entries in (("task.csv", 17_000), ("dwa.csv", 2_000)):
        path = shared / "data" / "onet" / name
        assert recognise(path) == "onet"
        framework = load([path])
        assert len(framework.competencies) > entries
        assert len({c.code for c in framework.competencies}) == len(framework.competencies)


@pytest.mark.parametrize("content", [b"O*NET-SOC Code\tTask ID\tTask\n", b"Task\n", b'Task\n"Sew\n', b"a,b\n1,2\n"])
def test_a_bad_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "tasks.txt", content)
    assert str(path) in refusal(path, lambda path: load([path], loader="onet")).es


def test_a_damaged_file_and_a_folder_without_concepts(tmp_path: Path) -> None:
    assert not esco.recognises(tmp_path)
    shutil.copy(ESCO / "skillSkillRelations_en.csv", tmp_path)
    with pytest.raises(InputError, match=r"occupations_en\.csv"):
        load([tmp_path], loader="esco")
    damaged = written(tmp_path / "skills_es.csv", b"conceptUri,preferredLabel\n" + bytes(range(256)) * 9)
    assert str(damaged) in refusal(damaged, lambda _: load([tmp_path], loader="esco")).es
