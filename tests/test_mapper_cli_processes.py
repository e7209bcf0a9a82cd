"""The installed command as a process: pipes, signals, limits of the system, faults, a disk that is full."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command import content, curmap, done, write_standard
from files import written

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
COMMAND = [str(Path(sys.executable).parent / "curmap")]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample table; tests do not change it."""
    folder = tmp_path_factory.mktemp("workspace")
    assert curmap("--workspace", folder, "framework", "add", SAMPLES / "normas.csv").code == 0
    return folder


def start(*arguments: object, command: Sequence[str] = COMMAND, **options: Any) -> subprocess.Popen[str]:  # noqa: ANN401
    words = [*command, *(str(argument) for argument in arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    return subprocess.Popen(words, text=True, encoding="utf-8", **pipes)


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=600)
    return process.returncode, out, err


def told(err: str) -> list[str]:
    """The lines on standard error, without those of a slow machine."""
    return [line for line in err.splitlines() if not line.startswith("En marcha desde hace")]


def large_table(path: Path, rows: int) -> Path:
    lines = (f"N{n},Mantener en operación la máquina {n} de la línea de costura número {n % 97}" for n in range(rows))
    return written(path, "code,statement\n" + "\n".join(lines) + "\n")


def test_a_framework_that_is_added_has_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        add = ("--workspace", tmp_path / seed, "framework", "add", SAMPLES / "normas.csv")
        assert end(start(*add, env={**os.environ, "PYTHONHASHSEED": seed}))[0] == 0
        made.append(content(tmp_path / seed))
    assert made[0] == made[1]
    assert any("words" in path.split("/") for path in made[0])


@pytest.mark.parametrize("lines", [0, 1])
def test_results_and_messages_go_their_own_ways(workspace: Path, tmp_path: Path, lines: int) -> None:
    """With a library that logs, a terminal that is narrow, and the reader gone before or after the first line."""
    page = "<html><body><h1>Resultados de aprendizaje</h1><ul><li>Identifica la causa.</li></ul></body></html>"
    written(tmp_path / "pagina.html", page)
    written(tmp_path / "vacia.html", "<html><body></body></html>")
    shutil.copy(SAMPLES / "programa.pdf", tmp_path)
    process = start("--workspace", workspace, "map", tmp_path, "--framework", "table", "--out", tmp_path / "informe")
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    code, _, err = end(process)
    assert code == 3, err
    assert [line.split(":")[0] for line in told(err)] == ["No se leyó", *["Informe"] * 4]
    assert len(json.loads((tmp_path / "informe" / "alignment.json").read_text(encoding="utf-8"))) == 2


def test_a_fault_of_ours_asks_to_be_reported() -> None:
    fail = "cli.app.command('fail')(lambda lang='es': 1 / 0); cli.main(['fail', '--lang', 'en'])"
    code, out, err = end(start(command=[sys.executable, "-c", f"from mapper import cli; {fail}"]))
    assert (code, out) == (1, "")
    assert "ZeroDivisionError" in err
    assert "report it" in err.splitlines()[-1]


def test_an_interrupted_command_says_so(tmp_path: Path) -> None:
    table = large_table(tmp_path / "norma.csv", 60_000)
    # Where the tests run in the background the signal is ignored, and children inherit that.
    heeding = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    process = start("--workspace", tmp_path / "w", "framework", "add", table, **heeding)
    while process.poll() is None and not (tmp_path / "w" / "frameworks" / "table.lock").exists():
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    code, out, err = end(process)
    assert (code, out) == (130, "")
    assert told(err) == ["Interrumpido: no quedó nada a medias; repita la orden cuando quiera."]
    assert not list((tmp_path / "w").rglob("*.jsonl"))


INTERRUPTED = """
import sys
module = sys.argv[1]

class Interrupts:
    def find_spec(self, name, *_):
        if name == module:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupts())
from mapper.__main__ import main
sys.argv[1:] = ["map", "--help"]
main()
"""
"""The interrupt comes while a module is being looked for: no clock would meet that moment each time."""


@pytest.mark.parametrize("module", ["mapper.cli", "typer"])
def test_interrupted_before_anything_has_begun_nothing_is_said(module: str) -> None:
    assert end(start(module, command=[sys.executable, "-c", INTERRUPTED])) == (130, "", "")


def test_a_file_larger_than_the_system_allows(tmp_path: Path) -> None:
    """What a quota does: the framework is not added."""
    folder = tmp_path / "w"
    limited = {"preexec_fn": partial(resource.setrlimit, resource.RLIMIT_FSIZE, (40_000, 40_000))}
    code, out, err = end(start("--workspace", folder, "framework", "add", SAMPLES / "normas.csv", **limited))
    assert (code, out) == (2, "")
    assert "ulimit -f" in err
    assert len(err.splitlines()) == 1
    assert not [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_standard_output_and_a_run_on_a_full_disk(workspace: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        code, _, err = end(start("--workspace", workspace, "framework", "list", "--json", stdout=full))
    assert code == 2
    assert err.startswith("salida estándar")
    assert err.endswith("el disco está lleno; libere espacio y repita\n")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.trec.part").symlink_to("/dev/full")
    code, _, err = end(start("--workspace", tmp_path, "eval", "run", "--system", "bm25", "--out", tmp_path / "run"))
    assert code == 2
    assert "el disco está lleno" in err


def test_documents_added_at_the_same_moment_are_all_there(tmp_path: Path) -> None:
    codes, folder = ["EC0901", "EC0902", "EC0903"], tmp_path / "w"
    documents = [write_standard(tmp_path / f"{code}.txt", "Preparar y servir café") for code in codes]
    ended = [end(one) for one in [start("--workspace", folder, "framework", "add", path) for path in documents]]
    assert [code for code, _, _ in ended] == [0, 0, 0], ended
    for code in codes:
        done("--workspace", folder, "framework", "show", code)


def test_a_framework_is_not_held_by_a_process_that_was_killed(workspace: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(workspace, tmp_path / "w")
    program = (
        "import sys, time; from pathlib import Path; from mapper.workspace.store import Workspace\n"
        "with Workspace(Path(sys.argv[1])).changing('table'): print('held', flush=True); time.sleep(600)"
    )
    holder = start(folder, command=[sys.executable, "-c", program])
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    removing = start("--workspace", folder, "framework", "remove", "table")
    time.sleep(1.5)
    assert removing.poll() is None
    holder.kill()
    holder.communicate()
    assert end(removing)[0] == 0
    assert curmap("--workspace", folder, "framework", "list", "--json").json == []


@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0])
def test_it_may_be_killed_at_any_time_and_leaves_a_workspace_that_works(
    workspace: Path, tmp_path: Path, seconds: float
) -> None:
    folder = shutil.copytree(workspace, tmp_path / "w")
    (before,) = (entry["competencies"] for entry in curmap("--workspace", folder, "framework", "list", "--json").json)
    table = large_table(tmp_path / "norma.csv", 3_000)
    process = start("--workspace", folder, "framework", "add", table)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    (listed,) = curmap("--workspace", folder, "framework", "list", "--json").json
    assert listed["competencies"] in (3_000, before)
    # What a process killed while it wrote leaves, long ago.
    left = folder / "indexes" / "table" / ".curmap-d19d"
    left.mkdir()
    for path in (left, written(folder / "frameworks" / ".curmap-1.tmp", "{")):
        os.utime(path, (0, 0))
    done("--workspace", folder, "framework", "add", table, "--name", "norma")
    assert not [path for path in folder.rglob(".*") if path.stat().st_mtime < 1]
    mapped = done("--workspace", folder, "map", SAMPLES / "programa.docx", "-f", "norma", "-f", "table", "--json")
    assert [f["name"] for f in mapped.json["frameworks"]] == ["norma", "table"]


def test_an_encoder_of_ones_own_says_nothing(workspace: Path, small_model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(workspace, tmp_path / "w")
    name = f"sentence_transformer:{small_model}"
    asked = ("map", SAMPLES / "programa.docx", "-f", "table", "--encoder", name, "--json")
    code, out, err = end(start("--workspace", folder, *asked))
    assert (code, told(err)) == (0, [])
    assert json.loads(out)["encoder"]["name"] == name
