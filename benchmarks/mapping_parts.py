"""What the parts of a `curmap map` take.

    python benchmarks/mapping_parts.py parts WORKSPACE DOCUMENT
    python benchmarks/mapping_parts.py one WORKSPACE
    python benchmarks/mapping_parts.py bulk WORKSPACE

Run by `mapping.py` in a process of its own each, since what was imported or read once costs nothing again. Seconds of
processor time, which a busy machine changes less than time on the clock; the steps run one after the other here, in
`curmap map` partly side by side.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FRAMEWORKS = ("renec", "esco")
STATEMENTS = 35_000
DOCUMENTS = ("programa.pdf", "syllabus.pdf", "EC9001.pdf")
ONE = (
    "Interpreta planos eléctricos e identifica sus símbolos",
    "Atiende a clientes y resuelve sus reclamaciones según el protocolo de la empresa",
    "Formación de la puntada de doble pespunte y de cadeneta",
    "Mantiene el equipo de cómputo y documenta las fallas que encuentra",
    "Principios de contabilidad",
    "Elabora un plan de negocios para una microempresa con base en un estudio de mercado",
    "Programación orientada a objetos en un lenguaje de alto nivel",
    "Aplica normas de seguridad e higiene al manipular sustancias químicas",
    "Conduce vehículos de carga por carretera",
)


def main() -> None:
    """Print one JSON object."""
    what, *arguments = sys.argv[1:]
    paths = [Path(argument) for argument in arguments]
    works: dict[str, Callable[..., dict[str, Any]]] = {"parts": parts, "one": one, "bulk": bulk}
    print(json.dumps(works[what](*paths)))


def parts(workspace_folder: Path, document_path: Path) -> dict[str, float]:
    """Return seconds of each step of a mapping in this process, which has done nothing before."""
    import gc

    from mapper import actions, cli  # noqa: F401 - importing them is what is measured
    from mapper.workspace import store

    gc.set_threshold(500_000, 20, 50)  # as the command line does
    seconds = {"interpreter, numpy, command line": time.process_time()}

    def step(name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the step gives
        start = time.process_time()
        result = work()
        seconds[name] = time.process_time() - start
        return result

    from corpora import readers
    from corpora.language import detect_language
    from embeddings.encoders import open_encoder
    from mapper.mapper import Mapper
    from mapper.matching.records import Settings
    from mapper.reports import kinds
    from mapper.workspace.store import Workspace

    workspace, settings = Workspace(workspace_folder), Settings()
    frameworks = step("frameworks", lambda: store.load_frameworks(workspace, FRAMEWORKS))
    document = step("document", lambda: readers.read(document_path))
    step("language model", lambda: detect_language("la"))
    encoder = open_encoder(settings.encoder)
    step("encoder", lambda: encoder.encode(["la"], role="query"))
    mapper = step("indexes", lambda: Mapper.reuse(workspace, (frameworks, {}), encoder, settings))
    alignment, _ = step("passages and matches", lambda: mapper.map(document))
    with tempfile.TemporaryDirectory() as folder:
        step("reports", lambda: kinds.write_report("report", [alignment], Path(folder), lang="es"))
    return {name: round(value, 2) for name, value in seconds.items()}


def one(workspace_folder: Path) -> dict[str, Any]:
    """Return milliseconds, each the median over passages, that one passage takes in a process that is warm.

    The statements are labels of ESCO, each an entry of its own; `matched` is what `curmap map` does with a passage,
    its evidence among it.
    """
    from corpora import Passage
    from embeddings.encoders import open_encoder
    from mapper.matching.candidates import Pool
    from mapper.matching.matcher import Matcher
    from mapper.matching.queries import make_questions
    from mapper.matching.scoring import score_all, texts_of

    encoder = open_encoder()
    index = _of_statements(workspace_folder, encoder)
    matcher, pool = Matcher([index], encoder), Pool.build(index)
    asked = [
        Passage(f"p{i}", f"t{i}", text, 0, len(text), None, None, (), "outcome", "es") for i, text in enumerate(ONE)
    ]
    vectors = {passage.text: encoder.encode([passage.text], role="query") for passage in asked}

    def scored(passage: Passage) -> None:
        questions = make_questions([passage])
        texts = texts_of(questions)
        score_all(questions, texts, encoder.encode(texts, role="query"), pool)

    found = {"matched": _milliseconds(lambda passage: matcher.match([passage], k=3), asked)}
    found["without evidence"] = _milliseconds(scored, asked)
    found["encoded"] = _milliseconds(lambda passage: encoder.encode([passage.text], role="query"), asked)
    found["nearest rows"] = _milliseconds(lambda passage: index.index.search(vectors[passage.text], 200), asked)
    return {"statements": len(index.entries), **found}


def bulk(workspace_folder: Path) -> dict[str, float]:
    """Return milliseconds of one processor for each passage of the shipped samples, their vectors known.

    No evidence.
    """
    from corpora import readers
    from embeddings.encoders import open_encoder
    from embeddings.threads import limited
    from mapper.actions import SAMPLES, open_index
    from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool
    from mapper.matching.queries import make_questions
    from mapper.matching.scoring import score_all, texts_of
    from mapper.matching.teaching import split_programme
    from mapper.workspace.store import Workspace

    workspace, encoder = Workspace(workspace_folder), open_encoder()
    indexes = {name: open_index(workspace, workspace.load(name), encoder) for name in FRAMEWORKS}
    indexes[f"{STATEMENTS} statements"] = _of_statements(workspace_folder, encoder)
    documents = [make_questions(split_programme(readers.read(SAMPLES / name)).passages) for name in DOCUMENTS]
    works = [(asked, texts := texts_of(asked), encoder.encode(texts, role="query")) for asked in documents]
    found = {}
    with limited(1):
        for name, index in indexes.items():
            pool = Pool.build(index, excluded=NOT_FOR_PROGRAMMES)
            seconds = _seconds(lambda: [score_all(*work, pool) for work in works])  # noqa: B023 - called at once
            found[name] = round(seconds * 1000 / sum(map(len, documents)), 2)
    return {"passages": sum(map(len, documents)), **found}


def _of_statements(workspace_folder: Path, encoder: Any) -> Any:  # noqa: ANN401 - imported where it is used
    """Return an index of labels of ESCO, each an entry of its own."""
    from corpora import Competency, Framework
    from mapper.matching.index import FrameworkIndex, label_rows
    from mapper.workspace.store import Workspace

    labels = list(dict.fromkeys(label_rows(Workspace(workspace_folder).load("esco"))[0]))
    some = labels[:: len(labels) // STATEMENTS][:STATEMENTS]
    entries = tuple(Competency(f"c{i}", text, "standard") for i, text in enumerate(some))
    return FrameworkIndex.build(Framework("one", "one", "1", "0" * 64, "one", entries), encoder)


def _milliseconds(work: Callable[[Any], object], asked: list[Any]) -> str:
    """Return medians over the passages, each taken several times."""
    clock, processor = [], []
    for passage in asked * 5:
        start, busy = time.perf_counter(), time.process_time()
        work(passage)
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return f"{statistics.median(clock) * 1000:.1f}, {statistics.median(processor) * 1000:.1f} of processors"


def _seconds(work: Callable[[], object]) -> float:
    """Return the least of three: the first reads from disk what the others find in memory."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main()
