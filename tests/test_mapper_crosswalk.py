"""Crosswalks: what is found, fitted, reported, and how the benchmark reads the official one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from command import check, curmap, done, refused
from files import cells
from openpyxl import load_workbook
from small_frameworks import framework

from corpora import Competency, Label
from embeddings.encoders import open_encoder
from eval.benchmarks import load
from mapper.between.crosswalk import Candidate
from mapper.between.crosswalk.build import (
    SURE,
    Pairs,
    Side,
    near_pairs,
    score_pairs,
    select_candidates,
)
from mapper.workspace.store import Entry, Workspace

Found = dict[str, dict[str, dict[str, Any]]]
"""Source code → target code → what is said of the pair."""
OURS = [
    ("A1", "occupation", "baker", "bread baker", "bakery worker"),
    ("A2", "occupation", "pastry maker", "pastry cook", "confectioner"),
    ("A3", "occupation", "dairy farmer", "milk producer"),
    ("A4", "occupation", "sheep farmer", "sheep breeder"),
    ("A5", "occupation", "pig farmer", "pig breeder"),
    ("A6", "occupation", "airline pilot", "aeroplane captain"),
    ("A7", "skill", "knead dough", "work the dough"),
    ("A8", "skill", "bakers"),
]
THEIRS = [
    ("B1", "occupation", "Bakers"),
    ("B2", "occupation", "Farmers of livestock"),
    ("B3", "occupation", "Confectioners and pastry cooks"),
    ("B4", "occupation", "Notaries"),
    ("B5", "skill", "Kneading of dough"),
]
"""Code, kind, statement, then other names."""


@pytest.fixture(scope="module")
def workspace(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crosswalk")
    shutil.copytree(norms, folder / "w")
    for name, rows in (("ours", OURS), ("theirs", THEIRS)):
        entries = []
        for code, kind, statement, *others in rows:
            labels = tuple(Label(other, "en", "alternative") for other in others)
            entries.append(Competency(code, statement, kind, language="en", labels=labels))
        Workspace(folder / "w").add(framework(*entries, name=name), "table")
    return folder / "w"


@pytest.fixture(scope="module")
def written(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    ran = done("--workspace", workspace, "crosswalk", "ours", "--to", "theirs", "--json", "--out", folder)
    assert (folder / "crosswalk.json").read_text(encoding="utf-8") == ran.out
    return folder


@pytest.fixture(scope="module")
def content(written: Path) -> Any:  # noqa: ANN401 - a JSON value
    return json.loads((written / "crosswalk.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(content: Any) -> Found:  # noqa: ANN401
    return {p["code"]: {m["code"]: m for m in p["matches"]} for p in content["passages"]}


def test_what_is_proposed(found: Found) -> None:
    assert next(iter(found["A1"])) == "B1"
    assert next(iter(found["A2"])) == "B3"
    assert found["A6"] == {}
    assert all("B4" not in matches for matches in found.values())
    # Occupations are compared with occupations only.
    assert set(found["A7"]) == {"B5"}
    assert "B1" not in found["A8"]
    assert all("B5" not in matches for code, matches in found.items() if code not in ("A7", "A8"))
    for match in (match for matches in found.values() for match in matches.values()):
        assert 0.1 <= match["probability"] <= 1
        assert (match["predicate"] == "related") == (match["probability"] < 0.5)  # what only may be
        assert sum(match["predicates"].values()) == pytest.approx(1, abs=1e-5)


def test_the_other_side_is_told_too_the_predicate_turned(content: Any) -> None:  # noqa: ANN401
    check("crosswalk", content)
    turned = {"broad": "narrow", "narrow": "broad"}
    forward = {
        (p["code"], m["code"]): turned.get(m["predicate"], m["predicate"])
        for p in content["passages"]
        for m in p["matches"]
    }
    back = {(m["code"], t["code"]): m["predicate"] for t in content["targets"] for m in t["matches"]}
    assert forward == back
    assert forward


def test_the_page_and_the_terminal_show_both_sides_the_same_each_time(
    written: Path, workspace: Path, tmp_path: Path
) -> None:
    page = (written / "crosswalk.html").read_text(encoding="utf-8")
    assert "Desde ours" in page
    assert "Desde theirs" in page
    assert "airline pilot" in page  # what has no candidate
    assert "<script" not in page
    assert curmap("--workspace", workspace, "crosswalk", "ours", "--to", "theirs", "--out", tmp_path / "b").code == 0
    for path in written.iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    shown = curmap("--workspace", workspace, "crosswalk", "ours", "--to", "theirs", "--lang", "en").out
    assert "Bakers" in shown
    assert "of ours, " in shown


def test_a_reviewed_workbook_is_a_benchmark(written: Path, tmp_path: Path) -> None:
    book = load_workbook(written / "crosswalk.xlsx")
    for row in cells(book["Correspondencias"]):
        pair = row["Código de origen"].value, row["Código"].value
        row["Revisión"].value = "sí" if pair in (("A1", "B1"), ("A2", "B3")) else "no"
    cells(book["Sin correspondencia"])[0]["Revisión"].value = "sin correspondencia"
    book.save(tmp_path / "revisado.xlsx")
    benchmark = load(tmp_path / "revisado.xlsx")
    right = {target for row in benchmark.qrels.values() for target, grade in row.items() if grade == 2}
    assert {"theirs/B1", "theirs/B3"} <= right
    assert len(benchmark.corpus) == len(THEIRS)


def marked(book_path: Path, out: Path, words: dict[tuple[str, str], tuple[str, str]], missed: dict[str, str]) -> Path:
    """A copy of a workbook with the word and the relation of pairs, and codes that were missed."""
    book = load_workbook(book_path)
    for row in (*cells(book["Correspondencias"]), *cells(book["Sin correspondencia"])):
        source = str(row["Código de origen"].value)
        pair = source, str(row["Código"].value) if "Código" in row else ""
        if pair in words:
            row["Revisión"].value, row["Relación"].value = words[pair]
        if source in missed:
            row["Códigos que faltan"].value = missed[source]
    book.save(out)
    return out


def test_what_people_decided_comes_back_with_its_relation(written: Path, workspace: Path, tmp_path: Path) -> None:
    mine = {("A1", "B1"): ("sí", "más amplia"), ("A2", "B3"): ("no", "related"), ("A7", "B5"): ("sí", "igual")}
    theirs = {**mine, ("A7", "B5"): ("no", "igual")}
    book = written / "crosswalk.xlsx"
    ana = marked(book, tmp_path / "ana.xlsx", mine, {"A6": "B4"})
    luis = marked(book, tmp_path / "luis.xlsx", theirs, {})
    asked = ("--workspace", workspace, "crosswalk", "ours", "--to", "theirs", "--lang", "en")
    out = tmp_path / "out"
    ran = done(*asked, "--reviewed", ana, "--reviewed", luis, "--out", out)
    assert "pairs 3, entries without correspondence 0" in ran.err
    assert "on which two reviews differ, which do not count: 1 (A7 – B5: ana.xlsx, luis.xlsx)" in ran.err
    content = json.loads((out / "crosswalk.json").read_text(encoding="utf-8"))
    check("crosswalk", content)
    by_code = {p["code"]: p for p in content["passages"]}
    (baker, *_rest) = by_code["A1"]["matches"]
    assert (baker["predicate"], baker["probability"]) == ("broad", 1.0)
    assert baker["verdict"]["reader"] == "ana.xlsx, luis.xlsx"
    assert [m["code"] for m in by_code["A2"]["rejected"]] == ["B3"]
    assert "reviewed" not in by_code["A7"]["matches"][0]  # they differ: it stays a candidate
    assert [(m["code"], m["verdict"]["reader"]) for m in by_code["A6"]["matches"]] == [("B4", "ana.xlsx")]
    lines = exported_as_sssom(workspace, out / "crosswalk.json", tmp_path / "told.tsv").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    told = {(row[1], row[5]): (row[2], row[3], row[6]) for row in rows}
    assert told["baker", "Bakers"] == ("skos:broadMatch", "", "semapv:MappingReview")
    assert told["pastry maker", "Confectioners and pastry cooks"][1] == "Not"
    assert told["airline pilot", "Notaries"][2] == "semapv:ManualMappingCuration"
    # Whoever goes on with this workbook has the decisions in it.
    again = curmap(*asked, "--reviewed", out / "crosswalk.xlsx", "--json")
    kept = {p["code"]: [m["code"] for m in p["matches"] if m.get("reviewed")] for p in again.json["passages"]}
    assert (kept["A1"], kept["A6"]) == (["B1"], ["B4"])
    wrong = marked(book, tmp_path / "wrong.xlsx", {("A1", "B1"): ("sí", "más o menos")}, {})
    assert curmap(*asked, "--reviewed", wrong).code == 2


def exported_as_sssom(workspace: Path, record: Path, out: Path) -> str:
    """What `export` writes of a crosswalk's record; `out` is the file to write."""
    done("--workspace", workspace, "export", record, "--format", "sssom", "--out", out)
    return out.read_text(encoding="utf-8")


