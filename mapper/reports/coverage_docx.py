"""The coverage of standards as a Word document that a school can file: the standards, then criterion by criterion."""

from __future__ import annotations

from pathlib import Path

from mapper.checklist.sheet import listed
from mapper.coverage.records import CoverageReport, CriterionCoverage, Programme, StandardCoverage
from mapper.files import write_atomically
from mapper.records import Interval
from mapper.reports.coverage_texts import COVERAGE
from mapper.reports.gap_figures import quoted
from mapper.reports.head import NO_HEAD, Head, write_head
from mapper.reports.unread import unread
from mapper.reports.word import Paper
from mapper.reports.words import Words

_NEAREST = 3
"""Passages shown of a criterion that none shows; the workbook has them all."""


def write(report: CoverageReport, path: Path, *, lang: str, head: Head = NO_HEAD) -> None:
    """Write the document in the language "es" or "en", with a head if one is given.

    Raises:
        OSError: the file cannot be written; nothing is left of it.
    """
    t = Words(lang, COVERAGE)
    made = Paper(t("title"), lang=lang)
    write_head(made, head, t)
    for programme, standards in zip(report.programmes, report.standards, strict=True):
        made.heading(programme.name, 2)
        for line in unread(programme, t):
            made.paragraph(line, bold=True)
        _standards(made, report, standards, t)
        for standard in listed(standards):
            made.heading(f"{standard.code} {standard.title}", 3)
            made.table(
                [t("code"), t("criterion"), t("kind"), t("state"), t("probability"), t("passages.named")],
                [_criterion(one, programme, t) for one in standard.criteria],
                (2.6, 6, 2, 2.4, 1.4, 7),
            )
    made.heading(t("how"), 2)
    made.bullets([t("standards.how"), t.of(report.material), *map(t.of, report.notes)])
    write_atomically(path, made.content())


def _standards(made: Paper, report: CoverageReport, standards: tuple[StandardCoverage, ...], t: Words) -> None:
    full = [row for row in standards if row.text == "full"]
    if not full:
        made.paragraph(t("standards.none"))
        return
    after = (t("reviewed_share"),) if report.reviewed else ()
    made.table(
        [t("standard"), t("share"), t("interval"), *after, t("chance"), t("covered"), t("partly"), t("total")],
        [_standard(row, reviewed=bool(after), t=t) for row in full],
        (8, 1.6, 2.2, *(2 for _ in after), 1.6, 1.6, 1.6, 1.2),
    )


def _standard(row: StandardCoverage, *, reviewed: bool, t: Words) -> tuple[str, ...]:
    counted = [tally for tally in row.tallies if not tally.attitude]
    counts = (str(sum(getattr(tally, name) for tally in counted)) for name in ("covered", "partly", "of"))
    after = (_value(row.reviewed_share, t),) if reviewed else ()
    ends = f"{t.percent(row.share.low)} – {t.percent(row.share.high)}" if row.share else "–"
    return (f"{row.code} {row.title}", _value(row.share, t), ends, *after, t.percent(row.chance), *counts)


def _value(share: Interval | None, t: Words) -> str:
    return t.percent(share.value) if share else "–"


def _criterion(row: CriterionCoverage, programme: Programme, t: Words) -> tuple[str, ...]:
    state = "\n".join(filter(None, (t(row.state), t.of(row.why))))
    shown = row.passages or tuple(near.passage for near in row.nearest[:_NEAREST])
    cited = [p.text if p.page is None else f"{p.text} ({t('page.of', page=p.page)})" for p in quoted(programme, shown)]
    passages = "\n".join(cited) if row.passages or not cited else f"{t('nearest')}:\n" + "\n".join(cited)
    return (row.code, row.statement, t.kind(row.kind), state, t.percent(row.probability), passages)
