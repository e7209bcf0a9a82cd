"""What a result depends on: every module that makes it, found by what they import, and none beside."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mapper.catalogues.batch.run import ENCODE, INDEX, MATCH, READ
from mapper.evaluation.actions import MEASURING, RANKING
from mapper.workspace.source_hash import PACKAGES, ROOT, source_hash, sources

SCRIPT = """
import json, sys
from pathlib import Path
from mapper import actions
from mapper.catalogues.batch import EngineSettings
from mapper.catalogues.batch.local import LocalEngine
from mapper.catalogues.batch.run import IndexSettings, index
from mapper.workspace.store import Workspace

if __name__ == "__main__":
    workspace, samples = Workspace(Path(sys.argv[1])), Path(sys.argv[2])
    if not workspace.names():
        actions.add_framework(workspace, [samples / "normas.csv"])
    engine = LocalEngine(EngineSettings(workers=1))
    print(json.dumps(index(workspace, "c", [str(samples / "syllabus.pdf")], IndexSettings(("table",)), engine).done))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "truth"))
    return folder


def relative(*modules: str, root: Path = ROOT) -> set[str]:
    return {path.relative_to(root).as_posix() for path in sources(*modules, root=root)}


@pytest.mark.parametrize("step", [*(pytest.param(one, marks=pytest.mark.slow) for one in (READ, MATCH)), ENCODE, INDEX])
def test_a_change_of_any_module_that_a_step_depends_on_makes_it_stale(step: str, copy: Path) -> None:
    before = source_hash(step, root=copy)
    for path in sources(step, root=copy):
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert source_hash(step, root=copy) != before, path
        path.write_bytes(content)
    assert source_hash(step, root=copy) == before == source_hash(step)


@pytest.mark.parametrize("step", [READ, ENCODE, MATCH, INDEX, *RANKING, MEASURING])
def test_a_change_of_a_report_the_page_or_the_command_line_makes_nothing_stale(step: str) -> None:
    others = (
        "mapper/reports/",
        "mapper/web/",
        "mapper/cli",
        "mapper/actions",
        "mapper/industry/gap/",
        "mapper/programmes/credentials/",
    )
    assert not [name for name in relative(step) if name.startswith(others)]


def test_registries_and_data_are_followed() -> None:
    read, match = relative(READ), relative(MATCH)
    assert {"corpora/readers/pdf_lines.py", "corpora/readers/docx.py", "mapper/matching/settings.py"} <= read
    assert {
        "corpora/vocabulary.py",
        "mapper/matching/occupations.py",
        "mapper/data/scorer.npz",
        "mapper/data/genders.tsv",
    } <= match
    assert "mapper/data/occupations.npz" in match
    assert "embeddings/encoders/forward.py" in relative(ENCODE)
    assert not {"mapper/matching/matcher.py", "mapper/mapper.py"} & read
    assert "mapper/catalogues/batch/dask.py" not in read | match


@pytest.mark.slow
def test_a_collection_is_made_again_where_its_code_changed_and_only_there(copy: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def done(*changed: str) -> dict[str, int]:
        """Change modules of the copy and index with its packages."""
        for name in changed:
            (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
        command = [sys.executable, str(script), str(tmp_path / "workspace"), str(copy / "mapper" / "samples")]
        ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(copy)})
        found: dict[str, int] = json.loads(ran.stdout)
        return found

    first = done()
    assert first["match"] > first["read"] == 1
    assert done("mapper/reports/page.py", "mapper/catalogues/batch/work.py") == {}
    assert done("corpora/vocabulary.py")["match"] == first["match"]
