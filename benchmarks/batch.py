"""What `curmap index` costs, in parts that can be run one after the other, each within ten minutes at a million.

    python benchmarks/batch.py raw index raw search update --passages 10000
    python benchmarks/batch.py raw index raw search update --passages 100000
    python benchmarks/batch.py raw --passages 1000000
    python benchmarks/batch.py index --passages 1000000     the longest
    python benchmarks/batch.py search update --passages 1000000
    python benchmarks/batch.py framework dask --passages 100000
    python benchmarks/batch.py table                        or: table --write docs/batch.md

raw        the encoder alone, everything loaded, one process for each processor
index      from reading to the published index, no framework
search     one question at a time on one thread: lists ÷ exact; after `index`
update     1 % of the documents others than before; after `index`
framework  what mapping the indexed passages to a framework adds (at most 20,000 of them)
dask       one dask worker, then two
table      all that was measured so far, in Markdown

A part that is named twice counts by its mean: in `raw index raw` the run stands between two measurements of what it
is compared with, since the speed of a shared machine changes within minutes. Collections and results (JSON, a file
for each part and size) stay in `--folder`; at a million passages 4 GB. The machine should be idle. Without a part all
of them are run at the size given.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from batch_processes import encoder_alone, run
from batch_table import table, written
from batch_texts import texts, write_documents

from mapper.catalogues.collections import upkeep
from mapper.catalogues.collections.folder import Collection, open_collection
from mapper.catalogues.collections.records import Version
from mapper.workspace.store import Workspace

Result = dict[str, Any]
CURMAP = [sys.executable, "-m", "mapper"]
FRAMEWORK = Path(__file__).resolve().parent.parent / "mapper" / "samples" / "normas.csv"
PARTS = ("raw", "index", "search", "update", "framework", "dask")
_MOST_RAW = 100_000
_MOST_MAPPED = 20_000
_CHANGED_EVERY = 100
_QUESTIONS, _EXACT_QUESTIONS = 200, 50


class Bench:
    """The parts at one size; their workspace stays between them."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.passages, self.real, self.framework_path = options.passages, options.texts, options.framework
        self.folder = options.folder / str(options.passages)
        self.workspace, self.documents = self.folder / "workspace", self.folder / "first.jsonl"

    def index(self) -> Result:
        """The first run; what an earlier one left goes."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        passages = texts(self.passages, self.real)
        write_documents(self.documents, passages)
        write_documents(self.folder / "second.jsonl", passages, every=_CHANGED_EVERY)
        del passages
        used = run(self._command(self.documents, "cat"))
        files = self.workspace / "collections" / "cat" / "files"
        return {**_values(used), "disk": sum(path.stat().st_size for path in files.iterdir())}

    def _command(self, source: Path, collection: str, *more: str) -> list[str]:
        return [*CURMAP, "--workspace", str(self.workspace), "index", str(source), "-c", collection, *more]

    def raw(self) -> Result:
        """Texts per second, on the clock and of a processor."""
        passages = texts(min(self.passages, _MOST_RAW), self.real)
        seconds, processor = encoder_alone(passages)
        return {"texts": len(passages), "per_second": seconds, "per_processor_second": processor}

    def update(self) -> Result:
        """The second version of the documents; then the first again, so that this can be repeated."""
        changed = run(self._command(self.folder / "second.jsonl", "cat", "--update"))
        found = {**_values(changed), "index": self._version().index}
        upkeep.rollback(self._collection())
        upkeep.prune(self._collection(), keep=1)
        return found

    def _collection(self) -> Collection:
        return open_collection(Workspace(self.workspace), "cat")

    def _version(self) -> Version:
        version = self._collection().current()
        if version is None:
            raise SystemExit("nothing was published; run the part 'index' first")
        return version

    def search(self) -> Result:
        """Seconds a question takes, median of single ones on one thread, in lists and in the exact index."""
        import faiss

        from embeddings.indexes.exact import ExactIndex
        from embeddings.threads import limited
        from mapper.catalogues.collections.vectors import Neighbours, Rows, live_texts

        collection, version = self._collection(), self._version()
        rows = Rows(collection, version.shards)
        ids = np.concatenate([live_texts(collection, shard) for shard in version.shards])
        queries = rows[ids[np.linspace(0, len(ids) - 1, _QUESTIONS).astype(np.int64)]]
        with limited(1):
            faiss.omp_set_num_threads(1)
            opened = Neighbours(collection, version.index, version.files, rows)
            fast = _median(lambda query: opened.search(query, 10), queries)
            exact = ExactIndex.build(np.concatenate([part for _, part in rows.parts(ids)]))
            slow = _median(lambda query: exact.search(query, 10), queries[:_EXACT_QUESTIONS])
        size = version.files["index"].bytes
        return {"lists": fast, "exact": slow, "index": version.index, "bytes": size, "exact_bytes": len(ids) * 2048}

    def framework(self) -> Result:
        """Mapping alone: the second of two runs, which finds passages and vectors done."""
        count = min(self.passages, _MOST_MAPPED)
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as name:
            self.workspace, source = Path(name) / "workspace", Path(name) / "documents.jsonl"
            write_documents(source, texts(count, self.real))
            add = [*CURMAP, "--workspace", str(self.workspace), "framework", "add", str(self.framework_path)]
            subprocess.run([*add, "--name", "f"], check=True, stdout=subprocess.DEVNULL)
            run(self._command(source, "cat"))
            again = run(self._command(source, "cat", "--update"))
            mapped = run(self._command(source, "cat", "--update", "--framework", "f"))
        return {"mapped": count, "seconds": mapped.seconds, "processor": mapped.processor - again.processor}

    def dask(self) -> Result:
        """Seconds of one worker and of two."""
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as name:
            self.workspace, source = Path(name) / "workspace", Path(name) / "documents.jsonl"
            write_documents(source, texts(self.passages, self.real))
            one, two = (
                run(self._command(source, f"d{workers}", "--engine", "dask", "--workers", str(workers)))
                for workers in (1, 2)
            )
        return {"one": one.seconds, "two": two.seconds}


def _values(used: Any) -> Result:  # noqa: ANN401 - a slotted dataclass has no __dict__
    return {"seconds": used.seconds, "processor": used.processor, "memory": used.memory}


def _mean(results: list[Result]) -> Result:
    """The last one, each of its numbers the mean of all."""
    numbers = {name for name, value in results[-1].items() if isinstance(value, float)}
    return results[-1] | {name: sum(one[name] for one in results) / len(results) for name in numbers}


def _median(search: Callable[[Any], object], queries: Any) -> float:  # noqa: ANN401 - arrays
    times = []
    for query in queries:
        begin = time.perf_counter()
        search(query[None])
        times.append(time.perf_counter() - begin)
    return float(np.median(times))


def main() -> None:
    """Run parts, or print what they found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join((*PARTS, "table")))
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--texts", type=Path, help="real passages, one a line")
    parser.add_argument("--framework", type=Path, default=FRAMEWORK, help="framework to map to")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "curmap-batch")
    parser.add_argument("--write", type=Path, help="put the table between its markers in this file")
    options = parser.parse_args()
    if unknown := set(options.parts) - {*PARTS, "table"}:
        parser.error(f"no part {', '.join(sorted(unknown))}")
    options.folder = options.folder.absolute()
    results = options.folder / "results"
    results.mkdir(parents=True, exist_ok=True)
    measured: dict[str, list[Result]] = {part: [] for part in PARTS}
    for part in options.parts or PARTS:
        if part == "table":
            continue
        begin = time.monotonic()
        found = {"part": part, "passages": options.passages, "processors": os.cpu_count()}
        measured[part].append(getattr(Bench(options), part)())
        found |= _mean(measured[part])
        (results / f"{part}-{options.passages}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"{part} at {options.passages:,}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    lines = table([json.loads(path.read_text(encoding="utf-8")) for path in sorted(results.glob("*.json"))])
    print(lines)
    if options.write:
        options.write.write_text(written(options.write.read_text(encoding="utf-8"), lines), encoding="utf-8")


if __name__ == "__main__":
    main()
