"""The `table` loader's CSV as a format to write."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

from generated_frameworks import frameworks
from hypothesis import given, settings

from corpora import Framework
from corpora.frameworks import load, table_writer

SAMPLE = Path(__file__).parent.parent / "mapper" / "samples" / "normas.csv"


def read(data: bytes, folder: Path) -> Framework:
    path = folder / "normas.csv"
    path.write_bytes(data)
    return load([path], loader="table", name="mine")


def test_the_shipped_norms_come_back_whole(tmp_path: Path) -> None:
    framework = load([SAMPLE])
    made = table_writer.write(framework)
    assert read(made.data, tmp_path).competencies == framework.competencies
    assert [s.what for s in made.left_out] == ["title"]


@given(frameworks())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_all_but_what_is_told_comes_back(framework: Framework) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back = read(table_writer.write(framework).data, Path(folder))
    for before, after in zip(framework.competencies, back.competencies, strict=True):
        held = dataclasses.replace(
            before,
            statement=" ".join(before.statement.split()),
            description=" ".join(before.description.split()),
            labels=(),
            title_only=False,
            broader=(),
            glossary=(),
            extra={},
        )
        assert dataclasses.replace(after, labels=(), extra={}) == held
