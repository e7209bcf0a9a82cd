"""What `curmap index` costs: throughput kept, memory, an update of 1 %, two dask workers, search and size.

    python benchmarks/batch.py                        a few minutes: 20,000 passages of 20 tokens
    python benchmarks/batch.py --passages 1000000     the full size: some hours on two cores, 15 GB of disk

Passages are sentences put together from words of trades, all different; `--texts FILE` takes real ones, one a line,
in their place. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import psutil

CURMAP = [sys.executable, "-m", "mapper"]
PASSAGES_PER_DOCUMENT = 10
VERBS = "Ajusta Calibra Cose Diagnostica Ensambla Interpreta Lubrica Mide Programa Registra Repara Revisa Suelda Traza"
THINGS = (
    "aguja bomba bobina cordón eje embrague engrane fresadora hilo máquina motor pieza plano prensa red sensor torno"
)
PLACES = "almacén aula banco cabina celda estación invernadero laboratorio línea nave planta sala taller tablero"
AIMS = "calidad higiene norma orden plazo precisión rendimiento seguridad tolerancia trazabilidad"


def sentences(count: int) -> Iterator[str]:
    """Different sentences of some 20 tokens, on matters as different as the words allow."""
    chance = random.Random(0)
    verbs, things, places, aims = (text.split() for text in (VERBS, THINGS, PLACES, AIMS))
    for number in range(count):
        first, second, third = chance.sample(things, 3)
        goals = " y ".join(chance.sample(aims, 2))
        yield f"{chance.choice(verbs)} {first}, {second} y {third} de {chance.choice(places)} {number} según {goals}."


def write_documents(path: Path, texts: Sequence[str], changed: float = 0.0) -> None:
    """Rows of ten passages each; of a share of them one passage is another."""
    every = round(1 / changed) if changed else 0
    with path.open("w", encoding="utf-8") as file:
        for number, begin in enumerate(range(0, len(texts), PASSAGES_PER_DOCUMENT)):
            lines = list(texts[begin : begin + PASSAGES_PER_DOCUMENT])
            if every and number % every == 0:
                lines = [f"{line} Versión nueva." for line in lines]
            row = {"id": f"D{number}", "title": "", "description": "\n".join(f"- {line}" for line in lines)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


class Measured:
    """A command with its time, and that of processors, and the most anonymous memory of all its processes."""

    def __init__(self, command: Sequence[str]) -> None:
        begin, before = time.monotonic(), _processor_seconds()
        process = psutil.Popen(command, stdout=subprocess.DEVNULL)
        self.peak, done = 0, threading.Event()
        watching = threading.Thread(target=self._watch, args=(process, done))
        watching.start()
        code = process.wait()
        self.seconds, self.processor = time.monotonic() - begin, _processor_seconds() - before
        done.set()
        watching.join()
        if code:
            raise SystemExit(f"{' '.join(command)}: exit code {code}")

    def _watch(self, process: psutil.Process, done: threading.Event) -> None:
        while not done.wait(0.5):
            self.peak = max(self.peak, sum(map(_anonymous, [process, *_children(process)])))


def _processor_seconds() -> float:
    """Of all that was started from here and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []


def _anonymous(process: psutil.Process) -> int:
    """Bytes that no file stands behind."""
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:")), 0)


def raw_throughput(texts: Sequence[str]) -> tuple[float, float]:
    """Texts per second of the encoder alone, all processors, and per second of a processor; everything loaded."""
    from embeddings.encoders import open_encoder

    encoder = open_encoder()
    encoder.encode(texts[:64], role="query")
    begin, processor = time.monotonic(), time.process_time()
    encoder.encode(texts, role="query")
    return len(texts) / (time.monotonic() - begin), len(texts) / (time.process_time() - processor)


def seconds_per_query(search: Callable[[np.ndarray], object], queries: np.ndarray) -> float:  # type: ignore[type-arg]
    """Median of single questions on one thread."""
    times = []
    for query in queries:
        begin = time.perf_counter()
        search(query[None])
        times.append(time.perf_counter() - begin)
    return float(np.median(times))


