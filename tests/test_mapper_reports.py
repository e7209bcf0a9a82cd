"""What every form of a mapping's report keeps to."""

import os
import subprocess
import sys
from pathlib import Path

import alignments
import pytest

from mapper.programmes.alignment import Alignment
from mapper.reports import kinds

CASES: dict[str, list[Alignment]] = {
    "programme": [alignments.programme()],
    "several": [alignments.programme(), alignments.syllabus()],
    "empty": [alignments.empty()],
    "unmatched": [alignments.unmatched()],
    "hostile": [alignments.hostile()],
    "nothing": [],
}
FILES = ["alignment.json", "report.docx", "report.html", "report.xlsx"]


def contents(folder: Path) -> list[bytes]:
    assert sorted(path.name for path in folder.iterdir()) == FILES
    return [(folder / name).read_bytes() for name in FILES]


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("case", CASES)
def test_writes_the_same_bytes_each_time(case: str, lang: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        kinds.write("report", CASES[case], tmp_path / name, lang=lang)
    assert all(contents(tmp_path / "a"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.slow
def test_bytes_depend_neither_on_hash_seed_nor_on_time_zone_nor_on_locale(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import alignments; from pathlib import Path;"
        "from mapper.reports import kinds;"
        "kinds.write('report', [alignments.programme()], Path(sys.argv[2]), lang='es')"
    )
    for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("2", "Asia/Tokyo", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        arguments = [sys.executable, "-c", code, str(Path(alignments.__file__).parent), str(tmp_path / seed)]
        subprocess.run(arguments, check=True, env=environment)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_languages_differ(tmp_path: Path) -> None:
    for lang in ("es", "en"):
        kinds.write("report", CASES["programme"], tmp_path / lang, lang=lang)
    assert not set(contents(tmp_path / "es")) & set(contents(tmp_path / "en"))


def test_what_cannot_be_written_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="taken"):
        kinds.write("report", CASES["programme"], tmp_path / "taken" / "report", lang="es")
