"""The checklist: a coverage workbook marked by a person and read back, and what each of its faults comes to."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from command import BRIEF as PROGRAMME
from command import Ran, check, curmap, done, refused, written
from files import as_workbook, cells
from reviewing import NAMES, Book, Row

from corpora import readers
from eval.errors import InputError
from mapper.actions import Against
from mapper.actions import gap as actions_gap
from mapper.mapper import Mapper
from mapper.matching.records import Settings
from mapper.people.checklist.reviews import read_reviews, read_workbook
from mapper.people.judging.asking import AnswerStore, Reader, Response
from mapper.people.judging.criteria import apply_responses, questions
from mapper.people.judging.protocol import Answer
from mapper.programmes.coverage.report import Searched, apply_decisions
from mapper.workspace.store import Workspace


@pytest.fixture
def book(first: Path) -> Book:
    """The Spanish checklist of that report."""
    return Book(first / "es" / "coverage.xlsx")


@pytest.fixture(scope="module")
def reported(first: Path) -> Any:  # noqa: ANN401 - a JSON value
    return json.loads((first / "es" / "coverage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def alignment(norms: Path) -> Any:  # noqa: ANN401 - a JSON value
    """The mapping that nobody reviewed."""
    return mapped(norms, "--json").json


@pytest.fixture(scope="module")
def searched(norms: Path) -> Searched:
    """What the programme shows of the standard, before anybody decided anything."""
    (found,) = Mapper.comparing(Workspace(norms), ["conocer"], Settings()).cover([readers.read(PROGRAMME)])
    return found


@pytest.fixture(scope="module")
def first(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of reports that nobody reviewed: of coverage in either language, of a mapping in Spanish."""
    folder = tmp_path_factory.mktemp("first")
    for lang in ("es", "en"):
        coverage(norms, "--out", folder / lang, "--lang", lang)
    mapped(norms, "--out", folder / "map")
    return folder


def coverage(norms: Path, *arguments: object, programme: Path = PROGRAMME) -> Ran:
    return done("--workspace", norms, "coverage", programme, "-f", "conocer", *arguments)


def criteria(ran: Ran) -> dict[str, Any]:
    (standard,) = ran.json["standards"][0]
    return {row["code"].removeprefix("EC9001/"): row for row in standard["criteria"]}


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def share(standard: dict[str, Any], chances: dict[str, float]) -> float:
    """The mean of the elements' means, by hand: attitudes do not count."""
    by_element: dict[str, list[float]] = {}
    for row in standard["criteria"]:
        if row["kind"] != "actitud":
            by_element.setdefault(row["element"], []).append(chances[row["code"]])
    return sum(sum(found) / len(found) for found in by_element.values()) / len(by_element)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_sheet_can_be_filled_in(first: Path, tmp_path: Path, lang: str) -> None:
    book = Book(first / lang / "coverage.xlsx", lang)
    offered = {
        "es": ('"sí,en parte,no"', '"Cubierto,En parte,No se enseña"'),
        "en": ('"yes,partly,no"', '"Covered,Partly,Not taught"'),
    }
    rules = {rule.formula1: str(rule.sqref) for rule in book.sheet.data_validations.dataValidation}
    assert tuple(rules) == offered[lang]
    assert book.sheet.freeze_panes == "A2"
    hidden = [c.value for c in book.sheet[1] if book.sheet.column_dimensions[c.column_letter].hidden]
    assert hidden[0] == "framework"  # openpyxl groups the hidden columns that follow each other
    assert [c.value for c in book.sheet[1]][-4:] == ["framework", "text_id", "lang", "sha256"]
    for head in (book.teaches, book.decision):
        (cell,) = (c for c in book.sheet[1] if c.value == head)
        assert cell.comment is not None
        assert "--reviewed" in cell.comment.text or "tal cual" in cell.comment.text or "as it is" in cell.comment.text
    # What it offers is understood in either language.
    marks, decisions = (rule.strip('"').split(",") for rule in rules)
    book.mark("E9101/producto/1", *marks)
    for code, decision in zip(("desempeno/1", "desempeno/2", "producto/2"), decisions, strict=True):
        book.decide(f"E9101/{code}", decision)
    (review,) = read_reviews([book.save(tmp_path / "revisado.xlsx")])
    said = {code.removeprefix("EC9001/E9101/"): one for (_, code), one in review.judgements.items()}
    assert [*said["producto/1"].marks.values()] == ["yes", "partly", "no"]
    assert [said[code].state for code in ("desempeno/1", "desempeno/2", "producto/2")] == [
        "covered",
        "partly",
        "not_found",
    ]


