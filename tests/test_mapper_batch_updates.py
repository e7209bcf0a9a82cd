"""What an update does, by the work that it counts."""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from files import table_rows

from corpora import InputError
from embeddings.encoders import ENCODERS
from embeddings.encoders.e5 import DIMENSION
from embeddings.indexes.ivf import nearest, recall
from mapper.catalogues.batch import EngineSettings, Function, Outcome
from mapper.catalogues.batch.indexing import BOUND, NEIGHBOURS, build
from mapper.catalogues.batch.local import LocalEngine
from mapper.catalogues.batch.run import (
    NOTHING_MOVED,
    Changes,
    Indexed,
    IndexSettings,
    Recomputation,
    explain_recomputation,
    forecast_index,
    index,
)
from mapper.catalogues.batch.sections import recomputation_reasons
from mapper.catalogues.collections import tables, upkeep
from mapper.catalogues.collections.folder import Collection, open_collection
from mapper.catalogues.collections.records import Mark, Shard, Version
from mapper.catalogues.collections.search import OpenVersion
from mapper.catalogues.collections.vectors import Neighbours, Rows
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parent.parent / "mapper" / "samples"
LINES = [f"{verb} {thing}." for verb in ("Ajusta", "Limpia", "Mide") for thing in ("el hilo", "la aguja", "el motor")]
SETTINGS = IndexSettings(frameworks=("table",), shard_bytes=1500)


