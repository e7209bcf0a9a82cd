"""`curmap coverage` as it is called: tables, JSON by its schema, exit codes."""

import csv
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from command import BRIEF, curmap

from mapper.actions import SAMPLES, add_framework
from mapper.workspace.store import Workspace

PROGRAMME = str(BRIEF)


def test_several_programmes_as_tables(norms: Path) -> None:
    programmes = (PROGRAMME, SAMPLES / "syllabus.pdf")
    shown = curmap("--workspace", norms, "coverage", *programmes, "-f", "conocer", "--lang", "en", "--all")
    assert shown.code == 0
    assert "breve.md — 14 passages compared" in shown.out
    assert "chance" in shown.out
    assert "a language model wrote and judged them" in " ".join(shown.out.split())


@pytest.mark.parametrize(("command", "written"), [("coverage", "coverage"), ("map", "report")])
def test_citations_leave_out_the_title_that_all_passages_share(
    command: str, written: str, norms: Path, tmp_path: Path
) -> None:
    shown = curmap("--workspace", norms, command, BRIEF, "-f", "conocer", "--out", tmp_path, "--json", "--all")
    title = "Mantenimiento de máquinas de coser industriales"
    page = (tmp_path / f"{written}.html").read_text(encoding="utf-8")
    assert "Resultados de aprendizaje" in page
    document = docx.Document(str(tmp_path / f"{written}.docx"))
    book = openpyxl.load_workbook(tmp_path / f"{written}.xlsx", read_only=True)
    told = [page, *(cell.text for table in document.tables for cell in table._cells)]
    told += [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [text for text in told if f"{title} › " in text or f"{title}</span>" in text]
    assert shown.out.count(title) > 10, "the JSON tells the whole path"


AD = """# Técnico de mantenimiento de máquinas de coser

Se necesita técnico para taller de confección.

Funciones:

- Lubrica y ajusta máquinas de coser.

Requisitos:

- Experiencia de dos años.

Condiciones: contrato indefinido, jornada completa.
"""


def test_a_job_advertisement_is_mapped_with_a_word_on_gap(norms: Path, tmp_path: Path) -> None:
    ad = tmp_path / "anuncio.md"
    ad.write_text(AD, encoding="utf-8")
    told = " ".join(curmap("--workspace", norms, "map", ad, "-f", "conocer", "--lang", "es").err.split())
    assert "anuncio.md: parece un anuncio de empleo" in told
    assert "«curmap gap» con --jobs" in told
    programme = curmap("--workspace", norms, "map", BRIEF, SAMPLES / "programa.pdf", "-f", "conocer", "--lang", "es")
    assert "anuncio" not in programme.err


def test_one_standard_as_json(norms: Path, tmp_path: Path) -> None:
    arguments = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer/EC9001/E9101", "-f", "table")
    shown = curmap(*arguments, "--json", "--out", str(tmp_path))
    report = json.loads(shown.out)
    assert (tmp_path / "coverage.json").read_text(encoding="utf-8") == shown.out
    (standard,) = report["standards"][0]
    assert (standard["code"], standard["text"]) == ("EC9001", "full")
    share = standard["share"]
    assert 0 <= share["low"] <= share["value"] <= share["high"] <= 1
    named = {code for row in standard["criteria"] for code in row["passages"]}
    named |= {near["passage"] for row in standard["criteria"] for near in row["nearest"]}
    assert named == set(report["programmes"][0]["passages"])
    assert curmap(*arguments, "--json").out == shown.out


def test_what_a_person_can_mend(norms: Path, tmp_path: Path) -> None:
    unknown = curmap("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer/EC0000")
    assert unknown.code == 2
    assert "EC0000" in unknown.err
    missing = curmap("--workspace", norms, "coverage", str(tmp_path / "nada.pdf"), "-f", "conocer")
    assert (missing.code, missing.out) == (2, "")


def test_a_standard_known_by_its_title_is_related_and_never_covered(tmp_path: Path) -> None:
    rows = [
        {"codigo": "EC9050", "nivel": "2", "titulo": "Mantenimiento a máquinas de coser", "comite": "Vestido"},
        {"codigo": "EC9051", "nivel": "3", "titulo": "Atención a visitantes de museos", "comite": "Museos"},
    ]
    registry = tmp_path / "registro.json"
    registry.write_text(json.dumps(rows), encoding="utf-8")
    add_framework(Workspace(tmp_path / "w"), [registry], loader="renec")
    shown = curmap("--workspace", tmp_path / "w", "coverage", PROGRAMME, "-f", "renec", "--json")
    ((related,),) = json.loads(shown.out)["standards"]
    assert (related["code"], related["text"], related["level"], related["committee"]) == (
        "EC9050", "title", "2", "Vestido"
    )  # fmt: skip
    assert related["related"] > 0.2
    assert (related["share"], related["criteria"], related["tallies"]) == (None, [], [])
    assert "EC9050.pdf" in related["where"]["es"]
    add_framework(Workspace(tmp_path / "w"), [SAMPLES / "EC9001.pdf"])
    joined = json.loads(curmap("--workspace", tmp_path / "w", "coverage", PROGRAMME, "-f", "renec", "--json").out)
    assert [row["text"] for row in joined["standards"][0]] == ["full", "title"]


def test_a_person_changes_where_a_criterion_is_learnt(norms: Path, tmp_path: Path) -> None:
    arguments = ("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer", "--json", "--lang", "en")
    curmap(*arguments, "--out", str(tmp_path))
    sheet = tmp_path / "dual.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["change"] = "school" if rows[0]["suggested"] != "school" else "company"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    report = json.loads(curmap(*arguments, "--dual", str(sheet)).out)
    changed = {one["code"]: one for one in report["extras"][0]["standards"][0]["dual"]}[rows[0]["code"]]
    assert (changed["setting"], changed["by"]) == (rows[0]["change"], "person")


def test_a_narrow_terminal_shows_the_names(norms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = curmap("--workspace", norms, "coverage", PROGRAMME, "-f", "conocer").out
    assert "EC9001" in shown
    assert "Mantenimiento" in shown
