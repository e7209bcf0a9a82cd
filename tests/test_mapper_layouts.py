"""Programmes in the layouts that schools hand them in: what readers quoted as teaching is read as teaching.

The documents of data/layouts are those of `mapper/samples/truth` of the same name with the same words, as Word, PDF,
web page or workbook; those that ship in Markdown alone are read as they are.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpora import readers
from mapper.evaluation.programmes import first_right
from mapper.evaluation.training import SHIPPED
from mapper.matching.teaching import compared_passages, split_programme

LAYOUTS = Path(__file__).parent / "data" / "layouts"
TAUGHT, COMPARED = 0.85, 0.96
"""Of all quotes, the least share that stands in passages that teach, and in passages that may show a criterion."""


def documents() -> list[Path]:
    laid_out = {path.stem: path for path in sorted(LAYOUTS.iterdir())}
    told = [path for path in sorted(SHIPPED.glob("*/truth.json")) if '"quotes": "examples"' in path.read_text("utf-8")]
    assert laid_out.keys() <= {path.parent.name for path in told}
    return [laid_out.get(path.parent.name, path.parent / "programme.md") for path in told]


@pytest.mark.slow
def test_what_readers_quote_is_read_as_teaching_in_every_layout() -> None:
    taught, compared, lost = 0, 0, []
    for path in documents():
        name = path.stem if path.parent == LAYOUTS else path.parent.name
        teaching, others = compared_passages(split_programme(readers.read(path)).passages)
        for criterion in json.loads((SHIPPED / name / "truth.json").read_text(encoding="utf-8"))["criteria"]:
            for quote in criterion["passages"]:
                teaches = first_right([one.text for one in teaching], [quote]) is not None
                shows = teaches or first_right([one.text for one in others], [quote]) is not None
                taught, compared = taught + teaches, compared + shows
                lost += [] if shows else [(path.name, quote)]
    every = compared + len(lost)
    assert every > 1000
    assert taught >= TAUGHT * every, taught / every
    assert compared >= COMPARED * every, lost
