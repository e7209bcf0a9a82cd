"""Collections: what is indexed, what an update does, what the same bytes depend on."""

import csv
import json
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import BRIEF, Ran, content, curmap, refused
from files import json_lines, written
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from corpora.readers import read as read_document
from mapper.actions import SAMPLES
from mapper.catalogues.batch.reading import read
from mapper.catalogues.batch.run import Progress
from mapper.catalogues.batch.sources import find
from mapper.catalogues.batch.tables import COLUMNS
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import open_collection
from mapper.cli.console import index_progress
from mapper.evaluation.training import SHIPPED as TRUTH
from mapper.mapper import Mapper
from mapper.matching.records import Settings
from mapper.workspace.store import Workspace


@pytest.fixture
def workspace(norms: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(norms, tmp_path / "workspace"))


def catalogue(folder: Path) -> Path:
    folder.mkdir()
    for path in (BRIEF, SAMPLES / "syllabus.pdf"):
        shutil.copy(path, folder)
    rows = [
        {"id": "a1", "title": "Mecánico", "description": "Ajustar la tensión del hilo.\nLubricar la máquina."},
        {"id": "a2", "title": "Cocinero", "description": "Preparar sopas y guisos."},
    ]
    json_lines(folder / "ofertas.jsonl", rows)
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return catalogue(tmp_path / "catálogo")


