"""What a user can ask of a model of their own: to calibrate it, to set several side by side; nothing prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpora import InputError, Text, _
from eval.sheets import GRADES
from mapper.evaluation import calibrate as models
from mapper.evaluation.calibrate import CalibrationReport
from mapper.matching.matcher import open_reranker
from mapper.matching.records import Outcome, Progress, no_progress
from mapper.matching.scorer import shipped
from mapper.workspace.files import require_folder
from mapper.workspace.store import Workspace


def calibrate(
    workspace: Workspace,
    encoder: str,
    compared: Sequence[str],
    folders: Sequence[Path],
    *,
    rerank: str = "",
    progress: Progress = no_progress,
) -> Outcome[CalibrationReport]:
    """Fit probabilities for a model and let the workspace use them, or set several models beside each other.

    The fitted scorer of `encoder`, "" where some are `compared`, is stored in the workspace, whose frameworks lend the
    entries of graded pairs; of the others nothing is. `folders` hold truth of the user's own, besides what ships, and
    `rerank` is the name of a cross-encoder that is measured behind each. Raises InputError: no model or both kinds
    named; an unknown model; a folder without truth; OSError: the workspace cannot be written.
    """
    if bool(encoder) == bool(compared):
        raise InputError("name one model with --encoder, or several with --compare")
    if twice := next((name for name in compared if compared.count(name) > 1), None):
        raise InputError("--compare names '{name}' twice; name each model once", name=twice)
    require_folder(workspace.folder)
    if rerank:
        open_reranker(rerank)
    # That one is missing is told now, not after the minutes that the others take; until then all stay open.
    progress(encoder or compared[0], 0, 0)
    opened = [models.open_model(name) for name in compared or [encoder]]
    known = models.load_known(workspace, folders)
    notes = list(_not_fitted_on(known))
    found, stored = [], False
    for tried, cost in opened:
        model, scorer = models.measure_model(workspace, tried, cost, known, rerank=rerank, progress=progress)
        found.append(model)
        if compared:
            continue
        if scorer.encoder == shipped().encoder and known.names == (models.SHIPS,):
            notes.append(
                _("The encoder that ships is fitted on more than this: nothing is stored without truth of yours.")
            )
        else:
            path = models.store(workspace, scorer)
            notes.append(_("Stored in {path}; delete this file to go back to what ships.", path=path))
            stored = True
    report = CalibrationReport(tuple(found), known.names, len(known.graded), stored, tuple(notes))
    return Outcome(report, notes=report.notes)


def _not_fitted_on(known: models.Known) -> Iterator[Text]:
    """Yield what to say of graded pairs that the fitting has to do without."""
    if known.absent:
        yield _(
            "Not calibrated on graded pairs of {names}, which this workspace lacks: probabilities of catalogues are"
            " those of the encoder that ships, brought to this one's scale; add them with 'curmap framework add' and"
            " repeat.",
            names=", ".join(known.absent),
        )
    if known.few:
        yield _(
            "Graded pairs of {names} were left out: to be fitted on, some of grade {least} and some of grade {most}"
            " are needed, each in several documents. There are, by grade: {counts}.",
            names=", ".join(known.few),
            least=min(GRADES),
            most=max(GRADES),
            counts=", ".join(f"{grade}: {known.grades[grade]:,}" for grade in GRADES),
        )
