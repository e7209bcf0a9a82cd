"""How long `curmap map` takes on ten pages against RENEC and ESCO, cold and warm, and what indexing them takes.

    python benchmarks/mapping.py ../shared/data

The cold run is the whole command in a new process; beside it stand its parts, and what no design of ours can avoid:
the interpreter with numpy, and the encoder's network opened. The warm run is the same mapping in one process. Times
on the clock are medians of several runs on a machine that should be idle; processor time is given beside them, which
other processes change less.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from mapper.actions import SAMPLES, Against, map_documents
from mapper.workspace.store import Workspace

PAGES = 10
PARTS = Path(__file__).with_name("mapping_parts.py")
Seconds = tuple[float, float]
"""On the clock, and of processors."""
FLOOR = "import numpy; from embeddings.encoders.e5 import FOLDER, network; network(FOLDER)"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with renec/ec_standards_api.json and esco/")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(json.dumps(_measure(folder, options.data.resolve(), options.runs), indent=1, ensure_ascii=False))


def _measure(folder: Path, data: Path, runs: int) -> dict[str, object]:
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(folder / "workspace")]
    indexing = [
        _seconds([*curmap, "framework", "add", str(source)])
        for source in (data / "renec" / "ec_standards_api.json", data / "esco")
    ]
    document = _ten_pages(folder / "ten.pdf")
    command = [
        *curmap,
        "map",
        str(document),
        "--framework",
        "renec",
        "--framework",
        "esco",
        "--out",
        str(folder / "out"),
    ]
    cold = _median(lambda: _seconds(command), runs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    floor = _median(lambda: _seconds([sys.executable, "-c", FLOOR]), runs)
    workspace = Workspace(folder / "workspace")

    def warm() -> Seconds:
        start, busy = time.perf_counter(), time.process_time()
        map_documents(Against(workspace, ["renec", "esco"]), [document])
        return time.perf_counter() - start, time.process_time() - busy

    warm()
    return {
        "indexing RENEC and ESCO from nothing": _told(*map(sum, zip(*indexing, strict=True))),
        "peak memory of a process, GB": round(peak, 2),
        "map, cold process": _told(*cold),
        "floor: interpreter, numpy, the encoder's weights": _told(*floor),
        "cold ÷ floor": round(cold[0] / floor[0], 2),
        "map, warm": _told(*_median(warm, runs)),
        "one passage against 35,000 statements, warm, ms": _in_new_process("one", folder / "workspace"),
        "one of many passages, ms of a processor": _in_new_process("bulk", folder / "workspace"),
        "parts of the cold run, processor seconds": _in_new_process("parts", folder / "workspace", document),
    }


def _told(clock: float, processor: float) -> str:
    return f"{clock:.2f} s, {processor:.2f} s of processors"


def _in_new_process(*arguments: object) -> dict[str, object]:
    command = [sys.executable, str(PARTS), *map(str, arguments)]
    found: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def _ten_pages(path: Path) -> Path:
    """Return the first ten pages of the shipped samples one behind the other."""
    joined = pdfium.PdfDocument.new()
    for name in ("programa.pdf", "syllabus.pdf", "EC9001.pdf"):
        with pdfium.PdfDocument(SAMPLES / name) as source:
            joined.import_pages(source, list(range(min(len(source), PAGES - len(joined)))))
    joined.save(path)
    return path


def _seconds(command: list[str]) -> Seconds:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _median(measure: Callable[[], Seconds], runs: int) -> Seconds:
    """Return medians of both, each by itself."""
    clock, processor = zip(*(measure() for _ in range(runs)), strict=True)
    return statistics.median(clock), statistics.median(processor)


if __name__ == "__main__":
    main()
