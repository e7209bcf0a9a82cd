"""What it would take for a programme to cover a criterion that it does not cover yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from corpora import Passage
from corpora.folding import fold
from mapper.programmes.coverage.records import CriterionCoverage
from mapper.programmes.coverage.standards import is_attitude
from mapper.programmes.coverage.states import CONTENT_ROLES, DO, KNOW, tier, wanted

Remedy = Literal["confirm", "practice", "complete", "content", "outcome", "evaluation", "nothing"]
REMEDIES: tuple[Remedy, ...] = get_args(Remedy)
"""In the order in which they cost: first what only has to be looked at."""
_PRODUCTS = ("producto", "product")


def remedy(criterion: CriterionCoverage, passages: Mapping[str, Passage]) -> Remedy:
    """What a criterion needs.

    `confirm`: somebody has to read the passages that lie near; `practice`: what stands as content, or is only known,
    has to be done; `complete`: what is taught of it lacks something; `content`, `outcome`, `evaluation`: something has
    to be added, for a product the evaluation that asks for it; `nothing`: it is covered.

    Args:
        criterion: as coverage tells it.
        passages: by id, those that it names.
    """
    if criterion.state == "covered":
        return "nothing"
    if criterion.state == "uncertain":
        return "confirm"
    asked = wanted(criterion.kind, criterion.level, criterion.statement)
    if criterion.state == "partly":
        showing = [passages[id_] for id_ in criterion.passages if id_ in passages]
        only_content = asked == DO and all(passage.role in CONTENT_ROLES for passage in showing)
        too_low = asked > max([tier(passage.text) for passage in showing] or [DO])
        return "practice" if showing and (only_content or too_low) else "complete"
    if fold(criterion.kind) in _PRODUCTS:
        return "evaluation"
    return "content" if asked == KNOW and not is_attitude(criterion.kind) else "outcome"
