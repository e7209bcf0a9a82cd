"""A school's year: what a new edition of a standard leaves of people's decisions and of what a programme showed."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from command import Ran, curmap, done
from editions import write_next
from openpyxl import load_workbook
from test_mapper_checklist import Book

from mapper.actions import SAMPLES
from mapper.between.editions import Change, Unit
from mapper.between.editions.year import Criterion

PROGRAMME = SAMPLES / "programa.pdf"
OLD, NEW = "EC9001", "EC9001.01"
MARKED = {
    "E9101/desempeno/1": ("yes",),  # renumbered
    "E9101/producto/2": ("yes", "yes"),  # reworded
    "E9101/conocimiento/1": ("yes",),  # another level
    "E9102/desempeno/2": ("yes", "no"),  # as before
    "E9102/desempeno/4": ("yes", "no"),  # gone
}
DECIDED = {"E9102/desempeno/4": "covered", "E9103/desempeno/2": "partly"}  # the second one moved
FATES = ["gained", "lacking", "lost", "changed", "kept"]


UNIT = Unit("A1", "Suelda", "desempeno", 2)


@pytest.mark.parametrize(
    ("states", "before", "now", "fate"),
    [
        ("same", "uncertain", "covered", "kept"),  # only its neighbours changed
        ("moved", "covered", "uncertain", "kept"),
        ("reworded", "uncertain", "covered", "gained"),
        ("reworded", "covered", "covered", "changed"),
        ("reworded", "covered", "uncertain", "changed"),
        ("reworded", "covered", "not_found", "lost"),
        ("reworded", "not_found", "uncertain", "kept"),
        ("removed", "covered", None, "lost"),
        ("removed", "not_found", None, "kept"),
        ("added", None, "covered", "gained"),
        ("added", None, "uncertain", "lacking"),
    ],
)
def test_what_becomes_of_a_criterion(states: str, before: Any, now: Any, fate: str) -> None:  # noqa: ANN401
    old, new = (() if one is None else (UNIT,) for one in (before, now))
    change = Change(old, new, (states,))  # type: ignore[arg-type]
    assert Criterion("p", "sha", change, *(None, None), before, now, ()).fate == fate


@pytest.fixture(scope="module")
def folder(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme mapped and covered against the old edition, its checklist marked, and what diff says of it."""
    folder = tmp_path_factory.mktemp("year")
    write_next(folder)
    assert curmap("--workspace", norms, "map", PROGRAMME, "-f", "conocer", "--out", folder / "map").code == 0
    ran = done("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--out", folder, "--lang", "en")
    book = Book(folder / "coverage.xlsx", "en")
    for code, marks in MARKED.items():
        book.mark(code, *marks)
    for code, word in DECIDED.items():
        book.decide(code, word)
    book.save(folder / "ana.xlsx")
    for lang in ("es", "en"):
        ran = diff(norms, folder, folder / "map" / "alignment.json", folder / "ana.xlsx", lang=lang, out=folder / lang)
        assert ran.code == 0, ran.err
        (folder / f"{lang}.txt").write_text(ran.out, encoding="utf-8")
    return folder


def diff(norms: Path, folder: Path, *mappings: Path, lang: str = "es", out: Path | None = None) -> Ran:
    named = [argument for path in mappings for argument in ("--mapping", path)]
    to = ["--json"] if out is None else ["--all", "--out", out]
    return curmap("--workspace", norms, "diff", OLD, folder / "EC9001.01.txt", *named, "--lang", lang, *to)


@pytest.fixture(scope="module")
def found(folder: Path) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads((folder / "es" / "diff.json").read_text(encoding="utf-8"))


def decided(found: Any, code: str) -> list[Any]:  # noqa: ANN401
    return [m for m in found["mapping"]["matches"] if m["code"] == f"{OLD}/{code}" and m["decision_before"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "verdict", "new"),
    [
        ("E9101/desempeno/1", "holds", "E9101/desempeno/2"),
        ("E9101/producto/2", "again", "E9101/producto/2"),
        ("E9101/conocimiento/1", "again", "E9101/conocimiento/1"),
        ("E9102/desempeno/2", "holds", "E9102/desempeno/2"),
        ("E9102/desempeno/4", "void", ""),
        ("E9103/desempeno/2", "holds", "E9102/desempeno/4"),
    ],
)
def test_what_becomes_of_each_decision(found: Any, code: str, verdict: str, new: str) -> None:  # noqa: ANN401
    rows = decided(found, code)
    assert len(rows) == len(MARKED.get(code, ())) + (code in DECIDED)
    for row in rows:
        assert (row["verdict"], row["by"]) == (verdict, "ana.xlsx")
        assert row["new_codes"] == ([f"{NEW}/{new}"] if new else [])
        assert row["decision"] == (row["decision_before"] if verdict == "holds" else None)
        # A decision on a passage tells which one, and its page.
        assert (row["passage"] is None) == (row["text_id"] is None) == (row["page"] is None)


