"""Time the queue of a long programme: `python benchmarks/web_queue.py DOCUMENT… [--framework FILE …]`.

Maps each document to the frameworks (by default the sample norms) and opens its queue three times as a browser would,
each document in a fresh process state of the page: prints passages, standards, seconds and processor time of the first
opening and of the later ones. Exit code 1 where a first one takes longer than a second.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

from starlette.testclient import TestClient

from mapper.actions import SAMPLES, add_framework
from mapper.web.app import create_app
from mapper.web.guard import Access
from mapper.web.site import Site
from mapper.web.worker import Worker
from mapper.workspace.store import Workspace

MOST = 1.0
"""Seconds that the first opening may take."""
OWN = "http://127.0.0.1:8000"


def map_document(workspace: Workspace, path: Path) -> int:
    """Return the number of the programme that comes of a document; raises SystemExit where none does."""
    site, worker = Site(workspace, Access()), Worker(workspace, "benchmark")
    worker.refresh()
    sha256 = site.files.keep(path.name, path.read_bytes())
    asked = {"sha256": sha256, "frameworks": list(site.headers)}
    number = site.jobs.add("Ana", "map", path.name, asked)
    while worker.step():
        pass
    job = site.jobs.get(number)
    if job is None or job.programme is None:
        sys.exit(f"{path.name}: {job and job.error}")
    return job.programme


def time_queue(workspace: Workspace, programme: int) -> list[tuple[float, float]]:
    """Return wall and processor seconds of three openings, the first of which reads everything anew."""
    app, times = create_app(Site(workspace, Access())), []
    with TestClient(app, base_url=OWN, client=("127.0.0.1", 50000)) as client:
        token = re.findall(r'name="token" value="(\w+)"', client.get("/").text)[0]
        client.post("/name", data={"token": token, "name": "Ana"}, headers={"origin": OWN}, follow_redirects=False)
        for _ in range(3):
            wall, processor = time.perf_counter(), time.process_time()
            client.get(f"/programmes/{programme}").raise_for_status()
            times.append((time.perf_counter() - wall, time.process_time() - processor))
    return times


def main() -> int:
    """Measure and print; gives the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("documents", nargs="+", type=Path)
    options.add_argument("--framework", nargs="+", type=Path, default=[SAMPLES / "EC9001.pdf", SAMPLES / "normas.csv"])
    chosen, slow = options.parse_args(), False
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        for path in chosen.framework:
            add_framework(workspace, [path])
        for path in chosen.documents:
            number = map_document(workspace, path)
            programme = Site(workspace, Access()).programmes.read(number)
            counts = f"{len(programme.mapped)} of {len(programme.every)} passages compared"
            (first, cpu), *later = time_queue(workspace, number)
            slow |= first > MOST
            print(f"{path.name}: {counts}; {len(programme.shown or ())} standards")
            print(f"  first {first:.2f} s ({cpu:.2f} s of a processor), then {min(later)[0]:.2f} s ({MOST:.0f} s)")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
