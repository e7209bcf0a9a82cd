"""What a user can ask the evaluation for; nothing prints."""

from __future__ import annotations

from eval.judging import agreement
from eval.sheets import read_sheet
from mapper.evaluation.actions import Outcome, measured, pool, report, run
from mapper.evaluation.figures import exact
from mapper.evaluation.hub import Exported, export
from mapper.evaluation.judging import write_judgements
from mapper.evaluation.known import seen
from mapper.evaluation.pairs import measure as measure_pairs
from mapper.evaluation.stored import StoredRun, compare

__all__ = ["Exported", "Outcome", "StoredRun", "agreement", "compare", "exact", "export", "measure_pairs"]
__all__ += ["measured", "pool", "read_sheet", "report", "run", "seen", "write_judgements"]
