"""Whom to train in what: the list of what teachers hold, the profile, and `curmap instructors`."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import BRIEF, curmap, done, refused, written
from reading import refusal

from mapper.actions import SAMPLES, add_framework
from mapper.programmes.instructors import read_day, read_teachers
from mapper.workspace.store import Workspace

TEACHERS, PROGRAMME = SAMPLES / "docentes.csv", BRIEF
REGISTRY = [
    {"codigo": "EC0217.01", "nivel": "3", "titulo": "Impartición de cursos", "comite": "Capacitación"},
    {"codigo": "EC0076", "nivel": "2", "titulo": "Evaluación de la competencia", "comite": "Evaluación"},
    {"codigo": "EC0366", "nivel": "3", "titulo": "Desarrollo de cursos en línea", "comite": "Capacitación"},
]


def test_the_sample_is_read_with_both_forms_of_codes_and_dates() -> None:
    people, _ = read_teachers(TEACHERS)
    assert [(p.name.split()[0], [h.code for h in p.holdings]) for p in people] == [
        ("Ana", ["EC0217.01", "EC9001"]),
        ("Bernardo", ["EC0217", "EC0076"]),
        ("Carmen", ["EC0217.01", "EC0366"]),
        ("Darío", []),
    ]
    assert people[2].holdings[0].expires == "2023-06-15"


def test_english_columns_in_any_order_and_people_by_name_whatever_the_case(tmp_path: Path) -> None:
    rows = "Expiry date;Code;Remarks;Teacher\n31/12/2027;ec0217_01;x;Ana  Ruiz\n;EC0076;;ANA RUIZ\n"
    ((person,), _) = read_teachers(written(tmp_path / "docentes.csv", f"Instructores 2026;;;\n{rows}"))
    assert person.name == "Ana Ruiz"
    assert [(h.code, h.expires) for h in person.holdings] == [("EC0217.01", "2027-12-31"), ("EC0076", "")]


def test_a_cell_may_hold_several_codes_a_title_or_none(tmp_path: Path) -> None:
    rows = 'Ana,"EC0076, EC-0217.01"\nLuis,EC0217 Impartición de cursos\nEva,Ninguno\nLeo,NTCL-12\n'
    people, _ = read_teachers(written(tmp_path / "docentes.csv", f"nombre,código\n{rows}"))
    assert [[h.code for h in p.holdings] for p in people] == [["EC0076", "EC0217.01"], ["EC0217"], [], ["NTCL-12"]]


@pytest.mark.parametrize(
    ("header", "row", "held"),
    [
        ("Nombre del instructor,Código EC,Vigencia", "Ana,EC0217-01,indefinida", ("Ana", "EC0217.01", "", "")),
        ("Instructor(a),Clave del estándar,Vence", "Ana,EC0217,sin vencimiento", ("Ana", "EC0217", "", "")),
        ("Nombre(s),Estándar,Fecha,Vence", "Ana,EC0217,12 de enero de 2026,5 años",
         ("Ana", "EC0217", "2026-01-12", "2031-01-12")),
        ("Nombre,Código,Fecha,Vence", "Ana,EC0217,ene-16,feb-2020", ("Ana", "EC0217", "2016-01", "2020-02-29")),
        ("Nombre,Código,Fecha,Vence", "Ana,EC0217,05/2022,5 años", ("Ana", "EC0217", "2022-05", "2027-05-31")),
        ("Nombre,Código,Fecha", "Ana,EC0217,2022", ("Ana", "EC0217", "2022", "")),
        ("Last name,First name,Code,Expires", 'Ruiz,Ana,EC0217,"January 12, 2031"',
         ("Ana Ruiz", "EC0217", "", "2031-01-12")),
        ("Apellidos,Nombre,Código,Vence", "Ruiz,Ana,EC0217,No aplica\n,Total: 1,,", ("Ana Ruiz", "EC0217", "", "")),
    ],
)  # fmt: skip
def test_ordinary_names_of_columns_dates_and_words_for_no_expiry(
    tmp_path: Path, header: str, row: str, held: tuple[str, ...]
) -> None:
    ((person,), _) = read_teachers(written(tmp_path / "docentes.csv", f"{header}\n{row}\n"))
    ((one),) = person.holdings
    assert (person.name, one.code, one.date, one.expires) == held


def test_people_of_one_first_name_are_told_apart_by_their_surnames(tmp_path: Path) -> None:
    rows = "Pérez,Ana,EC0217.01\nRuiz,Ana,EC0301\n"
    people, _ = read_teachers(written(tmp_path / "docentes.csv", f"Apellidos,Nombre,Código\n{rows}"))
    assert [(p.name, len(p.holdings)) for p in people] == [("Ana Pérez", 1), ("Ana Ruiz", 1)]


def test_a_workbook_with_real_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nombre", "Código", "Fecha", "Vence"])
    book.active.append(["Ana", "EC0217.01", date(2024, 3, 2), date(2029, 3, 2)])
    hidden = book.create_sheet("Viejos")
    hidden.append(["Nombre", "Código"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "docentes.xlsx")
    people, skipped = read_teachers(tmp_path / "docentes.xlsx")
    assert people[0].holdings[0].date == "2024-03-02"
    assert [(one.what, "(Viejos)" in one.why.es) for one in skipped] == [("docentes.xlsx", True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("docente,materia\nAna,Costura\n", "código"),
        ("nombre,código\n,EC0217.01\n", "línea 2"),
        ("nombre,código,vence\nAna,EC0217.01,31/31/2026\n", "31/31/2026"),
        ("nombre,código,vence\nAna,EC0217.01,pronto\n", "pronto"),
        ("nombre,código,vence\nAna,EC0217.01,5 años\n", "deje la celda vacía"),
        ("nombre,código,fecha,vence\nAna,EC0217.01,2022,5 años\nEva,EC0076,13/2022,05/2027\n",
         "línea 2 «5 años»; línea 3 «13/2022»"),
        ("nombre,código,fecha,vence\nAna,EC0217.01,2029-01-01,2024-01-01\n", "línea 2"),
        ("profesión,código\nAna,EC0217.01\n", "nombre completo"),
        ("nombre,código\n", "no nombra a nadie"),
    ],
)  # fmt: skip
def test_a_table_that_a_person_can_mend_says_where(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(written(tmp_path / "docentes.csv", text), read_teachers).es


@pytest.mark.parametrize("text", ["2026-03-31", "31/03/2026", "31 de marzo de 2026"])
def test_the_day_of_validity_is_written_as_in_the_table(text: str) -> None:
    assert (read_day(""), read_day(text)) == ("", "2026-03-31")


@pytest.fixture(scope="module")
def workspace(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("instructors")
    shutil.copytree(norms, folder / "w")
    registry = written(folder / "registro.json", json.dumps(REGISTRY))
    add_framework(Workspace(folder / "w"), [registry], loader="renec")
    return folder / "w"


def ask(workspace: Path, *arguments: object) -> Any:  # noqa: ANN401 - a JSON value
    shown = done("--workspace", workspace, "instructors", PROGRAMME, "--teachers", TEACHERS, *arguments, "--json")
    return shown.json


@pytest.fixture(scope="module")
def report(workspace: Path) -> Any:  # noqa: ANN401 - a JSON value
    """Without a day."""
    return ask(workspace, "-f", "conocer/EC9001")


@pytest.mark.slow
def test_who_lacks_what_on_a_day(workspace: Path) -> None:
    report = ask(workspace, "-f", "conocer/EC9001", "--on", "2026-01-31")
    teaching, technical = report["requirements"][0], report["requirements"][-1]
    assert (teaching["kind"], teaching["scope"]) == ("teaching", "each")
    assert (technical["kind"], technical["standards"][0]["code"]) == ("technical", "EC9001")
    assert [row[0] for row in report["standings"]] == ["held", "older", "expired", "missing"]
    assert [row[-1] for row in report["standings"]] == ["held", "missing", "missing", "missing"]
    assert report["training"][0]["lacking"] == [p["name"] for p in report["people"][1:]]
    assert not report["training"][0]["fulfilled"], "each is to hold it"
    assert report["training"][-1]["fulfilled"], "one in the school is enough"


def test_what_is_issued_after_the_day_is_not_held_on_it(workspace: Path) -> None:
    report = ask(workspace, "-f", "conocer/EC9001", "--on", "2020-01-01")
    assert [row[0] for row in report["standings"]] == ["missing", "older", "held", "missing"]
    (note,) = (note["es"] for note in report["notes"] if "2020-01-01" in note["es"])
    assert "EC0217.01" in note


def test_codes_that_the_registry_lacks_are_marked_absent(report: Any) -> None:  # noqa: ANN401
    wanted = {s["code"]: s for r in report["requirements"] for s in r["standards"]}
    assert (wanted["EC0217.01"]["absent"], wanted["EC0217.01"]["title"]) == (False, "Impartición de cursos")
    assert (wanted["EC1440"]["absent"], wanted["EC1440"]["title"]) == (True, None)
    held = {h["code"]: h["absent"] for p in report["people"] for h in p["holdings"]}
    assert held == {"EC0217.01": False, "EC9001": False, "EC0217": True, "EC0076": False, "EC0366": False}


def test_without_a_day_nothing_is_called_expired_and_the_report_says_so(report: Any) -> None:  # noqa: ANN401
    assert [row[0] for row in report["standings"]] == ["held", "older", "held", "missing"]
    assert {h["expired"] for p in report["people"] for h in p["holdings"]} == {None}
    assert any("--on" in note["es"] for note in report["notes"])


def test_without_a_framework_all_standards_of_the_workspace_are_looked_at(workspace: Path) -> None:
    assert len(ask(workspace)["made"]["frameworks"]) == 3


def test_page_and_workbook(workspace: Path, tmp_path: Path) -> None:
    asked = ("--workspace", workspace, "instructors", PROGRAMME, "--teachers", TEACHERS, "-f", "conocer/EC9001")
    assert curmap(*asked, "--lang", "en", "--out", tmp_path).code == 0
    assert openpyxl.load_workbook(tmp_path / "instructors.xlsx")["People"].max_row == 5
    page = (tmp_path / "instructors.html").read_text(encoding="utf-8")
    assert "Whom to train in what" in page
    assert "absent from the registry" in page


def test_what_a_person_can_mend(workspace: Path, tmp_path: Path) -> None:
    base = ("--workspace", workspace, "instructors", PROGRAMME)
    assert "--teachers" in refused(*base)
    assert curmap(*base, "--teachers", tmp_path / "nada.csv").code == 2
    assert "--on" in curmap(*base, "--teachers", TEACHERS, "--on", "ayer").line
    assert "--framework" in refused("--workspace", tmp_path / "w", "instructors", PROGRAMME, "--teachers", TEACHERS)
