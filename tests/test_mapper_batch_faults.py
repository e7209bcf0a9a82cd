"""What goes wrong with a batch: documents, workers, disks, damaged files, two at once."""

import errno
import json
import os
import pickle
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from command import content, curmap, written
from files import json_lines

from corpora import InputError
from mapper.catalogues.batch import EngineSettings, Function, Outcome
from mapper.catalogues.batch.local import LocalEngine
from mapper.catalogues.batch.reading import ReadingProcess, read
from mapper.catalogues.batch.run import IndexSettings, index
from mapper.catalogues.batch.sources import Source, find
from mapper.catalogues.batch.tables import COLUMNS
from mapper.catalogues.collections import upkeep
from mapper.catalogues.collections.folder import Collection, check_space, open_collection
from mapper.catalogues.collections.search import OpenVersion
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
HERE = LocalEngine(EngineSettings(workers=1))
SETTINGS = IndexSettings(frameworks=("table",))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    rows = [{"id": f"P{n}", "title": f"Programa {n}", "description": f"Ajusta la máquina {n}."} for n in range(12)]
    json_lines(folder / "filas.jsonl", rows)
    shutil.copy(SAMPLES / "syllabus.pdf", folder)
    return folder


def test_unreadable_documents_are_listed_and_the_rest_is_done(workspace: Workspace, sources: Path) -> None:
    (sources / "roto.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (sources / "imagen.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    os.mkfifo(sources / "tubería.txt")
    arguments = ("--workspace", workspace.folder, "index", sources, "-c", "cat", "-f", "table", "--workers", 1)
    ended = curmap(*arguments, "--log-json")
    assert ended.code == 3
    assert "roto.pdf" in ended.err
    assert str(sources) not in ended.err.replace("Traceback", "")
    event, done, *messages = map(json.loads, ended.err.splitlines())
    assert {message["event"] for message in messages} == {"message"}
    assert (event["event"], event["documents"], event["unreadable"]) == ("progress", 16, 3)
    assert (done["event"], done["published"], done["documents"]) == ("done", True, 16)
    listed = curmap("--workspace", workspace.folder, "collection", "quarantine", "cat", "--json").json
    assert sorted(row["document"] for row in listed) == ["imagen.png", "roto.pdf", "tubería.txt"]
    assert not any(row["document"] in row["why"] for row in listed)
    assert curmap(*arguments).code == 3  # nothing to do, and still not all of it read
    for given in ((), ("--update",), ("--dry-run",)):
        too_many = curmap(*arguments, *given, "--max-failures", 2, "--lang", "en")
        assert (too_many.code, "at least 3 documents could not be read" in too_many.err) == (2, True)
        assert all(f"{name}: " in too_many.err for name in ("roto.pdf", "imagen.png", "tubería.txt"))
    assert curmap(*arguments, "--max-failures", 3).code == 3
    unknown = curmap(*arguments, "--gate", "nonesuch", "--log-json")
    assert (unknown.code, json.loads(unknown.err)["event"]) == (2, "message")


def test_what_could_be_read_before_and_no_longer_can_is_counted_apart(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "catálogo"
    folder.mkdir()
    for name in ("uno", "dos"):
        (folder / f"{name}.md").write_text(f"# Curso {name}\n- Ajusta la máquina {name}.\n", encoding="utf-8")
    (folder / "roto.pdf").write_bytes(b"%PDF-1.7\nnothing")
    index(workspace, "cat", [str(folder)], SETTINGS, HERE)
    for name in ("dos.md", "roto.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7\nnothing more")
    command = ("--workspace", workspace.folder, "index", folder, "-c", "cat", "--update", "--workers", 1)
    ended = curmap(*command, "--out", tmp_path / "out", "--metrics", tmp_path / "curmap.prom", "--lang", "en")
    assert "Documents added: 0; updated: 1; removed: 0\n" in ended.err
    assert "read before and no longer can: 1 (dos.md);" in ended.err
    told = json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))
    assert (told["changes"]["updated"], told["changes"]["lost"]) == (["roto.pdf"], ["dos.md"])
    assert "no longer readable" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'change="lost"} 1' in (tmp_path / "curmap.prom").read_text(encoding="utf-8")


