"""Calibrates a model of a user: what tells of catalogues, fitted for it on what ships and on graded pairs of the user.

A folder of truth holds, directly or in `pairs/`, files of graded pairs (`eval.graded`, *.jsonl). Criteria of standards
are told by reading whichever encoder searches, so nothing of them is fitted.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from corpora import InputError, Text, _, readers
from embeddings.cache import CachingEncoder
from embeddings.encoders import Encoder, open_encoder
from embeddings.threads import single_threaded
from eval.graded import Candidate, GradedPassage
from eval.graded import read as read_graded
from eval.measures import mean, measure_all
from eval.sheets import GRADES
from mapper.evaluation.actions import peak_megabytes
from mapper.evaluation.known import SAMPLE, load_benchmark
from mapper.evaluation.matcher import MatcherSystem, rerank_run
from mapper.evaluation.programmes import Truth, read_truths
from mapper.evaluation.training import SHIPPED, assign_fold, fit, read_rows
from mapper.matching.calibrated import NamedEncoder, describe_encoder, path_of
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import open_reranker
from mapper.matching.records import Progress, no_progress
from mapper.matching.scorer import Scorer, shipped
from mapper.matching.teaching import split_programme
from mapper.reports import blocks as b
from mapper.reports.blocks import Words
from mapper.workspace.files import write_atomically
from mapper.workspace.store import Workspace

SHIPS = "curmap"  # how what ships is called among the truth
_GRADES, _SENTENCES = SHIPPED / "grades.tsv", SHIPPED / "sentences.tsv"
_TIMED = 200  # sentences that are encoded to see how many a second there are


@dataclass(frozen=True, slots=True)
class Known:
    """What is known to calibrate on, with the names of where it is from: texts of many trades, and grades.

    `catalogues` are the workspace's frameworks of these grades; `absent` those that it lacks, `few` those whose grades
    cannot be fitted on, of which `grades` counts the pairs by grade. Names are only of what is fitted on.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    graded: tuple[GradedPassage, ...]
    catalogues: tuple[str, ...]
    absent: tuple[str, ...]
    few: tuple[str, ...] = ()
    grades: Mapping[int, int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Model:
    """An encoder, what it reaches on what was held out (`figures`), and what it costs on this machine.

    `texts_a_second` are sentences of programmes; `memory` the megabytes by which the most that the process has held
    rose while it was opened and used first, beside those that were opened before. `size`, the megabytes of its weights,
    and `licence` are as its card says, None and "" where it does not.
    """

    encoder: NamedEncoder
    figures: Mapping[str, float]
    dimension: int
    texts_a_second: float
    memory: float
    size: float | None
    licence: str


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """What became of calibrating models: names of the truth, and its graded passages.

    Where `stored` the workspace uses the model's scorer from now on; of a comparison it does not.
    """

    models: tuple[Model, ...]
    truth: tuple[str, ...]
    pairs: int
    stored: bool
    notes: tuple[Text, ...] = field(default=())


def load_known(workspace: Workspace, folders: Sequence[Path]) -> Known:
    """Return what ships and what these folders add. Raises InputError: a folder holds no truth, or a defective file."""
    truths = read_truths(SHIPPED)[0]
    graded = _shipped_grades(truths)
    from_folder: dict[Path, list[GradedPassage]] = {}
    for folder in folders:
        from_folder[folder] = _own(folder)
        graded += from_folder[folder]
    frameworks = {one.framework for passage in graded for one in passage.candidates}
    there = frameworks & set(workspace.names())
    kept = [passage for passage in graded if any(one.framework in there for one in passage.candidates)]
    few: tuple[str, ...] = ()
    grades = Counter(one.grade for passage in kept for one in passage.candidates if one.framework in there)
    if there and not _enough(kept, there):
        few, there, kept = tuple(sorted(there)), set(), []
    absent = frameworks - there - set(few)
    known = {id(passage) for passage in kept}
    fits = {of: any(id(passage) in known for passage in pairs) for of, pairs in from_folder.items()}
    names = (SHIPS, *(folder.resolve().name for folder in folders if fits[folder]))
    texts = tuple(entry.statement for truth in truths for entry in truth.framework.competencies)
    return Known(names, texts, tuple(kept), tuple(sorted(there)), tuple(sorted(absent)), few, grades)


def _enough(graded: Sequence[GradedPassage], names: Collection[str]) -> bool:
    """Return whether every grade can be fitted and judged on held-out documents: pairs in two folds or more."""
    pairs = [(assign_fold(p.group), one.grade) for p in graded for one in p.candidates if one.framework in names]
    return all(
        len({fold for fold, grade in pairs if (grade >= level) == above}) > 1
        for level in range(1, max(GRADES) + 1)
        for above in (True, False)
    )


def _own(folder: Path) -> list[GradedPassage]:
    if folder.is_file():
        return read_graded([folder])
    if not folder.is_dir():
        raise InputError("{folder}: there is no such file or folder; name truth of your own", folder=folder)
    if not (files := sorted([*folder.glob("*.jsonl"), *folder.glob("pairs/*.jsonl")])):
        raise InputError(
            "{folder}: holds no truth; it takes graded pairs (*.jsonl), in the form of docs/evaluation.md",
            folder=folder,
        )
    return read_graded(files)


def _shipped_grades(truths: Sequence[Truth]) -> list[GradedPassage]:
    """Return the grades that ship, beside the passages of the programmes that they are of."""
    by_passage: dict[tuple[str, str], list[Candidate]] = {}
    for row in read_rows(_GRADES):
        candidate = Candidate(row["framework"], row["code"], "", int(row["grade"]))
        by_passage.setdefault((row["programme"], row["passage"]), []).append(candidate)
    wanted = {programme for programme, _ in by_passage}
    return [
        GradedPassage(p.id, truth.name, p.role, p.language, p.section, p.text, tuple(candidates))
        for truth in truths
        if truth.name in wanted
        for p in split_programme(readers.read(truth.path)).passages
        if (candidates := by_passage.pop((truth.name, p.text_id), None))
    ]


def fit_scorer(workspace: Workspace, found: Known, encoder: Encoder, *, progress: Progress = no_progress) -> Scorer:
    """Return the scorer of an encoder; what was encoded is kept in the workspace until the scorer is stored."""
    remembering = CachingEncoder(encoder, _kept(workspace, encoder.revision))
    try:
        indexes = [
            FrameworkIndex.open(workspace.indexes(n), workspace.load(n), remembering, progress=partial(progress, n))
            for n in found.catalogues
        ]
        with single_threaded():
            scorer = fit(found.graded, indexes, found.texts, remembering, base=shipped())
    finally:
        remembering.keep()
    about = {**scorer.about, "truth": list(found.names), "catalogues": list(found.catalogues)}
    return Scorer.from_bytes(replace(scorer, about=about).to_bytes(), scorer.criteria)


def store(workspace: Workspace, scorer: Scorer) -> Path:
    """Let the workspace use a scorer for its encoder from now on; gives the file that it stands in."""
    path = path_of(workspace.calibrated, scorer.encoder)
    write_atomically(path, scorer.to_bytes())
    shutil.rmtree(_kept(workspace, scorer.encoder), ignore_errors=True)
    return path


def _kept(workspace: Workspace, revision: str) -> Path:
    """Return where vectors lie until the scorer that is fitted on them is stored."""
    return workspace.cache / "calibrate" / revision


@dataclass(frozen=True, slots=True)
class Cost:
    """The megabytes that a model took, and the sentences that it encodes a second."""

    memory: float
    speed: float


def open_model(name: str) -> tuple[Encoder, Cost]:
    """Return a model and what it costs on this machine; raises InputError: there is no such model."""
    texts = [row["trap"] for row in read_rows(_SENTENCES)[:_TIMED]]
    before = peak_megabytes() or 0.0
    encoder = open_encoder(name)
    encoder.encode(texts[:1], role="passage")  # reads the weights
    begin = time.perf_counter()
    encoder.encode(texts, role="passage")
    seconds = time.perf_counter() - begin
    return encoder, Cost((peak_megabytes() or before) - before, len(texts) / max(seconds, 1e-9))


def measure_model(
    workspace: Workspace,
    encoder: Encoder,
    costs: Cost,
    found: Known,
    *,
    rerank: str = "",
    progress: Progress = no_progress,
) -> tuple[Model, Scorer]:
    """Fit a scorer for a model, and what both reach together."""
    scorer = fit_scorer(workspace, found, encoder, progress=progress)
    figures: dict[str, float] = {}
    if pairs := scorer.about.get("pairs"):
        figures |= {"pairs_auroc": pairs["auroc"], "pairs_unfounded": pairs["unfounded"]}
    figures |= {"traps": trap_share(encoder), **_ranked(workspace, encoder, scorer, rerank, progress)}
    card = getattr(encoder, "card", None)
    shown = {key: round(float(value), 4) for key, value in figures.items()}
    size, licence = (round(card.size / 1e6, 1), card.licence) if card else (None, "")
    about = (encoder.dimension, round(costs.speed, 1), round(costs.memory, 1), size, licence)
    return Model(describe_encoder(encoder, scorer), shown, *about), scorer


def trap_share(encoder: Encoder) -> float:
    """Return the share of sentences that lie nearer to an ad's line for their entry than a trap does."""
    rows = read_rows(_SENTENCES)
    taught, trap = (encoder.encode([row[side] for row in rows], role="query") for side in ("programme", "trap"))
    asked = encoder.encode([row["ad"] for row in rows], role="passage")
    right, wrong = np.einsum("ij,ij->i", taught, asked), np.einsum("ij,ij->i", trap, asked)
    return float((right > wrong).mean())


def _ranked(
    workspace: Workspace, encoder: Encoder, scorer: Scorer, rerank: str, progress: Progress
) -> Mapping[str, float]:
    """Return MAP on the benchmark that ships, also reranked by a cross-encoder, with how much longer that takes."""
    benchmark = load_benchmark(SAMPLE)
    system = MatcherSystem(scorer, encoder, workspace.folder)
    system.prepare(benchmark)
    begin = time.perf_counter()
    run = system.answer(benchmark, context=False, progress=progress)
    seconds = max(time.perf_counter() - begin, 1e-9)
    found = {"map": mean(measure_all(benchmark.qrels, run)["MAP"])}
    if rerank:
        reranker = open_reranker(rerank)
        begin = time.perf_counter()
        run = rerank_run(run, benchmark, reranker)
        more = time.perf_counter() - begin
        found["map_reranked"] = mean(measure_all(benchmark.qrels, run)["MAP"])
        found["reranked_time"] = (seconds + more) / seconds
    return found


_PARTS = ("pairs_unfounded", "traps")
TEXTS: dict[str, Text] = {
    "title": _("Calibrated models"),
    "what": _(
        "Fitted and measured on {pairs} graded passages ({truth}); each figure is of documents that were held out when"
        " it was made, and has no interval: a small difference between models may be chance. A language model wrote and"
        " judged what ships. Criteria of standards are told by reading whichever model searches, so they are not among"
        " the figures."
    ),
    "stored": _("From now on mappings with {name} in this workspace have calibrated probabilities."),
    "model": _("model"),
    "revision": _("revision"),
    "memory": _("memory, MB"),
    "licence": _("licence on its card"),
    "pairs_auroc": _("graded pairs, AUROC"),
    "pairs_unfounded": _("passages without a right entry that are shown one"),
    "traps": _("sentences told from their traps"),
    "map": _("benchmark that ships, MAP"),
    "map_reranked": _("the same in the cross-encoder's order"),
    "reranked_time": _("times the time that takes"),
    "how.speed": _(
        "Speed and memory are of this machine, measured while the model was opened and encoded {n} sentences: by how"
        " much the most that the process has held rose."
    ),
}


def report(found: CalibrationReport, *, lang: str) -> b.Report:
    """Return the report in the language "es" or "en": one row for each figure, one column for each model."""
    t = Words(lang, TEXTS)
    names = [model.encoder["name"] for model in found.models]
    figures = dict.fromkeys(key for model in found.models for key in model.figures)
    measured: list[list[b.Cell]] = [
        [t(key), *(_shown(key, model.figures.get(key), t) for model in found.models)] for key in figures
    ]
    rows: list[list[b.Cell]] = [
        [t("revision"), *(model.encoder["revision"] for model in found.models)],
        *measured,
        [t.gettext("dimensions"), *(model.dimension for model in found.models)],
        [t.gettext("sentences a second"), *(round(model.texts_a_second) for model in found.models)],
        [t("memory"), *(round(model.memory) for model in found.models)],
        [t.gettext("weights, MB"), *("–" if model.size is None else round(model.size) for model in found.models)],
        [t("licence"), *(model.licence or "–" for model in found.models)],
    ]
    blocks: list[b.Block] = [
        b.Paragraph(t("what", pairs=found.pairs, truth=", ".join(found.truth))),
        *([b.Paragraph(t("stored", name=names[0]), "strong")] if found.stored else ()),
        b.Table(
            (b.Column(t("model"), 44), *(b.Column(name.rpartition("/")[2], 24) for name in names)), rows, t("title")
        ),
        b.Paragraph(t("how.speed", n=200), "quiet"),
        *(b.Paragraph(t.translate(note), "quiet", b.READ) for note in found.notes),
    ]
    return b.Report(t, ", ".join(names), [b.Section("", blocks)], formats=("html", "xlsx", "json"))


def _shown(key: str, value: float | None, t: Words) -> str:
    if value is None:
        return "–"
    return t.percent(value) if key in _PARTS else f"{value:.3f}"
