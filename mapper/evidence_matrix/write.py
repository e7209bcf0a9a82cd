"""An evidence matrix as a page, workbook, Word document and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mapper.evidence_matrix.paper import paper
from mapper.evidence_matrix.records import EvidenceReport, EvidenceRow
from mapper.evidence_matrix.texts import TEXTS
from mapper.evidence_matrix.view import View
from mapper.files import write_together
from mapper.reports.book import Table, workbook
from mapper.reports.coverage_xlsx import made
from mapper.reports.page import own, render
from mapper.reports.record_json import dumps
from mapper.reports.sheets import Cell
from mapper.reports.words import Words

NAME = "evidence"
Row = tuple[Cell, ...]


def write(report: EvidenceReport, folder: Path, *, lang: str) -> list[Path]:
    """Write evidence.html, .xlsx, .docx and .json into a folder, which is made; gives their paths.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    words = Words(lang, TEXTS)
    contents: dict[str, bytes | str] = {
        f"{NAME}.html": page(report, words),
        f"{NAME}.xlsx": book(report, words),
        f"{NAME}.docx": paper(report, words),
        f"{NAME}.json": dumps(report),
    }
    return write_together(folder, contents)


def page(report: EvidenceReport, words: Words) -> str:
    """The report as a page."""
    standard = report.standard
    return render(
        "evidence.html.j2",
        words,
        package="mapper.evidence_matrix",
        style=own("gap.css") + own("wording.css"),
        heading=f"{standard.code} {standard.title}",
        subtitle=report.programme.name,
        r=report,
        v=View(report, words),
    )


def book(report: EvidenceReport, t: Words) -> bytes:
    """The report as a workbook, with a column for the evaluator's verdict."""
    view = View(report, t)
    columns = (
        (t("element"), 18),
        (t("code"), 26),
        (t("criterion"), 60),
        (t("kind"), 20),
        (t("level"), 12),
        (t("asked"), 22),
        (t("state"), 16),
        (t("probability"), 10),
        (t("evidence"), 60),
        (t("instruments"), 24),
        (t("fits"), 18),
        (t("review"), 14),
    )
    last = len(columns) - 1
    tables = [
        Table(
            t("sheet.matrix"),
            columns,
            _rows(report, view, t),
            percents=frozenset({7}),
            choices={last: [t(f"review.{key}") for key in ("accepted", "changed", "missing")]},
            notes={last: t("review.note")},
        ),
        Table(
            t("sheet.activities"),
            (
                (t("activity"), 10),
                (t("evidence"), 60),
                (t("place"), 40),
                (t("instruments"), 24),
                (t("weight"), 12),
                (t("shows"), 40),
            ),
            (
                (a.name, a.text, view.place(a), view.instruments(a.instruments), a.weight, "\n".join(view.shows(a)))
                for a in report.activities
            ),
        ),
        Table(t("sheet.standard"), ((t("fact"), 34), (t("value"), 90)), view.facts()),
        made(report.made, (report.programme,), t),
    ]
    return workbook(t("title"), tables, t)


def _told(row: EvidenceRow, view: View, t: Words) -> Iterator[str]:
    for activity, p in view.evidence(row):
        yield f"{activity.name} ({t.percent(p)}): {activity.text}"
    if through := view.through(row):
        yield through


def _rows(report: EvidenceReport, view: View, t: Words) -> Iterator[Row]:
    for row in report.rows:
        found = view.evidence(row)
        yield (
            row.element,
            row.code,
            row.statement,
            t.kind(row.kind),
            row.level,
            view.asked(row),
            t(row.state),
            found[0][1] if found else None,
            "\n".join(_told(row, view, t)),
            "\n".join(dict.fromkeys(filter(None, (view.instruments(a.instruments) for a, _ in found)))),
            view.fits(row),
            "",
        )
