"""`curmap gap` as it is called: tables, JSON by its schema, exit codes."""

import json
from pathlib import Path

import pytest
from command import curmap

from mapper.actions import SAMPLES, add_framework
from mapper.store import Workspace

PROGRAMME, SYLLABUS, JOBS = (str(SAMPLES / name) for name in ("programa.pdf", "syllabus.pdf", "ofertas.jsonl"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("workspace")
    for name in ("EC9001.pdf", "normas.csv"):
        add_framework(Workspace(folder), [SAMPLES / name])
    return str(folder)


def test_several_programmes_as_a_matrix(workspace: str) -> None:
    arguments = ("gap", PROGRAMME, SYLLABUS, "--jobs", JOBS, "-f", "table", "--lang", "en")
    shown = curmap("--workspace", workspace, *arguments)
    assert shown.code == 0
    assert "40 distinct ads (40 read, 0 not read)" in shown.out
    assert "Dates: unknown" in shown.out
    assert "Not audited" in shown.out
    assert "programa.pdf" in shown.out
    assert "syllabus.pdf" in shown.out


def test_the_same_as_json(workspace: str, tmp_path: Path) -> None:
    arguments = ("--workspace", workspace, "gap", PROGRAMME, "--jobs", JOBS, "-f", "table", "--json")
    shown = curmap(*arguments, "--out", str(tmp_path))
    report = json.loads(shown.out)
    assert (tmp_path / "gap.json").read_text(encoding="utf-8") == shown.out
    assert report["profile"]["groups"] == 40
    assert report["profile"]["audited"] is None
    for row in (*report["groups"], *report["rows"]):
        share = row["competency"]["share"]
        assert 0 <= share["low"] <= share["value"] <= share["high"] <= 1
        assert len(row["competency"]["examples"]) <= 3
    assert curmap(*arguments).out == shown.out


def test_what_a_person_can_mend(workspace: str, tmp_path: Path) -> None:
    def ended(*arguments: str) -> tuple[int, str]:
        ran = curmap("--workspace", workspace, "gap", PROGRAMME, "-f", "table", "--lang", "en", *arguments)
        assert ran.out == ""
        return ran.code, ran.line

    assert ended() == (2, "name the job ads with --jobs")
    assert ended("--jobs", JOBS, "--column", "texto")[0] == 2
    assert "nada.csv" in ended("--jobs", str(tmp_path / "nada.csv"))[1]
    assert ended("--jobs", JOBS, "--sector", "astrologia")[0] == 2
