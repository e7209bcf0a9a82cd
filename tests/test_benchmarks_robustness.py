"""The same text is told alike in every format; a measure of how far states agree."""

import shutil
from pathlib import Path

import pytest
import robustness

from corpora import readers
from corpora.frameworks import load
from mapper.actions import SAMPLES

pytestmark = pytest.mark.slow


def test_agreement_by_hand() -> None:
    found = {
        "a": {"1": "covered", "2": "partly", "3": "not_found"},
        "b": {"1": "covered", "2": "covered", "3": "not_found"},
        "c": {"1": "covered", "2": "partly", "3": "uncertain", "4": "covered"},
    }
    assert robustness.agreement(found) == (3, 1, {"a, b": 2, "a, c": 2, "b, c": 1})


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium")
def test_a_programme_is_told_alike_in_every_format(tmp_path: Path) -> None:
    standard = load([SAMPLES / "EC9001.pdf"], loader="conocer", name="conocer")
    paths = robustness.written(readers.read(SAMPLES / "programa.docx"), tmp_path)
    found = {name: robustness.states_of(path, standard) for name, path in paths.items()}
    count, alike, pairs = robustness.agreement(found)
    assert set(found) == {"docx", "pdf", "html", "md", "txt"}
    assert count == len(found["docx"]) > 20
    assert alike >= 0.8 * count, pairs