@pytest.mark.slow
def test_every_fate_of_a_criterion_occurs_and_is_counted_and_none_is_forgotten(norms: Path, found: Any) -> None:  # noqa: ANN401
    told = found["criteria"]
    assert told["counts"] == {fate: Counter(row["fate"] for row in told["rows"])[fate] for fate in FATES}
    assert min(told["counts"].values()) > 0
    by_code = {(row["new"] or row["old"])["code"]: row for row in told["rows"]}
    for code, fate in (
        (f"{NEW}/E9103/desempeno/2", "gained"),
        (f"{NEW}/E9101/desempeno/1", "lacking"),
        (f"{OLD}/E9102/desempeno/4", "lost"),
        (f"{NEW}/E9101/producto/2", "changed"),
        (f"{NEW}/E9102/desempeno/4", "kept"),
    ):
        row = by_code[code]
        assert row["fate"] == fate
        assert bool(row["passages"]) == (fate != "lacking")
    ran = curmap("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--json")
    assert {row["old"]["code"] for row in told["rows"] if row["old"]} == {
        row["code"] for row in ran.json["standards"][0][0]["criteria"]
    }
    changed = {unit["code"] for change in found["changes"] for unit in change["new"]}
    whole = {NEW, *(f"{NEW}/E910{n}" for n in (1, 2, 3))}
    assert {row["new"]["code"] for row in told["rows"] if row["new"]} == changed - whole


@pytest.mark.slow
def test_what_holds_is_what_mapping_anew_takes(folder: Path, found: Any, tmp_path: Path) -> None:  # noqa: ANN401
    workspace = tmp_path / "w"
    assert curmap("--workspace", workspace, "framework", "add", folder / "EC9001.01.txt").code == 0
    arguments = (PROGRAMME, "-f", "conocer", "--reviewed", folder / "es" / "diff.xlsx", "--json")
    again = done("--workspace", workspace, "coverage", *arguments)
    reviewed = again.json["reviewed"]
    assert (reviewed["skipped"], reviewed["informing"]) == ([], 0)
    held = [m for m in found["mapping"]["matches"] if m["decision"]]
    assert reviewed["passages"] == sum(m["text_id"] is not None for m in held)
    assert reviewed["criteria"] == len({m["code"] for m in held})
    criteria = {row["code"]: row for row in again.json["standards"][0][0]["criteria"]}
    said = {code for code, row in criteria.items() if row["decided"]}
    assert said == {code for match in held for code in match["new_codes"]}
    # What diff says of the new edition is what coverage says of it then.
    for row in found["criteria"]["rows"]:
        if row["new"]:
            now = criteria[row["new"]["code"]]
            assert row["now"] == now["state"]
            if row["fate"] in ("gained", "changed"):
                assert [one["id"] for one in row["passages"]] == now["passages"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "state", "fate"), [("es", "Estado", "Qué pasó con él"), ("en", "State", "What became of it")]
)
def test_all_forms_tell_the_same(folder: Path, found: Any, lang: str, state: str, fate: str) -> None:  # noqa: ANN401
    book = load_workbook(folder / lang / "diff.xlsx")
    sheets = {sheet["A1"].value: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}
    assert len(sheets[state]) == len(found["mapping"]["matches"])
    assert len(sheets[fate]) == len(found["criteria"]["rows"])
    page = (folder / lang / "diff.html").read_text(encoding="utf-8")
    paper = docx.Document(str(folder / lang / "diff.docx"))
    words = " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    terminal = (folder / f"{lang}.txt").read_text(encoding="utf-8")
    for verdict, n in found["mapping"]["decisions"].items():
        assert f": {n}" in page
        for match in found["mapping"]["matches"]:
            if match["decision_before"] and match["verdict"] == verdict:
                code = match["code"].removeprefix(f"{OLD}/")
                assert code in page
                assert code in words
                assert verdict == "holds" or code in terminal
    for row in found["criteria"]["rows"]:
        if row["fate"] != "kept":
            code = (row["new"] or row["old"])["code"].partition("/")[2]
            assert all(code in form for form in (page, words, terminal))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("otro.json", b'{"passages": [{"id": 7}]}', ("0.", "is neither an alignment.json")),
        ("cortado.json", b'{"document": ', ("JSON: is neither an alignment.json",)),
        ("roto.xlsx", b"PK\x03\x04 no book", ("no workbook of curmap that can be reviewed; use report.xlsx",)),
        ("malo.xlsx", None, ("sheet 'Checklist', row 2", "'perhaps' is not understood; write one of these")),
        ("nada.json", None, ("does not exist; check the name",)),
    ],
)
def test_what_is_no_mapping_is_refused(
    norms: Path, folder: Path, tmp_path: Path, name: str, content: bytes | None, said: tuple[str, ...]
) -> None:
    path = tmp_path / name
    if content:
        path.write_bytes(content)
    elif name == "malo.xlsx":
        book = Book(folder / "coverage.xlsx", "en")
        book.rows[0][book.teaches].value = "perhaps"
        book.save(path)
    line = diff(norms, folder, path, lang="en").refusal
    for words in (name, *said):
        assert words in line
