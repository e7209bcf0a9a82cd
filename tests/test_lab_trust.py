"""The software bill of materials: what it names, and in which form."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lab import trust

ROOT = Path(__file__).resolve().parent.parent


def test_the_bill_names_all_that_curmap_needs_and_how_it_hangs_together() -> None:
    made = trust.bill()
    assert made == trust.bill()
    parts = {part["name"]: part for part in made["components"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    direct = {canonicalize_name(Requirement(line).name) for line in asked} - {"curriculum-mapper"}
    assert direct <= parts.keys()
    assert all(part["version"] == version(name) for name, part in parts.items())
    assert parts["numpy"]["purl"] == f"pkg:pypi/numpy@{version('numpy')}"
    assert sum("licenses" in part for part in parts.values()) > len(parts) / 2
    known = {part["bom-ref"] for part in (*made["components"], made["metadata"]["component"])}
    links = {link["ref"]: link["dependsOn"] for link in made["dependencies"]}
    assert links.keys() == known
    assert {ref for refs in links.values() for ref in refs} <= known
    own = made["metadata"]["component"]
    assert {ref.partition("@")[0].removeprefix("pkg:pypi/") for ref in links[own["bom-ref"]]} == direct
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", made["serialNumber"])


def test_without_the_database_nothing_is_audited_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(trust, "DATABASE", "http://127.0.0.1:9/none")
    assert trust.main(["audit"]) == 0
    assert "not audited" in capsys.readouterr().err


def test_what_is_known_is_told_and_what_nobody_knows_is_not_audited(capsys: pytest.CaptureFixture[str]) -> None:
    sound = {"name": "a", "version": "1", "vulns": []}
    unknown = {"name": "b", "skip_reason": "Dependency not found on PyPI and could not be audited: b (2)"}
    weak = {"name": "c", "version": "3", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["3.1"]}]}
    assert trust.told([sound, unknown]) == 0
    assert capsys.readouterr().out == "audited 1 of 2 packages\n"
    assert trust.told([sound, weak]) == 1
    assert "c 3: PYSEC-2026-1, mended in 3.1" in capsys.readouterr().out
