"""What a result depends on: every module that makes it, found by what they import, and none beside."""

import shutil
from pathlib import Path

import pytest

from mapper.batch.run import ENCODE, MATCH, READ
from mapper.evaluation.experiment import MEASURING, RANKING
from mapper.source_hash import PACKAGES, ROOT, source_hash, sources

REPORT = "mapper/reports/gap_html.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "samples"))
    return folder


def relative(*modules: str, root: Path = ROOT) -> set[str]:
    return {path.relative_to(root).as_posix() for path in sources(*modules, root=root)}


@pytest.mark.parametrize("step", [READ, ENCODE, MATCH])
def test_a_change_of_any_module_that_a_step_depends_on_makes_it_stale(step: str, copy: Path) -> None:
    before = source_hash(step, root=copy)
    for path in sources(step, root=copy):
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert source_hash(step, root=copy) != before, path
        path.write_bytes(content)
    assert source_hash(step, root=copy) == before == source_hash(step)


@pytest.mark.parametrize("step", [READ, ENCODE, MATCH, *RANKING, MEASURING])
def test_a_change_of_a_report_the_page_or_the_command_line_makes_nothing_stale(step: str) -> None:
    others = ("mapper/reports/", "mapper/web/", "mapper/cli", "mapper/actions", "mapper/gap/", "mapper/credentials/")
    assert not [name for name in relative(step) if name.startswith(others)]


def test_registries_packages_and_data_are_followed() -> None:
    read, match = relative(READ), relative(MATCH)
    assert {"corpora/readers/pdf_lines.py", "corpora/readers/docx.py", "mapper/settings.py"} <= read
    assert {"corpora/vocabulary.py", "mapper/pivot.py", "mapper/data/scorer.npz", "mapper/data/genders.tsv"} <= match
    assert "mapper/data/occupations.npz" in match
    assert "embeddings/encoders/forward.py" in relative(ENCODE)
    assert not {"mapper/match.py", "mapper/align.py"} & read
    assert "mapper/batch/dask.py" not in read | match


def test_all_that_is_imported_to_rank_is_known(copy: Path) -> None:
    """What Python itself loads beside the packages' own files is found by reading alone."""
    import subprocess
    import sys

    script = "import sys, mapper.batch.matching; print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0]"
    script += f" in {PACKAGES!r} and m.__file__ and not m.__file__.endswith('__init__.py')))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=copy, check=True, capture_output=True, text=True).stdout
    names = {Path(one).relative_to(copy).as_posix() for one in loaded.split()}
    behind_packages = {name for name in names if name.startswith("mapper/review/")}
    assert len(names) > 30
    assert names - behind_packages <= relative(MATCH, root=copy)
