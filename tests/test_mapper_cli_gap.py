"""`curmap gap` as it is called: tables, JSON by its schema, exit codes."""

import csv
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from command import BRIEF, curmap
from jsonschema import Draft202012Validator

from mapper.actions import SAMPLES, add_framework
from mapper.workspace.store import Workspace

PROGRAMME, SYLLABUS, JOBS = (str(SAMPLES / name) for name in ("programa.pdf", "syllabus.pdf", "ofertas.jsonl"))


@pytest.mark.slow
def test_several_programmes_as_a_matrix(norms: Path, ads: Callable[[int], Path], tmp_path: Path) -> None:
    other = tmp_path / "otro.md"
    other.write_text(BRIEF.read_text(encoding="utf-8") + "\n- Otro tema.\n", encoding="utf-8")
    arguments = ("gap", str(BRIEF), str(other), "--jobs", str(ads(10)), "-f", "table", "--lang", "en")
    shown = curmap("--workspace", norms, *arguments)
    assert shown.code == 0
    assert "10 distinct ones. 10 were read, 0 could not be" in shown.out
    assert "Dates: unknown" in shown.out
    assert "Not audited" in shown.out
    assert "breve.md" in shown.out
    assert "otro.md" in shown.out


def test_the_same_as_json(norms: Path, ads: Callable[[int], Path], tmp_path: Path) -> None:
    arguments = ("--workspace", norms, "gap", str(BRIEF), "--jobs", str(ads(10)), "-f", "table", "--json")
    shown = curmap(*arguments, "--out", str(tmp_path))
    report = json.loads(shown.out)
    assert (tmp_path / "gap.json").read_text(encoding="utf-8") == shown.out
    assert report["profile"]["groups"] == 10
    assert report["profile"]["audited"] is None
    for row in (*report["groups"], *report["rows"]):
        share = row["competency"]["share"]
        assert 0 <= share["low"] <= share["value"] <= share["high"] <= 1
        assert len(row["competency"]["examples"]) <= 3
    assert curmap(*arguments).out == shown.out


def test_what_a_person_can_mend(norms: Path, tmp_path: Path) -> None:
    def ended(*arguments: str) -> tuple[int, str]:
        ran = curmap("--workspace", norms, "gap", PROGRAMME, "-f", "table", "--lang", "en", *arguments)
        assert ran.out == ""
        return ran.code, ran.line

    assert ended() == (2, "name the job ads with --jobs")
    assert ended("--jobs", JOBS, "--column", "texto")[0] == 2
    assert "nada.csv" in ended("--jobs", str(tmp_path / "nada.csv"))[1]
    assert ended("--jobs", JOBS, "--sector", "astrologia")[0] == 2


def test_a_single_skill_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    table, workspace = tmp_path / "skills.csv", tmp_path / "w"
    table.write_text("code,kind,statement\nS1,skill,weld pipes\nS2,skill,read drawings\n", encoding="utf-8")
    add_framework(Workspace(workspace), [table])
    ran = curmap("--workspace", workspace, "gap", PROGRAMME, "--jobs", JOBS, "-f", "table/S1", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "--framework table" in ran.line


@pytest.mark.slow
def test_a_blind_sheet_is_written_and_read_back(norms: Path, tmp_path: Path) -> None:
    arguments = ("--workspace", norms, "gap", PROGRAMME, "--jobs", JOBS, "-f", "table", "--json")
    written = curmap(*arguments, "--audit", "12", "--out", str(tmp_path), "--lang", "en")
    assert written.code == 0
    before = json.loads(written.out)["profile"]
    with (tmp_path / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not any("%" in str(value) or "0." in str(value) for row in rows for value in row.values())
    assert len({row["passage"] for row in rows}) == 12
    assert {row["code"] for row in rows} - {row["code"] for row in before["competencies"] + before["by_group"]} - {"—"}
    for number, row in enumerate(row for row in rows if row["code"] != "—"):
        row["grade"] = "3" if number % 2 == 0 and row["code"].endswith("TR2") else "0"
    with (tmp_path / "judged.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    after = json.loads(curmap(*arguments, "--judged", str(tmp_path / "judged.csv")).out)["profile"]
    assert (before["audited"], after["audited"]["ads"]) == (None, 12)
    assert not any("Not audited" in note["en"] for note in after["notes"])
    with (tmp_path / "few.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["passage"] == rows[0]["passage"])
    few = curmap(*arguments, "--judged", str(tmp_path / "few.csv"), "--lang", "en")
    assert (few.code, few.line.split(": ", 1)[1]) == (2, "ads judged: 1; at least 10 are needed")
    assert {r["code"]: r["share"] for r in before["by_group"]} != {r["code"]: r["share"] for r in after["by_group"]}


def test_a_sheet_needs_a_folder(norms: Path) -> None:
    ran = curmap("--workspace", norms, "gap", PROGRAMME, "--jobs", JOBS, "-f", "table", "--audit", "12")
    assert (ran.code, "--out" in ran.line) == (2, True)


@pytest.mark.slow
def test_the_json_keeps_to_the_schemas_that_ship(norms: Path) -> None:
    arguments = ("--workspace", norms, PROGRAMME, SYLLABUS, "-f", "table", "-f", "conocer", "--json")
    for command, more in (("coverage", ()), ("gap", ("--jobs", JOBS))):
        report = json.loads(curmap(*arguments[:2], command, *arguments[2:], *more).out)
        schema = json.loads((files("mapper") / f"data/{command}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(report)
