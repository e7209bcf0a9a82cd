"""The CSV of Moodle and of Canvas: read, and written so that Moodle drops nothing and Canvas refuses nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from generated_frameworks import frameworks
from hypothesis import given, settings
from platform_importers import flattened, imported_by_moodle, refused_by_canvas

from corpora import Competency, Framework
from corpora.frameworks import canvas, load, moodle

DATA = Path(__file__).parent / "data" / "frameworks"
HEADER = ",".join(f"c{n}" for n in range(14))


def read(loader: str, content: str | bytes, folder: Path) -> Framework:
    path = folder / "written.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load([path], loader=loader, name="mine")


def tree(framework: Framework) -> list[tuple[str, str | None, str, str]]:
    return [(c.code, c.parent, c.statement, c.description) for c in framework.competencies]


def told(framework: Framework) -> list[str]:
    return [s.why.en for s in framework.skipped]


# Moodle


def row(identifier: str, parent: str = "", name: str = "Coser", is_framework: str = "") -> str:
    return f"{parent},{identifier},{name},,1,,,,,,,,{is_framework},"


def take(framework: Framework) -> str:
    """The CSV, once Moodle has taken every entry of it at its place."""
    text = moodle.write(framework).data.decode()
    taken = imported_by_moodle(text)
    assert taken is not None
    assert len(text.splitlines()) == len(framework.competencies) + 2
    rows = {r[1]: r for r in csv.reader(io.StringIO(text))}
    numbers = list(rows)[2:]
    code = dict(zip(numbers, (c.code for c in framework.competencies), strict=True))
    got = {code[name]: None if up is None else code[up] for name, up in flattened(taken)}
    assert got == {c.code: c.parent for c in framework.competencies}
    for above in {None, *got.values()}:
        assert [at for at in got if got[at] == above] == [c.code for c in framework.competencies if c.parent == above]
    for name in numbers:
        assert name[0].isalpha()
        assert len(name) <= 100
        assert "," not in name
        assert 0 < len(rows[name][2]) <= 100
    return text


@given(frameworks())
@settings(max_examples=20, deadline=None, derandomize=True)
@pytest.mark.slow
def test_tree_order_codes_and_texts_come_back_and_moodle_drops_nothing(framework: Framework) -> None:
    text = take(framework)
    with tempfile.TemporaryDirectory() as folder:
        back = read("moodle", text, Path(folder))
        assert tree(back) == tree(framework)
        assert (back.title, back.version, back.licence) == (framework.title, framework.version, framework.licence)
        take(back)


@given(frameworks(full=False))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_what_is_said_to_be_left_out_is(framework: Framework) -> None:
    assert {s.what for s in moodle.write(framework).left_out} <= {"kind", "language", "Scale values"}


def test_what_came_in_moodles_own_columns_goes_out_again() -> None:
    sample = DATA / "moodle.csv"
    framework = load([sample])
    before = list(csv.reader(io.StringIO(sample.read_text(encoding="utf-8"))))
    after = list(csv.reader(io.StringIO(take(framework))))
    assert [r[4:] for r in after[1:]] == [r[4:] for r in before[1:]]
    assert told(framework) == ["rows whose parent is missing, put at the root: 1"]
    assert [s.what for s in moodle.write(framework).left_out] == ["language"]


def test_cross_references_follow_changed_numbers(tmp_path: Path) -> None:
    lines = [HEADER, row("f", is_framework="1"), row("1.1", name="Uno"), ",1.10,Dos,,1,,,,,,1.1,,,"]
    made = moodle.write(read("moodle", "\n".join(lines), tmp_path)).data.decode()
    numbers = [r[1] for r in csv.reader(io.StringIO(made))][2:]
    assert [r[10] for r in csv.reader(io.StringIO(made))][3] == numbers[0]
    assert all(number.startswith("cm-1.1") for number in numbers)


def test_rows_that_moodle_drops_are_read_and_counted(tmp_path: Path) -> None:
    lines = [HEADER, row("f", is_framework="1"), row("a"), row("a", name="Otra"), row("", name="Sin número")]
    lines += [row("b", "b"), row("c", "d"), row("d", "c"), row("e", name=""), ",,,,,,,,,,,,,x"]
    framework = read("moodle", "\n".join(lines), tmp_path)
    assert [c.code for c in framework.competencies] == ["a", "a#2", "Sin número", "b", "c", "d", "e"]
    assert {c.code: c.parent for c in framework.competencies if c.parent} == {"d": "c"}
    assert {
        "repeated ID numbers, numbered: 1",
        "cycles in the hierarchy, opened: 2",
        "rows without short name, named by ID: 1",
    } <= set(told(framework))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_spreadsheets_encodings_and_delimiters(tmp_path: Path, encoding: str) -> None:
    text = "\n".join([HEADER, row("f", is_framework="1"), row("a", name="Cosió el año")]).replace(",", ";")
    assert read("moodle", text.encode(encoding), tmp_path).competencies[0].statement == "Cosió el año"


def test_deep_trees_are_told() -> None:
    chain = tuple(Competency(f"n{n}", f"Paso {n}", "criterio", f"n{n - 1}" if n else None) for n in range(40))
    framework = Framework("mine", "Norma", "1", "ab" * 32, "x", chain)
    take(framework)
    (deep,) = [s.why.en for s in moodle.write(framework).left_out if s.what == "Parent ID number"]
    assert deep.endswith(": 10")


# Canvas


@given(frameworks())
@settings(max_examples=20, deadline=None, derandomize=True)
@pytest.mark.slow
def test_tree_order_codes_and_texts_come_back_and_canvas_refuses_nothing(framework: Framework) -> None:
    text = canvas.write(framework).data.decode()
    assert refused_by_canvas(text) == []
    with tempfile.TemporaryDirectory() as folder:
        back = read("canvas", text, Path(folder))
        assert tree(back) == tree(framework)
        further = [s.why.en for s in canvas.write(framework).left_out if s.what == "broader"]
        pairs = zip(framework.competencies, back.competencies, strict=True)
        lost = sum(before.broader != after.broader for before, after in pairs)
        assert [text.rpartition(": ")[2] for text in further] == ([str(lost)] if lost else [])
        assert refused_by_canvas(canvas.write(back).data.decode()) == []


def test_the_sample_goes_out_as_it_came(tmp_path: Path) -> None:
    framework = load([DATA / "canvas.csv"])
    assert tree(framework) == [
        ("taller", None, "Normas del taller de encuadernación", "Ejemplo inventado."),
        ("taller-2", "taller", "Acabados", ""),
        ("coser", "taller", "Coser con hilo de lino", "Sin nudos\nni saltos & sin prisa."),
        ("dorar", "taller-2", "Dorar los cantos", ""),
    ]
    assert framework.competencies[3].broader == ("taller",)
    text = canvas.write(framework).data.decode()
    assert refused_by_canvas(text) == []
    assert "coser,outcome,Coser con hilo de lino," in text
    assert text.splitlines()[3].endswith(",3,4,Experta,3,Lograda,1,En proceso")
    assert read("canvas", text, tmp_path).competencies == framework.competencies


def test_dirt_is_mended_and_counted(tmp_path: Path) -> None:
    rows = [
        "vendor_guid,object_type,title,parent_guids",
        "a,outcome,Coser,nowhere",
        "a,outcome,Dorar,",
        ",outcome,Sin GUID,",
        "b,group,B,c",
        "c,group,C,b",
        "d,group,D,d",
    ]
    framework = read("canvas", "\n".join(rows), tmp_path)
    assert [c.code for c in framework.competencies] == ["a", "a#2", "Sin GUID", "b", "c", "d"]
    assert {c.code: c.parent for c in framework.competencies if c.parent} == {"c": "b"}
    assert told(framework) == [
        "repeated GUIDs, numbered: 1",
        "rows without a GUID, named by title: 1",
        "parents that are not in the file, not used: 1",
        "cycles in the hierarchy, opened: 2",
    ]
    assert refused_by_canvas(canvas.write(framework).data.decode()) == []


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
    assert refused_by_canvas(data.decode()) == []
    back = read("canvas", data, tmp_path).competencies
    assert [(c.code, c.statement) for c in back] == [(c.code, c.statement) for c in entries]