def test_a_standard_of_a_framework_is_a_side(workspace: Path) -> None:
    ran = done("--workspace", workspace, "crosswalk", "conocer/EC9001", "--to", "theirs", "--json")
    assert {p["framework"] for p in ran.json["passages"]} == {"conocer"}
    assert ran.json["passages"][0]["code"] == "EC9001"
    element = ran.json["passages"][1]["code"]
    part = curmap("--workspace", workspace, "crosswalk", element, "--to", "theirs", "--json").json
    assert {p["code"].startswith(element) for p in part["passages"]} == {True}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ours", "--to", "nada"], "«nada»"),
        (["nada", "--to", "ours"], "«nada»"),
        (["conocer", "--to", "conocer/EC9001/E9101"], "ninguna parte de A como B"),
        (["ours"], "falta la opción --to"),
    ],
)
def test_what_cannot_be_compared_is_said(workspace: Path, arguments: list[str], said: str) -> None:
    assert said in refused("--workspace", workspace, "crosswalk", *arguments)


def test_a_framework_beside_itself_tells_each_pair_once_and_no_part_of_an_entry(tmp_path: Path) -> None:
    titles = {"A": "Preparación de bebidas de café", "B": "Cuidado de abejas", "C": "Preparación de café y bebidas"}
    rows = [f"{code},,standard,{title}" for code, title in titles.items()]
    rows += [
        f"{code}.1,{code},criterion,{what} sin derrames" for code, what in (("A", "Sirve café"), ("C", "Sirve té"))
    ]
    table = tmp_path / "own.csv"
    table.write_text("\n".join(["code,parent,kind,statement", *rows, "B.1,B,criterion,Cuidado de abejas"]), "utf-8")
    done("--workspace", tmp_path / "w", "framework", "add", table, "--name", "own")
    asked = ("--workspace", tmp_path / "w", "crosswalk", "own", "--to", "own", "--lang", "en")
    ran = done(*asked, "--json", "--out", tmp_path)
    check("crosswalk", ran.json)
    pairs = {(p["code"], m["code"]): m["predicate"] for p in ran.json["passages"] for m in p["matches"]}
    assert pairs["A", "C"] in ("exact", "close")
    assert not pairs.keys() & {("B", "B.1"), ("B.1", "B"), ("C", "A"), ("A", "A")}
    book = load_workbook(tmp_path / "crosswalk.xlsx")
    chances = [row["Probability"].value for row in cells(book["Matches"])]
    assert chances == sorted(chances, reverse=True)
    assert f"Pairs of entries of own that may say the same: {len(pairs)}" in " ".join(done(*asked).out.split())