def test_what_a_person_marks_is_what_the_report_says(
    norms: Path, book: Book, reported: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    book.mark("E9101/desempeno/1", "NO", "Sí")
    book.decide("E9101/desempeno/1", "cubierto")
    book.decide("E9101/desempeno/2", "no se enseña")
    book.decide("E9101/producto/1", "En parte")
    book.mark("E9101/producto/2", "Sí")  # no word on the criterion: a passage that teaches it is enough
    book.mark("E9101/producto/3", *["NO"] * 8)  # nor here: none of them does
    book.decide("E9101/actitud/1", "cubierto")
    ran = coverage(norms, "--reviewed", book.save(tmp_path / "revisado.xlsx"), "--json", "--out", tmp_path / "out")
    report = ran.json
    check("coverage", report)
    (old,), (new,) = reported["standards"][0], report["standards"][0]
    found, was = criteria(ran), {row["code"].removeprefix("EC9001/"): row for row in old["criteria"]}
    assert {code: row["state"] for code, row in found.items() if row["decided"]} == {
        "E9101/desempeno/1": "covered",
        "E9101/desempeno/2": "not_found",
        "E9101/producto/1": "partly",
        "E9101/producto/2": "covered",
        "E9101/producto/3": "not_found",
        "E9101/actitud/1": "covered",
    }
    near = [one["passage"] for one in was["E9101/desempeno/1"]["nearest"]]
    assert found["E9101/desempeno/1"]["passages"] == near[1:2]
    assert found["E9101/desempeno/1"]["decided"] == {
        "state": "covered", "by": "revisado.xlsx", "yes": near[1:2], "no": near[:1],
        "before": was["E9101/desempeno/1"]["state"], "computed": was["E9101/desempeno/1"]["probability"],
        "said": "covered", "partly": [],
    }  # fmt: skip
    assert all(found[code] == row for code, row in was.items() if not found[code]["decided"])
    # The share before stays; after review each decided criterion is taught or not.
    assert (new["share"], old["reviewed_share"], reported["reviewed"]) == (old["share"], None, None)
    chances = {row["code"]: row["probability"] for row in new["criteria"]}
    assert new["reviewed_share"]["value"] == pytest.approx(share(new, chances), abs=1e-6)
    assert chances["EC9001/E9101/producto/1"] == 1.0
    assert chances["EC9001/E9101/producto/3"] == 0.0
    tally = next(t for t in new["tallies"] if (t["element"], t["kind"]) == ("EC9001/E9101", "producto"))
    assert (tally["covered"], tally["partly"], tally["not_found"], tally["uncertain"]) == (1, 1, 1, 0)
    assert (report["reviewed"]["criteria"], report["reviewed"]["passages"]) == (6, 11)
    # Every report says so, and the next checklist holds what was decided.
    page = (tmp_path / "out" / "coverage.html").read_text(encoding="utf-8")
    assert "Después de la revisión" in page
    assert "No se enseña decidido por revisado.xlsx; " in plain(page)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "coverage.xlsx")["Estándares"]
    shares = [pytest.approx(c.value, abs=1e-6) for c in sheet[2] if isinstance(c.value, float)]
    assert new["reviewed_share"]["value"] in shares
    after = Book(tmp_path / "out" / "coverage.xlsx")
    said = {row[after.code].value: row[after.decision].value for row in after.rows if row[after.decision].value}
    # What marks amount to no person said.
    assert {code.removeprefix("EC9001/"): word for code, word in said.items()} == {
        "E9101/desempeno/1": "Cubierto",
        "E9101/desempeno/2": "No se enseña",
        "E9101/producto/1": "En parte",
        "E9101/actitud/1": "Cubierto",
    }
    again = coverage(norms, "--reviewed", tmp_path / "out" / "coverage.xlsx", "--json")
    for code, row in criteria(again).items():
        assert row["state"] == found[code]["state"]
        assert (row["decided"] or {}).get("yes") == (found[code]["decided"] or {}).get("yes")


