"""docs/accuracy.md: what is measured is written by one command, what is written by hand stays."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "mapper" / "samples" / "benchmark"
PAGE = ROOT / "docs" / "accuracy.md"


def make(folder: Path) -> str:
    arguments = ["--data", folder / "data", "--workspace", folder / "workspace", "--page", folder / "page.md"]
    systems = ["--system", "char"]
    command = [sys.executable, ROOT / "lab" / "accuracy.py", *arguments, *systems]
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=True, capture_output=True, text=True).stderr


@pytest.mark.slow
def test_only_the_marked_part_is_written(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "data" / "trades")
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


def test_the_page_says_what_its_figures_leave_out() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert text.count("<!-- measured: make accuracy -->") == text.count("<!-- /measured -->") == 1
    for said in ("from Spain", "or Colombia", "None is Mexican", "trained on ESCO's labels"):
        assert said in text