@pytest.mark.parametrize("gone", ["filas.jsonl", "oferta"])
def test_a_table_or_folder_that_is_gone_takes_no_document_with_it(
    workspace: Workspace, sources: Path, gone: str
) -> None:
    (sources / "oferta").mkdir()
    (sources / "oferta" / "curso.md").write_text("# Curso\nAjusta la máquina.", encoding="utf-8")
    given = [str(sources / name) for name in ("filas.jsonl", "oferta", "syllabus.pdf")]
    index(workspace, "cat", given, SETTINGS, HERE)
    before = Collection(workspace, "cat").published()
    (sources / gone).rename(sources / "otro")
    with pytest.raises(InputError, match=gone):
        index(workspace, "cat", given, replace(SETTINGS, update=True), HERE)
    assert before is not None
    assert Collection(workspace, "cat").published() == before


class Unmounting(LocalEngine):
    """Takes a file away while the others are read, as a network does; `other` is what stands there meanwhile."""

    def __init__(self, path: Path, other: str) -> None:
        super().__init__(EngineSettings(workers=1))
        self._path, self._other = path, other

    def run(self, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        away = self._path.rename(self._path.with_suffix(".away"))
        if self._other:
            self._path.write_text(self._other, encoding="utf-8")
        yield from super().run(function, names)
        away.rename(self._path)


@pytest.mark.parametrize("update", [True, False])
@pytest.mark.parametrize("other", ["", "# Curso provisional\n- Cose la tela.\n"])
def test_a_document_that_was_not_as_it_had_been_found_is_tried_again(
    workspace: Workspace, tmp_path: Path, other: str, *, update: bool
) -> None:
    for name in ("uno", "dos"):
        (tmp_path / f"{name}.md").write_text(f"# Curso {name}\n- Ajusta la máquina {name}.\n", encoding="utf-8")
    settings = replace(SETTINGS, all_passages=True)
    given = [str(tmp_path / "uno.md"), str(tmp_path / "dos.md")]
    first = index(workspace, "cat", given, settings, Unmounting(tmp_path / "dos.md", other))
    assert [one.what for one in first.unreadable] == ["dos.md"]
    second = index(workspace, "cat", given, replace(settings, update=update), HERE)
    assert (second.published, second.unreadable, second.version.counts["documents"]) == (True, (), 2)
    found = OpenVersion.current(open_collection(workspace, "cat")).search("Ajusta la máquina", k=9)
    assert {"Ajusta la máquina uno.", "Ajusta la máquina dos."} <= {hit.text for hit in found}
    assert not index(workspace, "cat", given, replace(settings, update=True), HERE).published


def found_in(folder: Path) -> list[Source]:
    """The documents of the folder."""
    return sorted(find([str(folder)], COLUMNS, folder.parent / "rows").documents, key=lambda one: one.name)


HEAD = "id,title,description\n1,A,Cortar la tela.\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("filas.csv", HEAD + '2,B,"Coser la tela.\n3,C,Planchar la tela.\n', "line 3: the quotation marks"),
        ("filas.csv", HEAD + "2,B,Coser, cortar la tela, y planchar.\n", "line 3: the row has not as many cells"),
        ("filas.csv", HEAD + "2,B\n", "line 3: the row has not as many cells"),
        ("filas.jsonl", '{"id": 1, "description": ["Uno", "Dos"]}', "row 1: the column 'description' holds a list"),
        ("filas.jsonl", '{"id": 1, "title": "A"}\n{"id": 2, "título": "B"}\n', "(there are: id, title, título)"),
        ("filas.jsonl", '{"id": 1, "description": "A"}\n{"description": "B"}\n', "row 2: the column 'id' is empty"),
        ("filas.csv", "id,title,description\n", "no rows"),
        ("filas.jsonl", "\n", "no rows"),
    ],
)
def test_a_table_that_is_defective_or_without_rows_is_refused(name: str, text: str, said: str, tmp_path: Path) -> None:
    written(tmp_path / "curso.md", "# Curso")  # which alone would do
    written(tmp_path / name, text)
    with pytest.raises(InputError, match=re.escape(said)):
        found_in(tmp_path)


