"""What a result depends on: every module that makes it, found by what they import, and none beside."""

import shutil
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from corpora import isolation
from corpora.frameworks import FRAMEWORKS
from corpora.frameworks.writers import WRITERS
from embeddings.encoders import open_encoder
from mapper.actions import add_framework
from mapper.catalogues.batch.encoding import encode_passages
from mapper.catalogues.batch.indexing import build
from mapper.catalogues.batch.matching import KnownVectors, entries_hash, match_table, open_indexes
from mapper.catalogues.batch.passages import build_tables, with_vector_rows
from mapper.catalogues.batch.reading import read as reading
from mapper.catalogues.batch.run import ENCODE, INDEX, MATCH, READ
from mapper.catalogues.batch.sources import find
from mapper.catalogues.batch.tables import COLUMNS
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Mark, Shard
from mapper.evaluation.actions import MEASURING, RANKING
from mapper.matching.calibrated import scorer_for
from mapper.workspace import store
from mapper.workspace.source_hash import PACKAGES, ROOT, content_hash, source_hash, sources
from mapper.workspace.store import Workspace


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "truth"))
    return folder


def relative(*modules: str, root: Path = ROOT) -> set[str]:
    return {path.relative_to(root).as_posix() for path in sources(*modules, root=root)}


@pytest.mark.parametrize("step", [ENCODE, *(pytest.param(one, marks=pytest.mark.slow) for one in (READ, MATCH, INDEX))])
def test_a_change_of_any_module_that_a_step_depends_on_makes_it_stale(step: str, copy: Path) -> None:
    def hash_now() -> str:
        """Of files that change in this process, which code that runs does not."""
        source_hash.cache_clear()
        content_hash.cache_clear()
        return source_hash(step, root=copy)

    before = hash_now()
    for path in sources(step, root=copy):
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert hash_now() != before, path
        path.write_bytes(content)
    assert hash_now() == before == source_hash(step)


@pytest.mark.parametrize("step", [READ, ENCODE, MATCH, INDEX, *RANKING, MEASURING])
def test_a_change_of_a_report_the_page_or_the_command_line_makes_nothing_stale(step: str) -> None:
    others = ("reports/", "web/", "cli", "actions", "industry/gap/", "programmes/credentials/")
    assert not [name for name in relative(step) if name.startswith(tuple(f"mapper/{other}" for other in others))]


def test_registries_and_data_are_followed() -> None:
    read, match = relative(READ), relative(MATCH)
    assert {"corpora/readers/pdf_lines.py", "corpora/readers/docx.py", "mapper/matching/records.py"} <= read
    data = {f"mapper/data/{name}" for name in ("scorer.npz", "genders.tsv", "occupations.npz")}
    assert data | {"corpora/vocabulary.py", "mapper/matching/occupations.py"} <= match
    assert "embeddings/encoders/e5.py" in relative(ENCODE)
    assert not {"mapper/matching/matcher.py", "mapper/mapper.py"} & read
    assert "mapper/catalogues/batch/dask.py" not in read | match
    found = {path.removesuffix("/__init__.py").removesuffix(".py") for path in relative("mapper.evaluation.programmes")}
    assert {module.replace(".", "/") for module in (*FRAMEWORKS.values(), *WRITERS.values())} <= found


def ran(function: Callable[[], object]) -> set[str]:
    """The files of ours in which something runs while a function does, on any thread, imports left out."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            found.add(frame.f_code.co_filename)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type] # it takes None, as its documentation says
    ours = (Path(name).relative_to(ROOT).as_posix() for name in found if Path(name).is_relative_to(ROOT))
    return {name for name in ours if name.split("/")[0] in PACKAGES}


@pytest.mark.slow
def test_whatever_runs_in_a_step_is_what_the_step_is_stale_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation._State, "is_here", True)  # PDF is read in this process, where it can be followed
    samples = ROOT / "mapper" / "samples"
    workspace = Workspace(tmp_path / "workspace")
    add_framework(workspace, [samples / "normas.csv"])
    encoder = open_encoder("e5")
    scorer = scorer_for(workspace.calibrated, encoder.revision)  # its revision is asked for by name
    collection = Collection(workspace, "c")
    made: dict[str, Any] = {}

    def read() -> None:
        names = ("programa.pdf", "programa.docx", "programa.odt", "programa.xlsx", "syllabus.pdf", "ofertas.jsonl")
        sources = find([str(samples / name) for name in names], COLUMNS, tmp_path / "rows").documents
        documents, passages = build_tables([reading(source, all_passages=True) for source in sources])
        made["passages"] = with_vector_rows(passages)
        assert tables.counts(documents)["unreadable"] == 0

    def encode() -> None:
        made["vectors"] = encode_passages(made["passages"], encoder)

    def match() -> None:
        (framework,) = store.load_frameworks(workspace, ["table"])
        indexes = open_indexes(str(workspace.folder), {"table": entries_hash(framework)}, encoder)
        known = KnownVectors(encoder, made["passages"], made["vectors"])
        assert match_table(made["passages"], known, indexes["table"], scorer, k=10).num_rows

    def build_index() -> None:
        file = collection.add(partial(tables.write_array, made["vectors"]), ".npy")
        passages = collection.add(partial(tables.write, made["passages"]), ".parquet")
        marks = {"read": Mark({}, {"passages": passages}, {}), "encode": Mark({}, {"vectors": file}, {})}
        build(collection, [Shard(0, marks)], encoder.dimension, None, kind="auto", candidates=40)

    for step, work in ((READ, read), (ENCODE, encode), (MATCH, match), (INDEX, build_index)):
        assert sorted(ran(work) - relative(step)) == [], step
