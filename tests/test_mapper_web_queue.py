"""The queue with the real command: what is short does not wait for what is long, and nothing is lost where one dies."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from serving import PATIENCE, Server

from corpora import readers
from mapper import actions
from mapper.matching.records import Settings
from mapper.reports.record_json import alignment_text
from mapper.web.guard import Access
from mapper.web.jobs import GAVE_UP, Job
from mapper.web.site import Site
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def server(norms: Path, tmp_path: Path) -> Iterator[Server]:
    running = Server(Path(shutil.copytree(norms, tmp_path / "workspace")))
    yield running
    running.kill()


def until(done: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def workers(server: Server) -> list[psutil.Process]:
    """The processes that work, in the order of their start."""
    found = psutil.Process(server.process.pid).children()
    return sorted((p for p in found if "spawn_main" in " ".join(p.cmdline())), key=psutil.Process.create_time)


def programme(outcomes: int) -> bytes:
    lines = ["# Taller", "", "## Resultados de aprendizaje", ""]
    lines += [f"- Lubrica la máquina de coser {n} según su manual, y anota el trabajo." for n in range(outcomes)]
    return "\n".join([*lines, ""]).encode()


@pytest.mark.parametrize("dies", ["", "worker", "server"])
def test_a_short_programme_is_there_before_a_long_one_whoever_dies(server: Server, tmp_path: Path, dies: str) -> None:
    site = Site(Workspace(server.workspace), Access())

    def hand_in(name: str, outcomes: int) -> Callable[[], Job]:
        content = programme(outcomes)
        payload = {"sha256": site.files.keep(name, content), "frameworks": ["conocer", "table"]}
        return partial(site.jobs.get, site.jobs.add("Ana", "map", name, payload))

    long = hand_in("largo.md", 700 if dies else 1800)
    until(lambda: long().doing == "mapping")
    short = hand_in("corto.md", 3)
    if dies == "worker":
        workers(server)[0].kill()
    elif dies == "server":
        server.kill()
        server.start()
    until(lambda: short().over and long().over)
    assert (short().state, long().state) == ("done", "done")
    if not dies:
        assert short().programme < long().programme
    # The same as anybody's mapping of it, whichever process it was done by.
    mapper = actions.Mapper.open(site.workspace, ("conocer", "table"), Settings())
    (tmp_path / "corto.md").write_bytes(programme(3))
    alignment, _ = mapper.map(readers.read(tmp_path / "corto.md"))
    assert site.programmes.read(short().programme).alignment == json.loads(alignment_text([alignment], lang="es"))


def test_a_fault_in_one_job_ends_neither_the_process_nor_the_other_one(server: Server) -> None:
    site = Site(Workspace(server.workspace), Access())
    # Of no kind that there is: no user can ask for it.
    faulty, content = site.jobs.add("Ana", "nothing", "x", {}), programme(700)
    payload = {"sha256": site.files.keep("largo.md", content), "frameworks": ["conocer"]}
    long = site.jobs.add("Ana", "map", "largo.md", payload)
    until(lambda: site.jobs.get(faulty).over and site.jobs.get(long).over)
    assert (site.jobs.get(faulty).error, site.jobs.get(faulty).state) == (GAVE_UP, "failed")
    assert site.jobs.get(long).state == "done"
    assert site.database.value("SELECT attempts FROM job WHERE id = ?", long) == 1