@pytest.mark.parametrize("text", ["nombre;firma\nAna;sí\n", "código,tipo,enunciado\nA1,competencia,Coser.\n"])
def test_a_table_of_another_kind_in_a_folder_is_passed_over_and_named(text: str, tmp_path: Path) -> None:
    lista = written(tmp_path / "lista.csv", text)
    for given in (tmp_path, lista):  # alone, as an empty folder, or named itself
        with pytest.raises(InputError, match="no column 'id'"):
            find([str(given)], COLUMNS, tmp_path.with_name("rows"))
    written(tmp_path / "curso.md", "# Curso")
    found = find([str(tmp_path)], COLUMNS, tmp_path.with_name("rows"))
    assert [one.name for one in found.documents] == ["curso.md"]
    told = [(one.what, one.why.en) for one in found.skipped]
    assert told == [("lista.csv", "a table with none of the columns id, title, description, not read")]
    written(lista, "clave,title\n1,Ana\n")
    with pytest.raises(InputError, match="no column 'id'"):
        found_in(tmp_path)


def test_names_of_several_documents_and_copies_under_several_names_are_told(tmp_path: Path) -> None:
    for name, text in {"a": "# Curso\nCoser.", "b": "# Curso\nPlanchar."}.items():
        (tmp_path / name).mkdir()
        written(tmp_path / name / "curso.md", text)
        json_lines(tmp_path / name / "filas.jsonl", [{"id": "1", "title": name, "description": ""}])
    written(tmp_path / "b" / "Copia de curso.md", "# Curso\nPlanchar.")
    json_lines(tmp_path / "b" / "más.jsonl", [{"id": "2", "title": "", "description": ""}])
    found = find([str(tmp_path / "a"), str(tmp_path / "b")], COLUMNS, tmp_path / "rows")
    several, copies = (one.why.en for one in found.skipped)
    assert "stand for several documents, which nothing shown tells apart: 1, curso.md;" in several
    assert copies.endswith("under several names, each of them indexed: Copia de curso.md = curso.md")
    (row,) = (one for one in found.documents if one.name == "2")
    assert read(row, all_passages=False).document["why_en"].endswith("(in the table más.jsonl)")


@pytest.mark.parametrize("charset", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_table_is_read_as_a_spreadsheet_saves_it(charset: str, tmp_path: Path) -> None:
    written(tmp_path / "filas.csv", (HEAD + "2,Año «uno»,Diseña señales eléctricas.\n").encode(charset))
    assert [one.read().title for one in found_in(tmp_path)] == ["A", "Año «uno»"]


@pytest.mark.parametrize("data", [b"\xc3\xb1\n3,C,a\xf1o", bytes(range(128, 256)), b"\0\xff\0\xfe"])
def test_a_table_in_several_character_sets_or_in_none_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "filas.csv").write_bytes(HEAD.encode() + b"2,B," + data + b"\n")
    with pytest.raises(InputError, match=r"filas\.csv, line [34]: .* save the table as CSV UTF-8"):
        found_in(tmp_path)


def test_documents_that_are_repeated_are_named_and_links_to_folders_told_and_not_followed(tmp_path: Path) -> None:
    given = [tmp_path / name for name in ("uno", "dos")]
    for folder in given:
        folder.mkdir()
        for n in range(11):
            written(folder / f"curso{n}.md", f"# Curso {n}")
    (tmp_path / "otros").mkdir()
    (tmp_path / "dos" / "enlace").symlink_to(tmp_path / "otros", target_is_directory=True)
    skipped = [one.why.en for one in find(list(map(str, given)), COLUMNS, tmp_path / "rows").skipped]
    (repeated,) = (why for why in skipped if why != "Links to folders, which are not followed: 1.")
    assert len(skipped) == 2
    assert repeated.startswith("11 repeated documents, of the same name and content: curso0.md, curso1.md, curso10")
    assert repeated.endswith("curso8.md, …")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_takes_no_document_with_it(tmp_path: Path) -> None:
    (tmp_path / "catálogo" / "cerrada").mkdir(parents=True)
    (tmp_path / "catálogo" / "curso.md").write_text("# Curso", encoding="utf-8")
    (tmp_path / "catálogo" / "cerrada").chmod(0)
    with pytest.raises(InputError, match="cerrada"):
        find([str(tmp_path / "catálogo")], COLUMNS, tmp_path)


