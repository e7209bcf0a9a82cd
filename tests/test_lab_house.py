"""The measures of the house: what counts as a circle and as a threshold, and that the page's table is fresh."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from lab import house


def made(**sources: str) -> list[house.Module]:
    return [house.Module(name, Path(name), len(text.splitlines()), ast.parse(text)) for name, text in sources.items()]


def test_a_circle_is_of_imports_that_run_on_importing() -> None:
    late = "def f():\n    import a\n"
    typing = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\n"
    every = made(a="import b\nimport d\nimport e", b="from c import x", c="import a", d=late, e=typing)
    assert house.circles(every) == [["a", "b", "c"]]
    assert house.circles(made(a="import b", b="")) == []


def test_a_threshold_is_a_number_that_something_is_compared_with() -> None:
    every = made(
        a="LEAST = 0.5\nMOST, FEW = 3, -1\nNAME = 'x'\nONLY_SHOWN = 2\n",
        b="import a\nok = lambda x: x > a.LEAST or x < a.FEW or x == a.NAME\n",
    )
    assert house.thresholds(every) == {"a": ["LEAST", "FEW"]}


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
