import dataclasses
import json
from pathlib import Path

import pytest

from corpora import Competency, Framework, GlossaryEntry, InputError, Label, Skipped, Text
from mapper.workspace.store import Workspace

FULL = Competency(
    code="A1",
    statement="Coser «recto» — ñandú 😀",
    kind="element",
    parent="A",
    language="en",
    labels=(Label("sew", "en", "hidden"),),
    description="x\ny",
    level="3",
    title_only=True,
    broader=("B",),
    glossary=(GlossaryEntry("hilo", "fibra"),),
    extra={"sector": "TEXTIL", "n": [1, None]},
)
FRAMEWORK = Framework(
    name="mine",
    title="Mine",
    version="1",
    sha256="ab" * 32,
    source="mine.csv",
    licence="CC BY 4.0",
    competencies=(Competency("A", "Coser", "standard"), FULL),
    skipped=(Skipped("2 rows", Text("vacías", "empty")),),
)


def test_a_framework_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    workspace, other = Workspace(tmp_path / "new" / "folder"), Workspace(tmp_path / "other")
    for one in (workspace, other):
        one.add(FRAMEWORK, "table")
    assert workspace.load("mine") == FRAMEWORK
    (header,) = workspace.headers()
    assert (header.name, header.loader, header.competencies) == ("mine", "table", 2)
    first, second = (next(one.folder.rglob("*.jsonl")).read_bytes() for one in (workspace, other))
    assert first == second
    with pytest.raises(InputError, match="mine") as caught:
        workspace.load("yours")
    assert "mine" in caught.value.es


def test_a_framework_is_read_again_only_when_its_file_has_changed(tmp_path: Path) -> None:
    mine, others = Workspace(tmp_path), Workspace(tmp_path)
    others.add(FRAMEWORK, "table")
    first = mine.load("mine")
    assert mine.load("mine") is first
    changed = dataclasses.replace(FRAMEWORK, competencies=(Competency("A", "Cosir", "standard"), FULL))
    others.add(changed, "table")  # as many bytes
    assert mine.load("mine") == changed
    others.remove("mine")
    with pytest.raises(InputError, match="mine"):
        mine.load("mine")


def test_removing_takes_the_indexes_along(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.add(FRAMEWORK, "table")
    workspace.indexes("mine").mkdir(parents=True)
    workspace.remove("mine")
    assert not workspace.headers()
    assert not workspace.indexes("mine").exists()


@pytest.mark.parametrize("name", ["", "../x", "A b", "ñ", "x" * 65, ".hidden"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="--name"):
        Workspace(tmp_path).add(dataclasses.replace(FRAMEWORK, name=name), "table")
    assert not list(tmp_path.rglob("*.jsonl"))


@pytest.mark.parametrize("damage", ["cut", "noise", "field"])
def test_a_damaged_file_is_named(tmp_path: Path, damage: str) -> None:
    workspace = Workspace(tmp_path)
    workspace.add(FRAMEWORK, "table")
    (path,) = tmp_path.rglob("*.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    broken = {"cut": lines[:-1], "noise": [*lines[:-1], "{"], "field": [*lines[:-1], json.dumps({"x": 1})]}[damage]
    path.write_text("\n".join(broken), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.jsonl"):
        workspace.load("mine")


def test_a_damaged_framework_is_no_reason_not_to_use_the_others(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for name in ("mine", "yours"):
        workspace.add(dataclasses.replace(FRAMEWORK, name=name), "table")
    for content in (b"", b'{"name": "mine", ', b"\xff\xfe"):
        (tmp_path / "frameworks" / "mine.jsonl").write_bytes(content)
        assert [header.name for header in workspace.headers()] == ["yours"]
        assert workspace.names() == ["mine", "yours"]
        (error,) = workspace.damaged()
        assert "curmap framework remove mine" in error.en
        assert workspace.load("yours").name == "yours"
        with pytest.raises(InputError, match="framework remove mine"):
            workspace.load("mine")
    workspace.remove("mine")
    assert workspace.damaged() == []


def test_where_nothing_can_be_written_nothing_is_added(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        Workspace(tmp_path / "file").add(FRAMEWORK, "table")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
