"""O*NET's text files: occupations, tasks, activities, ratings."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora import InputError
from corpora.frameworks import load, recognise

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "onet"


def test_a_single_file_is_enough(tmp_path: Path) -> None:
    tasks = SAMPLE / "Task Statements.txt"
    assert recognise(tasks) == "onet"
    assert [c.statement for c in load([tasks]).competencies if c.kind == "occupation"] == ["51-9999.01", "51-9999.02"]
    column = tmp_path / "dwa.csv"
    column.write_text('DWA Title\n"Sew books, by hand."\nPress books.\nPress books.\n', encoding="utf-8")
    framework = load([column])
    assert [(c.statement, c.kind) for c in framework.competencies] == [
        ("Sew books, by hand.", "activity"),
        ("Press books.", "activity"),
    ]
    assert [s.why.en for s in framework.skipped] == ["repeated rows, joined to the first: 1"]


def test_the_real_columns_are_read(shared: Path) -> None:
    for name, entries in (("task.csv", 17_000), ("dwa.csv", 2_000)):
        path = shared / "data" / "onet" / name
        assert recognise(path) == "onet"
        framework = load([path])
        assert len(framework.competencies) > entries
        assert len({c.code for c in framework.competencies}) == len(framework.competencies)


@pytest.mark.parametrize("content", [b"O*NET-SOC Code\tTask ID\tTask\n", b"Task\n", b'Task\n"Sew\n', b"a,b\n1,2\n"])
def test_a_bad_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tasks.txt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load([path], loader="onet")
    assert str(path) in caught.value.es