# Nearness


def entry(code: str, statement: str, language: str = "en", description: str = "") -> Competency:
    return Competency(code, statement, "occupation", language=language, description=description)


def scored(left: Sequence[Competency], right: Sequence[Competency]) -> Pairs:
    encoder = open_encoder()
    one, other = (Side.encode_entries(entries, frozenset({"en"}), encoder) for entries in (left, right))
    return score_pairs(one, other, *near_pairs(one, other), encoder)


def test_descriptions_count_where_both_have_one_and_most_do() -> None:
    left = [entry("a", "Operator", description="Drives trains on the underground"), entry("b", "Clerk")]
    right = [
        entry("x", "Technician", description="Drives underground trains"),
        entry("y", "Technician", description="Repairs shoes"),
    ]
    pairs = scored(left, right)
    assert pairs.described.tolist() == [True, True, False, False]
    assert pairs.score[0] > pairs.score[1]
    assert pairs.wordings[0] == pairs.wordings[1]
    assert pairs.score[2] == pairs.wordings[2]
    assert not scored([*left, entry("c", "Cook")], right).described.any()


def proposed(*sides: Mapping[str, tuple[str, str | None]]) -> dict[tuple[str, str], Candidate]:
    """Candidates between two frameworks, by code a title and the code above."""
    entries = [
        [Competency(code, title, "unidad", parent=above, language="es") for code, (title, above) in side.items()]
        for side in sides
    ]
    named = [framework(*of_side, name=f"side {number}") for number, of_side in enumerate(entries)]
    found = select_candidates(*([Entry(one, c) for c in one.competencies] for one in named), open_encoder())
    return {(entries[0][c.source].code, entries[1][c.target].code): c for c in found}


def test_what_does_the_opposite_is_no_candidate_and_takes_nobodys_place() -> None:
    ours = {"a": ("Montaje de andamios tubulares", None), "b": ("Compra de materias primas", None)}
    theirs = {
        "x": ("Desmontaje de andamios tubulares", None),
        "y": ("Armado de andamios de tubo", None),
        "z": ("Venta de materias primas", None),
        "v": ("Adquisición de materias primas", None),
    }
    found = proposed(ours, theirs)
    assert {pair: c.probability >= SURE for pair, c in found.items()} == {("a", "y"): True, ("b", "v"): True}
