"""Moodle's CSV: read by position, and written so that Moodle's importer drops nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from generated_frameworks import frameworks
from hypothesis import given, settings
from moodle_importer import flattened, imported

from corpora import Competency, Framework
from corpora.frameworks import load, moodle

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "moodle.csv"
HEADER = ",".join(f"c{n}" for n in range(14))


def read(content: str | bytes, folder: Path) -> Framework:
    path = folder / "framework.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return moodle.load([path], name="mine")


def tree(framework: Framework) -> list[tuple[str, str | None, str, str]]:
    return [(c.code, c.parent, c.statement, c.description) for c in framework.competencies]


def row(identifier: str, parent: str = "", name: str = "Coser", is_framework: str = "") -> str:
    return f"{parent},{identifier},{name},,1,,,,,,,,{is_framework},"


def take(framework: Framework) -> str:
    """The CSV, once Moodle has taken every entry of it at its place."""
    text = moodle.write(framework).data.decode()
    taken = imported(text)
    assert taken is not None
    assert len(text.splitlines()) == len(framework.competencies) + 2
    rows = {r[1]: r for r in csv.reader(io.StringIO(text))}
    numbers = list(rows)[2:]
    code = dict(zip(numbers, (c.code for c in framework.competencies), strict=True))
    got = {code[name]: None if up is None else code[up] for name, up in flattened(taken)}
    assert got == {c.code: c.parent for c in framework.competencies}
    children: dict[str | None, list[str]] = {}
    for name, up in flattened(taken):
        children.setdefault(None if up is None else code[up], []).append(code[name])
    for above, below in children.items():
        assert below == [c.code for c in framework.competencies if c.parent == above]
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
        back = read(text, Path(folder))
        assert tree(back) == tree(framework)
        assert (back.title, back.version, back.licence) == (framework.title, framework.version, framework.licence)
        take(back)


@given(frameworks(full=False))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_what_is_said_to_be_left_out_is(framework: Framework) -> None:
    told = {s.what: s.why.en for s in moodle.write(framework).left_out}
    assert told.keys() <= {"kind", "language", "Scale values"}


def test_what_came_in_moodles_own_columns_goes_out_again(tmp_path: Path) -> None:
    framework = load([SAMPLE])
    before = list(csv.reader(io.StringIO(SAMPLE.read_text(encoding="utf-8"))))
    after = list(csv.reader(io.StringIO(take(framework))))
    assert [r[4:] for r in after[1:]] == [r[4:] for r in before[1:]]
    assert [s.why.en for s in framework.skipped] == ["rows whose parent is missing, put at the root: 1"]
    assert [s.what for s in moodle.write(framework).left_out] == ["language"]


def test_cross_references_follow_changed_numbers(tmp_path: Path) -> None:
    lines = [HEADER, row("f", is_framework="1"), row("1.1", name="Uno"), ",1.10,Dos,,1,,,,,,1.1,,,"]
    made = moodle.write(read("\n".join(lines), tmp_path)).data.decode()
    numbers = [r[1] for r in csv.reader(io.StringIO(made))][2:]
    assert [r[10] for r in csv.reader(io.StringIO(made))][3] == numbers[0]
    assert all(number.startswith("cm-1.1") for number in numbers)


def test_rows_that_moodle_drops_are_read_and_counted(tmp_path: Path) -> None:
    lines = [HEADER, row("f", is_framework="1"), row("a"), row("a", name="Otra"), row("", name="Sin número")]
    lines += [row("b", "b"), row("c", "d"), row("d", "c"), row("e", name=""), ",,,,,,,,,,,,,x"]
    framework = read("\n".join(lines), tmp_path)
    assert [(c.code, c.parent) for c in framework.competencies] == [
        ("a", None),
        ("a#2", None),
        ("Sin número", None),
        ("b", None),
        ("c", None),
        ("d", "c"),
        ("e", None),
    ]
    told = {s.why.en.rpartition(": ")[0]: s.why.en.rpartition(": ")[2] for s in framework.skipped}
    assert told["repeated ID numbers, numbered"] == "1"
    assert told["cycles in the hierarchy, opened"] == "2"
    assert told["rows without short name, named by ID"] == "1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_spreadsheets_encodings_and_delimiters(tmp_path: Path, encoding: str) -> None:
    text = "\n".join([HEADER, row("f", is_framework="1"), row("a", name="Cosió el año")]).replace(",", ";")
    assert read(text.encode(encoding), tmp_path).competencies[0].statement == "Cosió el año"


def test_deep_trees_are_told() -> None:
    chain = tuple(Competency(f"n{n}", f"Paso {n}", "criterio", f"n{n - 1}" if n else None) for n in range(40))
    framework = Framework("mine", "Norma", "1", "ab" * 32, "x", chain)
    take(framework)
    told = {s.what: s.why.en for s in moodle.write(framework).left_out}
    assert told["Parent ID number"].endswith(": 10")
