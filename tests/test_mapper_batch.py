"""Collections: what is indexed, what an update does, what the same bytes depend on."""

import json
import os
import shutil
from pathlib import Path

import pytest
from command import BRIEF, Ran, content, curmap
from files import json_lines
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from mapper.actions import SAMPLES


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


def test_a_catalogue_is_searched_both_ways(indexed: tuple[Path, Path]) -> None:
    workspace, _ = indexed
    hits = curmap("--workspace", workspace, "search", "tensar el hilo", "-c", "cat", "--json").json
    assert hits[0]["document"] in ("a1", "breve.md")
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


def test_a_finished_command_again_does_nothing_and_says_so(indexed: tuple[Path, Path]) -> None:
    workspace, sources = indexed
    before = content(workspace / "collections" / "cat")
    again = index(workspace, sources, "-f", "conocer", "-f", "table", "--lang", "en")
    assert (again.code, "nothing has changed" in again.out) == (0, True)
    assert content(workspace / "collections" / "cat") == before


@pytest.mark.slow
def test_the_graph_is_still_asked_for_and_lists_are_made(workspace: Path, sources: Path) -> None:
    ended = index(workspace, sources, "-f", "table", "--index", "hnsw")
    assert (ended.code, "--index hnsw" in ended.err) == (0, True)
    assert versions(workspace)[0]["index"]["kind"] == "ivf"  # type: ignore[index]


def test_a_run_is_foreseen_and_leaves_a_page_and_metrics(workspace: Path, sources: Path, tmp_path: Path) -> None:
    (sources / ".oculto.md").write_text("# Curso", encoding="utf-8")
    foreseen = index(workspace, sources, "-f", "table", "--dry-run", "--lang", "en")
    assert foreseen.code == 0
    assert "Hidden or temporary files: 1" in foreseen.err
    assert "Documents added: 4; updated: 0; removed: 0" in foreseen.out
    assert "  + a1\n" in foreseen.out
    assert "Documents to read: 4" in foreseen.out
    assert not (workspace / "collections").exists()
    (sources / "roto.pdf").write_bytes(b"%PDF-1.7\nnothing")
    out, metrics = tmp_path / "informe", tmp_path / "curmap.prom"
    ran = index(workspace, sources, "-f", "table", "--out", out, "--metrics", metrics)
    assert ran.code == 3
    told = json.loads((out / "index.json").read_text(encoding="utf-8"))
    assert (told["counts"]["documents"], told["counts"]["unreadable"], told["done"]["read"]) == (5, 1, 5)
    added = ["a1", "a2", "breve.md", "roto.pdf", "syllabus.pdf"]
    assert told["changes"] == {"added": added, "updated": [], "removed": [], "lost": []}
    page = (out / "index.html").read_text(encoding="utf-8")
    # Of the five that were worked on one could not be read.
    for said in ("roto.pdf", "documentos trabajados", "por cada marco", "por segundo", told["version"], "faiss-cpu"):
        assert said in page
    held = samples(metrics.read_text(encoding="utf-8"))
    assert held[("curmap_documents", "unreadable")] == 1
    assert held[("curmap_documents", "read")] == 4
    assert held[("curmap_passages", "mapped")] == told["counts"]["mapped"]
    assert held[("curmap_run_seconds", "")] == told["seconds"] > 0
    again = index(workspace, sources, "-f", "table", "--dry-run", "--out", tmp_path / "otro")
    assert ("nada cambiaría" in again.out, "--dry-run no usa --out" in again.err) == (True, True)
    assert "the matches to table are not in this version" in index(workspace, sources, "--dry-run", "--lang", "en").err
    unmapped = index(workspace, sources, "--lang", "en")
    assert (unmapped.code, "the matches to table are not in this version" in unmapped.err) == (3, True)


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
    assert curmap("--workspace", workspace, "collection", "prune", "cat", "--keep", 1).code == 0
    assert [v["version"] for v in versions(workspace)] == [first["version"]]
    assert curmap("--workspace", workspace, "collection", "verify", "cat").code == 0
    assert curmap("--workspace", workspace, "collection", "list", "--json").json[0]["name"] == "cat"


