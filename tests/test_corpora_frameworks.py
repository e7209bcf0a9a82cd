"""The contract that every loader in `FRAMEWORKS` keeps, on its own sample, and what it makes of that, word for word.

The samples are invented and hold what real sources are known for; `data/frameworks/expected` has what is to come of
them: a line for the framework, with what it tells of defects, then a line for each entry, its defaults left out.
`others` beside it holds, by loader, what else files may look like.
"""

from __future__ import annotations

import hashlib
import json
import pkgutil
import random
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from files import written
from reading import refusal

from corpora import Framework, InputError
from corpora.frameworks import FRAMEWORKS, load, recognise
from corpora.frameworks.esco import both_genders
from corpora.frameworks.fields import to_json

DATA = Path(__file__).parent / "data" / "frameworks"
SHIPPED = Path(__file__).parent.parent / "mapper" / "samples"
SAMPLES = {path.stem: path for path in DATA.iterdir() if path.stem in FRAMEWORKS}
SAMPLES |= {"conocer": SHIPPED / "EC9001.pdf", "table": SHIPPED / "normas.csv"}


def _module(loader: str) -> Any:  # noqa: ANN401 - a module has no narrower type
    return pkgutil.resolve_name(FRAMEWORKS[loader])


@pytest.fixture(scope="module", params=FRAMEWORKS)
def loader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def framework(loader: str) -> Framework:
    return load([SAMPLES[loader]], loader=loader, name="mine")


def check(framework: Framework, expected: str) -> None:
    about = {name: getattr(framework, name) for name in ("title", "licence", "unread")}
    about["version"] = "" if framework.sha256.startswith(framework.version) else framework.version
    about["skipped"] = [f"{each.what}: {each.why.en}" for each in framework.skipped]
    found = [json.dumps(each, ensure_ascii=False) for each in (about, *map(to_json, framework.competencies))]
    assert found == (DATA / "expected" / f"{expected}.jsonl").read_text(encoding="utf-8").splitlines()


def test_a_sample_gives_these_entries(loader: str, framework: Framework) -> None:
    check(framework, loader)


@pytest.mark.parametrize(
    "path", sorted((DATA / "others").glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_file_of_another_form_or_with_defects_gives_these_entries(path: Path) -> None:
    assert recognise(path) == path.parent.name
    check(load([path]), f"others/{path.parent.name}/{path.name}")


def test_entries_are_sound(framework: Framework) -> None:
    """Codes are unique, parents come first; texts say something, in a known language, with no forbidden character."""
    assert framework.competencies
    seen: set[str] = set()
    for entry in framework.competencies:
        assert entry.code not in seen
        assert entry.parent is None or entry.parent in seen
        seen.add(entry.code)
        assert entry.code.strip()
        assert entry.statement.strip() == entry.statement != ""
        assert entry.kind == entry.kind.lower() != ""
        assert {entry.language, *(label.language for label in entry.labels)} <= {"es", "en"}
        wordings = [entry.statement, *(label.text for label in entry.labels)]
        assert len({wording.casefold() for wording in wordings}) == len(wordings)
        terms = [text for term in entry.glossary for text in term]
        text = "\n".join([entry.code, entry.kind, entry.description, entry.level or "", *wordings, *terms])
        assert unicodedata.is_normalized("NFC", text)
        assert not {c for c in text if unicodedata.category(c) in {"Cc", "Co", "Cs", "Cn"} and c != "\n"}, entry.code
    assert all(code in seen for entry in framework.competencies for code in entry.broader)


def test_the_same_input_gives_an_equal_framework_with_the_checksum_of_its_files(
    loader: str, framework: Framework
) -> None:
    sample = SAMPLES[loader]
    assert framework.name == "mine"
    again = load([sample], loader=loader)
    assert again.name == loader
    assert replace(again, name="mine") == framework
    names = framework.source.split(", ")
    files = [sample / name for name in names] if sample.is_dir() else [sample]
    assert names == sorted(file.name for file in files)
    assert framework.sha256 == hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    assert framework.version
    assert framework.title


def test_a_sample_is_known_by_its_own_loader_alone(loader: str) -> None:
    assert _module(loader).recognises(SAMPLES[loader])
    for other, sample in SAMPLES.items():
        if other != loader:
            assert not _module(loader).recognises(sample), other
    assert not _module(loader).recognises(SAMPLES[loader].with_name("nowhere"))
    assert recognise(SAMPLES[loader]) == loader


def test_a_folder_with_one_file_is_that_file(loader: str, framework: Framework, tmp_path: Path) -> None:
    sample = SAMPLES[loader]
    if sample.is_dir():
        pytest.skip(f"{sample.name} is a folder of several files")
    shutil.copy(sample, tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    assert recognise(tmp_path) == loader
    assert load([tmp_path], name="mine") == framework


NOISE = random.Random(7).randbytes(5000)


@pytest.mark.parametrize("content", [b"", b" \n\n", NOISE, b"%PDF-1.4\n", b"PK\x03\x04" + NOISE, b"[{}]", b"hola"])
def test_an_empty_file_or_noise_is_refused_with_its_name(loader: str, tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / SAMPLES[loader].with_suffix(SAMPLES[loader].suffix or ".csv").name, content)
    error = refusal(path, lambda path: load([path], loader=loader))
    assert str(path) in error.es
    assert error.es != error.en


def test_a_missing_file_an_empty_folder_and_no_path(loader: str, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        assert str(path) in refusal(path, lambda path: load([path], loader=loader)).es
    if loader != "renec":
        with pytest.raises(InputError):
            load([], loader=loader)


OTHER = {"conocer": "no Estándares de Competencia", "ntcl": "no Normas Técnicas", "incual": "no qualifications"}


@pytest.mark.parametrize(("loader", "said"), OTHER.items())
def test_another_document_is_refused_and_in_a_folder_counted(loader: str, said: str, tmp_path: Path) -> None:
    text = "I. Datos Generales\n\nUnidad de competencia 1: la persona es competente cuando sabe del EC9001.\n"
    note = written(tmp_path / "nota.txt", text)
    with pytest.raises(InputError, match=rf"nota\.txt: has {said}"):
        load([note], loader=loader)
    shutil.copy(SAMPLES[loader], tmp_path)
    (told,) = (entry.why.en for entry in load([tmp_path], loader=loader).skipped if entry.what == note.name)
    assert said in told


@pytest.mark.parametrize("loader", OTHER)
def test_a_norm_in_two_files_is_loaded_once(loader: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copy(SAMPLES[loader], tmp_path / (name + SAMPLES[loader].suffix))
    framework = load([tmp_path], loader=loader)
    assert list(framework.places) == list(load([SAMPLES[loader]], loader=loader).places)
    told = {"ntcl": "norms that repeat, loaded once: 2", "incual": "certificates that come again, loaded once: 2"}
    assert any(told.get(loader, "") in entry.why.en for entry in framework.skipped)


def test_an_unknown_loader_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match=", ".join(FRAMEWORKS)):
        load([SAMPLES["table"]], loader="nobody")


def test_a_label_of_both_genders_gives_each_and_a_bar_between_other_words_neither() -> None:
    assert both_genders("director técnico/directora técnica") == ("director técnico", "directora técnica")
    assert both_genders("productor/productora musical") == ("productor musical", "productora musical")
    assert both_genders("técnico/a de datos") == ("técnico de datos", "técnica de datos")
    assert both_genders("impresión/encuadernación") == ()
