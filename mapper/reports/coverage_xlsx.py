"""The coverage of standards as a workbook: sheets of standards, elements, criteria, titles and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mapper.checklist.sheet import LISTED, checklist
from mapper.coverage.records import CoverageReport, Made, Programme
from mapper.files import write_atomically
from mapper.records import Interval
from mapper.reports.book import Table, workbook
from mapper.reports.coverage_html import SHOWN_STATES
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.figures import program_version
from mapper.reports.gap_figures import quoted
from mapper.reports.sheets import Cell
from mapper.reports.words import Words

Row = tuple[Cell, ...]


def write(report: CoverageReport, path: Path, *, lang: str) -> None:
    """Write the workbook in the language "es" or "en".

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    words = Words(lang, COVERAGE)
    notes = [(words("note"), words.of(note)) for note in report.notes]
    standards, *others = tables(report, words)
    if any(sum(row.text == "full" for row in found) > LISTED for found in report.standards):
        notes.append((words("note"), words("checklist.listed", n=LISTED)))
    sheets = [standards, checklist(report, words), *others, made(report.made, report.programmes, words, notes)]
    write_atomically(path, workbook(words("title"), sheets, words))


def tables(report: CoverageReport, t: Words) -> list[Table]:
    """The sheets on standards, which gap reports have too."""
    named = ((t("programme"), 24), (t("standard"), 14), (t("title.of"), 50))
    interval = ((t("interval.low"), 10), (t("interval.high"), 10))
    states = tuple((t(state), 12) for state in SHOWN_STATES)
    return [
        Table(
            t("sheet.standards"),
            (
                *named,
                (t("share"), 10),
                *interval,
                (t("chance"), 10),
                (t("above_chance"), 10),
                (t("attitudes"), 12),
                *(((t("reviewed_share"), 12),) if report.reviewed else ()),
                (t("level"), 8),
                (t("committee"), 40),
            ),
            _standards(report),
            percents=frozenset(range(3, 10 if report.reviewed else 9)),
        ),
        Table(
            t("sheet.elements"),
            (*named[:2], (t("element"), 18), (t("title.of"), 50), (t("kind"), 20), *states, (t("total"), 8)),
            _elements(report, t),
        ),
        Table(
            t("sheet.criteria"),
            (
                *named[:2],
                (t("code"), 26),
                (t("criterion"), 60),
                (t("kind"), 20),
                (t("level"), 12),
                (t("state"), 14),
                (t("probability"), 10),
                (t("why"), 40),
                (t("passages.named"), 80),
            ),
            _criteria(report, t),
            percents=frozenset({7}),
        ),
        Table(
            t("sheet.titles"),
            (*named, (t("related"), 10), (t("level"), 8), (t("committee"), 40), (t("where"), 60)),
            _titles(report, t),
            percents=frozenset({3}),
        ),
    ]


def ends(interval: Interval | None) -> tuple[Cell, Cell, Cell]:
    """A figure and its interval's ends, empty where there is none."""
    return (None, None, None) if interval is None else (interval.value, interval.low, interval.high)


def _standards(report: CoverageReport) -> Iterator[Row]:
    for programme, found in zip(report.programmes, report.standards, strict=True):
        for row in found:
            if row.text == "full":
                figures = (*ends(row.share), row.chance, row.above_chance, row.attitudes and row.attitudes.value)
                after = (row.reviewed_share and row.reviewed_share.value,) if report.reviewed else ()
                yield (programme.name, row.code, row.title, *figures, *after, row.level, row.committee)


def _elements(report: CoverageReport, t: Words) -> Iterator[Row]:
    for programme, found in zip(report.programmes, report.standards, strict=True):
        for row in found:
            for tally in row.tallies:
                counts = tuple(getattr(tally, state) for state in SHOWN_STATES)
                yield (programme.name, row.code, tally.element, tally.title, t.kind(tally.kind), *counts, tally.of)


def _criteria(report: CoverageReport, t: Words) -> Iterator[Row]:
    for programme, found in zip(report.programmes, report.standards, strict=True):
        for row in found:
            for criterion in row.criteria:
                shown = "\n".join(passage.text for passage in quoted(programme, criterion.passages))
                yield (
                    programme.name,
                    row.code,
                    criterion.code,
                    criterion.statement,
                    t.kind(criterion.kind),
                    criterion.level,
                    t(criterion.state),
                    criterion.probability,
                    t.of(criterion.why),
                    shown,
                )


def _titles(report: CoverageReport, t: Words) -> Iterator[Row]:
    for programme, found in zip(report.programmes, report.standards, strict=True):
        for row in found:
            if row.text == "title":
                yield (programme.name, row.code, row.title, row.related, row.level, row.committee, t.of(row.where))


def made(value: Made, programmes: tuple[Programme, ...], t: Words, notes: Sequence[Row] = ()) -> Table:
    """The sheet that says what the report was made with, and its notes."""
    rows: list[Row] = [(t("made.program"), "curmap", program_version())]
    rows += [(t("programme"), programme.name, programme.sha256) for programme in programmes]
    rows += [(t("made.framework"), f"{name}, {version}", sha256) for name, version, sha256 in value.frameworks]
    rows += [(t("made.encoder"), value.encoder["name"], value.encoder["revision"])]
    rows += [(t("made.models"), name, revision) for name, revision in sorted(value.models.items())]
    rows += [(t("made.settings"), name, str(setting)) for name, setting in sorted(value.settings.items())]
    return Table(t("sheet.made"), ((t("made"), 30), ("", 50), ("", 70)), [*rows, *notes])
