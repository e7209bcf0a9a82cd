"""A school's own form, filled with what a report found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from corpora import _
from mapper.matching.records import Outcome
from mapper.reports.forms.fill import Form, fill, open_form
from mapper.reports.forms.records import Cells

__all__ = ["filled", "open_form"]

Report = TypeVar("Report")


def filled(
    form: Form, out: Path | None, found: Outcome[Report], cells_of: Callable[[Report, str], Cells], lang: str
) -> Outcome[Report]:
    """The outcome that says what of a form was recognised and, where it is written at all, writes it filled.

    Raises:
        InputError: nothing is recognised in it.
    """
    made = fill(form, cells_of(found.report, lang))
    if out is None:
        note = _("{name}: nothing was written; name the folder for the filled form with --out", name=made.name)
        return replace(found, first=(*found.first, *made.recognised), notes=(*found.notes, note))
    others = found.more

    def more(folder: Path) -> list[Path]:
        return [*(others(folder) if others else ()), *made.write(folder)]

    notes = (*found.notes, *made.told)
    return replace(found, first=(*found.first, *made.recognised), notes=notes, more=more)
