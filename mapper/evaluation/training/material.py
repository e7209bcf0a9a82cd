"""What several fits need: tables of truth."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from corpora import InputError
from mapper.evaluation.programmes import STATES


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of truth, tabs between its cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def states_by_programme(*paths: Path) -> dict[str, dict[str, str]]:
    """Return programme → code → state of such tables; raises InputError: an unknown or conflicting one."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        for line, row in enumerate(read_rows(path), start=2):
            known = found[row["programme"]]
            if row["state"] not in STATES or known.setdefault(row["code"], row["state"]) != row["state"]:
                raise InputError(
                    "{path}, line {line}: '{state}' of {code} is no state, or the code has another one above; mend it",
                    path=path,
                    line=line,
                    state=row["state"],
                    code=row["code"],
                )
    return found
