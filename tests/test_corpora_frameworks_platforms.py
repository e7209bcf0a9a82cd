"""The CSV of Moodle and of Canvas: read, and written so that Moodle drops nothing and Canvas refuses nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from platform_importers import check_canvas, check_moodle

from corpora import Competency, Framework
from corpora.frameworks import canvas, load, moodle

DATA = Path(__file__).parent / "data" / "frameworks"
HEADER = ",".join(f"c{n}" for n in range(14))


def read(loader: str, content: str | bytes, folder: Path) -> Framework:
    path = folder / "written.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load([path], loader=loader, name="mine")


# Moodle


def row(identifier: str, parent: str = "", name: str = "Coser", is_framework: str = "") -> str:
    return f"{parent},{identifier},{name},,1,,,,,,,,{is_framework},"


def test_what_came_in_moodles_own_columns_goes_out_again() -> None:
    sample = DATA / "moodle.csv"
    framework = load([sample])
    data = moodle.write(framework).data
    check_moodle(data)
    before, after = (list(csv.reader(io.StringIO(each.decode()))) for each in (sample.read_bytes(), data))
    assert [r[4:] for r in after[1:]] == [r[4:] for r in before[1:]]
    assert [s.what for s in moodle.write(framework).left_out] == ["language"]


def test_cross_references_follow_changed_numbers(tmp_path: Path) -> None:
    lines = [HEADER, row("f", is_framework="1"), row("1.1", name="Uno"), ",1.10,Dos,,1,,,,,,1.1,,,"]
    made = moodle.write(read("moodle", "\n".join(lines), tmp_path)).data.decode()
    numbers = [r[1] for r in csv.reader(io.StringIO(made))][2:]
    assert [r[10] for r in csv.reader(io.StringIO(made))][3] == numbers[0]
    assert all(number.startswith("cm-1.1") for number in numbers)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_spreadsheets_encodings_and_delimiters(tmp_path: Path, encoding: str) -> None:
    text = "\n".join([HEADER, row("f", is_framework="1"), row("a", name="Cosió el año")]).replace(",", ";")
    assert read("moodle", text.encode(encoding), tmp_path).competencies[0].statement == "Cosió el año"


def test_deep_trees_are_told() -> None:
    chain = tuple(Competency(f"n{n}", f"Paso {n}", "criterio", f"n{n - 1}" if n else None) for n in range(40))
    framework = Framework("mine", "Norma", "1", "ab" * 32, "x", chain)
    made = moodle.write(framework)
    check_moodle(made.data)
    (deep,) = [s.why.en for s in made.left_out if s.what == "Parent ID number"]
    assert deep.endswith(": 10")


# Canvas


def test_the_sample_goes_out_as_it_came(tmp_path: Path) -> None:
    framework = load([DATA / "canvas.csv"])
    data = canvas.write(framework).data
    check_canvas(data)
    text = data.decode()
    assert "coser,outcome,Coser con hilo de lino," in text
    assert text.splitlines()[3].endswith(",3,4,Experta,3,Lograda,1,En proceso")
    assert read("canvas", data, tmp_path).competencies == framework.competencies


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
    check_canvas(data)
    back = read("canvas", data, tmp_path).competencies
    assert [(c.code, c.statement) for c in back] == [(c.code, c.statement) for c in entries]