@pytest.mark.parametrize(("word", "value"), [("cubierto", 1.0), ("no se enseña", 0.0)])
def test_a_standard_gone_through_has_a_share_without_doubt(
    norms: Path, book: Book, tmp_path: Path, word: str, value: float
) -> None:
    for code in {row[book.code].value for row in book.rows}:
        book.decide(code, word)
    asked = ("--reviewed", book.save(tmp_path / "todo.xlsx"), "--json", *(("--out", tmp_path) if value else ()))
    (standard,) = coverage(norms, *asked).json["standards"][0]
    assert standard["reviewed_share"] == {"value": value, "low": value, "high": value}
    assert standard["reviewed_attitudes"] == {"value": value, "low": value, "high": value}
    if value:  # what it was before is said only where that was something else
        before = [row["decided"]["before"] for row in standard["criteria"]]
        page = plain((tmp_path / "coverage.html").read_text("utf-8"))
        assert page.count("decidido por todo.xlsx; antes: ") == len(before) - before.count("covered")
        assert page.count("Cubierto decidido por todo.xlsx") == len(before)


def test_a_criterion_without_its_evidence_is_to_be_confirmed(
    norms: Path, book: Book, reported: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    passages = reported["programmes"][0]["passages"]
    row = next(r for r in reported["standards"][0][0]["criteria"] if r["state"] in ("covered", "partly"))
    shown = {passages[one]["text"] for one in row["passages"]}
    assert len(shown) < len(row["nearest"])
    for line in book.rows_of(row["code"]):
        if line["Pasaje"].value in shown:
            line[book.teaches].value = "no"
    reviewed = book.save(tmp_path / "sin.xlsx")
    ran = coverage(norms, "--reviewed", reviewed, "--json", "--out", tmp_path / "out")
    (found,) = (r for r in ran.json["standards"][0][0]["criteria"] if r["code"] == row["code"])
    assert (found["state"], found["passages"], found["decided"]["state"]) == ("uncertain", [], None)
    assert found["probability"] <= row["probability"]
    assert found["decided"]["before"] == row["state"]
    # The nearest passage that the verdict names is one that nobody rejected.
    head, *lines = openpyxl.load_workbook(tmp_path / "out" / "coverage.xlsx")["Dictamen"].iter_rows(values_only=True)
    (line,) = (one for one in lines if row["code"] in one)
    assert line[head.index("Pasaje más cercano")] not in ("", *shown)


@pytest.mark.slow
def test_partly_stays_partly_however_often_the_workbook_is_read_back(norms: Path, first: Path, tmp_path: Path) -> None:
    report = openpyxl.load_workbook(first / "map" / "report.xlsx")
    row = next(row for row in cells(report[MATCHES]) if "desempeno" in str(row["Código"].value))
    row[REVIEW].value = "en parte"
    code, text_id = row["Código"].value, row["text_id"].value
    path = tmp_path / "informe.xlsx"
    report.save(path)
    for place in range(2):
        ran = mapped(norms, "--reviewed", path, "--json", "--out", tmp_path / f"map{place}")
        (passage, *_) = (p for p in ran.json["passages"] if p["text_id"] == text_id)
        (match,) = (m for m in passage["matches"] if m["code"] == code)
        assert match["verdict"]["state"] == "partly"
        path = tmp_path / f"map{place}" / "report.xlsx"
    assert "en parte" in mapped(norms, "--reviewed", path, "--all").out
    for place in range(2):
        ran = coverage(norms, "--reviewed", path, "--json", "--out", tmp_path / f"cover{place}")
        found = criteria(ran)[code.removeprefix("EC9001/")]
        assert (found["state"], found["decided"]["said"]) == ("partly", None)
        assert found["decided"]["yes"] == found["decided"]["partly"] != []
        path = tmp_path / f"cover{place}" / "coverage.xlsx"


def test_decisions_on_another_document_inform(norms: Path, tmp_path: Path) -> None:
    outcome = "- Acomoda las refacciones en el almacén del taller.\n"
    other = written(tmp_path / "otro.md", f"# Taller\n\n## Resultados de aprendizaje\n\n{outcome}")
    coverage(norms, "--out", tmp_path / "otro", programme=other)
    book = Book(tmp_path / "otro" / "coverage.xlsx")
    code = book.rows[0][book.code].value
    book.mark(code, "sí")
    path = book.save(tmp_path / "otro.xlsx")
    # Of two programmes it counts on its own and informs the other.
    both = done("--workspace", norms, "coverage", other, PROGRAMME, "-f", "conocer", "--reviewed", path, "--json").json
    reviewed = both["reviewed"]
    assert (reviewed["criteria"], reviewed["passages"], reviewed["informing"]) == (1, 1, 1)
    assert [sum(c["decided"] is not None for c in rows[0]["criteria"]) for rows in both["standards"]] == [1, 0]
    assert len(both["made"]["settings"]["reviewed"]) == 1


_sheet, TEACHES, DECISION, _code = NAMES["es"]
ID = "text_id"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([(0, TEACHES, "quizá")], "fila {0}: «quizá» no se entiende; escriba una de estas: sí, en parte, no; o deje"),
        (
            [(0, TEACHES, "quizá"), (0, DECISION, "a medias"), (1, TEACHES, "tal vez")],
            "fila {0}: «quizá» no se entiende (ni fila {0} «a medias», fila {1} «tal vez»); escriba una de estas: sí,"
            " en parte, no; cubierto, en parte, no se enseña; o deje vacía la celda",
        ),
        ([(0, TEACHES, '=IF(1=1,"sí","no")')], "fila {0}: en «¿Lo enseña el pasaje?» hay una fórmula"),
        ([(0, DECISION, "no se enseña"), (0, TEACHES, "sí")], "«no se enseña», y uno de sus pasajes como sí o en"),
        ([(0, DECISION, "no se enseña"), (0, TEACHES, "en parte")], "y uno de sus pasajes como sí o en"),
        ([(0, DECISION, "cubierto"), (1, DECISION, "en parte")], "fila {1}: {code} ya tiene otra decisión"),
        ([(0, TEACHES, "sí"), (0, ID, None)], "fila {0}: falta lo que identifica la fila"),
        (
            [(0, TEACHES, "sí"), (1, TEACHES, "no"), (0, ID, "a"), (1, ID, "a")],
            "fila {1}: este pasaje está marcado de dos maneras",
        ),
        ("sha256", "fila 1: faltan columnas (sha256)"),
        ("framework text_id lang sha256", "fila 1: faltan columnas (framework, text_id, lang, sha256)"),
    ],
)
def test_a_workbook_that_contradicts_itself_is_refused(
    book: Book, tmp_path: Path, wrong: list[tuple[int, str, str | None]] | str, said: str
) -> None:
    own = book.rows_of("E9101/desempeno/1")
    for row, column, value in () if isinstance(wrong, str) else wrong:
        own[row][column].value = value
    for name in wrong.split() if isinstance(wrong, str) else ():
        book.sheet.delete_cols(next(c.column for c in book.sheet[1] if c.value == name))
    path = book.save(tmp_path / "malo.xlsx")
    with pytest.raises(InputError) as caught:
        read_reviews([path])
    line = caught.value.es
    assert "malo.xlsx, hoja «Lista de cotejo»" in line
    assert said.format(*(row[DECISION].row for row in own), code="EC9001/E9101/desempeno/1") in line