def test_names_and_columns_that_do_not_serve_are_refused(workspace: Path, sources: Path) -> None:
    assert curmap("--workspace", workspace, "search", "hilo", "-c", "nada").code == 2
    assert index(workspace, sources, "--column", "id").code == 2
    assert "--column" in index(workspace, sources, "--column", "description=texto").err
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
    before = content(workspace / "collections" / "cat")["CURRENT"]
    worse = ("-f", "table", "--encoder", f"sentence_transformer:{small_model}")
    refused = index(workspace, sources, *worse, "--gate", "oficios", "--lang", "en")
    assert refused.code == 4, refused.err
    assert "maps worse (oficios: -0." in refused.err
    assert content(workspace / "collections" / "cat")["CURRENT"] == before
    assert index(workspace, sources, *worse).code == 0
    assert index(workspace, sources, "-f", "table", "--gate", "oficios").code == 0  # better again
    assert index(workspace, sources, "-f", "table", "--all-passages", "--gate", "nonesuch").code == 2


GRADED = {
    "MC1.2.1": "Limpia y lubrica el garfio",
    "MC1.4.1": "Bloqueo de la energía de la máquina",
    "MC1.3.1": "Pone a tiempo el garfio",
    "MC1.3.2": "Regula la tensión de los hilos",
    "MC1.3.3": "Cambia bandas y rodamientos",
    "TR1.1": "Leer manuales en inglés",
    "MC1.2.2": "Calendario de mantenimiento",
    "MC1.1.2": "Mide con multímetro la continuidad",
}


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    lines = []
    for code, text in GRADED.items():
        candidates = [{"framework": "table", "code": one, "grade": 3 * (one == code)} for one in GRADED]
        lines.append({"id": code, "passage": text, "language": "es", "candidates": candidates})
    return json_lines(tmp_path / "graded.jsonl", lines)


@pytest.fixture
def programmes(tmp_path: Path) -> Path:
    """A folder with one programme of known truth."""
    home = tmp_path / "programmes" / "costura"
    home.mkdir(parents=True)
    shutil.copy(SAMPLES / "normas.csv", home / "standard.csv")
    taught = GRADED["MC1.2.1"]
    (home / "programme.md").write_text(f"# Resultados de aprendizaje\n\n- {taught}\n", encoding="utf-8")
    criteria = [{"code": "MC1.2.1", "state": "covered", "distance": "near", "passages": [taught]}]
    criteria.append({"code": "MC1.4.1", "state": "absent", "distance": None, "passages": []})
    values = {"standard": "MC1", "kind": "course", "sector": "textil", "criteria": criteria}
    (home / "truth.json").write_text(json.dumps(values), encoding="utf-8")
    return home.parent


@pytest.mark.slow
def test_a_gate_takes_graded_pairs_and_programmes(
    workspace: Path, sources: Path, pairs: Path, programmes: Path
) -> None:
    gates = ("-f", "table", "--gate", pairs, "--gate", programmes)
    assert index(workspace, sources / "syllabus.pdf", *gates).code == 0
    kept = workspace / "collections" / "cat" / "gates"
    assert {path.parent.name for path in kept.rglob("result.json")} == {"graded", "programmes"}
    assert index(workspace, sources, *gates).code == 0


@pytest.mark.slow
def test_a_gate_refuses_what_is_worse_on_graded_pairs(
    workspace: Path, sources: Path, small_model: Path, pairs: Path
) -> None:
    assert index(workspace, sources / "syllabus.pdf", "-f", "table").code == 0
    worse = ("-f", "table", "--encoder", f"sentence_transformer:{small_model}", "--gate", pairs, "--lang", "en")
    refused = index(workspace, sources / "syllabus.pdf", *worse)
    assert refused.code == 4, refused.err
    assert "maps worse (graded" in refused.err


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
