"""docs/pool: the record of the pool names passages that are found again."""

import json
import runpy
from pathlib import Path

import pytest
from files import table_rows

from corpora import TEACHING_ROLES, readers
from corpora.split import passages
from mapper.actions import SAMPLES
from mapper.workspace.store import Workspace

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pool"
AGAIN = "; where splitting changed on purpose, write the record again with `make pool`"


def test_passages_of_the_shipped_samples_are_found_again() -> None:
    kept = [row for row in table_rows(FOLDER / "passages.csv") if (SAMPLES / row["document"]).is_file()]
    assert len(kept) > 15
    for name in {row["document"] for row in kept}:
        document = readers.read(SAMPLES / name)
        found: dict[str, tuple[str, ...]] = {}
        for passage in passages(document).passages:
            if passage.role in TEACHING_ROLES:
                place = (str(passage.page), str(passage.start), str(passage.end), passage.text)
                found.setdefault(passage.text_id, place)
        for row in kept:
            if row["document"] == name:
                expected = (row["page"], row["start"], row["end"], row["text"])
                assert found.get(row["passage"]) == expected, row["passage"] + AGAIN


def test_only_shipped_texts_are_kept() -> None:
    rows = table_rows(FOLDER / "passages.csv")
    assert len(rows) == len({row["passage"] for row in rows}) == 100
    assert all(bool(row["text"]) == (SAMPLES / row["document"]).is_file() for row in rows)


def test_each_passage_has_answers_of_three_systems_and_drawn_ones() -> None:
    record = json.loads((FOLDER / "pool.json").read_text(encoding="utf-8"))
    assert len(record["systems"]) == 3
    pairs: dict[str, list[dict[str, str]]] = {}
    for row in table_rows(FOLDER / "pairs.csv"):
        pairs.setdefault(row["passage"], []).append(row)
    assert pairs.keys() == {row["passage"] for row in table_rows(FOLDER / "passages.csv")}
    for rows in pairs.values():
        assert sum(row["drawn"] == "1" for row in rows) == 3
        for system in record["systems"]:
            ranks = {int(row[system]) for row in rows if row[system]}
            # BM25 says nothing of what shares no word with the passage.
            assert ranks >= {1, 2, 3, 4, 5} or (system == "bm25" and max(ranks, default=0) < 5)


@pytest.mark.slow
def test_the_whole_record_is_written_again(shared: Path, tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "lab" / "pool.py"))
    script["make"](shared / "data", tmp_path / "pool", Workspace(tmp_path / "workspace"))
    script["keep"](tmp_path / "pool", tmp_path / "record")
    for name in ("pool.json", "passages.csv", "pairs.csv"):
        assert (tmp_path / "record" / name).read_bytes() == (FOLDER / name).read_bytes(), name + AGAIN
