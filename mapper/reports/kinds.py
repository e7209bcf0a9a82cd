"""Which reports there are, and how any of them is written and shown.

Seam: `mapper.…:report(record, *, lang) -> Report`, and what its JSON holds, `mapper.…:values(record) -> JSON value`,
where that is not the record itself. A report whose probabilities are not calibrated shows their order, no percentages,
and a warning before all else.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mapper.matching.calibrated import OTHER_ENCODER, is_calibrated
from mapper.reports import blocks as b
from mapper.reports.blocks import NO_HEAD, Head, Report
from mapper.reports.record_json import as_text, to_json
from mapper.workspace.files import write_together

KINDS = {
    "report": "mapper.reports.mapping:report",
    "coverage": "mapper.programmes.coverage.sections:report",
    "gap": "mapper.industry.gap.sections:report",
    "crosswalk": "mapper.between.crosswalk.sections:report",
    "diff": "mapper.between.editions.sections:report",
    "credentials": "mapper.programmes.credentials.sections:report",
    "matrix": "mapper.programmes.curriculum_map.sections:report",
    "calibrate": "mapper.evaluation.calibrate:report",
    "instructors": "mapper.programmes.instructors.sections:report",
    "occupations": "mapper.industry.occupations.sections:report",
    "index": "mapper.catalogues.batch.sections:report",
}
"""By the name of the command, which is that of its files; "report" is that of a mapping."""

VALUES = {"crosswalk": "mapper.between.crosswalk.sections:values", "diff": "mapper.between.editions.sections:values"}
"""Kind → function that gives its JSON values, where these are not the record itself."""

FORMATS = {
    "html": "mapper.reports.page:page",
    "xlsx": "mapper.reports.workbook:paged",
    "docx": "mapper.reports.word:paper",
}
"""Ending of a file's name → writer of any report; imported only when used."""


def make_report(name: str, record: Any, lang: str) -> Report:  # noqa: ANN401 - each kind has its own record
    """Return what a record says in the language "es" or "en"."""
    made: Report = pkgutil.resolve_name(KINDS[name])(record, lang=lang)
    return made if has_calibrated_probabilities(record) else show_order_only(made)


def as_json(name: str, record: Any) -> str:  # noqa: ANN401
    """Return the record as one JSON document; the same in every language."""
    return as_text(pkgutil.resolve_name(VALUES[name])(record) if name in VALUES else to_json(record))


def write_report(
    name: str,
    record: Any,  # noqa: ANN401
    folder: Path,
    *,
    lang: str,
    head: Head = NO_HEAD,
    made: Report | None = None,
) -> list[Path]:
    """Write a report in all its forms into a folder, which is made; gives the paths.

    `made` is what `report` gave for this record, where that was asked for already.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    made = replace(made or make_report(name, record, lang), head=head)
    if head.programme and made.heading in (one.name for one in getattr(record, "programmes", ())):
        # A programme is called as its school calls it; the file's name stands below.
        made = replace(made, heading=head.programme, subtitle=made.heading)

    contents: dict[str, bytes | str] = {}
    for ending in made.formats:
        written = as_json(name, record) if ending == "json" else pkgutil.resolve_name(FORMATS[ending])(made)
        contents[f"{name}.{ending}"] = written
    return write_together(folder, contents | {file: write() for file, write in made.files.items()})


def has_calibrated_probabilities(record: Any) -> bool:  # noqa: ANN401 - each kind of report has its own record
    """Return whether the probabilities of a report's record are calibrated; of one without an encoder they are."""
    if isinstance(record, Sequence):
        return all(map(has_calibrated_probabilities, record))
    encoder = getattr(getattr(record, "made", record), "encoder", None)
    return not encoder or is_calibrated(encoder)


def show_order_only(report: b.Report) -> b.Report:
    """Return the same, each probability of a table by its place among the others of its column, the highest first."""
    t = report.t
    how = t("how.probability")

    def hide(block: b.Block) -> b.Block:
        if isinstance(block, b.Section):
            return replace(block, blocks=list(map(hide, block.blocks)))
        if isinstance(block, b.Bullets):
            return replace(block, items=[item for item in block.items if item != how])
        return _ranked(block, t) if isinstance(block, b.Table) else block

    parts = [replace(part, blocks=list(map(hide, part.blocks))) for part in report.parts]
    if not any(part.kind == "verdict" for part in parts):  # which says how sure it is
        parts.insert(0, b.Section("", [b.Paragraph(t.translate(OTHER_ENCODER), "warning", b.SHOWN)]))
    return replace(report, parts=parts)


def _ranked(table: b.Table, t: b.Words) -> b.Table:
    columns, rows = list(table.columns), [list(row) for row in table.rows]
    for place, column in enumerate(table.columns):
        if column.kind == "percent" and column.name.casefold() == t("probability").casefold():
            columns[place] = replace(column, name=t("order"), kind="number")
            of_row = [(row, cell) for row in rows if len(row) > place and isinstance(cell := row[place], float)]
            ranks = {value: rank for rank, value in enumerate(sorted({cell for _, cell in of_row}, reverse=True), 1)}
            for row, cell in of_row:
                row[place] = ranks[cell]
    return replace(table, columns=columns, rows=rows)
