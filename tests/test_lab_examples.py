"""The worked examples: what their script writes, and that it quotes no more than one sentence of a finding."""

import json
import re
import runpy
import shutil
from pathlib import Path

import pytest

from mapper.actions import SAMPLES
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = runpy.run_path(str(ROOT / "lab" / "examples.py"))
FOLDER = ROOT / "docs" / "examples"


@pytest.mark.parametrize("name", EXAMPLES["EXAMPLES"])
def test_every_example_has_its_figures_and_a_reading(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    figures = text.split(EXAMPLES["BEGIN"])[1].split(EXAMPLES["END"])[0]
    example = EXAMPLES["EXAMPLES"][name]
    assert example.command in figures
    assert example.programme in figures
    assert "| ads read, unread |" in figures
    assert "**Right.**" in text
    assert "**Wrong" in text
    assert f"({name}.md)" in (FOLDER / "README.md").read_text(encoding="utf-8")
    for row in figures.splitlines():
        assert row.count("«") <= 1


@pytest.mark.slow
def test_the_script_chooses_ads_and_writes_between_the_marks(norms: Path, tmp_path: Path) -> None:
    shared, page = tmp_path / "shared", tmp_path / "page.md"
    (shared / "data" / "documents").mkdir(parents=True)
    shutil.copy(SAMPLES / "programa.pdf", shared / "data" / "documents")
    ads = [json.loads(line) for line in (SAMPLES / "ofertas.jsonl").read_text(encoding="utf-8").splitlines()]
    source = shared / EXAMPLES["ADS"]
    source.parent.mkdir(parents=True)
    rows = ({"_id": ad["id"], "title": ad["title"], "text": ad["description"]} for ad in ads)
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    page.write_text(f"# Before\n\n{EXAMPLES['BEGIN']}formerly shown\n{EXAMPLES['END']}\nAfter\n", encoding="utf-8")
    example = EXAMPLES["Example"]("programa.pdf", "sewing.jsonl", r"\b(?:costura|coser)", ("table",))
    EXAMPLES["make"](example, page, shared, Workspace(norms), tmp_path / "out")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Before")
    assert text.endswith("After\n")
    assert "formerly shown" not in text
    kept = len((tmp_path / "out" / "sewing.jsonl").read_text(encoding="utf-8").splitlines())
    expected = sum(bool(re.search("costura|coser", ad["title"].casefold())) for ad in ads)
    assert 0 < kept == expected < len(ads)
    assert f"| ads read, unread | {kept}, 0 |" in text
    assert (tmp_path / "out" / "gap.html").is_file()
