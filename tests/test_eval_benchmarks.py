"""Benchmark folders in every format, and each fault with its file and line."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from files import written

from eval import benchmarks
from eval.benchmarks import beir
from eval.errors import InputError
from eval.records import Ranking, Run
from eval.runs import directions, restrict

CORPUS = [
    {"_id": "t1", "title": "", "text": "Soldar con arco", "lang": "es"},
    {"_id": "t2", "title": "", "text": "Arc welding", "lang": "en"},
    {"_id": "t3", "title": "", "text": "Coser a máquina", "lang": "es"},
]
QUERIES = [
    {"_id": "q1", "text": "Suelda piezas", "lang": "es", "group": "g1", "title": "Soldadura"},
    {"_id": "q2", "text": "Cose prendas", "lang": "es", "document": "d1"},
    {"_id": "q3", "text": "Bakes bread", "lang": "en"},
]
QRELS = [("q1", "t1", "1"), ("q1", "t2", "2"), ("q2", "t3", "1"), ("q2", "t1", "0")]


def write(folder: Path, corpus: list[Any] = CORPUS, queries: list[Any] = QUERIES, qrels: list[Any] = QRELS) -> Path:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        written(folder / f"{name}.jsonl", "\n".join(lines) + "\n")
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(row) for row in qrels)]
    written(folder / "qrels" / "test.tsv", "\n".join(lines) + "\n")
    return folder


def refused(path: Path, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        benchmarks.load(path)
    assert error.value.es != error.value.en
    assert "\n" not in str(error.value)


def test_beir_folder(tmp_path: Path) -> None:
    found = benchmarks.load(write(tmp_path / "small"))
    assert (found.name, found.measure, found.run) == ("small", "MAP", None)
    told = [("q1", "g1", "es"), ("q2", "d1", "es"), ("q3", "q3", "en")]
    assert [(q.id, q.group, q.language) for q in found.queries] == told
    assert found.queries[0].extra == {"title": "Soldadura"}
    assert found.qrels == {"q1": {"t1": 1, "t2": 2}, "q2": {"t3": 1, "t1": 0}}


def test_order_and_layout_of_the_files_do_not_change_the_hash(tmp_path: Path) -> None:
    one = benchmarks.load(write(tmp_path / "one"))
    folder = write(tmp_path / "two", CORPUS[::-1], QUERIES[::-1], QRELS[::-1])
    text = (folder / "queries.jsonl").read_text(encoding="utf-8")
    (folder / "queries.jsonl").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n\r\n").encode())
    assert benchmarks.load(folder).sha256 == one.sha256
    other = benchmarks.load(write(tmp_path / "three", qrels=QRELS[:-1]))
    assert other.sha256 != one.sha256
    assert other.hashes["corpus"] == one.hashes["corpus"]


def test_about(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder")
    about = written(folder / "benchmark.json", '{"name": "trades", "measure": "MRR", "licence": "CC0-1.0"}')
    found = benchmarks.load(folder)
    assert (found.name, found.measure, found.about["licence"]) == ("trades", "MRR", "CC0-1.0")
    for text, says in (('{"measure": "map"}', "no measure 'map'"), ("{", r"benchmark\.json, line 1: is not valid")):
        written(about, text)
        refused(folder, says)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"corpus": [CORPUS[0], "{"]}, r"corpus\.jsonl, line 2: is not valid JSON"),
        ({"corpus": [CORPUS[0], "[1]"]}, r"corpus\.jsonl, line 2: is not a JSON object"),
        ({"corpus": [CORPUS[0], CORPUS[0]]}, r"corpus\.jsonl, line 2: 't1' already stands in line 1"),
        ({"corpus": [{"text": "x"}]}, r"corpus\.jsonl, line 1: the identifier \(_id\) is missing"),
        ({"corpus": [{"_id": "a b", "text": "x"}]}, r"line 1: identifier 'a b' contains white space"),
        ({"corpus": [{"_id": "t1"}]}, r"corpus\.jsonl, line 1: 'text' is missing"),
        ({"corpus": [{"_id": "t1", "text": "x", "lang": 3}]}, r"line 1: 'lang' is missing or is not a string"),
        ({"queries": [*QUERIES, QUERIES[2]]}, r"queries\.jsonl, line 4: 'q3' already stands in line 3"),
        ({"qrels": [*QRELS, ("q9", "t1", "1")]}, r"test\.tsv, line 6: query 'q9' is not in the benchmark"),
        ({"qrels": [*QRELS, ("q3", "t9", "1")]}, r"test\.tsv, line 6: target 't9' is not in the benchmark"),
        ({"qrels": [*QRELS, QRELS[0]]}, r"test\.tsv, line 6: 'q1 t1' already stands in line 2"),
        ({"qrels": [("q1", "t1", "nan")]}, r"test\.tsv, line 2: grade 'nan' is not a whole number"),
        ({"qrels": [("q1", "t1", "inf")]}, r"test\.tsv, line 2: grade 'inf' is not a whole number"),
        ({"qrels": [("q1", "t1", "-1")]}, r"test\.tsv, line 2: grade '-1' is not"),
        ({"qrels": [("q1", "t1", "2147483648")]}, r"test\.tsv, line 2: grade '2147483648' is not .* from 0 to 1,000"),
        ({"queries": ['{"_id": "q1", "text": "a \\ud800 b"}']}, r"queries\.jsonl, line 1: holds half a character"),
        ({"qrels": [("q1", "t1")]}, r"test\.tsv, line 2: has 2 columns where 3 are needed"),
        ({"qrels": [("q1", "t1", "0")]}, "nothing to measure"),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    refused(write(tmp_path / "b", **change), says)


def test_faults_of_whole_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "b")
    (folder / "qrels" / "test.tsv").write_text("q1\tt1\t1\n")
    refused(folder, r"test\.tsv, line 1: the header must be")
    (folder / "queries.jsonl").write_bytes('{"_id": "q1", "text": "ñ"}'.encode("cp1252"))
    refused(folder, r"queries\.jsonl, line 1: is not UTF-8")
    (folder / "qrels" / "test.tsv").unlink()
    refused(folder, r"qrels/test\.tsv.*is missing")
    refused(tmp_path, "is not a benchmark")


def test_other_parts_are_named_by_their_path(tmp_path: Path) -> None:
    folder = write(tmp_path / "b")
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "dev.tsv")
    assert benchmarks.load(folder).name == "b"
    (folder / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tt1\t1\n")
    with pytest.raises(InputError, match=r"dev\.tsv, train\.tsv"):
        beir.load(folder)
    found = benchmarks.load(folder / "qrels" / "train.tsv")
    assert (found.name, found.qrels) == ("b-train", {"q1": {"t1": 1}})


def test_found_by_name_or_path(tmp_path: Path) -> None:
    trades = write(tmp_path / "data" / "folder")
    (trades / "benchmark.json").write_text('{"name": "trades"}')  # a name of its own
    write(tmp_path / "other")
    assert benchmarks.find("trades", [tmp_path / "data"]) == trades
    assert benchmarks.find(str(tmp_path / "other"), [tmp_path / "data"]) == tmp_path / "other"
    assert list(benchmarks.known([tmp_path / "other"])) == ["other"]
    with pytest.raises(InputError, match="no benchmark 'nothing'; known: other, trades"):
        benchmarks.find("nothing", [tmp_path / "data", tmp_path])
    with pytest.raises(InputError, match="missing"):
        benchmarks.known([tmp_path / "missing"])


def test_trec_pair(tmp_path: Path) -> None:
    written(tmp_path / "qrels.txt", "q1 0 a 1\nq1 0 b 0\nq2 0 c 1\n")
    written(tmp_path / "run.trec", "q1 Q0 a 1 0.5 bm25\nq1 Q0 z 1 0.25 bm25\n")
    found = benchmarks.load(tmp_path)
    assert [target.id for target in found.corpus] == ["a", "b", "c", "z"]
    assert found.run is not None
    assert (found.run.system, found.run.rankings["q1"].targets) == ("bm25", ("a", "z"))
    written(tmp_path / "run.trec", "q9 Q0 a 1 0.5 bm25\n")
    refused(tmp_path, r"run\.trec, line 1: query 'q9'")
    written(tmp_path / "run.txt", "q1 Q0 a 1 0.5 bm25\n")
    refused(tmp_path, r"several files of one kind \(run\.trec, run\.txt\)")


def test_hugging_face_dataset_is_the_same_benchmark(tmp_path: Path) -> None:
    from datasets import Dataset, DatasetDict

    rows = [{"query-id": query, "corpus-id": target, "score": int(grade)} for query, target, grade in QRELS]
    columns = dict.fromkeys(key for query in QUERIES for key in query)
    whole = [{key: query.get(key) for key in columns} for query in QUERIES]
    tables = {"corpus": CORPUS, "queries": whole, "qrels": rows}
    parts = {name: Dataset.from_list(held) for name, held in tables.items()}

    def saved(name: str, **parts: Dataset) -> Path:
        DatasetDict(parts).save_to_disk(str(tmp_path / name))
        return tmp_path / name

    folder = benchmarks.load(write(tmp_path / "beir"))
    for same in (saved("hub", **parts), saved("named", **parts, default=parts["qrels"])):
        assert benchmarks.load(same).sha256 == folder.sha256
    files = tmp_path / "files [1]"
    files.mkdir()
    for name, part in parts.items():
        part.to_parquet(files / f"{name}.parquet")
    assert benchmarks.load(files).sha256 == folder.sha256
    (files / "corpus.parquet").write_bytes((files / "corpus.parquet").read_bytes()[:-100])
    refused(files, "corpus.parquet: the data are damaged")
    (tmp_path / "hub" / "corpus" / "state.json").write_text("{}", encoding="utf-8")
    refused(tmp_path / "hub", "corpus: the data are damaged")
    twice = saved("x", **{**parts, "qrels": Dataset.from_list([*rows, rows[0]])})
    refused(twice, "x/qrels, line 5: 'q1 t1' already stands in line 1")
    part = saved("part", corpus=parts["corpus"])
    refused(part, "needs the parts corpus, queries and qrels, and has: corpus")


def test_directions(tmp_path: Path) -> None:
    found = benchmarks.load(write(tmp_path / "b"))
    assert directions(found) == ("es-en", "es-es")
    run = Run("s", {"q1": Ranking(("t3", "t2", "t1"), np.array([0.9, 0.8, 0.7]))})
    part, ranked = restrict(found, run, "es-en")
    assert part.qrels == {"q1": {"t2": 2}, "q2": {}}
    assert ranked.rankings["q1"].targets == ("t2",)
    assert ranked.rankings["q1"].scores.tolist() == [0.8]


@pytest.mark.parametrize("name", ["boe-fp-module", "sena-rap", "skill-house-validation"])
def test_real_benchmarks(shared: Path, name: str) -> None:
    found = benchmarks.load(benchmarks.find(name, [shared / "bench"]))
    assert {query.id for query in found.queries} >= found.qrels.keys()
    counts = {"boe-fp-module": (58, 271, 7), "sena-rap": (477, 313, 24), "skill-house-validation": (61, 13_896, 61)}
    assert (len(found.queries), len(found.corpus), len({q.group for q in found.queries})) == counts[name]