def test_a_reading_process_whose_parent_is_gone_ends_quietly() -> None:
    reading, answering = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "mapper.catalogues.batch.reading", "5", "all"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=answering, stderr=subprocess.PIPE)
    os.close(answering)
    assert process.communicate(timeout=600)[1] == b""
    assert process.returncode == 0


def test_a_collection_of_nothing_readable_is_not_made(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "roto.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(InputError, match=r"roto\.pdf"):
        index(workspace, "cat", [str(tmp_path / "roto.pdf")], SETTINGS, HERE)
    assert Collection(workspace, "cat").published() is None


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Unclosed cells by the hundred thousand keep the reader of HTML busy for more than half a minute."""
    return written(tmp_path / "lento.html", "<table>" + "<tr><td>celda " * 400_000)


def test_a_document_that_hangs_costs_only_itself(slow: Path, tmp_path: Path) -> None:
    good = written(tmp_path / "bueno.txt", "Resultados de aprendizaje\n\n- Ajusta la máquina.\n")
    found = {one.name: one for one in find([str(good), str(slow)], COLUMNS, tmp_path / "rows").documents}
    documents = [found[path.name] for path in (good, slow, good)]
    with closing(ReadingProcess(seconds=8, all_passages=False)) as reading:
        readings = list(reading.read(documents))
    assert [one.document.get("why_en") is None for one in readings] == [True, False, True]
    assert "8 s" in readings[1].document["why_en"]


def test_the_death_of_a_reader_is_told_of_its_document(slow: Path) -> None:
    """A limit on the processor's time that the document exceeds stands for any death."""
    with closing(ReadingProcess(seconds=600, all_passages=False)) as reading:
        resource.prlimit(reading.running().pid, resource.RLIMIT_CPU, (3, 3))
        (found,) = reading.read([Source("lento", "lento.html", "", 1, str(slow))])
    assert "crash" in found.document["why_en"]


class DeadlyEngine(LocalEngine):
    """Runs here, and says so often that a worker died of a shard: what the kernel would do where memory is short."""

    def __init__(self, deaths: int) -> None:
        super().__init__(EngineSettings(workers=1))
        self.left = deaths

    def run(self, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        for name in names:
            dies, self.left = self.left > 0, self.left - 1
            yield Outcome(name, None if dies else function(name))


def test_a_shard_that_kills_its_worker_again_ends_the_run(workspace: Workspace, sources: Path) -> None:
    with pytest.raises(InputError, match="shard 000000 killed its worker twice"):
        index(workspace, "cat", [str(sources)], SETTINGS, DeadlyEngine(2))
    assert not Collection(workspace, "cat").published()


def test_an_accident_leaves_no_trace(workspace: Workspace, sources: Path, tmp_path: Path) -> None:
    """A worker that died of something else: the bytes are those of an undisturbed run."""
    other = Workspace(Path(shutil.copytree(workspace.folder, tmp_path / "other")))
    index(workspace, "cat", [str(sources)], SETTINGS, DeadlyEngine(1))
    index(other, "cat", [str(sources)], SETTINGS, HERE)
    assert content(Collection(workspace, "cat").folder) == content(Collection(other, "cat").folder)


def test_two_at_once_cannot_write(workspace: Workspace, sources: Path) -> None:
    with Collection(workspace, "cat").locked(), pytest.raises(InputError, match="another command"):
        index(workspace, "cat", [str(sources)], SETTINGS, HERE)
    # A process that was killed does not hold it.
    program = "import sys, time; from pathlib import Path; from mapper.workspace.store import Workspace; "
    program += "from mapper.catalogues.collections.folder import Collection\n"
    program += (
        "with Collection(Workspace(Path(sys.argv[1])), 'cat').locked(): print('held', flush=True); time.sleep(99)"
    )
    holder = subprocess.Popen([sys.executable, "-c", program, str(workspace.folder)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(InputError, match="another command"), Collection(workspace, "cat").locked():
        pass
    holder.kill()
    holder.communicate()
    with Collection(workspace, "cat").locked():
        pass


def told_of_full_disk(workspace: Workspace, sources: Path, most: int, *options: str, before: str = "") -> str:
    """By a limit on the size of files: what the kernel says then is what it says of a quota."""
    program = "import resource, sys; from pathlib import Path; from mapper.cli import main\n"
    program += f"from mapper.catalogues.batch.reading import reader\n{before}\n"
    program += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); main(sys.argv[1:])"
    # A limit cuts what is compiled, too: -B writes none.
    command = [sys.executable, "-B", "-c", program, "--workspace", str(workspace.folder), "index", str(sources)]
    command += ["-c", "cat", "--workers", "1", *options]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1), ended.stderr
    return ended.stderr


def test_a_full_disk_leaves_the_version_in_force(workspace: Workspace, sources: Path) -> None:
    index(workspace, "cat", [str(sources / "filas.jsonl")], SETTINGS, HERE)
    collection = Collection(workspace, "cat")
    before = content(collection.folder)
    # The reader unpacks a model into the temporary folder, so it starts before the disk is full.
    starts = "reader(seconds=60.0, all_passages=False).running()"
    said = told_of_full_disk(workspace, sources, 20_000, "-f", "table", "--update", before=starts)
    assert str(collection.files) in said
    assert {name: data for name, data in content(collection.folder).items() if name in before} == before
    assert index(workspace, "cat", [str(sources)], replace(SETTINGS, update=True), HERE).published


def test_a_full_disk_is_named_on_the_way_from_a_worker_too_and_before_the_work(workspace: Workspace) -> None:
    def write(_path: Path) -> None:
        raise OSError("Not enough free space to write 26456064 bytes after offset 128")  # as numpy says it

    collection = Collection(workspace, "cat")
    with pytest.raises(OSError, match="free space") as error:
        collection.add(write, ".npy")
    arrived = pickle.loads(pickle.dumps(error.value))
    assert (arrived.errno, arrived.filename) == (errno.ENOSPC, str(collection.files))
    with pytest.raises(InputError, match="GB"):
        check_space(workspace.folder, 10**18)
    check_space(workspace.folder, 1)


def test_a_full_temporary_folder_is_no_document_s_fault(workspace: Workspace, sources: Path) -> None:
    told_of_full_disk(workspace, sources, 1 << 20)
    assert not Collection(workspace, "cat").published()


def test_flipped_bytes_are_found_in_every_kind_of_file(workspace: Workspace, sources: Path) -> None:
    index(workspace, "cat", [str(sources)], replace(SETTINGS, index="ivf"), HERE)
    collection = open_collection(workspace, "cat")
    assert upkeep.verify(collection) == 5  # documents, passages, vectors, matches, index
    folders = (collection.files, collection.folder / "versions")
    for path in (*(file for folder in folders for file in sorted(folder.iterdir())), collection.folder / "CURRENT"):
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
        with pytest.raises(InputError, match=path.name.split(".")[0]):
            upkeep.verify(open_collection(workspace, "cat"))
        path.write_bytes(whole)
    assert upkeep.verify(collection) == 5


def test_a_lost_list_of_versions_is_found_again(workspace: Workspace, sources: Path) -> None:
    first = index(workspace, "cat", [str(sources)], SETTINGS, HERE).version
    next(path for path in sources.iterdir() if path.is_file()).unlink()
    second = index(workspace, "cat", [str(sources)], replace(SETTINGS, update=True), HERE).version
    collection = open_collection(workspace, "cat")
    before = (collection.folder / "CURRENT").read_bytes()
    (collection.folder / "CURRENT").unlink()
    assert [one.id for one in collection.readable_versions()] == [first.id, second.id]
    index(workspace, "cat", [str(sources)], replace(SETTINGS, update=True), HERE)
    assert (collection.folder / "CURRENT").read_bytes() == before
    assert upkeep.verify(collection) > 0


def test_a_missing_or_truncated_file_is_told_on_opening_and_made_again(workspace: Workspace, sources: Path) -> None:
    first = index(workspace, "cat", [str(sources)], SETTINGS, HERE)
    collection = open_collection(workspace, "cat")
    before = content(collection.folder)
    for role in ("documents", "passages", "vectors", "matches/table"):
        path = collection.path(first.version.shards[0].file(role))
        path.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(InputError, match=path.name):
            OpenVersion.current(collection)
        path.unlink()
        index(workspace, "cat", [str(sources)], SETTINGS, HERE)
        assert content(collection.folder) == before


def test_an_update_makes_again_what_is_missing_of_the_version_before(workspace: Workspace, sources: Path) -> None:
    first = index(workspace, "cat", [str(sources)], replace(SETTINGS, index="ivf"), HERE).version
    collection = open_collection(workspace, "cat")
    for file in (first.shards[0].file("passages"), first.files["index"]):
        collection.path(file).unlink()
    (sources / "nuevo.txt").write_text("Resultados de aprendizaje\n\n- Suelda el cordón.\n", encoding="utf-8")
    second = index(workspace, "cat", [str(sources)], replace(SETTINGS, index="ivf", update=True), HERE)
    assert second.version.counts["documents"] == 14
    assert OpenVersion.current(collection).search("Suelda el cordón.", k=1)[0].document == "nuevo.txt"


def test_a_damaged_manifest_of_an_old_version_stops_nobody(workspace: Workspace, sources: Path) -> None:
    first = index(workspace, "cat", [str(sources)], SETTINGS, HERE).version
    second = index(workspace, "cat", [str(sources / "filas.jsonl")], SETTINGS, HERE).version
    collection = open_collection(workspace, "cat")
    (collection.folder / "versions" / f"{first.id}.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=f"{first.id}.*prune cat --keep 1"):
        upkeep.verify(collection)
    listed = curmap("--workspace", workspace.folder, "collection", "versions", "cat")
    assert (listed.code, second.id in listed.out, f"{first.id}.json" in listed.err) == (3, True, True)
    with pytest.raises(InputError, match=first.id):
        upkeep.rollback(collection)
    third = index(workspace, "cat", [str(sources)], SETTINGS, HERE).version
    assert (third.id, collection.published().current) == (first.id, first.id)  # type: ignore[union-attr]
    assert upkeep.rollback(collection, second.id) == second.id
    assert upkeep.prune(collection, 1) == (first.id,)
    assert upkeep.verify(collection) == len(set(second.all_files()))


def test_a_damaged_collection_does_not_hide_the_others(workspace: Workspace, sources: Path) -> None:
    for name in ("a", "b"):
        index(workspace, name, [str(sources)], SETTINGS, HERE)
    current = written(Collection(workspace, "b").folder / "CURRENT", "{")
    listed = curmap("--workspace", workspace.folder, "collection", "list")
    assert (listed.code, " a " in listed.out, listed.line.startswith(f"b: {current}: ")) == (3, True, True)
    current.unlink()  # as it is told to
    assert " b " in curmap("--workspace", workspace.folder, "collection", "list").out


def test_an_update_of_nothing_does_not_map_to_nothing(workspace: Workspace, sources: Path) -> None:
    first = index(workspace, "cat", [str(sources)], SETTINGS, HERE).version
    again = replace(SETTINGS, frameworks=(), update=True)
    nothing = index(workspace, "cat", [str(sources)], again, HERE)
    assert (nothing.published, nothing.version) == (False, first)
    with pytest.raises(InputError, match="catt"):  # a slip of the pen
        index(workspace, "catt", [str(sources)], again, HERE)
    assert Collection(workspace, "catt").published() is None
    (open_collection(workspace, "cat").folder / "versions" / f"{first.id}.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="--framework"):
        index(workspace, "cat", [str(sources)], again, HERE)
    assert index(workspace, "cat", [str(sources)], replace(SETTINGS, update=True), HERE).version.id == first.id


def test_an_interrupted_run_leaves_the_same_bytes_when_it_is_repeated() -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "interruptions.py"), "--times", "4", "--documents", "20"], check=True
    )