def test_marks_are_understood_as_check_lists_have_them_and_ten_that_are_not_are_named(
    book: Book, tmp_path: Path
) -> None:
    marks = ("X", "x", "✓", "✔\ufe0f", "√", "Parcial", "parcialmente", "no")
    book.mark("E9101/desempeno/1", *marks)
    book.decide("E9101/desempeno/2", "X")
    (review,) = read_reviews([book.save(tmp_path / "marcado.xlsx")])
    said = {code.rpartition("/")[2]: one for (_, code), one in review.judgements.items()}
    assert [*said["1"].marks.values()] == [*["yes"] * 5, "partly", "partly", "no"]
    assert said["2"].state == "covered"
    for row in book.rows[:12]:
        row[TEACHES].value = "quizá"
    with pytest.raises(InputError) as caught:
        read_reviews([book.save(tmp_path / "malo.xlsx")])
    assert caught.value.es.count("«quizá»") == 10
    assert "fila 11 «quizá», y 2 más); escriba" in caught.value.es
    assert "row 11 'quizá', and 2 more); write" in caught.value.en


@pytest.mark.parametrize("command", ["coverage", "map", "credentials"])
def test_a_workbook_given_back_without_a_mark_is_told(norms: Path, book: Book, tmp_path: Path, command: str) -> None:
    path = book.save(tmp_path / "vacia.xlsx")
    asked = (command, PROGRAMME, "-f", "conocer/EC9001", "--reviewed", path, "--lang", "en", "--json")
    assert "vacia.xlsx: nobody marked anything in it" in curmap("--workspace", norms, *asked).err


