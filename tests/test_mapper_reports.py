"""What every report keeps to, whatever its format; a report that is added to `REPORTS` inherits these tests."""

import os
import subprocess
import sys
from pathlib import Path

import alignments
import pytest

from mapper.records import Alignment
from mapper.reports import REPORTS, report

CASES: dict[str, list[Alignment]] = {
    "programme": [alignments.programme()],
    "several": [alignments.programme(), alignments.syllabus()],
    "empty": [alignments.empty()],
    "unmatched": [alignments.unmatched()],
    "hostile": [alignments.hostile()],
    "nothing": [],
}


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", REPORTS)
def test_writes_one_file_with_the_same_bytes_each_time(name: str, case: str, lang: str, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "report", tmp_path / "b" / "report"
    report(name)(CASES[case], first, lang=lang)
    report(name)(CASES[case], second, lang=lang)
    assert first.stat().st_size > 0
    assert first.read_bytes() == second.read_bytes()
    assert [p.name for p in first.parent.iterdir()] == ["report"]


def test_bytes_depend_neither_on_hash_seed_nor_on_time_zone_nor_on_locale(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import alignments; from pathlib import Path;"
        "from mapper.reports import REPORTS, report;"
        "[report(n)([alignments.programme()], Path(sys.argv[2]) / n, lang='es') for n in REPORTS]"
    )
    for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        arguments = [sys.executable, "-c", code, str(Path(alignments.__file__).parent), str(tmp_path / seed)]
        subprocess.run(arguments, check=True, env=environment)
    for name in REPORTS:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


@pytest.mark.parametrize("name", REPORTS)
def test_languages_differ_and_hold_the_document_alike(name: str, tmp_path: Path) -> None:
    for lang in ("es", "en"):
        report(name)(CASES["programme"], tmp_path / lang, lang=lang)
    assert (tmp_path / "es").read_bytes() != (tmp_path / "en").read_bytes()


@pytest.mark.parametrize("name", REPORTS)
def test_what_cannot_be_written_is_an_error_that_names_the_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="taken") as caught:
        report(name)(CASES["programme"], tmp_path / "taken" / "report", lang="es")
    assert caught.value.filename == str(tmp_path / "taken" / "report")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        report("pdf")
