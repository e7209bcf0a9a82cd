"""Damaged files of every kind are read or refused: what fuzzing once found, and five hundred fresh ones."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import fuzz
import fuzz_cases
import hostile_reading
import pytest

from corpora import InputError, isolation
from corpora.json_text import parse
from corpora.numbers import MOST, whole
from corpora.text import limit_marks

ROOT = Path(__file__).resolve().parent.parent
FINDS = sorted((ROOT / "tests" / "data" / "fuzz").iterdir())


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, fuzz_cases.Check]:
    return {target.name: target.check for target in fuzz_cases.targets(tmp_path_factory.mktemp("seeds"))}


def refused_in_time(check: fuzz_cases.Check, path: Path) -> InputError | None:
    before, refusal = fuzz.used(), None
    try:
        check(path)
    except InputError as error:
        refusal = error
    assert fuzz.used() - before < fuzz.SECONDS
    return refusal


@pytest.mark.parametrize(
    "find",
    [pytest.param(find, marks=[pytest.mark.slow] * find.name.startswith("docx-many"), id=find.name) for find in FINDS],
)
def test_what_was_once_found_is_read_or_refused_in_time(find: Path, checks: dict[str, fuzz_cases.Check]) -> None:
    name = max((name for name in checks if find.name.startswith(f"{name}-")), key=len)
    if error := refused_in_time(checks[name], find):
        assert find.name in error.en
        assert find.name in error.es
        assert "\n" not in error.en + error.es
        assert getattr(error, "code", 0) != 1, "a traceback in the process that reads"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Corte" + " #a" * 20_000 + " x", id="marks of filing"),
        pytest.param("Unidad n" + "úm." * 60 + "!", id="numbers that are none"),
        pytest.param("Corte a" + "\u0301\u0323" * 60_000, id="marks on a letter"),
        pytest.param("Corte a" + ("\u0301\u0323" * 10 + "\u200b\u00ad") * 6_000, id="marks parted by what goes"),
        pytest.param("Corte " + "&#769;&#803;" * 60_000, id="marks that HTML has names for"),
    ],
)
@pytest.mark.parametrize("target", ["plain", "html", "ads-json"])
@pytest.mark.slow
def test_what_is_repeated_is_read_in_time(target: str, text: str, tmp_path: Path, checks: dict[str, Any]) -> None:
    path = tmp_path / {"plain": "x.md", "html": "x.html", "ads-json": "x.jsonl"}[target]
    written = {"plain": text, "html": f"<p>{text}</p>", "ads-json": json.dumps({"description": text})}
    path.write_text(written[target], encoding="utf-8")
    assert refused_in_time(checks[target], path) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "name", "text"),
    [
        ("plain", "x.md", "**1. corte**\n" * 10_000),
        ("plain", "x.md", "*a " * 5_000 + "b* " * 5_000),
        ("ads-json", "x.jsonl", json.dumps({"description": "experiencia, " * 100_000})),
        ("sector", "x.toml", "a" * 300_000),
    ],
)
def test_what_is_long_is_read_or_refused_in_time(
    target: str, name: str, text: str, tmp_path: Path, checks: dict[str, Any]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    error = refused_in_time(checks[target], tmp_path / name)
    assert error is None if target == "plain" else name in str(error)


@pytest.mark.slow
def test_five_hundred_damaged_files_are_read_or_refused() -> None:
    results = list(fuzz.run(range(500), seed=500, only="", keep=None))
    counts = Counter(result.verdict for result in results)
    assert not [result for result in results if result.verdict not in fuzz.FINE]
    assert min(counts["accepted"], counts["refused"]) > 100
    assert {result.target.partition("-")[0] for result in results} >= fuzz_cases.READERS_AND_LOADERS


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (lambda _: None, "accepted"),
        (hostile_reading.refuse, "refused"),
        (hostile_reading.fault, "exception"),
        (hostile_reading.several_lines, "message"),
        (lambda _: bytearray(1 << 60), "memory"),
        (hostile_reading.work, "time"),
    ],
)
def test_the_harness_tells_what_is_a_fault(
    check: fuzz_cases.Check, verdict: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "SECONDS", 0.1)
    assert fuzz.judged(check, tmp_path / "x.pdf")["verdict"] == verdict


@pytest.mark.slow
def test_the_harness_outlives_what_fills_the_memory_or_ends_its_process() -> None:
    verdicts = [result.verdict for result in fuzz.run(range(8), seed=1, only="itself", keep=None)]
    assert set(verdicts) == {"accepted", "memory", "died (-9)"}
    assert len(verdicts) == 8


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the other process find the functions of tests/hostile_reading.py."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "tests"), str(ROOT)]))


@pytest.mark.slow
@pytest.mark.usefixtures("hostile")
def test_a_reader_that_dies_or_fills_the_memory_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    for function, code in (("crash", -11), ("fill", isolation.FULL), ("fault", 1)):
        with pytest.raises(isolation.LostError) as caught:
            isolation.call(f"hostile_reading:{function}", path)
        assert caught.value.code == code
        assert str(path) in caught.value.es
        assert "\n" not in caught.value.en
    # The next file has a process that lives, which passes on what is said of it.
    assert isolation.call("hostile_reading:name", path) == "x.pdf"
    with pytest.raises(InputError) as refused:
        isolation.call("hostile_reading:refuse", path)
    assert (refused.value.es, refused.value.en) == ("no", "no: x.pdf")
    with pytest.raises(FileNotFoundError):
        isolation.call("hostile_reading:open_it", path)


@pytest.mark.usefixtures("hostile")
def test_who_is_interrupted_while_a_file_is_read_gets_no_answer_on_it_to_the_next_file(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        isolation.call("hostile_reading:interrupt", tmp_path / "first.pdf")
    assert isolation.call("hostile_reading:name", tmp_path / "second.pdf") == "second.pdf"


def test_what_was_read_ahead_is_for_who_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, broken = tmp_path / "a.pdf", tmp_path / "b.pdf"
    shutil.copy(ROOT / "mapper" / "samples" / "syllabus.pdf", path)
    broken.write_bytes(b"%PDF-1.4 nothing else")
    read = isolation.call("corpora.readers.pdf:read", path)
    for ahead in (path, broken, tmp_path / "missing.pdf"):
        isolation.read_ahead(ahead)
        assert isolation.call("corpora.readers.pdf:read", path) == read
        isolation.read_ahead(ahead)
        assert isinstance(isolation.call("corpora.readers.pdf:text_layer", path), tuple)
    isolation.read_ahead(path)  # for which nobody asks
    isolation.read_ahead(broken)
    with pytest.raises(InputError, match=r"b\.pdf"):
        isolation.call("corpora.readers.pdf:read", broken)
    isolation.read_ahead(path)
    monkeypatch.setenv("CURMAP_TEST", "another process reads from here on, which owes no answer")
    assert isinstance(isolation.call("corpora.readers.pdf:text_layer", path), tuple)


@pytest.mark.slow
@pytest.mark.usefixtures("hostile")
def test_a_reader_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(isolation.LostError) as caught:
        isolation.call("hostile_reading:hang", tmp_path / "x.pdf")
    assert "takes too long" in caught.value.en


def test_a_letter_keeps_thirty_marks_and_all_else_stays() -> None:
    for text in ("o\u0302\u0323" * 99, "…" * 99, "—" * 40 + "•" * 40, "x" * 99, "\x07\u0301" * 20, "क्षि" * 50):
        assert limit_marks(text) == text
    assert limit_marks("a" + "\u0301\u200b" * 40 + "b") == "a" + "\u0301\u200b" * 30 + "\u200b" * 10 + "b"


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("", -1), (None, -1), ("²", -1), ("٣", -1), ("-1", -1), ("1.5", -1), ("9" * 5000, -1)],
)
def test_a_number_is_read_or_none(text: str | None, number: int) -> None:
    assert whole(text, -1) == number
    assert whole(str(MOST + 1), -1) == -1


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "1e999", "9" * 5000, "[" * 100_000, '{"a": -1e400}', "", "x"])
def test_what_is_no_json_raises_one_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


def test_half_a_character_is_none() -> None:
    assert parse('{"a": ["\\ud83d\\ude00", "\\ud800x"]}') == {"a": ["😀", "?x"]}
