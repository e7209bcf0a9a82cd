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
from typing import Any, NamedTuple

from mapper.matching.calibrated import OTHER_ENCODER, is_calibrated
from mapper.reports import blocks as b
from mapper.reports.blocks import NO_HEAD, Head, Report
from mapper.reports.record_json import as_text
from mapper.workspace.files import write_together


class Kind(NamedTuple):
    """Where the two functions of a report are."""

    report: str
    values: str = "mapper.reports.record_json:to_json"


KINDS = {
    "report": Kind("mapper.reports.mapping:report"),
    "coverage": Kind("mapper.programmes.coverage.sections:report"),
    "gap": Kind("mapper.industry.gap.sections:report"),
    "crosswalk": Kind("mapper.between.crosswalk.sections:report", "mapper.between.crosswalk.sections:values"),
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


def write(
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
    made = replace(made or report(name, record, lang), head=head)
    contents: dict[str, bytes | str] = {
        f"{name}.{ending}": as_json(name, record) if ending == "json" else pkgutil.resolve_name(FORMATS[ending])(made)
        for ending in made.formats
    }
    return write_together(folder, {**contents, **{file: text() for file, text in made.files.items()}})


def of_record(record: Any) -> bool:  # noqa: ANN401 - each kind of report has its own record
    """Whether the probabilities of a report's record are calibrated; of one without an encoder they are."""
    if isinstance(record, Sequence):
        return all(map(of_record, record))
    encoder = getattr(getattr(record, "made", record), "encoder", None)
    return not encoder or is_calibrated(encoder)


def order_only(report: b.Report) -> b.Report:
    """The same, each probability of a table by its place among the others of its column, the highest first."""
    t = report.t
    warning = b.Part("", [b.Paragraph(t.of(OTHER_ENCODER), "warning", b.SHOWN)])
    named = t("probability").casefold()
    parts = [_part(part, named, t("order"), t("how.probability")) for part in report.parts]
    told = any(part.kind == "verdict" for part in parts)  # which says how sure it is
    return replace(report, parts=parts if told else [warning, *parts])


def _part(part: b.Part, named: str, order: str, how: str) -> b.Part:
    return replace(part, blocks=[_block(block, named, order, how) for block in part.blocks])


def _block(block: b.Block, named: str, order: str, how: str) -> b.Block:
    if isinstance(block, b.Part):
        return _part(block, named, order, how)
    if isinstance(block, b.Bullets):
        return replace(block, items=[item for item in block.items if item != how])
    if isinstance(block, b.Table):
        return _table(block, named, order)
    return block


def _table(table: b.Table, named: str, order: str) -> b.Table:
    places = [n for n, one in enumerate(table.columns) if one.kind == "percent" and one.name.casefold() == named]
    if not places:
        return table
    columns = list(table.columns)
    rows = [list(row) for row in table.rows]
    for place in places:
        columns[place] = replace(columns[place], name=order, kind="number")
        found = [float(cell) for row in rows if isinstance(cell := _cell(row, place), float)]
        ranks = {value: rank for rank, value in enumerate(sorted(set(found), reverse=True), 1)}
        for row in rows:
            if isinstance(cell := _cell(row, place), float):
                row[place] = ranks[cell]
    return replace(table, columns=columns, rows=rows)


def _cell(row: Sequence[b.Cell], place: int) -> b.Cell:
    return row[place] if len(row) > place else None
