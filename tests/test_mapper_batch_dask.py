"""The engine on dask: the same bytes as without it, whatever dies."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from command import content
from files import json_lines, written
from ports import free_port

from corpora import InputError
from mapper.catalogues.batch import Engine, EngineSettings
from mapper.catalogues.batch.dask import DaskEngine
from mapper.catalogues.batch.local import LocalEngine
from mapper.catalogues.batch.run import IndexSettings, Progress, index
from mapper.catalogues.collections.folder import Collection
from mapper.workspace.store import Workspace

DASK = str(Path(sys.executable).parent / "dask")
SETTINGS = IndexSettings(frameworks=("table",), shard_bytes=4000)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # of what dies, its libraries warn
]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> str:
    text = "Ajusta la máquina {0}.\nLimpia la pieza {0}.\nRegistra el lote {0}."
    rows = [{"id": f"P{n}", "title": f"Programa {n}", "description": text.format(n)} for n in range(80)]
    return str(json_lines(tmp_path_factory.mktemp("sources") / "filas.jsonl", rows))


@pytest.fixture(scope="module")
def expected(norms: Path, sources: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    workspace = Workspace(Path(shutil.copytree(norms, tmp_path_factory.mktemp("local") / "workspace")))
    index(workspace, "cat", [sources], SETTINGS, LocalEngine(EngineSettings(workers=1)))
    return content(Collection(workspace, "cat").folder)


def test_an_update_gives_the_same_bytes_whoever_does_the_work(
    workspace: Workspace, sources: str, tmp_path: Path
) -> None:
    text = Path(sources).read_text(encoding="utf-8").replace("lote 7", "turno 7")
    changed = written(tmp_path / "filas.jsonl", text)
    update, found = replace(SETTINGS, update=True), []
    for count in (2, 1):
        shutil.rmtree(Collection(workspace, "cat").folder, ignore_errors=True)
        index(workspace, "cat", [sources], SETTINGS, LocalEngine(EngineSettings(workers=1)))
        indexed = index(workspace, "cat", [str(changed)], update, LocalEngine(EngineSettings(workers=count)))
        assert indexed.done["read"] == 11
        found.append(content(Collection(workspace, "cat").folder))
    assert found[0] == found[1]


@pytest.mark.parametrize("make", [LocalEngine, DaskEngine])
def test_a_killed_worker_costs_its_shard_at_most(
    workspace: Workspace, sources: str, expected: dict[str, bytes], make: type[Engine]
) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    engine = make(EngineSettings(workers=2))  # type: ignore[call-arg]
    killed: list[int] = []

    def works(process: psutil.Process) -> bool:
        with suppress(psutil.Error):  # it has ended meanwhile
            return "spawn_main" in " ".join(process.cmdline()) and process.num_threads() > 1
        return False

    def kill_one(progress: Progress) -> None:
        if killed or progress.shards < 2:
            return
        found = psutil.Process().children(recursive=True)
        for worker in [child for child in found if child.pid not in before and works(child)][-1:]:
            worker.kill()
            killed.append(worker.pid)

    try:
        index(workspace, "cat", [sources], SETTINGS, engine, report=kill_one)
    finally:
        engine.close()
    assert killed
    assert content(Collection(workspace, "cat").folder) == expected


class Cluster:
    """A scheduler and a worker as processes, the worker under a supervisor: it leaves with its scheduler."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", *, inside: str = "") -> None:
        self.host, self.port = host, free_port()
        self.address = f"tcp://{host}:{self.port}"
        self.folder, self.processes = folder, list[subprocess.Popen[bytes]]()
        worker = f"{inside} {DASK} worker {self.address} --nworkers 1 --nthreads 1 --no-dashboard"
        self.start_scheduler()
        self._start(["bash", "-c", f"while true; do {worker}; sleep 1; done"])

    def start_scheduler(self) -> None:
        at = ("--host", self.host, "--port", str(self.port))
        self.scheduler = self._start([DASK, "scheduler", *at, "--no-dashboard"])

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, cwd=self.folder, start_new_session=True, **quiet)  # type: ignore[call-overload]
        self.processes.append(process)
        return process  # type: ignore[no-any-return]

    def kill_scheduler(self) -> None:
        os.killpg(self.scheduler.pid, signal.SIGKILL)

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.close()


