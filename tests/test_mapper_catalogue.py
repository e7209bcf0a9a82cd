from pathlib import Path

import pytest

from corpora import Competency, Framework, InputError
from mapper.workspace import store
from mapper.workspace.store import Workspace


def framework(name: str, *competencies: Competency) -> Framework:
    return Framework(name=name, title=name, version="1", sha256="0" * 64, source=name, competencies=competencies)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path)
    registry = framework(
        "renec",
        Competency("EC0001", "Título del registro", "standard", level="2", title_only=True, extra={"sector": "TEXTIL"}),
        Competency("EC0002", "Solo en el registro", "standard", title_only=True),
    )
    documents = framework(
        "conocer",
        Competency("EC0001", "Título del documento", "standard", extra={"committee": "de la Costura", "sector": ""}),
        Competency("EC0001/E1", "Elemento", "element", parent="EC0001"),
        Competency("EC0003", "Sin registro", "standard"),
    )
    made.add(registry, "renec")
    made.add(documents, "conocer")
    made.add(framework("other", Competency("EC0001", "Otra cosa", "skill")), "table")
    return made


@pytest.mark.parametrize("names", [["renec"], ["conocer"], ["renec", "conocer"], ["conocer", "renec"]])
def test_a_standard_stands_once_as_its_document(workspace: Workspace, names: list[str]) -> None:
    found = {(f.name, c.code) for f in store.frameworks(workspace, names) for c in f.competencies}
    assert found == {
        ("conocer", "EC0001"),
        ("conocer", "EC0001/E1"),
        ("conocer", "EC0003"),
        ("renec", "EC0002"),
    }


@pytest.mark.parametrize("code", ["renec/EC0001", "conocer/EC0001"])
def test_both_names_show_the_same_entry_enriched(workspace: Workspace, code: str) -> None:
    entry = store.find(workspace, code)
    assert entry.framework.name == "conocer"
    assert entry.competency.statement == "Título del documento"
    assert entry.competency.level == "2"
    assert entry.competency.extra == {"committee": "de la Costura", "sector": "TEXTIL"}
    assert not entry.competency.title_only


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
    found = store.find(workspace, code)
    assert (found.framework.name, found.competency.statement) == (name, statement)
    assert [c.statement for f in store.frameworks(workspace, ["other"]) for c in f.competencies] == ["Otra cosa"]


def test_what_is_not_there_is_said(workspace: Workspace) -> None:
    with pytest.raises(InputError, match=r"EC9999.*renec"):
        store.find(workspace, "EC9999")
    with pytest.raises(InputError, match="--framework"):
        store.frameworks(workspace, [])
    with pytest.raises(InputError, match="nowhere"):
        store.frameworks(workspace, ["nowhere"])


def test_single_standards_are_asked_for_by_code(workspace: Workspace) -> None:
    found, only = store.asked(workspace, ["renec/ec0001/E1", "other"])
    assert only == {"conocer": frozenset({"EC0001"})}
    assert {f.name for f in found} >= {"conocer", "other"}
    found, only = store.asked(workspace, ["conocer/EC0003"])
    assert [f.name for f in found] == ["conocer"]
    assert store.asked(workspace, ["conocer", "conocer/EC0003"])[1] == {}


def test_a_second_decree_adds_to_the_first() -> None:
    first = framework(
        "incual",
        Competency("ABCD0101", "Uno", "certificado"),
        Competency("UC0001_2", "Unidad común", "unidad", parent="ABCD0101"),
        Competency("UC0001_2/RP1", "Antes", "realización", parent="UC0001_2"),
        Competency("UC0001_2/RP2", "Solo antes", "realización", parent="UC0001_2"),
        Competency("UC0002_2", "Otra", "unidad", parent="ABCD0101"),
    )
    second = framework(
        "incual",
        Competency("ABCD0202", "Dos", "certificado"),
        Competency("UC0001_2", "Unidad común", "unidad", parent="ABCD0202"),
        Competency("UC0001_2/RP1", "Ahora", "realización", parent="UC0001_2"),
    )
    both = store.merged(first, second).competencies
    assert [c.code for c in both] == ["ABCD0101", "UC0002_2", "ABCD0202", "UC0001_2", "UC0001_2/RP1"]
    assert both[-1].statement == "Ahora"
