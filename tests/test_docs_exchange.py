"""docs/exchange.md tells the truth: its commands run in their order, and its tables name all parts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from command import curmap

from corpora.frameworks.written import WRITERS
from mapper.between.exchange import EXPORTS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("mapper", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    commands = [line for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.M | re.S) for line in block.splitlines()]
    for command in commands:
        ran = curmap("--workspace", "workspace", *shlex.split(command)[1:])
        assert ran.code == 0, (command, ran.err)
    written = {line.split("--out ")[1].split()[0] for line in commands if "--out" in line}
    assert all(Path(path).exists() for path in written)


def test_every_format_is_told() -> None:
    for form in (*WRITERS, *EXPORTS):
        assert f"--format {form} " in TEXT
