"""Any report as a Word document."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.reports.blocks import WORD, Block, Bullets, Cell, Facts, Paragraph, Part, Report, Table, said
from mapper.reports.head import write_head
from mapper.reports.word import Paper
from mapper.reports.words import Words

_NARROWEST, _WIDEST = 10, 60
"""Width of a column beside the others: figures need some room, and long texts break their lines."""


def paper(report: Report) -> bytes:
    """A DOCX file."""
    made = Paper(f"{report.t('title')}: {report.heading}", lang=report.t.lang)
    write_head(made, report.head, report.t)
    if report.subtitle:
        made.paragraph(report.subtitle, bold=True)
    for part in report.parts:
        _part(made, part, 2, report.t)
    return made.content()


def _part(made: Paper, part: Part, level: int, t: Words) -> None:
    blocks = [block for block in part.blocks if WORD in block.on]
    if WORD not in part.on or not blocks:
        return
    if part.title:
        made.heading(f"{part.code} {part.title}".strip(), level)
    for block in blocks:
        _block(made, block, min(level + 1, 3), t)


def _block(made: Paper, block: Block, level: int, t: Words) -> None:
    if isinstance(block, Part):
        _part(made, block, level, t)
    elif isinstance(block, Table):
        _table(made, block, t)
    elif isinstance(block, Facts):
        rows = [(name, said(cell, t)) for name, cell in block.rows]
        header = block.header if any(block.header) else (t("figure"), t("value"))
        made.facts(rows, header)
    elif isinstance(block, Bullets):
        made.bullets([said(item, t) for item in block.items])
    elif isinstance(block, Paragraph):
        made.paragraph(said(block.text, t), bold=block.kind in ("warning", "strong"))


def _table(made: Paper, table: Table, t: Words) -> None:
    columns = [(n, column) for n, column in enumerate(table.columns) if WORD in column.on]
    rows = [[said(_at(row, n), t, column) for n, column in columns] for row in table.rows]
    if rows:
        widths = [max(_NARROWEST, min(column.width, _WIDEST)) for _, column in columns]
        made.table([column.name for _, column in columns], rows, widths)


def _at(row: Sequence[Cell], number: int) -> Cell:
    return row[number] if number < len(row) else ""
