"""What a mapping shows of each standard that it touches, as the page keeps it: JSON with the records' own names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapper.coverage.standards import standards
from mapper.coverage.standards_tree import root_of
from mapper.coverage.states import Shown
from mapper.records import Alignment
from mapper.reports.record_json import to_json

_KEPT = ("framework", "code", "share", "chance", "criteria")
_OF_A_CRITERION = ("code", "state", "probability", "why")


def told(alignment: Alignment, shown: Sequence[Shown]) -> list[dict[str, Any]]:
    """Each standard that some passage corresponds to, with the state and probability of each of its criteria."""
    matched = {(match.framework, match.code) for mapped in alignment.passages for match in mapped.matches}
    kept = []
    for one in shown:
        above = {c.code: c.parent for c in one.framework.competencies}
        roots = frozenset(root_of(code, above) for name, code in matched if name == one.framework.name)
        for standard in standards(one, only=roots) if roots else ():
            if standard.text == "full":
                values = {name: to_json(getattr(standard, name)) for name in _KEPT}
                values["criteria"] = [{name: c[name] for name in _OF_A_CRITERION} for c in values["criteria"]]
                kept.append(values)
    return kept
