"""What the project asks for and what its constraints pin fit together; the command is installed."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = [
    Requirement(line)
    for line in (
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    )
]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line)
    return {canonicalize_name(name.strip()): version.strip() for name, version in pairs}


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_the_pinned_version_is_one_that_the_project_accepts(requirement: Requirement) -> None:
    pinned = pins().get(canonicalize_name(requirement.name))
    assert pinned is not None, "not in constraints.txt"
    assert requirement.specifier.contains(pinned), pinned


def test_the_citation_names_the_version() -> None:
    assert (
        f"version: {PROJECT['project']['version']}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    )


def test_the_command_is_installed() -> None:
    command = shutil.which("curmap", path=str(Path(sys.executable).parent))
    assert command is not None
    asked = subprocess.run([command, "--help"], check=True, capture_output=True, text=True)
    assert "Uso: curmap" in asked.stdout


def test_help_asks_for_nothing_heavy() -> None:
    """What `--help` imports: nothing that takes seconds."""
    code = "import sys; import mapper.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"torch", "sentence_transformers", "faiss", "sklearn", "pypdfium2"} & set(loaded)