def searching(workspace: Path, name: str) -> Iterator[tuple[str, str]]:
    """Lists against the exact index, one question at a time on one thread."""
    import faiss

    from embeddings.indexes import index_type
    from embeddings.threads import limited
    from mapper.collections.folder import open_collection
    from mapper.collections.vectors import Neighbours, Rows, live_texts
    from mapper.store import Workspace

    collection = open_collection(Workspace(workspace), name)
    version = collection.current()
    if version is None:
        return
    rows = Rows(collection, version.shards)
    ids = np.concatenate([live_texts(collection, shard) for shard in version.shards])
    queries = rows[ids[np.linspace(0, len(ids) - 1, 200).astype(np.int64)]]
    with limited(1):
        faiss.omp_set_num_threads(1)
        lists = Neighbours(collection, version.index, version.files, rows)
        fast = seconds_per_query(lambda query: lists.search(query, 10), queries)
        vectors = np.concatenate([part for _, part in rows.parts(ids)])
        exact = index_type("exact").build(vectors)
        del vectors
        slow = seconds_per_query(lambda query: exact.search(query, 10), queries[:50])
    size = version.files["index"].bytes / 1e6
    yield "recall@10 on the sample", f"{version.index['recall']:.3f} ({version.index.get('probes')} lists looked at)"
    yield "questions per second, lists", f"{1 / fast:,.0f}"
    yield "questions per second, exact", f"{1 / slow:,.0f}"
    yield "lists ÷ exact", f"{slow / fast:.0f}"
    yield "index on disk, MB (exact: MB)", f"{size:.0f} ({len(ids) * queries.shape[1] * 4 / 1e6:.0f})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--texts", type=Path, help="real passages, one a line")
    parser.add_argument("--framework", action="append", default=[], help="PATH of a framework to map to; repeatable")
    parser.add_argument("--no-dask", action="store_true")
    options = parser.parse_args()
    texts = (
        list(dict.fromkeys(options.texts.read_text(encoding="utf-8").split("\n")))[: options.passages]
        if options.texts
        else list(sentences(options.passages))
    )
    with tempfile.TemporaryDirectory() as name:
        for what, value in measure(Path(name), texts, options.framework, dask=not options.no_dask):
            print(f"| {what} | {value} |", flush=True)


def measure(folder: Path, texts: Sequence[str], frameworks: Sequence[str], *, dask: bool) -> Iterator[tuple[str, str]]:
    """Rows of the table as they come."""
    workspace, first, second = folder / "workspace", folder / "first.jsonl", folder / "second.jsonl"
    write_documents(first, texts)
    write_documents(second, texts, changed=0.01)
    for number, path in enumerate(frameworks):
        named = ["--name", f"f{number}"]
        subprocess.run([*CURMAP, "--workspace", workspace, "framework", "add", path, *named], check=True)
    mapped = [word for number in range(len(frameworks)) for word in ("--framework", f"f{number}")]
    common = [*CURMAP, "--workspace", str(workspace), "index"]

    def run(source: Path, collection: str, *more: str) -> Measured:
        return Measured([*common, str(source), "-c", collection, *mapped, "--index", "ivf", *more])

    yield "passages", f"{len(texts):,}"
    raw, per_processor = raw_throughput(texts[:20_000])
    yield "encoder alone, passages per second", f"{raw:,.0f} ({per_processor:,.0f} per second of a processor)"
    whole = run(first, "cat")
    yield "from reading to the published index, s", f"{whole.seconds:.1f}"
    yield "throughput kept", f"{len(texts) / whole.seconds / raw:.0%}"
    yield "the same by time of processors", f"{len(texts) / whole.processor / per_processor:.0%}"
    yield "most anonymous memory, all processes, GB", f"{whole.peak / 1e9:.2f}"
    yield from searching(workspace, "cat")
    files = workspace / "collections" / "cat" / "files"
    yield "collection on disk, MB", f"{sum(path.stat().st_size for path in files.iterdir()) / 1e6:.0f}"
    update = run(second, "cat", "--update")
    yield "the same with 1 % changed, s", f"{update.seconds:.1f}"
    yield "update ÷ first run", f"{update.seconds / whole.seconds:.1%}"
    yield "the same by time of processors", f"{update.processor / whole.processor:.1%}"
    shutil.rmtree(workspace / "collections")
    if dask and (os.cpu_count() or 1) > 1:
        one, two = (run(first, f"d{n}", "--engine", "dask", "--workers", str(n)) for n in (1, 2))
        yield "one dask worker, s", f"{one.seconds:.1f}"
        yield "two dask workers ÷ one", f"{one.seconds / two.seconds:.2f}"


if __name__ == "__main__":
    main()
