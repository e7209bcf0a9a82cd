"""Canvas's CSV of outcomes: read, and written so that Canvas refuses nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from canvas_importer import refused
from generated_frameworks import frameworks
from hypothesis import given, settings

from corpora import Competency, Framework
from corpora.frameworks import canvas, load

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "canvas.csv"
HEADER = "vendor_guid,object_type,title,parent_guids\n"


def read(content: str | bytes, folder: Path) -> Framework:
    path = folder / "outcomes.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return canvas.load([path], name="mine")


def tree(framework: Framework) -> list[tuple[str, str | None, str, str]]:
    return [(c.code, c.parent, c.statement, c.description) for c in framework.competencies]


@given(frameworks())
@settings(max_examples=20, deadline=None, derandomize=True)
@pytest.mark.slow
def test_tree_order_codes_and_texts_come_back_and_canvas_refuses_nothing(framework: Framework) -> None:
    text = canvas.write(framework).data.decode()
    assert refused(text) == []
    with tempfile.TemporaryDirectory() as folder:
        back = read(text, Path(folder))
        assert tree(back) == tree(framework)
        told = {s.what: s.why.en for s in canvas.write(framework).left_out}
        lost = sum(before.broader != after.broader for before, after in zip_entries(framework, back))
        assert told.get("broader", ": 0").endswith(f": {lost}")
        assert refused(canvas.write(back).data.decode()) == []


def zip_entries(one: Framework, other: Framework) -> zip:  # type: ignore[type-arg]
    return zip(one.competencies, other.competencies, strict=True)


def test_the_sample_goes_out_as_it_came(tmp_path: Path) -> None:
    framework = load([SAMPLE])
    assert tree(framework) == [
        ("taller", None, "Normas del taller de encuadernación", "Ejemplo inventado."),
        ("taller-2", "taller", "Acabados", ""),
        ("coser", "taller", "Coser con hilo de lino", "Sin nudos\nni saltos & sin prisa."),
        ("dorar", "taller-2", "Dorar los cantos", ""),
    ]
    assert framework.competencies[3].broader == ("taller",)
    text = canvas.write(framework).data.decode()
    assert refused(text) == []
    assert "coser,outcome,Coser con hilo de lino," in text
    assert text.splitlines()[3].endswith(",3,4,Experta,3,Lograda,1,En proceso")
    assert read(text, tmp_path).competencies == framework.competencies


def test_dirt_is_mended_and_counted(tmp_path: Path) -> None:
    rows = [
        "a,outcome,Coser,nowhere",
        "a,outcome,Dorar,",
        ",outcome,Sin GUID,",
        "b,group,B,c",
        "c,group,C,b",
        "d,group,D,d",
    ]
    framework = read(HEADER + "\n".join(rows), tmp_path)
    assert [(c.code, c.parent) for c in framework.competencies] == [
        ("a", None),
        ("a#2", None),
        ("Sin GUID", None),
        ("b", None),
        ("c", "b"),
        ("d", None),
    ]
    assert [s.why.en for s in framework.skipped] == [
        "repeated GUIDs, numbered: 1",
        "rows without a GUID, named by title: 1",
        "parents that are not in the file, not used: 1",
        "cycles in the hierarchy, opened: 2",
    ]
    assert refused(canvas.write(framework).data.decode()) == []


@pytest.mark.parametrize(
    "code",
    [
        "b59d1d7b-2b1a-4b6e-9d0a-0d6b5f6b3c11",
        "B59D1D7B2B1A4B6E9D0A0D6B5F6B3C11",
        "http://data.europa.eu/esco/skill/b59d1d7b",
    ],
)
def test_a_code_for_machines_is_no_part_of_a_title(code: str, tmp_path: Path) -> None:
    entries = (Competency(code, "Coser a máquina", "skill"), Competency("C.2", "Enhebrar", "skill"))
    data = canvas.write(Framework("n", "N", "1", "0" * 64, "n", entries)).data
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert [row["title"] for row in rows] == ["Coser a máquina", "C.2 Enhebrar"]
    assert refused(data.decode()) == []
    path = tmp_path / "outcomes.csv"
    path.write_bytes(data)
    back = canvas.load([path], name="n").competencies
    assert [(c.code, c.statement) for c in back] == [(c.code, c.statement) for c in entries]