class Catalogue:
    """A table of small programmes, one line each but for its title."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = {f"P{n}": (f"Programa {n}", f"{LINES[n % 9]}\nRegistra el lote {n}.") for n in range(24)}

    def write(self) -> str:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "title", "description"])
            writer.writerows((id_, *row) for id_, row in self.rows.items())
        return str(self.path)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogo.csv")


class Asked(LocalEngine):
    """An engine that remembers which shards it was asked to work on."""

    def __init__(self) -> None:
        super().__init__(EngineSettings(workers=1))
        self.names: list[str] = []

    def run(self, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        self.names += names
        return super().run(function, names)


def run(workspace: Workspace, catalogue: Catalogue, engine: LocalEngine | None = None, **settings: object) -> Indexed:
    chosen = replace(SETTINGS, **settings)  # type: ignore[arg-type]
    engine = engine or LocalEngine(EngineSettings(workers=1))
    return index(workspace, "cat", [catalogue.write()], chosen, engine)


def test_only_new_and_changed_documents_are_worked_on(workspace: Workspace, catalogue: Catalogue) -> None:
    first = run(workspace, catalogue)
    assert first.done["read"] == len(first.changes.added) == 24
    del catalogue.rows["P3"]
    catalogue.rows["P5"] = ("Programa 5", "Suelda el cordón vertical.")
    catalogue.rows["P99"] = ("Programa 99", "Traza el plano de la pieza.")
    engine = Asked()
    second = run(workspace, catalogue, engine, update=True)
    # No worker hears of shards that have nothing left to do.
    assert len(engine.names) < len(second.version.shards)
    assert second.done["read"] == 2
    assert second.changes == Changes(added=("P99",), updated=("P5",), removed=("P3",))
    assert second.done["encode"] == second.done["match"] <= 6
    assert second.version.counts["documents"] == 24
    shared = set(first.version.all_files()) & set(second.version.all_files())
    assert len(shared) >= len(set(first.version.all_files())) - 2  # all but the index and its ids
    opened = OpenVersion.current(open_collection(workspace, "cat"))
    assert opened.search("Suelda el cordón vertical.", k=1)[0].document == "P5"
    assert "P3" not in {hit.document for hit in opened.search("registrar el lote 3", k=50)}


def test_an_update_keeps_what_was_chosen_before(workspace: Workspace, tmp_path: Path) -> None:
    table, engine = tmp_path / "ofertas.csv", LocalEngine(EngineSettings(workers=1))
    table.write_text("clave,texto,horas\nA1,Ajusta el hilo.,20\n", encoding="utf-8")
    columns = {"id": "clave", "description": "texto"}
    chosen = IndexSettings(("table",), columns=columns, all_passages=True, seconds=90, index="exact", shard_bytes=1500)
    first = index(workspace, "cat", [str(table)], chosen, engine).version
    table.write_text("clave,texto,horas\nA1,Ajusta el hilo.,20\nA2,Limpia el motor.,5\n", encoding="utf-8")
    second = index(workspace, "cat", [str(table)], IndexSettings(update=True), engine)
    assert (second.changes, second.done["read"]) == (Changes(added=("A2",)), 1)
    assert second.version.asked["settings"] == first.asked["settings"]
    again = IndexSettings(update=True, columns={"description": "horas"}, all_passages=False)
    third = index(workspace, "cat", [str(table)], again, engine).version
    assert third.asked["settings"]["columns"] == {"id": "clave", "title": "title", "description": "horas"}
    assert third.asked["settings"]["reading"]["all_passages"] is False


def test_vectors_survive_a_new_framework(workspace: Workspace, catalogue: Catalogue) -> None:
    catalogue.rows = dict([*catalogue.rows.items()][:6])  # each is read beside all criteria of two frameworks
    run(workspace, catalogue)
    second = run(workspace, catalogue, update=True, frameworks=("table", "conocer"))
    assert (second.done["read"], second.done["encode"]) == (0, 0)
    passages = second.version.counts["passages"]
    assert second.done["match"] == passages  # of the new framework, not of the old one


@pytest.mark.slow
def test_passages_survive_a_new_encoder(workspace: Workspace, catalogue: Catalogue, small_model: Path) -> None:
    run(workspace, catalogue, frameworks=())
    other = f"sentence_transformer:{small_model}"
    second = run(workspace, catalogue, frameworks=(), update=True, encoder=other)
    assert (second.done["read"], second.moved) == (0, NOTHING_MOVED)  # nothing was mapped
    assert second.done["encode"] > 0
    assert OpenVersion.current(open_collection(workspace, "cat")).search("motor", k=3)


@pytest.mark.slow
def test_a_collection_of_an_encoder_that_is_gone_says_what_to_do_and_is_moved(
    workspace: Workspace, catalogue: Catalogue, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(workspace, catalogue, frameworks=(), encoder=f"sentence_transformer:{small_model}")
    monkeypatch.delitem(ENCODERS, "sentence_transformer")
    with pytest.raises(InputError, match=r"'cat'.*sentence_transformer.*curmap index --encoder e5"):
        OpenVersion.current(open_collection(workspace, "cat")).search("motor", k=3)
    moved = run(workspace, catalogue, frameworks=(), update=True)
    assert moved.version.asked["settings"]["encoder"]["encoder"] == "e5"
    assert (moved.done["read"], moved.anew.steps) == (0, ("encoder",))
    assert OpenVersion.current(open_collection(workspace, "cat")).search("motor", k=3)


@pytest.mark.parametrize(
    ("part", "changed", "steps"),
    [
        ("reading", {"code": "other"}, ("reading",)),
        ("reading", {"all_passages": True}, ()),  # the user says so
        ("encoder", {"revision": "other"}, ("encoder",)),
        ("matching", {"code": "other"}, ("matching",)),
        ("matching", {"scorer": "other"}, ("scorer",)),
        ("indexing", {"code": "other"}, ("index",)),
    ],
)
def test_what_works_otherwise_in_another_curmap_is_told(
    workspace: Workspace, catalogue: Catalogue, part: str, changed: dict[str, object], steps: tuple[str, ...]
) -> None:
    catalogue.rows = {"P1": ("Programa 1", LINES[0])}
    before = run(workspace, catalogue).version
    settings = before.asked["settings"]
    asked = {**before.asked, "settings": {**settings, part: {**settings[part], **changed}}}
    assert explain_recomputation(before, asked) == Recomputation(steps=steps)
    assert len(list(recomputation_reasons(Recomputation(steps=steps)))) == len(steps)


def test_a_shard_of_which_little_is_left_is_given_up(workspace: Workspace, catalogue: Catalogue) -> None:
    first = run(workspace, catalogue, shard_bytes=10**6).version
    for number in range(11):
        del catalogue.rows[f"P{number}"]
    second = run(workspace, catalogue, shard_bytes=10**6, update=True)
    assert (len(second.changes.removed), second.done["read"], second.version.shards[0].number) == (11, 0, 0)
    for number in range(11, 20):
        del catalogue.rows[f"P{number}"]
    third = run(workspace, catalogue, shard_bytes=10**6, update=True)
    assert (len(third.changes.removed), third.changes.added, third.done["read"]) == (9, (), 4)
    assert [(shard.number, shard.dead) for shard in third.version.shards] == [(1, ())]
    assert first.shards[0].number == 0


def test_a_document_that_returns_is_there_once(workspace: Workspace, catalogue: Catalogue) -> None:
    run(workspace, catalogue)
    row = catalogue.rows.pop("P3")
    run(workspace, catalogue, update=True)
    catalogue.rows["P3"] = row
    third = run(workspace, catalogue, update=True)
    assert third.version.counts["documents"] == 24
    hits = OpenVersion.current(open_collection(workspace, "cat")).search("Registra el lote 3.", k=1)
    assert [hit.document for hit in hits] == ["P3"]


def test_a_number_of_a_shard_that_went_is_not_given_again(workspace: Workspace, catalogue: Catalogue) -> None:
    run(workspace, catalogue, index="ivf", shard_bytes=10**6)
    catalogue.rows["P50"] = ("Programa 50", "Traza el plano de la pieza.")
    second = run(workspace, catalogue, index="ivf", update=True).version
    assert [shard.number for shard in second.shards] == [0, 1]
    del catalogue.rows["P50"]
    run(workspace, catalogue, index="ivf", update=True)
    catalogue.rows["P51"] = ("Programa 51", "Suelda el cordón vertical.")
    fourth = run(workspace, catalogue, index="ivf", update=True).version
    assert [shard.number for shard in fourth.shards] == [0, 2]
    hits = OpenVersion.current(open_collection(workspace, "cat")).search("Suelda el cordón vertical.", k=1)
    assert [hit.document for hit in hits] == ["P51"]


def everything(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")}


def test_what_is_foreseen_is_what_happens(workspace: Workspace, catalogue: Catalogue) -> None:
    draw, frameworks, fresh = random.Random(26), ("table",), 100
    run(workspace, catalogue)
    for number in range(10):
        before = dict(catalogue.rows)
        for id_ in draw.sample(sorted(catalogue.rows), draw.randrange(6)):
            if draw.random() < 0.5:
                del catalogue.rows[id_]
            else:
                catalogue.rows[id_] = ("Programa", f"{draw.choice(LINES)}\nRegistra el cambio {number}.")
        for _ in range(draw.randrange(4)):
            fresh += 1
            catalogue.rows[f"P{fresh}"] = (f"Programa {fresh}", draw.choice(LINES))
        if draw.random() < 0.2:
            frameworks = ("table", "conocer") if frameworks == ("table",) else ("table",)
        settings = replace(SETTINGS, frameworks=frameworks, update=draw.random() < 0.8)
        stood = everything(workspace.folder)
        foreseen = forecast_index(workspace, "cat", [catalogue.write()], settings)
        assert everything(workspace.folder) == stood
        done = run(workspace, catalogue, frameworks=frameworks, update=settings.update)
        after = catalogue.rows
        assert foreseen.changes == done.changes
        assert set(done.changes.added) == after.keys() - before.keys()
        assert set(done.changes.removed) == before.keys() - after.keys()
        assert set(done.changes.updated) == {id_ for id_ in after.keys() & before.keys() if after[id_] != before[id_]}
        assert foreseen.idle != done.published
        if done.published:
            assert foreseen.read == done.done["read"]
            # What is read only then cannot be known; of all else it is known what is left to do.
            assert (foreseen.passages > 0) == (foreseen.read > 0)
            assert foreseen.encode <= done.done["encode"]
            assert foreseen.match <= done.done["match"]
            if not foreseen.read:
                assert (foreseen.encode, foreseen.match) == (done.done["encode"], done.done["match"])


def said(collection: Collection, version: Version) -> tuple[dict[str, np.ndarray], dict[tuple[str, str], float]]:  # type: ignore[type-arg]
    """Vectors by passage, and probabilities by passage and code."""
    vectors, matches = {}, {}
    for shard in version.shards:
        passages = tables.read(collection.path(shard.file("passages"))).to_pylist()
        rows = np.load(collection.path(shard.file("vectors")))
        names = [f"{row['document']} {row['id']}" for row in passages]
        alive = [row["document"] not in shard.dead for row in passages]
        for name, row, is_alive in zip(names, passages, alive, strict=True):
            if is_alive and row["vector"] is not None:
                vectors[name] = rows[row["vector"]]
        for match in tables.read(collection.path(shard.file("matches/table"))).to_pylist():
            if alive[match["passage"]]:
                matches[names[match["passage"]], match["code"]] = match["probability"]
    return vectors, matches


def test_an_update_and_a_run_from_scratch_say_the_same(workspace: Workspace, catalogue: Catalogue) -> None:
    # What the norms say themselves, so that there is something to compare.
    norms = [row["enunciado"] for row in table_rows(SAMPLES / "normas.csv") if row["tipo"] == "desempeño"]
    catalogue.rows = {f"P{n}": (f"Programa {n}", f"{norms[n % len(norms)]}.") for n in range(24)}
    run(workspace, catalogue)
    del catalogue.rows["P3"]
    catalogue.rows["P40"] = ("Programa 40", LINES[4])
    updated = run(workspace, catalogue, update=True).version
    fresh = run(workspace, catalogue).version
    assert updated.id != fresh.id
    assert updated.counts == fresh.counts
    collection = Collection(workspace, "cat")
    (vectors, matches), (fresh_vectors, fresh_matches) = (said(collection, version) for version in (updated, fresh))
    assert matches == pytest.approx(fresh_matches, abs=1e-5)
    assert len(matches) > 20
    assert vectors.keys() == fresh_vectors.keys()
    for name, vector in vectors.items():
        np.testing.assert_allclose(vector, fresh_vectors[name], atol=1e-6)


def test_lists_find_what_the_exact_index_does(workspace: Workspace, catalogue: Catalogue) -> None:
    questions = ("motor", "hilo y aguja", "registro de lotes")
    run(workspace, catalogue)
    exact = OpenVersion.current(open_collection(workspace, "cat"))
    built = run(workspace, catalogue, index="ivf", update=True)
    assert (built.version.index["kind"], built.version.index["recall"]) == ("ivf", 1.0)
    other = OpenVersion.current(open_collection(workspace, "cat"))
    for question in questions:
        one, two = exact.search(question), other.search(question)
        assert [hit.text for hit in one] == [hit.text for hit in two]
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in two], abs=2e-5)


def test_lists_keep_their_centroids_until_much_has_changed(workspace: Workspace, catalogue: Catalogue) -> None:
    catalogue.rows = {f"P{n}": (f"Programa {n}", f"Registra el lote {n}.") for n in range(100)}
    first = run(workspace, catalogue, index="ivf").version
    assert first.index["trained"] == "new"

    del catalogue.rows["P3"]
    catalogue.rows["P200"] = ("Programa 200", "Traza el plano de la pieza.")
    beside = run(workspace, catalogue, index="ivf", update=True).version
    assert (beside.index["trained"], beside.index["changed"]) == (None, 4)  # two texts each
    opened = OpenVersion.current(open_collection(workspace, "cat"))
    assert opened.search("Traza el plano de la pieza.", k=1)[0].document == "P200"
    everything = opened.search("Registra el lote 3.", k=1000)
    assert len(everything) == beside.counts["mapped"]
    assert "P3" not in {hit.document for hit in everything}

    assert upkeep.verify(open_collection(workspace, "cat")) > 0

    for number in range(20, 50):
        del catalogue.rows[f"P{number}"]
    assert run(workspace, catalogue, index="ivf", update=True).version.index["trained"] == "changed"


def test_lists_that_do_not_say_how_far_to_look_are_refused_and_made_anew(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    first = run(workspace, catalogue, index="ivf").version
    collection = open_collection(workspace, "cat")
    former = replace(
        first, index={name: value for name, value in first.index.items() if name not in ("probes", "trained_probes")}
    )
    with pytest.raises(InputError, match="repeat 'curmap index'"):
        Neighbours(collection, former.index, former.files, Rows(collection, former.shards))
    assert build(collection, former.shards, DIMENSION, former, kind="ivf").about["trained"] == "changed"


def test_what_an_index_is_said_to_find_it_finds_of_other_questions(tmp_path: Path) -> None:
    """The sample chooses how many lists are looked at, so others than it say whether that is enough."""
    chance = np.random.default_rng(0)
    centres, noise = chance.normal(size=(300, 24)), chance.normal(size=(20_000, 24))
    rows = (centres[chance.integers(300, size=20_000)] + noise) @ chance.normal(size=(24, 512))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    collection = Collection(Workspace(tmp_path), "cat")
    passages = pa.table({"vector": pa.array(range(len(rows)), pa.int32())})
    files = {
        "passages": collection.add(partial(tables.write, passages), ".parquet"),
        "vectors": collection.add(partial(tables.write_array, rows), ".npy"),
    }
    shard = Shard(0, {"read": Mark({}, files, {})})
    built = build(collection, (shard,), 512, None, kind="ivf")
    assert BOUND <= built.about["recall"] < 1
    others = rows[chance.choice(len(rows), 1000, replace=False)]
    truth = nearest(others, [(np.arange(len(rows)), rows)], NEIGHBOURS + 1)[0]
    index = Neighbours(collection, built.about, built.files, Rows(collection, (shard,)))
    found, _ = index.search(others, NEIGHBOURS + 1)
    assert abs(recall(found, truth) - built.about["recall"]) < 0.006


def test_the_manifest_names_what_its_bytes_depend_on(workspace: Workspace, catalogue: Catalogue) -> None:
    version = run(workspace, catalogue).version
    text = version.to_json()
    assert Version.from_json(text) == version
    assert set(version.made_with["kernels"]) == {"blas", "numpy_simd", "faiss_simd"}
    assert "numpy" in version.made_with["versions"]
    assert str(workspace.folder) not in text
    assert json.loads(text)["id"] == version.id
