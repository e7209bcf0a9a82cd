"""Which reports there are, and how any of them is written and shown.

Seam: `mapper.…:report(record, *, lang) -> Report`, and what its JSON holds, `mapper.…:values(record) -> JSON value`,
where that is not the record itself.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mapper.reports.blocks import NO_HEAD, Head, Report
from mapper.reports.order import of_record, order_only
from mapper.reports.record_json import as_text
from mapper.workspace.files import write_together

if TYPE_CHECKING:
    from rich.console import Console


class Kind(NamedTuple):
    """Where the two functions of a report are."""

    report: str
    values: str = "mapper.reports.record_json:to_json"


KINDS = {
    "report": Kind("mapper.reports.mapping:report"),
    "coverage": Kind("mapper.programmes.coverage.sections:report"),
    "gap": Kind("mapper.industry.gap.sections:report"),
    "crosswalk": Kind("mapper.between.crosswalk.sections:report", "mapper.between.crosswalk.values:values"),
    "overlaps": Kind("mapper.between.overlaps.sections:report", "mapper.between.overlaps.sections:values"),
    "diff": Kind("mapper.between.editions.sections:report", "mapper.between.editions.sections:values"),
    "credentials": Kind("mapper.programmes.credentials.sections:report"),
    "evidence": Kind("mapper.programmes.evidence_matrix.sections:report"),
    "matrix": Kind("mapper.programmes.curriculum_map.sections:report"),
    "calibrate": Kind("mapper.evaluation.calibrate_sections:report"),
    "instructors": Kind("mapper.programmes.instructors.sections:report"),
    "occupations": Kind("mapper.industry.occupations.sections:report"),
    "index": Kind("mapper.catalogues.batch.sections:report"),
}
"""By the name of the command, which is that of its files; "report" is that of a mapping."""

FORMATS = {
    "html": "mapper.reports.page:page",
    "xlsx": "mapper.reports.workbook:paged",
    "docx": "mapper.reports.word:paper",
}
"""What writes any report: end of the file's name to its writer; imported only when used."""


def report(name: str, record: Any, lang: str) -> Report:  # noqa: ANN401 - each kind has its own record
    """What a record says in the language "es" or "en"."""
    made: Report = pkgutil.resolve_name(KINDS[name].report)(record, lang=lang)
    return made if of_record(record) else order_only(made)


def as_json(name: str, record: Any) -> str:  # noqa: ANN401
    """The record as one JSON document; the same in every language."""
    return as_text(pkgutil.resolve_name(KINDS[name].values)(record))


def show(name: str, record: Any, console: Console, lang: str, *, whole: bool = True) -> None:  # noqa: ANN401
    """Print a report in a terminal, of one with a verdict that alone unless `whole`."""
    from mapper.reports.terminal import render

    render(report(name, record, lang), console, whole=whole)


def write(name: str, record: Any, folder: Path, *, lang: str, head: Head = NO_HEAD) -> list[Path]:  # noqa: ANN401
    """Write a report in all its forms into a folder, which is made; gives the paths.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    made = replace(report(name, record, lang), head=head)
    contents: dict[str, bytes | str] = {
        f"{name}.{ending}": as_json(name, record) if ending == "json" else pkgutil.resolve_name(FORMATS[ending])(made)
        for ending in made.formats
    }
    return write_together(folder, {**contents, **made.files})
