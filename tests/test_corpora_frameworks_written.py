"""The contract that every writer in `WRITERS` keeps: what it writes is known by content and read back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from generated_frameworks import frameworks
from hypothesis import HealthCheck, given, settings

from corpora import Framework, InputError
from corpora.frameworks import FRAMEWORKS, load, recognise
from corpora.frameworks.written import WRITERS, write

HERE = Path(__file__).parent
SAMPLES = (
    HERE.parent / "mapper" / "samples" / "normas.csv",
    HERE.parent / "mapper" / "samples" / "EC9001.pdf",
    HERE / "data" / "frameworks" / "case.json",
    HERE / "data" / "frameworks" / "skos.ttl",
    HERE / "data" / "frameworks" / "moodle.csv",
    HERE / "data" / "frameworks" / "canvas.csv",
    HERE / "data" / "frameworks" / "esco",
    HERE / "data" / "frameworks" / "renec.json",
    HERE / "data" / "frameworks" / "onet",
)


def tree(framework: Framework, form: str) -> list[tuple[str, str | None, str]]:
    """Codes, parents and statements; a table has them on one line."""
    return [
        (c.code, c.parent, " ".join(c.statement.split()) if form == "table" else c.statement)
        for c in framework.competencies
    ]


def through(framework: Framework, form: str, path: Path) -> Framework:
    made = write(framework, form)
    assert write(framework, form) == made
    assert all(s.what and s.why.es != s.why.en for s in made.left_out)
    path.write_bytes(made.data)
    return load([path], loader=form, name=framework.name)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_writer_is_read_back_by_its_loader(form: str, sample: Path, tmp_path: Path) -> None:
    framework = load([sample])
    path = tmp_path / "written"
    back = through(framework, form, path)
    assert recognise(path) == form
    assert tree(back, form) == tree(framework, form)


def test_every_writer_has_a_loader() -> None:
    assert WRITERS.keys() <= FRAMEWORKS.keys()


def test_an_unknown_format_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match=", ".join(WRITERS)):
        write(load([SAMPLES[0]]), "pdf")


@pytest.mark.slow
@pytest.mark.parametrize("form", WRITERS)
@given(framework=frameworks())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_frameworks_come_back(form: str, framework: Framework) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert tree(through(framework, form, Path(folder) / "written"), form) == tree(framework, form)
