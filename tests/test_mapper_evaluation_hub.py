"""Benchmarks and truth sets as a Hugging Face dataset: written, read back the same, refused where nothing can be."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import curmap
from files import json_lines

from corpora import InputError
from eval import benchmarks, graded
from eval.errors import InputError as OfEval
from mapper.evaluation import programmes
from mapper.evaluation.hub import SAMPLE, TRUTH, Exported, export

CANDIDATES = [
    {"framework": "esco", "code": "c1", "statement": "coser prendas", "grade": 3, "grade_b": 2},
    {"framework": "esco", "code": "c2", "statement": "pilotar aviones", "grade": 0},
]
PAIRS = [
    {"id": "a1", "kind": "programme", "group": "p.pdf", "role": "outcome", "language": "es", "section": ["Módulo 1"],
     "passage": "Cose una blusa", "candidates": CANDIDATES},
    {"id": "a2", "passage": "Horario", "section": [], "candidates": []},
]  # fmt: skip
PROGRAMMES = ("ec9101", "ec9764", "ec9805")


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return json_lines(tmp_path / "dev-written.jsonl", PAIRS)


@pytest.fixture
def some_truth(tmp_path: Path) -> Path:
    """Three of the programmes that ship, one of them with the line ends of Windows."""
    folder = tmp_path / "truth"
    for name in PROGRAMMES:
        shutil.copytree(TRUTH / name, folder / name)
    programme = folder / "ec9764" / "programme.md"
    programme.write_bytes(programme.read_bytes().replace(b"\n", b"\r\n"))
    return folder


def written(what: list[str], folder: Path) -> Exported:
    return export(what, folder, data=[], licence=None, title="Ours")


def held(row: dict[str, Any]) -> dict[str, Any]:
    """A record without what is null, as a column has it of which another record says nothing."""
    return {key: value for key, value in row.items() if value is not None}


def said(truths: list[programmes.Truth]) -> list[Any]:
    return [
        (t.name, t.kind, t.sector, t.framework.sha256, t.criteria, t.examples, t.path.read_bytes(), t.path.suffix)
        for t in truths
    ]


def test_everything_is_read_back_the_same(tmp_path: Path, pairs: Path, some_truth: Path) -> None:
    folder = tmp_path / "dataset"
    found = written([str(some_truth), str(pairs), str(SAMPLE)], folder)
    assert found.licences == ("apache-2.0", "unknown")
    assert benchmarks.load(folder).sha256 == benchmarks.load(SAMPLE).sha256
    assert benchmarks.load(benchmarks.find("oficios", [folder])).about["licence"] == "Apache-2.0"
    assert graded.read([folder]) == graded.read([pairs])
    assert said(programmes.read(folder)[0]) == said(programmes.read(some_truth)[0])
    card = (folder / "README.md").read_text(encoding="utf-8")
    head = yaml.safe_load(card.split("---")[1])
    assert head["license"] == ["apache-2.0", "unknown"]
    assert head["language"] == ["en", "es"]
    names = {"programmes", "criteria", "pairs", *(f"oficios-{part}" for part in ("corpus", "queries", "qrels"))}
    assert {config["config_name"] for config in head["configs"]} == names
    assert [config["config_name"] for config in head["configs"] if config.get("default")] == ["programmes"]
    assert all((folder / part["path"]).is_file() for config in head["configs"] for part in config["data_files"])
    at = ("--workspace", tmp_path / "w", "eval")
    done = curmap(*at, "export", pairs, "oficios", "--hf", tmp_path / "d", "--lang", "en")
    assert (done.code, done.out) == (0, f"{tmp_path / 'd'}\n"), done.err
    assert "pairs, dev_written: rows: 2" in done.err
    assert "say it with --licence" in done.err
    assert curmap(*at, "run", "-b", tmp_path / "d", "-s", "bm25", "--json").json["benchmark"] == "oficios"


def test_parts_of_one_kind_are_splits(tmp_path: Path, pairs: Path, some_truth: Path) -> None:
    folder, other = tmp_path / "dataset", tmp_path / "other.jsonl"
    other.write_text(pairs.read_text(encoding="utf-8").replace('"a', '"b'), encoding="utf-8")
    written([str(pairs), str(other), str(some_truth / "ec9101"), str(some_truth)], folder)
    assert sorted(path.stem for path in folder.glob("pairs/*")) == ["dev_written", "other"]
    assert [p.id for p in graded.read([folder])] == ["a1", "a2", "b1", "b2"]
    assert [t.name for t in programmes.read(folder)[0]] == ["ec9101/ec9101", *(f"truth/{name}" for name in PROGRAMMES)]
    with pytest.raises((InputError, OfEval), match=r"pairs/dev_written\.parquet would be written twice"):
        written([str(pairs), str(pairs)], tmp_path / "twice")


def test_what_cannot_be_exported_or_read_is_refused(tmp_path: Path, pairs: Path, some_truth: Path) -> None:
    def refused(says: str, *what: Path | str, folder: Path = tmp_path / "a") -> None:
        with pytest.raises((InputError, OfEval), match=says):
            written([*map(str, what)], folder)

    refused("not empty; name a new folder", folder=tmp_path)
    refused("there is no benchmark 'nothing'", "nothing")
    (some_truth / "ec9764" / "programme.md").write_bytes(b"\xff\xfe\xfa")
    refused(r"programme\.md: is no UTF-8 text", some_truth)
    assert not (tmp_path / "a").exists()
    trec = tmp_path / "trec"
    trec.mkdir()
    (trec / "qrels.txt").write_text("q1 0 a 1\n")
    (trec / "run.trec").write_text("q1 Q0 a 1 0.5 bm25\n")
    refused("has no texts", trec)
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text('{"id": "1", "x": 1, "passage": "p", "candidates": []}\n' * 2)
    refused("'1' stands twice", mixed)
    rows = [{"id": str(n), "x": value, "passage": "p", "candidates": []} for n, value in enumerate((1, "one"))]
    json_lines(mixed, rows)
    refused("pairs: 'x' holds values of several kinds", mixed)
    written([str(pairs), str(TRUTH / "ec9101")], tmp_path / "b")
    for name, reads in (("pairs", lambda f: graded.read([f])), ("criteria", programmes.read)):
        (damaged,) = (tmp_path / "b" / name).iterdir()
        damaged.write_bytes(damaged.read_bytes()[:-9])
        with pytest.raises((InputError, OfEval), match=f"{damaged.name}: the Parquet file is damaged"):
            reads(tmp_path / "b")


@pytest.mark.slow
def test_datasets_reads_it(tmp_path: Path, pairs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    folder = tmp_path / "dataset"
    found = export([str(TRUTH), str(SAMPLE), str(pairs)], folder, data=[], licence="cc-by-4.0", title="Ours")

    def read(*config: str) -> datasets.DatasetDict:
        return datasets.load_dataset(str(folder), *config, cache_dir=str(tmp_path / "cache"))

    assert read()["train"]["name"] == read("programmes")["train"]["name"]
    for table in found.tables:
        told = read(table.config)[table.split].to_list()
        assert json.loads(json.dumps(told), object_hook=held) == json.loads(json.dumps(table.rows), object_hook=held)
    again = read("oficios-corpus")["corpus"], read("oficios-queries")["queries"], read("oficios-qrels")["test"]
    parts = dict(zip(("corpus", "queries", "qrels"), again, strict=True))
    datasets.DatasetDict(parts).save_to_disk(str(tmp_path / "oficios"))
    assert benchmarks.load(tmp_path / "oficios").sha256 == benchmarks.load(SAMPLE).sha256
