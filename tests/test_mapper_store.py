"""Frameworks in a workspace: stored, read again, damaged; the registry and its documents are one."""

import dataclasses
import json
from pathlib import Path

import pytest
from small_frameworks import framework

from corpora import Competency, Framework, GlossaryEntry, InputError, Label, Skipped, Text
from mapper.workspace import store
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
    assert len({next(one.folder.rglob("*.jsonl")).read_bytes() for one in (workspace, other)}) == 1
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


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    registry = framework(
        Competency("EC0001", "Título del registro", "standard", level="2", title_only=True, extra={"sector": "TEXTIL"}),
        Competency("EC0002", "Solo en el registro", "standard", title_only=True),
        name="renec",
    )
    documents = framework(
        Competency("EC0001", "Título del documento", "standard", extra={"committee": "de la Costura", "sector": ""}),
        Competency("EC0001/E1", "Elemento", "element", parent="EC0001"),
        Competency("EC0003", "Sin registro", "standard"),
        name="conocer",
    )
    made.add(registry, "renec")
    made.add(documents, "conocer")
    made.add(framework(Competency("EC0001", "Otra cosa", "skill"), name="other"), "table")
    return made


@pytest.mark.parametrize("names", [["renec"], ["conocer"], ["renec", "conocer"], ["conocer", "renec"]])
def test_a_standard_stands_once_as_its_document(workspace: Workspace, names: list[str]) -> None:
    found = {(f.name, c.code) for f in store.load_frameworks(workspace, names) for c in f.competencies}
    assert found == {("conocer", "EC0001"), ("conocer", "EC0001/E1"), ("conocer", "EC0003"), ("renec", "EC0002")}


def test_documents_under_a_name_of_their_own_stay_apart_from_other_documents(workspace: Workspace) -> None:
    workspace.add(framework(Competency("EC0009", "De ejemplo", "standard"), name="ejemplo"), "conocer")
    for name in ("conocer", "ejemplo"):
        assert {f.name for f in store.load_frameworks(workspace, [name])} == {name, "renec"}


@pytest.mark.parametrize("code", ["renec/EC0001", "conocer/EC0001"])
def test_both_names_show_the_same_entry_enriched(workspace: Workspace, code: str) -> None:
    entry = store.find_entry(workspace, code)
    found = entry.competency
    assert (entry.framework.name, found.statement, found.level) == ("conocer", "Título del documento", "2")
    assert found.extra == {"committee": "de la Costura", "sector": "TEXTIL"}
    assert not found.title_only


@pytest.mark.parametrize(
    ("code", "name", "statement"),
    [
        ("EC0002", "renec", "Solo en el registro"),
        ("ec0002", "renec", "Solo en el registro"),
        ("EC0001/E1", "conocer", "Elemento"),
        ("conocer/ec0001/e1", "conocer", "Elemento"),
        ("other/EC0001", "other", "Otra cosa"),  # another framework is left alone
    ],
)
def test_a_code_is_found_however_it_is_written(workspace: Workspace, code: str, name: str, statement: str) -> None:
    found = store.find_entry(workspace, code)
    assert (found.framework.name, found.competency.statement) == (name, statement)
    assert [c.statement for f in store.load_frameworks(workspace, ["other"]) for c in f.competencies] == ["Otra cosa"]


def test_single_standards_are_asked_for_by_code(workspace: Workspace) -> None:
    found, only = store.resolve_frameworks(workspace, ["renec/ec0001/E1", "other"])
    assert only == {"conocer": frozenset({"EC0001"})}
    assert [f.name for f in found] == ["other", "conocer"], "of the registry nothing was asked"
    found, only = store.resolve_frameworks(workspace, ["conocer/EC0003"])
    assert [f.name for f in found] == ["conocer"]
    assert store.resolve_frameworks(workspace, ["conocer", "conocer/EC0003"])[1] == {}


def test_a_second_decree_adds_to_the_first() -> None:
    first = framework(
        Competency("ABCD0101", "Uno", "certificado"),
        Competency("UC0001_2", "Unidad común", "unidad", parent="ABCD0101"),
        Competency("UC0001_2/RP1", "Antes", "realización", parent="UC0001_2"),
        Competency("UC0001_2/RP2", "Solo antes", "realización", parent="UC0001_2"),
        Competency("UC0002_2", "Otra", "unidad", parent="ABCD0101"),
        name="incual",
    )
    second = framework(
        Competency("ABCD0202", "Dos", "certificado"),
        Competency("UC0001_2", "Unidad común", "unidad", parent="ABCD0202"),
        Competency("UC0001_2/RP1", "Ahora", "realización", parent="UC0001_2"),
        name="incual",
    )
    both = store.merge_standards(first, second).competencies
    assert [c.code for c in both] == ["ABCD0101", "UC0002_2", "ABCD0202", "UC0001_2", "UC0001_2/RP1"]
    assert both[-1].statement == "Ahora"
