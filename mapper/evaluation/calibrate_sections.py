"""What a report on calibrated models says."""

from __future__ import annotations

from corpora import Text, _
from mapper.evaluation.calibrate import CalibrationReport
from mapper.reports import blocks as b
from mapper.reports.blocks import Words

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