@pytest.fixture(scope="module")
def indexed(norms: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workspace with a collection, and the folder that it is of; tests change neither."""
    folder = tmp_path_factory.mktemp("batch")
    workspace, sources = Path(shutil.copytree(norms, folder / "workspace")), catalogue(folder / "catálogo")
    ended = index(workspace, sources, "-f", "conocer", "-f", "table")
    assert ended.code == 0, ended.err
    return workspace, sources


def index(workspace: Path, sources: object, *options: object) -> Ran:
    return curmap("--workspace", workspace, "index", sources, "-c", "cat", "--workers", 1, *options)


def versions(workspace: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = curmap("--workspace", workspace, "collection", "versions", "cat", "--json").json
    return found


def test_what_a_row_says_is_mapped(tmp_path: Path) -> None:
    said = {"Hornea conchas y cuernos.": 1, "Ocupan ya saber amasar.": 1}
    json_lines(tmp_path / "cursos.jsonl", [{"id": "c1", "title": "Pan", "description": "\n".join(said)}])
    (source,) = find([str(tmp_path / "cursos.jsonl")], COLUMNS, tmp_path / "rows").documents
    mapped = {values[3]: values[-1] is not None for values in read(source, all_passages=False).passages}
    assert {text: mapped[text] for text in said} == {text: bool(is_one) for text, is_one in said.items()}


def test_a_catalogue_is_searched_both_ways(indexed: tuple[Path, Path]) -> None:
    workspace, _ = indexed
    hits = curmap("--workspace", workspace, "search", "tensar el hilo", "-c", "cat", "--json").json
    assert hits[0]["document"] in ("a1", "breve.md")
    assert "ordenados por cercanía" in curmap("--workspace", workspace, "search", "tensar el hilo", "-c", "cat").err
    assert any("tensión del hilo" in hit["text"] for hit in hits[:3])
    taught = curmap("--workspace", workspace, "who-teaches", "EC9001", "-c", "cat", "--json").json
    assert taught[0]["document"] == "breve.md"
    assert all(code.startswith("EC9001") for one in taught for code in one["codes"])
    assert curmap("--workspace", workspace, "who-teaches", "ec9001", "-c", "cat", "--json").json == taught
    below = curmap("--workspace", workspace, "who-teaches", "table/MC1", "-c", "cat", "--json").json
    assert {one["framework"] for one in below} == {"table"}
    mistyped = curmap("--workspace", workspace, "who-teaches", "EC0000", "-c", "cat", "--json")
    assert (mistyped.code, mistyped.out, "«EC0000» no es un código" in mistyped.err) == (2, "", True)
    untaught = curmap("--workspace", workspace, "who-teaches", "TR4.2", "-c", "cat", "--json")
    assert (untaught.code, untaught.json) == (0, [])
    first = curmap("--workspace", workspace, "who-teaches", "table/MC1", "-c", "cat", "--limit", 1, "--json")
    assert first.json == below[:1]
    assert f": {len(below) - 1};" in first.err  # those that the limit cuts are counted


def indexed_as_mapped(folder: Path, paths: Sequence[Path], framework: str) -> int:
    """Compare what a collection holds of these documents with a mapping of each; gives how many matches there are."""
    workspace = Workspace(folder)
    collection = open_collection(workspace, "cat")
    version = collection.current()
    assert version is not None
    mapper, count = Mapper.open(workspace, [framework], Settings()), 0
    held: dict[str, dict[str, list[object]]] = {}
    for shard in version.shards:
        documents, passages, matches = (
            tables.read(collection.path(shard.file(role))).to_pylist()
            for role in ("documents", "passages", f"matches/{framework}")
        )
        names = {row["id"]: row["name"] for row in documents}
        for row in matches:
            said = (row["code"], row["probability"], row["score"], tuple(map(tuple, row["evidence"])))
            of_document = held.setdefault(names[row["document"]], {})
            of_document.setdefault(passages[row["passage"]]["id"], []).append(said)
    for path in paths:
        mapped, _ = mapper.map(read_document(path))
        expected = {
            p.passage.id: [(m.code, m.probability, m.score, tuple(map(tuple, m.evidence))) for m in p.matches]
            for p in mapped.passages
            if p.matches
        }
        assert held.get(path.name, {}) == expected, path.name
        count += sum(map(len, expected.values()))
    return count


@pytest.mark.parametrize("framework", ["conocer", "table"])
def test_a_collection_holds_the_matches_of_a_mapping(indexed: tuple[Path, Path], framework: str) -> None:
    workspace, sources = indexed
    assert indexed_as_mapped(workspace, [sources / BRIEF.name, sources / "syllabus.pdf"], framework) > 5


@pytest.mark.slow
def test_a_collection_of_200_programmes_holds_the_matches_of_their_mappings(workspace: Path, tmp_path: Path) -> None:
    """Lines of a hundred programmes that ship, each twice, beside some that a standard asks for; in several shards."""
    folder, lines = tmp_path / "catálogo", BRIEF.read_text(encoding="utf-8").splitlines()
    folder.mkdir()
    for number, path in enumerate([*sorted(TRUTH.glob("*/programme.md"))[:100]] * 2):
        own = path.read_text(encoding="utf-8").splitlines()[:8]
        written(folder / f"{number}.md", "\n".join([*own, *lines[number % 3 :: 3]]))
    options = ("-f", "conocer", "--workers", 2, "--shard-bytes", 20_000)
    assert index(workspace, folder, *options).code in (0, 3)
    documents = sorted(folder.iterdir())
    assert len(documents) == 200
    assert indexed_as_mapped(workspace, documents, "conocer") > 100


def test_a_finished_command_again_does_nothing_and_says_so(indexed: tuple[Path, Path]) -> None:
    workspace, sources = indexed
    before = content(workspace / "collections" / "cat")
    again = index(workspace, sources, "-f", "conocer", "-f", "table", "--lang", "en")
    assert (again.code, "nothing has changed" in again.out) == (0, True)
    assert content(workspace / "collections" / "cat") == before


@pytest.mark.slow
def test_a_run_is_foreseen_and_leaves_a_page_and_metrics(workspace: Path, sources: Path, tmp_path: Path) -> None:
    (sources / ".oculto.md").write_text("# Curso", encoding="utf-8")
    foreseen = index(workspace, sources, "-f", "table", "--dry-run", "--lang", "en")
    assert foreseen.code == 0
    assert "Hidden or temporary files and shortcuts, not read (.oculto.md): 1" in foreseen.err
    assert "Documents added: 4; updated: 0; removed: 0" in foreseen.out
    assert "  + a1\n" in foreseen.out
    assert "Documents to read: 4" in foreseen.out
    assert not (workspace / "collections").exists()
    (sources / "roto.pdf").write_bytes(b"%PDF-1.7\nnothing")
    out, metrics = tmp_path / "informe", tmp_path / "curmap.prom"
    for option in ("--out", "--metrics"):
        assert "/proc" in refused("--workspace", workspace, "index", sources, "-c", "cat", option, "/proc/nope/x")
    assert not (workspace / "collections").exists()
    ran = index(workspace, sources, "-f", "table", "--out", out, "--metrics", metrics)
    assert ran.code == 3
    told = json.loads((out / "index.json").read_text(encoding="utf-8"))
    assert (told["counts"]["documents"], told["counts"]["unreadable"], told["done"]["read"]) == (5, 1, 5)
    added = ["a1", "a2", "breve.md", "roto.pdf", "syllabus.pdf"]
    assert told["changes"] == {"added": added, "updated": [], "removed": [], "lost": []}
    page = (out / "index.html").read_text(encoding="utf-8")
    # Of the five that were worked on one could not be read.
    assert [said for said in ("roto.pdf", "no leídos", told["version"], "faiss-cpu") if said not in page] == []
    held = samples(metrics.read_text(encoding="utf-8"))
    assert held[("curmap_documents", "unreadable")] == 1
    assert held[("curmap_documents", "read")] == 4
    assert held[("curmap_passages", "mapped")] == told["counts"]["mapped"] < told["counts"]["passages"]
    assert held[("curmap_run_done", "match")] == told["done"]["match"] == told["counts"]["mapped"]
    assert held[("curmap_run_seconds", "")] == told["seconds"] > 0
    other = index(workspace, sources, "-f", "conocer", "--dry-run", "--lang", "en")
    assert f"to be matched (once for each framework): {told['counts']['mapped']}\n" in other.out
    again = index(workspace, sources, "-f", "table", "--dry-run", "--out", tmp_path / "otro")
    assert ("nada cambiaría" in again.out, "--dry-run no usa --out" in again.err) == (True, True)
    assert "the matches to table are not in this version" in index(workspace, sources, "--dry-run", "--lang", "en").err
    unmapped = index(workspace, sources, "--lang", "en")
    assert (unmapped.code, "the matches to table are not in this version" in unmapped.err) == (3, True)


@pytest.mark.slow
def test_documents_in_which_nothing_teaches_are_named(workspace: Path, tmp_path: Path) -> None:
    folder, out, metrics = tmp_path / "catálogo", tmp_path / "informe", tmp_path / "curmap.prom"
    folder.mkdir()
    shutil.copy(BRIEF, folder)
    (folder / "acta.md").write_text("# Acta\n\nSe aprobó el presupuesto de la biblioteca.", encoding="utf-8")
    ran = index(workspace, folder, "--out", out, "--metrics", metrics)
    assert (ran.code, "nada parece enseñar: 1 (acta.md); --all-passages" in ran.err) == (3, True)
    assert json.loads((out / "index.json").read_text(encoding="utf-8"))["without_teaching"] == ["acta.md"]
    assert samples(metrics.read_text(encoding="utf-8"))[("curmap_documents_without_teaching", "")] == 1
    assert index(workspace, folder).code == 3  # nothing has changed, and still it teaches nothing
    assert index(workspace, folder, "--all-passages").code == 0


def test_the_time_left_is_told_by_what_was_worked_on_not_found_done(capsys: pytest.CaptureFixture[str]) -> None:
    with index_progress(log_json=True) as report:
        report(Progress(8, 16, 800, 0, 8000, found=8))
        time.sleep(0.2)
        report(Progress(9, 16, 900, 0, 9000, found=8))
    found, worked = map(json.loads, capsys.readouterr().err.splitlines())
    assert (found["seconds_left"], found["passages_per_second"]) == (None, 0)
    assert worked["seconds_left"] >= 1.4
    assert 0 < worked["passages_per_second"] <= 1000 / 0.2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_metrics_on_a_full_disk_are_named(indexed: tuple[Path, Path]) -> None:
    ended = index(*indexed, "-f", "conocer", "-f", "table", "--metrics", "/dev/full")
    assert (ended.code, ended.line) == (2, "/dev/full: el disco está lleno; libere espacio y repita")


def samples(text: str) -> dict[tuple[str, str], float]:
    """The samples of an OpenMetrics text by name and last label but the collection, as its reference parser reads them.

    That refuses what the standard does not allow.
    """
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation
        for sample in family.samples:
            assert family.type == ("info" if sample.name.endswith("_info") else "gauge")
            assert sample.labels.pop("collection") == "cat"
            found[sample.name, list(sample.labels.values())[-1] if sample.labels else ""] = sample.value
    return found


@pytest.mark.slow
def test_two_folders_with_the_same_documents_give_the_same_bytes(norms: Path, sources: Path, tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        copy = Path(shutil.copytree(norms, tmp_path / name))
        moved = Path(shutil.copytree(sources, tmp_path / f"{name}-sources"))
        index(copy, moved, "-f", "table")
        found.append(content(copy / "collections" / "cat"))
    assert found[0] == found[1]


@pytest.mark.slow
def test_versions_go_back_and_old_ones_go(workspace: Path, sources: Path) -> None:
    index(workspace, sources, "-f", "table")
    (first,) = versions(workspace)
    index(workspace, sources / "syllabus.pdf", "--update")
    assert [(v["documents"], v["current"]) for v in versions(workspace)] == [(4, False), (1, True)]
    assert curmap("--workspace", workspace, "collection", "rollback", "cat").code == 0
    assert [v["current"] for v in versions(workspace)] == [True, False]
    assert curmap("--workspace", workspace, "collection", "rollback", "cat").code == 2
    (_, newer) = versions(workspace)
    told = curmap("--workspace", workspace, "collection", "prune", "cat", "--keep", 1)  # names what it removes
    assert (told.code, newer["version"] in told.out, first["version"] in told.out) == (0, True, False)
    assert "todos los documentos" in curmap("--workspace", workspace, "collection", "quarantine", "cat").out
    assert [v["version"] for v in versions(workspace)] == [first["version"]]
    assert curmap("--workspace", workspace, "collection", "verify", "cat").code == 0
    assert curmap("--workspace", workspace, "collection", "list", "--json").json[0]["name"] == "cat"


@pytest.mark.slow
def test_a_version_with_the_same_documents_says_why_it_is_another(workspace: Path, sources: Path) -> None:
    # Without a framework it is said how to name one, as "who-teaches" does.
    assert "was mapped to no framework; use 'curmap index --update" in index(workspace, sources, "--lang", "en").err
    index(workspace, sources, "-f", "table")
    rows = (SAMPLES / "normas.csv").read_text(encoding="utf-8").replace("garfio", "garfio rotativo")
    (workspace / "normas.csv").write_text(rows, encoding="utf-8")
    assert curmap("--workspace", workspace, "framework", "add", workspace / "normas.csv", "--name", "table").code == 0
    said = "table: another edition; all passages are compared with it again"
    assert said in index(workspace, sources, "--update", "--dry-run", "--lang", "en").err
    out = workspace / "informe"
    ended = index(workspace, sources, "--update", "--log-json", "--lang", "en", "--out", out)
    done, *messages = (event for event in map(json.loads, ended.err.splitlines()) if event["event"] != "progress")
    assert (done["anew"], done["changes"]["added"]) == ({"frameworks": ["table"], "steps": []}, 0)
    assert said in [message["text"] for message in messages]
    assert json.loads((out / "index.json").read_text(encoding="utf-8"))["anew"] == done["anew"]
    assert said in (out / "index.html").read_text(encoding="utf-8")


def test_names_and_columns_that_do_not_serve_are_refused(workspace: Path, sources: Path) -> None:
    assert curmap("--workspace", workspace, "search", "hilo", "-c", "nada").code == 2
    assert index(workspace, sources, "--column", "id").code == 2
    shutil.copy(sources / "ofertas.jsonl", sources / "otras.jsonl")
    (sources / "ofertas.jsonl").write_text('{"id": "b1", "texto": "Medir."}', encoding="utf-8")
    said = index(workspace, sources, "--column", "description=texto", "--lang", "en").refusal
    assert "otras.jsonl" in said
    assert "--column description=COLUMN, which holds for all tables" in said
    assert index(workspace, sources / "*.odt").code == 2
    assert index(workspace, sources, "-f", "nonesuch").code == 2
    for option, name in (("--out", "informe"), ("--metrics", "curmap.prom")):
        told = index(workspace, sources, option, sources / "ofertas.jsonl" / name)
        assert (told.code, "ofertas.jsonl" in told.err) == (2, True)
    assert not (workspace / "collections" / "cat" / "CURRENT").exists()


@pytest.mark.slow
def test_a_gate_refuses_a_version_that_maps_worse(workspace: Path, sources: Path, small_model: Path) -> None:
    """An encoder of random weights; the version in force is measured when it is needed."""
    assert index(workspace, sources, "-f", "table").code == 0
    worse = ("-f", "table", "--encoder", f"sentence_transformer:{small_model}")
    same = index(workspace, sources, "-f", "table", "--all-passages", "--gate", "oficios", "--lang", "en")
    assert "--gate oficios: not compared; encoder, matcher and" in same.err
    assert index(workspace, sources, "-f", "table").code == 0
    before = content(workspace / "collections" / "cat")["CURRENT"]
    refused = index(workspace, sources, *worse, "--gate", "oficios", "--lang", "en")
    assert refused.code == 4, refused.err
    assert "maps worse (oficios: -0." in refused.err
    assert content(workspace / "collections" / "cat")["CURRENT"] == before
    assert index(workspace, sources, *worse).code == 0
    better = index(workspace, sources, "-f", "table", "--gate", "oficios", "--lang", "en")
    assert (better.code, "--gate oficios: passed, difference +0." in better.err) == (0, True)
    assert index(workspace, sources, "-f", "table", "--all-passages", "--gate", "nonesuch").code == 2


@pytest.fixture
def pairs(workspace: Path, tmp_path: Path) -> Path:
    """Graded pairs of a list in Spanish, without criteria, and of what is said in English, where words are no help."""
    with (SAMPLES / "normas.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["statement_en"]]
    flat = "".join(f'{row["código"]},"{row["enunciado"]}"\n' for row in rows)
    table = written(tmp_path / "lista.csv", "code,statement\n" + flat)
    assert curmap("--workspace", workspace, "framework", "add", table, "--name", "lista").code == 0
    lines = []
    for row in rows:
        candidates = [{"framework": "lista", "code": one["código"], "grade": 3 * (one == row)} for one in rows]
        lines.append({"id": row["código"], "passage": row["statement_en"], "language": "en", "candidates": candidates})
    return json_lines(tmp_path / "graded.jsonl", lines)


@pytest.mark.slow
def test_a_gate_takes_graded_pairs_and_programmes_and_refuses_what_is_worse_on_them(
    workspace: Path, sources: Path, small_model: Path, pairs: Path
) -> None:
    gates = ("-f", "lista", "--gate", pairs, "--gate", TRUTH / "ec9101")
    first = index(workspace, sources, *gates, "--lang", "en")
    assert first.code == 0
    for name in ("graded", "ec9101"):
        assert f"--gate {name}: measured; there is no version before" in first.err
    kept = workspace / "collections" / "cat" / "gates"
    assert {path.parent.name for path in kept.rglob("result.json")} == {"graded", "ec9101"}
    assert index(workspace, sources / "syllabus.pdf", *gates).code == 0
    worse = ("-f", "lista", "--encoder", f"sentence_transformer:{small_model}", "--gate", pairs, "--lang", "en")
    refused = index(workspace, sources / "syllabus.pdf", *worse)
    assert (refused.code, "maps worse (graded" in refused.err) == (4, True), refused.err


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are Unicode")
def test_a_name_that_is_no_utf_8_stops_nothing_and_is_told_readably(workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "catálogo"
    folder.mkdir()
    Path(folder, os.fsdecode(b"m\xf3\ndulo.md")).write_bytes(BRIEF.read_bytes())
    Path(folder, os.fsdecode(b"da\xf1ado.pdf")).write_bytes(b"%PDF-1.7\nnothing")
    ended = index(workspace, folder, "-f", "table")
    assert ended.code == 3, ended.err
    assert "No se leyó da\\xf1ado.pdf" in ended.err
    taught = curmap("--workspace", workspace, "who-teaches", "MC1", "-c", "cat", "--json").json
    assert [one["document"] for one in taught] == ["m\\xf3\\ndulo.md"]
    mapped = curmap("--workspace", workspace, "map", next(folder.glob("m*.md")), "-f", "table", "--json").json
    assert mapped["document"]["name"] == "m\\xf3\\ndulo.md"
    assert "sin cambios" in index(workspace, folder, "--update").out