MACHINE, HOST, OTHER = "curmap-test", "10.213.7.1", "10.213.7.2"
NETWORK = f"""ip netns add {MACHINE}
ip link add curmap0 type veth peer name curmap1 netns {MACHINE}
ip addr add {HOST}/24 dev curmap0
ip link set curmap0 up
ip -n {MACHINE} addr add {OTHER}/24 dev curmap1
ip -n {MACHINE} link set curmap1 up
ip -n {MACHINE} link set lo up"""


@pytest.fixture
def machine() -> Iterator[str]:
    """The command that runs another on a machine of its own, joined with this one by a network, its disk shared."""
    try:
        if subprocess.run(["bash", "-ec", NETWORK], capture_output=True).returncode:
            pytest.skip("this user may make no network namespace here")
        yield f"ip netns exec {MACHINE}"
    finally:
        for gone in ("ip link del curmap0", f"ip netns del {MACHINE}"):
            subprocess.run(gone.split(), capture_output=True)


def test_a_worker_on_another_machine_whose_clock_is_a_day_behind_is_killed_and_goes_on(
    workspace: Workspace, sources: str, expected: dict[str, bytes], machine: str, tmp_path: Path
) -> None:
    written(tmp_path / "sitecustomize.py", "import time\nnow = time.time\ntime.time = lambda: now() - 86400\n")
    inside = f"{machine} env PYTHONPATH={tmp_path}:{os.environ.get('PYTHONPATH', '')}"
    cluster = Cluster(tmp_path, HOST, inside=inside)
    engine = DaskEngine(EngineSettings(scheduler=cluster.address, patience=600))
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if not killed and progress.shards >= 2:
            inside = subprocess.run(["ip", "netns", "pids", MACHINE], capture_output=True, text=True, check=True)
            killed.extend(map(int, inside.stdout.split()))
            for process in killed:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    try:
        index(workspace, "cat", [sources], SETTINGS, engine, report=kill)
    finally:
        engine.close()
        cluster.close()
    assert killed
    assert content(Collection(workspace, "cat").folder) == expected


@pytest.mark.parametrize("behind", [False, True])
def test_a_lost_scheduler_is_waited_for(
    workspace: Workspace, sources: str, expected: dict[str, bytes], cluster: Cluster, behind: bool
) -> None:
    """Also where it goes with results that were finished and not yet fetched."""
    marks = Collection(workspace, "cat").work / "marks"
    engine = DaskEngine(EngineSettings(scheduler=cluster.address, patience=600))
    lost: list[threading.Timer] = []

    def lose(progress: Progress) -> None:
        if not lost and progress.shards >= 2:
            end = time.monotonic() + 300
            while behind and len(list(marks.iterdir())) < 3 * progress.of_shards and time.monotonic() < end:
                time.sleep(0.5)
            cluster.kill_scheduler()
            lost.append(threading.Timer(3, cluster.start_scheduler))
            lost[0].start()

    try:
        index(workspace, "cat", [sources], SETTINGS, engine, report=lose)
    finally:
        for timer in lost:
            timer.cancel()
            timer.join()
        engine.close()
    assert lost
    assert content(Collection(workspace, "cat").folder) == expected


def test_a_scheduler_that_stays_away_ends_the_run_and_keeps_what_is_done(
    workspace: Workspace, sources: str, expected: dict[str, bytes], cluster: Cluster
) -> None:
    engine = DaskEngine(EngineSettings(scheduler=cluster.address, patience=600))
    engine._settings = EngineSettings(scheduler=cluster.address, patience=3)
    lost: list[int] = []

    def lose(progress: Progress) -> None:
        if not lost and progress.shards >= 2:
            cluster.kill_scheduler()
            lost.append(progress.shards)

    with pytest.raises(InputError, match="what is done is kept"):
        index(workspace, "cat", [sources], SETTINGS, engine, report=lose)
    engine.close()
    again = index(workspace, "cat", [sources], SETTINGS, LocalEngine(EngineSettings(workers=1)))
    assert again.done["read"] < 300
    assert content(Collection(workspace, "cat").folder) == expected
