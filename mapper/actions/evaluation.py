"""What a user can ask the evaluation for; nothing prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.judging import Disagreement, Judgement
from eval.judging import agreement as measure_agreement
from eval.sheets import read_sheet
from mapper.evaluation import judging
from mapper.evaluation import pairs as graded
from mapper.evaluation.actions import Outcome, measured, pool, report, run
from mapper.evaluation.figures import exact
from mapper.evaluation.hub import Exported, export
from mapper.evaluation.stored import StoredRun, compare
from mapper.mapper import Progress
from mapper.workspace.store import Workspace

__all__ = ["Exported", "Judgement", "Outcome", "StoredRun", "compare", "export", "pool", "report", "run"]


def pairs(
    workspace: Workspace,
    files: Sequence[Path],
    frameworks: Sequence[str],
    *,
    encoder: str,
    out: Path | None,
    progress: Progress,
) -> tuple[Mapping[str, Any], Any, Path]:
    """Measure the probabilities shown against graded pairs: figures, the same as exact JSON values, the run folder."""
    found = graded.measure(workspace, files, frameworks, encoder=encoder, progress=progress)
    return found.result, exact(found.result), measured(workspace, found, out)


def agreement(sheets: Sequence[Path]) -> dict[str, Any]:
    """How far the judges of filled sheets agree, as JSON values."""
    found: dict[str, Any] = exact(asdict(measure_agreement([read_sheet(path) for path in sheets])))
    return found


def adjudicate(
    folder: Path, sheets: Sequence[Path], out: Path, *, decided: Path | None, lang: str
) -> tuple[tuple[Judgement, ...], tuple[Disagreement, ...]]:
    """Make a benchmark of filled sheets: the judgements written, and the pairs that are still open."""
    return judging.write_judgements(folder, sheets, out, decided=decided, lang=lang)
