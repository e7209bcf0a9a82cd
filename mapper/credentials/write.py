"""A report on microcredentials as a page, workbook, Word document and JSON, and its badges by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mapper.credentials.paper import paper
from mapper.credentials.records import BundledCriterion, CredentialsReport
from mapper.credentials.texts import TEXTS
from mapper.credentials.view import View
from mapper.files import write_together
from mapper.reports.book import Table, workbook
from mapper.reports.coverage_xlsx import made
from mapper.reports.page import own, render
from mapper.reports.record_json import dumps
from mapper.reports.sheets import Cell
from mapper.reports.words import Words

NAME, BADGES = "credentials", "achievements.json"
Row = tuple[Cell, ...]


def write(report: CredentialsReport, folder: Path, *, lang: str) -> list[Path]:
    """Write credentials.html, .xlsx, .docx and .json into a folder, and achievements.json where any could be exported.

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
    if report.achievements:
        contents[BADGES] = dumps(report.achievements)
    return write_together(folder, contents)


def page(report: CredentialsReport, words: Words) -> str:
    """The report as a page."""
    return render(
        "credentials.html.j2",
        words,
        package="mapper.credentials",
        style=own("gap.css") + own("wording.css"),
        heading=", ".join(programme.name for programme in report.programmes),
        subtitle="",
        r=report,
        v=View(report, words),
    )


def book(report: CredentialsReport, t: Words) -> bytes:
    """The report as a workbook."""
    named = ((t("bundle"), 8), (t("programme"), 24))
    states = ((t("state"), 14), (t("probability"), 10), (t("why"), 40))
    tables = [
        Table(
            t("sheet.bundles"),
            (*named, (t("title.of"), 50), (t("parts"), 30), (t("covered"), 10), (t("total"), 8), (t("hours"), 10),
             (t("units"), 60), (t("hours.none"), 40)),
            _bundles(report),
        ),
        Table(
            t("sheet.criteria"),
            (*named, (t("code"), 26), (t("criterion"), 60), (t("kind"), 20), *states, (t("units"), 50)),
            _criteria(report, t),
            percents=frozenset({6}),
        ),
        Table(
            t("sheet.units"),
            ((t("programme"), 24), (t("unit"), 60), (t("hours"), 10), (t("passages.named"), 50)),
            _units(report),
        ),
        Table(
            t("sheet.overlaps"),
            ((t("bundle"), 8), (t("overlaps"), 10), (t("units"), 50), (t("hours"), 10), (t("criterion"), 60)),
            _overlaps(report, View(report, t)),
        ),
        Table(
            t("sheet.comparison"),
            ((t("element"), 18), (t("code"), 26), (t("criterion"), 60), (t("kind"), 20),
             *((programme.name, 16) for programme in report.programmes)),
            _compared(report, t),
        ),
        Table(
            t("sheet.short"),
            ((t("programme"), 24), (t("standard"), 12), (t("element"), 18), (t("title.of"), 50), (t("covered"), 10),
             (t("partly"), 10), (t("total"), 8)),
            ((report.programmes[s.programme].name, s.part.standard, s.part.code, s.part.title, s.taught, s.partly, s.of)
             for s in report.short),
        ),
        made(report.made, report.programmes, t),
    ]  # fmt: skip
    return workbook(t("title"), tables, t)


def _bundles(report: CredentialsReport) -> Iterator[Row]:
    for n, b in enumerate(report.bundles, 1):
        of = len(b.taught) + len(b.missing)
        parts = "\n".join(part.code for part in b.parts)
        name = report.programmes[b.programme].name
        yield (n, name, b.title, parts, len(b.taught), of, b.hours, "\n".join(b.units), "\n".join(b.unstated))


def _units(report: CredentialsReport) -> Iterator[Row]:
    for programme, units in zip(report.programmes, report.units, strict=True):
        yield from ((programme.name, unit.name, unit.hours, unit.said) for unit in units)


def _criteria(report: CredentialsReport, t: Words) -> Iterator[Row]:
    for n, bundle in enumerate(report.bundles, 1):
        name = report.programmes[bundle.programme].name
        for c in (*bundle.taught, *bundle.missing, *bundle.attitudes):
            yield (n, name, *_criterion(c, t), "\n".join(c.units))


def _criterion(c: BundledCriterion, t: Words) -> Row:
    return (c.code, c.statement, t.kind(c.kind), t(c.state), c.probability, t.of(c.why))


def _overlaps(report: CredentialsReport, view: View) -> Iterator[Row]:
    for n, bundle in enumerate(report.bundles, 1):
        for shared in bundle.overlaps:
            pairs = "\n".join(f"{mine} = {its}" for mine, its in shared.criteria)
            yield (n, view.number(shared.bundle), "\n".join(shared.units), shared.hours, pairs)


def _compared(report: CredentialsReport, t: Words) -> Iterator[Row]:
    for comparison in report.comparisons:
        for c in comparison.criteria:
            yield (comparison.part.code, c.code, c.statement, t.kind(c.kind), *(t(state) for state in c.states))
