"""A report whose probabilities are not calibrated: their order, no percentages, and a warning before all else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mapper.matching.calibrated import is_calibrated
from mapper.programmes.coverage.report import OTHER_ENCODER
from mapper.reports import blocks as b


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
