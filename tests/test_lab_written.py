"""What the scripts of the lab write: measures of the house, schemas, figures of accuracy, worked examples, the pool."""

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import gap_reports
import pytest
from files import table_rows
from jsonschema import Draft202012Validator

from corpora import TEACHING_ROLES, readers
from lab import house
from lab.schemas import schemas
from mapper.actions import SAMPLES
from mapper.matching.teaching import split_programme
from mapper.reports.record_json import to_json
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = runpy.run_path(str(ROOT / "lab" / "examples.py"))
READINGS, POOL, ACCURACY = ROOT / "docs" / "examples", ROOT / "docs" / "pool", ROOT / "docs" / "accuracy.md"
AGAIN = "; where splitting changed on purpose, write the record again with `make pool`"


# The measures of the house: what counts as a circle and as a threshold, and that the page's table is fresh.


@pytest.mark.slow
def test_no_module_imports_itself_by_way_of_others() -> None:
    assert house.circles(house.modules()) == []


@pytest.mark.slow
def test_the_table_is_fresh() -> None:
    found = house.figures(house.modules(), trace=False)
    assert not house.stale(found, house.PAGE.read_text(encoding="utf-8")), "run python lab/house.py --write"


@pytest.mark.slow
def test_the_way_of_a_passage_is_as_the_table_says() -> None:
    # In a process of its own: what other tests left in caches is not called again.
    ended = subprocess.run([sys.executable, house.__file__, "--check"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


# The JSON Schemas that ship are what the records give, and say all of what is shown.


@pytest.fixture(scope="module")
def shipped() -> dict[Path, str]:
    return dict(schemas())


@pytest.mark.slow
def test_the_files_are_what_the_command_writes(shipped: dict[Path, str]) -> None:
    for path, content in shipped.items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name}: python -m lab.schemas writes it"
        Draft202012Validator.check_schema(json.loads(content))


@pytest.mark.parametrize("report", ["coverage", "gap"])
def test_a_report_with_everything_in_it_fits_and_nothing_may_be_missing(shipped: dict[Path, str], report: str) -> None:
    (content,) = (content for path, content in shipped.items() if path.name.startswith(report))
    validator = Draft202012Validator(json.loads(content))
    values = to_json(getattr(gap_reports, report)("a.pdf", "b.pdf"))
    validator.validate(values)
    shown = values if report == "coverage" else values["coverage"]
    del shown["extras"][0]["needs"][0]["findings"][0]["passage"]["role"]
    assert not validator.is_valid(values)


# docs/accuracy.md: what is measured is written by one command, what is written by hand stays.


def make(folder: Path) -> str:
    arguments = ["--data", folder / "data", "--workspace", folder / "workspace", "--page", folder / "page.md"]
    command = [sys.executable, ROOT / "lab" / "accuracy.py", *arguments, "--system", "char"]
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=True, capture_output=True, text=True).stderr


@pytest.mark.slow
def test_only_the_marked_part_is_written(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "benchmark", tmp_path / "data" / "trades")
    about = tmp_path / "data" / "trades" / "benchmark.json"
    about.write_text('{"name": "trades", "measure": "MRR"}', encoding="utf-8")
    hand = ("# By hand\n\nBefore.\n\n", "\n\n## What was tried\n\nAfter.\n")
    marks = "<!-- measured: make accuracy -->\nold figures\n<!-- /measured -->"
    (tmp_path / "page.md").write_text(marks.join(hand), encoding="utf-8")
    assert "char · trades: 0." in make(tmp_path)
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert text.startswith(hand[0])
    assert text.endswith(hand[1])
    assert "old figures" not in text
    assert "| trades | MRR | 63 / " in text
    assert "Measured at commit " in text
    assert "oficios" in text.partition("## Per direction")[2]
    assert (tmp_path / "accuracy-speed.svg").is_file()
    assert "](accuracy-speed.svg)" in text
    # What is there already is taken again, and gives the same page.
    assert "char · trades: reused" in make(tmp_path)
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == text


# The worked examples quote no more than one sentence of a finding.


@pytest.mark.parametrize("name", EXAMPLES["EXAMPLES"])
def test_every_example_has_its_figures_and_a_reading(name: str) -> None:
    text = (READINGS / f"{name}.md").read_text(encoding="utf-8")
    figures = text.split(EXAMPLES["BEGIN"])[1].split(EXAMPLES["END"])[0]
    example = EXAMPLES["EXAMPLES"][name]
    assert example.command in figures
    assert example.programme in figures
    assert "| ads read, unread |" in figures
    assert "**Right.**" in text
    assert "**Wrong" in text
    assert f"({name}.md)" in (READINGS / "README.md").read_text(encoding="utf-8")
    for row in figures.splitlines():
        assert row.count("«") <= 1


# docs/pool: the record of the pool names passages that are found again.


def test_passages_of_the_shipped_samples_are_found_again() -> None:
    kept = [row for row in table_rows(POOL / "passages.csv") if (SAMPLES / row["document"]).is_file()]
    assert len(kept) > 15
    for name in {row["document"] for row in kept}:
        document = readers.read(SAMPLES / name)
        found: dict[str, tuple[str, ...]] = {}
        for passage in split_programme(document).passages:
            if passage.role in TEACHING_ROLES:
                place = (str(passage.page), str(passage.start), str(passage.end), passage.text)
                found.setdefault(passage.text_id, place)
        for row in kept:
            if row["document"] == name:
                expected = (row["page"], row["start"], row["end"], row["text"])
                assert found.get(row["passage"]) == expected, row["passage"] + AGAIN


def test_only_shipped_texts_are_kept() -> None:
    rows = table_rows(POOL / "passages.csv")
    assert len(rows) == len({row["passage"] for row in rows}) == 100
    assert all(bool(row["text"]) == (SAMPLES / row["document"]).is_file() for row in rows)


@pytest.mark.slow
def test_the_whole_record_is_written_again(shared: Path, tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "lab" / "pool.py"))
    script["make"](shared / "data", tmp_path / "pool", Workspace(tmp_path / "workspace"))
    script["keep"](tmp_path / "pool", tmp_path / "record")
    for name in ("pool.json", "passages.csv", "pairs.csv"):
        assert (tmp_path / "record" / name).read_bytes() == (POOL / name).read_bytes(), name + AGAIN