def test_a_checklist_is_read_in_one_opening_whatever_stands_above_its_header(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.decide("E9101/desempeno/1", "cubierto")
    plain = read_reviews([book.save(tmp_path / "ana.xlsx")])
    book.sheet.insert_rows(1, 2)
    book.sheet["A1"] = "Revisó: Ana"
    path = book.save(tmp_path / "ana.xlsx")
    assert read_workbook(path) == (above := read_reviews([path]))
    assert [replace(one, sha256=plain[0].sha256) for one in above] == [*plain]


def test_a_programme_with_a_sheet_of_that_name_is_none_of_ours(tmp_path: Path) -> None:
    rows = [{"Criterio": "Limpia el garfio", "Sí": "", "No": "", "Observaciones": ""}]
    assert read_workbook(as_workbook(tmp_path / "programa.xlsx", rows, sheet="Lista de cotejo")) is None


def test_what_is_no_review_is_refused(norms: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "libro.xlsx")
    asked = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--reviewed")
    book = refused(*asked, tmp_path / "libro.xlsx")
    assert "no es un libro de curmap" in book
    assert "descarga como JSON" in book
    told = refused(*asked, written(tmp_path / "otra.csv", "Código,Pasaje\n"))
    assert "no es una revisión" in told
    assert "como XLSX" in told


def test_what_no_longer_fits_is_counted_and_shown(norms: Path, book: Book, tmp_path: Path) -> None:
    for row in book.rows_of("E9101/desempeno/1"):
        row[book.code].value = "EC9001/E9101/desempeno/77"
    book.decide("desempeno/77", "cubierto")
    for row in book.rows_of("E9101/desempeno/2"):
        row["Criterio"].value = "Otra redacción del criterio"
    book.decide("E9101/desempeno/2", "cubierto")
    book.mark("E9101/producto/1", "sí")
    book.rows_of("E9101/producto/1")[0]["text_id"].value = "0123456789abcdef"
    book.mark("E9101/producto/2", "sí")
    book.rows_of("E9101/producto/2")[0]["Pasaje"].value = "Un pasaje que alguien escribió encima"
    ran = coverage(norms, "--reviewed", book.save(tmp_path / "viejo.xlsx"), "--json", "--lang", "en")
    said = {one["why"]["en"] for one in ran.json["reviewed"]["skipped"]}
    assert said == {
        "decisions on codes that are not here, which do not count: 1",
        "decisions on criteria that say something else today, which do not count: 1",
        "marks on passages that the document as it is read today does not have so, which do not count: 2",
    }
    assert not any(row["decided"] for row in criteria(ran).values())
    assert any("say something else today" in note["en"] for note in ran.json["notes"])


def test_two_reviews_that_differ_count_where_they_agree(norms: Path, first: Path, tmp_path: Path) -> None:
    paths = []
    for name, decision, mark in (("ana", "cubierto", "sí"), ("luis", "no se enseña", "en parte")):
        book = Book(first / "es" / "coverage.xlsx")
        book.decide("E9101/desempeno/1", decision)
        book.decide("E9101/desempeno/2", "cubierto")
        book.mark("E9101/producto/1", mark)
        paths += ["--reviewed", book.save(tmp_path / f"{name}.xlsx")]
    ran = coverage(norms, *paths, "--json")
    found = {code: row["decided"] for code, row in criteria(ran).items()}
    # What they differ in counts neither as taught nor as missing.
    assert (found["E9101/desempeno/1"]["state"], found["E9101/desempeno/1"]["by"]) == (None, "ana.xlsx, luis.xlsx")
    assert criteria(ran)["E9101/desempeno/1"]["state"] == "uncertain"
    assert found["E9101/desempeno/2"]["by"] == "ana.xlsx, luis.xlsx"
    # A yes and a partly agree that a passage teaches in part.
    partly = found["E9101/producto/1"]
    assert (partly["state"], partly["by"], len(partly["partly"])) == ("partly", "ana.xlsx, luis.xlsx", 1)
    (why,) = (one["why"]["en"] for one in ran.json["reviewed"]["skipped"])
    assert why.endswith("differ, which do not count: 1 (EC9001/E9101/desempeno/1, ana.xlsx, luis.xlsx)")


# A mapping's workbook, and the page's JSON


MATCHES, REVIEW, MISSED = "Correspondencias", "Revisión", "Códigos que faltan"


def mapped(norms: Path, *arguments: object, programme: Path = PROGRAMME) -> Ran:
    return done("--workspace", norms, "map", programme, "-f", "conocer", *arguments)


def matches(ran: Ran, text_id: str) -> dict[str, float]:
    (found, *_) = (p for p in ran.json["passages"] if p["text_id"] == text_id)
    return {match["code"]: match["probability"] for match in found["matches"]}


def test_a_reviewed_mapping_counts_on_its_own_document(norms: Path, first: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(first / "map" / "report.xlsx")
    by_text: dict[str, list[Row]] = {}
    for row in cells(book[MATCHES]):
        by_text.setdefault(row["text_id"].value, []).append(row)
    wrong, right = [rows for rows in by_text.values() if len(rows) > 1][:2]
    wrong[0][REVIEW].value = "no"
    right[-1][REVIEW].value = "sí"
    without, nothing, *_ = cells(book["Sin correspondencia"])
    without[MISSED].value = "EC9001/E9101/actitud/1"
    nothing[REVIEW].value = "sin correspondencia"
    path = tmp_path / "revisado.xlsx"
    book.save(path)
    before = mapped(norms, "--json")
    ran = mapped(norms, "--reviewed", path, "--json", "--out", tmp_path / "second")
    check("alignment", ran.json)
    rejected, accepted = wrong[0]["Código"].value, right[-1]["Código"].value
    assert rejected not in matches(ran, wrong[0]["text_id"].value)
    assert next(iter(matches(ran, right[0]["text_id"].value).items())) == (accepted, 1.0)
    assert matches(ran, without["text_id"].value) == {"EC9001/E9101/actitud/1": 1.0}
    assert none_by(ran) == {nothing["text_id"].value: "revisado.xlsx"}
    assert "pasajes 4;" in ran.err
    # What was added covers its criterion, whose standard is counted anew.
    plain, counted = (
        next(row for row in one.json["coverage"] if (row["code"], row["kind"]) == ("EC9001/E9101", "actitud"))
        for one in (before, ran)
    )
    assert counted["covered"] > plain["covered"]
    # The next workbook holds what was decided, and says the same once more.
    again = mapped(norms, "--reviewed", tmp_path / "second" / "report.xlsx", "--json")
    assert none_by(again) == {nothing["text_id"].value: "report.xlsx"}
    assert [p["matches"] for p in again.json["passages"]] == [
        [
            {**m, **({"verdict": {**m["verdict"], "reader": "report.xlsx"}} if "verdict" in m else {})}
            for m in p["matches"]
        ]
        for p in ran.json["passages"]
    ]


def none_by(ran: Ran) -> dict[str, str]:
    """Who said of a passage that nothing corresponds to it."""
    return {passage["text_id"]: passage["none_by"] for passage in ran.json["passages"] if "none_by" in passage}


def page_review(
    path: Path, alignment: Any, *decided: tuple[str, Any, Any], framework: str = "conocer", first: str = "Ana"  # noqa: ANN401
) -> Path:  # fmt: skip
    """Ana's review as the page gives it: of each decision verdict, passage, the competency's code and statement.

    The first decision may be another person's.
    """
    rows = [
        {
            "number": n, "action": n, "person": first if n == 1 else "Ana",
            "text_id": passage["text_id"], "verdict": verdict, "framework": framework, "code": of["code"],
            "note": "", "when": "", "bulk": False, "undoes": 0,
            "seen": {"probability": None, "encoder": "", "matcher": "", "framework_version": ""}
            | {"statement": of["statement"]},
        }
        for n, (verdict, passage, of) in enumerate(decided, 1)
    ]  # fmt: skip
    review = {"format": "curmap-review-1", "name": "x", "alignment": alignment, "text": "", "history": rows}
    return written(path, json.dumps(review))


def test_a_review_of_the_page_counts_on_its_own_document(
    norms: Path, reported: Any, alignment: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    passage, other, *_ = (p for p in alignment["passages"] if len(p["matches"]) > 1)
    right, wrong = passage["matches"][:2]
    criterion, nothing = reported["standards"][0][0]["criteria"][0], {"code": "", "statement": ""}
    apart = next(p for p in alignment["passages"] if p["role"] == "other")
    decided = (("accepted", passage, right), ("rejected", passage, wrong), ("added", apart, criterion))
    path = page_review(tmp_path / "revision.json", alignment, *decided, ("none", other, nothing))
    again = mapped(norms, "--reviewed", path, "--json")
    assert matches(again, passage["text_id"])[right["code"]] == 1.0
    assert wrong["code"] not in matches(again, passage["text_id"])
    # A passage that is not compared counts as well where a person says so.
    assert matches(again, apart["text_id"]) == {criterion["code"]: 1.0}
    (found_none,) = (one for one in again.json["passages"] if one["id"] == other["id"])
    assert (found_none["matches"], found_none["none_by"]) == ([], "Ana")
    assert len(found_none["rejected"]) == len(other["matches"])
    ran = coverage(norms, "--reviewed", path, "--json", "--out", tmp_path / "out")
    found = criteria(ran)[criterion["code"].removeprefix("EC9001/")]
    assert (found["state"], found["passages"], found["decided"]["by"]) == ("covered", [apart["id"]], "Ana")
    assert ran.json["programmes"][0]["passages"][apart["id"]]["text"] == apart["text"]
    shown = Book(tmp_path / "out" / "coverage.xlsx").rows_of(criterion["code"])
    assert (shown[-1]["Pasaje"].value, shown[-1]["¿Lo enseña el pasaje?"].value) == (apart["text"], "sí")


def said_by(norms: Path, programme: Path, reviewed: Path) -> dict[str, list[str]]:
    """By command, what it says of decisions, without their numbers of other documents."""
    found = {}
    for command in ("map", "coverage", "credentials"):
        options = ("-f", "table", "--reviewed", reviewed, "--json", "--lang", "en")
        ran = curmap("--workspace", norms, command, programme, *options)
        notes = ran.err.splitlines() if command == "map" else [note["en"] for note in ran.json["notes"]]
        lines = [line for line in notes if "eview" in line]
        found[command] = [line.partition("as they are: ")[2].partition(";")[0] or line for line in lines]
    return found


def test_what_was_decided_on_a_wording_in_another_language_counts_in_every_report(norms: Path, tmp_path: Path) -> None:
    outcome = "- Set the stitch tension of a sewing machine\n"
    programme = written(tmp_path / "sewing.md", f"# Sewing\n\n## Learning outcomes\n\n{outcome}")
    alignment = curmap("--workspace", norms, "map", programme, "-f", "table", "--json").json
    passage = next(one for one in alignment["passages"] if one["matches"])
    wording = "Sets thread tension and presser foot pressure for each type of fabric"
    asked = {"code": "MC1.3.2", "statement": wording}
    path = page_review(tmp_path / "review.json", alignment, ("added", passage, asked), framework="table")
    counted = ["criteria 1, passages 1"]
    assert said_by(norms, programme, path) == {"map": counted, "coverage": counted, "credentials": counted}
    asked["statement"] = "Mend sewing machines"
    other = page_review(tmp_path / "old.json", alignment, ("added", passage, asked), framework="table")
    apart = "Review: decisions on criteria that say something else today, which do not count: 1."
    lost = ["criteria 0, passages 0", apart]
    assert said_by(norms, programme, other) == {"map": lost, "coverage": lost, "credentials": lost}


def test_a_persons_word_stands_before_a_judges(norms: Path, book: Book, tmp_path: Path) -> None:
    book.decide("E9101/desempeno/1", "no se enseña")
    reviewed, against = [book.save(tmp_path / "r.xlsx")], Against(Workspace(norms), ["conocer"])
    report = actions_gap.coverage(against, [PROGRAMME], reviewed=reviewed).report
    asked = questions(report, "es")
    assert "EC9001/E9101/desempeno/1" not in {one.code for one in asked}
    laid = [one.question for one in asked if one.question is not None]
    heard = {one.id: Response(Answer("covered", ((one.offered[0]["id"], "x"),), "")) for one in laid}
    measured = {"covered": (20, 20), "partly": (20, 20), "absent": (0, 20)}
    (judged,) = apply_responses(report, asked, heard, Reader("m", AnswerStore(tmp_path)), measured=measured).standards[
        0
    ]
    states = {row.code: row.state for row in judged.criteria}
    assert {code for code, state in states.items() if state != "covered"} == {"EC9001/E9101/desempeno/1"}
    # Beside the judge's share stands the one in which the person's word holds.
    before, after = judged.share, judged.reviewed_share
    assert before
    assert after
    chances = {row.code: row.probability for row in judged.criteria}
    by_hand = {"criteria": [{"code": c.code, "kind": c.kind, "element": c.element} for c in judged.criteria]}
    assert after.value == pytest.approx(share(by_hand, chances))
    (computed,) = (row.decided.computed for row in judged.criteria if row.decided)
    assert before.value == pytest.approx(share(by_hand, {**chances, "EC9001/E9101/desempeno/1": computed}))


def test_a_mapping_takes_the_marks_and_decisions_of_a_checklist(
    norms: Path, book: Book, alignment: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    before = [match["code"] for one in alignment["passages"] for match in one["matches"]]
    code = next(code for code in before if "desempeno" in code)
    book.decide(code, "no se enseña")
    taught = next(row for row in book.rows if row[book.code].value != code)
    taught[book.teaches].value = "sí"
    passages = mapped(norms, "--reviewed", book.save(tmp_path / "revisado.xlsx"), "--json").json["passages"]
    of_text = next(one for one in passages if one["text_id"] == taught["text_id"].value)
    assert (taught[book.code].value, 1.0) in [(match["code"], match["probability"]) for match in of_text["matches"]]
    # What is not taught corresponds to no passage.
    matches, rejected = ([one["code"] for p in passages for one in p.get(kind, ())] for kind in ("matches", "rejected"))
    assert code not in matches
    assert rejected.count(code) == before.count(code)


def test_all_that_is_made_of_coverage_takes_decisions_as_they_are(
    norms: Path, book: Book, searched: Searched, tmp_path: Path
) -> None:
    book.decide("E9101/desempeno/2", "no se enseña")
    book.decide("E9101/producto/1", "en parte")
    book.decide("E9102/desempeno/1", "cubierto")
    path = book.save(tmp_path / "revisado.xlsx")
    (decided,), notes = apply_decisions([searched], read_reviews([path]))
    assert "criterios 3, pasajes 0" in notes[0].es
    (before,), (after,) = searched.shown, decided.shown
    changed = np.flatnonzero(before.probability != after.probability)
    codes = [entry.code.removeprefix("EC9001/") for entry in before.framework.competencies]
    asked = [codes.index(code) for code in ("E9101/desempeno/2", "E9101/producto/1", "E9102/desempeno/1")]
    assert after.probability[asked].tolist() == [0, 1, 1]
    assert after.fully[asked[1:]].tolist() == [0, 1]
    assert set(changed) <= set(asked)
    assert (after.refits[:, asked] == [0, 1, 1]).all()
    for command in ("credentials", "matrix"):
        ran = curmap("--workspace", norms, command, PROGRAMME, "-f", "conocer/EC9001", "--reviewed", path, "--json")
        assert ran.code in (0, 3), ran.err
        assert ran.json["made"]["settings"]["reviewed"]
    told = {cell["code"].removeprefix("EC9001/"): cell["state"] for cell in ran.json["cells"]}
    assert told.get("E9101/desempeno/2") != "taught"
